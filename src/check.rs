//! Findings over what was read and resolved: a rule family a file, each a plain function.

mod abbreviations;
mod accessibility;
mod allowances;
mod bibliography;
mod characters;
mod glyphs;
mod headings;
mod marking;
mod numbers;
mod policy;
mod prose;
mod quotes;
mod references;
mod sections;
mod style;
mod typography;
mod versions;

use crate::bibliography::Bibliography;
use crate::diagnostic::Diagnostics;
use crate::manifest::Manifest;
use crate::marking::Scheme;
use crate::paper::{Paper, PaperSection};
use crate::project::Project;
use crate::terms::Terms;

use self::prose::Prose;
pub use policy::{Policy, weigh};

/// A paper as its authors wrote it: read, not yet resolved.
#[derive(Clone, Copy)]
pub struct Manuscript<'a> {
    pub project: &'a Project,
    pub manifest: &'a Manifest,
    /// What the press says of its own accord, in the paper's language.
    pub terms: &'static Terms,
    pub sections: &'a [PaperSection],
    /// [`None`] where the paper names no scheme, or it could not be read.
    pub scheme: Option<&'a Scheme>,
    pub bibliography: &'a Bibliography,
}

/// What can be said of a paper before anything is resolved.
pub fn manuscript(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    characters::check(manuscript, diagnostics);
    sections::check(manuscript, diagnostics);
    bibliography::check(manuscript, diagnostics);
    versions::check(manuscript, diagnostics);
    references::manuscript(manuscript, diagnostics);
    accessibility::check(manuscript, diagnostics);
    let prose = Prose::of(manuscript);
    marking::check(manuscript, &prose, diagnostics);
    abbreviations::check(manuscript, &prose, diagnostics);
    quotes::check(manuscript, &prose, diagnostics);
    numbers::check(manuscript, &prose, diagnostics);
    style::check(manuscript, &prose, diagnostics);
    typography::check(&prose, diagnostics);
}

/// What can be said once every number, label and citation is known. `covers` says whether the paper's fonts have a
/// character.
pub fn paper(paper: &Paper, covers: &dyn Fn(char) -> bool, diagnostics: &mut Diagnostics) {
    glyphs::check(paper, covers, diagnostics);
    headings::check(paper, diagnostics);
    references::paper(paper, diagnostics);
}
