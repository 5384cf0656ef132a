//! Attributes in braces, where the dialect has some: behind what they belong to, or before it.

use std::ops::Range;

use crate::markdown::guide::{self, WrittenAttribute};
use crate::source::Source;

use crate::editor::kinds;
use crate::editor::mark::{Mark, Role};

pub(super) fn read(source: &Source, body: usize, marks: &mut Vec<Mark>, quiet: &[Range<usize>]) {
    let text = source.text();
    let is_quiet = |at: usize| {
        let before = quiet.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|last| quiet[last].contains(&at))
    };
    for (at, _) in text[body..].match_indices('{') {
        let at = body + at;
        if !can_open(text, at) || is_quiet(at) {
            continue;
        }
        let Some((_, attributes)) = guide::written_attributes(text, at) else { continue };
        for WrittenAttribute { name, range, .. } in attributes.into_iter().filter(|one| one.name != "#") {
            let range = range.start..range.start + name.len();
            marks.push(Mark {
                kind: &kinds::ATTRIBUTE,
                role: Role::Use,
                name,
                whole: range.clone(),
                range,
                is_typed: true,
            });
        }
    }
}

/// Whether attributes can stand in braces that open at a byte.
pub(in crate::editor) fn can_open(text: &str, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    let is_value = line.ends_with('{') || text[at + 1..].starts_with('{') || line.ends_with('@');
    let content = line.trim_start_matches(|one: char| " \t>-*+.()".contains(one) || one.is_ascii_digit());
    let is_owned = content.is_empty() || content.starts_with([':', '#']) || line.ends_with([')', ']', '}']);
    let is_cell = line.ends_with(' ') && line.trim_start().starts_with('-');
    !is_value && (is_owned || is_cell)
}
