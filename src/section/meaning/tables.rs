//! What tables mean: their columns, their cells, the file that these are taken from.

use super::Writer;
use crate::section::{Alignment, Column, Grid, GridRow, Row, Table, Width};

impl Writer {
    pub(super) fn table(&mut self, table: &Table) {
        if let Some(data) = &table.data {
            self.tag(b'd');
            self.string(&data.path.value);
            let types = data.types.as_ref().map_or(&[][..], |types| &types.value);
            self.list(types, |writer, one| writer.string(one.name()));
            let widths = data.widths.as_ref().map_or(&[][..], |widths| &widths.value);
            self.list(widths, |writer, width| writer.width(*width));
        }
        self.list(&table.columns, |writer, Column { align, width, .. }| {
            writer.tag(match align {
                None => b'-',
                Some(Alignment::Left) => b'<',
                Some(Alignment::Centre) => b'=',
                Some(Alignment::Right) => b'>',
            });
            writer.width(*width);
        });
        self.row(&table.header);
        self.list(&table.rows, Self::row);
    }

    pub(super) fn grid(&mut self, grid: &Grid) {
        self.number(grid.header_rows);
        self.number(grid.header_columns);
        self.list(&grid.columns, |writer, column| writer.width(column.width));
        self.list(&grid.rows, Self::grid_row);
    }

    pub(super) fn grid_row(&mut self, row: &GridRow) {
        self.list(&row.cells, |writer, cell| {
            writer.number(cell.columns);
            writer.number(cell.rows);
            writer.blocks(&cell.blocks);
        });
    }

    fn row(&mut self, row: &Row) {
        self.list(&row.cells, |writer, cell| writer.inlines(&cell.content));
    }

    pub(super) fn width(&mut self, width: Width) {
        match width {
            Width::Auto => self.tag(b'a'),
            Width::Share(share) => self.measure(b'f', share),
            Width::Percent(percent) => self.measure(b'%', percent),
            Width::Centimetres(centimetres) => self.measure(b'c', centimetres),
        }
    }

    fn measure(&mut self, unit: u8, number: f64) {
        self.tag(unit);
        self.number(number);
    }
}
