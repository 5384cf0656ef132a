//! Blocks: comrak's nodes → ours.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{ListType, NodeCodeBlock, NodeHeading, NodeList, NodeValue};

use crate::section::marker::{self, Marker};
use crate::section::{
    Anchor, Block, BlockKind, Definition, FootnoteDefinition, Heading, Inline, InlineKind, Item, Label, List,
    NumberForm, Numbers,
};
use crate::source::Spanned;

use super::attributes::{self, Attributes};
use super::guide;
use super::images::only_image;
use super::reader::{Reader, Scope};
use super::text;

/// Blocks in blocks: Typst gives up soon after.
const MAX_BLOCK_LEVELS: usize = 8;

/// Lists in lists.
const MAX_LIST_LEVELS: usize = 5;

/// What the text of a task begins with.
const TASKS: [&str; 3] = ["[ ]", "[x]", "[X]"];

/// How deep a block stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nest {
    level: usize,
    lists: usize,
    has_headings: bool,
    /// Whether a page can begin.
    has_pages: bool,
}

impl Nest {
    /// Inside a block.
    pub(super) fn inner(self) -> Self {
        Self { level: self.level + 1, has_headings: false, has_pages: false, ..self }
    }

    /// Inside a block that may have headings where it stands.
    pub(super) fn inner_with_headings(self) -> Self {
        Self { level: self.level + 1, has_pages: false, ..self }
    }

    /// Inside pages of their own, within which others can begin.
    pub(super) fn inner_of_pages(self) -> Self {
        Self { level: self.level + 1, ..self }
    }

    /// Whether a heading may stand here.
    pub(super) fn has_headings(self) -> bool {
        self.has_headings
    }

    fn inner_list(self) -> Self {
        Self { lists: self.lists + 1, ..self.inner() }
    }
}

impl Reader<'_> {
    /// All blocks of a file; footnotes are set aside.
    pub(super) fn document(&mut self, root: Node) -> Vec<Block> {
        let nest = Nest { level: 1, lists: 0, has_headings: true, has_pages: true };
        for node in root.children() {
            if let NodeValue::FootnoteDefinition(note) = &node.data().value {
                let start = self.offset(node.data().sourcepos.start);
                self.footnote_starts.entry(note.name.to_lowercase()).or_default().push(start);
            }
        }
        let mut blocks = Vec::new();
        for node in root.children() {
            match &node.data().value {
                NodeValue::FootnoteDefinition(note) => self.footnote(node, &note.name, note.total_references, nest),
                _ => blocks.extend(self.block(node, nest)),
            }
        }
        self.mixed_lists(&blocks);
        blocks
    }

    pub(super) fn blocks(&mut self, parent: Node, nest: Nest) -> Vec<Block> {
        if nest.level > MAX_BLOCK_LEVELS {
            let message = format!("more than {MAX_BLOCK_LEVELS} levels of lists, quotes and blocks");
            self.error("too-deep", self.first_line(parent), message, "Write it more simply.");
            return Vec::new();
        }
        let blocks: Vec<Block> = parent.children().filter_map(|node| self.block(node, nest)).collect();
        self.mixed_lists(&blocks);
        blocks
    }

    /// The blocks of a block that opens at `start`; one without any is reported.
    pub(super) fn blocks_of_one(&mut self, node: Node, start: usize, nest: Nest) -> Vec<Block> {
        let errors = self.errors;
        let blocks = self.blocks(node, nest);
        if blocks.is_empty() && self.errors == errors && !self.may_define(&self.block_range(node)) {
            self.warning("empty-block", self.line_from(start), "nothing stands in this block", "Fill or delete it.");
        }
        blocks
    }

    pub(super) fn block(&mut self, node: Node, nest: Nest) -> Option<Block> {
        let (data, range) = (node.data(), self.block_range(node));
        let kind = match &data.value {
            NodeValue::Paragraph => match only_image(node) {
                Some(image) => self.lone_image(node, image, range.clone())?,
                None => {
                    self.refuse_broken_table(&range);
                    return Some(self.paragraph(node, range.clone()));
                }
            },
            NodeValue::Heading(heading) => self.heading(node, *heading, range.clone(), nest),
            NodeValue::List(list) => self.list(node, list, nest)?,
            NodeValue::DescriptionList => BlockKind::Definitions(self.definitions(node, nest)),
            NodeValue::BlockQuote => BlockKind::Quote(self.blocks_of_one(node, range.start, nest.inner())),
            NodeValue::CodeBlock(code) if !code.fenced && self.indented_html(range.clone(), &code.literal) => {
                return None;
            }
            NodeValue::CodeBlock(code) => self.code(code, range.clone()),
            NodeValue::Table(table) => BlockKind::Table(self.table(node, table, range.clone())?),
            NodeValue::BlockDirective(directive) => self.directive(node, directive, range.clone(), nest)?,
            NodeValue::HtmlBlock(html) => {
                self.html(range, &html.literal);
                return None;
            }
            NodeValue::ThematicBreak => {
                let help = match self.rules_columns(&range) {
                    true => "Write a table as `| a | b |`, below it `|---|---|`, then a line for each row.",
                    false => "Delete the line; begin a new part with a heading.",
                };
                self.error("unsupported-thematic-break", range, "a paper has no dividing lines", help);
                return None;
            }
            NodeValue::FootnoteDefinition(note) => {
                let message = format!("the footnote `{}` is written inside another block", note.name);
                let help = "Write it at the left margin, between two blank lines.";
                self.error("misplaced-footnote", self.first_line(node), message, help);
                return None;
            }
            other => unreachable!("the dialect has no {other:?}"),
        };
        Some(Block::new(self.span(range), kind))
    }

    /// A paragraph, which may begin with a label: `{#label} Text`.
    fn paragraph(&mut self, node: Node, range: Range<usize>) -> Block {
        let task = self.task(node, &range);
        let label = self.paragraph_label(&(task.as_ref().map_or(range.start, |(_, text)| *text)..range.end));
        let mut content = self.content(node, range.clone(), Vec::new());
        if let Some((_, text)) = task {
            text::cut_start(&mut content, text);
        }
        let anchor = label.and_then(|(label, end)| {
            text::cut_start(&mut content, end);
            label.map(|label| Box::new(Anchor { label: Some(label), ..Anchor::default() }))
        });
        if let Some((done, _)) = task {
            let place = self.span(range.start..range.start + TASKS[0].len());
            content.insert(0, Inline::new(place, InlineKind::Task(done)));
        }
        Block { anchor, ..Block::new(self.span(range), BlockKind::Paragraph(content)) }
    }

    /// Whether the task that an item is about is done, if it is about one: `[ ] text` or `[x] text`. And where its text
    /// begins.
    fn task(&self, node: Node, range: &Range<usize>) -> Option<(bool, usize)> {
        let is_first = node.previous_sibling().is_none();
        node.parent().filter(|parent| is_first && matches!(parent.data().value, NodeValue::Item(_)))?;
        // It may be a link all the same.
        node.first_child().filter(|first| matches!(first.data().value, NodeValue::Text(_)))?;
        let text = self.manuscript.masked(range.clone());
        let rest = TASKS.iter().find_map(|task| text.strip_prefix(task))?;
        let own = rest.trim_ascii_start();
        (own.len() < rest.len() && !own.is_empty()).then(|| (!text.starts_with(TASKS[0]), range.end - own.len()))
    }

    /// The label at the beginning of a paragraph, unless it was reported, and where it ends. Notes are referred to by
    /// their calls.
    fn paragraph_label(&mut self, range: &Range<usize>) -> Option<(Option<Spanned<Label>>, usize)> {
        let text = self.manuscript.masked(0..range.end);
        if self.scope != Scope::Body || !text[range.start..].starts_with("{#") {
            return None;
        }
        let mut attributes = attributes::parse(text, range.start)?;
        let end = attributes.range.end;
        let is_apart = text[end..].starts_with([' ', '\t', '\n']) && !text[end..].trim_ascii().is_empty();
        if !is_apart {
            return None;
        }
        let label = self.label(&mut attributes);
        self.finish(attributes, "A paragraph", guide::PARAGRAPH);
        Some((label, end))
    }

    /// Whether a dividing line stands right below text, in stretches as those below the columns of a simple table.
    fn rules_columns(&self, range: &Range<usize>) -> bool {
        let above = self.manuscript.written(0..range.start);
        let is_below = above.strip_suffix('\n').is_some_and(|above| !above.is_empty() && !above.ends_with('\n'));
        let mut stretches = self.manuscript.written(range.clone()).split_whitespace();
        let is_one = |stretch: &str| stretch.len() > 1 && stretch.bytes().all(|byte| byte == b'-');
        is_below && stretches.next().is_some_and(is_one) && stretches.next().is_some_and(is_one)
    }

    fn heading(&mut self, node: Node, heading: NodeHeading, range: Range<usize>, nest: Nest) -> BlockKind {
        let hashes = "#".repeat(heading.level.into());
        if heading.setext {
            let help = format!("Write `{hashes} Title` on one line; leave a blank line above if none is meant.");
            self.error("underlined-heading", range.clone(), "headings are not underlined", &help);
        }
        if !nest.has_headings {
            let help = "Put it at the left margin, outside of lists, quotes and blocks.";
            self.error("misplaced-heading", range.clone(), "a heading cannot stand inside another block", help);
        }
        let mut attributes = self.heading_attributes(node, heading, range.clone());
        let label = self.label(&mut attributes);
        let unnumbered = attributes.take(".unnumbered").is_some();
        let annex = attributes.take(".annex");
        if let Some(annex) = annex.as_ref().filter(|_| heading.level > 1 || unnumbered) {
            let help = "Write `# Title {.annex}`; what stands below it is a part of it.";
            let message = "an annex begins with a numbered heading of the first level";
            self.error("misplaced-annex", annex.range.clone(), message, help);
        }
        let new_page = attributes.take(".new-page");
        if let Some(attribute) = &new_page {
            self.need_page(nest, attribute.range.clone());
        }
        self.finish(attributes, "A heading", guide::HEADING);
        let errors = self.errors;
        let content = self.within(Scope::Heading, |reader| reader.content(node, range.clone(), Vec::new()));
        if content.is_empty() && self.errors == errors {
            self.error("empty-heading", range, "this heading has no title", &format!("Write `{hashes} Title`."));
        }
        let (level, new_page) = (heading.level, new_page.is_some());
        let annex = annex.is_some();
        BlockKind::Heading(Heading {
            level,
            label,
            unnumbered,
            annex,
            new_page,
            number: None,
            printed_number: None,
            content,
        })
    }

    /// Reports what would begin a page within something that is no page.
    pub(super) fn need_page(&mut self, nest: Nest, at: Range<usize>) {
        if !nest.has_pages {
            let help = "Put it outside of lists, quotes and blocks, or delete it.";
            self.error("misplaced-page", at, "no page can begin inside another block", help);
        }
    }

    /// The attributes at the end of a heading, if comrak took them off; if it did not, they may be malformed.
    fn heading_attributes(&mut self, node: Node, heading: NodeHeading, range: Range<usize>) -> Attributes {
        let title = self.manuscript.masked(range.clone());
        let title = if heading.closed { title.trim_end_matches('#') } else { title };
        let title = title.rfind('\n').filter(|_| heading.setext).map_or(title, |end| &title[..end]);
        let text = self.manuscript.masked(0..range.start + title.trim_ascii_end().len());
        let data = node.data();
        let starts = || text[range.start..].rmatch_indices('{').map(|(at, _)| range.start + at);
        let whole = |start| attributes::parse(text, start).filter(|attributes| attributes.range.end == text.len());
        if let Some(expected) = &data.attrs {
            let found = starts().find_map(|start| whole(start).filter(|found| found.agrees_with(expected)));
            return found.unwrap_or_default();
        }
        let is_meant = |start: &usize| {
            let inner = &text[start + 1..];
            let is_literal = text[..*start].ends_with(['{', '\\']) || inner.starts_with('{');
            text.ends_with('}') && !is_literal && (inner.starts_with(['#', '.']) || inner.contains('='))
        };
        if let Some(start) = starts().next().filter(is_meant) {
            self.malformed_attributes(start..text.len());
        }
        Attributes::default()
    }

    fn list(&mut self, node: Node, list: &NodeList, nest: Nest) -> Option<BlockKind> {
        if nest.lists == MAX_LIST_LEVELS {
            let message = format!("more than {MAX_LIST_LEVELS} levels of lists");
            self.error("too-deep", self.first_line(node), message, "Write it more simply, or as headings.");
            return None;
        }
        let numbers = (list.list_type == ListType::Ordered).then(|| self.numbers(node, list.start as u64));
        let items = node.children().map(|item| self.item(item, nest.inner_list())).collect();
        Some(BlockKind::List(List { numbers, tight: list.tight, items }))
    }

    /// The number of each item as it was typed; comrak knows the first one only, and only digits.
    fn numbers(&self, list: Node, first: u64) -> Numbers {
        let starts: Vec<usize> = list.children().map(|item| self.offset(item.data().sourcepos.start)).collect();
        let markers = starts.iter().map(|start| Marker::read(self.manuscript.written(self.line_from(*start))));
        // An item with nothing in it has a plain number.
        let Some(markers) = markers.collect::<Option<Vec<Marker>>>() else {
            return Numbers::of(NumberForm::PLAIN, self.plain_numbers(&starts, first));
        };
        let form = marker::form(&markers);
        let value = |marker: &Marker| marker.value(form.figures).unwrap_or(marker.readings[0].1);
        Numbers::of(form, markers.iter().map(value).collect())
    }

    fn plain_numbers(&self, starts: &[usize], first: u64) -> Vec<u64> {
        let numbers = (first..).zip(starts).map(|(expected, start)| {
            let text = self.manuscript.masked(self.line_from(*start));
            let digits = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
            text[..digits].parse().unwrap_or(expected)
        });
        numbers.collect()
    }

    /// Reports a list that was meant to stand in an item of the one above it: right below that, or before it goes on.
    fn mixed_lists(&mut self, blocks: &[Block]) {
        let list = |at: usize| match &blocks.get(at)?.kind {
            BlockKind::List(list) => list.numbers.as_ref().map(|numbers| (numbers, list.items.len())),
            _ => None,
        };
        for (at, block) in blocks.iter().enumerate().skip(1) {
            let (Some((above, count)), Some((own, _))) = (list(at - 1), list(at)) else { continue };
            let next = list(at + 1).map(|(below, _)| (below.form, below.at(0)));
            let goes_on = next == Some((above.form, above.at(count)));
            let range = block.span.range();
            let line_above = self.manuscript.written(self.window.bounds.start..range.start).rsplit('\n').nth(1);
            let is_apart = line_above.is_some_and(|line| line.trim_matches([' ', '\t', '>']).is_empty());
            let are_plain = [above, own].iter().all(|numbers| numbers.form.is_plain());
            if are_plain || !goes_on && is_apart {
                continue;
            }
            let (mark, last) = (own.printed(0), above.printed(count - 1));
            let message = format!("`{mark}` begins another list than the one above, at the same place");
            let apart = if is_apart { "put words between two lists" } else { "leave a blank line between two lists" };
            let spaces = last.len() + 1;
            let help = format!("Indent it by {spaces} spaces to put it into the item `{last}`, or {apart}.");
            self.error("mixed-list", range.start..range.start + mark.len(), message, &help);
        }
    }

    fn item(&mut self, item: Node, nest: Nest) -> Item {
        let (range, errors) = (self.block_range(item), self.errors);
        let mut blocks = self.blocks(item, nest);
        if blocks.is_empty() && self.errors == errors && !self.may_define(&range) {
            self.warning("empty-item", range.clone(), "nothing stands in this item", "Fill or delete it.");
        }
        // A label behind the mark is that of the item.
        let anchor = blocks.first_mut().and_then(|first| first.anchor.take());
        Item {
            span: self.span(range),
            change: None,
            label: anchor.and_then(|anchor| anchor.label),
            blocks,
            older: None,
        }
    }

    /// Terms and what they mean. comrak makes an item of each meaning; one without a term belongs to the last.
    fn definitions(&mut self, node: Node, nest: Nest) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        for item in node.children() {
            let span = self.span(self.block_range(item));
            for part in item.children() {
                if !matches!(part.data().value, NodeValue::DescriptionTerm) {
                    let details = self.blocks(part, nest.inner());
                    if let Some(definition) = definitions.last_mut() {
                        definition.details.extend(details);
                        definition.span = definition.span.to(span);
                    }
                } else if let Some(paragraph) = part.first_child() {
                    let mut range = self.block_range(paragraph);
                    // comrak forgets where a term ends if its meaning is in the next line.
                    if paragraph.data().sourcepos.start == paragraph.data().sourcepos.end {
                        let details = part.next_sibling().map(|details| self.offset(details.data().sourcepos.start));
                        let above = self.manuscript.masked(range.start..details.unwrap_or(range.end).max(range.end));
                        range.end =
                            range.start + above.rfind('\n').map_or(above, |end| &above[..end]).trim_ascii_end().len();
                    }
                    let term = self.content(paragraph, range, Vec::new());
                    definitions.push(Definition { span, change: None, term, details: Vec::new() });
                }
            }
        }
        definitions
    }

    fn code(&mut self, code: &NodeCodeBlock, range: Range<usize>) -> BlockKind {
        if code.info.starts_with("{=") {
            let help = "Use Markdown instead; without the braces it prints as code.";
            self.error("raw-code", self.line_from(range.start), "raw Typst, HTML or TeX cannot be printed", help);
        } else if code.fenced && !code.closed {
            let help = "Repeat its fence on a line below it.";
            self.error("unclosed-code", self.line_from(range.start), "this code block is not closed", help);
        }
        let literal = self.code_lines(code.literal.strip_suffix('\n').unwrap_or(&code.literal), code, &range);
        let first_line = if code.fenced { self.line_from(range.start).end.min(range.end) } else { range.start };
        BlockKind::Code(self.code_text(&literal, first_line..range.end))
    }

    /// Code as its author typed it, for comrak was given digits in the place of marks. Of each line that is taken from
    /// the file which is the same as what comrak was given; before it can stand blanks, of a tab.
    fn code_lines(&self, literal: &str, code: &NodeCodeBlock, range: &Range<usize>) -> String {
        let mut place = self.line_from(range.start);
        if code.fenced {
            place = self.line_from(place.end + 1);
        }
        let lines = literal.split('\n').map(|line| {
            let (masked, written) = (self.manuscript.masked(place.clone()), self.manuscript.written(place.clone()));
            place = self.line_from(place.end + 1);
            let pairs = line.bytes().rev().zip(masked.bytes().rev());
            let same = pairs.take_while(|(one, other)| one == other).count();
            let (before, own) = (line.len() - same, written.len() - same);
            let is_own =
                line.is_char_boundary(before) && written.is_char_boundary(own) && line[..before].trim().is_empty();
            if is_own { format!("{}{}", &line[..before], &written[own..]) } else { line.to_owned() }
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn footnote(&mut self, node: Node, name: &str, calls: u32, nest: Nest) {
        let range = self.block_range(node);
        let name_range = range.start + "[^".len()..range.start + "[^".len() + name.len();
        let starts = &self.footnote_starts[&name.to_lowercase()];
        let (first, is_unique) = (starts[0], starts.len() == 1);
        if first != range.start {
            let line = self.manuscript.source.position(first).line;
            let help = format!("The other one is in line {line}; upper and lower case are the same here.");
            self.error("duplicate-footnote", name_range, format!("there are two footnotes `{name}`"), &help);
            return;
        }
        if calls == 0 && is_unique {
            let message = format!("nothing calls the footnote `{name}`");
            let help = format!("Write `[^{name}]` where it belongs, or delete it.");
            self.warning("unused-footnote", name_range.clone(), message, &help);
        }
        let blocks = self.within(Scope::Footnote, |reader| reader.blocks(node, nest.inner()));
        let name = Spanned::new(name.to_owned(), self.span(name_range));
        self.footnotes.push(FootnoteDefinition { name, blocks });
    }

    fn first_line(&self, node: Node) -> Range<usize> {
        let range = self.block_range(node);
        range.start..range.end.min(self.line_from(range.start).end)
    }
}
