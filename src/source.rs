//! Where text stands: files, spans in them, and lines and columns for people.

mod buffer;
mod file_id;
mod lines;
mod position;

use std::ops::Range;
use std::sync::Arc;

use self::lines::{Ends, Lines};
pub use buffer::Buffer;
pub use file_id::{FileId, Side};
pub use position::{Position, Unit};

/// A range of bytes in the text of one file (after the byte order mark is gone and CRLF has become LF).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`.
    ///
    /// # Panics
    /// At a place beyond 4 GiB, which no [`Source`] has.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        debug_assert!(range.start <= range.end);
        let [start, end] = [range.start, range.end].map(|at| u32::try_from(at).expect("a text is shorter than 4 GiB"));
        Self { file, start, end }
    }

    /// The bytes of the file's text that the span covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the span is a mere position.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The position right behind it.
    pub fn after(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// The part of this span at `range`, counted from its start; clamped to the span.
    pub fn part(self, range: Range<usize>) -> Self {
        let at = |offset: usize| (self.start as usize + offset).min(self.end as usize) as u32;
        Self { file: self.file, start: at(range.start), end: at(range.end) }
    }

    /// Whether the two have a byte in common.
    pub fn meets(self, other: Self) -> bool {
        self.file == other.file && self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both. Both must be of the same file.
    pub fn to(self, other: Self) -> Self {
        debug_assert_eq!(self.file, other.file);
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value together with the place where its author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// The text of one file, ready to be asked for lines and columns. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Source {
    id: FileId,
    lines: Arc<Lines>,
}

impl Source {
    /// # Panics
    /// At a text of 4 GiB or more. Readers of projects refuse files long before that.
    pub fn new(id: FileId, text: String) -> Self {
        Self { id, lines: Arc::new(Lines::new(text, Ends::OfSources)) }
    }

    /// The same text as that of the file on the other side of a comparison.
    pub fn on(&self, side: Side) -> Self {
        Self { id: FileId::new(self.path(), side), lines: Arc::clone(&self.lines) }
    }

    pub fn id(&self) -> FileId {
        self.id
    }

    pub fn path(&self) -> &'static str {
        self.id.path()
    }

    pub fn text(&self) -> &str {
        &self.lines.text
    }

    /// The span of `range` in this file.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// The span of the whole file.
    pub fn whole(&self) -> Span {
        self.span(0..self.text().len())
    }

    /// What stands at `span`. A span that does not fit the text gives what of it does.
    pub fn slice(&self, span: Span) -> &str {
        let text = self.text();
        let end = text.floor_char_boundary(span.end as usize);
        let start = text.floor_char_boundary(span.start as usize).min(end);
        &text[start..end]
    }

    /// Line and column of a byte offset, as people count them.
    pub fn position(&self, offset: usize) -> Position {
        self.position_in(Unit::Character, offset)
    }

    /// Line and column of a byte offset.
    pub fn position_in(&self, unit: Unit, offset: usize) -> Position {
        self.lines.position(unit, offset)
    }

    /// The byte offset of a line and column. What lies behind a line's end is its end, what lies within a character the
    /// start of that.
    pub fn offset(&self, unit: Unit, position: Position) -> usize {
        self.lines.offset(unit, position)
    }

    /// The byte at which line `line` (counted from 1) starts; the end of the text if there are fewer lines.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.start(line)
    }
}

/// Characters that have no place in a paper's sources: C0 and C1 controls but tab and line feed, the Unicode
/// line and paragraph separators, noncharacters (PDF/UA-1 7.21.7, XML 1.0 §2.2), and the two planes for private use,
/// whose characters mean nothing to others.
pub fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | ' '..='~' => false,
        '\u{2028}' | '\u{2029}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'.. => true,
        _ => character.is_control() || u32::from(character) & 0xfffe == 0xfffe,
    }
}
