//! Tables: rows of cells below named columns.

use std::fmt;

use super::{Block, Change, Inlines};
use crate::source::{Span, Spanned};

/// A table with one header row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub header: Row,
    pub rows: Vec<Row>,
    /// The file that its cells are taken from; until then it has none.
    pub data: Option<Box<Data>>,
}

/// A file of comma-separated values: its first line is the header of a table, each other one a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// As its author wrote it, relative to the section file.
    pub path: Spanned<String>,
    /// Of each column, if anything is said of them.
    pub types: Option<Spanned<Vec<ColumnType>>>,
    pub widths: Option<Spanned<Vec<Width>>>,
}

/// How the values of a column print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// As they stand.
    Text,
    /// Numbers in the form of the paper's language.
    Number,
    /// Dates that are written as `2024-06-24`, `2024-06` or `2024`, likewise.
    Date,
}

impl ColumnType {
    pub const NAMES: [(&str, Self); 3] = [("text", Self::Text), ("number", Self::Number), ("date", Self::Date)];

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// What a redline says of all cells below.
    pub change: Option<Change>,
    pub align: Option<Alignment>,
    pub width: Width,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    Left,
    Centre,
    Right,
}

/// How wide a column or image is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// As its content asks for.
    Auto,
    /// A share of what is left (`2fr`).
    Share(f64),
    /// Per cent of the measure.
    Percent(f64),
    Centimetres(f64),
}

/// As an author writes it, and Typst as well.
impl fmt::Display for Width {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Auto => write!(out, "auto"),
            Self::Share(share) => write!(out, "{share}fr"),
            Self::Percent(percent) => write!(out, "{percent}%"),
            Self::Centimetres(centimetres) => write!(out, "{centimetres}cm"),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub span: Span,
    pub change: Option<Change>,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub span: Span,
    pub content: Inlines,
}

/// A table whose cells hold blocks and may span several columns or rows. Together they fill it.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    pub columns: Vec<Column>,
    /// How many rows from the first on name what stands below them,
    pub header_rows: usize,
    /// and how many columns name what stands beside them.
    pub header_columns: usize,
    pub rows: Vec<GridRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    pub span: Span,
    pub change: Option<Change>,
    /// Those that begin in it.
    pub cells: Vec<GridCell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    pub span: Span,
    /// How many columns and rows it spans.
    pub columns: usize,
    pub rows: usize,
    pub blocks: Vec<Block>,
}

impl Grid {
    /// Its rows in bands: no cell of one spans a row of another.
    pub fn bands(&self) -> Vec<&[GridRow]> {
        let (mut bands, mut start, mut end) = (Vec::new(), 0, 0);
        for (index, row) in self.rows.iter().enumerate() {
            end = row.cells.iter().map(|cell| index + cell.rows).fold(end.max(index + 1), usize::max);
            if end == index + 1 {
                bands.push(&self.rows[start..end]);
                start = end;
            }
        }
        bands
    }

    /// The column in which each cell of each row begins.
    pub fn places(&self) -> Vec<Vec<usize>> {
        let mut below = vec![0_usize; self.columns.len()];
        let row = |row: &GridRow| {
            let mut free = (0..below.len()).filter(|at| below[*at] == 0).collect::<Vec<_>>().into_iter();
            below.iter_mut().for_each(|rest| *rest = rest.saturating_sub(1));
            let place = |cell: &GridCell| {
                let taken: Vec<usize> = free.by_ref().take(cell.columns).collect();
                taken.iter().for_each(|column| below[*column] = cell.rows - 1);
                taken.first().copied().unwrap_or_default()
            };
            row.cells.iter().map(place).collect()
        };
        self.rows.iter().map(row).collect()
    }
}
