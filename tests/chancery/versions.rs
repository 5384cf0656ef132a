//! Release, bump and status as their users meet them.

use std::fs;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const MANIFEST: &str = "[paper]\nslug = \"tiny\"\ntitle = \"A tiny paper\"\nkind = \"Note\"\nversion = \"1.0.0\"\ndate = \
                        \"2013-06\"\nlanguage = \"en-GB\"\nauthors = [\"Europol\"]\nstatus = \"final\"\ntemplate = \
                        \"europol\"\nsections = [\"opening.md\"]\n\n[marking]\nscheme = \"europol\"\nlevel = \
                        \"unclassified\"\n";

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words.\n";

fn paper() -> TempDir {
    let folder = TempDir::new().expect("a folder for the test");
    fs::create_dir(folder.path().join("sections")).expect("a folder for sections");
    fs::write(folder.path().join("paper.toml"), MANIFEST).expect("the manifest is written");
    fs::write(folder.path().join("sections/opening.md"), SECTION).expect("the section is written");
    folder
}

fn run(paper: &TempDir, arguments: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.env_clear().env("HOME", paper.path()).current_dir(paper.path()).stdin(Stdio::null());
    let Output { status, stdout, stderr } =
        command.args(arguments.split_whitespace()).output().expect("the command runs");
    let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_release_locks_what_it_prints_and_changes_are_found() {
    let paper = paper();
    let (code, out, err) = run(&paper, "release");
    assert_eq!((code, out.as_str()), (Some(0), "out/tiny.pdf\npaper.lock\n"), "{err}");
    let pdf = fs::read(paper.path().join("out/tiny.pdf")).unwrap();
    assert_eq!(run(&paper, "build").0, Some(0));
    assert_eq!(fs::read(paper.path().join("out/tiny.pdf")).unwrap(), pdf, "build prints what was released");
    let (code, _, err) = run(&paper, "release");
    assert_eq!(code, Some(1));
    assert!(err.contains("error[already-released]"), "{err}");

    fs::write(paper.path().join("sections/opening.md"), SECTION.replace("Some words", "Some\nwords")).unwrap();
    assert_eq!(run(&paper, "check --strict").0, Some(0), "lines that are set anew say the same");
    fs::write(paper.path().join("sections/opening.md"), SECTION.replace("Some", "Other")).unwrap();
    let (code, out, _) = run(&paper, "check --format short");
    assert_eq!((code, out.matches("error[version-not-raised]").count()), (Some(1), 2), "section and paper: {out}");
    let (_, out, _) = run(&paper, "status");
    assert!(out.contains("\nopening.md         1.0.0    1.0.0     changed"), "{out}");
}

#[test]
fn bump_changes_the_version_and_nothing_else() {
    let paper = paper();
    let written = format!("\u{feff}{SECTION}").replace('\n', "\r\n");
    fs::write(paper.path().join("sections/opening.md"), &written).unwrap();
    let (code, _, err) = run(&paper, "bump opening openning");
    assert_eq!(code, Some(2));
    assert!(err.contains("Did you mean `opening`?"), "{err}");
    assert_eq!(fs::read_to_string(paper.path().join("sections/opening.md")).unwrap(), written, "nothing half-written");
    let (code, out, err) = run(&paper, "bump opening");
    assert_eq!((code, out.as_str()), (Some(0), "opening.md: 1.0.0 -> 1.1.0\n"), "{err}");
    let now = fs::read_to_string(paper.path().join("sections/opening.md")).unwrap();
    assert_eq!(now, written.replace("1.0.0", "1.1.0"));
}
