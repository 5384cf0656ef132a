//! The text of a page in lines, to be laid over its drawing unseen.

use serde::Serialize;
use typst::layout::{Abs, Frame, Point, Transform};
use typst::text::TextItem;

use crate::typeset::stretches::each_item;

use super::path::{points_of, rounded};

/// Text that stands in one line, in logical order.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    /// Where its baseline begins, in points from the upper left corner of the page.
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    text: String,
    /// How it is turned about that point, as in CSS: a, b, c, d; nothing where it stands upright.
    #[serde(skip_serializing_if = "Option::is_none")]
    matrix: Option<[f64; 4]>,
}

/// A line in the making.
struct Open {
    start: Point,
    right: Abs,
    size: Abs,
    text: String,
    matrix: Option<[f64; 4]>,
    is_leftwards: bool,
}

/// Text goes on in the line before it if it begins so near behind its end, in parts of its size.
const MAX_GAP: f64 = 0.6;
const MAX_BACK: f64 = 0.15;

/// A gap of that width is a blank, where none is printed.
const MIN_BLANK: f64 = 0.15;

/// How far raised text stands from the baseline of its line, in parts of the line's size.
const MAX_RISE: f64 = 0.5;

/// Text that is smaller, in points, is not there to be seen: some is, for those who have a PDF read out.
const MIN_SIZE: f64 = 1.0;

/// In the order in which it was laid out.
pub(super) fn of(frame: &Frame) -> Vec<Line> {
    let mut open: Option<Open> = None;
    let mut lines = Vec::new();
    each_item(frame, Transform::identity(), &mut |item, transform| {
        if item.size.to_pt() < MIN_SIZE {
            return;
        }
        let next = Open::of(item, transform);
        match &mut open {
            Some(line) if line.takes(&next) => line.append(next),
            _ => lines.extend(open.replace(next).and_then(Open::close)),
        }
    });
    lines.extend(open.and_then(Open::close));
    lines
}

impl Open {
    fn of(item: &TextItem, transform: Transform) -> Self {
        let Transform { sx, ky, kx, sy, tx, ty } = transform;
        let matrix = (!transform.is_only_translate()).then(|| [sx, ky, kx, sy].map(|one| rounded(one.get(), 1e6)));
        let (first, last) = (item.glyphs.first(), item.glyphs.last());
        Self {
            start: Point::new(tx, ty),
            right: tx + item.width(),
            size: item.size,
            text: item.text.to_string(),
            matrix,
            is_leftwards: first.zip(last).is_some_and(|(one, other)| one.range.start > other.range.start),
        }
    }

    /// Whether text goes on in this line. What is written leftwards stands in lines of its own: side by side is not one
    /// after the other there.
    fn takes(&self, next: &Self) -> bool {
        let size = self.size.max(next.size);
        let gap = (next.start.x - self.right) / size;
        self.matrix.is_none()
            && next.matrix.is_none()
            && !(self.is_leftwards || next.is_leftwards)
            && (-MAX_BACK..MAX_GAP).contains(&gap)
            && (next.start.y - self.start.y).abs() < size * MAX_RISE
    }

    fn append(&mut self, next: Self) {
        let is_apart = next.start.x - self.right > next.size * MIN_BLANK;
        if is_apart && !self.text.ends_with(char::is_whitespace) && !next.text.starts_with(char::is_whitespace) {
            self.text.push(' ');
        }
        self.text.push_str(&next.text);
        self.right = next.right;
        // Of a line that begins with the call of a note.
        if next.size > self.size {
            (self.size, self.start.y) = (next.size, next.start.y);
        }
    }

    fn close(self) -> Option<Line> {
        let [x, y, width, size] = [self.start.x, self.start.y, self.right - self.start.x, self.size].map(points_of);
        let is_seen = !self.text.trim().is_empty() && width > 0.0;
        is_seen.then_some(Line { x, y, width, size, text: self.text, matrix: self.matrix })
    }
}
