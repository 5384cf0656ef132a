//! A project's files, read: manifest, sections, marking scheme, bibliography and style.
//!
//! What was read is remembered together with what was found wrong with it, by file and content.

use std::sync::Arc;

use crate::beside::both;
use crate::bibliography::{self, Bibliography, Style};
use crate::check::{Causes, Unread};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::manifest::{self, BibliographyChoice, Manifest};
use crate::markdown;
use crate::marking::{self, Scheme};
use crate::memo::{Last, Memo, Same, settle};
use crate::paper::PaperSection;
use crate::project::{File, MANIFEST, Project};
use crate::section::Section;
use crate::source::{FileId, Spanned};
use crate::template;

/// What was read.
pub(super) struct Read {
    pub manifest: Same<Manifest>,
    pub sections: Vec<PaperSection>,
    /// [`None`] where the paper names no scheme, or it could not be read.
    pub scheme: Option<Same<Scheme>>,
    pub works: Arc<ReadWorks>,
    /// Whether the works were read now, so that what is made of them is not known either.
    pub has_new_works: bool,
    /// What could not be read.
    pub causes: Causes,
}

/// A bibliography, with its style if that can be read.
#[derive(Default)]
pub(super) struct ReadWorks {
    pub bibliography: Same<Bibliography>,
    pub style: Option<Style>,
    unread: Vec<Arc<Unread>>,
    findings: Vec<Diagnostic>,
}

/// What earlier runs read.
#[derive(Default)]
pub(super) struct ReadCache {
    manifest: Last<ManifestOrigin, ReadFile<Same<Manifest>>>,
    scheme: Last<SchemeOrigin, ReadScheme>,
    sections: KnownSections,
    works: Last<WorksOrigin, ReadWorks>,
    /// What was read of manifest and scheme, for as long as another reading makes the same of them.
    settled_manifest: Option<Same<Manifest>>,
    settled_scheme: Option<Same<Scheme>>,
}

#[derive(Default)]
struct KnownSections(Memo<File, ReadFile<Arc<Section>>>);

/// All that a manifest is read from: itself, and the names of the files that it can name.
#[derive(PartialEq)]
struct ManifestOrigin {
    file: Option<File>,
    /// Each with whether it is built in.
    names: Vec<(FileId, bool)>,
}

/// A file, read.
struct ReadFile<T> {
    /// [`None`] if it makes no paper, or is no text.
    value: Option<T>,
    unread: Option<Arc<Unread>>,
    findings: Vec<Diagnostic>,
}

/// All that a marking scheme is read from: its name, its file, and the names of those that there are.
#[derive(PartialEq)]
struct SchemeOrigin {
    name: Spanned<String>,
    language: String,
    file: Option<File>,
    names: Vec<&'static str>,
}

/// A marking scheme, read, in the paper's language.
struct ReadScheme {
    scheme: Option<Same<Scheme>>,
    findings: Vec<Diagnostic>,
}

/// All that a bibliography and its style are read from.
#[derive(PartialEq)]
struct WorksOrigin {
    template: String,
    has_template: bool,
    language: String,
    choice: BibliographyChoice,
    files: Vec<File>,
}

impl ReadCache {
    /// Reads all that the project's paper is made of, each file with all its mistakes. [`None`] if the manifest cannot
    /// be read and nothing stands in for it; the sections' own mistakes are reported all the same.
    pub(super) fn read(
        &mut self,
        project: &Project,
        standing_in: Option<&Manifest>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Read> {
        let read = self.manifest(project, standing_in);
        let mut unread = Vec::new();
        diagnostics.extend(&read.findings);
        let Some(manifest) = read.value.clone() else {
            let paths = project.paths_in("sections").filter(|path| path.ends_with(".md"));
            paths.for_each(|path| drop(self.sections.read(project, path, &mut unread, diagnostics)));
            return None;
        };
        unread.extend(read.unread.clone());
        let paths = manifest.sections.iter().map(|name| format!("sections/{}", name.value));
        let sections = || {
            let sections = paths.filter_map(|path| {
                let section = self.sections.read(project, &path, &mut unread, diagnostics)?;
                Some(PaperSection { path, section })
            });
            sections.collect()
        };
        let origin = WorksOrigin::of(project, &manifest);
        let has_new_works = origin.as_ref().is_some_and(|origin| !self.works.is_of(origin));
        let works = || match origin {
            Some(origin) => self.works.get(origin, |origin| ReadWorks::read(project, origin)),
            None => Arc::default(),
        };
        // A bibliography takes as long as all sections, and neither needs the other.
        let (works, sections) = both(has_new_works, works, sections);
        let scheme = self.scheme(project, &manifest);
        let scheme = scheme.and_then(|read| {
            diagnostics.extend(&read.findings);
            read.scheme.clone()
        });
        diagnostics.extend(&works.findings);
        unread.extend(works.unread.iter().cloned());
        let causes = Causes::new(unread, !manifest.has_all_files);
        Some(Read { manifest, sections, scheme, works, has_new_works, causes })
    }

    fn manifest(&mut self, project: &Project, standing_in: Option<&Manifest>) -> Arc<ReadFile<Same<Manifest>>> {
        let settled = &mut self.settled_manifest;
        let mut read = |origin: &ManifestOrigin| {
            let mut found = Diagnostics::new();
            let manifest = manifest::read_or(project, standing_in, &mut found).ok();
            let findings = found.into_list();
            let manifest = manifest.map(|manifest| settle(settled, manifest));
            let unread = origin.file.as_ref().and_then(|file| Unread::of(file.source(), false, &findings));
            ReadFile { value: manifest, unread: unread.map(Arc::new), findings }
        };
        let origin = ManifestOrigin {
            file: project.file(MANIFEST).cloned(),
            names: project.files().map(|file| (file.id(), file.is_builtin())).collect(),
        };
        match standing_in {
            // What stands in for it is no part of what it is known by.
            Some(_) => Arc::new(read(&origin)),
            None => self.manifest.get(origin, read),
        }
    }

    /// The scheme that the manifest names, if it names one.
    fn scheme(&mut self, project: &Project, manifest: &Manifest) -> Option<Arc<ReadScheme>> {
        let (name, language) = (manifest.marking.as_ref()?.scheme.clone(), manifest.language.value.clone());
        let file = project.file(&marking::path(&name.value)).cloned();
        let origin = SchemeOrigin { name, language, file, names: marking::scheme_paths(project).collect() };
        let settled = &mut self.settled_scheme;
        Some(self.scheme.get(origin, |SchemeOrigin { name, language, .. }| {
            let mut found = Diagnostics::new();
            let scheme = marking::read(project, name, &mut found).ok();
            let scheme = scheme.map(|scheme| settle(settled, scheme.in_language(language)));
            ReadScheme { scheme, findings: found.into_list() }
        }))
    }

    /// What was read last of each section file that there is, whether the paper lists it or not.
    pub(super) fn sections(&mut self, project: &Project) -> Vec<PaperSection> {
        let (nobody, unread) = (&mut Diagnostics::new(), &mut Vec::new());
        let paths = project.paths_in("sections").filter(|path| path.ends_with(".md"));
        let section = |path: &str| Some((path.to_owned(), self.sections.read(project, path, unread, nobody)?));
        paths.filter_map(section).map(|(path, section)| PaperSection { path, section }).collect()
    }

    /// The works that were read last.
    pub(super) fn bibliography(&self) -> Same<Bibliography> {
        self.works.output().map(|works| works.bibliography.clone()).unwrap_or_default()
    }

    /// Lets go of sections that are no longer there.
    pub(super) fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.sections.0.retain(keep);
    }
}

impl KnownSections {
    /// The section at `path`, if that is in the project and a text.
    fn read(
        &mut self,
        project: &Project,
        path: &str,
        unread: &mut Vec<Arc<Unread>>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<Section>> {
        let file = project.file(path)?;
        let read = self.0.get(file.id(), file.clone(), |_| {
            let mut diagnostics = Diagnostics::new();
            let source = project.text(path, None, &mut diagnostics).ok();
            let section = source.map(|source| Arc::new(markdown::parse(source, &mut diagnostics)));
            let findings = diagnostics.into_list();
            let is_lost = section.as_ref().is_none_or(|section| section.blocks.is_empty());
            let unread = Unread::of(file.source(), is_lost, &findings).map(Arc::new);
            ReadFile { value: section, unread, findings }
        });
        diagnostics.extend(&read.findings);
        unread.extend(read.unread.clone());
        read.value.clone()
    }
}

impl WorksOrigin {
    /// That of the works which the manifest names, if it names any.
    fn of(project: &Project, manifest: &Manifest) -> Option<Self> {
        let styles = project.paths_in("templates").filter(|path| path.ends_with(".csl"));
        let files = project.paths_in("bibliography").chain(styles);
        Some(Self {
            template: manifest.template.value.clone(),
            has_template: template::exists(project, &manifest.template.value),
            language: manifest.language.value.clone(),
            choice: manifest.bibliography.clone()?,
            files: files.filter_map(|path| project.file(path).cloned()).collect(),
        })
    }
}

impl ReadWorks {
    fn read(project: &Project, origin: &WorksOrigin) -> Self {
        let WorksOrigin { template, has_template, language, choice, .. } = origin;
        let mut diagnostics = Diagnostics::new();
        let bibliography = Same(Arc::new(bibliography::read(project, &choice.files, &mut diagnostics)));
        // The style of a template that is not there need not be reported as well.
        let style = || bibliography::style(project, template, &choice.style, language, &mut diagnostics).ok();
        let style = has_template.then(style);
        let findings = diagnostics.into_list();
        let files = choice.files.iter().filter_map(|name| project.file(&format!("bibliography/{}", name.value)));
        let is_text = |file: &File| project.works(file.path(), None, &mut Diagnostics::new()).is_ok();
        let unread = files.filter_map(|file| Unread::of(file.source(), !is_text(file), &findings));
        Self { bibliography, style: style.flatten(), unread: unread.map(Arc::new).collect(), findings }
    }
}
