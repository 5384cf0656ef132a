//! What is being written at a cursor, in a text that need not be whole.

use std::ops::Range;

use super::desk::Desk;
use super::kind::Kind;
use super::marks::{FRONT_MATTER_VALUES, MANIFEST_VALUES, can_open, known_name};
use crate::markdown;
use crate::project::MANIFEST;
use crate::source::Source;
use crate::table::{Cursor, Spot};

/// A cursor in a file.
pub(super) struct View<'d> {
    pub source: &'d Source,
    pub at: usize,
    /// From the start of its line up to it.
    pub line: &'d str,
    pub zone: Zone,
}

/// What the text around a cursor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// Of a section.
    Body,
    /// A comment or code of a section.
    Quiet,
    FrontMatter(Cursor),
    Manifest(Cursor),
    Bibliography,
    Other,
}

impl<'d> View<'d> {
    /// The view of a cursor; [`None`] if there is no such file.
    pub(super) fn new(desk: &'d Desk, path: &str, at: usize) -> Option<Self> {
        let source = desk.source(path)?;
        let text = source.text();
        let at = text.floor_char_boundary(at);
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let front = || markdown::front_matter(text).filter(|range| range.start <= at && at <= range.end);
        let zone = match path {
            MANIFEST => Zone::Manifest(Cursor::at(text, at)),
            _ if desk.section(path).is_some() => match front() {
                Some(range) => {
                    Zone::FrontMatter(Cursor::at(&text[range.clone()], at - range.start).shifted(range.start))
                }
                None if desk.marks(path).is_some_and(|(_, marks)| marks.is_quiet(at)) => Zone::Quiet,
                None => Zone::Body,
            },
            _ if path.starts_with("bibliography/") => Zone::Bibliography,
            _ => Zone::Other,
        };
        Some(Self { source, at, line, zone })
    }

    pub(super) fn is_body(&self) -> bool {
        self.zone == Zone::Body
    }

    /// Where the cursor stands in TOML.
    pub(super) fn toml(&self) -> Option<&Cursor> {
        match &self.zone {
            Zone::FrontMatter(cursor) | Zone::Manifest(cursor) => Some(cursor),
            _ => None,
        }
    }

    /// The key of whose value something is being written, as the table of keys has it.
    pub(super) fn key(&self) -> Option<String> {
        let cursor = self.toml()?;
        let Spot::Value { key, .. } = &cursor.spot else { return None };
        let path: Vec<String> = cursor.table.iter().cloned().chain(key.split('.').map(str::to_owned)).collect();
        known_name(&path).or(Some(path.join(".")))
    }

    /// What is being written of a value of TOML, if that is of a kind.
    pub(super) fn value_of(&self, kind: &Kind) -> Option<Range<usize>> {
        let key = self.key()?;
        let values = if let Zone::Manifest(_) = self.zone { MANIFEST_VALUES } else { FRONT_MATTER_VALUES };
        values.iter().find(|(known, of)| *known == key && *of == kind)?;
        let Spot::Value { range, .. } = &self.toml()?.spot else { return None };
        Some(range.clone())
    }

    /// The text behind the last `opening` in the line, if none of `closing` follows there.
    pub(super) fn behind(&self, opening: &str, closing: &[char]) -> Option<&'d str> {
        let at = self.line.rfind(opening)? + opening.len();
        Some(&self.line[at..]).filter(|rest| !rest.contains(closing))
    }

    /// The word at the cursor: `begun` of it stand before, and the rest is made of characters that fit.
    pub(super) fn word(&self, begun: &str, fits: impl Fn(char) -> bool) -> Range<usize> {
        let rest = &self.source.text()[self.at..];
        let length = rest.find(|one: char| !fits(one)).unwrap_or(rest.len());
        self.at - begun.len()..self.at + length
    }

    /// What is written for a key at the cursor: with its sign, unless that is there.
    pub(super) fn key_text(&self, name: &str, range: &Range<usize>) -> String {
        let has_sign = self.source.text()[range.end..].trim_start_matches([' ', '\t']).starts_with('=');
        if has_sign { name.to_owned() } else { format!("{name} = ") }
    }

    /// What stands in the open braces before the cursor, with what stands before these: where attributes are written.
    pub(super) fn attributes(&self) -> Option<(&'d str, &'d str)> {
        let open = self.line.rfind('{')?;
        let start = self.at - self.line.len() + open;
        let inner = &self.line[open + 1..];
        let is_open = self.is_body() && !inner.contains('}') && can_open(self.source.text(), start);
        is_open.then_some((&self.line[..open], inner))
    }

    /// What is being written as the value of an attribute.
    pub(super) fn attribute_value(&self, key: &str) -> Option<Range<usize>> {
        let (_, inner) = self.attributes()?;
        let at = inner.rfind(&format!("{key}="))?;
        let value = &inner[at + key.len() + 1..];
        let is_own = inner[..at].is_empty() || inner[..at].ends_with(' ');
        let begun = match value.strip_prefix('"') {
            Some(quoted) => Some(quoted).filter(|quoted| !quoted.contains('"'))?,
            None => Some(value).filter(|value| !value.contains(' '))?,
        };
        let last = begun.rsplit([',', ' ']).next().unwrap_or(begun);
        is_own.then(|| self.word(last, |one| one.is_alphanumeric() || "-_./".contains(one)))
    }

    /// The name of the block whose opening line the cursor stands in.
    pub(super) fn block(&self) -> Option<&'d str> {
        let line = self.line.trim_start_matches([' ', '\t', '>']);
        let info = line.strip_prefix(":::")?.trim_start_matches(':').trim_start();
        Some(info.split([' ', '{']).next().unwrap_or(info))
    }
}
