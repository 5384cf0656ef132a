//! Tables, as Typst.

use std::ops::RangeInclusive;

use super::breaks;
use super::emit::Emitter;
use crate::markup::Markup;
use crate::section::{Alignment, Column, Inline, InlineKind, Row, Table, Width, plain_text, walk};

/// Lines of the tallest cell of a row that stays on one page, as far as that can be told before it is laid out: there
/// are some that could part, and a page has room for many more. (With taller ones that cannot part, Typst may lay out
/// pages again and again.)
const IN_ONE_PIECE: RangeInclusive<f64> = 0.7..=8.0;

/// Characters and centimetres of a line of the built-in looks, less what stands between columns.
const LINE: (f64, f64) = (70.0, 12.4);

impl Emitter<'_> {
    /// A table as a call, without the hash.
    pub(super) fn table(&self, out: &mut Markup, table: &Table) {
        // The columns of both versions are more than there is room for.
        let has_more = table.columns.iter().any(|column| column.change.is_some());
        let widths = table.columns.iter().map(|column| match column.width {
            Width::Percent(percent) if has_more => Width::Share(percent).to_string(),
            own => own.to_string(),
        });
        let widths: Vec<String> = widths.collect();
        let alignments: Vec<&str> = table.columns.iter().map(|column| alignment(column.align)).collect();
        let leads_away = leads_away(&table.header);
        // Around the whole, what is there for it.
        let around = match (has_more, leads_away) {
            (false, false) => ["", ""],
            (true, false) => ["{ set text(hyphenate: true); ", " }"],
            (false, true) => ["context { let live = live-from(here()); ", " }"],
            (true, true) => ["context { let live = live-from(here()); set text(hyphenate: true); ", " }"],
        };
        out.syntax(around[0]);
        let (widths, alignments) = (widths.join(", "), alignments.join(", "));
        out.syntax(&format!("table(columns: ({widths},), align: ({alignments},), table.header("));
        self.in_header.set(leads_away);
        self.row(out, &table.header, &table.columns, None);
        self.in_header.set(false);
        out.syntax("), ");
        let room = room(&table.columns);
        for row in &table.rows {
            self.row(out, row, &table.columns, stays(row, &room));
        }
        out.syntax(")");
        out.syntax(around[1]);
    }

    /// A row, with what its first cell is given in `stays` if it stays on one page.
    fn row(&self, out: &mut Markup, row: &Row, columns: &[Column], stays: Option<&str>) {
        self.in_cell.set(true);
        for (at, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
            let change = row.change.or(column.change);
            let stays = stays.filter(|_| at == 0);
            let write = |out: &mut Markup| {
                out.syntax(stays.unwrap_or_default());
                let has_words = breaks::has_words(&plain_text(&cell.content)) && !self.is_long(&cell.content);
                out.syntax(if has_words { "fitted(whole => [" } else { "[" });
                self.paragraph(out, &cell.content, |out| self.inlines(out, &cell.content));
                out.syntax(if has_words { "])" } else { "]" });
                out.syntax(if stays.is_some() { ")" } else { "" });
            };
            out.changed(change, |out| out.node(cell.span, write));
            out.syntax(", ");
        }
        self.in_cell.set(false);
    }
}

/// Begins a row's first cell if the row stays on one page: it does, if one of its cells does.
fn stays(row: &Row, room: &[f64]) -> Option<&'static str> {
    let breaks = |content: &[Inline]| content.iter().filter(|one| matches!(one.kind, InlineKind::Break)).count();
    let lines =
        |content: &[Inline], room: f64| plain_text(content).chars().count() as f64 / room + breaks(content) as f64;
    let tallest = row.cells.iter().zip(room).map(|(cell, room)| lines(&cell.content, *room)).fold(0.0, f64::max);
    IN_ONE_PIECE.contains(&tallest).then_some("table.cell(breakable: false, ")
}

/// How many characters a line of each column has room for, more or less.
fn room(columns: &[Column]) -> Vec<f64> {
    let (characters, centimetres) = LINE;
    let shares: f64 =
        columns.iter().map(|column| if let Width::Share(share) = column.width { share } else { 0.0 }).sum();
    let part = |width: Width, left: f64| match width {
        Width::Auto => 1.0 / columns.len() as f64,
        Width::Percent(percent) => percent / 100.0,
        Width::Centimetres(own) => own / centimetres,
        Width::Share(share) => left * share / shares,
    };
    let taken: f64 = columns.iter().map(|column| part(column.width, 0.0)).sum();
    let left = (1.0 - taken).max(0.1);
    columns.iter().map(|column| (characters * part(column.width, left)).max(1.0)).collect()
}

/// Whether a row holds links or notes.
fn leads_away(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.content.iter().any(leads))
}

/// Whether it is a link or note, or holds one.
pub(super) fn leads(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Footnote(_))
        || walk::children(inline).is_some_and(|inner| inner.iter().any(leads))
}

fn alignment(alignment: Option<Alignment>) -> &'static str {
    match alignment {
        None => "start",
        Some(Alignment::Left) => "left",
        Some(Alignment::Centre) => "center",
        Some(Alignment::Right) => "right",
    }
}
