//! Near-misses that a regular expression finds: a row each.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex};

use super::super::prose::Standing;
use super::miss::{Change, Kind, Misses};
use super::view::View;

/// A row of the tables.
pub(super) struct Pattern {
    kind: Kind,
    /// Where it is looked for.
    place: Place,
    /// Characters of ASCII without which it cannot match.
    needs: &'static str,
    /// Text that it matches always holds; characters of which one begins a line of what it matches; and what else is so
    /// of all that it matches. To compile an expression takes longer than to look for it in a whole paper, so this is
    /// done only where it may match.
    holds: &'static str,
    opens: Option<&'static str>,
    may_be: fn(&str) -> bool,
    /// The near-miss is its group `at`, or all of it. `^` and `$` are the ends of lines. Classes leave out what the
    /// expression opens with, so that no text is read again and again.
    expression: &'static str,
    is_meant: fn(&Hit) -> bool,
    change: fn(&Hit) -> Option<Change>,
    compiled: OnceLock<Regex>,
}

/// Where a near-miss can stand.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Anywhere,
    /// Paragraphs of all kinds.
    Paragraph,
    At(Standing),
}

/// A match.
pub(super) struct Hit<'h> {
    pub(super) view: &'h View<'h, 'h>,
    pub(super) at: Range<usize>,
    captures: Captures<'h>,
}

impl Pattern {
    pub(super) fn new(kind: Kind, needs: &'static str, expression: &'static str) -> Self {
        Self {
            kind,
            place: Place::Anywhere,
            needs,
            holds: "",
            opens: None,
            may_be: |_| true,
            expression,
            is_meant: |_| true,
            change: |_| None,
            compiled: OnceLock::new(),
        }
    }

    /// It matches nothing without this text.
    pub(super) fn holding(mut self, holds: &'static str) -> Self {
        self.holds = holds;
        self
    }

    /// What it matches has a line that begins with one of these characters.
    pub(super) fn opening(mut self, opens: &'static str) -> Self {
        self.opens = Some(opens);
        self
    }

    /// It matches nothing in a text of which this is not so.
    pub(super) fn seen_by(mut self, may_be: fn(&str) -> bool) -> Self {
        self.may_be = may_be;
        self
    }

    pub(super) fn of(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// Keeps those matches for which it is so.
    pub(super) fn when(mut self, is_meant: fn(&Hit) -> bool) -> Self {
        self.is_meant = is_meant;
        self
    }

    pub(super) fn mended(mut self, change: fn(&Hit) -> Option<Change>) -> Self {
        self.change = change;
        self
    }

    pub(super) fn find(&'static self, view: &View, misses: &mut Misses) {
        let can_be = self.place.holds(view.run.standing)
            && view.has(self.needs)
            && view.text.contains(self.holds)
            && self.opens.is_none_or(|opens| view.opens_with(opens))
            && (self.may_be)(&view.text);
        if !can_be {
            return;
        }
        let regex = self.compiled.get_or_init(|| {
            Regex::new(&format!("(?m){}", self.expression)).expect("the expressions of the tables are sound")
        });
        // Behind what the reader refused, text does not begin its line.
        let is_behind = self.place != Place::Anywhere && !view.begins_line();
        let mut start = if is_behind { view.at(0).map_or(0, char::len_utf8) } else { 0 };
        while let Some(captures) = regex.captures_at(&view.text, start) {
            let Some(whole) = captures.name("at").or(captures.get(0)).map(|found| found.range()) else { return };
            start = whole.end.max(whole.start + view.at(whole.start).map_or(1, char::len_utf8));
            let hit = Hit { view, at: whole, captures };
            if (self.is_meant)(&hit) {
                misses.add(hit.at.clone(), &self.kind, (self.change)(&hit));
            }
            if start > view.text.len() {
                return;
            }
        }
    }
}

impl Place {
    fn holds(self, standing: Standing) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Paragraph => standing.is_paragraph(),
            Self::At(one) => standing == one,
        }
    }
}

impl Hit<'_> {
    /// What a group matched; nothing if it did not.
    pub(super) fn part(&self, group: &str) -> &str {
        self.captures.name(group).map_or("", |found| found.as_str())
    }

    /// Puts `with` in the place of a group.
    pub(super) fn replace(&self, group: &str, with: impl Into<String>) -> Option<Change> {
        Some((self.captures.name(group)?.range(), with.into()))
    }

    /// Puts `with` in the place of all of it.
    pub(super) fn replace_all(&self, with: impl Into<String>) -> Option<Change> {
        Some((self.at.clone(), with.into()))
    }

    pub(super) fn is_beside_table(&self) -> bool {
        self.view.run.standing == Standing::BesideTable
    }

    /// Whether its author typed it so.
    pub(super) fn is_written_as(&self, start: &str) -> bool {
        let place = self.view.run.flat.place(self.at.start..self.at.start + 1);
        place.is_some_and(|place| self.view.run.source.slice(place).starts_with(start))
    }

    /// Whether its author began it so, with marks that are no part of the text.
    pub(super) fn begins_in_source(&self, start: &str) -> bool {
        let place = self.view.run.flat.place(self.at.start..self.at.start + 1);
        place.is_some_and(|place| self.view.run.source.text()[place.range().start..].starts_with(start))
    }

    /// Whether such marks stand before its last character.
    pub(super) fn ends_emphasis(&self) -> bool {
        let place = self.view.run.flat.place(self.at.end - 1..self.at.end);
        place.is_some_and(|place| self.view.run.source.text()[..place.range().start].ends_with(['*', '_']))
    }

    /// Whether something in it is emphasised, raised or lowered.
    pub(super) fn has_marks(&self) -> bool {
        let written = self.view.run.flat.place(self.at.clone()).map_or("", |place| self.view.run.source.slice(place));
        let count = |text: &str| text.bytes().filter(|byte| matches!(byte, b'*' | b'^' | b'~')).count();
        count(written) > count(&self.view.text[self.at.clone()])
    }

    /// Whether it ends a heading, where attributes may be meant.
    pub(super) fn ends_heading(&self) -> bool {
        self.view.run.standing == Standing::Heading && self.at.end == self.view.text.len()
    }

    /// Whether the character before it is a letter or figure.
    pub(super) fn is_behind_word(&self) -> bool {
        self.view.before(self.at.start).is_some_and(char::is_alphanumeric)
    }
}
