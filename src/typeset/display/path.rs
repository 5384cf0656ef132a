//! Outlines and shapes as paths, in the notation of SVG (SVG 2, 9.3): what `Path2D` of a browser takes.

use std::fmt::Write;

use typst::layout::{Abs, Point};
use typst::visualize::{Curve, CurveItem, Geometry};

/// A path in the making.
#[derive(Default)]
pub(super) struct Path(String);

impl Path {
    /// The path of a shape, in points from its own origin.
    pub(super) fn of_geometry(geometry: &Geometry) -> String {
        let mut path = Self::default();
        match geometry {
            Geometry::Line(to) => {
                path.command('M', &[Point::zero()]);
                path.command('L', &[*to]);
            }
            Geometry::Rect(size) => {
                let (right, bottom) = (Point::with_x(size.x), Point::with_y(size.y));
                path.command('M', &[Point::zero()]);
                [bottom, size.to_point(), right].iter().for_each(|corner| path.command('L', &[*corner]));
                path.0.push('Z');
            }
            Geometry::Curve(curve) => return Self::of_curve(curve),
        }
        path.0
    }

    pub(super) fn of_curve(curve: &Curve) -> String {
        let mut path = Self::default();
        // Typst begins a curve at its origin if it does not say where.
        if !matches!(curve.0.first(), Some(CurveItem::Move(_))) {
            path.command('M', &[Point::zero()]);
        }
        for item in &curve.0 {
            match *item {
                CurveItem::Move(to) => path.command('M', &[to]),
                CurveItem::Line(to) => path.command('L', &[to]),
                CurveItem::Cubic(first, second, to) => path.command('C', &[first, second, to]),
                CurveItem::Close => path.0.push('Z'),
            }
        }
        path.0
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn command(&mut self, letter: char, points: &[Point]) {
        self.numbers(letter, points.iter().flat_map(|point| [point.x, point.y]).map(points_of));
    }

    fn numbers(&mut self, letter: char, numbers: impl IntoIterator<Item = f64>) {
        self.0.push(letter);
        for (at, number) in numbers.into_iter().enumerate() {
            let space = if at > 0 { " " } else { "" };
            // A string takes all that is written to it.
            let _ = write!(self.0, "{space}{number}");
        }
    }
}

/// What a font says of a glyph, in its own units.
impl ttf_parser::OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.numbers('M', [x, y].map(units));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.numbers('L', [x, y].map(units));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.numbers('Q', [x1, y1, x, y].map(units));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.numbers('C', [x1, y1, x2, y2, x, y].map(units));
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// A length in points, as exact as any printer.
pub(super) fn points_of(length: Abs) -> f64 {
    rounded(length.to_pt(), 1000.0)
}

/// A place in a glyph, as exact as any screen: fonts have whole numbers, their variations others.
fn units(place: f32) -> f64 {
    rounded(f64::from(place), 100.0)
}

pub(super) fn rounded(number: f64, parts: f64) -> f64 {
    // No negative zero: it would be written as such.
    (number * parts).round() / parts + 0.0
}
