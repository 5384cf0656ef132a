//! Reads a project as one snapshot.
//!
//! Only plain files below the project's own folders are read, every one by its name in a folder that is already
//! open, so nothing on disk can lead elsewhere. Symbolic links are refused wherever they lead: a paper must be the
//! same on every machine and in every archive.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};
use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, File, Intake, LOCK, MANIFEST, MAX_ENTRIES, MAX_FILE_BYTES, Project};

use super::super::terminal::reason;
use super::stamp::Stamp;

/// A file that was saved so lately may be in the midst of it: not every program saves in one step.
const SETTLED: Duration = Duration::from_millis(20);

/// An empty one stays so for longer: ext4 writes down what the file held before more is let in.
const SETTLED_EMPTY: Duration = Duration::from_millis(200);

/// How often a project is looked at before it is given up that it stands still.
const MAX_LOOKS: usize = 4;

/// Reads the project in `root` as it stood at one moment: until two looks find the same. All that stands in the way is
/// reported; what can be read is there in any case.
pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Project {
    let mut reader = Reader::default();
    let look = |reader: &mut Reader| {
        let mut found = Diagnostics::new();
        (reader.read(root, &mut found), found.into_sorted())
    };
    let mut last = look(&mut reader);
    for _ in 1..MAX_LOOKS {
        reader.settle();
        let before = std::mem::replace(&mut last, look(&mut reader));
        if before == last {
            diagnostics.extend(&last.1);
            return last.0;
        }
    }
    diagnostics.extend(&last.1);
    let message = "files of the paper change while they are read";
    let found = Diagnostic::error(Code("cannot-read"), Place::Path(MANIFEST.to_owned()), message);
    diagnostics.push(found.with_help("Run the command again once nothing writes there any more."));
    last.0
}

/// Reads a project again and again. What has not changed since the last time is the same file, and not read.
#[derive(Default)]
pub struct Reader {
    known: Known,
    /// When no file is in the midst of being saved any more.
    settled: Option<SystemTime>,
    /// When a file that was found empty is so for good.
    emptied: Option<SystemTime>,
}

/// How much later than it asked for this thread goes on.
fn delay() -> Duration {
    const ASKED: Duration = Duration::from_millis(1);
    let asked = Instant::now();
    thread::sleep(ASKED);
    asked.elapsed().saturating_sub(ASKED)
}

/// Files by path, with the marks by which they are known to be the same. A file without any is read again.
type Known = BTreeMap<&'static str, (Option<Stamp>, File)>;

impl Reader {
    /// Waits until no file is in the midst of being saved any more. On a busy machine saving takes longer, as waiting
    /// does.
    fn settle(&self) {
        let Some(settled) = self.settled else { return };
        let delay = if settled.elapsed().is_ok_and(|age| age > SETTLED_EMPTY) { Duration::ZERO } else { delay() };
        let rest = (settled + 5 * delay).duration_since(SystemTime::now()).unwrap_or_default();
        thread::sleep(rest.min(2 * SETTLED_EMPTY));
    }

    /// Reads the project in `root` as soon as no file has just been emptied: most are about to be filled again. Else as
    /// [`Self::read`].
    pub fn read_filled(&mut self, root: &Path, diagnostics: &mut Diagnostics) -> Project {
        let started = Instant::now();
        loop {
            let mut found = Diagnostics::new();
            let project = self.read(root, &mut found);
            let is_filled = self.emptied.is_none_or(|emptied| emptied <= SystemTime::now());
            // A file may say that it was saved tomorrow.
            if is_filled || started.elapsed() > SETTLED_EMPTY {
                diagnostics.extend(&found.into_list());
                return project;
            }
            thread::sleep(SETTLED / 4);
        }
    }

    /// Reads the project in `root` in one go, whatever is saved meanwhile. Else as [`read`].
    fn read(&mut self, root: &Path, diagnostics: &mut Diagnostics) -> Project {
        let known = std::mem::take(&mut self.known);
        let intake = Intake::new(diagnostics);
        let now = SystemTime::now();
        let mut snapshot = Snapshot { intake, now, known, read: BTreeMap::new(), settled: None, emptied: None };
        snapshot.take_root(root);
        self.known = snapshot.read;
        (self.settled, self.emptied) = (snapshot.settled, snapshot.emptied);
        snapshot.intake.into_files().into_iter().collect()
    }
}

/// One look at a project.
struct Snapshot<'a> {
    intake: Intake<'a>,
    /// When reading began.
    now: SystemTime,
    known: Known,
    read: Known,
    settled: Option<SystemTime>,
    emptied: Option<SystemTime>,
}

impl Snapshot<'_> {
    fn take_root(&mut self, root: &Path) {
        match Dir::open_ambient_dir(root, ambient_authority()) {
            Ok(folder) => self.take_project(&folder),
            Err(error) => self.intake.refuse(
                "cannot-read",
                MANIFEST,
                format!("the paper's folder cannot be read: {}", reason(&error)),
                "Make sure that it is there and that you may read it.",
            ),
        }
    }

    fn take_project(&mut self, root: &Dir) {
        for name in [MANIFEST, LOCK] {
            match root.symlink_metadata(name) {
                Ok(metadata) if metadata.is_dir() => self.intake.refuse(
                    "not-a-file",
                    name,
                    format!("`{name}` is a folder"),
                    "Rename it: a file is expected there.",
                ),
                _ => self.take(root, "", name.as_ref()),
            }
        }
        for name in FOLDERS {
            match root.symlink_metadata(name) {
                Ok(metadata) if metadata.is_file() => self.intake.refuse(
                    "not-a-folder",
                    name,
                    format!("`{name}` is a file"),
                    "Rename it: a folder is expected there.",
                ),
                _ => self.take(root, "", name.as_ref()),
            }
        }
    }

    /// Takes what is called `name` in `parent`, whatever it is. What has vanished meanwhile was never there.
    fn take(&mut self, parent: &Dir, folder: &str, name: &OsStr) {
        let Some(path) = self.intake.name(folder, name.as_encoded_bytes()) else { return };
        let taken = match parent.symlink_metadata(name) {
            Ok(metadata) if metadata.is_file() => self.take_file(parent, name, &path, &metadata),
            Ok(metadata) if metadata.is_dir() => self.take_folder(parent, name, &path),
            Ok(metadata) if metadata.is_symlink() => {
                let help = "Put a copy of the file there instead: a paper holds all that it is made of.";
                return self.intake.refuse(
                    "unsupported-symbolic-link",
                    &path,
                    format!("`{path}` is a symbolic link"),
                    help,
                );
            }
            Ok(_) => {
                let message = format!("`{path}` is a pipe, a socket or a device, not a file");
                return self.intake.refuse("not-a-file", &path, message, "Remove it from the paper's folder.");
            }
            Err(error) => Err(error),
        };
        match taken {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let message = format!("`{path}` cannot be read: {}", reason(&error));
                self.intake.refuse("cannot-read", &path, message, "Make sure that you may read it.");
            }
            _ => {}
        }
    }

    fn take_file(&mut self, parent: &Dir, name: &OsStr, path: &str, found: &Metadata) -> io::Result<()> {
        let stamp = Stamp::of(found, self.now);
        self.change(found);
        let known = self.known.get(path).cloned();
        let (stamp, file) = match known.clone().filter(|(known, _)| stamp.is_some() && *known == stamp) {
            Some(known) => known,
            None => {
                let open = parent.open(name)?;
                let metadata = open.metadata()?;
                if !self.intake.has_room(path, metadata.len()) {
                    return Ok(());
                }
                let mut bytes = Vec::new();
                bytes.reserve_exact(metadata.len() as usize + 1);
                // It may grow meanwhile.
                (&open).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
                self.change(&open.metadata()?);
                let file = File::new(path, bytes);
                let known = known.map(|(_, known)| known).filter(|known| *known == file);
                (Stamp::of(&metadata, self.now), known.unwrap_or(file))
            }
        };
        self.read.insert(file.path(), (stamp, file.clone()));
        self.intake.file(file);
        Ok(())
    }

    /// Notes when a file that was found so will be saved.
    fn change(&mut self, found: &Metadata) {
        let rest = if found.len() == 0 { SETTLED_EMPTY } else { SETTLED };
        let settled = found.modified().ok().and_then(|written| written.into_std().checked_add(rest));
        self.settled = self.settled.max(settled);
        if found.len() == 0 {
            self.emptied = self.emptied.max(settled);
        }
    }

    fn take_folder(&mut self, parent: &Dir, name: &OsStr, path: &str) -> io::Result<()> {
        if !self.intake.folder(path) {
            return Ok(());
        }
        let folder = parent.open_dir(name)?;
        let names = folder.entries()?.take(MAX_ENTRIES + 1).map(|entry| Ok(entry?.file_name()));
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        if names.len() > MAX_ENTRIES {
            self.intake.stop(format!("`{path}` holds more than {MAX_ENTRIES} files and folders"));
            return Ok(());
        }
        names.sort();
        for name in names {
            if self.intake.is_full() {
                break;
            }
            self.take(&folder, path, &name);
        }
        Ok(())
    }
}
