//! The number of an item as its author types it: `1.`, `(a)`, `iv)`.

use super::{Figures, Marks, NumberForm};

/// What stands at the start of a line and may be the number of an item.
#[derive(Debug, Clone)]
pub struct Marker<'l> {
    pub marks: Marks,
    /// In bytes, with its marks.
    pub length: usize,
    /// How many blanks follow.
    pub blanks: usize,
    /// What is between the marks.
    pub word: &'l str,
    /// All that it can be, the likeliest first.
    pub readings: Vec<(Figures, u64)>,
}

/// More digits in brackets are a year, or a number of something else.
const MAX_DIGITS_IN_BRACKETS: usize = 3;

/// More digits make no list (CommonMark).
const MAX_DIGITS: usize = 9;

impl<'l> Marker<'l> {
    /// The mark that a line begins with, if a blank and something else follow it.
    pub fn read(line: &'l str) -> Option<Self> {
        let inner = line.strip_prefix('(').unwrap_or(line);
        let length = inner.find(|one: char| !one.is_alphanumeric())?;
        let (word, rest) = inner.split_at(length);
        let marks = match (inner.len() < line.len(), rest.as_bytes()[0]) {
            (false, b'.') => Marks::Point,
            (false, b')') => Marks::Bracket,
            (true, b')') => Marks::Brackets,
            _ => return None,
        };
        let most = if marks == Marks::Brackets { MAX_DIGITS_IN_BRACKETS } else { MAX_DIGITS };
        let text = rest[1..].trim_start_matches([' ', '\t']);
        let blanks = rest.len() - 1 - text.len();
        if word.is_empty() || word.len() > most.max(MAX_DIGITS - 1) || blanks == 0 || text.trim_ascii().is_empty() {
            return None;
        }
        let readings = Figures::read(word);
        let is_too_long = word.len() > most && readings.first().is_some_and(|(figures, _)| *figures == Figures::Digits);
        let length = line.len() - rest.len() + 1;
        (!readings.is_empty() && !is_too_long).then_some(Self { marks, length, blanks, word, readings })
    }

    /// How many columns it takes, with its marks.
    pub fn width(&self) -> usize {
        self.length - self.word.len() + self.word.chars().count()
    }

    /// Whether it is one that CommonMark has.
    pub fn is_plain(&self) -> bool {
        self.marks != Marks::Brackets && self.readings[0].0 == Figures::Digits
    }

    /// Its value in some figures.
    pub fn value(&self, figures: Figures) -> Option<u64> {
        self.readings.iter().find(|(own, _)| *own == figures).map(|(_, value)| *value)
    }

    /// Whether it can stand in one list with another one.
    pub fn is_like(&self, other: &Marker) -> bool {
        self.marks == other.marks && self.readings.iter().any(|(figures, _)| other.value(*figures).is_some())
    }

    /// Whether it can be the next one after another.
    pub fn follows(&self, other: &Marker) -> bool {
        let is_next = |(figures, value): &(Figures, u64)| other.value(*figures) == value.checked_sub(1);
        self.marks == other.marks && self.readings.iter().any(is_next)
    }
}

/// The form in which most of a list's items are numbered from the first one on: `i)` before `ii)` is a roman figure,
/// before `j)` a letter.
pub fn form(items: &[Marker]) -> NumberForm {
    let Some(first) = items.first() else { return NumberForm::PLAIN };
    let mut best = (0, Figures::Digits);
    for (figures, _) in &first.readings {
        let count = items.iter().take_while(|item| item.value(*figures).is_some()).count();
        if count > best.0 {
            best = (count, *figures);
        }
    }
    NumberForm { figures: best.1, marks: first.marks }
}
