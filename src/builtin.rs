//! The files that come with the product: the built-in looks and the marking schemes. A project's own file of the same
//! path takes precedence.

use std::sync::LazyLock;

/// Path and bytes of each built-in file, in the order of their paths.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    static SORTED: LazyLock<Vec<(&str, &[u8])>> = LazyLock::new(|| {
        let mut files = FILES.concat();
        files.sort_unstable();
        files
    });
    SORTED.iter().copied()
}

/// The names of the built-in looks.
pub fn looks() -> impl Iterator<Item = &'static str> {
    files().filter_map(|(path, _)| path.strip_prefix("templates/")?.strip_suffix("/paper.typ"))
}

/// A file of this repository.
macro_rules! bytes {
    ($path:expr) => {
        include_bytes!(concat!("../templates/", $path)).as_slice()
    };
}

/// Files of a folder of `templates/`.
macro_rules! folder {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$((concat!("templates/", $folder, "/", $name), bytes!(concat!($folder, "/", $name)))),*]
    };
}

/// What all looks share, as if it lay in the folder of each: so each is whole when it is written into a project, and
/// names its files as they lie beside each other. The citation styles are those of the first look.
macro_rules! shared {
    ($look:literal) => {
        &[
            (concat!("templates/", $look, "/blocks.typ"), BLOCKS),
            (concat!("templates/", $look, "/elements.typ"), ELEMENTS),
            (concat!("templates/", $look, "/europol-notes.csl"), EUROPOL_NOTES),
            (concat!("templates/", $look, "/europol.csl"), EUROPOL),
            (concat!("templates/", $look, "/front.typ"), FRONT),
            (concat!("templates/", $look, "/sheet.typ"), SHEET),
            (concat!("templates/", $look, "/type.typ"), TYPE),
        ]
    };
}

static BLOCKS: &[u8] = bytes!("base/blocks.typ");
static ELEMENTS: &[u8] = bytes!("base/elements.typ");
static FRONT: &[u8] = bytes!("base/front.typ");
static SHEET: &[u8] = bytes!("base/sheet.typ");
static TYPE: &[u8] = bytes!("base/type.typ");
static EUROPOL: &[u8] = bytes!("europol/europol.csl");
static EUROPOL_NOTES: &[u8] = bytes!("europol/europol-notes.csl");

/// Every file of `templates/` in this repository; a test compares the list with the folder.
static FILES: &[&[(&str, &[u8])]] = &[
    folder!("europol": "colours.typ", "cover.typ", "look.typ", "paper.typ", "template.toml"),
    shared!("europol"),
    folder!("note": "colours.typ", "head.typ", "look.typ", "paper.typ", "template.toml"),
    shared!("note"),
    folder!("report": "colours.typ", "cover.typ", "look.typ", "paper.typ", "template.toml"),
    shared!("report"),
    folder!("marking": "euci.toml", "europol.toml", "tlp.toml", "uk.toml"),
];
