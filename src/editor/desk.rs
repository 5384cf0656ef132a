//! A paper as it lies before its author: all files with their marks, and what the last check made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::mark::Marks;
use super::marks;
use super::target::{self, Target};
use crate::bibliography::Bibliography;
use crate::diagnostic::Diagnostics;
use crate::manifest::Manifest;
use crate::markdown;
use crate::memo::{Memo, Same};
use crate::paper::Paper;
use crate::press::Session;
use crate::project::{File, MANIFEST, Project};
use crate::section::Section;
use crate::source::{FileId, Side, Source};
use crate::terms::Terms;

/// What was worked out of files that have not changed since.
#[derive(Default)]
pub struct Memory {
    marks: Memo<File, Marks>,
    targets: Memo<ReadAndResolved, Vec<Target>>,
}

/// A section as it was read, and as it stands in the paper.
type ReadAndResolved = (Same<Section>, Option<Same<Section>>);

/// All that can be known of a paper at one moment. A value: cheap to clone, and asked by several at a time.
#[derive(Clone)]
pub struct Desk {
    project: Project,
    paper: Option<Arc<Paper>>,
    bibliography: Same<Bibliography>,
    /// Sections as they were read, by path.
    sections: BTreeMap<&'static str, Arc<Section>>,
    marks: BTreeMap<&'static str, Arc<Marks>>,
    targets: BTreeMap<&'static str, Arc<Vec<Target>>>,
    /// Files that have changed since the paper was resolved.
    newer: BTreeSet<&'static str>,
}

impl Desk {
    /// The desk of `project`, which `session` has just checked: `paper` is what came of that or, where nothing did, of
    /// the last check that made one.
    pub fn new(project: &Project, paper: Option<Arc<Paper>>, session: &mut Session, memory: &mut Memory) -> Self {
        let sections: BTreeMap<_, _> =
            session.sections(project).into_iter().map(|read| (read.section.file.path(), read.section)).collect();
        let mut marks = BTreeMap::new();
        for file in project.files().filter(|file| marks::has_some(file.path())) {
            let section = sections.get(file.path()).map(|section| &**section);
            let known = memory.marks.get(file.id(), file.clone(), |file| marks::of(file.source(), section));
            marks.insert(file.path(), known);
        }
        memory.marks.retain(|id| marks.contains_key(id.path()));
        let resolved = resolved(paper.as_deref());
        let mut targets = BTreeMap::new();
        for (&path, section) in &sections {
            let inputs = (Same(Arc::clone(section)), resolved.get(path).map(|section| Same(Arc::clone(section))));
            let work =
                |(section, resolved): &(Same<Section>, Option<Same<Section>>)| target::of(section, resolved.as_deref());
            targets.insert(path, memory.targets.get(FileId::new(path, Side::New), inputs, work));
        }
        memory.targets.retain(|id| targets.contains_key(id.path()));
        let bibliography = session.bibliography();
        Self { project: project.clone(), paper, bibliography, sections, marks, targets, newer: BTreeSet::new() }
    }

    /// The same desk with another text in the place of a file's, before that is checked.
    pub fn with(&self, file: &File) -> Self {
        let mut desk = self.clone();
        desk.project = desk.project.with_files([file]);
        let path = file.path();
        let section =
            marks::is_section(path).then(|| Arc::new(markdown::parse(file.source(), &mut Diagnostics::new())));
        if marks::has_some(path) {
            desk.marks.insert(path, Arc::new(marks::of(file.source(), section.as_deref())));
        }
        if let Some(section) = section {
            let known = resolved(self.paper.as_deref()).get(path).copied().cloned();
            let targets = target::of(&section, known.as_deref());
            desk.targets.insert(path, Arc::new(targets));
            desk.sections.insert(path, section);
        }
        desk.newer.insert(path);
        desk
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What the last check made of the paper.
    pub fn paper(&self) -> Option<&Paper> {
        self.paper.as_deref()
    }

    pub(super) fn manifest(&self) -> Option<&Manifest> {
        self.paper.as_ref().map(|paper| &*paper.manifest)
    }

    pub(super) fn terms(&self) -> &Terms {
        terms(self.paper())
    }

    pub(super) fn bibliography(&self) -> &Bibliography {
        &self.bibliography
    }

    /// A text file by its path, if there is one.
    pub(super) fn source(&self, path: &str) -> Option<&Source> {
        self.project.file(path).map(File::source)
    }

    /// A section as it was read.
    pub(super) fn section(&self, path: &str) -> Option<&Section> {
        self.sections.get(path).map(|section| &**section)
    }

    /// A section with everything resolved, unless its file has changed since.
    pub(super) fn resolved(&self, path: &str) -> Option<&Section> {
        if self.newer.contains(path) {
            return None;
        }
        resolved(self.paper()).get(path).map(|section| &***section)
    }

    /// The marks of each file, the manifest's first.
    pub(super) fn all_marks(&self) -> impl Iterator<Item = (&'static str, &Marks)> {
        let first = self.marks.get_key_value(MANIFEST);
        let rest = self.marks.iter().filter(|(path, _)| **path != MANIFEST);
        first.into_iter().chain(rest).map(|(path, marks)| (*path, &**marks))
    }

    pub(super) fn marks(&self, path: &str) -> Option<(&'static str, &Marks)> {
        self.marks.get_key_value(path).map(|(path, marks)| (*path, &**marks))
    }

    /// What references can lead to in a section, in reading order.
    pub(super) fn targets_of(&self, path: &str) -> &[Target] {
        self.targets.get(path).map_or(&[], |targets| targets)
    }

    /// What references can lead to, with the files that it stands in.
    pub(super) fn targets(&self) -> impl Iterator<Item = (&'static str, &Target)> {
        self.targets.iter().flat_map(|(path, targets)| targets.iter().map(|target| (*path, target)))
    }

    /// What has the label.
    pub(super) fn target(&self, label: &str) -> Option<(&'static str, &Target)> {
        self.targets().find(|(_, target)| target.label.as_deref() == Some(label))
    }
}

fn resolved(paper: Option<&Paper>) -> BTreeMap<&str, &Arc<Section>> {
    let sections = paper.map_or(&[][..], |paper| &paper.sections);
    sections.iter().map(|section| (section.path.as_str(), &section.section)).collect()
}

fn terms(paper: Option<&Paper>) -> &Terms {
    paper.map_or(Terms::english(), |paper| &paper.terms)
}
