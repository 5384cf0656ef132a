//! What a template can name: the paper's metadata, ready to be printed as Typst literals.

use serde::Serialize;

use crate::manifest::{HistoryEntry, Manifest, PartialDate};
use crate::marking::{Demand, Level};
use crate::paper::Paper;
use crate::paper::control::{self, ControlRow};
use crate::section::{Status, Text};
use crate::terms::Terms;
use crate::value::Context;

use super::{SUMMARY, virtual_path};

/// The values for `paper.typ`.
pub fn of(paper: &Paper) -> Context {
    let manifest = &paper.manifest;
    let words = paper.terms;
    Context::new(Names {
        paper: Metadata::of(paper, words),
        marking: paper.marking.as_ref().map(|level| Marking::of(level, paper, words)),
        control: control::rows(manifest, own_marking(paper), words),
        history: manifest.history.iter().map(|entry| HistoryRow::of(entry, words)).collect(),
        history_title: &words.history.title,
        abbreviations: manifest.abbreviations.iter().map(|(short, long)| Abbreviation { short, long }).collect(),
        abbreviations_title: &words.abbreviations,
        terms: Words {
            page_of: words.page_of.fill(["{page}", "{pages}"]),
            draft: &words.draft_mark,
            version: &words.history.version,
            date: &words.history.date,
            status: &words.history.status,
            summary: &words.history.summary,
        },
        sections: paper
            .sections
            .iter()
            .map(|section| Included { path: format!("/{}", virtual_path(&section.path)) })
            .collect(),
        summary: paper.older.as_ref().map(|_| Included { path: format!("/{SUMMARY}") }),
    })
}

#[derive(Serialize)]
struct Names<'a> {
    paper: Metadata<'a>,
    marking: Option<Marking<'a>>,
    /// The rows of the document control table.
    control: Vec<ControlRow>,
    history: Vec<HistoryRow<'a>>,
    history_title: &'a str,
    abbreviations: Vec<Abbreviation<'a>>,
    abbreviations_title: &'a str,
    terms: Words<'a>,
    sections: Vec<Included>,
    /// What changed, on pages of its own; [`None`] of a paper that is no redline.
    summary: Option<Included>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    /// What readers of the PDF see in the window's title.
    document_title: String,
    kind: Option<&'a str>,
    version: String,
    status: &'a str,
    draft: bool,
    line_numbers: bool,
    date: Date,
    date_text: String,
    language: &'a str,
    region: Option<&'a str>,
    authors: Vec<&'a str>,
    author_text: String,
    contents: bool,
    contents_title: &'a str,
    keywords: Vec<&'a str>,
}

impl<'a> Metadata<'a> {
    fn of(paper: &'a Paper, words: &'a Terms) -> Self {
        let manifest = &paper.manifest;
        let status = manifest.status.value;
        let (language, region) = language(&manifest.language.value);
        let authors: Vec<&str> = manifest.authors.iter().map(Text::as_str).collect();
        Self {
            title: &manifest.title,
            subtitle: manifest.subtitle.as_deref(),
            document_title: document_title(paper, words),
            kind: manifest.kind.as_deref(),
            version: manifest.version.value.to_string(),
            status: status.name(),
            draft: status != Status::Final,
            line_numbers: status == Status::Consultation,
            date: Date::of(manifest.date.value),
            date_text: control::date(manifest.date.value, words),
            language,
            region,
            author_text: authors.join(", "),
            authors,
            contents: manifest.contents,
            contents_title: &words.contents,
            keywords: paper.marking.iter().map(|level| level.text.as_str()).collect(),
        }
    }
}

/// What the paper itself is marked with, and not the redline that it is the newer version of.
fn own_marking(paper: &Paper) -> Option<&Level> {
    paper.older.as_ref().map_or(paper.marking.as_ref(), |older| older.newer_marking.as_ref())
}

/// What readers of the PDF see in the window's title; of a redline, with the versions that it compares.
fn document_title(paper: &Paper, words: &Terms) -> String {
    let Manifest { title, subtitle, version, .. } = &*paper.manifest;
    let whole = match subtitle {
        Some(subtitle) => words.title.with_subtitle.fill([title, subtitle]),
        None => title.to_string(),
    };
    match &paper.older {
        Some(older) => {
            let [old, new] = [&older.manifest.version.value, &version.value].map(ToString::to_string);
            words.title.of_redline.fill([&whole, &old, &new])
        }
        None => whole,
    }
}

/// The first day that a date can mean: year, month, day. `value` prints this form as a call of `datetime`.
#[derive(Serialize)]
struct Date {
    #[serde(rename = "$datetime")]
    first: (u16, u8, u8),
}

impl Date {
    fn of(date: PartialDate) -> Self {
        Self { first: (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)) }
    }
}

#[derive(Serialize)]
struct Marking<'a> {
    text: &'a str,
    header: bool,
    footer: bool,
    alignment: &'a str,
    colour: Option<&'a str>,
    background: Option<&'a str>,
    /// In points.
    size: Option<f64>,
    /// What the level demands on each page beside the page's number: reference, number of the copy.
    foot: Vec<String>,
}

impl<'a> Marking<'a> {
    fn of(level: &'a Level, paper: &Paper, words: &Terms) -> Self {
        // Of a redline, the version first whose marking it is.
        let older = paper.older.as_ref().map(|older| &older.manifest);
        let is_new = own_marking(paper).is_some_and(|own| own.text == level.text);
        let newer = [is_new.then_some(&paper.manifest), older, Some(&paper.manifest)];
        let choices = || newer.into_iter().flatten().filter_map(|manifest| manifest.marking.as_ref());
        let foot = level.demands.iter().filter_map(|demand| match demand {
            Demand::Reference => choices().find_map(|choice| Some(choice.reference.as_ref()?.to_string())),
            Demand::CopyNumber => {
                let copy = choices().find_map(|choice| Some(choice.copy.as_ref()?.value))?;
                Some(control::copy(copy, &words.control.copy_alone))
            }
            Demand::PageNumber | Demand::Date => None,
        });
        Self {
            foot: foot.collect(),
            text: &level.text,
            header: level.header,
            footer: level.footer,
            alignment: &level.alignment,
            colour: level.colour.as_deref(),
            background: level.background.as_deref(),
            size: level.size,
        }
    }
}

#[derive(Serialize)]
struct HistoryRow<'a> {
    version: String,
    date: String,
    status: &'a str,
    summary: &'a str,
}

impl<'a> HistoryRow<'a> {
    fn of(entry: &'a HistoryEntry, words: &'a Terms) -> Self {
        let status = entry.status.as_str();
        let known = Status::ALL.into_iter().find(|known| known.name() == status);
        Self {
            version: entry.version.value.to_string(),
            date: control::date(entry.date.value, words),
            status: known.map_or(status, |known| words.status_name(known)),
            summary: &entry.summary,
        }
    }
}

#[derive(Serialize)]
struct Abbreviation<'a> {
    short: &'a str,
    long: &'a str,
}

/// The paper's fixed words, in its language.
#[derive(Serialize)]
struct Words<'a> {
    /// With `{page}` and `{pages}` where their numbers stand, which only the layout knows.
    page_of: String,
    draft: &'a str,
    version: &'a str,
    date: &'a str,
    status: &'a str,
    summary: &'a str,
}

#[derive(Serialize)]
struct Included {
    /// From the root of the virtual tree.
    path: String,
}

/// Language and region of a BCP 47 tag: `en-GB` → `en`, `GB`.
fn language(tag: &str) -> (&str, Option<&str>) {
    let mut subtags = tag.split('-');
    (subtags.next().unwrap_or(tag), subtags.find(|subtag| subtag.len() == 2))
}
