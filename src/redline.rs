//! (older [`Paper`], newer [`Paper`]) → one [`Paper`] in which every node says what became of it.
//!
//! A node without a mark stands in both versions, a marked one in one of them with all that is in it. So no word is
//! ever lost: [`accept`] takes the marked paper to the newer version and [`reject`] to the older one, but for computed
//! numbers, which are those of the newer. Blocks are aligned over the whole paper, whatever file they are in, and the
//! words inside those that stand in both.

mod align;
mod anchors;
mod blocks;
mod changes;
mod context;
mod count;
mod cut;
mod entry;
mod fates;
mod fields;
mod form;
mod grids;
mod headings;
mod inlines;
mod kin;
mod marking;
mod merger;
mod moved;
mod moves;
mod reorder;
mod rows;
mod settings;
mod side;
mod splits;
mod summary;
mod tables;
mod text;
mod units;
mod words;

use std::sync::Arc;

use crate::paper::{FileChange, OlderPaper, Paper, PaperSection, front};
use crate::project::Project;
use crate::section::{Block, Section};
use crate::source::Side;

use self::merger::Merger;

pub use entry::{Around, CellName, Entry, Kind, Part, Subject, by_section};
pub use form::{Form, differences, places};
pub use settings::Setting;
pub use side::{accept, own_file, reject};

/// The folder for image files of the older version whose content is another in the newer one.
const OLD_IMAGES: &str = "old/";

/// The newer paper with what became of the older one. Deleted blocks stand in the section in which they would follow
/// the block before them; numbers, title block and template are those of the newer paper.
pub fn redline(old: &Paper, new: &Paper) -> Paper {
    with_files(old, new, Vec::new())
}

/// As [`redline()`], with what differs between the files of the two projects beside sections and images.
pub fn of_projects((old_project, old): (&Project, &Paper), (project, new): (&Project, &Paper)) -> Paper {
    with_files(old, new, settings::files((old_project, &old.manifest), (project, &new.manifest)))
}

fn with_files(old: &Paper, new: &Paper, files: Vec<FileChange>) -> Paper {
    // An image that both drafts lack is the same placeholder in both.
    let replaced = |path: &str| old.images.get(path) != new.images.get(path);
    let mut old_blocks: Vec<Block> = old.sections.iter().flat_map(|section| section.section.blocks.clone()).collect();
    side::rename_images(&mut old_blocks, &|path| replaced(path).then(|| format!("{OLD_IMAGES}{path}")));
    let mut paper = new.clone();
    paper.marking = marking::of_both(old, new);
    paper.front = front::of_redline(old, new, paper.marking.as_ref());
    for (path, bytes) in &old.images {
        let path = if replaced(path) { format!("{OLD_IMAGES}{path}") } else { path.clone() };
        paper.images.entry(path).or_insert_with(|| Arc::clone(bytes));
    }
    let new_blocks: Vec<Block> = new.sections.iter().flat_map(|section| section.section.blocks.clone()).collect();
    let (merger, mut merged) = Merger::papers(&old_blocks, &new_blocks, merger::pictures(&paper.images));
    moves::find(&mut merged, &merger);
    units::find(&mut merged, &merger);
    let mut merged = merged.into_iter().peekable();
    for PaperSection { section, .. } in &mut paper.sections {
        let Section { file, front_matter, comments, .. } = &**section;
        let belongs = |block: &Block| block.span.file == *file || block.span.file.side() == Side::Old;
        let blocks = std::iter::from_fn(|| merged.next_if(belongs)).collect();
        let (front_matter, comments) = (front_matter.clone(), comments.clone());
        let (footnotes, definitions) = (Vec::new(), Vec::new());
        *section = Arc::new(Section { file: *file, front_matter, blocks, footnotes, definitions, comments });
    }
    let moves = moves::places(paper.sections.iter().flat_map(|section| &section.section.blocks));
    let entries = changes::collect(&paper.sections);
    let fates = fates::of(old, &paper.sections);
    let lines = rows::of(&paper.sections, &fates, &entries);
    let older = OlderPaper {
        manifest: Arc::clone(&old.manifest),
        sections: fates,
        files,
        moves,
        added: lines.iter().map(|line| line.words.added()).sum(),
        removed: lines.iter().map(|line| line.words.removed()).sum(),
        summary: Vec::new(),
    };
    let fields = fields::changes(&older, &new.manifest);
    let title = paper.front.title.redline.as_deref().unwrap_or_default();
    let summary = summary::of((old, new), &paper.sections, &older, title, (&fields, &entries), &lines);
    paper.older = Some(Box::new(OlderPaper { summary, ..older }));
    paper
}

/// All changes of a redline, those of the manifest first.
pub fn changes(redline: &Paper) -> Vec<Entry> {
    let fields = redline.older.as_ref().map(|older| fields::changes(older, &redline.manifest));
    fields.into_iter().flatten().chain(changes::collect(&redline.sections)).collect()
}

/// Whether an older paper and the one that `redline` made of it and a newer one are versions of one: they have the same
/// slug, or more than a tenth of the older one's words are still there.
pub fn is_related(old: &Paper, redline: &Paper) -> bool {
    let removed = redline.older.as_ref().map_or(0, |older| older.removed);
    old.manifest.slug.value == redline.manifest.slug.value || removed * 10 < old.words() * 9
}
