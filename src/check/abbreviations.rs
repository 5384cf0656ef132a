//! Abbreviations: each is written out once, "long form (ABC)", or listed in the manifest, and then used (ISG 10.8).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::flat::OPAQUE;
use crate::source::Span;

use super::Manuscript;
use super::prose::{Prose, Role, Run};

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
const LONGEST: usize = 6;

/// Warns of abbreviations that are not written out anywhere, or otherwise than in the manifest; hints at those written
/// out twice, or never used.
pub fn check(manuscript: &Manuscript, prose: &Prose, diagnostics: &mut Diagnostics) {
    let listed = &manuscript.manifest.abbreviations;
    let mut survey = Survey { found: HashMap::new() };
    for (short, long) in listed {
        let uses = Uses { listed: Some((long, long.span())), ..Uses::default() };
        survey.found.insert(short, uses);
    }
    prose.runs.iter().for_each(|run| survey.run(run));

    let language = manuscript.manifest.language.value.split('-').next().unwrap_or_default();
    let of_language = KNOWN_IN.iter().find(|(known, _)| *known == language).map_or(&[][..], |(_, words)| words);
    let found: BTreeMap<_, _> = survey.found.into_iter().collect();
    for (short, uses) in &found {
        uses.written_out(short, diagnostics);
        let is_known = KNOWN.contains(short) || of_language.contains(short) || LOUD.contains(short);
        if !is_known && !is_roman(short) {
            uses.never_written_out(short, diagnostics);
        }
    }
    unused(manuscript, &found, diagnostics);
}

/// Listed abbreviations that stand nowhere: not in prose, and not in values, code or descriptions of images either.
fn unused(manuscript: &Manuscript, found: &BTreeMap<&str, Uses>, diagnostics: &mut Diagnostics) {
    let in_prose = |uses: &Uses| uses.count > 0 || !uses.written.is_empty();
    let listed = manuscript.manifest.abbreviations.iter().map(|(short, _)| short);
    let mut unused = listed.filter(|short| !found.get(short.as_str()).is_some_and(in_prose)).peekable();
    if unused.peek().is_none() {
        return;
    }
    let sources = manuscript.sections.iter().map(|section| manuscript.project.source(section.section.file));
    let written: HashSet<&str> = sources.flat_map(|source| words(source.text())).collect();
    for short in unused.filter(|short| !words(short).all(|word| written.contains(word))) {
        let message = format!("no section uses the abbreviation `{short}`");
        let found = Diagnostic::hint(Code("unused-abbreviation"), short.span(), message);
        diagnostics.push(found.with_help("Take it off the list, unless you still mean to use it."));
    }
}

struct Survey<'a> {
    found: HashMap<&'a str, Uses<'a>>,
}

/// Where an abbreviation stands.
#[derive(Default)]
struct Uses<'a> {
    /// The long form in the manifest.
    listed: Option<(&'a str, Span)>,
    /// Where it is written out: the long form, and whether it stands in running text.
    written: Vec<Written<'a>>,
    /// It stands in brackets behind words that may be its long form, or is a term that is explained.
    introduced: bool,
    /// The first use at a place that can be shown.
    first: Option<Span>,
    /// How often it is used, beside where it is written out.
    count: usize,
}

struct Written<'a> {
    long: &'a str,
    place: Span,
    in_text: bool,
}

impl<'a> Survey<'a> {
    fn run(&mut self, run: &'a Run) {
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
    fn word(&mut self, run: &'a Run, range: Range<usize>) {
        let word = &run.text()[range.clone()];
        let singular = word.strip_suffix('s').unwrap_or(word);
        if let Some(known) = [word, singular].into_iter().find(|form| self.found.contains_key(form)) {
            return self.found_at(known, run, range);
        }
        if is_abbreviation(singular) && stands_alone(run, &range) {
            return self.found_at(singular, run, range);
        }
        // `UTF-8` is a name.
        if let Some((first, rest)) = word.split_once('-')
            && rest.starts_with(char::is_alphabetic)
        {
            self.word(run, range.start..range.start + first.len());
        }
    }

    fn found_at(&mut self, short: &'a str, run: &'a Run, range: Range<usize>) {
        let uses = self.found.entry(short).or_default();
        let in_brackets = run.text()[..range.start].ends_with('(') && run.text()[range.end..].starts_with(')');
        let before = run.text()[..range.start].strip_suffix('(').filter(|_| in_brackets).map(str::trim_end);
        let long = match (before, uses.listed) {
            (Some(before), Some((listed, _))) => ending(before, listed).or_else(|| initials(before, short)),
            (Some(before), None) => initials(before, short),
            (None, _) => bracketed(&run.text()[range.end..]).filter(|long| initials(long, short) == Some(*long)),
        };
        match (long, run.place(range.clone())) {
            (Some(long), Some(place)) => {
                uses.written.push(Written { long, place, in_text: run.role == Role::Text });
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

impl Uses<'_> {
    /// What is wrong with an abbreviation that is written out.
    fn written_out(&self, short: &str, diagnostics: &mut Diagnostics) {
        let Some(first) = self.written.first() else { return };
        let (usual, usual_place, where_usual) = match self.listed {
            Some((long, span)) => (long, span, "in the manifest"),
            None => (first.long, first.place, "first"),
        };
        for written in &self.written {
            if !same(written.long, usual) {
                let message = format!("`{short}` stands for `{}` here, {where_usual} for `{usual}`", written.long);
                let found = Diagnostic::warning(Code("abbreviation-differs"), written.place, message);
                let help = "Use one long form, or two abbreviations.";
                diagnostics.push(found.with_label(usual_place, where_usual).with_help(help));
            }
        }
        let mut in_text = self.written.iter().filter(|written| written.in_text && same(written.long, usual));
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
            let found = Diagnostic::warning(Code("unexplained-abbreviation"), first, message);
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
    (2..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
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
    text.split(|one: char| !one.is_alphanumeric() && one != '’' && one != '\'').filter(|word| !word.is_empty())
}

/// A word without letter case and the endings of a plural.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let word = word.strip_suffix("ies").map_or(word.clone(), |stem| format!("{stem}y"));
    word.trim_end_matches(['e', 's']).to_owned()
}
