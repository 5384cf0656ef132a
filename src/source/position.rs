//! Places in a text as people and editors count them.

use std::fmt;

/// A place in a text: line and column, both from 1. What columns count is for the [`Unit`] to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Unicode scalar values, as people do.
    Character,
    /// UTF-8 code units.
    Byte,
    /// UTF-16 code units, as editors do that were not asked for anything else (Language Server Protocol 3.17,
    /// "Position").
    Utf16,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Unit {
    /// How many units the characters take that start in a piece of a UTF-8 text.
    pub(super) fn count(self, bytes: &[u8]) -> usize {
        let starts = bytes.iter().filter(|byte| !(0x80..0xc0).contains(*byte));
        match self {
            Self::Character => starts.count(),
            Self::Byte => bytes.len(),
            // What takes four bytes takes two units.
            Self::Utf16 => starts.map(|byte| 1 + usize::from(*byte >= 0xf0)).sum(),
        }
    }
}
