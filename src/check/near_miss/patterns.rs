//! The tables of near-misses that regular expressions find.

mod asciidoc;
mod commands;
mod inlines;
mod leftovers;
mod lines;
mod links;
mod manifest;
mod sphinx;
mod wikis;

use std::sync::LazyLock;

use super::miss::Misses;
use super::pattern::Pattern;
use super::view::View;

/// Of two at one place, the one that stands first counts.
static ALL: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    // First those of one tool, then what many share; what maths and commands hold is of their language.
    let tables = [
        manifest::all(),
        leftovers::all(),
        sphinx::all(),
        asciidoc::all(),
        wikis::all(),
        lines::all(),
        inlines::maths(),
        commands::foreign(),
        links::all(),
        commands::all(),
        inlines::marks(),
    ];
    tables.into_iter().flatten().collect()
});

/// Looks for all of them in a run.
pub(super) fn find(view: &View, misses: &mut Misses) {
    ALL.iter().for_each(|pattern| pattern.find(view, misses));
}
