//! A run of inlines as one text, so that it can be searched across line ends and emphasis, with the way back to places.

use std::ops::Range;

use super::{Inline, InlineKind, Inlines, Label, Origin, Pattern, Target, Text, walk};
use crate::source::Span;

/// Stands in a flat text for what is not its author's words: code, a value, a citation, an image, the call of a note.
pub const OPAQUE: char = '\u{fffc}';

/// Text in one piece, and where each part of it stands. A line break that the author asked for is `\n`.
#[derive(Debug, Default)]
pub struct Flat {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of the text, up to the next piece.
#[derive(Debug)]
struct Piece {
    start: usize,
    origin: Origin,
    /// Whether it stands in a link out of the paper, whose words may be an address.
    is_address: bool,
}

/// A link to a label that stands in a flat text as one [`OPAQUE`].
pub struct Link<'a> {
    /// The byte at which that stands.
    pub at: usize,
    pub label: &'a Label,
    pub content: &'a Inlines,
}

impl Flat {
    /// The words of a run, those of links included.
    pub fn new(inlines: &[Inline]) -> Self {
        let mut flat = Self::default();
        flat.push_all(inlines, false, &mut None);
        flat
    }

    /// The words of a run with each link as one [`OPAQUE`]; the links to labels beside it.
    pub fn around_links(inlines: &[Inline]) -> (Self, Vec<Link<'_>>) {
        let (mut flat, mut links) = (Self::default(), Some(Vec::new()));
        flat.push_all(inlines, false, &mut links);
        (flat, links.unwrap_or_default())
    }

    /// The words of an unresolved reference.
    pub fn of_pattern(pattern: &[Pattern]) -> Self {
        let mut flat = Self::default();
        for piece in pattern {
            match piece {
                Pattern::Text(inline) => flat.push_all(std::slice::from_ref(inline), false, &mut None),
                Pattern::Number(span)
                | Pattern::Title(span)
                | Pattern::Page(span)
                | Pattern::Direction(span)
                | Pattern::Default(span) => flat.push_opaque(*span),
            }
        }
        flat
    }

    /// A text that stands elsewhere than in a section: a title in the manifest.
    pub fn of_text(text: &Text) -> Self {
        let mut flat = Self::default();
        flat.push(text.origin(), text, false);
        flat
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a part of the text stands: the smallest span that covers where all of it comes from.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let first = self.piece(range.start);
        let spans = (first..self.pieces.len()).take_while(|&at| self.pieces[at].start < range.end).map(|at| {
            let Piece { start, origin, .. } = self.pieces[at];
            origin.place(range.start.saturating_sub(start)..range.end.min(self.end(at)) - start)
        });
        spans.reduce(|all, span| if all.file == span.file { all.to(span) } else { all })
    }

    /// Where a part of the text stands if its author typed it there in one stretch.
    pub fn typed(&self, range: Range<usize>) -> Option<Span> {
        let at = self.piece(range.start);
        let Piece { start, origin, is_address } = self.pieces.get(at)?;
        let is_typed = origin.is_typed() && !is_address && range.end <= self.end(at);
        is_typed.then(|| origin.place(range.start - start..range.end - start))
    }

    /// The parts of the text that stand in one stretch each.
    pub fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.pieces.len()).map(|at| self.pieces[at].start..self.end(at))
    }

    /// The character before a byte.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at a byte.
    pub fn at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1)
    }

    /// Where a piece ends.
    fn end(&self, piece: usize) -> usize {
        self.pieces.get(piece + 1).map_or(self.text.len(), |next| next.start)
    }

    fn push_all<'a>(&mut self, inlines: &'a [Inline], is_address: bool, links: &mut Option<Vec<Link<'a>>>) {
        for inline in inlines {
            match (&inline.kind, links.as_mut()) {
                (InlineKind::Text(text), _) => self.push(text.origin(), text, is_address),
                (InlineKind::Break, _) => self.push(Origin::computed(inline.span), "\n", false),
                (InlineKind::Link { target, content, .. }, Some(links)) => {
                    if let Target::Label(label) = target {
                        links.push(Link { at: self.text.len(), label, content });
                    }
                    self.push_opaque(inline.span);
                }
                (InlineKind::Link { target: Target::Url(_), content, .. }, None) => {
                    self.push_all(content, true, links);
                }
                _ => match walk::children(inline) {
                    Some(content) => self.push_all(content, is_address, links),
                    None => self.push_opaque(inline.span),
                },
            }
        }
    }

    fn push_opaque(&mut self, span: Span) {
        self.push(Origin::computed(span), OPAQUE.encode_utf8(&mut [0; 4]), false);
    }

    fn push(&mut self, origin: Origin, text: &str, is_address: bool) {
        let last = self.pieces.last_mut().filter(|last| last.is_address == is_address);
        match last.and_then(|last| Some((last.origin.and(origin)?, last))) {
            Some((whole, last)) => last.origin = whole,
            None => self.pieces.push(Piece { start: self.text.len(), origin, is_address }),
        }
        self.text.push_str(text);
    }
}
