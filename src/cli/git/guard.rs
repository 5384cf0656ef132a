//! What a repository of a stranger may not make git do: run a program that its own configuration names, fetch what it
//! lacks, write, ask for a password, look for files elsewhere than around its `.git`, put another object in the place
//! of one that is named, or answer in another form than is read here. What the user and the system configure is
//! trusted, so that `safe.directory` works, but for filters: theirs ask the repository for programs.
//!
//! Keys: git-config(1) of git 2.52; whatever of them git runs today, each that names a program is overridden.

use std::env;
use std::path::Path;
use std::process::Command;

use super::process::{AT_ONCE, Process, Trouble};
use super::said;

/// What git is told by its environment.
const ENVIRONMENT: &[(&str, &str)] = &[
    // Its reasons are read, and nobody waits to be asked for a password.
    ("LC_ALL", "C"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // A partial clone fetches what it lacks as soon as that is read; versions of git that do not know the first line
    // stop at the second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    // Nothing is written, so no hook follows on it.
    ("GIT_OPTIONAL_LOCKS", "0"),
    // What is named by its digest is that, and no other object in its place, with no other parents.
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", NO_FILE),
];

/// Values of single keys, in whose place nothing that the repository says counts.
const OVERRIDDEN: &[(&str, &str)] = &[
    ("column.tag", "never"),
    ("column.ui", "never"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", NO_FILE),
    ("core.attributesFile", NO_FILE),
    ("core.excludesFile", NO_FILE),
    ("diff.orderFile", NO_FILE),
    ("i18n.logOutputEncoding", "UTF-8"),
    ("log.mailmap", "false"),
    ("log.showRoot", "true"),
    ("log.showSignature", "false"),
];

const NO_FILE: &str = "/dev/null";

/// The variable of the environment from which git takes the name of no program.
const NO_PROGRAM: &str = "CHANCERY_NO_PROGRAM";

/// Keys whose values are programs: what they begin with, and the last part of their name, if not any.
const PROGRAMS: &[(&str, Option<&str>)] = &[
    ("alias.", None),
    ("browser.", None),
    ("core.alternaterefscommand", None),
    ("core.askpass", None),
    ("core.editor", None),
    ("core.gitproxy", None),
    ("core.pager", None),
    ("core.sshcommand", None),
    ("credential.", Some("helper")),
    ("diff.", Some("command")),
    ("diff.", Some("external")),
    ("diff.", Some("textconv")),
    ("difftool.", None),
    ("filter.", Some("clean")),
    ("filter.", Some("process")),
    ("filter.", Some("smudge")),
    ("gpg.", Some("defaultkeycommand")),
    ("gpg.", Some("program")),
    ("hook.", Some("command")),
    ("interactive.difffilter", None),
    ("man.", None),
    ("merge.", Some("driver")),
    ("mergetool.", None),
    ("pager.", None),
    ("remote.", Some("receivepack")),
    ("remote.", Some("uploadpack")),
    ("remote.", Some("vcs")),
    ("sequence.editor", None),
    ("tar.", Some("command")),
    ("trailer.", Some("cmd")),
    ("trailer.", Some("command")),
    ("uploadpack.packobjectshook", None),
];

/// The arguments that keep git in `folder` from running what its repository names.
#[derive(Default)]
pub(super) struct Guard(Vec<String>);

impl Guard {
    /// Asks git for the keys that the repository sets, or a file that it includes: their names are of its choosing.
    /// If git does not list them, what it says of that.
    pub(super) fn of(folder: &Path) -> Result<Result<Self, String>, Trouble> {
        let mut git = command(folder);
        git.args(["config", "--list", "--show-scope", "--name-only", "-z"]);
        let listed = Process::start(&mut git, None, AT_ONCE)?.answer()?;
        if !listed.status.success() {
            return Ok(Err(said(&listed.stderr)));
        }
        // Another name would be overridden than the one that counts.
        let Ok(listed) = String::from_utf8(listed.stdout) else {
            return Ok(Err("fatal: the name of a key of its configuration is not UTF-8".to_owned()));
        };
        let mut arguments: Vec<_> =
            OVERRIDDEN.iter().flat_map(|(key, value)| ["-c".to_owned(), format!("{key}={value}")]).collect();
        arguments.extend(work_tree(folder).map(|top| format!("--work-tree={top}")));
        let mut fields = listed.split('\0');
        while let (Some(scope), Some(key)) = (fields.next(), fields.next()) {
            if matches!(scope, "local" | "worktree") && is_program(key) || is_filter(key) {
                // Unlike `-c`, this takes a name in which an equals sign stands.
                arguments.push(format!("--config-env={key}={NO_PROGRAM}"));
            }
        }
        Ok(Ok(Self(arguments)))
    }

    /// Git, with what it must not do.
    pub(super) fn command(&self, folder: &Path) -> Command {
        let mut git = command(folder);
        git.args(&self.0);
        git
    }
}

fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["--literal-pathspecs", "--no-pager"]);
    git.envs(ENVIRONMENT.iter().copied()).env(NO_PROGRAM, "");
    git
}

/// The way from `folder` to the top of its repository, which stands where its `.git` does, wherever `core.worktree`
/// says that the files are. [`None`] if the user has told git, or if there is no such folder.
fn work_tree(folder: &Path) -> Option<String> {
    if ["GIT_DIR", "GIT_WORK_TREE"].iter().any(|name| env::var_os(name).is_some()) {
        return None;
    }
    let folder = folder.canonicalize().ok()?;
    let steps = folder.ancestors().position(|folder| {
        let git = folder.join(".git");
        git.is_file() || is_repository(&git)
    })?;
    Some(format!("./{}", "../".repeat(steps)))
}

/// Whether git takes a folder for a repository, and does not look for one further up (`is_git_directory` in its
/// setup.c).
fn is_repository(git: &Path) -> bool {
    let has = |name: &str| git.join(name).symlink_metadata().is_ok();
    let has_objects = || has("objects") || env::var_os("GIT_OBJECT_DIRECTORY").is_some();
    // What a further work tree has in common with the first lies there.
    has("HEAD") && (has("commondir") || has_objects() && has("refs"))
}

/// Whether a key is a filter's, whoever names it: what the user trusts (git-lfs) asks the repository for programs
/// of its own. Files are compared as they stand, without it.
fn is_filter(key: &str) -> bool {
    key.starts_with("filter.") && [".clean", ".process", ".required", ".smudge"].iter().any(|end| key.ends_with(end))
}

/// Whether the value of a key, as git prints it (all but the middle of it in lower case), is a program.
fn is_program(key: &str) -> bool {
    PROGRAMS.iter().any(|(start, end)| {
        let end_of_key = key.rsplit('.').next();
        key.starts_with(start) && (end.is_none() || *end == end_of_key)
    })
}
