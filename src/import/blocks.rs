//! Blocks of other tools → blocks of ours, line by line. What stands in a block is translated in the same way.

mod boxes;
mod cells;
mod directives;
mod divs;
mod excerpts;
mod fences;
mod figures;
mod grids;
mod headings;
mod listed;
mod lists;
mod setups;
mod tables;
mod verses;

pub(super) use figures::width as image_width;
pub(super) use tables::Grid;

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::html;
use super::scan;

/// Blocks within blocks; what nests deeper stays as it is.
const MAX_DEPTH: usize = 12;

/// The lines of a block, and what was made of them.
pub(super) struct Blocks<'c, 'a, 't> {
    context: &'c mut Context<'a>,
    lines: Vec<&'t str>,
    at: usize,
    out: Vec<String>,
    depth: usize,
    /// Whether headings stand in a block, where none can.
    is_inner: bool,
    lists: lists::Lists,
    /// Where blocks end, once it was asked.
    closings: Option<BTreeMap<usize, divs::Closing>>,
    /// What would end a block and stands in no line further down.
    endless: BTreeSet<String>,
    /// The line up to which no table in frames begins.
    frameless: usize,
}

/// Translates a text, HTML in it first.
pub(super) fn translate(text: &str, context: &mut Context, depth: usize, is_inner: bool) -> String {
    let text = html::translate(text, context);
    blocks(&text, context, depth, is_inner)
}

/// Translates a text in which no HTML is left.
pub(super) fn blocks(text: &str, context: &mut Context, depth: usize, is_inner: bool) -> String {
    if depth > MAX_DEPTH {
        return text.to_owned();
    }
    let lines = text.lines().collect();
    let lists = lists::Lists::default();
    let mut blocks = Blocks {
        context,
        lines,
        at: 0,
        out: Vec::new(),
        depth,
        is_inner,
        lists,
        closings: None,
        endless: BTreeSet::new(),
        frameless: 0,
    };
    while blocks.at < blocks.lines.len() {
        blocks.next();
    }
    let mut text = blocks.out.join("\n");
    text.push('\n');
    text
}

impl<'t> Blocks<'_, '_, 't> {
    fn line(&self) -> &'t str {
        self.lines[self.at]
    }

    fn peek(&self, ahead: usize) -> &'t str {
        self.lines.get(self.at + ahead).copied().unwrap_or_default()
    }

    /// How many lines further down something ends, for which `is_end` looks. What has no end has none below either.
    fn end_of(&mut self, end: &str, is_end: impl Fn(&str) -> bool) -> Option<usize> {
        if self.endless.contains(end) {
            return None;
        }
        let found = self.lines[self.at..].iter().skip(1).position(|line| is_end(line));
        if found.is_none() {
            self.endless.insert(end.to_owned());
        }
        found
    }

    /// Whether nothing, or a blank line, stands above.
    fn is_below_blank(&self) -> bool {
        self.at == 0 || self.lines[self.at - 1].trim().is_empty()
    }

    fn next(&mut self) {
        let line = self.line();
        if line.trim().is_empty() {
            self.out.push(String::new());
            self.at += 1;
            return;
        }
        let done = self.comment()
            || self.fence()
            || self.lists.is_code(line, self.is_below_blank()) && self.indented_code()
            || self.displayed()
            || self.line_block()
            || self.div()
            || self.admonition()
            || self.tab()
            || self.slashes()
            || self.quote()
            || self.rule_or_metadata()
            || self.definition()
            || self.grid()
            || self.pipe_table()
            || self.simple_table()
            || self.heading()
            || self.single_line();
        if !done {
            self.text_line();
        }
    }

    /// A comment on lines of its own stays.
    fn comment(&mut self) -> bool {
        let text = self.line().trim_start();
        if !text.starts_with("<!--") {
            return false;
        }
        let lower = text.to_lowercase();
        if ["toc", "table of contents"]
            .iter()
            .any(|toc| lower.trim_start_matches(['<', '!', '-', ' ']).starts_with(toc))
        {
            self.context.found.has_contents = true;
        }
        while self.at < self.lines.len() {
            let line = self.line();
            self.out.push(line.to_owned());
            self.at += 1;
            if line.contains("-->") {
                break;
            }
        }
        true
    }

    /// Code that is further in becomes code between fences.
    fn indented_code(&mut self) -> bool {
        let offset = self.lists.offset();
        if self.line().trim_start().starts_with('<') {
            return false;
        }
        let mut code = Vec::new();
        while self.at < self.lines.len() {
            let line = self.line();
            let is_blank = line.trim().is_empty();
            if !is_blank && lists::indent(line) < offset + 4 {
                break;
            }
            code.push(lists::dedented(line, offset + 4));
            self.at += 1;
        }
        while code.last().is_some_and(|line| line.trim().is_empty()) {
            code.pop();
            self.at -= 1;
        }
        let fence = scan::fence_around(&code.join("\n"));
        let pad = " ".repeat(offset);
        self.out.push(format!("{pad}{fence}"));
        self.out.extend(code.iter().map(|line| format!("{pad}{line}").trim_end().to_owned()));
        self.out.push(format!("{pad}{fence}"));
        true
    }

    /// Lines that go in with a block: translated, as far in as its opening line.
    fn push_block(&mut self, text: &str, indent: usize) {
        let pad = " ".repeat(indent);
        let mut lines = text.trim_matches('\n').lines();
        // Behind the mark of an item that is empty so far, it stands on that line.
        let is_mark = |last: &String| {
            last.len() < indent && lists::mark(last.trim_start()).is_some_and(|(_, text)| last.trim().len() < text)
        };
        if let Some(mark) = self.out.pop_if(|last| is_mark(last)) {
            // A width of the formatter ends at 65535.
            let gap = " ".repeat(indent.saturating_sub(mark.chars().count()));
            self.out.push(format!("{mark}{gap}{}", lines.next().unwrap_or_default()));
        } else if self.out.last().is_some_and(|last| !last.trim().is_empty()) {
            self.out.push(String::new());
        }
        for line in lines {
            self.out.push(if line.is_empty() { String::new() } else { format!("{pad}{line}") });
        }
        self.out.push(String::new());
    }

    /// A text as what stands in this block.
    fn inner(&mut self, text: &str, is_inner: bool) -> String {
        blocks(text, self.context, self.depth + 1, self.is_inner || is_inner)
    }
}
