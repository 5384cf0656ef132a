//! The changes between two versions: a summary for a merge request, and all of them for programs.

use std::fmt::Write;

use serde::Serialize;

use crate::paper::Paper;
use crate::redline::Entry;
use crate::section::Change;
use crate::source::{Side, Source, Span};

use super::{plural, to_json, visible};

/// As JSON, an object with all changes.
pub fn json<'s>(changes: &[Entry], source: impl Fn(Span) -> &'s Source) -> String {
    #[derive(Serialize)]
    struct Change<'a> {
        change: &'static str,
        kind: &'static str,
        section: &'a str,
        text: &'a str,
        version: &'static str,
        file: &'a str,
        line: usize,
        column: usize,
    }
    #[derive(Serialize)]
    struct Changes<'a> {
        changes: Vec<Change<'a>>,
    }
    let change = |entry: &'_ Entry| {
        let source = source(entry.place);
        let position = source.position(entry.place.start as usize);
        (name(entry.change), source.path().to_owned(), position)
    };
    let placed: Vec<_> = changes.iter().map(|entry| (entry, change(entry))).collect();
    let changes = placed.iter().map(|(entry, (change, file, position))| Change {
        change,
        kind: entry.kind,
        section: &entry.section,
        text: &entry.text,
        version: if entry.place.file.side == Side::Old { "old" } else { "new" },
        file,
        line: position.line,
        column: position.column,
    });
    to_json(&Changes { changes: changes.collect() }) + "\n"
}

/// How much of a change is quoted, in characters.
const QUOTED: usize = 160;

/// As Markdown: how much changed, and the changes by section.
pub fn markdown(changes: &[Entry], old: &Paper, new: &Paper) -> String {
    let manifest = &new.manifest;
    let mut text = format!(
        "## {}: {} → {}\n\n",
        escaped(&manifest.title.value),
        old.manifest.version.value,
        manifest.version.value
    );
    let words = |side: Change| -> usize {
        let texts = changes.iter().filter(|entry| entry.change == side);
        texts.map(|entry| entry.text.split_whitespace().count()).sum()
    };
    let sections = changes.chunk_by(|one, next| one.section == next.section).count();
    let _ = writeln!(
        text,
        "{}, {} added, {} removed, in {}.",
        plural(changes.len(), "change"),
        plural(words(Change::Inserted), "word"),
        plural(words(Change::Deleted), "word"),
        plural(sections, "section"),
    );
    for section in changes.chunk_by(|one, next| one.section == next.section) {
        let title = if section[0].section.is_empty() { &manifest.title.value } else { &section[0].section };
        let _ = writeln!(text, "\n### {}\n", escaped(title));
        for entry in section {
            let (sign, mark) = match entry.change {
                Change::Inserted => ("+", "**"),
                Change::Deleted => ("−", "~~"),
            };
            let kind = if entry.kind == "text" { String::new() } else { format!(" {}", entry.kind) };
            let quoted = quoted(entry.text.trim());
            let quoted = if quoted.is_empty() { "(a blank)".to_owned() } else { format!("{mark}{quoted}{mark}") };
            let _ = writeln!(text, "- {sign}{kind} {quoted}");
        }
    }
    text
}

fn name(change: Change) -> &'static str {
    match change {
        Change::Inserted => "inserted",
        Change::Deleted => "deleted",
    }
}

fn quoted(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{}{more}", escaped(short.trim_end()))
}

/// Text that Markdown takes for nothing but text.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in visible(text).chars() {
        if character.is_ascii_punctuation()
            && !matches!(character, '.' | ',' | '\'' | ':' | ';' | '(' | ')' | '/' | '-')
        {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
