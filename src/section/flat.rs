//! A run of inlines as one text, so that it can be searched across line ends and emphasis, with the way back to places.

use std::ops::Range;

use super::pieces::Pieces;
use super::{Citation, Inline, InlineKind, Inlines, Label, Origin, Pattern, Target, Text, walk};
use crate::source::Span;

pub use super::pieces::OPAQUE;

/// Text in one piece, and where each part of it stands. A line break that the author asked for is `\n`.
#[derive(Debug, Default)]
pub struct Flat(Pieces<(Origin, Within)>);

/// The link that a part of a flat text is the words of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    No,
    /// Out of the paper: the words may be an address.
    Address,
    /// To a label.
    Reference,
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
        flat.push_all(inlines, Within::No, &mut None);
        flat
    }

    /// The words of a run with each link as one [`OPAQUE`]; the links to labels beside it.
    pub fn around_links(inlines: &[Inline]) -> (Self, Vec<Link<'_>>) {
        let (mut flat, mut links) = (Self::default(), Some(Vec::new()));
        flat.push_all(inlines, Within::No, &mut links);
        (flat, links.unwrap_or_default())
    }

    /// The words of an unresolved reference.
    pub fn of_pattern(pattern: &[Pattern]) -> Self {
        let mut flat = Self::default();
        for piece in pattern {
            match piece {
                Pattern::Text(inline) => flat.push_all(std::slice::from_ref(inline), Within::No, &mut None),
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
        flat.push(text.origin(), text, Within::No);
        flat
    }

    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// Where a part of the text stands: the smallest span that covers where all of it comes from.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let spans = self.0.parts(range).map(|part| part.of.0.place(part.within));
        spans.reduce(|all, span| if all.file == span.file { all.to(span) } else { all })
    }

    /// Where a part of the text stands if its author typed it there in one stretch.
    pub fn typed(&self, range: Range<usize>) -> Option<Span> {
        let whole = self.0.around(range.start)?;
        let (origin, within) = whole.of;
        let is_typed = origin.is_typed() && *within != Within::Address && range.end <= whole.range.end;
        is_typed.then(|| origin.place(range.start - whole.range.start..range.end - whole.range.start))
    }

    /// The parts of the text that stand in one stretch each.
    pub fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        self.0.all().map(|piece| piece.range)
    }

    /// These parts, each with where it comes from and the link that it stands in.
    pub fn pieces(&self) -> impl Iterator<Item = (Range<usize>, Origin, Within)> {
        self.0.all().map(|piece| (piece.range, piece.of.0, piece.of.1))
    }

    /// The text with each of `ranges`, which stand in order and apart, as one [`OPAQUE`].
    pub fn without(&self, ranges: &[Range<usize>]) -> Self {
        let (mut flat, mut at) = (Self::default(), 0);
        for range in ranges {
            flat.push_part(self, at..range.start);
            if let Some(place) = self.place(range.clone()) {
                flat.push_opaque(place);
            }
            at = range.end;
        }
        flat.push_part(self, at..self.text().len());
        flat
    }

    /// The character before a byte.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text()[..at].chars().next_back()
    }

    /// The character at a byte.
    pub fn at(&self, at: usize) -> Option<char> {
        self.text()[at..].chars().next()
    }

    fn push_all<'a>(&mut self, inlines: &'a [Inline], within: Within, links: &mut Option<Vec<Link<'a>>>) {
        for inline in inlines {
            match (&inline.kind, links.as_mut()) {
                (InlineKind::Text(text), _) => self.push(text.origin(), text, within),
                (InlineKind::Break, _) => self.push(Origin::computed(inline.span), "\n", Within::No),
                (InlineKind::Citation(citation), _) => self.push_citation(citation, inline.span),
                // 10⁶ is not 106.
                (InlineKind::Raised(inner) | InlineKind::Lowered(inner), _)
                    if self.text().ends_with(|before: char| before.is_ascii_digit()) && is_text(inner) =>
                {
                    self.push_opaque(inline.span);
                }
                (InlineKind::Link { target, content, .. }, Some(links)) => {
                    if let Target::Label(label) = target {
                        links.push(Link { at: self.text().len(), label, content });
                    }
                    self.push_opaque(inline.span);
                }
                (InlineKind::Link { target, content, .. }, None) => {
                    let within = if matches!(target, Target::Url(_)) { Within::Address } else { Within::Reference };
                    self.push_all(content, within, links);
                }
                _ => match walk::children(inline) {
                    Some(content) => self.push_all(content, within, links),
                    None => self.push_opaque(inline.span),
                },
            }
        }
    }

    /// The author's words in a citation, each work with its place as one [`OPAQUE`].
    fn push_citation(&mut self, citation: &Citation, span: Span) {
        for item in &citation.items {
            if let Some(prefix) = &item.prefix {
                self.push(prefix.origin(), prefix, Within::No);
            }
            self.push_opaque(span);
            if let Some(suffix) = &item.suffix {
                self.push(suffix.origin(), suffix, Within::No);
            }
        }
    }

    fn push_part(&mut self, other: &Self, range: Range<usize>) {
        for part in other.0.parts(range).filter(|part| !part.range.is_empty()) {
            let (origin, within) = part.of;
            self.push(origin.part(part.within), &other.text()[part.range], *within);
        }
    }

    fn push_opaque(&mut self, span: Span) {
        self.push(Origin::computed(span), OPAQUE.encode_utf8(&mut [0; 4]), Within::No);
    }

    fn push(&mut self, origin: Origin, text: &str, within: Within) {
        self.0.join(text, (origin, within), |(last, around), (next, within)| {
            let whole = last.and(*next).filter(|_| around == within)?;
            Some((whole, *within))
        });
    }
}

fn is_text(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| matches!(inline.kind, InlineKind::Text(_)))
}
