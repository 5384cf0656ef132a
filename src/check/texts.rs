//! All that a manifest says in words.

use crate::manifest::{Manifest, Recipient};
use crate::section::Text;
use crate::source::Span;
use crate::table::Datum;

/// Titles, names, long forms and the history.
pub(super) fn of(manifest: &Manifest) -> impl Iterator<Item = &Text> {
    let Manifest { title, subtitle, kind, authors, edition, parties, abbreviations, history, marking, imprint, .. } =
        manifest;
    let of_edition = edition.iter().flat_map(|edition| {
        let (version, note) = (&edition.version, &edition.note);
        std::iter::once(&edition.name).chain(version).chain(&edition.responsible).chain(note)
    });
    let of_marking = marking.iter().flat_map(|choice| choice.reference.iter().chain(&choice.reason));
    std::iter::once(title)
        .chain(subtitle)
        .chain(kind)
        .chain(authors)
        .chain(of_edition)
        .chain(parties.iter().flat_map(|party| std::iter::once(&party.role).chain(&party.names)))
        .chain(abbreviations.iter().map(|(_, long)| long))
        .chain(imprint.iter().flat_map(|(label, text)| [label, text]))
        .chain(manifest.distribution.iter().flat_map(Recipient::cells).flatten())
        .chain(history.iter().flat_map(|entry| [&entry.status, &entry.summary]))
        .chain(of_marking)
}

/// The values that sections and templates may print.
pub(super) fn values(manifest: &Manifest) -> Vec<Text> {
    let mut texts = Vec::new();
    for (name, datum) in &manifest.vars {
        if let Some(place) = manifest.places.get(&format!("vars.{name}")) {
            push(datum, *place, &mut texts);
        }
    }
    texts
}

/// Texts in a value have the place of the whole.
fn push(datum: &Datum, place: Span, texts: &mut Vec<Text>) {
    match datum {
        Datum::Text(text) => texts.push(Text::computed(place, text.as_str())),
        Datum::List(items) => items.iter().for_each(|item| push(item, place, texts)),
        Datum::Table(entries) => entries.values().for_each(|entry| push(entry, place, texts)),
        Datum::Integer(_) | Datum::Float(_) | Datum::Boolean(_) => {}
    }
}
