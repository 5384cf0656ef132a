//! A laid-out paper: its pages, and what leads from them back to its authors.

use std::collections::HashMap;
use std::sync::OnceLock;

use typst::syntax::Span as TypstSpan;
use typst_layout::Page;

use super::paged::Paged;
use super::tree::Tree;

/// A laid-out paper.
#[derive(Debug)]
pub struct Document {
    pub(super) paged: Paged,
    /// The files it was made of, to read Typst's spans by. The session's own move on with the next edit.
    pub(super) tree: Tree,
    /// On which pages something with a span of Typst is printed, once somebody asked.
    printed_on: OnceLock<HashMap<TypstSpan, Vec<usize>>>,
}

impl Document {
    pub(super) fn new(paged: Paged, tree: Tree) -> Self {
        Self { paged, tree, printed_on: OnceLock::new() }
    }

    /// The same document with other pages, on which the same text stands in the same places.
    pub(super) fn with_pages(&self, pages: Vec<Page>) -> Self {
        Self::new(self.paged.with_pages(pages), self.tree.clone())
    }

    pub(super) fn pages(&self) -> &[Page] {
        &self.paged.pages
    }

    pub fn page_count(&self) -> usize {
        self.pages().len()
    }

    /// Width and height of each page in points (1/72 inch).
    pub fn page_sizes(&self) -> impl Iterator<Item = (f64, f64)> {
        self.pages().iter().map(|page| (page.frame.width().to_pt(), page.frame.height().to_pt()))
    }

    pub(super) fn printed_on(&self) -> &HashMap<TypstSpan, Vec<usize>> {
        self.printed_on.get_or_init(|| self.index())
    }
}
