//! What a resolved paper is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::manifest::Manifest;
use crate::marking::Level;
use crate::section::{Block, Label, Marking, Section};
use crate::terms::Terms;

use super::front::Front;

/// A resolved paper: what any printer needs, and nothing else.
#[derive(Debug, Clone)]
pub struct Paper {
    pub manifest: Arc<Manifest>,
    /// What the press says of its own accord, in the paper's language.
    pub terms: &'static Terms,
    pub front: Front,
    /// What every page is marked with.
    pub marking: Option<Level>,
    pub sections: Vec<PaperSection>,
    /// The images that are printed, by their path in the project.
    pub images: BTreeMap<String, Arc<[u8]>>,
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
    /// The sections whose own marking was another.
    pub section_markings: Vec<MarkingChange>,
    /// By the numbers that [`Change::MovedHere`](crate::section::Change) and its counterpart have.
    pub moves: Vec<Move>,
    /// What changed, in short, to be printed before the paper.
    pub summary: Vec<Block>,
    /// The labels of the headings below which something changed.
    pub touched: BTreeSet<Label>,
}

/// A part that is marked in another way than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkingChange {
    /// Its first heading (number and title).
    pub section: String,
    pub old: Option<Marking>,
    pub new: Option<Marking>,
}

/// Blocks that stand elsewhere now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Move {
    /// The heading (number and title) below which they stood, or their own.
    pub from: String,
    /// The one below which they stand.
    pub to: String,
}
