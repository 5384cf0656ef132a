//! Pairs of things that say nearly the same, in whatever order they stand.

use std::collections::{HashMap, HashSet};

use super::words::Bag;

/// Words in more things than this identify none of them.
const MAX_THINGS: usize = 12;

/// How much two things have to say, and how much of it has to be the same, of rare words too.
pub(super) struct Limits {
    pub words: usize,
    pub likeness: f64,
}

/// How much words say of what they stand in: the less, the more things they are in.
pub(super) struct Weights {
    things: usize,
    having: HashMap<u64, usize>,
}

impl Weights {
    pub(super) fn of<'b>(bags: impl Iterator<Item = &'b Bag>) -> Self {
        let mut weights = Self { things: 0, having: HashMap::new() };
        for bag in bags {
            let mut words = bag.words().to_vec();
            words.dedup();
            words.into_iter().for_each(|word| *weights.having.entry(word).or_default() += 1);
            weights.things += 1;
        }
        weights
    }

    /// How alike two of these things are.
    pub(super) fn likeness(&self, one: &Bag, other: &Bag) -> f64 {
        let weight = |word: u64| {
            let having = self.having.get(&word).copied().unwrap_or(1).max(1);
            ((self.things as f64 / having as f64).sqrt() - 1.0).max(0.0)
        };
        one.weighted_likeness(other, weight)
    }
}

/// For each of `gone` the most alike of `come`, of those that share a rare word with it and that `fits` lets pass; each
/// is in one pair at most.
pub(super) fn alike<'b>(
    gone: &[usize],
    come: &[usize],
    bag_of: [&dyn Fn(usize) -> &'b Bag; 2],
    limits: &Limits,
    weights: &Weights,
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let [old, new] = bag_of;
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for &to in come {
        let mut words = new(to).words().to_vec();
        words.dedup();
        words.into_iter().for_each(|word| having.entry(word).or_default().push(to));
    }
    let (mut taken, mut pairs) = (HashSet::new(), Vec::new());
    for &from in gone.iter().filter(|from| old(**from).len() >= limits.words) {
        let bag = old(from);
        let rare = bag.words().iter().filter_map(|word| having.get(word)).filter(|things| things.len() <= MAX_THINGS);
        let mut candidates: Vec<usize> = rare.flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.retain(|to| !taken.contains(to) && fits(from, *to));
        let likeness = |to: usize| bag.likeness(new(to)).min(weights.likeness(bag, new(to)));
        let likeness = candidates.into_iter().map(|to| (likeness(to), to));
        let best = likeness.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        if let Some((_, to)) = best.filter(|best| best.0 >= limits.likeness) {
            taken.insert(to);
            pairs.push((from, to));
        }
    }
    pairs
}
