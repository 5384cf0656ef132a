//! Manuscripts as their tools keep them: what is text, in which order, and what is said of it.
//!
//! A new kind of manuscript is a file here and a row of [`read`]: it makes a [`Manuscript`] of what lies on the shelf.

mod beside;
mod book;
mod folder;
mod manubot;
mod myst;
mod quarto;
mod sphinx;

use super::meta::Value;
use super::meta::front;
use super::notebook;
use super::shelf::Shelf;

/// What a tool would make a document of.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    /// What it is called in remarks.
    pub(super) tool: &'static str,
    /// Settings of the whole: title, authors and so on.
    pub(super) settings: Value,
    /// The file in which they stand.
    pub(super) settings_path: String,
    pub(super) chapters: Vec<Chapter>,
    /// Texts that the list of chapters names, and that are not there.
    pub(super) missing: Vec<String>,
    /// Settings of other files, with their paths: what is said first counts.
    pub(super) more: Vec<(String, Value)>,
    /// Texts that are about the repository, and no part of it.
    pub(super) about: Vec<String>,
    /// Bibliographies that the settings name.
    pub(super) bibliographies: Vec<String>,
    /// Whether one file is all of it, so that its chapters are found by their headings.
    pub(super) is_one_file: bool,
}

impl Manuscript {
    /// Texts of the folder that its list of chapters does not name, and that none of these puts in.
    pub(super) fn unlisted(&self, shelf: &dyn Shelf, found: &super::context::Found) -> Vec<String> {
        let is_part = |path: &String| {
            self.chapters.iter().any(|chapter| chapter.path == *path)
                || self.about.contains(path)
                || found.included.iter().any(|(_, own)| own == path)
        };
        // What begins so is for the tool.
        let is_hidden = |path: &&String| path.split('/').any(|part| part.starts_with(['_', '.']));
        let is_text = |path: &&String| is_text(path) && !folder::is_about(path) && !path.ends_with("SUMMARY.md");
        shelf.paths().iter().filter(is_text).filter(|path| !is_hidden(path) && !is_part(path)).cloned().collect()
    }
}

/// A file of text.
#[derive(Debug, Default, Clone)]
pub(super) struct Chapter {
    /// On the shelf.
    pub(super) path: String,
    /// As a list of contents calls it.
    pub(super) title: Option<String>,
    pub(super) is_unnumbered: bool,
    pub(super) is_annex: bool,
    /// How many chapters it is a part of.
    pub(super) level: usize,
    /// The part of the book that it begins.
    pub(super) part: Option<String>,
    /// Headings without a text of their own below which it is the first: how many chapters each is a part of, and the
    /// title.
    pub(super) groups: Vec<(usize, String)>,
}

/// Endings of texts.
pub(super) const TEXTS: &[&str] = &[".md", ".qmd", ".markdown", ".rmd", ".mkd", ".mdown", ".mdx", ".txt"];

pub(super) fn is_text(path: &str) -> bool {
    let lower = path.to_lowercase();
    TEXTS[..TEXTS.len() - 1].iter().any(|ending| lower.ends_with(ending))
}

/// Whether a list of chapters may name it.
fn is_chapter(path: &str) -> bool {
    is_text(path) || path.ends_with(notebook::ENDING)
}

/// Finds out what lies on the shelf; `file` is the one that was named, if it was one.
pub(super) fn read(shelf: &dyn Shelf, file: Option<&str>) -> Manuscript {
    if let Some(file) = file {
        let one = folder::one(file);
        return Manuscript { more: beside::read(shelf, &one), ..one };
    }
    let sources: [fn(&dyn Shelf) -> Option<Manuscript>; 6] =
        [book::read, quarto::read, myst::read, manubot::read, sphinx::read, folder::read];
    let found = sources.into_iter().find_map(|source| source(shelf)).unwrap_or_default();
    Manuscript { more: beside::read(shelf, &found), ..found }
}

/// A file as text, of whatever ends of lines; [`None`] if it is none.
pub(super) fn text(shelf: &dyn Shelf, path: &str) -> Option<String> {
    let text = String::from_utf8(shelf.read(path).ok()?).ok()?;
    Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

/// The first of some files that is there.
fn first<'n>(shelf: &dyn Shelf, names: &[&'n str]) -> Option<(&'n str, String)> {
    names.iter().find_map(|name| Some((*name, text(shelf, name)?)))
}

/// The path of a chapter that a file names, with the ending that it has on the shelf.
fn chapter(shelf: &dyn Shelf, from: &str, named: &str) -> Option<String> {
    let path = super::context::resolve(from, named);
    let is_there = |path: &String| shelf.paths().binary_search(path).is_ok();
    if is_there(&path) {
        return is_chapter(&path).then_some(path);
    }
    [".md", ".qmd", ".Rmd", ".markdown", notebook::ENDING].iter().map(|ending| format!("{path}{ending}")).find(is_there)
}

/// The texts that a list of chapters names: a file, or, in the order of their names, all of a folder or of a pattern.
fn chapters(shelf: &dyn Shelf, from: &str, named: &str) -> Vec<String> {
    if let Some(path) = chapter(shelf, from, named) {
        return vec![path];
    }
    let pattern = super::context::resolve(from, named.trim_end_matches('/'));
    let is_named = |path: &&String| {
        let Some((before, behind)) = pattern.split_once('*') else { return path.starts_with(&format!("{pattern}/")) };
        let ending = behind.trim_start_matches(['*', '/']);
        let between = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(ending));
        between.is_some_and(|between| behind.starts_with('*') || !between.contains('/'))
    };
    let paths = shelf.paths().iter().filter(is_named);
    let mut paths: Vec<String> = paths.filter(|path| is_chapter(path) && !folder::is_about(path)).cloned().collect();
    paths.sort_by(|one, other| folder::natural(one, other));
    paths
}

/// Keeps what a list of chapters names and what is not there, if it is to be a file of the manuscript.
fn miss(named: &str, missing: &mut Vec<String>) {
    let is_elsewhere = named.is_empty() || named.contains("://") || named.starts_with(['#', '/']);
    if !is_elsewhere && !missing.iter().any(|known| known == named) {
        missing.push(named.to_owned());
    }
}

/// The front matter of a file.
fn settings_of(shelf: &dyn Shelf, path: &str) -> Value {
    text(shelf, path).map(|text| front::read(&text).value).unwrap_or_default()
}
