//! Text with its origin: what a reader reads, and where each part of it stands in an author's file.

use std::fmt;
use std::ops::{Deref, Range};

use crate::source::{Source, Span, Spanned};

/// Text that is printed, or that a rule looks at character by character.
///
/// Whether it stands in a file as it is, or was decoded, formatted or calculated, is decided by [`Text::read`] and
/// kept from then on; nobody may infer it (from lengths, say), since computed text can look like what it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    text: String,
    origin: Origin,
}

/// What a draft prints for a character that no font has. Every paper has a font with this one.
pub const STAND_IN: char = '\u{fffd}';

/// Bytes of a text that becomes a string of the PDF: a title, a name, an alternative text. PDF/A-3 allows 32,767 (ISO
/// 19005-3, 6.1.13), of which an ASCII letter takes two beside a letter that is none.
pub const MAX_TEXT: usize = 8_000;

/// Where a text comes from. The only place in which a part of a text is located.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    span: Span,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The text stands at its span byte for byte, but for line ends and tabs, which may read as spaces, and for
    /// stand-ins.
    Typed,
    /// All of the text comes from all of its span.
    Computed,
}

impl Text {
    /// What was read at `span` of `source`: typed if just this stands there, computed if not (an escape, an entity).
    pub fn read(source: &Source, span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        let kind = if stands_in(source.slice(span), &text) { Kind::Typed } else { Kind::Computed };
        Self { text, origin: Origin { span, kind } }
    }

    /// What was made of all that stands at `span`: a number, a value, a formatted citation.
    pub fn computed(span: Span, text: impl Into<String>) -> Self {
        Self { text: text.into(), origin: Origin::computed(span) }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn span(&self) -> Span {
        self.origin.span
    }

    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Where a part of the text stands, by its range of bytes.
    pub fn place(&self, range: Range<usize>) -> Span {
        self.origin.place(range)
    }

    /// A part of the text, by its range of bytes.
    pub fn part(&self, range: Range<usize>) -> Self {
        Self { origin: self.origin.part(range.clone()), text: self.text[range].to_owned() }
    }

    /// The same text with a stand-in for some of its characters. Each part keeps its place where that is as long as
    /// what it stands for.
    pub fn with_stand_ins(&self, lacking: impl Fn(char) -> bool) -> Self {
        let is_as_long = |one: char| !lacking(one) || one.len_utf8() == STAND_IN.len_utf8();
        let origin = if self.chars().all(is_as_long) { self.origin } else { Origin::computed(self.span()) };
        Self { text: self.text.replace(lacking, STAND_IN.encode_utf8(&mut [0; 4])), origin }
    }

    /// Appends `next` if it goes on where this text ends, or was made of the same span. Returns whether it did.
    pub fn append(&mut self, next: &Self) -> bool {
        let whole = self.origin.and(next.origin);
        if let Some(whole) = whole {
            self.text.push_str(&next.text);
            self.origin = whole;
        }
        whole.is_some()
    }
}

impl Origin {
    /// All of a text comes from all of `span`.
    pub fn computed(span: Span) -> Self {
        Self { span, kind: Kind::Computed }
    }

    pub fn span(self) -> Span {
        self.span
    }

    /// Whether the text stands at its span as it is, so that the characters of the one are those of the other.
    pub fn is_typed(self) -> bool {
        self.kind == Kind::Typed
    }

    /// Where a part of the text stands, by its range of bytes.
    pub fn place(self, range: Range<usize>) -> Span {
        self.part(range).span
    }

    /// The origin of two texts as one: they follow one another in a file, or were made of the same span.
    pub fn and(self, next: Self) -> Option<Self> {
        let goes_on = match (self.kind, next.kind) {
            (Kind::Typed, Kind::Typed) => self.span.file == next.span.file && self.span.end == next.span.start,
            (Kind::Computed, Kind::Computed) => self.span == next.span,
            _ => false,
        };
        goes_on.then(|| Self { span: self.span.to(next.span), ..self })
    }

    /// The origin of a part of the text, by its range of bytes.
    pub fn part(self, range: Range<usize>) -> Self {
        match self.kind {
            Kind::Typed => Self { span: self.span.part(range), ..self },
            Kind::Computed => self,
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Text> for Spanned<String> {
    fn from(text: Text) -> Self {
        Self { span: text.origin.span, value: text.text }
    }
}

fn stands_in(written: &str, text: &str) -> bool {
    let reads = |(byte, read): (u8, u8)| byte == read || matches!(byte, b'\n' | b'\t') && read == b' ';
    written.len() == text.len() && written.bytes().zip(text.bytes()).all(reads)
}
