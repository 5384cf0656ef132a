//! Lists of HTML.

use super::super::context::Context;
use super::super::remark::is_mark;
use super::elements;
use super::tags::{self, Tag};

/// Items, each in a line of its own with what it holds further in.
pub(super) fn written(content: &str, is_numbered: bool, start: Option<&str>, context: &mut Context) -> String {
    let mut lines = Vec::new();
    let mut number: u32 = start.and_then(|start| start.parse().ok()).unwrap_or(1);
    let mut rest = content;
    while let Some(at) = rest.find("<li").or_else(|| rest.find("<LI")) {
        let Some(tag) = Tag::read(&rest[at..]) else { break };
        beside(&rest[..at], &mut lines, context);
        let behind = &rest[at + tag.length..];
        // An item that nothing closes ends at the next, unless a list in it has that.
        const MARKS: [&str; 6] = ["<ul", "<ol", "</li", "<UL", "<OL", "</LI"];
        let next = behind.find("<li").map(|end| &behind[..end]);
        let (item, length) = match next.filter(|next| !MARKS.iter().any(|mark| next.contains(mark))) {
            Some(next) => (next, next.len()),
            None => tags::bounded(behind, "li", &context.found.in_vain).unwrap_or((behind, behind.len())),
        };
        let (item, length) = match item.find("<li").filter(|_| !item.contains("<ul") && !item.contains("<ol")) {
            Some(end) => (&item[..end], end),
            None => (item, length),
        };
        let mark = if is_numbered { format!("{number}. ") } else { "- ".to_owned() };
        number += 1;
        let text = elements(item, context);
        let pad = " ".repeat(mark.len());
        for (index, line) in text.trim().lines().enumerate() {
            let line = if index == 0 || !line.starts_with(['-', ' ']) { line.trim() } else { line.trim_end() };
            lines.push(match (index, line.is_empty()) {
                (0, _) => format!("{mark}{line}"),
                (_, true) => String::new(),
                _ => format!("{pad}{line}"),
            });
        }
        rest = &behind[length..];
    }
    beside(rest, &mut lines, context);
    lines.join("\n")
}

/// What stands in a list and in none of its items, which is no list: browsers show it as a text.
fn beside(text: &str, lines: &mut Vec<String>, context: &mut Context) {
    if tags::stripped(text).trim().is_empty() {
        return;
    }
    let text = ["</ul>", "</ol>", "</li>"].iter().fold(text.to_owned(), |text, end| text.replace(end, ""));
    let text = elements(&text, context);
    let text = text.trim();
    match lines.last_mut().filter(|_| text.chars().all(is_mark)) {
        Some(last) => last.push_str(text),
        None => lines.extend(["", text, ""].map(str::to_owned)),
    }
}
