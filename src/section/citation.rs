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
