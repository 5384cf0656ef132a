//! What a paper must know of one of its sections: what is numbered, what can be referred to, what it asks of others.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::{Numbering, ParagraphNumbers};
use crate::section::walk::{self, Path, Step, StepMut};
use crate::section::{
    Admonition, Block, BlockKind, Citation, Container, Figure, FigureBody, Heading, Inline, InlineKind, Inlines, Label,
    List, Numbers, Pattern, Section, Table, Target as LinkTarget, WorkType, plain_text,
};
use crate::source::{Span, Spanned};

use super::labels::{ItemNumber, TargetKind};
use super::title::Title;

/// One section from above, in reading order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Every heading, table, figure, labelled box, paragraph or item, and numbered paragraph, those in notes left out.
    pub candidates: Vec<Candidate>,
    /// The labels that it refers to.
    pub references: Vec<Spanned<Label>>,
    pub citations: Vec<Cited>,
    /// The first calls of its notes.
    pub notes: Vec<Span>,
    /// All calls of them.
    pub calls: Vec<Span>,
    /// The lists of works.
    pub lists: Vec<WorkListPlace>,
    /// How many blocks there are, those in notes left out.
    pub blocks: usize,
}

/// A list of works where it stands, and what it is for.
#[derive(Debug, Clone)]
pub(super) struct WorkListPlace {
    pub span: Span,
    pub types: Option<Vec<Spanned<WorkType>>>,
}

impl WorkListPlace {
    /// The types that it is for; of the list for all others none.
    pub(super) fn types(&self) -> &[Spanned<WorkType>] {
        self.types.as_deref().unwrap_or_default()
    }
}

/// Something that can be numbered and referred to.
#[derive(Debug)]
pub(super) struct Candidate {
    pub kind: CandidateKind,
    /// [`None`] for a figure that nothing can refer to.
    pub label: Option<Spanned<Label>>,
    /// Of an item, how it is numbered, whatever stands around its list.
    pub number: Option<String>,
    /// The words of the heading or caption as far as they are known.
    pub title: Title,
    /// The heading or caption itself, where it refers to others whose words are not known yet.
    pub referring: Option<Inlines>,
    /// Its place in the order of the section's blocks.
    pub order: usize,
    pub span: Span,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum CandidateKind {
    Heading {
        level: u8,
        unnumbered: bool,
        annex: bool,
    },
    Table {
        numbered: bool,
    },
    Figure {
        numbered: bool,
    },
    /// A box that has a label.
    Admonition,
    /// A paragraph with a label, or one that is numbered.
    Paragraph {
        numbered: bool,
    },
    /// An item with a label.
    Item(ItemNumber),
}

impl CandidateKind {
    pub(super) fn target(self) -> TargetKind {
        match self {
            Self::Heading { annex: true, .. } => TargetKind::Annex,
            Self::Heading { .. } => TargetKind::Heading,
            Self::Table { .. } => TargetKind::Table,
            Self::Figure { .. } => TargetKind::Figure,
            Self::Admonition => TargetKind::Admonition,
            Self::Paragraph { .. } => TargetKind::Paragraph,
            Self::Item(number) => TargetKind::Item(number),
        }
    }
}

impl Outline {
    /// The label of the last heading, if there is any.
    pub(super) fn last_heading(&self) -> Option<&Label> {
        let is_heading = |candidate: &&Candidate| matches!(candidate.kind, CandidateKind::Heading { .. });
        let last = self.candidates.iter().rev().find(is_heading)?;
        last.label.as_ref().map(|label| &label.value)
    }

    /// The level of the last heading that says its own.
    pub(super) fn last_level(&self) -> Option<u8> {
        self.candidates.iter().rev().find_map(|candidate| match candidate.kind {
            CandidateKind::Heading { level, .. } if level != Heading::BELOW => Some(level),
            _ => None,
        })
    }
}

/// A citation where it stands.
#[derive(Debug)]
pub(super) struct Cited {
    pub citation: Citation,
    pub span: Span,
    /// The candidate that is the heading above it; [`None`] where that stands in an earlier section.
    pub heading: Option<usize>,
    /// How many notes of the section there are up to the one in which it stands; [`None`] if it stands in none.
    pub note: Option<usize>,
}

/// A table with more cells takes Typst many seconds: its time grows faster than their number.
pub(super) const MAX_CELLS: usize = 10_000;

/// Bytes of a heading. PDF/A allows bookmarks of 32,767; long before, no contents list could show it.
const MAX_HEADING: usize = 2_000;

/// Looks at an expanded section and gives labels to what has none. `path` is that of its file.
pub(super) fn of(path: &str, section: &mut Section, numbering: Numbering, diagnostics: &mut Diagnostics) -> Outline {
    let outline = Outline::default();
    let file = path.strip_prefix("sections/").unwrap_or(path);
    let file = file.strip_suffix(".md").unwrap_or(file);
    let numbers_paragraphs = numbering.paragraphs != ParagraphNumbers::None;
    let (points, counting) = numbered(&section.blocks);
    let counting = if numbers_paragraphs { counting } else { BTreeSet::new() };
    let mut survey = Survey { file, outline, points, counting, order: 0, heading: None, in_note: false, diagnostics };
    walk::steps_mut(&mut section.blocks, &mut |step| survey.step(step));
    Outline { blocks: survey.order, ..survey.outline }
}

struct Survey<'a> {
    /// The section file as its labels have it, without `sections/` and `.md`.
    file: &'a str,
    outline: Outline,
    /// The numbers of items with a label.
    points: BTreeMap<Label, Point>,
    /// The paragraphs that have a number, by their order.
    counting: BTreeSet<usize>,
    order: usize,
    heading: Option<usize>,
    in_note: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Survey<'_> {
    fn step(&mut self, step: StepMut) {
        match step {
            StepMut::Block(_) if self.in_note => {}
            StepMut::Block(block) => self.block(block),
            StepMut::Inlines(_, inlines) => self.inlines(inlines),
        }
    }

    fn block(&mut self, block: &mut Block) {
        self.order += 1;
        if self.counting.contains(&self.order) {
            block.anchor.get_or_insert_default().counts = true;
        }
        if let Some(anchor) = &block.anchor {
            let numbered = anchor.counts;
            self.anchor(CandidateKind::Paragraph { numbered }, anchor.label.clone(), None, block.span);
        }
        match &mut block.kind {
            BlockKind::List(list) => {
                for item in list.items.iter().filter(|item| item.label.is_some()) {
                    let point = item.label.as_ref().and_then(|label| self.points.get(&label.value)).cloned();
                    let (number, kind) =
                        point.map_or((None, ItemNumber::Figures), |point| (Some(point.number), point.kind));
                    self.anchor(CandidateKind::Item(kind), item.label.clone(), number, item.span);
                }
            }
            BlockKind::Heading(heading) => self.heading(heading, block.span),
            BlockKind::Figure(figure) => self.figure(figure, block.span),
            BlockKind::Table(table) => self.table(table, block.span),
            BlockKind::Container(Container::Admonition(admonition), _) => self.admonition(admonition, block.span),
            BlockKind::Bibliography(list) => {
                self.outline.lists.push(WorkListPlace { span: block.span, types: list.types.clone() });
            }
            _ => {}
        }
    }

    fn table(&mut self, table: &Table, span: Span) {
        self.cells(table.columns.len() * table.rows.len(), span);
    }

    fn cells(&mut self, cells: usize, span: Span) {
        if cells > MAX_CELLS {
            let message =
                format!("this table has {cells} cells, more than the {MAX_CELLS} that can be laid out in time");
            let found = Diagnostic::error(Code("too-large"), span, message);
            self.diagnostics.push(found.with_help("Print a summary of it, and keep the data beside the paper."));
        }
    }

    fn heading(&mut self, heading: &mut Heading, span: Span) {
        let title = plain_text(&heading.content);
        let refers = refers(&heading.content);
        // One without any content was reported where it was read.
        if !heading.content.is_empty() && title.trim().is_empty() && !refers {
            let found = Diagnostic::error(Code("empty-heading"), span, "this heading says nothing");
            self.diagnostics.push(found.with_help("Give it words, or delete it."));
        } else if title.len() > MAX_HEADING {
            let found = Diagnostic::error(Code("too-long"), span, "this heading is too long for a bookmark");
            self.diagnostics.push(found.with_help("Shorten it; an empty line ends a heading."));
        }
        let label = heading.label.get_or_insert_with(|| generated(self.file, self.order, span)).clone();
        self.heading = Some(self.outline.candidates.len());
        self.outline.candidates.push(Candidate {
            kind: CandidateKind::Heading { level: heading.level, unnumbered: heading.unnumbered, annex: heading.annex },
            label: Some(label),
            number: None,
            title: Title::of(&heading.content),
            referring: refers.then(|| heading.content.clone()),
            order: self.order,
            span,
        });
    }

    fn figure(&mut self, figure: &mut Figure, span: Span) {
        let numbered = !figure.caption.is_empty();
        let kind = match &figure.body {
            FigureBody::Table(table) => {
                self.table(table, span);
                CandidateKind::Table { numbered }
            }
            FigureBody::Grid(grid) => {
                self.cells(grid.columns.len() * grid.rows.len(), span);
                CandidateKind::Table { numbered }
            }
            FigureBody::Images(_) => CandidateKind::Figure { numbered },
        };
        // That a caption is missing has been told where the figure was read.
        let label = figure.label.clone().filter(|_| numbered);
        if numbered {
            figure.label.get_or_insert_with(|| generated(self.file, self.order, span));
        }
        self.outline.candidates.push(Candidate {
            kind,
            label,
            number: None,
            title: Title::of(&figure.caption),
            referring: refers(&figure.caption).then(|| figure.caption.clone()),
            order: self.order,
            span,
        });
    }

    fn admonition(&mut self, admonition: &Admonition, span: Span) {
        if let Some(label) = &admonition.label {
            self.outline.candidates.push(Candidate {
                kind: CandidateKind::Admonition,
                label: Some(label.clone()),
                number: None,
                title: Title::of(&admonition.title),
                referring: refers(&admonition.title).then(|| admonition.title.clone()),
                order: self.order,
                span,
            });
        }
    }

    /// What is known by a label or a number, and has no title.
    fn anchor(&mut self, kind: CandidateKind, label: Option<Spanned<Label>>, number: Option<String>, span: Span) {
        let (title, referring, order) = (Title::default(), None, self.order);
        self.outline.candidates.push(Candidate { kind, label, number, title, referring, order, span });
    }

    fn inlines(&mut self, inlines: &mut Inlines) {
        inlines.iter_mut().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &mut Inline) {
        match &mut inline.kind {
            InlineKind::Reference { label, pattern } => {
                self.outline.references.push(label.clone());
                for piece in pattern {
                    if let Pattern::Text(text) = piece {
                        self.inline(text);
                    }
                }
            }
            InlineKind::Citation(citation) => {
                let (citation, span) = (citation.clone(), inline.span);
                let note = self.in_note.then_some(self.outline.notes.len());
                self.outline.citations.push(Cited { citation, span, heading: self.heading, note });
            }
            InlineKind::Footnote(call) => {
                self.outline.calls.push(inline.span);
                let Some(blocks) = &mut call.blocks else { return };
                self.outline.notes.push(inline.span);
                self.in_note = true;
                walk::steps_mut(blocks, &mut |step| self.step(step));
                self.in_note = false;
            }
            kind => {
                if let InlineKind::Link { target: LinkTarget::Label(label), .. } = kind {
                    self.outline.references.push(Spanned::new(label.clone(), inline.span));
                }
                walk::children_mut(inline).into_iter().for_each(|children| self.inlines(children));
            }
        }
    }
}

/// The number of an item: in a list in an item the number of that comes first, `(a)(i)`.
#[derive(Debug, Clone)]
struct Point {
    number: String,
    kind: ItemNumber,
}

/// The numbers of items with a label, and the orders of the paragraphs that are numbered where paragraphs are: those
/// that stand directly in a section, or in a part of it that has a marking of its own.
fn numbered(blocks: &[Block]) -> (BTreeMap<Label, Point>, BTreeSet<usize>) {
    let (mut points, mut counting, mut order) = (BTreeMap::new(), BTreeSet::new(), 0);
    walk::within(blocks, &mut |step, path| {
        let Step::Block(block) = step else { return };
        order += 1;
        match &block.kind {
            BlockKind::Paragraph(_) => {
                let is_marked = |around: &Block| matches!(around.kind, BlockKind::Container(Container::Marked(_), _));
                if path.around().all(is_marked) {
                    counting.insert(order);
                }
            }
            BlockKind::List(List { numbers: Some(numbers), items, .. }) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(label) = &item.label {
                        let point = Point::of(numbers, index, Point::around(path).as_ref());
                        points.insert(label.value.clone(), point);
                    }
                }
            }
            _ => {}
        }
    });
    (points, counting)
}

/// What references call the items with a label: `(a)(i)` of one in a list in an item.
pub fn numbers_of_items(blocks: &[Block]) -> BTreeMap<Label, String> {
    numbered(blocks).0.into_iter().map(|(label, point)| (label, point.number)).collect()
}

impl Point {
    /// That of the innermost item around a list.
    fn around(path: &Path) -> Option<Self> {
        path.places().windows(2).fold(None, |around, places| match &places[0].block().kind {
            BlockKind::List(List { numbers: Some(numbers), .. }) => {
                Some(Self::of(numbers, places[1].list, around.as_ref()))
            }
            _ => around,
        })
    }

    fn of(numbers: &Numbers, index: usize, around: Option<&Self>) -> Self {
        let own = numbers.printed(index);
        let own = own.trim_end_matches('.');
        let Some(Self { number: around, kind }) = around else {
            let kind = if numbers.form.figures.are_letters() { ItemNumber::Letter } else { ItemNumber::Figures };
            return Self { number: own.to_owned(), kind };
        };
        let are_digits = |text: &str| text.bytes().all(|one| one.is_ascii_digit());
        let number = match own {
            _ if own.starts_with('(') => format!("{around}{own}"),
            _ if around.ends_with(|last: char| last.is_ascii_digit()) && are_digits(own) => format!("{around}.{own}"),
            _ => format!("{around}\u{a0}{own}"),
        };
        Self { number, kind: *kind }
    }
}

/// A label for what its author gave none.
fn generated(file: &str, order: usize, span: Span) -> Spanned<Label> {
    Spanned::new(Label::Block { file: file.to_owned(), order }, span)
}

/// Whether a title holds references, which are not words yet.
fn refers(title: &Inlines) -> bool {
    title.iter().any(|inline| match &inline.kind {
        InlineKind::Reference { .. } => true,
        _ => walk::children(inline).is_some_and(refers),
    })
}
