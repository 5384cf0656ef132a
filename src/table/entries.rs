//! What stands where in a TOML text, however broken it is: for those who ask about a place, and not for a value.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{item, syntax};
use crate::source::{Source, Span};

/// A key with its value, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The keys that lead to it. An item has those of its list.
    pub path: Vec<String>,
    /// Where the last key stands, as it is written; [`None`] for an item.
    pub key: Option<Span>,
    /// Where the value stands; of a table with a header, the header.
    pub value: Span,
    /// What it says, if it is a text.
    pub text: Option<String>,
    /// Where that stands between its quotes; [`None`] too if its characters are written otherwise there.
    pub inner: Option<Span>,
}

impl Entry {
    /// The keys joined by dots, for tables of keys that people write.
    pub fn name(&self) -> String {
        self.path.join(".")
    }
}

/// All that the TOML at `span` of `source` says, as far as it can be read, in the order in which it stands there.
pub fn entries(source: &Source, span: Span) -> Vec<Entry> {
    let text = source.slice(span);
    if syntax::too_deep(text).is_some() {
        return Vec::new();
    }
    let (root, _) = DeTable::parse_recoverable(text);
    let mut walk = Walk { source, span, path: Vec::new(), entries: Vec::new() };
    walk.table(root.get_ref());
    walk.entries.sort_by_key(|entry| (entry.key.unwrap_or(entry.value).start, entry.value.start));
    walk.entries
}

struct Walk<'a> {
    source: &'a Source,
    span: Span,
    path: Vec<String>,
    entries: Vec<Entry>,
}

impl Walk<'_> {
    fn table(&mut self, table: &DeTable) {
        for (key, value) in table {
            self.path.push(key.get_ref().to_string());
            let place = self.place(key.span());
            self.value(Some(place), value.span(), value.get_ref());
            self.path.pop();
        }
    }

    fn value(&mut self, key: Option<Span>, range: Range<usize>, value: &DeValue) {
        let place = self.place(range);
        let text = if let DeValue::String(text) = value { Some(text.to_string()) } else { None };
        let inner = text.as_deref().and_then(|text| item::between_quotes(self.source.slice(place), text));
        let inner = inner.map(|range| place.part(range));
        self.entries.push(Entry { path: self.path.clone(), key, value: place, text, inner });
        match value {
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => items.iter().for_each(|item| self.value(None, item.span(), item.get_ref())),
            _ => {}
        }
    }

    fn place(&self, range: Range<usize>) -> Span {
        let text = self.source.slice(self.span);
        let start = text.floor_char_boundary(range.start);
        self.span.part(start..text.ceil_char_boundary(range.end).max(start))
    }
}
