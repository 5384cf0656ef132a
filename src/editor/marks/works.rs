//! The keys of a bibliography file.

use crate::bibliography;
use crate::source::Source;

use crate::editor::kinds;
use crate::editor::mark::{Mark, Role};

pub(super) fn read(source: &Source, marks: &mut Vec<Mark>) {
    for place in bibliography::key_places(source) {
        let range = place.span.range();
        marks.push(Mark {
            kind: &kinds::WORK,
            role: if place.entry.is_some() { Role::Definition } else { Role::Use },
            name: place.key,
            whole: range.clone(),
            range,
            is_typed: place.is_typed,
        });
    }
}
