//! What an entry says of its work, for those who judge it rather than print it.

use std::borrow::Cow;

use citationberg::json::Value;

use super::unprinted::Field;
use super::work::Work;
use super::{fields, identifier, legal};
use crate::source::Span;

/// Characters in which a work’s authors are told; what has no author has a title, and some are long.
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
        &self.0.key
    }

    /// Where the entry stands.
    pub fn span(self) -> Span {
        self.0.span
    }

    /// Where the key stands.
    pub fn key_span(self) -> Span {
        self.0.key_span
    }

    /// Where the value of a field of BibLaTeX stands, or of the variable that CSL has for it; the key, if the entry has
    /// it from another or in a form of its own.
    pub fn place(self, field: &str) -> Span {
        self.field(field).map_or(self.0.key_span, |field| field.span)
    }

    pub fn kind(self) -> WorkKind {
        match self.0.kind() {
            _ if self.0.broken || self.0.is_guessed => WorkKind::Other,
            "article" | "article-journal" | "article-magazine" | "article-newspaper" => WorkKind::Article,
            "chapter" | "paper-conference" | "entry-dictionary" | "entry-encyclopedia" => WorkKind::Part,
            "book" => WorkKind::Book,
            "report" => WorkKind::Report,
            "thesis" => WorkKind::Thesis,
            "webpage" | "post" | "post-weblog" => WorkKind::Web,
            _ => WorkKind::Other,
        }
    }

    pub fn has_title(self) -> bool {
        self.0.text("title").is_some()
    }

    /// Whether anything is said of when it appeared, be it a date or not.
    pub fn has_date(self) -> bool {
        self.has("issued") || ["date", "year", "month"].iter().any(|name| self.gives(name))
    }

    /// Whether all of the entry could be read.
    pub fn is_whole(self) -> bool {
        !self.0.broken
    }

    /// Whether anyone is named who answers for it.
    pub fn has_names(self) -> bool {
        self.0.item.0.values().any(|value| matches!(value, Value::Names(_)))
    }

    /// The families of those who wrote or edited it, or else its title, and the year.
    pub fn name(self) -> String {
        let who = match self.0.responsible().as_slice() {
            [] => self.0.text("title").unwrap_or_default(),
            [one] => one.clone(),
            [one, other] => format!("{one}, {other}"),
            [first, ..] => format!("{first} et al."),
        };
        let year = self.0.year("issued").map(|year| format!(" {year}")).unwrap_or_default();
        format!("{}{year}", shortened(&who))
    }

    /// That, and the title, where it is not the name already.
    pub fn description(self) -> String {
        let (name, title) = (self.name(), self.0.text("title").unwrap_or_default());
        match title.is_empty() || self.0.responsible().is_empty() {
            true => name,
            false => format!("{name}: {}", shortened(&title)),
        }
    }

    pub fn has_publisher(self) -> bool {
        self.has("publisher")
    }

    /// Whether the journal or book that the work stands in has a title.
    pub fn has_container(self) -> bool {
        self.has("container-title")
    }

    /// Whether a volume, an issue, pages or the day lead to the place within a journal.
    pub fn has_place_in_container(self) -> bool {
        ["volume", "issue", "page", "number"].iter().any(|variable| self.has(variable))
            || self.0.day("issued").is_some_and(|day| day.len() > 2)
    }

    /// Whether an address or a DOI leads to the work, even one that had to be refused.
    pub fn has_address(self) -> bool {
        self.url().is_some() || self.doi().is_some() || self.gives("url") || self.gives("doi") || self.gives("eprint")
    }

    /// Whether it is said when the address was visited.
    pub fn has_access_date(self) -> bool {
        self.has("accessed") || self.gives("urldate")
    }

    /// Whether its address is a European Legislation Identifier.
    pub fn has_law_address(self) -> bool {
        self.url().is_some_and(legal::is_eli)
    }

    /// An address that a link leads to.
    pub fn url(self) -> Option<&'a str> {
        self.0.url.as_ref().filter(|url| url.target.is_some()).map(|url| url.text.as_str())
    }

    pub fn doi(self) -> Option<&'a str> {
        self.0.raw("DOI")
    }

    /// The ISBNs, as 13 digits each; those with a wrong check digit are left out.
    pub fn isbns(self) -> impl Iterator<Item = String> + 'a {
        let text = self.0.text("ISBN").unwrap_or_default();
        identifier::isbns(&text).collect::<Vec<_>>().into_iter()
    }

    /// The keys of the entries that this one draws on.
    pub fn draws_on(self) -> &'a [String] {
        &self.0.draws_on
    }

    fn has(self, variable: &str) -> bool {
        self.0.item.0.contains_key(variable)
    }

    fn field(self, name: &str) -> Option<&'a Field> {
        let in_csl = fields::in_csl(name);
        self.0.fields.iter().find(|one| one.name == name || one.name == in_csl)
    }

    fn gives(self, name: &str) -> bool {
        self.field(name).is_some()
    }
}

/// The first words of a text that is too long to be said as a name.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(MAX_WHO) else { return Cow::Borrowed(text) };
    let start = &text[..end];
    Cow::Owned(format!("{} …", start.rsplit_once(' ').map_or(start, |(words, _)| words)))
}
