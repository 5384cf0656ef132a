//! Where items begin whose marks CommonMark does not have: `(a)`, `iv)`, `A.`
//!
//! comrak is given digits in their place, as many bytes, so that it makes lists of them. Where letters take two bytes,
//! an item's text begins further to the right for it than for its author, so what stands in such an item is moved as
//! far, by tabs. Prose is full of what looks like such marks, so one is taken for one only where a list can begin:
//! below a blank line or a colon, or behind the item before it.

use std::ops::Range;

use crate::section::Marks;
use crate::section::marker::Marker;

/// The marks of items in a text, in order, each with the digits that comrak is to take for the number of an item; and
/// blanks before the text of lines, with those that bring it as far in as comrak thinks.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut finder = Finder { lines: Vec::new(), open: Vec::new(), found: Vec::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        finder.lines.push(Line::of(line.trim_ascii_end(), start));
        start += line.len();
    }
    for at in 0..finder.lines.len() {
        finder.line(at);
    }
    finder.found
}

/// A line without the marks of quotes before it.
struct Line<'t> {
    /// How many quotes it stands in.
    quotes: usize,
    /// The blanks before its text, and the column at which they begin.
    blanks: Range<usize>,
    first: usize,
    /// The byte at which its text begins, and how far in that is.
    start: usize,
    column: usize,
    text: &'t str,
}

/// An item that what follows may belong to.
struct Open<'t> {
    quotes: usize,
    column: usize,
    /// How far in its text stands.
    content: usize,
    /// How many bytes more than columns its mark has, with those of the items that it stands in.
    surplus: usize,
    marker: Option<Marker<'t>>,
    /// The mark by which comrak tells lists apart: a point or a bracket.
    end: char,
    /// The line that it begins in.
    line: usize,
}

struct Finder<'t> {
    lines: Vec<Line<'t>>,
    open: Vec<Open<'t>>,
    found: Vec<(Range<usize>, String)>,
}

/// A tab goes on to the next column that is a multiple of this.
const TAB: usize = 4;

/// Items of one list begin no further from each other.
const MAX_SHIFT: usize = 3;

/// Items within items beyond which no mark is looked for: far more than a paper can have.
const MAX_DEPTH: usize = 64;

/// How far below an item the next one is looked for, in lines.
const NEAR: usize = 50;

impl<'t> Line<'t> {
    fn of(line: &'t str, start: usize) -> Self {
        let (mut quotes, mut column, mut at, mut blanks) = (0, 0, 0, 0);
        for byte in line.bytes() {
            match byte {
                b' ' => column += 1,
                b'\t' => column = (column / TAB + 1) * TAB,
                b'>' => (quotes, column, blanks) = (quotes + 1, 0, at + 1),
                _ => break,
            }
            at += 1;
        }
        // The blank behind a quote's mark belongs to it.
        let column = if quotes > 0 { column.saturating_sub(1) } else { column };
        Self { quotes, blanks: start + blanks..start + at, first: blanks, start: start + at, column, text: &line[at..] }
    }

    /// Whether a list can begin right below: the line ends a block, or says that something follows.
    fn lets_begin(&self) -> bool {
        let text = self.text.trim_end_matches(['*', '_']);
        text.is_empty()
            || text.ends_with(':') && !text.ends_with("::")
            || ["#", ":::", "```", "~~~", "<!--"].iter().any(|mark| text.starts_with(mark))
            || text.ends_with("-->")
    }
}

impl<'t> Finder<'t> {
    fn line(&mut self, at: usize) {
        let Line { quotes, mut start, mut column, mut text, .. } = self.lines[at];
        if text.is_empty() {
            return;
        }
        self.move_in(at);
        let above = at.checked_sub(1).map(|above| &self.lines[above]);
        let mut begins = above.is_none_or(|above| above.lets_begin() || above.quotes < quotes);
        let is_apart = above.is_none_or(|above| above.text.is_empty());
        let mut is_first = true;
        while is_first || self.open.len() < MAX_DEPTH {
            let (length, marker) = match Marker::read(text) {
                Some(marker) => (marker.length + marker.blanks, Some(marker)),
                None => match bullet(text) {
                    Some(length) => (length, None),
                    None => break,
                },
            };
            let sibling = if is_first { self.sibling(quotes, column) } else { None };
            let mut end = if text[..length].contains('.') { '.' } else { ')' };
            if let Some(marker) = marker.as_ref().filter(|marker| !marker.is_plain()) {
                let goes_on = sibling.is_some_and(|sibling| self.goes_on(at, &self.open[sibling], marker));
                let begins = begins && self.can_begin(at, column, sibling, marker);
                if !(goes_on || begins || is_first && self.begins_inside(at, marker)) {
                    break;
                }
                // Another list than the one above, whatever marks that has.
                let above = sibling.map(|sibling| &self.open[sibling]).filter(|above| above.marker.is_some());
                end = above.map_or(')', |above| match (&above.marker, above.end) {
                    (Some(own), end) if own.is_like(marker) => end,
                    (_, '.') => ')',
                    _ => '.',
                });
                // It may stand below text only with the number 1.
                let digits = format!("{:0>1$}{end}", 1, marker.length - 1);
                self.found.push((start..start + marker.length, digits));
            }
            // What comrak does not take for an item here hardly matters below it.
            self.open.truncate(sibling.unwrap_or(self.inside(quotes, column)));
            let width = marker.as_ref().map_or(1, Marker::width);
            let surplus = marker.as_ref().map_or(0, |marker| marker.length - width)
                + self.open.last().filter(|around| around.quotes == quotes).map_or(0, |around| around.surplus);
            let columns = text[..length].chars().count();
            self.open.push(Open { quotes, column, content: column + width + 1, surplus, marker, end, line: at });
            (start, column, text) = (start + length, column + columns, &text[length..]);
            (begins, is_first) = (true, false);
        }
        if is_first && is_apart {
            let inside = self.inside(quotes, column);
            self.open.truncate(inside);
        }
    }

    /// Moves a line to the right, by as many columns as the marks of the items that it stands in have surplus bytes.
    fn move_in(&mut self, at: usize) {
        let Line { quotes, ref blanks, first, column, .. } = self.lines[at];
        let Some(around) = self.inside(quotes, column).checked_sub(1).map(|last| &self.open[last]) else { return };
        if around.surplus > 0 && around.quotes == quotes {
            self.found.extend(widened(first, blanks.len(), around.surplus).map(|wide| (blanks.clone(), wide)));
        }
    }

    /// How many of the open items something at a column stands in.
    fn inside(&self, quotes: usize, column: usize) -> usize {
        let is_around = |open: &Open| open.quotes < quotes || open.quotes == quotes && open.content <= column;
        self.open.iter().take_while(|open| is_around(open)).count()
    }

    /// The open item that one at a column is in a list with.
    fn sibling(&self, quotes: usize, column: usize) -> Option<usize> {
        let at = self.inside(quotes, column);
        let is_near = |open: &Open| open.quotes == quotes && open.column.abs_diff(column) <= MAX_SHIFT;
        self.open.get(at).is_some_and(is_near).then_some(at)
    }

    /// Whether a mark goes on with the list of an item, right below what stands in that.
    fn goes_on(&self, at: usize, item: &Open, marker: &Marker) -> bool {
        let above = &self.lines[at - 1];
        let is_within = item.line + 1 == at || above.column >= item.content || above.text.is_empty();
        let is_ended = above.text.ends_with([';', ',', '.', ':']);
        item.marker.as_ref().is_some_and(|own| own.is_like(marker) && (is_within || is_ended && marker.follows(own)))
    }

    /// Whether a mark can begin a list, or go on with one below a blank line.
    fn can_begin(&self, at: usize, column: usize, sibling: Option<usize>, marker: &Marker) -> bool {
        let before = sibling.and_then(|sibling| self.open[sibling].marker.as_ref());
        if before.is_some_and(|before| marker.follows(before)) {
            return true;
        }
        match marker.marks {
            Marks::Point => marker.blanks > 1 || self.is_followed(at, column, marker),
            // `(c) 2013` and `(c) European Union` are the sign.
            Marks::Brackets if ["c", "C"].contains(&marker.word) => {
                let text = self.lines[at].text;
                let text = text.find(')').map_or("", |end| text[end + 1..].trim_ascii_start());
                !text.starts_with(|one: char| one.is_uppercase() || one.is_ascii_digit())
                    || self.is_followed(at, column, marker)
            }
            Marks::Bracket | Marks::Brackets => true,
        }
    }

    /// Whether a mark begins a list in the item above, below its text: the first of several, and as far in as that.
    fn begins_inside(&self, at: usize, marker: &Marker) -> bool {
        let Line { quotes, column, .. } = self.lines[at];
        let is_around = |item: &Open| item.quotes == quotes && item.content <= column && item.line + 1 == at;
        let is_first = marker.readings.iter().any(|(_, value)| *value == 1);
        is_first && self.open.last().is_some_and(is_around) && self.is_followed(at, column, marker)
    }

    /// Whether the next mark further down, at the same place, is the next one of the same list.
    fn is_followed(&self, at: usize, column: usize, marker: &Marker) -> bool {
        let quotes = self.lines[at].quotes;
        let below = self.lines[at + 1..].iter().take(NEAR).take_while(|line| line.quotes == quotes);
        let mut marks = below
            .filter(|line| line.column <= column)
            .filter_map(|line| Marker::read(line.text).map(|marker| (line.column, marker)));
        marks.next().is_some_and(|(own, next)| column.abs_diff(own) < MAX_SHIFT && next.follows(marker))
    }
}

/// As many blanks from a column on that take some columns more.
fn widened(first: usize, count: usize, mut more: usize) -> Option<String> {
    let (mut wide, mut column) = (String::new(), first);
    for _ in 0..count {
        let gain = TAB - column % TAB - 1;
        let blank = if gain > 0 && gain <= more { '\t' } else { ' ' };
        if blank == '\t' {
            more -= gain;
            column += gain;
        }
        column += 1;
        wide.push(blank);
    }
    (more == 0).then_some(wide)
}

/// The length of a bullet with the blanks behind it.
fn bullet(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['-', '*', '+'])?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (blanks > 0 && blanks < rest.len()).then_some(1 + blanks)
}
