//! The first day of a month, which some languages write as an ordinal: `1er avril`, `1º aprile`. Locales of CSL ask for
//! a plain number, and what a style of others asks for is printed.

use super::date_ranges::{Months, words};
use super::pieces::{Piece, replace_at, text_of};

/// What a language writes behind the number of that day.
#[derive(Debug, Clone, Default)]
pub(super) struct FirstDay(Option<&'static str>);

impl FirstDay {
    pub(super) fn of(language: &str) -> Self {
        let ending = crate::terms::of(language).and_then(|terms| terms.date.first_day.strip_prefix('1'));
        Self(ending.filter(|ending| !ending.is_empty()))
    }

    /// Puts the ending behind the day in a date, if a month that is named follows, at once or behind another day.
    pub(super) fn put(&self, date: &mut [Piece], months: &Months) {
        let Some(ending) = self.0 else { return };
        let text = text_of(date);
        let mut ends = Vec::new();
        let mut at = 0;
        let all: Vec<&str> = words(&text).collect();
        for (index, word) in all.iter().enumerate() {
            at += word.len();
            let is_first = *word == "1" && !all[..index].last().is_some_and(|before| before.ends_with(['/', '.', '-']));
            let is_month = |behind: usize| all.get(index + behind).is_some_and(|word| months.has(word));
            let is_range = || {
                let is_day = |word: &&str| word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit());
                all.get(index + 1) == Some(&"–") && all.get(index + 2).is_some_and(is_day) && is_month(4)
            };
            if is_first && (all.get(index + 1).is_some_and(|gap| gap.trim().is_empty()) && is_month(2) || is_range()) {
                ends.push(at);
            }
        }
        for end in ends.into_iter().rev() {
            replace_at(date, end, "", ending);
        }
    }
}
