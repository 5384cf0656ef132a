//! The figures of a text, sentence by sentence.

use std::ops::Range;

use super::super::prose::words;

/// Where figures stand that are no year, and where sentences end.
#[derive(Debug, Default)]
pub(super) struct Figures {
    figures: Vec<usize>,
    ends: Vec<usize>,
}

impl Figures {
    pub(super) fn of(text: &str) -> Self {
        let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        let is_figure = |word: &str| word.starts_with(|one: char| one.is_ascii_digit()) && !is_year(word);
        let ends = text.as_bytes().windows(2).enumerate().filter(|(_, two)| matches!(two, [b'.' | b'?' | b'!', b' ']));
        Self {
            figures: words(text).filter(|(_, word)| is_figure(word)).map(|(at, _)| at).collect(),
            ends: ends.map(|(at, _)| at).collect(),
        }
    }

    /// Whether there are any in the sentence around `range`, which is a word or several.
    pub(super) fn are_around(&self, range: &Range<usize>) -> bool {
        let before = self.ends.partition_point(|end| end + 2 <= range.start).checked_sub(1);
        let start = before.map_or(0, |before| self.ends[before]);
        let end = self.ends.get(self.ends.partition_point(|end| *end < range.end)).copied().unwrap_or(usize::MAX);
        let any = |range: Range<usize>| {
            let next = self.figures.get(self.figures.partition_point(|figure| *figure < range.start));
            next.is_some_and(|figure| range.contains(figure))
        };
        any(start..range.start) || any(range.end..end)
    }
}
