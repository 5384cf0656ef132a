//! Paragraphs that were split or put together.

use std::ops::Range;

use super::align::Step;
use super::words::Bag;
use crate::section::{Block, BlockKind};

/// What becomes one block.
pub(super) enum Part {
    Step(Step),
    /// Paragraphs of one version that are those of the other: one of them on one side, several on the other.
    SplitOrJoined(Range<usize>, Range<usize>),
}

/// A neighbour with fewer words says too little to be known by them.
const MIN_WORDS: usize = 3;

/// How many of a neighbour's words must be among those that the paragraph of the other version still has.
const MIN_SHARE: f64 = 0.7;

/// Finds the neighbours of kept paragraphs that belong to them.
pub(super) fn splits(steps: Vec<Step>, old: &[Block], new: &[Block]) -> Vec<Part> {
    let (mut free_old, mut free_new) = (vec![false; old.len()], vec![false; new.len()]);
    for step in &steps {
        match *step {
            Step::Delete(at) => free_old[at] = true,
            Step::Insert(at) => free_new[at] = true,
            Step::Keep(..) => {}
        }
    }
    let mut found: Vec<(usize, Range<usize>, Range<usize>)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Step::Keep(at_old, at_new) = *step else { continue };
        if !has_free_neighbour(&free_old, at_old) && !has_free_neighbour(&free_new, at_new) {
            continue;
        }
        let (Some(bag_old), Some(bag_new)) = (bag(&old[at_old]), bag(&new[at_new])) else { continue };
        let new_range = grow(at_new, &bag_new, &bag_old, new, &mut free_new);
        let old_range = match new_range.len() {
            1 => grow(at_old, &bag_old, &bag_new, old, &mut free_old),
            _ => at_old..at_old + 1,
        };
        if new_range.len() + old_range.len() > 2 {
            found.push((index, old_range, new_range));
        }
    }
    let mut parts: Vec<Part> = Vec::with_capacity(steps.len());
    let is_taken = |step: &Step| match *step {
        Step::Delete(at) => !free_old[at],
        Step::Insert(at) => !free_new[at],
        Step::Keep(..) => false,
    };
    let mut next = found.iter().peekable();
    for (index, step) in steps.iter().enumerate() {
        match next.next_if(|(at, _, _)| *at == index) {
            Some((_, old_range, new_range)) => parts.push(Part::SplitOrJoined(old_range.clone(), new_range.clone())),
            None if is_taken(step) => {}
            None => parts.push(Part::Step(*step)),
        }
    }
    parts
}

fn has_free_neighbour(free: &[bool], at: usize) -> bool {
    free.get(at + 1) == Some(&true) || at > 0 && free[at - 1]
}

/// The run of free paragraphs around `at` whose words are in `whole`. They are free no more.
fn grow(at: usize, first: &Bag, whole: &Bag, blocks: &[Block], free: &mut [bool]) -> Range<usize> {
    let mut run = at..at + 1;
    let mut words = first.clone();
    loop {
        let mut has_grown = false;
        let neighbours = [run.start.checked_sub(1), Some(run.end).filter(|end| *end < blocks.len())];
        for neighbour in neighbours.into_iter().flatten() {
            if !free[neighbour] || blocks[neighbour].span.file != blocks[at].span.file {
                continue;
            }
            let Some(bag) = bag(&blocks[neighbour]).filter(|bag| bag.len() >= MIN_WORDS) else { continue };
            let more = words.and(&bag);
            let gained = more.common(whole) - words.common(whole);
            if gained as f64 >= MIN_SHARE * bag.len() as f64 {
                free[neighbour] = false;
                run = run.start.min(neighbour)..run.end.max(neighbour + 1);
                words = more;
                has_grown = true;
            }
        }
        if !has_grown {
            return run;
        }
    }
}

fn bag(block: &Block) -> Option<Bag> {
    match &block.kind {
        // One with a label or a number is known by that.
        BlockKind::Paragraph(content) if block.anchor.is_none() => Some(Bag::of_inlines(content)),
        _ => None,
    }
}
