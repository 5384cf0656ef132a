//! Syntax errors of TOML in our own words.

use std::ops::Range;

use toml::de::Error;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::source::{Source, Span};

/// More mistakes than this in one file say nothing new.
const MAX_REPORTED: usize = 20;

/// Reports what the parser found, one mistake a line, and returns the lines at fault as bytes of the region.
pub(super) fn report(
    source: &Source,
    region: Span,
    errors: &[Error],
    diagnostics: &mut Diagnostics,
) -> Vec<(Range<usize>, Reported)> {
    let text = source.slice(region);
    let mut found: Vec<_> =
        errors.iter().map(|error| (error.span().unwrap_or(0..text.len()), error.message())).collect();
    found.sort_by_key(|(range, _)| (range.start, range.end));
    let mut mistakes: Vec<(Range<usize>, Reported)> = Vec::new();
    for (range, message) in found {
        if mistakes.last().is_some_and(|(lines, _)| range.start < lines.end) || mistakes.len() == MAX_REPORTED {
            continue;
        }
        let lines = lines(text, &range);
        let reported = diagnostics.report(explain(text, region, range, message));
        mistakes.push((lines, reported));
    }
    mistakes
}

/// The bracket that opens more lists and tables than anyone writes, or the dot of a key with more parts, and what is
/// wrong with it: a rough look, which knows texts and comments, but takes no bracket for the end of one of the other
/// kind.
pub(super) fn too_deep(text: &str) -> Option<(Range<usize>, &'static str)> {
    let (mut open, mut parts, mut at) = (Vec::new(), 1, 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        match byte {
            b'.' if parts == MAX_PARTS => return Some((at..at + 1, "this key has too many parts")),
            b'.' => parts += 1,
            b'\n' | b'=' | b',' | b'[' | b'{' => parts = 1,
            _ => {}
        }
        match byte {
            b'[' | b'{' if open.len() == MAX_OPEN => {
                return Some((at..at + 1, "lists and tables nest too deeply here"));
            }
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            b']' | b'}' => drop(open.pop_if(|close| *close == byte)),
            _ => {}
        }
        at += match byte {
            b'#' => text[at..].find('\n').unwrap_or(text.len() - at),
            b'"' | b'\'' => quoted(&text[at..]),
            _ => 1,
        };
    }
    None
}

/// Far more than the parser's own 80 levels, and far less than what would overflow a stack.
const MAX_OPEN: usize = 500;

/// The parser's own limit, which it gives no place.
const MAX_PARTS: usize = 80;

/// The length of the text in quotes that `rest` starts with.
fn quoted(rest: &str) -> usize {
    let quote = &rest[..1];
    let long = quote.repeat(3);
    let (close, ends_with_line) = if rest.starts_with(&long) { (long.as_str(), false) } else { (quote, true) };
    let mut at = close.len();
    while at < rest.len() {
        match rest.as_bytes()[at] {
            b'\n' if ends_with_line => return at,
            b'\\' if quote == "\"" => at += 1,
            _ if rest.as_bytes()[at..].starts_with(close.as_bytes()) => return at + close.len(),
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

pub(super) fn report_too_deep(place: Span, message: &str, diagnostics: &mut Diagnostics) -> Reported {
    let deep = Diagnostic::error(Code("toml-syntax"), place, message);
    diagnostics.report(deep.with_help("Make it simpler, or close what does not end."))
}

/// The whole lines, ends included, that `range` touches.
fn lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..text.floor_char_boundary(range.start)].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text.floor_char_boundary(range.end).max(start);
    start..text[end..].find('\n').map_or(text.len() + 1, |newline| end + newline + 1)
}

fn explain(text: &str, region: Span, range: Range<usize>, raw: &str) -> Diagnostic {
    let place = region.part(range.clone());
    let slice = &text[text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end)];
    if raw.starts_with("duplicate key") {
        let duplicate = Diagnostic::error(Code("duplicate-key"), place, format!("`{slice}` is given twice"));
        let duplicate = duplicate.with_help("Keep one of the two.");
        return match first_definition(text, &range) {
            Some(first) => duplicate.with_label(region.part(first), "first given here"),
            None => duplicate,
        };
    }
    let (message, help) = match raw.split(", expected").next().unwrap_or(raw) {
        // `final` and `true` begin alike.
        "string values must be quoted" | "invalid boolean" if !slice.is_empty() => {
            const CURLY: [char; 5] = ['“', '”', '„', '‘', '’'];
            let is_curly = slice.starts_with(CURLY);
            let message = if is_curly { "these quotes are not straight" } else { "text must stand in quotes" };
            (message, format!("Write `\"{}\"`.", slice.trim_matches(CURLY)))
        }
        "invalid date" | "invalid date-time" => {
            ("this is not a full date of the calendar", format!("Put it in quotes if it is meant so: `\"{slice}\"`."))
        }
        "invalid string" | "invalid basic string" | "invalid literal string"
            if raw.contains('`') || raw.contains('\'') =>
        {
            ("this text does not end", "Put the same quote at its end as at its start.".to_owned())
        }
        "missing escaped value" | "too few unicode value digits" | "invalid value" => (
            "a backslash cannot stand here",
            "Write `\\\\` for a backslash, or put the text in single quotes.".to_owned(),
        ),
        "unclosed array" => ("this list does not end", "Put `]` at its end.".to_owned()),
        "unclosed inline table" => ("this table does not end", "Put `}` at its end.".to_owned()),
        "unclosed table" => ("this header does not end", "Put `]` at its end.".to_owned()),
        "unclosed array table" => ("this header does not end", "Put `]]` at its end.".to_owned()),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            ("a comma is missing here", "Separate items by commas.".to_owned())
        }
        "extra comma in array" | "extra comma in inline table" => {
            ("there is a comma too many", "Delete it.".to_owned())
        }
        "key with no value" | "missing value for key" | "missing value" | "string values must be quoted" => {
            ("this key has no value", "Write `key = \"value\"`, or delete the line.".to_owned())
        }
        "unexpected key or value" if text[..text.floor_char_boundary(range.start)].ends_with('\'') => (
            "there is something after the value",
            "Put a text with an apostrophe in it into double quotes: `\"It's\"`.".to_owned(),
        ),
        "invalid unquoted key" => (
            "this is not a key",
            "A key is one word, with `=` after it: `key = \"value\"`. Any other key stands in quotes.".to_owned(),
        ),
        "unexpected key or value" if ends_early(text, &range) => (
            "this text ends at the quotation mark before",
            "Write marks in a text as `“…”`, or each as `\\\"`.".to_owned(),
        ),
        "unexpected key or value" => (
            "there is something after the value",
            "Start a new line for the next key, or write `#` before a note.".to_owned(),
        ),
        "unexpected leading zero" => {
            ("a number cannot start with 0", "Put it in quotes if the zero matters.".to_owned())
        }
        "cannot recurse further; max recursion depth met" => {
            ("lists and tables nest too deeply here", "Make them simpler.".to_owned())
        }
        other if other.starts_with("cannot extend value of type") => {
            ("this is a value above, and cannot be a table as well", "Rename one of the two.".to_owned())
        }
        other => {
            let help = format!("The reader of TOML says: {other}. Lines read `key = \"value\"` or `[table]`.");
            ("this line cannot be read", help)
        }
    };
    Diagnostic::error(Code("toml-syntax"), place, message).with_help(help)
}

/// Whether a text in quotes has others in it: one closes right before `range`, and another one follows in the line.
fn ends_early(text: &str, range: &Range<usize>) -> bool {
    let start = text.floor_char_boundary(range.start);
    let line = text[start..].lines().next().unwrap_or_default();
    text[..start].ends_with('"') && line.contains('"')
}

/// Where the key at `second` was given before: the nearest earlier line of the same table, or for a header of the
/// whole text, that starts in the same way.
fn first_definition(text: &str, second: &Range<usize>) -> Option<Range<usize>> {
    let line_start = lines(text, second).start;
    let start = text.get(line_start..second.end)?.trim_start();
    let is_header = start.starts_with('[');
    let mut at = line_start;
    for line in text[..line_start].split_inclusive('\n').rev() {
        at -= line.len();
        let trimmed = line.trim_start();
        let same = trimmed.strip_prefix(start).is_some_and(|rest| rest.trim_start().starts_with(['=', ']']));
        if same {
            let end = at + (line.len() - trimmed.len()) + start.len();
            return Some(end - (second.end - second.start)..end);
        }
        if trimmed.starts_with('[') && !is_header {
            return None;
        }
    }
    None
}
