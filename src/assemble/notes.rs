//! Notes, as Typst: those called in the text at the foot of its page, those called in a table below that.
//!
//! A note called in a cell is no footnote to Typst, which may lose a call that a page's end moves, and cannot print one
//! in a header that is repeated. So it leads to its note and back by labels of our own.

use super::emit::Emitter;
use crate::literal::literal;
use crate::markup::Markup;
use crate::section::walk::{self, Step};
use crate::section::{Block, BlockKind, Change, FigureBody, Footnote, Grid, Inline, InlineKind, Table, plain_text};

/// What labels of notes begin with: of one at the foot of its page, of one below its table, of the call of the latter.
/// No author's label has a dot.
pub const FOOTNOTE: &str = "fn.";
pub const TABLE_NOTE: &str = "tn.";
pub const TABLE_CALL: &str = "tc.";

/// The label of where a line begins that stands below a table.
pub const BELOW_TABLE: &str = "tl.line";

/// What keeps a call from beginning a line, where the room before it does not.
pub(super) const JOINER: &str = "#sym.wj";

/// Whether a line may end behind what stands before a call: a blank or a dash.
pub(super) fn may_part(before: &Inline) -> bool {
    let is_gap =
        |sign: char| sign.is_whitespace() || matches!(sign, '-' | '|' | '\u{ad}' | '\u{2010}' | '\u{2012}' | '–');
    plain_text(std::slice::from_ref(before)).ends_with(is_gap)
}

/// What makes a link of the number of a note that leads nowhere.
const NOWHERE: &str = "it => it";

impl Emitter<'_> {
    /// The call of a note, with the note where that is one for the foot of the page.
    pub(super) fn footnote(&self, out: &mut Markup, note: &Footnote) {
        let Some(number) = note.number else { return };
        // As content it is found on the page again, to be marked.
        let printed = format!("[#{}]", literal(&number.to_string()));
        let (in_cell, is_gone) = (self.in_cell.get() || self.in_grid.get(), out.is_gone());
        let lead = match &note.blocks {
            Some(blocks) if !in_cell => {
                out.syntax(&format!("#footnote(numbering: (..) => {printed})"));
                // The note stands apart from its call, whose colour does not reach it.
                let coloured = self.coloured.take();
                self.note(out, blocks);
                self.coloured.set(coloured);
                if !is_gone {
                    out.syntax(&format!("<{FOOTNOTE}{number}>"));
                }
                return;
            }
            _ if is_gone => NOWHERE.to_owned(),
            Some(_) => {
                self.in_tables.borrow_mut().insert(number);
                format!("it => [#link(<{TABLE_NOTE}{number}>, it)<{TABLE_CALL}{number}>]")
            }
            None if self.in_tables.borrow().contains(&number) => format!("link.with(<{TABLE_NOTE}{number}>)"),
            None if self.in_header.get() => format!("link.with(<{FOOTNOTE}{number}>)"),
            None => return out.syntax(&format!("#footnote(numbering: (..) => {printed}, <{FOOTNOTE}{number}>)")),
        };
        out.syntax(&match self.in_header.get() {
            true => format!("#note-call(live.with({lead})){printed}"),
            false => format!("#note-call({lead}){printed}"),
        });
    }

    /// Writes an image by `write`, and below it, on the same page, what is said of it.
    pub(super) fn with_lines(&self, out: &mut Markup, lines: &[Line], write: impl FnOnce(&mut Markup)) {
        out.syntax("#block(breakable: false)[#noted-table([");
        write(out);
        out.syntax("]");
        lines.iter().for_each(|line| self.line(out, line));
        out.syntax(")]");
    }

    fn line(&self, out: &mut Markup, Line { word, content }: &Line) {
        out.syntax(&format!(", ({NOWHERE}, none, [#metadata(none)<{BELOW_TABLE}>"));
        self.words(out, word);
        self.inlines(out, content);
        out.syntax("])");
    }

    /// Writes a table by `write`, as content, and below it the notes that are called in it, and what is said of it.
    pub(super) fn noted(&self, out: &mut Markup, notes: Vec<Called>, lines: &[Line], write: impl FnOnce(&mut Markup)) {
        if notes.is_empty() && lines.is_empty() {
            return write(out);
        }
        out.syntax("#noted-table([");
        write(out);
        out.syntax("]");
        for Called { call, note, change } in notes {
            let (Some(number), Some(blocks)) = (note.number, &note.blocks) else { continue };
            let coloured = self.coloured.take();
            out.changed(change, |out| {
                out.node(call.span, |out| {
                    out.syntax(&match out.is_gone() {
                        true => format!(", ({NOWHERE}, ["),
                        false => format!(", (it => [#link(<{TABLE_CALL}{number}>, it)<{TABLE_NOTE}{number}>], ["),
                    });
                    self.coloured(out, |out| out.syntax(&format!("#{}", literal(&number.to_string()))));
                    out.syntax("], ");
                    self.note(out, blocks);
                    out.syntax(")");
                });
            });
            self.coloured.set(coloured);
        }
        lines.iter().for_each(|line| self.line(out, line));
        out.syntax(")");
    }
}

/// What stands below a table or figure, with the word that it begins with.
pub(super) struct Line<'f> {
    pub word: String,
    pub content: &'f [Inline],
}

/// A note, where it is first called.
pub(super) struct Called<'a> {
    call: &'a Inline,
    note: &'a Footnote,
    /// What a redline says of the call, by itself or for all that it stands in within the table.
    change: Option<Change>,
}

/// The notes that are first called in a table, in the order of their calls.
pub(super) fn of_table(table: &Table) -> Vec<Called<'_>> {
    let mut found = Vec::new();
    for row in std::iter::once(&table.header).chain(&table.rows) {
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            collect(&cell.content, row.change.or(column.change), &mut found);
        }
    }
    found
}

/// Likewise in one whose cells hold blocks. What a table in such a cell calls stands below that.
pub(super) fn of_grid(grid: &Grid) -> Vec<Called<'_>> {
    let mut found = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            walk::within(&cell.blocks, &mut |step, path| {
                let Step::Inlines(_, inlines) = step else { return };
                if !path.places().iter().any(|place| has_notes_below(place.block())) {
                    collect(inlines, row.change, &mut found);
                }
            });
        }
    }
    found
}

fn has_notes_below(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Table(_) => true,
        BlockKind::Figure(figure) => !matches!(figure.body, FigureBody::Images(_)),
        _ => false,
    }
}

fn collect<'a>(inlines: &'a [Inline], around: Option<Change>, found: &mut Vec<Called<'a>>) {
    for inline in inlines {
        let change = inline.change.or(around);
        match &inline.kind {
            InlineKind::Footnote(note) if note.blocks.is_some() => {
                found.push(Called { call: inline, note, change });
            }
            _ => walk::children(inline).into_iter().for_each(|inner| collect(inner, change, found)),
        }
    }
}
