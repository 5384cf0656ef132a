//! A paper as it stood at a git revision.

use std::ops::ControlFlow;
use std::path::Path;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, File, Intake, LOCK, MANIFEST, Project, is_project_path};

use super::Failure;
use super::git::{DEEPEN, Repository, first_line, said};

/// What a revision holds of a paper.
pub struct Revision {
    pub project: Project,
    /// What stands before a path of it in messages, as git takes it: `v1.0.0:./sections/trends.md`.
    pub prefix: String,
    /// The folder that the paper stood in then, if it was another one.
    pub moved_from: Option<String>,
}

/// Reads the paper in `folder` as it stood at `name`: a commit, in which it may have stood in another folder, or a
/// folder of one (`v1.0.0:papers/2013`). It may hold what a paper on disk may.
pub fn read(folder: &Path, name: &str) -> Result<Revision, Failure> {
    let git = Repository::around(folder, name)?;
    let Object { id, kind } = resolve(&git, name)?;
    let (tree, prefix, moved_from) = match kind.as_str() {
        "commit" => {
            let here = git.prefix.trim_end_matches('/');
            let (then, moved_from) = match object(&git, &format!("{id}:{}{MANIFEST}", git.prefix))? {
                Ok(_) => (here.to_owned(), None),
                Err(_) => {
                    let then = earlier_folder(&git, &id)?.map_or_else(|| Err(refuse_folder(&git, name, &id)), Ok)?;
                    (then.clone(), Some(then))
                }
            };
            let way = match moved_from {
                Some(_) => format!("{}{then}", "../".repeat(git.prefix.matches('/').count())),
                None => ".".to_owned(),
            };
            (format!("{id}:{then}"), format!("{name}:{}", way.trim_end_matches('/')), moved_from)
        }
        "tree" => (id, name.trim_end_matches('/').to_owned(), None),
        _ => {
            let message = format!("`{name}` is a file, not the folder of a paper");
            let folder = name.strip_suffix(MANIFEST).unwrap_or(name).trim_end_matches('/');
            let help = format!("Name the folder that holds its `{MANIFEST}`, such as `{folder}`.");
            return Err(git.refuse("missing-project", message, &help));
        }
    };
    let wanted = wanted(&git, name, &prefix, &tree)?;
    if !wanted.iter().any(|(path, _)| path == MANIFEST) {
        let help = format!("Name the folder of a paper: the one with its `{MANIFEST}`.");
        return Err(git.refuse("missing-project", format!("there is no `{MANIFEST}` in `{name}`"), &help));
    }
    let objects = wanted.iter().map(|(_, object)| format!("{object}\n")).collect::<String>();
    let contents = git.output(&["cat-file", "--batch"], Some(objects))?;
    let paths = wanted.iter().map(|(path, _)| path.as_str());
    let files = take_apart(paths, &contents).map_err(|lacking| match lacking {
        Some(path) if git.is_partial() => git.refuse_partial(&format!("`{path}` is missing")),
        _ => unreadable(&git, name),
    })?;
    Ok(Revision { project: Project::from_iter(files), prefix, moved_from })
}

/// Something that git keeps.
struct Object {
    id: String,
    /// `commit`, `tree` or `blob`; a tag is what it tags.
    kind: String,
}

/// What git takes a name for, or what it says if it knows none.
fn object(git: &Repository, name: &str) -> Result<Result<Object, String>, Failure> {
    let found = git.run(&["rev-parse", "--verify", "--end-of-options", name], None)?;
    let id = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if !found.status.success() || id.is_empty() {
        return Ok(Err(said(&found.stderr)));
    }
    // Any forty figures pass for the name of an object.
    let asked = git.run(&["cat-file", "--batch-check=%(objectname) %(objecttype)"], Some(format!("{id}^{{}}\n")))?;
    let answer = String::from_utf8_lossy(&asked.stdout).trim().to_owned();
    Ok(match answer.split_once(' ') {
        Some((id, kind @ ("commit" | "tree" | "blob"))) => Ok(Object { id: id.to_owned(), kind: kind.to_owned() }),
        _ => Err(said(&asked.stderr)),
    })
}

fn resolve(git: &Repository, name: &str) -> Result<Object, Failure> {
    let reason = match object(git, name)? {
        Ok(object) => return Ok(object),
        Err(reason) => reason,
    };
    let two = ["...", ".."].iter().find_map(|dots| name.split_once(dots)).filter(|_| !name.contains(':'));
    let (message, help) = if let Some((old, new)) = two {
        let [old, new] = [old, new].map(|name| if name.is_empty() { "HEAD" } else { name });
        (
            format!("`{name}` names two versions at once"),
            format!("Write two arguments: `chancery redline {old} {new}`."),
        )
    } else if first_line(&reason).contains("ambiguous") {
        (format!("git does not know which `{name}` is meant: {}", first_line(&reason)), "Write more of it.".to_owned())
    } else if git.is_shallow() {
        (
            format!("git does not know `{name}`, and this clone is shallow: older versions are missing"),
            DEEPEN.to_owned(),
        )
    } else {
        (
            format!("`{name}` is neither the folder of a paper nor a revision that git knows"),
            "Name a tag, a branch or a commit, such as `v1.0.0` or `HEAD~1`, or a folder with a `paper.toml`."
                .to_owned(),
        )
    };
    Err(git.refuse("unknown-revision", message, &help))
}

/// The folder from which, as git sees it, the paper's manifest was moved since that commit; without a slash at its end.
fn earlier_folder(git: &Repository, commit: &str) -> Result<Option<String>, Failure> {
    let ask = ["diff-index", "--cached", "-M", "--diff-filter=R", "--name-status", "-z", "--no-relative", commit];
    let output = git.output(&ask, None)?;
    let fields: Vec<_> = output.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
    let now = format!("{}{MANIFEST}", git.prefix);
    let then = fields.chunks(3).find(|renamed| renamed.get(2).is_some_and(|new| **new == now));
    Ok(then.and_then(|renamed| folder_of(&renamed[1])))
}

/// The folder of a manifest, by its path.
fn folder_of(path: &str) -> Option<String> {
    let folder = path.strip_suffix(MANIFEST)?;
    (folder.is_empty() || folder.ends_with('/')).then(|| folder.trim_end_matches('/').to_owned())
}

/// That the paper did not stand in its folder then, and which papers there were.
fn refuse_folder(git: &Repository, name: &str, commit: &str) -> Failure {
    let message = format!("there is no `{}{MANIFEST}` at `{name}`", git.prefix);
    let list = ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit];
    let (mut papers, mut looked) = (Vec::new(), 0);
    // Why it cannot be listed is no news to who asked for another folder.
    let _ = git.each_entry(&list, |path| {
        looked += 1;
        papers.extend(folder_of(&String::from_utf8_lossy(path)).map(|folder| format!("`{name}:{folder}`")));
        Ok(if papers.len() == MAX_NAMED || looked == MAX_LISTED {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    });
    let help = match papers.as_slice() {
        [] => "No folder had one then: name a later revision.".to_owned(),
        papers => {
            format!(
                "If it stood in another folder then, name that: {}. If not, name a later revision.",
                papers.join(", ")
            )
        }
    };
    git.refuse("missing-project", message, &help)
}

/// Of a revision’s papers this many are named.
const MAX_NAMED: usize = 5;

/// So many of its files are looked at for that.
const MAX_LISTED: usize = 1_000_000;

/// The paper's files in a tree: path and object.
fn wanted(git: &Repository, revision: &str, prefix: &str, tree: &str) -> Result<Vec<(String, String)>, Failure> {
    let ask = ["ls-tree", "-r", "-z", "--long", "--full-tree", tree, "--", MANIFEST, LOCK];
    let mut diagnostics = Diagnostics::new();
    let mut intake = Intake::new(&mut diagnostics);
    let mut wanted = Vec::new();
    // A tree that holds itself again and again may have more files than any disk.
    git.each_entry(&[&ask[..], &FOLDERS].concat(), |line| {
        let Entry { mode, object, bytes, path } = Entry::read(line).ok_or_else(|| unreadable(git, revision))?;
        let (shown, is_file) = (String::from_utf8_lossy(path), mode.starts_with("100"));
        if !is_project_path(&shown) && (is_file || !FOLDERS.contains(&&*shown)) {
            return Ok(ControlFlow::Continue(()));
        }
        if !is_file {
            let (message, help) = match mode {
                "160000" => (
                    format!("`{shown}` is a submodule at `{revision}`: its files are in another repository"),
                    "A paper holds all that it is made of: compare with a folder into which both were checked out.",
                ),
                _ => (
                    format!("`{shown}` is a symbolic link at `{revision}`"),
                    "A paper holds all that it is made of: compare with another revision.",
                ),
            };
            return Err(git.refuse("unsupported-symbolic-link", message, help));
        }
        if let Some(path) = intake.listed(path, bytes) {
            wanted.push((path, object.to_owned()));
        }
        Ok(if intake.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    let Some(Diagnostic { place, code, message, .. }) = diagnostics.into_sorted().into_iter().next() else {
        return Ok(wanted);
    };
    let Place::Path(path) = place else { return Err(unreadable(git, revision)) };
    let failure = Diagnostic::error(code, Place::Path(format!("{prefix}/{path}")), message);
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

/// What `git cat-file --batch` says of each file: a line `<object> blob <size>`, the bytes, and a line's end. If not,
/// the file that git lacks.
fn take_apart<'a>(paths: impl Iterator<Item = &'a str>, contents: &[u8]) -> Result<Vec<File>, Option<&'a str>> {
    let mut rest = contents;
    let mut files = Vec::new();
    for path in paths {
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or(Some(path))?;
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        if header.ends_with(" missing") {
            return Err(Some(path));
        }
        let size: usize = header.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or(None)?;
        files.push(File::new(path, rest.get(end + 1..end + 1 + size).ok_or(None)?));
        rest = rest.get(end + 2 + size..).ok_or(None)?;
    }
    Ok(files)
}

fn unreadable(git: &Repository, revision: &str) -> Failure {
    git.refuse("cannot-read", format!("git could not read all of `{revision}`"), "Run `git fsck` in the repository.")
}
