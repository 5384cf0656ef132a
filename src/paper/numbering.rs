//! Numbers headings, tables and figures over the whole paper, and notes where every label stands.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
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
pub(super) fn number<'a>(outlines: impl Iterator<Item = &'a Outline>, diagnostics: &mut Diagnostics) -> Numbering {
    let mut counting = Counting {
        labels: Labels::default(),
        counters: Vec::new(),
        last_level: 0,
        above: 0,
        unnumbered_level: None,
        tables: 0,
        figures: 0,
        diagnostics,
    };
    let numbers = outlines.enumerate().map(|(section, outline)| {
        outline.lists.iter().for_each(|list| counting.work_list(list));
        outline.candidates.iter().map(|candidate| counting.candidate(candidate, section)).collect()
    });
    let numbers = numbers.collect();
    Numbering { labels: counting.labels, numbers }
}

struct Counting<'a> {
    labels: Labels,
    /// The current number, a counter a level.
    counters: Vec<u32>,
    last_level: u8,
    /// The level of the last heading that says its own.
    above: u8,
    /// The level of the unnumbered heading that we are below.
    unnumbered_level: Option<u8>,
    tables: u32,
    figures: u32,
    diagnostics: &'a mut Diagnostics,
}

impl Counting<'_> {
    fn candidate(&mut self, candidate: &Candidate, section: usize) -> Option<String> {
        let number = match candidate.kind {
            CandidateKind::Heading { level, unnumbered } => self.heading(level, unnumbered, candidate.span),
            CandidateKind::Table { numbered } => next(&mut self.tables, numbered),
            CandidateKind::Figure { numbered } => next(&mut self.figures, numbered),
            CandidateKind::Admonition => None,
        };
        if let Some(label) = &candidate.label {
            self.label(label, candidate, number.clone(), Place { section, order: candidate.order });
        }
        number
    }

    fn heading(&mut self, level: u8, unnumbered: bool, span: Span) -> Option<String> {
        if level == Heading::BELOW {
            return self.heading_below();
        }
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
        (!is_below_unnumbered && level > 1).then(|| self.count(level))
    }

    fn count(&mut self, level: u8) -> String {
        self.counters.resize(usize::from(level), 0);
        if let Some(last) = self.counters.last_mut() {
            *last += 1;
        }
        self.counters.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
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
        self.labels.targets.insert(label.value.clone(), Target { kind, number, title, place, span: label.span });
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

fn next(counter: &mut u32, numbered: bool) -> Option<String> {
    *counter += u32::from(numbered);
    numbered.then(|| counter.to_string())
}
