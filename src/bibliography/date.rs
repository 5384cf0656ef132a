//! Dates as people write them → days, months, seasons and years, or the words themselves, which are printed as typed.

use super::latex;
use super::quoted::quoted;
use super::raw::{RawEntry, RawField};
use super::standin;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// When something was.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    /// Year, and month and day from 1; a season is a month from 21.
    Day(i32, Option<u8>, Option<u8>),
    /// From one day or month to another.
    Range(Day, Day),
    /// In words, and the year by which it is sorted.
    Words(String, i32),
}

/// Year, month and day, as far as they are known.
pub(super) type Day = (i32, Option<u8>, Option<u8>);

/// Fields that hold a date, whole,
const DATES: [&str; 4] = ["date", "eventdate", "origdate", "urldate"];
/// or in parts.
const YEAR: &str = "year";

const DATE: Code = Code("bibliography-date");
/// By which what has no year is sorted.
const NEVER: i32 = 9999;

/// How months begin in English and in other languages of the EU.
const MONTHS: [&str; 12] = [
    "jan janv ene gen sty led",
    "feb fév fev lut úno",
    "mar mär mrz mrt maa bře",
    "apr avr abr kwi dub",
    "may mai mag mei maj kvě",
    "jun juin giu juin cze čer",
    "jul juil lug lip",
    "aug aoû août ago sie srp",
    "sep set wrz zář",
    "oct okt ott out paź říj",
    "nov lis",
    "dec dez déc dic pro",
];
const SEASONS: [&str; 4] = ["spring", "summer", "autumn fall", "winter"];
/// How it is said that no date is known, which a style says in its own words.
const NO_DATE: [&str; 7] = ["nd", "nodate", "sd", "oj", "undated", "unknown", "none"];

/// The dates of an entry, by field. Reports what had to be guessed.
pub(super) fn dates(raw: &RawEntry, diagnostics: &mut Diagnostics) -> Vec<(String, When)> {
    let mut dates = Vec::new();
    for field in DATES.iter().filter_map(|name| raw.field(name)) {
        dates.extend(whole(field, diagnostics).map(|when| (field.name.text.clone(), when)));
    }
    let is_dated = dates.iter().any(|(name, _)| name == "date");
    if let Some(field) = raw.field(YEAR).filter(|_| !is_dated) {
        let when = whole(field, diagnostics).map(|when| match when {
            When::Day(year, None, None) => in_parts(year, raw, diagnostics),
            when => when,
        });
        dates.extend(when.map(|when| ("date".to_owned(), when)));
    }
    dates
}

/// What one field says.
fn whole(field: &RawField, diagnostics: &mut Diagnostics) -> Option<When> {
    told(&plain(&field.value.text), &field.value.text, field.value.span, diagnostics)
}

/// What a text says, typed as it is at a place.
pub(super) fn told(text: &str, typed: &str, place: Span, diagnostics: &mut Diagnostics) -> Option<When> {
    if text.is_empty() {
        return None;
    }
    let (when, is_sure) = read(text);
    let said = match &when {
        _ if is_sure => return when,
        None => "the style says in its own words that there is no date".to_owned(),
        Some(When::Words(..)) => "it is printed as it is typed".to_owned(),
        Some(when) => format!("it is read as {}", iso(when)),
    };
    let found = Diagnostic::warning(DATE, place, format!("{} is not written as a date: {said}", quoted(typed)));
    diagnostics.push(found.with_help("Write a date as `2012`, `2012-12` or `2012-12-10`, a range as `2010/2012`."));
    when
}

/// A year with the month and the day of fields of their own.
fn in_parts(year: i32, raw: &RawEntry, diagnostics: &mut Diagnostics) -> When {
    let Some(field) = raw.field("month") else { return When::Day(year, None, None) };
    let text = plain(&field.value.text);
    if text.is_empty() {
        return When::Day(year, None, None);
    }
    let day_field = raw.field("day").map(|field| plain(&field.value.text)).unwrap_or_default();
    if let Some(range) = days_of_months(year, &tokens(&format!("{day_field} {text}"))) {
        return range;
    }
    let tokens = tokens(&text);
    let month = match tokens.as_slice() {
        [one] => one.parse().ok().filter(|month| (1..=12).contains(month)),
        _ => None,
    };
    let named = tokens.iter().find_map(|token| month_of(token).or_else(|| season_of(token)));
    let numbers: Vec<u8> = tokens.iter().filter_map(|token| token.parse().ok()).collect();
    let day = match (day_field.as_str(), numbers.as_slice()) {
        ("", [day]) if named.is_some() => Some(*day),
        (day, _) => day.parse().ok(),
    };
    match month.or(named) {
        Some(month) => When::Day(year, Some(month), day.filter(|day| is_day(year, month, *day))),
        None => {
            let message = format!("{} is not a month: only the year is printed", quoted(&field.value.text));
            let found = Diagnostic::warning(DATE, field.value.span, message);
            diagnostics.push(found.with_help("Write the date as `date = {2012-12-10}`, as precisely as it is known."));
            When::Day(year, None, None)
        }
    }
}

/// `28 sep 2 oct`, `28 30 sep`, `sep 28 30`, `nov dec`: two months or days of one year, with what stood between them
/// left out.
fn days_of_months(year: i32, tokens: &[&str]) -> Option<When> {
    let day = |month: u8, token: &str| token.parse().ok().filter(|day| is_day(year, month, *day));
    let (from, to) = match tokens {
        [from, to] => ((month_of(from)?, None), (month_of(to)?, None)),
        [from, month, to, other] | [month, from, other, to]
            if let (Some(month), Some(other)) = (month_of(month), month_of(other)) =>
        {
            ((month, Some(day(month, from)?)), (other, Some(day(other, to)?)))
        }
        [from, to, month] | [month, from, to] if let Some(month) = month_of(month) => {
            ((month, Some(day(month, from)?)), (month, Some(day(month, to)?)))
        }
        _ => return None,
    };
    (from < to).then_some(When::Range((year, Some(from.0), from.1), (year, Some(to.0), to.1)))
}

/// What a text says, and whether that is beyond doubt. [`None`] if it says that there is no date.
fn read(text: &str) -> (Option<When>, bool) {
    let bare = text.trim_matches(['{', '}', ' ']);
    if let Some(day) = iso_date(bare) {
        return (Some(day), true);
    }
    if let Some(range) = range(bare) {
        return (Some(range), true);
    }
    let letters: String = bare.chars().filter(|one| one.is_alphanumeric()).collect::<String>().to_lowercase();
    if NO_DATE.contains(&letters.as_str()) || letters.is_empty() {
        return (None, false);
    }
    (Some(in_words(bare).unwrap_or_else(|| When::Words(bare.to_owned(), year_in(bare).unwrap_or(NEVER)))), false)
}

/// `2012`, `2012-3`, `2012-03-04`, with a time or not.
fn iso_date(text: &str) -> Option<When> {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let is_time = |rest: &str| {
        rest.is_empty() || rest[1..].contains(':') && !rest[1..].contains(char::is_alphabetic) || rest.ends_with('Z')
    };
    if !is_time(&text[day.len()..]) {
        return None;
    }
    let day = day.trim_end_matches(['?', '~', '%']);
    let (is_before, day) = day.strip_prefix('-').map_or((false, day), |day| (true, day));
    let mut parts = day.split('-');
    let year: i32 =
        parts.next().filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    // ISO 8601 has a year 0: -0349 is 350 BC.
    let year = if is_before { -year - 1 } else { year };
    let mut number = || match parts.next() {
        None => Some(None),
        Some(part) if part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit()) => Some(part.parse().ok()),
        Some(_) => None,
    };
    let (month, day): (Option<u8>, Option<u8>) = (number()?, number()?);
    if parts.next().is_some() || year == 0 {
        return None;
    }
    match (month, day) {
        (None | Some(0), _) => Some(When::Day(year, None, None)),
        (Some(month @ (1..=12 | 21..=24)), None | Some(0)) => Some(When::Day(year, Some(month), None)),
        (Some(month @ 1..=12), Some(day)) if is_day(year, month, day) => Some(When::Day(year, Some(month), Some(day))),
        _ => None,
    }
}

/// `2010/2012`, `2010--2012`, `2010-11-02/2010-11-04`, each end as precise as the other.
fn range(text: &str) -> Option<When> {
    let (from, to) = ["/", "–", "--", "—"].iter().find_map(|sign| text.split_once(sign))?;
    let [from, to] = [from, to].map(|part| Some(part.trim()).filter(|part| !matches!(*part, "" | "..")));
    let day = |part: Option<&str>| part.map(iso_date);
    match (day(from), day(to)) {
        (Some(Some(When::Day(year, month, day))), Some(Some(When::Day(last, last_month, last_day))))
            if year > 0 && (year, month, day) <= (last, last_month, last_day) =>
        {
            let is_month = |month: Option<u8>| month.filter(|month| *month <= 12);
            let months = is_month(month).zip(is_month(last_month));
            let days = day.zip(last_day);
            Some(match months {
                Some((from, to)) if (year, from) != (last, to) || days.is_some_and(|(from, to)| from != to) => {
                    let [day, last_day] = [days.map(|days| days.0), days.map(|days| days.1)];
                    When::Range((year, Some(from), day), (last, Some(to), last_day))
                }
                _ if year == last => When::Day(year, month, day),
                _ => When::Words(format!("{year}–{last}"), year),
            })
        }
        (Some(Some(When::Day(from, ..))), None) if from > 0 => Some(When::Words(format!("{from}–"), from)),
        (None, Some(only @ Some(_))) => only,
        // `2010--12`
        (Some(Some(When::Day(from, None, None))), Some(None)) => {
            let end: i32 = to.filter(|to| to.len() == 2)?.parse().ok()?;
            (end > from % 100).then(|| When::Words(format!("{from}–{}", from / 100 * 100 + end), from))
        }
        _ => None,
    }
}

/// `12 March 2012`, `March 12, 2012`, `Spring 2012`, `04.03.2012`, `[2021]`, `© 2021`.
fn in_words(text: &str) -> Option<When> {
    // Of a year that may be one before Christ nothing is guessed.
    let tokens = tokens(text).into_iter().filter(|_| !text.starts_with('-')).collect::<Vec<_>>();
    let (mut year, mut month, mut numbers) = (None, None, Vec::new());
    for token in &tokens {
        let number: Option<i32> = token.parse().ok();
        match number {
            Some(number) if token.len() == 4 && year.is_none_or(|year| year == number) => year = Some(number),
            Some(number) if token.len() <= 2 => numbers.push(u8::try_from(number).ok()?),
            None if month.is_none() => month = Some(month_of(token).or_else(|| season_of(token))?),
            _ => return None,
        }
    }
    let year = year?;
    match (month, numbers.as_slice()) {
        (None, []) if !text.contains('?') => Some(When::Day(year, None, None)),
        (Some(month), []) => Some(When::Day(year, Some(month), None)),
        (Some(month), [day]) if is_day(year, month, *day) => Some(When::Day(year, Some(month), Some(*day))),
        (None, [day, month]) if text.contains('.') && is_day(year, *month, *day) => {
            Some(When::Day(year, Some(*month), Some(*day)))
        }
        (None, [month, day]) if text.starts_with(&year.to_string()) && is_day(year, *month, *day) => {
            Some(When::Day(year, Some(*month), Some(*day)))
        }
        _ => None,
    }
}

/// Words and numbers, without what stands between them and the endings of `1st`.
fn tokens(text: &str) -> Vec<&str> {
    let tokens = text.split(|one: char| !one.is_alphanumeric()).filter(|token| !token.is_empty());
    tokens
        .map(|token| {
            let digits = token.len() - token.trim_start_matches(|one: char| one.is_ascii_digit()).len();
            if digits > 0 && matches!(&token[digits..], "st" | "nd" | "rd" | "th") { &token[..digits] } else { token }
        })
        .filter(|token| !matches!(*token, "of" | "de" | "the"))
        .collect()
}

/// 1 to 12.
fn month_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let is_meant = |months: &&str| months.split(' ').any(|month| word.chars().count() >= 3 && word.starts_with(month));
    MONTHS.iter().position(is_meant).map(|index| index as u8 + 1)
}

/// 21 to 24.
fn season_of(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    SEASONS.iter().position(|names| names.split(' ').any(|name| name == word)).map(|index| index as u8 + 21)
}

fn year_in(text: &str) -> Option<i32> {
    let numbers = text.split(|one: char| !one.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).find_map(|number| number.parse().ok())
}

fn is_day(year: i32, month: u8, day: u8) -> bool {
    let last = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

fn iso(when: &When) -> String {
    match when {
        When::Day(year, Some(month @ 21..), _) => format!("`{year}-{month}`"),
        When::Day(year, Some(month), Some(day)) => format!("`{year}-{month:02}-{day:02}`"),
        When::Day(year, Some(month), None) => format!("`{year}-{month:02}`"),
        When::Day(year, None, _) => format!("`{year}`"),
        When::Words(words, _) => quoted(words),
        When::Range(..) => "a range".to_owned(),
    }
}

/// A date without LaTeX.
fn plain(text: &str) -> String {
    let text = standin::plain(&latex::decode(text).text);
    text.replace('\u{a0}', " ").trim().to_owned()
}
