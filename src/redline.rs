//! (older [`Paper`], newer [`Paper`]) → one [`Paper`] in which every node says what became of it.
//!
//! A node without a mark stands in both versions, a marked one in one of them with all that is in it. So no word is
//! ever lost: [`accept`] takes the marked paper to the newer version and [`reject`] to the older one, but for computed
//! numbers, which are those of the newer. Blocks are aligned over the whole paper, whatever file they are in, and the
//! words inside those that stand in both.

mod align;
mod blocks;
mod changes;
mod fields;
mod form;
mod inlines;
mod joints;
mod moves;
mod side;
mod summary;
mod tables;
mod words;

use std::sync::Arc;

use crate::marking::Level;
use crate::paper::{OlderPaper, Paper, PaperSection};
use crate::section::Block;
use crate::source::Side;

pub use changes::{Entry, Kind, Part, changes, old_label};
pub use side::{accept, reject};

/// Where images of the older version stand whose file has another content now.
const OLD_IMAGES: &str = "old/";

/// The newer paper with what became of the older one. Deleted blocks stand in the section in which they would follow
/// the block before them; numbers, title block and template are those of the newer paper.
pub fn redline(old: &Paper, new: &Paper) -> Paper {
    let replaced = |path: &str| {
        let (old, new) = (old.images.get(path), new.images.get(path));
        old.is_some() && new.is_some() && old != new
    };
    let mut old_blocks: Vec<Block> = old.sections.iter().flat_map(|section| section.section.blocks.clone()).collect();
    side::rename_images(&mut old_blocks, &|path| replaced(path).then(|| format!("{OLD_IMAGES}{path}")));
    let mut paper = new.clone();
    paper.marking = higher(old, new).cloned();
    for (path, bytes) in &old.images {
        let path = if replaced(path) { format!("{OLD_IMAGES}{path}") } else { path.clone() };
        paper.images.entry(path).or_insert_with(|| Arc::clone(bytes));
    }
    let new_blocks: Vec<Block> = new.sections.iter().flat_map(|section| section.section.blocks.clone()).collect();
    let mut merged = blocks::Merger::papers(&old_blocks, &new_blocks).into_iter().peekable();
    for PaperSection { section, .. } in &mut paper.sections {
        section.blocks.clear();
        let file = section.file;
        let belongs = |block: &Block| block.span.file == file || block.span.file.side == Side::Old;
        section.blocks.extend(std::iter::from_fn(|| merged.next_if(belongs)));
    }
    let moves = moves::places(paper.sections.iter().flat_map(|section| &section.section.blocks));
    let (entries, touched) = changes::collect(&paper.sections);
    let summary = summary::of(old, new, &paper.sections, &entries);
    let (manifest, marking) = (old.manifest.clone(), old.marking.clone());
    paper.older = Some(Box::new(OlderPaper { manifest, marking, moves, summary, touched }));
    paper
}

/// The marking that protects both. Ranks compare within one scheme; of two schemes the newer paper's counts, unless
/// only the older one is a classification.
fn higher<'a>(old: &'a Paper, new: &'a Paper) -> Option<&'a Level> {
    let (Some(older), Some(newer)) = (&old.marking, &new.marking) else {
        return new.marking.as_ref().or(old.marking.as_ref());
    };
    let scheme = |paper: &'a Paper| paper.manifest.marking.as_ref().map(|choice| &choice.scheme.value);
    let is_higher = match scheme(old) == scheme(new) {
        true => older.rank > newer.rank,
        false => older.classified && !newer.classified,
    };
    Some(if is_higher { older } else { newer })
}

/// Whether a redline is of two versions of one paper: most that the older one said is in the newer one, or both have
/// the same name.
pub fn is_kin(old: &Paper, new: &Paper, changes: &[Entry]) -> bool {
    let gone: usize = changes.iter().map(|entry| entry.words().0).sum();
    old.manifest.slug.value == new.manifest.slug.value || gone * 10 < old.words() * 9
}
