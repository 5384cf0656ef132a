//! Bounds on what expressions and templates say, before the engine sees it: the engine recurses over long
//! expressions and over `elif` after `elif`, and its fuel does not count what lists within lists print.

use std::ops::Range;

use super::{ValueError, explain};

/// A template may have this many tags.
const MAX_TAGS: usize = 1_000;

/// Refuses tags longer than `longest` bytes, too many tags, and `raw` blocks, in which tags would not be tags.
pub(super) fn check(template: &str, longest: usize) -> Result<(), ValueError> {
    let (mut at, mut count) = (0, 0);
    // The engine carries open brackets from tag to tag.
    let mut brackets = 0;
    while let Some((start, kind)) = next_tag(template, at) {
        let end = match kind {
            b'#' => template[start + 2..].find("#}").map(|end| start + 2 + end + 2),
            _ => tag_end(template, start + 2, kind, &mut brackets),
        };
        count += 1;
        let range = start..end.unwrap_or(template.len());
        if kind != b'#' && range.len() > longest + 4 {
            return Err(explain::too_long(range, longest));
        }
        if count > MAX_TAGS {
            return Err(explain::too_many_tags(range, MAX_TAGS));
        }
        if kind == b'%' && template[start + 2..].trim_start_matches(['-', '+']).trim_start().starts_with("raw") {
            return Err(explain::raw_block(range));
        }
        at = range.end;
    }
    Ok(())
}

/// Tags that nothing closes, each at its opening, and tags that close or continue nothing, in order.
pub(super) fn unbalanced(template: &str) -> Vec<ValueError> {
    let (statements, unended) = statements(template);
    let mut found: Vec<_> = unended.map(|at| explain::unended(&template[at..at + 2], at..at + 2)).into_iter().collect();
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for (keyword, range) in statements {
        let tag = &template[range.clone()];
        if let Some(opener) = keyword.strip_prefix("end") {
            match open.iter().rposition(|(other, _)| *other == opener) {
                None => found.push(explain::stray(tag, keyword, range)),
                Some(at) => {
                    let inside = open.drain(at..).skip(1);
                    found
                        .extend(inside.map(|(other, range)| explain::unclosed(&template[range.clone()], other, range)));
                }
            }
        } else if matches!(keyword, "else" | "elif") {
            if !open.iter().any(|(other, _)| matches!(*other, "if" | "for")) {
                found.push(explain::stray(tag, keyword, range));
            }
        } else if OPENING.contains(&keyword) || keyword == "set" && !tag.contains('=') {
            open.push((keyword, range));
        }
    }
    // What stands after a tag without an end may have been meant to close.
    let open = open.into_iter().filter(|_| unended.is_none());
    found.extend(open.map(|(other, range)| explain::unclosed(&template[range.clone()], other, range)));
    found.sort_by_key(|error| error.range.start);
    found
}

/// The keywords of statements that go on until another one ends them.
const OPENING: &[&str] = &["for", "if", "with", "filter", "autoescape"];

/// The keyword of each statement that is whole, and where it stands; and where a tag begins that is not.
fn statements(template: &str) -> (Vec<(&str, Range<usize>)>, Option<usize>) {
    let (mut at, mut brackets) = (0, 0);
    let mut statements = Vec::new();
    while let Some((start, kind)) = next_tag(template, at) {
        let end = match kind {
            b'#' => template[start + 2..].find("#}").map(|end| start + 2 + end + 2),
            _ => tag_end(template, start + 2, kind, &mut brackets),
        };
        let Some(end) = end else { return (statements, Some(start)) };
        if kind == b'%' {
            let inside = template[start + 2..end - 2].trim_start_matches(['-', '+']).trim_start();
            let keyword = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            statements.push((keyword, start..end));
        }
        at = end;
    }
    (statements, None)
}

/// Where `*` stands in an expression. Repeated lists of repeated lists would print without end.
pub(super) fn repetition(expression: &str) -> Option<usize> {
    let bytes = expression.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'*' => return Some(at),
            b'"' | b'\'' => at = quoted_end(bytes, at),
            _ => at += 1,
        }
    }
    None
}

/// Where the next tag starts, and of which kind it is: `{`, `%` or `#`.
fn next_tag(template: &str, from: usize) -> Option<(usize, u8)> {
    let bytes = template.as_bytes();
    (from..bytes.len().saturating_sub(1))
        .find(|&at| bytes[at] == b'{' && matches!(bytes[at + 1], b'{' | b'%' | b'#'))
        .map(|at| (at, bytes[at + 1]))
}

/// The byte after a tag whose inside starts at `from`: its end stands outside of quotes and brackets.
fn tag_end(template: &str, from: usize, kind: u8, brackets: &mut isize) -> Option<usize> {
    let bytes = template.as_bytes();
    let closing = if kind == b'{' { b'}' } else { b'%' };
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte == closing && *brackets == 0 && bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
            b'"' | b'\'' => {
                at = quoted_end(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => *brackets += 1,
            b')' | b']' | b'}' => *brackets -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The byte after the text in quotes that starts at `from`.
fn quoted_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while at < bytes.len() && bytes[at] != bytes[from] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}
