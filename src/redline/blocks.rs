//! The blocks of two papers, aligned: lists by their items, tables by columns, rows and cells, all else by its words.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use super::align::{Likeness, Step, align, align_between};
use super::anchors::{self, Anchors};
use super::headings::heading_name;
use super::merger::Merger;
use super::reorder::{Known, Placed, put};
use super::splits::{Part, splits};
use super::words::{Bag, hash};
use super::{form, grids, moves, side, tables};
use crate::section::{
    Admonition, BibliographyEntry, Block, BlockKind, Change, Container, Definition, Figure, FigureBody, Heading, Image,
    Inline, InlineKind, Item, Label, List, OlderBlock, OlderItem, WorkList, meaning, walk,
};

impl Merger {
    /// Merges the blocks of two papers. The merger, which knows what labels changed, is returned with them.
    pub(super) fn papers(old: &[Block], new: &[Block], pictures: HashMap<String, usize>) -> (Self, Vec<Block>) {
        let steps = steps(old, new);
        let kept = steps.iter().filter_map(|step| match step {
            Step::Keep(at_old, at_new) => form::name(&old[*at_old]).zip(form::name(&new[*at_new])),
            _ => None,
        });
        let given = |label: &str| Label::Given(label.to_owned());
        let kept = kept.filter(|(old, new)| old != new).map(|(old, new)| (given(old), given(new)));
        let renamed = kept.chain(other_names(old, new)).collect();
        let merger = Self { renamed, pictures, moves: Cell::default() };
        let blocks = merger.put(steps, old, new);
        (merger, blocks)
    }

    /// Merges two lists of blocks.
    pub(super) fn blocks(&self, old: &[Block], new: &[Block]) -> Vec<Block> {
        let mut merged = self.put(steps(old, new), old, new);
        moves::find(&mut merged, self);
        merged
    }

    fn put(&self, steps: Vec<Step>, old: &[Block], new: &[Block]) -> Vec<Block> {
        let part = |part| match part {
            Part::Step(Step::Keep(at_old, at_new)) => self.block(&old[at_old], &new[at_new]),
            Part::Step(Step::Delete(at)) => Block { change: Some(Change::Deleted), ..old[at].clone() },
            Part::Step(Step::Insert(at)) => Block { change: Some(Change::Inserted), ..new[at].clone() },
            Part::SplitOrJoined(old_range, new_range) => {
                let (old_range, new_range) = (&old[old_range], &new[new_range]);
                let content = self.inlines(&joined(old_range), &joined(new_range));
                let older =
                    Some(Box::new(OlderBlock { span: old_range[0].span, name: None, form: None, anchor: None }));
                Block { older, ..Block::new(new_range[0].span, BlockKind::Paragraph(content)) }
            }
        };
        splits(steps, old, new).into_iter().map(part).collect()
    }

    /// A block that stands in both versions: the newer one, with marks on what is in it.
    pub(super) fn block(&self, old: &Block, new: &Block) -> Block {
        let kind = match (&old.kind, &new.kind) {
            (BlockKind::Heading(old), BlockKind::Heading(new)) => {
                BlockKind::Heading(Heading { content: self.inlines(&old.content, &new.content), ..new.clone() })
            }
            (BlockKind::Paragraph(old), BlockKind::Paragraph(new)) => BlockKind::Paragraph(self.inlines(old, new)),
            (BlockKind::List(old), BlockKind::List(new)) => {
                BlockKind::List(List { items: self.items(&old.items, &new.items), ..new.clone() })
            }
            (BlockKind::Definitions(old), BlockKind::Definitions(new)) => {
                BlockKind::Definitions(self.definitions(old, new))
            }
            (BlockKind::Quote(old), BlockKind::Quote(new)) => BlockKind::Quote(self.blocks(old, new)),
            (BlockKind::Table(old), BlockKind::Table(new)) => BlockKind::Table(self.table(old, new)),
            (BlockKind::Figure(old), BlockKind::Figure(new)) => BlockKind::Figure(self.figure(old, new)),
            (BlockKind::Container(was, old), BlockKind::Container(is, new)) => {
                BlockKind::Container(self.container(was, is), self.blocks(old, new))
            }
            (BlockKind::Bibliography(old), BlockKind::Bibliography(new)) => {
                BlockKind::Bibliography(WorkList { entries: self.entries(&old.entries, &new.entries), ..new.clone() })
            }
            _ => new.kind.clone(),
        };
        let form = form::changed(&old.kind, &kind);
        let change = form.as_ref().filter(|form| form::shows(form, &new.kind)).map(|_| Change::Altered);
        let name = match &old.kind {
            BlockKind::Heading(heading) => Some(heading_name(heading)),
            _ => None,
        };
        let older = OlderBlock { span: old.span, name, form, anchor: old.anchor.clone() };
        Block { kind, change, older: Some(Box::new(older)), anchor: new.anchor.clone(), span: new.span }
    }

    fn container(&self, old: &Container, new: &Container) -> Container {
        match (old, new) {
            (Container::Admonition(old), Container::Admonition(new)) => {
                Container::Admonition(Admonition { title: self.inlines(&old.title, &new.title), ..new.clone() })
            }
            _ => new.clone(),
        }
    }

    fn items(&self, old: &[Item], new: &[Item]) -> Vec<Item> {
        let hashes =
            |items: &[Item]| items.iter().map(|item| hash(&meaning::of_blocks(&item.blocks))).collect::<Vec<_>>();
        let likeness = Likeness::of(old, new, |item| Bag::of_blocks(&item.blocks));
        let (old_hashes, new_hashes) = (hashes(old), hashes(new));
        let steps = align(&old_hashes, &new_hashes, |old, new| Some(likeness.between(old, new)));
        let known = Known { hashes: [&old_hashes, &new_hashes], names: [&[], &[]] };
        let steps = self.reorder(steps, &known, [&|at| likeness.bag_of_old(at), &|at| likeness.bag_of_new(at)]);
        put(steps, old, new, |old, new, mark| self.item(old, new, mark), |item, change| item.change = Some(change))
    }

    /// An item that stands in both versions; `mark` as for [`side::only_newer`].
    pub(super) fn item(&self, old: &Item, new: &Item, mark: Option<Change>) -> Item {
        let blocks = self.blocks(&old.blocks, &new.blocks);
        let older = mark.is_none().then(|| Box::new(OlderItem { span: old.span, label: old.label.clone() }));
        Item { blocks: side::only_newer(blocks, mark), older, ..new.clone() }
    }

    fn definitions(&self, old: &[Definition], new: &[Definition]) -> Vec<Definition> {
        let term = |one: &Definition| meaning::of_inlines(&one.term);
        let hashes = |list: &[Definition]| {
            let whole = |one: &Definition| hash(&(term(one), meaning::of_blocks(&one.details)));
            list.iter().map(whole).collect::<Vec<_>>()
        };
        let names = |list: &[Definition]| list.iter().map(|one| Some(hash(&term(one)))).collect::<Vec<_>>();
        let terms = Likeness::of(old, new, |one| Bag::of_inlines(&one.term));
        let details = Likeness::of(old, new, |one| Bag::of_blocks(&one.details));
        let alike = |old, new| Some(terms.between(old, new).max(details.between(old, new)));
        let (old_hashes, new_hashes) = (hashes(old), hashes(new));
        let steps = align(&old_hashes, &new_hashes, alike);
        let known = Known { hashes: [&old_hashes, &new_hashes], names: [&names(old), &names(new)] };
        let steps = self.reorder(steps, &known, [&|at| details.bag_of_old(at), &|at| details.bag_of_new(at)]);
        put(steps, old, new, |old, new, mark| self.definition(old, new, mark), |one, change| one.change = Some(change))
    }

    /// Likewise.
    pub(super) fn definition(&self, old: &Definition, new: &Definition, mark: Option<Change>) -> Definition {
        Definition {
            term: side::only_newer_inlines(self.inlines(&old.term, &new.term), mark),
            details: side::only_newer(self.blocks(&old.details, &new.details), mark),
            ..new.clone()
        }
    }

    fn figure(&self, old: &Figure, new: &Figure) -> Figure {
        let body = match (&old.body, &new.body) {
            (FigureBody::Table(old), FigureBody::Table(new)) => FigureBody::Table(self.table(old, new)),
            (FigureBody::Grid(old), FigureBody::Grid(new)) => FigureBody::Grid(self.grid(old, new)),
            (FigureBody::Images(old), FigureBody::Images(new)) => {
                let bare = |image: &Image| meaning::of_image(&Image { caption: Vec::new(), ..image.clone() });
                let hashes = |images: &[Image]| images.iter().map(|image| hash(&bare(image))).collect::<Vec<_>>();
                let alike =
                    |at_old: usize, at_new: usize| self.is_same_picture(&old[at_old], &new[at_new]).then_some(1.0);
                let steps = align(&hashes(old), &hashes(new), alike);
                let merge = |old: &Image, new: &Image, _: Option<Change>| self.image(old, new);
                FigureBody::Images(put(steps.into_iter().map(Placed::Step), old, new, merge, |image, change| {
                    image.change = Some(change);
                }))
            }
            (_, body) => body.clone(),
        };
        Figure {
            caption: self.inlines(&old.caption, &new.caption),
            body,
            note: self.inlines(&old.note, &new.note),
            source: self.inlines(&old.source, &new.source),
            ..new.clone()
        }
    }

    fn entries(&self, old: &[BibliographyEntry], new: &[BibliographyEntry]) -> Vec<BibliographyEntry> {
        let hashes = |list: &[BibliographyEntry]| {
            let whole = |entry: &BibliographyEntry| hash(&(&entry.key, meaning::of_inlines(&entry.content)));
            list.iter().map(whole).collect::<Vec<_>>()
        };
        let likeness = Likeness::of(old, new, |entry| Bag::of_inlines(&entry.content));
        let alike = |at_old: usize, at_new: usize| {
            let (old, new) = (&old[at_old], &new[at_new]);
            let label = |entry: &BibliographyEntry| Label::Work(entry.key.clone());
            let is_same = old.key == new.key || self.renamed.get(&label(old)) == Some(&label(new));
            is_same.then(|| likeness.between(at_old, at_new))
        };
        let merge = |old: &BibliographyEntry, new: &BibliographyEntry, _: Option<Change>| BibliographyEntry {
            older_key: (old.key != new.key).then(|| old.key.clone()),
            content: self.inlines(&old.content, &new.content),
            ..new.clone()
        };
        let steps = align(&hashes(old), &hashes(new), alike);
        put(steps.into_iter().map(Placed::Step), old, new, merge, |entry, change| entry.change = Some(change))
    }
}

/// Whether one block can be an edited version of the other.
pub(super) fn is_same_kind(old: &BlockKind, new: &BlockKind) -> bool {
    match (old, new) {
        // Another label and another title make another heading.
        (BlockKind::Heading(one), BlockKind::Heading(other)) => {
            let labels = form::label(old).zip(form::label(new));
            let has_other_label = labels.is_some_and(|(old, new)| old != new);
            !has_other_label || meaning::of_inlines(&one.content) == meaning::of_inlines(&other.content)
        }
        (BlockKind::Paragraph(_), BlockKind::Paragraph(_))
        | (BlockKind::List(_), BlockKind::List(_))
        | (BlockKind::Definitions(_), BlockKind::Definitions(_))
        | (BlockKind::Quote(_), BlockKind::Quote(_))
        | (BlockKind::Bibliography(_), BlockKind::Bibliography(_)) => true,
        (BlockKind::Table(old), BlockKind::Table(new)) => tables::is_same(old, new),
        (BlockKind::Figure(old), BlockKind::Figure(new)) => match (&old.body, &new.body) {
            (FigureBody::Table(old), FigureBody::Table(new)) => tables::is_same(old, new),
            (FigureBody::Grid(old), FigureBody::Grid(new)) => grids::is_same(old, new),
            (FigureBody::Images(_), FigureBody::Images(_)) => true,
            _ => false,
        },
        (BlockKind::Container(old, _), BlockKind::Container(new, _)) => match (old, new) {
            (Container::Marked(_), Container::Marked(_)) | (Container::Passage(_), Container::Passage(_)) => true,
            // A warning that becomes a tip is another box.
            (Container::Admonition(old), Container::Admonition(new)) => old.kind == new.kind,
            _ => old == new,
        },
        _ => false,
    }
}

/// The older and newer labels of works and items that have another one now and say the same.
fn other_names(old: &[Block], new: &[Block]) -> Vec<(Label, Label)> {
    let named = |blocks: &[Block]| {
        let mut named: BTreeMap<Label, Vec<u8>> = BTreeMap::new();
        walk::blocks(blocks, &mut |block| match &block.kind {
            BlockKind::Bibliography(WorkList { entries, .. }) => {
                let work = |entry: &BibliographyEntry| Label::Work(entry.key.clone());
                named.extend(entries.iter().map(|entry| (work(entry), meaning::of_inlines(&entry.content))));
            }
            BlockKind::List(list) => {
                let label = |item: &Item| item.label.as_ref().map(|label| label.value.clone());
                let labelled = list.items.iter().filter_map(|item| Some((label(item)?, item)));
                // What stands below its own words may be other now.
                let words = |item: &Item| meaning::of_blocks(item.blocks.get(..1).unwrap_or_default());
                named.extend(labelled.map(|(label, item)| (label, words(item))));
            }
            _ => {}
        });
        named
    };
    let (old, mut new) = (named(old), named(new));
    let gone: Vec<_> = old.iter().filter(|(label, _)| !new.contains_key(*label)).collect();
    new.retain(|label, _| !old.contains_key(label));
    let is_work = |label: &Label| matches!(label, Label::Work(_));
    let come: HashMap<_, _> = new.iter().map(|(label, content)| ((is_work(label), content), label)).collect();
    let other =
        |label: &Label, content| come.get(&(is_work(label), content)).map(|other| (label.clone(), (*other).clone()));
    gone.into_iter().filter_map(|(label, content)| other(label, content)).collect()
}

fn steps(old: &[Block], new: &[Block]) -> Vec<Step> {
    let Anchors { keys: [old_keys, new_keys], pairs } = anchors::of(old, new);
    let likeness = Likeness::of(old, new, |block| Bag::of_blocks(std::slice::from_ref(block)));
    let steps = align_between(&pairs, &old_keys, &new_keys, |at_old, at_new| {
        is_same_kind(&old[at_old].kind, &new[at_new].kind).then(|| likeness.between(at_old, at_new))
    });
    anchors::apart(steps, old, new)
}

/// Paragraphs as one, their ends as characters of their own.
fn joined(paragraphs: &[Block]) -> Vec<Inline> {
    let mut content = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let BlockKind::Paragraph(inlines) = &paragraph.kind else { continue };
        if index > 0 {
            let end = paragraph.span.part(0..0);
            content.push(Inline::new(end, InlineKind::ParagraphEnd));
        }
        content.extend(inlines.iter().cloned());
    }
    content
}
