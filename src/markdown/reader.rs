//! What is known while a file is read: where comrak's nodes stand in it, and what was found so far.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use comrak::Node;
use comrak::nodes::{LineColumn, NodeValue};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::FootnoteDefinition;
use crate::source::Span;

use super::definitions::Uses;
use super::html::OpenElements;
use super::manuscript::{Entities, Manuscript};

pub(super) struct Reader<'r> {
    pub(super) manuscript: &'r Manuscript<'r>,
    pub(super) diagnostics: &'r mut Diagnostics,
    pub(super) window: Window,
    pub(super) leaf: Leaf,
    pub(super) scope: Scope,
    pub(super) entities: Entities,
    pub(super) footnotes: Vec<FootnoteDefinition>,
    /// Where the footnotes of each name start; upper and lower case are the same in names.
    pub(super) footnote_starts: BTreeMap<String, Vec<usize>>,
    pub(super) uses: Uses,
    pub(super) comments: Vec<Span>,
    /// The lines of closing `:::` fences that belong to a block.
    pub(super) closing_fences: HashSet<usize>,
    /// How many errors were found.
    pub(super) errors: usize,
    /// Whether a cell of a table is being read.
    pub(super) in_cell: bool,
    pub(super) open_html: OpenElements,
}

/// The part of the file that comrak was given, by the file's byte at which each of its lines starts.
pub(super) struct Window {
    pub(super) lines: Vec<usize>,
    pub(super) bounds: Range<usize>,
}

/// The heading, paragraph or cell being read.
#[derive(Default)]
pub(super) struct Leaf {
    pub(super) area: Range<usize>,
    /// The backslashes of `\|` in a table cell, which comrak takes away before it counts columns.
    pub(super) pipes: Vec<usize>,
    /// Lines that comrak did not count: of link definitions above the text, of an address or attributes within it.
    pub(super) skipped_lines: usize,
    /// Whether the text read last ends in a space, so that a further one does not print.
    pub(super) after_blank: bool,
    pub(super) reported_depth: bool,
}

/// What the text being read is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Body,
    Heading,
    Footnote,
    Caption,
}

impl<'r> Reader<'r> {
    pub(super) fn new(manuscript: &'r Manuscript<'r>, diagnostics: &'r mut Diagnostics) -> Self {
        let bounds = manuscript.body.clone();
        let starts = manuscript.text().bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(starts).map(|at| bounds.start + at).collect();
        Self {
            manuscript,
            diagnostics,
            window: Window { lines, bounds },
            leaf: Leaf::default(),
            scope: Scope::Body,
            entities: Entities::default(),
            footnotes: Vec::new(),
            footnote_starts: BTreeMap::new(),
            uses: Uses::default(),
            comments: Vec::new(),
            closing_fences: HashSet::new(),
            errors: 0,
            in_cell: false,
            open_html: OpenElements::default(),
        }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.manuscript.source.span(range)
    }

    pub(super) fn error(&mut self, code: &'static str, at: Range<usize>, message: impl Into<String>, help: &str) {
        let error = Diagnostic::error(Code(code), self.span(at), message);
        self.diagnostics.report(error.with_help(help));
        self.errors += 1;
    }

    pub(super) fn warning(&mut self, code: &'static str, at: Range<usize>, message: impl Into<String>, help: &str) {
        let warning = Diagnostic::warning(Code(code), self.span(at), message);
        self.diagnostics.push(warning.with_help(help));
    }

    /// Reads something as part of `scope`.
    pub(super) fn within<T>(&mut self, scope: Scope, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.scope, scope);
        let result = read(self);
        self.scope = outer;
        result
    }

    /// Where a block stands, without the spaces around it.
    pub(super) fn block_range(&self, node: Node) -> Range<usize> {
        let position = node.data().sourcepos;
        let start = self.offset(position.start);
        let mut end = self.clamp(self.rough_offset(position.end) + 1, &self.window.bounds).max(start);
        // comrak forgets where a block ends that a fence cuts off: its lines go on as far as the text in it.
        let last = std::iter::successors(Some(node), |node| node.last_child()).last().unwrap_or(node);
        let last_end = last.data().sourcepos.end;
        if (last_end.line, last_end.column) > (position.end.line, position.end.column) {
            end = end.max(self.line_from(self.offset(last_end)).end);
        }
        let text = self.manuscript.masked(start..end);
        let trimmed = text.trim_ascii_end();
        start + trimmed.len() - trimmed.trim_ascii_start().len()..start + trimmed.len()
    }

    /// Where an inline stands. comrak's word is taken if it begins with one of the `openings` and ends within the
    /// block; the block itself stands in where it does not.
    pub(super) fn inline_range(&self, node: Node, openings: &[&str]) -> Range<usize> {
        let (position, area) = (node.data().sourcepos, &self.leaf.area);
        let start = self.inline_offset(position.start);
        let end = self.clamp(self.rough_inline_offset(position.end) + 1, area);
        let fits = start < end && area.contains(&start);
        match fits && openings.iter().any(|opening| self.manuscript.masked(start..area.end).starts_with(opening)) {
            true => start..end,
            false => area.clone(),
        }
    }

    /// The byte of the file that comrak calls `position`, at the start of a character.
    pub(super) fn offset(&self, position: LineColumn) -> usize {
        self.manuscript.floor(self.rough_offset(position))
    }

    /// The byte of the file that comrak calls `position` in the present leaf.
    pub(super) fn inline_offset(&self, position: LineColumn) -> usize {
        self.manuscript.floor(self.rough_inline_offset(position))
    }

    fn rough_inline_offset(&self, position: LineColumn) -> usize {
        self.past_pipes(self.rough_offset(LineColumn { line: position.line + self.leaf.skipped_lines, ..position }))
    }

    /// comrak counts lines and bytes from 1, and errs now and then.
    fn rough_offset(&self, position: LineColumn) -> usize {
        let bounds = &self.window.bounds;
        let line = self.window.lines.get(position.line.saturating_sub(1)).copied().unwrap_or(bounds.end);
        (line + position.column.saturating_sub(1)).clamp(bounds.start, bounds.end)
    }

    /// A byte of the present leaf with the backslashes counted that comrak took away.
    fn past_pipes(&self, offset: usize) -> usize {
        let past = self.leaf.pipes.iter().fold(offset, |offset, &pipe| offset + usize::from(offset >= pipe));
        past.min(self.window.bounds.end)
    }

    /// The end of a character, within `bounds`.
    fn clamp(&self, end: usize, bounds: &Range<usize>) -> usize {
        self.manuscript.ceil(end).clamp(bounds.start, bounds.end)
    }

    /// From `start` to the end of its line.
    pub(super) fn line_from(&self, start: usize) -> Range<usize> {
        let rest = self.manuscript.masked(start..self.window.bounds.end);
        start..start + rest.find('\n').unwrap_or(rest.len())
    }
}

/// Whether a node prints nothing: a comment, or a line's end beside one.
pub(super) fn prints_nothing(node: Node) -> bool {
    match &node.data().value {
        NodeValue::HtmlInline(html) => html.starts_with("<!--"),
        NodeValue::SoftBreak => true,
        NodeValue::Text(text) => text.trim_ascii().is_empty(),
        _ => false,
    }
}
