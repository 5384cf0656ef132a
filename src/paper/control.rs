//! What a paper says of itself on its first page: the rows of the document control table.

use serde::Serialize;

use crate::manifest::{CopyNumber, Manifest, PartialDate, Party};
use crate::marking::Level;
use crate::source::Spanned;
use crate::terms::Terms;

/// One row: a label and what stands beside it, a line each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlRow {
    pub label: String,
    pub lines: Vec<String>,
}

/// The rows in the order in which they are printed.
pub fn rows(manifest: &Manifest, marking: Option<&Level>, words: &Terms) -> Vec<ControlRow> {
    let row = |label: &str, line: String| ControlRow { label: label.to_owned(), lines: vec![line] };
    let kind = manifest.kind.as_ref().map(|kind| row(words.kind, kind.value.clone()));
    let fixed = [
        row(words.version, manifest.version.value.to_string()),
        row(words.date, date(manifest.date.value, words)),
        row(words.status, words.status_name(manifest.status.value).to_owned()),
    ];
    let marking = marking.map(|level| row(words.marking, level.text.clone()));
    let choice = manifest.marking.as_ref();
    let reference = choice.and_then(|choice| choice.reference.as_ref());
    let reference = reference.map(|reference| row(words.reference, reference.value.clone()));
    let number = choice.and_then(|choice| choice.copy.as_ref());
    let number = number.map(|number| row(words.copy, copy(number.value, words)));
    let parties = manifest.parties.iter().map(party);
    kind.into_iter().chain(reference).chain(fixed).chain(marking).chain(number).chain(parties).collect()
}

/// `1 of 3`, the numbers kept together.
pub fn copy(copy: CopyNumber, words: &Terms) -> String {
    format!("{}\u{a0}{}\u{a0}{}", copy.number, words.of, copy.total)
}

/// A date as precisely as it is known.
pub fn date(date: PartialDate, words: &Terms) -> String {
    words.date(date.year, date.month, date.day)
}

fn party(party: &Party) -> ControlRow {
    let names = party.names.iter().map(|name| name.value.clone());
    ControlRow { label: label(&party.role), lines: names.collect() }
}

/// A role as a label: `co-drivers` → `Co-drivers`.
fn label(role: &Spanned<String>) -> String {
    let mut characters = role.value.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
