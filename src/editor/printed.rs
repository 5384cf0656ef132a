//! What the press prints of its own for what stands at a place: numbers, values, citations.

use std::ops::Range;

use crate::section::{Section, walk};

/// The texts of a resolved section that are not its author's, by where what asked for them stands.
pub(super) struct Printed(Vec<(Range<usize>, String)>);

impl Printed {
    pub(super) fn of(section: &Section) -> Self {
        let mut printed = Vec::new();
        walk::texts(&section.blocks, &mut |text| {
            let span = text.span();
            if !text.origin().is_typed() && span.file == section.file {
                printed.push((span.range(), text.to_string()));
            }
        });
        // What one place asks for stays in the order in which it is read.
        printed.sort_by_key(|(range, _)| range.start);
        Self(printed)
    }

    /// All that is printed for what stands at `range`.
    pub(super) fn at(&self, range: &Range<usize>) -> Option<String> {
        let first = self.0.partition_point(|(place, _)| place.start < range.start);
        let inside = self.0[first..].iter().take_while(|(place, _)| place.start < range.end);
        let text: String = inside.filter(|(place, _)| place.end <= range.end).map(|(_, text)| text.as_str()).collect();
        (!text.trim().is_empty()).then_some(text)
    }
}
