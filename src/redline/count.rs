//! How many words are new in a marked paper, and how many are gone.

use std::collections::{BTreeMap, VecDeque};

use super::side::{accept, common, reject};
use super::units;
use crate::paper::words_of_blocks;
use crate::section::{Block, Change};
use crate::source::Side;

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
    /// By the number of a move, the words of each of its blocks that are in both versions, where it stood and where it
    /// stands now. They are counted once: the same two texts may be aligned in another way the other way round.
    moved: [BTreeMap<u32, VecDeque<usize>>; 2],
    /// The same of items, rows and such that stand in another block now, by the numbers of their moves.
    units: BTreeMap<u32, usize>,
}

impl Counter {
    pub(super) fn of<'b>(blocks: impl Iterator<Item = &'b Block>) -> Self {
        let [mut from, mut to]: [BTreeMap<u32, VecDeque<usize>>; 2] = Default::default();
        let [mut left, mut units]: [BTreeMap<u32, usize>; 2] = Default::default();
        for block in blocks {
            match block.change {
                Some(Change::MovedAway(number)) => {
                    from.entry(number).or_default().push_back(old(vec![unmarked(block)]));
                }
                Some(Change::MovedHere(number)) => to.entry(number).or_default().push_back(kept(vec![unmarked(block)])),
                _ => {}
            }
            let Moves { away, here } = Moves::of(block);
            left.extend(
                away.into_iter().filter(|(number, _)| !here.contains_key(number)).map(|(n, unit)| (n, old(unit))),
            );
            units.extend(here.into_iter().map(|(number, unit)| (number, kept(unit))));
        }
        // Where words are joined otherwise in one version, more of them may seem to be in both than are in it.
        for (number, to) in &mut to {
            let from = from.get(number).into_iter().flatten();
            to.iter_mut().zip(from).for_each(|(kept, old)| *kept = (*kept).min(*old));
        }
        units.retain(|number, kept| {
            let old = left.get(number).copied();
            *kept = old.map_or(*kept, |old| old.min(*kept));
            old.is_some()
        });
        Self { moved: [to.clone(), to], units }
    }

    /// The words of the next block.
    pub(super) fn words(&mut self, block: &Block) -> Words {
        let alone = || vec![unmarked(block)];
        let mut take = |side: Side, number: u32| {
            self.moved[side as usize].get_mut(&number).and_then(VecDeque::pop_front).unwrap_or_default()
        };
        match block.change {
            Some(Change::Deleted) => Words { old: old(alone()), ..Words::default() },
            Some(Change::Inserted) => Words { new: new(alone()), ..Words::default() },
            Some(Change::MovedAway(number)) => {
                let kept = take(Side::Old, number);
                Words { old: old(alone()), new: kept, kept }
            }
            Some(Change::MovedHere(number)) => {
                let kept = take(Side::New, number);
                Words { old: kept, new: new(alone()), kept }
            }
            Some(Change::Altered) | None => {
                let Moves { away, here } = Moves::of(block);
                let words = |of: &Units, but: &Units| -> usize {
                    let numbers = of.keys().filter(|number| !but.contains_key(number));
                    numbers.filter_map(|number| self.units.get(number)).sum()
                };
                let (went, came) = (words(&away, &here), words(&here, &away));
                let (old, new) = (old(alone()) + came, new(alone()) + went);
                Words { old, new, kept: (kept(alone()) + went).min(old).min(new) }
            }
        }
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
