//! The last words of a paragraph, which stay together, so that none of them is its last line alone.
//!
//! They are set in a box. Unlike spaces at which no line ends it changes no character that a reader copies.

use super::breaks::runs_leftwards;
use super::emit::Emitter;
use crate::language;
use crate::markup::Markup;
use crate::section::walk;
use crate::section::{Inline, InlineKind, plain_text};

/// Two words at least stay together, and so many characters: what is shorter is hardly a line.
const MIN_TAIL: usize = 8;
/// What is longer would leave too much of a gap in the line before.
const MAX_TAIL: usize = 28;

/// Characters of a paragraph that is longer than a line, hardly a short one.
const MIN_LINE: usize = 60;

/// What the call of a note, or the number of a page, takes.
const CALL: usize = 2;

/// Where the words begin that stay together at the end of a paragraph.
pub(super) struct Tail {
    /// The inline in which they begin, with those around it before it; each by its place among those beside it.
    path: Vec<usize>,
    /// Where in the text of that one.
    byte: usize,
    /// How many of the path they stand in altogether.
    within: usize,
}

impl Emitter<'_> {
    /// Where the last words of a paragraph begin, if they stay together.
    pub(super) fn tail_of(&self, content: &[Inline]) -> Option<Tail> {
        let leftwards = language::runs_leftwards(&self.paper.manifest.language.value);
        if self.in_grid.get() || self.in_long.get() || leftwards {
            return None;
        }
        let text = plain_text(content);
        // Beside a box, what runs from right to left could not be put in order.
        if text.chars().nth(MIN_LINE).is_none() || text.contains(runs_leftwards) {
            return None;
        }
        let mut search = Search::default();
        search.inlines(content);
        search.found
    }

    /// Writes a run of inlines, between what stands before and after it, with which a paragraph ends.
    pub(super) fn run_with(&self, out: &mut Markup, [earlier, run, later]: [&[Inline]; 3], mut tail: Tail) {
        let nearest = |before| if <[Inline]>::is_empty(before) { earlier } else { before };
        if tail.within > 0 {
            let (before, rest) = run.split_at(tail.path.remove(0));
            tail.within -= 1;
            self.run(out, [earlier, before, rest]);
            self.tail.set(Some(tail));
            return self.run(out, [nearest(before), rest, later]);
        }
        let (before, rest) = split(run, &tail.path, tail.byte);
        self.run(out, [earlier, &before, &rest]);
        out.syntax("#box[");
        self.run(out, [nearest(&before), &rest, later]);
        out.syntax("]");
    }
}

impl Tail {
    /// The same in the last `run` of the inlines in which it begins, if it begins there; `before` it are so many.
    pub(super) fn in_run(mut self, before: usize) -> Option<Self> {
        self.path[0] = self.path[0].checked_sub(before)?;
        Some(self)
    }
}

/// Inlines in two, at a byte of the text to which a path leads.
fn split(inlines: &[Inline], path: &[usize], byte: usize) -> (Vec<Inline>, Vec<Inline>) {
    let Some((&at, path)) = path.split_first() else { return (inlines.to_vec(), Vec::new()) };
    let (mut before, mut rest) = (inlines[..at].to_vec(), inlines[at + 1..].to_vec());
    let [mut first, mut second] = [inlines[at].clone(), inlines[at].clone()];
    if let InlineKind::Text(text) = &inlines[at].kind {
        first.kind = InlineKind::Text(text.part(0..byte));
        second.kind = InlineKind::Text(text.part(byte..text.len()));
        before.push(first);
        if byte < text.len() {
            rest.insert(0, second);
        }
    } else if let (Some(one), Some(other)) = (walk::children_mut(&mut first), walk::children_mut(&mut second)) {
        (*one, *other) = split(one, path, byte);
        before.push(first);
        if walk::children(&second).is_some_and(|inner| !inner.is_empty()) {
            rest.insert(0, second);
        }
    }
    (before, rest)
}

/// The way from the end of a paragraph to where its last words begin.
#[derive(Default)]
struct Search {
    /// Where we are, as [`Tail`] has it.
    path: Vec<usize>,
    within: usize,
    /// Characters and words so far.
    length: usize,
    words: usize,
    /// Whether there was more than marks which no line parts from what they follow.
    has_words: bool,
    /// Whether nothing can begin here: it would end elsewhere.
    is_closed: bool,
    /// Whether what comes next is the call of a note, which begins no line.
    is_called: bool,
    is_over: bool,
    found: Option<Tail>,
}

impl Search {
    fn inlines(&mut self, inlines: &[Inline]) {
        for (at, inline) in inlines.iter().enumerate().rev() {
            self.path.push(at);
            match &inline.kind {
                InlineKind::Text(text) => self.text(text),
                InlineKind::Footnote(_) => {
                    self.whole(CALL);
                    self.is_called = true;
                }
                InlineKind::Page { .. } => self.whole(CALL),
                InlineKind::Code(text) | InlineKind::Placeholder(text) => self.whole(text.chars().count()),
                InlineKind::Raised(inner) | InlineKind::Lowered(inner) => self.whole(plain_text(inner).chars().count()),
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Passage { content: inner, .. } => self.inlines(inner),
                // It stays one link: a reader would be told of two.
                InlineKind::Link { content, .. } => {
                    let around = (self.within, self.is_closed);
                    self.within = self.path.len();
                    self.is_closed |= self.has_words;
                    self.inlines(content);
                    (self.within, self.is_closed) = around;
                }
                InlineKind::Break | InlineKind::Task(_) | InlineKind::Image(_) | InlineKind::ParagraphEnd => {
                    self.is_over = true;
                }
                // Nothing is printed of them.
                InlineKind::Reference { .. } | InlineKind::Citation(_) | InlineKind::Value(_) => {}
            }
            self.path.pop();
            if self.is_over {
                return;
            }
        }
    }

    fn text(&mut self, text: &str) {
        for (at, sign) in text.char_indices().rev() {
            let is_end = self.length == 0;
            if sign == ' ' && !is_end {
                self.words += 1;
                if self.words > 1 && self.length >= MIN_TAIL && !self.is_closed && !self.is_called {
                    self.found = Some(Tail { path: self.path.clone(), byte: at + 1, within: self.within });
                    self.is_over = true;
                }
            }
            self.length += usize::from(sign != ' ' || !is_end);
            // Marks on letters are put in order where the line stands.
            self.is_over |= self.length > MAX_TAIL || matches!(sign, '\u{300}'..='\u{36f}');
            if self.is_over {
                return;
            }
            self.is_called = false;
            self.has_words |= !".,:;!?)]}…’”“»«\"'".contains(sign);
        }
    }

    /// What is not parted.
    fn whole(&mut self, length: usize) {
        self.length += length;
        self.is_over |= self.length > MAX_TAIL;
        self.has_words = true;
        self.is_called = false;
    }
}
