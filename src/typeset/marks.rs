//! What is drawn on the finished pages of a redline: a line under what is new, a line through what is gone (two of each
//! where it stands elsewhere), and a bar in the left margin beside every line that holds either.
//!
//! Drawn and not asked of Typst: its own lines cannot cross those of an author's struck text in PDF/UA, and only here
//! is known which lines a change ended up on. All of it stands outside of what is tagged, so it is an artifact.

use std::collections::BTreeMap;

use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::syntax::Span as TypstSpan;
use typst::text::{SubElem, SuperElem, TextItem};
use typst::visualize::{Color, FixedStroke, Geometry, Paint};
use typst_layout::Page;

use crate::assemble::changes;
use crate::section::Change;

use super::document::Document;
use super::stamp::Drawing;
use super::tree::Tree;

/// Of lines under and through text, as a part of its size.
const LINE: f64 = 0.06;
/// Where these lines are, from the baseline down, as a part of the size.
const UNDER: f64 = 0.14;
const THROUGH: f64 = -0.27;
/// Between the two lines of what stands elsewhere now.
const DOUBLE: f64 = 0.12;

/// Of the frame of an image that is new, and of the cross over one that is gone, in points.
const IMAGE_LINE: f64 = 1.2;

/// Between the bar and the text, and how wide it is, in points.
const BAR_GAP: f64 = 11.0;
const BAR_WIDTH: f64 = 1.6;
/// How far the bar goes above and below the baseline, as a part of the size.
const ASCENT: f64 = 0.85;
const DESCENT: f64 = 0.28;
/// Bars nearer than this, in points, are one.
const BAR_JOINT: f64 = 7.0;

/// The marks of all that changed, for each page.
pub(super) fn draw(document: &Document) -> impl Iterator<Item = Drawing> {
    let pages = document.pages().iter();
    let marks: Vec<Marks> = pages.map(|page| Marks::on(page, &document.tree)).collect();
    // The bars of all pages are one column.
    let left = marks.iter().map(|marks| marks.left).min().unwrap_or_default();
    marks.into_iter().map(move |marks| marks.drawing(left))
}

/// What changed on one page.
struct Marks<'a> {
    tree: &'a Tree,
    lines: Vec<Line>,
    /// Top and bottom.
    bars: Vec<(Abs, Abs)>,
    /// Where the text that authors wrote begins at the left; infinity if there is none.
    left: Abs,
}

/// A line that is drawn.
struct Line {
    start: Point,
    /// From its start to its end.
    along: Point,
    thickness: Abs,
    paint: Paint,
}

impl<'a> Marks<'a> {
    fn on(page: &Page, tree: &'a Tree) -> Self {
        let mut marks = Self { tree, lines: Vec::new(), bars: Vec::new(), left: Abs::inf() };
        marks.frame(&page.frame, Transform::identity());
        marks
    }

    fn frame(&mut self, frame: &Frame, transform: Transform) {
        let lines = lines_of_scripts(frame);
        for (index, (position, item)) in frame.items().enumerate() {
            let transform = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, transform.pre_concat(group.transform)),
                FrameItem::Text(text) => {
                    let start = Point::zero().transform(transform);
                    // What goes under raised and lowered text goes on at the height of the line that it stands in.
                    let (down, size) = lines.get(&index).copied().unwrap_or((Abs::zero(), text.size));
                    self.text(text, start, start.y + down, size);
                }
                FrameItem::Image(_, size, span) => {
                    if let Some(change) = self.tree.change(*span) {
                        self.image(change, Point::zero().transform(transform), *size);
                    }
                }
                _ => {}
            }
        }
    }

    /// What is gone is crossed out, what is new has a frame.
    fn image(&mut self, change: Change, at: Point, size: Size) {
        self.bars.push((at.y, at.y + size.y));
        let down = Point::with_y(size.y);
        let cross = [(at, size.to_point()), (at + down, Point::new(size.x, -size.y))];
        let right = Point::with_x(size.x);
        let frame = [(at, right), (at + down, right), (at, down), (at + right, down)];
        let (colour, lines) = match change {
            Change::Inserted => (changes::INSERTED, &frame[..]),
            Change::Deleted => (changes::DELETED, &cross[..]),
            Change::MovedHere(_) => (changes::MOVED, &frame[..]),
            Change::MovedAway(_) => (changes::MOVED, &cross[..]),
            Change::Altered => return,
        };
        let [red, green, blue] = colour;
        let paint = Paint::Solid(Color::from_u8(red, green, blue, u8::MAX));
        let line = |&(start, along)| Line { start, along, thickness: Abs::pt(IMAGE_LINE), paint: paint.clone() };
        self.lines.extend(lines.iter().map(line));
    }

    /// Marks text that begins at `start`, with lines for text of that `size` on that `baseline`.
    fn text(&mut self, text: &TextItem, start: Point, baseline: Abs, size: Abs) {
        // What changed, and how far it reaches.
        let mut stretches: Vec<(Option<Change>, Abs)> = Vec::new();
        for run in text.glyphs.chunk_by(|one, next| one.span.0 == next.span.0) {
            let literal = self.tree.literal(run[0].span.0);
            if literal.is_some() {
                self.left = self.left.min(start.x);
            }
            let change = literal.and_then(|literal| literal.change());
            let width = run.iter().map(|glyph| glyph.x_advance.at(text.size)).sum();
            match stretches.last_mut() {
                Some((last, whole)) if *last == change => *whole += width,
                _ => stretches.push((change, width)),
            }
        }
        let mut x = start.x;
        for (change, width) in stretches {
            if let Some(change) = change {
                self.lines.extend(lines(change).iter().map(|drop| {
                    // What goes through raised text goes through it where it stands.
                    let (top, size) = if *drop < 0.0 { (start.y, text.size) } else { (baseline, size) };
                    Line {
                        start: Point::new(x, top + size * *drop),
                        along: Point::with_x(width),
                        thickness: size * LINE,
                        paint: text.fill.clone(),
                    }
                }));
                self.bars.push((baseline - size * ASCENT, baseline + size * DESCENT));
            }
            x += width;
        }
    }

    /// With `left` as the left edge of the text.
    fn drawing(mut self, left: Abs) -> Drawing {
        let mut items: Drawing = Vec::new();
        for Line { start, along, thickness, paint } in self.lines {
            let line = Geometry::Line(along).stroked(FixedStroke::from_pair(paint, thickness));
            items.push((start, FrameItem::Shape(line, TypstSpan::detached())));
        }
        self.bars.sort();
        let mut bars: Vec<(Abs, Abs)> = Vec::new();
        for (top, bottom) in self.bars {
            match bars.last_mut() {
                Some(last) if top <= last.1 + Abs::pt(BAR_JOINT) => last.1 = last.1.max(bottom),
                _ => bars.push((top, bottom)),
            }
        }
        for (top, bottom) in bars {
            let bar = Geometry::Rect(Size::new(Abs::pt(BAR_WIDTH), bottom - top)).filled(Paint::Solid(Color::BLACK));
            items.push((Point::new(left - Abs::pt(BAR_GAP), top), FrameItem::Shape(bar, TypstSpan::detached())));
        }
        items
    }
}

/// Of each item of a frame that is raised or lowered text: how far down the baseline is of the line that it stands in,
/// and the size of that line's text.
fn lines_of_scripts(frame: &Frame) -> BTreeMap<usize, (Abs, Abs)> {
    let (mut open, mut scripts, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (position, item)) in frame.items().enumerate() {
        match item {
            FrameItem::Tag(Tag::Start(content, _)) if content.is::<SuperElem>() || content.is::<SubElem>() => {
                open.extend(content.location());
            }
            FrameItem::Tag(Tag::End(location, ..)) => open.retain(|open| open != location),
            FrameItem::Text(text) if open.is_empty() => texts.push((position.y, text.size)),
            FrameItem::Text(_) => scripts.push((index, position.y, texts.len())),
            _ => {}
        }
    }
    // The line is that of the text before it or behind it, whichever is nearer: the other may stand in another line.
    let line = |(index, top, behind): (usize, Abs, usize)| {
        let beside = texts[behind.saturating_sub(1)..texts.len().min(behind + 1)].iter();
        let (baseline, size) = beside.min_by_key(|(baseline, _)| (*baseline - top).abs())?;
        Some((index, (*baseline - top, *size)))
    };
    scripts.into_iter().filter_map(line).collect()
}

/// Where the lines of a change are, from the baseline down, as a part of the size.
fn lines(change: Change) -> &'static [f64] {
    match change {
        Change::Inserted => &[UNDER],
        Change::Deleted => &[THROUGH],
        Change::MovedHere(_) => &[UNDER, UNDER + DOUBLE],
        Change::MovedAway(_) => &[THROUGH - DOUBLE / 2.0, THROUGH + DOUBLE / 2.0],
        Change::Altered => &[],
    }
}
