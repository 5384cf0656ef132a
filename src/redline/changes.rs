//! The changes of a marked paper as a list, in reading order.

use crate::paper::Paper;
use crate::section::{Block, BlockKind, Change, Figure, FigureBody, Inline, InlineKind, Row, Table, plain_text, walk};
use crate::source::Span;

/// One change: a run of what is gone or new.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub change: Change,
    /// What it is: `text`, `heading`, `paragraph`, `list`, `item`, `row`, `image`, `entry`, …
    pub kind: &'static str,
    /// The heading it stands below (number and title), of the newer version unless that is gone.
    pub section: String,
    /// As plain text.
    pub text: String,
    /// In the version that the change's side says: deleted things stand in the older one.
    pub place: Span,
}

/// All changes of a redline.
pub fn changes(redline: &Paper) -> Vec<Entry> {
    let mut collector = Collector { section: String::new(), entries: Vec::new() };
    for section in &redline.sections {
        collector.blocks(&section.section.blocks);
    }
    collector.entries
}

struct Collector {
    section: String,
    entries: Vec<Entry>,
}

impl Collector {
    fn add(&mut self, change: Change, kind: &'static str, place: Span, text: String) {
        let section = self.section.clone();
        self.entries.push(Entry { change, kind, section, text, place });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let BlockKind::Heading(heading) = &block.kind
                && block.change != Some(Change::Deleted)
            {
                let number = heading.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
                let standing: Vec<Inline> =
                    heading.content.iter().filter(|inline| inline.change != Some(Change::Deleted)).cloned().collect();
                self.section = format!("{number}{}", plain_text(&standing));
            }
            if let Some(change) = block.change {
                self.add(change, name(&block.kind), block.span, text_of(std::slice::from_ref(block)));
                continue;
            }
            match &block.kind {
                BlockKind::Heading(heading) => self.inlines(&heading.content),
                BlockKind::Paragraph(content) => self.inlines(content),
                BlockKind::List(list) => {
                    for item in &list.items {
                        match item.change {
                            Some(change) => self.add(change, "item", item.span, text_of(&item.blocks)),
                            None => self.blocks(&item.blocks),
                        }
                    }
                }
                BlockKind::Definitions(list) => {
                    for definition in list {
                        match definition.change {
                            Some(change) => {
                                let text = format!("{} {}", plain_text(&definition.term), text_of(&definition.details));
                                self.add(change, "definition", definition.span, text);
                            }
                            None => {
                                self.inlines(&definition.term);
                                self.blocks(&definition.details);
                            }
                        }
                    }
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.blocks(inner),
                BlockKind::Code(_) => {}
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(Figure { caption, body, .. }) => {
                    self.inlines(caption);
                    match body {
                        FigureBody::Table(table) => self.table(table),
                        FigureBody::Images(images) => {
                            for image in images {
                                if let Some(change) = image.change {
                                    self.add(change, "image", image.span, image.path.value.clone());
                                }
                            }
                        }
                    }
                }
                BlockKind::Bibliography(entries) => {
                    for entry in entries {
                        match entry.change {
                            Some(change) => {
                                self.add(change, "bibliography entry", entry.span, plain_text(&entry.content));
                            }
                            None => self.inlines(&entry.content),
                        }
                    }
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for row in std::iter::once(&table.header).chain(&table.rows) {
            match row.change {
                Some(change) => self.add(change, "row", row.span, row_text(row)),
                None => row.cells.iter().for_each(|cell| self.inlines(&cell.content)),
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for run in inlines.chunk_by(|one, next| one.change == next.change) {
            if let Some(change) = run[0].change {
                let kind = match &run[0].kind {
                    InlineKind::Footnote(_) => "footnote",
                    InlineKind::Image(_) => "image",
                    _ => "text",
                };
                let notes = run.iter().filter_map(|inline| match &inline.kind {
                    InlineKind::Footnote(note) => note.blocks.as_deref().map(text_of),
                    _ => None,
                });
                let text = std::iter::once(plain_text(run)).chain(notes).filter(|text| !text.is_empty());
                self.add(change, kind, run[0].span, text.collect::<Vec<_>>().join(" "));
                continue;
            }
            for inline in run {
                match &inline.kind {
                    InlineKind::Footnote(note) => note.blocks.iter().for_each(|blocks| self.blocks(blocks)),
                    _ => walk::children(inline).into_iter().for_each(|inner| self.inlines(inner)),
                }
            }
        }
    }
}

fn name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph(_) => "paragraph",
        BlockKind::List(_) => "list",
        BlockKind::Definitions(_) => "definitions",
        BlockKind::Quote(_) => "quotation",
        BlockKind::Code(_) => "code",
        BlockKind::Table(_) => "table",
        BlockKind::Figure(_) => "figure",
        BlockKind::Container(..) => "block",
        BlockKind::Bibliography(_) => "bibliography",
    }
}

fn row_text(row: &Row) -> String {
    row.cells.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>().join(" | ")
}

/// Blocks as one line of plain text.
fn text_of(blocks: &[Block]) -> String {
    let mut texts = Vec::new();
    walk::inlines(blocks, &mut |inlines| texts.push(plain_text(inlines)));
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Code(code) = &block.kind {
            texts.push(code.replace('\n', " "));
        }
    });
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}
