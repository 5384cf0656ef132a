//! A paper as it stood at a git revision.

use std::path::Path;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, File, Intake, LOCK, MANIFEST, Project, is_project_path};

use super::Failure;
use super::git::Repository;

/// Reads the paper in `folder` as it stood at `revision`. It may hold what a paper on disk may.
pub fn read(folder: &Path, revision: &str) -> Result<Project, Failure> {
    let git = Repository::around(folder, revision)?;
    let commit = commit(&git, revision)?;
    let wanted = wanted(&git, revision, &commit)?;
    if !wanted.iter().any(|(path, _)| path == MANIFEST) {
        let message = format!("there is no `{}{MANIFEST}` at `{revision}`", git.prefix);
        let help = "The paper may have stood in another folder then: name a later revision.";
        return Err(git.refuse("missing-project", message, help));
    }
    let objects = wanted.iter().map(|(_, object)| format!("{object}\n")).collect::<String>();
    let contents = git.output(&["cat-file", "--batch"], Some(objects))?;
    let paths = wanted.iter().map(|(path, _)| path.as_str());
    take_apart(paths, &contents).map(Project::from_iter).ok_or_else(|| unreadable(&git, revision))
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

/// The paper's files at a commit: path and object.
fn wanted(git: &Repository, revision: &str, commit: &str) -> Result<Vec<(String, String)>, Failure> {
    // As git runs in the paper's folder, paths are relative to it.
    let ask = ["ls-tree", "-r", "-z", "--long", commit, "--", MANIFEST, LOCK];
    let listed = git.output(&[&ask[..], &FOLDERS].concat(), None)?;
    let mut diagnostics = Diagnostics::new();
    let mut intake = Intake::new(&mut diagnostics);
    let mut wanted = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let Entry { mode, object, bytes, path } = Entry::read(line).ok_or_else(|| unreadable(git, revision))?;
        let (shown, is_file) = (String::from_utf8_lossy(path), mode.starts_with("100"));
        if !is_project_path(&shown) && (is_file || !FOLDERS.contains(&&*shown)) {
            continue;
        }
        if !is_file {
            let message = format!("`{shown}` is a symbolic link or a submodule at `{revision}`");
            let help = "A paper holds all that it is made of: compare with another revision.";
            return Err(git.refuse("unsupported-symbolic-link", message, help));
        }
        if let Some(path) = intake.listed(path, bytes) {
            wanted.push((path, object.to_owned()));
        }
        if intake.is_full() {
            break;
        }
    }
    let Some(Diagnostic { place, code, message, .. }) = diagnostics.into_sorted().into_iter().next() else {
        return Ok(wanted);
    };
    let Place::Path(path) = place else { return Err(unreadable(git, revision)) };
    let failure = Diagnostic::error(code, Place::Path(format!("{revision}:./{path}")), message);
    Err(Box::new(failure.with_help("No paper may hold that, and a revision stays as it is: compare with another one.")))
}

/// What `git ls-tree --long` says of a file: `100644 blob <object> <bytes>\t<path>`. A submodule has no bytes.
struct Entry<'a> {
    mode: &'a str,
    object: &'a str,
    bytes: u64,
    path: &'a [u8],
}

impl<'a> Entry<'a> {
    fn read(line: &'a [u8]) -> Option<Self> {
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let mut facts = std::str::from_utf8(&line[..tab]).ok()?.split_ascii_whitespace();
        let (mode, _, object, bytes) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
        Some(Self { mode, object, bytes: bytes.parse().unwrap_or(0), path: &line[tab + 1..] })
    }
}

/// What `git cat-file --batch` says of each file: a line `<object> blob <size>`, the bytes, and a line's end.
fn take_apart<'a>(paths: impl Iterator<Item = &'a str>, contents: &[u8]) -> Option<Vec<File>> {
    let mut rest = contents;
    let mut files = Vec::new();
    for path in paths {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = header.rsplit(' ').next()?.parse().ok()?;
        files.push(File::new(path, rest.get(end + 1..end + 1 + size)?));
        rest = rest.get(end + 2 + size..)?;
    }
    Some(files)
}

fn unreadable(git: &Repository, revision: &str) -> Failure {
    git.refuse("cannot-read", format!("git could not read all of `{revision}`"), "Run `git fsck` in the repository.")
}
