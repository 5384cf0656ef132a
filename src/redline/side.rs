//! One side of a marked tree: what is left if every change is accepted, or rejected.

use super::{OLD_IMAGES, form};
use crate::section::{
    Block, BlockKind, Change, Container, Definition, Figure, FigureBody, Image, Inline, InlineKind, Inlines, Item, Row,
    Table, WorkList, walk,
};
use crate::source::Side;

/// The newer version: without what was deleted, and without marks.
pub fn accept(blocks: Vec<Block>) -> Vec<Block> {
    Picker::of(Side::New, None).blocks(blocks)
}

/// The older version, but for computed numbers.
pub fn reject(blocks: Vec<Block>) -> Vec<Block> {
    let mut blocks = Picker::of(Side::Old, None).blocks(blocks);
    rename_images(&mut blocks, &|path| path.strip_prefix(OLD_IMAGES).map(str::to_owned));
    blocks
}

/// The newer version of a merged block, in which what only that version has is marked with `mark`.
pub(super) fn newer(block: Block, mark: Change) -> Block {
    let mut blocks = Picker::of(Side::New, Some(mark)).blocks(vec![block]);
    blocks.pop().expect("a block that stands in both versions stands in the newer one")
}

/// The newer version of merged blocks, if it is to be printed alone, with what it alone has marked with `mark`.
pub(super) fn only_newer(blocks: Vec<Block>, mark: Option<Change>) -> Vec<Block> {
    match mark {
        Some(_) => Picker::of(Side::New, mark).blocks(blocks),
        None => blocks,
    }
}

/// As [`only_newer`], for inlines.
pub(super) fn only_newer_inlines(mut inlines: Inlines, mark: Option<Change>) -> Inlines {
    if mark.is_some() {
        Picker::of(Side::New, mark).inlines(&mut inlines);
    }
    inlines
}

/// What blocks have in both versions, without marks: at the same place, or where it stands now.
pub(super) fn common(mut blocks: Vec<Block>) -> Vec<Block> {
    walk::inlines_mut(&mut blocks, &mut keep_apart);
    let newer = Picker { keeps_moved: true, ..Picker::of(Side::New, Some(Change::Inserted)) }.blocks(blocks);
    Picker::of(Side::Old, None).blocks(newer)
}

/// Puts a blank where the words around are apart in both versions, but not by the same.
fn keep_apart(inlines: &mut Inlines) {
    let parts = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.contains(char::is_whitespace),
        kind => matches!(kind, InlineKind::Break | InlineKind::ParagraphEnd),
    };
    let mut apart = Inlines::with_capacity(inlines.len());
    let mut is_apart = [false; 2];
    for mut inline in std::mem::take(inlines) {
        match inline.change.and_then(Change::side) {
            Some(side) => is_apart[side as usize] |= parts(&inline),
            None if std::mem::take(&mut is_apart) == [true; 2] => {
                apart.push(Inline::computed(inline.span, " "));
            }
            None => {}
        }
        walk::children_mut(&mut inline).into_iter().for_each(keep_apart);
        apart.push(inline);
    }
    *inlines = apart;
}

/// Gives images other files, where `rename` has one.
pub(super) fn rename_images(blocks: &mut [Block], rename: &dyn Fn(&str) -> Option<String>) {
    walk::images_mut(blocks, &mut |image| {
        if let Some(file) = rename(image.file()) {
            image.file = Some(file);
        }
    });
}

/// An image's file as it is called in its own version.
pub fn own_file(image: &Image) -> &str {
    image.file().strip_prefix(OLD_IMAGES).unwrap_or(image.file())
}

struct Picker {
    side: Side,
    /// The mark of parts that stay and stand on this side only.
    mark: Option<Change>,
    /// Whether what stands elsewhere now counts as standing on both sides.
    keeps_moved: bool,
}

impl Picker {
    fn of(side: Side, mark: Option<Change>) -> Self {
        Self { side, mark, keeps_moved: false }
    }

    /// Whether something with this mark stays.
    fn stays(&self, change: &mut Option<Change>) -> bool {
        let was = change.take();
        let side = was.and_then(Change::side);
        if side.is_some() && !(self.keeps_moved && matches!(was, Some(Change::MovedHere(_)))) {
            *change = self.mark;
        }
        side.is_none_or(|side| side == self.side)
    }

    fn blocks(&self, mut blocks: Vec<Block>) -> Vec<Block> {
        blocks.retain_mut(|block| self.stays(&mut block.change));
        for block in &mut blocks {
            match &mut block.kind {
                BlockKind::Heading(heading) => self.inlines(&mut heading.content),
                BlockKind::Paragraph(content) => self.inlines(content),
                BlockKind::List(list) => {
                    list.items.retain_mut(|item| self.stays(&mut item.change));
                    for Item { label, blocks, older, .. } in &mut list.items {
                        *blocks = self.blocks(std::mem::take(blocks));
                        if self.mark != Some(Change::Inserted)
                            && let Some(older) = older.take().filter(|_| self.side == Side::Old)
                        {
                            *label = older.label;
                        }
                    }
                }
                BlockKind::Definitions(list) => {
                    list.retain_mut(|definition| self.stays(&mut definition.change));
                    for Definition { term, details, .. } in list {
                        self.inlines(term);
                        *details = self.blocks(std::mem::take(details));
                    }
                }
                BlockKind::Container(Container::Admonition(admonition), inner) => {
                    self.inlines(&mut admonition.title);
                    *inner = self.blocks(std::mem::take(inner));
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => *inner = self.blocks(std::mem::take(inner)),
                BlockKind::Code(_) => {}
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(Figure { caption, body, note, source, .. }) => {
                    [caption, note, source].into_iter().for_each(|line| self.inlines(line));
                    match body {
                        FigureBody::Table(table) => self.table(table),
                        FigureBody::Grid(grid) => {
                            grid.rows.retain_mut(|row| self.stays(&mut row.change));
                            let cells = grid.rows.iter_mut().flat_map(|row| &mut row.cells);
                            cells.for_each(|cell| cell.blocks = self.blocks(std::mem::take(&mut cell.blocks)));
                        }
                        FigureBody::Images(images) => {
                            images.retain_mut(|image| self.stays(&mut image.change));
                            images.iter_mut().for_each(|image| self.image(image));
                        }
                    }
                }
                BlockKind::Bibliography(WorkList { entries, .. }) => {
                    entries.retain_mut(|entry| self.stays(&mut entry.change));
                    for entry in entries {
                        if let Some(older) = entry.older_key.take().filter(|_| self.side == Side::Old) {
                            entry.key = older;
                        }
                        self.inlines(&mut entry.content);
                    }
                }
            }
            // A block at the place that it was moved to keeps what is known of its older form.
            if self.mark != Some(Change::Inserted)
                && let Some(older) = block.older.take().filter(|_| self.side == Side::Old)
            {
                block.anchor = older.anchor;
                older.form.into_iter().for_each(|form| form::restore(&mut block.kind, form));
            }
        }
        blocks.into_iter().flat_map(paragraphs).collect()
    }

    fn image(&self, image: &mut Image) {
        self.inlines(&mut image.caption);
        if let Some(older) = image.older.take().filter(|_| self.side == Side::Old) {
            *image = Image { caption: std::mem::take(&mut image.caption), ..*older };
        }
    }

    fn table(&self, table: &mut Table) {
        table.rows.retain_mut(|row| self.stays(&mut row.change));
        let stay: Vec<bool> = table.columns.iter_mut().map(|column| self.stays(&mut column.change)).collect();
        for Row { cells, .. } in std::iter::once(&mut table.header).chain(&mut table.rows) {
            let mut at = stay.iter();
            cells.retain(|_| at.next() == Some(&true));
            cells.iter_mut().for_each(|cell| self.inlines(&mut cell.content));
        }
        let mut at = stay.iter();
        table.columns.retain(|_| at.next() == Some(&true));
    }

    fn inlines(&self, inlines: &mut Inlines) {
        inlines.retain_mut(|inline| self.stays(&mut inline.change));
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Footnote(note) => {
                    note.blocks.iter_mut().for_each(|blocks| *blocks = self.blocks(std::mem::take(blocks)));
                }
                InlineKind::Link { target, older, older_content, content } => {
                    if let Some(older) = older.take().filter(|_| self.side == Side::Old) {
                        *target = older;
                    }
                    if let Some(older) = older_content.take().filter(|_| self.side == Side::Old) {
                        *content = older;
                    }
                }
                InlineKind::Image(image) => self.image(image),
                InlineKind::Page { label, older } => {
                    if let Some(older) = older.take().filter(|_| self.side == Side::Old) {
                        *label = older;
                    }
                }
                _ => {}
            }
            if let Some(inner) = walk::children_mut(inline) {
                self.inlines(inner);
            }
        }
    }
}

/// Splits a paragraph at the ends of paragraphs in it.
fn paragraphs(block: Block) -> Vec<Block> {
    let is_end = |inline: &Inline| matches!(inline.kind, InlineKind::ParagraphEnd);
    match block.kind {
        BlockKind::Paragraph(content) if block.change.is_none() && content.iter().any(is_end) => {
            content.split(is_end).map(|part| Block::new(block.span, BlockKind::Paragraph(part.to_vec()))).collect()
        }
        kind => vec![Block { kind, ..block }],
    }
}
