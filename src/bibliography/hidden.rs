//! Numbers that stand for texts: what the engine has to take for a year, for pages or for an address.
//!
//! Each work has numbers of its own, larger than any that an author means, so that what is printed can be told again.

use hayagriva::types::Date;

use super::date::When;

/// A year in words is this, and the year by which it is sorted.
const YEARS: i32 = 1_000_000_000;
const VISITS: i32 = 1_200_000_000;
const PAGES: i32 = 1_400_000_000;
/// So many works have numbers of their own: what is cited in one paper is far fewer.
const WORKS: usize = 10_000;

/// What is hidden of one work.
#[derive(Debug)]
pub(super) struct Hidden {
    index: usize,
    /// The numbers, from the first to the last, and the text.
    pub texts: Vec<(u32, u32, String)>,
}

impl Hidden {
    pub(super) fn new(index: usize) -> Self {
        Self { index, texts: Vec::new() }
    }

    /// An address that is no other work's.
    pub(super) fn address(&self) -> String {
        format!("https://w{}.invalid/", self.index)
    }

    /// A date as the engine takes it.
    pub(super) fn date(&mut self, when: &When) -> Date {
        let (year, month, day) = match when {
            When::Day(year, month, day) => (*year, *month, *day),
            When::Words(words, year) => {
                let base = if self.texts.iter().any(|(first, ..)| *first < VISITS as u32) { VISITS } else { YEARS };
                let year = base + year.clamp(&0, &9999) * WORKS as i32 + (self.index % WORKS) as i32;
                self.texts.push((year.unsigned_abs(), year.unsigned_abs(), words.clone()));
                (year, None, None)
            }
        };
        let season = month
            .and_then(|month| month.checked_sub(20))
            .and_then(|season| citationberg::taxonomy::Season::try_from_csl_number(season).ok());
        let month = month.filter(|month| *month <= 12).map(|month| month - 1);
        Date { year, month, day: day.map(|day| day - 1), approximate: false, season }
    }

    /// Pages that the engine is to print as they are typed, and to take for one or for many.
    pub(super) fn pages(&mut self, text: String, is_many: bool) -> String {
        let first = PAGES.unsigned_abs() + 2 * self.index as u32;
        let last = first + u32::from(is_many);
        self.texts.push((first, last, text));
        if is_many { format!("{first}, {last}") } else { first.to_string() }
    }
}

/// Gives texts back that numbers stand for. `find` knows them by the first number.
pub(super) fn restore<'t>(text: &str, find: impl Fn(u32) -> Option<(u32, &'t str)>) -> String {
    const DIGITS: usize = 10;
    let mut restored = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|one: char| one.is_ascii_digit()) {
        let length = rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        let number = &rest[start..start + length];
        let found = number.parse().ok().filter(|_| length == DIGITS).and_then(&find);
        let Some((last, words)) = found else {
            restored.push_str(&rest[..start + length]);
            rest = &rest[start + length..];
            continue;
        };
        restored.push_str(&rest[..start]);
        restored.push_str(words);
        rest = &rest[start + length..];
        // What stands between the first number and the last is the engine's.
        let last = last.to_string();
        if last != number
            && let Some(at) = rest.find(&last).filter(|at| *at <= 8)
        {
            rest = &rest[at + last.len()..];
        }
    }
    restored.push_str(rest);
    restored
}
