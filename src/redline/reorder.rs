//! What stands elsewhere in its own list now: items, definitions, rows and columns.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

use super::align::{Step, heaviest};
use super::kin::{self, Limits, Weights};
use super::merger::Merger;
use super::words::Bag;
use crate::section::Change;
use crate::source::Side;

/// Of two items of one list that became one another.
const LIMITS: Limits = Limits { words: 4, likeness: 0.6 };

/// What became of an item, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Placed {
    Step(Step),
    /// In both lists, but not in this order: the older item where it stood.
    Away(Move),
    /// The newer item where it stands.
    Here(Move),
}

impl Placed {
    /// The side on which it stands here, if that is one only.
    pub(super) fn side(self) -> Option<Side> {
        match self {
            Self::Step(Step::Keep(..)) => None,
            Self::Step(Step::Delete(_)) | Self::Away(_) => Some(Side::Old),
            Self::Step(Step::Insert(_)) | Self::Here(_) => Some(Side::New),
        }
    }

    /// Where it stands in the older list and in the newer one.
    pub(super) fn places(self) -> (Option<usize>, Option<usize>) {
        match self {
            Self::Step(Step::Keep(old, new))
            | Self::Away(Move { old, new, .. })
            | Self::Here(Move { old, new, .. }) => (Some(old), Some(new)),
            Self::Step(Step::Delete(old)) => (Some(old), None),
            Self::Step(Step::Insert(new)) => (None, Some(new)),
        }
    }
}

/// An item that stands elsewhere now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub old: usize,
    pub new: usize,
    pub number: u32,
}

/// What is known of the items of both versions of a list.
pub(super) struct Known<'a> {
    /// What an item says, as a hash.
    pub hashes: [&'a [u64]; 2],
    /// What names it, if anything does: the first cell of a row, a term.
    pub names: [&'a [Option<u64>]; 2],
}

impl Merger {
    /// Turns deletions and insertions of the same items into moves: what says the same, what has the same name, and
    /// what says nearly the same.
    pub(super) fn reorder<'b>(
        &self,
        steps: Vec<Step>,
        known: &Known,
        bag_of: [&dyn Fn(usize) -> &'b Bag; 2],
    ) -> Vec<Placed> {
        let [old, new] = bag_of;
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for step in &steps {
            match *step {
                Step::Delete(at) => gone.push(at),
                Step::Insert(at) => come.push(at),
                Step::Keep(..) => {}
            }
        }
        if gone.is_empty() || come.is_empty() {
            return steps.into_iter().map(Placed::Step).collect();
        }
        let mut pairs: HashMap<usize, usize> = HashMap::new();
        let [old_hashes, new_hashes] = known.hashes;
        let says = |bag: &Bag, hash: u64| (bag.len() > 0).then_some(hash);
        pair(&mut pairs, &mut gone, &mut come, |at| says(old(at), old_hashes[at]), |at| says(new(at), new_hashes[at]));
        let [old_names, new_names] = known.names;
        let name = |names: &[Option<u64>], at: usize| names.get(at).copied().flatten();
        pair(&mut pairs, &mut gone, &mut come, |at| name(old_names, at), |at| name(new_names, at));
        let bags = (0..old_hashes.len()).map(old).chain((0..new_hashes.len()).map(new));
        pairs.extend(kin::alike(&gone, &come, bag_of, &LIMITS, &Weights::of(bags), |_, _| true));
        if pairs.is_empty() {
            return steps.into_iter().map(Placed::Step).collect();
        }
        let mut both: Vec<(usize, usize)> = steps.iter().filter_map(|step| step.kept()).chain(pairs).collect();
        both.sort_unstable();
        let stay = heaviest(&both, |(at_old, at_new)| 1 + old(at_old).len() + new(at_new).len());
        self.placed(&both, &stay, [old_hashes.len(), new_hashes.len()])
    }

    /// The items of two lists in one order: those of `both` that `stay`, and what stands before each of them.
    fn placed(&self, both: &[(usize, usize)], stay: &HashSet<usize>, [old_len, new_len]: [usize; 2]) -> Vec<Placed> {
        let mut moved: [HashMap<usize, Move>; 2] = Default::default();
        for &(old, new) in both.iter().filter(|(old, _)| !stay.contains(old)) {
            let step = Move { old, new, number: self.next_move() };
            moved[0].insert(old, step);
            moved[1].insert(new, step);
        }
        let mut placed = Vec::with_capacity(old_len.max(new_len));
        let up_to = |placed: &mut Vec<Placed>, [from_old, from_new]: [usize; 2], [old, new]: [usize; 2]| {
            let away = |at| moved[0].get(&at).map_or(Placed::Step(Step::Delete(at)), |step| Placed::Away(*step));
            let here = |at| moved[1].get(&at).map_or(Placed::Step(Step::Insert(at)), |step| Placed::Here(*step));
            placed.extend((from_old..old).map(away));
            placed.extend((from_new..new).map(here));
        };
        let mut at = [0, 0];
        for &(old, new) in both.iter().filter(|(old, _)| stay.contains(old)) {
            up_to(&mut placed, at, [old, new]);
            placed.push(Placed::Step(Step::Keep(old, new)));
            at = [old + 1, new + 1];
        }
        up_to(&mut placed, at, [old_len, new_len]);
        placed
    }
}

/// Merges aligned items into one list, each with its change. `merge` makes one of two, with what only the second has
/// marked; for a move it is told the mark that these parts have where only the second is printed.
pub(super) fn put<T: Clone>(
    steps: impl IntoIterator<Item = Placed>,
    old: &[T],
    new: &[T],
    merge: impl Fn(&T, &T, Option<Change>) -> T,
    mark: impl Fn(&mut T, Change),
) -> Vec<T> {
    let marked = |mut item: T, change: Change| {
        mark(&mut item, change);
        item
    };
    let item = |step| match step {
        Placed::Step(Step::Keep(at_old, at_new)) => merge(&old[at_old], &new[at_new], None),
        Placed::Step(Step::Delete(at)) => marked(old[at].clone(), Change::Deleted),
        Placed::Step(Step::Insert(at)) => marked(new[at].clone(), Change::Inserted),
        Placed::Here(step) => {
            let item = merge(&old[step.old], &new[step.new], Some(Change::Inserted));
            marked(item, Change::MovedHere(step.number))
        }
        Placed::Away(step) => {
            let item = merge(&new[step.new], &old[step.old], Some(Change::Deleted));
            marked(item, Change::MovedAway(step.number))
        }
    };
    steps.into_iter().map(item).collect()
}

/// Pairs what has the same key, in order, and takes it out of both lists.
pub(super) fn pair<K: Eq + Hash>(
    pairs: &mut HashMap<usize, usize>,
    gone: &mut Vec<usize>,
    come: &mut Vec<usize>,
    old: impl Fn(usize) -> Option<K>,
    new: impl Fn(usize) -> Option<K>,
) {
    let mut by_key: HashMap<K, VecDeque<usize>> = HashMap::new();
    for &at in &*come {
        if let Some(key) = new(at) {
            by_key.entry(key).or_default().push_back(at);
        }
    }
    gone.retain(|&from| {
        let to = old(from).and_then(|key| by_key.get_mut(&key)?.pop_front());
        if let Some(to) = to {
            pairs.insert(from, to);
        }
        to.is_none()
    });
    let taken: HashSet<usize> = pairs.values().copied().collect();
    come.retain(|to| !taken.contains(to));
}
