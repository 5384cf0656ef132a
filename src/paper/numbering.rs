//! Numbers headings, tables and figures over the whole paper, and notes where every label stands.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::Label;
use crate::source::{Span, Spanned};

use super::labels::{Labels, Place, Target};
use super::outline::{Candidate, CandidateKind, Outline};

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
        unnumbered_level: None,
        tables: 0,
        figures: 0,
        diagnostics,
    };
    let numbers = outlines.enumerate().map(|(section, outline)| {
        outline.bibliographies.iter().for_each(|span| counting.bibliography(*span));
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
        self.counters.resize(usize::from(level), 0);
        if let Some(last) = self.counters.last_mut() {
            *last += 1;
        }
        Some(self.counters.iter().map(u32::to_string).collect::<Vec<_>>().join("."))
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

fn next(counter: &mut u32, numbered: bool) -> Option<String> {
    *counter += u32::from(numbered);
    numbered.then(|| counter.to_string())
}
