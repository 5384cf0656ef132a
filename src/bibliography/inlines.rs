//! What is printed of a bibliography, as inlines: each at its place in the author's files.

use super::pieces::{Around, Piece};
use crate::section::{self, Inline, InlineKind, Inlines, Label, Target};
use crate::source::Span;

/// Pieces as inlines that stand at `span`; those about an item of a citation stand at its own.
pub(super) fn of(
    pieces: &[Piece],
    span: Span,
    items: &[&section::CitationItem],
    is_listed: &dyn Fn(&str) -> bool,
) -> Inlines {
    let inner = |pieces: &[Piece]| of(pieces, span, items, is_listed);
    let inline = |piece: &Piece| {
        let inline = match piece {
            Piece::Text(text) => Inline::computed(span, text.as_str()),
            Piece::Within(Around::Emphasis, pieces) => Inline::new(span, InlineKind::Emphasis(inner(pieces))),
            Piece::Within(Around::Strong, pieces) => Inline::new(span, InlineKind::Strong(inner(pieces))),
            Piece::Within(Around::Raised, pieces) => Inline::new(span, InlineKind::Raised(inner(pieces))),
            Piece::Within(Around::Lowered, pieces) => Inline::new(span, InlineKind::Lowered(inner(pieces))),
            Piece::Break => Inline::new(span, InlineKind::Break),
            Piece::Within(Around::Link(url), pieces) => Inline::new(
                span,
                InlineKind::Link {
                    target: Target::Url(url.clone()),
                    older: None,
                    older_content: None,
                    content: inner(pieces),
                },
            ),
            Piece::Within(Around::Item(index, Label::Work(key)), pieces) if !is_listed(key) => {
                return of(pieces, items[*index].work_span(), items, is_listed);
            }
            Piece::Within(Around::Item(index, label), pieces) => {
                let span = items[*index].work_span();
                let content = of(pieces, span, items, is_listed);
                Inline::new(
                    span,
                    InlineKind::Link {
                        target: Target::Label(label.clone()),
                        older: None,
                        older_content: None,
                        content,
                    },
                )
            }
            Piece::Before(index, is_first) => words(items[*index].prefix.as_ref(), span, *is_first),
            Piece::Behind(index) => words(items[*index].suffix.as_ref(), span, false),
        };
        vec![inline]
    };
    pieces.iter().flat_map(inline).collect()
}

/// The author's words in a citation, maybe as the beginning of a sentence.
fn words(words: Option<&section::Text>, span: Span, is_first: bool) -> Inline {
    let Some(text) = words else { return Inline::computed(span, "") };
    let mut rest = text.chars();
    match rest.next().filter(|first| is_first && first.is_lowercase()) {
        Some(first) => Inline::computed(text.span(), format!("{}{}", first.to_uppercase(), rest.as_str())),
        None => Inline::text(text.clone()),
    }
}
