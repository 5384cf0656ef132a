//! Markdown text → [`Section`]. The only home of comrak.

use crate::diagnostic::{Diagnostics, Reported};
use crate::section::Section;
use crate::source::Source;

/// Parses one section file. All its mistakes are reported; a section with errors is still returned where its
/// structure can be known, so that later stages find theirs in the same run.
pub fn parse(_source: &Source, _diagnostics: &mut Diagnostics) -> Result<Section, Reported> {
    todo!()
}
