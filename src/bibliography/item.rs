//! Works as the engine takes them, items of CSL-JSON: what is read of any format, made safe from the engine's changes.

use std::collections::BTreeMap;

use citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value};

use super::date::When;
use super::hidden::Hidden;
use super::identifier;
use super::legal;
use super::names::Name;
use super::pages::{self, Pages};
use super::quoted::quoted;
use super::quotes;
use super::standin;
use super::work::{Address, Work};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Variables that are links or identifiers, which nothing may be put around.
const BARE: [&str; 5] = ["DOI", "PMID", "PMCID", "URL", "language"];

/// Editions in words, which a style writes in figures.
const EDITIONS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";

/// A work that is being read, by the names of CSL 1.0.2 (appendices III and IV). What is empty is left out.
#[derive(Debug)]
pub(super) struct Draft {
    pub kind: String,
    /// Whether it has that type for no more than its address.
    pub is_guessed: bool,
    variables: BTreeMap<String, Value>,
    hidden: Hidden,
    url: Option<Address>,
}

/// What is amiss with a value, to be told at its place.
pub(super) struct Fault {
    code: Code,
    message: String,
    help: &'static str,
}

impl Fault {
    pub(super) fn at(self, place: Span) -> Diagnostic {
        Diagnostic::warning(self.code, place, self.message).with_help(self.help)
    }
}

impl Draft {
    pub(super) fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            is_guessed: false,
            variables: BTreeMap::new(),
            hidden: Hidden::default(),
            url: None,
        }
    }

    pub(super) fn has(&self, variable: &str) -> bool {
        self.variables.contains_key(variable)
    }

    /// Sets a text, which may hold marks. Its straight quotation marks turn, whatever the format.
    pub(super) fn text(&mut self, variable: &str, text: &str) {
        let text = text.replace(['\n', '\t'], " ");
        let text = text.trim();
        if !standin::plain(text).trim().is_empty() {
            let text = match BARE.contains(&variable) {
                true => text.to_owned(),
                false => standin::text(&quotes::turned(text)),
            };
            self.put(variable, Value::String(text));
        }
    }

    /// Sets a number, or what is printed in place of one as it is typed.
    pub(super) fn number(&mut self, variable: &str, text: &str) {
        let text = text.trim();
        // `2nd` is a number to CSL, and the style has its own ending for it.
        let is_ordinal = |text: &&str| variable == "edition" && standin::is_plain_number(text);
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending)).filter(is_ordinal);
        let in_words = in_figures(text).filter(|_| variable == "edition");
        let text = in_words.as_deref().or(ordinal).unwrap_or(text);
        if !text.is_empty() {
            let text = match text.split_once(['-', '–']) {
                _ if standin::is_plain_number(text) => text.to_owned(),
                Some((from, to)) if is_periodical(variable) && is_range(from, to) => {
                    standin::number(&format!("{from}–{to}"))
                }
                _ => standin::number(text),
            };
            self.put(variable, Value::String(text));
        }
    }

    pub(super) fn names(&mut self, variable: &str, names: &[Name]) {
        let names: Vec<NameValue> = names.iter().filter_map(name_value).collect();
        if !names.is_empty() {
            self.put(variable, Value::Names(names));
        }
    }

    /// Says that a date is not sure.
    pub(super) fn circa(&mut self, variable: &str) {
        if let Some(Value::Date(DateValue::DateParts { circa, .. })) = self.variables.get_mut(variable) {
            *circa = true;
        }
    }

    pub(super) fn date(&mut self, variable: &str, when: &When) {
        let date = self.hidden.date(variable, when);
        self.put(variable, Value::Date(date));
    }

    /// Sets the pages. They are printed as they are typed, with an en dash in ranges; that they are many the engine is
    /// told.
    pub(super) fn pages(&mut self, text: &str) {
        let text = match pages::read(text) {
            Pages::Total(total) => return self.number("number-of-pages", &total),
            Pages::Plain(plain) => plain,
            Pages::One(text) => self.hidden.pages(text, false),
            Pages::Many(text) => self.hidden.pages(text, true),
        };
        if !text.is_empty() {
            self.put("page", Value::String(text));
        }
    }

    pub(super) fn doi(&mut self, text: &str) -> Option<Fault> {
        let message = match identifier::doi(text) {
            Some((doi, is_sure)) => {
                let message = format!("{} is not written as a DOI: it is read as `{doi}`", quoted(text));
                self.put("DOI", Value::String(doi));
                (!is_sure).then_some(message)
            }
            None => Some(format!("{} is not a DOI, so it is not printed", quoted(text))),
        };
        message.map(|message| Fault { code: identifier::INVALID_DOI, message, help: identifier::DOI_HELP })
    }

    pub(super) fn isbn(&mut self, text: &str) -> Option<Fault> {
        // Mendeley keeps a journal's number here: `1471-0080 (Electronic)\n1471-0072 (Linking)`.
        if identifier::is_issn(text) {
            self.text("ISSN", text);
            return None;
        }
        self.text("ISBN", text);
        let message = identifier::wrong_isbn(text);
        message.map(|message| Fault { code: identifier::INVALID_ISBN, message, help: identifier::ISBN_HELP })
    }

    /// Sets the address as it is written, with a link only if one may lead there.
    pub(super) fn url(&mut self, text: &str) -> Option<Fault> {
        let (address, fault) = identifier::address(text);
        self.put("URL", Value::String(address.text.clone()));
        self.url = Some(address);
        let message = fault.map(|fault| format!("{} is not a web address: {fault}", quoted(text)));
        message.map(|message| Fault { code: identifier::INVALID_URL, message, help: identifier::URL_HELP })
    }

    /// Takes a text out again, as a reader would see it.
    pub(super) fn take_text(&mut self, variable: &str) -> Option<String> {
        match self.variables.remove(variable)? {
            Value::String(text) => Some(standin::plain(&text)),
            _ => None,
        }
    }

    fn put(&mut self, variable: &str, value: Value) {
        self.variables.insert(variable.to_owned(), value);
    }

    /// What has been read, as a work.
    pub(super) fn work(self, key: &str, key_span: Span, span: Span) -> Work {
        let Self { kind, is_guessed, mut variables, hidden, url } = self;
        let kind = legal::complete(kind, &mut variables);
        // CSL 1.0.2 has a new name for it; styles use both.
        if let Some(event) = variables.get("event-title").cloned() {
            variables.insert("event".to_owned(), event);
        }
        // For most containers there is no shorter name.
        if let Some(title) = variables.get("container-title").cloned() {
            variables.entry("container-title-short".to_owned()).or_insert(title);
        }
        variables.insert("id".to_owned(), Value::String(key.to_owned()));
        variables.insert("type".to_owned(), Value::String(kind));
        let mut work = Work {
            key: key.to_owned(),
            item: Item(variables),
            key_span,
            span,
            url,
            hidden,
            is_guessed,
            fields: Vec::new(),
            draws_on: Vec::new(),
            broken: false,
        };
        if !work.item.0.contains_key("citation-label") {
            let label = label(&work);
            work.item.0.insert("citation-label".to_owned(), Value::String(label));
        }
        work
    }
}

/// The number of an edition in words.
pub(super) fn in_figures(text: &str) -> Option<String> {
    EDITIONS.split(' ').position(|word| text.trim().eq_ignore_ascii_case(word)).map(|at| (at + 1).to_string())
}

/// Whether a number counts what appears one behind the other: two of them are a range, as in `4-5`.
fn is_periodical(variable: &str) -> bool {
    matches!(variable, "issue" | "volume" | "collection-number")
}

fn is_range(from: &str, to: &str) -> bool {
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|_| standin::is_plain_number(text));
    number(from).zip(number(to)).is_some_and(|(from, to)| from < to)
}

/// A name as the engine takes it. Small particles belong to the family: "van Dijk" is cited so, and listed under D if
/// the style says so.
fn name_value(name: &Name) -> Option<NameValue> {
    let [family, given] = [&name.family, &name.given].map(|part| part.replace('\'', "’"));
    let (family, given) = match (family.trim(), given.trim()) {
        ("", given) => (given, ""),
        (family, given) => (family, given),
    };
    let dropping = name.dropping.trim();
    let whole = match given.is_empty() {
        true => format!("{dropping} {} {family}", name.prefix.trim()).trim_start().replace("  ", " "),
        false => format!("{} {family}", name.prefix.trim()),
    };
    let (particle, family) = match name.prefix.trim() {
        "" if !given.is_empty() => particle_of(family),
        // Without a given name the engine leaves particles out.
        _ if given.is_empty() => ("", whole.trim()),
        // `Van der Linden` is no `Linden`.
        prefix if prefix.starts_with(char::is_uppercase) => ("", whole.as_str()),
        prefix => (prefix, family),
    };
    let suffix = Some(name.suffix.trim()).filter(|suffix| !suffix.is_empty()).map(str::to_owned);
    if family.is_empty() {
        return None;
    }
    let dropping = Some(dropping).filter(|particle| !particle.is_empty() && !given.is_empty()).map(str::to_owned);
    if given.is_empty() && particle.is_empty() && suffix.is_none() && dropping.is_none() {
        let is_named = !family.contains(standin::OTHERS);
        let short = name.short.trim();
        let literal = match quotes::turned(family) {
            _ if !is_named => family.to_owned(),
            family if short.is_empty() || short == family => standin::text(&family),
            family => standin::text(&standin::with_short(&family, &quotes::turned(short))),
        };
        return Some(NameValue::Literal(LiteralName { literal }));
    }
    let is_tied = particle.ends_with(['\'', '’', '-']);
    let family = if is_tied { format!("{particle}{family}") } else { family.to_owned() };
    Some(NameValue::Item(NameItem {
        family: standin::joined(&family),
        given: Some(standin::given(given)).filter(|given| !given.is_empty()),
        non_dropping_particle: Some(particle.to_owned()).filter(|particle| !particle.is_empty() && !is_tied),
        dropping_particle: dropping,
        suffix,
        comma_suffix: None,
    }))
}

/// The small words with which a family name begins, and the rest.
fn particle_of(family: &str) -> (&str, &str) {
    let words = family.split(' ');
    let length: usize = words.take_while(|word| word.starts_with(char::is_lowercase)).map(|word| word.len() + 1).sum();
    match family.split_at_checked(length) {
        Some((particle, rest)) if !rest.is_empty() => (particle.trim_end(), rest),
        _ => ("", family),
    }
}

/// `Doe01`, `RoNo78`: what styles of labels print, which leave it to programs to make it.
fn label(work: &Work) -> String {
    let families = ["author", "editor", "compiler", "translator"]
        .iter()
        .map(|variable| work.families(variable))
        .find(|families| !families.is_empty())
        .or_else(|| work.text("title").map(|title| vec![title]))
        .unwrap_or_else(|| vec![work.key.clone()]);
    let letters: &[usize] = match families.len() {
        1 => &[4],
        2 => &[2, 2],
        3 => &[2, 1, 1],
        _ => &[1, 1, 1, 1],
    };
    let start = |(family, count): (&String, &usize)| {
        let small = family.split(' ').take_while(|word| word.starts_with(char::is_lowercase)).count();
        let words: Vec<&str> = family.split(' ').collect();
        let letters = words[small.min(words.len() - 1)..].concat();
        letters.chars().filter(|one| one.is_alphanumeric()).take(*count).collect::<String>()
    };
    let who: String = families.iter().zip(letters).map(start).collect();
    let year = ["issued", "accessed"].iter().find_map(|variable| work.day(variable)?.first());
    let year = year.map(|year| format!("{:02}", year % 100));
    format!("{who}{}", year.unwrap_or_default())
}
