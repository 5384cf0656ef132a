//! [`Assembled`] → document → PDF bytes; Typst's diagnostics → ours. The only home of Typst (but its parser).

use crate::assemble::Assembled;
use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;
use crate::source::Span;

/// What may make the next build faster, never different.
#[derive(Default)]
pub struct Session {}

/// A laid-out paper.
pub struct Document {}

/// A run of printed text in logical order.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Counted from 1.
    pub page: usize,
    pub text: String,
    /// Where its author wrote it; [`None`] for what chancery prints of its own accord.
    pub span: Option<Span>,
}

/// Lays the paper out.
pub fn layout(
    _project: &Project,
    _assembled: &Assembled,
    _session: &mut Session,
    _diagnostics: &mut Diagnostics,
) -> Result<Document, Reported> {
    todo!()
}

/// Writes a laid-out paper as PDF/A-3a and PDF/UA-1.
pub fn export(
    _project: &Project,
    _assembled: &Assembled,
    _document: &Document,
    _session: &mut Session,
    _diagnostics: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    todo!()
}

impl Document {
    pub fn page_count(&self) -> usize {
        todo!()
    }

    /// All printed text, page by page.
    pub fn text(&self) -> Vec<Run> {
        todo!()
    }
}

/// The fonts of a paper.
pub struct Fonts {}

impl Fonts {
    pub fn new(_house: &[(String, std::sync::Arc<[u8]>)]) -> Self {
        todo!()
    }

    pub fn covers(&self, _character: char) -> bool {
        todo!()
    }
}
