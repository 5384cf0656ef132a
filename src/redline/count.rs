//! How many words are new in a marked paper, and how many are gone.

use std::collections::{BTreeMap, VecDeque};

use super::side::{accept, common, reject};
use crate::paper::words_of_blocks;
use crate::section::{Block, Change};

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
}

impl Counter {
    pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        let mut moved: BTreeMap<u32, VecDeque<usize>> = BTreeMap::new();
        for block in blocks {
            if let Some(Change::MovedHere(number)) = block.change {
                moved.entry(number).or_default().push_back(words_of_blocks(&common(unmarked(block))));
            }
        }
        Self { moved }
    }

    /// The words of the next block.
    pub(super) fn words(&mut self, block: &Block) -> Words {
        let old = || words_of_blocks(&reject(vec![unmarked(block)]));
        let new = || words_of_blocks(&accept(vec![unmarked(block)]));
        let kept = || words_of_blocks(&common(unmarked(block)));
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
            Some(Change::Altered) | None => Words { old: old(), new: new(), kept: kept() },
        }
    }
}

fn unmarked(block: &Block) -> Block {
    Block { change: None, ..block.clone() }
}
