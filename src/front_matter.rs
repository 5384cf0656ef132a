//! The TOML between a section's `+++` lines.

use crate::diagnostic::{Diagnostics, Reported};
use crate::section::FrontMatter;
use crate::source::{Source, Span};

/// Reads front matter that stands at `span` of `source` (the lines between the fences).
pub fn read(_source: &Source, _span: Span, _diagnostics: &mut Diagnostics) -> Result<FrontMatter, Reported> {
    todo!()
}
