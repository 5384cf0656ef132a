//! What is marked, as plain text.

use super::side::own_file;
use crate::section::walk::{self, Step};
use crate::section::{Block, BlockKind, Definition, GridRow, Inline, InlineKind, Row, Table, Target, plain_text};

pub(super) fn row_text(row: &Row) -> String {
    row.cells.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>().join(" | ")
}

pub(super) fn grid_row_text(row: &GridRow) -> String {
    row.cells.iter().map(|cell| text_of(&cell.blocks)).collect::<Vec<_>>().join(" | ")
}

/// The cells of a column that say something.
pub(super) fn column_text(table: &Table, at: usize) -> String {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let cells = rows.filter_map(|row| row.cells.get(at)).map(|cell| plain_text(&cell.content));
    cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
}

pub(super) fn definition_text(definition: &Definition) -> String {
    format!("{}: {}", plain_text(&definition.term), text_of(&definition.details))
}

pub(super) fn run_text(run: &[Inline]) -> String {
    let mut text = plain_text(run);
    for inline in run {
        if let InlineKind::Footnote(note) = &inline.kind {
            note.blocks.iter().for_each(|blocks| add_words(&mut text, &text_of(blocks)));
        }
    }
    text
}

/// Inlines as their author may have written them.
pub(super) fn written(run: &[Inline]) -> String {
    let one = |inline: &Inline| match &inline.kind {
        InlineKind::Emphasis(inner) => format!("*{}*", written(inner)),
        InlineKind::Strong(inner) => format!("**{}**", written(inner)),
        InlineKind::Strike(inner) => format!("~~{}~~", written(inner)),
        InlineKind::Raised(inner) => format!("^{}^", written(inner)),
        InlineKind::Lowered(inner) => format!("~{}~", written(inner)),
        InlineKind::Code(code) => format!("`{}`", code.as_str()),
        InlineKind::Passage { language, content } => format!("[{}]{{lang={}}}", written(content), language.value),
        InlineKind::Link { target: Target::Url(url), content, .. } => format!("[{}]({url})", written(content)),
        InlineKind::Link { target: Target::Label(label), content, .. } => format!("[{}](#{label})", written(content)),
        InlineKind::Image(image) => format!("![]({})", own_file(image)),
        _ => run_text(std::slice::from_ref(inline)),
    };
    run.iter().map(one).collect()
}

/// Blocks as one line of plain text, in reading order.
pub(super) fn text_of(blocks: &[Block]) -> String {
    let mut text = String::new();
    walk::steps(blocks, &mut |step| match step {
        Step::Inlines(_, inlines) => add_words(&mut text, &plain_text(inlines)),
        Step::Block(Block { kind: BlockKind::Code(code), .. }) => add_words(&mut text, &code.replace('\n', " ")),
        Step::Block(_) => {}
    });
    text
}

pub(super) fn add_words(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}
