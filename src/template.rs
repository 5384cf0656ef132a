//! [`Paper`] and template files → `main.typ`: checks that every value stands in it as a literal.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Reported};
use crate::markup::VirtualFile;
use crate::paper::Paper;
use crate::project::Project;

/// A rendered template: `main.typ` and what stands beside it.
#[derive(Debug, Clone)]
pub struct Template {
    /// Origins lead into `templates/<name>/paper.typ`.
    pub main: VirtualFile,
    /// Plain Typst (and images) of the template, by project path.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// House fonts of the template (`templates/<name>/fonts/`), by project path.
    pub fonts: Vec<(String, Arc<[u8]>)>,
}

/// Renders the paper's template.
pub fn render(_project: &Project, _paper: &Paper, _diagnostics: &mut Diagnostics) -> Result<Template, Reported> {
    todo!()
}
