//! The world as Typst sees it: the virtual tree, the fonts, the date of the paper, and nothing else.

use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration, Target};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

use crate::manifest::PartialDate;

use super::fonts::Fonts;
use super::links;
use super::tree::Tree;

/// What one compilation may ask for.
pub(super) struct World<'a> {
    /// The file of the tree that is laid out.
    pub main: FileId,
    pub tree: &'a Tree,
    pub fonts: &'a Fonts,
    pub today: Option<Datetime>,
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
            // Of these, the header cells of rows are used.
            let mut library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
            library.rules.replace(Target::Paged, links::describe);
            library.rules.replace(Target::Paged, links::describe_direct);
            LazyHash::new(library)
        });
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let file = self.tree.get(id).ok_or_else(|| missing(id))?;
        file.source.clone().ok_or_else(|| match file.bytes.as_str() {
            Ok(_) => FileError::NotSource,
            Err(_) => FileError::InvalidUtf8,
        })
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.tree.get(id).map(|file| file.bytes.clone()).ok_or_else(|| missing(id))
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

/// Midnight UTC of the first day that a date may mean.
pub(super) fn first_day(date: PartialDate) -> Option<Datetime> {
    let (year, month, day) = (i32::from(date.year), date.month.unwrap_or(1), date.day.unwrap_or(1));
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0)
}
