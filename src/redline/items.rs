//! Items that stand in another list now.

use std::collections::HashMap;

use super::kin::{self, Limits, Weights};
use super::merger::Merger;
use super::moves::MIN_WORDS_SAME;
use super::reorder::pair;
use super::side;
use super::words::{Bag, hash};
use crate::section::{Block, BlockKind, Change, Item, meaning, walk};

/// Of two items of different lists that became one another.
const LIMITS: Limits = Limits { words: 6, likeness: 0.6 };

/// Turns items that one list has no more and another one has now into moves. Lists that are gone, new or moved as a
/// whole are told as such.
pub(super) fn find(blocks: &mut [Block], merger: &Merger) {
    let [gone, come] =
        [Change::Deleted, Change::Inserted].map(|change| items(blocks, |item| item.change == Some(change)));
    if gone.is_empty() || come.is_empty() {
        return;
    }
    let bags = |items: &[Item]| items.iter().map(|item| Bag::of_blocks(&item.blocks)).collect::<Vec<_>>();
    let (old_bags, new_bags) = (bags(&gone), bags(&come));
    let key = |items: &[Item], bags: &[Bag], at: usize| {
        (bags[at].len() >= MIN_WORDS_SAME).then(|| hash(&meaning::of_blocks(&items[at].blocks)))
    };
    let mut pairs: HashMap<usize, usize> = HashMap::new();
    let (mut left, mut free): (Vec<usize>, Vec<usize>) = ((0..gone.len()).collect(), (0..come.len()).collect());
    pair(&mut pairs, &mut left, &mut free, |at| key(&gone, &old_bags, at), |at| key(&come, &new_bags, at));
    let kept = bags(&items(blocks, |item| item.change.is_none()));
    let weights = Weights::of(old_bags.iter().chain(&new_bags).chain(&kept));
    pairs.extend(kin::alike(&left, &free, [&|at| &old_bags[at], &|at| &new_bags[at]], &LIMITS, &weights, |_, _| true));
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    pairs.sort_by_key(|(_, to)| *to);
    let (mut away, mut here) = (HashMap::new(), HashMap::new());
    for (from, to) in pairs {
        let number = merger.next_move();
        let one_side = |old: &Item, new: &Item, mark: Change, change: Change| {
            let blocks = side::only_newer(merger.blocks(&old.blocks, &new.blocks), Some(mark));
            Item { blocks, change: Some(change), ..new.clone() }
        };
        away.insert(from, one_side(&come[to], &gone[from], Change::Deleted, Change::MovedAway(number)));
        here.insert(to, one_side(&gone[from], &come[to], Change::Inserted, Change::MovedHere(number)));
    }
    replace(blocks, Change::Deleted, away);
    replace(blocks, Change::Inserted, here);
}

/// The items that `fit`, in reading order.
fn items(blocks: &[Block], fit: impl Fn(&&Item) -> bool) -> Vec<Item> {
    let mut items = Vec::new();
    for block in blocks.iter().filter(|block| stands(block)) {
        walk::blocks(std::slice::from_ref(block), &mut |block| {
            if let BlockKind::List(list) = &block.kind {
                items.extend(list.items.iter().filter(&fit).cloned());
            }
        });
    }
    items
}

/// Puts other items in the places of some of those with a mark.
fn replace(blocks: &mut [Block], change: Change, mut by: HashMap<usize, Item>) {
    let mut at = 0;
    for block in blocks.iter_mut().filter(|block| stands(block)) {
        walk::blocks_mut(std::slice::from_mut(block), &mut |block| {
            if let BlockKind::List(list) = &mut block.kind {
                for item in list.items.iter_mut().filter(|item| item.change == Some(change)) {
                    if let Some(other) = by.remove(&at) {
                        *item = other;
                    }
                    at += 1;
                }
            }
        });
    }
}

/// Whether a block stands in both versions, at the same place.
fn stands(block: &Block) -> bool {
    block.change.and_then(Change::side).is_none()
}
