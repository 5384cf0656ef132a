//! Text as words, spaces and single characters; and how much of one set of words is in another.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::section::{Block, BlockKind, Inline, InlineKind, walk};

/// Cuts text into words (with the apostrophes in them), runs of spaces, and single characters.
pub(super) fn cut(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = if is_word(first) {
            let inner = |(at, character): (usize, char)| {
                let after = rest[at + character.len_utf8()..].chars().next();
                !(is_word(character) || matches!(character, '\'' | '’') && after.is_some_and(is_word))
            };
            rest.char_indices().find(|&found| inner(found)).map_or(rest.len(), |(at, _)| at)
        } else if first.is_whitespace() {
            rest.find(|character: char| !character.is_whitespace()).unwrap_or(rest.len())
        } else {
            // With its combining marks.
            let mut after = rest.char_indices().skip(1);
            after.find(|&(_, character)| !is_mark(character)).map_or(rest.len(), |(at, _)| at)
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(piece)
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character)
}

/// Marks that combine with the character before them, joiners and variation selectors.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The words of something, sorted, each as often as it is there.
#[derive(Clone)]
pub(super) struct Bag(Vec<u64>);

impl Bag {
    pub(super) fn of_blocks(blocks: &[Block]) -> Self {
        let mut bag = Self(Vec::new());
        bag.blocks(blocks);
        bag.sorted()
    }

    pub(super) fn of_inlines(inlines: &[Inline]) -> Self {
        let mut bag = Self(Vec::new());
        bag.inlines(inlines);
        bag.sorted()
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Each word, by its hash, as often as it is there.
    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }

    /// The words of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self([&self.0[..], &other.0[..]].concat()).sorted()
    }

    /// From 0, nothing in common, to 1, the same words. Two that are empty have all in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        match self.len() + other.len() {
            0 => 1.0,
            all => 2.0 * self.common(other) as f64 / all as f64,
        }
    }

    /// How many words are in both.
    pub(super) fn common(&self, other: &Self) -> usize {
        let (one, other) = (&self.0, &other.0);
        let (mut at, mut at_other, mut common) = (0, 0, 0);
        while let (Some(word), Some(other)) = (one.get(at), other.get(at_other)) {
            common += usize::from(word == other);
            at += usize::from(word <= other);
            at_other += usize::from(other <= word);
        }
        common
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk::blocks(blocks, &mut |block| {
            if let BlockKind::Code(code) = &block.kind {
                self.text(code);
            }
        });
        walk::inlines(blocks, &mut |inlines| self.inlines(inlines));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Placeholder(text) => self.text(text),
                InlineKind::Footnote(note) => note.blocks.iter().for_each(|blocks| self.blocks(blocks)),
                _ => walk::children(inline).into_iter().for_each(|inner| self.inlines(inner)),
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.0.extend(cut(text).filter(|piece| piece.starts_with(is_word)).map(|word| hash(&word)));
    }
}

/// A hash that is the same for the life of the process.
pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
