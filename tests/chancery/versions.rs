//! Release, bump and status as their users meet them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use chancery::builtin;
use tempfile::TempDir;

const MANIFEST: &str = "[paper]\nslug = \"tiny\"\ntitle = \"A tiny paper\"\nkind = \"Note\"\nversion = \"1.0.0\"\ndate = \
                        \"2013-06\"\nlanguage = \"en-GB\"\nauthors = [\"Europol\"]\nstatus = \"final\"\ntemplate = \
                        \"europol\"\nsections = [\"opening.md\"]\n\n[marking]\nscheme = \"europol\"\nlevel = \
                        \"unclassified\"\n";

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words.\n";

/// A paper on disk, and what is done with it.
struct Paper {
    folder: TempDir,
}

impl Paper {
    fn new() -> Self {
        let paper = Self { folder: TempDir::new().expect("a folder for the test") };
        fs::create_dir(paper.path("sections")).expect("a folder for sections");
        paper.write("paper.toml", MANIFEST);
        paper.write("sections/opening.md", SECTION);
        paper
    }

    /// After a release of 1.0.0; on its way to 1.1.0.
    fn released() -> Self {
        let paper = Self::new();
        assert_eq!(paper.run("release").0, Some(0));
        paper.write("paper.toml", &MANIFEST.replace("1.0.0", "1.1.0"));
        paper
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file with text")
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("the file is written");
    }

    fn run(&self, arguments: &str) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        self.finish(command.args(arguments.split_whitespace()))
    }

    /// Exit code, standard output and standard error, in an environment of nobody's.
    fn finish(&self, command: &mut Command) -> (Option<i32>, String, String) {
        command.env_clear().env("HOME", self.folder.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let command = command.current_dir(self.folder.path()).stdin(Stdio::null());
        let Output { status, stdout, stderr } = command.output().expect("the command runs");
        let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
        (status.code(), text(stdout), text(stderr))
    }

    fn git(&self, arguments: &str) {
        let mut git = Command::new("git");
        let (name, email) = ("user.name=Ann Crisp", "user.email=ann@example.org");
        git.args(["-c", name, "-c", email, "-c", "commit.gpgsign=false"]).args(arguments.split_whitespace());
        git.env("GIT_AUTHOR_DATE", "2013-06-24T12:00:00Z");
        let output = git.env("HOME", self.folder.path()).current_dir(self.folder.path()).output().expect("git runs");
        assert!(output.status.success(), "git {arguments}: {output:?}");
    }

    /// What stands in the paper's folder and in `out`, temporary files and all.
    fn files(&self) -> Vec<String> {
        let entries = [self.path(""), self.path("out")].into_iter().filter_map(|folder| fs::read_dir(folder).ok());
        let mut names: Vec<_> =
            entries.flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_release_locks_what_it_prints_and_changes_are_found() {
    let paper = Paper::new();
    let (code, out, err) = paper.run("release");
    assert_eq!((code, out.as_str()), (Some(0), "out/tiny.pdf\npaper.lock\n"), "{err}");
    let pdf = fs::read(paper.path("out/tiny.pdf")).unwrap();
    assert_eq!(paper.run("build").0, Some(0));
    assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), pdf, "build prints what was released");

    paper.write("sections/opening.md", &SECTION.replace("Some words", "Some\nwords"));
    assert_eq!(paper.run("check --strict").0, Some(0), "lines that are set anew say the same");
    for path in ["paper.toml", "paper.lock", "sections/opening.md"] {
        paper.write(path, &format!("\u{feff}{}", paper.read(path).replace('\n', "\r\n")));
    }
    assert_eq!(paper.run("check --strict").0, Some(0), "so does what another system checked out");
    paper.write("sections/opening.md", &SECTION.replace("Some", "Other"));
    let (code, out, _) = paper.run("check --format short");
    assert_eq!((code, out.matches("error[version-not-raised]").count()), (Some(1), 2), "section and paper: {out}");
}

#[test]
fn the_built_in_template_beside_the_paper_is_the_one_of_the_release() {
    let paper = Paper::new();
    assert_eq!(paper.run("release").0, Some(0));
    fs::create_dir_all(paper.path("templates/europol")).unwrap();
    for (path, bytes) in builtin::files().filter(|(path, _)| path.starts_with("templates/europol/")) {
        fs::write(paper.path(path), bytes).unwrap();
    }
    let (code, _, err) = paper.run("check --strict");
    assert_eq!(code, Some(0), "the same files, whoever put them there: {err}");
    let blocks = "templates/europol/blocks.typ";
    paper.write(blocks, &paper.read(blocks).replace('\n', "\r\n"));
    assert_eq!(paper.run("check --strict").0, Some(0), "as another system checked them out");
    paper.write(blocks, &(paper.read(blocks) + "// Ours.\n"));
    let (code, out, _) = paper.run("check --format short");
    let changed = "error[version-not-raised]: the template changed since 1.0.0 was released";
    assert!(code == Some(1) && out.contains(changed), "{out}");
}

#[test]
fn a_paper_that_is_not_ready_is_not_released() {
    for (file, text, code) in [
        ("paper.toml", MANIFEST.to_owned(), "version-already-released"),
        ("paper.toml", MANIFEST.replace("1.0.0", "0.9.0"), "version-lowered"),
        ("paper.toml", MANIFEST.replace("1.0.0", "1.0.0+second"), "version-already-released"),
        ("paper.toml", MANIFEST.replace("1.0.0", "1.1.0").replace("final", "draft"), "not-final"),
        ("sections/opening.md", SECTION.replace("Some", "Other"), "version-not-raised"),
        ("sections/opening.md", SECTION.replace("Some", "Some some"), "repeated-word"),
        ("sections/unlisted.md", SECTION.replace("opening", "other"), "unlisted-section"),
        ("paper.lock", "<<<<<<< ours\n".to_owned(), "unresolved-conflict"),
        ("paper.lock", "It was\n".to_owned(), "invalid-lock"),
    ] {
        let paper = Paper::released();
        paper.write(file, &text);
        let (lock, files) = (paper.read("paper.lock"), paper.files());
        let pdf = fs::read(paper.path("out/tiny.pdf")).unwrap();
        let (exit, out, err) = paper.run("release");
        assert_eq!((exit, out.as_str()), (Some(1), ""), "{code}: {err}");
        assert!(err.contains(&format!("error[{code}]")) && err.ends_with("nothing was released\n"), "{code}: {err}");
        let same = paper.read("paper.lock") == lock && fs::read(paper.path("out/tiny.pdf")).unwrap() == pdf;
        assert!(same && paper.files() == files, "{code}: something was written");
    }
}

#[test]
fn what_only_layout_finds_is_shown_in_the_file_where_it_stands() {
    let paper = Paper::new();
    fs::create_dir_all(paper.path("templates/house")).unwrap();
    paper.write("paper.toml", &MANIFEST.replace("\"europol\"\nsections", "\"house\"\nsections"));
    paper.write(
        "templates/house/paper.typ",
        "#import \"/templates/house/look.typ\": x\n#{{ paper.kind }} #{{ marking.text }}\n",
    );
    paper.write("templates/house/look.typ", "#let x = nosuchname\n");
    let (code, out, err) = paper.run("release");
    assert_eq!((code, out.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains("\n --> templates/house/look.typ:1:10\n"), "{err}");
}

#[test]
#[cfg(unix)]
fn a_release_that_the_disk_refuses_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;

    let paper = Paper::released();
    paper.write("file", "in the way");
    fs::create_dir_all(paper.path("full/tiny.pdf")).unwrap();
    fs::create_dir(paper.path("closed")).unwrap();
    fs::set_permissions(paper.path("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do anything is stopped by no permission.
    let is_closed = fs::write(paper.path("closed/probe"), "").is_err();
    let (lock, pdf) = (paper.read("paper.lock"), fs::read(paper.path("out/tiny.pdf")).unwrap());
    let files = paper.files();
    for (arguments, limit, reason) in [
        ("--out file", "", "`file/tiny.pdf` cannot be written: a part of the path is not a folder"),
        ("--out full", "", "`full/tiny.pdf` cannot be written: it is a folder"),
        ("", "trap '' XFSZ; ulimit -f 8;", "`out/tiny.pdf` cannot be written: "),
        ("--out closed", "", "`closed/tiny.pdf` cannot be written: permission denied"),
        ("--out sections", "", "the output folder lies inside `sections`"),
    ] {
        if arguments == "--out closed" && !is_closed {
            continue;
        }
        let line = format!("{limit} exec \"$0\" release {arguments}");
        let (code, out, err) = paper.finish(Command::new("sh").args(["-c", &line, env!("CARGO_BIN_EXE_chancery")]));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments}: {err}");
        assert!(err.contains(reason), "{arguments}: {err}");
        assert_eq!(paper.read("paper.lock"), lock, "{arguments}");
        assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), pdf, "{arguments}");
        assert_eq!(paper.files(), files, "{arguments}: something is left behind");
    }
    assert_eq!(paper.run("release").0, Some(0), "nothing was spoilt");
}

#[test]
fn a_release_that_was_killed_between_its_two_files_is_made_again() {
    let paper = Paper::released();
    let old = paper.read("paper.lock");
    assert_eq!(paper.run("release").0, Some(0));
    let (lock, pdf) = (paper.read("paper.lock"), fs::read(paper.path("out/tiny.pdf")).unwrap());
    assert!(lock.contains("released = [\"1.0.0\", \"1.1.0\"]\n"), "{lock}");
    let files = paper.files();
    paper.write("paper.lock", &old);
    paper.write(".chancery-tmp-ab12cd", &lock);
    assert_eq!(paper.run("check --strict").0, Some(0), "nothing is released until the lock says so");
    assert_eq!(paper.run("release").0, Some(0));
    assert_eq!((paper.read("paper.lock"), fs::read(paper.path("out/tiny.pdf")).unwrap()), (lock, pdf));
    assert_eq!(paper.files(), files, "and nothing is left behind");
}

#[test]
fn bump_changes_the_version_and_nothing_else() {
    let paper = Paper::new();
    let written = format!("\u{feff}{SECTION}").replace('\n', "\r\n");
    for (arguments, version, raised) in [
        ("opening", "1.2.3", "1.3.0"),
        ("opening.md --minor", "1.2.3", "1.3.0"),
        ("sections/opening.md opening --patch", "1.2.3", "1.2.4"),
        ("./sections/opening.md", "1.2.3", "1.3.0"),
        ("opening --major", "1.2.3", "2.0.0"),
        ("opening", "1.2.0-draft.1", "1.2.0"),
        ("opening --major", "1.2.0-draft.1", "2.0.0"),
        ("opening --patch", "1.2.3+build.7", "1.2.4"),
    ] {
        paper.write("sections/opening.md", &written.replace("1.0.0", version));
        let (code, out, err) = paper.run(&format!("bump {arguments}"));
        assert_eq!((code, out), (Some(0), format!("opening.md: {version} -> {raised}\n")), "{arguments}: {err}");
        assert_eq!(paper.read("sections/opening.md"), written.replace("1.0.0", raised), "{arguments}");
    }
}

#[test]
fn bump_raises_the_paper_and_what_changed_since_the_release() {
    let paper = Paper::new();
    let (code, out, err) = paper.run("bump --changed");
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (Some(0), "", "no version is to be raised: nothing has been released yet, so there is no paper.lock\n")
    );
    assert_eq!(paper.run("release").0, Some(0));
    assert_eq!(paper.run("bump --changed").1, "", "nothing has changed");

    let other = SECTION.replace("Opening", "Other").replace("opening", "other");
    paper.write("paper.toml", &MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"other.md\""));
    paper.write("sections/other.md", &other);
    paper.write("sections/opening.md", &SECTION.replace("Some", "Other"));
    let (code, out, err) = paper.run("bump --changed --patch");
    assert_eq!((code, out.as_str()), (Some(0), "opening.md: 1.0.0 -> 1.0.1\npaper.toml: 1.0.0 -> 1.0.1\n"), "{err}");
    assert_eq!(paper.read("sections/opening.md"), SECTION.replace("Some", "Other").replace("1.0.0", "1.0.1"));
    assert_eq!(paper.read("sections/other.md"), other, "a new section has its first version");
    assert_eq!(paper.run("check --strict").0, Some(0));
    assert_eq!(paper.run("bump --changed").1, "", "all is raised");

    assert_eq!(paper.run("bump paper --major").1, "paper.toml: 1.0.1 -> 2.0.0\n");
    paper.write("paper.lock", "It was\n");
    let (code, out, err) = paper.run("bump --changed");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("error[invalid-lock]") && err.ends_with("1 error, nothing was changed\n"), "{err}");
}

#[test]
fn a_bump_that_goes_wrong_changes_nothing() {
    let paper = Paper::new();
    paper.write("paper.toml", &MANIFEST.replace("\"opening.md\"", "\"opening.md\", \"bare.md\", \"odd.md\""));
    paper.write("sections/bare.md", "# Bare\n");
    paper.write("sections/odd.md", &SECTION.replace("1.0.0", "one").replace("opening", "odd"));
    paper.write("sections/aside.md", &SECTION.replace("opening", "aside"));
    for (arguments, exit, reason) in [
        ("", 2, "required arguments were not provided"),
        ("opening --major --patch", 2, "cannot be used with"),
        ("opening openning", 2, "help: Did you mean `opening`?"),
        ("opening aside", 2, "`sections/aside.md` is no section of the paper: it is not listed"),
        ("opening nowhere/at-all.md", 2, "the paper has no section `nowhere/at-all.md`"),
        ("opening bare", 1, "error[missing-front-matter]"),
        ("opening odd", 1, "error[invalid-version]"),
        ("opening 1.1.0", 2, "help: Name sections alone"),
        ("opening --changed", 2, "cannot be used with"),
        ("opening --project nowhere", 2, "`nowhere` cannot be read: it does not exist"),
    ] {
        let (code, out, err) = paper.run(&format!("bump {arguments}"));
        assert_eq!((code, out.as_str()), (Some(exit), ""), "{arguments}: {err}");
        assert!(err.contains(reason), "{arguments}: {err}");
        assert_eq!(paper.read("sections/opening.md"), SECTION, "{arguments}");
    }
}

#[test]
fn a_section_that_is_listed_without_a_file_is_missing() {
    let paper = Paper::new();
    paper.write("sections/other.md", &SECTION.replace("pening", "ther"));
    let list = |names: &str| MANIFEST.replace("\"opening.md\"", names);
    paper.write("paper.toml", &list("\"opening.md\", \"other.md\""));
    assert_eq!(paper.run("release").0, Some(0));
    fs::remove_file(paper.path("sections/other.md")).unwrap();
    paper.write("paper.toml", &list("\"opening.md\", \"other.md\", \"third.md\""));
    let (_, out, _) = paper.run("status");
    assert!(out.contains("\nother.md                    1.0.0     missing         3\nthird.md "), "{out}");
    assert!(!out.contains("vanished"), "{out}");
}

#[test]
fn a_section_of_another_name_and_other_words_is_known_again() {
    let paper = Paper::new();
    let text = "What is said here at some length can be told from all else, even after a word of it was changed.";
    paper.write("sections/opening.md", &SECTION.replace("Some words.", text));
    assert_eq!(paper.run("release").0, Some(0));
    let lock = paper.read("paper.lock");
    fs::remove_file(paper.path("sections/opening.md")).unwrap();
    paper.write("sections/start.md", &SECTION.replace("Some words.", &text.replace("even", "only")));
    paper.write("paper.toml", &MANIFEST.replace("opening.md", "start.md").replace("1.0.0", "1.1.0"));
    let (_, out, _) = paper.run("status");
    assert!(out.contains("\nstart.md           1.0.0    1.0.0     renamed, changed  22     22"), "{out}");
    assert!(!out.contains("vanished"), "{out}");
    let (_, out, _) = paper.run("check --format short");
    assert!(out.contains("sections/start.md:2:12: error[version-not-raised]"), "{out}");
    // Locks of earlier versions have no sketches.
    let earlier = lock.lines().filter(|line| !line.starts_with("sketch = ")).collect::<Vec<_>>().join("\n");
    paper.write("paper.lock", &earlier);
    let (_, out, _) = paper.run("status");
    assert!(out.contains("\nopening.md                  1.0.0     vanished"), "{out}");
    paper.write("paper.lock", &lock.replace("sketch = \"", "sketch = \"0"));
    let (code, out, _) = paper.run("check --format short");
    assert!(code == Some(1) && out.contains("error[invalid-lock]"), "{out}");
}

#[test]
fn status_tells_what_became_of_each_part_and_who_changed_it_last() {
    let paper = Paper::new();
    let list = |names: &str| MANIFEST.replace("\"opening.md\"", names);
    let section = |name: &str| SECTION.replace("Opening", name).replace("opening", &name.to_lowercase());
    for name in ["Middle", "Old", "Gone"] {
        paper.write(&format!("sections/{}.md", name.to_lowercase()), &section(name));
    }
    paper.write("paper.toml", &list("\"opening.md\", \"middle.md\", \"old.md\", \"gone.md\""));
    let (code, out, err) = paper.run("status");
    let expected = "1.0.0 (final), not released yet\n\
                    the last change is not known everywhere: the paper's folder is in no git repository\n";
    assert_eq!((code, err.as_str()), (Some(0), expected));
    assert!(out.contains("\nmiddle.md          1.0.0              new    3\n"), "{out}");
    assert_eq!(paper.run("release").0, Some(0));

    paper.git("init --quiet");
    paper.git("add paper.toml sections/opening.md sections/middle.md");
    paper.git("commit --quiet --message first");
    paper.write("paper.toml", &paper.read("paper.toml").replace("Note", "Report"));
    paper.git("-c user.name=Dee commit --quiet --all --message second");
    paper.write("sections/new.md", &section("New"));
    paper.write(
        "sections/opening.md",
        &SECTION
            .replace("Some words", "Some more words")
            .replace("+++\n\n", "contributors = [\"Bo\", \"Cy\"]\n+++\n\n"),
    );
    fs::rename(paper.path("sections/old.md"), paper.path("sections/renamed.md")).unwrap();
    fs::remove_file(paper.path("sections/gone.md")).unwrap();
    paper.write(
        "paper.toml",
        &list("\"renamed.md\", \"opening.md\", \"middle.md\", \"new.md\"").replace("1.0.0", "1.1.0"),
    );
    let (code, out, err) = paper.run("status");
    let expected = "\
section            version  released  state           words  then  contributors  last change
renamed.md         1.0.0    1.0.0     renamed, moved  3      3
opening.md         1.0.0    1.0.0     changed         4      3     Bo, Cy        2013-06-24 Ann Crisp
middle.md          1.0.0    1.0.0     same            3      3                   2013-06-24 Ann Crisp
new.md             1.0.0              new             3
gone.md                     1.0.0     vanished               3
paper.toml                            same                                       2013-06-24 Dee
templates/europol                     same
";
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), expected, "1.1.0 (final), 1.0.0 released\n"));
    let (_, out, _) = paper.run("status --format json");
    let json: serde_json::Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(
        (&json["version"], &json["status"], &json["released"]),
        (&"1.1.0".into(), &"final".into(), &"1.0.0".into())
    );
    let renamed = serde_json::json!({
        "name": "renamed.md", "version": "1.0.0", "released": "1.0.0", "state": "renamed", "moved": true, "words": 3,
        "words_released": 3, "owner": null, "contributors": [], "last_change": null,
    });
    assert_eq!(json["sections"][0], renamed);
    assert_eq!(json["sections"][1]["contributors"], serde_json::json!(["Bo", "Cy"]));
    assert_eq!((&json["sections"][4]["state"], &json["sections"][4]["version"]), (&"vanished".into(), &().into()));
    assert_eq!(
        (&json["share"][0]["name"], &json["share"][0]["last_change"]),
        (&"paper.toml".into(), &"2013-06-24 Dee".into())
    );
    paper.write("paper.lock", "It was\n");
    let (code, out, err) = paper.run("status");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("error[invalid-lock]") && err.ends_with("1 error, nothing was compared\n"), "{err}");
}

#[test]
#[cfg(unix)]
fn what_is_written_anew_is_for_those_who_might_read_it_before() {
    use std::os::unix::fs::PermissionsExt;

    let paper = Paper::new();
    let mode = |path: &str| fs::metadata(paper.path(path)).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(paper.run("build --emit typst").0, Some(0));
    let umask = mode("out/tiny.pdf");
    assert_eq!(mode("out/tiny-typst") & 0o666, umask, "a new file and a new folder are as the umask has them");
    for (file, arguments) in [
        ("sections/opening.md", "fmt"),
        ("sections/opening.md", "check --fix"),
        ("sections/opening.md", "bump opening"),
        ("out/tiny.pdf", "build"),
        ("out/tiny-typst", "build --emit typst"),
        ("out/tiny.pdf", "release"),
        ("paper.lock", "release"),
        ("changes.json", "redline older --format json --out changes.json"),
        ("out/tiny-redline.pdf", "redline older"),
    ] {
        let paper = Paper::new();
        paper.write("sections/opening.md", &SECTION.replace("Some words", "*  \"Some\" words"));
        fs::create_dir_all(paper.path("older/sections")).unwrap();
        fs::create_dir_all(paper.path("out/tiny-typst")).unwrap();
        paper.write("older/paper.toml", MANIFEST);
        paper.write("older/sections/opening.md", SECTION);
        if arguments == "release" {
            paper.write("sections/opening.md", SECTION);
            assert_eq!(paper.run("release").0, Some(0));
            paper.write("paper.toml", &MANIFEST.replace("1.0.0", "1.1.0"));
        } else if !paper.path(file).exists() {
            paper.write(file, "from before");
        }
        let is_folder = paper.path(file).is_dir();
        let before = if is_folder { 0o700 } else { 0o640 };
        fs::set_permissions(paper.path(file), fs::Permissions::from_mode(before)).unwrap();
        let content = fs::read(paper.path(file)).ok();
        let (code, _, err) = paper.run(arguments);
        assert_eq!(code, Some(0), "{arguments}: {err}");
        assert!(
            is_folder || fs::read(paper.path(file)).ok() != content || arguments == "release",
            "{arguments}: it is new"
        );
        let after = fs::metadata(paper.path(file)).unwrap().permissions().mode() & 0o777;
        assert_eq!(after, before, "{arguments}: {file} has {after:o}");
    }
}

#[test]
#[cfg(unix)]
fn status_asks_git_once_for_all_sections() {
    use std::os::unix::fs::PermissionsExt;

    let paper = Paper::new();
    paper.git("init --quiet");
    paper.git("add paper.toml sections");
    paper.git("commit --quiet --message first");
    let path = std::env::var("PATH").unwrap_or_default();
    fs::create_dir(paper.path("bin")).unwrap();
    paper.write(
        "bin/git",
        &format!("#!/bin/sh\necho \"$@\" >> '{}'\nPATH='{path}' exec git \"$@\"\n", paper.path("asked").display()),
    );
    fs::set_permissions(paper.path("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let asked = |names: &[&str]| {
        let list: Vec<_> = names.iter().map(|name| format!("\"{name}.md\"")).collect();
        paper.write("paper.toml", &MANIFEST.replace("\"opening.md\"", &list.join(", ")));
        names.iter().for_each(|name| paper.write(&format!("sections/{name}.md"), &SECTION.replace("opening", name)));
        paper.write("asked", "");
        let mut status = Command::new("env");
        let line = [format!("PATH={}:{path}", paper.path("bin").display()), env!("CARGO_BIN_EXE_chancery").to_owned()];
        let (code, out, err) = paper.finish(status.args(line).arg("status"));
        assert!(code == Some(0) && out.contains("2013-06-24 Ann Crisp"), "{out}{err}");
        paper.read("asked").lines().count()
    };
    assert_eq!(asked(&["opening"]), asked(&["opening", "second", "third", "fourth"]));
}
