//! The words before and after a change, so that it is understood without the paper.

use super::entry::Around;
use crate::section::{Change, Inline, plain_text, walk};
use crate::source::Side;

/// How much is told of what stands before a change, and after it, in characters.
const CHARACTERS: usize = 40;

/// A run of the newer version's text, and how far it has been read.
pub(super) struct Context {
    text: String,
    at: usize,
}

impl Context {
    pub(super) fn of(inlines: &[Inline]) -> Self {
        Self { text: newer_text(inlines), at: 0 }
    }

    /// Goes on behind what stands in the newer version.
    pub(super) fn go_on(&mut self, new: &[Inline]) {
        self.at += length(new);
    }

    /// What stands around a change that is `new` here.
    pub(super) fn around(&self, new: &[Inline]) -> Around {
        let before = self.text.get(..self.at).unwrap_or_default();
        let after = self.text.get(self.at + length(new)..).unwrap_or_default();
        let start = before.char_indices().rev().take(CHARACTERS).last().map_or(before.len(), |(at, _)| at);
        let end = after.char_indices().nth(CHARACTERS).map_or(after.len(), |(at, _)| at);
        // Whole words only.
        let is_blank = char::is_whitespace;
        let before = match start {
            0 => before.to_owned(),
            start => format!("…{}", before[start..].trim_start_matches(|next: char| !is_blank(next))),
        };
        let after = match end == after.len() {
            true => after.to_owned(),
            false => format!("{}…", after[..end].trim_end_matches(|next: char| !is_blank(next))),
        };
        Around { before: before.replace('¶', " "), after: after.replace('¶', " ") }
    }
}

fn length(new: &[Inline]) -> usize {
    newer_text(new).len()
}

/// What inlines say in the newer version.
pub(super) fn newer_text(inlines: &[Inline]) -> String {
    fn push(inlines: &[Inline], text: &mut String) {
        for inline in inlines.iter().filter(|inline| inline.change.and_then(Change::side) != Some(Side::Old)) {
            match walk::children(inline) {
                Some(inner) => push(inner, text),
                None => *text += &plain_text(std::slice::from_ref(inline)),
            }
        }
    }
    let mut text = String::new();
    push(inlines, &mut text);
    text
}
