//! The command in git repositories of all kinds: what it reads there, and what it says of what it cannot read.

mod bounds;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

    /// Makes programs the values of keys of the repository; each leaves a file with the name of its key. Takes an object
    /// away, and returns its name.
    fn trap(&self, place_of_keys: &str) -> String {
        self.write("r/.git/info/attributes", "*.md diff=trap\n*.toml filter=trap\n*.txt filter=a=b\n");
        self.write("r/readme.txt", "Not of the paper.");
        self.git("r", "add .");
        let signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n";
        self.write("commit", &self.answer("r", "cat-file commit HEAD").replacen("\n\n", signature, 1));
        let signed = self.answer("r", &format!("hash-object -t commit -w {}", self.path("commit").display()));
        self.git("r", &format!("update-ref HEAD {signed}"));
        let gone = self.answer("r", "rev-parse v1:sections/opening.md");
        fs::remove_file(self.path(&format!("r/.git/objects/{}/{}", &gone[..2], &gone[2..]))).expect("the object goes");
        for (key, value) in [
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("extensions.worktreeConfig", "true"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &*self.path("r").display().to_string()),
            ("include.path", "included"),
        ] {
            self.git("r", &format!("config {key} {value}"));
        }
        for (key, _) in TRAPS {
            let program = self.path("traps").join(key);
            self.program(&program, &format!("#!/bin/sh\ntouch {}/{key}\nfalse\n", self.path("ran").display()));
            let sign = if key.starts_with("alias.") { "!" } else { "" };
            let program = format!("{sign}{}", program.display());
            self.git("r", &format!("config --file .git/{place_of_keys} {key} {program}"));
        }
        fs::create_dir(self.path("ran")).expect("a folder for what was run");
        format!("{gone}\n")
    }

    /// The keys whose programs were run.
    fn ran(&self) -> Vec<String> {
        let ran = fs::read_dir(self.path("ran")).expect("a folder");
        ran.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
    }

    /// Puts a program in the place of git that writes down how it is called.
    fn listen(&self) -> String {
        let (git, path) = (self.path("bin/git"), std::env::var("PATH").unwrap_or_default());
        let script =
            format!("#!/bin/sh\necho \" $* \" >> {}\nPATH={path} exec git \"$@\"\n", self.path("calls").display());
        self.program(&git, &script);
        format!("{}:{path}", self.path("bin").display())
    }

    fn program(&self, path: &Path, script: &str) {
        fs::create_dir_all(path.parent().expect("a program lies in a folder")).expect("a folder for the program");
        fs::write(path, script).expect("the program is written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it may be run");
    }

    /// What git prints, without the end of its last line.
    fn answer(&self, folder: &str, arguments: &str) -> String {
        let output = self.command("git", folder).args(arguments.split_whitespace()).output().expect("git runs");
        assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim_end_matches('\n').to_owned()
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
fn a_partial_clone_says_what_it_lacks_and_fetches_nothing() {
    let place = Place::new();
    place.repository("");
    place.git("r", "config uploadpack.allowFilter true");
    place.clone("--filter=blob:none");
    let run = place.run("clone", &["redline", "v1"]);
    refused(&run, "cannot-read", &["this partial clone lacks files of `v1`", "--no-filter"]);
    place.git("clone", "fetch --quiet --refetch --no-filter");
    let run = place.run("clone", &["redline", "v1", "--format", "markdown"]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
}

/// Keys that name a program, and what a user of git types that runs it; none where only a terminal, a server or a write does.
const TRAPS: &[(&str, &str)] = &[
    ("alias.trap", "trap"),
    ("core.alternateRefsCommand", ""),
    ("core.askPass", ""),
    ("core.editor", ""),
    ("core.fsmonitor", "status"),
    ("core.gitProxy", ""),
    ("core.pager", ""),
    ("core.sshCommand", "fetch ssh://example.invalid/x"),
    ("credential.helper", "credential fill"),
    ("diff.external", "diff --ext-diff 4b825dc642cb6eb9a060e54bf8d69288fbee4904 HEAD"),
    ("diff.trap.command", "diff --ext-diff 4b825dc642cb6eb9a060e54bf8d69288fbee4904 HEAD -- sections"),
    ("diff.trap.textconv", "diff --no-ext-diff 4b825dc642cb6eb9a060e54bf8d69288fbee4904 HEAD"),
    ("filter.a=b.process", "add --renormalize ."),
    ("filter.trap.clean", "add --renormalize ."),
    ("filter.trap.smudge", "archive HEAD"),
    ("gpg.program", "log --show-signature"),
    ("gpg.x509.program", ""),
    ("gpg.ssh.defaultKeyCommand", ""),
    ("pager.log", ""),
    ("remote.origin.uploadpack", "cat-file --batch-check"),
    ("trailer.trap.command", ""),
];

#[test]
fn nothing_that_a_repository_names_is_run_or_fetched() {
    for place_of_keys in ["config", "config.worktree", "included"] {
        let place = Place::new();
        place.repository("");
        let gone = place.trap(place_of_keys);
        let path = place.listen();
        let [redline, status, release, _] =
            [&["redline", "v1"][..], &["status"], &["release"], &["redline", "v1", "HEAD"]].map(|arguments| {
                let run = place.run_with("r", arguments, &[("PATH", &path)]);
                assert_eq!(place.ran(), [""; 0], "{place_of_keys}: {run:?}");
                run
            });
        // One object is gone, as from a clone that fetches it when it is asked for.
        refused(&redline, "cannot-read", &["lacks files of `v1`"]);
        assert_eq!((status.code, release.code), (Some(0), Some(0)), "{status:?} {release:?}");
        assert!(release.err.contains("git add "), "{release:?}");
        let calls = fs::read_to_string(place.path("calls")).expect("git was called").to_lowercase();
        for call in calls.lines().filter(|call| !call.contains(" config --list ")) {
            for (key, _) in TRAPS {
                let overridden = [format!(" -c {key}="), format!(" --config-env={key}=")].map(|way| way.to_lowercase());
                assert!(overridden.iter().any(|way| call.contains(way)), "{key} in {place_of_keys}: {call}");
            }
        }
        // Git itself runs them.
        for (key, typed) in TRAPS.iter().filter(|(_, typed)| place_of_keys == "config" && !typed.is_empty()) {
            let mut git = place.command("git", "r");
            git.args(typed.split_whitespace()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = git.spawn().expect("git runs");
            let asked = if *typed == "credential fill" { "url=https://example.invalid/\n\n" } else { &gone };
            let _ = child.stdin.take().expect("piped").write_all(asked.as_bytes());
            let _ = child.wait();
            assert!(place.ran().iter().any(|ran| ran == key), "`git {typed}` does not run {key} either");
        }
    }
}

/// Of what the user trusts, git-lfs runs programs that the repository's own configuration names.
#[test]
fn no_filter_is_run_whoever_names_it() {
    let place = Place::new();
    place.repository("");
    place.program(&place.path("filter"), &format!("#!/bin/sh\ntouch {}\ncat\n", place.path("ran").display()));
    let filter = place.path("filter").display().to_string();
    let user = format!("[filter \"lfs\"]\n\tclean = {filter}\n\tsmudge = {filter}\n\trequired = true\n");
    place.write("user.config", &user);
    place.write("r/.git/info/attributes", "*.md filter=lfs\n");
    place.write("r/sections/opening.md", &SECTION.replace("Some", "Third"));
    let config = place.path("user.config").display().to_string();
    let run = place.run_with("r", &["release"], &[("GIT_CONFIG_GLOBAL", &config)]);
    assert!(run.code == Some(0) && run.err.contains("sections/opening.md"), "{run:?}");
    assert!(!place.path("ran").exists(), "{run:?}");
    // Git itself runs it.
    let mut git = place.command("git", "r");
    let status = git.args(["add", "."]).env("GIT_CONFIG_GLOBAL", &config).status().expect("git runs");
    assert!(status.success() && place.path("ran").exists());
}

/// What a repository says of its files leads to none that stand elsewhere.
#[test]
fn the_files_of_a_repository_are_those_around_it() {
    let place = Place::new();
    place.repository("papers/a/");
    place.write("secret/papers/a/sections/secret.md", "A secret.");
    place.git("r", &format!("config core.worktree {}", place.path("secret").display()));
    let released = place.run("r/papers/a", &["release"]);
    assert!(released.code == Some(0) && !released.err.contains("secret"), "{released:?}");
    assert!(released.err.contains("git add paper.lock\n"), "{released:?}");
    let run = place.run("r/papers/a", &["redline", "v1", "--format", "markdown"]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
    // Git itself looks there.
    let mut git = place.command("git", "r");
    let output = git.args(["-c", "core.bare=false", "status", "--porcelain", "--untracked-files=all"]).output();
    assert!(String::from_utf8_lossy(&output.expect("git runs").stdout).contains("secret.md"));
}

/// A folder that is called as a repository, and is none, git passes by.
#[test]
fn a_folder_that_git_passes_by_is_no_repository() {
    for holds in [&["HEAD"][..], &["HEAD", "objects/x"], &["HEAD", "refs/x"], &["objects/x", "refs/x"]] {
        let place = Place::new();
        place.repository("papers/a/");
        holds.iter().for_each(|file| place.write(&format!("r/papers/a/.git/{file}"), "ref: refs/heads/main\n"));
        let run = place.run("r/papers/a", &["redline", "v1", "--format", "markdown"]);
        assert!(run.out.ends_with(CHANGE), "{holds:?}: {run:?}");
        let released = place.run("r/papers/a", &["release"]);
        assert!(released.code == Some(0) && released.err.contains("git add paper.lock\n"), "{holds:?}: {released:?}");
    }
}

/// What files are called is not taken for what git says of commits, whose form is another one for merges.
#[test]
fn the_last_change_is_told_whatever_files_and_commits_are_called() {
    let place = Place::new();
    place.repository("\u{1}a\u{2}1999-01-01/");
    place.git("r", "commit --quiet --allow-empty --message \u{1}x\u{2}1999-01-01");
    let folder = "r/\u{1}a\u{2}1999-01-01";
    let status = place.run(folder, &["status"]);
    assert!(status.out.contains(" A\n") && !status.out.contains("1999"), "{status:?}");
    // A merge that touches nothing, and one file of two.
    place.write(&format!("{folder}/sections/end.md"), &SECTION.replace("opening", "end"));
    place.git("r", "checkout --quiet -b side HEAD~1");
    place.git("r", "add .");
    place.git("r", "-c user.name=B commit --quiet --message side");
    place.git("r", "checkout --quiet main");
    place.git("r", "merge --quiet --no-edit side");
    let manifest = MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"end.md\"");
    place.write(&format!("{folder}/paper.toml"), &manifest);
    let authors = |expected: [(&str, &str); 2]| {
        let status = place.run(folder, &["status"]);
        for (file, author) in expected {
            let line = status.out.lines().find(|line| line.starts_with(file)).unwrap_or_default();
            assert!(line.ends_with(author), "{status:?}");
        }
    };
    authors([("opening.md", " A"), ("end.md", " B")]);
    // A merge that touches a file.
    place.git("r", "checkout --quiet -b other");
    place.write(&format!("{folder}/sections/end.md"), &SECTION.replace("opening", "the-end"));
    place.git("r", "-c user.name=B commit --quiet --all --message other");
    place.git("r", "checkout --quiet main");
    place.git("r", "merge --quiet --no-ff --no-commit other");
    place.write(&format!("{folder}/sections/opening.md"), &SECTION.replace("Some", "Third"));
    place.git("r", "-c user.name=C commit --quiet --all --message merged");
    authors([("opening.md", " C"), ("end.md", " B")]);
}

/// What a revision is called by is what is compared with, whatever the repository puts in its place.
#[test]
fn nothing_takes_the_place_of_a_revision() {
    let place = Place::new();
    place.repository("");
    let [first, second] = ["v1", "main"].map(|name| place.answer("r", &format!("rev-parse {name}")));
    place.git("r", &format!("replace {first} {second}"));
    let run = place.run("r", &["redline", &first, "--format", "markdown"]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
    place.git("r", &format!("replace --delete {first}"));
    place.write("r/.git/info/grafts", &format!("{second}\n"));
    let run = place.run("r", &["redline", "HEAD~1", "--format", "markdown"]);
    assert!(run.out.ends_with(CHANGE), "{run:?}");
}

#[test]
fn without_an_older_version_the_last_release_is_it() {
    let place = Place::new();
    place.repository("papers/a/");
    let (folder, redline) = ("r/papers/a", ["redline", "--format", "markdown"]);
    refused(&place.run(folder, &redline), "missing-release", &["has no `paper.lock`", "such as `HEAD`"]);
    place.write(&format!("{folder}/sections/a b.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let released = place.run(folder, &["release"]);
    let commands = "1.0.0 is released: commit paper.lock with the paper, and tag the commit:\n  \
        git add paper.lock 'sections/a b.svg'\n  git commit --message \"Release tiny 1.0.0\"\n  git tag tiny-1.0.0\n";
    assert!(released.code == Some(0) && released.err.ends_with(commands), "{released:?}");
    refused(&place.run(folder, &redline), "missing-release", &["1.0.0 was released last", "Commit `paper.lock`"]);
    place.git("r", "add papers/a/paper.lock");
    place.git("r", "commit --quiet --message release");
    place.write(&format!("{folder}/sections/opening.md"), &SECTION.replace("Some", "More"));
    place.git("r", "commit --quiet --all --message edit");
    let change = CHANGE.replace("Some", "Other").replace("**Other**", "**More**");
    let run = place.run(folder, &redline);
    let commit = place.answer("r", "rev-parse --short HEAD~1");
    let said = format!("compared with 1.0.0 as it was released, at `{commit}`\n");
    assert!(run.out.ends_with(&change) && run.err.starts_with(&said), "{run:?}");
    place.git("r", "tag a-1.0.0 HEAD~1");
    assert!(place.run(folder, &redline).err.contains("at `a-1.0.0`\n"));
    // The paper may have moved since, and the lock with it.
    place.git("r", "mv papers/a papers/b");
    place.git("r", "commit --quiet --message moved");
    let run = place.run("r/papers/b", &redline);
    assert!(run.out.ends_with(&change) && run.err.contains("stood in `papers/a`"), "{run:?}");
    place.clone("--depth 1");
    refused(&place.run("clone/papers/b", &redline), "missing-release", &["is shallow", "`fetch-depth: 0`"]);
    // Another version of the lock than any commit has.
    let lock = place.path("r/papers/b/paper.lock");
    let later = fs::read_to_string(&lock).unwrap().replace("1.0.0", "1.1.0");
    fs::write(&lock, later).unwrap();
    refused(&place.run("r/papers/b", &redline), "missing-release", &["1.1.0 was released last"]);
}

#[test]
fn of_two_locks_that_were_merged_the_later_is_to_be_taken() {
    let place = Place::new();
    place.repository("");
    let side = |version: &str| format!("version = \"{version}\"\nreleased = [\"{version}\"]\n");
    for (ours, theirs, help) in [
        ("1.0.1", "1.0.10", "1.0.10: `git checkout --theirs paper.lock"),
        ("1.1.0", "1.0.1", "1.1.0: `git checkout --ours paper.lock"),
        ("1.1.0", "1.1.0", "the later release as it was written"),
    ] {
        let marks = ["[paper]\n<<<<<<< HEAD\n", "=======\n", ">>>>>>> branch\nmanifest = \"0\"\n"];
        let lock = format!("{}{}{}{}{}", marks[0], side(ours), marks[1], side(theirs), marks[2]);
        place.write("r/paper.lock", &lock);
        let run = place.run("r", &["check"]);
        assert!(run.code == Some(1) && run.out.contains(help), "{run:?}");
    }
}

#[test]
fn nothing_that_a_submodule_names_is_run() {
    let place = Place::new();
    place.repository("");
    place.write("other/picture.txt", "Not of the paper.");
    place.write("other/.gitattributes", "*.txt filter=trap\n");
    place.git("other", "init --quiet");
    place.git("other", "add .");
    place.git("other", "commit --quiet --message part");
    place.git("r", "submodule --quiet add ../other sections/part");
    place.git("r", "commit --quiet --message submodule");
    let program = place.path("trap");
    place.program(&program, &format!("#!/bin/sh\ntouch {}\nfalse\n", place.path("ran").display()));
    place.git("r/sections/part", &format!("config filter.trap.clean {}", program.display()));
    place.write("r/sections/part/picture.txt", "Nor of the paper.");
    let release = place.run("r", &["release"]);
    assert!(release.code == Some(0) && release.err.contains("git add "), "{release:?}");
    assert!(!place.path("ran").exists(), "{release:?}");
    place.git("r", "status");
    assert!(place.path("ran").exists(), "git itself does not run it either");
}
