//! CSL-YAML as pandoc and reference managers write it: a block of items, lists and pairs by their indent, texts on one
//! line or folded over several.

use super::json;
use super::raw::Text;
use super::tree::{MAX_DEPTH, Node, Value, unexpected};
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// A line that says something.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// How far in its text begins.
    indent: usize,
    /// Where that is in the file.
    at: usize,
    text: &'a str,
}

/// The items of the list `references`, or of the only list, and the mistake that ended them.
pub(super) fn items(source: &Source) -> (Vec<Node>, Option<Box<Diagnostic>>) {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        let text = line.trim();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !text.is_empty() && !text.starts_with('#') && !matches!(text, "---" | "..." | "references:") {
            lines.push(Line { indent, at: at + indent, text });
        }
        at += line.len();
    }
    let mut items = Vec::new();
    let mut reader = Reader { source, lines: &lines, next: 0 };
    while let Some(line) = reader.peek() {
        match reader.block(line.indent, 0) {
            Ok(Node { value: Value::List(nodes), .. }) => items.extend(nodes),
            Ok(_) => {}
            Err(found) => return (items, Some(found)),
        }
    }
    (items, None)
}

struct Reader<'a> {
    source: &'a Source,
    lines: &'a [Line<'a>],
    next: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Line<'a>> {
        self.lines.get(self.next).copied()
    }

    /// Reads what stands at this indent: a list or pairs.
    fn block(&mut self, indent: usize, depth: usize) -> Result<Node, Box<Diagnostic>> {
        let start = self.peek().map_or(0, |line| line.at);
        if depth > MAX_DEPTH {
            return Err(unexpected(self.source, start, "fewer lists within lists"));
        }
        let is_list = self.peek().is_some_and(|line| is_item(line.text));
        let (mut nodes, mut pairs) = (Vec::new(), Vec::new());
        let mut end = start;
        while let Some(line) = self.peek().filter(|line| line.indent == indent && is_item(line.text) == is_list) {
            if is_list {
                let node = self.item(line, depth)?;
                end = node.span.range().end;
                nodes.push(node);
            } else {
                let (key, node) = self.pair(line, indent, depth)?;
                end = node.span.range().end.max(line.at + line.text.len());
                pairs.push((key, node));
            }
        }
        if nodes.is_empty() && pairs.is_empty() {
            return Err(unexpected(self.source, start, "`name: value` or `- `"));
        }
        // What is indented otherwise belongs to nothing.
        if let Some(line) = self.peek().filter(|line| line.indent > indent) {
            return Err(unexpected(self.source, line.at, "another indent"));
        }
        let value = if is_list { Value::List(nodes) } else { Value::Map(pairs) };
        Ok(Node { span: self.source.span(start..end.max(start)), value })
    }

    /// Reads what a hyphen begins.
    fn item(&mut self, line: Line<'a>, depth: usize) -> Result<Node, Box<Diagnostic>> {
        let inner = line.text[1..].trim_start();
        if inner.is_empty() {
            self.next += 1;
            let indent = self.peek().filter(|next| next.indent > line.indent).map(|next| next.indent);
            return match indent {
                Some(indent) => self.block(indent, depth + 1),
                None => Ok(self.scalar("", line.at)),
            };
        }
        let offset = line.text.len() - inner.len();
        let (indent, at) = (line.indent + offset, line.at + offset);
        if !is_item(inner) && split_pair(inner).is_none() {
            self.next += 1;
            return self.inline(inner, at);
        }
        // `- - 2013`, `- id: x`: as if it began a line of its own.
        let mut lines = vec![Line { indent, at, text: inner }];
        let rest = &self.lines[self.next + 1..];
        let count = rest.iter().take_while(|next| next.indent > line.indent).count();
        lines.extend(&rest[..count]);
        let node = Reader { source: self.source, lines: &lines, next: 0 }.block(indent, depth + 1)?;
        self.next += 1 + count;
        Ok(Node { span: self.source.span(line.at..node.span.range().end), ..node })
    }

    fn pair(&mut self, line: Line<'a>, indent: usize, depth: usize) -> Result<(Text, Node), Box<Diagnostic>> {
        let Some((key, value)) = split_pair(line.text) else {
            return Err(unexpected(self.source, line.at, "`name: value`"));
        };
        let span = self.source.span(line.at..line.at + key.len());
        let key = Text { text: key.trim_matches(['"', '\'']).to_owned(), span, is_typed: false };
        self.next += 1;
        let at = line.at + line.text.len() - value.len();
        let deeper = |next: &Line| next.indent > indent || next.indent == indent && is_item(next.text);
        let is_folded = matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+");
        if !value.is_empty() && !is_folded {
            return Ok((key, self.inline(value, at)?));
        }
        match self.peek().filter(deeper) {
            Some(next) if !is_folded && (is_item(next.text) || split_pair(next.text).is_some()) => {
                Ok((key, self.block(next.indent, depth + 1)?))
            }
            Some(next) if next.indent > indent => {
                let mut texts = Vec::new();
                let mut end = next.at;
                while let Some(line) = self.peek().filter(|line| line.indent > indent) {
                    texts.push(line.text);
                    end = line.at + line.text.len();
                    self.next += 1;
                }
                let span = self.source.span(next.at..end);
                Ok((key, Node { span, value: Value::Text(unquoted(&texts.join(" "))) }))
            }
            _ => Ok((key, self.scalar("", at))),
        }
    }

    /// A value on one line, and what goes on below it.
    fn inline(&mut self, value: &str, at: usize) -> Result<Node, Box<Diagnostic>> {
        if value.starts_with(['[', '{']) {
            let node = json::flow(self.source, at)?;
            // It may go on over lines.
            while self.peek().is_some_and(|line| line.at < node.span.range().end) {
                self.next += 1;
            }
            return Ok(node);
        }
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let is_open = quote.is_some_and(|quote| value.len() < 2 || !value.ends_with(quote));
        let mut text = value.to_owned();
        let mut span: Span = self.source.span(at..at + value.len());
        let indent = self.next.checked_sub(1).map_or(0, |before| self.lines[before].indent);
        while let Some(line) = self.peek().filter(|line| {
            is_open && !text.ends_with(['"', '\'']) || line.indent > indent && !is_item(line.text) && !is_open
        }) {
            if !is_open && split_pair(line.text).is_some() {
                break;
            }
            text.push(' ');
            text.push_str(line.text);
            span = span.to(self.source.span(line.at..line.at + line.text.len()));
            self.next += 1;
        }
        Ok(Node { span, value: Value::Text(unquoted(&text)) })
    }

    fn scalar(&self, text: &str, at: usize) -> Node {
        Node { span: self.source.span(at..at), value: Value::Text(text.to_owned()) }
    }
}

fn is_item(text: &str) -> bool {
    text == "-" || text.starts_with("- ")
}

/// `name: value`
fn split_pair(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '))?;
    let is_name = !key.is_empty() && key.chars().all(|one| one.is_alphanumeric() || "-_\"'".contains(one));
    is_name.then(|| (key, value.trim_start()))
}

/// A scalar without its quotation marks and escapes.
fn unquoted(text: &str) -> String {
    let inner = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    match (inner('"'), inner('\'')) {
        (Some(inner), _) => inner.replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\"),
        (_, Some(inner)) => inner.replace("''", "'"),
        _ => text.to_owned(),
    }
}
