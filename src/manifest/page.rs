//! What a paper says of its pages beside its template: their size, and where chapters begin.

use std::collections::BTreeMap;

use crate::diagnostic::Reported;
use crate::source::Span;
use crate::table::Table;

/// What a paper says of its pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageSetup {
    /// [`None`] leaves it to the template.
    pub chapters: Option<Chapters>,
    /// Likewise.
    pub size: Option<PageSize>,
}

/// Where a chapter begins: each heading of the first level, numbered or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Chapters {
    /// At the top of a page.
    NewPage,
    /// Below what stands before it.
    #[default]
    Flow,
}

impl Chapters {
    /// The names that paper.toml and template.toml know.
    pub const NAMES: [(&str, Self); 2] = [("new-page", Self::NewPage), ("flow", Self::Flow)];

    /// Its name there.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageSize {
    #[default]
    A4,
    Letter,
    A5,
}

impl PageSize {
    /// The names that paper.toml and templates know.
    pub const NAMES: [(&str, Self); 3] = [("a4", Self::A4), ("letter", Self::Letter), ("a5", Self::A5)];

    /// Its name there.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// Reads `[page]`.
pub(super) fn read(table: &mut Table, places: &mut BTreeMap<String, Span>) -> Result<PageSetup, Reported> {
    for key in ["chapters", "size"] {
        places.extend(table.place(key).map(|place| (format!("page.{key}"), place)));
    }
    let (chapters, size) = (chapters(table), size(table));
    Ok(PageSetup { chapters: chapters?, size: size? })
}

/// Reads `chapters` in a table that says where they begin.
pub fn chapters(table: &mut Table) -> Result<Option<Chapters>, Reported> {
    let chapters = table.item("chapters").map(|item| item.choice(&Chapters::NAMES, table.diagnostics)).transpose()?;
    Ok(chapters.map(|chapters| chapters.value))
}

fn size(table: &mut Table) -> Result<Option<PageSize>, Reported> {
    let size = table.item("size").map(|item| item.choice(&PageSize::NAMES, table.diagnostics)).transpose()?;
    Ok(size.map(|size| size.value))
}
