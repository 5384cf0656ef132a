//! What references can lead to, with the numbers and titles that are printed.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::paper;
use crate::section::{
    Admonition, Block, BlockKind, Container, Figure, FigureBody, Heading, Inlines, Label, Section, plain_text, walk,
};
use crate::source::{Span, Spanned};
use crate::terms::Terms;

/// A heading, a table or figure, or what has a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    /// What its author calls it.
    pub label: Option<String>,
    pub kind: TargetKind,
    /// `2.1`; [`None`] where it has none, or none is known yet.
    pub number: Option<String>,
    pub title: String,
    /// All of its block.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TargetKind {
    /// Of a level; [`Heading::BELOW`] stands below the one before it.
    Heading(u8),
    Annex,
    Table,
    Figure,
    Box,
    Paragraph,
    Item,
}

impl Target {
    /// What a reference prints for it: `section 2.1`, or the title where there is no number.
    pub(super) fn words(&self, terms: &Terms) -> String {
        let Some(number) = &self.number else { return self.title.clone() };
        let words = &terms.references;
        let pattern = match self.kind {
            TargetKind::Heading(_) => &words.section,
            TargetKind::Annex => &words.annex,
            TargetKind::Table => &words.table,
            TargetKind::Figure => &words.figure,
            TargetKind::Paragraph => &words.paragraph,
            TargetKind::Item => &words.point,
            TargetKind::Box => return self.title.clone(),
        };
        pattern.fill([number])
    }

    /// That, and the title behind it where that is not all.
    pub(super) fn words_and_title(&self, terms: &Terms) -> String {
        let words = self.words(terms);
        match self.number.is_some() && !self.title.is_empty() {
            true => format!("{words}{}{}", terms.colon, self.title),
            false => words,
        }
    }
}

/// The targets of a section, in reading order: as it was read, with numbers and titles as it was resolved last.
pub(super) fn of(section: &Section, resolved: Option<&Section>) -> Vec<Target> {
    let mut targets = Vec::new();
    let items = paper::numbers_of_items(&section.blocks);
    walk::blocks(&section.blocks, &mut |block| survey(block, &items, &mut targets));
    let Some(resolved) = resolved else { return targets };
    let mut known = Vec::new();
    walk::blocks(&resolved.blocks, &mut |block| survey(block, &items, &mut known));
    let by_label: BTreeMap<&str, &Target> =
        known.iter().filter_map(|target| Some((target.label.as_deref()?, target))).collect();
    let by_place: BTreeMap<usize, &Target> = known.iter().map(|target| (target.range.start, target)).collect();
    for target in &mut targets {
        let found = match &target.label {
            Some(label) => by_label.get(label.as_str()),
            None => by_place.get(&target.range.start).filter(|known| known.label.is_none()),
        };
        if let Some(found) = found.filter(|found| found.kind_name() == target.kind_name()) {
            target.number.clone_from(&found.number);
            target.title.clone_from(&found.title);
        }
    }
    targets
}

impl Target {
    /// Levels that follow from others are known late.
    fn kind_name(&self) -> TargetKind {
        if let TargetKind::Heading(_) = self.kind { TargetKind::Heading(Heading::BELOW) } else { self.kind }
    }
}

fn survey(block: &Block, items: &BTreeMap<Label, String>, targets: &mut Vec<Target>) {
    let given = |label: Option<&Spanned<Label>>| label.and_then(|label| label.value.given()).map(str::to_owned);
    let mut push = |kind, label: Option<String>, number: Option<&String>, title: &Inlines, span: Span| {
        let title = plain_text(title).split_whitespace().collect::<Vec<_>>().join(" ");
        targets.push(Target { label, kind, number: number.cloned(), title, range: span.range() });
    };
    if let Some(anchor) = block.anchor.as_ref().filter(|anchor| anchor.label.is_some()) {
        push(TargetKind::Paragraph, given(anchor.label.as_ref()), anchor.number.as_ref(), &Inlines::new(), block.span);
    }
    let mut heading = |heading: &Heading| {
        let kind = if heading.annex { TargetKind::Annex } else { TargetKind::Heading(heading.level) };
        push(kind, given(heading.label.as_ref()), heading.number.as_ref(), &heading.content, block.span);
    };
    match &block.kind {
        BlockKind::Heading(found) => heading(found),
        BlockKind::Bibliography(list) => list.heading.iter().for_each(heading),
        BlockKind::Figure(Figure { label, caption, number, body, .. }) => {
            let kind = if let FigureBody::Images(_) = body { TargetKind::Figure } else { TargetKind::Table };
            push(kind, given(label.as_ref()), number.as_ref(), caption, block.span);
        }
        BlockKind::Container(Container::Admonition(Admonition { label, title, .. }), _) if label.is_some() => {
            push(TargetKind::Box, given(label.as_ref()), None, title, block.span);
        }
        BlockKind::List(list) => {
            for item in list.items.iter().filter(|item| item.label.is_some()) {
                let number = item.label.as_ref().and_then(|label| items.get(&label.value));
                push(TargetKind::Item, given(item.label.as_ref()), number, &Inlines::new(), item.span);
            }
        }
        _ => {}
    }
}
