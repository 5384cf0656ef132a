//! Quarto and bookdown: `_quarto.yml`, `_bookdown.yml`.

use super::super::context::resolve;
use super::super::meta::{Value, yaml};
use super::super::shelf::Shelf;
use super::{Chapter, Manuscript, chapter, first, is_text, miss, settings_of};

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    quarto(shelf).or_else(|| bookdown(shelf))
}

fn quarto(shelf: &dyn Shelf) -> Option<Manuscript> {
    let (path, text) = first(shelf, &["_quarto.yml", "_quarto.yaml"])?;
    let all = yaml::read(&text);
    let (mut chapters, mut missing) = (Vec::new(), Vec::new());
    if let Some(list) = all.at(&["book", "chapters"]) {
        collect(shelf, list, (0, false), &mut chapters, &mut missing);
        if let Some(list) = all.at(&["book", "appendices"]) {
            collect(shelf, list, (0, true), &mut chapters, &mut missing);
        }
    } else {
        let tops = ["index.qmd", "index.md"].iter().filter(|name| shelf.paths().iter().any(|path| path == *name));
        chapters.extend(tops.map(|name| of((*name).to_owned())));
        let texts = shelf.paths().iter().filter(|path| path.ends_with(".qmd") && !path.starts_with('_'));
        // What is about the repository is none of its texts.
        let texts = texts
            .filter(|path| !path.to_lowercase().rsplit('/').next().is_some_and(|name| name.starts_with("readme.")));
        let rest: Vec<_> = texts.filter(|path| path.as_str() != "index.qmd").cloned().map(of).collect();
        chapters.extend(rest);
    }
    let mut settings = all.get("book").or(all.get("website")).or(all.get("manuscript")).cloned().unwrap_or_default();
    // What a book says, and then what its first file says.
    if let Value::Map(pairs) = &mut settings {
        pairs.retain(|(key, _)| !["chapters", "appendices", "sidebar", "navbar"].contains(&key.as_str()));
        let has = |pairs: &[(String, Value)], key: &str| pairs.iter().any(|(own, _)| own == key);
        let kinds = ["book", "website", "manuscript"];
        for (key, value) in all.pairs().iter().filter(|(key, _)| !kinds.contains(&key.as_str())) {
            if !has(pairs, key) {
                pairs.push((key.clone(), value.clone()));
            }
        }
    } else {
        settings = all.clone();
    }
    let named = all.get("bibliography").or_else(|| all.at(&["book", "bibliography"]));
    let bibliographies = named.map(|value| value.texts().into_iter().map(|name| resolve(path, name)).collect());
    let is_one_file = chapters.len() == 1;
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "Quarto",
        settings,
        settings_path: path.to_owned(),
        chapters,
        missing,
        bibliographies: bibliographies.unwrap_or_default(),
        is_one_file,
        ..Manuscript::default()
    })
}

/// Chapters of a list, and those that are not there.
fn collect(
    shelf: &dyn Shelf,
    list: &Value,
    (level, is_annex): (usize, bool),
    chapters: &mut Vec<Chapter>,
    missing: &mut Vec<String>,
) {
    let mut part = None;
    for item in list.items() {
        if let Some(named) = item.text().or_else(|| item.get("file").and_then(Value::text)) {
            let title = item.get("text").and_then(Value::text).map(str::to_owned);
            let paths = super::chapters(shelf, "_quarto.yml", named);
            if paths.is_empty() {
                miss(named, missing);
            }
            for path in paths {
                if !chapters.iter().any(|known: &Chapter| known.path == path) {
                    chapters.push(Chapter { title: title.clone(), is_annex, level, part: part.take(), ..of(path) });
                }
            }
        }
        if let Some(name) = item.get("part").and_then(Value::text) {
            match chapter(shelf, "_quarto.yml", name) {
                Some(path) => chapters.push(Chapter { is_annex, level, ..of(path) }),
                None => part = Some(name.to_owned()),
            }
            let start = chapters.len();
            if let Some(list) = item.get("chapters") {
                collect(shelf, list, (level, is_annex), chapters, missing);
            }
            if let Some(first) = chapters.get_mut(start) {
                first.part = part.take();
            }
        }
    }
}

fn bookdown(shelf: &dyn Shelf) -> Option<Manuscript> {
    let (path, text) = first(shelf, &["_bookdown.yml"])?;
    let all = yaml::read(&text);
    let (mut chapters, mut missing): (Vec<Chapter>, Vec<String>) = (Vec::new(), Vec::new());
    match all.get("rmd_files") {
        Some(list) => collect(
            shelf,
            &Value::List(list.texts().iter().map(|name| Value::Text((*name).to_owned())).collect()),
            (0, false),
            &mut chapters,
            &mut missing,
        ),
        None => {
            let texts =
                shelf.paths().iter().filter(|path| is_text(path) && !path.contains('/') && !path.starts_with('_'));
            let texts = texts.filter(|path| path.to_lowercase().ends_with(".rmd"));
            let (first, rest): (Vec<&String>, Vec<&String>) =
                texts.partition(|path| path.to_lowercase() == "index.rmd");
            chapters.extend(first.into_iter().chain(rest).cloned().map(of));
        }
    }
    let settings = chapters.first().map(|first| settings_of(shelf, &first.path)).unwrap_or_default();
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "bookdown",
        settings,
        settings_path: path.to_owned(),
        chapters,
        missing,
        ..Manuscript::default()
    })
}

fn of(path: String) -> Chapter {
    Chapter { path, ..Chapter::default() }
}
