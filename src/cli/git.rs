//! The only place that starts `git`: the repository that a paper is in.

mod guard;
mod process;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Output};

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::{FOLDERS, LOCK, MANIFEST};

use super::Failure;

use guard::Guard;
use process::{AT_ONCE, AT_WORK, Process, Trouble};

/// How a shallow clone gets the history that it lacks, here and on the usual servers.
pub const DEEPEN: &str = "Get the whole history with `git fetch --unshallow --tags`; in a workflow of GitHub, \
                          actions/checkout does with `fetch-depth: 0`, a job of GitLab with `GIT_DEPTH: 0`.";

/// The repository around a paper's folder, and the revision of it that somebody asks for.
pub struct Repository<'a> {
    folder: &'a Path,
    revision: &'a str,
    guard: Guard,
    /// The folder from the top of the repository, with a slash at its end unless it is that.
    pub prefix: String,
}

impl<'a> Repository<'a> {
    pub fn around(folder: &'a Path, revision: &'a str) -> Result<Self, Failure> {
        let mut git = Self { folder, revision, guard: Guard::default(), prefix: String::new() };
        git.guard = match Guard::of(folder).map_err(|trouble| git.refuse_trouble(&trouble))? {
            Ok(guard) => guard,
            Err(said) => return Err(git.refuse_repository(&said)),
        };
        let found = Process::start(&mut git.command(&["rev-parse", "--show-prefix"]), None, AT_ONCE);
        let found = found.and_then(Process::answer).map_err(|trouble| git.refuse_trouble(&trouble))?;
        if !found.status.success() {
            return Err(git.refuse_repository(&said(&found.stderr)));
        }
        git.prefix = String::from_utf8_lossy(&found.stdout).trim_end_matches(['\n', '\r']).to_owned();
        Ok(git)
    }

    /// Why git knows of no repository around the folder.
    fn refuse_repository(&self, said: &str) -> Failure {
        let reason = first_line(said);
        if reason.starts_with("not a git repository (or any") {
            let message = "the paper's folder is in no git repository".to_owned();
            let help = "Name the older version by its folder, or by a revision of the repository that the paper is in.";
            return self.refuse("missing-repository", message, help);
        }
        // Git names the command by which a repository of another owner is trusted.
        let command = said.lines().map(str::trim).find(|line| line.starts_with("git config"));
        let help = match command {
            Some(command) => format!("If you trust that repository, run `{command}`."),
            None => "Look at the repository with `git status`.".to_owned(),
        };
        self.refuse("cannot-read", format!("git does not read the repository: {reason}"), &help)
    }

    /// Whether the clone lacks what is older.
    pub fn is_shallow(&self) -> bool {
        let asked = self.run(&["rev-parse", "--is-shallow-repository"], None);
        asked.is_ok_and(|asked| asked.stdout.trim_ascii() == b"true")
    }

    /// For each of `paths`, files or folders of the paper, the day of the last commit that touched it, and its author.
    /// A merge touches what it has from neither side. With them, why some are not known.
    pub fn last_changes<'p>(&self, paths: &[&'p str]) -> (BTreeMap<&'p str, String>, Option<String>) {
        let is_shallow = self.is_shallow();
        let list =
            ["log", "-z", "-c", "--name-only", "--no-renames", "--no-relative", "--no-color", "--no-show-signature"];
        // Before each commit stands an empty entry, which is the name of no file.
        let format = "--format=%x00%H %P%x00%as %an";
        let ask = [&list[..], &[format, self.revision, "--", MANIFEST], &FOLDERS].concat();
        let mut changes = BTreeMap::new();
        let (mut open, mut commit) = (BTreeSet::from_iter(paths.iter().copied()), String::new());
        let (mut next, mut is_cut, mut lacks_history) = (Next::Commit, false, false);
        let listed = self.each_entry(&ask, |entry| {
            let entry = String::from_utf8_lossy(entry);
            next = match next {
                Next::Merged if entry.is_empty() => Next::File,
                _ if entry.is_empty() => Next::Commit,
                Next::Commit => {
                    let parents = entry.split_ascii_whitespace().skip(1).count();
                    // In the first commit that a shallow clone has, all seems new.
                    is_cut = is_shallow && parents == 0;
                    if parents > 1 { Next::MergeAuthor } else { Next::Author }
                }
                Next::Author | Next::MergeAuthor => {
                    commit = entry.trim_end().to_owned();
                    if next == Next::Author { Next::FirstFile } else { Next::Merged }
                }
                Next::Merged | Next::FirstFile | Next::File => {
                    let path = entry.strip_prefix('\n').filter(|_| next != Next::File).unwrap_or(&entry);
                    let file = path.strip_prefix(&self.prefix).unwrap_or_default();
                    let ends = file.match_indices('/').map(|(at, _)| at).chain([file.len()]);
                    for end in ends.filter(|end| *end > 0) {
                        match open.take(&file[..end]) {
                            Some(_) if is_cut => lacks_history = true,
                            Some(touched) => drop(changes.insert(touched, commit.clone())),
                            None => {}
                        }
                    }
                    Next::File
                }
            };
            // The rest of the history is of no interest.
            Ok(if open.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        });
        let why_not = match listed {
            Ok(()) => lacks_history.then(|| format!("the clone is shallow. {DEEPEN}")),
            // Nothing has been committed yet.
            Err(failure) if failure.message.ends_with("bad revision 'HEAD'") => None,
            Err(failure) => Some([failure.message, failure.help.unwrap_or_default()].join(". ")),
        };
        (changes, why_not)
    }

    /// The files of the paper, by their paths in its folder, that are not committed as they are; [`None`] if git does
    /// not tell.
    pub fn uncommitted(&self) -> Option<Vec<String>> {
        // A submodule has a configuration of its own, of whose keys nobody has asked.
        let status = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"];
        let of = ["--ignore-submodules=all", "--", MANIFEST, LOCK];
        let output = self.run(&[&status[..], &of, &FOLDERS].concat(), None).ok()?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        let path = |entry: &str| Some(entry.get(3..)?.strip_prefix(&self.prefix)?.to_owned());
        output.status.success().then(|| listed.split('\0').filter_map(path).collect())
    }

    /// Runs git and takes what it prints, if it succeeds.
    pub fn output(&self, arguments: &[&str], input: Option<String>) -> Result<Vec<u8>, Failure> {
        let output = self.run(arguments, input)?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.refuse_answer(&said(&output.stderr))) }
    }

    /// Calls `visit` with each entry that git prints (a zero byte ends it) until that says that there are enough.
    pub fn each_entry(
        &self,
        arguments: &[&str],
        mut visit: impl FnMut(&[u8]) -> Result<ControlFlow<()>, Failure>,
    ) -> Result<(), Failure> {
        let beyond = |trouble| self.refuse_trouble(&trouble);
        let mut git = Process::start(&mut self.command(arguments), None, AT_WORK).map_err(beyond)?;
        while let Some(entry) = git.entry().map_err(beyond)? {
            if visit(&entry)?.is_break() {
                return Ok(());
            }
        }
        let (status, complaint) = git.end().map_err(beyond)?;
        if status.success() { Ok(()) } else { Err(self.refuse_answer(&said(&complaint))) }
    }

    /// Why git gives no answer.
    fn refuse_answer(&self, said: &str) -> Failure {
        if self.is_partial() {
            return self.refuse_partial(first_line(said));
        }
        let message = format!("git cannot read `{}`: {}", self.revision, first_line(said));
        self.refuse("cannot-read", message, "Look at the repository with `git status`.")
    }

    /// Whether the clone fetches files only when they are asked for.
    pub fn is_partial(&self) -> bool {
        let asked = self.run(&["config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"], None);
        asked.is_ok_and(|asked| asked.status.success())
    }

    pub fn refuse_partial(&self, reason: &str) -> Failure {
        let message =
            format!("this partial clone lacks files of `{}`, and nothing is fetched: {reason}", self.revision);
        let help = "Get all files first: `git fetch --refetch --no-filter`.";
        self.refuse("cannot-read", message, help)
    }

    /// Runs git in the paper's folder, however that ends.
    pub fn run(&self, arguments: &[&str], input: Option<String>) -> Result<Output, Failure> {
        let git = Process::start(&mut self.command(arguments), input, AT_WORK);
        git.and_then(Process::answer).map_err(|trouble| self.refuse_trouble(&trouble))
    }

    fn refuse_trouble(&self, trouble: &Trouble) -> Failure {
        let (code, help) = match trouble {
            Trouble::System(error) => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => {
                    ("missing-git", "Install git, or name both versions by their folders.")
                }
                _ => ("cannot-read", "Run the command again once the system has room for it."),
            },
            Trouble::Silence(_) => (
                "cannot-read",
                "Look for a pipe in the place of a file, below `.git` and among what its configuration includes, or \
                 for a disk that does not answer.",
            ),
            Trouble::Signal(_) => (
                "cannot-read",
                "Run the command again; if git breaks down each time, look at the repository with `git fsck`.",
            ),
            Trouble::Memory | Trouble::Time | Trouble::TooMuch => (
                "cannot-read",
                "Whoever made the repository may have wanted that: look at what is in it, or compare with a folder \
                 that holds the older version.",
            ),
        };
        self.refuse(code, format!("git {trouble}"), help)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = self.guard.command(self.folder);
        git.args(arguments);
        git
    }

    /// Why what was asked of the revision cannot be had.
    pub fn refuse(&self, code: &'static str, message: String, help: &str) -> Failure {
        let place = Place::Argument(self.revision.to_owned());
        Box::new(Diagnostic::error(Code(code), place, message).with_help(help))
    }
}

/// What comes next in git's list of what commits touched, whose entries zero bytes end.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// The name of a commit, and those of its parents.
    Commit,
    /// Its day and author.
    Author,
    MergeAuthor,
    /// The empty entry behind the author of a merge, whether it touches files or not.
    Merged,
    /// The first file of a commit, behind the end of a line.
    FirstFile,
    File,
}

/// What git said to its user.
pub fn said(complaint: &[u8]) -> String {
    String::from_utf8_lossy(complaint).into_owned()
}

/// The first of what git said, without what it calls it.
pub fn first_line(said: &str) -> &str {
    let line = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it gives no reason");
    ["fatal: ", "error: "].iter().find_map(|kind| line.strip_prefix(kind)).unwrap_or(line)
}
