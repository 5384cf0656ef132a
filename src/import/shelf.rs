//! Where the files of a manuscript are taken from. Disk and a test make the same of it.

use std::collections::BTreeMap;

use crate::typeset;

/// Files by their paths, with forward slashes. What lies above the manuscript's folder, in the repository that it is
/// in, has `../` before it.
pub trait Shelf {
    /// The paths of all files that may belong to the manuscript, sorted.
    fn paths(&self) -> &[String];

    /// The paths of the other files of its repository, sorted. They are looked for when this is asked for.
    fn around(&self) -> &[String];

    /// How many folders the manuscript's own stands in, up to the topmost of its repository.
    fn depth(&self) -> usize;

    /// A file, whether or not its path is among those; else why it cannot be had.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// The first page of a PDF as SVG; else why it cannot be had. A file of a stranger may take all that there is to
    /// be drawn, so a shelf on disk has it drawn where that does no harm.
    fn drawing_of_pdf(&self, pdf: &[u8]) -> Result<Vec<u8>, String>;
}

/// Files in memory.
#[derive(Debug, Default)]
pub struct Files {
    paths: Vec<String>,
    around: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl FromIterator<(String, Vec<u8>)> for Files {
    fn from_iter<T: IntoIterator<Item = (String, Vec<u8>)>>(files: T) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        let (around, paths) = files.keys().cloned().partition(|path| path.starts_with("../"));
        Self { paths, around, files }
    }
}

impl Shelf for Files {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn around(&self) -> &[String] {
        &self.around
    }

    fn depth(&self) -> usize {
        self.around.iter().map(|path| path.matches("../").count()).max().unwrap_or(0)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }

    fn drawing_of_pdf(&self, pdf: &[u8]) -> Result<Vec<u8>, String> {
        typeset::drawing_of_pdf(pdf)
    }
}
