//! From a point of a page to what its author wrote there.

use typst::layout::{Abs, Axes, Frame, FrameItem, Point, Rect, Transform};
use typst::syntax::Span as TypstSpan;

use crate::section::Origin;
use crate::source::Span;

use super::document::Document;
use super::stretches::{Stretch, each_item, stretches};

/// So far from all that is printed, in points, nothing is meant any more: the distance of two lines, about.
const MAX_DISTANCE: f64 = 20.0;

/// What of a page is near a point.
struct Near {
    span: Span,
    /// First how far the point is from it, then from its middle: lines reach into one another.
    distance: (f64, f64),
}

impl Document {
    /// The place of what is printed at a point of a page (counted from 1; in points from its upper left corner): the
    /// very character if its author typed it, all that it was made from if not, an image where it is asked for. Where
    /// nothing is printed, or something that no author wrote, it is that of what is nearest, unless all is far.
    pub fn at(&self, page: usize, x: f64, y: f64) -> Option<Span> {
        let frame = &self.pages().get(page.checked_sub(1)?)?.frame;
        let point = Point::new(Abs::pt(x), Abs::pt(y));
        let mut nearest: Option<Near> = None;
        let mut take = |rectangle: Rect, span: Option<Span>| {
            let Some(span) = span else { return };
            let distance = (gap(rectangle, point), to_middle(rectangle, point));
            if nearest.as_ref().is_none_or(|nearest| distance < nearest.distance) {
                nearest = Some(Near { span, distance });
            }
        };
        each_item(frame, Transform::identity(), &mut |item, transform| {
            for stretch in stretches(item, transform, &self.tree) {
                for at in 0..stretch.clusters.len() {
                    let (rectangle, _) = stretch.rectangle(at..at + 1);
                    take(rectangle, self.place(&stretch, at));
                }
            }
        });
        each_image(frame, Transform::identity(), &mut |rectangle, span| take(rectangle, self.tree.author(span)));
        nearest.filter(|nearest| nearest.distance.0 < MAX_DISTANCE).map(|nearest| nearest.span)
    }

    fn place(&self, stretch: &Stretch, at: usize) -> Option<Span> {
        let origin = stretch.origin(at..at + 1).map(Origin::span);
        origin.or_else(|| self.tree.author(stretch.span))
    }
}

/// How far a point is from a rectangle.
fn gap(rectangle: Rect, point: Point) -> f64 {
    let outside = |at: Abs, from: Abs, to: Abs| (from - at).max(at - to).max(Abs::zero()).to_pt();
    let x = outside(point.x, rectangle.min.x, rectangle.max.x);
    let y = outside(point.y, rectangle.min.y, rectangle.max.y);
    // What stands in the same line is nearer than what stands above it.
    x + 4.0 * y
}

fn to_middle(rectangle: Rect, point: Point) -> f64 {
    (rectangle.min.y + rectangle.max.y - 2.0 * point.y).abs().to_pt()
}

fn each_image(frame: &Frame, transform: Transform, visit: &mut impl FnMut(Rect, TypstSpan)) {
    for (position, item) in frame.items() {
        let transform = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => each_image(&group.frame, transform.pre_concat(group.transform), visit),
            FrameItem::Image(_, size, span) => {
                let corners = [Axes::new(Abs::zero(), Abs::zero()), *size].map(|at| at.to_point().transform(transform));
                visit(Rect::new(corners[0].min(corners[1]), corners[0].max(corners[1])), *span);
            }
            _ => {}
        }
    }
}
