//! What labels stand for: headings, tables and figures, with their numbers and places.

use std::collections::BTreeMap;

use crate::source::Span;

/// Something a reference can point at.
#[derive(Debug, Clone)]
pub struct Target {
    pub kind: TargetKind,
    /// As references print it: `2.1`, without the heading's final dot. [`None`] for what has no number.
    pub number: Option<String>,
    /// The plain text of a heading or caption.
    pub title: String,
    /// Its place in the order of blocks.
    pub order: usize,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    Heading,
    Table,
    Figure,
}

/// All labels of a paper.
#[derive(Debug, Default)]
pub struct Labels {
    pub targets: BTreeMap<String, Target>,
    /// Where the bibliography is printed.
    pub bibliography: Option<Span>,
}

impl Target {
    /// The number, or the title where there is none.
    pub fn number_or_title(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.title)
    }
}
