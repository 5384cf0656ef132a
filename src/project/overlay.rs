//! Unsaved texts, laid over a project: what an editor holds, beside what stands on disk.

use std::collections::BTreeMap;

use super::file::File;
use super::paths::is_project_path;

/// Texts by path. [`Project::overlaid`](super::Project::overlaid) puts them in the place of a project's own, which
/// makes a project like any other: what is said of it does not depend on whether a text was saved.
///
/// A text is kept as a [`File`], so laid over one project after the other it is read once.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    files: BTreeMap<&'static str, File>,
}

impl Overlay {
    /// Puts `text` in the place of what stands at `path`, or where nothing stands. Returns whether that is a path of
    /// a project: of others, which an editor may have open as well, nothing is kept.
    pub fn set(&mut self, path: &str, text: &str) -> bool {
        let is_ours = is_project_path(path);
        if is_ours {
            let file = File::new(path, text.as_bytes());
            self.files.insert(file.path(), file);
        }
        is_ours
    }

    /// Lets go of the text at `path`: it was saved, or thrown away.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.files.values()
    }
}
