//! One side of a marked tree: what is left if every change is accepted, or rejected.

use super::OLD_IMAGES;
use crate::section::{
    Block, BlockKind, Change, Definition, Figure, FigureBody, Image, Inline, InlineKind, Inlines, Item, Row, Table,
    walk,
};

/// The newer version: without what was deleted, and without marks.
pub fn accept(blocks: Vec<Block>) -> Vec<Block> {
    Side { gone: Change::Deleted }.blocks(blocks)
}

/// The older version, but for computed numbers.
pub fn reject(blocks: Vec<Block>) -> Vec<Block> {
    let mut blocks = Side { gone: Change::Inserted }.blocks(blocks);
    rename_images(&mut blocks, &|path| path.strip_prefix(OLD_IMAGES).map(str::to_owned));
    blocks
}

/// Whether anything in `blocks` is marked.
pub fn is_marked(blocks: &[Block]) -> bool {
    fn image(image: &Image) -> bool {
        image.change.is_some()
    }
    fn table(table: &Table) -> bool {
        std::iter::once(&table.header).chain(&table.rows).any(|row| {
            row.change.is_some() || row.cells.iter().any(|cell| cell.change.is_some() || inlines(&cell.content))
        })
    }
    fn inlines(list: &[Inline]) -> bool {
        list.iter().any(|inline| {
            inline.change.is_some()
                || match &inline.kind {
                    InlineKind::Footnote(note) => note.blocks.as_deref().is_some_and(is_marked),
                    _ => walk::children(inline).is_some_and(|inner| inlines(inner)),
                }
        })
    }
    blocks.iter().any(|block| {
        block.change.is_some()
            || match &block.kind {
                BlockKind::Heading(heading) => inlines(&heading.content),
                BlockKind::Paragraph(content) => inlines(content),
                BlockKind::List(list) => list.items.iter().any(|item| item.change.is_some() || is_marked(&item.blocks)),
                BlockKind::Definitions(list) => list.iter().any(|Definition { change, term, details, .. }| {
                    change.is_some() || inlines(term) || is_marked(details)
                }),
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => is_marked(inner),
                BlockKind::Code(_) => false,
                BlockKind::Table(rows) => table(rows),
                BlockKind::Figure(Figure { caption, body, .. }) => {
                    inlines(caption)
                        || match body {
                            FigureBody::Table(rows) => table(rows),
                            FigureBody::Images(images) => images.iter().any(image),
                        }
                }
                BlockKind::Bibliography(entries) => {
                    entries.iter().any(|entry| entry.change.is_some() || inlines(&entry.content))
                }
            }
    })
}

/// Gives images other paths, where `rename` has one.
pub fn rename_images(blocks: &mut [Block], rename: &dyn Fn(&str) -> Option<String>) {
    let image = |image: &mut Image| {
        if let Some(path) = rename(&image.path.value) {
            image.path.value = path;
        }
    };
    for block in blocks.iter_mut() {
        match &mut block.kind {
            BlockKind::Figure(Figure { body: FigureBody::Images(images), .. }) => images.iter_mut().for_each(image),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| rename_images(&mut item.blocks, rename)),
            BlockKind::Definitions(list) => list.iter_mut().for_each(|one| rename_images(&mut one.details, rename)),
            BlockKind::Quote(inner) | BlockKind::Container(_, inner) => rename_images(inner, rename),
            _ => {}
        }
    }
    fn inlines(list: &mut Inlines, rename: &dyn Fn(&str) -> Option<String>) {
        for inline in list {
            match &mut inline.kind {
                InlineKind::Image(image) => {
                    if let Some(path) = rename(&image.path.value) {
                        image.path.value = path;
                    }
                }
                InlineKind::Footnote(note) => {
                    note.blocks.iter_mut().for_each(|blocks| rename_images(blocks, rename));
                }
                _ => walk::children_mut(inline).into_iter().for_each(|inner| inlines(inner, rename)),
            }
        }
    }
    walk::inlines_mut(blocks, &mut |list| inlines(list, rename));
}

struct Side {
    /// The mark of what does not stand on this side.
    gone: Change,
}

impl Side {
    /// Whether something stays; its own mark goes.
    fn stays(&self, change: &mut Option<Change>) -> bool {
        change.take() != Some(self.gone)
    }

    fn blocks(&self, mut blocks: Vec<Block>) -> Vec<Block> {
        blocks.retain_mut(|block| self.stays(&mut block.change));
        for block in &mut blocks {
            match &mut block.kind {
                BlockKind::Heading(heading) => self.inlines(&mut heading.content),
                BlockKind::Paragraph(content) => self.inlines(content),
                BlockKind::List(list) => {
                    list.items.retain_mut(|item| self.stays(&mut item.change));
                    list.items.iter_mut().for_each(|Item { blocks, .. }| *blocks = self.blocks(std::mem::take(blocks)));
                }
                BlockKind::Definitions(list) => {
                    list.retain_mut(|definition| self.stays(&mut definition.change));
                    for Definition { term, details, .. } in list {
                        self.inlines(term);
                        *details = self.blocks(std::mem::take(details));
                    }
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => *inner = self.blocks(std::mem::take(inner)),
                BlockKind::Code(_) => {}
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(Figure { caption, body, .. }) => {
                    self.inlines(caption);
                    match body {
                        FigureBody::Table(table) => self.table(table),
                        FigureBody::Images(images) => images.retain_mut(|image| self.stays(&mut image.change)),
                    }
                }
                BlockKind::Bibliography(entries) => {
                    entries.retain_mut(|entry| self.stays(&mut entry.change));
                    entries.iter_mut().for_each(|entry| self.inlines(&mut entry.content));
                }
            }
        }
        blocks
    }

    fn table(&self, table: &mut Table) {
        table.rows.retain_mut(|row| self.stays(&mut row.change));
        for Row { cells, .. } in std::iter::once(&mut table.header).chain(&mut table.rows) {
            cells.iter_mut().for_each(|cell| self.inlines(&mut cell.content));
        }
    }

    fn inlines(&self, inlines: &mut Inlines) {
        inlines.retain_mut(|inline| self.stays(&mut inline.change));
        for inline in inlines {
            if let InlineKind::Footnote(note) = &mut inline.kind {
                note.blocks.iter_mut().for_each(|blocks| *blocks = self.blocks(std::mem::take(blocks)));
            } else if let Some(inner) = walk::children_mut(inline) {
                self.inlines(inner);
            }
        }
    }
}
