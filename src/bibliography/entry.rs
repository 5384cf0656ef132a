//! Entries of Hayagriva, which stand in their parents → works: which variable of CSL each field is.

use hayagriva::Entry;
use hayagriva::types::{
    ChunkKind, ChunkedString, Date, EntryType, FormatString, MaybeTyped, Numeric, Person, PersonRole,
};

use super::date::When;
use super::item::{Draft, Fault};
use super::names::Name;
use super::standin;

use EntryType as Kind;

/// What is amiss, and in which field.
pub(super) type Faults = Vec<(&'static str, Fault)>;

/// Reads an entry. Its numbers and pages are as they were typed in `typed`.
pub(super) fn draft(entry: &Entry, typed: &str) -> (Draft, Faults) {
    let mut draft = Draft::new(kind(entry));
    draft.is_guessed = *entry.entry_type() == Kind::Misc;
    let mut faults = Vec::new();
    let (container, collection) = (container(entry), collection(entry));
    texts(&mut draft, entry, container, collection);
    numbers(&mut draft, entry, container, collection, typed);
    people(&mut draft, entry, container, collection);
    if let Some(date) = entry.date_any() {
        draft.date("issued", &when(date));
    }
    if let Some(pages) = entry.page_range() {
        draft.pages(&pages.to_str());
    }
    if let Some(url) = entry.url_any() {
        let address = url.value.to_string();
        // A host alone gets a slash from the parser that its author need not have written.
        let bare = address.strip_suffix('/').filter(|_| !typed.contains(&address)).unwrap_or(&address);
        faults.extend(draft.url(bare).map(|fault| ("url", fault)));
        if let Some(date) = &url.visit_date {
            draft.date("accessed", &when(date));
        }
    }
    if let Some(doi) = entry.doi() {
        faults.extend(draft.doi(doi).map(|fault| ("doi", fault)));
    }
    if let Some(isbn) = entry.isbn() {
        faults.extend(draft.isbn(isbn).map(|fault| ("isbn", fault)));
    }
    let identifiers = [("ISSN", entry.issn()), ("PMID", entry.pmid()), ("PMCID", entry.pmcid())];
    for (variable, text) in identifiers {
        draft.text(variable, text.unwrap_or_default());
    }
    (draft, faults)
}

/// The type of CSL; of some entries the parent decides.
fn kind(entry: &Entry) -> &'static str {
    let within = |kind: Kind| entry.parents().iter().any(|parent| *parent.entry_type() == kind);
    match entry.entry_type() {
        Kind::Article if within(Kind::Newspaper) => "article-newspaper",
        Kind::Article if within(Kind::Proceedings) || within(Kind::Conference) => "paper-conference",
        Kind::Article | Kind::Web | Kind::Post if within(Kind::Blog) => "post-weblog",
        Kind::Article if within(Kind::Periodical) => "article-journal",
        Kind::Article => "article",
        Kind::Chapter | Kind::Anthos => "chapter",
        Kind::Entry if within(Kind::Reference) => "entry-encyclopedia",
        Kind::Entry => "entry",
        Kind::Report => "report",
        Kind::Thesis => "thesis",
        Kind::Web | Kind::Blog => "webpage",
        Kind::Post | Kind::Thread => "post",
        Kind::Artwork => "graphic",
        Kind::Patent => "patent",
        Kind::Case => "legal_case",
        Kind::Newspaper | Kind::Periodical => "periodical",
        Kind::Legislation if entry.publisher().is_some() => "legislation",
        Kind::Legislation => "bill",
        Kind::Manuscript => "manuscript",
        Kind::Performance | Kind::Scene => "performance",
        Kind::Book | Kind::Anthology | Kind::Proceedings | Kind::Reference => "book",
        Kind::Repository => "software",
        Kind::Video if entry.parents().is_empty() => "motion_picture",
        Kind::Audio if entry.parents().is_empty() => "song",
        Kind::Video | Kind::Audio => "broadcast",
        Kind::Exhibition | Kind::Conference => "event",
        _ if entry.url_any().is_some() => "webpage",
        _ => "document",
    }
}

/// What an entry stands in, if that is more than a series.
fn container(entry: &Entry) -> Option<&Entry> {
    let is_whole = matches!(
        entry.entry_type(),
        Kind::Book
            | Kind::Anthology
            | Kind::Proceedings
            | Kind::Reference
            | Kind::Periodical
            | Kind::Report
            | Kind::Thesis
            | Kind::Manuscript
            | Kind::Legislation
            | Kind::Patent
            | Kind::Misc
    );
    let is_event =
        |parent: &&Entry| matches!(parent.entry_type(), Kind::Conference | Kind::Exhibition | Kind::Original);
    let is_series =
        |parent: &&Entry| parent.entry_type() == entry.entry_type() || *parent.entry_type() == Kind::Anthology;
    entry.parents().iter().filter(|parent| !is_event(parent)).find(|parent| !is_whole || !is_series(parent))
}

/// The series of an entry, or that of what it stands in.
fn collection(entry: &Entry) -> Option<&Entry> {
    match container(entry) {
        Some(container) => container.parents().first(),
        None => {
            let is_event =
                |parent: &&Entry| matches!(parent.entry_type(), Kind::Conference | Kind::Exhibition | Kind::Original);
            entry.parents().iter().find(|parent| !is_event(parent))
        }
    }
}

fn texts(draft: &mut Draft, entry: &Entry, container: Option<&Entry>, collection: Option<&Entry>) {
    let of_kind = |kinds: &[Kind]| entry.parents().iter().find(|parent| kinds.contains(parent.entry_type()));
    let event = of_kind(&[Kind::Conference, Kind::Exhibition]);
    let original = of_kind(&[Kind::Original]);
    let publisher = entry.map(|entry| entry.publisher());
    let texts: [(&str, Option<&FormatString>); 14] = [
        ("title", entry.title()),
        ("container-title", container.and_then(Entry::title)),
        ("collection-title", collection.and_then(Entry::title)),
        ("event-title", event.and_then(Entry::title)),
        ("event-place", event.and_then(Entry::location)),
        ("original-title", original.and_then(Entry::title)),
        ("publisher", publisher.and_then(|publisher| publisher.name())),
        ("publisher-place", publisher.and_then(|publisher| publisher.location())),
        ("authority", entry.organization()),
        ("genre", entry.map(|entry| entry.genre())),
        ("note", entry.note()),
        ("archive", entry.map(|entry| entry.archive())),
        ("archive_location", entry.archive_location()),
        ("call-number", entry.call_number()),
    ];
    for (variable, text) in texts {
        if let Some(text) = text {
            draft.text(variable, &marked(&text.value));
        }
    }
    for (variable, entry) in [("title-short", Some(entry)), ("container-title-short", container)] {
        if let Some(short) = entry.and_then(|entry| entry.title()?.short.as_deref()) {
            draft.text(variable, &marked(short));
        }
    }
    if let Some(date) = original.and_then(Entry::date) {
        draft.date("original-date", &when(date));
    }
    if let Some(date) = event.and_then(Entry::date) {
        draft.date("event-date", &when(date));
    }
    if let Some(language) = entry.map(|entry| entry.language()) {
        draft.text("language", &language.to_string());
    }
    if let Some(runtime) = entry.runtime() {
        draft.text("dimensions", &runtime.to_string());
    }
}

fn numbers(draft: &mut Draft, entry: &Entry, container: Option<&Entry>, collection: Option<&Entry>, typed: &str) {
    let volume = container.and_then(Entry::volume).or_else(|| entry.volume());
    let numbers: [(&str, Option<&MaybeTyped<Numeric>>); 5] = [
        ("volume", volume),
        ("collection-number", collection.and_then(Entry::volume)),
        ("issue", entry.map(|entry| entry.issue())),
        ("edition", entry.map(|entry| entry.edition())),
        ("chapter-number", entry.chapter()),
    ];
    for (variable, number) in numbers {
        if let Some(number) = number {
            draft.number(variable, &as_typed(&number.to_str(), typed));
        }
    }
    let serial = |key| entry.keyed_serial_number(key).unwrap_or_default();
    draft.number("number", serial("serial"));
    draft.number("version", serial("version"));
    let totals = [("number-of-pages", entry.page_total()), ("number-of-volumes", entry.volume_total())];
    for (variable, total) in totals {
        if let Some(total) = total {
            draft.number(variable, &total.to_string());
        }
    }
}

/// A number with hyphens where they were typed: `hayagriva` has made dashes of them.
fn as_typed(printed: &str, typed: &str) -> String {
    let hyphens = printed.replace('–', "-");
    let is_changed = printed != hyphens && !typed.contains(printed) && typed.contains(&hyphens);
    if is_changed { hyphens } else { printed.to_owned() }
}

fn people(draft: &mut Draft, entry: &Entry, container: Option<&Entry>, collection: Option<&Entry>) {
    let editors = entry.editors().or_else(|| container.and_then(Entry::editors));
    let groups = [
        ("author", entry.authors()),
        ("editor", editors),
        ("container-author", container.and_then(Entry::authors)),
        ("collection-editor", collection.and_then(Entry::editors)),
    ];
    for (variable, people) in groups {
        draft.names(variable, &names(people.unwrap_or_default()));
    }
    let affiliated = entry.map(|entry| entry.affiliated()).unwrap_or_default();
    for group in affiliated {
        let variable = match group.role {
            PersonRole::Translator => "translator",
            PersonRole::Compiler => "compiler",
            PersonRole::Composer => "composer",
            PersonRole::Director => "director",
            PersonRole::Producer => "producer",
            PersonRole::ExecutiveProducer => "executive-producer",
            PersonRole::Narrator => "narrator",
            PersonRole::Organizer => "organizer",
            PersonRole::Illustrator => "illustrator",
            PersonRole::Writer => "script-writer",
            PersonRole::CastMember => "performer",
            PersonRole::Founder => "series-creator",
            _ => "contributor",
        };
        draft.names(variable, &names(&group.names));
    }
}

fn names(people: &[Person]) -> Vec<Name> {
    let name = |person: &Person| Name {
        family: person.name.clone(),
        given: person.given_name.clone().unwrap_or_default(),
        prefix: person.prefix.clone().unwrap_or_default(),
        suffix: person.suffix.clone().unwrap_or_default(),
        short: person.alias.clone().unwrap_or_default(),
        ..Name::default()
    };
    people.iter().map(name).collect()
}

fn when(date: &Date) -> When {
    let season = date.season.map(|season| 20 + season.to_csl_number());
    When::Day(date.year, date.month.map(|month| month + 1).or(season), date.day.map(|day| day + 1))
}

/// A text in which what its author set apart is protected.
fn marked(text: &ChunkedString) -> String {
    let chunk = |chunk: &hayagriva::types::StringChunk| match chunk.kind {
        // What would be Typst code is text like all other.
        ChunkKind::Math => standin::protected(&format!("${}$", chunk.value)),
        ChunkKind::Verbatim => standin::protected(&chunk.value),
        ChunkKind::Normal => chunk.value.clone(),
    };
    text.0.iter().map(chunk).collect()
}
