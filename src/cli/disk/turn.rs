//! One after the other: who changes a paper by what stands in it, does so alone.

use std::fs::File;
use std::path::Path;

use chancery::project::MANIFEST;

/// The turn of one run to change a paper. Others wait from before they read it until this is dropped or the run ends.
pub struct Turn {
    _manifest: Option<File>,
}

impl Turn {
    /// Waits for a turn at the paper in `folder`. Where the system locks no files, or where the manifest is none, it is
    /// always one's turn.
    pub fn at(folder: &Path) -> Self {
        let path = folder.join(MANIFEST);
        loop {
            // Who opens a pipe waits until somebody writes into it.
            let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
            let manifest = if is_file { File::open(&path).ok() } else { None };
            let Some(manifest) = manifest.filter(|manifest| manifest.lock().is_ok()) else {
                return Self { _manifest: None };
            };
            // Whoever had it may have put another file in its place.
            if is_same(&manifest, &path) {
                return Self { _manifest: Some(manifest) };
            }
        }
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let marks = |found: std::fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), path.metadata()) {
        (Ok(file), Ok(path)) => marks(file) == marks(path),
        // It is gone, which reading it will tell.
        _ => true,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    true
}
