//! The names of headings in a redline, and below which of them we are.

use crate::section::{Block, BlockKind, Change, Heading, Inline, plain_text};
use crate::source::Side;

/// A heading's number and title.
pub(super) fn heading_name(heading: &Heading) -> String {
    let number = heading.printed_number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    let standing = |inline: &&Inline| inline.change.and_then(Change::side) != Some(Side::Old);
    let standing: Vec<Inline> = heading.content.iter().filter(standing).cloned().collect();
    format!("{number}{}", plain_text(&standing))
}

/// The heading that we are below, in either version: number and title as they are there; empty before the first one.
#[derive(Default)]
pub(super) struct Standing {
    old: String,
    new: String,
}

impl Standing {
    /// Goes on to a block of the paper.
    pub(super) fn enter(&mut self, block: &Block) {
        let BlockKind::Heading(heading) = &block.kind else { return };
        let name = heading_name(heading);
        match block.change.and_then(Change::side) {
            Some(Side::Old) => self.old = name,
            Some(Side::New) => self.new = name,
            None => {
                let older = block.older.as_ref().and_then(|older| older.name.clone());
                self.old = older.unwrap_or_else(|| name.clone());
                self.new = name;
            }
        }
    }

    pub(super) fn name(&self, side: Side) -> &str {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }
}
