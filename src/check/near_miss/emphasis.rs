//! Stars, underscores and tildes that emphasise nothing.

use std::ops::Range;

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

/// How many marks of one kind emphasise.
const MOST: usize = 3;

/// Equal marks in a row.
struct Marks {
    at: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

pub(super) fn find(view: &View, misses: &mut Misses) {
    for (mark, fewest) in [('*', 1), ('_', 1), ('~', 2)] {
        if !view.has(mark.encode_utf8(&mut [0; 4])) {
            continue;
        }
        let all = marks(view, mark, misses);
        for length in fewest..=MOST {
            let same: Vec<&Marks> = all.iter().filter(|marks| marks.at.len() == length).collect();
            find_pairs(view, mark, &same, misses);
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
            all.push(Marks { at: start..at, before: view.before(start), after: view.at(at) });
        }
    }
    all
}

fn find_pairs(view: &View, mark: char, same: &[&Marks], misses: &mut Misses) {
    let mut rest = same.iter().peekable();
    while let Some(first) = rest.next() {
        let can_open = if mark == '*' && first.at.len() > 1 || mark == '~' { first.may_open() } else { first.opens() };
        match rest.peek().filter(|last| can_open && last.may_close()) {
            Some(last) => {
                let range = first.at.start..last.at.end;
                misses.add(range, &PAIR, mended(view, first, last));
                rest.next();
            }
            None if first.opens() || first.at.len() > 1 && mark != '_' && first.closes() => {
                misses.add(first.at.clone(), &SINGLE, None);
            }
            None => {}
        }
    }
}

impl Marks {
    /// A word begins behind it, and none ends before it.
    fn opens(&self) -> bool {
        let begins =
            |after: char| after.is_alphabetic() || self.at.len() > 1 && after.is_numeric() || is_opening(after);
        self.before.is_none_or(|before| before.is_whitespace() || is_opening(before)) && self.after.is_some_and(begins)
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
    let before = space(first.before.is_some_and(|before| !before.is_whitespace() && !is_opening(before)));
    let after = space(is_word(last.after));
    Some((first.at.start..last.at.end, format!("{before}{marks}{words}{marks}{after}")))
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

fn is_opening(character: char) -> bool {
    "([“‘„«'\"¿¡".contains(character)
}
