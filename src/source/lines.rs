//! The text of a file, and its lines and columns.

use std::sync::OnceLock;

use super::position::{Position, Unit};

/// A text that can be asked for lines and columns.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) text: String,
    /// Where each line starts, in bytes.
    starts: Vec<u32>,
    ends: Ends,
    /// For characters and for UTF-16: how many stand before each [`STRIDE`] bytes, counted when first asked for.
    counted: [OnceLock<Vec<u32>>; 2],
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Ends {
    /// LF.
    OfSources,
    /// LF, CRLF and CR.
    OfEditors,
}

/// A paragraph in one line may be a megabyte with a thousand findings, whose columns are not counted from its start.
const STRIDE: usize = 1024;

impl Lines {
    /// # Panics
    /// At a text of 4 GiB or more.
    pub(super) fn new(text: String, ends: Ends) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "a text is shorter than 4 GiB");
        let bytes = text.as_bytes();
        let is_end = |&at: &usize| match bytes[at] {
            b'\n' => true,
            b'\r' => ends == Ends::OfEditors && bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(is_end).map(|at| at as u32 + 1)).collect();
        Self { text, starts, ends, counted: Default::default() }
    }

    /// Line and column of a byte offset.
    pub(super) fn position(&self, unit: Unit, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        Position { line, column: self.before(unit, offset) - self.before(unit, start) + 1 }
    }

    /// The byte offset of a line and column. What lies behind a line's end is its end, what lies within a character the
    /// start of that.
    pub(super) fn offset(&self, unit: Unit, position: Position) -> usize {
        let start = self.start(position.line);
        let is_end = |character| character == '\n' || character == '\r' && self.ends == Ends::OfEditors;
        let line = self.text[start..].split(is_end).next().unwrap_or_default();
        let (mut left, mut end) = (position.column.saturating_sub(1), 0);
        for character in line.chars() {
            let width = unit.count(character.encode_utf8(&mut [0; 4]).as_bytes());
            let Some(rest) = left.checked_sub(width) else { break };
            left = rest;
            end += character.len_utf8();
        }
        start + end
    }

    /// The byte at which line `line` (counted from 1) starts; the end of the text if there are fewer lines.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&start| start as usize)
    }

    /// How many units stand before a byte offset.
    fn before(&self, unit: Unit, offset: usize) -> usize {
        let counted = match unit {
            Unit::Byte => return offset,
            Unit::Character => &self.counted[0],
            Unit::Utf16 => &self.counted[1],
        };
        let bytes = self.text.as_bytes();
        let counted = counted.get_or_init(|| {
            let mut all = 0;
            let chunks = bytes.chunks(STRIDE).map(|chunk| {
                all += unit.count(chunk) as u32;
                all
            });
            std::iter::once(0).chain(chunks).collect()
        });
        let stride = offset / STRIDE;
        counted[stride] as usize + unit.count(&bytes[stride * STRIDE..offset])
    }
}
