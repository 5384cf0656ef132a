//! Where a bibliography file names works: their own entries, and those that they lead to.

use std::ops::Range;

use super::raw::{RawEntry, Text};
use super::read::Format;
use super::work::Work;
use super::{csl, ris, syntax, yaml};
use crate::diagnostic::Diagnostics;
use crate::source::{Source, Span};

/// The key of an entry, where a bibliography file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlace {
    pub key: String,
    /// The characters of the key; where it is not written so (an escape, a key that was made), what it comes from.
    pub span: Span,
    /// Whether the key stands at its place letter by letter.
    pub is_typed: bool,
    /// The whole entry, if it is its own key; [`None`] where an entry leads to another.
    pub entry: Option<Span>,
}

/// Fields of BibLaTeX that hold the keys of other entries (its manual, 2.2.3 and 3.14).
pub const LINKS: [&str; 5] = ["crossref", "entryset", "related", "xdata", "xref"];

/// Every key that stands in a file below `bibliography/`, as far as it can be read, in the order in which they stand.
pub fn key_places(source: &Source) -> Vec<KeyPlace> {
    let nobody = &mut Diagnostics::new();
    let mut places = Vec::new();
    match Format::of(source.path(), source.text()) {
        Some(Format::Bib) => places = of_entries(source, &syntax::parse(source, nobody)),
        Some(Format::Ris) => places = of_entries(source, &ris::entries(source, nobody)),
        Some(Format::CslJson) => of_works(source, csl::json(source, nobody), &mut places),
        Some(Format::CslYaml) => of_works(source, csl::yaml(source, nobody), &mut places),
        Some(Format::Hayagriva) => of_works(source, yaml::works(source, nobody), &mut places),
        None => {}
    }
    places.sort_by_key(|place| place.span.start);
    places
}

fn of_entries(source: &Source, entries: &[RawEntry]) -> Vec<KeyPlace> {
    let mut places = Vec::new();
    for entry in entries {
        places.push(place(source, entry.key.text.clone(), entry.key.span, Some(entry.span)));
        for field in LINKS.iter().filter_map(|name| entry.field(name)) {
            for range in keys(source.slice(field.value.span)) {
                let span = field.value.span.part(range);
                places.push(place(source, source.slice(span).to_owned(), span, None));
            }
        }
    }
    places
}

fn of_works(source: &Source, works: Vec<(Text, Option<Work>)>, places: &mut Vec<KeyPlace>) {
    for (key, work) in works {
        let entry = work.map_or(key.span, |work| work.span);
        places.push(place(source, key.text, key.span, Some(entry)));
    }
}

/// The keys between commas.
fn keys(value: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    value.split(',').filter_map(move |part| {
        let at = start + part.len() - part.trim_start().len();
        start += part.len() + 1;
        (!part.trim().is_empty()).then(|| at..at + part.trim().len())
    })
}

/// A key at the characters that are its own: without the quotes that may be around it.
fn place(source: &Source, key: String, span: Span, entry: Option<Span>) -> KeyPlace {
    let written = source.slice(span);
    let inner = written.trim_matches(['"', '\'', ' ']);
    let start = written.len() - written.trim_start_matches(['"', '\'', ' ']).len();
    let is_typed = inner == key;
    let span = if is_typed { span.part(start..start + inner.len()) } else { span };
    KeyPlace { key, span, is_typed, entry }
}
