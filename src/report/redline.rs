//! The changes between two versions: a summary for a merge request, and all of them for programs.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::paper::Paper;
use crate::redline::{CellName, Entry, Kind, Part, Subject, by_section};
use crate::source::{Position, Source, Span};

use super::summary::plural;
use super::visible::{to_json, visible};

/// As JSON, an object with all changes, and with those that are the same in several places.
pub fn json<'s>(changes: &'s [Entry], source: impl Fn(Span) -> &'s Source) -> String {
    #[derive(Serialize)]
    struct Change<'a> {
        change: &'static str,
        kind: String,
        /// `null` for what the manifest says.
        section: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cell: Option<Cell<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<&'a str>,
        old: Option<Place<'a>>,
        new: Option<Place<'a>>,
    }
    #[derive(Serialize)]
    struct Cell<'a> {
        row: &'a str,
        column: &'a str,
    }
    #[derive(Serialize)]
    struct Place<'a> {
        text: &'a str,
        /// Number and title of the heading that it stands below in its version.
        section: &'a str,
        file: &'a str,
        line: usize,
        column: usize,
    }
    #[derive(Serialize)]
    struct Repeated<'a> {
        old: &'a str,
        new: &'a str,
        times: usize,
        /// Their places in the list of changes, counted from 0.
        changes: Vec<usize>,
    }
    #[derive(Serialize)]
    struct Changes<'a> {
        changes: Vec<Change<'a>>,
        repeated: Vec<Repeated<'a>>,
    }
    let place = |part: &'s Part| {
        let source = source(part.place);
        let Position { line, column } = source.position(part.place.start as usize);
        Place { text: &part.text, section: &part.section, file: source.path(), line, column }
    };
    let change = |entry: &'s Entry| Change {
        change: name(entry.kind),
        kind: entry.what.to_string(),
        section: entry.section.as_deref(),
        cell: entry.cell.as_ref().map(|CellName { row, column }| Cell { row, column }),
        before: entry.around.as_ref().map(|around| around.before.as_str()),
        after: entry.around.as_ref().map(|around| around.after.as_str()),
        old: entry.old.as_ref().map(place),
        new: entry.new.as_ref().map(place),
    };
    let repeated = repeated(changes);
    let repeated = repeated.iter().map(|(text, all)| Repeated {
        old: text.0,
        new: text.1,
        times: all.len(),
        changes: all.clone(),
    });
    to_json(&Changes { changes: changes.iter().map(change).collect(), repeated: repeated.collect() }) + "\n"
}

/// Characters of a change that are quoted.
const MAX_QUOTED: usize = 160;

/// In bytes, somewhat less than the comments of forges hold: GitHub takes 65,536 characters.
const MAX_BYTES: usize = 60_000;

/// More changes than these are folded, each section by itself.
const MAX_OPEN: usize = 20;

/// A replacement that is made at least this often is told once.
const MIN_REPEATS: usize = 3;

/// Old and new text of replacements that are made several times, and the places of these in the list of changes.
fn repeated(changes: &[Entry]) -> Vec<((&str, &str), Vec<usize>)> {
    let mut all: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, entry) in changes.iter().enumerate() {
        if let (Kind::Replaced, Subject::Text, Some(old), Some(new)) = (entry.kind, entry.what, &entry.old, &entry.new)
        {
            all.entry((&old.text, &new.text)).or_default().push(at);
        }
    }
    let mut repeated: Vec<_> = all.into_iter().filter(|(_, places)| places.len() >= MIN_REPEATS).collect();
    repeated.sort_by_key(|(_, places)| (std::cmp::Reverse(places.len()), places[0]));
    repeated
}

/// As Markdown: how much changed, and the changes by section. It begins with a comment that no reader sees, by which
/// a program finds what it wrote before.
pub fn markdown<'s>(changes: &'s [Entry], redline: &Paper, source: impl Fn(Span) -> &'s Source) -> String {
    let manifest = &redline.manifest;
    let is = &manifest.version.value;
    let (was, added, removed) = match &redline.older {
        Some(older) => (&older.manifest.version.value, older.added, older.removed),
        None => (is, 0, 0),
    };
    let mut text = format!("<!-- chancery-redline: {} -->\n", manifest.slug.value);
    if changes.is_empty() {
        let which = if was == is { format!("two states of {is}") } else { format!("{was} and {is}") };
        let _ = writeln!(text, "**{}**: no changes between {which}.", escaped(&manifest.title));
        return text;
    }
    let _ = writeln!(text, "## {}: {was} → {is}\n", escaped(&manifest.title));
    let is_renumbered = |entry: &&Entry| entry.kind == Kind::Renumbered;
    let renumbered = changes.iter().filter(is_renumbered).count();
    let edits: Vec<&Entry> = changes.iter().filter(|entry| !is_renumbered(entry)).collect();
    let sections = by_section(edits.iter().copied());
    let count = sections.iter().filter(|section| section[0].section.is_some()).count();
    let _ = writeln!(
        text,
        "{}, {} added, {} removed, in {}.{}",
        plural(edits.len(), "change"),
        plural(added, "word"),
        plural(removed, "word"),
        plural(count, "section"),
        match renumbered {
            0 => String::new(),
            1 => " 1 reference has another number.".to_owned(),
            several => format!(" {several} references have other numbers."),
        },
    );
    let repeated = repeated(changes);
    let several: std::collections::BTreeSet<(&str, &str)> = repeated.iter().map(|(text, _)| *text).collect();
    if !repeated.is_empty() {
        let _ = writeln!(text, "\n### In several places\n");
    }
    let mut told = 0;
    for ((old, new), places) in &repeated {
        if text.len() > MAX_BYTES / 2 {
            break;
        }
        let marked = (marked("~~", old), marked("**", new));
        let _ = writeln!(text, "- {} → {}, {} times", marked.0, marked.1, places.len());
        told += places.len();
    }
    let is_single = |entry: &&Entry| match (entry.kind, entry.what, &entry.old, &entry.new) {
        (Kind::Replaced, Subject::Text, Some(old), Some(new)) => {
            !several.contains(&(old.text.as_str(), new.text.as_str()))
        }
        _ => true,
    };
    let is_folded = edits.len() > MAX_OPEN;
    for section in sections {
        let single: Vec<&Entry> = section.iter().copied().filter(is_single).collect();
        if single.is_empty() {
            continue;
        }
        let title = section[0].section.as_deref().filter(|title| !title.is_empty()).unwrap_or(&manifest.title);
        let _ = match is_folded {
            true => {
                let count = plural(single.len(), "change");
                writeln!(text, "\n<details><summary>{}: {count}</summary>\n", as_html(title))
            }
            false => writeln!(text, "\n### {}\n", escaped(title)),
        };
        for entry in single {
            if text.len() > MAX_BYTES {
                let end = if is_folded { "\n</details>\n" } else { "" };
                let _ = writeln!(text, "{end}\nAnd {} more.", plural(edits.len().saturating_sub(told), "change"));
                return text;
            }
            let _ = writeln!(text, "- {}{}", line(entry), place(entry, &source));
            told += 1;
        }
        text.push_str(if is_folded { "\n</details>\n" } else { "" });
    }
    text
}

/// One change: what is gone struck through, what is new in bold, and what stands around it.
fn line(entry: &Entry) -> String {
    let text = |part: &Option<Part>| part.as_ref().map_or("", |part| &part.text).trim().to_owned();
    let (old, new) = (text(&entry.old), text(&entry.new));
    let changed = match entry.kind {
        Kind::Inserted => marked("**", &new),
        Kind::Deleted => marked("~~", &old),
        Kind::Replaced => format!("{} {}", marked("~~", &old), marked("**", &new)),
        Kind::Moved => return format!("moved {}: {}{}", entry.what, quoted(first_line(&new)), way(entry)),
        Kind::Altered | Kind::Renumbered => return format!("{}: {} → {}", entry.what, quoted(&old), quoted(&new)),
        Kind::Split => return "one paragraph split into two".to_owned(),
        Kind::Joined => return "two paragraphs joined into one".to_owned(),
    };
    let sign = match entry.kind {
        Kind::Inserted => "\\+",
        Kind::Deleted => "−",
        _ => "±",
    };
    let what = if entry.what == Subject::Text { String::new() } else { format!(" {}", entry.what) };
    let cell = entry.cell.as_ref().map(|cell| match cell.row.as_str() {
        "" => format!(" {}:", quoted(&cell.column)),
        row => format!(" {}, {}:", quoted(row), quoted(&cell.column)),
    });
    let changed = match &entry.around {
        Some(around) => format!("{}{changed}{}", beside(&around.before, true), beside(&around.after, false)),
        None => changed,
    };
    format!("{sign}{what}{} {changed}", cell.unwrap_or_default())
}

/// From where something was moved, and where it stands now.
fn way(entry: &Entry) -> String {
    let section = |part: &Option<Part>| part.as_ref().map(|part| part.section.clone()).unwrap_or_default();
    let (old, new) = (section(&entry.old), section(&entry.new));
    // Of a section that moved, the heading is its own.
    let number = |name: &str| name.split(' ').next().and_then(|number| number.strip_suffix('.')).map(str::to_owned);
    match (entry.what, number(&old), number(&new)) {
        (Subject::Section, Some(old), Some(new)) => format!(", from {} to {}", escaped(&old), escaped(&new)),
        _ if old == new && new.is_empty() => String::new(),
        _ if old == new => format!(", within {}", quoted(&new)),
        _ => format!(", from {} to {}", named(&old), named(&new)),
    }
}

fn named(section: &str) -> String {
    if section.is_empty() { "the beginning".to_owned() } else { quoted(section) }
}

/// The file and the line at which a change is found: in the newer version, but for what is gone.
fn place<'s>(entry: &Entry, source: &impl Fn(Span) -> &'s Source) -> String {
    let is_gone = entry.kind == Kind::Deleted;
    let part = if is_gone { entry.old.as_ref() } else { entry.new.as_ref().or(entry.old.as_ref()) };
    let Some(part) = part else { return String::new() };
    let source = source(part.place);
    let line = source.position(part.place.start as usize).line;
    let was = if is_gone { "was " } else { "" };
    // A forge makes no link of it, and nothing in it is markup.
    format!(" ({was}{}:{line})", escaped(source.path()))
}

/// What stands before or behind a change, with a blank only where there is one.
fn beside(text: &str, is_before: bool) -> String {
    let (blank_before, blank_behind) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    let words = escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    match is_before {
        _ if words.is_empty() => String::new(),
        true => format!("{words}{}", if blank_behind { ' ' } else { HAIR_SPACE }),
        false => format!("{}{words}", if blank_before { ' ' } else { HAIR_SPACE }),
    }
}

/// Keeps marks from words that they touch, or Markdown would not take them for marks.
const HAIR_SPACE: char = '\u{200a}';

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn marked(mark: &str, text: &str) -> String {
    match quoted(text.trim()) {
        quoted if quoted.is_empty() => "(a space)".to_owned(),
        quoted => format!("{mark}{quoted}{mark}"),
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
        Kind::Renumbered => "renumbered",
    }
}

fn quoted(text: &str) -> String {
    let short: String = text.chars().take(MAX_QUOTED).collect();
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
        if character == '@' {
            // Or a forge would call whoever has that name.
            escaped.push('\u{2060}');
        }
    }
    escaped
}

/// Text in HTML, in which Markdown is not understood.
fn as_html(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "@\u{2060}")
}
