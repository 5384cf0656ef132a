//! A run of inlines as one string, so that rules can look across line ends and emphasis, with the way back to places.

use std::ops::Range;

use crate::section::{Inline, InlineKind, Inlines, Pattern, Target, walk};
use crate::source::Span;

/// What stands for a link, a note, code, an image or whatever else is not the author's plain words.
pub const OPAQUE: char = '\u{fffc}';

/// Text, and where each piece of it stands.
#[derive(Default)]
pub struct Flat<'a> {
    pub text: String,
    /// Links to labels, by the byte at which their [`OPAQUE`] stands.
    pub links: Vec<(usize, &'a str, &'a Inlines)>,
    /// By the byte at which they start; whether the span says the same byte for byte.
    pieces: Vec<(usize, Span, bool)>,
}

impl<'a> Flat<'a> {
    pub fn new(inlines: &'a [Inline]) -> Self {
        let mut flat = Self::default();
        flat.push_all(inlines);
        flat
    }

    /// The words of an unresolved reference.
    pub fn of_pattern(pattern: &'a [Pattern]) -> Self {
        let mut flat = Self::default();
        for piece in pattern {
            match piece {
                Pattern::Text(inline) => flat.push_all(std::slice::from_ref(inline)),
                Pattern::Number(span)
                | Pattern::Title(span)
                | Pattern::Page(span)
                | Pattern::Direction(span)
                | Pattern::Default(span) => flat.push(*span, &OPAQUE.to_string()),
            }
        }
        flat
    }

    /// Where a part of the text stands.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let first = self.pieces.partition_point(|(start, ..)| *start <= range.start).saturating_sub(1);
        let ends = self.pieces.iter().skip(first + 1).map(|(start, ..)| *start).chain([self.text.len()]);
        let parts = self.pieces[first..].iter().zip(ends).take_while(|((start, ..), _)| *start < range.end);
        let spans = parts.map(|(&(start, span, verbatim), end)| match verbatim {
            true => span.part(range.start.saturating_sub(start)..range.end.min(end) - start),
            false => span,
        });
        spans.reduce(|all, span| if all.file == span.file { all.to(span) } else { all })
    }

    fn push_all(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.push(inline.span, text),
                InlineKind::Break => self.push(inline.span, " "),
                InlineKind::Emphasis(_) | InlineKind::Strong(_) | InlineKind::Strike(_) => {
                    walk::children(inline).into_iter().for_each(|inner| self.push_all(inner));
                }
                kind => {
                    if let InlineKind::Link { target: Target::Label(label), content, .. } = kind {
                        self.links.push((self.text.len(), label, content));
                    }
                    self.push(inline.span, &OPAQUE.to_string());
                }
            }
        }
    }

    fn push(&mut self, span: Span, text: &str) {
        self.pieces.push((self.text.len(), span, span.len() == text.len()));
        self.text.push_str(text);
    }
}
