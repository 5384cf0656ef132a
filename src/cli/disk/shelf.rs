//! A manuscript's folder as the import asks for it: nothing outside of it is read, wherever links lead.

use std::cell::Cell;
use std::io::{ErrorKind, Read};
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use chancery::import::Shelf;

use super::super::terminal::reason;

/// Files and folders that are looked at.
const MAX_ENTRIES: usize = 20_000;
/// Folders in folders.
const MAX_DEPTH: usize = 12;
/// Bytes of one file, and of all that are read.
const MAX_FILE: u64 = 64 << 20;
const MAX_ALL: u64 = 512 << 20;

/// Folders of what was built, and of programs.
const SKIPPED: &[&str] = &[
    "node_modules",
    "target",
    "_build",
    "_book",
    "_site",
    "out",
    "dist",
    "build",
    "vendor",
    "public",
    "site-packages",
];

/// A folder that is open.
pub struct FolderShelf {
    folder: Dir,
    paths: Vec<String>,
    left: Cell<u64>,
}

impl FolderShelf {
    /// Opens a folder. Its files are listed if the manuscript may be all of them.
    pub fn open(folder: &Path, is_listed: bool) -> Result<Self, String> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let folder = Dir::open_ambient_dir(folder, ambient_authority()).map_err(|error| reason(&error))?;
        let mut shelf = Self { folder, paths: Vec::new(), left: Cell::new(MAX_ALL) };
        if is_listed {
            let mut entries = 0;
            list(&shelf.folder, "", MAX_DEPTH, &mut entries, &mut shelf.paths);
            shelf.paths.sort();
        }
        Ok(shelf)
    }
}

/// Adds the files of a folder. What cannot be looked at is not there.
fn list(folder: &Dir, before: &str, depth: usize, entries: &mut usize, paths: &mut Vec<String>) {
    for entry in folder.entries().into_iter().flatten().flatten() {
        *entries += 1;
        if *entries > MAX_ENTRIES {
            return;
        }
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') || SKIPPED.contains(&name.as_str()) {
            continue;
        }
        // A link to a file is followed if it stays within; one to a folder may lead back.
        let Ok(kind) = entry.file_type() else { continue };
        let is_file = kind.is_file() || kind.is_symlink() && folder.metadata(&name).is_ok_and(|found| found.is_file());
        if is_file {
            paths.push(format!("{before}{name}"));
        } else if kind.is_dir()
            && depth > 0
            && let Ok(inner) = entry.open_dir()
        {
            list(&inner, &format!("{before}{name}/"), depth - 1, entries, paths);
        }
    }
}

impl Shelf for FolderShelf {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::PermissionDenied => "it lies outside of the folder, or may not be read".to_owned(),
            _ => reason(&error),
        };
        let file = self.folder.metadata(path).map_err(refused)?;
        if !file.is_file() {
            return Err("it is no file".to_owned());
        }
        if file.len() > MAX_FILE || file.len() > self.left.get() {
            return Err("it is too large".to_owned());
        }
        let mut bytes = Vec::new();
        let open = self.folder.open(path).map_err(refused)?;
        open.take(MAX_FILE).read_to_end(&mut bytes).map_err(refused)?;
        self.left.set(self.left.get().saturating_sub(bytes.len() as u64));
        Ok(bytes)
    }
}
