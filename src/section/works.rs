//! Lists of works: which works they are for, and their lines.

use super::{Change, Heading, Inlines, Label};
use crate::source::{Span, Spanned};

/// A list of works, or one of several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WorkList {
    /// What it is for; [`None`] if for all works that no other list is for. Gone once it is resolved.
    pub types: Option<Vec<Spanned<WorkType>>>,
    /// The heading to be printed above it, below the one that it stands under. A block of its own once the section is
    /// expanded.
    pub heading: Option<Heading>,
    pub entries: Vec<BibliographyEntry>,
}

/// One line of the bibliography.
#[derive(Debug, Clone, PartialEq)]
pub struct BibliographyEntry {
    pub span: Span,
    pub change: Option<Change>,
    pub key: String,
    /// What a redline knows of a work that had another key in the older version.
    pub older_key: Option<String>,
    pub content: Inlines,
    /// Who wrote it, and when, for links to it: `Kempa et al. 1999`.
    pub name: String,
    /// Where it is cited: label and printed number of each section.
    pub cited_in: Vec<(Label, String)>,
}

/// A sort of works that a list can be for. Each type of entry belongs to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkType {
    Legislation,
    Cases,
    Treaties,
    Reports,
    Books,
    Articles,
    Web,
    /// Whatever has no other place.
    Other,
}

impl WorkType {
    /// Each with its name in a section, and the types of CSL that belong to it.
    pub const ALL: [(Self, &str, &str); 8] = [
        (Self::Legislation, "legislation", "bill legislation regulation"),
        (Self::Cases, "cases", "hearing legal_case"),
        (Self::Treaties, "treaties", "treaty"),
        (Self::Reports, "reports", "report"),
        (
            Self::Books,
            "books",
            "book chapter classic collection entry entry-dictionary entry-encyclopedia pamphlet periodical",
        ),
        (
            Self::Articles,
            "articles",
            "article article-journal article-magazine article-newspaper paper-conference review review-book",
        ),
        (Self::Web, "web", "post post-weblog webpage"),
        (
            Self::Other,
            "other",
            "broadcast dataset document event figure graphic interview manuscript map motion_picture musical_score \
             patent performance personal_communication software song speech standard thesis",
        ),
    ];

    /// Its name in a section.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, name, _)| *name)
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|row| row.0)
    }

    /// That of a type of CSL.
    pub fn of_csl(kind: &str) -> Self {
        let row = Self::ALL.iter().find(|(_, _, kinds)| kinds.split(' ').any(|known| known == kind));
        row.map_or(Self::Other, |row| row.0)
    }
}
