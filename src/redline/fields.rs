//! What became of what a paper says of itself: title block, abbreviations, version history, settings; and its sections.

use std::collections::BTreeMap;

use super::entry::{Entry, Kind, Part, Subject};
use super::form::Form;
use super::settings::{self, Setting};
use crate::manifest::{self, Manifest, Recipient};
use crate::paper::{FileChange, FileKind, OlderPaper, SectionFate, SectionState};
use crate::section::Text;
use crate::source::{Span, Spanned};

/// The changes of what the manifest says, of the files that print the paper, and of what sections say of themselves.
pub(super) fn changes(older: &OlderPaper, new: &Manifest) -> Vec<Entry> {
    let mut entries = of_manifest(&older.manifest, new);
    entries.extend(older.files.iter().map(of_file));
    entries.extend(older.sections.iter().flat_map(of_section));
    entries
}

fn of_manifest(old: &Manifest, new: &Manifest) -> Vec<Entry> {
    let (old_fields, new_fields) = (fields(old), fields(new));
    // Of two that are named alike the first counts.
    let by_key = |fields: &[Field]| -> BTreeMap<_, _> {
        let part = |field: &Field| part(field.value.value.clone(), field.value.span);
        fields.iter().rev().map(|field| ((field.what.to_string(), field.name.clone()), part(field))).collect()
    };
    let (old_parts, new_parts) = (by_key(&old_fields), by_key(&new_fields));
    let key = |field: &Field| (field.what.to_string(), field.name.clone());
    let is_gone = |field: &&Field| !new_parts.contains_key(&key(field));
    let mut entries = Vec::new();
    for field in new_fields.iter().chain(old_fields.iter().filter(is_gone)) {
        let (old, new) = (old_parts.get(&key(field)).cloned(), new_parts.get(&key(field)).cloned());
        if old.as_ref().map(|part| &part.text) == new.as_ref().map(|part| &part.text) {
            continue;
        }
        let named = |part: Option<Part>| {
            part.map(|part| match field.name.as_str() {
                "" => part,
                name => Part { text: format!("{name}: {}", part.text), ..part },
            })
        };
        entries.push(entry(field.what, None, named(old), named(new)));
    }
    for (what, order) in [
        ("party", "party order"),
        ("abbreviation", "abbreviation order"),
        ("imprint", "imprint order"),
        ("recipient", "recipient order"),
        ("history", "history order"),
    ] {
        let common = |fields: &[Field], other: &BTreeMap<_, _>| -> Option<Part> {
            let of_kind = fields.iter().filter(|field| field.what == Subject::Field(what));
            let common: Vec<&Field> = of_kind.filter(|field| other.contains_key(&key(field))).collect();
            let text = common.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
            Some(part(text, common.first()?.value.span))
        };
        let (old, new) = (common(&old_fields, &new_parts), common(&new_fields, &old_parts));
        if old.as_ref().map(|part| &part.text) != new.as_ref().map(|part| &part.text) {
            entries.push(Entry { kind: Kind::Altered, ..entry(Subject::Field(order), None, old, new) });
        }
    }
    entries
}

fn of_file(change: &FileChange) -> Entry {
    let setting = match change.kind {
        FileKind::Template => Setting::TemplateFile,
        FileKind::Bibliography => Setting::BibliographyFile,
    };
    let [old, new] = change.places.map(|place| place.map(|place| part(change.path.clone(), place)));
    let kind = if old.is_some() && new.is_some() { Kind::Altered } else { kind(old.as_ref(), new.as_ref()) };
    Entry { kind, ..entry(Subject::Setting(setting), None, old, new) }
}

/// What a section that stands in both versions says of itself; of the others, what they are marked with.
fn of_section(fate: &SectionFate) -> Vec<Entry> {
    let marking = |state: &Option<SectionState>| {
        let marking = state.as_ref()?.marking.as_ref()?;
        Some(part(marking.printed().to_string(), marking.level.span))
    };
    let mut found = vec![(Subject::Form(Form::Marking), marking(&fate.old), marking(&fate.new))];
    if let (Some(old), Some(new)) = (&fate.old, &fate.new) {
        let version = |state: &SectionState| part(state.version.value.to_string(), state.version.span);
        found.push((Subject::Setting(Setting::SectionVersion), Some(version(old)), Some(version(new))));
        let start = |state: &SectionState| Span { file: state.file, start: 0, end: 0 };
        let file = |state: &SectionState| part(state.file.path().to_owned(), start(state));
        found.push((Subject::Setting(Setting::SectionFile), Some(file(old)), Some(file(new))));
    }
    let text = |part: &Option<Part>| part.as_ref().map(|part| part.text.clone());
    found.retain(|(_, old, new)| text(old) != text(new));
    let entries = found.into_iter().map(|(what, old, new)| Entry {
        kind: Kind::Altered,
        label: fate.label.clone(),
        ..entry(what, Some(fate.name.clone()), old, new)
    });
    entries.collect()
}

fn entry(what: Subject, section: Option<String>, old: Option<Part>, new: Option<Part>) -> Entry {
    Entry { kind: kind(old.as_ref(), new.as_ref()), what, section, label: None, cell: None, around: None, old, new }
}

fn part(text: String, place: Span) -> Part {
    Part { text, place, section: String::new() }
}

fn kind(old: Option<&Part>, new: Option<&Part>) -> Kind {
    match (old, new) {
        (Some(_), Some(_)) => Kind::Replaced,
        (Some(_), None) => Kind::Deleted,
        (None, _) => Kind::Inserted,
    }
}

/// One value of the manifest.
struct Field {
    what: Subject,
    /// Tells it from others of its kind: a party's role, an abbreviation's short form.
    name: String,
    value: Spanned<String>,
}

fn fields(manifest: &Manifest) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add = |what: &'static str, name: &str, value: Spanned<String>| {
        fields.push(Field { what: Subject::Field(what), name: name.to_owned(), value });
    };
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
    if let Some(edition) = &manifest.edition {
        let manifest::Edition { name, version, date, responsible, note } = edition;
        add("edition", "name", name.clone().into());
        version.iter().for_each(|version| add("edition", "version", version.clone().into()));
        add("edition", "date", Spanned::new(date.value.to_string(), date.span));
        responsible.iter().for_each(|names| add("edition", "responsible", names.clone().into()));
        note.iter().for_each(|note| add("edition", "note", note.clone().into()));
    }
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
    for (label, text) in &manifest.imprint {
        add("imprint", label, text.clone().into());
    }
    for recipient in &manifest.distribution {
        add("recipient", &recipient.name, Spanned::new(cells(recipient), recipient.name.span()));
    }
    for entry in &manifest.history {
        let (date, status) = (entry.date.value, &entry.status);
        let text = format!("{date}, {}: {}", status.as_str(), entry.summary.as_str());
        add("history", &entry.version.value.to_string(), Spanned::new(text, entry.summary.span()));
    }
    let settings = settings::of(manifest).into_iter();
    fields.extend(settings.map(|(setting, name, value)| Field { what: Subject::Setting(setting), name, value }));
    fields
}

/// What is said of a recipient beside the name.
pub(super) fn cells(recipient: &Recipient) -> String {
    recipient.cells().into_iter().skip(1).flatten().map(Text::as_str).collect::<Vec<_>>().join(", ")
}
