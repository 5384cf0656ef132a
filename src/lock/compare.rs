//! What has become of a release since.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::record::{Lock, LockedSection};
use super::sketch::Sketch;

/// What has become of a section since the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'l> {
    New,
    Same(&'l LockedSection),
    Changed(&'l LockedSection),
    /// The same content had another name.
    Renamed(&'l LockedSection),
    /// Most of the content had another name.
    RenamedAndChanged(&'l LockedSection),
    /// It cannot be read now.
    Unreadable(&'l LockedSection),
}

impl<'l> Fate<'l> {
    pub fn old(self) -> Option<&'l LockedSection> {
        match self {
            Self::New => None,
            Self::Same(old)
            | Self::Changed(old)
            | Self::Renamed(old)
            | Self::RenamedAndChanged(old)
            | Self::Unreadable(old) => Some(old),
        }
    }

    /// Whether it says something else now.
    pub fn has_changed(self) -> bool {
        matches!(self, Self::Changed(_) | Self::RenamedAndChanged(_))
    }
}

/// A release against what stands now.
pub struct Comparison<'l> {
    /// For each section that stands now: its fate, and whether it has moved between others that have not.
    pub sections: Vec<(Fate<'l>, bool)>,
    pub vanished: Vec<&'l LockedSection>,
}

/// A section that stands now.
#[derive(Clone, Copy)]
pub struct Standing<'n> {
    pub name: &'n str,
    /// Its digest and sketch, if it can be read.
    pub content: Option<(&'n str, &'n Sketch)>,
}

/// Compares a release with the sections that stand now, in order.
pub fn compare<'l>(old: &'l Lock, now: &[Standing]) -> Comparison<'l> {
    let standing: HashSet<&str> = now.iter().map(|section| section.name).collect();
    let by_name: HashMap<&str, usize> =
        old.sections.iter().enumerate().map(|(place, old)| (old.name.as_str(), place)).collect();
    // Those whose name is gone, by their content.
    let mut left: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (place, old) in old.sections.iter().enumerate().filter(|(_, old)| !standing.contains(old.name.as_str())) {
        left.entry(&old.digest).or_default().push_back(place);
    }
    let mut places: Vec<Option<usize>> = Vec::with_capacity(now.len());
    for Standing { name, content } in now {
        let renamed = || left.get_mut(content.as_ref()?.0)?.pop_front();
        places.push(by_name.get(name).copied().or_else(renamed));
    }
    let new = now.iter().enumerate().filter(|(at, _)| places[*at].is_none());
    let new = new.filter_map(|(at, section)| Some((at, section.content?.1))).collect();
    let gone = left.values().flatten().map(|&place| (place, &old.sections[place].sketch)).collect();
    most_alike(new, gone).into_iter().for_each(|(at, place)| places[at] = Some(place));
    let fate = |(Standing { name, content }, place): (&Standing, &Option<usize>)| {
        let Some(old) = place.map(|place| &old.sections[place]) else { return Fate::New };
        let is_same = content.map(|(digest, _)| digest == old.digest);
        match (old.name == *name, is_same) {
            (_, None) => Fate::Unreadable(old),
            (true, Some(true)) => Fate::Same(old),
            (true, Some(false)) => Fate::Changed(old),
            (false, Some(true)) => Fate::Renamed(old),
            (false, Some(false)) => Fate::RenamedAndChanged(old),
        }
    };
    let fates: Vec<Fate> = now.iter().zip(&places).map(fate).collect();
    let moved = longest_increasing(&places).into_iter().zip(&places).map(|(stayed, place)| place.is_some() && !stayed);
    let sections = fates.into_iter().zip(moved).collect();
    let known: HashSet<usize> = places.iter().flatten().copied().collect();
    let mut vanished: Vec<usize> = left.into_values().flatten().filter(|place| !known.contains(place)).collect();
    vanished.sort_unstable();
    Comparison { sections, vanished: vanished.into_iter().map(|place| &old.sections[place]).collect() }
}

/// What stands in more sections than this identifies none of them.
const MAX_SECTIONS: usize = 12;

/// Of sections that are new and of those that are gone the pairs that are most alike, each in one of them at most.
fn most_alike(new: Vec<(usize, &Sketch)>, gone: BTreeMap<usize, &Sketch>) -> Vec<(usize, usize)> {
    let mut having: HashMap<u32, Vec<usize>> = HashMap::new();
    for (place, sketch) in &gone {
        sketch.values().iter().for_each(|value| having.entry(*value).or_default().push(*place));
    }
    let mut pairs = Vec::new();
    for (at, sketch) in new {
        let having = sketch.values().iter().filter_map(|value| having.get(value));
        let near: HashSet<usize> = having.filter(|places| places.len() <= MAX_SECTIONS).flatten().copied().collect();
        let mut near: Vec<usize> = near.into_iter().collect();
        near.sort_unstable();
        pairs.extend(near.into_iter().filter_map(|place| Some((sketch.likeness(gone[&place])?, at, place))));
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut taken = [HashSet::new(), HashSet::new()];
    let is_free = |&(_, at, place): &(f64, usize, usize)| {
        let is_free = !taken[0].contains(&at) && !taken[1].contains(&place);
        if is_free {
            taken[0].insert(at);
            taken[1].insert(place);
        }
        is_free
    };
    pairs.retain(is_free);
    pairs.into_iter().map(|(_, at, place)| (at, place)).collect()
}

/// Which of the places, no two of which are the same, belong to a longest run that rises: the others have moved, and as
/// few as can be.
pub fn longest_increasing(places: &[Option<usize>]) -> Vec<bool> {
    // For each length, what ends a run of that length: a place and where it stands. Later ones are lower.
    let mut ends: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut before = vec![None; places.len()];
    for (at, place) in places.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?))) {
        let length = ends.partition_point(|ends| ends.last().is_some_and(|(end, _)| *end < place));
        if let Some(shorter) = length.checked_sub(1).map(|shorter| &ends[shorter]) {
            before[at] = shorter.get(shorter.partition_point(|(end, _)| *end > place)).map(|(_, at)| *at);
        }
        if ends.len() == length {
            ends.push(Vec::new());
        }
        ends[length].push((place, at));
    }
    let mut stayed = vec![false; places.len()];
    let mut next = ends.last().and_then(|ends| ends.first()).map(|(_, at)| *at);
    while let Some(at) = next {
        stayed[at] = true;
        next = before[at];
    }
    stayed
}
