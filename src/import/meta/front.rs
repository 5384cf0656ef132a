//! The front matter of a file, of whatever tool.

use std::ops::Range;

use super::super::mmark;
use super::{Value, table, yaml};

/// What stands at the top of a file, and where its text begins.
pub(in super::super) struct Front {
    pub(in super::super) value: Value,
    pub(in super::super) body: usize,
}

/// Takes the front matter off. Between its fences anything goes, but for lines that only prose has.
pub(in super::super) fn read(text: &str) -> Front {
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |at| at + 1);
    let first = line_at(text, start);
    let value = |inner: Range<usize>, body, read: fn(&str) -> Value| Front { value: read(&text[inner]), body };
    match text[first.clone()].trim_end() {
        "---" => match fenced(text, first.end, &["---", "..."]) {
            Some((inner, body)) if is_likely(&text[inner.clone()]) => value(inner, body, yaml::read),
            _ => none(),
        },
        "+++" => fenced(text, first.end, &["+++"]).map_or_else(none, |(inner, body)| value(inner, body, table::read)),
        mmark::FENCE => {
            fenced(text, first.end, &[mmark::FENCE]).map_or_else(none, |(inner, body)| value(inner, body, table::read))
        }
        ";;;" => fenced(text, first.end, &[";;;"]).map_or_else(none, |(inner, body)| value(inner, body, yaml::read)),
        "{" => fenced(text, first.end, &["}"])
            .map_or_else(none, |(inner, body)| Front { value: yaml::read(&format!("{{{}}}", &text[inner])), body }),
        line if line.starts_with("% ") => title_block(text, start),
        _ => none(),
    }
}

fn none() -> Front {
    Front { value: Value::Nothing, body: 0 }
}

/// Lines up to one of the closings.
fn fenced(text: &str, opening_end: usize, closings: &[&str]) -> Option<(Range<usize>, usize)> {
    let start = (opening_end + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closings.contains(&line.trim_end()) {
            return Some((start..at, at + line.len()));
        }
        // kramdown-rfc goes on with the first part of its text.
        if closings[0] == "---" && (line.starts_with("--- ") || line.starts_with("---\t")) {
            return Some((start..at, at));
        }
        at += line.len();
    }
    None
}

/// Whether it is YAML, not text between two dividing lines.
fn is_likely(inner: &str) -> bool {
    let mut lines = inner.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_none_or(|line| yaml::is_entry(line.trim_end()))
}

/// `% title`, `% authors`, `% date`, each with lines further in that go on.
fn title_block(text: &str, start: usize) -> Front {
    let (mut parts, mut at) = (Vec::<String>::new(), start);
    for line in text[start..].split_inclusive('\n') {
        match line.strip_prefix('%') {
            Some(rest) if parts.len() < 3 => parts.push(rest.trim().to_owned()),
            _ if line.starts_with(' ') && !line.trim().is_empty() && !parts.is_empty() => {
                let last = parts.len() - 1;
                parts[last] = format!("{}\n{}", parts[last], line.trim());
            }
            _ => break,
        }
        at += line.len();
    }
    let names = ["title", "author", "date"].into_iter().zip(parts).filter(|(_, part)| !part.is_empty());
    let pairs = names.map(|(name, part)| match name {
        "author" => {
            let authors = part.split(['\n', ';']).map(|author| Value::Text(author.trim().to_owned()));
            (name.to_owned(), Value::List(authors.collect()))
        }
        _ => (name.to_owned(), Value::Text(part.replace('\n', " "))),
    });
    Front { value: Value::Map(pairs.collect()), body: at }
}

fn line_at(text: &str, start: usize) -> Range<usize> {
    start..text[start..].find('\n').map_or(text.len(), |length| start + length)
}
