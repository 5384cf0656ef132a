//! Where a sentence begins, as far as that is plain: a reference there begins with a capital letter, `Section 2 says`.
//!
//! What is in doubt begins small: an item, which may go on with the sentence before its list, a cell, and what stands
//! behind a full stop that may be that of an abbreviation.

use crate::section::walk::{self, Run, Step};
use crate::section::{Block, BlockKind, Inline, plain_text};

/// How many inlines before a reference are looked at.
const MAX_BEFORE: usize = 4;

/// A shorter word before a full stop may be cut short.
const MIN_LETTERS: usize = 4;
/// Of digits, a year.
const MIN_DIGITS: usize = 4;

/// Longer words that are.
const CUT_SHORT: &[&str] = &[
    "approx", "appr", "bijv", "chap", "chaps", "evtl", "excl", "incl", "messrs", "napr", "např", "odst", "para",
    "paragr", "paras", "piem", "pozn", "przyp", "přibl", "resp", "rozdz", "sect", "spec", "suppl",
];

/// Shorter words that are not.
const WHOLE: &[&str] = &[
    "act", "all", "are", "day", "do", "few", "had", "has", "it", "is", "law", "not", "now", "one", "out", "so", "ten",
    "too", "two", "use", "was", "way", "yes", "you",
];

/// Of each run, notes left out, whether it begins with a sentence: a paragraph that stands in no list and no cell.
pub(super) fn openings(blocks: &[Block]) -> Vec<bool> {
    let mut openings = Vec::new();
    walk::within(blocks, &mut |step, path| {
        if let Step::Inlines(run, _) = step {
            let is_free = |around: &Block| matches!(around.kind, BlockKind::Container(..) | BlockKind::Quote(_));
            openings.push(run == Run::Paragraph && path.around().all(is_free));
        }
    });
    openings
}

/// Whether a sentence ends with what stands before something.
pub(super) fn end_before(inlines: &[Inline]) -> bool {
    let text = plain_text(&inlines[inlines.len().saturating_sub(MAX_BEFORE)..]);
    let head = text.trim_end();
    let is_apart = head.len() < text.len();
    let head = head.trim_end_matches(['’', '”', '“', '»', '"', '\'', ')', ']']);
    let Some(before) = head.strip_suffix('.') else { return is_apart && head.ends_with(['!', '?']) };
    let word = before.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let is_long = |least: usize| word.chars().count() >= least;
    let is_number = !word.is_empty() && word.chars().all(|sign| sign.is_ascii_digit());
    let is_word = !CUT_SHORT.contains(&word.to_lowercase().as_str()) && word.chars().all(char::is_alphabetic);
    let is_whole = is_long(MIN_LETTERS) || WHOLE.contains(&word);
    let is_closed = before.ends_with(['’', '”', '»', '"', ')', ']', '%']);
    is_apart && (is_closed || is_number && is_long(MIN_DIGITS) || is_word && is_whole)
}
