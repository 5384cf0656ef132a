//! Dates as precisely as they are known.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Reported};
use crate::source::Spanned;
use crate::table::Table;

/// A date as precisely as it is known. Always valid in the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: u16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    /// Reads `2013`, `2013-06` or `2013-06-24` (ISO 8601); [`None`] for anything else and for days that never were.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4).filter(|&year| year > 0)?;
        let month = parts.next().map(|month| digits(month, 2).filter(|month| (1..=12).contains(month)));
        let day = parts.next().map(|day| digits(day, 2));
        if month == Some(None) || day == Some(None) || parts.next().is_some() {
            return None;
        }
        let (month, day) = (month.flatten(), day.flatten());
        let fits = month.zip(day).is_none_or(|(month, day)| (1..=days(year, month)).contains(&day));
        fits.then_some(Self { year, month: month.map(|month| month as u8), day: day.map(|day| day as u8) })
    }
}

/// ISO 8601: `2013`, `2013-06` or `2013-06-24`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// Reads a date that has to be there, in quotes or bare.
pub(super) fn read(table: &mut Table, key: &'static str) -> Result<Spanned<PartialDate>, Reported> {
    let written = table.required(key, &format!("{key} = \"2013-06\""))?.written(table.diagnostics)?;
    match PartialDate::parse(&written.value) {
        Some(date) => Ok(Spanned::new(date, written.span)),
        None => {
            let message = format!("`{}` is not a date", written.value);
            let invalid = Diagnostic::error(Code("invalid-date"), written.span, message);
            Err(table
                .diagnostics
                .report(invalid.with_help("Write a year, a month or a day: `2013`, `2013-06` or `2013-06-24`.")))
        }
    }
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

/// Number of days in a month of the Gregorian calendar.
fn days(year: u16, month: u16) -> u16 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
