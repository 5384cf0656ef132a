//! The text of a page item by item, in pieces that come from one place: where each stands, and where it comes from.

use std::cell::OnceCell;
use std::ops::Range;

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::syntax::Span as TypstSpan;
use typst::text::{Glyph, TextItem};

use crate::section::{Change, Origin};

use super::literals::At;
use super::tree::Tree;

/// Glyphs of one item that follow one another in one literal.
pub(super) struct Stretch<'a> {
    pub item: &'a TextItem,
    transform: Transform,
    tree: &'a Tree,
    /// Of the item's text.
    range: Range<usize>,
    pub span: TypstSpan,
    /// Where it begins in the decoded literal.
    offset: usize,
    /// Whether the font has no glyphs for it.
    pub is_missing: bool,
    pub clusters: Vec<Cluster>,
    /// Where it comes from, once somebody asked.
    located: OnceCell<Option<(Origin, At)>>,
}

/// The glyphs of a piece of text that cannot be told apart any further.
pub(super) struct Cluster {
    /// Of the item's text.
    pub range: Range<usize>,
    /// From the left edge of the item.
    left: Abs,
    right: Abs,
}

impl<'a> Stretch<'a> {
    /// The text of some of its clusters.
    pub(super) fn text(&self, clusters: Range<usize>) -> &'a str {
        &self.item.text[text_of(&self.clusters[clusters])]
    }

    /// On which side of a redline it stands.
    pub(super) fn change(&self) -> Option<Change> {
        self.tree.literal(self.span).and_then(|literal| literal.change())
    }

    /// The upright rectangle around some of its clusters on the page, and the point at which their baseline begins.
    pub(super) fn rectangle(&self, clusters: Range<usize>) -> (Rect, Point) {
        let clusters = &self.clusters[clusters];
        let left = clusters.iter().map(|cluster| cluster.left).min().unwrap_or_default();
        let right = clusters.iter().map(|cluster| cluster.right).max().unwrap_or_default();
        let metrics = self.item.font.metrics();
        let (top, bottom) = (-metrics.ascender.at(self.item.size), -metrics.descender.at(self.item.size));
        let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
        let corners = corners.map(|(x, y)| Point::new(x, y).transform(self.transform));
        let (min, max) = (corners.into_iter().reduce(Point::min), corners.into_iter().reduce(Point::max));
        let rectangle = Rect::new(min.unwrap_or_default(), max.unwrap_or_default());
        (rectangle, Point::with_x(left).transform(self.transform))
    }

    /// Its clusters around a point of its line, as far as they are one word; [`None`] if the point is not in it.
    pub(super) fn word_at(&self, x: Abs) -> Option<Range<usize>> {
        let is_blank = |at: usize| self.text(at..at + 1).chars().all(char::is_whitespace);
        let at = (0..self.clusters.len()).find(|&at| {
            let (rectangle, _) = self.rectangle(at..at + 1);
            rectangle.min.x <= x && x < rectangle.max.x && !is_blank(at)
        })?;
        let start = (0..at).rev().find(|&at| is_blank(at)).map_or(0, |blank| blank + 1);
        let end = (at..self.clusters.len()).find(|&at| is_blank(at)).unwrap_or(self.clusters.len());
        Some(start..end)
    }

    /// Where some of its clusters come from.
    pub(super) fn origin(&self, clusters: Range<usize>) -> Option<Origin> {
        self.origin_of(text_of(&self.clusters[clusters]))
    }

    /// Where a part of the item's text comes from.
    pub(super) fn origin_of(&self, text: Range<usize>) -> Option<Origin> {
        let locate = || {
            let literal = self.tree.literal(self.span)?;
            Some((literal.origin()?, literal.at(self.offset, &self.item.text[self.range.clone()])))
        };
        let (origin, at) = (*self.located.get_or_init(locate))?;
        match at {
            At::Byte(at) => Some(origin.part(at + text.start - self.range.start..at + text.end - self.range.start)),
            At::Somewhere => Some(Origin::computed(origin.span())),
            At::Nowhere => None,
        }
    }
}

/// The text of clusters that follow one another.
fn text_of(clusters: &[Cluster]) -> Range<usize> {
    let start = clusters.first().map_or(0, |cluster| cluster.range.start);
    start..clusters.iter().map(|cluster| cluster.range.end).max().unwrap_or(start)
}

pub(super) fn each_item<'a>(frame: &'a Frame, transform: Transform, visit: &mut impl FnMut(&'a TextItem, Transform)) {
    for (position, item) in frame.items() {
        let transform = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => each_item(&group.frame, transform.pre_concat(group.transform), visit),
            FrameItem::Text(text) => visit(text, transform),
            _ => {}
        }
    }
}

pub(super) fn stretches<'a>(item: &'a TextItem, transform: Transform, tree: &'a Tree) -> Vec<Stretch<'a>> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut x = Abs::zero();
    let mut glyphs: Vec<(&Glyph, Abs, Abs)> = Vec::with_capacity(item.glyphs.len());
    for glyph in &item.glyphs {
        let left = x;
        x += glyph.x_advance.at(item.size);
        glyphs.push((glyph, left, x));
    }
    let is_leftwards = item.glyphs.first().zip(item.glyphs.last()).is_some_and(|(a, b)| a.range.start > b.range.start);
    if is_leftwards {
        glyphs.reverse();
    }
    for (glyph, left, right) in glyphs {
        let (span, offset, range) = (glyph.span.0, usize::from(glyph.span.1), glyph.range());
        let is_missing = glyph.id == 0;
        match stretches.last_mut() {
            Some(last)
                if last.span == span
                    && last.is_missing == is_missing
                    && offset.checked_sub(last.offset) == range.start.checked_sub(last.range.start) =>
            {
                last.range.end = last.range.end.max(range.end);
                match last.clusters.last_mut() {
                    // A letter and its accents.
                    Some(cluster) if range.start < cluster.range.end => {
                        cluster.range.end = cluster.range.end.max(range.end);
                        (cluster.left, cluster.right) = (cluster.left.min(left), cluster.right.max(right));
                    }
                    _ => last.clusters.push(Cluster { range, left, right }),
                }
            }
            _ => stretches.push(Stretch {
                item,
                transform,
                tree,
                range: range.clone(),
                span,
                offset,
                is_missing,
                clusters: vec![Cluster { range, left, right }],
                located: OnceCell::new(),
            }),
        }
    }
    stretches
}
