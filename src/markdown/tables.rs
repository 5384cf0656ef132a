//! Tables, and the widths of their columns.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{NodeTable, NodeValue, TableAlignment};

use crate::section::{Alignment, Cell, Column, ColumnType, Data, Row, Table, Width};
use crate::source::Spanned;

use super::attributes::Attributes;
use super::images::{self, parse_decimal};
use super::limits::{cells, is_delimiter_row};
use super::reader::Reader;

pub(super) const MAX_COLUMNS: usize = 40;

impl Reader<'_> {
    pub(super) fn table(&mut self, node: Node, table: &NodeTable, range: Range<usize>) -> Option<Table> {
        let count = table.alignments.len();
        if count > MAX_COLUMNS {
            let message = format!("this table has {count} columns; {MAX_COLUMNS} are the most");
            self.error("too-many-columns", self.line_from(range.start), message, "Split the table, or turn it round.");
            return None;
        }
        let columns =
            table.alignments.iter().map(|align| Column { change: None, align: alignment(*align), width: Width::Auto });
        let columns = columns.collect();
        let mut rows = node.children().map(|row| self.row(row, count)).collect::<Vec<_>>().into_iter();
        Some(Table { columns, header: rows.next()?, rows: rows.collect(), data: None })
    }

    fn row(&mut self, node: Node, columns: usize) -> Row {
        let range = self.line_from(self.offset(node.data().sourcepos.start));
        let written = self.manuscript.masked(range.clone());
        let range = range.start..range.start + written.trim_ascii_end().len();
        let places = cells(written);
        // Attributes below a table are told as such where they stand.
        let is_attributes = places.len() == 1 && written.trim().starts_with('{') && written.trim().ends_with('}');
        if places.len() != columns && !is_attributes {
            let message = format!("this row has {}, the table's header {columns}", number(places.len()));
            let help = "Give each row as many cells as the header; write `\\|` for a mere bar, also in code, and \
                        leave a blank line after the table.";
            let code = if places.len() > columns { "row-too-long" } else { "missing-cells" };
            self.error(code, range.clone(), message, help);
        }
        let places = places.into_iter().map(|place| range.start + place.start..range.start + place.end);
        let cells = node.children().zip(places).map(|(cell, place)| self.cell(cell, place)).collect();
        Row { span: self.span(range), change: None, cells }
    }

    fn cell(&mut self, node: Node, place: Range<usize>) -> Cell {
        let written = self.manuscript.masked(place.clone());
        let start = place.start + written.len() - written.trim_ascii_start().len();
        let range = start..start + written.trim_ascii().len();
        let pipes = escaped_pipes(self.manuscript.masked(range.clone()), range.start);
        self.in_cell = true;
        let content = self.content(node, range.clone(), pipes);
        self.in_cell = false;
        Cell { span: self.span(range), content }
    }

    /// Sets the widths of a table's columns.
    pub(super) fn set_widths(&mut self, table: &mut Table, widths: &Spanned<Vec<Width>>) {
        let (given, count) = (widths.value.len(), table.columns.len());
        if given != count {
            let widths_given = if given == 1 { "1 width".to_owned() } else { format!("{given} widths") };
            let message = format!("{widths_given} for {count} columns");
            return self.error("invalid-columns", widths.span.range(), message, "Give each column a width.");
        }
        table.columns.iter_mut().zip(&widths.value).for_each(|(column, width)| column.width = *width);
    }

    /// Takes out `columns="1fr 2fr auto 30%"`.
    pub(super) fn widths(&mut self, attributes: &mut Attributes) -> Option<Spanned<Vec<Width>>> {
        let help = "A column is `auto`, a share such as `2fr`, or a width such as `30%` or `4cm`.";
        self.of_columns(attributes, "columns", char::is_whitespace, ("the width", help), parse_width)
    }

    /// Takes out `data="data/cases.csv"`, with `types="text, number, date"`.
    pub(super) fn data(&mut self, attributes: &mut Attributes) -> Option<Data> {
        let types = self.of_columns(
            attributes,
            "types",
            |c| c == ',' || c.is_whitespace(),
            ("the type", "Choose from `text`, `number` and `date`."),
            |word| ColumnType::NAMES.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind),
        );
        let Some(path) = self.text_of(attributes, "data") else {
            if let Some(types) = types {
                let help = "Name the file of data as well, `data=\"data/cases.csv\"`, or delete it.";
                self.error("unknown-attribute", types.span.range(), "`types` means nothing without `data`", help);
            }
            return None;
        };
        Some(Data { path: path.into(), types, widths: None })
    }

    /// Takes out what is said of each column.
    fn of_columns<T>(
        &mut self,
        attributes: &mut Attributes,
        key: &str,
        separates: fn(char) -> bool,
        (what, help): (&str, &str),
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Spanned<Vec<T>>> {
        let text = self.text_of(attributes, key)?;
        let (mut values, mut is_sound) = (Vec::new(), true);
        for word in text.split(separates).map(str::trim).filter(|word| !word.is_empty()) {
            match read(word) {
                Some(value) => values.push(value),
                None => {
                    let message = format!("`{word}` is not {what} of a column");
                    self.error("invalid-columns", text.span().range(), message, help);
                    is_sound = false;
                }
            }
        }
        is_sound.then(|| Spanned::new(values, text.span()))
    }

    /// Reports the lines of a paragraph that were meant as a table.
    pub(super) fn refuse_broken_table(&mut self, range: &Range<usize>) {
        let text = self.manuscript.masked(range.clone());
        let (mut start, mut above) = (range.start, None);
        for line in text.split_inclusive('\n') {
            let row = line.trim_start_matches([' ', '\t', '>']).trim_ascii_end();
            if let Some(header) = above.filter(|_| is_delimiter_row(row)) {
                let message = format!("no table: {} above, {} in this line", number(header), cells(row).len());
                let help = "Give the line of hyphens as many cells as the header; write `\\|` for a mere bar.";
                return self.error("invalid-table", start..start + line.trim_ascii_end().len(), message, help);
            }
            above = Some(cells(row).len());
            start += line.len();
        }
    }
}

pub(super) fn as_table(value: &NodeValue) -> Option<&NodeTable> {
    if let NodeValue::Table(table) = value { Some(table) } else { None }
}

fn alignment(align: TableAlignment) -> Option<Alignment> {
    match align {
        TableAlignment::None => None,
        TableAlignment::Left => Some(Alignment::Left),
        TableAlignment::Center => Some(Alignment::Centre),
        TableAlignment::Right => Some(Alignment::Right),
    }
}

fn parse_width(word: &str) -> Option<Width> {
    match word.strip_suffix("fr") {
        _ if word == "auto" => Some(Width::Auto),
        Some(digits) => parse_decimal(digits).map(Width::Share),
        None => images::parse_width(word),
    }
}

fn number(cells: usize) -> String {
    format!("{cells} cell{}", if cells == 1 { "" } else { "s" })
}

/// Where the backslashes of `\|` stand.
fn escaped_pipes(cell: &str, start: usize) -> Vec<usize> {
    let (bytes, mut pipes, mut at) = (cell.as_bytes(), Vec::new(), 0);
    while let Some(found) = cell[at..].find('\\') {
        at += found;
        if bytes.get(at + 1) == Some(&b'|') {
            pipes.push(start + at);
        }
        at = cell.ceil_char_boundary(at + 2);
    }
    pipes
}
