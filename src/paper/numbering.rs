//! Numbers headings, tables and figures over the whole paper, and notes where every label stands.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::{self, HeadingNumbers, ParagraphNumbers};
use crate::section::{Heading, Label};
use crate::source::{Span, Spanned};

use super::labels::{Labels, Place, Target};
use super::outline::{Candidate, CandidateKind, Outline, WorkListPlace};

const TWICE: Code = Code("duplicate-bibliography");

/// What the numbering of a paper found out.
pub(super) struct Numbering {
    pub labels: Labels,
    /// For each section, the number of each of its candidates; [`None`] for what has none.
    pub numbers: Vec<Vec<Option<String>>>,
}

/// Numbers everything that is numbered by its place, and collects what can be referred to.
pub(super) fn number(outlines: &[&Outline], forms: manifest::Numbering, diagnostics: &mut Diagnostics) -> Numbering {
    let mut counting = Counting {
        forms,
        labels: Labels::default(),
        counters: Vec::new(),
        last_level: 0,
        above: 0,
        unnumbered_level: None,
        annex: Annex::default(),
        tables: 0,
        figures: 0,
        paragraphs: 0,
        part: None,
        blocks: 0,
        diagnostics,
    };
    let numbers = outlines.iter().enumerate().map(|(section, outline)| {
        outline.lists.iter().for_each(|list| counting.work_list(list));
        let numbers = outline.candidates.iter().map(|candidate| counting.candidate(candidate, section)).collect();
        counting.blocks += outline.blocks;
        numbers
    });
    let numbers = numbers.collect();
    counting.end_annex(counting.blocks + 1);
    Numbering { labels: counting.labels, numbers }
}

struct Counting<'a> {
    forms: manifest::Numbering,
    labels: Labels,
    /// The current number, a counter a level.
    counters: Vec<u32>,
    last_level: u8,
    /// The level of the last heading that says its own.
    above: u8,
    /// The level of the unnumbered heading that we are below.
    unnumbered_level: Option<u8>,
    annex: Annex,
    tables: u32,
    figures: u32,
    /// Of the paper, or of the part that we are in.
    paragraphs: u32,
    /// The label of that part.
    part: Option<Label>,
    /// How many blocks the sections before have.
    blocks: usize,
    diagnostics: &'a mut Diagnostics,
}

/// The annex that we are in.
#[derive(Default)]
struct Annex {
    /// How many there are up to here.
    count: u64,
    /// `I`; [`None`] outside of annexes.
    number: Option<String>,
    /// Its heading, the first of all, and at which of the paper's blocks its own stands.
    span: Option<Span>,
    first: Option<Span>,
    block: usize,
    tables: u32,
    figures: u32,
}

impl Counting<'_> {
    fn candidate(&mut self, candidate: &Candidate, section: usize) -> Option<String> {
        let number = match candidate.kind {
            CandidateKind::Heading { level: Heading::BELOW, .. } => self.heading_below(),
            CandidateKind::Heading { level, unnumbered, annex } => {
                self.level(level, candidate.span);
                if level == 1 {
                    self.chapter(unnumbered, annex, candidate);
                }
                if annex { self.annex.number.clone() } else { self.heading(level, unnumbered, candidate.span) }
            }
            CandidateKind::Table { numbered } => {
                let (all, own) = (&mut self.tables, &mut self.annex.tables);
                numbered.then(|| counted(self.annex.number.as_ref(), all, own))
            }
            CandidateKind::Figure { numbered } => {
                let (all, own) = (&mut self.figures, &mut self.annex.figures);
                numbered.then(|| counted(self.annex.number.as_ref(), all, own))
            }
            CandidateKind::Paragraph { numbered } => numbered.then(|| {
                self.paragraphs += 1;
                self.paragraphs.to_string()
            }),
            CandidateKind::Item(_) => candidate.number.clone(),
            CandidateKind::Admonition => None,
        };
        if let Some(label) = &candidate.label {
            self.label(label, candidate, number.clone(), Place { section, order: candidate.order });
        }
        number
    }

    fn level(&mut self, level: u8, span: Span) {
        self.above = level;
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
        if self.unnumbered_level.is_some_and(|above| level <= above) {
            self.unnumbered_level = None;
        }
    }

    /// Begins a chapter, or an annex.
    fn chapter(&mut self, unnumbered: bool, annex: bool, candidate: &Candidate) {
        let block = self.blocks + candidate.order;
        self.end_annex(block);
        if self.forms.paragraphs == ParagraphNumbers::Section {
            self.paragraphs = 0;
            self.part = candidate.label.as_ref().map(|label| label.value.clone());
        }
        if annex {
            self.counters.resize(1, 0);
            let count = self.annex.count + 1;
            let number = self.forms.annexes.figures().write(count);
            let first = self.annex.first.or(Some(candidate.span));
            self.annex =
                Annex { count, number: Some(number), span: Some(candidate.span), first, block, ..Annex::default() };
        } else if let Some(first) = self.annex.first.filter(|_| !unnumbered) {
            let message = "a chapter stands behind an annex";
            let found = Diagnostic::warning(Code("misplaced-chapter"), candidate.span, message)
                .with_label(first, "the first annex")
                .with_help("Move it before the annexes, or give it `.annex` as well, or `.unnumbered`.");
            self.diagnostics.push(found);
        }
    }

    /// Ends the annex that we are in, at one of the paper's blocks.
    fn end_annex(&mut self, block: usize) {
        self.annex.number = None;
        if let Some(span) = self.annex.span.take().filter(|_| block == self.annex.block + 1) {
            let found = Diagnostic::warning(Code("empty-annex"), span, "nothing stands in this annex");
            self.diagnostics.push(found.with_help("Fill or delete it."));
        }
    }

    fn heading(&mut self, level: u8, unnumbered: bool, span: Span) -> Option<String> {
        if self.forms.headings == HeadingNumbers::None {
            return None;
        }
        if unnumbered {
            self.unnumbered_level.get_or_insert(level);
            return None;
        }
        if self.unnumbered_level.is_some() {
            let message = "a numbered heading cannot stand below an unnumbered one";
            let found = Diagnostic::error(Code("heading-below-unnumbered"), span, message);
            self.diagnostics.push(found.with_help("Add `.unnumbered` to it: `## Title {.unnumbered}`."));
        }
        Some(self.count(level))
    }

    /// One that is numbered as its place is. A chapter of works is not.
    fn heading_below(&mut self) -> Option<String> {
        let level = level_below(self.above);
        self.last_level = level;
        let is_below_unnumbered = self.unnumbered_level.is_some_and(|above| level > above);
        let is_numbered = self.forms.headings != HeadingNumbers::None && !is_below_unnumbered && level > 1;
        is_numbered.then(|| self.count(level))
    }

    /// The next number of a level. An annex begins all of those below it.
    fn count(&mut self, level: u8) -> String {
        self.counters.resize(usize::from(level), 0);
        if let Some(last) = self.counters.last_mut() {
            *last += 1;
        }
        let numbers = self.counters.iter().map(u32::to_string);
        match &self.annex.number {
            Some(annex) => std::iter::once(annex.clone()).chain(numbers.skip(1)).collect::<Vec<_>>().join("."),
            None => numbers.collect::<Vec<_>>().join("."),
        }
    }

    fn label(&mut self, label: &Spanned<Label>, candidate: &Candidate, number: Option<String>, place: Place) {
        if let Some(first) = self.labels.targets.get(&label.value) {
            let message = format!("the label `{}` is given twice", label.value);
            let found = Diagnostic::error(Code("duplicate-label"), label.span, message)
                .with_label(first.span, "given here first")
                .with_help("Give one of them another label, and correct the references to it.");
            self.diagnostics.push(found);
            return;
        }
        if let Some(content) = &candidate.referring {
            self.labels.referring.insert(label.value.clone(), content.clone());
        }
        let (kind, title) = (candidate.kind.target(), candidate.title.clone());
        let part = self.part.clone().filter(|_| matches!(candidate.kind, CandidateKind::Paragraph { numbered: true }));
        let target = Target { kind, number, title, part, place, span: label.span };
        self.labels.targets.insert(label.value.clone(), target);
    }

    /// Each work stands in one list: no two are for the same, and one at most for all others.
    fn work_list(&mut self, list: &WorkListPlace) {
        let lists = &mut self.labels.work_lists;
        if list.types.is_none()
            && let Some(first) = lists.iter().find(|list| list.types.is_none())
        {
            let found = Diagnostic::error(TWICE, list.span, "the bibliography is printed twice")
                .with_label(first.span, "printed here first")
                .with_help("Delete one of the two blocks, or say by `types` which works it is for.");
            self.diagnostics.push(found);
        }
        for (at, kind) in list.types().iter().enumerate() {
            let before = lists.iter().flat_map(|list| list.types()).chain(&list.types()[..at]);
            if let Some(first) = { before }.find(|first| first.value == kind.value) {
                let message = format!("`{}` are printed twice", kind.value.name());
                let found = Diagnostic::error(TWICE, kind.span, message).with_label(first.span, "printed here first");
                self.diagnostics.push(found.with_help("Each work stands in one list: delete one of the two words."));
            }
        }
        lists.push(list.clone());
    }
}

/// The level of a heading that stands below one of another.
pub(super) fn level_below(above: u8) -> u8 {
    (above + 1).min(Heading::LAST)
}

/// The next number of a table or figure. Those of an annex are counted in it: `I.1`.
fn counted(annex: Option<&String>, all: &mut u32, own: &mut u32) -> String {
    let counter = if annex.is_some() { own } else { all };
    *counter += 1;
    match annex {
        Some(annex) => format!("{annex}.{counter}"),
        None => counter.to_string(),
    }
}
