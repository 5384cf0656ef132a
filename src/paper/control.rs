//! What a paper says of itself on its first page: the rows of the document control table.

use serde::Serialize;

use crate::manifest::{CopyNumber, Manifest, PartialDate, Party};
use crate::marking::Level;
use crate::terms::{Pattern, Terms};

/// One row: a label and what stands beside it, a line each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlRow {
    pub label: String,
    pub lines: Vec<String>,
}

/// The rows in the order in which they are printed.
pub fn rows(manifest: &Manifest, marking: Option<&Level>, words: &Terms) -> Vec<ControlRow> {
    let row = |label: &str, line: String| ControlRow { label: label.to_owned(), lines: vec![line] };
    let kind = manifest.kind.as_ref().map(|kind| row(&words.control.kind, kind.to_string()));
    let fixed = [
        row(&words.control.version, manifest.version.value.to_string()),
        row(&words.control.date, date(manifest.date.value, words)),
        row(&words.control.status, words.status_name(manifest.status.value).to_owned()),
    ];
    let marking = marking.map(|level| row(&words.control.marking, level.text.clone()));
    let choice = manifest.marking.as_ref();
    let reference = choice.and_then(|choice| choice.reference.as_ref());
    let reference = reference.map(|reference| row(&words.control.reference, reference.to_string()));
    let number = choice.and_then(|choice| choice.copy.as_ref());
    let number = number.map(|number| row(&words.control.copy, copy(number.value, &words.control.copy_of)));
    let parties = manifest.parties.iter().map(party);
    kind.into_iter().chain(reference).chain(fixed).chain(marking).chain(number).chain(parties).collect()
}

/// Which copy of how many, in one of the two ways to say so.
pub fn copy(copy: CopyNumber, words: &Pattern<2>) -> String {
    words.fill([&copy.number.to_string(), &copy.total.to_string()])
}

/// A date as precisely as it is known.
pub fn date(date: PartialDate, words: &Terms) -> String {
    words.date(date.year, date.month, date.day)
}

fn party(party: &Party) -> ControlRow {
    let names = party.names.iter().map(|name| name.to_string());
    ControlRow { label: label(&party.role), lines: names.collect() }
}

/// A role as a label: `co-drivers` → `Co-drivers`.
fn label(role: &str) -> String {
    let mut characters = role.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
