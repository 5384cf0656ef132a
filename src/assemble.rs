//! [`Paper`] → [`Assembled`]: the closed value that a PDF is made of.

mod boxes;
mod breaks;
pub mod changes;
mod emit;
mod figures;
mod grids;
mod lists;
mod long;
mod memory;
pub mod notes;
mod tables;
mod tails;
pub mod works;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::manifest::PartialDate;
use crate::markup::VirtualFile;
use crate::paper::{Paper, PaperSection};
use crate::template::{SUMMARY, Template, virtual_path};
use crate::terms::{Links, References, Terms};

pub use memory::Memory;

/// Everything that goes into the PDF, as files of a virtual tree.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// `slug` and version: identifies the document for good.
    pub identifier: String,
    pub date: PartialDate,
    /// What is drawn on the finished pages.
    pub stamps: Vec<Stamp>,
    /// The file that Typst begins with, by its path in the virtual tree.
    pub main: String,
    /// The section files that it includes, likewise.
    pub sections: Vec<String>,
    /// In what it can be laid out, one after the other; nothing if only in one piece.
    pub parts: Vec<Part>,
    /// By path in the virtual tree, forward slashes, none at the start. Section files `sections/x.md` become
    /// `sections/x.typ`.
    pub files: BTreeMap<String, Piece>,
    /// House fonts, which take precedence over the built-in ones, by path.
    pub fonts: Vec<(String, Arc<[u8]>)>,
}

/// What can be laid out by itself, since it begins a page and ends with one: mostly a chapter, the first one with all
/// that stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The section file that it begins with; no other part has it.
    pub name: String,
    /// The pieces of the main file that make one for this part alone.
    pub pieces: Vec<Range<usize>>,
}

/// What is drawn on finished pages and so moves nothing on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Of a redline: lines through, under and beside changed text.
    Changes,
}

/// One file of the virtual tree.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Typst that we wrote, with the places of what authors wrote.
    Emitted(Arc<VirtualFile>),
    /// A file of the project as it stands, by its path there: template Typst, images.
    Copied(Arc<[u8]>),
}

/// How a redline's changes look, in the virtual tree.
const REDLINE: &str = "redline.typ";

/// What every section can call, in the virtual tree: how tables are made, how boxes and numbers look where the template
/// does not say.
const OWN: [(&str, &str); 3] = [
    ("tables.typ", include_str!("assemble/tables.typ")),
    ("boxes.typ", include_str!("assemble/boxes.typ")),
    ("numbers.typ", include_str!("assemble/numbers.typ")),
];

/// What is said of links, a line each, in the virtual tree: the layout alone knows the numbers.
pub const LINKS: &str = "links.txt";

/// What stands for a number in it.
pub const NUMBER: &str = "{number}";

/// The label of what tells a page's margins. No author's label has a dot.
pub const MARGIN: &str = "page.margin";

/// The label of where something begins that the paragraph before it introduces.
pub const INTRODUCED: &str = "page.introduced";

/// What is said of links to a note, from it, to a page, to a section.
fn spoken(terms: &Terms) -> String {
    let Links { note, back_from_note, .. } = &terms.links;
    let References { page, section, .. } = &terms.references;
    [note, back_from_note, page, section].map(|words| words.fill([NUMBER])).join("\n")
}

/// A part begins with each section that begins a page. A redline is one piece: of what is gone, something may stand
/// before the sections.
fn parts(paper: &Paper, template: &Template, sections: &[String]) -> Vec<Part> {
    let Some(pieces) = template.pieces.as_ref().filter(|_| paper.older.is_none()) else { return Vec::new() };
    let begins_page = |section: &PaperSection| {
        let first = section.section.blocks.first();
        first.is_some_and(|block| emit::begins_page(block, template.chapters))
    };
    let mut parts: Vec<Part> = Vec::new();
    for ((section, name), include) in paper.sections.iter().zip(sections).zip(&pieces.sections) {
        let preamble = match parts.is_empty() {
            true => &[][..],
            false if begins_page(section) => &pieces.preamble,
            false => continue,
        };
        let start = if parts.is_empty() { pieces.before.start } else { include.start };
        // What stands between its sections, if it is a blank only, belongs to it as well.
        let mut own = preamble.to_vec();
        own.push(start..start);
        parts.push(Part { name: name.clone(), pieces: own });
    }
    let starts: Vec<usize> = parts.iter().skip(1).map(|part| part.pieces[part.pieces.len() - 1].start).collect();
    let ends = starts.into_iter().chain([pieces.after.end]);
    for (part, end) in parts.iter_mut().zip(ends) {
        part.pieces.last_mut().expect("each has one of its own").end = end;
    }
    parts
}

/// Puts the rendered template, the sections and the images together.
pub fn assemble(paper: &Paper, template: &Template, memory: &mut Memory) -> Assembled {
    let mut files: BTreeMap<String, Piece> = BTreeMap::new();
    let emitted = |file| Piece::Emitted(Arc::new(file));
    let mut summary = paper.older.as_ref().map_or(&[][..], |older| &older.summary);
    if template.main.text.contains(&format!("\"/{SUMMARY}\"")) {
        files.insert(SUMMARY.to_owned(), emitted(emit::summary(paper, summary)));
        summary = &[];
    }
    let chapters = template.chapters;
    for section in &paper.sections {
        let file = match paper.older {
            Some(_) => Arc::new(emit::section(paper, &section.section, std::mem::take(&mut summary), chapters)),
            None => memory.section(paper, section, chapters),
        };
        files.insert(virtual_path(&section.path), Piece::Emitted(file));
    }
    files.extend(paper.images.iter().map(|(path, bytes)| (path.clone(), Piece::Copied(Arc::clone(bytes)))));
    files.extend(template.files.iter().map(|(path, bytes)| (path.clone(), Piece::Copied(Arc::clone(bytes)))));
    if paper.older.is_some() {
        let look = changes::look(&paper.terms.redline);
        files.insert(REDLINE.to_owned(), emitted(VirtualFile::without_origins(look)));
    }
    for (name, text) in OWN {
        files.insert(name.to_owned(), emitted(VirtualFile::without_origins(text.to_owned())));
    }
    files.insert(LINKS.to_owned(), Piece::Copied(spoken(&paper.terms).into_bytes().into()));
    files.insert(template.path.clone(), Piece::Emitted(Arc::clone(&template.main)));
    let sections: Vec<String> = paper.sections.iter().map(|section| virtual_path(&section.path)).collect();
    let slug = &paper.manifest.slug.value;
    let identifier = match &paper.older {
        Some(older) => format!("{slug} {} to {}", older.manifest.version.value, paper.manifest.version.value),
        None => format!("{slug} {}", paper.manifest.version.value),
    };
    Assembled {
        identifier,
        date: paper.manifest.date.value,
        stamps: paper.older.iter().map(|_| Stamp::Changes).collect(),
        main: template.path.clone(),
        parts: parts(paper, template, &sections),
        sections,
        files,
        fonts: template.fonts.clone(),
    }
}
