//! One change, as it is listed.

use std::collections::BTreeMap;
use std::fmt;

use super::form::Form;
use crate::section::Label;
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
    pub old: Option<Part>,
    pub new: Option<Part>,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Text,
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
    Bibliography,
    /// A work's line in the bibliography.
    Work,
    /// What the manifest says: `title`, `date`, `party`, …
    Field(&'static str),
    Form(Form),
}

/// As lists of changes call it.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
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
            Self::Bibliography => "bibliography",
            Self::Work => "bibliography entry",
            Self::Field(name) => name,
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
}

/// One version's side of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// As plain text; empty on the side on which there is nothing.
    pub text: String,
    /// Where it stands. What stands on one side only has a place on the other too: the block after whose start, or the
    /// text after which, it would stand.
    pub place: Span,
}

impl Entry {
    /// How many words of the older version are gone and how many of the newer are new.
    pub fn words(&self) -> (usize, usize) {
        let count = |part: &Option<Part>| part.as_ref().map_or(0, |part| part.text.split_whitespace().count());
        match self.kind {
            // Nor does a paper count the words of its bibliography.
            _ if matches!(self.what, Subject::Image | Subject::Work | Subject::Bibliography) => (0, 0),
            Kind::Inserted | Kind::Deleted | Kind::Replaced => (count(&self.old), count(&self.new)),
            Kind::Moved | Kind::Altered | Kind::Split | Kind::Joined => (0, 0),
        }
    }
}

/// How many words of the older version are gone and how many of the newer are new, in all.
pub fn words<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> (usize, usize) {
    entries.into_iter().map(Entry::words).fold((0, 0), |sum, words| (sum.0 + words.0, sum.1 + words.1))
}

/// Changes by the section they are in, which come in the order of their first changes.
pub fn by_section<'e>(entries: &'e [Entry]) -> Vec<Vec<&'e Entry>> {
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
