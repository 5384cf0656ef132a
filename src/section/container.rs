//! The closed list of `:::` blocks that hold other blocks.

use super::{Inlines, Label, Marking};
use crate::source::Spanned;

#[derive(Debug, Clone, PartialEq)]
pub enum Container {
    Admonition(Admonition),
    QuoteSource,
    Edition,
    /// Pages of their own that are turned.
    Landscape,
    /// Blocks in another language than what is around them, by its BCP 47 tag.
    Passage(Spanned<String>),
    /// A part with a marking of its own.
    Marked(Marking),
}

/// A box: a word to the reader beside the argument.
#[derive(Debug, Clone, PartialEq)]
pub struct Admonition {
    pub kind: AdmonitionKind,
    pub label: Option<Spanned<Label>>,
    pub title: Inlines,
}

/// How the word is meant: the five kinds of GitHub, MyST and Quarto.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdmonitionKind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl AdmonitionKind {
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// Its name, to authors and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

impl Admonition {
    /// A box without title or label.
    pub fn of(kind: AdmonitionKind) -> Self {
        Self { kind, label: None, title: Inlines::new() }
    }
}
