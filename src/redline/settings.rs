//! What a paper is printed with and by: settings of the manifest, and the files that they name.

use std::collections::BTreeSet;

use serde_json::json;

use crate::manifest::{Manifest, Numbering};
use crate::paper::{FileChange, FileKind};
use crate::project::{File, Project};
use crate::source::Spanned;
use crate::terms::Terms;

/// What a manifest says that is not printed as a text, but shows in the print or in what it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    Slug,
    Language,
    Template,
    Contents,
    Chapters,
    PageSize,
    Logo,
    Numbering,
    Style,
    Works,
    Nocite,
    /// One of `[vars]`.
    Value,
    /// One of `[terms]`.
    Term,
    TemplateFile,
    BibliographyFile,
    SectionVersion,
    SectionFile,
}

impl Setting {
    /// As lists of changes call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Language => "language",
            Self::Template => "template",
            Self::Contents => "contents",
            Self::Chapters => "chapters",
            Self::PageSize => "page size",
            Self::Logo => "logo",
            Self::Numbering => "numbering",
            Self::Style => "citation style",
            Self::Works => "bibliography files",
            Self::Nocite => "nocite",
            Self::Value => "value",
            Self::Term => "term",
            Self::TemplateFile => "template file",
            Self::BibliographyFile => "bibliography file",
            Self::SectionVersion => "section version",
            Self::SectionFile => "section file",
        }
    }

    /// As a redline calls it in its own language.
    pub(super) fn term(self, terms: &Terms) -> &str {
        let words = &terms.redline.setting;
        match self {
            Self::Slug => &words.slug,
            Self::Language => &words.language,
            Self::Template => &words.template,
            Self::Contents => &terms.contents,
            Self::Chapters => &words.chapters,
            Self::PageSize => &words.page_size,
            Self::Logo => &words.logo,
            Self::Numbering => &terms.redline.form.numbering,
            Self::Style => &words.style,
            Self::Works => &words.works,
            // The key itself, which is a word in no language.
            Self::Nocite => self.name(),
            Self::Value => &words.value,
            Self::Term => &words.term,
            Self::TemplateFile => &words.template_file,
            Self::BibliographyFile => &words.bibliography_file,
            Self::SectionVersion => &terms.history.version,
            Self::SectionFile => &words.section_file,
        }
    }
}

/// The settings of a manifest, each with a name that tells it from others of its kind.
pub(super) fn of(manifest: &Manifest) -> Vec<(Setting, String, Spanned<String>)> {
    let mut settings = Vec::new();
    let mut add = |setting, name: &str, value: Spanned<String>| settings.push((setting, name.to_owned(), value));
    let start = manifest.title.span();
    let place = |key: &str| manifest.places.get(key).copied().unwrap_or(start);
    add(Setting::Slug, "", manifest.slug.clone());
    add(Setting::Language, "", manifest.language.clone());
    add(Setting::Template, "", manifest.template.clone());
    if let Some(contents) = manifest.contents {
        add(Setting::Contents, "", Spanned::new(contents.written(), place("contents")));
    }
    if let Some(chapters) = manifest.page.chapters {
        add(Setting::Chapters, "", Spanned::new(chapters.name().to_owned(), place("page.chapters")));
    }
    if let Some(size) = manifest.page.size {
        add(Setting::PageSize, "", Spanned::new(size.name().to_owned(), place("page.size")));
    }
    if let Some(logo) = &manifest.logo {
        add(Setting::Logo, "", Spanned::new(format!("{} ({})", logo.file.value, logo.alt.as_str()), logo.file.span));
    }
    let defaults = Numbering::default().entries();
    for ((key, value), (_, default)) in manifest.numbering.entries().into_iter().zip(defaults) {
        if value != default {
            add(Setting::Numbering, key, Spanned::new(value.to_owned(), place(&format!("numbering.{key}"))));
        }
    }
    if let Some(choice) = &manifest.bibliography {
        add(Setting::Style, "", choice.style.clone());
        let files: Vec<&str> = choice.files.iter().map(|file| file.value.as_str()).collect();
        let first = choice.files.first().map_or(start, |file| file.span);
        add(Setting::Works, "", Spanned::new(files.join(", "), first));
        if let Some(place) = choice.nocite.place() {
            add(Setting::Nocite, "", Spanned::new(choice.nocite.written(), place));
        }
    }
    for (name, value) in &manifest.vars {
        add(Setting::Value, name, Spanned::new(json!(value).to_string(), place(&format!("vars.{name}"))));
    }
    for (name, given) in &manifest.terms.own {
        add(Setting::Term, name, given.typed.clone());
    }
    settings
}

/// The files that print a paper and are no sections, where they differ. What one version alone names is told with its
/// name.
pub(super) fn files(old: (&Project, &Manifest), new: (&Project, &Manifest)) -> Vec<FileChange> {
    let template = |manifest: &Manifest| manifest.template.value.clone();
    let scheme = |manifest: &Manifest| manifest.marking.as_ref().map(|choice| choice.scheme.value.clone());
    let mut paths: BTreeSet<(u8, String)> = BTreeSet::new();
    for (project, manifest) in [old, new] {
        if template(old.1) == template(new.1) {
            let folder = format!("templates/{}", template(manifest));
            paths.extend(project.paths_in(&folder).map(|path| (0, path.to_owned())));
        }
        if scheme(old.1) == scheme(new.1) {
            paths.extend(scheme(manifest).map(|name| (0, format!("templates/marking/{name}.toml"))));
        }
        paths.extend(manifest.logo.iter().map(|logo| (0, logo.file.value.clone())));
        let works = manifest.bibliography.iter().flat_map(|choice| &choice.files);
        paths.extend(works.map(|file| (1, format!("bibliography/{}", file.value))));
    }
    let differ = |path: &str| {
        let digest = |project: &Project| project.file(path).map(File::text_digest);
        digest(old.0) != digest(new.0)
    };
    let paths = paths.into_iter().filter(|(_, path)| differ(path));
    paths
        .map(|(kind, path)| FileChange {
            kind: if kind == 0 { FileKind::Template } else { FileKind::Bibliography },
            places: [old.0, new.0].map(|project| project.file(&path).map(|file| file.source().span(0..0))),
            path,
        })
        .collect()
}
