//! Lists, and terms with their meanings.

use std::ops::Range;

use crate::section::{Block, BlockKind, Definition, List};

use super::{Child, ChildKind, Lines, Printer, all, hung, joined, leaves};

/// What stands before the items of a list. Two lists in a row are told apart by it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Marker {
    Bullet(char),
    Number(char),
}

impl Marker {
    pub(super) const FIRST: Self = Self::Bullet('-');

    pub(super) fn after(above: Option<Self>, list: &List) -> Self {
        match (&list.numbers, above) {
            (None, Some(Self::Bullet('-'))) => Self::Bullet('*'),
            (None, _) => Self::FIRST,
            (Some(_), Some(Self::Number('.'))) => Self::Number(')'),
            (Some(_), _) => Self::Number('.'),
        }
    }

    fn print(self, list: &List, index: usize) -> String {
        /// More digits make no list.
        const MAX_NUMBER: u64 = 999_999_999;
        match (self, &list.numbers) {
            (Self::Number(end), Some(numbers)) => format!("{}{end}", numbers.at(index).min(MAX_NUMBER)),
            (Self::Bullet(mark) | Self::Number(mark), _) => mark.to_string(),
        }
    }
}

impl Printer<'_> {
    /// What stands before the items of a list that stays as it was typed.
    pub(super) fn marker_typed(&self, child: &Child) -> Option<Marker> {
        let ChildKind::Block(Block { kind: BlockKind::List(_), .. }) = child.kind else { return None };
        let mark =
            self.source.text()[child.range.clone()].trim_start_matches(|c: char| c.is_ascii_digit()).chars().next()?;
        Some(if matches!(mark, '.' | ')') { Marker::Number(mark) } else { Marker::Bullet(mark) })
    }

    pub(super) fn list(&self, list: &List, range: Range<usize>, marker: Marker, quotes: usize) -> Lines {
        let items: Vec<_> = (0..list.items.len()).map(|index| self.item(list, index, &range, marker, quotes)).collect();
        // Bullets of bullets of nothing would be a line across the page.
        match marker != Marker::Bullet('+') && items.iter().any(|item| leaves::is_rule(&item[0])) {
            true => self.list(list, range, Marker::Bullet('+'), quotes),
            false => joined(items, list.tight),
        }
    }

    fn item(&self, list: &List, index: usize, range: &Range<usize>, marker: Marker, quotes: usize) -> Lines {
        let start = list.items[index].span.range().start;
        let end = list.items.get(index + 1).map_or(range.end, |next| next.span.range().start);
        let written = &self.source.text()[start..end];
        let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let content = start + (digits + 1).min(written.len());
        let parts = self.children(content..end, &all(&list.items[index].blocks), quotes);
        let first = marker.print(list, index);
        let rest = " ".repeat(first.len() + 1);
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
