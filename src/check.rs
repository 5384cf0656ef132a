//! Findings over what was read and resolved: a rule family a file.

mod characters;
mod glyphs;

use crate::diagnostic::Diagnostics;
use crate::manifest::Manifest;
use crate::paper::Paper;
use crate::project::Project;

/// What can be said of the sources as text.
pub fn sources(project: &Project, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    characters::check(project, manifest, diagnostics);
}

/// That every printed character has a glyph; `covers` knows the paper's fonts.
pub fn glyphs(paper: &Paper, covers: &dyn Fn(char) -> bool, diagnostics: &mut Diagnostics) {
    glyphs::check(paper, covers, diagnostics);
}
