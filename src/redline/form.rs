//! What a block is beside its words: a heading's level and label, a list's first number, a table's columns, a marking.

use crate::section::{
    Admonition, Alignment, Block, BlockKind, Change, Column, ColumnType, Container, Figure, FigureBody, Grid, Heading,
    List, Numbers, Row, Table, Values, meaning,
};
use crate::source::{Side, Span};
use crate::terms::Terms;

/// What can change in the form of a block, or of a work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Label,
    HeadingLevel,
    Numbering,
    /// Whether a heading begins one.
    Page,
    /// Of a list's items.
    Spacing,
    Columns,
    /// Of a work in the bibliography.
    Key,
    Marking,
    Language,
    /// Of a link out of the paper.
    Address,
    /// Of an image that shows the same.
    File,
    Description,
    Width,
}

impl Form {
    /// As lists of changes call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::HeadingLevel => "heading level",
            Self::Numbering => "numbering",
            Self::Page => "page",
            Self::Spacing => "spacing",
            Self::Columns => "columns",
            Self::Key => "key",
            Self::Marking => "marking",
            Self::Language => "language",
            Self::Address => "address",
            Self::File => "file",
            Self::Description => "description",
            Self::Width => "width",
        }
    }

    /// As a redline calls it in its own language.
    pub fn term(self, terms: &Terms) -> &str {
        let page = &terms.redline.page;
        let terms = &terms.redline.form;
        match self {
            Self::Page => page,
            Self::Label => &terms.label,
            Self::HeadingLevel => &terms.level,
            Self::Numbering => &terms.numbering,
            Self::Spacing => &terms.spacing,
            Self::Columns => &terms.columns,
            Self::Key => &terms.key,
            Self::Marking => &terms.marking,
            Self::Language => &terms.language,
            Self::Address => &terms.address,
            Self::File => &terms.file,
            Self::Description => &terms.description,
            Self::Width => &terms.width,
        }
    }
}

/// The label that an author gave.
pub(super) fn label(kind: &BlockKind) -> Option<&str> {
    let (BlockKind::Heading(Heading { label, .. })
    | BlockKind::Figure(Figure { label, .. })
    | BlockKind::Container(Container::Admonition(Admonition { label, .. }), _)) = kind
    else {
        return None;
    };
    label.as_ref().and_then(|label| label.value.given())
}

/// The label that an author gave, paragraphs included.
pub(super) fn name(block: &Block) -> Option<&str> {
    label(&block.kind).or_else(|| block.label().and_then(|label| label.value.given()))
}

/// The form of `old` if it differs from that of `new`, the merged block. Columns that only one version has are not part
/// of the form.
pub(super) fn changed(old: &BlockKind, new: &BlockKind) -> Option<BlockKind> {
    let (old, new) = (of(old)?, of(new)?);
    (meaning::of_block_kind(&old) != meaning::of_block_kind(&new)).then_some(old)
}

/// Whether readers see the difference between an older form and a newer block.
pub(super) fn shows(old: &BlockKind, new: &BlockKind) -> bool {
    match (old, new) {
        (BlockKind::Heading(old), BlockKind::Heading(new)) => {
            old.level != new.level || old.unnumbered != new.unnumbered || old.annex != new.annex
        }
        (BlockKind::List(old), BlockKind::List(new)) => renumbered(old, new).is_some(),
        (BlockKind::Container(Container::Marked(_), _), BlockKind::Container(..)) => true,
        _ => false,
    }
}

/// What differs between an older form and a newer block, each as it was and as it is. Bullets are `•`, no number is
/// `–`.
pub fn differences(old: &BlockKind, new: &BlockKind) -> Vec<(Form, String, String)> {
    let mut found = Vec::new();
    let mut compare = |form, old: String, new: String| {
        if old != new {
            found.push((form, old, new));
        }
    };
    compare(Form::Label, label(old).unwrap_or_default().to_owned(), label(new).unwrap_or_default().to_owned());
    match (old, new) {
        (BlockKind::Heading(old), BlockKind::Heading(new)) => {
            compare(Form::HeadingLevel, old.level.to_string(), new.level.to_string());
            let numbered = |heading: &Heading| match heading {
                _ if heading.unnumbered => "–".to_owned(),
                // Which annex it is, its place says.
                Heading { annex: true, .. } => "I.".to_owned(),
                _ => "1.".to_owned(),
            };
            compare(Form::Numbering, numbered(old), numbered(new));
            let page = |heading: &Heading| if heading.new_page { ".new-page" } else { "–" }.to_owned();
            compare(Form::Page, page(old), page(new));
        }
        (BlockKind::List(old), BlockKind::List(new)) => {
            if let Some([old, new]) = renumbered(old, new) {
                compare(Form::Numbering, old, new);
            }
            let spacing = |list: &List| if list.tight { "tight" } else { "loose" }.to_owned();
            compare(Form::Spacing, spacing(old), spacing(new));
        }
        (BlockKind::Container(Container::Marked(old), _), BlockKind::Container(Container::Marked(new), _)) => {
            compare(Form::Marking, old.printed().to_string(), new.printed().to_string());
        }
        (BlockKind::Container(Container::Passage(old), _), BlockKind::Container(Container::Passage(new), _)) => {
            compare(Form::Language, old.value.clone(), new.value.clone());
        }
        (BlockKind::Table(old), BlockKind::Table(new)) => compare(Form::Columns, layout(old), layout(new)),
        (BlockKind::Figure(old), BlockKind::Figure(new)) => {
            if let (FigureBody::Table(old), FigureBody::Table(new)) = (&old.body, &new.body) {
                let file = |table: &Table| table.data.as_ref().map(|data| data.path.value.clone()).unwrap_or_default();
                compare(Form::File, file(old), file(new));
                compare(Form::Columns, layout(old), layout(new));
            }
        }
        _ => {}
    }
    found
}

/// How items that stay were numbered and are numbered now, for another reason than that the list counts past what is
/// new or gone. Of typed numbers those are told that are others.
fn renumbered(old: &List, new: &List) -> Option<[String; 2]> {
    /// After so many it is told that there are more.
    const MAX_NUMBERS: usize = 8;
    let typed = |numbers: &Numbers| matches!(numbers.values, Values::Typed(_));
    match (&old.numbers, &new.numbers) {
        (Some(older), Some(newer)) if older.form == newer.form && (typed(older) || typed(newer)) => {
            let kept = places(new.items.iter().map(|item| item.change)).filter_map(|(old, new)| old.zip(new));
            let mut others = kept.filter(|(at_old, at_new)| older.at(*at_old) != newer.at(*at_new)).peekable();
            others.peek()?;
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for (at_old, at_new) in others.by_ref().take(MAX_NUMBERS) {
                old.push(older.printed(at_old));
                new.push(newer.printed(at_new));
            }
            let more = if others.peek().is_some() { ", …" } else { "" };
            Some([old, new].map(|numbers| numbers.join(", ") + more))
        }
        (older, newer) => (older != newer).then(|| [old, new].map(numbering)),
    }
}

/// The place of each of a redline's items or images among those of the older version and of the newer one, counted from
/// 0, by their changes.
pub fn places(changes: impl Iterator<Item = Option<Change>>) -> impl Iterator<Item = (Option<usize>, Option<usize>)> {
    let (mut old, mut new) = (0.., 0..);
    changes.map(move |change| match change.and_then(Change::side) {
        None => (old.next(), new.next()),
        Some(Side::Old) => (old.next(), None),
        Some(Side::New) => (None, new.next()),
    })
}

/// How the items of a list are numbered.
fn numbering(list: &List) -> String {
    match &list.numbers {
        None => "•".to_owned(),
        Some(Numbers { form, values: Values::From(first) }) => form.print(*first),
        Some(Numbers { form, values: Values::Typed(numbers) }) => {
            numbers.iter().map(|number| form.print(*number)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Alignment and width of the columns that the older version has, and of data how they print.
fn layout(table: &Table) -> String {
    let columns = table.columns.iter().filter(|column| column.change.and_then(Change::side) != Some(Side::New));
    let types = table.data.as_ref().and_then(|data| data.types.as_ref());
    let types = types.map_or(&[][..], |types| &types.value);
    let column = |(at, column): (usize, &Column)| {
        let kind = types.get(at).filter(|kind| **kind != ColumnType::Text).map_or("", |kind| kind.name());
        let kind = if kind.is_empty() { String::new() } else { format!("{kind} ") };
        let align = match column.align {
            None => "",
            Some(Alignment::Left) => "left ",
            Some(Alignment::Centre) => "centre ",
            Some(Alignment::Right) => "right ",
        };
        let width = column.width;
        format!("{kind}{align}{width}")
    };
    columns.enumerate().map(column).collect::<Vec<_>>().join(", ")
}

/// Gives a block of the newer version its older form.
pub(super) fn restore(kind: &mut BlockKind, form: BlockKind) {
    match (kind, form) {
        (
            BlockKind::Heading(heading),
            BlockKind::Heading(Heading { level, label, unnumbered, annex, new_page, .. }),
        ) => {
            (heading.level, heading.label) = (level, label);
            (heading.unnumbered, heading.annex) = (unnumbered, annex);
            heading.new_page = new_page;
        }
        (BlockKind::List(list), BlockKind::List(List { numbers, tight, .. })) => {
            (list.numbers, list.tight) = (numbers, tight);
        }
        (BlockKind::Table(table), BlockKind::Table(form)) => table.columns = form.columns,
        (BlockKind::Figure(figure), BlockKind::Figure(form)) => {
            figure.label = form.label;
            match (&mut figure.body, form.body) {
                (FigureBody::Table(table), FigureBody::Table(form)) => {
                    (table.columns, table.data) = (form.columns, form.data);
                }
                (FigureBody::Grid(grid), FigureBody::Grid(form)) => grid.columns = form.columns,
                _ => {}
            }
        }
        (
            BlockKind::Container(Container::Admonition(admonition), _),
            BlockKind::Container(Container::Admonition(form), _),
        ) => admonition.label = form.label,
        (BlockKind::Container(container, _), BlockKind::Container(form, _)) => *container = form,
        _ => {}
    }
}

/// The form of a block: itself, without content.
fn of(kind: &BlockKind) -> Option<BlockKind> {
    Some(match kind {
        BlockKind::Heading(heading) => BlockKind::Heading(Heading { content: Vec::new(), ..heading.clone() }),
        BlockKind::List(List { numbers, tight, .. }) => {
            BlockKind::List(List { numbers: numbers.clone(), tight: *tight, items: Vec::new() })
        }
        BlockKind::Table(table) => BlockKind::Table(columns(table)),
        BlockKind::Figure(figure) => {
            let body = match &figure.body {
                FigureBody::Table(table) => FigureBody::Table(columns(table)),
                FigureBody::Grid(grid) => FigureBody::Grid(Grid { rows: Vec::new(), ..grid.clone() }),
                FigureBody::Images(_) => FigureBody::Images(Vec::new()),
            };
            BlockKind::Figure(Figure {
                label: figure.label.clone(),
                caption: Vec::new(),
                number: figure.number.clone(),
                body,
                note: Vec::new(),
                source: Vec::new(),
            })
        }
        BlockKind::Container(Container::Admonition(admonition), _) => {
            let form = Admonition { title: Vec::new(), ..admonition.clone() };
            BlockKind::Container(Container::Admonition(form), Vec::new())
        }
        BlockKind::Container(container, _) => BlockKind::Container(container.clone(), Vec::new()),
        _ => return None,
    })
}

fn columns(table: &Table) -> Table {
    let nothing = |span: Span| Row { span, change: None, cells: Vec::new() };
    let kept = table.columns.iter().filter(|column| column.change.and_then(Change::side) != Some(Side::New));
    let columns = kept.map(|column| Column { change: None, ..*column }).collect();
    Table { columns, header: nothing(table.header.span), rows: Vec::new(), data: table.data.clone() }
}
