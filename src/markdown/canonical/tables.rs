//! Tables whose bars stand below each other.

use std::iter::once;
use std::ops::Range;

use crate::section::{Alignment, Column, Row, Table};

use super::{Lines, Printer};

/// No cell is filled up further than this, in characters: one long cell does not make all others long.
const MAX_WIDTH: usize = 80;

/// `---`, or `:-:`.
const MIN_WIDTH: usize = 3;

impl Printer<'_> {
    pub(super) fn table(&self, table: &Table) -> Lines {
        let cells = |row: &Row| row.cells.iter().map(|cell| self.source.slice(cell.span)).collect::<Vec<_>>();
        let rows: Vec<_> = once(&table.header).chain(&table.rows).map(cells).collect();
        let width = |column: usize| {
            let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            widths.max().unwrap_or(0).clamp(MIN_WIDTH, MAX_WIDTH)
        };
        let widths: Vec<_> = (0..table.columns.len()).map(width).collect();
        let fill = |row: &Vec<&str>| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:width$} |"));
            once("|".to_owned()).chain(cells).collect::<String>()
        };
        let rule =
            table.columns.iter().zip(&widths).map(|(column, width)| format!(" {} |", delimiter(*column, *width)));
        let mut lines: Lines = rows.iter().map(fill).collect();
        lines.insert(1, once("|".to_owned()).chain(rule).collect());
        lines
    }

    /// Where a table stands: from its header to its last row, at least to the line below the header.
    pub(super) fn table_place(&self, table: &Table) -> Range<usize> {
        let header = table.header.span.range();
        let below = self.source.text()[header.end..].match_indices('\n').nth(1);
        let below = below.map_or(self.source.text().len(), |(at, _)| header.end + at);
        header.start..table.rows.last().map_or(below, |row| row.span.range().end)
    }
}

fn delimiter(column: Column, width: usize) -> String {
    let hyphens = |count: usize| "-".repeat(count);
    match column.align {
        None => hyphens(width),
        Some(Alignment::Left) => format!(":{}", hyphens(width - 1)),
        Some(Alignment::Right) => format!("{}:", hyphens(width - 1)),
        Some(Alignment::Centre) => format!(":{}:", hyphens(width - 2)),
    }
}
