//! Values that are not closed, or not opened at all: where they are meant to end, by the fields that follow.

use super::raw::Text;
use super::syntax::{MAX_DEPTH, SYNTAX};
use crate::diagnostic::Diagnostic;
use crate::source::Source;

pub(super) const COUNT: &str = "Count the braces of this value; `\\{` prints a brace that does not count.";

/// A value as it is probably meant.
pub(super) struct Guess {
    /// Where it ends in the file.
    pub end: usize,
    pub value: Text,
    pub found: Diagnostic,
}

/// What the value that begins at `start` is meant to be, of which no more could be read than to `at`.
pub(super) fn value(source: &Source, start: usize, at: usize, close: u8) -> Option<Guess> {
    unclosed(source, start, at).or_else(|| bare(source, start, close))
}

/// A value whose delimiter at `open` is not closed, so that more was read than what belongs to it: all to `at`.
pub(super) fn unclosed(source: &Source, open: usize, at: usize) -> Option<Guess> {
    let opening = source.text().as_bytes().get(open).filter(|byte| matches!(byte, b'{' | b'"'))?;
    let end = end_of_unclosed(source.text(), open).filter(|end| *end < at)?;
    let what = if *opening == b'"' { "quotation mark" } else { "brace" };
    let message = format!("this {what} is never closed: its value is read to the next field");
    let found = Diagnostic::warning(SYNTAX, source.span(open..open + 1), message).with_help(COUNT);
    let value = Text::at(source, open + 1..end);
    Some(Guess { end, value: Text { text: freed(&value.text), is_typed: false, ..value }, found })
}

/// A value that does not stand in one pair of delimiters.
fn bare(source: &Source, start: usize, close: u8) -> Option<Guess> {
    let end = end_of_bare(source.text(), start, close)?;
    let value = Text::at(source, start..start + source.text()[start..end].trim_end().len());
    let message = "this value does not stand in one pair of braces: it is read to the next field";
    let found = Diagnostic::warning(SYNTAX, value.span, message).with_help("Put all of it in braces: `{…}`.");
    let inner = value.text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned);
    let value = match inner {
        Some(inner) => Text { text: inner, is_typed: false, ..value },
        None => value,
    };
    Some(Guess { end, value, found })
}

/// Where a value ends that does not stand in one pair of delimiters, `\url{https://example.org}` or `{A} of "B"`:
/// before the next field, or before what closes its entry. None if that can be read in more than one way.
fn end_of_bare(text: &str, start: usize, close: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_end = |rest: &str| is_at_field(rest) || rest.as_bytes().first() == Some(&close);
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        let rest = text.get(at + 1..).unwrap_or_default();
        match byte {
            b'\\' if !rest.starts_with('\n') => at += 1,
            _ if byte == close && depth == 0 => {
                let line = rest.split('\n').next().unwrap_or_default();
                return Some(at).filter(|_| line.trim().is_empty());
            }
            b'{' if depth == MAX_DEPTH => return None,
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 && is_end(rest.trim_start()) => return Some(at),
            b'\n' => match line(rest) {
                Some(line) if opens_entry(line) => return None,
                Some(line) if depth == 0 && is_end(line) => return Some(at),
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a value is meant to end whose delimiter at `open` is never closed: before the line of the next field, or
/// before a brace that stands alone. None if an entry begins before that.
fn end_of_unclosed(text: &str, open: usize) -> Option<usize> {
    let breaks = text[open..].match_indices('\n').map(|(at, _)| open + at);
    let lines = breaks.filter_map(|end| Some((end, line(&text[end + 1..])?)));
    let mut lines = lines.take_while(|(_, line)| !opens_entry(line));
    let is_closing =
        |line: &str| line.strip_prefix('}').is_some_and(|rest| rest.lines().next().is_none_or(str::is_empty));
    lines.find(|(_, line)| is_at_field(line) || is_closing(line)).map(|(end, _)| end)
}

/// What a line begins with, and all that follows; nothing of one that is empty, so that many of them cost nothing.
fn line(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t', '\r']);
    (!text.starts_with('\n')).then_some(text)
}

/// What stands between delimiters of which the second one is missing, without braces that are never closed.
fn freed(text: &str) -> String {
    let text = text.trim_end().trim_end_matches(',');
    let mut open = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at),
            b'}' => _ = open.pop(),
            _ => {}
        }
    }
    text.char_indices().filter(|(at, _)| open.binary_search(at).is_err()).map(|(_, character)| character).collect()
}

pub(super) fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'_' | b'-' | b'+' | b'.' | b':' | b'/')
}

/// Whether `text` starts with a name and `=`.
pub(super) fn is_at_field(text: &str) -> bool {
    let name = text.bytes().take_while(|&byte| is_identifier(byte)).count();
    name > 0 && text[name..].trim_start().starts_with('=')
}

/// Whether `text` starts with `@word{` or `@word(`, or with `@{`, whose word is missing.
pub(super) fn opens_entry(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('@') else { return false };
    let name = rest.bytes().take_while(|&byte| is_identifier(byte)).count();
    rest.starts_with('{') || name > 0 && rest[name..].trim_start_matches([' ', '\t']).starts_with(['{', '('])
}
