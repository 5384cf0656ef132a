//! A paper as it stood at a git revision.

use std::path::Path;

use chancery::project::{MANIFEST, Project, is_project_path};

use super::Failure;
use super::disk;
use super::git::Repository;

/// Reads the paper in `folder` as it stood at `revision`.
pub fn read(folder: &Path, revision: &str) -> Result<Project, Failure> {
    let git = Repository::around(folder, revision)?;
    let commit = commit(&git, revision)?;
    let listed = git.output(&["ls-tree", "-r", "-z", "--full-tree", &commit], None)?;
    let mut files = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        // `100644 blob <object>\t<path>`
        let line = String::from_utf8_lossy(line);
        let Some((facts, path)) = line.split_once('\t') else { continue };
        let Some(path) = path.strip_prefix(&git.prefix).filter(|path| is_project_path(path)) else { continue };
        if path.split('/').any(disk::is_skipped) {
            continue;
        }
        let mut facts = facts.split(' ');
        let (Some(mode), Some(_), Some(object)) = (facts.next(), facts.next(), facts.next()) else { continue };
        if !mode.starts_with("100") {
            let message = format!("`{path}` is a symbolic link or a submodule at `{revision}`");
            let help = "A paper holds all that it is made of: compare with another revision.";
            return Err(git.refuse("symbolic-link", message, help));
        }
        files.push((path.to_owned(), object.to_owned()));
    }
    if !files.iter().any(|(path, _)| path == MANIFEST) {
        let message = format!("there is no `{}{MANIFEST}` at `{revision}`", git.prefix);
        let help = "The paper may have stood in another folder then: name a later revision.";
        return Err(git.refuse("no-project", message, help));
    }
    let objects = files.iter().map(|(_, object)| format!("{object}\n")).collect::<String>();
    let contents = git.output(&["cat-file", "--batch"], Some(objects))?;
    let paths = files.into_iter().map(|(path, _)| path);
    take_apart(paths, &contents).map(Project::new).ok_or_else(|| {
        git.refuse("unreadable", format!("git could not read all of `{revision}`"), "Run `git fsck` in the repository.")
    })
}

fn commit(git: &Repository, revision: &str) -> Result<String, Failure> {
    let name = format!("{revision}^{{commit}}");
    let found = git.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name], None)?;
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if !found.status.success() || commit.is_empty() {
        let message = format!("`{revision}` is neither the folder of a paper nor a revision that git knows");
        let help = "Name a tag, a branch or a commit, such as `v1.0.0` or `HEAD~1`, or a folder with a `paper.toml`.";
        return Err(git.refuse("unknown-revision", message, help));
    }
    Ok(commit)
}

/// What `git cat-file --batch` says of each file: a line `<object> blob <size>`, the bytes, and a line's end.
fn take_apart(paths: impl Iterator<Item = String>, contents: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut rest = contents;
    let mut files = Vec::new();
    for path in paths {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = header.rsplit(' ').next()?.parse().ok()?;
        files.push((path, rest.get(end + 1..end + 1 + size)?.to_vec()));
        rest = rest.get(end + 2 + size..)?;
    }
    Some(files)
}
