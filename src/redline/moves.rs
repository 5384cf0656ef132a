//! What stands elsewhere now: pairs of a deleted and an inserted block that are the same one.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::blocks::is_same_kind;
use super::headings::heading_name;
use super::kin::{self, Limits, Weights};
use super::merger::Merger;
use super::words::{Bag, hash};
use super::{form, side};
use crate::paper::Move;
use crate::section::{Block, BlockKind, Change, meaning, walk};
use crate::source::Side;

/// With fewer words, the same ones may stand in two places by chance.
pub(super) const MIN_WORDS_SAME: usize = 3;
/// Of blocks whose words changed.
const LIMITS: Limits = Limits { words: 10, likeness: 0.6 };
/// The neighbour of something that was moved may have changed more.
const MIN_LIKENESS_BESIDE: f64 = 0.35;

/// Turns deletions and insertions of the same blocks into moves.
pub(super) fn find(blocks: &mut [Block], merger: &Merger) {
    let with = |change| {
        let marked = blocks.iter().enumerate().filter(move |(_, block)| block.change == Some(change));
        marked.map(|(at, _)| at).collect::<Vec<_>>()
    };
    let (gone, come) = (with(Change::Deleted), with(Change::Inserted));
    if gone.is_empty() || come.is_empty() {
        return;
    }
    let bags = vec![OnceCell::new(); blocks.len()];
    let mut pairs = Pairs { blocks, to: HashMap::new(), from: HashMap::new(), bags };
    let weights = Weights::of((0..blocks.len()).map(|at| pairs.bag(at)));
    pairs.same(&gone, &come);
    pairs.alike(&gone, &come, &weights);
    pairs.beside(&weights);
    pairs.drop_lone_headings();
    let mut found: Vec<(usize, usize)> = pairs.to.into_iter().collect();
    found.sort_by_key(|(_, to)| *to);
    let mut number = None;
    for (index, &(from, to)) in found.iter().enumerate() {
        let goes_on = index.checked_sub(1).map(|before| found[before]).is_some_and(|(last_from, last_to)| {
            let follows = |last: usize, at: usize| last + 1 == at && blocks[last].span.file == blocks[at].span.file;
            follows(last_from, from) && follows(last_to, to)
        });
        let number = *number.insert(number.filter(|_| goes_on).unwrap_or_else(|| merger.next_move()));
        let unmarked = |at: usize| Block { change: None, ..blocks[at].clone() };
        let (old, new) = (unmarked(from), unmarked(to));
        let here = side::newer(merger.block(&old, &new), Change::Inserted);
        let away = side::newer(merger.block(&new, &old), Change::Deleted);
        let here = Block { change: Some(Change::MovedHere(number)), ..here };
        let away = Block { change: Some(Change::MovedAway(number)), ..away };
        (blocks[to], blocks[from]) = (here, away);
    }
}

/// Where the moves of a marked paper lead from and to.
pub(super) fn places<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<Move> {
    let mut moves: Vec<Move> = Vec::new();
    let (mut stood, mut stands) = (String::new(), String::new());
    for block in blocks {
        let side = block.change.and_then(Change::side);
        if let BlockKind::Heading(heading) = &block.kind {
            let name = heading_name(heading);
            if side != Some(Side::New) {
                stood.clone_from(&name);
            }
            if side != Some(Side::Old) {
                stands = name;
            }
        }
        walk::blocks(std::slice::from_ref(block), &mut |block| {
            let Some(Change::MovedHere(number) | Change::MovedAway(number)) = block.change else { return };
            let number = number as usize;
            moves.resize(moves.len().max(number + 1), Move::default());
            let (place, name) = match block.change.and_then(Change::side) {
                Some(Side::New) => (&mut moves[number].to, &stands),
                _ => (&mut moves[number].from, &stood),
            };
            if place.is_empty() {
                place.clone_from(name);
            }
        });
    }
    moves
}

struct Pairs<'a> {
    blocks: &'a [Block],
    /// Where a block went, and where it came from.
    to: HashMap<usize, usize>,
    from: HashMap<usize, usize>,
    bags: Vec<OnceCell<Bag>>,
}

impl Pairs<'_> {
    fn add(&mut self, from: usize, to: usize) {
        self.to.insert(from, to);
        self.from.insert(to, from);
    }

    fn bag(&self, at: usize) -> &Bag {
        self.bags[at].get_or_init(|| Bag::of_blocks(std::slice::from_ref(&self.blocks[at])))
    }

    fn is_same_kind(&self, one: usize, other: usize) -> bool {
        is_same_kind(&self.blocks[one].kind, &self.blocks[other].kind)
    }

    /// Blocks that have the same label, or say the same as no third one does.
    fn same(&mut self, gone: &[usize], come: &[usize]) {
        let mut counts: HashMap<u64, [usize; 2]> = HashMap::new();
        for block in self.blocks {
            let side = block.change.and_then(Change::side);
            let count = counts.entry(key(block)).or_default();
            count[0] += usize::from(side != Some(Side::New));
            count[1] += usize::from(side != Some(Side::Old));
        }
        let mut by_key: HashMap<u64, usize> = HashMap::new();
        let mut by_label: HashMap<&str, usize> = HashMap::new();
        for &to in come {
            by_key.insert(key(&self.blocks[to]), to);
            by_label.extend(form::label(&self.blocks[to].kind).map(|label| (label, to)));
        }
        for &from in gone {
            let block = &self.blocks[from];
            let labelled = form::label(&block.kind).and_then(|label| by_label.get(label));
            let is_only = self.bag(from).len() >= MIN_WORDS_SAME && counts[&key(block)] == [1, 1];
            let same = by_key.get(&key(block)).filter(|_| is_only);
            let to = labelled.filter(|to| self.is_same_kind(from, **to)).or(same).copied();
            if let Some(to) = to.filter(|to| !self.from.contains_key(to)) {
                self.add(from, to);
            }
        }
    }

    /// Blocks that say nearly the same.
    fn alike(&mut self, gone: &[usize], come: &[usize], weights: &Weights) {
        let gone: Vec<usize> = gone.iter().copied().filter(|at| !self.to.contains_key(at)).collect();
        let come: Vec<usize> = come.iter().copied().filter(|at| !self.from.contains_key(at)).collect();
        let bag = |at: usize| self.bag(at);
        let pairs = kin::alike(&gone, &come, [&bag, &bag], &LIMITS, weights, |from, to| self.is_same_kind(from, to));
        pairs.into_iter().for_each(|(from, to)| self.add(from, to));
    }

    /// A short title may stand in two places by chance, if nothing below it came along.
    fn drop_lone_headings(&mut self) {
        let lone = |(from, to): (&usize, &usize)| {
            let is_heading = matches!(self.blocks[*from].kind, BlockKind::Heading(_));
            let label = |at: &usize| form::label(&self.blocks[*at].kind);
            let is_short = self.bag(*from).len() < MIN_WORDS_SAME;
            let is_named = label(from).is_some() && label(from) == label(to);
            is_heading && is_short && !is_named && self.to.get(&(from + 1)) != Some(&(to + 1))
        };
        let lone: Vec<usize> = self.to.iter().filter(|pair| lone(*pair)).map(|(from, _)| *from).collect();
        for from in lone {
            self.to.remove(&from);
        }
    }

    /// The neighbours of what was moved, if they may have come along.
    fn beside(&mut self, weights: &Weights) {
        let mut waiting: Vec<(usize, usize)> = self.to.iter().map(|(from, to)| (*from, *to)).collect();
        waiting.sort_unstable();
        while let Some((from, to)) = waiting.pop() {
            let before = from.checked_sub(1).zip(to.checked_sub(1));
            for (from, to) in before.into_iter().chain([(from + 1, to + 1)]) {
                let is = |at: usize, change| self.blocks.get(at).is_some_and(|block| block.change == Some(change));
                if !is(from, Change::Deleted)
                    || !is(to, Change::Inserted)
                    || self.to.contains_key(&from)
                    || self.from.contains_key(&to)
                    || !self.is_same_kind(from, to)
                {
                    continue;
                }
                if weights.likeness(self.bag(from), self.bag(to)) >= MIN_LIKENESS_BESIDE {
                    self.add(from, to);
                    waiting.push((from, to));
                }
            }
        }
    }
}

/// What a block says; a heading may have another label.
fn key(block: &Block) -> u64 {
    match &block.kind {
        BlockKind::Heading(heading) => hash(&(heading.level, meaning::of_inlines(&heading.content))),
        kind => hash(&meaning::of_block_kind(kind)),
    }
}
