//! What is to be said of the name at a byte.

use std::ops::Range;

use super::desk::Desk;
use super::navigate::stands;

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
