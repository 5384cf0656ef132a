//! The world as Typst sees it: the virtual tree, the fonts, the date of the paper, and nothing else.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::assemble::Piece;
use crate::project;

use super::fonts::Fonts;

/// The virtual tree, kept from build to build so that Typst sees what has not changed.
#[derive(Default)]
pub(super) struct Tree {
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Tree {
    /// Makes the tree what `pieces` say. A Typst file that it has already is parsed anew only where it differs, which
    /// leaves the spans of all else in it as they were.
    pub fn update(&mut self, pieces: &BTreeMap<String, Piece>) {
        let mut old = std::mem::take(self);
        for (path, piece) in pieces {
            let Some(id) = file_id(path) else { continue };
            let text = match piece {
                Piece::Emitted(file) => Some(file.text.clone()),
                Piece::Copied(bytes) => {
                    let kept = old.files.remove(&id).filter(|kept| **kept == **bytes);
                    self.files.insert(id, kept.unwrap_or_else(|| Bytes::new(bytes.clone())));
                    let is_typst = path.ends_with(".typ") && std::str::from_utf8(bytes).is_ok();
                    is_typst.then(|| project::decode(bytes))
                }
            };
            if let Some(text) = text {
                let source = match old.sources.remove(&id) {
                    Some(mut source) => {
                        source.replace(&text);
                        source
                    }
                    None => Source::new(id, text),
                };
                self.sources.insert(id, source);
            }
        }
    }

    pub fn sources(&self) -> &HashMap<FileId, Source> {
        &self.sources
    }
}

/// Typst's name for a file of the tree, the same for the life of the process. A path that Typst cannot hold (with a
/// backslash) has none.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What one compilation may ask for.
pub(super) struct World<'a> {
    pub tree: &'a Tree,
    pub fonts: &'a Fonts,
    pub today: Option<Datetime>,
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        file_id("main.typ").expect("a plain name is a path")
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.tree.sources.get(&id).cloned().ok_or_else(|| match self.tree.files.get(&id) {
            Some(file) if file.as_str().is_err() => FileError::InvalidUtf8,
            Some(_) => FileError::NotSource,
            None => missing(id),
        })
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let emitted = || self.tree.sources.get(&id).cloned().map(Bytes::from_string);
        self.tree.files.get(&id).cloned().or_else(emitted).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn missing(id: FileId) -> FileError {
    match id.root() {
        VirtualRoot::Project => FileError::NotFound(PathBuf::from(id.vpath().get_without_slash())),
        VirtualRoot::Package(package) => FileError::Package(PackageError::NotFound(package.clone())),
    }
}
