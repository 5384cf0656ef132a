//! Citations as their author typed them, until a paper prints them.

use super::Text;
use crate::source::{Span, Spanned};

#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    pub items: Vec<CitationItem>,
    /// `@key` in running text names the author; `[@key]` stands in brackets.
    pub form: CitationForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CitationForm {
    Bracketed,
    Prose,
    /// All of a note. No author types it: a style that cites in notes makes it of the other two.
    Note,
    /// Those who wrote the work, before a [`Note`](Self::Note) about it.
    Names,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CitationItem {
    /// Words before the work: `see`.
    pub prefix: Option<Text>,
    pub key: Spanned<String>,
    /// `-@key`: whoever wrote it is named in the sentence.
    pub is_without_names: bool,
    /// The place in the work as it was typed: `p. 3`. What its words mean depends on the language of the paper.
    pub locator: Option<Text>,
    /// Words behind, with the punctuation before them: `, passim`.
    pub suffix: Option<Text>,
}

impl CitationItem {
    /// From its key to the end of the place in it.
    pub fn work_span(&self) -> Span {
        self.locator.as_ref().map_or(self.key.span, |locator| self.key.span.to(locator.span()))
    }
}

/// A key as a citation names it: `@smith2012`, `@{Smith & Jones 2012}`.
pub fn named(key: &str) -> String {
    if bare_key(key) == key { format!("@{key}") } else { format!("@{{{key}}}") }
}

/// The key without braces that a text begins with; nothing if there is none.
pub fn bare_key(text: &str) -> &str {
    let is_part = |one: char| one.is_alphanumeric() || "_:./+-".contains(one);
    let key = &text[..text.find(|one| !is_part(one)).unwrap_or(text.len())];
    let key = key.trim_end_matches(|one| "_:./+-".contains(one));
    if key.starts_with(|one: char| one.is_alphanumeric() || one == '_') { key } else { "" }
}
