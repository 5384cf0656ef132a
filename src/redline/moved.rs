//! What was moved, by the number of the move: what it said where it stood, and what it says where it stands.

use std::collections::{BTreeMap, VecDeque};

use super::entry::Part;
use super::headings::{Standing, heading_name};
use super::text::{column_text, definition_text, grid_row_text, row_text, run_text, text_of};
use crate::section::{Block, BlockKind, Change, Figure, FigureBody, Footnote, InlineKind, Label, Table, walk};
use crate::source::{Side, Span};

/// The moves of a marked paper.
#[derive(Default)]
pub(super) struct Moved {
    away: BTreeMap<u32, Part>,
    here: BTreeMap<u32, Part>,
    /// Name and label of the headings that moved, where they are now.
    headings: BTreeMap<u32, VecDeque<(String, Option<Label>)>>,
    standing: Standing,
}

impl Moved {
    pub(super) fn of<'a>(blocks: impl Iterator<Item = &'a Block>) -> Self {
        let mut moved = Self::default();
        for block in blocks {
            moved.standing.enter(block);
            moved.blocks(std::slice::from_ref(block));
            walk::calls(std::slice::from_ref(block), &mut |call| {
                moved.note(call.change, call.span, || run_text(std::slice::from_ref(call)));
                if let InlineKind::Footnote(Footnote { blocks: Some(blocks), .. }) = &call.kind {
                    moved.blocks(blocks);
                }
            });
        }
        moved
    }

    /// Both sides of a move, where it is come upon for the first time.
    pub(super) fn take(&mut self, number: u32) -> Option<(Option<Part>, Part)> {
        let here = self.here.remove(&number)?;
        Some((self.away.get(&number).cloned(), here))
    }

    /// Name and label of the next heading of a move, where it is now.
    pub(super) fn heading(&mut self, number: u32) -> (String, Option<Label>) {
        self.headings.get_mut(&number).and_then(VecDeque::pop_front).unwrap_or_default()
    }

    /// Blocks that go together are told as such, a line each.
    fn note(&mut self, change: Option<Change>, place: Span, text: impl FnOnce() -> String) {
        let (parts, side, number) = match change {
            Some(Change::MovedAway(number)) => (&mut self.away, Side::Old, number),
            Some(Change::MovedHere(number)) => (&mut self.here, Side::New, number),
            _ => return,
        };
        match parts.get_mut(&number) {
            Some(part) => {
                part.text.push('\n');
                part.text += &text();
            }
            None => {
                let section = self.standing.name(side).to_owned();
                parts.insert(number, Part { text: text(), place, section });
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk::blocks(blocks, &mut |block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        self.note(block.change, block.span, || text_of(std::slice::from_ref(block)));
        match &block.kind {
            BlockKind::Heading(heading) => {
                if let Some(Change::MovedHere(number)) = block.change {
                    let label = heading.label.as_ref().map(|label| label.value.clone());
                    self.headings.entry(number).or_default().push_back((heading_name(heading), label));
                }
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    self.note(item.change, item.span, || text_of(&item.blocks));
                }
            }
            BlockKind::Definitions(list) => {
                for definition in list {
                    self.note(definition.change, definition.span, || definition_text(definition));
                }
            }
            BlockKind::Table(table) | BlockKind::Figure(Figure { body: FigureBody::Table(table), .. }) => {
                self.table(table);
            }
            BlockKind::Figure(Figure { body: FigureBody::Grid(grid), .. }) => {
                for row in &grid.rows {
                    self.note(row.change, row.span, || grid_row_text(row));
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, table: &Table) {
        for (at, column) in table.columns.iter().enumerate() {
            let place = table.header.cells.get(at).map_or(table.header.span, |cell| cell.span);
            self.note(column.change, place, || column_text(table, at));
        }
        for row in &table.rows {
            self.note(row.change, row.span, || row_text(row));
        }
    }
}
