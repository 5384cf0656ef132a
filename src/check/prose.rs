//! Prose as a reader sees it: each paragraph, heading, cell and caption as one text, whose bytes know where they stand.

use std::cell::OnceCell;
use std::ops::Range;

use super::quotation::Quotation;
use crate::section::flat::Flat;
use crate::section::walk::{self, Path, Place, Run as Part, Step};
use crate::section::{Block, BlockKind, Container, Figure, FigureBody, Inline, InlineKind, Section, Text};
use crate::source::{Source, Span};

/// All prose of a section in reading order, its notes at the end.
pub struct Prose<'a> {
    pub runs: Vec<Run<'a>>,
    pub source: &'a Source,
}

/// A text without a gap: a paragraph, a heading, a cell.
pub struct Run<'a> {
    pub flat: Flat,
    pub role: Role,
    pub standing: Standing,
    /// Whether it stands in a quotation of any kind.
    pub is_borrowed: bool,
    pub source: &'a Source,
    quotation: OnceCell<Quotation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Text,
    /// A heading or a caption.
    Title,
    /// What a list of definitions explains.
    Term,
    /// What stands in a table, with or without a caption.
    Cell,
    /// Words of somebody else: a block quotation.
    Quoted,
}

/// What a text is the whole of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Paragraph,
    /// The first paragraph of a list's item.
    Item,
    /// The first paragraph of a block quotation.
    Quotation,
    /// A paragraph above or below a table.
    BesideTable,
    Heading,
    Cell,
    /// A caption, a term, a line of the bibliography.
    Other,
    /// A text of the manifest, in which nothing is markup.
    Manifest,
}

impl Standing {
    fn of_paragraph(path: &Path) -> Self {
        let [around @ .., Place { siblings, at, .. }] = path.places() else { return Self::Paragraph };
        let is_table = |at: Option<usize>| {
            let kind = at.and_then(|at| siblings.get(at)).map(|block| &block.kind);
            matches!(kind, Some(BlockKind::Table(_) | BlockKind::Figure(_)))
        };
        match around.last().map(|around| &around.block().kind) {
            Some(BlockKind::List(_)) if *at == 0 => Self::Item,
            Some(BlockKind::Quote(_)) if *at == 0 => Self::Quotation,
            _ if is_table(at.checked_sub(1)) || is_table(Some(at + 1)) => Self::BesideTable,
            _ => Self::Paragraph,
        }
    }

    pub fn is_paragraph(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item | Self::Quotation | Self::BesideTable)
    }
}

impl<'a> Prose<'a> {
    pub fn of(section: &Section, source: &'a Source) -> Self {
        let mut prose = Self { runs: Vec::new(), source };
        section.bodies().for_each(|blocks| prose.blocks(blocks));
        prose
    }

    /// The same with the parts of each run that `hidden` tells, by the runs' order, as one opaque character each.
    pub fn without(self, hidden: &[Vec<Range<usize>>]) -> Self {
        let hide = |(mut run, hidden): (Run<'a>, &Vec<Range<usize>>)| {
            if !hidden.is_empty() {
                run.flat = run.flat.without(hidden);
                run.quotation = OnceCell::new();
            }
            run
        };
        Self { runs: self.runs.into_iter().zip(hidden).map(hide).collect(), ..self }
    }

    /// The same for rules of the paper's language, with what the section has in others as opaque characters.
    pub fn in_own_language(self, section: &Section) -> Self {
        let passages = passages(section);
        if passages.is_empty() {
            return self;
        }
        let is_foreign =
            |place: Span| passages.iter().any(|passage| passage.start <= place.start && place.end <= passage.end);
        let hidden: Vec<Vec<Range<usize>>> = (self.runs.iter())
            .map(|run| {
                let mut hidden: Vec<Range<usize>> = Vec::new();
                for (range, ..) in run.flat.pieces().filter(|(_, origin, _)| is_foreign(origin.span())) {
                    match hidden.last_mut() {
                        Some(last) if last.end == range.start => last.end = range.end,
                        _ => hidden.push(range),
                    }
                }
                hidden
            })
            .collect();
        self.without(&hidden)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk::within(blocks, &mut |step, path| {
            let Step::Inlines(part, inlines) = step else { return };
            let flat = Flat::new(inlines);
            if flat.text().is_empty() {
                return;
            }
            let is_quote = |around: &Block| matches!(around.kind, BlockKind::Quote(_));
            let is_source = |around: &Block| matches!(around.kind, BlockKind::Container(Container::QuoteSource, _));
            let role = match part {
                Part::Heading | Part::Caption | Part::Line | Part::Title => Role::Title,
                Part::Term => Role::Term,
                _ if path.around().any(is_quote) => Role::Quoted,
                _ if part == Part::Cell || path.around().any(is_grid) => Role::Cell,
                Part::Paragraph | Part::Cell | Part::Entry => Role::Text,
            };
            let standing = match part {
                Part::Heading => Standing::Heading,
                Part::Cell => Standing::Cell,
                Part::Paragraph => Standing::of_paragraph(path),
                Part::Term | Part::Title | Part::Caption | Part::Line | Part::Entry => Standing::Other,
            };
            let is_borrowed = path.around().any(|around| is_quote(around) || is_source(around));
            let (source, quotation) = (self.source, OnceCell::new());
            self.runs.push(Run { flat, role, standing, is_borrowed, source, quotation });
        });
    }
}

/// Whether cells of blocks are in it.
fn is_grid(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Figure(Figure { body: FigureBody::Grid(_), .. }))
}

impl<'a> Run<'a> {
    /// A text that stands elsewhere than in a section.
    pub fn of_text(text: &Text, source: &'a Source) -> Self {
        let (flat, quotation) = (Flat::of_text(text), OnceCell::new());
        Self { flat, role: Role::Title, standing: Standing::Manifest, is_borrowed: false, source, quotation }
    }

    pub fn text(&self) -> &str {
        self.flat.text()
    }

    /// The text's quotation marks.
    pub fn quotation(&self) -> &Quotation {
        self.quotation.get_or_init(|| Quotation::of(self.text()))
    }

    /// Where a part of the text stands, if all of it stands there letter by letter and in one stretch.
    pub fn exact(&self, range: Range<usize>) -> Option<Span> {
        let span = self.flat.typed(range.clone())?;
        (self.source.slice(span) == &self.text()[range]).then_some(span)
    }

    /// Where a part of the text stands, from its first letter to its last, if those two stand there letter by letter.
    pub fn place(&self, range: Range<usize>) -> Option<Span> {
        let text = &self.text()[range.clone()];
        let last = text.char_indices().next_back()?.0 + range.start;
        let first = text.chars().next()?.len_utf8() + range.start;
        Some(self.exact(range.start..first)?.to(self.exact(last..range.end)?))
    }

    /// The character before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        self.flat.before(at)
    }

    /// The character at a place.
    pub fn at(&self, at: usize) -> Option<char> {
        self.flat.at(at)
    }
}

/// Where a section is in another language than its paper.
fn passages(section: &Section) -> Vec<Span> {
    fn collect(inlines: &[Inline], found: &mut Vec<Span>) {
        for inline in inlines {
            found.extend(matches!(inline.kind, InlineKind::Passage { .. }).then_some(inline.span));
            walk::children(inline).into_iter().for_each(|inner| collect(inner, found));
        }
    }
    let mut found = Vec::new();
    for blocks in section.bodies() {
        walk::steps(blocks, &mut |step| match step {
            Step::Block(Block { kind: BlockKind::Container(Container::Passage(_), _), span, .. }) => found.push(*span),
            Step::Block(_) => {}
            Step::Inlines(_, inlines) => collect(inlines, &mut found),
        });
    }
    found
}

/// Runs of letters with their places. What is not ASCII is taken for a letter: words with it are no words of the
/// tables.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'' || byte >= 0x80;
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let start = at + bytes[at..].iter().position(|&byte| is_letter(byte))?;
        at = start + bytes[start..].iter().position(|&byte| !is_letter(byte)).unwrap_or(bytes.len() - start);
        Some((start, &text[start..at]))
    })
}
