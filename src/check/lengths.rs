//! Words so long that nothing can lay them out: Typst and the PDF writer count the letters of a line in 16 bits. Words
//! that are put in again and again, so that a few lines would make thousands of pages.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{Block, BlockKind, Inline, InlineKind, Inlines, Section, Text, walk};
use crate::source::Span;

/// Bytes without a space at which a line may break.
const MAX_WORD: usize = 10_000;

/// Bytes that references, citations and values print in a section.
const MAX_PUT_IN: usize = 4 << 20;

/// Reports the words of a resolved section that are too long, each at its beginning, and where too many are put in.
pub(super) fn section(section: &Section, diagnostics: &mut Diagnostics) {
    let mut words = Words { open: None, length: 0, put_in: 0, diagnostics };
    words.inlines_below(&section.blocks);
}

struct Words<'d> {
    /// Where the word begins that is being read.
    open: Option<Span>,
    length: usize,
    /// Bytes that the author has not written there.
    put_in: usize,
    diagnostics: &'d mut Diagnostics,
}

impl Words<'_> {
    fn inlines_below(&mut self, blocks: &[Block]) {
        walk::steps(blocks, &mut |step| match step {
            walk::Step::Inlines(_, inlines) => self.run(inlines),
            walk::Step::Block(block) => {
                if let BlockKind::Code(code) = &block.kind {
                    self.text(code);
                    self.end();
                }
            }
        });
    }

    fn run(&mut self, inlines: &Inlines) {
        inlines.iter().for_each(|inline| self.inline(inline));
        self.end();
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => self.text(text),
            // In place of what could not be resolved, which has been told.
            InlineKind::Placeholder(_) => {}
            InlineKind::Break | InlineKind::Image(_) => self.end(),
            InlineKind::Footnote(note) => {
                self.end();
                note.blocks.iter().for_each(|blocks| self.inlines_below(blocks));
            }
            _ => walk::children(inline).into_iter().flatten().for_each(|child| self.inline(child)),
        }
    }

    fn text(&mut self, text: &Text) {
        if !text.origin().is_typed() {
            let before = self.put_in;
            self.put_in += text.len();
            if before <= MAX_PUT_IN && self.put_in > MAX_PUT_IN {
                let message =
                    format!("references, citations and values up to here print more than {} MB", MAX_PUT_IN >> 20);
                let found = Diagnostic::error(Code("too-large"), text.span(), message);
                self.diagnostics
                    .push(found.with_help("Shorten the titles or values that are put in, or split the file."));
            }
        }
        let mut rest = text.as_str();
        while let Some(at) = rest.find(is_blank) {
            let start = text.len() - rest.len();
            self.grow(text, start, start + at);
            self.end();
            // Between its first blank and its last one, a short text has no long word.
            let next = if text.len() <= MAX_WORD { rest.rfind(is_blank).unwrap_or(at) } else { at };
            rest = rest[next..].trim_start_matches(is_blank);
        }
        self.grow(text, text.len() - rest.len(), text.len());
    }

    fn grow(&mut self, text: &Text, start: usize, end: usize) {
        if start == end {
            return;
        }
        let open = *self.open.get_or_insert_with(|| text.place(start..end));
        let before = self.length;
        self.length += end - start;
        if before <= MAX_WORD && self.length > MAX_WORD {
            let message = format!("a word of more than {MAX_WORD} letters cannot be laid out");
            let found = Diagnostic::error(Code("too-long"), open, message);
            self.diagnostics.push(found.with_help("Put spaces or ends of lines into it; a no-break space is none."));
        }
    }

    fn end(&mut self) {
        (self.open, self.length) = (None, 0);
    }
}

/// Whether a line may break at a blank.
fn is_blank(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}
