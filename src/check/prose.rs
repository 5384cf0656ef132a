//! Prose as a reader sees it: each paragraph, heading, cell and caption as one text, whose bytes know where they stand.

use std::ops::Range;

use crate::section::{Block, BlockKind, Inline, InlineKind, Target, walk};
use crate::source::{Source, Span};

use super::Manuscript;

/// Stands for what is not prose: code, a value, a citation, a reference, an image, the call of a note.
pub const OPAQUE: char = '\u{fffc}';

/// All prose of a paper in reading order, the notes of a section at its end.
pub struct Prose<'a> {
    pub runs: Vec<Run<'a>>,
}

/// A text without a gap: a paragraph, a heading, a cell.
pub struct Run<'a> {
    pub text: String,
    pub role: Role,
    pub source: &'a Source,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Text,
    /// A heading or a caption.
    Title,
    /// What a list of definitions explains.
    Term,
    /// Words of somebody else: a block quotation.
    Quoted,
}

/// A part of a run up to the next piece.
struct Piece {
    start: usize,
    span: Span,
    /// Whether it stands in the file letter by letter, where its author may be asked to change it.
    exact: bool,
}

impl<'a> Prose<'a> {
    pub fn of(manuscript: &Manuscript<'a>) -> Self {
        let mut runs = Vec::new();
        for section in manuscript.sections.iter().map(|section| &section.section) {
            let mut reader = Reader { source: manuscript.project.source(section.file), runs: &mut runs };
            reader.blocks(&section.blocks, Role::Text);
            section.footnotes.iter().for_each(|note| reader.blocks(&note.blocks, Role::Text));
        }
        Self { runs }
    }
}

impl Run<'_> {
    /// Where a part of the text stands, if all of it stands there letter by letter and in one stretch.
    pub fn exact(&self, range: Range<usize>) -> Option<Span> {
        let piece = self.piece(range.start);
        let end = self.pieces.get(piece + 1).map_or(self.text.len(), |next| next.start);
        let Piece { start, span, exact } = self.pieces.get(piece)?;
        (*exact && range.end <= end).then(|| span.part(range.start - start..range.end - start))
    }

    /// Where a part of the text stands, from its first letter to its last, if those two stand there letter by letter.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let last = self.text[range.clone()].char_indices().next_back()?.0 + range.start;
        let first = self.text[range.clone()].chars().next()?.len_utf8() + range.start;
        Some(self.exact(range.start..first)?.to(self.exact(last..range.end)?))
    }

    /// The stretches that stand in the file letter by letter, with what they say.
    pub fn stretches(&self) -> impl Iterator<Item = (Span, &str)> {
        self.pieces.iter().enumerate().filter(|(_, piece)| piece.exact).map(|(at, piece)| {
            let end = self.pieces.get(at + 1).map_or(self.text.len(), |next| next.start);
            (piece.span, &self.text[piece.start..end])
        })
    }

    /// The character before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at a place.
    pub fn at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1)
    }
}

struct Reader<'a, 'r> {
    source: &'a Source,
    runs: &'r mut Vec<Run<'a>>,
}

impl Reader<'_, '_> {
    fn blocks(&mut self, blocks: &[Block], role: Role) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) => self.run(inlines, role),
                BlockKind::Heading(heading) => self.run(&heading.content, Role::Title),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks, role)),
                BlockKind::Quote(inner) => self.blocks(inner, Role::Quoted),
                BlockKind::Container(_, inner) => self.blocks(inner, role),
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.run(&definition.term, Role::Term);
                        self.blocks(&definition.details, role);
                    }
                }
                BlockKind::Figure(_) => self.others(block, Role::Title),
                BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Bibliography(_) => self.others(block, role),
            }
        }
    }

    fn others(&mut self, block: &Block, role: Role) {
        walk::inlines(std::slice::from_ref(block), &mut |inlines| self.run(inlines, role));
    }

    fn run(&mut self, inlines: &[Inline], role: Role) {
        let mut run = Run { text: String::new(), role, source: self.source, pieces: Vec::new() };
        read(inlines, None, &mut run);
        if !run.text.is_empty() {
            self.runs.push(run);
        }
    }
}

/// Adds inlines to a run; those of a link to the outside, which may be an address, stand nowhere but at `within`.
fn read(inlines: &[Inline], within: Option<Span>, run: &mut Run) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => {
                let exact = within.is_none() && run.source.slice(inline.span) == text;
                push(text, within.unwrap_or(inline.span), exact, run);
            }
            InlineKind::Break => push("\n", inline.span, false, run),
            InlineKind::Link { target: Target::Url(_), content, .. } => read(content, Some(inline.span), run),
            _ => match walk::children(inline) {
                Some(content) => read(content, within, run),
                None => push(OPAQUE.encode_utf8(&mut [0; 4]), inline.span, false, run),
            },
        }
    }
}

fn push(text: &str, span: Span, exact: bool, run: &mut Run) {
    let start = run.text.len();
    run.text.push_str(text);
    if let Some(last) = run.pieces.last_mut().filter(|last| exact && last.exact && last.span.end == span.start) {
        last.span.end = span.end;
    } else {
        run.pieces.push(Piece { start, span, exact });
    }
}
