//! The command in git repositories of all kinds: what it reads there, and what it says of what it cannot read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{MANIFEST, Run, SECTION};

/// A folder with repositories in it, and nothing known of whoever runs the tests.
struct Place {
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { home: TempDir::new().expect("a folder for the test") }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(path, text).expect("the file is written");
    }

    fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs([("LC_ALL", "C"), ("TZ", "UTC"), ("GIT_CONFIG_NOSYSTEM", "1")]);
        command.env("HOME", self.home.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.current_dir(self.path(folder));
        command
    }

    fn git(&self, folder: &str, arguments: &str) {
        let mut git = self.command("git", folder);
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]);
        let output = git.args(arguments.split_whitespace()).output().expect("git runs");
        assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn run(&self, folder: &str, arguments: &[&str]) -> Run {
        self.run_with(folder, arguments, &[])
    }

    fn run_with(&self, folder: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_chancery"), folder);
        Run::from(command.args(arguments).envs(environment.iter().copied()).output().expect("the command runs"))
    }

    /// A repository with the paper in two versions, the first tagged.
    fn repository(&self, paper: &str) {
        self.write(&format!("r/{paper}paper.toml"), MANIFEST);
        self.write(&format!("r/{paper}sections/opening.md"), SECTION);
        self.git("r", "init --quiet --initial-branch main");
        self.git("r", "add .");
        self.git("r", "commit --quiet --message first");
        self.git("r", "tag v1");
        self.write(&format!("r/{paper}sections/opening.md"), &SECTION.replace("Some", "Other"));
        self.git("r", "commit --quiet --all --message second");
    }

    fn clone(&self, options: &str) {
        let address = format!("file://{}", self.path("r").display());
        self.git("", &format!("clone --quiet {options} {address} clone"));
    }
}

const CHANGE: &str = "- ± ~~Some~~ **Other** words. (sections/opening.md:7)\n";

/// Checks that a run could not try, and why.
fn refused(run: &Run, code: &str, words: &[&str]) {
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.err.starts_with(&format!("error[{code}]: ")), "{run:?}");
    for words in words {
        assert!(run.err.contains(words), "{words}: {run:?}");
    }
}

#[test]
fn a_shallow_clone_is_called_so() {
    let place = Place::new();
    place.repository("");
    place.clone("--depth 1");
    let ways = ["this clone is shallow", "`git fetch --unshallow --tags`", "`fetch-depth: 0`", "`GIT_DEPTH: 0`"];
    refused(&place.run("clone", &["redline", "v1"]), "unknown-revision", &ways);
    refused(&place.run("clone", &["redline", "HEAD~1"]), "unknown-revision", &ways);
    // All files seem to be of the one commit that is there.
    let status = place.run("clone", &["status"]);
    assert!(!status.out.contains(" A\n") && status.err.contains("the clone is shallow"), "{status:?}");
    place.git("clone", "fetch --quiet --unshallow --tags");
    assert!(place.run("clone", &["redline", "v1", "--format", "markdown"]).out.ends_with(CHANGE));
    let status = place.run("clone", &["status"]);
    assert!(status.out.contains(" A\n") && !status.err.contains("not known"), "{status:?}");
}

#[test]
fn a_repository_of_another_owner_is_refused_with_git_s_own_reason() {
    let place = Place::new();
    place.repository("");
    let other = [("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")];
    let run = place.run_with("r", &["redline", "v1"], &other);
    refused(&run, "cannot-read", &["dubious ownership", "`git config --global --add safe.directory "]);
    let status = place.run_with("r", &["status"], &other);
    assert!(status.code == Some(0) && status.err.contains("dubious ownership"), "{status:?}");
    let folder = place.path("r").canonicalize().unwrap();
    place.git("r", &format!("config --global --add safe.directory {}", folder.display()));
    let run = place.run_with("r", &["redline", "v1", "--format", "markdown"], &other);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
}

#[test]
fn a_paper_outside_of_any_repository_is_told_to_be() {
    let place = Place::new();
    place.write("r/paper.toml", MANIFEST);
    place.write("r/sections/opening.md", SECTION);
    refused(&place.run("r", &["redline", "v1"]), "missing-repository", &["is in no git repository"]);
    let status = place.run("r", &["status"]);
    assert!(status.code == Some(0) && status.err.contains("is in no git repository"), "{status:?}");
}

#[test]
fn a_paper_is_found_in_the_folder_in_which_it_stood() {
    for (old, new) in [("", "b"), ("a", "b"), ("deep/a", "b"), ("a", "deep/b/c")] {
        let place = Place::new();
        place.repository(&if old.is_empty() { String::new() } else { format!("{old}/") });
        fs::create_dir_all(place.path("r").join(new)).unwrap();
        let from = |name: &str| Path::new(old).join(name).display().to_string();
        place.git("r", &format!("mv {} {} {new}", from("paper.toml"), from("sections")));
        let folder = format!("r/{new}");
        let run = place.run(&folder, &["redline", "v1", "--format", "markdown"]);
        let said = if old.is_empty() { "at the top".to_owned() } else { format!("in `{old}`") };
        assert!(
            run.out.ends_with(CHANGE) && run.err.starts_with(&format!("at `v1` the paper stood {said}")),
            "{run:?}"
        );
        let run = place.run(&folder, &["redline", &format!("v1:{old}"), "--format", "markdown"]);
        assert!(run.out.ends_with(CHANGE), "{run:?}");
    }
}

#[test]
fn what_holds_no_paper_is_told_with_where_papers_are() {
    let place = Place::new();
    place.repository("a/");
    place.write("r/b/paper.toml", &MANIFEST.replace("tiny", "another paper").replace("Europol", "Somebody else"));
    place.write("r/b/sections/opening.md", "+++\nversion = \"1.0.0\"\n+++\n\n# Other\n\nNothing alike.\n");
    place.git("r", "add .");
    refused(&place.run("r/b", &["redline", "v1"]), "missing-project", &["no `b/paper.toml` at `v1`", "`v1:a`"]);
    refused(
        &place.run("r/b", &["redline", "v1:a/sections"]),
        "missing-project",
        &["no `paper.toml` in `v1:a/sections`"],
    );
    refused(&place.run("r/b", &["redline", "v1:a/paper.toml"]), "missing-project", &["is a file", "`v1:a`"]);
    refused(&place.run("r/b", &["redline", "v1:nowhere"]), "unknown-revision", &["`v1:nowhere`"]);
}

#[test]
fn what_names_no_version_is_refused() {
    let place = Place::new();
    place.repository("");
    refused(&place.run("r", &["redline", "v1..main"]), "unknown-revision", &["`chancery redline v1 main`"]);
    refused(&place.run("r", &["redline", "v1...main"]), "unknown-revision", &["`chancery redline v1 main`"]);
    refused(&place.run("r", &["redline", "v1.."]), "unknown-revision", &["`chancery redline v1 HEAD`"]);
    refused(&place.run("r", &["redline", ""]), "unknown-revision", &["has no name", "variable"]);
    refused(&place.run("r", &["redline", "v1", " "]), "unknown-revision", &["has no name"]);
    refused(&place.run("r", &["redline", &"1".repeat(40)]), "unknown-revision", &["nor a revision"]);
    refused(&place.run("r", &["redline", "--", "--all"]), "unknown-revision", &["nor a revision"]);
    for name in [":/first", "HEAD^{/first}", "HEAD~1", "v1^{tree}"] {
        let run = place.run("r", &["redline", name, "--format", "markdown"]);
        assert!(run.out.ends_with(CHANGE), "{name}: {run:?}");
    }
}

#[test]
fn files_elsewhere_are_told_apart() {
    let place = Place::new();
    place.write("other/part.md", SECTION);
    place.git("other", "init --quiet");
    place.git("other", "add .");
    place.git("other", "commit --quiet --message part");
    place.repository("");
    place.git("r", "submodule --quiet add ../other sections/part");
    place.git("r", "commit --quiet --message submodule");
    refused(&place.run("r", &["redline", "HEAD"]), "unsupported-symbolic-link", &["`sections/part` is a submodule"]);
    place.git("r", "reset --quiet --hard v1");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("opening.md", place.path("r/sections/end.md")).unwrap();
        place.git("r", "add .");
        place.git("r", "commit --quiet --message link");
        let run = place.run("r", &["redline", "HEAD", "v1"]);
        refused(&run, "unsupported-symbolic-link", &["`sections/end.md` is a symbolic link at `HEAD`"]);
    }
}

#[test]
fn a_partial_clone_fetches_or_says_what_it_lacks() {
    let place = Place::new();
    place.repository("");
    place.git("r", "config uploadpack.allowFilter true");
    place.clone("--filter=blob:none");
    place.git("clone", "remote set-url origin file:///nowhere");
    let run = place.run("clone", &["redline", "v1"]);
    refused(&run, "cannot-read", &["this partial clone lacks files of `v1`", "--no-filter"]);
    place.git("clone", &format!("remote set-url origin file://{}", place.path("r").display()));
    let run = place.run("clone", &["redline", "v1", "--format", "markdown"]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
}
