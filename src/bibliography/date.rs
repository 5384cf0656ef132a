//! Dates of BibLaTeX entries. `biblatex` reads more forms than it survives, so it is handed one.

use super::quoted::quoted;
use super::syntax::RawEntry;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::terms::Terms;

/// Fields that hold a date, whole,
const DATES: [&str; 4] = ["date", "eventdate", "origdate", "urldate"];
/// or in parts.
const DATE_PARTS: [&str; 3] = ["year", "month", "day"];

/// The dates of an entry in the one form that `biblatex` cannot misread. Reports what is not a date.
pub(super) fn dates(raw: &RawEntry, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut dates = Vec::new();
    for field in DATES.iter().filter_map(|name| raw.field(name)) {
        let text = field.value.text.trim_matches(['{', '}', ' ']);
        let (start, end) = text.split_once('/').unwrap_or((text, text));
        let known: Vec<&str> = [end, start].into_iter().filter(|part| !matches!(part.trim(), "" | "..")).collect();
        if known.is_empty() || !known.iter().all(|date| is_date(date.trim().trim_end_matches(['?', '~', '%']))) {
            let found = Diagnostic::error(DATE, field.value.span, format!("{} is not a date", quoted(text)));
            diagnostics.push(found.with_help("Write a date as `2012`, `2012-12` or `2012-12-10`."));
            continue;
        }
        if text.contains('/') {
            let message = format!("of the dates {} only `{}` is printed", quoted(text), known[0].trim());
            let found = Diagnostic::warning(Code("date-range"), field.value.span, message);
            diagnostics.push(found.with_help("Give the one date that readers need to find the work."));
        }
        dates.push((field.name.text.clone(), known[0].trim().to_owned()));
    }
    if raw.field("date").is_none() {
        let mut date = String::new();
        for name in DATE_PARTS {
            let Some(field) = raw.field(name) else { break };
            let text = field.value.text.trim_matches(['{', '}', ' ']);
            let longer = match (name, month_number(text)) {
                ("year", _) => text.to_owned(),
                ("month", Some(month)) => format!("{date}-{month:02}"),
                _ => format!("{date}-{text:0>2}"),
            };
            if !is_date(&longer) {
                let found = Diagnostic::error(DATE, field.value.span, format!("{} is not a {name}", quoted(text)));
                diagnostics
                    .push(found.with_help("Write the date as `date = {2012-12-10}`, as precisely as it is known."));
                break;
            }
            date = longer;
        }
        if !date.is_empty() {
            dates.push(("date".to_owned(), date));
        }
    }
    dates
}

const DATE: Code = Code("bibliography-date");

/// 1 to 12, of a month's English name or the first three letters of it.
fn month_number(text: &str) -> Option<usize> {
    let is_meant = |month: &str| text.eq_ignore_ascii_case(month) || text.eq_ignore_ascii_case(&month[..3]);
    Terms::english().date.months.iter().position(|month| is_meant(month)).map(|index| index + 1)
}

/// Whether `text` is `2012`, `2012-12` or `2012-12-10`, and such a day can be.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let number = |index: usize| parts.get(index).map_or(1, |part| part.parse::<u32>().unwrap_or(0));
    digits
        && [&[4][..], &[4, 2], &[4, 2, 2]].contains(&lengths.as_slice())
        && number(0) > 0
        && (1..=12).contains(&number(1))
        && (1..=31).contains(&number(2))
        && !(number(2) == 31 && matches!(number(1), 2 | 4 | 6 | 9 | 11))
        && !(number(2) == 30 && number(1) == 2)
}

/// Day, month (1 to 12) and year of `2010-11-22`.
pub(super) fn full_date(text: &str) -> Option<(u8, usize, u16)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((day.parse().ok()?, month.parse().ok().filter(|month| (1..=12).contains(month))?, year.parse().ok()?))
}
