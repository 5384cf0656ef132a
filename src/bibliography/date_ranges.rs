//! Ranges of days, which the engine cannot take: it prints the first day as the style has it, and here the last one
//! comes behind it, `2 November–4 December 2010`.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Locale, TermForm};

use super::date::Day;

/// What the months are called, in every form, without stops.
#[derive(Debug, Clone, Default)]
pub(super) struct Months(Vec<[String; 12]>);

impl Months {
    pub(super) fn new<'l>(locales: impl Iterator<Item = &'l Locale> + Clone) -> Self {
        let form = |form| {
            let name = |term| {
                let found = locales.clone().find_map(|locale| locale.term(Term::Other(term), form)?.single());
                found.unwrap_or_default().trim_end_matches('.').to_lowercase()
            };
            MONTHS.map(name)
        };
        Self([TermForm::Long, TermForm::Short].map(form).into())
    }

    /// Whether a word is the name of a month.
    pub(super) fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.0.iter().flatten().any(|name| *name == word)
    }

    /// What one month is called where `word` is said of another.
    fn instead(&self, word: &str, month: u8, other: u8) -> Option<String> {
        let known = word.to_lowercase();
        let [at, other] = [month, other].map(|month| usize::from(month) - 1);
        let name = &self.0.iter().find(|names| names[at] == known)?[other];
        let mut letters = name.chars();
        match word.starts_with(char::is_uppercase) {
            true => letters.next().map(|first| first.to_uppercase().chain(letters).collect()),
            false => Some(name.clone()),
        }
    }
}

const MONTHS: [OtherTerm; 12] = [
    OtherTerm::Month01,
    OtherTerm::Month02,
    OtherTerm::Month03,
    OtherTerm::Month04,
    OtherTerm::Month05,
    OtherTerm::Month06,
    OtherTerm::Month07,
    OtherTerm::Month08,
    OtherTerm::Month09,
    OtherTerm::Month10,
    OtherTerm::Month11,
    OtherTerm::Month12,
];

/// A part of a date: what it says of the first day and of the last, and how much it is part of.
struct Part {
    first: String,
    last: String,
    /// 1 for a day, 2 for a month, 3 for a year; 0 for what stands between them.
    rank: u8,
}

/// A range as the style has its first day, in which `year` stands for the year. [`None`] if another day is meant, if
/// that has nothing but years, or if it cannot be told what is what in it.
pub(super) fn told(text: &str, year: &str, from: Day, to: Day, months: &Months) -> Option<String> {
    let ((first, Some(month), day), (last, Some(last_month), last_day)) = (from, to) else { return None };
    // Styles may print month and day apart from the year.
    let is_year = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    if words(text).any(|word| is_year(word) && word != year) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    for word in words(text) {
        let said = |first: &str, last: String, rank| Part { first: first.to_owned(), last, rank };
        let is_free = |rank| parts.iter().all(|part| part.rank != rank);
        let figures = word.trim_end_matches(|one: char| !one.is_ascii_digit());
        let number = figures.parse::<u8>().ok().filter(|_| figures.bytes().all(|byte| byte.is_ascii_digit()));
        parts.push(if word == year {
            said(&first.to_string(), last.to_string(), 3)
        } else if let Some(name) = months.instead(word, month, last_month).filter(|_| is_free(2)) {
            said(word, name, 2)
        } else if number.is_some() && number == day && is_free(1) {
            // In figures alone nobody could say which of the two is the day.
            if day == Some(month) && !parts.iter().any(|part| part.rank == 2) && !names_month(text, months, month) {
                return None;
            }
            said(word, with_ending(figures, word, last_day?), 1)
        } else if number == Some(month) && figures == word && is_free(2) {
            said(word, format!("{last_month:0>width$}", width = word.len()), 2)
        } else {
            said(word, word.to_owned(), 0)
        });
    }
    let differs = if first != last { 3 } else { 2 - u8::from(month == last_month) };
    let is_within = |part: &Part| (1..=differs).contains(&part.rank);
    let has = |rank| parts.iter().any(|part| part.rank == rank);
    let is_other = !has(3) && day.is_some() && !has(1) && text.contains(|one: char| one.is_ascii_digit());
    if !has(2) || is_other {
        return None;
    }
    let start = parts.iter().position(is_within)?;
    let end = parts.iter().rposition(is_within)? + 1;
    let say = |parts: &[Part], of: fn(&Part) -> &str| parts.iter().map(of).collect::<String>();
    let (head, rest) = parts.split_at(start);
    let (middle, tail) = rest.split_at(end - start);
    let (first, last) = (say(middle, |part| &part.first), say(middle, |part| &part.last));
    // `2.–4. November`
    let stop = if middle.len() == 1 && tail.first().is_some_and(|part| part.first.starts_with('.')) { "." } else { "" };
    let joint = if first == last { String::new() } else { format!("{stop}–{last}") };
    Some(format!("{}{first}{joint}{}", say(head, |part| &part.first), say(tail, |part| &part.first)))
}

fn names_month(text: &str, months: &Months, month: u8) -> bool {
    words(text).any(|word| months.instead(word, month, month).is_some())
}

/// A day written as the first one is: with as many figures, and the ending of an ordinal.
fn with_ending(figures: &str, word: &str, day: u8) -> String {
    let ending = match &word[figures.len()..] {
        "st" | "nd" | "rd" | "th" => match day {
            1 | 21 | 31 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        },
        "er" => "",
        ending => ending,
    };
    let width = if figures.starts_with('0') { 2 } else { 1 };
    format!("{day:0>width$}{ending}")
}

/// Words and what stands between them, in order.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?.is_alphanumeric();
        let length = rest.find(|one: char| one.is_alphanumeric() != first).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
}
