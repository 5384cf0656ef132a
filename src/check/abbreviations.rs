//! Abbreviations: each is written out once, "long form (ABC)", or listed in the manifest, and then used (ISG 10.8).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::context::Context;
use super::prose::{Prose, Role, Run};
use super::unfinished;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::section::flat::OPAQUE;
use crate::source::Span;

/// Known to every reader, in any language.
const KNOWN: &[&str] = &[
    "AIDS", "CD", "CHF", "DNA", "DVD", "EUR", "FAQ", "GBP", "GMT", "GPS", "HIV", "HTML", "ID", "ISBN", "ISO", "ISSN",
    "IT", "PC", "PDF", "PDFs", "QR", "SIM", "SMS", "TV", "URL", "USB", "USD", "UTC", "VIP", "XML",
];

/// Known to every reader of a language.
const KNOWN_IN: &[(&str, &[&str])] = &[
    ("de", &["DNS", "EG", "EU", "EWG", "GB", "UN", "UNO", "US", "USA"]),
    ("en", &["AD", "AM", "BC", "EC", "EEC", "EU", "OK", "PM", "UK", "UN", "US", "USA", "VAT"]),
    ("es", &["ADN", "UE", "EE", "UU", "IVA", "ONU"]),
    ("fr", &["ADN", "CE", "CEE", "ONU", "TVA", "UE", "USA"]),
    ("it", &["CE", "DNA", "IVA", "ONU", "UE", "USA"]),
    ("nl", &["BTW", "EG", "EU", "UN", "VK", "VN", "VS"]),
];

/// Capitals that only speak loudly.
const LOUD: &[&str] = &[
    "ALL", "AND", "ANNEX", "ANY", "BUT", "DRAFT", "FINAL", "FOR", "MAY", "MUST", "NEVER", "NO", "NOT", "NOTE", "ONLY",
    "OR", "SHALL", "SHOULD", "SIC", "THE", "YES",
];

/// Words that a short form may pass over.
const MINOR: &[&str] = &[
    "a", "against", "and", "at", "by", "das", "de", "der", "des", "di", "die", "du", "en", "et", "for", "für", "in",
    "la", "le", "les", "of", "on", "or", "the", "to", "und", "van", "von", "voor", "with",
];

/// In letters. Longer ones are names or only speak loudly.
const MAX_LETTERS: usize = 6;

/// What a section has of abbreviations.
#[derive(Debug, Default)]
pub struct Facts {
    /// By short form.
    found: BTreeMap<String, Found>,
    /// Words of the manifest's short forms that stand anywhere in the file.
    words: BTreeSet<String>,
}

/// Where a section has one abbreviation.
#[derive(Debug, Default)]
struct Found {
    /// Where it may as well be a word in capitals, before it is plainly an abbreviation. What goes before that in the
    /// whole paper says nothing.
    before: Uses,
    /// Everywhere else; [`None`] if this section alone does not show that it is one.
    uses: Option<Uses>,
}

#[derive(Debug, Default)]
struct Uses {
    written: Vec<Written>,
    /// It stands in brackets behind words that may be its long form, or is a term that is explained.
    introduced: bool,
    /// The first use at a place that can be shown.
    first: Option<Span>,
    /// How often it is used, beside where it is written out.
    count: usize,
}

/// Where an abbreviation is written out.
#[derive(Debug)]
struct Written {
    long: String,
    place: Span,
    /// Whether it stands in running text.
    in_text: bool,
}

impl Facts {
    pub fn of(context: &Context, prose: &Prose) -> Self {
        let mut survey = Survey { listed: &context.abbreviations, found: BTreeMap::new() };
        prose.runs.iter().for_each(|run| survey.run(run));
        let listed = context.abbreviations.keys().flat_map(|short| words(short)).collect();
        Self { found: survey.found, words: standing(prose.source.text(), &listed) }
    }
}

/// Warns of abbreviations that are not written out anywhere, or otherwise than in the manifest; hints at those written
/// out twice, or never used.
pub(super) fn check<'f>(
    manifest: &Manifest,
    facts: impl Iterator<Item = &'f Facts> + Clone,
    diagnostics: &mut Diagnostics,
) {
    let mut all: HashMap<&str, AllUses> = HashMap::new();
    for (short, long) in &manifest.abbreviations {
        all.insert(short, AllUses { listed: Some((long, long.span())), ..AllUses::default() });
    }
    for (short, found) in facts.clone().flat_map(|facts| &facts.found) {
        match (all.get_mut(short.as_str()), &found.uses) {
            (Some(known), uses) => {
                known.add(&found.before);
                uses.iter().for_each(|uses| known.add(uses));
            }
            (None, Some(uses)) => all.entry(short).or_default().add(uses),
            (None, None) => {}
        }
    }
    let language = manifest.language.value.split('-').next().unwrap_or_default();
    let of_language = KNOWN_IN.iter().find(|(known, _)| *known == language).map_or(&[][..], |(_, words)| words);
    let all: BTreeMap<_, _> = all.into_iter().collect();
    for (short, uses) in &all {
        uses.written_out(short, diagnostics);
        let is_known = KNOWN.contains(short)
            || unfinished::WORDS.contains(short)
            || of_language.contains(short)
            || LOUD.contains(short);
        if !is_known && !is_roman(short) {
            uses.never_written_out(short, diagnostics);
        }
    }
    // Those that stand in no prose may stand in values, code or descriptions of images.
    let in_prose = |uses: &AllUses| uses.count > 0 || !uses.written.is_empty();
    let listed = manifest.abbreviations.iter().map(|(short, _)| short);
    for short in listed.filter(|short| !all.get(short.as_str()).is_some_and(in_prose)) {
        let stands = |word: &str| facts.clone().any(|facts| facts.words.contains(word));
        if !words(short).all(stands) {
            let message = format!("no section uses the abbreviation `{short}`");
            let found = Diagnostic::hint(Code("unused-abbreviation"), short.span(), message);
            diagnostics.push(found.with_help("Take it off the list, unless you still mean to use it."));
        }
    }
}

/// Which of the words that are `listed` stand in a file.
fn standing(text: &str, listed: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut standing = BTreeSet::new();
    let mut starts = [false; 256];
    listed.iter().filter_map(|word| word.bytes().next()).for_each(|byte| starts[usize::from(byte)] = true);
    let mut at = 0;
    while let Some(skipped) = text.as_bytes()[at..].iter().position(|&byte| starts[usize::from(byte)]) {
        at += skipped;
        let is_start = text.is_char_boundary(at) && !text[..at].ends_with(is_letter);
        let word = if is_start { words(&text[at..]).next().filter(|word| text[at..].starts_with(*word)) } else { None };
        match word {
            Some(word) => {
                if listed.contains(word) && !standing.contains(word) {
                    standing.insert(word.to_owned());
                }
                at += word.len();
            }
            None => at += 1,
        }
    }
    standing
}

struct Survey<'c> {
    listed: &'c BTreeMap<String, String>,
    found: BTreeMap<String, Found>,
}

impl Survey<'_> {
    fn run(&mut self, run: &Run) {
        let mut end = 0;
        while let Some(length) = run.text().as_bytes()[end..].iter().position(u8::is_ascii_uppercase) {
            let start = end + length;
            end = word_end(run.text(), start);
            if !run.before(start).is_some_and(|before| before.is_alphanumeric() || "@#_\\".contains(before)) {
                self.word(run, start..end);
            }
        }
    }

    /// A word that starts with a capital: an abbreviation, one in the plural, or a compound with one (`EU-wide`).
    fn word(&mut self, run: &Run, range: Range<usize>) {
        let word = &run.text()[range.clone()];
        let singular = word.strip_suffix('s').unwrap_or(word);
        if let Some((short, long)) = [word, singular].into_iter().find_map(|form| self.listed.get_key_value(form)) {
            return self.found_at(short, Some(long), true, run, range);
        }
        if is_abbreviation(singular) {
            let is_plain = stands_alone(run, &range);
            return self.found_at(singular, None, is_plain, run, range);
        }
        // `UTF-8` is a name.
        if let Some((first, rest)) = word.split_once('-')
            && rest.starts_with(char::is_alphabetic)
        {
            self.word(run, range.start..range.start + first.len());
        }
    }

    fn found_at(&mut self, short: &str, listed: Option<&str>, is_plain: bool, run: &Run, range: Range<usize>) {
        if !self.found.contains_key(short) {
            self.found.insert(short.to_owned(), Found::default());
        }
        let Some(found) = self.found.get_mut(short) else { return };
        if is_plain {
            found.uses.get_or_insert_default();
        }
        let uses = found.uses.as_mut().unwrap_or(&mut found.before);
        let text = run.text();
        let in_brackets = text[..range.start].ends_with('(') && text[range.end..].starts_with(')');
        let before = text[..range.start].strip_suffix('(').filter(|_| in_brackets).map(str::trim_end);
        let long = match (before, listed) {
            (Some(before), Some(listed)) => ending(before, listed).or_else(|| initials(before, short)),
            (Some(before), None) => initials(before, short),
            (None, _) => bracketed(&text[range.end..]).filter(|long| initials(long, short) == Some(*long)),
        };
        match (long, run.place(range.clone())) {
            (Some(long), Some(place)) => {
                uses.written.push(Written { long: long.to_owned(), place, in_text: run.role == Role::Text });
            }
            (_, place) => {
                let words_before = before.is_some_and(|before| before.ends_with(char::is_alphabetic));
                uses.introduced |= long.is_some() || words_before || run.role == Role::Term;
                uses.count += 1;
                uses.first = uses.first.or(place);
            }
        }
    }
}

/// Where an abbreviation stands in the whole paper.
#[derive(Default)]
struct AllUses<'f> {
    /// The long form in the manifest.
    listed: Option<(&'f str, Span)>,
    written: Vec<&'f Written>,
    introduced: bool,
    first: Option<Span>,
    count: usize,
}

impl<'f> AllUses<'f> {
    fn add(&mut self, uses: &'f Uses) {
        self.written.extend(&uses.written);
        self.introduced |= uses.introduced;
        self.first = self.first.or(uses.first);
        self.count += uses.count;
    }

    /// What is wrong with an abbreviation that is written out.
    fn written_out(&self, short: &str, diagnostics: &mut Diagnostics) {
        let Some(first) = self.written.first() else { return };
        let (usual, usual_place, where_usual) = match self.listed {
            Some((long, span)) => (long, span, "in the manifest"),
            None => (first.long.as_str(), first.place, "first"),
        };
        for written in &self.written {
            if !same(&written.long, usual) {
                let message = format!("`{short}` stands for `{}` here, {where_usual} for `{usual}`", written.long);
                let found = Diagnostic::warning(Code("abbreviation-differs"), written.place, message);
                let help = "Use one long form, or two abbreviations.";
                diagnostics.push(found.with_label(usual_place, where_usual).with_help(help));
            }
        }
        let mut in_text = self.written.iter().filter(|written| written.in_text && same(&written.long, usual));
        if let (Some(first), Some(again)) = (in_text.next(), in_text.next()) {
            let message = format!("`{short}` is written out a second time");
            let found = Diagnostic::hint(Code("abbreviation-twice"), again.place, message);
            let help = "The short form alone will do.";
            diagnostics.push(found.with_label(first.place, "the first time").with_help(help));
        }
        if self.count == 0 && self.listed.is_none() && self.written.len() == 1 {
            let message = format!("`{short}` is introduced here and never used again");
            let found = Diagnostic::hint(Code("abbreviation-once"), first.place, message);
            diagnostics.push(found.with_help("The long form alone will do."));
        }
    }

    fn never_written_out(&self, short: &str, diagnostics: &mut Diagnostics) {
        if let (Some(first), true, None, false) = (self.first, self.written.is_empty(), self.listed, self.introduced) {
            let message = format!("the abbreviation `{short}` is not written out anywhere");
            let found = Diagnostic::warning(Code("abbreviation-unexplained"), first, message);
            let help = format!(
                "Write it out where it first stands, `long form ({short})`, or list it under `[abbreviations]` in \
                 `paper.toml`."
            );
            diagnostics.push(found.with_help(help));
        }
    }
}

/// The end of the word that starts at `start`: letters, figures, and hyphens or ampersands between them.
fn word_end(text: &str, start: usize) -> usize {
    let mut letters = text[start..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !(letter.is_alphanumeric() || matches!(letter, '-' | '&') && next) {
            return start + at;
        }
    }
    text.len()
}

fn is_abbreviation(word: &str) -> bool {
    (2..=MAX_LETTERS).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a word in capitals has neighbours as prose has them: no part of a code, a heading in capitals, an address.
fn stands_alone(run: &Run, range: &Range<usize>) -> bool {
    let (before, after) = (&run.text()[..range.start], &run.text()[range.end..]);
    let glued = |one: char| "/.:@#=_+*\\".contains(one) || one == OPAQUE || one.is_ascii_digit();
    let first_after = after.chars().next();
    let glues = before.ends_with(glued)
        || first_after.is_some_and(|one| one == '(' || one != '.' && one != ':' && one != '/' && glued(one))
        || first_after.is_some_and(|one| ".:/".contains(one)) && after[1..].starts_with(char::is_alphanumeric);
    // A number behind it makes it a name: `ISO 14289`, `EDOC 12`.
    let number =
        after.strip_prefix([' ', '\u{a0}']).is_some_and(|after| after.starts_with(|one: char| one.is_ascii_digit()));
    let is_loud = |word: Option<&str>| {
        let word = word.unwrap_or_default().trim_matches(|one: char| !one.is_alphanumeric());
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && !KNOWN_IN.iter().any(|(_, known)| known.contains(&word))
    };
    let neighbour_before = before.strip_suffix(' ').and_then(|before| before.rsplit(char::is_whitespace).next());
    let neighbour_after = after.strip_prefix(' ').and_then(|after| after.split(char::is_whitespace).next());
    !glues && !number && !is_loud(neighbour_before) && !is_loud(neighbour_after)
}

fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| b"IVXLCDM".contains(&byte))
}

/// What stands in the brackets right behind an abbreviation.
fn bracketed(after: &str) -> Option<&str> {
    let inner = after.strip_prefix(" (")?;
    Some(&inner[..inner.find([')', '('])?])
}

/// The words at the end of `text` that are the long form `long`, but for letter case and plural.
fn ending<'t>(text: &'t str, long: &str) -> Option<&'t str> {
    let (mut words, mut long) = (words(text), words(long));
    let mut start = text.len();
    while let Some(expected) = long.next_back() {
        let word = words.next_back().filter(|word| stem(word) == stem(expected))?;
        start = word.as_ptr() as usize - text.as_ptr() as usize;
    }
    Some(&text[start..])
}

/// The words at the end of `text` whose initials, minor words left out, are the letters of `short`.
fn initials<'t>(text: &'t str, short: &str) -> Option<&'t str> {
    let sentence = text.rfind(['.', ';', ':', '?', '!', '(', ')', OPAQUE]).map_or(0, |at| at + 1);
    let sentence = &text[text.ceil_char_boundary(sentence)..];
    let mut letters = short.chars().rev().filter(|letter| letter.is_alphabetic()).peekable();
    let mut start = sentence.len();
    for word in words(sentence).rev() {
        let Some(letter) = letters.peek() else { break };
        if word.chars().next().is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase())) {
            letters.next();
            start = word.as_ptr() as usize - sentence.as_ptr() as usize;
        } else if start == sentence.len() || !MINOR.contains(&word.to_lowercase().as_str()) {
            return None;
        }
    }
    letters.peek().is_none().then(|| &sentence[start..])
}

fn same(one: &str, other: &str) -> bool {
    words(one).map(stem).eq(words(other).map(stem))
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|one| !is_letter(one)).filter(|word| !word.is_empty())
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '’' | '\'')
}

/// A word without letter case and the endings of a plural.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let word = word.strip_suffix("ies").map_or(word.clone(), |stem| format!("{stem}y"));
    word.trim_end_matches(['e', 's']).to_owned()
}
