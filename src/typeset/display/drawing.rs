//! What a page is drawn by, as the viewer reads it (`view.js`): a list of items, each over those before it.
//!
//! All lengths are in points (1/72 inch) and all places from the upper left corner, downwards, unless it is said
//! otherwise. Colours are written as in CSS.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use typst::visualize::{FixedStroke, LineCap, LineJoin, Paint};
use typst_layout::Page;

use super::lines::{self, Line};
use super::outlines::Glyph;
use super::path::points_of;
use super::picture::Picture;
use super::walk::Walk;

/// The drawing of a page.
#[derive(Debug, Default, Serialize)]
pub(super) struct Drawing {
    /// The fonts that its text names by number.
    pub fonts: Vec<String>,
    pub items: Vec<Item>,
    /// The text once more, for those who look for it, take it along or have it read out.
    pub lines: Vec<Line>,
}

/// A drawing, and what it needs.
pub(super) struct Matter {
    pub drawing: Drawing,
    pub glyphs: HashSet<Glyph>,
    pub pictures: BTreeMap<String, Picture>,
}

/// Something that is drawn.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Item {
    Text(Text),
    Shape(Shape),
    Picture(Placed),
    /// What follows, up to the `End` that belongs to it, is drawn through a matrix, and cut off at a path.
    Group(Group),
    End,
}

/// Glyphs of one font, size and colour, on one baseline.
#[derive(Debug, Serialize)]
pub(super) struct Text {
    /// By its number among the drawing's fonts.
    pub font: usize,
    pub size: f64,
    #[serde(flatten)]
    pub look: Look,
    /// Where its baseline begins.
    pub x: f64,
    pub y: f64,
    pub glyphs: Vec<u16>,
    /// How far each glyph stands from the one before it (the first: from `x`), in hundredths of a point.
    pub steps: Vec<i32>,
    /// How far each stands above the baseline, likewise; none if they all stand on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rises: Vec<i32>,
}

#[derive(Debug, Serialize)]
pub(super) struct Shape {
    pub x: f64,
    pub y: f64,
    /// As in SVG, from there.
    pub path: String,
    #[serde(flatten)]
    pub look: Look,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub even_odd: bool,
}

/// What an outline is filled with, and drawn with along its edge.
#[derive(Debug, Serialize)]
pub(super) struct Look {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stroke: Option<Stroke>,
}

/// Words as in SVG.
#[derive(Debug, Serialize)]
pub(super) struct Stroke {
    paint: String,
    width: f64,
    cap: &'static str,
    join: &'static str,
    miter: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dash: Vec<f64>,
    #[serde(skip_serializing_if = "is_zero")]
    phase: f64,
}

/// A picture where it stands.
#[derive(Debug, Serialize)]
pub(super) struct Placed {
    pub picture: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Whether its pixels are to be seen.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pixelated: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Group {
    /// As in CSS: a, b, c, d, e, f.
    pub matrix: [f64; 6],
    /// As in SVG, within the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clip: Option<String>,
}

/// What cannot be said in a list: a gradient, a pattern, a glyph in colours.
pub(super) struct Unsayable;

impl Drawing {
    pub(super) fn of(page: &Page) -> Matter {
        let mut matter = match Walk::of(page) {
            Ok(matter) => matter,
            Err(Unsayable) => Self::of_picture(page),
        };
        matter.drawing.lines = lines::of(&page.frame);
        matter
    }

    /// A page that is one picture.
    fn of_picture(page: &Page) -> Matter {
        let (digest, picture) = Picture::of_page(page);
        let [width, height] = [page.frame.width(), page.frame.height()].map(points_of);
        let placed = Placed { picture: digest.clone(), x: 0.0, y: 0.0, width, height, pixelated: false };
        let drawing = Self { items: vec![Item::Picture(placed)], ..Self::default() };
        Matter { drawing, glyphs: HashSet::new(), pictures: BTreeMap::from([(digest, picture)]) }
    }
}

impl Look {
    pub(super) fn of(fill: Option<&Paint>, stroke: Option<&FixedStroke>) -> Result<Self, Unsayable> {
        // A line of no width is not drawn.
        let stroke = stroke.filter(|stroke| stroke.thickness.to_pt() > 0.0);
        Ok(Self { fill: fill.map(colour).transpose()?, stroke: stroke.map(Stroke::of).transpose()? })
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.fill.is_none() && self.stroke.is_none()
    }
}

impl Stroke {
    fn of(stroke: &FixedStroke) -> Result<Self, Unsayable> {
        let dash = stroke.dash.as_ref();
        Ok(Self {
            paint: colour(&stroke.paint)?,
            width: points_of(stroke.thickness),
            cap: match stroke.cap {
                LineCap::Butt => "butt",
                LineCap::Round => "round",
                LineCap::Square => "square",
            },
            join: match stroke.join {
                LineJoin::Miter => "miter",
                LineJoin::Round => "round",
                LineJoin::Bevel => "bevel",
            },
            miter: stroke.miter_limit.get(),
            dash: dash.map_or_else(Vec::new, |dash| dash.array.iter().copied().map(points_of).collect()),
            phase: dash.map_or(0.0, |dash| points_of(dash.phase)),
        })
    }
}

fn colour(paint: &Paint) -> Result<String, Unsayable> {
    match paint {
        Paint::Solid(color) => Ok(color.to_hex().to_string()),
        Paint::Gradient(_) | Paint::Tiling(_) => Err(Unsayable),
    }
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}
