//! What in a file leads to other files, and to the web.

use std::ops::Range;

use super::desk::Desk;
use crate::section::{Inline, InlineKind, Target, walk};

/// What can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub range: Range<usize>,
    pub target: LinkTarget,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A file of the project.
    File(&'static str),
    /// `https`, `http` or `mailto`.
    Url(String),
}

/// The links of a file, in order.
pub fn links(desk: &Desk, path: &str) -> Vec<Link> {
    let (Some((_, marks)), Some(source)) = (desk.marks(path), desk.source(path)) else { return Vec::new() };
    let files = marks.iter().filter(|mark| !mark.kind.folder.is_empty()).filter_map(|mark| {
        let file = desk.project().file(&mark.name).filter(|file| !file.is_builtin())?;
        Some(Link { range: mark.range.clone(), target: LinkTarget::File(file.path()) })
    });
    let mut links: Vec<_> = files.collect();
    if let Some(section) = desk.section(path) {
        for blocks in section.bodies() {
            walk::inlines(blocks, &mut |inlines| of_run(inlines, source.text(), &mut links));
        }
    }
    for work in desk.bibliography().works().filter(|work| work.span().file.path() == path) {
        let range = work.place("url").range();
        let target = work.url().filter(|_| range != work.key_span().range());
        let is_own = source.text().get(range.clone()).is_some_and(|text| !text.contains('\n'));
        links.extend(target.filter(|_| is_own).map(|url| Link { range, target: LinkTarget::Url(url.to_owned()) }));
    }
    links.sort_by_key(|link| link.range.start);
    links
}

fn of_run(inlines: &[Inline], text: &str, links: &mut Vec<Link>) {
    for inline in inlines {
        if let InlineKind::Link { target: Target::Url(url), .. } = &inline.kind {
            let range = inline.span.range();
            let written = text.get(range.clone()).unwrap_or_default();
            // Without its words, if the address stands there as it is.
            let own = written.rfind(url.as_str()).map(|at| range.start + at..range.start + at + url.len());
            links.push(Link { range: own.unwrap_or(range), target: LinkTarget::Url(url.clone()) });
        }
        walk::children(inline).into_iter().for_each(|children| of_run(children, text, links));
    }
}
