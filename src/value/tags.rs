//! Bounds on what expressions and templates say, before the engine sees it: the engine recurses over long
//! expressions and over `elif` after `elif`, and its fuel does not count what lists within lists print.

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
