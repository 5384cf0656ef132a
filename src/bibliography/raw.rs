//! An entry as it is written, each of its parts with its place.

use std::ops::Range;

use super::quoted::quoted;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span, is_forbidden};

/// More entries than this in one file are refused.
pub(super) const MAX_ENTRIES: usize = 10_000;
/// The text of an entry’s fields, in bytes: a work of CERN with its three thousand authors is 200 kB of CSL-JSON.
pub(super) const MAX_ENTRY: usize = 512 * 1024;

pub(super) const TOO_LARGE: Code = Code("bibliography-too-large");
pub(super) const DROP: &str = "Drop what is not printed.";

/// An entry as it is written, abbreviations expanded.
#[derive(Debug, Clone)]
pub(super) struct RawEntry {
    /// From `@` to the closing brace.
    pub span: Span,
    pub kind: Text,
    pub key: Text,
    /// Each name once, in lower case.
    pub fields: Vec<RawField>,
    /// Whether its fields could not be read to the end.
    pub broken: bool,
}

#[derive(Debug, Clone)]
pub(super) struct RawField {
    pub name: Text,
    /// What stands between the delimiters, LaTeX and all.
    pub value: Text,
}

#[derive(Debug, Clone)]
pub(super) struct Text {
    pub text: String,
    pub span: Span,
    /// Whether it stands there letter by letter.
    pub is_typed: bool,
}

impl Text {
    /// Where a part of the text stands; where all of it does, if there is no telling.
    pub(super) fn part(&self, range: Range<usize>) -> Span {
        if self.is_typed { self.span.part(range) } else { self.span }
    }
}

impl RawEntry {
    pub(super) fn field(&self, name: &str) -> Option<&RawField> {
        self.fields.iter().find(|field| field.name.text == name)
    }
}

impl Text {
    /// What stands at a place of a file.
    pub(super) fn at(source: &Source, range: Range<usize>) -> Self {
        let text = &source.text()[range.clone()];
        let is_typed = !text.contains(is_forbidden);
        Self { text: if is_typed { text.to_owned() } else { cleaned(text) }, span: source.span(range), is_typed }
    }
}

/// A text without characters that no paper can hold; those that end lines are blanks.
pub(super) fn cleaned(text: &str) -> String {
    let kept = text.chars().map(|one| if matches!(one, '\r' | '\u{2028}' | '\u{2029}') { ' ' } else { one });
    kept.filter(|one| !is_forbidden(*one)).collect()
}

/// What is said of an entry beyond the most that a file may hold.
pub(super) fn too_many(span: Span) -> Diagnostic {
    let message = format!("a bibliography file holds at most {MAX_ENTRIES} entries");
    Diagnostic::error(TOO_LARGE, span, message).with_help("Split the file, or drop works not cited.")
}

/// What is said of an entry of more than `most` bytes.
pub(super) fn too_long(most: usize, place: Span) -> Diagnostic {
    Diagnostic::error(TOO_LARGE, place, format!("an entry holds at most {} KiB", most >> 10)).with_help(DROP)
}

/// What is said of a field that stands in an entry once more.
pub(super) fn twice(field: &Text, first: Span, key: &Text) -> Diagnostic {
    let (field_name, key) = (quoted(&field.text), quoted(&key.text));
    let message = format!("the field {field_name} stands twice in {key}: the first one is read");
    let found = Diagnostic::warning(Code("duplicate-field"), field.span, message);
    found.with_label(first, "the first one").with_help("Keep one of them.")
}
