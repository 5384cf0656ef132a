//! Which items of two lists belong together: the same ones, and between them those that are alike.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use gix_imara_diff::{Algorithm, Diff, InternedInput, Interner};

use super::words::Bag;
use crate::lock::longest_increasing;

/// What became of an item, in reading order; deletions come before insertions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// In both lists, perhaps changed.
    Keep(usize, usize),
    Delete(usize),
    Insert(usize),
}

impl Step {
    /// Where it stands in both lists.
    pub(super) fn kept(self) -> Option<(usize, usize)> {
        match self {
            Self::Keep(old, new) => Some((old, new)),
            Self::Delete(_) | Self::Insert(_) => None,
        }
    }
}

/// Aligns two lists of hashes. For items that are not the same, `alike` says from 0 to 1 how much of one is in the
/// other, or [`None`] if the one cannot have become the other. An item that is whole in both lists but stands elsewhere
/// became no other one.
pub(super) fn align(old: &[u64], new: &[u64], alike: impl Fn(usize, usize) -> Option<f64>) -> Vec<Step> {
    align_between(&[], old, new, alike)
}

/// The same, where `anchors` are kept whatever stands around them: pairs in the order of both lists.
pub(super) fn align_between(
    anchors: &[(usize, usize)],
    old: &[u64],
    new: &[u64],
    alike: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<Step> {
    let mut steps = Vec::with_capacity(old.len().max(new.len()));
    let hunks = between(anchors, old, new, |old, new| between(&only_once(old, new), old, new, shortest));
    let (mut at_old, mut at_new) = (0, 0);
    let gone = hunks.iter().flat_map(|hunk| &old[hunk.0.clone()]);
    let come = hunks.iter().flat_map(|hunk| &new[hunk.1.clone()]);
    let (gone, come): (HashSet<u64>, HashSet<u64>) = (gone.copied().collect(), come.copied().collect());
    let alike = |at_old: usize, at_new: usize| match come.contains(&old[at_old]) || gone.contains(&new[at_new]) {
        true => (old[at_old] == new[at_new]).then_some(1.0),
        false => alike(at_old, at_new),
    };
    for (before, after) in hunks {
        steps.extend((at_old..before.start).zip(at_new..after.start).map(|(old, new)| Step::Keep(old, new)));
        (at_old, at_new) = (before.start, after.start);
        let (end_old, end_new) = (before.end, after.end);
        for (old, new) in pairs(at_old..end_old, at_new..end_new, alike) {
            steps.extend((at_old..old).map(Step::Delete));
            steps.extend((at_new..new).map(Step::Insert));
            steps.push(Step::Keep(old, new));
            (at_old, at_new) = (old + 1, new + 1);
        }
        steps.extend((at_old..end_old).map(Step::Delete));
        steps.extend((at_new..end_new).map(Step::Insert));
        (at_old, at_new) = (end_old, end_new);
    }
    steps.extend((at_old..old.len()).zip(at_new..new.len()).map(|(old, new)| Step::Keep(old, new)));
    steps
}

/// Stretches of two lists that are not in both.
type Hunk = (Range<usize>, Range<usize>);

/// What `differ` finds between the anchors: pairs of places that are kept, in the order of both lists.
fn between(
    anchors: &[(usize, usize)],
    old: &[u64],
    new: &[u64],
    differ: impl Fn(&[u64], &[u64]) -> Vec<Hunk>,
) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for &(end_old, end_new) in anchors.iter().chain(&[(old.len(), new.len())]) {
        let place = |range: Range<usize>, at: usize| range.start + at..range.end + at;
        let found = differ(&old[at_old..end_old], &new[at_new..end_new]);
        hunks.extend(found.into_iter().map(|(old, new)| (place(old, at_old), place(new, at_new))));
        (at_old, at_new) = (end_old + 1, end_new + 1);
    }
    hunks
}

/// The fewest items that are not in both of two lists, but for what would take too long.
fn shortest(old: &[u64], new: &[u64]) -> Vec<Hunk> {
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let interner = Interner::new(old.len() + new.len());
    let mut input = InternedInput { before: Vec::new(), after: Vec::new(), interner };
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let place = |range: Range<u32>| range.start as usize..range.end as usize;
    Diff::compute(Algorithm::Myers, &input).hunks().map(|hunk| (place(hunk.before), place(hunk.after))).collect()
}

/// Items of two lists together that are compared as they are.
const MAX_WHOLE: usize = 2_048;

/// Of two long lists the items that each of them has once, as far as they are in the same order, if most are. The time
/// to find the fewest differences grows with the square of their number: between these items there are few. Where few
/// are in order, they say nothing of what stands around them.
fn only_once(old: &[u64], new: &[u64]) -> Vec<(usize, usize)> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let lists = [&old[start..], &new[start..]];
    if lists.iter().any(|list| list.is_empty()) || lists[0].len() + lists[1].len() <= MAX_WHOLE {
        return Vec::new();
    }
    // How often each item stands in both lists, and where it was last seen.
    let mut seen: HashMap<u64, [(usize, usize); 2]> = HashMap::new();
    for (side, list) in lists.iter().enumerate() {
        for (at, hash) in list.iter().enumerate() {
            let (count, place) = &mut seen.entry(*hash).or_default()[side];
            (*count, *place) = (*count + 1, start + at);
        }
    }
    let partner = |hash: &u64| match seen[hash] {
        [(1, at), (1, _)] => Some(at),
        _ => None,
    };
    let partners: Vec<Option<usize>> = lists[1].iter().map(partner).collect();
    let count = partners.iter().flatten().count();
    let in_order = longest_increasing(&partners);
    let kept = partners.into_iter().zip(in_order).zip(start..).filter(|((_, stays), _)| *stays);
    let kept: Vec<(usize, usize)> = kept.filter_map(|((old, _), new)| Some((old?, new))).collect();
    if 2 * kept.len() > count { kept } else { Vec::new() }
}

/// Items less alike than this did not become one another.
const MIN_LIKENESS: f64 = 0.35;

/// How far from the diagonal matches are looked for. The time for a long rewritten passage grows with it.
const BAND: usize = 60;

/// The pairs, in order, whose likenesses have the largest sum.
fn pairs(old: Range<usize>, new: Range<usize>, alike: impl Fn(usize, usize) -> Option<f64>) -> Vec<(usize, usize)> {
    let (rows, columns) = (old.len(), new.len());
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let band = |row: usize| {
        let middle = row * columns / rows;
        middle.saturating_sub(BAND)..(middle + BAND + 1 + columns.div_ceil(rows)).min(columns)
    };
    // `best[row]` holds, for the columns of its band, the highest sum of the pairs up to there, and how it was reached.
    let mut best: Vec<Line> = Vec::with_capacity(rows);
    for row in 0..rows {
        let columns = band(row);
        let mut line: Vec<(f64, Came)> = Vec::with_capacity(columns.len());
        for column in columns.clone() {
            let above = |column: Option<usize>| {
                row.checked_sub(1).zip(column).map_or(0.0, |(row, column)| value(&best[row], column))
            };
            let (up, across) = (above(Some(column)), line.last().map_or(0.0, |last| last.0));
            let mut here = if up >= across { (up, Came::Up) } else { (across, Came::Left) };
            if let Some(likeness) =
                alike(old.start + row, new.start + column).filter(|likeness| *likeness >= MIN_LIKENESS)
            {
                let paired = above(column.checked_sub(1)) + likeness;
                if paired > here.0 {
                    here = (paired, Came::Paired);
                }
            }
            line.push(here);
        }
        best.push((columns, line));
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (rows, columns);
    while row > 0 && column > 0 {
        let (columns, line) = &best[row - 1];
        if column > columns.end {
            column = columns.end;
            continue;
        }
        let Some((_, came)) = column.checked_sub(columns.start + 1).and_then(|at| line.get(at)) else {
            row -= 1;
            continue;
        };
        match came {
            Came::Paired => {
                pairs.push((old.start + row - 1, new.start + column - 1));
                (row, column) = (row - 1, column - 1);
            }
            Came::Up => row -= 1,
            Came::Left => column -= 1,
        }
    }
    pairs.reverse();
    pairs
}

/// The columns of a row's band, and for each the highest sum of the pairs up to there.
type Line = (Range<usize>, Vec<(f64, Came)>);

#[derive(Clone, Copy)]
enum Came {
    Up,
    Left,
    Paired,
}

/// The largest sum at a column: beyond the band's end that of its last column, before its start 0.
fn value((columns, line): &Line, column: usize) -> f64 {
    let last = column.min(columns.end.saturating_sub(1));
    last.checked_sub(columns.start).and_then(|at| line.get(at)).map_or(0.0, |(value, _)| *value)
}

/// Of pairs in the order of their first places those, by these, that are in the order of their second places as well
/// and together weigh the most.
pub(super) fn heaviest(pairs: &[(usize, usize)], weight: impl Fn((usize, usize)) -> usize) -> HashSet<usize> {
    // By second place, the pairs that end the heaviest rows so far: the further back, the heavier.
    let mut ends: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, &pair) in pairs.iter().enumerate() {
        let last = ends.range(..pair.1).next_back().map(|(_, end)| *end);
        let whole = last.map_or(0, |(whole, _)| whole) + weight(pair);
        before.push(last.map(|(_, index)| index));
        // What ends later and weighs no more leads nowhere.
        while let Some((&place, _)) = ends.range(pair.1..).next().filter(|(_, end)| end.0 <= whole) {
            ends.remove(&place);
        }
        if ends.range(..=pair.1).next_back().is_none_or(|(_, end)| end.0 < whole) {
            ends.insert(pair.1, (whole, index));
        }
    }
    let mut stay = HashSet::new();
    let mut next = ends.into_values().next_back().map(|(_, index)| index);
    while let Some(index) = next {
        stay.insert(pairs[index].0);
        next = before[index];
    }
    stay
}

/// The bags of two lists, made when they are first asked for.
pub(super) struct Likeness<'a, T, F> {
    old: Vec<(&'a T, OnceCell<Bag>)>,
    new: Vec<(&'a T, OnceCell<Bag>)>,
    bag: F,
}

impl<'a, T, F: Fn(&T) -> Bag> Likeness<'a, T, F> {
    pub(super) fn of(old: &'a [T], new: &'a [T], bag: F) -> Self {
        let cells = |items: &'a [T]| items.iter().map(|item| (item, OnceCell::new())).collect();
        Self { old: cells(old), new: cells(new), bag }
    }

    pub(super) fn between(&self, old: usize, new: usize) -> f64 {
        self.bag_of_old(old).likeness(self.bag_of_new(new))
    }

    pub(super) fn bag_of_old(&self, at: usize) -> &Bag {
        let (item, bag) = &self.old[at];
        bag.get_or_init(|| (self.bag)(item))
    }

    pub(super) fn bag_of_new(&self, at: usize) -> &Bag {
        let (item, bag) = &self.new[at];
        bag.get_or_init(|| (self.bag)(item))
    }
}
