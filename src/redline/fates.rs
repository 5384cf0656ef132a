//! What became of each section: a file of the older version, and the one that goes on with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::headings::heading_name;
use crate::lock::longest_increasing;
use crate::paper::{Paper, PaperSection, SectionFate, SectionState};
use crate::section::{Block, BlockKind, Heading, Label, Section};
use crate::source::FileId;

/// `marked` are the sections of the newer version with their changes. A section is the one that had its file's name,
/// or else the one from which most of its blocks come.
pub(super) fn of(old: &Paper, marked: &[PaperSection]) -> Vec<SectionFate> {
    let earlier = pairs(old, marked);
    let stayed = longest_increasing(&earlier);
    let mut fates: Vec<SectionFate> = Vec::new();
    // The number of the older section behind which a gone one comes, and where that stands now.
    let mut standing: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, section) in marked.iter().enumerate() {
        standing.extend(earlier[at].map(|old| (old, at)));
        fates.push(SectionFate {
            name: name(section),
            label: label(section),
            old: earlier[at].map(|at| state(&old.sections[at].section)),
            new: Some(state(&section.section)),
            has_moved: earlier[at].is_some() && !stayed[at],
        });
    }
    let mut gone: BTreeMap<usize, Vec<SectionFate>> = BTreeMap::new();
    let mut before = 0;
    for (at, section) in old.sections.iter().enumerate() {
        match standing.get(&at) {
            Some(now) => before = now + 1,
            None => gone.entry(before).or_default().push(SectionFate {
                name: name(section),
                label: label(section).map(Label::old),
                old: Some(state(&section.section)),
                new: None,
                has_moved: false,
            }),
        }
    }
    let mut all = gone.remove(&0).unwrap_or_default();
    for (at, fate) in fates.into_iter().enumerate() {
        all.push(fate);
        all.extend(gone.remove(&(at + 1)).into_iter().flatten());
    }
    all
}

/// For each section of the newer version, which one of the older it goes on with.
fn pairs(old: &Paper, marked: &[PaperSection]) -> Vec<Option<usize>> {
    let by_file: BTreeMap<FileId, usize> =
        old.sections.iter().enumerate().map(|(at, section)| (section.section.file, at)).collect();
    let by_path: BTreeMap<&str, usize> =
        old.sections.iter().enumerate().map(|(at, section)| (section.path.as_str(), at)).collect();
    let mut pairs: Vec<Option<usize>> =
        marked.iter().map(|section| by_path.get(section.path.as_str()).copied()).collect();
    let mut taken: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let mut kept: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, section) in marked.iter().enumerate().filter(|(at, _)| pairs[*at].is_none()) {
        for older in section.section.blocks.iter().filter_map(|block| block.older.as_ref()) {
            if let Some(old) = by_file.get(&older.span.file) {
                *kept.entry((at, *old)).or_default() += 1;
            }
        }
    }
    let mut kept: Vec<_> = kept.into_iter().collect();
    kept.sort_by_key(|(pair, count)| (Reverse(*count), *pair));
    for ((at, old), _) in kept {
        if pairs[at].is_none() && taken.insert(old) {
            pairs[at] = Some(old);
        }
    }
    pairs
}

fn state(section: &Section) -> SectionState {
    let front_matter = &section.front_matter;
    SectionState { file: section.file, version: front_matter.version.clone(), marking: front_matter.marking.clone() }
}

/// The section's first heading, or its file.
fn name(section: &PaperSection) -> String {
    first_heading(section).map_or_else(|| section.path.clone(), heading_name)
}

fn label(section: &PaperSection) -> Option<Label> {
    Some(first_heading(section)?.label.as_ref()?.value.clone())
}

/// The first heading that the version of the section's own file has.
fn first_heading(section: &PaperSection) -> Option<&Heading> {
    let is_own = |block: &&Block| block.span.file == section.section.file;
    section.section.blocks.iter().filter(is_own).find_map(|block| match &block.kind {
        BlockKind::Heading(heading) => Some(heading),
        _ => None,
    })
}
