//! The parts of a file, and of a paper, by their names.

use std::ops::Range;

use super::desk::Desk;
use super::kinds::VALUE;
use super::mark::Role;
use super::target::{Target, TargetKind};
use crate::bibliography;
use crate::project::MANIFEST;
use crate::section::Heading;
use crate::table;

/// Something that has a name in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    /// What else is to be known of it: its label, its key.
    pub detail: String,
    pub kind: SymbolKind,
    /// All that belongs to it.
    pub range: Range<usize>,
    /// What is shown of that.
    pub own: Range<usize>,
    pub children: Vec<Symbol>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    Heading,
    Table,
    Figure,
    Box,
    Paragraph,
    Item,
    Key,
    Value,
    Work,
}

/// What a file is made of.
pub fn symbols(desk: &Desk, path: &str) -> Vec<Symbol> {
    match path {
        MANIFEST => of_manifest(desk),
        _ if desk.section(path).is_some() => of_section(desk, path),
        _ if path.starts_with("bibliography/") => works(desk, path),
        _ => Vec::new(),
    }
}

/// What of the paper has a name that holds the words of `query`, in whatever case; with its file.
pub fn symbols_of_paper(desk: &Desk, query: &str) -> Vec<(&'static str, Symbol)> {
    let query = query.to_lowercase();
    let mut found: Vec<_> = desk.targets().map(|(path, target)| (path, symbol(desk, target))).collect();
    for (path, marks) in desk.all_marks() {
        let values = marks.iter().filter(|mark| *mark.kind == VALUE && mark.role == Role::Definition);
        found.extend(values.map(|mark| (path, leaf(mark.name.clone(), SymbolKind::Value, mark.range.clone()))));
        if path.starts_with("bibliography/") {
            found.extend(works(desk, path).into_iter().map(|work| (path, work)));
        }
    }
    found.retain(|(_, symbol)| {
        let told = format!("{} {}", symbol.name, symbol.detail).to_lowercase();
        query.split_whitespace().all(|word| told.contains(word))
    });
    found
}

fn leaf(name: String, kind: SymbolKind, range: Range<usize>) -> Symbol {
    Symbol { name, detail: String::new(), kind, own: range.clone(), range, children: Vec::new() }
}

fn symbol(desk: &Desk, target: &Target) -> Symbol {
    let kind = match target.kind {
        TargetKind::Heading(_) | TargetKind::Annex => SymbolKind::Heading,
        TargetKind::Table => SymbolKind::Table,
        TargetKind::Figure => SymbolKind::Figure,
        TargetKind::Box => SymbolKind::Box,
        TargetKind::Paragraph => SymbolKind::Paragraph,
        TargetKind::Item => SymbolKind::Item,
    };
    let detail = target.label.as_ref().map(|label| format!("#{label}")).unwrap_or_default();
    let number = target.number.as_ref().filter(|_| matches!(target.kind, TargetKind::Heading(_)));
    let name = match number {
        Some(number) => format!("{number}. {}", target.title),
        None => target.words_and_title(desk.terms()),
    };
    let name = [name, detail.clone(), "?".to_owned()].into_iter().find(|name| !name.trim().is_empty());
    Symbol { detail, ..leaf(name.unwrap_or_default(), kind, target.range.clone()) }
}

/// Headings with what stands below them.
fn of_section(desk: &Desk, path: &str) -> Vec<Symbol> {
    let end = desk.source(path).map_or(0, |source| source.text().len());
    // The headings that are open, with their levels; below all of them what stands before the first.
    let mut open: Vec<(u8, Symbol)> = vec![(0, leaf(String::new(), SymbolKind::Heading, 0..end))];
    for target in desk.targets_of(path) {
        let symbol = symbol(desk, target);
        let level = match target.kind {
            TargetKind::Annex => Some(1),
            TargetKind::Heading(Heading::BELOW) => Some(open.last().map_or(1, |(level, _)| level + 1)),
            TargetKind::Heading(level) => Some(level),
            _ => None,
        };
        match level {
            Some(level) => {
                close(&mut open, level, symbol.own.start);
                open.push((level, Symbol { range: symbol.own.start..end, ..symbol }));
            }
            None => open.last_mut().into_iter().for_each(|(_, above)| above.children.push(symbol.clone())),
        }
    }
    close(&mut open, 1, end);
    open.pop().map_or(Vec::new(), |(_, root)| root.children)
}

/// Ends the headings of a level or of lower ones at a byte.
fn close(open: &mut Vec<(u8, Symbol)>, level: u8, at: usize) {
    while open.len() > 1 && open.last().is_some_and(|(own, _)| *own >= level) {
        let (_, mut done) = open.pop().expect("one is open");
        done.range.end = at.max(done.own.end);
        open.last_mut().expect("the root stays open").1.children.push(done);
    }
}

/// The tables of the manifest, with their keys.
fn of_manifest(desk: &Desk) -> Vec<Symbol> {
    let Some(source) = desk.source(MANIFEST) else { return Vec::new() };
    let mut tables: Vec<Symbol> = Vec::new();
    for entry in table::entries(source, source.whole()) {
        let (Some(name), Some(key)) = (entry.path.last(), entry.key) else { continue };
        let value = entry.value.range();
        let range = key.range().start.min(value.start)..key.range().end.max(value.end);
        let symbol = Symbol { own: key.range(), ..leaf(name.clone(), SymbolKind::Key, range) };
        match tables.iter_mut().rfind(|table| table.name == entry.path[0]).filter(|_| entry.path.len() == 2) {
            Some(table) => {
                table.range = table.range.start.min(symbol.range.start)..table.range.end.max(symbol.range.end);
                table.children.push(symbol);
            }
            None if entry.path.len() == 1 => tables.push(symbol),
            None => {}
        }
    }
    tables
}

/// The entries of a bibliography file.
fn works(desk: &Desk, path: &str) -> Vec<Symbol> {
    let Some(source) = desk.source(path) else { return Vec::new() };
    let places = bibliography::key_places(source).into_iter().filter_map(|place| Some((place.entry?, place)));
    let symbols = places.map(|(entry, place)| {
        let detail = desk.bibliography().name(&place.key).unwrap_or_default();
        let range = entry.range().start.min(place.span.range().start)..entry.range().end.max(place.span.range().end);
        Symbol { detail, own: place.span.range(), ..leaf(place.key, SymbolKind::Work, range) }
    });
    symbols.collect()
}
