//! What labels stand for: headings, tables and figures, with their numbers and places.

use std::collections::BTreeMap;

use crate::section::{Inlines, Label};
use crate::source::Span;
use crate::terms::Terms;

use super::outline::WorkListPlace;
use super::title::Title;

/// Something a reference can point at.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub kind: TargetKind,
    /// `2.1`; [`None`] for what has no number.
    pub number: Option<String>,
    /// Of a heading, a caption or a box.
    pub title: Title,
    /// The label of the part in which it is counted, of a paragraph.
    pub part: Option<Label>,
    pub place: Place,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetKind {
    Heading,
    Annex,
    Table,
    Figure,
    /// A box, which has no number.
    Admonition,
    Paragraph,
    Item(ItemNumber),
}

/// What an item is numbered with, or the one that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemNumber {
    Letter,
    Figures,
}

impl TargetKind {
    pub(super) fn is_heading(self) -> bool {
        matches!(self, Self::Heading | Self::Annex)
    }
}

/// A place in the order of a paper's blocks: the section, and the block in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub section: usize,
    pub order: usize,
}

/// All labels of a paper.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub targets: BTreeMap<Label, Target>,
    /// Headings and captions that refer to others, which their titles still lack.
    pub referring: BTreeMap<Label, Inlines>,
    /// What references call headings by that have no label of their own, and their labels.
    pub by_words: BTreeMap<Label, Label>,
    /// The lists of works, in reading order.
    pub work_lists: Vec<WorkListPlace>,
}

impl Labels {
    /// What a reference leads to, by the label that it has.
    pub(super) fn find<'l>(&'l self, label: &'l Label) -> Option<(&'l Label, &'l Target)> {
        self.targets.get_key_value(label).or_else(|| self.targets.get_key_value(self.by_words.get(label)?))
    }
}

impl Target {
    /// The number, or the title where there is none.
    pub(super) fn number_or_title(&self) -> Title {
        self.number.as_deref().map_or_else(|| self.title.clone(), Title::plain)
    }

    /// What a part is called in a list of parts: by its number, an annex as one.
    pub(super) fn name_of_part(&self, terms: &Terms) -> String {
        match self.kind {
            TargetKind::Annex => self.words(terms).words(),
            _ => self.number_or_title().words(),
        }
    }

    /// What a reference prints that says nothing of its words: `section 2.1`, or the title where there is no number.
    pub(super) fn usual_words(&self, labels: &Labels, terms: &Terms) -> Title {
        let part = self.part.as_ref().and_then(|part| labels.targets.get(part));
        match (part, &self.number) {
            (Some(part), Some(number)) => {
                let [before, behind] = terms.references.paragraph_of.around(0, ["", number]);
                let mut words = Title::plain(&before);
                words.push(part.words(terms));
                words.push(Title::plain(&behind));
                words
            }
            _ => self.words(terms),
        }
    }

    /// What a reference prints for it, whatever it is counted in.
    fn words(&self, terms: &Terms) -> Title {
        let Some(number) = &self.number else { return self.title.clone() };
        let words = match self.kind {
            TargetKind::Heading => &terms.references.section,
            TargetKind::Annex => &terms.references.annex,
            TargetKind::Table => &terms.references.table,
            TargetKind::Figure => &terms.references.figure,
            TargetKind::Paragraph => &terms.references.paragraph,
            TargetKind::Item(ItemNumber::Letter) => &terms.references.point,
            TargetKind::Item(ItemNumber::Figures) => &terms.references.point_number,
            TargetKind::Admonition => return self.title.clone(),
        };
        Title::plain(&words.fill([number]))
    }
}

/// The word for where something stands, seen from elsewhere.
pub(super) fn direction(is_below: bool, terms: &Terms) -> &str {
    if is_below { &terms.below } else { &terms.above }
}
