//! What stands around a place in a text.

use std::ops::Range;

/// The line, without its end.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// The lines between blank ones.
pub(super) fn paragraph(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut own = line(text, range.start);
    own.end = line(text, range.end.min(text.len())).end.max(own.end);
    while own.start > 0 {
        let above = line(text, own.start - 1);
        if text[above.clone()].trim().is_empty() {
            break;
        }
        own.start = above.start;
    }
    while own.end < text.len() {
        let below = line(text, own.end + 1);
        if text[below.clone()].trim().is_empty() {
            break;
        }
        own.end = below.end;
    }
    own
}

/// Where the text of a section begins.
pub(super) fn body(text: &str) -> usize {
    text.strip_prefix("+++\n").and_then(|rest| rest.find("\n+++\n")).map_or(0, |end| end + 4 + 5)
}

/// The link around, or at, a place: all of it, its words, its address.
pub(super) fn link(text: &str, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let paragraph = paragraph(text, range);
    let mut from = paragraph.start;
    while let Some(found) = text[from..paragraph.end].find("](") {
        let middle = from + found;
        from = middle + 2;
        let close = closing(&text[middle + 1..paragraph.end]).map(|length| middle + 1 + length)?;
        let mut depth = 0;
        let open = text[paragraph.start..=middle].char_indices().rev().find(|(at, one)| {
            let at = paragraph.start + at;
            if text[..at].ends_with('\\') {
                return false;
            }
            match one {
                ']' => depth += 1,
                '[' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some((open, _)) = open else { continue };
        let open = paragraph.start + open;
        if open <= range.start && range.end <= close {
            return Some((open..close, open + 1..middle, middle + 2..close - 1));
        }
    }
    None
}

/// The length up to the bracket that closes the first.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, one) in text.char_indices() {
        match one {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The nearest beginning of a character at or before a byte.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The items of a list, with what stands in them.
pub(super) fn items(text: &str, start: usize) -> Range<usize> {
    let form = |line: &str| {
        let mark: String = line.chars().take_while(|one| one.is_alphanumeric()).take(5).collect();
        let is_item = line[mark.len()..].starts_with([')', '.']) && !mark.is_empty();
        is_item.then(|| (mark.chars().all(|one| one.is_ascii_digit()), line[mark.len()..].chars().next()))
    };
    let own = form(&text[line(text, start)]);
    let mut end = start;
    let mut is_below_blank = false;
    for line in text[start..].split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let goes_on = is_blank
            || line.starts_with(' ')
            || own.is_some() && form(line) == own
            || !is_below_blank && !line.starts_with('#');
        if !goes_on {
            break;
        }
        is_below_blank = is_blank;
        end += line.len();
    }
    start..start + text[start..end].trim_end().len()
}
