//! What an edition says of itself, apart from what is said of the paper that it gives again.

use super::control::{ControlRow, Field};
use super::date::date;
use crate::manifest::{self, Manifest};
use crate::section::Text;
use crate::terms::Terms;

#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// What it is called on each page: its name and version.
    pub called: Text,
    /// In the order in which they are printed.
    pub rows: Vec<ControlRow>,
    pub note: Option<Text>,
}

impl Edition {
    pub(super) fn of(manifest: &Manifest, terms: &Terms) -> Option<Self> {
        let edition = manifest.edition.as_ref()?;
        Some(Self { called: called(edition), rows: rows(edition, terms), note: edition.note.clone() })
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.rows.iter().flat_map(|row| &row.lines).chain(&self.note)
    }
}

/// What is said of the edition beside its status.
pub fn rows(edition: &manifest::Edition, terms: &Terms) -> Vec<ControlRow> {
    let row = |field, label: &str, line| ControlRow { field, label: label.to_owned(), role: None, lines: vec![line] };
    let day = Text::computed(edition.date.span, date(edition.date.value, terms));
    let mut rows = vec![
        row(Field::Edition, &terms.edition.name, called(edition)),
        row(Field::EditionDate, &terms.control.date, day),
    ];
    let responsible = edition.responsible.as_ref();
    rows.extend(responsible.map(|name| row(Field::Responsible, &terms.edition.responsible, name.clone())));
    rows
}

/// `Restated edition 1.1`.
fn called(edition: &manifest::Edition) -> Text {
    match &edition.version {
        Some(version) => Text::computed(edition.name.span(), format!("{} {}", edition.name.as_str(), version.as_str())),
        None => edition.name.clone(),
    }
}
