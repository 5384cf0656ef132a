//! The words of a title as a reference prints them: with their form, and without places, so that they are the same
//! wherever the title stands.

use crate::section::{Inline, InlineKind, Inlines, Text, plain_text, walk};
use crate::source::{Span, Spanned};

/// Words with their form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Code(String),
    Formed(Form, Title),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Emphasis,
    Strong,
    Strike,
    Raised,
    Lowered,
    /// In another language.
    Passage(String),
}

impl Title {
    /// Words without any form.
    pub(super) fn plain(words: &str) -> Self {
        let mut title = Self::default();
        title.text(words);
        title
    }

    /// What a title says. Notes are left out, links are their words, and what a reference prints is not known yet.
    pub(super) fn of(content: &[Inline]) -> Self {
        Self::with(content, &mut |_| Self::default())
    }

    /// What a title says, with what `reference` returns for each reference.
    pub(super) fn with(content: &[Inline], reference: &mut dyn FnMut(&Inline) -> Self) -> Self {
        let mut title = Self::default();
        for inline in content {
            let form = match &inline.kind {
                InlineKind::Reference { .. } => {
                    title.push(reference(inline));
                    continue;
                }
                InlineKind::Code(code) => {
                    title.0.push(Piece::Code(code.to_string()));
                    continue;
                }
                InlineKind::Emphasis(_) => Some(Form::Emphasis),
                InlineKind::Strong(_) => Some(Form::Strong),
                InlineKind::Strike(_) => Some(Form::Strike),
                InlineKind::Raised(_) => Some(Form::Raised),
                InlineKind::Lowered(_) => Some(Form::Lowered),
                InlineKind::Passage { language, .. } => Some(Form::Passage(language.value.clone())),
                _ => None,
            };
            match (form, walk::children(inline)) {
                (Some(form), Some(inner)) => title.0.push(Piece::Formed(form, Self::with(inner, reference))),
                (_, Some(inner)) => title.push(Self::with(inner, reference)),
                (_, None) => title.text(&plain_text(std::slice::from_ref(inline))),
            }
        }
        title
    }

    fn text(&mut self, words: &str) {
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some(Piece::Text(text)) => text.push_str(words),
            _ => self.0.push(Piece::Text(words.to_owned())),
        }
    }

    pub(super) fn push(&mut self, more: Self) {
        for piece in more.0 {
            match piece {
                Piece::Text(words) => self.text(&words),
                piece => self.0.push(piece),
            }
        }
    }

    /// With a capital letter at its beginning.
    pub(super) fn capitalised(mut self) -> Self {
        if let Some(Piece::Text(text)) = self.0.first_mut()
            && let Some(first) = text.chars().next()
        {
            text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        self
    }

    /// Without its form.
    pub(super) fn words(&self) -> String {
        let words = |piece: &Piece| match piece {
            Piece::Text(text) | Piece::Code(text) => text.clone(),
            Piece::Formed(_, inner) => inner.words(),
        };
        self.0.iter().map(words).collect()
    }

    /// As it is printed by a reference.
    pub(super) fn inlines(&self, span: Span) -> Inlines {
        let inline = |piece: &Piece| match piece {
            Piece::Text(text) => Inline::computed(span, text.as_str()),
            Piece::Code(code) => Inline::new(span, InlineKind::Code(Text::computed(span, code.as_str()))),
            Piece::Formed(form, inner) => {
                let content = inner.inlines(span);
                Inline::new(
                    span,
                    match form {
                        Form::Emphasis => InlineKind::Emphasis(content),
                        Form::Strong => InlineKind::Strong(content),
                        Form::Strike => InlineKind::Strike(content),
                        Form::Raised => InlineKind::Raised(content),
                        Form::Lowered => InlineKind::Lowered(content),
                        Form::Passage(tag) => {
                            InlineKind::Passage { language: Spanned::new(tag.clone(), span), content }
                        }
                    },
                )
            }
        };
        self.0.iter().map(inline).collect()
    }
}
