//! A paper with everything resolved: every number, label, citation, value, image, marking. Holds no Typst, so that
//! other forms than PDF can be printed from it.

mod citations;
pub mod control;
mod images;
mod labels;
mod markings;
mod resolve;
mod survey;
mod titles;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::bibliography::{Bibliography, Cache, Style};
use crate::diagnostic::Diagnostics;
use crate::image::Examined;
use crate::manifest::Manifest;
use crate::marking::{Level, Scheme};
use crate::project::Project;
use crate::section::{Block, Section};
use crate::source::Spanned;
use crate::terms::Terms;

/// A resolved paper: what any printer needs, and nothing else.
#[derive(Debug, Clone)]
pub struct Paper {
    pub manifest: Manifest,
    /// What every page is marked with.
    pub marking: Option<Level>,
    pub sections: Vec<PaperSection>,
    /// The images that are printed, by their path in the project.
    pub images: BTreeMap<String, Arc<[u8]>>,
    /// What a redline starts from; [`None`] for a paper that is no redline.
    pub older: Option<Box<OlderPaper>>,
}

/// What a redline knows of the older version beside its sections.
#[derive(Debug, Clone)]
pub struct OlderPaper {
    pub manifest: Manifest,
    /// What the newer version itself is marked with.
    pub newer_marking: Option<Level>,
    /// The sections whose own marking was another.
    pub section_markings: Vec<MarkingChange>,
    /// By the numbers that [`Change::MovedHere`](crate::section::Change) and its counterpart have.
    pub moves: Vec<Move>,
    /// What changed, in short, to be printed before the paper.
    pub summary: Vec<Block>,
    /// The labels of the headings below which something changed.
    pub touched: BTreeSet<String>,
}

/// A part that is marked in another way than it was.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkingChange {
    /// Its first heading (number and title).
    pub section: String,
    pub old: Option<Spanned<String>>,
    pub new: Option<Spanned<String>>,
}

/// Blocks that stand elsewhere now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Move {
    /// The heading (number and title) below which they stood, or their own.
    pub from: String,
    /// The one below which they stand.
    pub to: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PaperSection {
    /// The section file, relative to the project.
    pub path: String,
    pub section: Section,
}

/// What was read, before anything is resolved.
pub struct Parts<'a> {
    pub project: &'a Project,
    pub manifest: Manifest,
    pub sections: Vec<PaperSection>,
    pub scheme: Option<Scheme>,
    pub bibliography: &'a Bibliography,
    /// [`None`] where the paper has no bibliography, or its style could not be read.
    pub style: Option<&'a Style>,
}

/// Resolves all that sections refer to. Whatever cannot be resolved is reported and leaves a visible placeholder;
/// a draft may be printed with those, a final paper may not.
pub fn resolve(parts: Parts, cache: &mut Cache, examined: &mut Examined, diagnostics: &mut Diagnostics) -> Paper {
    let Parts { project, manifest, mut sections, scheme, bibliography, style } = parts;
    let marking = markings::resolve(&manifest, scheme.as_ref(), &mut sections, diagnostics);
    values::resolve(&manifest, &mut sections, diagnostics);
    let mut labels = survey::survey(&mut sections, diagnostics);
    titles::complete(&mut labels, Terms::of(&manifest.language.value).unwrap_or(Terms::english()), diagnostics);
    let images = images::resolve(project, &manifest, &mut sections, examined, diagnostics);
    let cited = resolve::resolve(&manifest, bibliography, labels, &mut sections, diagnostics);
    citations::print(&manifest, bibliography, style, cited, &mut sections, cache);
    Paper { manifest, marking, sections, images, older: None }
}
