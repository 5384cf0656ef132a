//! One sentence a line: where a sentence ends is said only where it is plain.

use std::ops::Range;

use super::leaves::{Special, begins_block, is_definition};
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
        if ranges.iter().any(|line| is_definition(&text[line.clone()])) {
            return self.as_typed(ranges, special);
        }
        let (mut lines, mut line) = (Lines::new(), String::new());
        for (index, range) in ranges.iter().enumerate() {
            let written = &text[range.clone()];
            let mut start = 0;
            for (at, _) in written.match_indices(' ').filter(|(at, _)| !special.is_fixed(range.start + at)) {
                let after = written[at..].trim_start();
                let begins = after.trim_start_matches(OPENING).starts_with(char::is_uppercase);
                if at < start || !begins || !is_sentence(&written[start..at]) || begins_block(after) {
                    continue;
                }
                line.push_str(written[start..at].trim_end());
                lines.push(std::mem::take(&mut line));
                start = written.len() - after.len();
            }
            let next = ranges.get(index + 1).map(|next| &text[next.clone()]);
            line.push_str(&self.line(&(range.start + start..range.end), next.is_none(), special));
            let Some(next) = next else { break };
            let is_kept = line.ends_with('\\') || special.is_fixed(range.end) || next.starts_with("<!--");
            if is_kept || is_sentence(&line) && !begins_block(next) {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push(' ');
            }
        }
        lines.push(line);
        lines
    }
}

/// Whether text ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.rsplit(' ').next().unwrap_or(text);
    // A footnote's call stands after the full stop.
    let call = last.find("[^").filter(|_| last.ends_with(']')).map_or(0, |call| last.len() - call);
    let text = text[..text.len() - call].trim_end_matches(CLOSING);
    let Some(before) = text.strip_suffix('.') else { return text.ends_with(['!', '?', '…']) };
    let word = before.rsplit([' ', '\u{a0}', '(', '[', '‘', '“', '/', '–']).next().unwrap_or(before);
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    !(word.is_empty() || is_initial || word.contains('.') && !word.contains("//") || is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(&word.trim_matches(OPENING).to_lowercase().as_str())
}
