//! What a resolved paper is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use semver::Version;

use crate::manifest::Manifest;
use crate::marking::Level;
use crate::section::{Block, Label, Marking, Section};
use crate::source::{FileId, Span, Spanned};
use crate::terms::Terms;

use super::front::Front;

/// A resolved paper: what any printer needs, and nothing else.
#[derive(Debug, Clone)]
pub struct Paper {
    pub manifest: Arc<Manifest>,
    /// What the press says of its own accord, in the paper's language.
    pub terms: Arc<Terms>,
    pub front: Front,
    /// What every page is marked with.
    pub marking: Option<Level>,
    pub sections: Vec<PaperSection>,
    /// The images that are printed, by their path in the project.
    pub images: BTreeMap<String, Arc<[u8]>>,
    /// The characters beyond ASCII that drawings among them print as text; each drawing where it is first asked for.
    pub lettering: BTreeMap<String, Spanned<Arc<str>>>,
    /// The characters in its sections that no font has and for which a stand-in is printed: only a draft has any.
    pub lacking: Arc<BTreeSet<char>>,
    /// What a redline starts from; [`None`] for a paper that is no redline.
    pub older: Option<Box<OlderPaper>>,
}

/// A section in its place in a paper; the same one is shared by all papers in which nothing about it differs.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperSection {
    /// The section file, relative to the project.
    pub path: String,
    pub section: Arc<Section>,
}

/// What a redline knows of the older version beside its sections.
#[derive(Debug, Clone)]
pub struct OlderPaper {
    pub manifest: Arc<Manifest>,
    /// Sections of either version, in the order of the newer one; what is gone stands where it would follow.
    pub sections: Vec<SectionFate>,
    /// Files that print the paper and are no sections, where they differ: of the template, scheme and bibliography.
    pub files: Vec<FileChange>,
    /// By the numbers that [`Change::MovedHere`](crate::section::Change) and its counterpart have.
    pub moves: Vec<Move>,
    /// How many words of the sections are new.
    pub added: usize,
    /// And how many are gone.
    pub removed: usize,
    /// What changed, in short, to be printed before the paper.
    pub summary: Vec<Block>,
}

/// What became of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionFate {
    /// Its first heading (number and title), or its file.
    pub name: String,
    /// The label of that heading in the redline.
    pub label: Option<Label>,
    /// [`None`] if it is new.
    pub old: Option<SectionState>,
    /// [`None`] if it is gone.
    pub new: Option<SectionState>,
    /// Whether it stands between others than before.
    pub has_moved: bool,
}

/// What a section says of itself in one version.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionState {
    pub file: FileId,
    pub version: Spanned<Version>,
    pub marking: Option<Marking>,
}

/// A file that has another content, or that one version alone has.
#[derive(Debug, Clone, PartialEq)]
pub struct FileChange {
    pub kind: FileKind,
    pub path: String,
    /// The start of the file, in each version that has it.
    pub places: [Option<Span>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Of the template, or of the marking scheme.
    Template,
    Bibliography,
}

/// Blocks that stand elsewhere now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Move {
    /// The heading (number and title) below which they stood, or their own.
    pub from: String,
    /// The one below which they stand.
    pub to: String,
}
