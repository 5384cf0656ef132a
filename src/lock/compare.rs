//! What has become of a release since.

use std::collections::{HashMap, HashSet, VecDeque};

use super::record::{Lock, LockedSection};

/// What has become of a section since the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate<'l> {
    New,
    Same(&'l LockedSection),
    Changed(&'l LockedSection),
    /// The same content had another name.
    Renamed(&'l LockedSection),
    /// It cannot be read now.
    Unreadable(&'l LockedSection),
}

impl<'l> Fate<'l> {
    pub fn old(self) -> Option<&'l LockedSection> {
        match self {
            Self::New => None,
            Self::Same(old) | Self::Changed(old) | Self::Renamed(old) | Self::Unreadable(old) => Some(old),
        }
    }
}

/// A release against what stands now.
pub struct Comparison<'l> {
    /// For each section that stands now: its fate, and whether it has moved between others that have not.
    pub sections: Vec<(Fate<'l>, bool)>,
    pub vanished: Vec<&'l LockedSection>,
}

/// Compares a release with the names and digests of the sections that stand now, in order.
pub fn compare<'l>(old: &'l Lock, now: &[(&str, Option<&str>)]) -> Comparison<'l> {
    let standing: HashSet<&str> = now.iter().map(|(name, _)| *name).collect();
    let by_name: HashMap<&str, usize> =
        old.sections.iter().enumerate().map(|(place, old)| (old.name.as_str(), place)).collect();
    // Those whose name is gone, by their content.
    let mut left: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (place, old) in old.sections.iter().enumerate().filter(|(_, old)| !standing.contains(old.name.as_str())) {
        left.entry(&old.digest).or_default().push_back(place);
    }
    let mut fates = Vec::with_capacity(now.len());
    let mut places = Vec::with_capacity(now.len());
    for (name, digest) in now {
        let known = by_name.get(name).copied();
        let renamed = || left.get_mut((*digest)?)?.pop_front();
        let place = known.or_else(renamed);
        fates.push(match (place.map(|place| &old.sections[place]), digest) {
            (None, _) => Fate::New,
            (Some(old), _) if known.is_none() => Fate::Renamed(old),
            (Some(old), None) => Fate::Unreadable(old),
            (Some(old), Some(digest)) if old.digest == *digest => Fate::Same(old),
            (Some(old), Some(_)) => Fate::Changed(old),
        });
        places.push(place);
    }
    let moved = longest_increasing(&places).into_iter().zip(&places).map(|(stayed, place)| place.is_some() && !stayed);
    let sections = fates.into_iter().zip(moved).collect();
    let mut vanished: Vec<usize> = left.into_values().flatten().collect();
    vanished.sort_unstable();
    Comparison { sections, vanished: vanished.into_iter().map(|place| &old.sections[place]).collect() }
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
