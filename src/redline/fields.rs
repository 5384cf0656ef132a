//! What became of the title block, abbreviations and the version history, and of what sections are marked with.

use std::collections::BTreeMap;

use super::entry::{Entry, Kind, Part, Subject};
use super::form::Form;
use crate::manifest::Manifest;
use crate::paper::OlderPaper;
use crate::section::{Marking, Text};
use crate::source::Spanned;

/// The changes of what is printed of the manifest, and of what sections are marked with as a whole.
pub(super) fn changes(older: &OlderPaper, new: &Manifest) -> Vec<Entry> {
    let (old_fields, new_fields) = (fields(&older.manifest), fields(new));
    // Of two that are named alike the first counts.
    let by_key = |fields: &[Field]| -> BTreeMap<_, _> {
        let part =
            |field: &Field| Part { text: field.value.value.clone(), place: field.value.span, section: String::new() };
        fields.iter().rev().map(|field| ((field.what, field.name.clone()), part(field))).collect()
    };
    let (old_parts, new_parts) = (by_key(&old_fields), by_key(&new_fields));
    let is_gone = |field: &&Field| !new_parts.contains_key(&(field.what, field.name.clone()));
    let mut entries = Vec::new();
    for Field { what, name, .. } in new_fields.iter().chain(old_fields.iter().filter(is_gone)) {
        let key = (*what, name.clone());
        let (old, new) = (old_parts.get(&key).cloned(), new_parts.get(&key).cloned());
        let kind = match (&old, &new) {
            (Some(old), Some(new)) if old.text == new.text => continue,
            (Some(_), Some(_)) => Kind::Replaced,
            (Some(_), None) => Kind::Deleted,
            _ => Kind::Inserted,
        };
        let named = |part: Option<Part>| {
            part.map(|part| match name.as_str() {
                "" => part,
                name => Part { text: format!("{name}: {}", part.text), ..part },
            })
        };
        entries.push(Entry {
            kind,
            what: Subject::Field(what),
            section: None,
            label: None,
            cell: None,
            around: None,
            old: named(old),
            new: named(new),
        });
    }
    let marking = |marking: &Option<Marking>| {
        marking.as_ref().map(|marking| Part {
            text: marking.printed().to_string(),
            place: marking.level.span,
            section: String::new(),
        })
    };
    entries.extend(older.section_markings.iter().map(|change| Entry {
        kind: Kind::Altered,
        what: Subject::Form(Form::Marking),
        section: Some(change.section.clone()),
        label: None,
        cell: None,
        around: None,
        old: marking(&change.old),
        new: marking(&change.new),
    }));
    entries
}

/// One value of the manifest.
struct Field {
    what: &'static str,
    /// Tells it from others of its kind: a party's role, an abbreviation's short form.
    name: String,
    value: Spanned<String>,
}

fn fields(manifest: &Manifest) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add = |what, name: &str, value: Spanned<String>| fields.push(Field { what, name: name.to_owned(), value });
    let all = |values: &[Text]| -> Option<Spanned<String>> {
        let texts: Vec<&str> = values.iter().map(Text::as_str).collect();
        Some(Spanned::new(texts.join(", "), values.first()?.span()))
    };
    add("title", "", manifest.title.clone().into());
    manifest.subtitle.iter().for_each(|subtitle| add("subtitle", "", subtitle.clone().into()));
    manifest.kind.iter().for_each(|kind| add("kind", "", kind.clone().into()));
    add("version", "", Spanned::new(manifest.version.value.to_string(), manifest.version.span));
    add("date", "", Spanned::new(manifest.date.value.to_string(), manifest.date.span));
    add("status", "", Spanned::new(manifest.status.value.name().to_owned(), manifest.status.span));
    all(&manifest.authors).into_iter().for_each(|authors| add("authors", "", authors));
    if let Some(marking) = &manifest.marking {
        let level = format!("{} {}", marking.scheme.value, marking.level.value);
        add("marking", "", Spanned::new(level, marking.level.span));
        marking.reference.iter().for_each(|reference| add("reference", "", reference.clone().into()));
        let copy = marking
            .copy
            .iter()
            .map(|copy| Spanned::new(format!("{}/{}", copy.value.number, copy.value.total), copy.span));
        copy.for_each(|copy| add("copy", "", copy));
    }
    for party in &manifest.parties {
        all(&party.names).into_iter().for_each(|names| add("party", &party.role, names));
    }
    for (short, long) in &manifest.abbreviations {
        add("abbreviation", short, long.clone().into());
    }
    for entry in &manifest.history {
        add("history", &entry.version.value.to_string(), entry.summary.clone().into());
    }
    fields
}
