//! What stands on the laid-out pages: each piece of text, where it stands, and where its author wrote it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use typst::layout::Transform;
use typst::syntax::Span as TypstSpan;

use crate::section::{Change, Origin};
use crate::source::Span;

use super::document::Document;
use super::fonts::Fonts;
use super::stretches::{Stretch, each_item, stretches};

/// A piece of printed text: in one line, one font and one direction, and written in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox<'a> {
    /// Counted from 1.
    pub page: usize,
    /// In logical order. Spaces at which a line was broken are there; of the characters that print nothing (joiners,
    /// variation selectors), those between two that do.
    pub text: &'a str,
    /// The upright rectangle around it, from the font's ascender to its descender, in points from the upper left corner
    /// of the page.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Where its baseline begins, in points from the top of the page.
    pub baseline: f64,
    /// Where its author wrote it: these very bytes if it [is typed](Self::is_typed), else all that it was made from.
    /// [`None`] for what chancery prints of its own accord (numbers, marking, the hyphen at the end of a line, which
    /// reads U+00AD).
    pub span: Option<Span>,
    /// Whether the text stands at `span` byte for byte.
    pub is_typed: bool,
    /// On which side of a redline it stands; [`None`] for both.
    pub change: Option<Change>,
}

impl Document {
    /// The text of a page (counted from 1) in its smallest pieces: a character each, or several where one glyph stands
    /// for them. In the order in which it was laid out: header, body, footnotes, footer. Pieces of a line that mixes
    /// directions of writing come from left to right, each in its own logical order.
    pub fn boxes(&self, page: usize) -> Vec<TextBox<'_>> {
        let mut boxes = Vec::new();
        self.each_stretch(page, |stretch| {
            boxes.extend((0..stretch.clusters.len()).map(|at| text_box(page, &stretch, at..at + 1)));
        });
        boxes
    }

    /// All printed text, page by page, in pieces as large as can be: each as far as its line and its font go, and what
    /// its author wrote in one go. The order is that of [`boxes`](Self::boxes).
    pub fn text(&self) -> Vec<TextBox<'_>> {
        let mut boxes = Vec::new();
        for page in 1..=self.page_count() {
            self.each_stretch(page, |stretch| boxes.push(text_box(page, &stretch, 0..stretch.clusters.len())));
        }
        boxes
    }

    /// Where something is printed that an author wrote at `place` (that stands there, if it is a mere position): a box
    /// for each piece of a line. What was computed from a wider place is all of it there.
    pub fn find(&self, place: Span) -> Vec<TextBox<'_>> {
        let place = Span { end: place.end.max(place.start + 1), ..place };
        let wanted: HashSet<TypstSpan> = self.tree.written_at(place).collect();
        let pages: BTreeSet<usize> =
            wanted.iter().filter_map(|span| self.printed_on().get(span)).flatten().copied().collect();
        let mut boxes = Vec::new();
        for page in pages {
            self.each_stretch(page, |stretch| {
                if wanted.contains(&stretch.span) {
                    let is_there = |at: &usize| stretch.origin(*at..*at + 1).is_some_and(|own| own.span().meets(place));
                    let there: Vec<usize> = (0..stretch.clusters.len()).filter(is_there).collect();
                    let pieces = there.chunk_by(|one, next| one + 1 == *next);
                    boxes.extend(pieces.map(|piece| text_box(page, &stretch, piece[0]..piece[piece.len() - 1] + 1)));
                }
            });
        }
        boxes
    }

    /// Calls `found` with each character that has no glyph, its place if an author wrote it, and Typst's.
    pub(super) fn missing_glyphs(&self, fonts: &Fonts, mut found: impl FnMut(char, Option<Span>, TypstSpan)) {
        for page in 1..=self.page_count() {
            self.each_stretch(page, |stretch| {
                for at in (0..stretch.clusters.len()).filter(|_| stretch.is_missing) {
                    let cluster = &stretch.clusters[at];
                    // An accent without glyph takes the letter below it along: only the accent is to be named.
                    let text = &stretch.item.text[cluster.range.clone()];
                    for (start, character) in text.char_indices().filter(|&(_, character)| !fonts.covers(character)) {
                        let start = cluster.range.start + start;
                        let origin = stretch.origin_of(start..start + character.len_utf8());
                        found(character, origin.map(Origin::span), stretch.span);
                    }
                }
            });
        }
    }

    /// Calls `visit` with each stretch of text on a page.
    pub(super) fn each_stretch<'a>(&'a self, page: usize, mut visit: impl FnMut(Stretch<'a>)) {
        if let Some(page) = page.checked_sub(1).and_then(|index| self.pages().get(index)) {
            each_item(&page.frame, Transform::identity(), &mut |item, transform| {
                stretches(item, transform, &self.tree).into_iter().for_each(&mut visit);
            });
        }
    }

    /// On which pages something with a span of Typst is printed.
    pub(super) fn index(&self) -> HashMap<TypstSpan, Vec<usize>> {
        let mut index: HashMap<TypstSpan, Vec<usize>> = HashMap::new();
        for (number, page) in self.pages().iter().enumerate().map(|(at, page)| (at + 1, page)) {
            each_item(&page.frame, Transform::identity(), &mut |item, _| {
                for run in item.glyphs.chunk_by(|one, next| one.span.0 == next.span.0) {
                    let pages = index.entry(run[0].span.0).or_default();
                    if pages.last() != Some(&number) {
                        pages.push(number);
                    }
                }
            });
        }
        index
    }
}

/// The box around some clusters of a stretch.
pub(super) fn text_box<'a>(page: usize, stretch: &Stretch<'a>, clusters: Range<usize>) -> TextBox<'a> {
    let origin = stretch.origin(clusters.clone());
    let (rectangle, baseline) = stretch.rectangle(clusters.clone());
    TextBox {
        page,
        text: stretch.text(clusters),
        x: rectangle.min.x.to_pt(),
        y: rectangle.min.y.to_pt(),
        width: rectangle.size().x.to_pt(),
        height: rectangle.size().y.to_pt(),
        baseline: baseline.y.to_pt(),
        span: origin.map(Origin::span),
        is_typed: origin.is_some_and(Origin::is_typed),
        change: stretch.change(),
    }
}
