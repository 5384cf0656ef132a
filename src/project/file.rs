//! A file: a permanent id, and a content that all projects share which have it.

use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use super::conflict::{self, Conflict};
use super::digest::Digest;
use super::windows_1252;
use crate::builtin;
use crate::signature::{self, Family, Signature};
use crate::source::{FileId, Side, Source, is_forbidden};

/// One file of a project.
///
/// Cheap to clone: clones share the bytes and all that was worked out from them. Two files are equal if they have the
/// same id and the same bytes; for clones that is known without a look at the bytes. So a file is all that a cache
/// needs to know of what it remembers.
#[derive(Clone)]
pub struct File {
    side: Side,
    content: Arc<Content>,
}

struct Content {
    ids: [FileId; 2],
    bytes: Arc<[u8]>,
    is_builtin: bool,
    /// Worked out when they are first asked for.
    digest: OnceLock<Digest>,
    text_digest: OnceLock<Digest>,
    is_plain: OnceLock<bool>,
    conflict: OnceLock<Option<Box<Conflict>>>,
    sources: [OnceLock<Source>; 2],
}

impl File {
    /// The file at `path`: relative to the project, with forward slashes.
    pub fn new(path: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        match builtin_files().iter().find(|builtin| builtin.path() == path) {
            Some(builtin) if *bytes == **builtin.bytes() => builtin.clone(),
            Some(builtin) => Self::from_parts(path, Arc::clone(&bytes), decode(&bytes) == builtin.source().text()),
            None => Self::from_parts(path, bytes, false),
        }
    }

    fn from_parts(path: &str, bytes: Arc<[u8]>, is_builtin: bool) -> Self {
        let content = Content {
            ids: [Side::New, Side::Old].map(|side| FileId::new(path, side)),
            bytes,
            is_builtin,
            digest: OnceLock::new(),
            text_digest: OnceLock::new(),
            is_plain: OnceLock::new(),
            conflict: OnceLock::new(),
            sources: Default::default(),
        };
        Self { side: Side::New, content: Arc::new(content) }
    }

    /// The same file as one of that side of a comparison.
    pub fn on(&self, side: Side) -> Self {
        Self { side, content: Arc::clone(&self.content) }
    }

    pub fn id(&self) -> FileId {
        self.content.ids[self.side as usize]
    }

    /// The file's path, relative to the project, with forward slashes.
    pub fn path(&self) -> &'static str {
        self.id().path()
    }

    /// The bytes, exactly as they stand on disk.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.content.bytes
    }

    /// The digest of the bytes.
    pub fn digest(&self) -> Digest {
        *self.content.digest.get_or_init(|| Digest::of(self.bytes()))
    }

    /// The digest of what the stages read: of a text without byte order mark and with lines that end in LF, of
    /// anything else as it stands.
    pub fn text_digest(&self) -> Digest {
        *self.content.text_digest.get_or_init(|| match std::str::from_utf8(self.bytes()) {
            Ok(text) if is_decoded(text) => self.digest(),
            Ok(_) => Digest::of(self.source().text().as_bytes()),
            Err(_) => self.digest(),
        })
    }

    /// The file as text, to show it: bytes that are not UTF-8 read as U+FFFD, in a bibliography as Windows-1252.
    pub fn source(&self) -> &Source {
        let [new, old] = &self.content.sources;
        let text = || match windows_1252::is_read(self.path(), self.bytes()) {
            true => windows_1252::decode(self.bytes()).replace("\r\n", "\n"),
            false => decode(self.bytes()),
        };
        let source = || new.get_or_init(|| Source::new(self.on(Side::New).id(), text()));
        match self.side {
            Side::New => source(),
            Side::Old => old.get_or_init(|| source().on(Side::Old)),
        }
    }

    /// What its first bytes say that it holds.
    pub fn signature(&self) -> Option<Signature> {
        signature::of(self.bytes())
    }

    /// Whether this is what Git LFS leaves in the place of a file that it has not fetched.
    pub fn is_pointer(&self) -> bool {
        self.signature().is_some_and(|held| held.family == Family::Pointer)
    }

    /// Whether this is what comes with the product, whoever put it here: the same text at the same path.
    pub fn is_builtin(&self) -> bool {
        self.content.is_builtin
    }

    /// What a merge left unfinished in it, if it is one of the files that people merge as text: no photo, no font.
    pub(crate) fn conflict(&self) -> Option<&Conflict> {
        let find = || {
            let (_, ending) = self.path().rsplit_once('.').filter(|(_, ending)| MERGED.contains(ending))?;
            conflict::find(self.source().text(), ending == "md").map(Box::new)
        };
        let is_own = !self.is_builtin();
        self.content.conflict.get_or_init(|| if is_own { find() } else { None }).as_deref()
    }

    /// Whether the file is UTF-8 text of characters that a paper can hold.
    pub(super) fn is_plain(&self) -> bool {
        *self
            .content
            .is_plain
            .get_or_init(|| std::str::from_utf8(self.bytes()).is_ok() && !self.source().text().contains(is_forbidden))
    }
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&*self.content, &*other.content);
        self.side == other.side
            && (std::ptr::eq(one, two)
                || one.ids == two.ids
                    && one.bytes.len() == two.bytes.len()
                    && match (one.digest.get(), two.digest.get()) {
                        (Some(one), Some(two)) => one == two,
                        // To compare bytes once takes less time than to work out what they hash to.
                        _ => one.bytes == two.bytes,
                    })
    }
}

impl Eq for File {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:?} ({} bytes)", self.id(), self.bytes().len())
    }
}

/// The files that come with the product, in order. Every project shares them.
pub(super) fn builtin_files() -> &'static [File] {
    static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
        builtin::files().map(|(path, bytes)| File::from_parts(path, Arc::from(bytes), true)).collect()
    });
    &FILES
}

/// Text as the stages see it: without byte order mark, lines ended by LF.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    if is_decoded(&text) {
        return text.into_owned();
    }
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text).replace("\r\n", "\n")
}

/// Whether decoding leaves a text as it is.
fn is_decoded(text: &str) -> bool {
    !text.starts_with(BYTE_ORDER_MARK) && !text.contains('\r')
}

/// How files end that people merge as text.
const MERGED: [&str; 13] =
    ["md", "toml", "bib", "yml", "yaml", "json", "ris", "typ", "csl", "svg", "lock", "csv", "tsv"];

const BYTE_ORDER_MARK: char = '\u{feff}';
