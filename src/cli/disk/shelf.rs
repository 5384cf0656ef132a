//! A manuscript's folder as the import asks for it, and the repository around; links lead nowhere else.

use std::cell::{Cell, OnceCell};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use chancery::import::Shelf;

use super::super::terminal::reason;
use super::super::worker;

/// Files and folders that are looked at.
const MAX_ENTRIES: usize = 20_000;
/// Folders in folders.
const MAX_DEPTH: usize = 12;
/// Bytes of one file, and of all that are read.
const MAX_FILE: u64 = 64 << 20;
const MAX_ALL: u64 = 512 << 20;
/// Time in which PDFs are drawn.
const MAX_DRAWING: Duration = Duration::from_secs(60);

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
    /// The repository around the manuscript's folder, or that folder.
    top: Dir,
    /// The manuscript's folder from there, an element for each name.
    within: Vec<String>,
    paths: Vec<String>,
    around: OnceCell<Vec<String>>,
    left: Cell<u64>,
    drawing: Cell<Duration>,
}

impl FolderShelf {
    /// Opens the folder `within` another, of which nothing is listed until it is asked for. The files of the folder are
    /// listed if the manuscript may be all of them.
    pub fn open(top: &Path, within: &str, is_listed: bool) -> Result<Self, String> {
        let top = if top.as_os_str().is_empty() { Path::new(".") } else { top };
        let top = Dir::open_ambient_dir(top, ambient_authority()).map_err(|error| reason(&error))?;
        let within = within.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let mut shelf = Self {
            top,
            within,
            paths: Vec::new(),
            around: OnceCell::new(),
            left: Cell::new(MAX_ALL),
            drawing: Cell::default(),
        };
        if is_listed {
            let folder = match shelf.within.is_empty() {
                true => shelf.top.open_dir("."),
                false => shelf.top.open_dir(shelf.within.join("/")),
            };
            shelf.paths = listed(&folder.map_err(|error| reason(&error))?);
        }
        Ok(shelf)
    }

    /// The path from the topmost folder of what is called so from the manuscript's; [`None`] if it is above that, or
    /// in what git keeps to itself.
    fn below_top(&self, path: &str) -> Option<String> {
        let mut parts: Vec<&str> = self.within.iter().map(String::as_str).collect();
        for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
            match part {
                ".." => drop(parts.pop()?),
                _ if part.eq_ignore_ascii_case(".git") => return None,
                _ => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The path from the manuscript's folder of what is called so from the topmost; [`None`] if it is in that folder.
    fn seen_from_within(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').collect();
        let common = parts.iter().zip(&self.within).take_while(|(one, other)| one == other).count();
        let above = self.within.len() - common;
        (above > 0).then(|| format!("{}{}", "../".repeat(above), parts[common..].join("/")))
    }
}

/// The files of a folder, sorted.
fn listed(folder: &Dir) -> Vec<String> {
    let (mut entries, mut paths) = (0, Vec::new());
    list(folder, "", MAX_DEPTH, &mut entries, &mut paths);
    paths.sort();
    paths
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

    fn around(&self) -> &[String] {
        self.around.get_or_init(|| match (self.within.is_empty(), self.paths.is_empty()) {
            // A file was named alone: all else is around it.
            (true, true) => listed(&self.top),
            (true, false) => Vec::new(),
            (false, _) => listed(&self.top).iter().filter_map(|path| self.seen_from_within(path)).collect(),
        })
    }

    fn depth(&self) -> usize {
        self.within.len()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let refused = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::PermissionDenied => {
                "it lies outside of the folder and of its repository, or may not be read".to_owned()
            }
            _ => reason(&error),
        };
        let outside = || "it lies outside of the folder and of its repository".to_owned();
        let path = self.below_top(path).ok_or_else(outside)?;
        let file = self.top.metadata(&path).map_err(refused)?;
        // A link, of the file or of a folder before it, may lead where the name does not.
        let real = self.top.canonicalize(&path).map_err(refused)?;
        if real.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
            return Err("it leads into what git keeps to itself".to_owned());
        }
        if !file.is_file() {
            return Err("it is no file".to_owned());
        }
        if file.len() > MAX_FILE || file.len() > self.left.get() {
            return Err("it is too large".to_owned());
        }
        let mut bytes = Vec::new();
        let open = self.top.open(&path).map_err(refused)?;
        open.take(MAX_FILE).read_to_end(&mut bytes).map_err(refused)?;
        self.left.set(self.left.get().saturating_sub(bytes.len() as u64));
        Ok(bytes)
    }

    fn drawing_of_pdf(&self, pdf: &[u8]) -> Result<Vec<u8>, String> {
        if self.drawing.get() > MAX_DRAWING {
            return Err("other PDFs took too much time to draw".to_owned());
        }
        let start = Instant::now();
        let drawing = worker::draw(pdf);
        self.drawing.set(self.drawing.get() + start.elapsed());
        drawing
    }
}
