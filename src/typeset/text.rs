//! What a laid-out paper says, character by character, and where its authors wrote it.

use std::collections::HashMap;
use std::ops::Range;

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::{Span as TypstSpan, SyntaxNode, ast};
use typst::text::TextItem;

use crate::assemble::{Assembled, Piece};
use crate::markup::VirtualFile;
use crate::section::Change;
use crate::source::Span;

use super::Document;
use super::fonts::Fonts;
use super::tree::file_id;

/// What Typst prints where it breaks a word: the character that it maps the hyphen to.
const SOFT_HYPHEN: &str = "\u{ad}";

/// A piece of a printed line, in one font and written in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Counted from 1.
    pub page: usize,
    /// Where its baseline is, in points from the top of the page.
    pub y: f64,
    /// In logical order. Blanks at which a line was broken are there; of the characters that print nothing (joiners,
    /// variation selectors), those between two that do.
    pub text: String,
    /// Where its author wrote it, byte for byte if the text is the same; [`None`] for what chancery prints of its own
    /// accord (numbers, marking, the hyphen at the end of a line, which reads U+00AD).
    pub span: Option<Span>,
    /// On which side of a redline it stands; [`None`] for both.
    pub change: Option<Change>,
}

impl Document {
    /// All printed text, page by page and in each page as it was laid out: header, body, footnotes, footer. Pieces of a
    /// line that mixes directions of writing come from left to right, each in its own logical order.
    ///
    /// `assembled` must be what the document was laid out from.
    pub fn text(&self, assembled: &Assembled) -> Vec<Run> {
        let literals = self.literals(assembled);
        let mut runs = Vec::new();
        self.each_stretch(|page, y, stretch| {
            let literal = literals.get(&stretch.span);
            let span = literal.and_then(|literal| literal.author(stretch.offset, stretch.text));
            let change = literal.and_then(Literal::change);
            runs.push(Run { page, y, text: stretch.text.to_owned(), span, change });
        });
        runs
    }

    /// Calls `found` with each character that has no glyph, its place if an author wrote it, and Typst's.
    pub(super) fn missing_glyphs(
        &self,
        assembled: &Assembled,
        fonts: &Fonts,
        mut found: impl FnMut(char, Option<Span>, TypstSpan),
    ) {
        let literals = self.literals(assembled);
        self.each_stretch(|_, _, stretch| {
            // An accent without glyph takes the letter below it along: only the accent is to be named.
            let characters = stretch.text.char_indices().filter(|_| stretch.is_missing);
            for (at, character) in characters.filter(|&(_, character)| !fonts.covers(character)) {
                let text = &stretch.text[at..at + character.len_utf8()];
                let literal = literals.get(&stretch.span);
                found(character, literal.and_then(|literal| literal.author(stretch.offset + at, text)), stretch.span);
            }
        });
    }

    /// The string literals of all emitted files by Typst's spans: one walk through each file, where Typst would
    /// search the file for each span anew.
    pub(super) fn literals<'a>(&self, assembled: &'a Assembled) -> HashMap<TypstSpan, Literal<'a>> {
        let mut literals = HashMap::new();
        for (path, piece) in &assembled.files {
            if let Piece::Emitted(file) = piece
                && let Some(source) = file_id(path).and_then(|id| self.tree.get(id)?.source.as_ref())
            {
                each_literal(source.root(), 0, &mut |span, range, text| {
                    literals.insert(span, Literal { file, range, text });
                });
            }
        }
        literals
    }

    /// Calls `visit` with page, baseline and each stretch of text in order.
    fn each_stretch(&self, mut visit: impl FnMut(usize, f64, Stretch)) {
        for (index, page) in self.paged.pages().iter().enumerate() {
            each_item(&page.frame, Transform::identity(), &mut |item, y| {
                stretches(item).into_iter().for_each(|stretch| visit(index + 1, y, stretch));
            });
        }
    }
}

/// A string literal of an emitted file.
pub(super) struct Literal<'a> {
    file: &'a VirtualFile,
    range: Range<usize>,
    text: String,
}

impl Literal<'_> {
    /// On which side of a redline it stands.
    pub fn change(&self) -> Option<Change> {
        self.file.change(self.range.clone())
    }

    /// Where the author wrote what is printed for the bytes of the literal from `offset`.
    fn author(&self, offset: usize, printed: &str) -> Option<Span> {
        let range = offset..offset + printed.len();
        match self.text.get(range.clone()) {
            Some(text) if text == printed => self.file.printed(self.range.clone(), range),
            _ if printed == SOFT_HYPHEN => None,
            // A template changed the letters (to capitals, say), or it is a line of code: then all of the literal.
            _ => self.file.printed(self.range.clone(), 0..self.range.len()),
        }
    }
}

/// Glyphs of one item that follow one another in one literal.
struct Stretch<'a> {
    text: &'a str,
    range: Range<usize>,
    span: TypstSpan,
    /// Where it begins in the decoded literal.
    offset: usize,
    /// Whether the font has no glyphs for it.
    is_missing: bool,
}

/// Visits each string literal with the span that Typst gives to what it prints, its range, and its decoded text.
fn each_literal(node: &SyntaxNode, start: usize, visit: &mut dyn FnMut(TypstSpan, Range<usize>, String)) {
    if let Some(literal) = node.cast::<ast::Str>() {
        visit(node.span(), start..start + node.len(), literal.get().into());
    }
    let callee = node.cast::<ast::FuncCall>().map(|call| call.callee());
    let is_code = matches!(callee, Some(ast::Expr::Ident(name)) if name.as_str() == "raw");
    let mut at = start;
    for child in node.children() {
        if is_code {
            // Code is printed with the span of the call, and offsets that count from the start of each line.
            each_literal(child, at, &mut |_, range, text| {
                visit(node.span(), range, if text.contains('\n') { String::new() } else { text });
            });
        } else {
            each_literal(child, at, visit);
        }
        at += child.len();
    }
}

fn each_item<'a>(frame: &'a Frame, transform: Transform, visit: &mut impl FnMut(&'a TextItem, f64)) {
    for (position, item) in frame.items() {
        let transform = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => each_item(&group.frame, transform.pre_concat(group.transform), visit),
            FrameItem::Text(text) => visit(text, Point::zero().transform(transform).y.to_pt()),
            _ => {}
        }
    }
}

fn stretches(item: &TextItem) -> Vec<Stretch<'_>> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut add = |glyph: &typst::text::Glyph| {
        let (span, offset, range) = (glyph.span.0, usize::from(glyph.span.1), glyph.range());
        let is_missing = glyph.id == 0;
        if let Some(last) = stretches.last_mut()
            && last.span == span
            && last.is_missing == is_missing
            && offset.checked_sub(last.offset) == range.start.checked_sub(last.range.start)
        {
            last.range.end = last.range.end.max(range.end);
            last.text = &item.text[last.range.clone()];
        } else {
            stretches.push(Stretch { text: &item.text[range.clone()], range, span, offset, is_missing });
        }
    };
    let leftwards = item.glyphs.first().zip(item.glyphs.last()).is_some_and(|(a, b)| a.range.start > b.range.start);
    if leftwards {
        item.glyphs.iter().rev().for_each(&mut add)
    } else {
        item.glyphs.iter().for_each(&mut add)
    }
    stretches
}
