//! The only window on the file system: finds a paper's folder, reads it as one snapshot, writes what was made of it.

mod private;
mod read;
mod shelf;
mod stamp;
mod turn;
mod write;

use std::io;
use std::path::{Component, Path, PathBuf};

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::{FOLDERS, LOCK, MANIFEST, is_project_path};

use super::terminal::{display, reason};
use super::{Failure, OutArgument, ProjectArgument};

pub use private::PrivateFile;
pub use read::{Reader, read};
pub use shelf::FolderShelf;
pub use turn::Turn;
pub use write::{rewrite, write_atomically, write_both, write_new_files, write_tree};

/// Where a paper lives.
#[derive(Clone)]
pub struct Root {
    /// As seen from the working folder; empty if it is that.
    folder: PathBuf,
}

impl Root {
    /// The folder that the user named, or the nearest one above the working folder that has a manifest.
    pub fn find(argument: &ProjectArgument) -> Result<Self, Failure> {
        match &argument.project {
            Some(path) => Self::named(path),
            None => Self::above(),
        }
    }

    /// As [`find`](Self::find), for a command that can be about a part of a paper: if the user named a file or folder
    /// of one, its path in the paper comes with it.
    pub fn find_part(argument: &ProjectArgument) -> Result<(Self, Option<String>), Failure> {
        match argument.project.as_deref().and_then(Self::around) {
            Some((root, part)) => Ok((root, Some(part))),
            None => Ok((Self::find(argument)?, None)),
        }
    }

    /// The paper that a file or folder is a part of, and its path there.
    fn around(path: &Path) -> Option<(Self, String)> {
        if !exists(path) || is_paper(path) {
            return None;
        }
        let path = &plain(path);
        let above = path.ancestors().skip(1).find(|folder| is_paper(folder));
        let root = above.map(|folder| Self { folder: folder.to_owned() }).or_else(|| Self::above().ok())?;
        let part = path_below(root.folder(), path)?;
        (part != MANIFEST && (is_project_path(&part) || FOLDERS.contains(&part.as_str()))).then_some((root, part))
    }

    /// Whether the paper seems to bring a template: there is a folder that can be one. Nothing of it is read.
    pub fn has_templates(&self) -> bool {
        let mut entries = self.folder().join("templates").read_dir().into_iter().flatten().flatten();
        entries.any(|entry| entry.file_name() != "marking" && entry.file_type().is_ok_and(|kind| kind.is_dir()))
    }

    /// The names of files below `sections/` that can be sections, in order; nothing of them is read.
    pub fn section_names(&self) -> Vec<String> {
        fn collect(folder: &Path, before: &str, depth: usize, names: &mut Vec<String>) {
            for entry in folder.read_dir().into_iter().flatten().flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                if name.ends_with(".md") {
                    names.push(format!("{before}{name}"));
                } else if depth > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    collect(&entry.path(), &format!("{before}{name}/"), depth - 1, names);
                }
            }
        }
        const MAX_DEPTH: usize = 4;
        let mut names = Vec::new();
        collect(&self.folder().join("sections"), "", MAX_DEPTH, &mut names);
        names.sort();
        names
    }

    fn named(path: &Path) -> Result<Self, Failure> {
        let is_manifest = path.file_name().is_some_and(|name| name == MANIFEST) && !path.is_dir();
        let folder = if is_manifest { path.parent().unwrap_or(Path::new("")) } else { path };
        let folder = plain(folder);
        if is_paper(&folder) {
            return Ok(Self { folder });
        }
        let message = match path.symlink_metadata() {
            Ok(_) if Self::around(path).is_some() => format!("`{}` is a part of a paper, not a paper", display(path)),
            Ok(_) => format!("there is no `{MANIFEST}` in `{}`", display(path)),
            Err(error) => format!("`{}` cannot be read: {}", display(path), reason(&error)),
        };
        let failure = Diagnostic::error(Code("missing-project"), Place::Argument(display(path)), message);
        let help = format!("Name the folder of a paper: the one with its `{MANIFEST}`. `chancery new` starts a paper.");
        Err(Box::new(failure.with_help(help)))
    }

    fn above() -> Result<Self, Failure> {
        let here = std::env::current_dir().map_err(|error| {
            let message = format!("the folder you are in cannot be read: {}", reason(&error));
            Diagnostic::error(Code("missing-project"), Place::Path(".".to_owned()), message)
        })?;
        let depth = here.ancestors().position(is_paper);
        match depth {
            Some(depth) => Ok(Self { folder: std::iter::repeat_n("..", depth).collect() }),
            None => {
                let message = format!("there is no `{MANIFEST}` here or in any folder above");
                let failure = Diagnostic::error(Code("missing-project"), Place::Path(display(&here)), message);
                let help = "Go to a paper's folder, or name it: `chancery build path/to/paper`. `chancery new FOLDER` \
                            starts one.";
                Err(Box::new(failure.with_help(help)))
            }
        }
    }

    /// The folder, as file operations take it.
    pub fn folder(&self) -> &Path {
        if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder }
    }

    /// What to put before a path of the project to get one that can be opened from here.
    pub fn prefix(&self) -> String {
        display(&self.folder)
    }

    /// A path of the project as it can be opened from here.
    pub fn shown(&self, path: &str) -> String {
        display(&self.folder.join(path))
    }

    /// The folder for what is made of the paper. It must not be one that the paper is made from.
    pub fn out(&self, argument: &OutArgument) -> Result<PathBuf, Failure> {
        let out = argument.out.clone().map_or_else(|| self.usual_out(), Ok)?;
        self.refuse_own_files(&out, "the output folder")?;
        Ok(out)
    }

    /// `out/` in the paper's folder. Whoever the paper is from does not choose where else something is written.
    fn usual_out(&self) -> Result<PathBuf, Failure> {
        let out = self.folder.join("out");
        if !out.is_symlink() || path_below(self.folder(), &out).is_some() {
            return Ok(out);
        }
        let message = format!("`{}` is a symbolic link that leads out of the paper's folder", display(&out));
        let failure = Diagnostic::error(Code("misplaced-output"), Place::Path(display(&out)), message);
        let help = "Name the place with `--out` if you want the result there: `--out out` follows the link.";
        Err(Box::new(failure.with_help(help)))
    }

    /// Rejects an output path that is not a regular file or belongs to the paper.
    pub fn accept_out_file(&self, file: &Path) -> Result<(), Failure> {
        self.refuse_own_files(file, "the file to be written")?;
        let is_folder = file.is_dir() || file.as_os_str().as_encoded_bytes().ends_with(b"/");
        let what = match file.metadata() {
            _ if is_folder => "it is a folder",
            _ if file == Path::new("-") => "that is no name of a file",
            Ok(found) if !found.is_file() || is_device(file) => "it is a pipe, a socket or a device",
            _ => return Ok(()),
        };
        let message = format!("`{}` cannot be written: {what}", display(file));
        let failure = Diagnostic::error(Code("cannot-write"), Place::Path(display(file)), message);
        Err(Box::new(failure.with_help("Name a file, such as `changes.pdf`.")))
    }

    /// Refuses a path at which, or below which, the paper's own files stand. `what` is what it was named as.
    fn refuse_own_files(&self, path: &Path, what: &str) -> Result<(), Failure> {
        let inside = FOLDERS.into_iter().find(|folder| {
            let folder = real(&self.folder().join(folder));
            folder.zip(real(path)).is_some_and(|(folder, path)| path.starts_with(folder))
        });
        let message = match inside {
            Some(folder) => format!("{what} lies inside `{folder}`, which is part of the paper"),
            None => {
                let folder = std::path::absolute(path).ok().and_then(|path| real(path.parent()?));
                let is_beside = folder == self.folder().canonicalize().ok();
                let own = [MANIFEST, LOCK].into_iter().find(|name| path.file_name().is_some_and(|own| own == *name));
                let Some(own) = own.filter(|_| is_beside) else { return Ok(()) };
                format!("{what} is `{own}`, which is part of the paper")
            }
        };
        let failure = Diagnostic::error(Code("misplaced-output"), Place::Path(display(path)), message);
        Err(Box::new(failure.with_help("Name another place with `--out`, outside of the paper's own files.")))
    }
}

/// Whether a name is a device's, such as that of standard output, which may lead to a file.
fn is_device(path: &Path) -> bool {
    std::path::absolute(path).is_ok_and(|path| path.starts_with("/dev") || path.starts_with("/proc"))
}

/// A path without `./` and doubled slashes, by which it would not be known to who else reads it.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// Where a path leads. What does not exist yet will lie below the nearest folder above it that does.
fn real(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find_map(|folder| Some(folder.canonicalize().ok()?.join(path.strip_prefix(folder).ok()?)))
}

/// Whether a folder holds a paper.
pub fn is_paper(folder: &Path) -> bool {
    folder.join(MANIFEST).symlink_metadata().is_ok()
}

/// Whether something has that name.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a file is there and holds just these bytes.
pub fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    is_as_long && std::fs::read(path).is_ok_and(|found| found == bytes)
}

/// What a folder holds, sorted; nothing if there is no such folder. The error says why it cannot be told.
pub fn names_in(folder: &Path) -> Result<Vec<String>, String> {
    let names = match folder.read_dir() {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !exists(folder) => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let mut names: Vec<String> = names.map_err(|error: io::Error| reason(&error))?;
    names.sort();
    Ok(names)
}

/// The topmost folder of the git repository that a folder is in, or will be in.
pub fn repository_around(folder: &Path) -> Option<PathBuf> {
    real(folder)?.ancestors().find(|above| exists(&above.join(".git"))).map(Path::to_owned)
}

/// A path below a folder as the folder knows it, with forward slashes.
pub fn path_below(folder: &Path, path: &Path) -> Option<String> {
    Some(display(real(path)?.strip_prefix(real(folder)?).ok()?))
}

/// The failure to do something with a path.
fn failure(path: &Path, what: &str, error: &io::Error) -> Failure {
    let message = format!("`{}` cannot be {what}: {}", display(path), reason(error));
    let failure = Diagnostic::error(Code("cannot-write"), Place::Path(display(path)), message);
    Box::new(failure.with_help("Make room or get permission there, or name another folder."))
}
