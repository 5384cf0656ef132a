//! Text that is still to be written: marks that authors leave for later, and what `chancery new` has put in.

mod placeholders;

use std::ops::Range;

use super::context::Context;
use super::manuscript::Manuscript;
use super::prose::{Prose, Run, words};
use super::texts;
use crate::bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::flat::Flat;
use crate::section::{Section, Status, Text, walk};
use crate::source::Span;

use placeholders::Placeholders;

/// Words in capitals that stand for text to come, in any language.
pub(super) const WORDS: &[&str] = &["FIXME", "TBA", "TBC", "TBD", "TODO", "XXX"];

/// What may stand before `XXX` as a number.
const NUMBERED: &[&str] = &[
    "annex", "appendix", "article", "articles", "book", "chapter", "league", "part", "protocol", "section", "table",
    "title", "volume",
];

/// Words that only fill a page, or ask for others: Latin, and what a form of a word processor says.
const FILLING: &[&str] =
    &["lorem ipsum", "click here to enter", "click or tap here to enter", "click or tap to enter", "choose an item."];

/// What `chancery new` writes as an example. A test compares it with what that writes.
const EXAMPLES: &[&str] = &[
    "Example Institute",
    "Example Press",
    "An Example of a Book",
    "A sentence stands on a line of its own, so that a changed word is a changed line.",
    "A block such as this one is set apart from the argument.",
    "is all that is needed to begin:",
    "Steps and who takes them",
];

/// What is to be found, in which words.
struct Search<'c> {
    status: Status,
    is_listed: &'c dyn Fn(&str) -> bool,
}

/// Something that is still to be written.
enum Found<'t> {
    Mark(&'t str),
    Example(&'t str),
}

/// Looks at the prose of a section, and at the descriptions of its images.
pub(super) fn section(context: &Context, section: &Section, prose: &Prose, diagnostics: &mut Diagnostics) {
    let is_listed = |word: &str| context.abbreviations.contains_key(word);
    let search = Search { status: context.status, is_listed: &is_listed };
    for run in &prose.runs {
        // What is quoted says so of something else; in brackets an editor's word may stand in it.
        let is_quoted = |range: &Range<usize>| run.is_borrowed || run.quotation().is_mention(range);
        let place = |range: Range<usize>| place(run, range);
        search.look(run.text(), &is_quoted, &place, diagnostics);
    }
    for blocks in section.bodies() {
        walk::images(blocks, &mut |image| {
            image.alt.iter().for_each(|alt| search.text(alt, diagnostics));
        });
    }
}

fn place(run: &Run, range: Range<usize>) -> Option<Span> {
    run.flat.place(range)
}

/// Looks at what the manifest prints, and at the works that are cited.
pub(super) fn check<'f>(
    manuscript: &Manuscript,
    cited: impl Iterator<Item = bibliography::Facts<'f>>,
    diagnostics: &mut Diagnostics,
) {
    let Manuscript { project, manifest, .. } = *manuscript;
    let is_listed = |word: &str| manifest.abbreviations.iter().any(|(short, _)| short.as_str() == word);
    let search = Search { status: manifest.status.value, is_listed: &is_listed };
    texts::of(manifest).chain(&texts::values(manifest)).for_each(|text| search.text(text, diagnostics));
    for work in cited {
        let span = work.span();
        let place = |range: Range<usize>| Some(span.part(range));
        // Of a title, quotation marks say nothing; but brackets do.
        search.look(project.source(span.file).slice(span), &|_| false, &place, diagnostics);
    }
}

impl Search<'_> {
    fn text(&self, text: &Text, diagnostics: &mut Diagnostics) {
        let flat = Flat::of_text(text);
        self.look(flat.text(), &|_| false, &|range| flat.place(range), diagnostics);
    }

    fn look(
        &self,
        text: &str,
        is_quoted: &dyn Fn(&Range<usize>) -> bool,
        place: &dyn Fn(Range<usize>) -> Option<Span>,
        diagnostics: &mut Diagnostics,
    ) {
        if !may_have(text) {
            return;
        }
        let mut end = 0;
        for (range, found) in self.all(text) {
            let is_new = range.start >= end;
            if let Some(place) = place(range.clone()).filter(|_| is_new && !is_quoted(&range)) {
                end = range.end;
                diagnostics.extend(self.finding(&found, place).as_slice());
            }
        }
    }

    /// All that is found in a text, in order; one may stand in another.
    fn all<'t>(&self, text: &'t str) -> Vec<(Range<usize>, Found<'t>)> {
        let mut all = Vec::new();
        let mut last = "";
        for (at, word) in words(text) {
            if self.is_mark(word, last) {
                all.push((at..at + word.len(), Found::Mark(word)));
            }
            last = word;
        }
        all.extend(dates(text).map(|range| (range.clone(), Found::Mark(&text[range]))));
        let mut at = 0;
        while let Some(found) = text[at..].find(['[', '?']) {
            at += found;
            let length = match text.as_bytes()[at] {
                b'[' => self.bracketed(&text[at..]),
                _ => questions(text, at),
            };
            if let Some(length) = length {
                all.push((at..at + length, Found::Mark(&text[at..at + length])));
            }
            at += length.unwrap_or(1);
        }
        for filling in FILLING {
            let first = filling.chars().next().map(|one| [one, one.to_ascii_uppercase()]).unwrap_or_default();
            let is_it =
                |at: &usize| text.get(*at..at + filling.len()).is_some_and(|it| it.eq_ignore_ascii_case(filling));
            let found = text.match_indices(first).map(|(at, _)| at).filter(is_it);
            all.extend(found.map(|at| (at..at + filling.len(), Found::Mark(&text[at..at + filling.len()]))));
        }
        for example in EXAMPLES {
            let found = text.match_indices(example);
            all.extend(found.map(|(at, example)| (at..at + example.len(), Found::Example(example))));
        }
        all.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
        all
    }

    fn is_mark(&self, word: &str, before: &str) -> bool {
        let is_filling = || word.len() > 3 && word.bytes().all(|byte| byte == b'X');
        match word.as_bytes() {
            // A Roman number.
            b"XXX" => !NUMBERED.contains(&before.to_lowercase().as_str()) && !(self.is_listed)(word),
            [b'F' | b'T' | b'X', ..] => (WORDS.contains(&word) || is_filling()) && !(self.is_listed)(word),
            _ => false,
        }
    }

    /// The length of `[to be completed]` and the like at the start of a text.
    fn bracketed(&self, text: &str) -> Option<usize> {
        let inner = text.strip_prefix('[')?;
        let end = inner.char_indices().take(MAX_BRACKETED).find(|(_, c)| matches!(c, ']' | '[' | '\n'))?;
        let words = inner[..end.0].trim().to_lowercase();
        let opens =
            |opening: &&str| words.strip_prefix(*opening).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let is_one =
            |language: &Placeholders| language.openings.iter().any(opens) || language.words.contains(&words.as_str());
        let is_blank = words.len() > 1 && words.chars().all(|c| matches!(c, 'x' | '_' | '?' | '●' | '•' | '■'));
        // `[Table 1 about here]`
        let is_blank = is_blank || PLACES.iter().any(|end| words.ends_with(end));
        let is_mark = is_blank || WORDS.iter().any(|word| word.eq_ignore_ascii_case(&words));
        let is_found = is_mark || placeholders::ALL.iter().any(is_one);
        (end.1 == ']' && is_found).then(|| end.0 + "[]".len())
    }

    /// A draft may wait for text, a final paper may not; examples are no fault of a draft.
    fn finding(&self, found: &Found, place: Span) -> Option<Diagnostic> {
        let severity = match self.status {
            Status::Draft => Severity::Hint,
            Status::Consultation => Severity::Warning,
            Status::Final => Severity::Error,
        };
        let (message, help) = match found {
            Found::Mark(mark) => (
                format!("`{mark}` stands for text that is still to be written"),
                "Write what belongs here, or delete it; a mere mention stands in quotation marks.",
            ),
            Found::Example(_) if self.status == Status::Draft => return None,
            Found::Example(example) => {
                (format!("`{example}` is an example of `chancery new`"), "Put in its place what is true of this paper.")
            }
        };
        Some(Diagnostic::new(severity, Code("unfinished-text"), place, message).with_help(help))
    }
}

/// Dates whose day is left open: `XX.XX.2026`, `xx/11/2026`.
fn dates(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'X' | b'x');
    text.match_indices("XX").chain(text.match_indices("xx")).filter_map(move |(at, day)| {
        let mark = text[at + day.len()..].chars().next().filter(|mark| matches!(mark, '.' | '/'))?;
        let mut parts = text[at..].splitn(3, mark).skip(1);
        let (month, rest) = (parts.next()?.as_bytes(), parts.next()?);
        let year = rest.bytes().take_while(is_part).count();
        let is_date = month.len() == 2 && month.iter().all(is_part) && matches!(year, 2 | 4);
        (is_date && !text[..at].ends_with(char::is_alphanumeric)).then(|| at..at + "XX.XX.".len() + year)
    })
}

/// What ends a note on where a table or figure is to stand.
const PLACES: [&str; 3] = [" about here", " goes here", " near here"];

/// What stands at the start of a date whose day is not known yet.
const DAYS_TO_COME: [&str; 4] = ["XX.", "XX/", "xx.", "xx/"];

/// Whether there can be anything to find: a quick look.
pub(super) fn may_have(text: &str) -> bool {
    text.contains(['[', '?'])
        || DAYS_TO_COME.iter().any(|open| text.contains(open))
        || WORDS.iter().chain(EXAMPLES).any(|words| text.contains(words))
        || ["orem ", "OREM ", "lick ", "LICK ", "hoose an item"].iter().any(|part| text.contains(part))
}

/// In characters: what is longer says something.
const MAX_BRACKETED: usize = 60;

/// The length of question marks in place of a number or a name: three anywhere, two that stand alone.
fn questions(text: &str, at: usize) -> Option<usize> {
    let length = text[at..].bytes().take_while(|byte| *byte == b'?').count();
    let is_alone = !text[..at].ends_with(char::is_alphanumeric) && !text[..at].ends_with(['!', '”', '’', ')']);
    (length >= 3 || length == 2 && is_alone).then_some(length)
}
