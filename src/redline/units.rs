//! What stands in another list, table or paragraph now: items, definitions, rows and notes.

use std::collections::{HashMap, VecDeque};

use super::kin::{self, Limits, Weights};
use super::merger::Merger;
use super::moves::MIN_WORDS_SAME;
use super::reorder::pair;
use super::side;
use super::words::{Bag, hash};
use crate::section::{
    Block, BlockKind, Cell, Change, Column, Definition, Figure, FigureBody, Footnote, Grid, GridCell, GridRow, Inline,
    InlineKind, Item, Row, Table, Width, meaning, walk,
};
use crate::source::Span;

/// Of two units of different lists that became one another.
const LIMITS: Limits = Limits { words: 6, likeness: 0.6 };

/// A part of a block that can stand in another block.
pub(super) trait Unit: Clone {
    fn change(&self) -> Option<Change>;

    fn place(&self) -> Span;

    /// What it says, as blocks by themselves.
    fn says(&self) -> Vec<Block>;

    /// Whether one can have become the other.
    fn fits(&self, _: &Self) -> bool {
        true
    }

    /// The newer one, with `mark` on what the older one has not; `change` is what became of it.
    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self;
}

/// Turns units that one block has no more and another one has now into moves. Blocks that are gone, new or moved as a
/// whole are told as such.
pub(super) fn find(blocks: &mut [Block], merger: &Merger) {
    let within = |_: &Block| None;
    find_units(blocks, merger, within, items, items_mut);
    find_units(blocks, merger, within, definitions, definitions_mut);
    find_units(blocks, merger, within, rows, rows_mut);
    find_units(blocks, merger, within, grid_rows, grid_rows_mut);
    // A note stays where the paragraph that called it goes, and another one calls it.
    find_units(blocks, merger, one_sided, walk::calls, walk::calls_mut);
}

/// The units that moved into or out of a block, by the numbers of their moves.
pub(super) fn moved(block: &Block, visit: &mut dyn FnMut(Change, Vec<Block>)) {
    let of = std::slice::from_ref(block);
    items(of, &mut |item| tell(item, visit));
    definitions(of, &mut |definition| tell(definition, visit));
    rows(of, &mut |row| tell(row, visit));
    grid_rows(of, &mut |row| tell(row, visit));
    walk::calls(of, &mut |call| tell(call, visit));
}

fn tell(unit: &impl Unit, visit: &mut dyn FnMut(Change, Vec<Block>)) {
    if let Some(change @ (Change::MovedHere(_) | Change::MovedAway(_))) = unit.change() {
        visit(change, unit.says());
    }
}

fn find_units<U: Unit>(
    blocks: &mut [Block],
    merger: &Merger,
    within: impl Fn(&Block) -> Option<Change>,
    each: impl for<'b> Fn(&'b [Block], &mut dyn FnMut(&'b U)),
    each_mut: impl Fn(&mut [Block], &mut dyn FnMut(&mut U)),
) {
    let (mut gone, mut come, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for block in blocks.iter().filter(|block| stands(block) || within(block).is_some()) {
        each(std::slice::from_ref(block), &mut |unit: &U| match unit.change().or(within(block)) {
            Some(Change::Deleted) => gone.push(unit.clone()),
            Some(Change::Inserted) => come.push(unit.clone()),
            None => kept.push(unit.clone()),
            Some(_) => {}
        });
    }
    if gone.is_empty() || come.is_empty() {
        return;
    }
    let bags = |units: &[U]| units.iter().map(|unit| Bag::of_blocks(&unit.says())).collect::<Vec<_>>();
    let (old_bags, new_bags, kept) = (bags(&gone), bags(&come), bags(&kept));
    let key = |units: &[U], bags: &[Bag], at: usize| {
        (bags[at].len() >= MIN_WORDS_SAME).then(|| hash(&meaning::of_blocks(&units[at].says())))
    };
    let mut pairs: HashMap<usize, usize> = HashMap::new();
    let (mut left, mut free): (Vec<usize>, Vec<usize>) = ((0..gone.len()).collect(), (0..come.len()).collect());
    pair(&mut pairs, &mut left, &mut free, |at| key(&gone, &old_bags, at), |at| key(&come, &new_bags, at));
    pairs.retain(|from, to| gone[*from].fits(&come[*to]));
    // Of two units alone all common words would be in all there is, and weigh nothing.
    let others = [Bag::of_blocks(&[]), Bag::of_blocks(&[])];
    let weights = Weights::of(old_bags.iter().chain(&new_bags).chain(&kept).chain(&others));
    let fits = |from: usize, to: usize| gone[from].fits(&come[to]);
    pairs.extend(kin::alike(&left, &free, [&|at| &old_bags[at], &|at| &new_bags[at]], &LIMITS, &weights, fits));
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    pairs.sort_by_key(|(_, to)| *to);
    // By their places, of which two tables of one file's data have the same.
    let mut away: HashMap<Span, VecDeque<U>> = HashMap::new();
    let mut here: HashMap<Span, VecDeque<U>> = HashMap::new();
    for (from, to) in pairs {
        let number = merger.next_move();
        let (old, new) = (&gone[from], &come[to]);
        let gone = U::merge(merger, new, old, Change::Deleted, Change::MovedAway(number));
        let come = U::merge(merger, old, new, Change::Inserted, Change::MovedHere(number));
        away.entry(gone.place()).or_default().push_back(gone);
        here.entry(come.place()).or_default().push_back(come);
    }
    for (change, by) in [(Change::Deleted, &mut away), (Change::Inserted, &mut here)] {
        for block in blocks.iter_mut().filter(|block| stands(block) || within(block).is_some()) {
            let whole = within(block);
            each_mut(std::slice::from_mut(block), &mut |unit: &mut U| {
                let other = by.get_mut(&unit.place()).filter(|_| unit.change().or(whole) == Some(change));
                if let Some(other) = other.and_then(VecDeque::pop_front) {
                    *unit = other;
                }
            });
        }
    }
}

/// That a block is gone or new as a whole.
fn one_sided(block: &Block) -> Option<Change> {
    block.change.filter(|change| matches!(change, Change::Inserted | Change::Deleted))
}

/// Whether a block stands in both versions, at the same place.
fn stands(block: &Block) -> bool {
    block.change.and_then(Change::side).is_none()
}

impl Unit for Item {
    fn change(&self) -> Option<Change> {
        self.change
    }

    fn place(&self) -> Span {
        self.span
    }

    fn says(&self) -> Vec<Block> {
        self.blocks.clone()
    }

    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self {
        Self { change: Some(change), ..merger.item(old, new, Some(mark)) }
    }
}

impl Unit for Definition {
    fn change(&self) -> Option<Change> {
        self.change
    }

    fn place(&self) -> Span {
        self.span
    }

    fn says(&self) -> Vec<Block> {
        let alone = Self { change: None, ..self.clone() };
        vec![Block::new(self.span, BlockKind::Definitions(vec![alone]))]
    }

    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self {
        Self { change: Some(change), ..merger.definition(old, new, Some(mark)) }
    }
}

impl Unit for Row {
    fn change(&self) -> Option<Change> {
        self.change
    }

    fn place(&self) -> Span {
        self.span
    }

    fn says(&self) -> Vec<Block> {
        let alone = Self { change: None, ..self.clone() };
        let column = Column { change: None, align: None, width: Width::Auto };
        let empty = Cell { span: self.span.part(0..0), content: Vec::new() };
        let header = Self { cells: vec![empty; self.cells.len()], ..alone.clone() };
        let table = Table { columns: vec![column; self.cells.len()], header, rows: vec![alone], data: None };
        vec![Block::new(self.span, BlockKind::Table(table))]
    }

    fn fits(&self, other: &Self) -> bool {
        self.cells.len() == other.cells.len()
    }

    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self {
        let cells = old.cells.iter().zip(&new.cells).map(|(old, new)| merger.cell(old, new, Some(mark)));
        Self { change: Some(change), cells: cells.collect(), ..new.clone() }
    }
}

fn has_same_columns(table: &Table) -> bool {
    table.columns.iter().all(|column| column.change.is_none())
}

/// Of a table whose cells hold blocks.
impl Unit for GridRow {
    fn change(&self) -> Option<Change> {
        self.change
    }

    fn place(&self) -> Span {
        self.span
    }

    fn says(&self) -> Vec<Block> {
        self.cells.iter().flat_map(|cell| cell.blocks.clone()).collect()
    }

    fn fits(&self, other: &Self) -> bool {
        let columns = |row: &Self| row.cells.iter().map(|cell| cell.columns).collect::<Vec<_>>();
        columns(self) == columns(other)
    }

    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self {
        let cell = |(old, new): (&GridCell, &GridCell)| {
            let blocks = side::only_newer(merger.blocks(&old.blocks, &new.blocks), Some(mark));
            GridCell { blocks, ..new.clone() }
        };
        Self { change: Some(change), cells: old.cells.iter().zip(&new.cells).map(cell).collect(), ..new.clone() }
    }
}

/// Of each row, whether it can stand in another table.
fn alone(grid: &Grid) -> Vec<bool> {
    let is_kept = |row: &GridRow| row.change.and_then(Change::side).is_none();
    let mut headers = grid.header_rows;
    let of_band = |band: &[GridRow]| {
        let is_header = headers > 0;
        headers = headers.saturating_sub(band.iter().filter(|row| is_kept(row)).count());
        vec![!is_header && band.len() == 1; band.len()]
    };
    grid.bands().into_iter().flat_map(of_band).collect()
}

/// A footnote at its first call.
impl Unit for Inline {
    fn change(&self) -> Option<Change> {
        self.change
    }

    fn place(&self) -> Span {
        self.span
    }

    fn says(&self) -> Vec<Block> {
        match &self.kind {
            InlineKind::Footnote(Footnote { blocks: Some(blocks), .. }) => blocks.clone(),
            _ => Vec::new(),
        }
    }

    fn merge(merger: &Merger, old: &Self, new: &Self, mark: Change, change: Change) -> Self {
        let mut merged = Self { change: Some(change), ..new.clone() };
        if let InlineKind::Footnote(note) = &mut merged.kind {
            let blocks = merger.blocks(&old.says(), &new.says());
            note.blocks = Some(side::only_newer(blocks, Some(mark)));
        }
        merged
    }
}

macro_rules! units {
    (
        $($life:lifetime)? $($mut:ident)?;
        $blocks:ident, $iter:ident, $items:ident, $definitions:ident, $rows:ident, $grid_rows:ident
    ) => {
        fn $items$(<$life>)?(blocks: &$($life)? $($mut)? [Block], visit: &mut dyn FnMut(&$($life)? $($mut)? Item)) {
            walk::$blocks(blocks, &mut |block| {
                if let BlockKind::List(list) = &$($mut)? block.kind {
                    list.items.$iter().for_each(&mut *visit);
                }
            });
        }

        fn $definitions$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? Definition),
        ) {
            walk::$blocks(blocks, &mut |block| {
                if let BlockKind::Definitions(list) = &$($mut)? block.kind {
                    list.$iter().for_each(&mut *visit);
                }
            });
        }

        /// Those of tables whose columns are the same in both versions.
        fn $rows$(<$life>)?(blocks: &$($life)? $($mut)? [Block], visit: &mut dyn FnMut(&$($life)? $($mut)? Row)) {
            walk::$blocks(blocks, &mut |block| {
                if let BlockKind::Table(table)
                | BlockKind::Figure(Figure { body: FigureBody::Table(table), .. }) = &$($mut)? block.kind
                    && has_same_columns(table)
                {
                    table.rows.$iter().for_each(&mut *visit);
                }
            });
        }

        /// Those that no cell goes beyond, and that are of no header.
        fn $grid_rows$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? GridRow),
        ) {
            walk::$blocks(blocks, &mut |block| {
                if let BlockKind::Figure(Figure { body: FigureBody::Grid(grid), .. }) = &$($mut)? block.kind {
                    let alone = alone(grid);
                    grid.rows.$iter().zip(alone).filter(|(_, is_alone)| *is_alone).for_each(|(row, _)| visit(row));
                }
            });
        }
    };
}

units!('b; blocks, iter, items, definitions, rows, grid_rows);
units!(mut; blocks_mut, iter_mut, items_mut, definitions_mut, rows_mut, grid_rows_mut);
