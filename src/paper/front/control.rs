//! The rows of the document control table.

use crate::manifest::{CopyNumber, Manifest, Party};
use crate::marking::Level;
use crate::section::Text;
use crate::terms::{Pattern, Terms};

use super::date::date;

/// One row: a label and what stands beside it, a line each.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlRow {
    pub field: Field,
    pub label: String,
    /// Of a party, the role of which the label was made.
    pub role: Option<Text>,
    pub lines: Vec<Text>,
}

/// What a row is about, whatever it is called in the paper's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Kind,
    Reference,
    Version,
    Date,
    Status,
    Marking,
    Copy,
    Party,
    Edition,
    EditionDate,
    Responsible,
}

impl Field {
    /// As templates know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Reference => "reference",
            Self::Version => "version",
            Self::Date => "date",
            Self::Status => "status",
            Self::Marking => "marking",
            Self::Copy => "copy",
            Self::Party => "party",
            Self::Edition => "edition",
            Self::EditionDate => "edition-date",
            Self::Responsible => "responsible",
        }
    }
}

/// The rows in the order in which they are printed.
pub fn rows(manifest: &Manifest, marking: Option<&Level>, terms: &Terms) -> Vec<ControlRow> {
    let Manifest { version, date: day, status, .. } = manifest;
    let (words, choice) = (&terms.control, manifest.marking.as_ref());
    let mut rows = Vec::new();
    let mut add = |field, label: &str, line: Text| {
        rows.push(ControlRow { field, label: label.to_owned(), role: None, lines: vec![line] });
    };
    if let Some(kind) = &manifest.kind {
        add(Field::Kind, &words.kind, kind.clone());
    }
    if let Some(reference) = choice.and_then(|choice| choice.reference.as_ref()) {
        add(Field::Reference, &words.reference, reference.clone());
    }
    add(Field::Version, &words.version, Text::computed(version.span, version.value.to_string()));
    add(Field::Date, &words.date, Text::computed(day.span, date(day.value, terms)));
    add(Field::Status, &words.status, Text::computed(status.span, terms.status_name(status.value)));
    if let Some((choice, level)) = choice.zip(marking) {
        add(Field::Marking, &words.marking, Text::computed(choice.level.span, level.text.as_str()));
    }
    if let Some(number) = choice.and_then(|choice| choice.copy.as_ref()) {
        add(Field::Copy, &words.copy, Text::computed(number.span, copy(number.value, &words.copy_of)));
    }
    rows.extend(manifest.parties.iter().map(party));
    rows
}

/// Which copy of how many, in one of the two ways to say so.
pub(super) fn copy(copy: CopyNumber, words: &Pattern<2>) -> String {
    words.fill([&copy.number.to_string(), &copy.total.to_string()])
}

fn party(party: &Party) -> ControlRow {
    let Party { role, names } = party;
    ControlRow { field: Field::Party, label: label(role), role: Some(role.clone()), lines: names.clone() }
}

/// A role as a label: `co-drivers` → `Co-drivers`.
fn label(role: &str) -> String {
    let mut characters = role.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
