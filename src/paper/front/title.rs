//! The title block, and the title by which readers of the PDF know it.

use semver::Version;

use crate::manifest::Manifest;
use crate::section::Text;
use crate::terms::Terms;

use super::date::date;

#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    pub kind: Option<Text>,
    pub title: Text,
    pub subtitle: Option<Text>,
    pub authors: Vec<Text>,
    pub date: Text,
    /// Authors and date in one line.
    pub byline: String,
    /// What a reader's window and a catalogue show.
    pub document: String,
    /// What a redline is called, on its first page and at the foot of all: none may be taken for one of the paper.
    pub redline: Option<String>,
}

impl Title {
    pub(super) fn of(manifest: &Manifest, terms: &Terms) -> Self {
        let Manifest { kind, title, subtitle, authors, .. } = manifest;
        let date = Text::computed(manifest.date.span, date(manifest.date.value, terms));
        let byline: Vec<&str> = authors.iter().chain([&date]).map(Text::as_str).collect();
        let document = match subtitle {
            Some(subtitle) => terms.title.with_subtitle.fill([title, subtitle]),
            None => title.to_string(),
        };
        Self {
            kind: kind.clone(),
            title: title.clone(),
            subtitle: subtitle.clone(),
            authors: authors.clone(),
            byline: byline.join(&terms.comma),
            date,
            document,
            redline: None,
        }
    }

    /// This title with the versions that a redline compares.
    pub(super) fn of_redline(self, old: &Version, new: &Version, terms: &Terms) -> Self {
        let [old, new] = [old, new].map(Version::to_string);
        let document = terms.title.of_redline.fill([&self.document, &old, &new]);
        let words = &terms.redline;
        let redline = if old == new { words.title_of_one.fill([&new]) } else { words.title.fill([&old, &new]) };
        Self { document, redline: Some(redline), ..self }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        let Self { kind, title, subtitle, authors, date, .. } = self;
        [title].into_iter().chain(subtitle).chain(kind).chain(authors).chain([date])
    }
}
