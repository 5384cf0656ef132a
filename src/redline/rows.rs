//! The table on a redline's first page: what became of each section, as few lines as tell it.

use std::collections::BTreeMap;

use super::count::{Counter, Words};
use super::entry::{Entry, Kind};
use super::headings::heading_name;
use crate::paper::{PaperSection, SectionFate};
use crate::section::{BlockKind, Change, Label};
use crate::source::Side;

/// Lines that fit on the first page beside what else it says; with more, sections of lower levels are told with the
/// ones above them.
const LINES: usize = 20;

/// A section of the table, with those below it that have no line of their own.
#[derive(Debug, Default, Clone)]
pub(super) struct Line {
    /// Number and title; empty before the first heading.
    pub name: String,
    /// The label of its heading in the redline.
    pub label: Option<Label>,
    pub level: u8,
    /// What its heading is marked with.
    pub change: Option<Change>,
    /// Of the files that begin with it: before and after.
    pub versions: Vec<[Option<String>; 2]>,
    pub changes: usize,
    /// How many of the changes are no moves.
    pub edits: usize,
    pub words: Words,
}

impl Line {
    /// Whether there is anything to say of it.
    fn tells(&self) -> bool {
        let is_other = |versions: &[Option<String>; 2]| versions[0] != versions[1];
        self.changes > 0 || self.change.is_some() || self.versions.iter().any(is_other)
    }

    /// The versions of those files, each pair once: many files of a chapter have the same.
    pub(super) fn told_versions(&self) -> String {
        let mut told: Vec<String> = Vec::new();
        for versions in &self.versions {
            let one = match versions {
                [Some(old), Some(new)] if old != new => format!("{old} → {new}"),
                [old, new] => new.as_ref().or(old.as_ref()).cloned().unwrap_or_default(),
            };
            if !told.contains(&one) {
                told.push(one);
            }
        }
        told.join(", ")
    }

    fn take_in(&mut self, other: &Self) {
        self.changes += other.changes;
        self.edits += other.edits;
        self.words = self.words.and(other.words);
        self.versions.extend_from_slice(&other.versions);
    }
}

/// The lines of the table, in reading order. `marked` are the sections of the newer version with their changes.
pub(super) fn of(marked: &[PaperSection], fates: &[SectionFate], entries: &[Entry]) -> Vec<Line> {
    let mut all = headings(marked);
    let by_label: BTreeMap<Label, usize> =
        all.iter().enumerate().rev().filter_map(|(at, line)| Some((line.label.clone()?, at))).collect();
    let at = |label: &Option<Label>| label.as_ref().and_then(|label| by_label.get(label)).copied().unwrap_or(0);
    for entry in entries.iter().filter(|entry| entry.kind != Kind::Renumbered) {
        let line = &mut all[at(&entry.label)];
        line.changes += 1;
        line.edits += usize::from(entry.kind != Kind::Moved);
    }
    for fate in fates {
        let versions = [&fate.old, &fate.new].map(|state| state.as_ref().map(|state| state.version.value.to_string()));
        all[at(&fate.label)].versions.push(versions);
    }
    let levels = [u8::MAX, 2, 1].map(|level| folded(&all, level));
    let [whole, two, one] = levels;
    let fits = |lines: &Vec<Line>| lines.len() <= LINES;
    if fits(&whole) || one.len() > LINES && whole.len() < 2 * one.len() {
        whole
    } else if fits(&two) {
        two
    } else {
        one
    }
}

/// All headings with the words below each; the first line is for what stands before any.
fn headings(marked: &[PaperSection]) -> Vec<Line> {
    let mut all = vec![Line::default()];
    // The headings below which we are: of the newer version, and of what is gone.
    let (mut standing, mut gone) = (0, Place::Line(0));
    // What is told where it stands now: by the number of a move, the lines of its headings, and what they had before.
    let mut here: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut away: BTreeMap<u32, Vec<Words>> = BTreeMap::new();
    let blocks = || marked.iter().flat_map(|section| &section.section.blocks);
    let mut counter = Counter::of(blocks());
    for block in blocks() {
        let is_old = block.change.and_then(Change::side) == Some(Side::Old);
        match (&block.kind, block.change) {
            (BlockKind::Heading(_), Some(Change::MovedAway(number))) => {
                let headings = away.entry(number).or_default();
                headings.push(Words::default());
                gone = Place::Moved(number, headings.len() - 1);
            }
            (BlockKind::Heading(heading), change) => {
                let label = heading.label.as_ref().map(|label| label.value.clone());
                all.push(Line {
                    name: heading_name(heading),
                    label: if is_old { label.map(Label::old) } else { label },
                    level: heading.level,
                    change: change.filter(|change| *change != Change::Altered),
                    ..Line::default()
                });
                gone = Place::Line(all.len() - 1);
                if !is_old {
                    standing = all.len() - 1;
                }
                if let Some(Change::MovedHere(number)) = change {
                    here.entry(number).or_default().push(standing);
                }
            }
            _ if !is_old => gone = Place::Line(standing),
            _ => {}
        }
        let words = match gone {
            _ if !is_old => &mut all[standing].words,
            Place::Line(line) => &mut all[line].words,
            Place::Moved(number, at) => &mut away.entry(number).or_default()[at],
        };
        *words = words.and(counter.words(block));
    }
    for (number, words) in away {
        for (at, words) in words.into_iter().enumerate() {
            let line = here.get(&number).and_then(|lines| lines.get(at)).copied().unwrap_or(0);
            all[line].words = all[line].words.and(words);
        }
    }
    all
}

/// Below which heading something stands.
#[derive(Clone, Copy)]
enum Place {
    Line(usize),
    /// One that stands elsewhere now: the number of the move, and which of its headings.
    Moved(u32, usize),
}

/// The lines with headings of lower levels told with those above them, as far as there is anything to tell.
fn folded(all: &[Line], level: u8) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let is_old = |line: &Line| line.change.and_then(Change::side) == Some(Side::Old);
    // Where what stands in the newer version, and what is gone, goes to.
    let (mut standing, mut gone) = (None, None);
    for line in all {
        let above = if is_old(line) { gone } else { standing };
        match above {
            Some(above) if line.level > level => {
                let above: &mut Line = &mut lines[above];
                above.take_in(line);
                // That a section below is new or gone is a change of this one.
                let is_silent = line.changes == 0 && line.change.is_some();
                above.changes += usize::from(is_silent);
                above.edits += usize::from(is_silent);
            }
            _ => {
                lines.push(line.clone());
                gone = Some(lines.len() - 1);
                if !is_old(line) {
                    standing = gone;
                }
            }
        }
    }
    lines.retain(Line::tells);
    lines
}
