//! How much of one set of words is in another.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::cut::{cut, is_word};
use crate::section::{Block, Inline, walk};

/// The words of something, sorted, each as often as it is there.
#[derive(Clone)]
pub(super) struct Bag(Vec<u64>);

impl Bag {
    pub(super) fn of_blocks(blocks: &[Block]) -> Self {
        let mut bag = Self(Vec::new());
        walk::texts(blocks, &mut |text| bag.text(text));
        bag.sorted()
    }

    pub(super) fn of_inlines(inlines: &[Inline]) -> Self {
        let mut bag = Self(Vec::new());
        walk::texts_of_run(inlines, &mut |text| bag.text(text));
        bag.sorted()
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Each word, by its hash, as often as it is there.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// The words of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self([&self.0[..], &other.0[..]].concat()).sorted()
    }

    /// From 0, nothing in common, to 1, the same words. Two that are empty have all in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        match self.len() + other.len() {
            0 => 1.0,
            all => 2.0 * self.common(other) as f64 / all as f64,
        }
    }

    /// The likeness where each word counts as much as `weight` says.
    pub(super) fn weighted_likeness(&self, other: &Self, weight: impl Fn(u64) -> f64) -> f64 {
        let sum = |words: &[u64]| words.iter().map(|word| weight(*word)).sum::<f64>();
        let all = sum(&self.0) + sum(&other.0);
        let mut common = 0.0;
        self.each_common(other, |word| common += weight(word));
        if all > 0.0 { 2.0 * common / all } else { self.likeness(other) }
    }

    /// How many words are in both.
    pub(super) fn common(&self, other: &Self) -> usize {
        let mut common = 0;
        self.each_common(other, |_| common += 1);
        common
    }

    fn each_common(&self, other: &Self, mut visit: impl FnMut(u64)) {
        let (one, other) = (&self.0, &other.0);
        let (mut at, mut at_other) = (0, 0);
        while let (Some(word), Some(other)) = (one.get(at), other.get(at_other)) {
            if word == other {
                visit(*word);
            }
            at += usize::from(word <= other);
            at_other += usize::from(other <= word);
        }
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    fn text(&mut self, text: &str) {
        self.0.extend(cut(text).filter(|piece| is_word(piece)).map(|word| hash(&word)));
    }
}

/// A hash that is the same for the life of the process.
pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
