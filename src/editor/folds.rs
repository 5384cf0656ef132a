//! Parts of a file that can be folded away.

use std::ops::Range;

use super::desk::Desk;
use super::symbols::{Symbol, SymbolKind, symbols};
use crate::markdown;
use crate::project::MANIFEST;
use crate::section::{BlockKind, walk};
use crate::table;

/// A part that can be folded away: from within its first line to within its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub range: Range<usize>,
    /// Whether it is a comment.
    pub is_comment: bool,
}

/// The parts of a file that have several lines, in order.
pub fn folds(desk: &Desk, path: &str) -> Vec<Fold> {
    let Some(source) = desk.source(path) else { return Vec::new() };
    let text = source.text();
    let mut ranges: Vec<(Range<usize>, bool)> = Vec::new();
    collect(&symbols(desk, path), &mut ranges);
    if path == MANIFEST {
        ranges.extend(table::entries(source, source.whole()).into_iter().map(|entry| (entry.value.range(), false)));
    }
    if let Some(section) = desk.section(path) {
        // With its fences.
        ranges.extend(markdown::front_matter(text).map(|front| (front.start.saturating_sub(1)..front.end + 1, false)));
        ranges.extend(section.comments.iter().map(|comment| (comment.range(), true)));
        for blocks in section.bodies() {
            walk::blocks(blocks, &mut |block| match block.kind {
                BlockKind::Heading(_) | BlockKind::Paragraph(_) => {}
                _ => ranges.push((block.span.range(), false)),
            });
        }
    }
    let folds = ranges.into_iter().filter_map(|(range, is_comment)| {
        let range = text.floor_char_boundary(range.start)..text.floor_char_boundary(range.end);
        let range = range.start..range.start + text.get(range.clone())?.trim_end().len();
        text[range.clone()].contains('\n').then_some(Fold { range, is_comment })
    });
    let mut folds: Vec<_> = folds.collect();
    folds.sort_by_key(|fold| (fold.range.start, std::cmp::Reverse(fold.range.end)));
    folds.dedup();
    folds
}

fn collect(symbols: &[Symbol], ranges: &mut Vec<(Range<usize>, bool)>) {
    for symbol in symbols {
        if !matches!(symbol.kind, SymbolKind::Paragraph | SymbolKind::Item) {
            ranges.push((symbol.range.clone(), false));
        }
        collect(&symbol.children, ranges);
    }
}
