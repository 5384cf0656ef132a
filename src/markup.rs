//! The Typst writer: emits an author's text as string literals only, and remembers where each byte comes from.
//!
//! [`Markup`] has three verbs that add characters: [`syntax`](Markup::syntax) for what we write,
//! [`text`](Markup::text) for what an author wrote and a reader reads, [`string`](Markup::string) for an author's
//! string that is an argument. There is no other way, so no author can write Typst.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

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
    breaks: Vec<Break>,
    change: Option<Change>,
    /// Characters for which a stand-in is written, as no font has them.
    lacking: Arc<BTreeSet<char>>,
}

/// A finished Typst file with its source map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VirtualFile {
    pub text: String,
    /// By start, outer ranges before inner ones.
    written: Vec<Written>,
    /// Likewise, by the start of what they begin.
    breaks: Vec<Break>,
}

/// A place at which what follows can be made to begin a page.
#[derive(Debug, Clone, PartialEq)]
struct Break {
    at: usize,
    /// What it breaks, without what has to go along with it: headings stand between it and the place.
    range: Range<usize>,
    /// The Typst that does so.
    code: Cow<'static, str>,
    is_made: bool,
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

    /// A file in which a stand-in is printed for some characters.
    pub fn without(lacking: Arc<BTreeSet<char>>) -> Self {
        Self { lacking, ..Self::default() }
    }

    /// Writes Typst of our own.
    pub fn syntax(&mut self, code: &str) {
        self.text.push_str(code);
    }

    /// Writes what an author wrote and a reader reads, as `#"…"`: legal only inside a content block `[…]`.
    pub fn text(&mut self, text: &Text) {
        let text = &*self.printed(text);
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

    /// A text as it is printed.
    pub fn printed<'t>(&self, text: &'t Text) -> Cow<'t, Text> {
        let is_lacking = |character: char| self.lacking.contains(&character);
        match !self.lacking.is_empty() && text.contains(is_lacking) {
            true => Cow::Owned(text.with_stand_ins(is_lacking)),
            false => Cow::Borrowed(text),
        }
    }

    /// Records that all that `write` adds was written for the node at `span`.
    pub fn node(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let (index, start) = (self.written.len(), self.text.len());
        self.written.push(Written { range: start..start, origin: Origin::computed(span), change: self.change });
        write(self);
        self.written[index].range.end = self.text.len();
    }

    /// How many bytes are written.
    pub fn position(&self) -> usize {
        self.text.len()
    }

    /// Records that what `write` adds begins a page if `code` is put in at the position `at`, which is here or before.
    pub fn breakable(&mut self, at: usize, code: impl Into<Cow<'static, str>>, write: impl FnOnce(&mut Self)) {
        let (index, start) = (self.breaks.len(), self.text.len());
        self.breaks.push(Break { at, range: start..start, code: code.into(), is_made: false });
        write(self);
        self.breaks[index].range.end = self.text.len();
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
        VirtualFile { text: self.text, written: self.written, breaks: self.breaks }
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
        Self { text, written: Vec::new(), breaks: Vec::new() }
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

    /// The number of the break before the innermost thing around a position, if it is not made yet.
    pub fn break_before(&self, position: usize) -> Option<usize> {
        let before = self.breaks.partition_point(|one| one.range.start <= position);
        let innermost = self.breaks[..before].iter().rposition(|one| position < one.range.end)?;
        (!self.breaks[innermost].is_made).then_some(innermost)
    }

    /// The same file with some of its breaks made, by their numbers.
    pub fn broken(&self, numbers: &BTreeSet<usize>) -> Self {
        let made = numbers.iter().map(|&number| (self.breaks[number].at, &*self.breaks[number].code));
        let made: BTreeMap<usize, &str> = made.collect();
        let mut broken = self.with(&made);
        for (one, old) in broken.breaks.iter_mut().zip(&self.breaks) {
            one.is_made |= made.contains_key(&old.at);
        }
        broken
    }

    /// The same file with Typst of our own before all that stands in it.
    pub fn after(&self, code: &str) -> Self {
        self.with(&BTreeMap::from([(0, code)]))
    }

    /// The file that pieces of this one make, each on a new line. What was written across the end of a piece leads
    /// nowhere.
    pub fn pieced(&self, pieces: &[Range<usize>]) -> Self {
        let mut pieced = Self::default();
        for (at, piece) in pieces.iter().enumerate() {
            pieced.text.push_str(if at > 0 { "\n" } else { "" });
            let start = pieced.text.len();
            let moved = |range: &Range<usize>| range.start - piece.start + start..range.end - piece.start + start;
            let is_inside = |range: &Range<usize>| piece.start <= range.start && range.end <= piece.end;
            let written = self.written.iter().filter(|part| is_inside(&part.range));
            pieced.written.extend(written.map(|part| Written { range: moved(&part.range), ..part.clone() }));
            pieced.text.push_str(&self.text[piece.clone()]);
        }
        pieced
    }

    /// The same file with Typst of our own put in at places.
    fn with(&self, made: &BTreeMap<usize, &str>) -> Self {
        let mut text = String::with_capacity(self.text.len());
        // Each place at which something is put in, and how much is put in up to there.
        let mut added: Vec<(usize, usize)> = Vec::new();
        let mut start = 0;
        for (&at, code) in made {
            text.push_str(&self.text[start..at]);
            text.push_str(code);
            added.push((at, text.len() - at));
            start = at;
        }
        text.push_str(&self.text[start..]);
        let moved = |position: usize, count: usize| position + count.checked_sub(1).map_or(0, |last| added[last].1);
        // What begins at a break comes after it, and what ends there, before.
        let begins = |position: usize| moved(position, added.partition_point(|&(at, _)| at <= position));
        let ends = |position: usize| moved(position, added.partition_point(|&(at, _)| at < position));
        let range = |range: &Range<usize>| begins(range.start)..ends(range.end).max(begins(range.start));
        let written = self.written.iter().map(|part| Written { range: range(&part.range), ..part.clone() });
        let breaks =
            self.breaks.iter().map(|one| Break { at: begins(one.at), range: range(&one.range), ..one.clone() });
        Self { written: written.collect(), breaks: breaks.collect(), text }
    }
}
