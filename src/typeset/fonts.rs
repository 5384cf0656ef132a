//! The fonts a paper is set in: those of its template and those in the binary.

use std::sync::{Arc, LazyLock, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, is_default_ignorable};
use typst::utils::LazyHash;

use crate::check::Coverage;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::project::POINTER_HELP;
use crate::signature::{self, Family};

use super::coverage;
use super::font_file::fault;

/// File name and bytes of each font in the binary: Libertinus Serif in the four styles of running text; DejaVu Sans for
/// the scripts and signs that it lacks, upright as they are written; and DejaVu Sans Mono for code.
pub fn builtin_fonts() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    // Typst's own assets have no names, but an order. What is not taken here is not in the binary.
    let libertinus = |at: usize| typst_assets::fonts().nth(at).expect("Typst brings it");
    [
        ("LibertinusSerif-Regular.otf", libertinus(0)),
        ("LibertinusSerif-Semibold.otf", libertinus(4)),
        ("LibertinusSerif-Italic.otf", libertinus(2)),
        ("LibertinusSerif-SemiboldItalic.otf", libertinus(5)),
        ("DejaVuSans.ttf", dejavu::sans::regular()),
        ("DejaVuSans-Bold.ttf", dejavu::sans::bold()),
        ("DejaVuSansMono.ttf", dejavu::sans_mono::regular()),
    ]
    .into_iter()
}

const SOUND_FONT: &str = "Put a sound TrueType or OpenType file (.ttf, .otf, .ttc) in its place.";

/// Their families, in lower case: a paper that names no others is checked without reading a font.
const BUILTIN_FAMILIES: [&str; 3] = ["libertinus serif", "dejavu sans", "dejavu sans mono"];

static BUILTIN: LazyLock<Vec<Font>> =
    LazyLock::new(|| builtin_fonts().flat_map(|(_, bytes)| Font::iter(Bytes::new(bytes))).collect());

/// The template's fonts, and after them the built-in ones. What nobody asks for is not read.
pub struct Fonts {
    /// By path.
    files: Vec<(String, Arc<[u8]>)>,
    house: OnceLock<House>,
    shelf: OnceLock<Shelf>,
}

/// A template's own fonts, read.
struct House {
    faces: Vec<Font>,
    /// A bit for each Unicode scalar value that some face has a glyph for.
    covered: Box<[u64]>,
    /// The paths of files that cannot be used, what each of them is, and what to do.
    broken: Vec<(String, String, &'static str)>,
}

/// All fonts, as Typst asks for them.
struct Shelf {
    faces: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// The fonts of a paper whose template has these, by path; several faces in one file are all taken.
    pub fn new(house: &[(String, Arc<[u8]>)]) -> Self {
        Self { files: house.to_vec(), house: OnceLock::new(), shelf: OnceLock::new() }
    }

    /// Whether these are the template's fonts; at a glance if the files are shared.
    pub(super) fn are_of(&self, house: &[(String, Arc<[u8]>)]) -> bool {
        let mut pairs = self.files.iter().zip(house);
        self.files.len() == house.len()
            && pairs.all(|(own, other)| own.0 == other.0 && (Arc::ptr_eq(&own.1, &other.1) || own.1 == other.1))
    }

    /// Whether the character can be printed: a face has a glyph for it (or it needs none), and PDF/A-3a allows it
    /// (ISO 19005-3, 6.2.11.7: no private use, no U+FEFF).
    pub fn covers(&self, character: char) -> bool {
        let allowed = !matches!(u32::from(character), 0xfeff | 0xe000..=0xf8ff | 0xf0000..);
        let covered = || coverage::is_builtin(character) || is_default_ignorable(character);
        // What a file that cannot be used would have, nobody knows.
        let is_unknown = || !self.house().broken.is_empty();
        allowed && (covered() || self.house().covers(character) || is_unknown())
    }

    /// Whether there is a font of that family, whose name is in lower case.
    pub fn has_family(&self, name: &str) -> bool {
        BUILTIN_FAMILIES.contains(&name)
            || self.house().faces.iter().any(|face| face.info().family.to_lowercase() == name)
    }

    /// Reports each file that cannot be used as a font.
    pub fn report(&self, diagnostics: &mut Diagnostics) -> Option<Reported> {
        let reports = self.house().broken.iter().map(|(path, fault, help)| {
            let broken = Diagnostic::error(Code("invalid-font"), Place::Path(path.clone()), fault.as_str());
            diagnostics.report(broken.with_help(*help))
        });
        reports.last()
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf().book
    }

    pub(super) fn face(&self, index: usize) -> Option<Font> {
        self.shelf().faces.get(index).cloned()
    }

    fn house(&self) -> &House {
        self.house.get_or_init(|| House::read(&self.files))
    }

    fn shelf(&self) -> &Shelf {
        self.shelf.get_or_init(|| {
            let faces: Vec<Font> = self.house().faces.iter().chain(&*BUILTIN).cloned().collect();
            Shelf { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
        })
    }
}

impl Coverage for Fonts {
    fn covers(&self, character: char) -> bool {
        self.covers(character)
    }
}

impl House {
    fn read(files: &[(String, Arc<[u8]>)]) -> Self {
        let (mut faces, mut broken) = (Vec::new(), Vec::new());
        for (path, bytes) in files {
            let before = faces.len();
            let fault = fault(bytes);
            if fault.is_none() {
                faces.extend(Font::iter(Bytes::new(Arc::clone(bytes))));
            }
            if faces.len() == before {
                let (fault, help) = match signature::of(bytes).filter(|held| held.family != Family::Font) {
                    Some(held) if held.family == Family::Pointer => {
                        (format!("this is {}: the font itself is not here", held.name), POINTER_HELP)
                    }
                    Some(held) => (format!("this is {}, not a font", held.name), SOUND_FONT),
                    None => (fault.unwrap_or("this font is damaged").to_owned(), SOUND_FONT),
                };
                broken.push((path.clone(), fault, help));
            }
        }
        let size = if faces.is_empty() { 0 } else { (char::MAX as usize + 1) / 64 };
        let mut covered = vec![0; size].into_boxed_slice();
        for codepoint in faces.iter().flat_map(|face: &Font| face.info().coverage.iter()) {
            if let Some(bits) = covered.get_mut(codepoint as usize / 64) {
                *bits |= 1 << (codepoint % 64);
            }
        }
        Self { faces, covered, broken }
    }

    fn covers(&self, character: char) -> bool {
        let bits = self.covered.get(character as usize / 64);
        bits.is_some_and(|bits| bits >> (character as usize % 64) & 1 == 1)
    }
}
