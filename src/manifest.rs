//! `paper.toml`: what the paper is, and which sections it is made of.

use std::collections::BTreeMap;
use std::fmt;

use semver::Version;

use crate::diagnostic::{Diagnostics, Reported, Severity};
use crate::project::Project;
use crate::section::Status;
use crate::source::{FileId, Spanned};
use crate::table::Datum;

/// The manifest, every value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    pub file: FileId,
    pub slug: Spanned<String>,
    pub title: Spanned<String>,
    pub subtitle: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub version: Spanned<Version>,
    pub date: Spanned<PartialDate>,
    /// A BCP 47 tag, checked for its form.
    pub language: Spanned<String>,
    pub authors: Vec<Spanned<String>>,
    pub status: Spanned<Status>,
    pub template: Spanned<String>,
    pub contents: bool,
    /// File names below `sections/`, each once.
    pub sections: Vec<Spanned<String>>,
    pub marking: Option<MarkingChoice>,
    pub bibliography: Option<BibliographyChoice>,
    /// In the author's order.
    pub parties: Vec<Party>,
    pub vars: BTreeMap<String, Datum>,
    pub abbreviations: Vec<(Spanned<String>, Spanned<String>)>,
    /// Severity per code; [`None`] silences it. `path` limits it to one file.
    pub check: Vec<Override>,
    pub history: Vec<HistoryEntry>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MarkingChoice {
    pub scheme: Spanned<String>,
    pub level: Spanned<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BibliographyChoice {
    /// File names below `bibliography/`.
    pub files: Vec<Spanned<String>>,
    /// A CSL file of the template or a built-in style's name.
    pub style: Spanned<String>,
}

/// Who took part: a role (`co-drivers`) and the names.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    pub role: Spanned<String>,
    pub names: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    pub code: Spanned<String>,
    pub severity: Option<Severity>,
    pub path: Option<Spanned<String>>,
}

/// One line of the printed version history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    pub version: Spanned<Version>,
    pub date: Spanned<PartialDate>,
    pub status: Spanned<String>,
    pub summary: Spanned<String>,
}

/// A date as precisely as it is known. Always valid in the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: u16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

/// ISO 8601: `2013`, `2013-06` or `2013-06-24`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// Reads the project's manifest. A manifest with any error in it is not returned, but all are reported.
pub fn read(_project: &Project, _diagnostics: &mut Diagnostics) -> Result<Manifest, Reported> {
    todo!()
}
