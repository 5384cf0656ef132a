//! [`Document`] → what is drawn on its pages, as plain values for a program that draws them.
//!
//! A page is a JSON text: outlines, images and pages refer to one another by digests, so that what a viewer has it need
//! not be sent again. A drawing says nothing of where anything comes from: two pages that look alike have the same one.

mod drawing;
pub(super) mod headings;
mod lines;
mod outlines;
mod path;
mod picture;
mod walk;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use typst::utils::hash128;

use crate::project::Digest;

use super::document::Document;

use self::drawing::{Drawing, Matter};
pub use self::headings::Heading;
use self::outlines::Glyph;
pub use self::outlines::Outline;
pub use self::picture::Picture;

/// What is drawn on the pages of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Display {
    /// Every page, in order.
    pub pages: Vec<Sheet>,
    /// In the order of the text, wherever they stand.
    pub headings: Vec<Heading>,
    /// What the last display of the same memory did not have, and what the pages need: the drawings of pages,
    #[serde(skip)]
    pub drawings: Vec<(String, Arc<[u8]>)>,
    /// pictures,
    #[serde(skip)]
    pub pictures: Vec<(String, Picture)>,
    /// and, of all displays of that memory together, the outlines of glyphs.
    pub outlines: Vec<Outline>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The digest of its drawing.
    pub digest: String,
    /// In points.
    pub width: f64,
    pub height: f64,
    /// The digests of the pictures on it, each once.
    pub pictures: Vec<String>,
}

/// What was displayed last.
#[derive(Default)]
pub struct Memory {
    /// Pages by what Typst made of them, which holds places in its files as well: the same again is drawn the same.
    drawn: HashMap<u128, Drawn>,
    glyphs: HashSet<Glyph>,
    pictures: HashSet<String>,
}

#[derive(Clone)]
struct Drawn {
    sheet: Sheet,
    drawing: Arc<[u8]>,
}

impl Document {
    /// What is drawn on all pages. Of drawings, pictures and outlines only those that whoever has the last display of
    /// the same memory is lacking.
    pub fn display(&self, memory: &mut Memory) -> Display {
        let mut display = Display { headings: headings::of(self), ..Display::default() };
        let known: HashSet<String> = memory.drawn.values().map(|drawn| drawn.sheet.digest.clone()).collect();
        let (mut drawn, mut told) = (HashMap::new(), HashSet::new());
        let mut pictures = HashSet::new();
        for page in self.pages() {
            let key = hash128(&(&page.frame, &page.fill, page.frame.size()));
            let page = match memory.drawn.get(&key).or_else(|| drawn.get(&key)) {
                Some(page) => page.clone(),
                None => {
                    let Matter { drawing, glyphs, pictures: found } = Drawing::of(page);
                    let new = glyphs.into_iter().filter(|glyph| memory.glyphs.insert(glyph.clone()));
                    display.outlines.extend(new.map(Outline::of));
                    let listed = found.keys().cloned().collect();
                    for (digest, picture) in found {
                        if !memory.pictures.contains(&digest) && pictures.insert(digest.clone()) {
                            display.pictures.push((digest, picture));
                        }
                    }
                    Drawn::new(page.frame.size(), &drawing, listed)
                }
            };
            pictures.extend(page.sheet.pictures.iter().cloned());
            if !known.contains(&page.sheet.digest) && told.insert(page.sheet.digest.clone()) {
                display.drawings.push((page.sheet.digest.clone(), Arc::clone(&page.drawing)));
            }
            display.pages.push(page.sheet.clone());
            drawn.insert(key, page);
        }
        display.outlines.sort_by(|one, other| (&one.font, one.glyph).cmp(&(&other.font, other.glyph)));
        (memory.drawn, memory.pictures) = (drawn, pictures);
        display
    }
}

impl Drawn {
    fn new(size: typst::layout::Size, drawing: &Drawing, pictures: Vec<String>) -> Self {
        let drawing: Arc<[u8]> = serde_json::to_vec(drawing).expect("a drawing is plain").into();
        let sheet =
            Sheet { digest: short(Digest::of(&drawing)), width: size.x.to_pt(), height: size.y.to_pt(), pictures };
        Self { sheet, drawing }
    }
}

/// Half of a digest: enough to tell contents apart that nobody makes alike on purpose, and half as much to send.
fn short(digest: Digest) -> String {
    let mut digits = digest.to_string();
    digits.truncate(32);
    digits
}
