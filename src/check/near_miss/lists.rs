//! Items of lists that run on as one paragraph: bullets, dashes and letters of a word processor, and marks without
//! their space.

use super::super::prose::Standing;
use super::miss::{Kind, Misses};
use super::view::View;
use crate::section::marker::Marker;
use crate::section::{Figures, Marks};

static BULLET: Kind =
    Kind::certain("literal-list", "an item of a list", "Write `- ` before each item, on a line of its own.");
static DASH: Kind =
    Kind::likely("literal-list", "a list", "Write `- ` before each item, on a line of its own, below a blank line.");
static SPACE: Kind = Kind::likely(
    "literal-list",
    "an item of a list",
    "A space follows the mark; a backslash before it says that it is meant as it stands.",
);
const LETTERS_HELP: &str =
    "Leave a blank line above its first item, or end the line above with a colon; items of one list are alike.";
static LETTERS: Kind = Kind::likely("literal-list", "a list", LETTERS_HELP);
static OTHER_LETTERS: Kind = Kind::likely(
    "literal-list",
    "a list",
    "Items of one list are alike. Write a list within an item further in, below a blank line.",
);
static MANY_LETTERS: Kind = Kind::certain("literal-list", "a list", LETTERS_HELP);

/// What word processors put before items.
const BULLETS: &str = "•▪▫◦‣⁃●■□◆◇❖➢➤➔►▶✓✔✗✘·○";

/// What stands between two halves of words that share one half, where a language writes them so.
const JOINING: &[&str] = &["bzw.", "eller", "en", "och", "oder", "of", "og", "samt", "sowie", "und", "wie"];

/// How far below an item the next one begins, in lines.
const NEAR: usize = 20;

/// A line of fewer characters was not ended by a full measure,
const SHORT: usize = 60;

/// and one of fewer than this not even by that of a column.
const NARROW: usize = 40;

pub(super) fn find(view: &View, misses: &mut Misses) {
    if !view.run.standing.is_paragraph() {
        return;
    }
    let lines: Vec<(usize, &str)> = view.lines().collect();
    bullets(view, &lines, misses);
    if lines.len() > 1 {
        dashes(&lines, misses);
        circles(&lines, misses);
        letters(view, &lines, misses);
        letters_without_space(&lines, misses);
    }
    marks(view, &lines, misses);
}

fn bullets(view: &View, lines: &[(usize, &str)], misses: &mut Misses) {
    for (index, &(at, line)) in lines.iter().enumerate() {
        let Some(bullet) = line.chars().next().filter(|first| *first > '\u{b0}' && BULLETS.contains(*first)) else {
            continue;
        };
        let rest = &line[bullet.len_utf8()..];
        let blanks = rest.len() - rest.trim_start().len();
        // A middle dot or sign may belong to its word.
        if blanks == 0 && (rest.is_empty() || "·○□✓✔✗✘".contains(bullet)) {
            continue;
        }
        let range = at..at + bullet.len_utf8();
        let mark = if index == 0 && view.run.standing == Standing::Item { "" } else { "- " };
        misses.add(range.clone(), &BULLET, Some((range.start..range.end + blanks, mark.to_owned())));
    }
}

/// Two lines or more that begin with a dash, the first of all among them.
fn dashes(lines: &[(usize, &str)], misses: &mut Misses) {
    let begins =
        |line: &str| line.strip_prefix(['–', '—', '−']).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if begins(lines[0].1) && lines[1..].iter().any(|(_, line)| begins(line)) {
        misses.add(lines[0].0..lines[0].0 + '–'.len_utf8(), &DASH, None);
    }
}

/// The second bullet of Word as a letter.
fn circles(lines: &[(usize, &str)], misses: &mut Misses) {
    if lines.iter().all(|(_, line)| line.starts_with("o ") || line.starts_with("o\t")) {
        for &(at, line) in lines {
            let blanks = line[1..].len() - line[1..].trim_start().len();
            misses.add(at..at + 1, &DASH, Some((at..at + 1 + blanks, "- ".to_owned())));
        }
    }
}

/// `-item`, `1.item` and `1)item`.
fn marks(view: &View, lines: &[(usize, &str)], misses: &mut Misses) {
    let found: Vec<Option<usize>> = lines.iter().map(|(_, line)| unspaced(line)).collect();
    for (index, (&(at, line), length)) in lines.iter().zip(&found).enumerate() {
        let Some(length) = *length else { continue };
        let has_neighbour =
            index > 0 && found[index - 1].is_some() || found.get(index + 1).is_some_and(Option::is_some);
        // The second half of a word, as in "Strafverfolgung und -verteidigung".
        let above = if index > 0 { lines[index - 1].1.trim_end() } else { "" };
        let joins = |word: &str| JOINING.contains(&word) || word.ends_with([',', '/']);
        let is_half = line.starts_with('-') && above.split(' ').next_back().is_some_and(joins);
        let goes_on = view.run.standing == Standing::Item && !is_half || above.ends_with(':');
        if index > 0 && !has_neighbour && !goes_on {
            continue;
        }
        let is_sure = has_neighbour || line.starts_with('-') && line[1..].starts_with(char::is_uppercase);
        let end = at + length;
        misses.add(at..end, &SPACE, is_sure.then(|| (end..end, " ".to_owned())));
    }
}

/// `(a)item`, `(b)item`: in one line alone that may be a word, as `(s)he` is.
fn letters_without_space(lines: &[(usize, &str)], misses: &mut Misses) {
    let mark = |line: &str| {
        let end = line.find(')')? + 1;
        let is_word = line[end..].starts_with(char::is_alphabetic);
        let spaced = format!("{} x", &line[..end]);
        let marker = Marker::read(&spaced).filter(|marker| is_word && !marker.is_plain())?;
        Some((end, marker.marks, marker.readings))
    };
    let found: Vec<_> = lines.iter().map(|(at, line)| mark(line).map(|mark| (*at, mark))).collect();
    for pair in found.windows(2) {
        let [Some((one, (length, marks, readings))), Some((other, (next, next_marks, next_readings)))] = pair else {
            continue;
        };
        let follows = |(figures, value): &(Figures, u64)| next_readings.contains(&(*figures, value + 1));
        if marks == next_marks && readings.iter().any(follows) {
            for end in [one + length, other + next] {
                misses.add(end - 1..end, &SPACE, Some((end..end, " ".to_owned())));
            }
        }
    }
}

/// The length of a list's mark that a word follows without a space.
fn unspaced(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|one: char| one.is_ascii_digit()).len();
    let (length, letters) = match line[digits..].chars().next()? {
        '-' | '+' if digits == 0 => (1, 1),
        '.' | ')' if (1..=2).contains(&digits) => (digits + 1, 2),
        _ => return None,
    };
    let word = line[length..].chars().take_while(|one| one.is_alphabetic()).count();
    (word >= letters).then_some(length)
}

/// `a) …`, `b) …` on lines of one paragraph, where no list could begin: below text that ends without a colon.
fn letters(view: &View, lines: &[(usize, &str)], misses: &mut Misses) {
    let mut index = 0;
    while index < lines.len() {
        let (at, line) = lines[index];
        index += 1;
        let above = if index > 1 { lines[index - 2].1.trim_end() } else { "" };
        let is_plain = index == 1 || above.ends_with([':', ';']);
        let Some(first) = Marker::read(line).filter(|_| is_plain || is_ended(above)) else { continue };
        let (mut last, mut count) = (first.clone(), 1);
        // Two lines may begin with the initials of people, or with numbers of what the text is about.
        // Behind an item, one of another kind is meant.
        let goes_on = view.run.standing == Standing::Item && above.ends_with(';');
        let is_below_item = view.run.standing == Standing::Item
            && index == 2
            && above.chars().count() < NARROW
            && first.readings.iter().any(|(_, value)| *value == 1);
        let mut fewest = match first.marks {
            Marks::Bracket | Marks::Brackets if goes_on || is_below_item => 1,
            Marks::Bracket => 2,
            Marks::Brackets if is_plain => 2,
            Marks::Point if is_below_item => 2,
            _ => 3,
        };
        let below = index;
        for (next, (_, line)) in lines.iter().enumerate().skip(index) {
            if next > index + NEAR {
                break;
            }
            let Some(marker) = Marker::read(line).filter(|marker| marker.follows(&last)) else { continue };
            let length = marker.length;
            if is_ended(lines[next - 1].1) {
                (last, count, index) = (marker, count + 1, next + 1);
            }
            let follows = next == below && !goes_on_as_text(&line[length..]);
            let is_next = follows || lines[next - 1].1.trim_end().ends_with(';');
            if first.marks != Marks::Point && is_next {
                fewest = fewest.min(2);
            }
        }
        if count >= fewest {
            let range = at..at + first.length;
            let is_item = is_below_item && is_at_margin(view, at);
            let change = blank_line(view, at).filter(|_| !is_item).map(|blank| (at..at, blank));
            let kind = match count {
                _ if is_item => &OTHER_LETTERS,
                0..=2 => &LETTERS,
                _ => &MANY_LETTERS,
            };
            misses.add(range, kind, change);
        }
    }
}

/// What puts a blank line above a line, where nothing but blanks stands before its text.
fn blank_line(view: &View, at: usize) -> Option<String> {
    let before = before_line(view, at)?;
    before.trim().is_empty().then(|| format!("\n{before}"))
}

fn is_at_margin(view: &View, at: usize) -> bool {
    before_line(view, at).is_some_and(str::is_empty)
}

/// What stands before the text of a line that is not the first of its file.
fn before_line<'v>(view: &'v View, at: usize) -> Option<&'v str> {
    let place = view.run.flat.place(at..at + 1)?.range().start;
    let above = &view.run.source.text()[..place];
    Some(&above[above.rfind('\n')? + 1..])
}

/// Whether what stands behind a letter says that it is of a text: `point (a) of Article 6 and point (b) of that`.
fn goes_on_as_text(rest: &str) -> bool {
    rest.split_whitespace().next().is_none_or(|word| JOINTS.contains(&word))
}

const JOINTS: &[&str] = &[
    "and", "da", "de", "del", "della", "der", "des", "di", "do", "du", "e", "en", "et", "lid", "of", "oder", "or",
    "ou", "to", "und", "van", "y",
];

/// Whether a line was ended by its author, not by the measure.
fn is_ended(line: &str) -> bool {
    line.chars().count() < SHORT || line.trim_end().ends_with([';', ',', '.', ':'])
}
