//! A project as a value: every file that can have a say in the paper, by its path.
//!
//! Disk, a git revision and a test string all become the same value; nothing else is read later.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::builtin;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported};
use crate::source::{FileId, Side, Source, Span};

pub use crate::source::is_forbidden;

/// The manifest's path.
pub const MANIFEST: &str = "paper.toml";

/// The lock file's path.
pub const LOCK: &str = "paper.lock";

/// Whether a path (relative, forward slashes) belongs to a project; anything else is never read.
pub fn is_project_path(path: &str) -> bool {
    matches!(path, MANIFEST | LOCK) || FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/")))
}

/// The folders of a project, beside the manifest and the lock file.
pub const FOLDERS: [&str; 3] = ["bibliography", "sections", "templates"];

/// Sorted files, with the built-in templates and marking schemes standing in wherever the project has none of its own.
#[derive(Debug, Clone)]
pub struct Project {
    side: Side,
    files: Vec<File>,
}

#[derive(Debug, Clone)]
struct File {
    path: String,
    bytes: Arc<[u8]>,
    builtin: bool,
    source: OnceLock<Arc<Source>>,
}

impl Project {
    /// Takes the files of a project; paths are relative to its root, with forward slashes.
    ///
    /// # Panics
    /// At more than 65,535 files: whoever reads them caps their number.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut all: BTreeMap<String, (Arc<[u8]>, bool)> =
            builtin::files().map(|(path, bytes)| (path.to_owned(), (Arc::from(bytes), true))).collect();
        for (path, bytes) in files {
            all.insert(path, (bytes.into(), false));
        }
        assert!(all.len() <= usize::from(u16::MAX), "a project has at most 65,535 files");
        let files = all
            .into_iter()
            .map(|(path, (bytes, builtin))| File { path, bytes, builtin, source: OnceLock::new() })
            .collect();
        Self { side: Side::New, files }
    }

    /// The same project with one file more, or with another in its place.
    pub fn with(&self, path: &str, bytes: Vec<u8>) -> Self {
        let own = self.files.iter().filter(|file| !file.builtin && file.path != path);
        let own: Vec<_> = own.map(|file| (file.path.clone(), file.bytes.to_vec())).collect();
        Self::new(own.into_iter().chain([(path.to_owned(), bytes)]))
    }

    /// The same project as the older side of a comparison.
    pub fn as_old(mut self) -> Self {
        self.side = Side::Old;
        self.files.iter_mut().for_each(|file| file.source = OnceLock::new());
        self
    }

    /// Which of two compared projects this is.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The paths of all files, built-in ones included, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }

    /// The paths directly or indirectly below `folder` (no slash at its end).
    pub fn paths_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        self.paths().filter(move |path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    pub fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Whether the file comes from the product and not from the author.
    pub fn is_builtin(&self, path: &str) -> bool {
        self.find(path).is_some_and(|index| self.files[index].builtin)
    }

    pub fn id(&self, path: &str) -> Option<FileId> {
        self.find(path).map(|index| self.file_id(index))
    }

    /// A file's bytes, exactly as they stand on disk.
    pub fn bytes(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.find(path).map(|index| &self.files[index].bytes)
    }

    pub fn path_of(&self, id: FileId) -> &str {
        &self.files[usize::from(id.index)].path
    }

    /// A file as text, to show it: bytes that are not UTF-8 read as U+FFFD.
    pub fn source(&self, id: FileId) -> &Source {
        debug_assert_eq!(id.side, self.side);
        let file = &self.files[usize::from(id.index)];
        file.source.get_or_init(|| Arc::new(Source::new(id, file.path.clone(), decode(&file.bytes))))
    }

    /// A file as text, to work with it. Reports a missing file at `asked_by` (or as a whole), and in the file
    /// each byte that is not UTF-8 and each character no paper can hold.
    pub fn text(&self, path: &str, asked_by: Option<Span>, diagnostics: &mut Diagnostics) -> Result<&Source, Reported> {
        let Some(index) = self.find(path) else {
            let place = asked_by.map_or_else(|| Place::Path(path.to_owned()), Place::Span);
            let missing = Diagnostic::error(Code("missing-file"), place, format!("there is no file `{path}`"));
            return Err(diagnostics.report(missing.with_help("Create the file, or correct its name.")));
        };
        let source = self.source(self.file_id(index));
        if std::str::from_utf8(&self.files[index].bytes).is_err() {
            let at = source.text().find('\u{fffd}').unwrap_or(0);
            let span = source.span(at..(at + '\u{fffd}'.len_utf8()).min(source.text().len()));
            let broken = Diagnostic::error(Code("not-utf-8"), span, "this is not UTF-8 text");
            return Err(diagnostics.report(broken.with_help("Save the file in UTF-8.")));
        }
        let mut result = Ok(source);
        let mut ends = 0;
        let is_new = |&(_, character): &(usize, char)| {
            ends += usize::from(character == '\r');
            is_forbidden(character) && (character != '\r' || ends == 1)
        };
        for (at, character) in source.text().char_indices().filter(is_new).take(MOST_CHARACTERS) {
            let span = source.span(at..at + character.len_utf8());
            let (message, help) = match character {
                '\r' => (
                    "a line ends with a carriage return alone (U+000D)".to_owned(),
                    "Save the file with line ends of LF or CRLF throughout.",
                ),
                _ => (
                    format!("the control character U+{:04X} cannot stand in a paper", u32::from(character)),
                    "Delete it; many editors can show invisible characters.",
                ),
            };
            let found = Diagnostic::error(Code("control-character"), span, message);
            result = Err(diagnostics.report(found.with_help(help)));
        }
        result
    }

    /// SHA-256 over paths and bytes of all files, built-in ones included: two projects with the same digest
    /// print the same paper with the same `chancery`.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for file in &self.files {
            hasher.update((file.path.len() as u64).to_le_bytes());
            hasher.update(&file.path);
            hasher.update((file.bytes.len() as u64).to_le_bytes());
            hasher.update(&file.bytes);
        }
        hasher.finalize().into()
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
    }

    fn file_id(&self, index: usize) -> FileId {
        FileId { side: self.side, index: index as u16 }
    }
}

/// Of so many control characters in one file its author is told: with more it is no text.
const MOST_CHARACTERS: usize = 100;

/// A path relative to a folder of the project, as a path of the project; [`None`] if it leads out.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// SHA-256 of parts, each with its length before it, in hexadecimal digits.
pub fn digest_of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Text as the stages see it: without byte order mark, lines ended by LF.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}
