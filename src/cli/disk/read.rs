//! Reads a project as one snapshot.
//!
//! Only plain files below the project's own folders are read, every one by its name in a folder that is already
//! open, so nothing on disk can lead elsewhere. Symbolic links are refused wherever they lead: a paper must be the
//! same on every machine and in every archive.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, MANIFEST, Project, is_project_path};

use super::super::terminal::reason;

/// Bytes of one file.
const FILE_LIMIT: u64 = 64 << 20;
/// Bytes of all files together.
const PROJECT_LIMIT: u64 = 512 << 20;
/// Files and folders together.
const COUNT_LIMIT: usize = 10_000;
/// Folders in folders.
const DEPTH_LIMIT: usize = 16;

/// Reads the project in `root`. All that stands in the way is reported; what can be read is there in any case.
pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Project {
    let mut snapshot = Snapshot { files: Vec::new(), count: 0, bytes: 0, full: false, diagnostics };
    match Dir::open_ambient_dir(root, ambient_authority()) {
        Ok(folder) => snapshot.take_project(&folder),
        Err(error) => snapshot.refuse(
            "unreadable",
            MANIFEST,
            format!("the paper's folder cannot be read: {}", reason(&error)),
            "Make sure that it is there and that you may read it.",
        ),
    }
    Project::new(snapshot.files)
}

struct Snapshot<'a> {
    files: Vec<(String, Vec<u8>)>,
    count: usize,
    bytes: u64,
    /// A limit was reached; that is said once.
    full: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Snapshot<'_> {
    fn take_project(&mut self, root: &Dir) {
        for name in [MANIFEST, "paper.lock"] {
            match root.symlink_metadata(name) {
                Ok(metadata) if metadata.is_dir() => self.refuse(
                    "not-a-file",
                    name,
                    format!("`{name}` is a folder"),
                    "Rename it: a file is expected there.",
                ),
                _ => self.take(root, name, name, 0),
            }
        }
        for name in FOLDERS {
            match root.symlink_metadata(name) {
                Ok(metadata) if metadata.is_file() => self.refuse(
                    "not-a-folder",
                    name,
                    format!("`{name}` is a file"),
                    "Rename it: a folder is expected there.",
                ),
                _ => self.take(root, name, name, 0),
            }
        }
    }

    /// Takes what is called `name` in `parent`, whatever it is. What has vanished meanwhile was never there.
    fn take(&mut self, parent: &Dir, name: &str, path: &str, depth: usize) {
        self.count += 1;
        if self.count > COUNT_LIMIT {
            return self.stop(format!("the paper has more than {COUNT_LIMIT} files and folders"));
        }
        let taken = match parent.symlink_metadata(name) {
            Ok(metadata) if metadata.is_file() => self.take_file(parent, name, path),
            Ok(metadata) if metadata.is_dir() => self.take_folder(parent, name, path, depth),
            Ok(metadata) if metadata.is_symlink() => {
                let help = "Put a copy of the file there instead: a paper holds all that it is made of.";
                return self.refuse("symbolic-link", path, format!("`{path}` is a symbolic link"), help);
            }
            Ok(_) => {
                let message = format!("`{path}` is a pipe, a socket or a device, not a file");
                return self.refuse("not-a-file", path, message, "Remove it from the paper's folder.");
            }
            Err(error) => Err(error),
        };
        match taken {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let message = format!("`{path}` cannot be read: {}", reason(&error));
                self.refuse("unreadable", path, message, "Make sure that you may read it.");
            }
            _ => {}
        }
    }

    fn take_file(&mut self, parent: &Dir, name: &str, path: &str) -> std::io::Result<()> {
        debug_assert!(is_project_path(path));
        let file = parent.open(name)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::new();
        if size <= FILE_LIMIT {
            bytes.reserve_exact(size as usize + 1);
            // It may grow meanwhile.
            file.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
        }
        if size.max(bytes.len() as u64) > FILE_LIMIT {
            let message = format!("`{path}` is larger than {} MB", FILE_LIMIT >> 20);
            self.refuse("too-large", path, message, "Make it smaller; images print well at 300 dots per inch.");
            return Ok(());
        }
        self.bytes += bytes.len() as u64;
        if self.bytes > PROJECT_LIMIT {
            self.stop(format!("the paper's files are larger than {} MB together", PROJECT_LIMIT >> 20));
            return Ok(());
        }
        self.files.push((path.to_owned(), bytes));
        Ok(())
    }

    fn take_folder(&mut self, parent: &Dir, name: &str, path: &str, depth: usize) -> std::io::Result<()> {
        if depth == DEPTH_LIMIT {
            let message = format!("`{path}` lies more than {DEPTH_LIMIT} folders deep");
            self.refuse("too-deep", path, message, "Move it up.");
            return Ok(());
        }
        let folder = parent.open_dir(name)?;
        let names = folder.entries()?.take(COUNT_LIMIT + 1).map(|entry| Ok(entry?.file_name()));
        let mut names = names.collect::<std::io::Result<Vec<_>>>()?;
        if names.len() > COUNT_LIMIT {
            self.stop(format!("`{path}` holds more than {COUNT_LIMIT} files and folders"));
            return Ok(());
        }
        names.sort();
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for name in names {
            if self.full {
                break;
            }
            let lossy = name.to_string_lossy();
            if is_skipped(&lossy) {
                continue;
            }
            if let Some(other) = seen.insert(lossy.to_lowercase(), lossy.clone().into_owned()) {
                let message = format!("the names `{other}` and `{lossy}` differ in capitals only");
                let help = "Rename one of them: many systems take them for the same file.";
                self.refuse("file-name", &format!("{path}/{lossy}"), message, help);
            }
            let path = format!("{path}/{lossy}");
            match name.to_str() {
                Some(name) if !name.contains(|character: char| character.is_control() || character == '\\') => {
                    self.take(&folder, name, &path, depth + 1);
                }
                _ => {
                    let message = format!("the name `{lossy}` cannot be used everywhere");
                    let help = "Rename the file: names are UTF-8 without control characters and backslashes.";
                    self.refuse("file-name", &path, message, help);
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, code: &'static str, path: &str, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::error(Code(code), Place::Path(path.to_owned()), message).with_help(help));
    }

    fn stop(&mut self, message: String) {
        if !self.full {
            self.full = true;
            self.refuse("too-large", MANIFEST, message, "Move what does not belong to the paper out of its folders.");
        }
    }
}

/// Whether a file or folder is no part of a project by its name: hidden ones, and what editors leave behind
/// (`.#x`, `#x#`, `x~`, `.x.swp`).
pub fn is_skipped(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with('~')
}
