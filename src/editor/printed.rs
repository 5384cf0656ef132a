//! What the press prints for what stands at a place, where that is not just its author's text: numbers, citations.

use std::ops::Range;

use crate::section::{Block, Inline, InlineKind, Section, walk};
use crate::source::FileId;

/// The texts of a resolved section, by where what asked for them stands.
pub(super) struct Printed(Vec<Piece>);

struct Piece {
    range: Range<usize>,
    /// The how many-th of the section as it is read: of a citation its parts are read in another order than they stand.
    at: usize,
    text: String,
    /// What could not be found counts as typed too: its name stands for it.
    is_typed: bool,
}

/// Which page it is, is known only of pages.
const PAGE: &str = "…";

impl Printed {
    pub(super) fn of(section: &Section) -> Self {
        let mut pieces = Vec::new();
        of_blocks(&section.blocks, section.file, &mut pieces);
        pieces.sort_by_key(|piece| piece.range.start);
        Self(pieces)
    }

    /// All that is printed for what stands at `range`, unless its author typed it all.
    pub(super) fn at(&self, range: &Range<usize>) -> Option<String> {
        let first = self.0.partition_point(|piece| piece.range.start < range.start);
        let begun = self.0[first..].iter().take_while(|piece| piece.range.start < range.end);
        let mut inside: Vec<&Piece> = begun.filter(|piece| piece.range.end <= range.end).collect();
        inside.sort_by_key(|piece| piece.at);
        let says_more = inside.iter().any(|piece| !piece.is_typed && !piece.text.trim().is_empty());
        says_more.then(|| inside.iter().map(|piece| piece.text.as_str()).collect())
    }
}

fn of_blocks(blocks: &[Block], file: FileId, pieces: &mut Vec<Piece>) {
    walk::inlines(blocks, &mut |inlines| of_run(inlines, file, pieces));
}

fn of_run(inlines: &[Inline], file: FileId, pieces: &mut Vec<Piece>) {
    for inline in inlines {
        let (span, text, is_typed) = match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => (text.span(), &**text, text.origin().is_typed()),
            InlineKind::Placeholder(text) => (text.span(), &**text, true),
            InlineKind::Page { .. } => (inline.span, PAGE, false),
            InlineKind::Footnote(note) => {
                note.blocks.iter().for_each(|blocks| of_blocks(blocks, file, pieces));
                continue;
            }
            _ => {
                walk::children(inline).into_iter().for_each(|children| of_run(children, file, pieces));
                continue;
            }
        };
        if span.file == file {
            pieces.push(Piece { range: span.range(), at: pieces.len(), text: text.to_owned(), is_typed });
        }
    }
}
