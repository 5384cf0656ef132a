//! The first walk: numbers headings, tables and figures, and notes where every label stands.

use super::PaperSection;
use super::labels::{Labels, Target, TargetKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{Block, BlockKind, Figure, FigureBody, Heading, InlineKind, Inlines, Table, plain_text, walk};
use crate::source::{Span, Spanned};

/// Numbers everything that is numbered by its place, and collects what can be referred to.
pub fn survey(sections: &mut [PaperSection], diagnostics: &mut Diagnostics) -> Labels {
    let mut survey = Survey {
        labels: Labels::default(),
        counters: Vec::new(),
        last_level: 0,
        unnumbered_level: None,
        tables: 0,
        figures: 0,
        order: 0,
        diagnostics,
    };
    for section in sections {
        survey.blocks(&mut section.section.blocks);
    }
    survey.labels
}

/// A table with more cells takes Typst many seconds: its time grows faster than their number.
const MOST_CELLS: usize = 10_000;

/// Bytes of a heading. PDF/A allows bookmarks of 32,767; long before, no contents list could show it.
const LONGEST_HEADING: usize = 2_000;

struct Survey<'a> {
    labels: Labels,
    /// The current number, a counter a level.
    counters: Vec<u32>,
    last_level: u8,
    /// The level of the unnumbered heading that we are below.
    unnumbered_level: Option<u8>,
    tables: u32,
    figures: u32,
    order: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Survey<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            self.order += 1;
            match &mut block.kind {
                BlockKind::Heading(heading) => self.heading(heading, block.span),
                BlockKind::Figure(figure) => self.figure(figure, block.span),
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                BlockKind::Definitions(definitions) => {
                    definitions.iter_mut().for_each(|definition| self.blocks(&mut definition.details));
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.blocks(inner),
                BlockKind::Bibliography(_) => self.bibliography(block.span),
                BlockKind::Table(table) => self.table(table, block.span),
                BlockKind::Paragraph(_) | BlockKind::Code(_) => {}
            }
        }
    }

    fn table(&mut self, table: &Table, span: Span) {
        let cells = table.columns.len() * table.rows.len();
        if cells > MOST_CELLS {
            let message =
                format!("this table has {cells} cells, more than the {MOST_CELLS} that can be laid out in time");
            let found = Diagnostic::error(Code("too-large"), span, message);
            self.diagnostics.push(found.with_help("Print a summary of it, and keep the data beside the paper."));
        }
    }

    fn heading(&mut self, heading: &mut Heading, span: Span) {
        let level = heading.level;
        if level > self.last_level + 1 {
            let message = match self.last_level {
                0 => format!("the paper's first heading is of level {level}"),
                last => format!("this heading is of level {level}, but the one before it of level {last}"),
            };
            let help =
                format!("Write it with {}.", "`".to_owned() + &"#".repeat(usize::from(self.last_level) + 1) + "`");
            self.diagnostics.push(Diagnostic::error(Code("skipped-heading-level"), span, message).with_help(help));
        }
        self.last_level = level;
        if self.unnumbered_level.is_some_and(|unnumbered| level <= unnumbered) {
            self.unnumbered_level = None;
        }
        if heading.unnumbered {
            self.unnumbered_level.get_or_insert(level);
        } else if self.unnumbered_level.is_some() {
            let found = Diagnostic::error(
                Code("numbered-below-unnumbered"),
                span,
                "a numbered heading cannot stand below an unnumbered one",
            );
            self.diagnostics.push(found.with_help("Add `.unnumbered` to it: `## Title {.unnumbered}`."));
        }
        // One without any content was reported where it was read.
        let text = plain_text(&heading.content);
        let says_nothing = text.trim().is_empty() && !refers(&heading.content);
        if !heading.content.is_empty() && says_nothing {
            let found = Diagnostic::error(Code("empty-heading"), span, "this heading says nothing");
            self.diagnostics.push(found.with_help("Give it words, or delete it."));
        } else if text.len() > LONGEST_HEADING {
            let found = Diagnostic::error(Code("too-long"), span, "this heading is too long for a bookmark");
            self.diagnostics.push(found.with_help("Shorten it; an empty line ends a heading."));
        }
        let number = (!heading.unnumbered).then(|| self.next_number(level));
        heading.number = number.as_ref().map(|number| format!("{number}."));
        let order = self.order;
        // A dot cannot stand in an author's label, so these never clash.
        let label = heading.label.get_or_insert_with(|| Spanned::new(format!("at.{order}"), span)).clone();
        self.label(label, TargetKind::Heading, number, &heading.content);
    }

    fn next_number(&mut self, level: u8) -> String {
        self.counters.resize(usize::from(level), 0);
        if let Some(last) = self.counters.last_mut() {
            *last += 1;
        }
        self.counters.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
    }

    fn figure(&mut self, figure: &mut Figure, span: Span) {
        if let FigureBody::Table(table) = &figure.body {
            self.table(table, span);
        }
        let (kind, counter) = match figure.body {
            FigureBody::Table(_) => (TargetKind::Table, &mut self.tables),
            FigureBody::Images(_) => (TargetKind::Figure, &mut self.figures),
        };
        if figure.caption.is_empty() {
            if let Some(label) = &figure.label {
                let message = format!("`{}` has a label but no caption, so it has no number to refer to", label.value);
                let found = Diagnostic::error(Code("missing-caption"), label.span, message);
                self.diagnostics.push(found.with_help("Give it a caption, or delete the label."));
            }
            return;
        }
        *counter += 1;
        let number = counter.to_string();
        figure.number = Some(number.clone());
        if let Some(label) = figure.label.clone() {
            self.label(label, kind, Some(number), &figure.caption);
        } else {
            let order = self.order;
            figure.label = Some(Spanned::new(format!("at.{order}"), span));
        }
    }

    fn label(&mut self, label: Spanned<String>, kind: TargetKind, number: Option<String>, title: &Inlines) {
        if let Some(first) = self.labels.targets.get(&label.value) {
            let message = format!("the label `{}` is given twice", label.value);
            let found = Diagnostic::error(Code("duplicate-label"), label.span, message)
                .with_label(first.span, "given here first")
                .with_help("Give one of them another label, and correct the references to it.");
            self.diagnostics.push(found);
            return;
        }
        if refers(title) {
            self.labels.referring.insert(label.value.clone(), title.clone());
        }
        let target = Target { kind, number, title: plain_text(title), order: self.order, span: label.span };
        self.labels.targets.insert(label.value, target);
    }

    fn bibliography(&mut self, span: Span) {
        if let Some(first) = self.labels.bibliography {
            let found = Diagnostic::error(Code("duplicate-bibliography"), span, "the bibliography is printed twice")
                .with_label(first, "printed here first")
                .with_help("Delete one of the two blocks.");
            self.diagnostics.push(found);
        }
        self.labels.bibliography.get_or_insert(span);
    }
}

/// Whether a title holds references, which are not words yet.
fn refers(title: &Inlines) -> bool {
    title.iter().any(|inline| match &inline.kind {
        InlineKind::Reference { .. } => true,
        _ => walk::children(inline).is_some_and(refers),
    })
}
