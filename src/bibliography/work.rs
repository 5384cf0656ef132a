//! A work that can be cited: an item of CSL-JSON as the engine takes it, and where it stands.

use citationberg::json::{DateValue, Item, NameValue, Value};

use super::hidden::Hidden;
use super::standin;
use super::unprinted::Field;
use crate::section::WorkType;
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
    pub key: String,
    pub item: Item,
    pub key_span: Span,
    /// The whole entry.
    pub span: Span,
    pub url: Option<Address>,
    /// What stands for numbers in the engine's output.
    pub hidden: Hidden,
    /// Whether its type is a guess of ours.
    pub is_guessed: bool,
    /// The fields that stand in the entry itself.
    pub fields: Vec<Field>,
    /// The keys of the entries it draws on.
    pub draws_on: Vec<String>,
    /// Whether its fields could not be read to the end.
    pub broken: bool,
}

impl Work {
    /// Gives it the number of its place in the bibliography. The engine compares works, each with each, by their
    /// variables in the order of their names: so two are told apart by the first.
    pub(super) fn number(&mut self, place: usize) {
        self.item.0.insert(String::new(), Value::Number(i64::try_from(place).unwrap_or(i64::MAX)));
    }

    /// What a reader would see of a variable.
    pub(super) fn text(&self, variable: &str) -> Option<String> {
        self.raw(variable).map(|text| standin::plain(text).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A variable as the engine takes it.
    pub(super) fn raw(&self, variable: &str) -> Option<&str> {
        match self.item.0.get(variable)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A type of CSL.
    pub(super) fn kind(&self) -> &str {
        self.raw("type").unwrap_or_default()
    }

    /// What sort of work it is.
    pub(super) fn sort(&self) -> WorkType {
        WorkType::of_csl(self.kind())
    }

    /// The family names of some people, with their particles, and the names of institutions.
    pub(super) fn families(&self, variable: &str) -> Vec<String> {
        self.named(variable, standin::plain)
    }

    fn named(&self, variable: &str, institution: impl Fn(&str) -> String) -> Vec<String> {
        let Some(Value::Names(names)) = self.item.0.get(variable) else { return Vec::new() };
        let family = |name: &NameValue| match name {
            NameValue::Literal(name) => institution(&name.literal),
            NameValue::Item(name) => {
                let family = standin::plain(&name.family);
                name.non_dropping_particle.as_ref().map_or(family.clone(), |particle| format!("{particle} {family}"))
            }
        };
        names.iter().map(family).collect()
    }

    /// Those under whose name it is cited.
    pub(super) fn responsible(&self) -> Vec<String> {
        self.responsible_as(standin::plain)
    }

    /// The same, with both names of institutions that have two.
    pub(super) fn responsible_with_short(&self) -> Vec<String> {
        self.responsible_as(standin::without_marks)
    }

    fn responsible_as(&self, institution: fn(&str) -> String) -> Vec<String> {
        let names = ["author", "editor"].iter().map(|variable| self.named(variable, institution));
        names.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }

    pub(super) fn is_named(&self) -> bool {
        ["author", "editor"].iter().any(|variable| self.item.0.contains_key(*variable))
    }

    /// What a work without names is called in their stead.
    pub(super) fn title_as_name(&self) -> Option<String> {
        let title = ["title-short", "title"].iter().find_map(|variable| self.text(variable));
        title.filter(|_| !self.is_named() || self.kind() == "legal_case")
    }

    /// The year of a date, with month and day as far as they are known; none of a date in words.
    pub(super) fn day(&self, variable: &str) -> Option<&[i16]> {
        match self.item.0.get(variable)? {
            Value::Date(DateValue::DateParts { date_parts, .. }) if self.hidden.year(variable).is_none() => {
                date_parts.0.first().map(|day| day.0.as_slice())
            }
            _ => None,
        }
    }

    /// The year in which it was issued, as the engine is told it.
    pub(super) fn told_year(&self) -> Option<String> {
        match self.item.0.get("issued")? {
            Value::Date(DateValue::DateParts { date_parts, .. }) => Some(date_parts.0.first()?.0.first()?.to_string()),
            _ => None,
        }
    }

    /// The year of a date, or the words for it.
    pub(super) fn year(&self, variable: &str) -> Option<String> {
        let words = self.hidden.year(variable).map(str::to_owned);
        words.or_else(|| self.day(variable)?.first().map(ToString::to_string))
    }
}
