//! What holds blocks of two versions together: the same words, label or file, or the same place in a topic.

use std::collections::{BTreeMap, HashMap};

use super::align::{Step, heaviest};
use super::blocks::is_same_kind;
use super::form;
use super::words::hash;
use crate::section::{Block, BlockKind, Heading, meaning};

/// What says less, in bytes of its meaning, may stand in two places by chance.
const MIN_BYTES: usize = 32;

/// What is known of the blocks of both versions before they are aligned.
pub(super) struct Anchors {
    /// Blocks with the same key are the same block.
    pub keys: [Vec<u64>; 2],
    /// The headings with one label or file that stand in the same order in both versions, with what is below them.
    pub pairs: Vec<(usize, usize)>,
}

/// A heading or figure is known by its label, the first heading of a file by the file; what is short or stands there
/// twice (`Description`, `None.`) by itself and the headings above it.
pub(super) fn of(old: &[Block], new: &[Block]) -> Anchors {
    let mut anchors: [HashMap<usize, u64>; 2] = Default::default();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let labels = [old, new].map(|blocks| by_name(blocks, form::name));
    let files = [first_headings(old), first_headings(new)];
    for (kind, names) in [("label", &labels), ("file", &files)] {
        for (name, &at_old) in &names[0] {
            let Some(&at_new) = names[1].get(name) else { continue };
            let is_free = !anchors[0].contains_key(&at_old) && !anchors[1].contains_key(&at_new);
            if is_free && is_same_kind(&old[at_old].kind, &new[at_new].kind) {
                let key = hash(&(kind, name));
                anchors[0].insert(at_old, key);
                anchors[1].insert(at_new, key);
                pairs.extend(heading(&old[at_old]).map(|_| (at_old, at_new)));
            }
        }
    }
    let meanings = [old, new]
        .map(|blocks| blocks.iter().map(|block| meaning::of_blocks(std::slice::from_ref(block))).collect::<Vec<_>>());
    let mut counts: HashMap<&[u8], [usize; 2]> = HashMap::new();
    for (version, meanings) in meanings.iter().enumerate() {
        for meaning in meanings {
            counts.entry(meaning).or_default()[version] += 1;
        }
    }
    let keys = |version: usize, blocks: &[Block]| {
        let mut parents: Vec<(u8, u64)> = Vec::new();
        let mut keys = Vec::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            let meaning = &meanings[version][at];
            let heading = heading(block);
            if let Some(heading) = heading {
                parents.retain(|(level, _)| *level < heading.level);
            }
            let parent = parents.last().map(|(_, key)| *key);
            let is_told =
                heading.is_none() && meaning.len() >= MIN_BYTES && counts[&meaning[..]].iter().all(|count| *count <= 1);
            let key = match anchors[version].get(&at) {
                Some(key) => *key,
                None if is_told => hash(meaning),
                None => hash(&(meaning, parent)),
            };
            parents.extend(heading.map(|heading| (heading.level, key)));
            keys.push(key);
        }
        keys
    };
    let keys = [keys(0, old), keys(1, new)];
    pairs.sort_unstable();
    let sizes = contents(old).into_iter().map(|content| 1 + content.len()).collect::<Vec<_>>();
    let stay = heaviest(&pairs, |(at_old, _)| sizes[at_old]);
    pairs.retain(|(at_old, _)| stay.contains(at_old));
    Anchors { keys, pairs }
}

/// Takes headings apart that were only held together by a short title: they stand in different topics, and nothing that
/// follows them is the same.
pub(super) fn apart(steps: Vec<Step>, old: &[Block], new: &[Block]) -> Vec<Step> {
    let kept: HashMap<usize, usize> = steps.iter().filter_map(|step| step.kept()).collect();
    let (parents_old, parents_new) = (parents(old), parents(new));
    let (content_old, content_new) = (contents(old), contents(new));
    let is_chance = |at_old: usize, at_new: usize| {
        let (Some(one), Some(other)) = (heading(&old[at_old]), heading(&new[at_new])) else { return false };
        let is_named = one.label.is_some() && form::label(&old[at_old].kind) == form::label(&new[at_new].kind);
        let has_same_parent = match (parents_old[at_old], parents_new[at_new]) {
            (Some(old), Some(new)) => kept.get(&old) == Some(&new),
            (None, None) => true,
            _ => false,
        };
        let has_same_content = || {
            let inside = &content_new[at_new];
            content_old[at_old].clone().any(|at| kept.get(&at).is_some_and(|to| inside.contains(to)))
        };
        let is_same = meaning::of_inlines(&one.content) == meaning::of_inlines(&other.content);
        is_same && !is_named && !has_same_parent && !has_same_content()
    };
    let mut apart = Vec::with_capacity(steps.len());
    let mut inserted = Vec::new();
    for step in steps {
        match step {
            Step::Keep(at_old, at_new) if is_chance(at_old, at_new) => {
                apart.push(Step::Delete(at_old));
                inserted.push(Step::Insert(at_new));
            }
            Step::Keep(..) => {
                apart.append(&mut inserted);
                apart.push(step);
            }
            Step::Delete(_) => apart.push(step),
            Step::Insert(_) => inserted.push(step),
        }
    }
    apart.append(&mut inserted);
    apart
}

fn heading(block: &Block) -> Option<&Heading> {
    match &block.kind {
        BlockKind::Heading(heading) => Some(heading),
        _ => None,
    }
}

/// The places of blocks by their names, of those that no other has.
fn by_name<'b>(blocks: &'b [Block], name: impl Fn(&'b Block) -> Option<&'b str>) -> BTreeMap<&'b str, usize> {
    let mut places: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some(name) = name(block) {
            places.entry(name).and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    places.into_iter().filter_map(|(name, place)| Some((name, place?))).collect()
}

/// The first heading of each file that begins with one.
fn first_headings(blocks: &[Block]) -> BTreeMap<&str, usize> {
    let mut first = BTreeMap::new();
    let mut file = None;
    for (at, block) in blocks.iter().enumerate() {
        if file.replace(block.span.file) != Some(block.span.file) && heading(block).is_some() {
            first.insert(block.span.file.path(), at);
        }
    }
    first
}

/// For each block the heading above it; for a heading, the one that it stands below.
fn parents(blocks: &[Block]) -> Vec<Option<usize>> {
    let mut above: Vec<(u8, usize)> = Vec::new();
    let mut parents = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let heading = heading(block);
        if let Some(heading) = heading {
            above.retain(|(level, _)| *level < heading.level);
        }
        parents.push(above.last().map(|(_, at)| *at));
        above.extend(heading.map(|heading| (heading.level, at)));
    }
    parents
}

/// For each block those that follow it up to the next heading.
fn contents(blocks: &[Block]) -> Vec<std::ops::Range<usize>> {
    let mut end = blocks.len();
    let mut contents: Vec<_> = (0..blocks.len())
        .rev()
        .map(|at| {
            let content = at + 1..end;
            end = if heading(&blocks[at]).is_some() { at } else { end };
            content
        })
        .collect();
    contents.reverse();
    contents
}
