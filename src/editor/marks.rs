//! The marks of a file: one reader for each sort of file that names things.

mod attributes;
mod manifest;
mod section;
mod works;

use super::mark::{Mark, Marks};
use crate::project::MANIFEST;
use crate::section::Section;
use crate::source::Source;

pub(super) use attributes::can_open;
pub(super) use manifest::{FRONT_MATTER_VALUES, MANIFEST_VALUES, known_name};

/// Whether a file names things that are known here.
pub(super) fn has_some(path: &str) -> bool {
    path == MANIFEST || is_section(path) || path.starts_with("bibliography/")
}

pub(super) fn is_section(path: &str) -> bool {
    path.starts_with("sections/") && path.ends_with(".md")
}

/// The marks of a file; of a section file with the section that was read of it.
pub(super) fn of(source: &Source, section: Option<&Section>) -> Marks {
    let (mut list, mut quiet): (Vec<Mark>, _) = (Vec::new(), Vec::new());
    match (source.path(), section) {
        (MANIFEST, _) => manifest::read(source, &mut list),
        (_, Some(section)) => section::read(source, section, &mut list, &mut quiet),
        (path, _) if path.starts_with("bibliography/") => works::read(source, &mut list),
        _ => {}
    }
    Marks::new(list, quiet)
}
