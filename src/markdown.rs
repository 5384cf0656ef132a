//! Markdown text → [`Section`]. The only home of comrak.
//!
//! comrak finds the structure; every character that is printed is then read again from the author's own text, so
//! that it carries its exact place. What comrak leaves out in silence (surplus cells, unclosed blocks, footnotes that
//! nobody calls) is found here and reported.

mod attributes;
mod blocks;
mod canonical;
mod citations;
mod containers;
mod definitions;
mod images;
mod inlines;
mod limits;
mod links;
mod manuscript;
mod reader;
mod tables;
mod text;

use std::cell::Cell;
use std::ops::Range;

use comrak::{Arena, Node, Options, ParseCancelled, try_parse_document};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::front_matter;
use crate::section::{Block, FootnoteDefinition, FrontMatter, LinkDefinition, Section};
use crate::source::{Source, Span};

use manuscript::Manuscript;
use reader::Reader;

pub use canonical::canonical;

/// What stands below the front matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    pub blocks: Vec<Block>,
    pub footnotes: Vec<FootnoteDefinition>,
    pub definitions: Vec<LinkDefinition>,
    /// Comments, which are never printed.
    pub comments: Vec<Span>,
}

/// Parses one section file. All its mistakes are reported; what can be read of it is returned, so that later stages
/// find theirs in the same run.
pub fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Section {
    let text = source.text();
    let (front_matter, start) = match split(text) {
        Ok((inner, start)) => (front_matter::read(source, source.span(inner), diagnostics), start),
        Err(fences) => {
            // It most likely ends where the first line is left blank. Nothing of it may be taken for prose.
            let end = text.find("\n\n").map_or(text.len(), |at| at + 1);
            let is_likely = |line: &str| match line.split_once('=') {
                Some((key, _)) => !key.trim().contains(char::is_whitespace),
                None => line.trim().is_empty() || line.trim_end().ends_with(FENCE),
            };
            let is_there = fences == Fences::Unclosed || text[..end].lines().all(is_likely);
            (Err(report_fences(source, fences, diagnostics)), if is_there { end } else { 0 })
        }
    };
    let found = diagnostics.len();
    let Body { blocks, footnotes, definitions, comments } =
        parse_body(source, source.span(start..text.len()), diagnostics);
    if blocks.is_empty() && definitions.is_empty() && front_matter.is_ok() && diagnostics.len() == found {
        let first_line = source.span(0..text.find('\n').unwrap_or(text.len()));
        let empty = Diagnostic::warning(Code("empty-section"), first_line, "this section prints nothing");
        diagnostics.push(empty.with_help("Write its text below the front matter, or take it out of `sections`."));
    }
    let front_matter = front_matter.unwrap_or_else(|_| FrontMatter::unreadable(source.span(0..0)));
    Section { file: source.id(), front_matter, blocks, footnotes, definitions, comments }
}

/// Parses the Markdown at `span` of a file, which begins at the start of a line.
pub fn parse_body(source: &Source, span: Span, diagnostics: &mut Diagnostics) -> Body {
    let mut manuscript = Manuscript::new(source, span.range());
    if let Some(finding) = limits::exceeded(&manuscript) {
        diagnostics.report(finding);
        return Body::default();
    }
    let (arena, options) = (Arena::new(), options());
    // What stands so deep is not printed: it makes no difference whether it is a quote or text.
    if let Some(shallow) = limits::shallow(manuscript.text())
        && parse_document(&arena, &shallow, &options).is_ok_and(limits::nests)
    {
        manuscript.replace_text(&shallow);
    }
    let Ok(root) = parse_document(&arena, manuscript.text(), &options) else {
        let tangled = Diagnostic::error(Code("too-tangled"), span, "this file is too tangled to be read");
        diagnostics.report(tangled.with_help("Look for very long runs of the same mark, or split the file."));
        return Body::default();
    };
    let mut reader = Reader::new(&manuscript, diagnostics);
    let blocks = reader.document(root);
    let definitions = reader.link_definitions(root);
    Body { blocks, footnotes: reader.footnotes, definitions, comments: reader.comments }
}

const FENCE: &str = "+++";

/// What is wrong with the lines around front matter.
#[derive(Clone, Copy, PartialEq)]
enum Fences {
    Missing,
    Unclosed,
}

/// The bytes between the `+++` lines, and the byte at which the Markdown begins.
fn split(text: &str) -> Result<(Range<usize>, usize), Fences> {
    let is_fence = |line: &str| line.trim_ascii_end() == FENCE;
    let mut lines = text.split_inclusive('\n');
    let start = lines.next().filter(|line| is_fence(line)).ok_or(Fences::Missing)?.len();
    let mut end = start;
    for line in lines {
        if is_fence(line) {
            return Ok((start..end, end + line.len()));
        }
        end += line.len();
    }
    Err(Fences::Unclosed)
}

fn report_fences(source: &Source, fences: Fences, diagnostics: &mut Diagnostics) -> Reported {
    let first_line = source.span(0..source.text().find('\n').unwrap_or(source.text().len()));
    let (code, message, help) = match fences {
        Fences::Missing => (
            Code("missing-front-matter"),
            "the file does not start with front matter",
            "Start the file with a line `+++`, a line `version = \"1.0.0\"` and another line `+++`.",
        ),
        Fences::Unclosed => (
            Code("unclosed-front-matter"),
            "the front matter is not closed",
            "Put a line `+++` after the front matter.",
        ),
    };
    diagnostics.report(Diagnostic::error(code, first_line, message).with_help(help))
}

/// The dialect. Whatever is not switched on here stays plain text.
fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.block_directive = true;
    extension.description_lists = true;
    extension.footnotes = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.strikethrough = true;
    // Without it, a single tilde strikes, too. It is text.
    extension.subscript = true;
    extension.table = true;
    options.parse.escaped_char_spans = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// Lets comrak read `text`, as long as its work stays in proportion to the length (it counts its own steps and asks
/// at every 256th).
fn parse_document<'a>(arena: &'a Arena<'a>, text: &str, options: &Options) -> Result<Node<'a>, ParseCancelled> {
    let left = Cell::new(4_096 + text.len() / 4);
    try_parse_document(arena, text, options, &|| {
        left.set(left.get().saturating_sub(1));
        left.get() == 0
    })
}
