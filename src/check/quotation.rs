//! Whether something in a text stands between quotation marks, told from where the text's marks stand.

use std::ops::Range;

const MARKS: [char; 9] = ['‘', '’', '“', '”', '«', '»', '„', '‚', '"'];

/// Which mark closes what another one opens, by the language or another.
const PAIRS: [(char, char); 5] = [('‘', '’'), ('“', '”'), ('«', '»'), ('„', '“'), ('‚', '‘')];

/// The quotation marks of a text: each question about it takes little time, however long it is.
#[derive(Debug, Default)]
pub struct Quotation {
    /// Where each of [`MARKS`] stands.
    all: [Vec<usize>; MARKS.len()],
    /// Of these, where it is no apostrophe: no letter follows.
    closing: [Vec<usize>; MARKS.len()],
}

impl Quotation {
    pub fn of(text: &str) -> Self {
        let mut marks = Self::default();
        for (at, mark) in text.match_indices(MARKS) {
            let Some(kind) = MARKS.iter().position(|known| mark.starts_with(*known)) else { continue };
            marks.all[kind].push(at);
            if !text[at + mark.len()..].starts_with(char::is_alphanumeric) {
                marks.closing[kind].push(at);
            }
        }
        marks
    }

    /// Whether what stands at `at` is most likely part of a quotation.
    pub fn is_around(&self, at: usize) -> bool {
        let closes_next = |open: char, close: char| match (next(self.all(open), at), next(self.all(close), at)) {
            (Some(opens), Some(closes)) => closes < opens,
            (None, closes) => closes.is_some(),
            (Some(_), None) => false,
        };
        let in_double = last(self.all('“'), at) > last(self.all('”'), at) && closes_next('“', '”');
        let in_single = last(self.all('‘'), at).is_some() && closes_next('‘', '’');
        in_double || in_single || count(self.all('"'), at) % 2 == 1
    }

    /// Whether `range` stands in quotation marks: one opens before it, and none closes until after it.
    pub fn is_mention(&self, range: &Range<usize>) -> bool {
        let paired = PAIRS.iter().any(|&(open, close)| {
            let Some(opened) = last(self.all(open), range.start) else { return false };
            // Right before what is quoted, a mark that closes is none that a letter follows.
            let touching = range.start.checked_sub(close.len_utf8());
            let touches = touching.is_some_and(|at| at > opened && self.all(close).binary_search(&at).is_ok());
            let closed = last(self.closing(close), range.start) > Some(opened) || touches;
            !closed && next(self.closing(close), range.end).is_some()
        });
        let straight = self.all('"');
        paired || count(straight, range.start) % 2 == 1 && next(straight, range.end).is_some()
    }

    fn all(&self, mark: char) -> &[usize] {
        MARKS.iter().position(|known| *known == mark).map_or(&[], |kind| &self.all[kind])
    }

    fn closing(&self, mark: char) -> &[usize] {
        MARKS.iter().position(|known| *known == mark).map_or(&[], |kind| &self.closing[kind])
    }
}

/// How many of the places are before `at`.
fn count(places: &[usize], at: usize) -> usize {
    places.partition_point(|&place| place < at)
}

fn last(places: &[usize], before: usize) -> Option<usize> {
    places[..count(places, before)].last().copied()
}

fn next(places: &[usize], from: usize) -> Option<usize> {
    places.get(count(places, from)).copied()
}
