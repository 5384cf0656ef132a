//! A project as a value: every file that can have a say in the paper, by its path.
//!
//! Disk, a git revision and a test string all become the same value; nothing else is read later.

mod conflict;
mod digest;
mod file;
mod intake;
mod overlay;
mod paths;
mod windows_1252;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Reported, Severity};
use crate::signature::Family;
use crate::source::{FileId, Side, Source, Span};

use self::file::builtin_files;

pub use crate::source::is_forbidden;
pub(crate) use conflict::{find as find_conflict, next_fence};
pub(crate) use file::decode;
pub use paths::{FOLDERS, LOCK, MANIFEST, fits, is_pattern, is_project_path, join, relative};
pub(crate) use windows_1252::byte_of as byte_of_windows_1252;
pub use {digest::Digest, file::File, intake::Intake, intake::MAX_ENTRIES, intake::MAX_FILE_BYTES, overlay::Overlay};

/// Sorted files, with the built-in templates and marking schemes standing in wherever the project has none of its own.
///
/// A clone, or a project with a file more or less, shares all other files with the one that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    side: Side,
    files: Vec<File>,
}

impl Project {
    /// Takes the files of a project; paths are relative to its root, with forward slashes.
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        files.into_iter().map(|(path, bytes)| File::new(&path, bytes)).collect()
    }

    /// The same project with one file more, or with another in its place.
    pub fn with(&self, path: &str, bytes: Vec<u8>) -> Self {
        self.with_files([&File::new(path, bytes)])
    }

    /// The same project with these files, whatever stands at their paths. They are shared, not copied.
    pub fn with_files<'f>(&self, files: impl IntoIterator<Item = &'f File>) -> Self {
        let mut project = self.clone();
        files.into_iter().for_each(|file| project.put(file.on(self.side)));
        project
    }

    /// The same project without the file at `path`. Where the product has one of that path, it stands in.
    pub fn without(&self, path: &str) -> Self {
        let mut project = self.clone();
        match builtin_files().iter().find(|builtin| builtin.path() == path) {
            Some(builtin) => project.put(builtin.on(self.side)),
            None => project.files.retain(|file| file.path() != path),
        }
        project
    }

    /// This project with unsaved texts laid over it.
    pub fn overlaid(&self, overlay: &Overlay) -> Self {
        self.with_files(overlay.files())
    }

    /// The same project as the older side of a comparison.
    pub fn as_old(mut self) -> Self {
        self.side = Side::Old;
        self.files.iter_mut().for_each(|file| *file = file.on(Side::Old));
        self
    }

    /// Which of two compared projects this is.
    pub fn side(&self) -> Side {
        self.side
    }

    /// All files, built-in ones included, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// The paths of all files, built-in ones included, in order.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.files.iter().map(File::path)
    }

    /// The paths directly or indirectly below `folder` (no slash at its end).
    pub fn paths_in(&self, folder: &str) -> impl Iterator<Item = &'static str> {
        self.paths().filter(move |path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }

    pub fn contains(&self, path: &str) -> bool {
        self.file(path).is_some()
    }

    /// Whether the file at `path` is what comes with the product, whoever put it there.
    pub fn is_builtin(&self, path: &str) -> bool {
        self.file(path).is_some_and(File::is_builtin)
    }

    pub fn id(&self, path: &str) -> Option<FileId> {
        self.file(path).map(File::id)
    }

    /// A file's bytes, exactly as they stand on disk.
    pub fn bytes(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.file(path).map(File::bytes)
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.find(path).ok().map(|index| &self.files[index])
    }

    /// A file as text, to show it: bytes that are not UTF-8 read as U+FFFD.
    ///
    /// # Panics
    /// If the project has no such file, or is the other side of the comparison that the id belongs to: a place of
    /// another project means nothing here.
    #[track_caller]
    pub fn source(&self, id: FileId) -> &Source {
        let own = if self.side == Side::Old { "older" } else { "newer" };
        assert!(id.side() == self.side, "{id:?}: asked of the {own} project");
        let file = self.file(id.path());
        file.unwrap_or_else(|| panic!("{id:?}: the {own} project has no such file")).source()
    }

    /// A file as text, to work with it. Reports a missing file at `asked_by` (or as a whole), and in the file an
    /// unresolved conflict, or each byte that is not UTF-8 and each character no paper can hold.
    pub fn text(&self, path: &str, asked_by: Option<Span>, diagnostics: &mut Diagnostics) -> Result<&Source, Reported> {
        let file = self.present(path, asked_by, diagnostics)?;
        let source = file.source();
        if file.is_plain() {
            return Ok(source);
        }
        if std::str::from_utf8(file.bytes()).is_err() {
            let at = source.text().find('\u{fffd}').unwrap_or(0);
            let span = source.span(at..(at + '\u{fffd}'.len_utf8()).min(source.text().len()));
            let broken = Diagnostic::error(NOT_UTF_8, span, "this is not UTF-8 text");
            return Err(diagnostics.report(broken.with_help("Save the file in UTF-8.")));
        }
        let mut result = Ok(source);
        for found in forbidden(source) {
            result = Err(diagnostics.report(found));
        }
        result
    }

    /// The text of a bibliography, which may come from programs that nobody can mend: what is no UTF-8 is read as
    /// Windows-1252, and characters that no paper can hold are for the reader to drop. Both are warned of.
    pub fn works(
        &self,
        path: &str,
        asked_by: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> Result<&Source, Reported> {
        let file = self.present(path, asked_by, diagnostics)?;
        let source = file.source();
        if file.is_plain() {
            return Ok(source);
        }
        if std::str::from_utf8(file.bytes()).is_err() {
            let at = source.text().find(|one: char| !one.is_ascii()).unwrap_or(0);
            let length = source.text()[at..].chars().next().map_or(0, char::len_utf8);
            let message = "this is not UTF-8 text, so it is read as Windows-1252";
            let found = Diagnostic::warning(NOT_UTF_8, source.span(at..at + length), message);
            diagnostics.push(found.with_help("Look whether its letters are right, and save the file in UTF-8."));
        }
        for mut found in forbidden(source) {
            found.severity = Severity::Warning;
            diagnostics.push(found);
        }
        Ok(source)
    }

    /// A file that is there, in one piece.
    fn present(&self, path: &str, asked_by: Option<Span>, diagnostics: &mut Diagnostics) -> Result<&File, Reported> {
        let Some(file) = self.file(path) else {
            let place = asked_by.map_or_else(|| Place::Path(path.to_owned()), Place::Span);
            let missing = Diagnostic::error(Code("missing-file"), place, format!("there is no file `{path}`"));
            return Err(diagnostics.report(missing.with_help("Create the file, or correct its name.")));
        };
        if let Some(conflict) = conflict(file) {
            return Err(diagnostics.report(conflict));
        }
        match no_text(file) {
            Some(found) => Err(diagnostics.report(found)),
            None => Ok(file),
        }
    }

    /// Reports each text file that a merge left unfinished, whether the paper uses it or not.
    pub fn conflicts(&self, diagnostics: &mut Diagnostics) {
        self.files.iter().filter_map(conflict).for_each(|found| diagnostics.push(found));
    }

    /// Puts a file of this side in its place.
    fn put(&mut self, file: File) {
        match self.find(file.path()) {
            Ok(index) => self.files[index] = file,
            Err(index) => self.files.insert(index, file),
        }
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|file| file.path().cmp(path))
    }
}

/// Of files with the same path the last one counts.
impl FromIterator<File> for Project {
    fn from_iter<I: IntoIterator<Item = File>>(files: I) -> Self {
        let all = builtin_files().iter().cloned().chain(files);
        let all: BTreeMap<_, _> = all.map(|file| (file.path(), file)).collect();
        Self { side: Side::New, files: all.into_values().collect() }
    }
}

/// Characters of a text that no paper can hold.
fn forbidden(source: &Source) -> Vec<Diagnostic> {
    let mut ends = 0;
    let is_new = |&(_, character): &(usize, char)| {
        ends += usize::from(character == '\r');
        is_forbidden(character) && (character != '\r' || ends == 1)
    };
    let finding = |(at, character): (usize, char)| {
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
        Diagnostic::error(Code("invalid-character"), span, message).with_help(help)
    };
    source.text().char_indices().filter(is_new).take(MAX_CHARACTERS).map(finding).collect()
}

/// What is to be said of a file that a merge left unfinished: nothing else, for as long as it has two sides.
fn conflict(file: &File) -> Option<Diagnostic> {
    let conflict = file.conflict()?;
    let place = |range: &Range<usize>| file.source().span(range.clone());
    let message = match conflict.is_rest {
        true => "a merge was not finished here: this is what is left of its marks",
        false => "a merge was not finished here: the file has two sides",
    };
    let mut found = Diagnostic::error(Code("unresolved-conflict"), place(&conflict.first), message);
    let labels = [(&conflict.second, "the other side begins"), (&conflict.end, "both sides end")];
    for (range, text) in labels.into_iter().filter_map(|(range, text)| Some((range.as_ref()?, text))) {
        found = found.with_label(place(range), text);
    }
    Some(found.with_help(match (file.path(), conflict.later_release(file.source().text())) {
        (LOCK, Some((version, side))) => format!(
            "Take the whole lock of the later release, {version}: `git checkout --{side} {LOCK} && git add {LOCK}` in \
             the paper's folder."
        ),
        (LOCK, None) => "Take the lock of the later release as it was written; nobody edits it by hand.".to_owned(),
        _ if conflict.is_rest => "See whether both sides still stand there, keep one, and delete the line.".to_owned(),
        _ => "Choose one side, or make one of the two, and delete the lines with the marks.".to_owned(),
    }))
}

/// That a file in the place of a text holds something else.
fn no_text(file: &File) -> Option<Diagnostic> {
    let (path, held) = (file.path(), file.signature()?);
    let (code, message) = match held.family {
        // What of a web page stands in a section is told line by line.
        Family::WebPage if path.ends_with(".md") => return None,
        Family::Image if held.ending == "svg" => return None,
        Family::Pointer | Family::WebPage => {
            (Code("missing-file"), format!("`{path}` is {}: the file itself is not here", held.name))
        }
        _ => (NOT_UTF_8, format!("this is {}, not plain text in UTF-8", held.name)),
    };
    let help = match held.family {
        Family::Pointer => POINTER_HELP,
        Family::WebPage => {
            "A server sent this page in its place: download the file itself, and look at it before you put it here."
        }
        Family::Document if path.ends_with(".md") => {
            "Save it as plain text in UTF-8; pandoc makes Markdown of what Word and others write."
        }
        Family::Document => "Save it as plain text in UTF-8.",
        Family::Workbook => "Save the sheet as CSV in UTF-8.",
        Family::Archive => "Unpack it, and put the file itself here.",
        Family::OtherText => "Save the file in UTF-8.",
        Family::Image | Family::OtherImage | Family::Font => "Put the file itself here.",
    };
    Some(Diagnostic::error(code, file.source().span(0..0), message).with_help(help))
}

const NOT_UTF_8: Code = Code("not-utf-8");

/// What to do about a pointer of Git LFS.
pub const POINTER_HELP: &str = "Run `git lfs pull`; git itself keeps the pointer alone, so to compare with an older \
                                version check that out into a folder of its own.";

/// Control characters that are reported of one file: with more it is not a text.
const MAX_CHARACTERS: usize = 100;
