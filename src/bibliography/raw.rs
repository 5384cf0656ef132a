//! An entry as it is written, each of its parts with its place.

use std::ops::Range;

use crate::source::{Source, Span, is_forbidden};

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
