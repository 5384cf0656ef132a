//! Two tables whose cells hold blocks, aligned by their bands of rows.

use super::align::{Likeness, align};
use super::merger::Merger;
use super::reorder::{Placed, put};
use super::words::{Bag, hash};
use crate::section::{Block, Change, Grid, GridCell, GridRow, meaning};

impl Merger {
    /// Bands with other cells are not merged: the one is gone, and the other is new.
    pub(super) fn grid(&self, old: &Grid, new: &Grid) -> Grid {
        let bands = |grid: &Grid| grid.bands().into_iter().map(<[GridRow]>::to_vec).collect::<Vec<_>>();
        let (old_bands, new_bands) = (bands(old), bands(new));
        let hashes = |bands: &[Vec<GridRow>]| -> Vec<u64> {
            bands.iter().map(|rows| hash(&meaning::of_grid_rows(rows))).collect()
        };
        let bag = |rows: &Vec<GridRow>| {
            let cells = rows.iter().flat_map(|row| &row.cells);
            Bag::of_blocks(&cells.flat_map(|cell| cell.blocks.clone()).collect::<Vec<Block>>())
        };
        let likeness = Likeness::of(&old_bands, &new_bands, bag);
        // Which bands are of the header.
        let heads = |grid: &Grid, bands: &[Vec<GridRow>]| -> Vec<bool> {
            let mut rows = 0;
            let is_head = |band: &Vec<GridRow>| {
                rows += band.len();
                rows - band.len() < grid.header_rows
            };
            bands.iter().map(is_head).collect()
        };
        let (old_heads, new_heads) = (heads(old, &old_bands), heads(new, &new_bands));
        let steps = align(&hashes(&old_bands), &hashes(&new_bands), |at_old, at_new| {
            // A header stays a header.
            let (old_head, new_head) = (old_heads[at_old], new_heads[at_new]);
            let fits = shape(&old_bands[at_old]) == shape(&new_bands[at_new]) && old_head == new_head;
            fits.then(|| if old_head { 1.0 } else { likeness.between(at_old, at_new) })
        });
        let merge = |old: &Vec<GridRow>, new: &Vec<GridRow>, _: Option<Change>| -> Vec<GridRow> {
            let row = |(old, new): (&GridRow, &GridRow)| {
                let cell = |(old, new): (&GridCell, &GridCell)| GridCell {
                    blocks: self.blocks(&old.blocks, &new.blocks),
                    ..new.clone()
                };
                GridRow { cells: old.cells.iter().zip(&new.cells).map(cell).collect(), ..new.clone() }
            };
            old.iter().zip(new).map(row).collect()
        };
        let steps = steps.into_iter().map(Placed::Step);
        let bands = put(steps, &old_bands, &new_bands, merge, |rows, change| {
            rows.iter_mut().for_each(|row| row.change = Some(change));
        });
        Grid { rows: bands.concat(), ..new.clone() }
    }
}

/// Whether one table can be an edited version of the other: both have the same columns and the same form of header.
pub(super) fn is_same(old: &Grid, new: &Grid) -> bool {
    let header = |grid: &Grid| shape(&grid.rows[..grid.header_rows.min(grid.rows.len())]);
    let form = |grid: &Grid| (grid.columns.len(), grid.header_rows, grid.header_columns);
    form(old) == form(new) && header(old) == header(new)
}

/// How many columns and rows each cell of rows spans.
fn shape(rows: &[GridRow]) -> Vec<Vec<(usize, usize)>> {
    rows.iter().map(|row| row.cells.iter().map(|cell| (cell.columns, cell.rows)).collect()).collect()
}
