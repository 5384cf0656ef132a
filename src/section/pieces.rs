//! A text in one piece that was put together of several, with what there is to know of each: the one way in which text
//! is searched across the ends of what it is made of.

use std::ops::Range;

/// Stands in a text for what is none of its words: code, a value, a citation, an image, the call of a note.
pub const OPAQUE: char = '\u{fffc}';

/// Text, and what each part of it is.
#[derive(Debug)]
pub struct Pieces<F> {
    text: String,
    /// Each with the byte at which it begins; it ends where the next one does.
    list: Vec<(usize, F)>,
}

/// What of a piece is asked for.
pub struct Part<'p, F> {
    pub of: &'p F,
    /// In the whole text, by its bytes.
    pub range: Range<usize>,
    /// In the piece.
    pub within: Range<usize>,
}

impl<F> Default for Pieces<F> {
    fn default() -> Self {
        Self { text: String::new(), list: Vec::new() }
    }
}

impl<F> Pieces<F> {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn push(&mut self, text: &str, piece: F) {
        self.list.push((self.text.len(), piece));
        self.text.push_str(text);
    }

    pub fn push_opaque(&mut self, piece: F) {
        self.push(OPAQUE.encode_utf8(&mut [0; 4]), piece);
    }

    /// Makes the last piece longer, if `join` says what the two are as one.
    pub fn join(&mut self, text: &str, piece: F, join: impl FnOnce(&F, &F) -> Option<F>) {
        match self.list.last_mut().and_then(|(_, last)| Some((join(last, &piece)?, last))) {
            Some((whole, last)) => {
                *last = whole;
                self.text.push_str(text);
            }
            None => self.push(text, piece),
        }
    }

    /// Each piece as a whole.
    pub fn all(&self) -> impl Iterator<Item = Part<'_, F>> {
        (0..self.list.len()).map(|at| self.part(at, 0..self.text.len()))
    }

    /// The pieces of a part of the text, each with what of it is in `range`.
    pub fn parts(&self, range: Range<usize>) -> impl Iterator<Item = Part<'_, F>> {
        let first = self.piece(range.start);
        let is_before_end = move |&at: &usize| self.list[at].0 < range.end;
        (first..self.list.len()).take_while(is_before_end).map(move |at| self.part(at, range.clone()))
    }

    /// The piece that a byte is in, as a whole.
    pub fn around(&self, at: usize) -> Option<Part<'_, F>> {
        let at = self.piece(at);
        (at < self.list.len()).then(|| self.part(at, 0..self.text.len()))
    }

    fn piece(&self, at: usize) -> usize {
        self.list.partition_point(|(start, _)| *start <= at).saturating_sub(1)
    }

    fn part(&self, at: usize, range: Range<usize>) -> Part<'_, F> {
        let (start, of) = &self.list[at];
        let end = self.list.get(at + 1).map_or(self.text.len(), |(next, _)| *next);
        let range = range.start.max(*start)..range.end.min(end);
        Part { of, within: range.start - start..range.end - start, range }
    }
}
