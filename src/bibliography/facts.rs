//! What an entry says of its work, for those who judge it rather than print it.

use std::borrow::Cow;

use hayagriva::types::{EntryType, Person};

use super::work::Work;
use super::{identifier, standin};
use crate::source::Span;

/// Whoever wrote a work is told in so many characters; what has no author has a title, and some are long.
const MAX_WHO: usize = 80;

/// What an entry says of its work.
#[derive(Clone, Copy)]
pub struct Facts<'a>(pub(super) &'a Work);

/// What sort of work it is, as far as it decides on what a reader needs to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// In a journal or newspaper.
    Article,
    /// In a book or in proceedings.
    Part,
    Book,
    Report,
    Thesis,
    Web,
    /// Any other, or one whose entry could not be read to its end.
    Other,
}

impl<'a> Facts<'a> {
    pub fn key(self) -> &'a str {
        self.0.entry.key()
    }

    /// Where the entry stands.
    pub fn span(self) -> Span {
        self.0.span
    }

    /// Where the key stands.
    pub fn key_span(self) -> Span {
        self.0.key_span
    }

    /// Where the value of a field stands; the key, if the entry has it from another or in a form of its own.
    pub fn place(self, field: &str) -> Span {
        self.0.fields.iter().find(|one| one.name == field).map_or(self.0.key_span, |field| field.span)
    }

    pub fn kind(self) -> WorkKind {
        let entry = &self.0.entry;
        if self.0.broken {
            return WorkKind::Other;
        }
        let is_paper = || {
            let of_event = [EntryType::Proceedings, EntryType::Conference];
            entry.parents().iter().any(|parent| of_event.contains(parent.entry_type()))
        };
        match entry.entry_type() {
            EntryType::Article if !is_paper() => WorkKind::Article,
            EntryType::Article | EntryType::Anthos | EntryType::Chapter => WorkKind::Part,
            EntryType::Book | EntryType::Anthology => WorkKind::Book,
            EntryType::Report => WorkKind::Report,
            EntryType::Thesis => WorkKind::Thesis,
            EntryType::Web | EntryType::Blog | EntryType::Post | EntryType::Thread => WorkKind::Web,
            _ => WorkKind::Other,
        }
    }

    pub fn has_title(self) -> bool {
        self.0.entry.title().is_some_and(|title| !title.to_string().trim().is_empty())
    }

    /// Whether anything is said of when it appeared, be it a date or not.
    pub fn has_date(self) -> bool {
        self.0.entry.date_any().is_some() || ["date", "year", "month"].iter().any(|name| self.gives(name))
    }

    /// Whether all of the entry could be read.
    pub fn is_whole(self) -> bool {
        !self.0.broken
    }

    /// Whether anyone is named as author or editor.
    pub fn has_names(self) -> bool {
        let entry = &self.0.entry;
        [entry.authors(), entry.editors()].into_iter().flatten().any(|names| !names.is_empty())
            || entry.affiliated().is_some_and(|groups| !groups.is_empty())
    }

    /// The families of those who wrote or edited it, or else its title, and the year.
    pub fn name(self) -> String {
        let entry = &self.0.entry;
        let groups = entry.affiliated().unwrap_or_default().iter().map(|group| group.names.as_slice());
        let people =
            [entry.authors(), entry.editors()].into_iter().flatten().chain(groups).find(|people| !people.is_empty());
        let family = |person: &Person| match &person.prefix {
            Some(prefix) => format!("{prefix} {}", person.name),
            None => person.name.clone(),
        };
        let who = match people.unwrap_or_default() {
            [] => entry.title().map(|title| title.to_string()).unwrap_or_default(),
            [one] => family(one),
            [one, other] => format!("{}, {}", family(one), family(other)),
            [first, ..] => format!("{} et al.", family(first)),
        };
        let year = entry.date_any().map(|date| format!(" {}", date.year)).unwrap_or_default();
        standin::restore(&format!("{}{year}", shortened(&who)), None)
    }

    pub fn has_publisher(self) -> bool {
        self.0.entry.map(|entry| entry.publisher()?.name()).is_some()
    }

    /// Whether the journal or book that the work stands in has a title.
    pub fn has_container(self) -> bool {
        self.0.entry.parents().iter().any(|parent| parent.title().is_some())
    }

    /// Whether a volume, an issue, pages or the day lead to the place within a journal.
    pub fn has_place_in_container(self) -> bool {
        let entry = &self.0.entry;
        entry.map(|entry| entry.volume()).is_some()
            || entry.map(|entry| entry.issue()).is_some()
            || entry.page_range().is_some()
            || entry.date_any().is_some_and(|date| date.day.is_some())
    }

    /// Whether an address or a DOI leads to the work, even one that had to be refused.
    pub fn has_address(self) -> bool {
        self.url().is_some() || self.doi().is_some() || self.gives("url") || self.gives("doi") || self.gives("eprint")
    }

    /// Whether it is said when the address was visited.
    pub fn has_access_date(self) -> bool {
        self.0.entry.url_any().is_some_and(|url| url.visit_date.is_some()) || self.gives("urldate")
    }

    /// An address that a link leads to.
    pub fn url(self) -> Option<&'a str> {
        self.0.url.as_ref().filter(|url| url.target.is_some()).map(|url| url.text.as_str())
    }

    pub fn doi(self) -> Option<&'a str> {
        self.0.entry.doi()
    }

    /// The ISBNs, as 13 digits each; those with a wrong check digit are left out.
    pub fn isbns(self) -> impl Iterator<Item = String> + 'a {
        identifier::isbns(self.0.entry.isbn().unwrap_or_default())
    }

    /// The keys of the entries that this one draws on.
    pub fn draws_on(self) -> &'a [String] {
        &self.0.draws_on
    }

    fn gives(self, field: &str) -> bool {
        self.0.fields.iter().any(|one| one.name == field)
    }
}

/// The first words of a text that is too long to be said as a name.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(MAX_WHO) else { return Cow::Borrowed(text) };
    let start = &text[..end];
    Cow::Owned(format!("{} …", start.rsplit_once(' ').map_or(start, |(words, _)| words)))
}
