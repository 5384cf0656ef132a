//! Typst by itself over an emitted tree: what every figure of ours is compared with.

use std::collections::HashMap;
use std::path::Path;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// An emitted tree in memory.
pub struct Tree {
    standard: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
}

impl Tree {
    /// Reads what `build --emit typst` wrote.
    pub fn read(root: &Path) -> Self {
        let mut paths = Vec::new();
        list(root, &mut paths);
        let (mut fonts, mut sources, mut files, mut main) = (Vec::new(), HashMap::new(), HashMap::new(), None);
        for path in paths {
            let bytes = std::fs::read(&path).expect("an emitted file can be read");
            let name = path.strip_prefix(root).expect("it stands below the root").to_str().expect("names are UTF-8");
            if name.starts_with("fonts/") {
                fonts.extend(Font::iter(Bytes::new(bytes)));
            } else if name.ends_with(".typ") {
                if name.ends_with("/paper.typ") {
                    main = Some(name.to_owned());
                }
                let id = id(name);
                sources.insert(id, Source::new(id, String::from_utf8(bytes).expect("Typst files are UTF-8")));
            } else {
                files.insert(id(name), Bytes::new(bytes));
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let main = id(main.as_deref().expect("an emitted tree has a template"));
        // As the press has it, for headers of tables.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self { standard: LazyHash::new(library), book, fonts, sources, files, main }
    }

    /// Replaces a word in a source, wherever it stands first.
    pub fn edit(&mut self, name: &str, from: &str, to: &str) {
        let source = self.sources.get_mut(&id(name)).expect("the edited file is in the tree");
        let at = source.text().find(from).expect("the word is in the file");
        source.edit(at..at + from.len(), to);
    }

    /// Lays out and exports.
    pub fn compile(&self) {
        export(&self.lay_out());
    }

    pub fn lay_out(&self) -> PagedDocument {
        typst::compile(self).output.expect("an emitted tree compiles")
    }
}

pub fn export(document: &PagedDocument) {
    let options = PdfOptions {
        ident: Smart::Custom("benchmark".into()),
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).expect("the two go together"),
        ..PdfOptions::default()
    };
    std::hint::black_box(typst_pdf::pdf(document, &options).expect("an emitted tree can be exported"));
}

fn list(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the tree can be listed") {
        let path = entry.expect("the tree can be listed").path();
        if path.is_dir() { list(&path, paths) } else { paths.push(path) }
    }
}

fn id(name: &str) -> FileId {
    FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain relative path")))
}

impl World for Tree {
    fn library(&self) -> &LazyHash<Library> {
        &self.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::Other(None))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::Other(None))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
