//! Names of files: given out once, the same in every project of the process.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Names one file for good: by its path in the project and, of two compared projects, by the one that it belongs to.
///
/// The same path has the same id in every project, whatever other files there are, so what was remembered under an id
/// stays right when files come and go. Ids sort by path, then the newer side first: never by when they were made.
///
/// Paths are kept for the life of the process, each once. That makes comparing ids cheap and changes no result: the
/// table is identity, not state. It grows with the number of distinct paths alone.
#[derive(Clone, Copy)]
pub struct FileId(&'static Name);

struct Name {
    path: &'static str,
    side: Side,
}

/// Which of the projects at hand a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Side {
    /// The only project, or the newer one of two.
    #[default]
    New,
    /// The older project of a redline.
    Old,
}

impl FileId {
    /// The id of the file at `path`: relative to the project, with forward slashes.
    pub fn new(path: &str, side: Side) -> Self {
        static NAMES: LazyLock<Mutex<HashMap<&'static str, &'static [Name; 2]>>> = LazyLock::new(Mutex::default);
        // Nothing in here panics half-way, so the table is sound whoever held it.
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = names.get(path).copied().unwrap_or_else(|| {
            let path: &'static str = Box::leak(path.into());
            let pair = Box::leak(Box::new([Side::New, Side::Old].map(|side| Name { path, side })));
            names.insert(path, pair);
            pair
        });
        Self(&pair[side as usize])
    }

    /// The file's path, relative to the project, with forward slashes.
    pub fn path(self) -> &'static str {
        self.0.path
    }

    pub fn side(self) -> Side {
        self.0.side
    }
}

impl PartialEq for FileId {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for FileId {}

impl Ord for FileId {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        (self.path(), self.side()).cmp(&(other.path(), other.side()))
    }
}

impl PartialOrd for FileId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By path and not by address, so that a hash is the same in every run.
impl Hash for FileId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.path(), self.side()).hash(state);
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let side = if self.side() == Side::Old { " (older)" } else { "" };
        write!(f, "{}{side}", self.path())
    }
}
