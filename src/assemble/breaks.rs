//! Where a line may break within a long word, an address or code.
//!
//! What is put there is room too small to be seen. It is no character, so a reader copies what the author wrote. (A
//! zero-width space would be copied, and could not be told from one that is part of an identifier.)

use std::ops::Range;

use crate::markup::Markup;
use crate::section::{Inline, InlineKind, Text};

/// What lets a line break, and prints nothing. (Typst leaves out room that is no room at all.)
const OPPORTUNITY: &str = "#h(1e-6pt)";

/// Shorter words stay whole: in text a line has room for them, in the cell of a table it may not.
const MIN_LETTERS_IN_TEXT: usize = 30;
const MIN_LETTERS_IN_CELL: usize = 12;

/// What is longer than this and holds nothing at which it could break (a digest, say) breaks anywhere.
const MAX_PIECE: usize = 16;

/// How much of a word has to stand on either side of a break, and between two of them in a digest.
const MIN_PIECE: usize = 4;

/// What is written, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub is_code: bool,
    pub in_cell: bool,
    /// Whether its first and its last word go on in what stands beside it.
    pub goes_on: [bool; 2],
    /// Whether the call of a note follows its last word.
    pub is_called: bool,
    /// Whether there is so much of it that fewer breaks have to do.
    pub in_long: bool,
}

/// Words of fewer letters are not hyphenated.
const MIN_LETTERS_HYPHENATED: usize = 5;

/// Whether text has words that can be hyphenated.
pub(super) fn has_words(text: &str) -> bool {
    text.split(|character: char| !character.is_alphabetic()).any(|word| word.chars().count() >= MIN_LETTERS_HYPHENATED)
}

/// Writes pieces of text that follow one another, with what lets their lines break.
pub(super) fn write(out: &mut Markup, inlines: &[Inline], setting: Setting) {
    let pieces: Vec<&Text> = inlines
        .iter()
        .filter_map(|inline| match &inline.kind {
            InlineKind::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    match pieces.as_slice() {
        [] => {}
        [one] => write_text(out, one, &opportunities(one, setting), setting),
        several => {
            // A word goes on from one piece to the next.
            let whole: String = several.iter().map(|piece| piece.as_str()).collect();
            let breaks = opportunities(&whole, setting);
            let mut start = 0;
            for (at, piece) in several.iter().enumerate() {
                let from = breaks.partition_point(|&at| at <= start);
                let to = breaks.partition_point(|&at| at < start + piece.len());
                if from > 0 && breaks[from - 1] == start {
                    out.syntax(OPPORTUNITY);
                }
                let own: Vec<usize> = breaks[from..to].iter().map(|at| at - start).collect();
                let [first, last] = setting.goes_on;
                let (is_first, is_last) = (at == 0, at + 1 == several.len());
                let goes_on = [first || !is_first, last || !is_last];
                let is_called = setting.is_called && is_last;
                write_text(out, piece, &own, Setting { goes_on, is_called, ..setting });
                start += piece.len();
            }
        }
    }
}

fn write_text(out: &mut Markup, text: &Text, breaks: &[usize], setting: Setting) {
    let mut start = 0;
    for &at in breaks {
        write_words(out, text, start..at, setting);
        out.syntax(OPPORTUNITY);
        start = at;
    }
    match start == 0 && !setting.in_cell {
        true => out.text(text),
        false => write_words(out, text, start..text.len(), setting),
    }
}

/// Writes text between two breaks. In a cell, words that could be hyphenated are written one by one, so that those are
/// alone that have no room in one piece.
fn write_words(out: &mut Markup, text: &Text, range: Range<usize>, setting: Setting) {
    if !setting.in_cell || setting.is_code || setting.in_long {
        return out.text(&text.part(range));
    }
    let may_end =
        |sign: char| (sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}')) || "-–—/".contains(sign);
    let (mut plain, mut start) = (range.start, range.start);
    for word in text[range.clone()].split_inclusive(may_end) {
        let own = word.trim_end_matches(char::is_whitespace);
        let (from, to) = (start, start + own.len());
        start += word.len();
        let goes_on = (from == 0 && setting.goes_on[0]) || (to == text.len() && setting.goes_on[1]);
        if goes_on || !has_words(own) {
            continue;
        }
        if plain < from {
            out.text(&text.part(plain..from));
        }
        let is_called = to == text.len() && setting.is_called;
        // A letter is hardly wider than the type is high, and the call of a note is as three of them.
        let most = own.chars().count() + if is_called { 3 } else { 0 };
        out.syntax(&format!("#whole({most}, {is_called})["));
        out.text(&text.part(from..to));
        out.syntax("]");
        plain = to;
    }
    if plain < range.end || range.is_empty() {
        out.text(&text.part(plain..range.end));
    }
}

/// Writes a call of `raw` with the `arguments` that come before its text, without the hash.
///
/// Code is one string to Typst. Its lines that may break are given again, as content.
pub(super) fn write_code(out: &mut Markup, code: &Text, arguments: &str, setting: Setting) {
    let lines = broken_lines(code, setting);
    if !lines.is_empty() {
        out.syntax("{let lines = (");
        for (number, line, breaks) in &lines {
            out.syntax(&format!("\"{number}\": ["));
            write_text(out, &code.part(line.clone()), breaks, setting);
            out.syntax("], ");
        }
        out.syntax("); show raw.line: line => lines.at(str(line.number), default: line); ");
    }
    out.syntax(&format!("raw({arguments}"));
    out.string(&out.printed(code));
    out.syntax(if lines.is_empty() { ")" } else { ")}" });
}

/// The lines of code that may break, counted from 1: where each stands in the code, and where in it a line may break.
fn broken_lines(code: &Text, setting: Setting) -> Vec<(usize, Range<usize>, Vec<usize>)> {
    // At these Typst begins a line as well.
    if code.contains(['\u{b}', '\u{c}', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Vec::new();
    }
    let mut start = 0;
    let lines = code.split('\n').enumerate().filter_map(|(index, line)| {
        let range = start..start + line.len();
        start = range.end + 1;
        // How wide a tab is, the template says.
        let breaks = if line.contains('\t') { Vec::new() } else { opportunities(line, setting) };
        (!breaks.is_empty()).then_some((index + 1, range, breaks))
    });
    lines.collect()
}

/// Where a line may break within the words of a text, beside where it may in any case; in bytes, in order.
pub(super) fn opportunities(text: &str, setting: Setting) -> Vec<usize> {
    let shortest = if setting.in_cell { MIN_LETTERS_IN_CELL } else { MIN_LETTERS_IN_TEXT };
    let mut found = Vec::new();
    for word in text.split(char::is_whitespace).filter(|word| word.len() >= shortest) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        found.extend(in_word(word, setting).into_iter().map(|at| start + at));
    }
    found
}

fn in_word(word: &str, setting: Setting) -> Vec<usize> {
    let characters: Vec<(usize, char)> = word.char_indices().collect();
    // An amount, a date or a telephone number stays in one line. And in a line from right to left, figures go on to
    // the right of a break only if a letter that does so went before.
    let has_figures = characters.iter().any(|(_, character)| character.is_numeric());
    let letter = characters.iter().position(|(_, character)| character.is_alphabetic());
    let letter = letter.or((!has_figures).then_some(0)).filter(|_| !word.contains(runs_leftwards));
    let Some(letter) = letter else { return Vec::new() };
    let end = characters.len();
    let mut found: Vec<usize> = Vec::new();
    // The piece since the last break.
    let mut start = 0;
    for index in 1..=end {
        if index < end && !separates(characters[index - 1].1, characters[index].1, setting.is_code) {
            continue;
        }
        if index - start > MAX_PIECE && breaks_anywhere(&characters[start..index], setting.is_code) {
            found.extend((start + MIN_PIECE..=index - MIN_PIECE).step_by(MIN_PIECE));
        }
        if index >= MIN_PIECE && end - index.min(end) >= MIN_PIECE {
            found.push(index);
        }
        start = index;
    }
    // The scheme, and all that Typst breaks by itself in addresses: all but the last part of them.
    let own = word.rfind("://").map_or(0, |_| {
        characters.iter().rposition(|(_, character)| !character.is_alphanumeric()).map_or(0, |last| last + 2)
    });
    found.retain(|&at| at > letter && at >= own);
    if setting.in_long {
        let mut next = MAX_PIECE;
        found.retain(|&at| at >= next && std::mem::replace(&mut next, at + MAX_PIECE) <= at);
    }
    found.into_iter().map(|at| characters[at].0).collect()
}

pub(super) fn runs_leftwards(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether a word may break between two characters without a hyphen.
fn separates(before: char, after: char, is_code: bool) -> bool {
    let is_separator = matches!(
        before,
        '_' | '/' | '\\' | '.' | '-' | '@' | ':' | '=' | '&' | '?' | '#' | '%' | '+' | '~' | '|' | ',' | ';' | '>'
    );
    let begins_part = is_code && before.is_lowercase() && after.is_uppercase();
    (is_separator && after.is_alphanumeric()) || begins_part
}

/// Whether a piece has no better place for a break: a word of letters is hyphenated, or cannot be.
fn breaks_anywhere(piece: &[(usize, char)], is_code: bool) -> bool {
    let has = |is: fn(&char) -> bool| piece.iter().any(|(_, character)| is(character));
    !has(|character| !character.is_ascii()) && (is_code || has(char::is_ascii_digit) || !has(char::is_ascii_alphabetic))
}
