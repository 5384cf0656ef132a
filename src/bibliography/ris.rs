//! RIS, a line a field → entries by the names that BibLaTeX has for them (RIS format specifications of 2011).

use std::collections::BTreeMap;

use super::plain;
use super::raw::{self, MAX_ENTRIES, MAX_ENTRY, RawEntry, RawField, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{Alphabet, Case, Figures};
use crate::source::{Source, Span};

const TYPES: &[(&str, &str)] = &[
    ("JOUR JFULL EJOUR MGZN NEWS ABST", "article"),
    ("BOOK EBOOK EDBOOK", "book"),
    ("CHAP ECHAP", "incollection"),
    ("ENCYC DICT", "inreference"),
    ("CONF CPAPER", "inproceedings"),
    ("RPRT GOVDOC", "report"),
    ("THES", "thesis"),
    ("ELEC WEB BLOG ICOMM", "online"),
    ("STAT BILL LEGAL", "legislation"),
    ("CASE HEAR", "jurisdiction"),
    ("PAT", "patent"),
    ("DATA", "dataset"),
    ("COMP", "software"),
    ("UNPB INPR MANSCPT", "unpublished"),
];

/// Fields by their tags; the first tag that is there counts, but names add up.
const TAGS: &[(&str, &str)] = &[
    ("AU A1", "author"),
    ("ED A2", "editor"),
    ("TI T1 CT", "title"),
    ("ST", "shorttitle"),
    ("T3", "series"),
    ("DA PY Y1", "date"),
    ("Y2", "urldate"),
    ("VL", "volume"),
    ("IS", "number"),
    ("PB", "publisher"),
    ("CY PP", "location"),
    ("UR L2 LK", "url"),
    ("DO", "doi"),
    ("ET", "edition"),
    ("N1", "note"),
    ("LA", "langid"),
    ("M3", "type"),
];
const CONTAINERS: &str = "T2 JO JF JA J2 BT";
const JOURNALS: [&str; 4] = ["JO", "JF", "JA", "J2"];

/// A line: its tag and its value.
struct Line<'a> {
    tag: &'a str,
    value: &'a str,
    at: usize,
}

/// Reads a file.
pub(super) fn entries(source: &Source, diagnostics: &mut Diagnostics) -> Vec<RawEntry> {
    let (mut entries, mut lines): (Vec<RawEntry>, Vec<Line>) = (Vec::new(), Vec::new());
    let mut keys = BTreeMap::new();
    let (mut at, mut count) = (0, 0);
    for line in source.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        let is_tag = |tag: &str| tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let Some((tag, rest)) = text.split_at_checked(2).filter(|(tag, _)| is_tag(tag)) else { continue };
        let Some(value) = rest.trim_start().strip_prefix('-') else { continue };
        if tag == "ER" {
            entries.extend(entry(source, &std::mem::take(&mut lines), &mut keys, diagnostics));
            continue;
        }
        if tag == "TY" && !lines.is_empty() {
            entries.extend(entry(source, &std::mem::take(&mut lines), &mut keys, diagnostics));
        }
        let value = value.trim();
        count += usize::from(tag == "TY");
        if count > MAX_ENTRIES {
            diagnostics.push(raw::too_many(source.span(start..start + text.len())));
            return entries;
        }
        lines.push(Line { tag, value, at: start + text.len() - value.len() });
    }
    entries.extend(entry(source, &lines, &mut keys, diagnostics));
    entries
}

/// Reads an entry. `keys` counts the keys before it, and those that are made are told apart by letters.
fn entry(
    source: &Source,
    lines: &[Line],
    keys: &mut BTreeMap<String, u64>,
    diagnostics: &mut Diagnostics,
) -> Option<RawEntry> {
    let kind = lines.iter().find(|line| line.tag == "TY")?;
    let (first, last) = (lines.first()?, lines.last()?);
    let span = source.span(first.at..last.at + last.value.len());
    let place = |line: &Line| source.span(line.at..line.at + line.value.len());
    let row = TYPES.iter().find(|(names, _)| names.split(' ').any(|name| name == kind.value));
    let kind_text = row.map_or("misc", |(_, known)| known);
    let mut fields = Vec::new();
    let mut put = |name: &str, text: String, span: Span| {
        let name = Text { text: name.to_owned(), span, is_typed: false };
        fields.push(RawField { name, value: Text { text, span, is_typed: false } });
    };
    for (tags, field) in TAGS {
        let of =
            |tag: &str| lines.iter().filter(move |line| line.tag == tag && !line.value.is_empty()).collect::<Vec<_>>();
        let Some(found) = tags.split(' ').map(of).find(|found| !found.is_empty()) else { continue };
        let text = match *field {
            "author" | "editor" => {
                found.iter().map(|line| plain::escaped(line.value)).collect::<Vec<_>>().join(" and ")
            }
            // `2012/03/04/` and what stands behind that.
            "date" | "urldate" => {
                let parts = found[0].value.split('/').map(str::trim).take(3).take_while(|part| !part.is_empty());
                parts.collect::<Vec<_>>().join("-")
            }
            _ => plain::escaped(found[0].value),
        };
        put(field, text, place(found[0]));
    }
    let value = |tags: &str| {
        tags.split(' ').find_map(|tag| lines.iter().find(|line| line.tag == tag && !line.value.is_empty()))
    };
    if let Some(line) = value(CONTAINERS) {
        // What has no type of its own is told to stand in a journal by its tag.
        let is_journal = kind_text == "article" || kind_text == "misc" && JOURNALS.contains(&line.tag);
        put(if is_journal { "journaltitle" } else { "booktitle" }, plain::escaped(line.value), place(line));
    }
    if let Some(start) = value("SP") {
        let end = value("EP").filter(|end| end.value != start.value);
        put("pages", end.map_or(start.value.to_owned(), |end| format!("{}--{}", start.value, end.value)), place(start));
    }
    if let Some(line) = value("SN") {
        let digits = line.value.bytes().filter(u8::is_ascii_digit).count();
        put(if digits >= 9 { "isbn" } else { "issn" }, line.value.to_owned(), place(line));
    }
    let id = value("ID").map(|line| (line.value.to_owned(), place(line)));
    if let Some((id, _)) = &id {
        *keys.entry(id.clone()).or_default() += 1;
    }
    let key = id.or_else(|| {
        let key = made_key(lines)?;
        let count = keys.entry(key.clone()).or_default();
        *count += 1;
        let letter =
            if *count > 1 { Figures::Letters(Alphabet::Latin, Case::Lower).write(*count) } else { String::new() };
        Some((key + &letter, place(kind)))
    });
    let Some((key, key_span)) = key else {
        let found =
            Diagnostic::error(Code("bibliography-syntax"), place(kind), "this entry has no `ID`, no name and no title");
        diagnostics.push(found.with_help("Add a line `ID  - key`, by which it is cited."));
        return None;
    };
    let text = |text: &str, span| Text { text: text.to_owned(), span, is_typed: false };
    let size: usize = fields.iter().map(|field| field.value.text.len()).sum();
    let broken = size > MAX_ENTRY;
    if broken {
        diagnostics.push(raw::too_long(MAX_ENTRY, key_span));
        fields.clear();
    }
    Some(RawEntry { span, kind: text(kind_text, place(kind)), key: text(&key, key_span), fields, broken })
}

/// `jones2012`, of an entry without a key; `jones` if it has no year.
fn made_key(lines: &[Line]) -> Option<String> {
    let of = |tags: [&str; 3]| lines.iter().find(|line| tags.contains(&line.tag)).map(|line| line.value);
    let family = of(["AU", "A1", "ED"]).or_else(|| of(["TI", "T1", "T2"]))?;
    let family = family.split([',', ' ']).next()?.chars().filter(|one| one.is_alphanumeric()).collect::<String>();
    let year = of(["PY", "Y1", "DA"]).unwrap_or_default();
    let year: String = year.chars().take_while(char::is_ascii_digit).take(4).collect();
    (!family.is_empty()).then(|| format!("{}{year}", family.to_lowercase()))
}
