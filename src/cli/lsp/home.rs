//! Where a document belongs: which file its URI names, and which paper that is a part of.

use std::path::{Path, PathBuf};

use serde_json::Value;
use url::Url;

use chancery::project::{MANIFEST, is_project_path};

use super::super::disk::is_paper;
use super::super::terminal::display;

/// The file that a URI names; [`None`] if it names something else, such as a text without a name.
pub fn file(uri: &str) -> Option<PathBuf> {
    let uri = Url::parse(uri).ok().filter(|uri| uri.scheme() == "file")?;
    uri.to_file_path().ok()
}

/// The URI of a file by its absolute path.
pub fn uri(path: &Path) -> String {
    Url::from_file_path(path).map(String::from).unwrap_or_default()
}

/// The folders that are open in an editor, as it says when it introduces itself.
pub fn folders(parameters: &Value) -> Vec<PathBuf> {
    let folders = parameters["workspaceFolders"].as_array().into_iter().flatten();
    let mut uris: Vec<&str> = folders.filter_map(|folder| folder["uri"].as_str()).collect();
    if uris.is_empty() {
        uris.extend(parameters["rootUri"].as_str());
    }
    uris.into_iter().filter_map(file).collect()
}

/// A file in a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The paper's folder, by the way that the file was named.
    pub root: PathBuf,
    /// The file's path in the paper, with forward slashes.
    pub path: String,
}

/// The paper that a file is a part of: the nearest folder above it that has a manifest, on disk or open in the editor,
/// if a paper reads such a file. One that was named by a symbolic link is looked for where that leads, if no folder
/// above the link has a manifest.
pub fn home(file: &Path, is_open: impl Fn(&Path) -> bool) -> Option<Home> {
    let above = |file: &Path| {
        let is_root = |folder: &&Path| is_paper(folder) || is_open(&folder.join(MANIFEST));
        let root = file.ancestors().skip(1).find(is_root)?;
        Some(Home { root: root.to_owned(), path: display(file.strip_prefix(root).ok()?) })
    };
    let home = above(file).or_else(|| above(&file.canonicalize().ok().filter(|real| real != file)?));
    home.filter(|home| is_project_path(&home.path))
}
