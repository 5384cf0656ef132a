//! The files that come with the product: the `europol` look and the marking schemes. A project's own file of the
//! same path takes precedence.

/// Path and bytes of each built-in file.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied()
}

macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../", $path)))),*]
    };
}

/// Every file of `templates/` in this repository; a test compares the list with the folder.
const FILES: &[(&str, &[u8])] = embed![
    "templates/europol/blocks.typ",
    "templates/europol/europol-notes.csl",
    "templates/europol/europol.csl",
    "templates/europol/front.typ",
    "templates/europol/look.typ",
    "templates/europol/paper.typ",
    "templates/europol/template.toml",
    "templates/marking/euci.toml",
    "templates/marking/europol.toml",
    "templates/marking/tlp.toml",
    "templates/marking/uk.toml",
];
