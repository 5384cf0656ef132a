//! Tables: rows of cells below named columns.

use std::fmt;

use super::{Change, Inlines};
use crate::source::Span;

/// A table with one header row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub header: Row,
    pub rows: Vec<Row>,
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
