//! How long a paper is.

use super::model::{Paper, PaperSection};
use crate::section::{Block, BlockKind, Inline, InlineKind, walk};

impl Paper {
    /// Number of words in the sections: titles, text, tables, captions and notes, but not the bibliography.
    pub fn words(&self) -> usize {
        self.sections.iter().map(PaperSection::words).sum()
    }
}

impl PaperSection {
    /// Number of words in the section, counted as those of a paper.
    pub fn words(&self) -> usize {
        of_blocks(&self.section.blocks)
    }
}

/// Number of words in blocks, counted as those of a paper.
pub fn of_blocks(blocks: &[Block]) -> usize {
    let mut words = 0;
    for block in blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Bibliography(_))) {
        walk::inlines(std::slice::from_ref(block), &mut |inlines| {
            let mut run = Run::default();
            run.inlines(inlines);
            words += run.words;
        });
    }
    words
}

/// Text in the making: a word may change its look half-way.
#[derive(Default)]
struct Run {
    words: usize,
    in_word: bool,
}

impl Run {
    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Placeholder(text) => self.text(text),
                InlineKind::Break => self.in_word = false,
                InlineKind::Footnote(note) => self.words += note.blocks.as_deref().map_or(0, of_blocks),
                _ => walk::children(inline).into_iter().for_each(|inner| self.inlines(inner)),
            }
        }
    }

    /// A word is what stands between spaces and has a letter or digit.
    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.in_word = false;
            } else if !self.in_word && character.is_alphanumeric() {
                self.in_word = true;
                self.words += 1;
            }
        }
    }
}
