//! Works with whose names those of another begin: to tell these apart, the engine (hayagriva 0.10.1) would look for a
//! name behind the last one of the shorter list, and panic.

use std::collections::HashSet;
use std::sync::Arc;

use citationberg::json::{Item, NameValue, Value};
use citationberg::{DisambiguationRule, IndependentStyle};

/// The numbers of some works with whose names those of another begin.
pub(super) struct Begun(HashSet<i64>);

impl Begun {
    /// Looked for where the style has given names added to tell one citation from another; else there are none.
    pub(super) fn new<'i>(items: impl Iterator<Item = &'i Item>, style: &IndependentStyle) -> Self {
        if !asks_for_names(style) {
            return Self(HashSet::new());
        }
        let mut lists: Vec<(Vec<&str>, i64)> = Vec::new();
        for item in items {
            for names in item.0.values() {
                if let (Value::Names(names), Some(number)) = (names, number(item)) {
                    lists.push((names.iter().map(family).collect(), number));
                }
            }
        }
        lists.sort_unstable();
        lists.dedup();
        let mut begun = HashSet::new();
        // Those that begin with a list stand behind it.
        let mut next: Option<&[&str]> = None;
        for (at, (list, number)) in lists.iter().enumerate().rev() {
            let behind = lists.get(at + 1).map(|(list, _)| list.as_slice()).filter(|behind| *behind != list.as_slice());
            next = behind.or(next);
            if next.is_some_and(|next| next.len() > list.len() && next.starts_with(list)) {
                begun.insert(*number);
            }
        }
        Self(begun)
    }

    /// The style in which a citation of some works is asked for: without given names where the engine would panic.
    pub(super) fn style<'i>(
        &self,
        style: &Arc<IndependentStyle>,
        mut items: impl Iterator<Item = &'i Item>,
    ) -> Arc<IndependentStyle> {
        if self.0.is_empty() || !items.any(|item| number(item).is_some_and(|number| self.0.contains(&number))) {
            return Arc::clone(style);
        }
        let mut style = IndependentStyle::clone(style);
        style.citation.disambiguate_add_givenname = false;
        Arc::new(style)
    }
}

fn asks_for_names(style: &IndependentStyle) -> bool {
    let citation = &style.citation;
    citation.disambiguate_add_names
        && citation.disambiguate_add_givenname
        && citation.givenname_disambiguation_rule == DisambiguationRule::ByCite
}

/// The place of a work in its bibliography.
fn number(item: &Item) -> Option<i64> {
    match item.0.get("") {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

fn family(name: &NameValue) -> &str {
    match name {
        NameValue::Literal(name) => &name.literal,
        NameValue::Item(name) => &name.family,
    }
}
