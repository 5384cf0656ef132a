//! Stars, underscores and tildes that emphasise nothing.

use std::ops::{Range, RangeInclusive};

use super::miss::{Change, Kind, Misses};
use super::view::View;

const HELP: &str = "The marks touch the words that they are for, and no letter beyond: `**Note:** text`; `\\*` is the \
                    character itself.";

static PAIR: Kind = Kind::certain("literal-emphasis", "emphasis", HELP);
static SINGLE: Kind = Kind::likely(
    "literal-emphasis",
    "emphasis",
    "Close it, or put a space behind the mark of a list’s item; `\\*` is the character itself.",
);

/// How many marks of each kind emphasise.
const MARKS: [(char, RangeInclusive<usize>); 3] = [('*', 1..=3), ('_', 1..=2), ('~', 2..=2)];

/// Equal marks in a row.
struct Marks {
    mark: char,
    at: Range<usize>,
    before: Option<char>,
    after: Option<char>,
    /// Whether a bracket or mark before them opens something.
    is_opened: bool,
    /// Whether some of the marks that its author typed in a row do emphasise.
    is_torn: bool,
}

pub(super) fn find(view: &View, misses: &mut Misses) {
    for (mark, lengths) in MARKS {
        if !view.has(mark.encode_utf8(&mut [0; 4])) {
            continue;
        }
        let all = marks(view, mark, misses);
        for length in lengths {
            let same: Vec<&Marks> = all.iter().filter(|marks| marks.at.len() == length).collect();
            find_pairs(view, &same, misses);
        }
    }
}

/// Marks that stand in no near-miss yet.
fn marks(view: &View, mark: char, misses: &Misses) -> Vec<Marks> {
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(found) = view.text[at..].find(mark) {
        let start = at + found;
        let rest = &view.text[start..];
        at = start + rest.len() - rest.trim_start_matches(mark).len();
        if misses.is_free(&(start..at)) {
            let (before, after) = (view.before(start), view.at(at));
            let is_torn = view.run.flat.typed(start..at).is_some_and(|span| {
                let (above, below) = view.run.source.text().split_at(span.range().start);
                above.ends_with(mark) || below[at - start..].starts_with(mark)
            });
            let is_opened = before.is_some_and(|before| match before {
                '"' | '\'' => view.before(start - 1).is_none_or(char::is_whitespace),
                _ => is_opening(before),
            });
            all.push(Marks { mark, at: start..at, before, after, is_opened, is_torn });
        }
    }
    all
}

fn find_pairs(view: &View, same: &[&Marks], misses: &mut Misses) {
    let mut rest = same.iter().peekable();
    while let Some(first) = rest.next() {
        // Neither touches a word where it should: `* this* one`.
        if let Some(last) = rest.peek().filter(|last| first.at.len() == 1 && first.is_loose() && last.closes()) {
            let range = first.at.start..last.at.end;
            let words = &view.text[first.at.end..last.at.start];
            let is_short = words.len() <= MAX_LOOSE && words.chars().all(|one| one.is_alphabetic() || one == ' ');
            if is_short && misses.add(range, &SINGLE, mended(view, first, last)) {
                rest.next();
                continue;
            }
        }
        let is_strong = first.mark != '_' && first.at.len() > 1;
        let can_open = if is_strong { first.may_open() } else { first.opens() };
        match rest.peek().filter(|last| can_open && last.may_close()) {
            Some(last) => {
                let range = first.at.start..last.at.end;
                misses.add(range, &PAIR, mended(view, first, last));
                rest.next();
            }
            None if first.is_torn || first.opens() || is_strong && first.closes() => {
                misses.add(first.at.clone(), &SINGLE, None);
            }
            None => {}
        }
    }
}

/// In bytes: two marks further apart are most likely two characters.
const MAX_LOOSE: usize = 40;

impl Marks {
    /// Whether spaces stand on both sides.
    fn is_loose(&self) -> bool {
        let is_space = |character: Option<char>| character.is_some_and(char::is_whitespace);
        is_space(self.before) && is_space(self.after)
    }

    /// A word begins behind it, and none ends before it.
    fn opens(&self) -> bool {
        let is_apart = self.before.is_none_or(char::is_whitespace);
        let begins = |after: char| match after {
            // In `("*")` it is a sign.
            '"' | '\'' => is_apart,
            '0'..='9' => self.at.len() == 2 && self.mark != '_',
            _ => after.is_alphabetic() || is_opening(after),
        };
        (is_apart || self.is_opened) && self.after.is_some_and(begins)
    }

    /// A word ends before it, and none begins behind it.
    fn closes(&self) -> bool {
        let ends = |before: char| before.is_alphanumeric() || ".,;:!?)]’”»%…".contains(before);
        let goes_on = |after: char| after.is_whitespace() || ".,;:!?)]’”»—–".contains(after);
        self.before.is_some_and(ends) && self.after.is_none_or(goes_on)
    }

    /// It may open what its author closes later, though it touches a letter on the wrong side, or none.
    fn may_open(&self) -> bool {
        !(is_word(self.before) && is_word(self.after))
    }

    fn may_close(&self) -> bool {
        !(self.opens() || is_word(self.before) && is_word(self.after))
    }
}

/// The same with the marks where they emphasise.
fn mended(view: &View, first: &Marks, last: &Marks) -> Option<Change> {
    let (marks, inner) = (&view.text[first.at.clone()], &view.text[first.at.end..last.at.start]);
    let words = inner.trim_matches(' ');
    if words.is_empty() || words.contains('\n') {
        return None;
    }
    let space = |is_needed: bool| if is_needed { " " } else { "" };
    let before = space(first.before.is_some_and(|before| !before.is_whitespace()) && !first.is_opened);
    let after = space(is_word(last.after));
    Some((first.at.start..last.at.end, format!("{before}{marks}{words}{marks}{after}")))
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

fn is_opening(character: char) -> bool {
    "([“‘„«¿¡".contains(character)
}
