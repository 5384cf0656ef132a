//! One sentence a line: where a sentence ends is said only where it is plain.

use std::ops::Range;

use super::leaves::{Special, begins_block};
use super::{Lines, Printer};

/// Words before a full stop that end no sentence.
const ABBREVIATIONS: &[&str] = &[
    "app", "approx", "arg", "art", "arts", "ca", "cf", "ch", "chap", "col", "cols", "dr", "ed", "eds", "esp", "est",
    "fig", "figs", "fol", "gen", "hon", "ibid", "incl", "jr", "lt", "max", "messrs", "min", "mr", "mrs", "ms", "mt",
    "no", "nos", "nr", "op", "p", "para", "paras", "pp", "prof", "pt", "ref", "rev", "sec", "sect", "sgt", "sr", "st",
    "supt", "supp", "viz", "vol", "vols", "vs",
];

/// What closes or opens a quotation, brackets or emphasis.
const CLOSING: &[char] = &['’', '”', '\'', '"', ')', ']', '*', '_', '»'];
const OPENING: &[char] = &['‘', '“', '\'', '"', '(', '*', '_', '«'];

impl Printer<'_> {
    /// The lines of a paragraph, one for each sentence.
    pub(super) fn sentences(&self, ranges: &[Range<usize>], special: &Special) -> Lines {
        let text = self.source.text();
        let is_definition =
            |line: &Range<usize>| text[line.clone()].starts_with('[') && text[line.clone()].contains("]:");
        if ranges.iter().any(is_definition) {
            return ranges.iter().map(|line| self.line(line, special)).collect();
        }
        let is_fixed = |at: usize| special.fixed.iter().any(|range| range.start < at && at < range.end);
        let (mut lines, mut line) = (Lines::new(), String::new());
        for (index, range) in ranges.iter().enumerate() {
            let written = &text[range.clone()];
            let mut start = 0;
            for (at, _) in written.match_indices(' ') {
                let after = written[at..].trim_start();
                let sentence = format!("{line}{}", &written[start..at]);
                let begins = after.trim_start_matches(OPENING).starts_with(char::is_uppercase);
                if at < start || is_fixed(range.start + at) || !begins || !is_sentence(&sentence) || begins_block(after)
                {
                    continue;
                }
                lines.push(sentence.trim_end().to_owned());
                line.clear();
                start = written.len() - after.len();
            }
            line.push_str(&self.line(&(range.start + start..range.end), special));
            let Some(next) = ranges.get(index + 1).map(|next| &text[next.clone()]) else { break };
            let has_break =
                line.ends_with('\\') || special.breaks.iter().any(|at| (range.end - 1..=range.end).contains(at));
            let ends = is_sentence(&line) && !begins_block(next);
            if has_break || is_fixed(range.end) || ends || next.starts_with("<!--") || is_open_comment(&line) {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push(' ');
            }
        }
        lines.push(line);
        lines
    }
}

/// Whether a comment goes on after `line`.
fn is_open_comment(line: &str) -> bool {
    line.rfind("<!--").is_some_and(|start| !line[start..].contains("-->"))
}

/// Whether text ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    let mut text = text.trim_end();
    // A footnote's call stands after the full stop.
    while let Some(call) = text.rfind("[^").filter(|_| text.ends_with(']')) {
        text = &text[..call];
    }
    let text = text.trim_end_matches(CLOSING);
    let Some(before) = text.strip_suffix('.') else { return text.ends_with(['!', '?', '…']) };
    let word = before.rsplit([' ', '\u{a0}', '(', '[', '‘', '“', '/', '–']).next().unwrap_or(before);
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    !(word.is_empty() || is_initial || word.contains('.') && !word.contains("//") || is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(&word.trim_matches(OPENING).to_lowercase().as_str())
}
