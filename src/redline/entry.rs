//! One change, as it is listed.

use std::collections::BTreeMap;
use std::fmt;

use super::context::newer_text;
use super::form::Form;
use super::settings::Setting;
use crate::section::{Cell, Label, Table};
use crate::source::Span;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub kind: Kind,
    pub what: Subject,
    /// The heading it stands below (number and title), of the newer version unless that is gone; empty before the first
    /// one. [`None`] for what the manifest says.
    pub section: Option<String>,
    /// The label of that heading in the redline.
    pub label: Option<Label>,
    /// The cell of a table that it is in.
    pub cell: Option<CellName>,
    /// What stands around it in the newer version, where it is some words of a text.
    pub around: Option<Around>,
    pub old: Option<Part>,
    pub new: Option<Part>,
}

/// A cell as readers call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellName {
    /// What the row's first cell says; if that is empty, the row's number. Empty in the header.
    pub row: String,
    /// What the column's header says; if that is empty, the column's number.
    pub column: String,
}

/// Some words before and after, with the spaces between, and with `…` where there is more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    pub before: String,
    pub after: String,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Text,
    /// A heading with what stands below it.
    Section,
    Heading,
    Paragraph,
    List,
    Item,
    Definitions,
    Definition,
    Quotation,
    Code,
    Table,
    Row,
    Column,
    Figure,
    Image,
    Block,
    Footnote,
    /// What a link to a part of the paper says of it.
    Reference,
    Bibliography,
    /// A work's line in the bibliography.
    Work,
    /// What the manifest says: `title`, `date`, `party`, …
    Field(&'static str),
    Setting(Setting),
    Form(Form),
}

/// As lists of changes call it.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Section => "section",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::List => "list",
            Self::Item => "item",
            Self::Definitions => "definitions",
            Self::Definition => "definition",
            Self::Quotation => "quotation",
            Self::Code => "code",
            Self::Table => "table",
            Self::Row => "row",
            Self::Column => "column",
            Self::Figure => "figure",
            Self::Image => "image",
            Self::Block => "block",
            Self::Footnote => "footnote",
            Self::Reference => "reference",
            Self::Bibliography => "bibliography",
            Self::Work => "bibliography entry",
            Self::Field(name) => name,
            Self::Setting(setting) => setting.name(),
            Self::Form(form) => form.name(),
        })
    }
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Inserted,
    Deleted,
    /// Something else stands in its place.
    Replaced,
    Moved,
    /// The form changed, not the words.
    Altered,
    /// One paragraph became two.
    Split,
    /// Two paragraphs became one.
    Joined,
    /// A number that the press works out is another one: nobody wrote it.
    Renumbered,
}

/// One version's side of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// As plain text; empty on the side on which there is nothing.
    pub text: String,
    /// Where it stands. What stands on one side only has a place on the other too: the block after whose start, or the
    /// text after which, it would stand.
    pub place: Span,
    /// The heading it stands below in its version (number and title as they are there); empty before the first one.
    pub section: String,
}

impl CellName {
    /// Of the cell at a row (0 is the header) and a column.
    pub(super) fn of(table: &Table, row: usize, column: usize) -> Self {
        let name = |cell: Option<&Cell>, number: usize| {
            let text = cell.map(|cell| newer_text(&cell.content)).unwrap_or_default();
            if text.is_empty() { number.to_string() } else { text }
        };
        let first = row.checked_sub(1).map(|at| name(table.rows.get(at).and_then(|row| row.cells.first()), row));
        Self { row: first.unwrap_or_default(), column: name(table.header.cells.get(column), column + 1) }
    }
}

/// Changes by the section they are in, which come in the order of their first changes.
pub fn by_section<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Vec<&'e Entry>> {
    let mut sections: Vec<Vec<&Entry>> = Vec::new();
    let mut known: BTreeMap<(Option<&'e Label>, Option<&'e str>), usize> = BTreeMap::new();
    for entry in entries {
        let section = (entry.label.as_ref(), entry.section.as_deref());
        let at = *known.entry(section).or_insert(sections.len());
        sections.resize(sections.len().max(at + 1), Vec::new());
        sections[at].push(entry);
    }
    sections
}
