//! Text that is longer than anybody writes. Typst lays out what makes one paragraph in a time that grows with the
//! square of its pieces, so that such text is given to it in another way.

use super::breaks::{self, Setting};
use super::emit::{APART, Emitter};
use crate::markup::Markup;
use crate::section::{Block, BlockKind, Container, Inline, InlineKind, Text, plain_text, walk};

/// Begins what is broken line by line, each as full as it can be. Otherwise all ways to break a paragraph are weighed
/// against each other.
const LINE_BY_LINE: &str = "#[#set par(linebreaks: \"simple\");";

/// How much is weighed so: some pages of prose in one paragraph.
const MAX_WEIGHED: usize = 20_000;

/// Characters of what introduces something: some lines.
const MAX_INTRODUCTION: usize = 400;

/// How much code is laid out as one: a block of 2,000 lines.
const MAX_CODE: usize = 100_000;

/// Bytes that take as long as a piece of something else than text, or a place for a break that Typst does not know.
const PIECE: usize = 40;

impl Emitter<'_> {
    /// Writes `content`, which makes one paragraph, by `write`.
    pub(super) fn paragraph(&self, out: &mut Markup, content: &[Inline], write: impl FnOnce(&mut Markup)) {
        let is_long = self.is_long(content);
        let outer = self.in_long.replace(is_long);
        if is_long {
            out.syntax(LINE_BY_LINE);
        }
        write(out);
        if is_long {
            out.syntax("]");
        }
        self.in_long.set(outer);
    }

    /// Whether a paragraph would take too long to be weighed.
    pub(super) fn is_long(&self, content: &[Inline]) -> bool {
        // At every other byte a line may break, at most.
        let most = |text: &str, _| text.len() * (1 + PIECE / 2) + PIECE;
        self.weight(content, most) > MAX_WEIGHED && self.weight(content, weight) > MAX_WEIGHED
    }

    fn weight(&self, content: &[Inline], of_text: fn(&str, Setting) -> usize) -> usize {
        let weight_of = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => of_text(text, self.setting(false)),
            InlineKind::Code(code) => of_text(code, self.setting(true)),
            _ => PIECE + walk::children(inline).map_or(0, |inner| self.weight(inner, of_text)),
        };
        content.iter().map(weight_of).sum()
    }

    /// Whether a paragraph says what stands below it, which may not begin the next page without it.
    pub(super) fn introduces(&self, block: &Block, next: &Block) -> bool {
        let BlockKind::Paragraph(content) = &block.kind else { return false };
        // Without the calls of notes. Chinese has a colon of its own.
        let text = plain_text(content);
        if !text.trim_end().ends_with([':', '：']) {
            return false;
        }
        let is_apart = match &next.kind {
            BlockKind::Heading(_) | BlockKind::Container(Container::Landscape, _) => true,
            BlockKind::Code(_) => self.is_long(content),
            // A long one is not left behind alone, and would leave more of a gap than it mends.
            _ => text.chars().nth(MAX_INTRODUCTION).is_some(),
        };
        !is_apart
    }

    /// Writes a block of code, or several of what is too long for one.
    pub(super) fn code_block(&self, out: &mut Markup, code: &Text) {
        let setting = self.setting(true);
        for (index, part) in parts(code, setting).iter().enumerate() {
            if index > 0 {
                out.syntax(APART);
            }
            out.syntax("#");
            breaks::write_code(out, part, "block: true, ", setting);
        }
    }
}

fn weight(text: &str, setting: Setting) -> usize {
    text.len() + PIECE * (1 + breaks::opportunities(text, setting).len())
}

/// Code, cut at ends of lines.
fn parts(code: &Text, setting: Setting) -> Vec<Text> {
    let (mut parts, mut so_far, mut start, mut end) = (Vec::new(), 0, 0, 0);
    for line in code.split_inclusive('\n') {
        let own = weight(line, setting);
        if so_far + own > MAX_CODE && end > start {
            parts.push(code.part(start..end - 1));
            (so_far, start) = (0, end);
        }
        so_far += own;
        end += line.len();
    }
    parts.push(code.part(start..code.len()));
    parts
}
