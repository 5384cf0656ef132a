//! How a redline is marked, and which parts are marked in another way than they were.

use std::collections::BTreeMap;

use super::headings::heading_name;
use crate::marking::Level;
use crate::paper::{MarkingChange, Paper, PaperSection};
use crate::section::{BlockKind, Marking};
use crate::source::FileId;

/// The marking that protects both versions: of one scheme's levels the higher, of two schemes' levels both, for ranks
/// of two schemes do not compare.
pub(super) fn of_both(old: &Paper, new: &Paper) -> Option<Level> {
    let (Some(older), Some(newer)) = (&old.marking, &new.marking) else {
        return new.marking.as_ref().or(old.marking.as_ref()).cloned();
    };
    let scheme = |paper: &Paper| paper.manifest.marking.as_ref().map(|choice| choice.scheme.value.clone());
    if scheme(old) == scheme(new) {
        return Some(if older.rank > newer.rank { older } else { newer }.clone());
    }
    let more = older.demands.iter().filter(|demand| !newer.demands.contains(demand));
    Some(Level {
        text: format!("{} · {}", older.text, newer.text),
        classified: older.classified || newer.classified,
        header: older.header || newer.header,
        footer: older.footer || newer.footer,
        demands: newer.demands.iter().chain(more).copied().collect(),
        ..newer.clone()
    })
}

/// The sections whose own marking changed, including those that only one version has. A section continues the older one
/// from which its first kept block comes. `marked` are the sections of the newer version with their changes.
pub(super) fn of_sections(old: &Paper, marked: &[PaperSection]) -> Vec<MarkingChange> {
    let mut older: BTreeMap<FileId, FileId> = BTreeMap::new();
    for PaperSection { section, .. } in marked {
        let kept = section.blocks.iter().find_map(|block| block.older.as_ref());
        older.extend(kept.map(|kept| (section.file, kept.span.file)));
    }
    let own = |section: &PaperSection| section.section.front_matter.marking.clone();
    let mut found = Vec::new();
    for section in marked {
        let file = older.get(&section.section.file);
        let before = old.sections.iter().find(|old| Some(&old.section.file) == file);
        found.push(MarkingChange { section: name(section), old: before.and_then(own), new: own(section) });
    }
    let gone = old.sections.iter().filter(|old| older.values().all(|file| *file != old.section.file));
    found.extend(gone.map(|section| MarkingChange { section: name(section), old: own(section), new: None }));
    let text = |marking: &Option<Marking>| marking.as_ref().map(|marking| marking.printed().to_string());
    found.retain(|change| text(&change.old) != text(&change.new));
    found
}

/// The section's first heading, or its file.
fn name(section: &PaperSection) -> String {
    let heading = section.section.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading(heading) => Some(heading_name(heading)),
        _ => None,
    });
    heading.unwrap_or_else(|| section.path.clone())
}
