//! Two tables, aligned by their columns and rows.

use super::align::{Likeness, Step, align};
use super::merger::Merger;
use super::words::{Bag, hash};
use crate::section::{Cell, Change, Column, Inline, Row, Table, meaning};

/// The least likeness of two rows that begin with the same cell, which names the row in most tables.
const SAME_NAME: f64 = 0.5;

impl Merger {
    /// A row in one version only has an empty cell in each column that the other version alone has.
    pub(super) fn table(&self, old: &Table, new: &Table) -> Table {
        let steps = columns(old, new);
        let kept: Vec<(usize, usize)> = kept(&steps).collect();
        let kept_old: Vec<usize> = kept.iter().map(|pair| pair.0).collect();
        let kept_new: Vec<usize> = kept.iter().map(|pair| pair.1).collect();
        let hashes = |rows: &[Row], columns: &[usize]| {
            let row =
                |row: &Row| columns.iter().map(|at| meaning::of_inlines(&row.cells[*at].content)).collect::<Vec<_>>();
            rows.iter().map(|one| hash(&row(one))).collect::<Vec<_>>()
        };
        let bags = |row: &Row| Bag::of_inlines(&all(row.cells.iter()));
        let likeness = Likeness::of(&old.rows, &new.rows, bags);
        let name = |row: &Row, at: Option<&usize>| {
            let content = &row.cells[*at?].content;
            (!content.is_empty()).then(|| meaning::of_inlines(content))
        };
        let aligned = align(&hashes(&old.rows, &kept_old), &hashes(&new.rows, &kept_new), |at_old, at_new| {
            let names = (name(&old.rows[at_old], kept_old.first()), name(&new.rows[at_new], kept_new.first()));
            let least = if names.0.is_some() && names.0 == names.1 { SAME_NAME } else { 0.0 };
            Some(likeness.between(at_old, at_new).max(least))
        });
        let row = |step: Step| match step {
            Step::Keep(at_old, at_new) => self.row(&old.rows[at_old], &new.rows[at_new], &steps),
            Step::Delete(at) => one_sided(&old.rows[at], Change::Deleted, &steps),
            Step::Insert(at) => one_sided(&new.rows[at], Change::Inserted, &steps),
        };
        let column = |step: &Step| match *step {
            Step::Keep(_, at) => new.columns[at],
            Step::Delete(at) => Column { change: Some(Change::Deleted), ..old.columns[at] },
            Step::Insert(at) => Column { change: Some(Change::Inserted), ..new.columns[at] },
        };
        Table {
            columns: steps.iter().map(column).collect(),
            header: self.row(&old.header, &new.header, &steps),
            rows: aligned.into_iter().map(row).collect(),
        }
    }

    fn row(&self, old: &Row, new: &Row, columns: &[Step]) -> Row {
        let cell = |step: &Step| match *step {
            Step::Keep(at_old, at_new) => {
                let (old, new) = (&old.cells[at_old], &new.cells[at_new]);
                Cell { content: self.inlines(&old.content, &new.content), ..new.clone() }
            }
            Step::Delete(at) => old.cells[at].clone(),
            Step::Insert(at) => new.cells[at].clone(),
        };
        Row { cells: columns.iter().map(cell).collect(), ..new.clone() }
    }
}

/// Whether most columns of one table are in the other.
pub(super) fn is_same(old: &Table, new: &Table) -> bool {
    let steps = columns(old, new);
    2 * kept(&steps).count() >= old.columns.len().max(new.columns.len())
}

fn kept(steps: &[Step]) -> impl Iterator<Item = (usize, usize)> {
    steps.iter().filter_map(|step| match *step {
        Step::Keep(old, new) => Some((old, new)),
        _ => None,
    })
}

/// What became of each column. If there are as many as before, their whole content may have changed.
fn columns(old: &Table, new: &Table) -> Vec<Step> {
    let header = |table: &Table, at: usize| meaning::of_inlines(&table.header.cells[at].content);
    let count = old.columns.len();
    let in_turn = || (0..count).map(|at| Step::Keep(at, at)).collect();
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
    let steps = align(&hashes(&contents_old), &hashes(&contents_new), |at_old, at_new| {
        // An empty header identifies no column.
        let same = header(old, at_old) == header(new, at_new) && !old.header.cells[at_old].content.is_empty();
        Some(if same { 1.0 } else { likeness.between(at_old, at_new) })
    });
    if count == new.columns.len() && 2 * kept(&steps).count() < count { in_turn() } else { steps }
}

fn one_sided(row: &Row, change: Change, columns: &[Step]) -> Row {
    let cell = |step: &Step| {
        let at = match (*step, change) {
            (Step::Keep(at, _) | Step::Delete(at), Change::Deleted) => Some(at),
            (Step::Keep(_, at) | Step::Insert(at), Change::Inserted) => Some(at),
            _ => None,
        };
        at.map_or(Cell { span: row.span.part(0..0), content: Vec::new() }, |at| row.cells[at].clone())
    };
    Row { span: row.span, change: Some(change), cells: columns.iter().map(cell).collect() }
}

fn all<'a>(cells: impl Iterator<Item = &'a Cell>) -> Vec<Inline> {
    cells.flat_map(|cell| cell.content.clone()).collect()
}
