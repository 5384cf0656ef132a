//! The fonts a paper is set in: those of its template and those in the binary.

use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, is_default_ignorable};
use typst::utils::LazyHash;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};

/// File name and bytes of each font in the binary: DejaVu Sans in the four styles of running text, and DejaVu Sans
/// Mono, which code is rarely set in otherwise than upright.
pub fn builtin_fonts() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    [
        ("DejaVuSans.ttf", dejavu::sans::regular()),
        ("DejaVuSans-Bold.ttf", dejavu::sans::bold()),
        ("DejaVuSans-Oblique.ttf", dejavu::sans::oblique()),
        ("DejaVuSans-BoldOblique.ttf", dejavu::sans::bold_oblique()),
        ("DejaVuSansMono.ttf", dejavu::sans_mono::regular()),
    ]
    .into_iter()
}

static BUILTIN: LazyLock<Vec<Font>> =
    LazyLock::new(|| builtin_fonts().flat_map(|(_, bytes)| Font::iter(Bytes::new(bytes))).collect());

/// The house fonts of a paper, and after them the built-in ones.
pub struct Fonts {
    house: Vec<(String, Arc<[u8]>)>,
    faces: Vec<Font>,
    book: LazyHash<FontBook>,
    /// A bit for each Unicode scalar value that some face has a glyph for.
    covered: Box<[u64]>,
    /// The paths of house fonts that are none.
    broken: Vec<String>,
}

impl Fonts {
    /// Reads house fonts, by path; several faces in one file are all taken.
    pub fn new(house: &[(String, Arc<[u8]>)]) -> Self {
        let (mut faces, mut broken) = (Vec::new(), Vec::new());
        for (path, bytes) in house {
            let before = faces.len();
            faces.extend(Font::iter(Bytes::new(bytes.clone())));
            if faces.len() == before {
                broken.push(path.clone());
            }
        }
        faces.extend(BUILTIN.iter().cloned());

        let mut covered = vec![0; (char::MAX as usize + 1) / 64].into_boxed_slice();
        for codepoint in faces.iter().flat_map(|face| face.info().coverage.iter()) {
            if let Some(bits) = covered.get_mut(codepoint as usize / 64) {
                *bits |= 1 << (codepoint % 64);
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Self { house: house.to_vec(), faces, book, covered, broken }
    }

    /// Whether the character can be printed: a face has a glyph for it (or it needs none), and PDF/A-3a allows it
    /// (ISO 19005-3, 6.2.11.7: no private use, no U+FEFF).
    pub fn covers(&self, character: char) -> bool {
        let allowed = !matches!(u32::from(character), 0xfeff | 0xe000..=0xf8ff | 0xf0000..);
        let covered = self.covered[character as usize / 64] >> (character as usize % 64) & 1 == 1;
        allowed && (covered || is_default_ignorable(character))
    }

    /// Reports each house font that is none.
    pub fn report(&self, diagnostics: &mut Diagnostics) -> Option<Reported> {
        let reports = self.broken.iter().map(|path| {
            let broken = Diagnostic::error(Code("broken-font"), Place::Path(path.clone()), "this is not a font");
            diagnostics.report(broken.with_help("Put a TrueType or OpenType file (.ttf, .otf, .ttc) in its place."))
        });
        reports.last()
    }

    /// The fonts in `slot` if they are the ones wanted; else they are read into it.
    pub(super) fn cached<'a>(slot: &'a mut Option<Self>, house: &[(String, Arc<[u8]>)]) -> &'a Self {
        let kept = slot.take().filter(|fonts| fonts.house == house);
        slot.insert(kept.unwrap_or_else(|| Self::new(house)))
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }
}
