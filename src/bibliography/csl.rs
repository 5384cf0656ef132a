//! CSL items → entries by the names that BibLaTeX has for their variables (CSL 1.0.2, appendices III and IV).

use super::raw::{RawEntry, RawField, Text};
use super::tree::{Node, Value};
use super::{json, plain, raw};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Source;

/// What BibLaTeX calls the types of CSL; any other keeps its name.
const TYPES: &[(&str, &str)] = &[
    ("article-journal article-magazine article-newspaper", "article"),
    ("article document event interview pamphlet performance speech", "misc"),
    ("chapter entry", "incollection"),
    ("entry-dictionary entry-encyclopedia", "inreference"),
    ("paper-conference", "inproceedings"),
    ("webpage post post-weblog", "online"),
    ("bill legislation regulation treaty", "legislation"),
    ("legal_case hearing", "jurisdiction"),
    ("manuscript", "unpublished"),
    ("personal_communication", "letter"),
    ("map graphic figure", "image"),
    ("motion_picture broadcast", "video"),
    ("song musical_score", "audio"),
    ("review review-book", "review"),
];

/// What BibLaTeX calls the variables of CSL.
const VARIABLES: &[(&str, &str)] = &[
    ("title", "title"),
    ("title-short", "shorttitle"),
    ("shortTitle", "shorttitle"),
    ("collection-title", "series"),
    ("publisher", "publisher"),
    ("publisher-place", "location"),
    ("volume", "volume"),
    ("edition", "edition"),
    ("page", "pages"),
    ("DOI", "doi"),
    ("URL", "url"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("note", "note"),
    ("genre", "type"),
    ("language", "langid"),
    ("version", "version"),
    ("chapter-number", "chapter"),
    ("number-of-pages", "pagetotal"),
    ("number-of-volumes", "volumes"),
    ("event-title", "eventtitle"),
    ("event", "eventtitle"),
    ("event-place", "venue"),
    ("authority", "institution"),
    ("status", "pubstate"),
    ("abstract", "abstract"),
    ("keyword", "keywords"),
];

const NAMES: &[(&str, &str)] =
    &[("author", "author"), ("editor", "editor"), ("translator", "translator"), ("container-author", "bookauthor")];
const DATES: &[(&str, &str)] =
    &[("issued", "date"), ("accessed", "urldate"), ("original-date", "origdate"), ("event-date", "eventdate")];

/// Reads a file of CSL-JSON.
pub(super) fn json(source: &Source, diagnostics: &mut Diagnostics) -> Vec<RawEntry> {
    entries(json::items(source), diagnostics)
}

/// Reads a file of CSL-YAML.
pub(super) fn yaml(source: &Source, diagnostics: &mut Diagnostics) -> Vec<RawEntry> {
    entries(super::csl_yaml::items(source), diagnostics)
}

fn entries((items, mistake): (Vec<Node>, Option<Box<Diagnostic>>), diagnostics: &mut Diagnostics) -> Vec<RawEntry> {
    mistake.into_iter().for_each(|found| diagnostics.push(*found));
    items.iter().filter_map(|item| entry(item, diagnostics)).collect()
}

fn entry(item: &Node, diagnostics: &mut Diagnostics) -> Option<RawEntry> {
    let Value::Map(pairs) = &item.value else { return None };
    let name = item.get("citation-key").or_else(|| item.get("id"));
    let Some((id, key)) = name.and_then(|node| Some((node, node.text()?))).filter(|(_, key)| !key.trim().is_empty())
    else {
        let found = Diagnostic::error(Code("bibliography-syntax"), item.span, "this item has no `id`");
        diagnostics.push(found.with_help("Give it an `id`, by which it is cited."));
        return None;
    };
    let kind = item.get("type").and_then(Node::text).unwrap_or_default();
    let row = TYPES.iter().find(|(names, _)| names.split(' ').any(|name| name == kind));
    let kind_text = row.map_or(kind, |(_, known)| known);
    let kind_span = item.get("type").map_or(id.span, |node| node.span);
    let mut fields: Vec<RawField> = Vec::new();
    for (variable, node) in pairs {
        let find = |rows: &[(&str, &'static str)]| rows.iter().find(|row| row.0 == variable.text).map(|row| row.1);
        let (field, text) = match variable.text.as_str() {
            "container-title" | "publication-title" => {
                (if kind_text == "article" { "journaltitle" } else { "booktitle" }, node.text().map(escaped))
            }
            "issue" | "number" | "collection-number" => ("number", node.text().map(escaped)),
            _ if let Some(field) = find(NAMES) => (field, Some(names(node))),
            _ if let Some(field) = find(DATES) => (field, date(node)),
            _ => match find(VARIABLES) {
                Some(field) => (field, node.text().map(escaped)),
                None => continue,
            },
        };
        let is_known = fields.iter().any(|known| known.name.text == field);
        if let Some(text) = text.filter(|text| !text.trim().is_empty() && !is_known) {
            let name = Text { text: field.to_owned(), ..variable.clone() };
            fields.push(RawField { name, value: Text { text, span: node.span, is_typed: false } });
        }
    }
    Some(RawEntry {
        span: item.span,
        kind: Text { text: kind_text.to_owned(), span: kind_span, is_typed: false },
        key: Text { text: raw::cleaned(key.trim()), span: id.span, is_typed: false },
        fields,
        broken: false,
    })
}

/// A text of CSL as LaTeX: its marks are those of HTML (CSL-JSON schema, rich text).
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let tag = TAGS.iter().find(|(tag, _)| rest.starts_with(tag));
        if let Some((tag, command)) = tag {
            written.push_str(command);
            rest = &rest[tag.len()..];
            continue;
        }
        plain::push_escaped(&mut written, next);
        rest = &rest[next.len_utf8()..];
    }
    written
}

const TAGS: &[(&str, &str)] = &[
    ("<i>", "\\emph{"),
    ("</i>", "}"),
    ("<em>", "\\emph{"),
    ("</em>", "}"),
    ("<b>", "\\textbf{"),
    ("</b>", "}"),
    ("<sub>", "\\textsubscript{"),
    ("</sub>", "}"),
    ("<sup>", "\\textsuperscript{"),
    ("</sup>", "}"),
    ("<span class=\"nocase\">", "{"),
    ("<span style=\"font-variant:small-caps;\">", "\\textsc{"),
    ("<span style=\"font-variant: small-caps;\">", "\\textsc{"),
    ("</span>", "}"),
    ("&amp;", "\\&"),
];

/// Names in the extended form of BibLaTeX.
fn names(node: &Node) -> String {
    let one = |name: &Node| {
        let part =
            |key: &str| name.get(key).and_then(Node::text).map(plain::escaped).filter(|text| !text.trim().is_empty());
        if let Some(literal) = part("literal").or_else(|| name.text().map(plain::escaped)) {
            return Some(format!("{{{literal}}}"));
        }
        let family = part("family").or_else(|| part("given"))?;
        let given = part("given").filter(|_| part("family").is_some());
        let prefix = part("non-dropping-particle").or_else(|| part("dropping-particle"));
        let parts = [("family", Some(family)), ("given", given), ("prefix", prefix), ("suffix", part("suffix"))];
        let parts = parts.into_iter().filter_map(|(key, value)| Some(format!("{key}={{{}}}", value?)));
        Some(parts.collect::<Vec<_>>().join(", "))
    };
    match &node.value {
        Value::List(names) => names.iter().filter_map(one).collect::<Vec<_>>().join(" and "),
        _ => one(node).unwrap_or_default(),
    }
}

fn date(node: &Node) -> Option<String> {
    if let Some(text) = node.text() {
        return Some(plain::escaped(text));
    }
    let day = |parts: &Node| {
        let numbers: Vec<String> =
            parts.list().iter().filter_map(Node::text).map(|part| format!("{:0>2}", plain::escaped(part))).collect();
        numbers.join("-")
    };
    let parts = node.get("date-parts").map_or(&[][..], Node::list);
    let days: Vec<String> = parts.iter().map(day).filter(|day| !day.is_empty()).collect();
    let text = |key: &str| node.get(key).and_then(Node::text).map(plain::escaped).filter(|text| !text.is_empty());
    // `issued: [{year: 2012, month: 3}]` is what older programs write.
    let older = || {
        let first = node.list().first().unwrap_or(node);
        let parts = ["year", "month", "day"].iter().map_while(|key| first.get(key).and_then(Node::text));
        let parts: Vec<String> = parts.map(|part| format!("{part:0>2}")).collect();
        (!parts.is_empty()).then(|| parts.join("-"))
    };
    match days.as_slice() {
        [] => text("literal").or_else(|| text("raw")).or_else(older),
        _ => Some(days.join("/")),
    }
}
