//! `::: table` around a list of lists: a row an item, a cell an item of that, with all that an item can hold.

use comrak::Node;
use comrak::nodes::NodeValue;

use crate::section::{Block, BlockKind, Column, Grid, GridCell, GridRow, Inline, InlineKind, Width};
use crate::source::Spanned;

use super::attributes::{self, Attributes};
use super::blocks::Nest;
use super::guide;
use super::reader::Reader;
use super::tables::MAX_COLUMNS;
use super::text::trim_end;

/// How many rows a cell can span: more than any table has.
const MAX_SPAN: usize = 10_000;

impl Reader<'_> {
    /// The rows of a list of lists, counted: each has a cell, or a part of one, in each column.
    pub(super) fn grid(
        &mut self,
        list: Node,
        attributes: &mut Attributes,
        widths: Option<&Spanned<Vec<Width>>>,
        nest: Nest,
    ) -> Option<Grid> {
        let errors = self.errors;
        let headers = ["header-rows", "header-columns"].map(|key| self.count_of(attributes, key, 0, MAX_COLUMNS));
        let rows: Vec<_> = list.children().filter_map(|row| self.grid_row(row, nest)).collect();
        let count = widths.map_or_else(
            || rows.first().map_or(0, |row| row.cells.iter().map(|cell| cell.columns).sum()),
            |widths| widths.value.len(),
        );
        if count > MAX_COLUMNS {
            let message = format!("this table has {count} columns; {MAX_COLUMNS} are the most");
            let start = self.block_range(list).start;
            self.error("too-many-columns", self.line_from(start), message, "Split the table, or turn it round.");
            return None;
        }
        if self.errors == errors {
            self.refuse_surplus(&headers, [rows.len(), count]);
        }
        let [header_rows, header_columns] = headers.map(|given| given.map(|given| given.value));
        let header_rows = header_rows.unwrap_or(1);
        self.fit(&rows, count, header_rows);
        let width = |at: usize| widths.map_or(Width::Auto, |widths| widths.value[at]);
        let column = |at| Column { change: None, align: None, width: width(at) };
        let columns = (0..count).map(column).collect();
        let header_columns = header_columns.unwrap_or(0);
        (self.errors == errors).then_some(Grid { columns, header_rows, header_columns, rows })
    }

    fn grid_row(&mut self, item: Node, nest: Nest) -> Option<GridRow> {
        let range = self.block_range(item);
        let mut lists = item.children();
        let cells = lists.next().filter(|list| matches!(list.data().value, NodeValue::List(_)));
        let Some(cells) = cells.filter(|_| lists.next().is_none()) else {
            let help = "Write each row as `- - one`, and its further cells below it as `  - two`.";
            self.error("invalid-table", self.line_from(range.start), "this row is no list of cells", help);
            return None;
        };
        let cells = cells.children().map(|cell| self.grid_cell(cell, nest)).collect();
        Some(GridRow { span: self.span(range), change: None, cells })
    }

    fn grid_cell(&mut self, item: Node, nest: Nest) -> GridCell {
        let range = self.block_range(item);
        self.in_cell = true;
        let mut blocks = self.blocks(item, nest.inner());
        self.in_cell = false;
        let mut spans = [1, 1];
        if let Some(mut found) = self.spans_of(&mut blocks) {
            spans =
                ["columns", "rows"].map(|key| self.count_of(&mut found, key, 1, MAX_SPAN).map_or(1, |own| own.value));
            self.finish(found, "A cell", guide::CELL);
        }
        let [columns, rows] = spans;
        GridCell { span: self.span(range), columns, rows, blocks }
    }

    /// Takes the attributes off the end of a cell's last paragraph.
    fn spans_of(&self, blocks: &mut Vec<Block>) -> Option<Attributes> {
        let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.last_mut() else { return None };
        let InlineKind::Text(text) = &content.last()?.kind else { return None };
        if !text.origin().is_typed() || !text.ends_with('}') {
            return None;
        }
        let place = text.span().range();
        let start = place.start + text.rfind('{')?;
        let written = self.manuscript.masked(0..place.end);
        let found = attributes::parse(written, start).filter(|found| found.range.end == place.end)?;
        if !written[start..].contains('=') {
            return None;
        }
        let rest = text.part(0..start - place.start);
        content.pop();
        content.extend((!rest.is_empty()).then(|| Inline::text(rest)));
        trim_end(content);
        if content.is_empty() {
            blocks.pop();
        }
        Some(found)
    }

    /// Takes out a number.
    fn count_of(
        &mut self,
        attributes: &mut Attributes,
        key: &str,
        least: usize,
        most: usize,
    ) -> Option<Spanned<usize>> {
        let text = self.text_of(attributes, key)?;
        let count = text.parse().ok().filter(|count| (least..=most).contains(count));
        if count.is_none() {
            let message = format!("`{}` is no number for `{key}`", text.as_str());
            self.error("invalid-span", text.span().range(), message, "Write how many, in figures.");
        }
        count.map(|count| Spanned::new(count, text.span()))
    }

    /// Reports more header rows or columns than a table has rows or columns.
    fn refuse_surplus(&mut self, headers: &[Option<Spanned<usize>>; 2], there: [usize; 2]) {
        for (at, name) in ["row", "column"].into_iter().enumerate() {
            let Some(given) = headers[at].as_ref().filter(|given| given.value > there[at]) else { continue };
            let (own, all) = (given.value, there[at]);
            let plural = if all == 1 { "" } else { "s" };
            let message = format!("this asks for {own} header {name}s, and the table has {all} {name}{plural}");
            let help = format!("Write how many of its {name}s say what the others hold, or add {name}s.");
            self.error("invalid-span", given.span.range(), message, &help);
        }
    }

    /// Reports rows that do not fill the columns, and cells that go beyond them or beyond the last row.
    fn fit(&mut self, rows: &[GridRow], count: usize, header_rows: usize) {
        // Of each column, for how many rows more a cell from above goes on.
        let mut below = vec![0_usize; count];
        for (index, row) in rows.iter().enumerate() {
            let mut free: Vec<usize> = (0..count).filter(|at| below[*at] == 0).collect();
            let room = free.len();
            below.iter_mut().for_each(|rest| *rest = rest.saturating_sub(1));
            let end = if index < header_rows { header_rows } else { rows.len() };
            for cell in &row.cells {
                let at = cell.span.range();
                if cell.rows > end.saturating_sub(index).max(1) {
                    let part = if index < header_rows { "header" } else { "table" };
                    let message = format!("this cell spans {} rows, more than are left of the {part}", cell.rows);
                    return self.error("invalid-span", at, message, "Write a lower number of `rows`, or add rows.");
                }
                let adjoins = free.len() >= cell.columns && free[cell.columns - 1] == free[0] + cell.columns - 1;
                if !adjoins && cell.columns > 1 {
                    let message = format!("this cell spans {} columns, more than are free beside it", cell.columns);
                    let help = format!("The table has {count} columns; cells from above take some of them.");
                    return self.error("invalid-span", at, message, &help);
                }
                if !adjoins {
                    let message = format!("this row has more cells than the {room} columns that are free");
                    let help = "Give each row as many cells as the first has; cells from above count, too.";
                    return self.error("row-too-long", at, message, help);
                }
                for column in free.drain(..cell.columns) {
                    below[column] = cell.rows - 1;
                }
            }
            if !free.is_empty() {
                let missing = free.len();
                let have = if missing == 1 { "has" } else { "have" };
                let message = format!("{missing} of the {count} columns {have} no cell in this row");
                let help = "Give each row as many cells as the first has, empty ones as `-`; spans count.";
                return self.error("missing-cells", row.span.range(), message, help);
            }
        }
    }
}
