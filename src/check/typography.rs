//! Dashes and spaces: a hyphen where an en dash belongs, a space at which a number could lose its unit, two spaces.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

use super::prose::{Prose, Run};
use crate::section::flat::OPAQUE;

const NO_BREAK_SPACE: &str = "\u{a0}";
const EN_DASH: &str = "–";

/// Units that are no words of their own (Interinstitutional Style Guide, Annexes A3 and A4), and the large numbers.
const UNITS: &[&str] = &[
    "EUR", "GB", "GBP", "GHz", "GW", "GWh", "Hz", "MB", "MHz", "MW", "MWh", "TB", "TWh", "USD", "billion", "cm", "dB",
    "ha", "kB", "kHz", "kV", "kW", "kWh", "kg", "km", "km²", "km³", "million", "mg", "mm", "m²", "m³", "°C", "€",
];

/// What stands before a number that is a name: `file 12-34`.
const NAMING: &[&str] = &["no", "nr", "nos", "number", "file", "tel", "phone", "fax", "version", "v", "flight"];

/// What stands before the pages, years and such of a work, whose second number may be cut short: `pp. 123-5`.
const PLACES: &[&str] = &["p", "pp", "page", "pages", "para", "paras", "paragraphs", "lines", "ll"];

/// Bytes of a word before a number that are looked at.
const MAX_WORD: usize = 64;

/// Warns of hyphens, and of numbers that a line's end can part from their unit; hints at doubled spaces. Every finding
/// has its fix.
pub(super) fn section(prose: &Prose, diagnostics: &mut Diagnostics) {
    for run in &prose.runs {
        for (at, byte) in run.text().bytes().enumerate() {
            match byte {
                b'-' => hyphen(run, at, diagnostics),
                b'%' => percent(run, at, diagnostics),
                b' ' => unit(run, at, diagnostics),
                _ => {}
            }
        }
        let ends =
            run.flat.stretches().filter(|stretch| run.text()[stretch.clone()].ends_with(' ')).map(|range| range.end);
        for span in ends.filter_map(|end| run.exact(end - 1..end)) {
            blanks(run, span, diagnostics);
        }
    }
}

fn hyphen(run: &Run, at: usize, diagnostics: &mut Diagnostics) {
    let (before, after) = (run.before(at), run.at(at + 1));
    let is_end = |character: Option<char>| character.is_some_and(|one| one.is_ascii_digit() || one == '%');
    if is_end(before) && after.is_some_and(|after| after.is_ascii_digit()) {
        if let Some(place) = range(run, at).and_then(|range| run.exact(range))
            && let Some(hyphen) = run.exact(at..at + 1)
        {
            let found = Diagnostic::warning(Code("hyphen-as-dash"), place, "a range takes an en dash, not a hyphen");
            let help = "Write `–` (U+2013) between the two numbers, without spaces.";
            diagnostics.push(found.with_help(help).with_fix(hyphen, EN_DASH));
        }
    } else if is_blank(before) {
        dash(run, at, diagnostics);
    } else if before.is_some_and(char::is_alphabetic) {
        typewritten(run, at, diagnostics);
    }
}

/// Two or three hyphens between letters: the dash of a typewriter.
fn typewritten(run: &Run, at: usize, diagnostics: &mut Diagnostics) {
    let length = run.text()[at..].bytes().take_while(|&byte| byte == b'-').count();
    if matches!(length, 2 | 3)
        && run.at(at + length).is_some_and(char::is_alphabetic)
        && let Some(span) = run.exact(at..at + length)
    {
        let message = "a dash between words is an en dash, not a hyphen";
        let found = Diagnostic::warning(Code("hyphen-as-dash"), span, message);
        // No fix: a name may have them, and what is put into a text is more than its author typed.
        diagnostics.push(found.with_help("Write `–` (U+2013) between two spaces."));
    }
}

/// One to three hyphens between spaces.
fn dash(run: &Run, at: usize, diagnostics: &mut Diagnostics) {
    let length = run.text()[at..].bytes().take_while(|&byte| byte == b'-').count();
    let (before, after) = (run.text()[..at].trim_end(), run.text()[at + length..].trim_start());
    let is_word = |one: char| one.is_alphabetic() || "’”'\"‘“()[],;.".contains(one);
    let is_sign = |one: char| one.is_ascii_digit() || one == '%' || one == OPAQUE;
    let [Some(last), Some(first)] = [before.chars().next_back(), after.chars().next()] else { return };
    // Between two numbers it may be a minus, between two codes a part of them.
    let joins_words = is_word(last) && (is_word(first) || is_sign(first)) || is_sign(last) && is_word(first);
    if length <= 3 && is_blank(run.at(at + length)) && joins_words {
        let Some(span) = run.exact(at..at + length) else { return };
        let message = "a dash between words is an en dash, not a hyphen";
        let found = Diagnostic::warning(Code("hyphen-as-dash"), span, message);
        diagnostics.push(found.with_help("Write `–` (U+2013) between two spaces.").with_fix(span, EN_DASH));
    }
}

/// The range of numbers around the hyphen at `at`: a word of its own, rising, and most likely not a name.
fn range(run: &Run, at: usize) -> Option<Range<usize>> {
    let text = run.text();
    let is_number = |character: char| character.is_ascii_digit() || ".,%".contains(character);
    let start = text[..at].trim_end_matches(is_number).len();
    let tail = &text[at + 1..];
    let after = tail.trim_start_matches(is_number);
    let second = tail[..tail.len() - after.len()].trim_end_matches(['.', ',']);
    let (first, end) = (&text[start..at], at + 1 + second.len());

    let opens = |before: char| before.is_whitespace() || "([‘“£€$–—".contains(before);
    let closes = |after: char| after.is_whitespace() || ".,;:!?)]’”–—".contains(after);
    if !run.before(start).is_none_or(opens) || !run.at(end).is_none_or(closes) {
        return None;
    }
    let before = text[..start].trim_end();
    // A word that is longer is none that the tables know.
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(MAX_WORD))..];
    let word = near.rsplit(|before: char| before.is_whitespace() || before == '(').next()?;
    let is_code = word.ends_with('#') || word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
    let word = word.trim_end_matches('.');
    if is_code || NAMING.iter().any(|naming| word.eq_ignore_ascii_case(naming)) {
        return None;
    }
    let places = PLACES.iter().any(|place| word.eq_ignore_ascii_case(place));
    rises(first.trim_end_matches('%'), second.trim_end_matches('%'), places).then_some(start..end)
}

/// Whether two numbers can be the ends of a range. A month (`2013-10`), a score or vote (`3-2`), a part's number
/// (`070-302`) are not ranges.
fn rises(first: &str, second: &str, places: bool) -> bool {
    let whole = |number: &str| number.bytes().all(|byte| byte.is_ascii_digit());
    let has_zeros = |number: &str| number.len() > 1 && number.starts_with('0') && whole(number);
    let value = |number: &str| number.replace(',', "").parse::<f64>().ok();
    let (Some(from), Some(to)) = (value(first), value(second)) else { return false };
    if has_zeros(first) || first.contains('%') || second.contains('%') {
        return false;
    }
    if whole(first) && whole(second) && second.len() < first.len() {
        let is_year = first.len() == 4 && second.len() == 2 && from < 2100.0 && to > 12.0;
        let rises = first[first.len() - second.len()..] < *second;
        return rises && !has_zeros(second) && (places || is_year);
    }
    // `555-1234` is a telephone number, `98-102` a range.
    let is_near = second.len() <= first.len() || first.len() <= 2 || !whole(first) || !whole(second);
    from < to && is_near && !has_zeros(second)
}

fn percent(run: &Run, at: usize, diagnostics: &mut Diagnostics) {
    // `%s` and `100%-owned` are words.
    let rest = &run.text()[at + 1..];
    if rest.strip_prefix('-').unwrap_or(rest).starts_with(char::is_alphabetic) || rest.starts_with(is_figure_or_percent)
    {
        return;
    }
    let blank = run.text()[..at].ends_with(' ');
    let number = at - usize::from(blank);
    if !ends_in_number(run, number) {
        return;
    }
    // A space is replaced; without one, nothing may stand between the number and its sign.
    let span = match blank {
        true => blank_alone(run, number),
        false => run.exact(at - 1..at + 1).map(|span| span.part(1..1)),
    };
    let (Some(place), Some(span)) = (run.place(number - 1..at + 1), span) else { return };
    let message = match blank {
        true => "a line can end between the number and its `%`",
        false => "a no-break space belongs between a number and `%`",
    };
    let found = Diagnostic::warning(Code("missing-no-break-space"), place, message);
    let help = "Put a no-break space (U+00A0) there.";
    diagnostics.push(found.with_help(help).with_fix(span, NO_BREAK_SPACE));
}

/// A plain space between a number and its unit.
fn unit(run: &Run, at: usize, diagnostics: &mut Diagnostics) {
    if !run.text()[..at].ends_with(|before: char| before.is_ascii_digit()) {
        return;
    }
    let rest = &run.text()[at + 1..];
    let end = rest.find(|character: char| !character.is_alphanumeric() && !"°€".contains(character));
    let unit = &rest[..end.unwrap_or(rest.len())];
    let next = rest[unit.len()..].chars().next();
    if !UNITS.contains(&unit) || next == Some('-') || !ends_in_number(run, at) {
        return;
    }
    let (Some(place), Some(span)) = (run.place(at - 1..at + 1 + unit.len()), blank_alone(run, at)) else { return };
    let message = format!("a line can end between the number and `{unit}`");
    let found = Diagnostic::warning(Code("missing-no-break-space"), place, message);
    let help = "Put a no-break space (U+00A0) there.";
    diagnostics.push(found.with_help(help).with_fix(span, NO_BREAK_SPACE));
}

/// The space at `at`, if nothing but spaces stands between it and what follows: a tab or comment would leave a space of
/// its own behind.
fn blank_alone(run: &Run, at: usize) -> Option<Span> {
    let span = run.exact(at..at + 1)?;
    let next = run.exact(at + 1..at + 1 + run.at(at + 1)?.len_utf8())?;
    let between = run.source.text().get(span.range().end..next.range().start)?;
    between.bytes().all(|byte| byte == b' ').then_some(span)
}

/// Whether a number of its own, or of a range, ends at `at`.
fn ends_in_number(run: &Run, at: usize) -> bool {
    let text = &run.text()[..at];
    let start = text.trim_end_matches(|before: char| before.is_ascii_digit() || ".,-–".contains(before));
    let opens = |before: char| before.is_whitespace() || "([‘“'\"£€$~<>+−±≈—".contains(before);
    text.ends_with(|before: char| before.is_ascii_digit()) && start.chars().next_back().is_none_or(opens)
}

/// Spaces that follow one that is printed: they do nothing.
fn blanks(run: &Run, span: Span, diagnostics: &mut Diagnostics) {
    let rest = &run.source.text()[span.range().end..];
    let count = rest.len() - rest.trim_start_matches(' ').len();
    if count == 0 || rest.len() == count || rest[count..].starts_with(['\n', '\t']) {
        return;
    }
    let end = span.range().end;
    let [place, surplus] = [end - 1, end].map(|start| run.source.span(start..end + count));
    let found =
        Diagnostic::hint(Code("repeated-space"), place, format!("{} spaces stand here; one is printed", count + 1));
    diagnostics.push(found.with_help("Leave one.").with_fix(surplus, ""));
}

fn is_figure_or_percent(character: char) -> bool {
    character.is_numeric() || character == '%'
}

fn is_blank(character: Option<char>) -> bool {
    character.is_some_and(|character| matches!(character, ' ' | '\n'))
}
