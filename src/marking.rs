//! Marking schemes: levels in rank order, what each prints and demands. Schemes are data files, one per regime.

use crate::diagnostic::{Diagnostics, Reported};
use crate::project::Project;
use crate::source::Spanned;

/// `templates/marking/<name>.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    pub name: String,
    /// The legal source and its status, for people.
    pub source: String,
    /// From the lowest rank to the highest.
    pub levels: Vec<Level>,
    /// The level of a paper or part that declares none.
    pub default_level: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    pub name: String,
    /// The place in [`Scheme::levels`].
    pub rank: usize,
    /// The exact string to print.
    pub text: String,
    /// Whether the marking stands in the header and in the footer.
    pub header: bool,
    pub footer: bool,
    pub alignment: String,
    /// What the level demands of the paper.
    pub demands: Vec<Demand>,
    /// Spellings that are mistaken for `text`.
    pub misspellings: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    PageNumber,
    Reference,
    Date,
    CopyNumber,
}

impl Scheme {
    /// Finds a level by name, or reports it with the nearest name.
    pub fn level(&self, _name: &Spanned<String>, _diagnostics: &mut Diagnostics) -> Result<&Level, Reported> {
        todo!()
    }
}

/// Reads the scheme that a manifest names.
pub fn read(_project: &Project, _name: &Spanned<String>, _diagnostics: &mut Diagnostics) -> Result<Scheme, Reported> {
    todo!()
}
