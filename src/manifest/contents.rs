//! Which lists of contents a paper has.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::source::Span;
use crate::table::{Item, Table};

/// What `[contents]` says; `contents = true` says nothing more than that there are contents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// The last level of headings that is listed; [`None`] leaves it to the template.
    pub depth: Option<u8>,
    /// Whether tables are listed,
    pub tables: bool,
    /// and figures.
    pub figures: bool,
}

/// Headings have no more levels.
const MAX_DEPTH: u8 = 6;

impl Contents {
    /// As paper.toml says it.
    pub fn written(self) -> String {
        let depth = self.depth.map(|depth| format!("depth = {depth}"));
        let lists = [(self.figures, "figures = true"), (self.tables, "tables = true")];
        let lists = lists.into_iter().filter(|(is_listed, _)| *is_listed).map(|(_, list)| list.to_owned());
        let parts: Vec<_> = depth.into_iter().chain(lists).collect();
        if parts.is_empty() { "true".to_owned() } else { parts.join(", ") }
    }
}

/// Reads `[contents]`.
pub(super) fn read(table: &mut Table, places: &mut BTreeMap<String, Span>) -> Result<Contents, Reported> {
    for key in ["depth", "figures", "tables"] {
        places.extend(table.place(key).map(|place| (format!("contents.{key}"), place)));
    }
    let depth = table.item("depth").map(|item| depth(&item, table)).transpose();
    let (figures, tables) = (table.flag("figures"), table.flag("tables"));
    Ok(Contents { depth: depth?, figures: figures?.unwrap_or(false), tables: tables?.unwrap_or(false) })
}

fn depth(item: &Item, table: &mut Table) -> Result<u8, Reported> {
    let number = item.number(table.diagnostics)?;
    match (1..=MAX_DEPTH).find(|depth| f64::from(*depth) == number) {
        Some(depth) => Ok(depth),
        None => {
            let message = format!("contents cannot be {number} levels deep");
            let found = Diagnostic::error(Code("invalid-value"), item.span, message);
            Err(table.diagnostics.report(found.with_help(format!("Write a level from 1 to {MAX_DEPTH}."))))
        }
    }
}
