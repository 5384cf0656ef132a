//! Files without a list of contents: one, or those of a folder in the order of their names.

use std::cmp::Ordering;

use super::super::context::resolve;
use super::super::meta::{Value, yaml};
use super::super::notebook;
use super::super::shelf::Shelf;
use super::{Chapter, Manuscript, chapter, chapters, first, is_text, miss};

/// Files about a repository, which are no part of its text.
const ABOUT: &[&str] = &[
    "license",
    "licence",
    "contributing",
    "code_of_conduct",
    "changelog",
    "security",
    "support",
    "codeowners",
    "pull_request_template",
    "issue_template",
    "authors",
    "maintainers",
    "governance",
    "summary",
    "_sidebar",
    "_navbar",
    "agents",
    "releasing",
];

/// The file that was named.
pub(super) fn one(path: &str) -> Manuscript {
    let chapter = Chapter { path: path.to_owned(), ..Chapter::default() };
    Manuscript { tool: "one file", chapters: vec![chapter], is_one_file: true, ..Manuscript::default() }
}

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    pandoc(shelf).or_else(|| mkdocs(shelf)).or_else(|| names(shelf))
}

/// A file of pandoc's defaults lists its inputs.
fn pandoc(shelf: &dyn Shelf) -> Option<Manuscript> {
    let (path, text) =
        first(shelf, &["defaults.yaml", "defaults.yml", "pandoc.yaml", "pandoc.yml", "metadata.yaml", "metadata.yml"])?;
    let all = yaml::read(&text);
    let named = all.get("input-files").or_else(|| all.get("input-file"))?.texts();
    let mut missing = Vec::new();
    let mut chapters: Vec<Chapter> = Vec::new();
    for name in named {
        match chapter(shelf, path, name) {
            Some(path) => chapters.push(Chapter { path, ..Chapter::default() }),
            None => miss(name, &mut missing),
        }
    }
    let metadata = all.get("metadata").cloned().unwrap_or_default();
    let named = all.get("bibliography").or_else(|| metadata.get("bibliography"));
    let bibliographies =
        named.map(|value| value.texts().into_iter().map(|name| resolve(path, name)).collect::<Vec<_>>());
    let is_one_file = chapters.len() == 1;
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "pandoc",
        settings: metadata,
        settings_path: path.to_owned(),
        bibliographies: bibliographies.unwrap_or_default(),
        is_one_file,
        chapters,
        missing,
        ..Manuscript::default()
    })
}

/// `mkdocs.yml` with its `nav`.
fn mkdocs(shelf: &dyn Shelf) -> Option<Manuscript> {
    let (path, text) = first(shelf, &["mkdocs.yml", "mkdocs.yaml"])?;
    let all = yaml::read(&text);
    let docs = all.get("docs_dir").and_then(Value::text).unwrap_or("docs").trim_matches('/').to_owned();
    let mut contents = Contents::default();
    contents.collect(shelf, &docs, all.get("nav")?, 0);
    let Contents { chapters, missing } = contents;
    let title = all.get("site_name").cloned().unwrap_or_default();
    let authors = all.get("site_author").cloned().unwrap_or_default();
    let mut settings = vec![("title".to_owned(), title), ("author".to_owned(), authors)];
    let is_read = |key: &str| ["nav", "docs_dir", "site_name", "site_author"].contains(&key);
    settings.extend(all.pairs().iter().filter(|(key, _)| !is_read(key)).cloned());
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "MkDocs",
        settings: Value::Map(settings),
        settings_path: path.to_owned(),
        chapters,
        missing,
        ..Manuscript::default()
    })
}

/// What a list of chapters comes to.
#[derive(Default)]
struct Contents {
    chapters: Vec<Chapter>,
    missing: Vec<String>,
}

impl Contents {
    /// Adds what `nav` lists.
    fn collect(&mut self, shelf: &dyn Shelf, docs: &str, nav: &Value, level: usize) {
        const MAX_LEVEL: usize = 12;
        for item in nav.items() {
            match item {
                Value::Text(named) => self.add(shelf, docs, named, None, level),
                _ => {
                    for (title, below) in item.pairs() {
                        match below {
                            Value::Text(named) => self.add(shelf, docs, named, Some(title), level),
                            _ if level < MAX_LEVEL => {
                                let start = self.chapters.len();
                                self.collect(shelf, docs, below, level + 1);
                                self.begin_group(start, title, level);
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
    }

    /// Adds a file, or all texts of a folder, in the order of their names.
    fn add(&mut self, shelf: &dyn Shelf, docs: &str, named: &str, title: Option<&String>, level: usize) {
        let mut paths = chapters(shelf, &format!("{docs}/x"), named);
        match paths.len() {
            0 => miss(named, &mut self.missing),
            1 if !named.ends_with('/') => self.push(paths.remove(0), title.cloned(), level),
            _ => {
                let start = self.chapters.len();
                paths.into_iter().for_each(|path| self.push(path, None, level + 1));
                if let Some(title) = title {
                    self.begin_group(start, title, level);
                }
            }
        }
    }

    fn push(&mut self, path: String, title: Option<String>, level: usize) {
        if !self.chapters.iter().any(|chapter| chapter.path == path) {
            self.chapters.push(Chapter { path, title, level, ..Chapter::default() });
        }
    }

    /// The chapters from `start` on stand below a title of their own, which the index of their folder may have.
    fn begin_group(&mut self, start: usize, title: &str, level: usize) {
        let Some(first) = self.chapters.get_mut(start) else { return };
        let name = first.path.rsplit('/').next().unwrap_or_default();
        let is_index = first.title.is_none() && ["index.md", "README.md"].contains(&name) && first.level == level + 1;
        match is_index {
            true => first.level = level,
            false => first.groups.insert(0, (level, title.to_owned())),
        }
    }
}

/// All texts, in the order of their names.
fn names(shelf: &dyn Shelf) -> Option<Manuscript> {
    // What was made of a text is none besides it.
    let is_made = |path: &str| {
        let Some(stem) = path.strip_suffix(".md") else { return false };
        let sources = [".Rmd", ".rmd", ".qmd"].map(|ending| format!("{stem}{ending}"));
        sources.iter().any(|source| shelf.paths().binary_search(source).is_ok())
    };
    let texts = shelf.paths().iter().filter(|path| is_text(path) && !is_made(path)).cloned();
    let (about, mut paths): (Vec<String>, Vec<String>) = texts.partition(|path| is_about(path));
    if paths.is_empty() {
        paths.extend(shelf.paths().iter().filter(|path| path.ends_with(notebook::ENDING)).cloned());
    }
    paths.sort_by(|one, other| natural(one, other));
    let chapters: Vec<Chapter> = paths.into_iter().map(|path| Chapter { path, ..Chapter::default() }).collect();
    let is_one_file = chapters.len() == 1;
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "a folder",
        chapters,
        about,
        is_one_file,
        ..Manuscript::default()
    })
}

/// Whether a file is about a repository or a site: by its name at the top of all, else by one in capitals.
pub(super) fn is_about(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or_default();
    let is_shouted = stem.chars().any(char::is_uppercase) && !stem.chars().any(char::is_lowercase);
    let is_at_top = folder.is_empty() || folder == ".github";
    let lower = stem.to_lowercase();
    // What a folder of pictures holds, its README says.
    let last = folder.rsplit('/').next().unwrap_or_default().to_lowercase();
    let is_of_pictures =
        ["images", "image", "img", "imgs", "figures", "assets", "media", "static"].contains(&last.as_str());
    (is_at_top || is_shouted) && ABOUT.contains(&lower.as_str())
        || name.starts_with("_sidebar")
        || name.starts_with("_navbar")
        || lower == "404"
        || is_of_pictures && lower == "readme"
}

/// Folder by folder, `README` and `index` first, numbers by their value.
pub(super) fn natural(one: &str, other: &str) -> Ordering {
    let mut parts = (one.split('/').peekable(), other.split('/').peekable());
    loop {
        let (Some(first), Some(second)) = (parts.0.next(), parts.1.next()) else {
            return one.cmp(other);
        };
        // Files stand before folders.
        let is_folder = (parts.0.peek().is_some(), parts.1.peek().is_some());
        let order = is_folder.0.cmp(&is_folder.1).then_with(|| key(first).cmp(&key(second)));
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn key(name: &str) -> (u8, Vec<(u64, String)>) {
    let lower = name.to_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let rank = match stem {
        "readme" | "index" | "_index" => 0,
        "introduction" | "intro" | "preface" | "foreword" | "abstract" | "overview" => 1,
        "conclusion" | "conclusions" => 3,
        "references" | "bibliography" | "glossary" => 5,
        _ if stem.starts_with("appendix") || stem.starts_with("annex") => 4,
        _ => 2,
    };
    let mut parts = Vec::new();
    let mut rest = lower.as_str();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|one: char| one.is_ascii_digit()).len();
        let number = rest[..digits].parse().unwrap_or(u64::MAX);
        rest = &rest[digits..];
        let letters = rest.find(|one: char| one.is_ascii_digit()).unwrap_or(rest.len());
        parts.push((number, rest[..letters].to_owned()));
        rest = &rest[letters..];
    }
    (rank, parts)
}
