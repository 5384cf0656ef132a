//! Lists, and terms with their meanings.

use std::ops::Range;

use crate::section::marker::Marker;
use crate::section::{Block, BlockKind, Definition, Figures, List, Marks, NumberForm, Numbers};

use super::{Child, ChildKind, Lines, Printer, all, hung, joined, leaves};

/// What stands before the items of a list. Two lists of bullets in a row are told apart by it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mark {
    Bullet(char),
    Number,
}

impl Mark {
    pub(super) const FIRST: Self = Self::Bullet('-');

    pub(super) fn after(above: Option<Self>, list: &List) -> Self {
        match (&list.numbers, above) {
            (None, Some(Self::Bullet('-'))) => Self::Bullet('*'),
            (None, _) => Self::FIRST,
            (Some(_), _) => Self::Number,
        }
    }

    fn print(self, list: &List, index: usize) -> String {
        /// More digits make no list.
        const MAX_NUMBER: u64 = 999_999_999;
        match (self, &list.numbers) {
            (_, Some(numbers)) => numbers.form.print(numbers.at(index).min(MAX_NUMBER)),
            (Self::Bullet(mark), None) => mark.to_string(),
            (Self::Number, None) => '-'.to_string(),
        }
    }
}

impl Printer<'_> {
    /// What stands before the items of a list that stays as it was typed.
    pub(super) fn mark_typed(&self, child: &Child) -> Option<Mark> {
        let ChildKind::Block(Block { kind: BlockKind::List(_), .. }) = child.kind else { return None };
        let first = self.source.text()[child.range.clone()].chars().next()?;
        Some(if "-*+".contains(first) { Mark::Bullet(first) } else { Mark::Number })
    }

    pub(super) fn list(&self, list: &List, range: Range<usize>, mark: Mark, quotes: usize) -> Lines {
        let items: Vec<_> = (0..list.items.len()).map(|index| self.item(list, index, &range, mark, quotes)).collect();
        // Bullets of bullets of nothing would be a line across the page.
        match mark != Mark::Bullet('+') && items.iter().any(|item| leaves::is_rule(&item[0])) {
            true => self.list(list, range, Mark::Bullet('+'), quotes),
            false => joined(items, list.tight),
        }
    }

    fn item(&self, list: &List, index: usize, range: &Range<usize>, mark: Mark, quotes: usize) -> Lines {
        let start = list.items[index].span.range().start;
        let end = list.items.get(index + 1).map_or(range.end, |next| next.span.range().start);
        let written = &self.source.text()[start..end];
        let content = start + mark_length(written);
        let parts = self.children(content..end, &all(&list.items[index].blocks), quotes);
        let mut first = mark.print(list, index);
        if list.numbers.as_ref().is_some_and(|numbers| needs_two_blanks(numbers, list.items.len())) {
            first.push(' ');
        }
        let rest = " ".repeat(first.chars().count() + 1);
        hung(joined(parts, list.tight), &first, &rest)
    }

    /// Terms with their meanings on the lines below.
    pub(super) fn definitions(&self, definitions: &[Definition], range: Range<usize>, quotes: usize) -> Lines {
        let mut parts = Vec::new();
        for (index, definition) in definitions.iter().enumerate() {
            let start = definition.span.range().start;
            let end = definitions.get(index + 1).map_or(range.end, |next| next.span.range().start);
            let is_term = |line: &&Range<usize>| !line.is_empty() && !self.source.text()[line.start..].starts_with(':');
            let term = self.lines(start..end, quotes);
            let count = term.iter().take_while(is_term).count();
            let mut lines = self.lines_as_typed(&term[..count], &definition.term);
            let mut details = definition.details.as_slice();
            while !details.is_empty() {
                // A meaning goes on up to the next colon.
                let opens = |block: &Block| self.before(block.span.range().start).ends_with(':');
                let count = 1 + details[1..].iter().take_while(|block| !opens(block)).count();
                let (meaning, others) = details.split_at(count);
                let end = others.first().map_or(end, |block| self.line_start(block.span.range().start));
                let start = meaning[0].span.range().start.min(end);
                lines.extend(hung(joined(self.children(start..end, &all(meaning), quotes), false), ":", "  "));
                details = others;
            }
            if definition.details.is_empty() {
                lines.push(":".to_owned());
            }
            parts.push(lines);
        }
        joined(parts, false)
    }
}

/// Whether letters with a point are known as numbers by two blanks only, as the next item does not tell it.
fn needs_two_blanks(numbers: &Numbers, count: usize) -> bool {
    let NumberForm { figures, marks } = numbers.form;
    figures != Figures::Digits && marks == Marks::Point && (count == 1 || numbers.at(1) != numbers.at(0) + 1)
}

/// The length of what an item begins with.
fn mark_length(item: &str) -> usize {
    let line = item.lines().next().unwrap_or_default();
    // An item with nothing in it has a plain number, or a bullet.
    let digits = line.len() - line.trim_start_matches(|one: char| one.is_ascii_digit()).len();
    Marker::read(line).map_or((digits + 1).min(item.len()), |marker| marker.length)
}
