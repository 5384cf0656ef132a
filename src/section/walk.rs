//! One way through the tree, in reading order; once to look at it, once to change it.

use super::{Block, BlockKind, FigureBody, Inline, InlineKind, Inlines, Table};

/// Calls `visit` with every block, those inside others included; the notes of footnotes are left out.
pub fn blocks(blocks: &[Block], visit: &mut dyn FnMut(&Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::List(list) => list.items.iter().for_each(|item| self::blocks(&item.blocks, visit)),
            BlockKind::Definitions(definitions) => {
                definitions.iter().for_each(|definition| self::blocks(&definition.details, visit));
            }
            BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self::blocks(inner, visit),
            _ => {}
        }
    }
}

macro_rules! walk {
    ($inlines:ident, $table:ident, $children:ident, $iter:ident $(, $mut:tt)?) => {
        /// Calls `visit` with every run of inlines below `blocks`: headings, paragraphs, cells, captions, terms. Runs
        /// inside other inlines (emphasis, links, notes) are the visitor's, who can ask for an inline's children.
        pub fn $inlines(blocks: &$($mut)? [Block], visit: &mut dyn FnMut(&$($mut)? Inlines)) {
            for block in blocks {
                match &$($mut)? block.kind {
                    BlockKind::Heading(heading) => visit(&$($mut)? heading.content),
                    BlockKind::Paragraph(content) => visit(content),
                    BlockKind::List(list) => {
                        list.items.$iter().for_each(|item| $inlines(&$($mut)? item.blocks, visit));
                    }
                    BlockKind::Definitions(definitions) => {
                        for definition in definitions {
                            visit(&$($mut)? definition.term);
                            $inlines(&$($mut)? definition.details, visit);
                        }
                    }
                    BlockKind::Quote(inner) | BlockKind::Container(_, inner) => $inlines(inner, visit),
                    BlockKind::Table(table) => $table(table, visit),
                    BlockKind::Figure(figure) => {
                        visit(&$($mut)? figure.caption);
                        if let FigureBody::Table(table) = &$($mut)? figure.body {
                            $table(table, visit);
                        }
                    }
                    BlockKind::Bibliography(entries) => {
                        entries.$iter().for_each(|entry| visit(&$($mut)? entry.content));
                    }
                    BlockKind::Code(_) => {}
                }
            }
        }

        fn $table(table: &$($mut)? Table, visit: &mut dyn FnMut(&$($mut)? Inlines)) {
            for row in std::iter::once(&$($mut)? table.header).chain(&$($mut)? table.rows) {
                row.cells.$iter().for_each(|cell| visit(&$($mut)? cell.content));
            }
        }

        /// The inlines directly inside another, a footnote's own text left out.
        pub fn $children(inline: &$($mut)? Inline) -> Option<&$($mut)? Inlines> {
            match &$($mut)? inline.kind {
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Link { content: inner, .. } => Some(inner),
                _ => None,
            }
        }
    };
}

walk!(inlines, table, children, iter);
walk!(inlines_mut, table_mut, children_mut, iter_mut, mut);
