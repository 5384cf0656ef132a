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
mod foreign;
mod front;
mod grids;
pub mod guide;
pub(crate) mod html;
mod images;
mod inlines;
mod limits;
mod links;
mod manuscript;
mod markers;
mod reader;
mod scripts;
mod tables;
mod text;
mod works;

use std::cell::Cell;
use std::ops::Range;

use comrak::{Arena, Node, Options, ParseCancelled, try_parse_document};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::front_matter;
use crate::section::{Block, FootnoteDefinition, FrontMatter, LinkDefinition, Section};
use crate::source::{Source, Span};

use front::Kind;
use manuscript::Manuscript;
use reader::Reader;

pub use canonical::canonical;
pub(crate) use scripts::is_base;

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
    let front::Top { kind, body } = front::top(text);
    let strays = front::strays(text, body);
    let mut misplaced = strays.iter().map(|stray| source.span(front::line_at(text, stray.start)));
    let front_matter = match &kind {
        Kind::Toml(inner) => front_matter::read(source, source.span(inner.clone()), diagnostics),
        Kind::Foreign(foreign) => Err(diagnostics.report(foreign::finding(source, foreign))),
        Kind::Unclosed(opening) => Err(diagnostics.report(unclosed(source.span(opening.clone())))),
        Kind::Missing => Err(diagnostics.report(match misplaced.next() {
            Some(stray) => {
                further_down(stray, "front matter stands at the top of a section", "Move it to the first line.")
            }
            None => missing(source.span(front::line_at(text, 0))),
        })),
    };
    for stray in misplaced {
        let help = "Put what still holds into the one at the top, and delete this one.";
        diagnostics.report(further_down(stray, "a section has one front matter, at its top", help));
    }
    let found = diagnostics.len();
    let Body { blocks, footnotes, definitions, comments } =
        read_body(source, source.span(body..text.len()), &strays, diagnostics);
    let prints_nothing = blocks.is_empty() && definitions.is_empty() && strays.is_empty();
    if prints_nothing && front_matter.is_ok() && diagnostics.len() == found {
        let first_line = source.span(front::line_at(text, 0));
        let empty = Diagnostic::warning(Code("empty-section"), first_line, "this section prints nothing");
        diagnostics.push(empty.with_help("Write its text below the front matter, or take it out of `sections`."));
    }
    let front_matter = front_matter.unwrap_or_else(|_| FrontMatter::unreadable(source.span(0..0)));
    Section { file: source.id(), front_matter, blocks, footnotes, definitions, comments }
}

/// Parses the Markdown at `span` of a file, which begins at the start of a line.
pub fn parse_body(source: &Source, span: Span, diagnostics: &mut Diagnostics) -> Body {
    read_body(source, span, &[], diagnostics)
}

/// As [`parse_body`], passing over what stands in `hidden`.
fn read_body(source: &Source, span: Span, hidden: &[Range<usize>], diagnostics: &mut Diagnostics) -> Body {
    let mut manuscript = Manuscript::new(source, span.range(), hidden);
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

/// Where the front matter of a section stands between its fences, even if the last is missing.
pub fn front_matter(text: &str) -> Option<Range<usize>> {
    let front::Top { kind, body } = front::top(text);
    match kind {
        Kind::Toml(inner) => Some(inner),
        Kind::Unclosed(opening) => Some((opening.end + 1).min(body)..body),
        Kind::Foreign(_) | Kind::Missing => None,
    }
}

fn missing(first_line: Span) -> Diagnostic {
    let help = "Start the file with a line `+++`, a line `version = \"1.0.0\"` and another line `+++`.";
    Diagnostic::error(Code("missing-front-matter"), first_line, "the file does not start with front matter")
        .with_help(help)
}

fn unclosed(opening: Span) -> Diagnostic {
    let help = "Put a line `+++` after the front matter.";
    Diagnostic::error(Code("unclosed-front-matter"), opening, "the front matter is not closed").with_help(help)
}

fn further_down(opening: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code("misplaced-front-matter"), opening, message).with_help(help)
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
