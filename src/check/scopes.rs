//! What a comment stands in, or before: the block that an allowance is for.

use std::cmp::Reverse;

use crate::section::walk;
use crate::section::{Block, BlockKind, FigureBody, Footnote, InlineKind, Section};
use crate::source::Span;

/// Blocks and what holds them, in the order of the text, whatever comes first around what is in it.
pub(super) struct Scopes(Vec<Scope>);

struct Scope {
    span: Span,
    /// Whether it only holds others: what stands in it, and in none of them, is for the next of them.
    is_holder: bool,
    /// The one that is around it: they hold one another or stand apart.
    outer: Option<usize>,
}

impl Scopes {
    /// Those of a section; of one that is resolved, in whose calls its notes stand, as well.
    pub(super) fn of(section: &Section) -> Self {
        let mut scopes = Self(Vec::new());
        for note in &section.footnotes {
            scopes.add(note.blocks.last().map_or(note.name.span, |last| note.name.span.to(last.span)), true);
        }
        section.bodies().for_each(|blocks| scopes.add_all(blocks));
        walk::calls(&section.blocks, &mut |call| {
            if let InlineKind::Footnote(Footnote { blocks: Some(blocks), .. }) = &call.kind {
                scopes.add_list(blocks);
                scopes.add_all(blocks);
            }
        });
        let Self(list) = &mut scopes;
        list.sort_by_key(|scope| (scope.span.start, Reverse(scope.span.end)));
        for at in 1..list.len() {
            list[at].outer = innermost(list, Some(at - 1), list[at].span);
        }
        scopes
    }

    /// The block that the comment stands in or, between blocks, the one that follows; [`None`] if none does.
    pub(super) fn at(&self, comment: Span) -> Option<Span> {
        let Self(list) = self;
        let next = list.partition_point(|scope| scope.span.start <= comment.start);
        let around = innermost(list, next.checked_sub(1), comment).map(|at| &list[at]);
        match around {
            Some(scope) if !scope.is_holder => Some(scope.span),
            _ => {
                let is_within = |next: &&Scope| around.is_none_or(|scope| next.span.start < scope.span.end);
                list.get(next).filter(is_within).map(|next| next.span)
            }
        }
    }

    fn add_all(&mut self, blocks: &[Block]) {
        walk::blocks(blocks, &mut |block| {
            let holds = matches!(
                block.kind,
                BlockKind::Quote(_) | BlockKind::Container(..) | BlockKind::List(_) | BlockKind::Definitions(_)
            );
            self.add(block.span, holds);
            match &block.kind {
                BlockKind::List(list) => list.items.iter().for_each(|item| self.add(item.span, true)),
                BlockKind::Definitions(list) => {
                    for definition in list {
                        self.add(definition.span, false);
                        self.add_list(&definition.details);
                    }
                }
                BlockKind::Figure(figure) => {
                    if let FigureBody::Grid(grid) = &figure.body {
                        grid.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.add(cell.span, true));
                    }
                }
                _ => {}
            }
        });
    }

    /// What is between blocks of a list is for the next of them.
    fn add_list(&mut self, blocks: &[Block]) {
        if let (Some(first), Some(last)) = (blocks.first(), blocks.last()) {
            self.add(first.span.to(last.span), true);
        }
    }

    fn add(&mut self, span: Span, is_holder: bool) {
        self.0.push(Scope { span, is_holder, outer: None });
    }
}

/// The innermost around a place, if all that begin before it are known up to the one at `last`.
fn innermost(list: &[Scope], last: Option<usize>, place: Span) -> Option<usize> {
    let mut around = last;
    while let Some(at) = around.filter(|&at| list[at].span.end <= place.start) {
        around = list[at].outer;
    }
    around
}
