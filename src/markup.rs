//! The Typst writer: emits an author's text as string literals only, and remembers where each byte comes from.
//!
//! [`Markup`] has three verbs that add characters: [`syntax`](Markup::syntax) for what we write,
//! [`text`](Markup::text) for what an author wrote and a reader reads, [`string`](Markup::string) for an author's
//! string that is an argument. There is no other way, so no author can write Typst.

use std::ops::Range;

use crate::literal::push_literal;
use crate::section::{Change, Origin, Text};
use crate::source::{Side, Span};

/// A literal is split before it grows longer: Typst counts glyph offsets within one in 16 bits.
const MAX_LITERAL: usize = 32 * 1024;

/// A Typst file in the making.
#[derive(Debug, Default)]
pub struct Markup {
    text: String,
    written: Vec<Written>,
    change: Option<Change>,
}

/// A finished Typst file with its source map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VirtualFile {
    pub text: String,
    /// By start, outer ranges before inner ones.
    written: Vec<Written>,
}

/// A part of the Typst file, and what it was written for.
#[derive(Debug, Clone, PartialEq)]
struct Written {
    range: Range<usize>,
    /// Of the text in a literal; of a node, the node itself.
    origin: Origin,
    /// What a redline says of it.
    change: Option<Change>,
}

impl Markup {
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes Typst of our own.
    pub fn syntax(&mut self, code: &str) {
        self.text.push_str(code);
    }

    /// Writes what an author wrote and a reader reads, as `#"…"`: legal only inside a content block `[…]`.
    pub fn text(&mut self, text: &Text) {
        let mut start = 0;
        while start < text.len() {
            let end = text.floor_char_boundary(start + MAX_LITERAL);
            self.text.push('#');
            self.literal(text.origin().part(start..end), &text[start..end]);
            start = end;
        }
    }

    /// Writes an author's string that is an argument (alternative text, address, path, code), as `"…"`.
    pub fn string(&mut self, text: &Text) {
        self.literal(text.origin(), text);
    }

    /// Records that all that `write` adds was written for the node at `span`.
    pub fn node(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let (index, start) = (self.written.len(), self.text.len());
        self.written.push(Written { range: start..start, origin: Origin::computed(span), change: self.change });
        write(self);
        self.written[index].range.end = self.text.len();
    }

    /// The change that a redline marks what is being written with.
    pub fn change(&self) -> Option<Change> {
        self.change
    }

    /// Whether what is being written stands in the older version only.
    pub fn is_gone(&self) -> bool {
        self.change.and_then(Change::side) == Some(Side::Old)
    }

    /// Records that a redline marks all that `write` adds with `change`.
    pub fn changed(&mut self, change: Option<Change>, write: impl FnOnce(&mut Self)) {
        let around = self.change;
        self.change = change.or(around);
        write(self);
        self.change = around;
    }

    pub fn finish(self) -> VirtualFile {
        VirtualFile { text: self.text, written: self.written }
    }

    fn literal(&mut self, origin: Origin, text: &str) {
        let start = self.text.len();
        push_literal(&mut self.text, text);
        self.written.push(Written { range: start..self.text.len(), origin, change: self.change });
    }
}

impl VirtualFile {
    /// A Typst file that is no author's, so that no place in it leads anywhere.
    pub fn without_origins(text: String) -> Self {
        Self { text, written: Vec::new() }
    }

    /// The author's place for a range of this file: the innermost node or literal around it.
    pub fn origin(&self, range: Range<usize>) -> Option<Span> {
        let before = self.written.partition_point(|part| part.range.start <= range.start);
        self.written[..before]
            .iter()
            .rev()
            .find(|part| range.end <= part.range.end && range.start < part.range.end.max(part.range.start + 1))
            .map(|part| part.origin.span())
    }

    /// What a redline says of the innermost node or literal around a range of this file.
    pub fn change(&self, range: Range<usize>) -> Option<Change> {
        let before = self.written.partition_point(|part| part.range.start <= range.start);
        let around = self.written[..before].iter().rev().find(|part| range.end <= part.range.end);
        around.and_then(|part| part.change)
    }

    /// Where the text of the string literal at that range of this file comes from.
    pub fn literal(&self, range: Range<usize>) -> Option<Origin> {
        let at = self.written.partition_point(|part| part.range.start < range.start);
        let mut starting = self.written[at..].iter().take_while(|part| part.range.start == range.start);
        starting.find(|part| part.range == range).map(|part| part.origin)
    }
}
