//! Manuscripts of other tools → a paper: Markdown of pandoc, Quarto, MyST, Sphinx, mdBook, MkDocs, kramdown-rfc, mmark,
//! Manubot, Jekyll, GitBook and GitHub, and notebooks.
//!
//! ```text
//! shelf ─ sources ─► chapters ─ tags, tex, html, blocks ─► blocks of ours ─ inlines ─► sections ─ settle ─► a paper
//!                                                           every step adds remarks at their places
//! ```
//!
//! 1. `sources` finds out what lies there and in which order; a new kind of manuscript is a file there.
//! 2. `cleaning`, `tags` (commands of templates) and `tex` take out what no block is made of; `html` and `blocks`
//!    translate each file line by line, `inlines` what stands in its lines, once all labels are known.
//! 3. `parts` gives headings their levels, `sections` makes files with their notes; `paper` writes paper.toml.
//! 4. `settle` checks the paper, applies the fixes of `check --fix` until none is left, and makes literal what no
//!    paper can have, until there is no error.
//!
//! No word is lost: what is in no section stands in a remark.

mod attributes;
mod blocks;
mod cleaning;
mod context;
mod examples;
mod framed;
mod frozen;
mod html;
mod includes;
mod inlines;
mod labels;
mod links;
mod maths;
mod meta;
mod mmark;
mod notebook;
mod paper;
mod parts;
mod pictures;
mod remark;
mod report;
mod rfc;
mod scan;
mod sections;
mod settle;
mod shelf;
mod sources;
mod tags;
mod tex;
mod works;

use std::collections::BTreeMap;

use context::{Context, Found};
use inlines::{Inlines, Values};
use labels::Labels;
use meta::{Value, front};
use pictures::Pictures;
use remark::{Marked, Remarks};
use sources::{Chapter, Manuscript};

pub use remark::{Remark, Weight};
pub use shelf::{Files, Shelf};

/// A paper that was made of a manuscript.
#[derive(Debug)]
pub struct Imported {
    /// All its files but those that every new paper has.
    pub files: Vec<(String, Vec<u8>)>,
    /// What its author has to know, in order of place: file, line and column from 1.
    pub remarks: Vec<(String, usize, usize, Remark)>,
    /// What it was written with.
    pub tool: &'static str,
    pub sections: usize,
    pub words: usize,
    pub images: usize,
    /// Whether a draft of it can be printed.
    pub is_sound: bool,
}

/// Why there is nothing to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No file is a text of a kind that is known.
    NoText,
    /// The one file cannot be had.
    Unread(String),
    /// It is no text in UTF-8.
    NotUtf8,
}

/// A file, translated block by block.
struct Translated {
    chapter: Chapter,
    front: Value,
    text: String,
    notes: Vec<String>,
    definitions: Vec<String>,
}

/// A file of the paper, and the file that it was made of.
struct Section {
    name: String,
    text: String,
    source: String,
}

/// The name of the file with all remarks.
pub const REPORT: &str = "IMPORTED.md";

/// What a paper has whose manuscript says nothing of it.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'b> {
    pub slug: &'b str,
    pub date: &'b str,
    pub template: &'b str,
}

/// Makes a paper of what lies on the shelf, or of one file of it.
pub fn import(shelf: &dyn Shelf, file: Option<&str>, beginning: &Beginning) -> Result<Imported, Refusal> {
    let shelf: &dyn Shelf = &notebook::Opened::new(shelf);
    let manuscript = sources::read(shelf, file);
    if let Some(file) = file {
        let bytes = shelf.read(file).map_err(Refusal::Unread)?;
        String::from_utf8(bytes).map_err(|_| Refusal::NotUtf8)?;
    }
    let (mut remarks, mut labels, mut pictures) = (Remarks::default(), Labels::default(), Pictures::default());
    let mut found = Found::default();
    let mut translated = Vec::new();
    let mut is_back = false;
    let mut macros = tex::Macros::of(&manuscript.settings);
    for named in &manuscript.missing {
        let what = format!("the list of chapters names `{named}`: there is no such text");
        remarks.add(Remark::to_do(what, "Bring the file, begin once more, or write a section of what it says."));
    }
    remarks.all_of("files about the repository, which were left out", &manuscript.about);
    for chapter in &manuscript.chapters {
        let text = sources::text(shelf, &chapter.path);
        let is_notebook = chapter.path.ends_with(notebook::ENDING);
        let text = if is_notebook { text.and_then(|json| notebook::text(&chapter.path, &json)) } else { text };
        let Some(text) = text else {
            let what = format!("the file `{}` is no text, or cannot be read", chapter.path);
            remarks.add(Remark::to_do(what, "Write a section of what it says."));
            continue;
        };
        let kept = if is_notebook { None } else { frozen::text(shelf, &chapter.path, &text) };
        let text = kept.unwrap_or(text);
        let mut front = front::read(&text);
        let top = text[..front.body].trim();
        if front.value == Value::Nothing && top.contains(char::is_alphanumeric) {
            let what = format!("what stands at the top of `{}`, which cannot be read", chapter.path);
            remarks.add(Remark::to_do(what, "Say in paper.toml what it says of the paper.").without(top));
        }
        let is_mmark = mmark::is_one(&text);
        let body = mmark::without_works(&text[front.body..], is_mmark, &mut front.value);
        let settings = [&front.value, &manuscript.settings];
        let is_off = |name: &str, off: &str| {
            settings.iter().find_map(|value| value.at(&["execute", name])).and_then(Value::text) == Some(off)
        };
        let kernel = ["kernelspec", "jupytext", "file_format", "jupyter"].iter().find_map(|key| front.value.get(key));
        let mut context = Context {
            shelf,
            remarks: &mut remarks,
            labels: &mut labels,
            macros: &mut macros,
            path: chapter.path.clone(),
            open: Vec::new(),
            put_in: 0,
            nest: 0,
            found: Found {
                hides_code: is_off("echo", "false") || found.hides_code && manuscript.tool == "bookdown",
                runs_nothing: is_off("eval", "false")
                    || is_off("enabled", "false")
                    || is_off("execute_notebooks", "off")
                    || found.runs_nothing && manuscript.tool == "bookdown",
                has_kernel: kernel.is_some() || !chapter.path.to_lowercase().ends_with(".md"),
                is_back,
                is_mmark,
                ..Found::default()
            },
        };
        let text = blocks_of(&body, &mut context, 0, false);
        let own = context.found;
        found.take(&own);
        is_back = own.is_back;
        // A file that was a list of contents alone.
        let is_list = own.has_contents || own.lists_figures || own.lists_tables;
        if is_list && !manuscript.is_one_file && parts::is_bare(&text) {
            continue;
        }
        let text = parts::titled(text, chapter, &front.value, &manuscript, &mut remarks);
        let (notes, definitions) = (own.notes, own.definitions);
        translated.push(Translated { chapter: chapter.clone(), front: front.value, text, notes, definitions });
    }
    if !manuscript.is_one_file && file.is_none() {
        remarks
            .all_of("texts that no list of chapters names, which were left out", &manuscript.unlisted(shelf, &found));
    }
    // Where nobody lists the chapters, what another puts in is none itself.
    if manuscript.tool == "a folder" {
        let is_put_in = |path: &String, by: &dyn Fn(&String) -> bool| {
            found.included.iter().any(|(top, own)| own == path && top != path && by(top))
        };
        translated.retain(|file| !is_put_in(&file.chapter.path, &|top| !is_put_in(top, &|_| true)));
    }
    let is_empty = |file: &Translated| file.text.trim().is_empty() && file.notes.is_empty();
    if translated.iter().all(is_empty) {
        return Err(Refusal::NoText);
    }
    let mut settings = paper::Settings::of(&manuscript, &translated);
    for (path, named) in values_files(&translated) {
        let text = sources::text(shelf, &context::resolve(&path, &named));
        text.iter().for_each(|text| settings.know(&meta::yaml::read(text)));
    }
    translated.iter().for_each(|file| settings.references.extend(works::called(&file.text, &settings.references)));
    works::lone_list(&mut translated, &mut found, &mut remarks);
    let works = works::find(shelf, &manuscript, &settings, &found, &mut remarks);
    if manuscript.is_one_file && settings.title.is_none() {
        settings.title = parts::lone_title(&translated[0].text);
        if settings.title.is_some() {
            translated[0].text = parts::without_first(&translated[0].text);
        }
    }
    if settings.title.is_none() {
        settings.title = parts::first_title(&translated[0].text).filter(|title| !paper::is_of_any(title));
    }
    if settings.is_guessed {
        let what = format!("the language of the text, which nothing says: it looks like `{}`", settings.language);
        remarks.add(Remark::to_know(what, "Correct `language` in paper.toml if it is another."));
    }
    let mut above = parts::Above::default();
    for file in &mut translated {
        let groups = parts::groups(&file.chapter.groups, &mut above);
        file.text = groups + &parts::level(&file.text, 1 + file.chapter.level.min(3), &mut above);
        labels.headings(&file.chapter.path, &file.text);
        register_images(&file.chapter.path, &file.text, &mut labels);
    }
    let mut values = Values::of(&manuscript.settings);
    values.extend(settings.values());
    for file in &mut translated {
        let mut inlines = Inlines {
            shelf,
            remarks: &mut remarks,
            labels: &mut labels,
            pictures: &mut pictures,
            path: file.chapter.path.clone(),
            notes: Vec::new(),
            note_count: 0,
            front: Values::of(&file.front),
            values: &values,
            works: &works.keys,
            aliases: &works.aliases,
            addresses: BTreeMap::new(),
        };
        inlines.define(&file.definitions);
        file.text = framed::settled(&inlines.translate(&file.text));
        file.notes = file.notes.iter().map(|note| inlines.note(note)).collect();
        file.definitions.retain(|definition| inlines.keeps(definition));
        file.notes.append(&mut inlines.notes);
    }
    for file in &mut translated {
        file.text = labels.write(&file.chapter.path, &file.text);
    }
    let sections = sections::made(&manuscript, translated, &mut settings, &mut remarks);
    Ok(Parts { sections, settings, works, pictures, found, remarks }.joined(&manuscript, beginning))
}

/// The blocks of a text, when what no block is made of is out of it: commands of templates and of TeX.
fn blocks_of(text: &str, context: &mut Context, depth: usize, is_inner: bool) -> String {
    let text = context.macros.apply(&cleaning::cleaned(text));
    let text = if context.found.is_mmark { mmark::translated(&text) } else { text };
    let text = context.labels.examples.numbered(&text);
    let text = tags::translate(&text, context);
    let text = tex::translate(&text, context);
    blocks::translate(&text, context, depth, is_inner)
}

/// What a paper is made of, when all its files are translated.
struct Parts {
    sections: Vec<Section>,
    settings: paper::Settings,
    works: works::Works,
    pictures: Pictures,
    found: Found,
    remarks: Remarks,
}

impl Parts {
    /// Names the files, settles what is in them and lists the remarks.
    fn joined(self, manuscript: &Manuscript, beginning: &Beginning) -> Imported {
        let Self { sections, settings, works, pictures, found, mut remarks } = self;
        let mut texts: BTreeMap<String, Marked> = BTreeMap::new();
        let mut names: Vec<String> = Vec::new();
        let mut origins = Vec::new();
        for Section { name, text, source } in sections {
            texts.insert(format!("sections/{name}"), Marked::new(&text));
            origins.push((name.clone(), source));
            names.push(name);
        }
        let cites = texts.values().any(|text| text.text.contains('@'));
        works.list(&mut texts, &mut names, cites, found.lists_works, &settings.language);
        let (manifest, left_over) = settings.written(&names, &works, &found, beginning);
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        files.insert("paper.toml".to_owned(), manifest.into_bytes());
        files.extend(works.files.iter().map(|(name, bytes)| (format!("bibliography/{name}"), bytes.clone())));
        let images = pictures.files.len();
        files.extend(pictures.files.into_iter().map(|(name, bytes)| (format!("sections/{name}"), bytes)));
        let settled = settle::settle(files, texts, &mut remarks);
        let (words, is_sound) = (settled.words, settled.is_sound);
        let remarks = report::placed(&settled, &remarks);
        let text = report::written(manuscript.tool, &remarks, &left_over, &origins);
        let mut files: Vec<(String, Vec<u8>)> = settled.files.into_iter().collect();
        files.extend(settled.texts.into_iter().map(|(path, text)| (path, text.text.into_bytes())));
        files.push((REPORT.to_owned(), text.into_bytes()));
        Imported { files, remarks, tool: manuscript.tool, sections: names.len(), words, images, is_sound }
    }
}

/// Files of values that texts can name: which file names them, and how.
fn values_files(files: &[Translated]) -> Vec<(String, String)> {
    let named = files.iter().flat_map(|file| {
        let keys = ["metadata-files", "metadata-file"].iter().filter_map(|key| file.front.get(key));
        keys.flat_map(Value::texts).map(|name| (file.chapter.path.clone(), name.to_owned())).collect::<Vec<_>>()
    });
    named.chain(std::iter::once((String::new(), "_variables.yml".to_owned()))).collect()
}

/// Makes the labels of images known.
fn register_images(path: &str, text: &str, labels: &mut Labels) {
    for (at, _) in text.match_indices("){") {
        let rest = &text[at + 2..];
        let Some(end) = rest.find('}') else { continue };
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        if let Some(id) = attributes::Attributes::read(&rest[..end]).id.filter(|_| line.contains("![")) {
            labels.add(path, &id);
        }
    }
}

impl Found {
    fn take(&mut self, other: &Self) {
        self.abbreviations.extend(other.abbreviations.iter().cloned());
        self.bibliographies.extend(other.bibliographies.iter().cloned());
        self.has_contents |= other.has_contents;
        self.lists_figures |= other.lists_figures;
        self.lists_tables |= other.lists_tables;
        self.hides_code |= other.hides_code;
        self.runs_nothing |= other.runs_nothing;
        self.included.extend(other.included.iter().cloned());
        self.lists_works |= other.lists_works;
    }
}

impl Inlines<'_> {
    /// A definition of a note, whose words are text.
    fn note(&mut self, note: &str) -> String {
        let end = note.find("]:").map_or(0, |end| end + 2);
        format!("{}{}", &note[..end], self.translate(&note[end..]))
    }
}
