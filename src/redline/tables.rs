//! Two tables, aligned by their columns and rows.

use super::align::{Likeness, Step, align};
use super::merger::Merger;
use super::reorder::{Known, Move, Placed};
use super::side;
use super::words::{Bag, hash};
use crate::section::{Cell, Change, Column, Inline, Row, Table, meaning};
use crate::source::Side;

/// The least likeness of two rows that begin with the same cell, which names the row in most tables.
const SAME_NAME: f64 = 0.5;

impl Merger {
    /// A row in one version only has an empty cell in each column that the other version alone has.
    pub(super) fn table(&self, old: &Table, new: &Table) -> Table {
        let steps = columns(old, new, self);
        let kept: Vec<(usize, usize)> = in_both(&steps).collect();
        let kept_old: Vec<usize> = kept.iter().map(|pair| pair.0).collect();
        let kept_new: Vec<usize> = kept.iter().map(|pair| pair.1).collect();
        let hashes = |rows: &[Row], columns: &[usize]| {
            let row =
                |row: &Row| columns.iter().map(|at| meaning::of_inlines(&row.cells[*at].content)).collect::<Vec<_>>();
            rows.iter().map(|one| hash(&row(one))).collect::<Vec<_>>()
        };
        let bags = |row: &Row| Bag::of_inlines(&all(row.cells.iter()));
        let likeness = Likeness::of(&old.rows, &new.rows, bags);
        let names = |rows: &[Row], at: Option<&usize>| -> Vec<Option<u64>> {
            let name = |row: &Row| {
                let content = &row.cells[*at?].content;
                (!content.is_empty()).then(|| hash(&meaning::of_inlines(content)))
            };
            rows.iter().map(name).collect()
        };
        let (old_hashes, new_hashes) = (hashes(&old.rows, &kept_old), hashes(&new.rows, &kept_new));
        let (old_names, new_names) = (names(&old.rows, kept_old.first()), names(&new.rows, kept_new.first()));
        let aligned = align(&old_hashes, &new_hashes, |at_old, at_new| {
            let is_named = old_names[at_old].is_some() && old_names[at_old] == new_names[at_new];
            let least = if is_named { SAME_NAME } else { 0.0 };
            Some(likeness.between(at_old, at_new).max(least))
        });
        let known = Known { hashes: [&old_hashes, &new_hashes], names: [&old_names, &new_names] };
        let placed = self.reorder(aligned, &known, [&|at| likeness.bag_of_old(at), &|at| likeness.bag_of_new(at)]);
        let row = |step: Placed| match step {
            Placed::Step(Step::Keep(at_old, at_new)) => self.row(&old.rows[at_old], &new.rows[at_new], &steps),
            Placed::Step(Step::Delete(at)) => self.one_sided(&old.rows[at], None, Change::Deleted, &steps),
            Placed::Step(Step::Insert(at)) => self.one_sided(&new.rows[at], None, Change::Inserted, &steps),
            Placed::Here(Move { old: from, new: to, number }) => {
                self.one_sided(&new.rows[to], Some(&old.rows[from]), Change::MovedHere(number), &steps)
            }
            Placed::Away(Move { old: from, new: to, number }) => {
                self.one_sided(&old.rows[from], Some(&new.rows[to]), Change::MovedAway(number), &steps)
            }
        };
        let column = |step: &Placed| match *step {
            Placed::Step(Step::Keep(_, at)) => new.columns[at],
            Placed::Step(Step::Delete(at)) => Column { change: Some(Change::Deleted), ..old.columns[at] },
            Placed::Step(Step::Insert(at)) => Column { change: Some(Change::Inserted), ..new.columns[at] },
            Placed::Away(step) => Column { change: Some(Change::MovedAway(step.number)), ..old.columns[step.old] },
            Placed::Here(step) => Column { change: Some(Change::MovedHere(step.number)), ..new.columns[step.new] },
        };
        Table {
            columns: steps.iter().map(column).collect(),
            header: self.row(&old.header, &new.header, &steps),
            rows: placed.into_iter().map(row).collect(),
            data: new.data.clone(),
        }
    }

    /// A row that stands in both versions.
    fn row(&self, old: &Row, new: &Row, columns: &[Placed]) -> Row {
        let cell = |step: &Placed| match *step {
            Placed::Step(Step::Keep(at_old, at_new)) => self.cell(&old.cells[at_old], &new.cells[at_new], None),
            Placed::Step(Step::Delete(at)) => old.cells[at].clone(),
            Placed::Step(Step::Insert(at)) => new.cells[at].clone(),
            Placed::Here(step) => self.cell(&old.cells[step.old], &new.cells[step.new], Some(Change::Inserted)),
            Placed::Away(step) => self.cell(&new.cells[step.new], &old.cells[step.old], Some(Change::Deleted)),
        };
        Row { cells: columns.iter().map(cell).collect(), ..new.clone() }
    }

    /// A row that stands here on one side only; if it stands elsewhere on the `other`, with marks on what is in it.
    fn one_sided(&self, row: &Row, other: Option<&Row>, change: Change, columns: &[Placed]) -> Row {
        let is_new = change.side() == Some(Side::New);
        let mark = if is_new { Change::Inserted } else { Change::Deleted };
        let cell = |column: &Placed| {
            let (old, new) = column.places();
            let (at, at_other) = if is_new { (new, old) } else { (old, new) };
            let at = at.filter(|_| column.side().is_none_or(|side| change.side() == Some(side)));
            match (at, other.zip(at_other)) {
                (Some(at), Some((other, at_other))) => self.cell(&other.cells[at_other], &row.cells[at], Some(mark)),
                (Some(at), None) => row.cells[at].clone(),
                (None, _) => Cell { span: row.span.part(0..0), content: Vec::new() },
            }
        };
        Row { span: row.span, change: Some(change), cells: columns.iter().map(cell).collect() }
    }

    pub(super) fn cell(&self, old: &Cell, new: &Cell, mark: Option<Change>) -> Cell {
        let content = self.inlines(&old.content, &new.content);
        Cell { content: side::only_newer_inlines(content, mark), ..new.clone() }
    }
}

/// Whether most columns of one table are in the other.
pub(super) fn is_same(old: &Table, new: &Table) -> bool {
    let placed = columns(old, new, &Merger::default());
    2 * in_both(&placed).count() >= old.columns.len().max(new.columns.len())
}

/// The columns that stand in both tables, those that moved where they stand now.
fn in_both(columns: &[Placed]) -> impl Iterator<Item = (usize, usize)> {
    let newer = columns.iter().filter(|column| column.side() != Some(Side::Old));
    newer.filter_map(|column| {
        let (old, new) = column.places();
        old.zip(new)
    })
}

/// What became of each column. If there are as many as before, their whole content may have changed.
fn columns(old: &Table, new: &Table, merger: &Merger) -> Vec<Placed> {
    let header = |table: &Table, at: usize| meaning::of_inlines(&table.header.cells[at].content);
    let count = old.columns.len();
    let in_turn = || (0..count).map(|at| Placed::Step(Step::Keep(at, at))).collect();
    if count == new.columns.len() && (0..count).all(|at| header(old, at) == header(new, at)) {
        return in_turn();
    }
    let cells = |table: &Table, at: usize| -> Vec<Inline> {
        all(std::iter::once(&table.header).chain(&table.rows).filter_map(|row| row.cells.get(at)))
    };
    let contents = |table: &Table| (0..table.columns.len()).map(|at| cells(table, at)).collect::<Vec<_>>();
    let (contents_old, contents_new) = (contents(old), contents(new));
    let hashes =
        |contents: &[Vec<Inline>]| contents.iter().map(|column| hash(&meaning::of_inlines(column))).collect::<Vec<_>>();
    let likeness = Likeness::of(&contents_old, &contents_new, |column| Bag::of_inlines(column));
    let (old_hashes, new_hashes) = (hashes(&contents_old), hashes(&contents_new));
    // An empty header identifies no column.
    let names = |table: &Table| -> Vec<Option<u64>> {
        let name = |cell: &Cell| (!cell.content.is_empty()).then(|| hash(&meaning::of_inlines(&cell.content)));
        table.header.cells.iter().map(name).collect()
    };
    let (old_names, new_names) = (names(old), names(new));
    let steps = align(&old_hashes, &new_hashes, |at_old, at_new| {
        let is_named = old_names[at_old].is_some() && old_names[at_old] == new_names[at_new];
        Some(if is_named { 1.0 } else { likeness.between(at_old, at_new) })
    });
    let known = Known { hashes: [&old_hashes, &new_hashes], names: [&old_names, &new_names] };
    let placed = merger.reorder(steps, &known, [&|at| likeness.bag_of_old(at), &|at| likeness.bag_of_new(at)]);
    if count == new.columns.len() && 2 * in_both(&placed).count() < count { in_turn() } else { placed }
}

fn all<'a>(cells: impl Iterator<Item = &'a Cell>) -> Vec<Inline> {
    cells.flat_map(|cell| cell.content.clone()).collect()
}
