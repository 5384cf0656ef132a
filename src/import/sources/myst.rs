//! MyST and Jupyter Book: `myst.yml`, `_toc.yml` with `_config.yml`.

use super::super::context::resolve;
use super::super::meta::{Value, yaml};
use super::super::notebook;
use super::super::shelf::Shelf;
use super::{Chapter, Manuscript, first, miss};

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    let settings = first(shelf, &["myst.yml", "_config.yml"]).map(|(path, text)| (path, yaml::read(&text)));
    let own = settings.as_ref().map(|(_, all)| whole(all)).unwrap_or_default();
    let toc = first(shelf, &["_toc.yml", "_toc.yaml"]).map(|(_, text)| yaml::read(&text));
    let list = toc.as_ref().or_else(|| own.get("toc"));
    let (mut chapters, mut missing) = (Vec::new(), Vec::new());
    if let Some(list) = list {
        collect(shelf, list, 0, &mut chapters, &mut missing);
    } else if first(shelf, &["myst.yml"]).is_some() {
        let texts = shelf.paths().iter().filter(|path| path.ends_with(".md") || path.ends_with(notebook::ENDING));
        chapters.extend(texts.map(|path| Chapter { path: path.clone(), ..Chapter::default() }));
        chapters
            .sort_by_key(|chapter| (chapter.path != "index.md" && chapter.path != "README.md", chapter.path.clone()));
    }
    let path = settings.as_ref().map_or("_toc.yml", |(path, _)| *path);
    let list = |(key, _): &(String, Value)| key != "toc";
    let settings = Value::Map(own.pairs().iter().filter(|pair| list(pair)).cloned().collect());
    let named = own.get("bibliography").or_else(|| own.get("bibtex_bibfiles"));
    let bibliographies = named.map(|value| value.texts().into_iter().map(|name| resolve("", name)).collect());
    let is_one_file = chapters.len() == 1;
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "MyST",
        settings,
        settings_path: path.to_owned(),
        chapters,
        missing,
        bibliographies: bibliographies.unwrap_or_default(),
        is_one_file,
        ..Manuscript::default()
    })
}

/// What is said of the project, and then all else.
fn whole(all: &Value) -> Value {
    let Some(project) = all.get("project") else { return all.clone() };
    let rest = all.pairs().iter().filter(|(key, _)| key != "project" && key != "version" && project.get(key).is_none());
    Value::Map(project.pairs().iter().chain(rest).cloned().collect())
}

/// Files of a list of contents, with those that stand below them.
fn collect(shelf: &dyn Shelf, value: &Value, level: usize, chapters: &mut Vec<Chapter>, missing: &mut Vec<String>) {
    const BELOW: &[&str] = &["parts", "chapters", "sections", "children", "entries", "subtrees"];
    const MAX_LEVEL: usize = 12;
    if level > MAX_LEVEL {
        return;
    }
    let mut part = None;
    for item in value.items() {
        let named = ["root", "file", "pattern", "glob"].iter().find_map(|key| item.get(key)).and_then(Value::text);
        let named = named.or_else(|| item.text().filter(|text| !text.starts_with("http")));
        let title = item.get("title").or(item.get("caption")).and_then(Value::text).map(str::to_owned);
        let mut inner = level;
        let own = named.map_or(Vec::new(), |named| super::chapters(shelf, "", named));
        if let Some(named) = named.filter(|_| own.is_empty()) {
            miss(named, missing);
        }
        if !own.is_empty() {
            let is_root = item.get("root").is_some();
            for path in own {
                if !chapters.iter().any(|chapter| chapter.path == path) {
                    chapters.push(Chapter {
                        path,
                        title: title.clone(),
                        level,
                        part: part.take(),
                        ..Chapter::default()
                    });
                }
            }
            inner = if is_root { level } else { level + 1 };
        } else if title.is_some() {
            part = title;
        }
        let start = chapters.len();
        for (_, below) in item.pairs().iter().filter(|(key, _)| BELOW.contains(&key.as_str())) {
            collect(shelf, below, inner, chapters, missing);
        }
        if let Some(first) = chapters.get_mut(start) {
            first.part = first.part.take().or_else(|| part.take());
        }
    }
}
