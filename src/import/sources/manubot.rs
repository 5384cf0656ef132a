//! Manubot: `content/` holds numbered files, what `metadata.yaml` says of the whole, and works of the author's own.
//!
//! Source: the manual of Manubot, <https://github.com/manubot/rootstock/blob/main/USAGE.md>.

use super::super::meta::yaml;
use super::super::shelf::Shelf;
use super::folder::natural;
use super::{Chapter, Manuscript, text};

pub(super) fn read(shelf: &dyn Shelf) -> Option<Manuscript> {
    ["content/", ""].iter().find_map(|folder| below(shelf, folder))
}

fn below(shelf: &dyn Shelf, folder: &str) -> Option<Manuscript> {
    let settings_path = format!("{folder}metadata.yaml");
    let settings = yaml::read(&text(shelf, &settings_path)?);
    let own = shelf.paths().iter().filter_map(|path| Some((path, path.strip_prefix(folder)?)));
    let own: Vec<(&String, &str)> = own.filter(|(_, name)| !name.contains('/')).collect();
    // `02.introduction.md`
    let is_numbered = |name: &str| {
        let digits = name.len() - name.trim_start_matches(|one: char| one.is_ascii_digit()).len();
        digits >= 2 && name[digits..].starts_with('.') && name.ends_with(".md")
    };
    let mut paths: Vec<&String> = own.iter().filter(|(_, name)| is_numbered(name)).map(|(path, _)| *path).collect();
    paths.sort_by(|one, other| natural(one, other));
    let is_bibliography = |name: &str| {
        name.starts_with("manual-references")
            && [".json", ".yaml", ".yml", ".bib"].iter().any(|end| name.ends_with(end))
    };
    let bibliographies =
        own.iter().filter(|(_, name)| is_bibliography(name)).map(|(path, _)| (*path).clone()).collect();
    let chapters = paths.into_iter().map(|path| Chapter { path: path.clone(), ..Chapter::default() });
    let chapters: Vec<Chapter> = chapters.collect();
    (!chapters.is_empty()).then(|| Manuscript {
        tool: "Manubot",
        settings,
        settings_path,
        bibliographies,
        chapters,
        ..Manuscript::default()
    })
}
