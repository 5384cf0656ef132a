//! A work that can be cited: `hayagriva`'s entry, made to print what its author wrote.

use hayagriva::Entry;
use hayagriva::types::{ChunkKind, ChunkedString, EntryType, FormatString, MaybeTyped, Numeric, Person, Publisher};

use super::standin;
use super::unprinted::Field;
use crate::source::Span;

/// Where a work is to be found on the web.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Address {
    /// As its author wrote it.
    pub text: String,
    /// Where a link leads, if one may.
    pub target: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Work {
    pub entry: Entry,
    pub key_span: Span,
    /// The whole entry.
    pub span: Span,
    pub url: Option<Address>,
    /// What stands for numbers in the engine's output: the numbers, from the first to the last, and the text.
    pub hidden: Vec<(u32, u32, String)>,
    /// The fields that stand in the entry itself.
    pub fields: Vec<Field>,
    /// The keys of the entries it draws on.
    pub draws_on: Vec<String>,
    /// Whether its fields could not be read to the end.
    pub broken: bool,
}

impl Work {
    pub(super) fn new(entry: Entry, key_span: Span, span: Span, url: Option<Address>) -> Self {
        let entry = protected(entry);
        Self { entry, key_span, span, url, hidden: Vec::new(), fields: Vec::new(), draws_on: Vec::new(), broken: false }
    }
}

/// Calls a macro with every field of an entry: its getter, its setter, and what makes a value of the getter's.
macro_rules! with_fields {
    ($call:ident) => {
        $call! {
            abstract_ set_abstract_ clone, affiliated set_affiliated to_vec, archive set_archive clone,
            archive_location set_archive_location clone, authors set_authors to_vec, call_number set_call_number clone,
            chapter set_chapter clone, date set_date clone, edition set_edition clone, editors set_editors to_vec,
            genre set_genre clone, issue set_issue clone, language set_language clone, location set_location clone,
            note set_note clone, organization set_organization clone, page_range set_page_range clone,
            page_total set_page_total clone, publisher set_publisher clone, runtime set_runtime clone,
            serial_number set_serial_number clone, time_range set_time_range clone, title set_title clone,
            url set_url clone, volume set_volume clone, volume_total set_volume_total clone
        }
    };
}

/// The same entry as another kind of work.
pub(super) fn with_type(entry: &Entry, kind: EntryType) -> Entry {
    let mut changed = Entry::new(entry.key(), kind);
    macro_rules! copy {
        ($($get:ident $set:ident $own:ident),*) => {
            $(if let Some(value) = entry.$get() {
                changed.$set(value.$own());
            })*
        };
    }
    with_fields!(copy);
    changed.set_parents(entry.parents().to_vec());
    changed
}

/// The entry with all text made safe from the engine's changes.
fn protected(mut entry: Entry) -> Entry {
    macro_rules! texts {
        ($($get:ident $set:ident),*) => {
            $(if let Some(text) = entry.$get() {
                let text = protected_text(text);
                entry.$set(text);
            })*
        };
    }
    texts!(
        archive set_archive, archive_location set_archive_location, call_number set_call_number, genre set_genre,
        location set_location, note set_note, organization set_organization, title set_title
    );
    macro_rules! numbers {
        ($($get:ident $set:ident),*) => {
            $(if let Some(number) = entry.$get() {
                let number = protected_number(number);
                entry.$set(number);
            })*
        };
    }
    numbers!(chapter set_chapter, edition set_edition, issue set_issue, volume set_volume);
    if let Some(serial) = entry.keyed_serial_number("serial").map(protected_serial) {
        entry.set_keyed_serial_number("serial", serial);
    }
    if let Some(publisher) = entry.publisher() {
        let publisher = Publisher::new(publisher.name().map(protected_text), publisher.location().map(protected_text));
        entry.set_publisher(publisher);
    }
    if let Some(people) = entry.authors() {
        let people = protected_people(people);
        entry.set_authors(people);
    }
    if let Some(people) = entry.editors() {
        let people = protected_people(people);
        entry.set_editors(people);
    }
    if let Some(groups) = entry.affiliated() {
        let mut groups = groups.to_vec();
        groups.iter_mut().for_each(|group| group.names = protected_people(&group.names));
        entry.set_affiliated(groups);
    }
    let parents = entry.parents().iter().cloned().map(protected).map(|parent| reachable_series(&entry, parent));
    let parents = parents.collect();
    entry.set_parents(parents);
    entry
}

fn protected_text(text: &FormatString) -> FormatString {
    FormatString {
        value: protected_chunks(&text.value),
        short: text.short.as_deref().map(|short| Box::new(protected_chunks(short))),
    }
}

fn protected_chunks(text: &ChunkedString) -> ChunkedString {
    let mut joined = ChunkedString::new();
    for chunk in text.0.iter().filter(|chunk| !chunk.value.is_empty()) {
        match chunk.kind {
            // What would be Typst code is text like all other.
            ChunkKind::Math => joined.push_str(&format!("${}$", chunk.value), ChunkKind::Verbatim),
            kind => joined.push_str(&chunk.value.replace(['\n', '\t'], " "), kind),
        }
    }
    if let Some(first) = joined.0.first_mut() {
        first.value = first.value.trim_start().to_owned();
    }
    if let Some(last) = joined.0.last_mut() {
        last.value.truncate(last.value.trim_end().len());
    }
    for chunk in joined.0.iter_mut().filter(|chunk| chunk.kind == ChunkKind::Normal) {
        chunk.value = standin::text(&chunk.value);
    }
    joined
}

fn protected_number(number: &MaybeTyped<Numeric>) -> MaybeTyped<Numeric> {
    match number.to_str() {
        text if standin::is_plain_number(&text) => number.clone(),
        text => MaybeTyped::String(protected_serial(&text)),
    }
}

fn protected_serial(text: &str) -> String {
    if standin::is_plain_number(text) || standin::is_number(text) { text.to_owned() } else { standin::number(text) }
}

/// Particles become part of the family name: "van Dijk" is cited so, and listed under D if the style says so.
fn protected_people(people: &[Person]) -> Vec<Person> {
    let people = people.iter().filter(|person| !person.name.is_empty() || person.given_name.is_some());
    people
        .cloned()
        .map(|mut person| {
            if person.name.is_empty() {
                person.name = person.given_name.take().unwrap_or_default();
            }
            if let Some(prefix) = person.prefix.take() {
                let blank = if prefix.ends_with(['\'', '’', '-']) { "" } else { " " };
                person.name = format!("{}{blank}{}", prefix.trim(), person.name);
            }
            person.name = standin::text(&standin::joined(person.name.trim()));
            person.given_name = person.given_name.map(|given| standin::given(&given));
            person
        })
        .collect()
}

/// `hayagriva` does not look for the series of some kinds of work where it puts it: there it stands one step farther.
fn reachable_series(entry: &Entry, parent: Entry) -> Entry {
    use EntryType::{Legislation, Manuscript, Misc, Patent, Report, Thesis};
    let kind = entry.entry_type();
    if parent.entry_type() != kind || !matches!(kind, Legislation | Manuscript | Misc | Patent | Report | Thesis) {
        return parent;
    }
    let mut between = Entry::new(entry.key(), EntryType::Anthology);
    between.set_parents(vec![with_type(&parent, EntryType::Anthology)]);
    between
}
