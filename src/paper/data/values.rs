//! What stands in a field of data, as it prints: numbers and dates in the form of the paper's language.

use crate::csv::Field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{ColumnType, Inline, InlineKind, Inlines, Text};
use crate::source::{Source, Span};
use crate::terms::Terms;

pub(super) struct Values<'a> {
    decimal: char,
    terms: &'a Terms,
    source: &'a Source,
    diagnostics: &'a mut Diagnostics,
}

/// Lines of a cell. It is laid out as one paragraph, in a time that grows with the square of them.
const MAX_LINES: usize = 100;

/// Of numbers that are longer nothing is grouped.
const MAX_DIGITS: usize = 15;

impl<'a> Values<'a> {
    /// `numbers` are all fields that are to be numbers: between semicolons a comma is the decimal sign, unless none of
    /// them has one.
    pub(super) fn new<'n>(
        separator: char,
        mut numbers: impl Iterator<Item = &'n str>,
        terms: &'a Terms,
        source: &'a Source,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let has_comma = separator != ',' && numbers.any(|number| number.contains(','));
        Self { decimal: if has_comma { ',' } else { '.' }, terms, source, diagnostics }
    }

    /// What a field prints.
    pub(super) fn read(&mut self, field: &Field, kind: ColumnType) -> Inlines {
        let span = self.source.span(field.range.clone());
        let (printed, what, help) = match kind {
            ColumnType::Text => return self.text(field, span),
            ColumnType::Number => (
                number(&field.text, self.decimal, self.terms),
                "number",
                format!("Write figures with `{}` before decimals, or make it a column of `text`.", self.decimal),
            ),
            ColumnType::Date => (
                date(&field.text, self.terms),
                "date",
                "Write `2024-06-24`, `2024-06` or `2024`, or make it a column of `text`.".to_owned(),
            ),
        };
        match printed {
            Some(printed) => vec![Inline::computed(span, printed)],
            // Where nothing is known, statistics have a sign or a letter.
            None if !field.text.contains(|one: char| one.is_ascii_digit()) => self.text(field, span),
            None => {
                let message = format!("`{}` is no {what}, and prints as it stands", field.text.replace('\n', " "));
                self.diagnostics.push(Diagnostic::warning(Code("invalid-cell"), span, message).with_help(help));
                self.text(field, span)
            }
        }
    }

    /// The field as it stands, line by line.
    fn text(&mut self, field: &Field, span: Span) -> Inlines {
        let mut inlines = Inlines::new();
        if field.text.split('\n').nth(MAX_LINES).is_some() {
            let message = format!("this cell has more than {MAX_LINES} lines");
            let found =
                Diagnostic::error(Code("too-large"), self.source.span(span.range().start..span.range().start), message);
            self.diagnostics.push(found.with_help("Make rows of them."));
            return inlines;
        }
        if self.source.slice(span) != field.text {
            for (index, line) in field.text.split('\n').enumerate() {
                if index > 0 {
                    inlines.push(Inline::new(span, InlineKind::Break));
                }
                inlines.push(Inline::computed(span, line.trim().replace('\t', " ")));
            }
            return inlines;
        }
        let mut start = 0;
        for (index, line) in field.text.split('\n').enumerate() {
            let range = start..start + line.len();
            start = range.end + 1;
            if index > 0 {
                inlines.push(Inline::new(span.part(range.start - 1..range.start), InlineKind::Break));
            }
            if !line.is_empty() {
                let text = line.replace('\t', " ");
                inlines.push(Inline::text(Text::read(self.source, span.part(range), text)));
            }
        }
        inlines
    }
}

/// A number in the form of a language; [`None`] of what is none. Figures may be in groups of three, decimals stay as
/// they are, a per cent sign may follow.
fn number(written: &str, decimal: char, terms: &Terms) -> Option<String> {
    let (number, per_cent) = match written.strip_suffix('%') {
        Some(number) => (number.trim_end(), &written[number.trim_end().len()..]),
        None => (written, ""),
    };
    let (sign, number) = match number.strip_prefix(['-', '−', '\u{2010}', '\u{2011}']) {
        Some(rest) => ("−", rest),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, decimals) = match number.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (number, None),
    };
    let is_figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = ungrouped(whole, decimal)?;
    let is_sound =
        is_figures(&digits) && decimals.is_none_or(is_figures) && (digits.len() == 1 || !digits.starts_with('0'));
    if !is_sound {
        return None;
    }
    let whole = match digits.len() {
        0..=MAX_DIGITS => terms.grouped(digits.parse().ok()?),
        _ => digits,
    };
    let decimals = decimals.map(|decimals| format!("{}{decimals}", terms.decimal)).unwrap_or_default();
    Some(format!("{sign}{whole}{decimals}{per_cent}"))
}

/// Figures without what stands between each three of them.
fn ungrouped(whole: &str, decimal: char) -> Option<String> {
    let is_gap = |sign: char| sign != decimal && ",.'’ \u{a0}\u{202f}\u{2009}".contains(sign);
    let Some(gap) = whole.chars().find(|sign| is_gap(*sign)) else { return Some(whole.to_owned()) };
    let mut groups = whole.split(gap);
    let first = groups.next()?;
    let is_sound = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    is_sound.then(|| whole.replace(gap, ""))
}

/// A date in the form of a language; [`None`] of what is none.
fn date(written: &str, terms: &Terms) -> Option<String> {
    let mut parts = written.split('-').map(|part| {
        let is_figures = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_figures { part.parse::<u16>().ok() } else { None }
    });
    let lengths: Vec<_> = written.split('-').map(str::len).collect();
    let year = parts.next()??;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || lengths[0] != 4 || lengths[1..].iter().any(|length| *length != 2) {
        return None;
    }
    let small = |part: Option<Option<u16>>, most: u16| match part {
        None => Some(None),
        Some(Some(part)) if (1..=most).contains(&part) => Some(Some(part as u8)),
        Some(_) => None,
    };
    Some(terms.date(year, small(month, 12)?, small(day, 31)?))
}
