//! Items of lists whose marks are of no list here: `1- one`, `1 - one`, `1° one`, `[a] one`, `-- one`, `Ø one`.

use super::miss::{Kind, Misses};
use super::view::View;
use crate::section::Figures;

static ITEM: Kind = Kind::likely(
    "literal-list",
    "a list",
    "Its lines run on. Write `1. `, `a) ` or `- ` before each item, below a blank line.",
);

/// Signs that word processors and authors put before items, and which mean something else in a line by themselves.
const SIGNS: &[&str] =
    &["--", "---", "->", "-->", "=>", "==>", "→", "⇒", "»", "›", "§", "¨", "Ø", "·", "~", "¤", "※", "✱", "◊", "❑", "❒"];

/// What stands before a line's text.
#[derive(PartialEq)]
enum Mark<'l> {
    Sign(&'l str),
    Number { before: &'l str, after: &'l str, readings: Vec<(Figures, u64)> },
}

/// Looks for two lines or more in a row whose marks are alike, and whose numbers rise by one.
pub(super) fn find(view: &View, misses: &mut Misses) {
    if !view.run.standing.is_paragraph() || !view.has("\n") {
        return;
    }
    let mut above: Option<(usize, usize, Mark)> = None;
    let mut is_told = false;
    for (at, line) in view.lines() {
        // Where its author breaks the line, it does not run on.
        if at > 0 && view.run.text()[..at].ends_with('\n') {
            above = None;
        }
        let mark = mark(line);
        let goes_on = matches!((&above, &mark), (Some((_, _, above)), Some((_, mark))) if follows(above, mark));
        if let Some((start, length, _)) = above.as_ref().filter(|_| goes_on && !is_told) {
            misses.add(*start..start + length, &ITEM, None);
        }
        is_told = goes_on;
        above = mark.map(|(length, mark)| (at, length, mark));
    }
}

fn follows(above: &Mark, below: &Mark) -> bool {
    match (above, below) {
        (Mark::Sign(above), Mark::Sign(below)) => above == below,
        (Mark::Number { before, after, readings }, Mark::Number { before: open, after: close, readings: next }) => {
            let rises = |(figures, value): &(Figures, u64)| next.contains(&(*figures, value + 1));
            before == open && after == close && readings.iter().any(rises)
        }
        _ => false,
    }
}

/// The mark at the start of a line, which a blank and more follow, and its length.
fn mark(line: &str) -> Option<(usize, Mark<'_>)> {
    let word = &line[..line.find([' ', '\t', '\u{a0}'])?];
    let rest = line[word.len()..].trim_start();
    let is_sign = SIGNS.contains(&word) || word.chars().all(|one| matches!(one, '\u{f000}'..='\u{f0ff}'));
    if is_sign && !word.is_empty() {
        return rest.starts_with(char::is_alphanumeric).then_some((word.len(), Mark::Sign(word)));
    }
    let mut signs = word.chars();
    if let (Some(one @ ('①'..='⑳' | 'ⓐ'..='ⓩ' | '❶'..='❿' | '➀'..='➉')), None) = (signs.next(), signs.next())
    {
        let readings = vec![(Figures::Digits, u64::from(u32::from(one)))];
        return Some((word.len(), Mark::Number { before: "", after: "", readings }));
    }
    let number = word.trim_start_matches(['[', '(', '{']);
    let before = &word[..word.len() - number.len()];
    let length = number.find(|one: char| !one.is_alphanumeric() || "ºª".contains(one)).unwrap_or(number.len());
    let (number, after) = number.split_at(length);
    // `1 - one`, `1 . one`
    let apart = rest.find(' ').map_or("", |end| &rest[..end]);
    let (after, length) = match apart {
        "-" | "–" | "—" | "." | ")" | "):" if after.is_empty() && before.is_empty() => {
            (apart, line.len() - rest.len() + apart.len())
        }
        _ => (after, word.len()),
    };
    let is_read = length == word.len() && matches!((before, after), ("", "." | ")") | ("(", ")"));
    let is_mark = MARKS.contains(&after) && !is_read;
    let readings = if number.len() <= MAX_NUMBER { Figures::read(number) } else { Vec::new() };
    (is_mark && !readings.is_empty()).then_some((length, Mark::Number { before, after, readings }))
}

/// What stands behind the number of an item.
const MARKS: &[&str] =
    &[".", ")", ":", "-", "–", "—", ".-", ".)", ")-", ").", "):", "]", "}", "].", "°", "º", "ª", ".°", "/"];

/// In bytes: a year is longer.
const MAX_NUMBER: usize = 3;
