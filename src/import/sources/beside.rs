//! Files beside a manuscript that say what it is: metadata of pandoc, settings of Jekyll, GitBook and Sphinx.

use super::super::context::resolve;
use super::super::meta::{Value, yaml};
use super::super::shelf::Shelf;
use super::{Manuscript, text};

/// Their names.
const NAMES: &[&str] = &[
    "metadata.yaml",
    "metadata.yml",
    "meta.yaml",
    "meta.yml",
    "config.yaml",
    "config.yml",
    "_config.yml",
    "book.json",
    "conf.py",
];

/// Settings that other files have: those that the manuscript's own name, or, where it has none, those beside it.
pub(super) fn read(shelf: &dyn Shelf, manuscript: &Manuscript) -> Vec<(String, Value)> {
    let named = ["metadata-files", "metadata-file"].iter().filter_map(|key| manuscript.settings.get(key));
    let named = named.flat_map(Value::texts).map(|name| resolve(&manuscript.settings_path, name));
    let mut found: Vec<(String, Value)> = named.filter_map(|path| of(shelf, &path)).collect();
    if manuscript.settings == Value::Nothing {
        let first = manuscript.chapters.first().map_or("", |chapter| chapter.path.as_str());
        let folder = first.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut folders = vec![folder, String::new()];
        folders.dedup();
        if shelf.depth() > 0 {
            folders.push("..".to_owned());
        }
        let paths = folders.iter().flat_map(|folder| NAMES.iter().map(move |name| (folder.clone(), *name)));
        let paths =
            paths.map(|(folder, name)| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") });
        // Many a tool has a file of that name: it has to say what the text is called.
        let titled = paths.filter_map(|path| of(shelf, &path)).find(|(_, value)| value.get("title").is_some());
        found.extend(titled);
    }
    found
}

fn of(shelf: &dyn Shelf, path: &str) -> Option<(String, Value)> {
    let text = text(shelf, path)?;
    let value = if path.ends_with(".py") { of_sphinx(&text) } else { yaml::read(&text) };
    // Quarto has most of it further in.
    let mut pairs: Vec<(String, Value)> = Vec::new();
    for (key, value) in value.pairs() {
        match ["book", "website", "manuscript"].contains(&key.as_str()) {
            true => pairs.extend(value.pairs().iter().cloned()),
            false => pairs.push((key.clone(), value.clone())),
        }
    }
    (!pairs.is_empty()).then(|| (path.to_owned(), Value::Map(pairs)))
}

/// `project = "…"` and the like in `conf.py`.
fn of_sphinx(text: &str) -> Value {
    const KEYS: &[(&str, &str)] = &[("project", "title"), ("author", "author"), ("language", "lang")];
    let pairs = text.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        let (_, key) = KEYS.iter().find(|(own, _)| *own == name.trim_end())?;
        let value = value.trim().trim_start_matches(['u', 'r']);
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        let inner = value[1..].split(quote).next().filter(|inner| !inner.is_empty())?;
        Some(((*key).to_owned(), Value::Text(inner.to_owned())))
    });
    Value::Map(pairs.collect())
}
