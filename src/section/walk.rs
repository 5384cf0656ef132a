//! One way through the tree, in reading order; once to look at it, once to change it. Who must know what a block stands
//! in looks with the [path](within) to it.
//!
//! Notes are asked for: before they are resolved they stand in [`Section::bodies`], after that at their first call, in
//! [`Footnote::blocks`](super::Footnote).

use super::{
    Block, BlockKind, Container, Figure, FigureBody, Image, Inline, InlineKind, Inlines, Section, Table, Text,
};

/// What a run of inlines is in its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    Heading,
    Paragraph,
    /// What a definition explains.
    Term,
    /// The title of a box.
    Title,
    Cell,
    /// What stands with a figure or table and names it.
    Caption,
    /// A figure's source or note.
    Line,
    /// A line of the bibliography.
    Entry,
}

/// The way down to a block.
pub struct Path<'s>(Vec<Place<'s>>);

/// Where a block stands in the one around it.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    /// The list of blocks that it is one of.
    pub siblings: &'s [Block],
    pub at: usize,
    /// Which of the lists of blocks in the block around it this is: of a list, the item.
    pub list: usize,
}

impl<'s> Place<'s> {
    pub fn block(&self) -> &'s Block {
        &self.siblings[self.at]
    }
}

impl<'s> Path<'s> {
    /// From the outermost block to the one that is told, or that has the run.
    pub fn places(&self) -> &[Place<'s>] {
        &self.0
    }

    /// The blocks around the one that is told, the outermost first.
    pub fn around(&self) -> impl DoubleEndedIterator<Item = &'s Block> {
        self.0[..self.0.len() - 1].iter().map(Place::block)
    }
}

/// Calls `visit` with every block and every run of inlines in reading order, and the way to it.
pub fn within<'s>(blocks: &'s [Block], visit: &mut dyn FnMut(Step<'s>, &Path<'s>)) {
    // Lists of blocks that are being read, and how many of their blocks are.
    let (mut path, mut open) = (Path(Vec::new()), 0);
    events(blocks, &mut |event| match event {
        Event::Blocks(siblings) => {
            let list = path.0.get(open).map_or(0, |before| before.list + 1);
            path.0.truncate(open);
            path.0.push(Place { siblings, at: usize::MAX, list });
        }
        Event::Enter(block) => {
            path.0[open].at = path.0[open].at.wrapping_add(1);
            open += 1;
            visit(Step::Block(block), &path);
        }
        Event::Run(run, inlines) => {
            path.0.truncate(open);
            visit(Step::Inlines(run, inlines), &path);
        }
        Event::Leave => {
            path.0.truncate(open);
            open -= 1;
        }
    });
}

/// Calls `visit` with every text that is printed below `blocks`, in reading order; notes stand where they are called.
pub fn texts<'s>(blocks: &'s [Block], visit: &mut dyn FnMut(&'s Text)) {
    steps(blocks, &mut |step| match step {
        Step::Block(Block { kind: BlockKind::Code(code), .. }) => visit(code),
        Step::Block(_) => {}
        Step::Inlines(_, inlines) => texts_of_run(inlines, visit),
    });
}

/// The same for a run of inlines.
pub fn texts_of_run<'s>(inlines: &'s [Inline], visit: &mut dyn FnMut(&'s Text)) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Placeholder(text) => visit(text),
            InlineKind::Footnote(note) => note.blocks.iter().for_each(|blocks| texts(blocks, visit)),
            _ => children(inline).into_iter().for_each(|inner| texts_of_run(inner, visit)),
        }
    }
}

macro_rules! walk {
    (
        $($life:lifetime)? $($mut:ident)? $(#[$unread:meta])?;
        $event:ident, $events:ident, $step:ident, $steps:ident, $bodies:ident, $children:ident, $blocks:ident,
        $inlines:ident, $images:ident, $calls:ident, $inner:ident, $run_images:ident, $run_calls:ident, $table:ident,
        $iter:ident
    ) => {
        /// What there is on the way, in reading order.
        enum $event<'s> {
            /// The blocks that stand side by side come next.
            $(#[$unread])?
            Blocks(&'s $($mut)? [Block]),
            Enter(&'s $($mut)? Block),
            Run(Run, &'s $($mut)? Inlines),
            Leave,
        }

        /// What a walk in reading order comes to.
        pub enum $step<'s> {
            /// A block is entered; what is in it comes next.
            Block(&'s $($mut)? Block),
            /// A run of inlines. Runs inside other inlines (emphasis, links, notes) are the visitor's, who can ask for
            /// an inline's children.
            Inlines(Run, &'s $($mut)? Inlines),
        }

        /// Calls `visit` with every block and every run of inlines in reading order.
        pub fn $steps$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut($step$(<$life>)?),
        ) {
            $events(blocks, &mut |event| match event {
                $event::Enter(block) => visit($step::Block(block)),
                $event::Run(run, inlines) => visit($step::Inlines(run, inlines)),
                $event::Blocks(_) | $event::Leave => {}
            });
        }

        fn $events$(<$life>)?(
            blocks: &$($life)? $($mut)? [Block],
            visit: &mut dyn FnMut($event$(<$life>)?),
        ) {
            visit($event::Blocks(&$($mut)? *blocks));
            for block in blocks {
                visit($event::Enter(block));
                match &$($mut)? block.kind {
                    BlockKind::Heading(heading) => visit($event::Run(Run::Heading, &$($mut)? heading.content)),
                    BlockKind::Paragraph(content) => visit($event::Run(Run::Paragraph, content)),
                    BlockKind::Definitions(definitions) => {
                        for definition in definitions {
                            visit($event::Run(Run::Term, &$($mut)? definition.term));
                            $events(&$($mut)? definition.details, visit);
                        }
                    }
                    BlockKind::Table(table) => $table(table, visit),
                    BlockKind::Figure(Figure { caption, body, note, source, .. }) => {
                        match body {
                            FigureBody::Table(table) => {
                                visit($event::Run(Run::Caption, caption));
                                $table(table, visit);
                            }
                            FigureBody::Grid(grid) => {
                                visit($event::Run(Run::Caption, caption));
                                for row in &$($mut)? grid.rows {
                                    row.cells.$iter().for_each(|cell| $events(&$($mut)? cell.blocks, visit));
                                }
                            }
                            FigureBody::Images(images) => {
                                for image in images {
                                    visit($event::Run(Run::Caption, &$($mut)? image.caption));
                                }
                                visit($event::Run(Run::Caption, caption));
                            }
                        }
                        [note, source].into_iter().for_each(|line| visit($event::Run(Run::Line, line)));
                    }
                    BlockKind::Bibliography(list) => {
                        if let Some(heading) = &$($mut)? list.heading {
                            visit($event::Run(Run::Heading, &$($mut)? heading.content));
                        }
                        for entry in &$($mut)? list.entries {
                            visit($event::Run(Run::Entry, &$($mut)? entry.content));
                        }
                    }
                    BlockKind::Container(Container::Admonition(admonition), inner) => {
                        visit($event::Run(Run::Title, &$($mut)? admonition.title));
                        $events(inner, visit);
                    }
                    BlockKind::List(_) | BlockKind::Quote(_) | BlockKind::Container(..) => {
                        block.$children().for_each(|inner| $events(inner, visit));
                    }
                    BlockKind::Code(_) => {}
                }
                visit($event::Leave);
            }
        }

        fn $table$(<$life>)?(
            table: &$($life)? $($mut)? Table,
            visit: &mut dyn FnMut($event$(<$life>)?),
        ) {
            for row in std::iter::once(&$($mut)? table.header).chain(&$($mut)? table.rows) {
                row.cells.$iter().for_each(|cell| visit($event::Run(Run::Cell, &$($mut)? cell.content)));
            }
        }

        impl Section {
            /// All lists of blocks of the file: what it prints, then each note.
            pub fn $bodies(&$($mut)? self) -> impl Iterator<Item = &$($mut)? Vec<Block>> {
                let notes = self.footnotes.$iter().map(|note| &$($mut)? note.blocks);
                std::iter::once(&$($mut)? self.blocks).chain(notes)
            }
        }

        impl Block {
            /// The lists of blocks directly inside this one: of each item, of each definition's details, of each cell
            /// of a grid, of a quotation or container.
            pub fn $children(&$($mut)? self) -> impl Iterator<Item = &$($mut)? Vec<Block>> {
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
                items.chain(details).chain(cells).chain(inner)
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
                if let $step::Inlines(_, inlines) = step {
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
                $step::Inlines(_, inlines) => $run_images(inlines, visit),
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
    Event, events, Step, steps, bodies, children, blocks, inlines, images,
    calls, children, run_images, run_calls, table, iter
);
walk!(
    mut #[expect(dead_code, reason = "who changes blocks does not ask for those beside them")];
    EventMut, events_mut, StepMut, steps_mut, bodies_mut, children_mut, blocks_mut, inlines_mut, images_mut,
    calls_mut, children_mut, run_images_mut, run_calls_mut, table_mut, iter_mut
);

/// Calls `visit` with every list of blocks from this one on, one before those in it, so that blocks can be put in.
pub fn lists_mut(blocks: &mut Vec<Block>, visit: &mut dyn FnMut(&mut Vec<Block>)) {
    visit(blocks);
    blocks.iter_mut().flat_map(Block::children_mut).for_each(|inner| lists_mut(inner, visit));
}
