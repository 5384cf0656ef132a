//! How many words are new in a marked paper, and how many are gone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::side::{accept, common, reject};
use super::units;
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
///
/// What an author changed of something that was moved is told where it stands now: where it stood, nothing is missing.
pub(super) struct Counter {
    /// By the number of a move, what each of its blocks had in the older version.
    moved: BTreeMap<u32, VecDeque<usize>>,
    /// The same of items, rows and such that stand in another block now.
    units: BTreeMap<u32, usize>,
}

impl Counter {
    pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        let mut counter = Self { moved: BTreeMap::new(), units: BTreeMap::new() };
        let mut came = BTreeSet::new();
        for block in blocks {
            if let Some(Change::MovedAway(number)) = block.change {
                counter.moved.entry(number).or_default().push_back(old(vec![unmarked(block)]));
            }
            let Moves { away, here } = Moves::of(block);
            let left = away.into_iter().filter(|(number, _)| !here.contains_key(number));
            counter.units.extend(left.map(|(number, unit)| (number, old(unit))));
            came.extend(here.into_keys());
        }
        counter.units.retain(|number, _| came.contains(number));
        counter
    }

    /// The words of the next block.
    pub(super) fn words(&mut self, block: &Block) -> Words {
        let alone = || vec![unmarked(block)];
        let Moves { away, here } = match block.change {
            Some(Change::MovedAway(_) | Change::MovedHere(_)) => Moves::default(),
            _ => Moves::of(block),
        };
        let (went, came) = (self.of_units(&away, &here), self.of_units(&here, &away));
        let (old, new, kept) = match block.change {
            // A note of it may be called elsewhere.
            Some(Change::Deleted) => (old(alone()), went, went),
            Some(Change::Inserted) => (came, new(alone()), here.into_values().map(kept).sum()),
            Some(Change::MovedAway(_)) => {
                let all = old(alone());
                (all, all, all)
            }
            Some(Change::MovedHere(number)) => {
                let old = self.moved.get_mut(&number).and_then(VecDeque::pop_front).unwrap_or_default();
                (old, new(alone()), kept(alone()))
            }
            Some(Change::Altered) | None => (old(alone()) + came, new(alone()) + went, kept(alone()) + went),
        };
        // Where words are joined otherwise in one version, more of them may seem to be in both than are in it.
        Words { old, new, kept: kept.min(old).min(new) }
    }

    /// What units had in the older version that stand on one side of a block only.
    fn of_units(&self, units: &Units, but: &Units) -> usize {
        let numbers = units.keys().filter(|number| !but.contains_key(number));
        numbers.filter_map(|number| self.units.get(number)).sum()
    }
}

/// Words of the older version, of the newer one, and of what is in both but in no more than the newer one has.
fn old(blocks: Vec<Block>) -> usize {
    words_of_blocks(&reject(blocks))
}

fn new(blocks: Vec<Block>) -> usize {
    words_of_blocks(&accept(blocks))
}

fn kept(blocks: Vec<Block>) -> usize {
    words_of_blocks(&common(blocks.clone())).min(new(blocks))
}

/// What units say, by the numbers of their moves.
type Units = BTreeMap<u32, Vec<Block>>;

/// The units in a block that moved, but for those in others that did.
#[derive(Default)]
struct Moves {
    away: Units,
    here: Units,
}

impl Moves {
    fn of(block: &Block) -> Self {
        let mut all = Self::default();
        units::moved(block, &mut |change, says| all.add(change, says));
        let mut inner = Self::default();
        for unit in all.away.values().chain(all.here.values()).flatten() {
            units::moved(unit, &mut |change, says| inner.add(change, says));
        }
        all.away.retain(|number, _| !inner.away.contains_key(number));
        all.here.retain(|number, _| !inner.here.contains_key(number));
        all
    }

    fn add(&mut self, change: Change, says: Vec<Block>) {
        match change {
            Change::MovedAway(number) => drop(self.away.insert(number, says)),
            Change::MovedHere(number) => drop(self.here.insert(number, says)),
            Change::Inserted | Change::Deleted | Change::Altered => {}
        }
    }
}

fn unmarked(block: &Block) -> Block {
    Block { change: None, ..block.clone() }
}
