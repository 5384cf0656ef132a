//! A paper as its authors wrote it: rules that look at more than one section, and at the files beside them.

use std::sync::Arc;

use super::context::Context;
use super::memory::Memory;
use super::policy::Policy;
use super::section::{Facts, SectionFindings, section};
use super::{abbreviations, bibliography, characters, history, marking, near_miss, quotes, sections, style};
use super::{uncited, unfinished, versions};
use crate::bibliography::Bibliography;
use crate::diagnostic::Diagnostics;
use crate::manifest::{Manifest, Nocite};
use crate::marking::Scheme;
use crate::memo::{Same, settle};
use crate::paper::PaperSection;
use crate::project::{MANIFEST, Project};

/// What was read, before anything is resolved.
#[derive(Clone, Copy)]
pub struct Manuscript<'a> {
    pub project: &'a Project,
    pub manifest: &'a Manifest,
    pub sections: &'a [PaperSection],
    /// [`None`] where the paper names no scheme, or it could not be read.
    pub scheme: Option<&'a Scheme>,
    pub bibliography: &'a Same<Bibliography>,
}

/// What can be said of a paper before anything is resolved; and what its sections allow.
pub fn manuscript(manuscript: &Manuscript, memory: &mut Memory, diagnostics: &mut Diagnostics) -> Policy {
    let Manuscript { project, manifest, sections, bibliography, .. } = *manuscript;
    let schemes = memory.schemes(project);
    let context = settle(&mut memory.context, Context::new(manuscript, &schemes));
    let looked_at: Vec<Arc<SectionFindings>> = (sections.iter())
        .map(|PaperSection { path, section: tree }| {
            let inputs = (Same(Arc::clone(tree)), context.clone());
            memory.sections.get(tree.file, inputs, |_| section(&context, path, tree, project.source(tree.file)))
        })
        .collect();
    looked_at.iter().for_each(|section| diagnostics.extend(&section.findings));
    let facts: Vec<&Facts> = looked_at.iter().map(|section| &section.facts).collect();

    files(manuscript, diagnostics);
    near_miss::manifest(manuscript, diagnostics);
    sections::check(&manifest.status, facts.iter().map(|facts| &facts.front_matter), diagnostics);
    let works = memory.works(project, bibliography);
    let citing = each(&facts, |facts| &facts.bibliography);
    let used = bibliography::used(manuscript, &citing);
    bibliography::check(manuscript, &works, &citing, &used, diagnostics);
    unfinished::check(manuscript, bibliography::unfinished(manuscript, &works, &used), diagnostics);
    let lock = memory.lock(project);
    versions::check(manuscript, &lock, &facts, diagnostics);
    let released = lock.lock.as_ref().map_or(&[][..], |lock| &lock.released);
    history::check(manifest, released, diagnostics);
    marking::check(manuscript, &context, &each(&facts, |facts| &facts.marking), diagnostics);
    abbreviations::check(manifest, facts.iter().map(|facts| &facts.abbreviations), diagnostics);
    quotes::check(facts.iter().map(|facts| &facts.quotes), diagnostics);
    style::check(facts.iter().map(|facts| &facts.style), diagnostics);
    let lists_all = manifest.bibliography.iter().any(|choice| matches!(choice.nocite, Nocite::All(_)));
    let works = uncited::Works::new(bibliography, used, lists_all);
    Policy::new(facts.iter().flat_map(|facts| &facts.allowances), works)
}

fn each<'f, T>(facts: &[&'f Facts], of: impl Fn(&'f Facts) -> &'f T) -> Vec<&'f T> {
    facts.iter().map(|facts| of(facts)).collect()
}

/// Looks at the characters of the manifest, the bibliography, and of sections that could not be read.
fn files(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, sections, .. } = *manuscript;
    let is_read = |path: &String| sections.iter().any(|section| section.path == *path);
    let unread = manifest.sections.iter().map(|name| format!("sections/{}", name.value)).filter(|path| !is_read(path));
    let works = manifest.bibliography.iter().flat_map(|choice| &choice.files);
    let works = works.map(|name| format!("bibliography/{}", name.value));
    for path in std::iter::once(MANIFEST.to_owned()).chain(unread).chain(works) {
        if let Some(file) = project.file(&path).filter(|file| file.conflict().is_none()) {
            characters::file(file.source(), manifest.status.value, diagnostics);
        }
    }
}
