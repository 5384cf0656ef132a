//! TOML text as tables whose every key and value has a place: unknown keys and wrong types, all at once.
//!
//! [`read`] hands the tables to a function that asks for what it knows. What was not asked for is unknown, and
//! reported when the function is done with a table.

mod cursor;
mod entries;
mod item;
mod syntax;

use std::cell::{Cell, RefCell};
use std::ops::Range;

use semver::Version;
use toml::de::DeTable;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, listed, nearest};
use crate::section::Text;
use crate::source::{Source, Span, Spanned};

pub use cursor::{Cursor, Spot};
pub use entries::{Entry, entries};
pub use item::{Datum, Item};

/// Reads the TOML that stands at `span` of `source`: a whole file, or front matter.
///
/// All mistakes are reported. A mistake that leaves every asked-for value readable (an unknown key, a broken line
/// that nobody asked for) does not make this fail.
pub fn read<T>(
    source: &Source,
    span: Span,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&mut Table) -> Result<T, Reported>,
) -> Result<T, Reported> {
    let text = source.slice(span);
    // The parser allows 80 levels and keys of 80 parts: deeper text is an error, and what is read drops safely. But
    // after a mistake it loses count.
    if let Some((range, message)) = syntax::too_deep(text) {
        return Err(syntax::report_too_deep(span.part(range), message, diagnostics));
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mistakes = syntax::report(source, span, &errors, diagnostics);
    let region = Region {
        source,
        span,
        mistakes,
        homes: Cell::new(&[]),
        missing: RefCell::default(),
        strayed: RefCell::default(),
    };
    let result = Table::read(&region, root.get_ref(), span.part(0..0), diagnostics, read);
    // What stands in the wrong table is not missing in the right one.
    let strayed = region.strayed.into_inner();
    if !strayed.is_empty() {
        let is_missing = |found: &Diagnostic| {
            found.code == Code("missing-key") && strayed.iter().any(|key| found.message == missing_message(key))
        };
        diagnostics.revise(|found| !is_missing(found));
    }
    result
}

fn missing_message(key: &str) -> String {
    format!("`{key}` is missing")
}

/// Which keys belong where: what a table is called (in backticks), and its keys. It serves to say of a key in the wrong
/// table which is the right one.
pub type Homes = &'static [(&'static str, &'static [&'static str])];

/// All of the results, or the first failure. Unlike collecting lazily, every mistake is found.
pub fn all<T>(results: impl Iterator<Item = Result<T, Reported>>) -> Result<Vec<T>, Reported> {
    let results: Vec<_> = results.collect();
    results.into_iter().collect()
}

/// One table, while it is read.
pub struct Table<'a, 'd> {
    region: &'a Region<'a>,
    header: Span,
    /// What was not read yet, in the author's order.
    items: Vec<Item<'a>>,
    known: Vec<&'static str>,
    pub diagnostics: &'d mut Diagnostics,
}

/// The text that is read, and what cannot be read in it.
struct Region<'a> {
    source: &'a Source,
    span: Span,
    /// Whole lines, as bytes of the region, whose syntax errors were reported.
    mistakes: Vec<(Range<usize>, Reported)>,
    homes: Cell<Homes>,
    /// Tables that have to be there and are not, as homes are called.
    missing: RefCell<Vec<String>>,
    /// Keys that stand in the wrong table.
    strayed: RefCell<Vec<String>>,
}

impl<'a> Table<'a, '_> {
    /// The value of `key`, if it is given.
    pub fn item(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.known.push(key);
        let index = self.items.iter().position(|item| item.key.value == key)?;
        Some(self.items.remove(index))
    }

    /// Where the value of `key` stands, if it is given and was not read yet.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.items.iter().find(|item| item.key.value == key).map(|item| item.span)
    }

    /// The value of `key`. If it is missing, the help shows `example`, a line that would do.
    pub fn required(&mut self, key: &'static str, example: &str) -> Result<Item<'a>, Reported> {
        match self.item(key) {
            Some(item) => Ok(item),
            // The line may be there, but beyond what could be read.
            None => {
                if let Some(&(_, reported)) = self.region.mistakes.first() {
                    return Err(reported);
                }
                let name = if example.starts_with('[') { example } else { key };
                self.region.missing.borrow_mut().push(format!("`{name}`"));
                let missing = Diagnostic::error(Code("missing-key"), self.header, missing_message(name));
                Err(self.diagnostics.report(missing.with_help(format!("Add it: `{example}`."))))
            }
        }
    }

    /// Tells where keys belong, for this table and those in it.
    pub fn set_homes(&mut self, homes: Homes) {
        self.region.homes.set(homes);
    }

    /// The table's header; the start of the text if it has none.
    pub fn header(&self) -> Span {
        self.header
    }

    /// All that was not read yet, in the author's order: for tables whose keys are free.
    pub fn rest(&mut self) -> Vec<Item<'a>> {
        std::mem::take(&mut self.items)
    }

    pub fn text(&mut self, key: &'static str) -> Result<Option<Text>, Reported> {
        self.item(key).map(|item| item.text(self.diagnostics)).transpose()
    }

    pub fn required_text(&mut self, key: &'static str, example: &str) -> Result<Text, Reported> {
        self.required(key, example)?.text(self.diagnostics)
    }

    /// A name of `[a-z0-9-]+`.
    pub fn required_name(&mut self, key: &'static str, example: &str) -> Result<Spanned<String>, Reported> {
        self.required(key, example)?.name(self.diagnostics)
    }

    pub fn required_version(&mut self, key: &'static str) -> Result<Spanned<Version>, Reported> {
        self.required(key, &format!("{key} = \"1.0.0\""))?.version(self.diagnostics)
    }

    /// A list of texts; empty if it is not given.
    pub fn texts(&mut self, key: &'static str) -> Result<Vec<Text>, Reported> {
        self.item(key).map_or(Ok(Vec::new()), |item| item.texts(self.diagnostics))
    }

    pub fn flag(&mut self, key: &'static str) -> Result<Option<bool>, Reported> {
        self.item(key).map(|item| item.flag(self.diagnostics)).transpose()
    }

    /// A table of its own.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table) -> Result<T, Reported>,
    ) -> Result<Option<T>, Reported> {
        self.item(key).map(|item| item.table(self.diagnostics, read)).transpose()
    }

    /// A list of tables (`[[key]]`); empty if it is not given.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Table) -> Result<T, Reported>,
    ) -> Result<Vec<T>, Reported> {
        let Some(item) = self.item(key) else { return Ok(Vec::new()) };
        let items = item.items(self.diagnostics)?;
        all(items.iter().map(|item| item.table(self.diagnostics, &mut read)))
    }

    fn read<T>(
        region: &'a Region<'a>,
        table: &'a DeTable<'a>,
        header: Span,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&mut Table) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        let mut items: Vec<_> = table.iter().map(|(key, value)| Item::new(region, key, value)).collect();
        items.sort_by_key(|item| item.key.span);
        let mut table = Table { region, header, items, known: Vec::new(), diagnostics };
        let result = read(&mut table);
        table.report_unknown();
        result
    }

    fn report_unknown(&mut self) {
        if self.region.has_broken_header() {
            return;
        }
        for item in self.items.iter().filter(|item| item.broken.is_none()) {
            let key = &item.key.value;
            let unknown = Diagnostic::error(Code("unknown-key"), item.key.span, format!("unknown key `{key}`"));
            let homes = self.region.homes.get();
            let home = homes.iter().find(|(_, keys)| keys.contains(&key.as_str())).map(|(home, _)| *home);
            if home.is_some_and(|home| self.region.missing.borrow().iter().any(|missing| missing == home)) {
                continue;
            }
            let help = match nearest(key, self.known.iter().copied()) {
                _ if let Some(home) = home => {
                    self.region.strayed.borrow_mut().push(key.clone());
                    format!("`{key}` belongs below {home}.")
                }
                _ if item.is_table() && homes.iter().any(|(home, _)| home.trim_matches(['`', '[', ']']) == key) => {
                    format!("`[{key}]` is a table of its own: write its header like that.")
                }
                Some(known) => format!("Did you mean `{known}`?"),
                None if self.known.is_empty() => "No keys are known here.".to_owned(),
                None => format!("Known here are {}.", listed(&self.known)),
            };
            self.diagnostics.push(unknown.with_help(help));
        }
    }
}

impl Region<'_> {
    /// The place of `range`, counted from the start of the region.
    fn span(&self, range: Range<usize>) -> Span {
        self.span.part(range)
    }

    /// Whether a `[header]` could not be read, so that keys may have ended up in the wrong table.
    fn has_broken_header(&self) -> bool {
        let text = self.source.slice(self.span);
        self.mistakes.iter().any(|(lines, _)| text[lines.start..].trim_start().starts_with('['))
    }

    /// The mistake, if any, in one of the lines that `range` touches.
    fn mistake(&self, range: Range<usize>) -> Option<Reported> {
        let touched = |lines: &Range<usize>| lines.start <= range.end && range.start < lines.end;
        self.mistakes.iter().find(|(lines, _)| touched(lines)).map(|&(_, reported)| reported)
    }
}
