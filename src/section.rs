//! The small language a paper is written in, as a tree: blocks of inlines, every node with its place.
//!
//! [`markdown`](crate::markdown) makes the tree; [`paper`](crate::paper) resolves it, after which no
//! [`InlineKind::Reference`], [`InlineKind::Citation`] or [`InlineKind::Value`] is left in it;
//! [`assemble`](crate::assemble) prints it.

mod citation;
mod container;
mod figures;
pub mod flat;
mod front_matter;
mod label;
pub mod marker;
pub mod meaning;
mod numbers;
pub mod pieces;
mod table;
mod text;
pub mod walk;
mod works;

use crate::source::{FileId, Side, Span, Spanned};

pub use citation::{Citation, CitationForm, CitationItem, bare_key, named};
pub use container::{Admonition, AdmonitionKind, Container};
pub use figures::{Alphabet, Case, Figures};
pub use front_matter::{FrontMatter, Marking, Status};
pub use label::{Anchor, Label};
pub use numbers::{Marks, NumberForm, Numbers, Values};
pub use table::{Alignment, Cell, Column, ColumnType, Data, Grid, GridCell, GridRow, Row, Table, Width};
pub use text::{MAX_TEXT, Origin, STAND_IN, Text};
pub use works::{BibliographyEntry, WorkList, WorkType};

/// One section file.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub file: FileId,
    pub front_matter: FrontMatter,
    pub blocks: Vec<Block>,
    /// Footnotes by name; a name is unique within its file.
    pub footnotes: Vec<FootnoteDefinition>,
    pub definitions: Vec<LinkDefinition>,
    /// Comments: notes between authors, never printed.
    pub comments: Vec<Span>,
}

/// What a redline says of a node and of all that is in it. Everywhere else it is [`None`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Stands in the newer version only.
    Inserted,
    /// Stood in the older version only.
    Deleted,
    /// Stands here in the newer version, and elsewhere in the older one. Moves are counted from 0.
    MovedHere(u32),
    /// Stood here in the older version, and stands elsewhere in the newer one.
    MovedAway(u32),
    /// Stands in both, but its form is another: a heading's level, a list's first number, a part's marking.
    Altered,
}

impl Change {
    /// The version in which a node stands if it stands in one only.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Inserted | Self::MovedHere(_) => Some(Side::New),
            Self::Deleted | Self::MovedAway(_) => Some(Side::Old),
            Self::Altered => None,
        }
    }
}

/// A block with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub span: Span,
    pub change: Option<Change>,
    /// What a redline knows of the same block in the older version, where it stands in both.
    pub older: Option<Box<OlderBlock>>,
    /// Of a paragraph with a label or a number.
    pub anchor: Option<Box<Anchor>>,
    pub kind: BlockKind,
}

/// A block as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct OlderBlock {
    pub span: Span,
    /// Of a heading, its number and title as they were.
    pub name: Option<String>,
    /// Of a block whose form is another now ([`Change::Altered`]), that form, without content.
    pub form: Option<BlockKind>,
    pub anchor: Option<Box<Anchor>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    Heading(Heading),
    Paragraph(Inlines),
    List(List),
    /// Terms with what they mean.
    Definitions(Vec<Definition>),
    Quote(Vec<Block>),
    /// Preformatted lines, without the last line's end.
    Code(Text),
    Table(Table),
    Figure(Figure),
    /// A `:::` block that holds others.
    Container(Container, Vec<Block>),
    /// A list of works. [`paper`](crate::paper) puts the entries in.
    Bibliography(WorkList),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 is a chapter; [`Heading::BELOW`] is known once it is resolved.
    pub level: u8,
    pub label: Option<Spanned<Label>>,
    pub unnumbered: bool,
    /// Of the first level, whether it begins an annex, which is counted by itself.
    pub annex: bool,
    /// Whether it begins a page, wherever chapters begin.
    pub new_page: bool,
    /// `2.1`, once it is resolved; of an annex `I`.
    pub number: Option<String>,
    /// What is printed before the title: `2.1.`, `Annex I.`
    pub printed_number: Option<String>,
    pub content: Inlines,
}

impl Heading {
    /// The level of one that stands below whatever heading is above it.
    pub const BELOW: u8 = 0;
    /// The lowest level.
    pub const LAST: u8 = 6;
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Of an ordered list; [`None`] for bullets.
    pub numbers: Option<Numbers>,
    /// Whether items follow each other without a gap.
    pub tight: bool,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub span: Span,
    pub change: Option<Change>,
    pub label: Option<Spanned<Label>>,
    pub blocks: Vec<Block>,
    /// What a redline knows of the same item in the older version, where it stands in both.
    pub older: Option<Box<OlderItem>>,
}

/// An item as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct OlderItem {
    pub span: Span,
    pub label: Option<Spanned<Label>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub span: Span,
    pub change: Option<Change>,
    pub term: Inlines,
    pub details: Vec<Block>,
}

/// Something with a caption and a number of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub label: Option<Spanned<Label>>,
    pub caption: Inlines,
    /// `3`, once it is resolved.
    pub number: Option<String>,
    pub body: FigureBody,
    /// Below it: what else is to be known of it,
    pub note: Inlines,
    /// and where it comes from.
    pub source: Inlines,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FigureBody {
    Table(Table),
    Grid(Grid),
    Images(Vec<Image>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    pub span: Span,
    pub change: Option<Change>,
    /// As its author wrote it, relative to the section file.
    pub path: Spanned<String>,
    /// The file, relative to the project, once it is resolved.
    pub file: Option<String>,
    pub alt: Option<Text>,
    /// Of an image within a figure block: its own, below that of the figure.
    pub caption: Inlines,
    pub width: Width,
    /// What a redline knows of the same picture that was called, described or sized otherwise in the older version.
    pub older: Option<Box<Image>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FootnoteDefinition {
    pub name: Spanned<String>,
    pub blocks: Vec<Block>,
}

/// `[name]: address`, which links of the same section can use. Nothing of it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkDefinition {
    pub span: Span,
    pub name: Spanned<String>,
    /// As it was typed.
    pub address: Spanned<String>,
    pub title: Option<Span>,
    pub usage: Usage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    Used,
    Unused,
    /// One above has the same name.
    Duplicate,
}

pub type Inlines = Vec<Inline>;

/// An inline with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    pub span: Span,
    pub change: Option<Change>,
    pub kind: InlineKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text as it is read. Its span is that of the inline.
    Text(Text),
    /// A line break that the author asked for.
    Break,
    /// The box of a task, ticked or not, at the beginning of an item.
    Task(bool),
    Emphasis(Inlines),
    Strong(Inlines),
    Strike(Inlines),
    /// Above the line: the 2 of m², the number of a work.
    Raised(Inlines),
    /// Below the line: the 2 of H₂O.
    Lowered(Inlines),
    /// The code without its backticks.
    Code(Text),
    /// Words in another language than what is around them.
    Passage {
        /// A BCP 47 tag.
        language: Spanned<String>,
        content: Inlines,
    },
    Link {
        target: Target,
        /// What a redline knows of a label that had another name in the older version, or of another address.
        older: Option<Target>,
        /// What a redline knows of words that the press worked out otherwise in the older version: the number of what
        /// a reference leads to.
        older_content: Option<Inlines>,
        content: Inlines,
    },
    /// An image in running text.
    Image(Image),
    Footnote(Footnote),
    /// `[](#label)`: unresolved.
    Reference {
        label: Spanned<Label>,
        pattern: Vec<Pattern>,
    },
    /// `[@key, p. 3; @other]`: unresolved.
    Citation(Citation),
    /// `{{ expression }}`: unresolved. The span is of the whole, the text is the expression.
    Value(Spanned<String>),
    /// The page on which a label stands: the one number that only layout knows.
    Page {
        label: Label,
        /// What a redline knows of a label that had another name in the older version.
        older: Option<Label>,
    },
    /// A visible stand-in for something missing in a draft.
    Placeholder(Text),
    /// Where a redline has two paragraphs in one version and one in the other.
    ParagraphEnd,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// `https`, `http` or `mailto`.
    Url(String),
    /// A place in this paper.
    Label(Label),
}

/// A footnote's call.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    pub name: String,
    /// Its number in the paper, once it is resolved.
    pub number: Option<u32>,
    /// The note itself at its first call, once it is resolved; [`None`] where it is called again.
    pub blocks: Option<Vec<Block>>,
}

/// A piece of what a reference prints.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    Text(Inline),
    Number(Span),
    Title(Span),
    Page(Span),
    Direction(Span),
    /// Nothing was said: the usual words for such a target, "section 2.1".
    Default(Span),
}

impl Image {
    /// The file, relative to the project; of an image that is not resolved, the path as its author wrote it.
    pub fn file(&self) -> &str {
        self.file.as_ref().unwrap_or(&self.path.value)
    }
}

impl Inline {
    pub fn text(text: Text) -> Self {
        Self::new(text.span(), InlineKind::Text(text))
    }

    /// Text that was made of all that stands at `span`.
    pub fn computed(span: Span, text: impl Into<String>) -> Self {
        Self::text(Text::computed(span, text))
    }

    pub fn new(span: Span, kind: InlineKind) -> Self {
        Self { span, change: None, kind }
    }
}

impl Block {
    /// The label that an author gave a paragraph.
    pub fn label(&self) -> Option<&Spanned<Label>> {
        self.anchor.as_ref()?.label.as_ref()
    }

    pub fn new(span: Span, kind: BlockKind) -> Self {
        Self { span, change: None, older: None, anchor: None, kind }
    }

    /// Whether it is code that no fence makes so, but the spaces or the tab before it: its own text comes first in it.
    pub fn is_indented_code(&self) -> bool {
        matches!(&self.kind, BlockKind::Code(code) if code.span().start == self.span.start)
    }
}

/// The box of a task as a character.
pub fn task_mark(done: bool) -> &'static str {
    if done { "☑" } else { "☐" }
}

/// The inlines as plain text: what a heading says in a bookmark, a title in a message. Footnotes are left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect_text(inlines, &mut text);
    text
}

fn collect_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(piece) | InlineKind::Code(piece) | InlineKind::Placeholder(piece) => text.push_str(piece),
            InlineKind::Break => text.push(' '),
            InlineKind::Task(done) => text.push_str(task_mark(*done)),
            InlineKind::ParagraphEnd => text.push('¶'),
            InlineKind::Image(image) => text.push_str(image.alt.as_deref().unwrap_or_default()),
            _ => walk::children(inline).into_iter().for_each(|inner| collect_text(inner, text)),
        }
    }
}
