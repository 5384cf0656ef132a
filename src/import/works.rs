//! Bibliographies: found where the settings name them or beside the text, and listed at its end.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::context::{Found, resolve};
use super::meta::Value;
use super::paper::Settings;
use super::remark::{Marked, Remark, Remarks};
use super::rfc::{self, Reference};
use super::shelf::Shelf;
use super::sources::Manuscript;
use super::{Translated, parts, scan};
use crate::slug::slug;

/// Files of works, and how they are cited.
#[derive(Debug, Default)]
pub(super) struct Works {
    /// By their names below `bibliography/`.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) style: String,
    pub(super) keys: Vec<String>,
    /// Other names of some of them, in kramdown-rfc.
    pub(super) aliases: BTreeMap<String, String>,
}

/// The other name of a work among what is known of it; no field of CSL.
const ALIAS: &str = "alias";

/// Endings of files that the press reads.
const ENDINGS: &[&str] = &[".bib", ".yml", ".yaml", ".json", ".ris"];

/// Titles of lists of works, by language; the first is what ours is called.
const TITLES: &[(&str, &[&str])] = &[
    ("en", &["Bibliography", "References", "Works cited", "Literature", "Literature cited", "Sources"]),
    ("de", &["Literaturverzeichnis", "Literatur", "Quellen", "Bibliographie", "Referenzen", "References"]),
    ("fr", &["Bibliographie", "Références", "Références bibliographiques"]),
    ("es", &["Bibliografía", "Referencias"]),
    ("it", &["Bibliografia", "Riferimenti"]),
    ("pt", &["Bibliografia", "Referências"]),
    ("pl", &["Bibliografia", "Literatura"]),
    ("nl", &["Bibliografie", "Literatuur", "Referenties"]),
];

/// Styles that are built in, by parts of the names of CSL files.
const STYLES: &[(&str, &str)] = &[
    ("chicago-author-date", "chicago-author-date"),
    ("chicago-note", "chicago-notes"),
    ("chicago", "chicago-author-date"),
    ("apa", "apa"),
    ("ieee", "ieee"),
    ("harvard", "harvard"),
    ("vancouver", "vancouver"),
    ("modern-language", "mla"),
    ("american-medical", "ama"),
];

pub(super) fn find(
    shelf: &dyn Shelf,
    manuscript: &Manuscript,
    settings: &Settings,
    found: &Found,
    remarks: &mut Remarks,
) -> Works {
    let mut works = Works { style: "europol".to_owned(), ..Works::default() };
    let named = settings.bibliographies.iter().map(|(file, name)| (resolve(file, name), name.clone()));
    let mut paths: Vec<(String, String)> = named.collect();
    paths
        .extend(manuscript.bibliographies.iter().chain(&found.bibliographies).map(|path| (path.clone(), path.clone())));
    if paths.is_empty() {
        let beside = match manuscript.is_one_file.then(|| manuscript.chapters.first()).flatten() {
            Some(chapter) => ["references.bib", "bibliography.bib", "refs.bib", "works.bib"]
                .iter()
                .map(|name| resolve(&chapter.path, name))
                .filter(|path| shelf.read(path).is_ok())
                .collect(),
            None => shelf.paths().iter().filter(|path| path.ends_with(".bib")).cloned().collect::<Vec<_>>(),
        };
        paths.extend(beside.into_iter().map(|path| (path.clone(), path)));
    }
    let mut seen = Vec::new();
    for (path, named) in paths {
        if seen.contains(&path) {
            continue;
        }
        seen.push(path.clone());
        let candidates = std::iter::once(path.clone()).chain(std::iter::once(format!("{path}.bib")));
        let Some((path, bytes)) = candidates.into_iter().find_map(|path| Some((path.clone(), shelf.read(&path).ok()?)))
        else {
            let todo =
                "Put the file into `bibliography/`, and list it in `files` below `[bibliography]` in paper.toml.";
            remarks.add(Remark::to_do(format!("the bibliography `{named}`, which is not there"), todo));
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "bib"));
        if !ENDINGS.contains(&format!(".{ending}").as_str()) {
            remarks.add(Remark::to_do(
                format!("the bibliography `{named}`, of a kind that cannot be read"),
                "Export it as BibLaTeX.",
            ));
            continue;
        }
        works.keys.extend(keys(&String::from_utf8_lossy(&bytes)));
        let stem = slug(stem).unwrap_or_else(|| "works".to_owned());
        let mut own = format!("{stem}.{ending}");
        let mut number = 2;
        while works.files.contains_key(&own) {
            own = format!("{stem}-{number}.{ending}");
            number += 1;
        }
        works.files.insert(own, bytes);
    }
    if !settings.references.is_empty() {
        let items: Vec<Json> = settings.references.iter().map(json).collect();
        let text = |item: &Value, key: &str| Some(item.get(key)?.text()?.to_owned());
        works.keys.extend(settings.references.iter().filter_map(|item| text(item, "id")));
        works.aliases = settings.references.iter().filter_map(|item| text(item, ALIAS).zip(text(item, "id"))).collect();
        if let Ok(text) = serde_json::to_string_pretty(&items) {
            works.files.insert("references.json".to_owned(), (text + "\n").into_bytes());
        }
    }
    if let Some(style) = &settings.style {
        let stem = style.rsplit('/').next().unwrap_or(style).trim_end_matches(".csl").to_lowercase();
        match STYLES.iter().find(|(part, _)| stem.contains(part)) {
            Some((_, own)) => works.style = (*own).to_owned(),
            None => {
                let todo = "Name a built-in style in `style` (`chancery explain styles` lists them), or put the file \
                            into `templates/europol/`.";
                remarks.add(Remark::to_know(
                    format!("the citation style `{style}`; works are cited as in `europol`"),
                    todo,
                ));
            }
        }
    }
    works
}

/// A list of works, as a text has it.
pub(super) const LIST: &str = "::: bibliography\n:::";

/// Of several lists of works one is kept: that of a file which is nothing else, or one at the end, which is still to be
/// made.
pub(super) fn lone_list(files: &mut [Translated], found: &mut Found, remarks: &mut Remarks) {
    let count: usize = files.iter().map(|file| file.text.matches(LIST).count()).sum();
    if count < 2 {
        return;
    }
    let is_list = |file: &Translated| file.text.contains(LIST) && parts::is_bare(&file.text.replace(LIST, ""));
    let kept = files.iter().rposition(is_list);
    for (_, file) in files.iter_mut().enumerate().filter(|(at, _)| Some(*at) != kept) {
        file.text = scan::map_text(&file.text, without_lists);
    }
    found.lists_works = kept.is_some();
    let todo = "Works are numbered and listed once in a paper.";
    remarks.add(Remark::to_know(format!("{count} lists of works, of which one is printed"), todo));
}

/// A text without its lists of works, and without titles of which nothing else is left.
fn without_lists(text: &str) -> String {
    let mut parts = text.split(LIST).map(str::to_owned);
    let mut out = parts.next().unwrap_or_default();
    for part in parts {
        let last = out.trim_end().rsplit('\n').next().unwrap_or_default();
        let next = part.trim_start();
        if is_title(last, TITLES.iter().flat_map(|(_, titles)| *titles)) && (next.is_empty() || next.starts_with('#')) {
            out.truncate(out.trim_end().len() - last.len());
        }
        out += &part;
    }
    out
}

/// Whether a line is a heading of one of these titles.
fn is_title<'t>(line: &str, mut titles: impl Iterator<Item = &'t &'t str>) -> bool {
    let bare = line.trim_start_matches('#').split(" {").next().unwrap_or_default().trim();
    line.starts_with('#') && titles.any(|title| title.eq_ignore_ascii_case(bare))
}

/// The keys of a file of BibTeX, or the ids of one of CSL.
fn keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if let Some((kind, rest)) = line.strip_prefix('@').and_then(|rest| rest.split_once(['{', '('])) {
            if kind.chars().all(char::is_alphabetic) {
                keys.extend(rest.split(',').next().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()));
            }
        } else if let Some(rest) =
            line.trim_start_matches("- ").strip_prefix("id:").or_else(|| line.strip_prefix("\"id\":"))
        {
            keys.push(rest.trim().trim_matches([',', '"', '\'']).to_owned());
        }
    }
    keys
}

/// A tree as JSON; numbers of dates are numbers.
fn json(value: &Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Text(text) => match text.parse::<i64>() {
            Ok(number) if text.len() < 9 => Json::from(number),
            _ => Json::from(text.as_str()),
        },
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(pairs) => {
            let pairs = pairs.iter().filter(|(key, _)| key != ALIAS).map(|(key, value)| {
                let text = |value: &Value| value.text().map_or_else(|| json(value), Json::from);
                (key.clone(), if key == "id" { text(value) } else { json(value) })
            });
            Json::Object(pairs.collect::<Map<String, Json>>())
        }
    }
}

/// The works that kramdown-rfc lists: by number, or with all that is known of them.
pub(super) fn of_rfc(value: &Value) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let entry = |key: &str, details: &Value| {
        // `ALTSVC: RFC7838` says under which name it goes, `RFC9052: COSE` what it is called as well.
        let said = |name: &str| details.get(name).and_then(Value::text);
        let named = details.text().filter(|named| rfc::address(key).is_none() || rfc::address(named).is_some());
        let source = named.or(said("=")).unwrap_or(key);
        let alias = said("-").or(details.text().filter(|_| named.is_none()));
        let mut pairs = vec![("id".to_owned(), text(key)), ("type".to_owned(), text("report"))];
        pairs.extend(alias.map(|alias| (ALIAS.to_owned(), text(alias))));
        let title = details.get("title").and_then(Value::text).map(str::to_owned);
        let shown = title.unwrap_or_else(|| rfc::title(source));
        pairs.push(("title".to_owned(), text(&shown)));
        if let Some(authors) = details.get("author").or_else(|| details.get("authors")) {
            let people = authors.items().iter().filter_map(|author| {
                let name = ["name", "fullname", "ins", "org"].iter().find_map(|key| author.get(key)?.text());
                Some(Value::Map(vec![("literal".to_owned(), text(name?))]))
            });
            pairs.push(("author".to_owned(), Value::List(people.collect())));
        }
        if let Some(parts) = details.get("date").and_then(Value::text).and_then(date_parts) {
            let parts = parts.iter().map(|part| text(&part.to_string())).collect();
            let parts = Value::List(vec![Value::List(parts)]);
            pairs.push(("issued".to_owned(), Value::Map(vec![("date-parts".to_owned(), parts)])));
        }
        if let Some(Value::Map(series)) = details.get("seriesinfo") {
            let shown = |(name, value): &(String, Value)| {
                let value = value.text()?;
                Some(match name.as_str() {
                    "DOI" | "ISBN" => (name.clone(), text(value)),
                    _ => ("number".to_owned(), text(&format!("{name} {value}"))),
                })
            };
            for (name, value) in series.iter().filter_map(shown) {
                // Of several series the first is printed.
                if pairs.iter().all(|(known, _)| *known != name) {
                    pairs.push((name, value));
                }
            }
        }
        let target = details.get("target").and_then(Value::text).map(str::to_owned);
        let address = target.or_else(|| rfc::address(source));
        pairs.extend(address.map(|address| ("URL".to_owned(), Value::Text(address))));
        Value::Map(pairs)
    };
    match value {
        Value::Map(pairs) => pairs.iter().map(|(key, details)| entry(key, details)).collect(),
        _ => {
            let items = value.items().iter().flat_map(|item| match item {
                Value::Map(pairs) => pairs.iter().map(|(key, details)| entry(key, details)).collect::<Vec<_>>(),
                _ => item.text().map(|key| entry(key, &Value::Nothing)).into_iter().collect(),
            });
            items.collect()
        }
    }
}

/// The year, month and day of `2022-02-04`, `November 2022` or `2022`, as far as they are said.
fn date_parts(date: &str) -> Option<Vec<u32>> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = date.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbers: Option<Vec<u32>> = words.iter().map(|word| word.parse().ok()).collect();
    match numbers {
        Some(numbers) => (*numbers.first()? >= 1000).then(|| numbers.into_iter().take(3).collect()),
        None => {
            let year = words.iter().find(|word| word.len() == 4).and_then(|word| word.parse().ok())?;
            let is_month = |month: &&str| words.iter().any(|word| word.to_lowercase().starts_with(*month));
            let month = (1..).zip(&MONTHS).find(|(_, month)| is_month(month)).map(|(number, _)| number);
            Some(std::iter::once(year).chain(month).collect())
        }
    }
}

/// Documents of the IETF that a text calls without their being listed: `{{?RFC2018}}`, `{{!IPv4=RFC0791}}`.
pub(super) fn called(text: &str, known: &[Value]) -> Vec<Value> {
    let mut documents: Vec<(String, Value)> = Vec::new();
    for (at, _) in text.match_indices("{{") {
        let reference = Reference::read(text[at + 2..].split("}}").next().unwrap_or_default());
        let is_known = known.iter().any(|item| item.get("id").and_then(Value::text) == Some(&reference.key));
        if let Some(document) = reference.document().filter(|_| !is_known)
            && !documents.iter().any(|(key, _)| *key == reference.key)
        {
            let document = Value::Text(document.to_owned());
            documents.push((reference.key, document));
        }
    }
    of_rfc(&Value::Map(documents))
}

impl Works {
    /// Puts the list of works at the end, or below its own heading if there is one.
    pub(super) fn list(
        &self,
        texts: &mut BTreeMap<String, Marked>,
        names: &mut Vec<String>,
        cites: bool,
        is_listed: bool,
        language: &str,
    ) {
        if self.files.is_empty() || is_listed || !cites {
            return;
        }
        let tag = language.split('-').next().unwrap_or_default();
        let titles = TITLES.iter().find(|(own, _)| *own == tag).map_or(TITLES[0].1, |(_, titles)| titles);
        for name in names.iter().rev().take(4) {
            let Some(text) = texts.get_mut(&format!("sections/{name}")) else { continue };
            let end = text.text.trim_end().len();
            let last = text.text[..end].rsplit('\n').next().unwrap_or_default();
            if is_title(last, titles.iter().chain(TITLES[0].1)) {
                text.replace(end..text.text.len(), &format!("\n\n{LIST}\n"));
                return;
            }
        }
        let title = titles[0];
        let text = format!("+++\nversion = \"0.1.0\"\n+++\n\n# {title} {{.unnumbered}}\n\n{LIST}\n");
        let mut name = "bibliography.md".to_owned();
        if names.contains(&name) {
            name = "list-of-works.md".to_owned();
        }
        texts.insert(format!("sections/{name}"), Marked::new(&text));
        names.push(name);
    }
}
