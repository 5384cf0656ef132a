//! Names in a file, and what each of them is.

use std::cmp::Reverse;
use std::ops::Range;

use super::kind::Kind;

/// A name that stands in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub kind: &'static Kind,
    pub role: Role,
    /// As it is compared with others of its kind.
    pub name: String,
    /// Where the name stands.
    pub range: Range<usize>,
    /// Where the cursor is at it: the name, with what is around it.
    pub whole: Range<usize>,
    /// Whether the name stands at its place letter by letter, so that it can be replaced there.
    pub is_typed: bool,
}

/// What a name does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is given here,
    Definition,
    /// or asked for.
    Use,
}

/// The marks of a file.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// In the order of their beginnings, the longer first.
    list: Vec<Mark>,
    /// Comments and code, in order: what looks like a name there is none.
    quiet: Vec<Range<usize>>,
}

impl Marks {
    pub(super) fn new(mut list: Vec<Mark>, mut quiet: Vec<Range<usize>>) -> Self {
        list.sort_by_key(|mark| (mark.whole.start, Reverse(mark.whole.end), mark.range.start));
        list.dedup();
        quiet.sort_by_key(|range| range.start);
        Self { list, quiet }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.list.iter()
    }

    /// The innermost mark at a byte. A cursor right behind a name is at it, too.
    pub(super) fn at(&self, at: usize) -> Option<&Mark> {
        let touches = |range: &Range<usize>| range.start <= at && at <= range.end;
        let near = self.list.iter().take_while(|mark| mark.whole.start <= at).filter(|mark| touches(&mark.whole));
        near.min_by_key(|mark| (!mark.whole.contains(&at), !touches(&mark.range), mark.whole.len()))
    }

    /// Whether a byte stands within a comment or code. Their ends are outside.
    pub(super) fn is_quiet(&self, at: usize) -> bool {
        self.quiet.iter().take_while(|range| range.start < at).any(|range| at < range.end)
    }
}
