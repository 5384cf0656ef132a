//! Digests of what a paper is made of, for its lock.

use serde_json::json;

use super::sketch::Sketch;
use crate::manifest::{Contents, HistoryEntry, Manifest, Recipient};
use crate::project::{self, Digest, File, Project};
use crate::section::{BlockKind, Figure, FigureBody, Section, Table, Text, meaning, walk};

/// What a section says and shows. It must not be resolved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    meaning: Digest,
    /// The paths in the project of its images, then of its tables' data; [`None`] of one that leads out of it.
    files: Vec<Option<String>>,
    sketch: Sketch,
}

impl Shown {
    pub fn of(path: &str, section: &Section) -> Self {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut files = Vec::new();
        for blocks in section.bodies() {
            walk::images(blocks, &mut |image| files.push(project::join(folder, &image.path.value)));
            walk::blocks(blocks, &mut |block| {
                if let BlockKind::Figure(Figure { body: FigureBody::Table(Table { data: Some(data), .. }), .. }) =
                    &block.kind
                {
                    files.push(project::join(folder, &data.path.value));
                }
            });
        }
        Self { meaning: Digest::of(&meaning::of_content(section)), files, sketch: Sketch::of(section) }
    }

    pub fn sketch(&self) -> &Sketch {
        &self.sketch
    }

    /// The digest of all that, files as they are in `project`.
    pub fn digest(&self, project: &Project) -> String {
        let files = self.files.iter().map(|path| project.file(path.as_ref()?).map(File::digest));
        let files: Vec<_> = files.collect();
        let files = files.iter().map(|digest| digest.as_ref().map_or(&[][..], Digest::as_bytes));
        Digest::of_parts(std::iter::once(self.meaning.as_bytes()).chain(files)).to_string()
    }
}

/// The digest of what the manifest says that is printed. Not so the version, to which it belongs, the status, which a
/// paper loses while it is worked on, and the number of a copy.
pub(super) fn of_manifest(project: &Project, manifest: &Manifest) -> String {
    let texts = |texts: &[Text]| texts.iter().map(Text::to_string).collect::<Vec<_>>();
    let optional = |text: &Option<Text>| text.as_ref().map(Text::to_string);
    let abbreviations = manifest.abbreviations.iter().map(|(short, long)| [short.as_str(), long.as_str()]);
    let history = manifest.history.iter().map(|HistoryEntry { version, date, status, summary }| {
        [version.value.to_string(), date.value.to_string(), status.to_string(), summary.to_string()]
    });
    let marking = manifest.marking.iter();
    let marking = marking.map(|own| json!([own.scheme.value, own.level.value, optional(&own.reference)]));
    let parties = manifest.parties.iter().map(|party| json!([party.role.as_str(), texts(&party.names)]));
    // What a later chancery adds must stand here only where a paper says it: no lock may differ for nothing.
    let mut said = json!({
        "abbreviations": abbreviations.collect::<Vec<_>>(),
        "authors": texts(&manifest.authors),
        "contents": manifest.contents.is_some(),
        "date": manifest.date.value.to_string(),
        "history": history.collect::<Vec<_>>(),
        "kind": optional(&manifest.kind),
        "language": manifest.language.value,
        "marking": marking.collect::<Vec<_>>(),
        "parties": parties.collect::<Vec<_>>(),
        "slug": manifest.slug.value,
        "subtitle": optional(&manifest.subtitle),
        "template": manifest.template.value,
        "title": manifest.title.as_str(),
        "vars": manifest.vars,
    });
    if !manifest.terms.own.is_empty() {
        let own = manifest.terms.own.iter().map(|(key, given)| [key.as_str(), &given.typed.value]);
        said["terms"] = json!(own.collect::<Vec<_>>());
    }
    if let Some(chapters) = manifest.page.chapters {
        said["chapters"] = json!(chapters.name());
    }
    if let Some(size) = manifest.page.size {
        said["page-size"] = json!(size.name());
    }
    if let Some(contents) = manifest.contents.filter(|contents| *contents != Contents::default()) {
        said["contents"] = json!(contents.written());
    }
    if let Some(edition) = &manifest.edition {
        let [name, note] = [Some(&edition.name), edition.note.as_ref()].map(|text| text.map(Text::as_str));
        let responsible = edition.responsible.as_ref().map(Text::as_str);
        said["edition"] = json!([name, edition.date.value.to_string(), responsible, note]);
    }
    if let Some(logo) = &manifest.logo {
        let digest = project.file(&logo.file.value).map(|file| file.digest().to_string());
        said["logo"] = json!([logo.file.value, logo.alt.as_str(), digest]);
    }
    if !manifest.imprint.is_empty() {
        let rows = manifest.imprint.iter().map(|(label, text)| [label.as_str(), text.as_str()]);
        said["imprint"] = json!(rows.collect::<Vec<_>>());
    }
    if !manifest.distribution.is_empty() {
        let cells = |one: &Recipient| json!(one.cells().map(|cell| cell.map(Text::as_str)));
        said["distribution"] = json!(manifest.distribution.iter().map(cells).collect::<Vec<_>>());
    }
    Digest::of_parts([said.to_string().as_bytes()]).to_string()
}

/// The digest of the works that a paper may cite and of the style in which it does; empty for a paper without.
pub(super) fn of_bibliography(project: &Project, manifest: &Manifest) -> String {
    let Some(choice) = &manifest.bibliography else { return String::new() };
    let paths = choice.files.iter().map(|file| format!("bibliography/{}", file.value));
    // As in the manifest: what is not said changes nothing.
    let name = match choice.nocite.written() {
        nocite if nocite.is_empty() => choice.style.value.clone(),
        nocite => json!([choice.style.value, nocite]).to_string(),
    };
    of_files(project, &name, paths)
}

/// The digests of what gives a paper its look and its marking: of the paper's own files, and of those that come with
/// chancery.
pub(super) fn of_template(project: &Project, manifest: &Manifest) -> [String; 2] {
    let folder = format!("templates/{}", manifest.template.value);
    let scheme = manifest.marking.iter().map(|choice| format!("templates/marking/{}.toml", choice.scheme.value));
    let files = project.paths_in(&folder).map(str::to_owned).chain(scheme);
    let (builtin, own) = files.partition::<Vec<_>, _>(|path| project.is_builtin(path));
    [own, builtin].map(|paths| match paths.is_empty() {
        true => String::new(),
        false => of_files(project, &folder, paths.into_iter()),
    })
}

/// Text counts as stages read it: the ends of its lines say nothing.
fn of_files(project: &Project, name: &str, paths: impl Iterator<Item = String>) -> String {
    let mut parts = vec![name.as_bytes().to_vec()];
    for path in paths {
        parts.push(project.file(&path).map_or(Vec::new(), |file| file.text_digest().as_bytes().to_vec()));
        parts.push(path.into_bytes());
    }
    Digest::of_parts(parts.iter().map(Vec::as_slice)).to_string()
}
