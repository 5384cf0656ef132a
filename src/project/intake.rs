//! What a project may hold, whoever reads it: names, depth, number and size of its files.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::file::File;
use super::paths::{MANIFEST, is_skipped};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

/// Bytes of one file.
pub const MAX_FILE_BYTES: u64 = 64 << 20;
/// Bytes of all files together.
const MAX_BYTES: u64 = 512 << 20;
/// Files and folders together.
pub const MAX_ENTRIES: usize = 10_000;
/// Folders in folders.
const MAX_DEPTH: usize = 16;

/// Endings of what a manifest lists.
const LISTED: &[&str] = &[".md", ".bib", ".yml", ".yaml", ".json", ".ris"];

/// Takes in the files of a project one by one, from a disk, a revision or an archive, and refuses what no project may
/// hold: each with a finding, whose place is the path in the project.
pub struct Intake<'d> {
    files: Vec<File>,
    /// Names by their folder and themselves as [`alike`].
    names: BTreeMap<(String, String), String>,
    folders: BTreeSet<String>,
    entries: usize,
    bytes: u64,
    /// A limit was reached; that is said once.
    is_full: bool,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Intake<'d> {
    pub fn new(diagnostics: &'d mut Diagnostics) -> Self {
        let (names, folders) = Default::default();
        Self { files: Vec::new(), names, folders, entries: 0, bytes: 0, is_full: false, diagnostics }
    }

    /// The path of what is called `name` in `folder` (empty for the project's own). [`None`] if it is no part of a
    /// project, or its name is not one that every system has.
    pub fn name(&mut self, folder: &str, name: &[u8]) -> Option<String> {
        let shown = String::from_utf8_lossy(name);
        if is_skipped(&shown) {
            return None;
        }
        let path = if folder.is_empty() { shown.to_string() } else { format!("{folder}/{shown}") };
        let other = self.names.insert((folder.to_owned(), alike(&shown)), shown.to_string());
        if let Some(other) = other.filter(|other| *other != shown) {
            let message = match other.to_lowercase() == shown.to_lowercase() {
                true => format!("the names `{other}` and `{shown}` differ in capitals only"),
                false => format!("two names of different characters look the same: `{other}` and `{shown}`"),
            };
            self.refuse(
                "invalid-file-name",
                &path,
                message,
                "Rename one of them: many systems take them for the same file.",
            );
        }
        let is_strange = |name: &str| name.contains(|character: char| character.is_control() || character == '\\');
        if std::str::from_utf8(name).is_ok_and(|name| !is_strange(name)) {
            return Some(path);
        }
        let message = format!("the name `{shown}` cannot be used everywhere");
        let help = "Rename the file: names are UTF-8 without control characters and backslashes.";
        self.refuse("invalid-file-name", &path, message, help);
        None
    }

    /// Takes in a folder. Returns whether to look into it.
    pub fn folder(&mut self, path: &str) -> bool {
        if LISTED.iter().any(|ending| path.ends_with(ending)) {
            let help = "Rename it: by its name, a file is expected there.";
            self.refuse("not-a-file", path, format!("`{path}` is a folder"), help);
        }
        if path.matches('/').count() >= MAX_DEPTH {
            let message = format!("`{path}` lies more than {MAX_DEPTH} folders deep");
            self.refuse("too-deep", path, message, "Move it up.");
            return false;
        }
        self.count()
    }

    /// Takes in a file by what an archive's list says of it, with all folders that its path names, before its bytes are
    /// read. Returns the path if they are wanted.
    pub fn listed(&mut self, path: &[u8], bytes: u64) -> Option<String> {
        let mut parts = path.split(|byte| *byte == b'/').peekable();
        let mut whole = String::new();
        while let Some(part) = parts.next() {
            whole = self.name(&whole, part)?;
            let is_new_folder = parts.peek().is_some() && self.folders.insert(whole.clone());
            if is_new_folder && !self.folder(&whole) {
                return None;
            }
        }
        self.account(&whole, bytes).then_some(whole)
    }

    /// Whether a file of that many bytes can still be taken in.
    pub fn has_room(&mut self, path: &str, bytes: u64) -> bool {
        if bytes > MAX_FILE_BYTES {
            let message = format!("`{path}` is larger than {} MB", MAX_FILE_BYTES >> 20);
            self.refuse("too-large", path, message, "Make it smaller; images print well at 300 dots per inch.");
            return false;
        }
        if self.bytes + bytes > MAX_BYTES {
            self.stop(format!("the paper's files are larger than {} MB together", MAX_BYTES >> 20));
        }
        !self.is_full
    }

    /// Takes in a file that was read.
    pub fn file(&mut self, file: File) {
        if self.account(file.path(), file.bytes().len() as u64) {
            self.files.push(file);
        }
    }

    /// Whether nothing more is taken in.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Refuses all that is still to come, as there is too much of it.
    pub fn stop(&mut self, message: String) {
        if !self.is_full {
            self.is_full = true;
            self.refuse("too-large", MANIFEST, message, "Move what does not belong to the paper out of its folders.");
        }
    }

    /// Refuses what stands at `path`.
    pub fn refuse(&mut self, code: &'static str, path: &str, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::error(Code(code), Place::Path(path.to_owned()), message).with_help(help));
    }

    /// All files that were taken in.
    pub fn into_files(self) -> Vec<File> {
        self.files
    }

    fn account(&mut self, path: &str, bytes: u64) -> bool {
        let is_accepted = self.has_room(path, bytes) && self.count();
        self.bytes += if is_accepted { bytes } else { 0 };
        is_accepted
    }

    fn count(&mut self) -> bool {
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            self.stop(format!("the paper has more than {MAX_ENTRIES} files and folders"));
        }
        !self.is_full
    }
}

/// What names have in common that some system takes for the same: capitals, and whether a letter and its marks are one
/// character or several.
fn alike(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfc().collect::<String>().to_lowercase().nfc().collect()
    }
}
