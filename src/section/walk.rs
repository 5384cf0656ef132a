//! One way through the tree, in reading order; once to look at it, once to change it.
//!
//! Notes are asked for: before they are resolved they stand in [`Section::bodies`], after that at their first call, in
//! [`Footnote::blocks`](super::Footnote).

use super::{Block, BlockKind, Container, Figure, FigureBody, Image, Inline, InlineKind, Inlines, Section, Table};

macro_rules! walk {
    (
        $($life:lifetime)? $($mut:ident)?;
        $step:ident, $steps:ident, $bodies:ident, $children:ident, $blocks:ident, $inlines:ident, $images:ident,
        $calls:ident, $inner:ident, $run_images:ident, $run_calls:ident, $table:ident, $iter:ident, $as_slice:ident
    ) => {
        /// What a walk in reading order comes to.
        pub enum $step<'s> {
            /// A block is entered; what is in it comes next.
            Block(&'s $($mut)? Block),
            /// A run of inlines: a heading, a paragraph, a term, a caption, a cell, a line of the bibliography. Runs
            /// inside other inlines (emphasis, links, notes) are the visitor's, who can ask for an inline's children.
            Inlines(&'s $($mut)? Inlines),
        }

        /// Calls `visit` with every block and every run of inlines in reading order.
        pub fn $steps$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut($step$(<$life>)?),
        ) {
            for block in blocks {
                visit($step::Block(block));
                match &$($mut)? block.kind {
                    BlockKind::Heading(heading) => visit($step::Inlines(&$($mut)? heading.content)),
                    BlockKind::Paragraph(content) => visit($step::Inlines(content)),
                    BlockKind::Definitions(definitions) => {
                        for definition in definitions {
                            visit($step::Inlines(&$($mut)? definition.term));
                            $steps(&$($mut)? definition.details, visit);
                        }
                    }
                    BlockKind::Table(table) => $table(table, visit),
                    BlockKind::Figure(Figure { caption, body, note, source, .. }) => {
                        match body {
                            FigureBody::Table(table) => {
                                visit($step::Inlines(caption));
                                $table(table, visit);
                            }
                            FigureBody::Grid(grid) => {
                                visit($step::Inlines(caption));
                                for row in &$($mut)? grid.rows {
                                    row.cells.$iter().for_each(|cell| $steps(&$($mut)? cell.blocks, visit));
                                }
                            }
                            FigureBody::Images(images) => {
                                images.$iter().for_each(|image| visit($step::Inlines(&$($mut)? image.caption)));
                                visit($step::Inlines(caption));
                            }
                        }
                        [note, source].into_iter().for_each(|line| visit($step::Inlines(line)));
                    }
                    BlockKind::Bibliography(list) => {
                        list.heading.$iter().for_each(|heading| visit($step::Inlines(&$($mut)? heading.content)));
                        list.entries.$iter().for_each(|entry| visit($step::Inlines(&$($mut)? entry.content)));
                    }
                    BlockKind::Container(Container::Admonition(admonition), inner) => {
                        visit($step::Inlines(&$($mut)? admonition.title));
                        $steps(inner, visit);
                    }
                    BlockKind::List(_) | BlockKind::Quote(_) | BlockKind::Container(..) => {
                        block.$children().for_each(|inner| $steps(inner, visit));
                    }
                    BlockKind::Code(_) => {}
                }
            }
        }

        fn $table$(<$life>)?(
            table: &$($life)? $($mut)? Table,
            visit: &mut dyn FnMut($step$(<$life>)?),
        ) {
            for row in std::iter::once(&$($mut)? table.header).chain(&$($mut)? table.rows) {
                row.cells.$iter().for_each(|cell| visit($step::Inlines(&$($mut)? cell.content)));
            }
        }

        impl Section {
            /// All lists of blocks of the file: what it prints, then each note.
            pub fn $bodies(&$($mut)? self) -> impl Iterator<Item = &$($mut)? [Block]> {
                let notes = self.footnotes.$iter().map(|note| &$($mut)? note.blocks);
                std::iter::once(&$($mut)? self.blocks).chain(notes).map(|blocks| blocks.$as_slice())
            }
        }

        impl Block {
            /// The lists of blocks directly inside this one: of each item, of each definition's details, of each cell
            /// of a grid, of a quotation or container.
            pub fn $children(&$($mut)? self) -> impl Iterator<Item = &$($mut)? [Block]> {
                let (mut items, mut definitions, mut inner, mut rows) = (None, None, None, None);
                match &$($mut)? self.kind {
                    BlockKind::List(list) => items = Some(&$($mut)? list.items),
                    BlockKind::Definitions(list) => definitions = Some(list),
                    BlockKind::Quote(blocks) | BlockKind::Container(_, blocks) => inner = Some(blocks),
                    BlockKind::Figure(Figure { body: FigureBody::Grid(grid), .. }) => {
                        rows = Some(&$($mut)? grid.rows);
                    }
                    BlockKind::Heading(_)
                    | BlockKind::Paragraph(_)
                    | BlockKind::Code(_)
                    | BlockKind::Table(_)
                    | BlockKind::Figure(_)
                    | BlockKind::Bibliography(_) => {}
                }
                let items = items.into_iter().flatten().map(|item| &$($mut)? item.blocks);
                let details = definitions.into_iter().flatten().map(|definition| &$($mut)? definition.details);
                let cells = rows.into_iter().flatten().flat_map(|row| &$($mut)? row.cells);
                let cells = cells.map(|cell| &$($mut)? cell.blocks);
                items.chain(details).chain(cells).chain(inner).map(|blocks| blocks.$as_slice())
            }
        }

        /// Calls `visit` with every block, those inside others included, a block before what is in it.
        pub fn $blocks$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? Block),
        ) {
            $steps(blocks, &mut |step| {
                if let $step::Block(block) = step {
                    visit(block);
                }
            });
        }

        /// Calls `visit` with every run of inlines below `blocks`.
        pub fn $inlines$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? Inlines),
        ) {
            $steps(blocks, &mut |step| {
                if let $step::Inlines(inlines) = step {
                    visit(inlines);
                }
            });
        }

        /// Calls `visit` with every image below `blocks`, those in the notes that stand there included.
        pub fn $images$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? Image),
        ) {
            $steps(blocks, &mut |step| match step {
                $step::Block(Block {
                    kind: BlockKind::Figure(Figure { body: FigureBody::Images(images), .. }), ..
                }) => images.$iter().for_each(&mut *visit),
                $step::Block(_) => {}
                $step::Inlines(inlines) => $run_images(inlines, visit),
            });
        }

        fn $run_images$(<$life>)?(
            inlines: &$($life)? $($mut)? Inlines,
            visit: &mut dyn FnMut(&$($life)? $($mut)? Image),
        ) {
            for inline in inlines {
                match &$($mut)? inline.kind {
                    InlineKind::Image(image) => visit(image),
                    InlineKind::Footnote(note) => {
                        note.blocks.$iter().for_each(|blocks| $images(blocks, visit));
                    }
                    _ => $inner(inline).into_iter().for_each(|inner| $run_images(inner, visit)),
                }
            }
        }

        /// Calls `visit` with every call of a footnote below `blocks`, those in the notes themselves left out.
        pub fn $calls$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut(&$($life)? $($mut)? Inline),
        ) {
            $inlines(blocks, &mut |inlines| $run_calls(inlines, visit));
        }

        fn $run_calls$(<$life>)?(
            inlines: &$($life)? $($mut)? Inlines,
            visit: &mut dyn FnMut(&$($life)? $($mut)? Inline),
        ) {
            for inline in inlines {
                match &$($mut)? inline.kind {
                    InlineKind::Footnote(_) => visit(inline),
                    _ => $inner(inline).into_iter().for_each(|inner| $run_calls(inner, visit)),
                }
            }
        }

        /// The inlines directly inside another, a footnote's own text left out.
        pub fn $inner(inline: &$($mut)? Inline) -> Option<&$($mut)? Inlines> {
            match &$($mut)? inline.kind {
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Raised(inner)
                | InlineKind::Lowered(inner)
                | InlineKind::Passage { content: inner, .. }
                | InlineKind::Link { content: inner, .. } => Some(inner),
                _ => None,
            }
        }
    };
}

walk!(
    'a;
    Step, steps, bodies, children, blocks, inlines, images,
    calls, children, run_images, run_calls, table, iter, as_slice
);
walk!(
    mut;
    StepMut, steps_mut, bodies_mut, children_mut, blocks_mut, inlines_mut, images_mut,
    calls_mut, children_mut, run_images_mut, run_calls_mut, table_mut, iter_mut, as_mut_slice
);
