//! The outlines of glyphs, each of which is needed once, in whatever size it is printed.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use ttf_parser::GlyphId;
use typst::text::FontInstance;
use typst::utils::hash128;

use super::path::Path;

/// A glyph of a font.
#[derive(Clone)]
pub(super) struct Glyph {
    pub font: FontInstance,
    pub key: Face,
    pub id: u16,
}

/// What a font is known by in all documents and processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Face(u128);

/// The outline of a glyph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// What the font is called in drawings.
    pub font: String,
    pub glyph: u16,
    /// As a path of SVG, in parts of the em, upwards; empty for what prints nothing.
    pub path: String,
    /// The parts that the em has.
    pub em: f64,
}

impl Face {
    pub(super) fn of(font: &FontInstance) -> Self {
        Self(hash128(font))
    }

    pub(super) fn name(self) -> String {
        format!("{:032x}", self.0)
    }
}

impl Outline {
    pub(super) fn of(glyph: Glyph) -> Self {
        let mut path = Path::default();
        // What has no outline prints nothing.
        let _ = glyph.font.ttf().outline_glyph(GlyphId(glyph.id), &mut path);
        Self { font: glyph.key.name(), glyph: glyph.id, path: path.finish(), em: glyph.font.units_per_em() }
    }
}

impl PartialEq for Glyph {
    fn eq(&self, other: &Self) -> bool {
        (self.key, self.id) == (other.key, other.id)
    }
}

impl Eq for Glyph {}

impl Hash for Glyph {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.key, self.id).hash(state);
    }
}
