//! Where code and comments stand in a text: nothing in them is markup.

use std::ops::Range;

use super::remark::is_mark;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(Range<usize>),
    /// Code with its fences, or a comment.
    Opaque(Range<usize>),
}

/// The fence that a line opens: its indent, mark, length, and what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence<'a> {
    pub(super) indent: usize,
    pub(super) mark: char,
    pub(super) length: usize,
    pub(super) info: &'a str,
}

impl<'a> Fence<'a> {
    /// Of backticks or tildes.
    pub(super) fn of_code(line: &'a str) -> Option<Self> {
        let fence = Self::of(line, &['`', '~'])?;
        (fence.mark == '~' || !fence.info.contains('`')).then_some(fence)
    }

    /// Of colons.
    pub(super) fn of_block(line: &'a str) -> Option<Self> {
        Self::of(line, &[':'])
    }

    fn of(line: &'a str, marks: &[char]) -> Option<Self> {
        let text = line.trim_start_matches(|one: char| matches!(one, ' ' | '\t') || is_mark(one));
        let mark = text.chars().next().filter(|mark| marks.contains(mark))?;
        let rest = text.trim_start_matches(mark);
        let length = text.len() - rest.len();
        (length >= 3).then_some(Self { indent: line.len() - text.len(), mark, length, info: rest.trim() })
    }

    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length && text.chars().all(|one| one == self.mark)
    }
}

/// Cuts a text into what may hold markup, and what cannot.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut opaque = |start: &mut usize, range: Range<usize>| {
        if *start < range.start {
            pieces.push(Piece::Text(*start..range.start));
        }
        *start = range.end;
        pieces.push(Piece::Opaque(range));
    };
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |length| at + length + 1);
        let line = &text[at..line_end];
        let bare = line.trim_start_matches(|one: char| matches!(one, ' ' | '\t' | '>') || is_mark(one));
        if let Some(length) = fenced(&text[at..]) {
            opaque(&mut start, at..at + length);
            at += length;
        } else if let Some(comment) = bare.strip_prefix("<!--").filter(|_| bare.trim_start().starts_with("<!--")) {
            let open = line_end - comment.len();
            let end = text[open..].find("-->").map_or(text.len(), |length| open + length + 3);
            let line_end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
            // What follows it in its line is text.
            let end = if text[end..line_end].trim().is_empty() { line_end } else { end };
            opaque(&mut start, open - 4..end);
            at = line_end;
        } else {
            at = line_end;
        }
    }
    if start < text.len() {
        pieces.push(Piece::Text(start..text.len()));
    }
    pieces
}

/// The bytes of the code between fences that a text begins with.
fn fenced(text: &str) -> Option<usize> {
    let line_end = text.find('\n').map_or(text.len(), |length| length + 1);
    let bare = text[..line_end].trim_start_matches(|one: char| matches!(one, ' ' | '\t' | '>') || is_mark(one));
    let fence = Fence::of_code(behind_marks(bare).trim_end())?;
    Some(end_of_fence(text, line_end, &fence))
}

/// Puts something else in the place of what begins with a sign and stands in no code. Unlike in [`map_text`] it may
/// go on over code and comments: `change` gets all that is left, and says what stands for how many bytes of it.
pub(super) fn map_signs(text: &str, sign: char, mut change: impl FnMut(&str) -> Option<(String, usize)>) -> String {
    let (mut out, mut at, mut begins_line) = (String::with_capacity(text.len()), 0, true);
    while at < text.len() {
        if begins_line && let Some(length) = fenced(&text[at..]) {
            out.push_str(&text[at..at + length]);
            at += length;
            continue;
        }
        let Some(found) = text[at..].find(['\n', sign, '`']) else { break };
        out.push_str(&text[at..at + found]);
        at += found;
        let rest = &text[at..];
        begins_line = rest.starts_with('\n');
        let length = match rest.as_bytes()[0] as char {
            '`' => {
                let marks = rest.len() - rest.trim_start_matches('`').len();
                code_span(rest).map_or(marks, |(length, _)| length)
            }
            one if one == sign => match change(rest) {
                Some((with, length)) => {
                    out.push_str(&with);
                    at += length;
                    continue;
                }
                None => 1,
            },
            _ => 1,
        };
        out.push_str(&rest[..length]);
        at += length;
    }
    out + &text[at..]
}

/// Code between fences that are longer than all backticks in it.
pub(super) fn code_block(info: &str, code: &str) -> String {
    let fence = fence_around(code);
    format!("{fence}{info}\n{}\n{fence}", code.trim_end_matches('\n'))
}

/// Backticks that close no code but their own.
pub(super) fn fence_around(code: &str) -> String {
    let longest = code.split(|one| one != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// A line without the marks of items that it begins with.
pub(super) fn behind_marks(line: &str) -> &str {
    let mut rest = line;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|one: char| one.is_ascii_digit()).len();
        let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
        match rest[digits..].strip_prefix(marks).and_then(|behind| behind.strip_prefix(' ')) {
            Some(behind) => rest = behind.trim_start_matches(' '),
            None => return rest,
        }
    }
}

fn end_of_fence(text: &str, start: usize, fence: &Fence) -> usize {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        if fence.is_closed_by(line.trim_start_matches([' ', '\t', '>'])) {
            return at;
        }
    }
    text.len()
}

/// Applies something to all that may hold markup.
pub(super) fn map_text(text: &str, mut change: impl FnMut(&str) -> String) -> String {
    let pieces = pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(range) => change(&text[range]),
        Piece::Opaque(range) => text[range].to_owned(),
    });
    pieces.collect()
}

/// The length of a code span that `text` begins with, and how many marks open it.
pub(super) fn code_span(text: &str) -> Option<(usize, usize)> {
    let marks = text.len() - text.trim_start_matches('`').len();
    if marks == 0 {
        return None;
    }
    let mut at = marks;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        if text[at..start].contains("\n\n") {
            return None;
        }
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        at = start + run;
        if run == marks {
            return Some((at, marks));
        }
    }
    None
}

/// Brackets within brackets: those of a text that nests deeper are words.
const MAX_NEST: usize = 24;

/// The bytes up to the bracket that closes the one that `text` begins with; code, escapes and formulas are passed.
pub(super) fn bracketed(text: &str, open: char, close: char) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    while let Some(one) = text[at..].chars().next() {
        if one == '\\' {
            at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        if one == '`' {
            let marks = text[at..].len() - text[at..].trim_start_matches('`').len();
            at += code_span(&text[at..]).map_or(marks, |(length, _)| length);
            continue;
        }
        if one == '$'
            && let Some(formula) = super::maths::found(&text[at..])
        {
            at += formula.length;
            continue;
        }
        if one == '\n' && text[at..].starts_with("\n\n") {
            return None;
        }
        at += one.len_utf8();
        if one == open {
            depth += 1;
            if depth > MAX_NEST {
                return None;
            }
        } else if one == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// A text in which each character prints as it is typed.
pub(super) fn literal(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    let mut begins_line = true;
    for (at, character) in text.char_indices() {
        let is_markup = "\\`*_{}[]<>~^$|&\"'@".contains(character)
            || begins_line && "#+-=:>%!".contains(character)
            || matches!(character, '!') && text[at + 1..].starts_with('[')
            || matches!(character, '.' | ')') && ends_number(&text[..at])
            || character == ':' && text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        if is_markup {
            written.push('\\');
        }
        written.push(character);
        begins_line = character == '\n' || begins_line && matches!(character, ' ' | '\t');
    }
    written
}

/// Whether a line so far is the number of an item.
fn ends_number(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    !line.is_empty() && line.len() < 10 && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'(')
}
