//! Numbers that stand for texts: what the engine has to take for a year or for pages.
//!
//! Each work has numbers of its own: what is printed of it tells which text is meant.

use citationberg::json::{DateValue, VecDate, VecDateRange};

use super::date::{Day, When};
use super::standin;

/// A year in words is one of the numbers from here on, which no date in figures has.
const YEARS: i16 = 20_000;
/// Many, so that works whose words differ have different years.
const SPREAD: u32 = 12_000;
/// The first of many pages, or the only one. The last is one more.
const PAGES: u32 = 1_400_000_000;

/// What is hidden of one work.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub(super) struct Hidden {
    years: Vec<Year>,
    pages: Option<Pages>,
}

#[derive(Debug, Clone, PartialEq, Hash)]
struct Year {
    variable: String,
    number: i16,
    words: String,
    /// By which it is sorted.
    sorted: Vec<i16>,
    /// The first day and the last, if months are known.
    range: Option<(Day, Day)>,
}

#[derive(Debug, Clone, PartialEq, Hash)]
struct Pages {
    text: String,
    is_many: bool,
}

impl Hidden {
    /// A date as the engine takes it.
    pub(super) fn date(&mut self, variable: &str, when: &When) -> DateValue {
        match when {
            When::Day(year, month, day) if (-9999..i32::from(YEARS)).contains(year) => {
                let season = month.and_then(|month| month.checked_sub(20)).map(|season| season.to_string());
                let month = month.filter(|month| *month <= 12);
                // The engine counts a year 0, CSL does not: -350 is 350 BC.
                let year = if *year < 0 { *year + 1 } else { *year };
                let parts = [Some(year as i16), month.map(i16::from), day.map(i16::from)];
                date_value(parts.into_iter().map_while(|part| part).collect(), season)
            }
            When::Day(year, ..) => date_value(vec![self.words(variable, &year.to_string(), *year)], None),
            When::Words(words, year) => date_value(vec![self.words(variable, words, *year)], None),
            When::Range(from, to) => {
                let words = if from.0 == to.0 { from.0.to_string() } else { format!("{}–{}", from.0, to.0) };
                let mut parts = vec![self.words(variable, &words, from.0)];
                parts.extend([from.1, from.2].into_iter().map_while(|part| part).map(i16::from));
                if let Some(year) = self.years.last_mut() {
                    year.sorted.extend(&parts[1..]);
                    year.range = Some((*from, *to));
                }
                date_value(parts, None)
            }
        }
    }

    /// The number of a year that stands for words.
    fn words(&mut self, variable: &str, words: &str, sorted: i32) -> i16 {
        // FNV-1a.
        let hash = words.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let mut number = YEARS + (hash % SPREAD) as i16;
        while self.years.iter().any(|year| year.number == number && year.words != words) {
            number += 1;
        }
        let sorted = vec![sorted.clamp(1, 9999) as i16];
        self.years.push(Year { variable: variable.to_owned(), number, words: words.to_owned(), sorted, range: None });
        number
    }

    /// The words in which a date is told.
    pub(super) fn year(&self, variable: &str) -> Option<&str> {
        self.years.iter().find(|year| year.variable == variable).map(|year| year.words.as_str())
    }

    /// The ranges of days, each with the year that the engine prints for it.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (String, Day, Day)> {
        self.years.iter().filter_map(|year| year.range.map(|(from, to)| (year.number.to_string(), from, to)))
    }

    /// A date as it is sorted, if that is another than the engine is told.
    pub(super) fn sorted(&self, variable: &str) -> Option<DateValue> {
        let year = self.years.iter().find(|year| year.variable == variable)?;
        Some(date_value(year.sorted.clone(), None))
    }

    /// Pages that the engine is to print as they are typed, and to take for one or for many.
    pub(super) fn pages(&mut self, text: String, is_many: bool) -> String {
        self.pages = Some(Pages { text, is_many });
        if is_many { format!("{PAGES}, {}", PAGES + 1) } else { PAGES.to_string() }
    }

    /// Gives texts back that numbers stand for, in a date or in anything else.
    pub(super) fn restore(&self, text: String, is_date: bool) -> String {
        let mut text = text;
        for year in self.years.iter().filter(|_| is_date) {
            text = text.replace(&year.number.to_string(), &standin::text(&year.words));
        }
        let Some(pages) = &self.pages else { return text };
        let (first, last) = (PAGES.to_string(), (PAGES + 1).to_string());
        let mut restored = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(&first) {
            restored.push_str(before);
            // What stands between the first number and the last is the engine's.
            let end = after.find(&last).filter(|at| pages.is_many && *at <= 8);
            let text = match pages.text.split_once(['–', ',']) {
                // Of several the style prints the first alone.
                Some((first, _)) if pages.is_many && end.is_none() => first,
                _ => &pages.text,
            };
            restored.push_str(&standin::text(text));
            rest = end.map_or(after, |at| &after[at + last.len()..]);
        }
        restored.push_str(rest);
        restored
    }
}

fn date_value(parts: Vec<i16>, season: Option<String>) -> DateValue {
    DateValue::DateParts { date_parts: VecDateRange(vec![VecDate(parts)]), literal: None, season, circa: false }
}
