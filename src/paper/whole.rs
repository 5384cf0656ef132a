//! The whole paper: a fold over the outlines of its sections, and each section resolved by what came out of it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::bibliography::{Bibliography, Style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::Manifest;
use crate::marking::Scheme;
use crate::memo::Same;
use crate::project::Project;
use crate::section::{BibliographyEntry, Label};
use crate::source::Spanned;
use crate::terms::Terms;

use super::citations::Library;
use super::expand::{Expanded, Settings, expand};
use super::labels::{Labels, Target};
use super::memory::{Expansion, Memory};
use super::model::{Paper, PaperSection};
use super::outline::{CandidateKind, Outline};
use super::resolve::{self, Answer, Answers, Printed, Standing};
use super::{citations, data, front, images, markings, numbering, titles, unknown_labels};

/// What was read, before anything is resolved.
pub struct Parts<'a> {
    pub project: &'a Project,
    pub manifest: Same<Manifest>,
    pub sections: Vec<PaperSection>,
    pub scheme: Option<Same<Scheme>>,
    pub bibliography: &'a Bibliography,
    /// [`None`] where the paper has no bibliography, or its style could not be read.
    pub style: Option<&'a Style>,
}

/// More footnotes take Typst minutes.
const MAX_NOTES: usize = 10_000;

/// Resolves all that sections refer to. Whatever cannot be resolved is reported and leaves a visible placeholder;
/// a draft may be printed with those, a final paper may not.
pub fn resolve(parts: Parts, memory: &mut Memory, diagnostics: &mut Diagnostics) -> Paper {
    let Parts { project, manifest, sections, scheme, bibliography, style } = parts;
    let (status, terms) = (manifest.status.value, &*manifest.terms.terms);
    let level = markings::level(&manifest, scheme.as_deref(), diagnostics);
    let marking = level.as_ref().map(|(level, _)| level.clone());
    let citations = style.map(Style::form);
    let scheme_read = scheme.as_deref();
    let settings = Settings {
        project,
        manifest: &manifest,
        terms,
        scheme: scheme_read,
        level,
        citations,
        context: OnceCell::new(),
    };
    let mut room = data::Room::default();
    let expanded: Vec<Same<Expanded>> = (sections.iter())
        .map(|PaperSection { path, section }| {
            let files = room.files(path, section, project, diagnostics);
            let inputs = (Same(Arc::clone(section)), manifest.clone(), scheme.clone(), citations, files);
            let expand = |inputs: &Expansion| expand(path, section, &inputs.4, &settings);
            Same(memory.expanded.get(section.file, inputs, expand))
        })
        .collect();
    expanded.iter().for_each(|expanded| diagnostics.extend(&expanded.findings));

    let outlines: Vec<&Outline> = expanded.iter().map(|expanded| &expanded.outline).collect();
    let numbering::Numbering { mut labels, numbers } = numbering::number(&outlines, manifest.numbering, diagnostics);
    labels.by_words = unknown_labels::by_words(&outlines, &labels);
    titles::complete(&mut labels, terms, diagnostics);
    too_many_notes(&outlines, diagnostics);
    unknown_labels::report(project, &outlines, &labels, status, diagnostics);
    let logo = manifest.logo.as_ref().map(|logo| &logo.file);
    let uses = logo.into_iter().chain(expanded.iter().flat_map(|expanded| &expanded.images));
    let images::Found { images, lettering } = images::find(project, status, uses, &mut memory.images, diagnostics);
    let library = Library { manifest: &manifest, bibliography, style };
    let formatted = citations::format(library, &outlines, &labels, &mut memory.citations, diagnostics);

    let mut asking = Asking { labels: &labels, terms, manifest: &manifest, notes: 0, above: None, level: 0, lists: 0 };
    let answers = numbers.into_iter().zip(formatted.printed).enumerate().map(|(section, (numbers, printed))| {
        asking.answers(section, outlines[section], numbers, printed, &formatted.lists)
    });
    let answers: Vec<Answers> = answers.collect();
    let sections = sections.into_iter().zip(&expanded).zip(answers).map(|((section, expanded), answers)| {
        let resolve = |(expanded, answers): &(Same<Expanded>, Answers)| resolve::resolve(&expanded.section, answers);
        let resolved = memory.resolved.get(section.section.file, (expanded.clone(), answers), resolve);
        diagnostics.extend(&resolved.findings);
        PaperSection { path: section.path, section: Arc::clone(&resolved.section) }
    });
    let has = |is: fn(&CandidateKind) -> bool| {
        outlines.iter().flat_map(|outline| &outline.candidates).any(|candidate| is(&candidate.kind))
    };
    let listed = front::Listed {
        tables: has(|kind| matches!(kind, CandidateKind::Table { numbered: true })),
        figures: has(|kind| matches!(kind, CandidateKind::Figure { numbered: true })),
    };
    let front = front::of(&manifest, marking.as_ref(), listed, terms);
    let terms = Arc::clone(&manifest.terms.terms);
    let (sections, lacking) = (sections.collect(), Arc::default());
    Paper { sections, manifest: manifest.0, terms, front, marking, images, lettering, lacking, older: None }
}

/// Collects the answers to what sections ask, one section after another.
struct Asking<'a> {
    labels: &'a Labels,
    terms: &'a Terms,
    manifest: &'a Manifest,
    /// How many notes there are in the sections before.
    notes: u32,
    /// The label of the last heading before.
    above: Option<Label>,
    /// The level of the last heading before that says its own.
    level: u8,
    /// How many lists of works there are in the sections before.
    lists: usize,
}

impl Asking<'_> {
    fn answers(
        &mut self,
        section: usize,
        outline: &Outline,
        numbers: Vec<Option<String>>,
        citations: Vec<Printed>,
        lists: &[Arc<Vec<BibliographyEntry>>],
    ) -> Answers {
        let mut targets = BTreeMap::new();
        for Spanned { value: label, .. } in &outline.references {
            if let Some((own, target)) = self.labels.find(label)
                && !targets.contains_key(label)
            {
                targets.insert(label.clone(), self.answer(section, own, target));
            }
        }
        let answers = Answers {
            terms: Arc::clone(&self.manifest.terms.terms),
            numbers,
            notes_before: self.notes,
            above: self.above.clone(),
            targets,
            citations,
            level_above: self.level,
            entries: lists.iter().skip(self.lists).take(outline.lists.len()).cloned().collect(),
        };
        self.lists += outline.lists.len();
        self.level = outline.last_level().unwrap_or(self.level);
        self.notes += outline.notes.len() as u32;
        self.above = outline.last_heading().cloned().or(self.above.take());
        answers
    }

    fn answer(&self, section: usize, label: &Label, target: &Target) -> Answer {
        let standing = match target.place.section.cmp(&section) {
            std::cmp::Ordering::Less => Standing::Before,
            std::cmp::Ordering::Equal => Standing::Within(target.place.order),
            std::cmp::Ordering::Greater => Standing::After,
        };
        Answer {
            label: label.clone(),
            kind: target.kind,
            number_or_title: target.number_or_title(),
            title: target.title.clone(),
            usual_words: target.usual_words(self.labels, self.terms),
            standing,
        }
    }
}

fn too_many_notes(outlines: &[&Outline], diagnostics: &mut Diagnostics) {
    if let Some(span) = outlines.iter().flat_map(|outline| &outline.calls).nth(MAX_NOTES) {
        let message = format!("the paper calls more footnotes than the {MAX_NOTES} that can be laid out in time");
        let found = Diagnostic::error(Code("too-large"), *span, message);
        diagnostics.push(found.with_help("Put some of them into the text, or split the paper."));
    }
}
