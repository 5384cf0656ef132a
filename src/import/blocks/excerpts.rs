//! The part of a file of code that `literalinclude` of Sphinx and MyST takes.
//!
//! Source: the manual of Sphinx,
//! <https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html#directive-literalinclude>.

use super::super::meta::Value;
use super::lists::indent;

/// The lines of `code` that the options of the directive mean: all of them if these say nothing, or name what is not
/// there.
pub(super) fn of(code: &str, options: &Value) -> String {
    let get = |key: &str| options.get(key).and_then(Value::text);
    let all: Vec<&str> = code.lines().collect();
    let mut lines = get("pyobject").and_then(|name| object(&all, name)).unwrap_or(&all);
    let at = |lines: &[&str], words: &str, from: usize| lines.iter().skip(from).position(|line| line.contains(words));
    if let Some(start) = get("start-at").and_then(|words| at(lines, words, 0)) {
        lines = &lines[start..];
    } else if let Some(start) = get("start-after").and_then(|words| at(lines, words, 0)) {
        lines = &lines[start + 1..];
    }
    if let Some(end) = get("end-at").and_then(|words| at(lines, words, 0)) {
        lines = &lines[..=end];
    } else if let Some(end) = get("end-before").and_then(|words| at(lines, words, 1)) {
        lines = &lines[..=end];
    }
    match get("lines").and_then(|written| ranges(written, lines.len())) {
        Some(numbers) => numbers.into_iter().filter_map(|at| lines.get(at).copied()).collect::<Vec<_>>().join("\n"),
        None => lines.join("\n"),
    }
}

/// The class or function of Python that is called so, `Class.method` too, with its decorators.
fn object<'l, 't>(lines: &'l [&'t str], name: &str) -> Option<&'l [&'t str]> {
    let (mut lines, mut start) = (lines, 0);
    for part in name.split('.') {
        let is_it = |line: &&str| {
            let text = line.trim_start().trim_start_matches("async ");
            let named = text.strip_prefix("def ").or_else(|| text.strip_prefix("class ")).map(str::trim_start);
            let behind = named.and_then(|named| named.strip_prefix(part));
            behind.is_some_and(|rest| rest.starts_with(['(', ':', ' ', '[']))
        };
        start += lines.get(start..)?.iter().position(is_it)?;
        let width = indent(lines[start]);
        let is_behind = |line: &&str| !line.trim().is_empty() && indent(line) <= width && !line.trim().starts_with(')');
        let length = lines[start + 1..].iter().position(is_behind).unwrap_or(lines.len() - start - 1);
        lines = &lines[..=start + length];
    }
    let end = lines.iter().rposition(|line| !line.trim().is_empty())?;
    let width = indent(lines[start]);
    let is_decorator = |line: &&&str| line.trim_start().starts_with('@') && indent(line) == width;
    start -= lines[..start].iter().rev().take_while(is_decorator).count();
    Some(&lines[start..=end])
}

/// `1,3,5-10,20-` as numbers from nought, in that order; [`None`] if it is none of these.
fn ranges(written: &str, count: usize) -> Option<Vec<usize>> {
    let mut numbers = Vec::new();
    for part in written.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number =
            |text: &str, missing: usize| if text.is_empty() { Some(missing) } else { text.trim().parse().ok() };
        let (first, last) = (number(first, 1)?, number(last, count)?);
        numbers.extend(first.max(1) - 1..last.min(count));
        // What is said over and over prints no more than the file holds.
        if numbers.len() > count {
            numbers.truncate(count);
            break;
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}
