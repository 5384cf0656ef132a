//! What a section means: the tree without its places.

use std::mem::take;

use super::{
    Block, BlockKind, Citation, Container, Definition, FigureBody, FrontMatter, Image, Inline, InlineKind, Inlines,
    Pattern, Row, Section, Table,
};
use crate::source::{Span, Spanned};

/// Whether two sections mean the same: they print the same paper wherever one stands in for the other. Comments, which
/// print nothing, are left out.
pub fn same_meaning(one: &Section, other: &Section) -> bool {
    meaning(one.clone()) == meaning(other.clone())
}

/// The section with every place taken back to the start of its file, and text in one piece.
fn meaning(mut section: Section) -> Section {
    section.comments.clear();
    let FrontMatter { version, status, contributors, marking, owner } = &mut section.front_matter;
    forget(&mut version.span);
    status.iter_mut().for_each(|status| forget(&mut status.span));
    contributors.iter_mut().chain(marking).chain(owner).for_each(forget_place);
    blocks(&mut section.blocks);
    for note in &mut section.footnotes {
        forget_place(&mut note.name);
        blocks(&mut note.blocks);
    }
    section
}

fn forget(span: &mut Span) {
    (span.start, span.end) = (0, 0);
}

fn forget_place(text: &mut Spanned<String>) {
    forget(&mut text.span);
}

fn blocks(list: &mut [Block]) {
    for block in list {
        forget(&mut block.span);
        match &mut block.kind {
            BlockKind::Heading(heading) => {
                heading.label.iter_mut().for_each(forget_place);
                inlines(&mut heading.content);
            }
            BlockKind::Paragraph(content) => inlines(content),
            BlockKind::List(list) => {
                for item in &mut list.items {
                    forget(&mut item.span);
                    blocks(&mut item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for Definition { span, term, details, .. } in definitions {
                    forget(span);
                    inlines(term);
                    blocks(details);
                }
            }
            BlockKind::Quote(inner) => blocks(inner),
            BlockKind::Container(container, inner) => {
                if let Container::Marked { level } = container {
                    forget_place(level);
                }
                blocks(inner);
            }
            BlockKind::Table(rows) => table(rows),
            BlockKind::Figure(figure) => {
                figure.label.iter_mut().for_each(forget_place);
                inlines(&mut figure.caption);
                match &mut figure.body {
                    FigureBody::Table(rows) => table(rows),
                    FigureBody::Images(images) => images.iter_mut().for_each(image),
                }
            }
            BlockKind::Bibliography(entries) => {
                for entry in entries {
                    forget(&mut entry.span);
                    inlines(&mut entry.content);
                }
            }
            BlockKind::Code(_) => {}
        }
    }
}

fn table(table: &mut Table) {
    for Row { span, cells, .. } in std::iter::once(&mut table.header).chain(&mut table.rows) {
        forget(span);
        for cell in cells {
            forget(&mut cell.span);
            inlines(&mut cell.content);
        }
    }
}

fn image(image: &mut Image) {
    forget(&mut image.span);
    forget_place(&mut image.path);
    image.alt.iter_mut().for_each(forget_place);
}

fn inlines(list: &mut Inlines) {
    for inline in take(list) {
        push(list, self::inline(inline));
    }
}

/// Adds an inline; text goes on where text was.
fn push(list: &mut Inlines, inline: Inline) {
    match (list.last_mut(), inline) {
        (Some(Inline { kind: InlineKind::Text(text), .. }), Inline { kind: InlineKind::Text(more), .. }) => {
            text.push_str(&more);
        }
        (_, inline) => list.push(inline),
    }
}

fn inline(mut inline: Inline) -> Inline {
    forget(&mut inline.span);
    match &mut inline.kind {
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Link { content: inner, .. } => inlines(inner),
        InlineKind::Image(shown) => image(shown),
        InlineKind::Footnote(footnote) => footnote.blocks.iter_mut().for_each(|inner| blocks(inner)),
        InlineKind::Reference { label, pattern } => {
            forget_place(label);
            *pattern = self::pattern(take(pattern));
        }
        InlineKind::Citation(Citation { items, .. }) => {
            for item in items {
                forget_place(&mut item.key);
                item.locator.iter_mut().for_each(|locator| forget(&mut locator.span));
            }
        }
        InlineKind::Value(expression) => forget_place(expression),
        InlineKind::Text(_)
        | InlineKind::Break
        | InlineKind::Code(_)
        | InlineKind::Page { .. }
        | InlineKind::Placeholder(_) => {}
    }
    inline
}

fn pattern(pattern: Vec<Pattern>) -> Vec<Pattern> {
    let mut pieces: Vec<Pattern> = Vec::new();
    for mut piece in pattern {
        match (&mut piece, pieces.last_mut()) {
            (Pattern::Text(more), before) => {
                let mut list: Inlines = Vec::new();
                push(&mut list, self::inline(more.clone()));
                if let Some(Pattern::Text(text)) = before {
                    list.insert(0, text.clone());
                    inlines(&mut list);
                    pieces.pop();
                }
                pieces.extend(list.into_iter().map(Pattern::Text));
            }
            (
                Pattern::Number(span)
                | Pattern::Title(span)
                | Pattern::Page(span)
                | Pattern::Direction(span)
                | Pattern::Default(span),
                _,
            ) => {
                forget(span);
                pieces.push(piece);
            }
        }
    }
    pieces
}
