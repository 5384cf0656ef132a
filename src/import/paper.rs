//! What a manuscript says of itself → paper.toml. What has no place there is left over, and listed.

mod dates;
mod people;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::context::Found;
use super::meta::Value;
use super::sources::Manuscript;
use super::works::Works;
use super::{Beginning, Translated, remark};
use crate::language;
use crate::slug::slug;

/// What is known of the paper.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    subtitle: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    pub(super) language: String,
    /// Whether nothing but its words say in which language the text is.
    pub(super) is_guessed: bool,
    keywords: Vec<String>,
    abstract_text: Option<String>,
    version: Option<String>,
    has_contents: bool,
    pub(super) bibliographies: Vec<(String, String)>,
    pub(super) style: Option<String>,
    pub(super) references: Vec<Value>,
    pub(super) nocite: Option<String>,
    /// File, key, value.
    left_over: Vec<(String, String, String)>,
    values: Vec<(String, String)>,
}

impl Settings {
    /// Of the whole, and then of its files: what is said first counts.
    pub(super) fn of(manuscript: &Manuscript, files: &[Translated]) -> Self {
        let mut own = Self { language: "en-GB".to_owned(), ..Self::default() };
        let mut has_language = false;
        own.read(&manuscript.settings, &manuscript.settings_path, true, &mut has_language);
        for (path, value) in &manuscript.more {
            own.read(value, path, true, &mut has_language);
            own.know(value);
        }
        for (index, file) in files.iter().enumerate() {
            let is_whole =
                manuscript.is_one_file || index == 0 && manuscript.settings == Value::Nothing && files.len() == 1;
            own.read(&file.front, &file.chapter.path, is_whole, &mut has_language);
        }
        if !has_language && let Some(tag) = words::language(files.iter().map(|file| file.text.as_str())) {
            own.language = tag.to_owned();
            own.is_guessed = true;
        }
        own
    }

    /// `is_whole` says whether it is of the whole paper, not of a chapter.
    fn read(&mut self, value: &Value, path: &str, is_whole: bool, has_language: &mut bool) {
        for (key, value) in value.pairs() {
            let text = value.text().map(str::to_owned);
            if let Some(text) = &text {
                self.values.push((key.clone(), text.clone()));
            }
            let lower = key.to_lowercase();
            let is_taken = match lower.as_str() {
                "title" if !is_whole => true,
                "title" => set(&mut self.title, value.get("plain").and_then(Value::text).map(str::to_owned).or(text)),
                "subtitle" if is_whole => set(&mut self.subtitle, text),
                "author" | "authors" | "editor" if self.authors.is_empty() => {
                    let (names, rest) = people::names(value);
                    self.authors = names;
                    let rest = rest.into_iter().map(|rest| (path.to_owned(), key.clone(), rest));
                    self.left_over.extend(rest);
                    !self.authors.is_empty()
                }
                "date" if is_whole || self.date.is_none() => {
                    let date = text.as_deref().and_then(dates::read);
                    date.is_some() && set(&mut self.date, date)
                }
                "lang" | "language" if !*has_language => match text.as_deref().and_then(language_of) {
                    Some(tag) => {
                        self.language = tag;
                        *has_language = true;
                        true
                    }
                    None => false,
                },
                "keywords" | "tags" | "keyword" | "kw" if is_whole => {
                    let words = match value {
                        Value::Text(text) => text.split([',', ';']).map(|word| word.trim().to_owned()).collect(),
                        _ => value.texts().into_iter().map(str::to_owned).collect::<Vec<_>>(),
                    };
                    self.keywords.extend(words.into_iter().filter(|word| !word.is_empty()));
                    true
                }
                "abstract" | "description" if is_whole && lower == "abstract" => set(&mut self.abstract_text, text),
                "version" => match text.as_deref().and_then(version) {
                    Some(version) if is_whole => set(&mut self.version, Some(version)),
                    _ => false,
                },
                "toc" | "tableofcontents" | "table-of-contents" => {
                    self.has_contents |= text.as_deref() != Some("false");
                    true
                }
                "bibliography" => {
                    self.bibliographies.extend(value.texts().iter().map(|name| (path.to_owned(), (*name).to_owned())));
                    true
                }
                "csl" | "citation-style" => set(&mut self.style, text),
                "nocite" => set(&mut self.nocite, text),
                // Their values are among the others.
                "metadata-files" | "metadata-file" => true,
                "references" if !value.items().is_empty() && value.items()[0].get("id").is_some() => {
                    self.references.extend(value.items().iter().cloned());
                    true
                }
                "entity" => {
                    self.values.extend(value.leaves().into_iter().map(|(name, text)| (format!("{key}.{name}"), text)));
                    true
                }
                "normative" | "informative" => {
                    self.references.extend(super::works::of_rfc(value));
                    true
                }
                _ => false,
            };
            if !is_taken && *value != Value::Nothing {
                self.left_over.push((path.to_owned(), key.clone(), value.shown()));
            }
        }
    }

    /// Values of another file that texts can name.
    pub(super) fn know(&mut self, values: &Value) {
        self.values.extend(values.leaves());
    }

    /// What texts can name as values.
    pub(super) fn values(&self) -> Vec<(String, String)> {
        self.values.clone()
    }

    /// The abstract as a section.
    pub(super) fn abstract_section(&mut self) -> Option<String> {
        let text = self.abstract_text.take()?;
        let paragraphs: Vec<String> = text.split("\n\n").map(|part| part.trim().to_owned()).collect();
        let title = match self.language.split('-').next() {
            Some("de") => "Zusammenfassung",
            Some("fr") => "Résumé",
            Some("es") => "Resumen",
            Some("it") => "Sommario",
            Some("pl") => "Streszczenie",
            Some("nl") => "Samenvatting",
            Some("pt") => "Resumo",
            _ => "Abstract",
        };
        let text = paragraphs.join("\n\n");
        Some(format!("+++\nversion = \"0.1.0\"\n+++\n\n# {title} {{.unnumbered}}\n\n{text}\n"))
    }

    /// paper.toml, and what has no place in it: file, key and value.
    pub(super) fn written(
        &self,
        sections: &[String],
        works: &Works,
        found: &Found,
        beginning: &Beginning,
    ) -> (String, Vec<(String, String, String)>) {
        let title = self.title.as_deref().map(plain).filter(|title| !title.is_empty());
        let own_slug = title.as_deref().and_then(slug).map(|slug| slug.chars().take(60).collect::<String>());
        let own_slug = own_slug.map(|slug| slug.trim_matches('-').to_owned()).filter(|slug| !slug.is_empty());
        // As a paper that begins with nothing is called: by its folder.
        let of_folder = || {
            let mut letters = beginning.slug.chars();
            let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
            (first + letters.as_str()).replace('-', " ")
        };
        let title = title.unwrap_or_else(of_folder);
        let mut text =
            String::from("# What the paper is, and what it is made of. `chancery check` knows every key.\n\n[paper]\n");
        let mut line = |key: &str, value: String| text.push_str(&format!("{key} = {value}\n"));
        line("slug", quoted(own_slug.as_deref().unwrap_or(beginning.slug)));
        line("title", quoted(&title));
        if let Some(subtitle) = self.subtitle.as_deref().map(plain).filter(|subtitle| !subtitle.is_empty()) {
            line("subtitle", quoted(&subtitle));
        }
        line("version", quoted(self.version.as_deref().unwrap_or("0.1.0")));
        line("date", quoted(self.date.as_deref().unwrap_or(beginning.date)));
        line("language", quoted(&self.language));
        if !self.authors.is_empty() {
            line("authors", list(&self.authors));
        }
        line("status", quoted("draft"));
        line("template", quoted(beginning.template));
        let lists = [("figures", found.lists_figures), ("tables", found.lists_tables)];
        let has_lists = lists.iter().any(|(_, is_wanted)| *is_wanted);
        if !has_lists && (self.has_contents || found.has_contents || sections.len() > 3) {
            line("contents", "true".to_owned());
        }
        let names: Vec<String> = sections.iter().map(|name| format!("  {},\n", quoted(name))).collect();
        line("sections", format!("[\n{}]", names.concat()));
        if has_lists {
            text.push_str("\n[contents]\n");
            lists
                .iter()
                .filter(|(_, is_wanted)| *is_wanted)
                .for_each(|(key, _)| text.push_str(&format!("{key} = true\n")));
        }
        if !works.files.is_empty() {
            text.push_str("\n[bibliography]\n");
            let names: Vec<String> = works.files.keys().cloned().collect();
            text.push_str(&format!("files = {}\n", list(&names)));
            text.push_str(&format!("style = {}\n", quoted(&works.style)));
            if self.nocite.as_deref().is_some_and(|keys| keys.contains("@*")) {
                text.push_str("nocite = \"*\"\n");
            } else if let Some(keys) = &self.nocite {
                let keys: Vec<String> = keys
                    .split(|one: char| one.is_whitespace() || matches!(one, ',' | ';' | '[' | ']'))
                    .filter_map(|key| key.strip_prefix('@'))
                    .filter(|key| works.keys.iter().any(|own| own == key))
                    .map(str::to_owned)
                    .collect();
                if !keys.is_empty() {
                    text.push_str(&format!("nocite = {}\n", list(&keys)));
                }
            }
        }
        if !self.keywords.is_empty() {
            text.push_str(&format!("\n[imprint]\nKeywords = {}\n", quoted(&plain(&self.keywords.join(", ")))));
        }
        if !found.abbreviations.is_empty() {
            text.push_str("\n[abbreviations]\n");
            let mut seen = Vec::new();
            for (short, long) in &found.abbreviations {
                if !seen.contains(&short) {
                    text.push_str(&format!("{} = {}\n", quoted(short), quoted(&plain(long))));
                    seen.push(short);
                }
            }
        }
        text.push_str("\n[page]\nchapters = \"flow\"\n");
        (text, self.left_over.clone())
    }
}

/// Keeps what is there already. Whether the new value was taken.
fn set(place: &mut Option<String>, value: Option<String>) -> bool {
    match (&place, value) {
        (None, Some(value)) => {
            *place = Some(value);
            true
        }
        (Some(old), Some(value)) => *old == value,
        (_, None) => false,
    }
}

/// The names of files that are taken, and the last number that was put behind each.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn take(&mut self, name: String) -> String {
        self.taken.insert(name.clone());
        name
    }
}

/// The name of a section's file, different from all others.
pub(super) fn file_name(title: &str, names: &mut Names) -> String {
    let plain = plain(title);
    let slug = slug(&plain).unwrap_or_else(|| "section".to_owned());
    let mut stem = String::new();
    for word in slug.split('-') {
        if !stem.is_empty() && stem.len() + word.len() > 40 {
            break;
        }
        stem.push_str(if stem.is_empty() { "" } else { "-" });
        stem.extend(word.chars().take(40));
    }
    let mut name = format!("{stem}.md");
    while names.taken.contains(&name) {
        let number = names.numbers.entry(stem.clone()).or_insert(1);
        *number += 1;
        name = format!("{stem}-{number}.md");
    }
    names.take(name)
}

fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|one| !one.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// Words without marks: nothing is marked up in paper.toml.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(one) = rest.chars().next() {
        if rest.starts_with("](") {
            rest = rest.find(')').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        if one == '<'
            && rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/')
            && let Some(end) = rest.find('>')
        {
            rest = &rest[end + 1..];
            plain.push(' ');
            continue;
        }
        if !matches!(one, '*' | '`' | '[' | ']' | '\\' | '~') && !remark::is_mark(one) {
            plain.push(one);
        }
        rest = &rest[one.len_utf8()..];
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.strip_prefix("__").and_then(|rest| rest.strip_suffix("__")).map(str::to_owned).unwrap_or(plain)
}

/// Whether a heading says nothing of the text, as any could begin with it.
pub(super) fn is_of_any(title: &str) -> bool {
    const TITLES: &[&str] = &[
        "readme",
        "index",
        "home",
        "abstract",
        "introduction",
        "overview",
        "preface",
        "foreword",
        "contents",
        "welcome",
        "einleitung",
        "vorwort",
        "zusammenfassung",
        "introducción",
        "resumen",
        "prólogo",
        "préface",
        "résumé",
        "avant-propos",
        "introduzione",
        "prefazione",
        "wstęp",
        "introdução",
        "inleiding",
        "voorwoord",
        "authors",
        "frontispiece",
        "cover",
        "copyright",
        "colophon",
        "about",
        "summary",
        "executive summary",
        "title page",
        "acknowledgements",
    ];
    TITLES.contains(&plain(title).trim().to_lowercase().as_str())
}

/// A tag, from a tag or the name of a language.
fn language_of(text: &str) -> Option<String> {
    const NAMES: &[(&str, &str)] = &[
        ("english", "en-GB"),
        ("american", "en-US"),
        ("british", "en-GB"),
        ("german", "de"),
        ("ngerman", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("italian", "it"),
        ("polish", "pl"),
        ("dutch", "nl"),
        ("portuguese", "pt"),
        ("en", "en-GB"),
    ];
    let lower = text.to_lowercase();
    let tag = NAMES
        .iter()
        .find(|(name, _)| *name == lower)
        .map_or_else(|| text.replace('_', "-"), |(_, tag)| (*tag).to_owned());
    language::tag(tag.split('.').next().unwrap_or_default()).ok()
}

/// A version as it is written here, if it is one.
fn version(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(['v', 'V']);
    (0..3).map(|zeros| bare.to_owned() + &".0".repeat(zeros)).find(|text| semver::Version::parse(text).is_ok())
}
