//! Near-misses: what looks like markup, of this dialect or of another tool, and prints as it is typed. In most cases an
//! escape says that it is meant so.
//!
//! ```text
//! run of text ─ view ─► patterns (tables), addresses, lists, tables, emphasis ─► misses ─► findings
//! block of code ─ code ───────────────────────────────────────────────────────────────────► findings
//! ```
//!
//! A new near-miss is a row of `patterns`, or a file beside it where a regular expression cannot tell.

mod addresses;
mod code;
mod emphasis;
mod lists;
mod miss;
mod other_lists;
mod pattern;
mod patterns;
mod tables;
mod view;

use std::ops::Range;

use super::context::Context;
use super::manuscript::Manuscript;
use super::prose::{Prose, Run};
use super::texts;
use crate::diagnostic::Diagnostics;
use crate::project::Project;
use crate::section::{BlockKind, Figure, FigureBody, InlineKind, Section, Status, Text, walk};
use crate::source::Source;

use miss::{IN_DATA, IN_MANIFEST, Misses};
use view::View;

/// Reports the near-misses of a section. Where they stand in each run of its prose: no words of an author's.
pub(super) fn section(
    context: &Context,
    section: &Section,
    prose: &Prose,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Range<usize>>> {
    code::section(context.status, section, prose.source, diagnostics);
    let of_run = |run| {
        let (view, mut misses) = (View::new(run), Misses::default());
        patterns::find(&view, &mut misses);
        addresses::find(&view, &mut misses);
        lists::find(&view, &mut misses);
        other_lists::find(&view, &mut misses);
        tables::find(&view, &mut misses);
        emphasis::find(&view, &mut misses);
        misses.report(run, context.status, None, diagnostics)
    };
    prose.runs.iter().map(of_run).collect()
}

/// Reports what looks like markup in the cells of data, where none is read.
pub(super) fn data(section: &Section, project: &Project, diagnostics: &mut Diagnostics) {
    walk::blocks(&section.blocks, &mut |block| {
        let BlockKind::Figure(Figure { body: FigureBody::Table(table), .. }) = &block.kind else { return };
        if table.data.is_none() {
            return;
        }
        for cell in std::iter::once(&table.header).chain(&table.rows).flat_map(|row| &row.cells) {
            for inline in &cell.content {
                if let InlineKind::Text(text) = &inline.kind {
                    // Whoever keeps data may mean it, and cannot say so there.
                    unmarked(text, project.source(text.span().file), Status::Draft, IN_DATA, diagnostics);
                }
            }
        }
    });
}

/// Reports what looks like markup in texts of the manifest, where none is read.
pub(super) fn manifest(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, .. } = *manuscript;
    // What stands in for a manifest that cannot be read is of another project.
    if project.id(manifest.file.path()) != Some(manifest.file) {
        return;
    }
    let source = project.source(manifest.file);
    let mut look = |text: &Text, status| unmarked(text, source, status, IN_MANIFEST, diagnostics);
    texts::of(manifest).for_each(|text| look(text, manifest.status.value));
    // Whoever prints a value may mean it.
    texts::values(manifest).iter().for_each(|text| look(text, Status::Draft));
}

/// Reports what looks like markup in a text in which nothing is marked up.
fn unmarked(text: &Text, source: &Source, status: Status, help: &str, diagnostics: &mut Diagnostics) {
    let run = Run::of_text(text, source);
    let (view, mut misses) = (View::new(&run), Misses::default());
    patterns::find(&view, &mut misses);
    emphasis::find(&view, &mut misses);
    misses.report(&run, status, Some(help), diagnostics);
}
