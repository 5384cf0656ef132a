//! Inlines: comrak's nodes → ours.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use crate::diagnostic::{listed, nearest};
use crate::section::{Footnote, Inline, InlineKind, Inlines, Pattern, Text, walk};
use crate::source::Span;

use super::reader::{Leaf, Reader, Scope};
use super::scripts;
use super::text::{Run, trim_end};

/// Emphasis in emphasis in a link …
const MAX_INLINE_LEVELS: usize = 16;

/// Inlines of one paragraph, but for plain text.
const MAX_PARTS: usize = 2_000;

/// Places of one paragraph at which its text is taken apart: ends of lines, escapes, entities.
const MAX_SPLITS: usize = 10_000;

/// What braces mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Braces {
    Plain,
    /// `{number}` between the brackets of a reference.
    Placeholder,
    /// A placeholder within emphasis, where it cannot be printed.
    Misplaced,
}

impl Reader<'_> {
    /// The text of a heading, paragraph or cell that stands at `area`.
    pub(super) fn content(&mut self, node: Node, area: Range<usize>, pipes: Vec<usize>) -> Inlines {
        let skipped_lines = self.count_definition_lines(node, &area);
        self.leaf = Leaf { area, pipes, skipped_lines, after_blank: true, ..Leaf::default() };
        let mut inlines = self.inlines(node, 1, Braces::Plain);
        trim_end(&mut inlines);
        self.limit_parts(&inlines);
        inlines
    }

    /// Typst lays a paragraph out in a time that grows with the square of its parts.
    fn limit_parts(&mut self, inlines: &Inlines) {
        let area = self.leaf.area.clone();
        let mut splits = self.manuscript.written(area.clone()).match_indices(['\\', '&', '\n']).skip(MAX_SPLITS);
        let (place, message) = if let Some((at, _)) = splits.next() {
            let message = format!("this text has more than {MAX_SPLITS} ends of lines, backslashes and entities");
            (area.start + at..area.start + at + 1, message)
        } else if let Some(place) = excess(inlines, &mut MAX_PARTS.clone()) {
            (place.range(), format!("this text has more than {MAX_PARTS} links, notes, emphases and such"))
        } else {
            return;
        };
        self.error("too-large", place, message, "Make paragraphs of it: each is laid out as a whole.");
    }

    pub(super) fn inlines(&mut self, parent: Node, level: usize, braces: Braces) -> Inlines {
        let only_text = |item| if let Pattern::Text(inline) = item { Some(inline) } else { None };
        self.items(parent, level, braces).into_iter().filter_map(only_text).collect()
    }

    /// What stands in `parent`: inlines and, if `braces` are such, placeholders.
    pub(super) fn items(&mut self, parent: Node, level: usize, braces: Braces) -> Vec<Pattern> {
        let (mut run, mut items) = (Run::default(), Vec::new());
        self.add_items(parent, level, braces, &mut run, &mut items);
        self.write_run(run, braces, &mut items);
        items
    }

    /// Reads what stands in `parent`: text goes on with `run`, all else is written behind it.
    fn add_items(&mut self, parent: Node, level: usize, braces: Braces, run: &mut Run, items: &mut Vec<Pattern>) {
        if level > MAX_INLINE_LEVELS {
            if !std::mem::replace(&mut self.leaf.reported_depth, true) {
                let message = format!("more than {MAX_INLINE_LEVELS} levels of emphasis and links");
                let help = "Write it more simply; escape marks that are meant as such.";
                self.error("too-deep", self.leaf.area.clone(), message, help);
            }
            return;
        }
        for child in parent.children() {
            match &child.data().value {
                NodeValue::Text(text) => self.add_text(child, text, run),
                NodeValue::Escaped => self.add_escaped(child, run),
                NodeValue::SoftBreak => self.add_line_end(child, run),
                // Only two tildes strike.
                NodeValue::Subscript => {
                    let range = self.inline_range(child, &["~"]);
                    self.add_mark("~", range.start, run);
                    self.add_items(child, level + 1, braces, run, items);
                    self.add_mark("~", range.end.saturating_sub(1), run);
                }
                value => {
                    self.write_run(std::mem::take(run), braces, items);
                    let is_break = matches!(value, NodeValue::HtmlInline(html) if self.is_cell_break(child, html));
                    if is_break {
                        drop_blank(items);
                    }
                    if let Some(inline) = self.inline(child, value, level, braces) {
                        items.push(Pattern::Text(inline));
                    }
                }
            }
        }
    }

    fn inline(&mut self, node: Node, value: &NodeValue, level: usize, braces: Braces) -> Option<Inline> {
        let inner = if braces == Braces::Placeholder { Braces::Misplaced } else { braces };
        let (range, kind) = match value {
            NodeValue::Emph => {
                let content = self.inlines(node, level + 1, inner);
                (self.inline_range(node, &["*", "_"]), InlineKind::Emphasis(content))
            }
            NodeValue::Strong => {
                let content = self.inlines(node, level + 1, inner);
                (self.inline_range(node, &["**", "__"]), InlineKind::Strong(content))
            }
            NodeValue::Strikethrough => {
                let content = self.inlines(node, level + 1, inner);
                (self.inline_range(node, &["~~"]), InlineKind::Strike(content))
            }
            NodeValue::Code(code) => {
                self.leaf.after_blank = false;
                let range = self.inline_range(node, &["`"]);
                let inside = range.start + code.num_backticks.min(range.len())..range.end;
                (range, InlineKind::Code(self.code_text(&code.literal, inside)))
            }
            NodeValue::LineBreak => {
                self.leaf.after_blank = true;
                (self.inline_range(node, &["\\", " "]), InlineKind::Break)
            }
            NodeValue::HtmlInline(html) if self.is_cell_break(node, html) => {
                self.leaf.after_blank = true;
                (self.inline_range(node, &["<"]), InlineKind::Break)
            }
            NodeValue::HtmlInline(html) => {
                let range = self.inline_range(node, &["<"]);
                self.html(range, html);
                return None;
            }
            NodeValue::FootnoteReference(call) => {
                let range = self.inline_range(node, &["[^"]);
                return self.footnote_call(range, &call.name);
            }
            NodeValue::Link(link) => return self.link(node, link, level),
            NodeValue::Image(_) => return self.inline_image(node, level),
            other => unreachable!("the dialect has no {other:?}"),
        };
        Some(Inline::new(self.span(range), kind))
    }

    fn is_cell_break(&self, node: Node, html: &str) -> bool {
        self.breaks_cell(&self.inline_range(node, &["<"]), html)
    }

    /// Code as it is printed, which stands somewhere in `range`.
    pub(super) fn code_text(&self, literal: &str, range: Range<usize>) -> Text {
        let text = self.manuscript.unmask(literal);
        let found = self.manuscript.written(range.clone()).find(&text);
        let place = found.map_or(range.clone(), |at| range.start + at..range.start + at + text.len());
        Text::read(self.manuscript.source, self.span(place), text)
    }

    fn footnote_call(&mut self, range: Range<usize>, name: &str) -> Option<Inline> {
        let (place, help) = match self.scope {
            Scope::Heading => ("a heading", "Call the footnote in the text below; the contents would print it twice."),
            Scope::Footnote => ("a footnote", "Say it in the text of the note."),
            Scope::Body | Scope::Caption => {
                self.leaf.after_blank = false;
                let footnote = Footnote { name: name.to_owned(), number: None, blocks: None };
                return Some(Inline::new(self.span(range), InlineKind::Footnote(footnote)));
            }
        };
        self.error("misplaced-footnote", range, format!("{place} cannot have a footnote"), help);
        None
    }

    /// Writes text, and the citations, placeholders and mistakes in it.
    fn write_run(&mut self, run: Run, braces: Braces, items: &mut Vec<Pattern>) {
        let (mut written, mut at) = (0, 0);
        while let Some(found) = run.text()[at..].find(['[', '@', '{', '^', '~']) {
            at += found;
            let rest = &run.text()[at..];
            let (end, item) = if rest.starts_with("{{") {
                let help = "Write `{{ expression }}` on one line, or `\\{{` for the braces themselves.";
                self.error("stray-braces", self.place(&run, at..at + 2), "`{{` does not open a value here", help);
                (at + 2, None)
            } else if rest.starts_with('{') && braces != Braces::Plain {
                self.placeholder(&run, at, braces)
            } else if rest.starts_with("[^") {
                self.unknown_footnote(&run, at)
            } else if let Some((end, citation)) = self.citation(&run, at) {
                (end, citation.map(Pattern::Text))
            } else if let Some(end) = scripts::end(run.text(), at, is_behind(items)) {
                (end, Some(Pattern::Text(self.script(&run, at..end))))
            } else {
                (at + 1, None)
            };
            if let Some(item) = item {
                self.write(&run, written..at, items);
                items.push(item);
                self.leaf.after_blank = false;
                written = end;
            }
            at = end;
        }
        self.write(&run, written..run.text().len(), items);
    }

    /// Raised or lowered text between its marks, in which nothing else has a meaning.
    fn script(&mut self, run: &Run, range: Range<usize>) -> Inline {
        let mut inner = Vec::new();
        self.leaf.after_blank = false;
        self.write(run, range.start + 1..range.end - 1, &mut inner);
        let only_text = |item| if let Pattern::Text(inline) = item { Some(inline) } else { None };
        let inner = inner.into_iter().filter_map(only_text).collect();
        let kind = match run.text().as_bytes()[range.start] {
            b'^' => InlineKind::Raised(inner),
            _ => InlineKind::Lowered(inner),
        };
        Inline::new(self.span(self.place(run, range)), kind)
    }

    /// Reads `{number}` and the like.
    fn placeholder(&mut self, run: &Run, at: usize, braces: Braces) -> (usize, Option<Pattern>) {
        let length = run.text()[at..].find('}').map_or(1, |length| length + 1);
        let (place, name) =
            (self.place(run, at..at + length), run.text()[at..at + length].trim_matches(['{', '}', ' ']));
        let literal = "Write `\\{` for the brace itself.";
        let span = self.span(place.clone());
        let pattern = match name {
            _ if braces == Braces::Misplaced => {
                self.error("misplaced-placeholder", place, "a placeholder stands within emphasis here", literal);
                return (at + length, None);
            }
            "number" => Pattern::Number(span),
            "title" => Pattern::Title(span),
            "page" if self.scope == Scope::Heading => {
                let help = "Use `{number}`, or refer to the page in the text below.";
                self.error("misplaced-placeholder", place, "a heading cannot have a page number", help);
                return (at + length, None);
            }
            "page" => Pattern::Page(span),
            "direction" => Pattern::Direction(span),
            _ => {
                let help = match nearest(name, PLACEHOLDERS) {
                    Some(near) => format!("Did you mean `{{{near}}}`? {literal}"),
                    None => format!("There are {}. {literal}", listed(PLACEHOLDERS.map(|name| format!("{{{name}}}")))),
                };
                // It may go on over a line end, but no message does.
                let written = self.manuscript.written(place.clone());
                let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
                self.error("unknown-placeholder", place, format!("`{written}` is not a placeholder"), &help);
                return (at + length, None);
            }
        };
        (at + length, Some(pattern))
    }

    /// Reports `[^name]` that comrak took for text, as there is no such footnote.
    fn unknown_footnote(&mut self, run: &Run, at: usize) -> (usize, Option<Pattern>) {
        let length = run.text()[at + 2..].find([' ', '[', ']']).unwrap_or(0);
        if length == 0 || !run.text()[at + 2 + length..].starts_with(']') {
            return (at + 2, None);
        }
        let (name, range) = (&run.text()[at + 2..at + 2 + length], self.place(run, at..at + length + 3));
        if self.scope == Scope::Caption {
            let help = "Call the footnote in the text.";
            self.error("misplaced-footnote", range, "this caption cannot have a footnote", help);
        } else {
            let candidates = self.footnote_starts.keys().take(MAX_CANDIDATES).map(String::as_str);
            let help = match nearest(name, candidates) {
                Some(near) => format!("Did you mean `[^{near}]`?"),
                None => format!("Write the note as `[^{name}]: …` on a line of its own, or `\\[` for the bracket."),
            };
            self.error("unknown-footnote", range, format!("there is no footnote `{name}`"), &help);
        }
        (at + length + 3, None)
    }
}

/// Takes a blank off the end of what was read, where a line ends behind it.
fn drop_blank(items: &mut Vec<Pattern>) {
    let Some(Pattern::Text(Inline { kind: InlineKind::Text(text), .. })) = items.last() else { return };
    if text.ends_with(' ') {
        let rest = text.part(0..text.len() - 1);
        items.pop();
        items.extend((!rest.is_empty()).then(|| Pattern::Text(Inline::text(rest))));
    }
}

/// Whether what was read last is no text: a word in emphasis, a link.
fn is_behind(items: &[Pattern]) -> bool {
    let is_node = |inline: &Inline| !matches!(inline.kind, InlineKind::Text(_) | InlineKind::Break);
    items.last().is_some_and(|item| matches!(item, Pattern::Text(inline) if is_node(inline)))
}

/// Among how many names the nearest one is looked for.
const MAX_CANDIDATES: usize = 100;

const PLACEHOLDERS: [&str; 4] = ["number", "title", "page", "direction"];

/// Where `rest` inlines, but for plain text, are exceeded.
fn excess(inlines: &Inlines, rest: &mut usize) -> Option<Span> {
    inlines.iter().filter(|inline| !matches!(inline.kind, InlineKind::Text(_))).find_map(|inline| {
        let Some(left) = rest.checked_sub(1) else { return Some(inline.span) };
        *rest = left;
        walk::children(inline).into_iter().find_map(|inner| excess(inner, rest))
    })
}
