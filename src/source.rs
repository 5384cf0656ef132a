//! Where text stands: files, spans in them, and lines and columns for people.

mod file_id;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use file_id::{FileId, Side};

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
        let [start, end] = [range.start, range.end].map(|at| u32::try_from(at).expect(TOO_LONG));
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

/// A place as people count it: both numbers from 1, columns in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The text of one file, ready to be asked for lines and columns. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Source {
    id: FileId,
    lines: Arc<Lines>,
}

/// What the text of a file is on both sides of a comparison.
#[derive(Debug)]
struct Lines {
    text: String,
    starts: Vec<u32>,
    /// How many characters stand before each [`STRIDE`] bytes, counted when a column is asked for.
    characters: OnceLock<Vec<u32>>,
}

/// A paragraph in one line may be a megabyte with a thousand findings, whose columns are not counted from its start.
const STRIDE: usize = 1024;

const TOO_LONG: &str = "a text is shorter than 4 GiB";

impl Source {
    /// # Panics
    /// At a text of 4 GiB or more. Readers of projects refuse files long before that.
    pub fn new(id: FileId, text: String) -> Self {
        u32::try_from(text.len()).expect(TOO_LONG);
        let starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1))
            .collect();
        Self { id, lines: Arc::new(Lines { text, starts, characters: OnceLock::new() }) }
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

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text().floor_char_boundary(offset);
        let line = self.lines.starts.partition_point(|&start| start as usize <= offset);
        let start = self.lines.starts[line - 1] as usize;
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    /// How many characters stand before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text().as_bytes();
        let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| !(0x80..0xc0).contains(&byte)).count();
        let counted = self.lines.characters.get_or_init(|| {
            let mut all = 0;
            let chunks = bytes.chunks(STRIDE).map(|chunk| {
                all += count(chunk) as u32;
                all
            });
            std::iter::once(0).chain(chunks).collect()
        });
        let stride = offset / STRIDE;
        counted[stride] as usize + count(&bytes[stride * STRIDE..offset])
    }

    /// The byte at which line `line` (counted from 1) starts; the end of the text if there are fewer lines.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.starts.get(line.saturating_sub(1)).map_or(self.text().len(), |&start| start as usize)
    }
}

/// Characters that have no place in a paper's sources: C0 and C1 controls but tab and line feed, the Unicode
/// line and paragraph separators, and noncharacters (PDF/UA-1 7.21.7, XML 1.0 §2.2).
pub fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | ' '..='~' => false,
        '\u{2028}' | '\u{2029}' | '\u{fdd0}'..='\u{fdef}' => true,
        _ => character.is_control() || u32::from(character) & 0xfffe == 0xfffe,
    }
}
