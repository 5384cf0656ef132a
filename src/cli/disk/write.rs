//! Writes results so that they are whole or not there.
//!
//! A file is written under another name in the same folder, brought to disk, and then renamed: until the last moment
//! the old one stands. What is replaced hands its permissions on, so that a paper for few readers stays one; what is
//! new gets those that the user's umask allows. A symbolic link at the target is replaced, not followed. A file that
//! would not change is written all the same, so that its time tells when it was last made.
//!
//! Whoever writes holds a lock on the folder, which others share unless several files have to be new there. So what
//! lies there under a temporary name while nobody holds one is from a run that was killed, and the next run removes it.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use chancery::diagnostic::{Code, Diagnostic, Place};
use tempfile::{NamedTempFile, TempDir, TempPath};

use super::{Failure, display, failure};

/// How names begin that stand only for a moment.
const TEMPORARY: &str = ".chancery-tmp-";

/// Writes a file, making its folder if there is none.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    replace(path, |folder| {
        temporary(folder, path, bytes)?.persist(path).map_err(|refused| refused.error)?;
        Ok(())
    })
}

/// Writes a file of a paper anew, if it still says what `old` was read from it.
pub fn rewrite(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Failure> {
    let mut is_same = true;
    replace(path, |folder| {
        let ready = temporary(folder, path, new)?;
        is_same = fs::read(path)? == old;
        if is_same {
            ready.persist(path).map_err(|refused| refused.error)?;
        }
        Ok(())
    })?;
    if is_same {
        return Ok(());
    }
    let message = format!("`{}` was saved while it was worked on, and stays as it is now", display(path));
    let failure = Diagnostic::error(Code("cannot-write"), Place::Path(display(path)), message);
    Err(Box::new(failure.with_help("Run the command again.")))
}

/// A file in `folder` that is on disk and has the permissions of the one at `path`, whose name it will take.
fn temporary(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let replaced = permissions(path);
    let mut builder = tempfile::Builder::new();
    // Without permissions to keep, those of a new file; else the temporary file is the user's alone until it has them.
    #[cfg(unix)]
    if replaced.is_none() {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut file = builder.prefix(TEMPORARY).tempfile_in(folder)?;
    if let Some(replaced) = replaced {
        file.as_file().set_permissions(replaced)?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Writes two files, both or neither. The second is made ready before the first is written; if it cannot take its
/// place then, the first is put back. It is the second that counts: a run that is killed between the two has changed
/// the first alone, and the next writes both.
pub fn write_both(first: (&Path, &[u8]), second: (&Path, &[u8])) -> Result<(), Failure> {
    let mut wrote = Ok(());
    replace(second.0, |folder| {
        let ready = temporary(folder, second.0, second.1)?;
        // What is no file may have no end.
        let is_other = fs::metadata(first.0).is_ok_and(|found| !found.is_file() && !found.is_dir());
        let other = || Err(io::Error::other("something else than a file is there"));
        let old = match if is_other { other() } else { fs::read(first.0) } {
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                wrote = Err(failure(first.0, "written", &error));
                return Ok(());
            }
        };
        wrote = write_atomically(first.0, first.1);
        if wrote.is_err() {
            return Ok(());
        }
        ready.persist(second.0).map(drop).map_err(|refused| {
            match &old {
                Some(old) => drop(write_atomically(first.0, old)),
                None => remove(first.0),
            }
            refused.error
        })
    })?;
    wrote
}

/// Writes a folder with all that is in it, in place of the one that was there. Paths are relative to it, with forward
/// slashes.
pub fn write_tree(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    replace(path, |folder| {
        let new = stage(folder, files)?;
        if let Some(replaced) = permissions(path) {
            fs::set_permissions(new.path(), replaced)?;
        }
        // A folder cannot take the place of a full one, so the old one steps aside.
        let old = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(folder)?;
        let aside = old.path().join("old");
        match fs::rename(path, &aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(new.path(), path).inspect_err(|_| drop(fs::rename(&aside, path)))
    })
}

/// Writes files none of which is there yet, all or none. Their folder may be there or not.
pub fn write_new_files(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_err() {
        return replace(path, |folder| fs::rename(stage(folder, files)?.path(), path));
    }
    // Somebody may be in the folder, so it stays the same one, and what was made in it moves up.
    replace_in(path, path, Lock::Alone, |folder| {
        let new = stage(folder, files)?;
        let mut made = Vec::new();
        let moved = files.iter().try_for_each(|(file, _)| move_up(new.path(), path, file, &mut made));
        moved.inspect_err(|_| made.iter().rev().for_each(|path| take_back(path)))
    })
}

/// Moves a file to where nothing is yet, and makes the folders above it; what came to be is added to `made`. Whoever
/// what is there is from does not choose by a link where else something is written.
fn move_up(from: &Path, to: &Path, file: &str, made: &mut Vec<PathBuf>) -> io::Result<()> {
    for (end, _) in file.match_indices('/') {
        let folder = to.join(&file[..end]);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if folder.is_symlink() {
                    return Err(io::Error::other(format!("`{}` is a symbolic link", &file[..end])));
                }
            }
            created => {
                created?;
                made.push(folder);
            }
        }
    }
    let target = to.join(file);
    TempPath::try_from_path(from.join(file))?.persist_noclobber(&target).map_err(|refused| refused.error)?;
    made.push(target);
    Ok(())
}

/// Writes files to a new folder in `folder`, to be moved from there.
fn stage(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let new = builder.prefix(TEMPORARY).tempdir_in(folder)?;
    let tree = Dir::open_ambient_dir(new.path(), ambient_authority())?;
    for (path, bytes) in files {
        if let Some((folder, _)) = path.rsplit_once('/') {
            tree.create_dir_all(folder)?;
        }
        tree.write(path, bytes)?;
    }
    Ok(new)
}

/// Who may do what with the file or folder that stands at `path`. A symbolic link has no permissions of its own.
fn permissions(path: &Path) -> Option<Permissions> {
    let found = fs::symlink_metadata(path).ok()?;
    (!found.is_symlink()).then(|| found.permissions())
}

/// Prepares the folder of `path`, lets `write` put something there, and brings the folder itself to disk.
fn replace(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    replace_in(folder, path, Lock::Shared, write)
}

/// Whether others may write to the folder meanwhile.
enum Lock {
    Shared,
    Alone,
}

/// As [`replace`], with a `folder` that need not be the one above `path`.
fn replace_in(
    folder: &Path,
    path: &Path,
    lock: Lock,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failure(folder, "made", &error))?;
    // Not every system opens folders or locks them; then leftovers stay, and nothing else is lost.
    let handle = File::open(folder).ok();
    if let Some(handle) = &handle {
        let is_alone = match lock {
            Lock::Shared => handle.try_lock().is_ok(),
            Lock::Alone => handle.lock().is_ok(),
        };
        if is_alone {
            remove_leftovers(folder);
        }
        if matches!(lock, Lock::Shared) {
            let _ = handle.lock_shared();
        }
    }
    write(folder).map_err(|error| failure(path, "written", &error))?;
    handle.map_or(Ok(()), |handle| handle.sync_all()).map_err(|error| failure(folder, "written", &error))
}

/// What cannot be removed now may go the next time.
fn remove_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY)) {
        remove(&entry.path());
    }
}

/// Removes a file that was made, or a folder if nobody else has put anything into it since.
fn take_back(path: &Path) {
    let _ = match path.symlink_metadata() {
        Ok(kind) if kind.is_dir() => fs::remove_dir(path),
        _ => fs::remove_file(path),
    };
}

/// Removes a file or a folder with all that is in it, if that can be done.
fn remove(path: &Path) {
    let _ = match path.symlink_metadata() {
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(path),
        _ => fs::remove_file(path),
    };
}
