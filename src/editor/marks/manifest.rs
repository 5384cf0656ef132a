//! The marks of TOML: of paper.toml, and of the front matter of sections.

use crate::manifest;
use crate::source::{Source, Span};
use crate::table::{self, Entry};

use crate::editor::kind::Kind;
use crate::editor::kinds;
use crate::editor::mark::{Mark, Role};

/// Which names stand as the values of keys in paper.toml.
pub(in crate::editor) static MANIFEST_VALUES: &[(&str, &Kind)] = &[
    ("paper.sections", &kinds::SECTION),
    ("paper.template", &kinds::TEMPLATE),
    ("paper.language", &kinds::LANGUAGE),
    ("paper.status", &kinds::STATUS),
    ("history.status", &kinds::STATUS),
    ("marking.scheme", &kinds::SCHEME),
    ("marking.level", &kinds::LEVEL),
    ("bibliography.files", &kinds::WORKS_FILE),
    ("bibliography.style", &kinds::STYLE),
    ("bibliography.nocite", &kinds::WORK),
    ("cover.logo", &kinds::IMAGE),
    ("page.chapters", &kinds::WORD),
    ("page.size", &kinds::WORD),
    ("numbering.headings", &kinds::WORD),
    ("numbering.annexes", &kinds::WORD),
    ("numbering.paragraphs", &kinds::WORD),
    ("style.edition", &kinds::WORD),
    ("check.*", &kinds::WORD),
];

/// And at the top of sections.
pub(in crate::editor) static FRONT_MATTER_VALUES: &[(&str, &Kind)] =
    &[("status", &kinds::STATUS), ("marking", &kinds::LEVEL)];

pub(super) fn read(source: &Source, marks: &mut Vec<Mark>) {
    for entry in table::entries(source, source.whole()) {
        let name = known_name(&entry.path);
        if let Some(key) = entry.key {
            key_mark(source, &entry, key, name.as_deref(), marks);
        }
        let name = name.unwrap_or_else(|| entry.name());
        value(source, &entry, &name, MANIFEST_VALUES, marks);
    }
}

pub(super) fn front_matter(source: &Source, span: Span, marks: &mut Vec<Mark>) {
    for entry in table::entries(source, span) {
        if let Some(key) = entry.key {
            let is_known = manifest::SECTION_KEYS.iter().any(|(known, _)| *known == entry.name());
            push(source, if is_known { &kinds::FIELD } else { &kinds::UNKNOWN }, Role::Use, &entry.name(), key, marks);
        }
        value(source, &entry, &entry.name(), FRONT_MATTER_VALUES, marks);
    }
}

/// What a key is called in the table of keys, in which `*` stands for what authors choose.
pub(in crate::editor) fn known_name(path: &[String]) -> Option<String> {
    let is_known = |name: &String| manifest::KEYS.iter().any(|(known, _)| known == name);
    let own = path.join(".");
    let any = path.split_last().map(|(_, table)| format!("{}.*", table.join(".")));
    // Tables of an author's own table have no names of ours.
    let deep = (path.len() > 2).then(|| format!("{}.*", path[0]));
    [Some(own), any, deep].into_iter().flatten().find(is_known)
}

/// What is said by the key itself.
fn key_mark(source: &Source, entry: &Entry, key: Span, known: Option<&str>, marks: &mut Vec<Mark>) {
    let last = entry.path.last().map_or("", String::as_str);
    match entry.path.first().map(String::as_str) {
        Some("vars") if entry.path.len() > 1 => {
            push(source, &kinds::VALUE, Role::Definition, &entry.name(), key, marks);
        }
        Some("check") if entry.path.len() > 1 && last.contains('/') => {
            push(source, &kinds::SECTION, Role::Use, last, key, marks);
        }
        Some("check") if entry.path.len() > 1 => push(source, &kinds::CODE, Role::Use, last, key, marks),
        _ => match known {
            Some(name) => push(source, &kinds::KEY, Role::Use, name, key, marks),
            None => push(source, &kinds::UNKNOWN, Role::Use, &entry.name(), key, marks),
        },
    }
}

/// What a key is given.
fn value(source: &Source, entry: &Entry, name: &str, values: &[(&str, &'static Kind)], marks: &mut Vec<Mark>) {
    let (Some(text), Some((_, kind))) = (&entry.text, values.iter().find(|(known, _)| *known == name)) else { return };
    let place = entry.inner.unwrap_or(entry.value);
    let name = format!("{}{text}", kind.folder);
    let range = place.range();
    let is_typed = entry.inner.is_some() && source.slice(place) == text;
    let whole = entry.value.range();
    marks.push(Mark { kind, role: Role::Use, name, range, whole, is_typed });
}

fn push(source: &Source, kind: &'static Kind, role: Role, name: &str, place: Span, marks: &mut Vec<Mark>) {
    let written = source.slice(place);
    let inner = written.trim_matches(['"', '\'']);
    let start = place.range().start + written.find(inner).unwrap_or(0);
    let is_typed = inner == name || name.ends_with(&format!(".{inner}"));
    let range = start..start + inner.len();
    marks.push(Mark { kind, role, name: name.to_owned(), range, whole: place.range(), is_typed });
}
