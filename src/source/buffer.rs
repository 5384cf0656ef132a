//! A text as an editor holds it, which is not quite the text that the stages read.

use std::mem;
use std::ops::Range;

use super::lines::{Ends, Lines};
use super::position::{Position, Unit};

/// A text with its byte order mark and its own line ends, as an editor or the disk has it.
///
/// Its lines are those of editors: they end with LF, CRLF or CR (Language Server Protocol 3.17, "Text Documents"). Its
/// byte offsets are those of the [`Source`](super::Source) that is made of it, which has neither mark nor CRLF: so a
/// [`Span`](super::Span) and a place in an editor are each other's, whatever a file looks like on disk.
#[derive(Debug)]
pub struct Buffer {
    lines: Lines,
    /// The bytes of the byte order mark, if there is one.
    mark: usize,
    /// Where the CR of each CRLF stands, here and, if it stood there as well, in the source.
    returns: Vec<(u32, u32)>,
}

impl Buffer {
    /// # Panics
    /// At a text of 4 GiB or more.
    pub fn new(text: String) -> Self {
        let lines = Lines::new(text, Ends::OfEditors);
        let mark = if lines.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let returns = lines.text.match_indices("\r\n").enumerate();
        let returns = returns.map(|(before, (at, _))| (at as u32, (at - mark - before) as u32)).collect();
        Self { lines, mark, returns }
    }

    /// All of it, byte order mark and line ends included.
    pub fn text(&self) -> &str {
        &self.lines.text
    }

    /// Puts `new` in the place of what stands between two places. A place that there is none of is the nearest before
    /// it: a line's end behind it, the text's end behind its lines; an end before its start is at it.
    pub fn replace(&mut self, unit: Unit, range: Range<Position>, new: &str) {
        let start = self.lines.offset(unit, range.start);
        let end = self.lines.offset(unit, range.end).max(start);
        let mut text = mem::take(&mut self.lines.text);
        text.replace_range(start..end, new);
        *self = Self::new(text);
    }

    /// The byte of this text at a byte offset of the source. At the end of a line that is before its end, whatever that
    /// is.
    pub fn byte(&self, offset: usize) -> usize {
        let returns = self.returns.partition_point(|&(_, in_source)| (in_source as usize) < offset);
        offset + self.mark + returns
    }

    /// Line and column of a byte offset of the source, which is at the [byte](Self::byte) of it.
    pub fn position(&self, unit: Unit, offset: usize) -> Position {
        self.lines.position(unit, self.byte(offset))
    }

    /// A text for this one, whose lines end as the first line here does.
    pub fn with_ends(&self, new: &str) -> String {
        let first = self.text().split_inclusive('\n').next();
        if first.is_some_and(|line| line.ends_with("\r\n")) { new.replace('\n', "\r\n") } else { new.to_owned() }
    }

    /// The byte offset of the source at a line and column. What lies behind a line's end is its end, what lies within
    /// a character the start of that, and what lies before the text's first character that.
    pub fn offset(&self, unit: Unit, position: Position) -> usize {
        let offset = self.lines.offset(unit, position);
        let returns = self.returns.partition_point(|&(here, _)| (here as usize) < offset);
        offset.saturating_sub(self.mark + returns)
    }
}
