//! Hayagriva's YAML files → works. Each entry is read by itself, so that none hides another.

use hayagriva::Entry;
use hayagriva::io::from_yaml_str;

use super::entry;
use super::fields;
use super::key::is_key;
use super::raw::{self, MAX_ENTRIES, MAX_ENTRY, Text};
use super::syntax::MISSING_TYPE;
use super::unprinted::{Field, Read};
use super::work::Work;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::is_forbidden;
use crate::source::{Source, Span};

/// Brackets within brackets, and entries within entries.
const MAX_DEPTH: usize = 32;

/// Uses of aliases in one entry: a few lines of them could stand for gigabytes.
const MAX_ALIASES: usize = 8;

const SYNTAX: Code = Code("bibliography-syntax");

/// Reads one file: the works and their keys, in order. Reports every mistake.
pub(super) fn works(source: &Source, diagnostics: &mut Diagnostics) -> Vec<(Text, Option<Work>)> {
    let mut items = split(source, diagnostics);
    if let Some(surplus) = items.get(MAX_ENTRIES) {
        diagnostics.push(raw::too_many(surplus.key.span));
        items.truncate(MAX_ENTRIES);
    }
    items.into_iter().map(|item| (item.key.clone(), read(source, &item, diagnostics))).collect()
}

/// An entry's text.
struct Item {
    key: Text,
    /// From the key to the next entry.
    span: Span,
}

/// Cuts a file before each line that starts with a key.
fn split(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let text = source.text();
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    let mut reported = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        if content.is_empty() || content.starts_with([' ', '\t', '#']) || matches!(content, "---" | "...") {
            if let Some(item) = items.last_mut().filter(|_| !content.is_empty() && !content.starts_with('#')) {
                item.span = item.span.to(source.span(start..start + content.len()));
            }
            continue;
        }
        let key = content.split_once(':').filter(|(_, rest)| rest.is_empty() || rest.starts_with([' ', '\t']));
        match key {
            Some((key, _)) => {
                let span = source.span(start..start + key.len());
                let key = Text { text: key.trim_matches(['"', '\'', ' ']).to_owned(), span, is_typed: false };
                items.push(Item { key, span: source.span(start..start + content.len()) });
            }
            None if !reported => {
                reported = true;
                let span = source.span(start..start + content.len());
                let found = Diagnostic::error(SYNTAX, span, "expected a key and a colon at the start of the line");
                diagnostics
                    .push(found.with_help("An entry is `key:` on a line of its own, its fields indented below."));
            }
            None => {}
        }
    }
    items
}

/// Reads the entry of a key that can be one.
fn read(source: &Source, item: &Item, diagnostics: &mut Diagnostics) -> Option<Work> {
    if !is_key(&item.key.text) {
        return None;
    }
    let text = source.slice(item.span);
    let key = &item.key;
    let refused = |code, message: String, help: &str| Some(Diagnostic::error(code, key.span, message).with_help(help));
    let found = if text.len() > MAX_ENTRY {
        Some(raw::too_long(MAX_ENTRY, key.span))
    } else if is_deep(text) {
        refused(
            Code("bibliography-too-deep"),
            format!("`{}` nests more than {MAX_DEPTH} deep", key.text),
            "Flatten it.",
        )
    } else if aliases(text) > MAX_ALIASES {
        let message = format!("`{}` uses more than {MAX_ALIASES} aliases", key.text);
        refused(Code("bibliography-too-deep"), message, "Write out what they stand for.")
    } else {
        None
    };
    if let Some(found) = found {
        diagnostics.push(found);
        return None;
    }
    // In quotes a key is a text, even if it looks like a number.
    let after = source.slice(Span { start: key.span.end, ..item.span });
    let sound = format!("\"{}\"{after}", key.text);
    let entry = match from_yaml_str(&sound) {
        Ok(library) => library.into_iter().next()?,
        Err(error) => {
            let message = error.to_string();
            let place = error.location().map_or(key.span, |at| line_span(source, item.span, at.line()));
            diagnostics.push(if message.contains("no entry type") {
                Diagnostic::error(MISSING_TYPE, key.span, format!("`{}` has no type", key.text))
                    .with_help("Add `type: report`, `type: book`, `type: article` or another type of Hayagriva.")
            } else {
                let reason = message.split(" at line ").next().unwrap_or_default().to_owned();
                Diagnostic::error(SYNTAX, place, format!("`{}` cannot be read: {}", key.text, one_line(&reason)))
                    .with_help("Compare it with Hayagriva's file format.")
            });
            return None;
        }
    };
    check(&entry, source, item, diagnostics)
}

fn check(entry: &Entry, source: &Source, item: &Item, diagnostics: &mut Diagnostics) -> Option<Work> {
    let key = &item.key;
    let text = source.slice(item.span);
    if holds_forbidden(entry) {
        let found = Diagnostic::error(
            Code("invalid-character"),
            key.span,
            format!("an escape in `{}` makes a character that no paper can hold", key.text),
        );
        diagnostics.push(found.with_help("Delete the escape, such as `\\x07` or `\\u2028`."));
        return None;
    }
    let (draft, faults) = entry::draft(entry, text);
    for (field, fault) in faults {
        diagnostics.push(fault.at(field_span(source, item.span, field).unwrap_or(key.span)));
    }
    Some(Work { fields: fields(text, item.span), ..draft.work(&key.text, key.span, item.span) })
}

/// Whether brackets or indented levels nest beyond what can be meant. Text in quotes counts as well.
fn is_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let too_deep = |byte: u8| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    };
    text.bytes().any(too_deep)
        || text.lines().any(|line| {
            let marks = line.split_whitespace().take_while(|word| matches!(*word, "-" | "?" | ":"));
            marks.count() > MAX_DEPTH
        })
}

/// How many words look like uses of an alias, `*name`. Text in quotes counts as well.
fn aliases(text: &str) -> usize {
    let may_precede = |byte: u8| byte.is_ascii_whitespace() || b"[{,:-?".contains(&byte);
    text.as_bytes().windows(2).filter(|pair| may_precede(pair[0]) && pair[1] == b'*').count()
}

/// Whether any text of the entry has a character that its file could not have held unescaped. The debug form shows
/// all text, and escapes such characters.
fn holds_forbidden(entry: &Entry) -> bool {
    let shown = format!("{entry:?}");
    let mut rest = shown.as_str();
    while let Some((_, escape)) = rest.split_once('\\') {
        let code = escape.strip_prefix("u{").and_then(|code| code.split_once('}'));
        let character = match (escape.chars().next(), code) {
            (_, Some((code, _))) => u32::from_str_radix(code, 16).ok().and_then(char::from_u32),
            (Some('r' | '0'), _) => Some('\0'),
            _ => None,
        };
        if character.is_some_and(is_forbidden) {
            return true;
        }
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

/// What an entry says, key by key at whatever depth: the lines below a key go with it.
fn fields(text: &str, span: Span) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    // How far in the key of a text of several lines stands.
    let mut block: Option<usize> = None;
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let content = line.split(" #").next().unwrap_or_default().trim_end();
        let inner = content.trim_start_matches([' ', '-']);
        let indent = content.len() - inner.len();
        block = block.filter(|block| indent > *block);
        // The first line is the entry's own key.
        if inner.is_empty() || inner.starts_with('#') || index == 0 {
            continue;
        }
        let before = fields.len();
        if block.is_none() {
            pairs(inner, start + indent, span, &mut fields);
        }
        let is_continued = fields.len() == before;
        match fields.last_mut() {
            Some(last) if is_continued => {
                last.span = last.span.to(span.part(start + indent..start + content.len()));
                if let Some(read) = &mut last.read {
                    read.text = format!("{} {inner}", read.text);
                }
            }
            Some(Field { read: Some(Read { text, .. }), .. }) if text.starts_with(['|', '>']) => block = Some(indent),
            _ => {}
        }
    }
    fields
}

/// Adds the fields that a part of a line sets: `name: value`, or in braces several of them.
fn pairs(part: &str, at: usize, span: Span, fields: &mut Vec<Field>) {
    let Some((name, rest)) = part.split_once(':').filter(|(name, rest)| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_\"' ".contains(&byte);
        name.bytes().all(is_name) && (rest.is_empty() || rest.starts_with(' '))
    }) else {
        return;
    };
    let value = rest.trim();
    let start = at + part.len() - rest.trim_start().len();
    if let Some(inner) = value.strip_prefix('{') {
        let mut from = start + 1;
        for part in inner.trim_end_matches('}').split(',') {
            let blanks = part.len() - part.trim_start().len();
            pairs(part.trim(), from + blanks, span, fields);
            from += part.len() + 1;
        }
        return;
    }
    let name = name.trim_matches(['"', '\'', ' ']);
    let (role, loss) = fields::of_yaml(name);
    let read = Some(Read { role, loss, text: value.trim_matches(['"', '\'']).to_owned() });
    fields.push(Field { name: name.to_owned(), span: span.part(start..start + value.len()), read });
}

/// The value of the first line in `span` that sets `field`.
fn field_span(source: &Source, span: Span, field: &str) -> Option<Span> {
    let text = source.slice(span);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(value) = line.trim_start().strip_prefix(field).and_then(|rest| rest.strip_prefix(':')) {
            let value = value.trim();
            let start = at + line.find(value)?;
            return Some(span.part(start..start + value.len()));
        }
        at += line.len();
    }
    None
}

/// The text of line `line` (from 1) of `span`.
fn line_span(source: &Source, span: Span, line: usize) -> Span {
    let mut at = 0;
    for (number, text) in (1..).zip(source.slice(span).split_inclusive('\n')) {
        if number == line && !text.trim().is_empty() {
            let start = at + text.len() - text.trim_start().len();
            return span.part(start..start + text.trim().len());
        }
        at += text.len();
    }
    span.part(0..0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
