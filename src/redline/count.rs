//! How many words are new in a marked paper, and how many are gone.

use std::collections::{BTreeMap, VecDeque};

use super::side::{accept, common, reject};
use crate::paper::words_of_blocks;
use crate::section::{Block, BlockKind, Change, Item, walk};

/// Words of a part of the paper.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Words {
    /// In the older version, and in the newer.
    old: usize,
    new: usize,
    /// In both, at the same place or moved.
    kept: usize,
}

impl Words {
    /// New words, and words that are gone: old and new ones differ by just these.
    pub(super) fn added(self) -> usize {
        self.new.saturating_sub(self.kept)
    }

    pub(super) fn removed(self) -> usize {
        self.old.saturating_sub(self.kept)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { old: self.old + other.old, new: self.new + other.new, kept: self.kept + other.kept }
    }
}

/// Counts the words of each block of a marked paper.
pub(super) struct Counter {
    /// By the number of a move, the words of each of its blocks that are in both versions, as counted where it stands
    /// now: where it stood, the same two texts may be aligned in another way.
    moved: BTreeMap<u32, VecDeque<usize>>,
    /// The same of items that stand in another list now, by the numbers of their moves.
    items: BTreeMap<u32, usize>,
}

impl Counter {
    pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        let mut counter = Self { moved: BTreeMap::new(), items: BTreeMap::new() };
        for block in blocks {
            if let Some(Change::MovedHere(number)) = block.change {
                let kept = words_of_blocks(&common(vec![unmarked(block)]));
                counter.moved.entry(number).or_default().push_back(kept);
            }
            let Moves { away, here } = Moves::of(block);
            for (number, item) in here.into_iter().filter(|(number, _)| !away.contains_key(number)) {
                counter.items.insert(number, words_of_blocks(&common(item.blocks.clone())));
            }
        }
        counter
    }

    /// The words of the next block.
    pub(super) fn words(&mut self, block: &Block) -> Words {
        let old = || words_of_blocks(&reject(vec![unmarked(block)]));
        let new = || words_of_blocks(&accept(vec![unmarked(block)]));
        let kept = || words_of_blocks(&common(vec![unmarked(block)]));
        match block.change {
            Some(Change::Deleted) => Words { old: old(), ..Words::default() },
            Some(Change::Inserted) => Words { new: new(), ..Words::default() },
            Some(Change::MovedAway(number)) => {
                let kept = self.moved.get_mut(&number).and_then(VecDeque::pop_front).unwrap_or_default();
                Words { old: old(), new: kept, kept }
            }
            Some(Change::MovedHere(_)) => {
                let kept = kept();
                Words { old: kept, new: new(), kept }
            }
            Some(Change::Altered) | None => {
                let Moves { away, here } = Moves::of(block);
                let words = |of: &BTreeMap<u32, &Item>, but: &BTreeMap<u32, &Item>| -> usize {
                    let numbers = of.keys().filter(|number| !but.contains_key(number));
                    numbers.filter_map(|number| self.items.get(number)).sum()
                };
                let (went, came) = (words(&away, &here), words(&here, &away));
                Words { old: old() + came, new: new() + went, kept: kept() + went }
            }
        }
    }
}

/// The items in a block that moved, by the numbers of their moves.
struct Moves<'b> {
    away: BTreeMap<u32, &'b Item>,
    here: BTreeMap<u32, &'b Item>,
}

impl<'b> Moves<'b> {
    fn of(block: &'b Block) -> Self {
        let mut moves = Self { away: BTreeMap::new(), here: BTreeMap::new() };
        walk::blocks(std::slice::from_ref(block), &mut |block| {
            let BlockKind::List(list) = &block.kind else { return };
            for item in &list.items {
                match item.change {
                    Some(Change::MovedAway(number)) => drop(moves.away.insert(number, item)),
                    Some(Change::MovedHere(number)) => drop(moves.here.insert(number, item)),
                    _ => {}
                }
            }
        });
        moves
    }
}

fn unmarked(block: &Block) -> Block {
    Block { change: None, ..block.clone() }
}
