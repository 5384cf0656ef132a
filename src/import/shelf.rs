//! Where the files of a manuscript are taken from. Disk and a test make the same of it.

use std::collections::BTreeMap;

/// Files by their paths, with forward slashes.
pub trait Shelf {
    /// The paths of all files that may belong to the manuscript, sorted.
    fn paths(&self) -> &[String];

    /// A file, whether or not it is among [`paths`](Self::paths); else why it cannot be had.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// Files in memory.
#[derive(Debug, Default)]
pub struct Files {
    paths: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl FromIterator<(String, Vec<u8>)> for Files {
    fn from_iter<T: IntoIterator<Item = (String, Vec<u8>)>>(files: T) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        Self { paths: files.keys().cloned().collect(), files }
    }
}

impl Shelf for Files {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }
}
