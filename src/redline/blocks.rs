//! The blocks of two papers, aligned: lists by their items, tables by rows and cells, all else by its words.

use std::cell::OnceCell;

use super::align::{Step, align};
use super::inlines;
use super::words::{Bag, hash};
use crate::section::{
    BibliographyEntry, Block, BlockKind, Cell, Change, Container, Definition, Figure, FigureBody, Heading, Image, Item,
    List, Row, Table, meaning,
};
use crate::source::Spanned;

/// Two runs of blocks as one.
pub fn merge(old: &[Block], new: &[Block]) -> Vec<Block> {
    let hashes = |blocks: &[Block]| blocks.iter().map(|block| hash(&block_meaning(block))).collect::<Vec<_>>();
    let (old_hashes, new_hashes) = (hashes(old), hashes(new));
    let likeness = Likeness::of(old, new, |block| Bag::of_blocks(std::slice::from_ref(block)));
    let alike = |at_old: usize, at_new: usize| {
        is_same_kind(&old[at_old].kind, &new[at_new].kind).then(|| likeness.between(at_old, at_new))
    };
    put(align(&old_hashes, &new_hashes, alike), old, new, block, |block, change| block.change = Some(change))
}

fn block_meaning(block: &Block) -> Vec<u8> {
    meaning::of_blocks(std::slice::from_ref(block))
}

/// The bags of two lists, made when they are first asked for.
struct Likeness<'a, T, F> {
    old: Vec<(&'a T, OnceCell<Bag>)>,
    new: Vec<(&'a T, OnceCell<Bag>)>,
    bag: F,
}

impl<'a, T, F: Fn(&T) -> Bag> Likeness<'a, T, F> {
    fn of(old: &'a [T], new: &'a [T], bag: F) -> Self {
        let cells = |items: &'a [T]| items.iter().map(|item| (item, OnceCell::new())).collect();
        Self { old: cells(old), new: cells(new), bag }
    }

    fn between(&self, old: usize, new: usize) -> f64 {
        let (old, new) = (&self.old[old], &self.new[new]);
        let old = old.1.get_or_init(|| (self.bag)(old.0));
        let new = new.1.get_or_init(|| (self.bag)(new.0));
        old.likeness(new)
    }
}

/// Puts aligned items into one list, each with its mark.
fn put<T: Clone>(
    steps: Vec<Step>,
    old: &[T],
    new: &[T],
    merge: impl Fn(&T, &T) -> T,
    mark: impl Fn(&mut T, Change),
) -> Vec<T> {
    let marked = |item: &T, change: Change| {
        let mut item = item.clone();
        mark(&mut item, change);
        item
    };
    let item = |step| match step {
        Step::Keep(at_old, at_new) => merge(&old[at_old], &new[at_new]),
        Step::Delete(at) => marked(&old[at], Change::Deleted),
        Step::Insert(at) => marked(&new[at], Change::Inserted),
    };
    steps.into_iter().map(item).collect()
}

/// Whether one block can be the other with other words: all that is not words is the same.
fn is_same_kind(old: &BlockKind, new: &BlockKind) -> bool {
    match (old, new) {
        (BlockKind::Heading(old), BlockKind::Heading(new)) => {
            old.level == new.level
                && old.unnumbered == new.unnumbered
                && author_label(&old.label) == author_label(&new.label)
        }
        (BlockKind::Paragraph(_), BlockKind::Paragraph(_))
        | (BlockKind::Definitions(_), BlockKind::Definitions(_))
        | (BlockKind::Quote(_), BlockKind::Quote(_))
        | (BlockKind::Bibliography(_), BlockKind::Bibliography(_)) => true,
        (BlockKind::List(old), BlockKind::List(new)) => old.start == new.start && old.tight == new.tight,
        (BlockKind::Table(old), BlockKind::Table(new)) => old.columns == new.columns,
        (BlockKind::Figure(old), BlockKind::Figure(new)) => {
            let same_body = match (&old.body, &new.body) {
                (FigureBody::Table(old), FigureBody::Table(new)) => old.columns == new.columns,
                (FigureBody::Images(_), FigureBody::Images(_)) => true,
                _ => false,
            };
            same_body && author_label(&old.label) == author_label(&new.label)
        }
        (BlockKind::Container(old, _), BlockKind::Container(new, _)) => match (old, new) {
            (Container::Marked { level: old }, Container::Marked { level: new }) => old.value == new.value,
            _ => std::mem::discriminant(old) == std::mem::discriminant(new),
        },
        _ => false,
    }
}

/// A label that its author gave; those that the survey gives hold a dot.
fn author_label(label: &Option<Spanned<String>>) -> Option<&str> {
    label.as_ref().map(|label| label.value.as_str()).filter(|label| !label.contains('.'))
}

/// A block that stands in both versions: the newer one, with marks on what is in it.
fn block(old: &Block, new: &Block) -> Block {
    let kind = match (&old.kind, &new.kind) {
        (BlockKind::Heading(old), BlockKind::Heading(new)) => {
            BlockKind::Heading(Heading { content: inlines::merge(&old.content, &new.content), ..new.clone() })
        }
        (BlockKind::Paragraph(old), BlockKind::Paragraph(new)) => BlockKind::Paragraph(inlines::merge(old, new)),
        (BlockKind::List(old), BlockKind::List(new)) => {
            BlockKind::List(List { items: items(&old.items, &new.items), ..new.clone() })
        }
        (BlockKind::Definitions(old), BlockKind::Definitions(new)) => BlockKind::Definitions(definitions(old, new)),
        (BlockKind::Quote(old), BlockKind::Quote(new)) => BlockKind::Quote(merge(old, new)),
        (BlockKind::Table(old), BlockKind::Table(new)) => BlockKind::Table(table(old, new)),
        (BlockKind::Figure(old), BlockKind::Figure(new)) => BlockKind::Figure(figure(old, new)),
        (BlockKind::Container(_, old), BlockKind::Container(container, new)) => {
            BlockKind::Container(container.clone(), merge(old, new))
        }
        (BlockKind::Bibliography(old), BlockKind::Bibliography(new)) => BlockKind::Bibliography(entries(old, new)),
        _ => new.kind.clone(),
    };
    Block { kind, ..new.clone() }
}

fn items(old: &[Item], new: &[Item]) -> Vec<Item> {
    let hashes = |items: &[Item]| items.iter().map(|item| hash(&meaning::of_blocks(&item.blocks))).collect::<Vec<_>>();
    let likeness = Likeness::of(old, new, |item| Bag::of_blocks(&item.blocks));
    let steps = align(&hashes(old), &hashes(new), |old, new| Some(likeness.between(old, new)));
    let keep = |old: &Item, new: &Item| Item { blocks: merge(&old.blocks, &new.blocks), ..new.clone() };
    put(steps, old, new, keep, |item, change| item.change = Some(change))
}

fn definitions(old: &[Definition], new: &[Definition]) -> Vec<Definition> {
    let hashes = |list: &[Definition]| {
        let whole = |one: &Definition| hash(&(meaning::of_inlines(&one.term), meaning::of_blocks(&one.details)));
        list.iter().map(whole).collect::<Vec<_>>()
    };
    let terms = Likeness::of(old, new, |one| Bag::of_inlines(&one.term));
    let details = Likeness::of(old, new, |one| Bag::of_blocks(&one.details));
    let alike = |old, new| Some(terms.between(old, new).max(details.between(old, new)));
    let keep = |old: &Definition, new: &Definition| Definition {
        term: inlines::merge(&old.term, &new.term),
        details: merge(&old.details, &new.details),
        ..new.clone()
    };
    put(align(&hashes(old), &hashes(new), alike), old, new, keep, |one, change| one.change = Some(change))
}

/// Two tables with the same columns.
fn table(old: &Table, new: &Table) -> Table {
    let hashes = |rows: &[Row]| {
        let cells = |row: &Row| row.cells.iter().map(|cell| meaning::of_inlines(&cell.content)).collect::<Vec<_>>();
        rows.iter().map(|row| hash(&cells(row))).collect::<Vec<_>>()
    };
    let likeness = Likeness::of(&old.rows, &new.rows, |row| {
        let all: Vec<_> = row.cells.iter().flat_map(|cell| cell.content.clone()).collect();
        Bag::of_inlines(&all)
    });
    let steps = align(&hashes(&old.rows), &hashes(&new.rows), |old, new| Some(likeness.between(old, new)));
    let rows = put(steps, &old.rows, &new.rows, row, |row, change| row.change = Some(change));
    Table { header: row(&old.header, &new.header), rows, ..new.clone() }
}

fn row(old: &Row, new: &Row) -> Row {
    let cell = |(old, new): (&Cell, &Cell)| Cell { content: inlines::merge(&old.content, &new.content), ..new.clone() };
    Row { cells: old.cells.iter().zip(&new.cells).map(cell).collect(), ..new.clone() }
}

fn figure(old: &Figure, new: &Figure) -> Figure {
    let body = match (&old.body, &new.body) {
        (FigureBody::Table(old), FigureBody::Table(new)) => FigureBody::Table(table(old, new)),
        (FigureBody::Images(old), FigureBody::Images(new)) => {
            let hashes =
                |images: &[Image]| images.iter().map(|image| hash(&meaning::of_image(image))).collect::<Vec<_>>();
            let steps = align(&hashes(old), &hashes(new), |_, _| None);
            FigureBody::Images(put(steps, old, new, |_, new| new.clone(), |image, change| image.change = Some(change)))
        }
        (_, body) => body.clone(),
    };
    Figure { caption: inlines::merge(&old.caption, &new.caption), body, ..new.clone() }
}

fn entries(old: &[BibliographyEntry], new: &[BibliographyEntry]) -> Vec<BibliographyEntry> {
    let hashes = |list: &[BibliographyEntry]| list.iter().map(|entry| hash(&entry.key)).collect::<Vec<_>>();
    let keep = |old: &BibliographyEntry, new: &BibliographyEntry| BibliographyEntry {
        content: inlines::merge(&old.content, &new.content),
        ..new.clone()
    };
    let steps = align(&hashes(old), &hashes(new), |_, _| None);
    put(steps, old, new, keep, |entry, change| entry.change = Some(change))
}
