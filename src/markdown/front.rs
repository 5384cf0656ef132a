//! Where a section's front matter stands, and what of another tool's stands in its place.

use std::ops::Range;

use crate::project::next_fence;

use super::foreign::{self, Foreign, Language};

/// The top of a section file.
pub(super) struct Top {
    pub kind: Kind,
    /// The byte at which the Markdown begins.
    pub body: usize,
}

pub(super) enum Kind {
    /// The bytes between the `+++` lines.
    Toml(Range<usize>),
    /// The opening line.
    Unclosed(Range<usize>),
    Foreign(Foreign),
    Missing,
}

const FENCE: &str = "+++";

/// Finds out what a section file begins with, below blank lines.
pub(super) fn top(text: &str) -> Top {
    let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{feff}';
    let blank = text.len() - text.trim_start_matches(is_blank).len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    let opening = line_at(text, start);
    match text[opening.clone()].trim_matches(is_blank) {
        FENCE => toml(text, opening),
        first => {
            let found = foreign::at_top(text, opening.start, first);
            let body = found.as_ref().map_or_else(|| bare(text), |found| found.body);
            Top { kind: found.map_or(Kind::Missing, Kind::Foreign), body }
        }
    }
}

fn toml(text: &str, opening: Range<usize>) -> Top {
    let start = text.len().min(opening.end + 1);
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_ascii_end() == FENCE {
            return Top { kind: Kind::Toml(start..end), body: end + line.len() };
        }
        end += line.len();
    }
    // It most likely ends where the first line is left blank. Nothing of it may be taken for prose.
    let end = text[start..].find("\n\n").map_or(text.len(), |at| start + at + 1);
    Top { kind: Kind::Unclosed(opening), body: end }
}

/// Where the Markdown begins behind entries without fences around them, which are no prose.
fn bare(text: &str) -> usize {
    let end = text.find("\n\n").map_or(text.len(), |at| at + 1);
    let is_likely = |line: &str| match line.split_once('=') {
        Some((key, _)) => !key.trim().contains(char::is_whitespace),
        None => line.trim().is_empty() || line.trim_end().ends_with(FENCE),
    };
    if text[..end].lines().all(is_likely) { end } else { 0 }
}

/// Front matter that stands further down, from fence to fence.
pub(super) fn strays(text: &str, body: usize) -> Vec<Range<usize>> {
    let mut strays = Vec::new();
    if ![FENCE, "---"].iter().any(|fence| text[body..].contains(fence)) {
        return strays;
    }
    let (mut fence, mut at, mut above_is_blank) = (None, body, true);
    while at < text.len() {
        let line = line_at(text, at);
        let written = text[line.clone()].trim_ascii_end();
        fence = next_fence(fence, written.trim_start_matches(' '));
        let language = match written {
            FENCE => Some(Language::Toml),
            "---" if above_is_blank => Some(Language::Yaml),
            _ => None,
        };
        let inner = line.end + 1;
        let length = language.filter(|_| fence.is_none() && inner < text.len());
        let length = length.and_then(|language| length_of_entries(&text[inner..], written, language));
        // A comment above it is none of the text.
        above_is_blank = written.is_empty() || written.ends_with("-->");
        at = match length {
            Some(length) => {
                let whole = line.start..inner + length;
                strays.push(whole.clone());
                whole.end
            }
            None => line.end,
        } + 1;
    }
    strays
}

/// More lines are no front matter, but text between two dividing lines.
const MAX_LINES: usize = 50;

/// The bytes up to the end of the closing fence, if nothing but entries stands before it.
fn length_of_entries(text: &str, fence: &str, language: Language) -> Option<usize> {
    let (mut at, mut has_entry) = (0, false);
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        let written = line.trim_ascii_end();
        if written == fence {
            return has_entry.then_some(at + written.len());
        }
        let is_entry = language.entry(written).is_some();
        has_entry |= is_entry;
        if !is_entry && !written.starts_with(['#', ' ', '\t', '-']) {
            return None;
        }
        at += line.len();
    }
    None
}

/// The line that starts at `start`, without its end.
pub(super) fn line_at(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |length| start + length)
}
