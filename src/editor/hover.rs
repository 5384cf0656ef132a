//! What is to be said of a name: at a byte, or before it is written.

use std::ops::Range;

use super::desk::Desk;
use super::kinds::KINDS;
use super::mark::{Mark, Role};
use super::navigate::stands;
use crate::project::{MANIFEST, join};

/// What is told of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// Where the name stands.
    pub range: Range<usize>,
    /// Markdown.
    pub text: String,
}

/// What a reference, citation or value prints, what a key means: what is to be said of what stands at byte `at`.
pub fn hover(desk: &Desk, path: &str, at: usize) -> Option<Hover> {
    let mark = stands(desk, path, at)?;
    let (path, _) = desk.marks(path)?;
    let text = (mark.kind.hover)(desk, path, &mark).filter(|text| !text.trim().is_empty())?;
    // A link may have its name elsewhere, where it is defined.
    let is_here = mark.range.start <= at && at <= mark.range.end;
    Some(Hover { range: if is_here { mark.range } else { mark.whole }, text })
}

/// What is to be said of a name that could be written in a file, by what its kind is called.
pub fn explained(desk: &Desk, path: &str, kind: &str, name: &str) -> Option<String> {
    let kind = *KINDS.iter().find(|known| known.name == kind)?;
    let (path, _) = desk.marks(path)?;
    // A file is known by its path in the project.
    let folder = if path == MANIFEST { kind.folder } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let name = match &kind.renaming {
        _ if !kind.folder.is_empty() => join(folder, name)?,
        Some(renaming) => (renaming.compared)(name),
        None => name.to_owned(),
    };
    let mark = Mark { kind, role: Role::Definition, name, range: 0..0, whole: 0..0, is_typed: false };
    (kind.hover)(desk, path, &mark).filter(|text| !text.trim().is_empty())
}
