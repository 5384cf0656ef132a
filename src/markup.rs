//! The Typst writer: emits an author's text as string literals only, and remembers where each byte came from.
//!
//! [`Markup`] has three verbs that add characters: [`syntax`](Markup::syntax) for what we write,
//! [`text`](Markup::text) for what an author wrote and a reader reads, [`string`](Markup::string) for an author's
//! string that is an argument. There is no other way, so no author can write Typst.

use std::ops::Range;

use crate::literal::push_literal;
use crate::section::Change;
use crate::source::{Side, Span};

/// A literal is split before it grows longer: Typst counts glyph offsets within one in 16 bits.
const LITERAL_LIMIT: usize = 32 * 1024;

/// A Typst file in the making.
#[derive(Debug, Default)]
pub struct Markup {
    text: String,
    origins: Vec<Origin>,
    change: Option<Change>,
}

/// A finished Typst file with its source map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VirtualFile {
    pub text: String,
    /// By start, outer ranges before inner ones.
    origins: Vec<Origin>,
}

/// `range` of the Typst file was written because of `span`.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    range: Range<usize>,
    span: Span,
    /// Whether it is a literal that prints what stands at `span`, byte for byte.
    verbatim: bool,
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
    pub fn text(&mut self, span: Span, text: &str) {
        let verbatim = span.len() == text.len();
        let mut start = 0;
        while start < text.len() {
            let end = text.floor_char_boundary(start + LITERAL_LIMIT);
            self.text.push('#');
            let span = if verbatim { span.part(start..end) } else { span };
            self.literal(span, &text[start..end], verbatim);
            start = end;
        }
    }

    /// Writes an author's string that is an argument (alternative text, address, path, code), as `"…"`.
    pub fn string(&mut self, span: Span, text: &str) {
        self.literal(span, text, span.len() == text.len());
    }

    /// Notes that all that `write` adds was written because of `span`.
    pub fn node(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let (index, start) = (self.origins.len(), self.text.len());
        self.origins.push(Origin { range: start..start, span, verbatim: false, change: self.change });
        write(self);
        self.origins[index].range.end = self.text.len();
    }

    /// What is being written is in a redline only for one of its sides.
    pub fn change(&self) -> Option<Change> {
        self.change
    }

    /// Whether what is being written stands in the older version only.
    pub fn is_gone(&self) -> bool {
        self.change.and_then(Change::side) == Some(Side::Old)
    }

    /// Notes that all that `write` adds stands on one side of a redline only.
    pub fn changed(&mut self, change: Option<Change>, write: impl FnOnce(&mut Self)) {
        let around = self.change;
        self.change = change.or(around);
        write(self);
        self.change = around;
    }

    pub fn finish(self) -> VirtualFile {
        VirtualFile { text: self.text, origins: self.origins }
    }

    fn literal(&mut self, span: Span, text: &str, verbatim: bool) {
        let start = self.text.len();
        push_literal(&mut self.text, text);
        self.origins.push(Origin { range: start..self.text.len(), span, verbatim, change: self.change });
    }
}

impl VirtualFile {
    /// A Typst file that is no author's, so that no place in it leads anywhere.
    pub fn without_origins(text: String) -> Self {
        Self { text, origins: Vec::new() }
    }

    /// The author's place for a range of this file: the innermost node or literal around it.
    pub fn origin(&self, range: Range<usize>) -> Option<Span> {
        let before = self.origins.partition_point(|origin| origin.range.start <= range.start);
        self.origins[..before]
            .iter()
            .rev()
            .find(|origin| range.end <= origin.range.end && range.start < origin.range.end.max(origin.range.start + 1))
            .map(|origin| origin.span)
    }

    /// What a redline says of the innermost node or literal around a range of this file.
    pub fn change(&self, range: Range<usize>) -> Option<Change> {
        let before = self.origins.partition_point(|origin| origin.range.start <= range.start);
        let around = self.origins[..before].iter().rev().find(|origin| range.end <= origin.range.end);
        around.and_then(|origin| origin.change)
    }

    /// The author's place of a piece of printed text: `literal` is the range of its string literal in this file,
    /// `printed` the bytes of the decoded string that it shows.
    pub fn printed(&self, literal: Range<usize>, printed: Range<usize>) -> Option<Span> {
        let at = self.origins.partition_point(|origin| origin.range.start < literal.start);
        let mut starting = self.origins[at..].iter().take_while(|origin| origin.range.start == literal.start);
        let origin = starting.find(|origin| origin.range == literal)?;
        Some(if origin.verbatim { origin.span.part(printed) } else { origin.span })
    }
}
