//! Tables whose cells hold blocks and span others, as Typst.

use super::emit::{APART, Emitter};
use super::tables::leads;
use crate::markup::Markup;
use crate::section::{Block, BlockKind, Grid, GridCell, GridRow, walk};

/// Whether a block has a label, or an item of it.
fn is_target(block: &Block) -> bool {
    let BlockKind::List(list) = &block.kind else { return block.label().is_some() };
    list.items.iter().any(|item| item.label.is_some())
}

impl Emitter<'_> {
    /// Such a table as a call, without the hash.
    pub(super) fn grid(&self, out: &mut Markup, grid: &Grid) {
        let (header, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
        let mut leads_away = false;
        for cell in header.iter().flat_map(|row| &row.cells) {
            walk::inlines(&cell.blocks, &mut |inlines| leads_away |= inlines.iter().any(leads));
            // What something leads to is there once, too.
            walk::blocks(&cell.blocks, &mut |block| leads_away |= is_target(block));
        }
        let widths: Vec<String> = grid.columns.iter().map(|column| column.width.to_string()).collect();
        if leads_away {
            out.syntax("context { let live = live-from(here()); ");
        }
        out.syntax(&format!("table(columns: ({},), ", widths.join(", ")));
        let places = grid.places();
        if !header.is_empty() {
            out.syntax("table.header(");
            self.in_header.set(leads_away);
            for (index, row) in header.iter().enumerate() {
                // The first row looks like a header by itself.
                let cells = row.cells.iter().map(|cell| (cell, index > 0, false));
                self.grid_row(out, row, cells);
            }
            self.in_header.set(false);
            out.syntax("), ");
        }
        for (row, places) in body.iter().zip(&places[header.len()..]) {
            let cells = row.cells.iter().zip(places).map(|(cell, at)| {
                let is_header = *at < grid.header_columns;
                (cell, is_header, is_header)
            });
            self.grid_row(out, row, cells);
        }
        out.syntax(")");
        if leads_away {
            out.syntax(" }");
        }
    }

    /// Of each cell is told whether it is strong, and whether it names its row.
    fn grid_row<'g>(&self, out: &mut Markup, row: &GridRow, cells: impl Iterator<Item = (&'g GridCell, bool, bool)>) {
        let outer = (self.in_grid.replace(true), self.in_cell.replace(false));
        for (cell, is_strong, is_header) in cells {
            out.changed(row.change, |out| {
                out.node(cell.span, |out| {
                    if is_header {
                        out.syntax("pdf.header-cell(scope: \"row\", ");
                    }
                    match (cell.columns, cell.rows) {
                        (1, 1) if !is_header => {}
                        (1, 1) => out.syntax("table.cell"),
                        (columns, rows) => out.syntax(&format!("table.cell(colspan: {columns}, rowspan: {rows})")),
                    }
                    out.syntax(if is_strong { "[#strong[" } else { "[" });
                    self.blocks(out, &cell.blocks, APART);
                    out.syntax(if is_strong { "]]" } else { "]" });
                    out.syntax(if is_header { ")" } else { "" });
                });
            });
            out.syntax(", ");
        }
        self.in_grid.set(outer.0);
        self.in_cell.set(outer.1);
    }
}
