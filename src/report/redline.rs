//! The changes between two versions: a summary for a merge request, and all of them for programs.

use std::fmt::Write;

use serde::Serialize;

use crate::paper::Paper;
use crate::redline::{self, Entry, Kind, Part, Subject};
use crate::source::{Position, Source, Span};

use super::summary::plural;
use super::visible::{to_json, visible};

/// As JSON, an object with all changes.
pub fn json<'s>(changes: &'s [Entry], source: impl Fn(Span) -> &'s Source) -> String {
    #[derive(Serialize)]
    struct Change<'a> {
        change: &'static str,
        kind: String,
        /// `null` for what the manifest says.
        section: Option<&'a str>,
        old: Option<Place<'a>>,
        new: Option<Place<'a>>,
    }
    #[derive(Serialize)]
    struct Place<'a> {
        text: &'a str,
        file: &'a str,
        line: usize,
        column: usize,
    }
    #[derive(Serialize)]
    struct Changes<'a> {
        changes: Vec<Change<'a>>,
    }
    let place = |part: &'s Part| {
        let source = source(part.place);
        let Position { line, column } = source.position(part.place.start as usize);
        Place { text: &part.text, file: source.path(), line, column }
    };
    let change = |entry: &'s Entry| Change {
        change: name(entry.kind),
        kind: entry.what.to_string(),
        section: entry.section.as_deref(),
        old: entry.old.as_ref().map(place),
        new: entry.new.as_ref().map(place),
    };
    to_json(&Changes { changes: changes.iter().map(change).collect() }) + "\n"
}

/// How much of a change is quoted, in characters.
const QUOTED: usize = 160;

/// In bytes, somewhat less than the comments of forges hold: GitHub takes 65,536 characters.
const MAX_BYTES: usize = 60_000;

/// As Markdown: how much changed, and the changes by section.
pub fn markdown(changes: &[Entry], old: &Paper, new: &Paper) -> String {
    let manifest = &new.manifest;
    let mut text =
        format!("## {}: {} → {}\n\n", escaped(&manifest.title), old.manifest.version.value, manifest.version.value);
    let (removed, added) = redline::words(changes);
    let sections = redline::by_section(changes);
    let count = sections.iter().filter(|section| section[0].section.is_some()).count();
    let _ = writeln!(
        text,
        "{}, {} added, {} removed, in {}.",
        plural(changes.len(), "change"),
        plural(added, "word"),
        plural(removed, "word"),
        plural(count, "section"),
    );
    let mut told = 0;
    for section in sections {
        let title = section[0].section.as_deref().filter(|title| !title.is_empty()).unwrap_or(&manifest.title);
        let _ = writeln!(text, "\n### {}\n", escaped(title));
        for entry in section {
            if text.len() > MAX_BYTES {
                let _ = writeln!(text, "\nAnd {} more.", plural(changes.len() - told, "change"));
                return text;
            }
            let _ = writeln!(text, "- {}", line(entry));
            told += 1;
        }
    }
    text
}

/// One change: what is gone struck through, what is new in bold.
fn line(entry: &Entry) -> String {
    let text = |part: &Option<Part>| part.as_ref().map_or("", |part| &part.text).trim().to_owned();
    let marked = |mark: &str, text: &str| match quoted(text) {
        quoted if quoted.is_empty() => "(a space)".to_owned(),
        quoted => format!("{mark}{quoted}{mark}"),
    };
    let (old, new) = (text(&entry.old), text(&entry.new));
    let what = if entry.what == Subject::Text { String::new() } else { format!(" {}", entry.what) };
    match entry.kind {
        Kind::Inserted => format!("\\+{what} {}", marked("**", &new)),
        Kind::Deleted => format!("−{what} {}", marked("~~", &old)),
        Kind::Replaced => format!("±{what} {} {}", marked("~~", &old), marked("**", &new)),
        Kind::Moved => format!("moved{what}: {}", quoted(&new)),
        Kind::Altered => format!("{}: {} → {}", entry.what, quoted(&old), quoted(&new)),
        Kind::Split => "one paragraph split into two".to_owned(),
        Kind::Joined => "two paragraphs joined into one".to_owned(),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Inserted => "inserted",
        Kind::Deleted => "deleted",
        Kind::Replaced => "replaced",
        Kind::Moved => "moved",
        Kind::Altered => "altered",
        Kind::Split => "split",
        Kind::Joined => "joined",
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
        if character.is_ascii_punctuation() && !matches!(character, '.' | ',' | '\'' | ';' | '(' | ')' | '/' | '-') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
