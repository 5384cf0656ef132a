//! What can be done with the version of a section, above its line.

use super::desk::Desk;
use super::rename::Edit;
use crate::project::MANIFEST;
use crate::version::{self, Step};

/// Something that can be done at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// What it does, in a few words.
    pub title: String,
    /// Which does it, and where it is shown.
    pub edit: Edit,
}

/// The versions to which that of a section, or of the paper, can be raised.
pub fn lenses(desk: &Desk, path: &str) -> Vec<Lens> {
    let version = match desk.section(path) {
        Some(section) => &section.front_matter.version,
        None => match desk.manifest().filter(|_| path == MANIFEST) {
            Some(manifest) => &manifest.version,
            None => return Vec::new(),
        },
    };
    let range = version.span.range();
    let written = desk.source(path).and_then(|source| source.text().get(range.clone()));
    if written != Some(version.value.to_string().as_str()) {
        return Vec::new();
    }
    let lens = |(step, word): (Step, &str)| {
        let text = version::raised(&version.value, step).to_string();
        let title = format!("{word}: {text}");
        Lens { title, edit: Edit { path: path.to_owned(), range: range.clone(), text } }
    };
    [(Step::Minor, "Raise for new content"), (Step::Patch, "for a correction"), (Step::Major, "for another message")]
        .map(lens)
        .into()
}
