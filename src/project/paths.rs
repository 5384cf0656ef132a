//! Which paths a project has: relative to its root, with forward slashes.

/// The manifest's path.
pub const MANIFEST: &str = "paper.toml";

/// The lock file's path.
pub const LOCK: &str = "paper.lock";

/// The folders of a project, beside the manifest and the lock file.
pub const FOLDERS: [&str; 3] = ["bibliography", "sections", "templates"];

/// Whether a path belongs to a project; anything else is never read.
pub fn is_project_path(path: &str) -> bool {
    let is_inside = |folder: &&str| path.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
    matches!(path, MANIFEST | LOCK) || FOLDERS.iter().any(is_inside) && !path.split('/').any(is_skipped)
}

/// Whether a file or folder is no part of a project by its name: hidden ones, and what editors leave behind
/// (`.#x`, `#x#`, `x~`, `.x.swp`).
pub(super) fn is_skipped(name: &str) -> bool {
    name.starts_with(['.', '#']) || name.ends_with('~')
}

/// A path relative to a folder of the project, as a path of the project; [`None`] if it leads out.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether what names files may be for several of them.
pub fn is_pattern(path: &str) -> bool {
    path.contains('*')
}

/// Whether a pattern is for a path: its first `*` stands for any part of one name.
pub fn fits(pattern: &str, path: &str) -> bool {
    let Some((start, end)) = pattern.split_once('*') else { return pattern == path };
    path.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(|part| !part.contains('/'))
}

/// A path of the project as it is written in a file of `folder`: what [`join`] makes a path of the project again.
pub fn relative(folder: &str, path: &str) -> String {
    let parts = |path| str::split(path, '/').filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let (folder, path) = (parts(folder), parts(path));
    let common = folder.iter().zip(&path).take_while(|(one, other)| one == other).count();
    format!("{}{}", "../".repeat(folder.len() - common), path[common..].join("/"))
}
