//! One section with what the rest of the paper decides: numbers, the words of references, notes' numbers, citations.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::{slice, vec};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::walk::{self, Run, StepMut};
use crate::section::{
    Admonition, BibliographyEntry, Block, BlockKind, Container, Footnote, Heading, Inline, InlineKind, Inlines, Label,
    Pattern, Section, Target as LinkTarget, Text,
};
use crate::source::{Span, Spanned};
use crate::terms::Terms;

use super::labels::{TargetKind, direction};
use super::numbering::level_below;
use super::sentences;
use super::title::Title;

/// All that resolving a section depends on beside the section.
#[derive(Debug, PartialEq)]
pub(super) struct Answers {
    pub terms: Arc<Terms>,
    /// The number of each candidate of its outline.
    pub numbers: Vec<Option<String>>,
    /// How many notes the sections before it have.
    pub notes_before: u32,
    /// The label of the last heading before it.
    pub above: Option<Label>,
    /// What it refers to, by label; what nothing has as its label is left out.
    pub targets: BTreeMap<Label, Answer>,
    /// What each of its citations prints.
    pub citations: Vec<Printed>,
    /// The level of the last heading before it that says its own.
    pub level_above: u8,
    /// The lines of each list of works that it prints.
    pub entries: Vec<Arc<Vec<BibliographyEntry>>>,
}

/// What a reference prints, piece by piece.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    /// Its own label, whatever the reference calls it.
    pub label: Label,
    pub kind: TargetKind,
    pub number_or_title: Title,
    pub title: Title,
    pub usual_words: Title,
    pub standing: Standing,
}

/// Where something stands, seen from a section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Standing {
    Before,
    /// In the section itself, by the order of its blocks.
    Within(usize),
    After,
}

/// What a citation prints.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Printed {
    Words(Inlines),
    /// Nothing: an error was reported that keeps all citations from being printed.
    Nothing,
}

/// A section in which no reference, citation or value is left.
#[derive(Debug)]
pub(super) struct Resolved {
    pub section: Arc<Section>,
    pub findings: Vec<Diagnostic>,
}

/// Resolves an expanded section.
pub(super) fn resolve(section: &Section, answers: &Answers) -> Resolved {
    let mut section = section.clone();
    let mut diagnostics = Diagnostics::new();
    let mut resolver = Resolver {
        answers,
        terms: &answers.terms,
        numbers: answers.numbers.iter(),
        citations: answers.citations.iter(),
        notes: BTreeMap::new(),
        note_count: answers.notes_before,
        in_note: false,
        note_opens: false,
        order: 0,
        heading: answers.above.clone(),
        level: answers.level_above,
        openings: if answers.targets.is_empty() { Vec::new() } else { sentences::openings(&section.blocks) }
            .into_iter(),
        opens: false,
        in_prose: false,
        entries: answers.entries.iter(),
        diagnostics: &mut diagnostics,
    };
    walk::steps_mut(&mut section.blocks, &mut |step| resolver.step(step));
    Resolved { section: Arc::new(section), findings: diagnostics.into_list() }
}

struct Resolver<'a> {
    answers: &'a Answers,
    terms: &'a Terms,
    /// What is still to be given out, in the order of the outline.
    numbers: slice::Iter<'a, Option<String>>,
    citations: slice::Iter<'a, Printed>,
    /// The numbers of notes by name, from their first call on.
    notes: BTreeMap<String, u32>,
    note_count: u32,
    in_note: bool,
    /// Whether nothing of the note was read yet.
    note_opens: bool,
    /// As in the outline, so that places compare.
    order: usize,
    /// The label of the heading we are below.
    heading: Option<Label>,
    /// The level of the last heading that says its own.
    level: u8,
    /// Of each run that is still to come, whether it begins with a sentence.
    openings: vec::IntoIter<bool>,
    /// Whether what comes next does if nothing goes before it,
    opens: bool,
    /// and whether it may do so at all.
    in_prose: bool,
    entries: slice::Iter<'a, Arc<Vec<BibliographyEntry>>>,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    fn step(&mut self, step: StepMut) {
        match step {
            StepMut::Block(_) if self.in_note => {}
            StepMut::Block(block) => self.block(block),
            StepMut::Inlines(run, inlines) => {
                // A note begins with one, too.
                self.opens = if self.in_note {
                    std::mem::take(&mut self.note_opens)
                } else {
                    self.openings.next() == Some(true)
                };
                self.in_prose = matches!(run, Run::Paragraph | Run::Cell | Run::Caption | Run::Line);
                self.inlines(inlines);
            }
        }
    }

    fn block(&mut self, block: &mut Block) {
        self.order += 1;
        if let Some(anchor) = &mut block.anchor {
            anchor.number = self.numbers.next().cloned().flatten();
        }
        match &mut block.kind {
            BlockKind::List(list) => {
                // The numbers of items are theirs already.
                let labelled = list.items.iter().filter(|item| item.label.is_some()).count();
                self.numbers.by_ref().take(labelled).for_each(drop);
            }
            BlockKind::Heading(heading) => {
                heading.number = self.numbers.next().cloned().flatten();
                if heading.level == Heading::BELOW {
                    heading.level = level_below(self.level);
                    heading.unnumbered = heading.number.is_none();
                } else {
                    self.level = heading.level;
                }
                heading.printed_number = heading.number.as_ref().map(|number| match heading.annex {
                    true => self.terms.captions.annex.fill([number]) + ".",
                    false => format!("{number}."),
                });
                self.heading = heading.label.as_ref().map(|label| label.value.clone());
            }
            BlockKind::Figure(figure) => figure.number = self.numbers.next().cloned().flatten(),
            BlockKind::Container(Container::Admonition(Admonition { label: Some(_), .. }), _) => {
                self.numbers.next();
            }
            BlockKind::Bibliography(list) => {
                list.types = None;
                if let Some(entries) = self.entries.next() {
                    list.entries.clone_from(entries);
                }
            }
            _ => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Inlines) {
        let unresolved = std::mem::take(inlines);
        inlines.reserve(unresolved.len());
        unresolved.into_iter().for_each(|inline| self.inline(inline, inlines));
    }

    /// Adds what an inline is when it is resolved.
    fn inline(&mut self, mut inline: Inline, out: &mut Inlines) {
        match &mut inline.kind {
            InlineKind::Citation(_) => match self.citations.next() {
                Some(Printed::Words(words)) => return out.extend_from_slice(words),
                Some(Printed::Nothing) | None => {}
            },
            InlineKind::Reference { label, pattern } => {
                let pattern = std::mem::take(pattern).into_iter();
                if !self.answers.targets.contains_key(&label.value) {
                    return self.unknown_reference(label, pattern, out);
                }
                let begins = self.in_prose && sentences::begins_behind(out, self.opens);
                inline.kind = self.reference(label, pattern, begins);
            }
            InlineKind::Link { target: LinkTarget::Label(label), content, .. } => {
                self.inlines(content);
                if !self.answers.targets.contains_key(label) {
                    out.append(content);
                    out.push(Inline::computed(inline.span, " "));
                    out.push(unknown(label, inline.span));
                    return;
                }
                *label = self.own(label);
            }
            InlineKind::Footnote(call) => self.footnote(call),
            _ => {
                let opens = self.opens;
                let is_asked = self.in_prose && !self.answers.targets.is_empty();
                self.opens = is_asked && sentences::begins_behind(out, opens);
                walk::children_mut(&mut inline).into_iter().for_each(|children| self.inlines(children));
                self.opens = opens;
            }
        }
        out.push(inline);
    }

    /// What a reference prints; whether it begins a sentence.
    fn reference(&mut self, label: &Spanned<Label>, pattern: vec::IntoIter<Pattern>, begins: bool) -> InlineKind {
        let mut content = Inlines::new();
        for piece in pattern {
            let is_title = matches!(piece, Pattern::Title(_));
            let (span, words) = match (piece, self.answers.targets.get(&label.value)) {
                (Pattern::Text(inline), _) => {
                    self.inline(inline, &mut content);
                    continue;
                }
                (_, None) => continue,
                (Pattern::Page(span), _) => {
                    let page = InlineKind::Page { label: self.own(&label.value), older: None };
                    content.push(Inline::new(span, page));
                    continue;
                }
                (Pattern::Number(span), Some(target)) => (span, target.number_or_title.clone()),
                (Pattern::Title(span), Some(target)) => (span, target.title.clone()),
                (Pattern::Direction(span), Some(target)) => (span, Title::plain(&self.direction(target, label, span))),
                (Pattern::Default(span), Some(target)) => match begins && target.number_or_title != target.title {
                    true => (span, target.usual_words.clone().capitalised()),
                    // Titles are as their author has them.
                    false => (span, target.usual_words.clone()),
                },
            };
            if words == Title::default() {
                let (lacking, cure) = if is_title { ("title", "") } else { ("number", ", or number it") };
                let message = format!("`{}` has no {lacking} that this could print", label.value);
                let found = Diagnostic::error(Code("missing-number"), span, message);
                let help = format!("Write words between the brackets, `[words](#{})`{cure}.", label.value);
                self.diagnostics.push(found.with_help(help));
            }
            content.extend(words.inlines(span));
        }
        let target = LinkTarget::Label(self.own(&label.value));
        InlineKind::Link { target, older: None, older_content: None, content }
    }

    /// The label of what a reference leads to.
    fn own(&self, label: &Label) -> Label {
        self.answers.targets.get(label).map_or(label, |answer| &answer.label).clone()
    }

    /// The words of a reference to what nothing is, with one stand-in for all that would be known of it.
    fn unknown_reference(&mut self, label: &Spanned<Label>, pattern: vec::IntoIter<Pattern>, out: &mut Inlines) {
        let mut stand_in = Some(unknown(&label.value, label.span));
        for piece in pattern {
            match piece {
                Pattern::Text(inline) => self.inline(inline, out),
                _ => out.extend(stand_in.take()),
            }
        }
    }

    fn direction(&mut self, target: &Answer, label: &Spanned<Label>, span: Span) -> String {
        let is_inside = match target.kind {
            TargetKind::Heading | TargetKind::Annex => self.heading.as_ref() == Some(&target.label),
            _ => target.standing == Standing::Within(self.order),
        };
        if is_inside {
            let message = format!("`{}` is where this stands, so it is neither above nor below", label.value);
            let found = Diagnostic::error(Code("reference-to-itself"), span, message);
            self.diagnostics.push(found.with_help("Say \"this section\", or refer to another one."));
        }
        let is_below = match target.standing {
            Standing::Before => false,
            Standing::Within(order) => order > self.order,
            Standing::After => true,
        };
        direction(is_below, self.terms).to_owned()
    }

    fn footnote(&mut self, call: &mut Footnote) {
        let Some(blocks) = &mut call.blocks else {
            call.number = self.notes.get(&call.name).copied();
            return;
        };
        self.note_count += 1;
        self.notes.insert(call.name.clone(), self.note_count);
        call.number = Some(self.note_count);
        let (opens, in_prose) = (self.opens, self.in_prose);
        (self.in_note, self.note_opens) = (true, true);
        walk::steps_mut(blocks, &mut |step| self.step(step));
        self.in_note = false;
        (self.opens, self.in_prose) = (opens, in_prose);
    }
}

/// What stands in for a label that nothing has.
fn unknown(label: &Label, span: Span) -> Inline {
    Inline::new(span, InlineKind::Placeholder(Text::computed(span, format!("#{label}"))))
}
