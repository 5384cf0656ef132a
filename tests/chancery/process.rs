//! The command as its users meet it: exit codes, streams, files on disk.

mod copies;
mod git;
mod lsp;
mod template;
mod together;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chancery::builtin;
use tempfile::TempDir;

/// A small paper on disk, and the command in an environment that knows nothing of whoever runs the tests.
struct Paper {
    home: TempDir,
}

const MANIFEST: &str = r#"
[paper]
slug = "tiny"
title = "A tiny paper"
kind = "Note"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Europol"]
status = "final"
template = "europol"
sections = ["opening.md"]

[marking]
scheme = "europol"
level = "unclassified"
"#;

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words.\n";

/// The same with one mistake, in line 7 from column 5 on.
const MISTAKEN: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSee [](#nowhere).\n";

impl Paper {
    fn new() -> Self {
        let paper = Self { home: TempDir::new().expect("a folder for the test") };
        paper.write("paper.toml", MANIFEST);
        paper.write("sections/opening.md", SECTION);
        paper
    }

    fn path(&self, path: &str) -> PathBuf {
        self.home.path().join("paper").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(path, text).expect("the file is written");
    }

    /// What lies in the output folder.
    fn out(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("out")).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn command(&self, folder: &Path, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        command.env_clear().envs([("LC_ALL", "C"), ("TZ", "UTC"), ("TERM", "xterm")]).env("HOME", self.home.path());
        command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null());
        command
    }

    /// Runs the command in the paper's folder.
    fn run(&self, arguments: &str) -> Run {
        Run::from(self.command(&self.path(""), arguments).output().expect("the command runs"))
    }
}

#[derive(Debug)]
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

#[test]
fn build_prints_the_path_alone_and_finds_the_paper_from_any_folder() {
    let paper = Paper::new();
    fs::create_dir_all(paper.path("sections/images")).unwrap();
    for (folder, arguments, expected) in [
        ("", "build", "out/tiny.pdf\n"),
        ("", "build .", "out/tiny.pdf\n"),
        ("sections/images", "build", "../../out/tiny.pdf\n"),
        ("..", "build paper", "paper/out/tiny.pdf\n"),
        ("..", "build paper/paper.toml --out there/below", "there/below/tiny.pdf\n"),
    ] {
        let folder = paper.path(folder);
        let run = Run::from(paper.command(&folder, arguments).output().unwrap());
        assert_eq!((run.code, run.out.as_str()), (Some(0), expected), "{arguments}: {run:?}");
        assert!(run.err.starts_with("2 pages, "), "{run:?}");
        assert!(fs::read(folder.join(expected.trim())).unwrap().starts_with(b"%PDF-"));
    }
    assert_eq!(paper.out(), ["tiny.pdf"], "nothing else is left behind");
}

#[test]
fn an_error_leaves_the_last_good_pdf_and_shows_the_line() {
    let paper = Paper::new();
    paper.run("build");
    let before = fs::read(paper.path("out/tiny.pdf")).unwrap();
    paper.write("sections/opening.md", MISTAKEN);
    let run = paper.run("build");
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{run:?}");
    assert!(run.err.contains("\n --> sections/opening.md:7:"), "{run:?}");
    assert!(run.err.contains("\n7 | See [](#nowhere).\n"), "{run:?}");
    assert!(run.err.ends_with("1 error, nothing was printed\n"), "{run:?}");
    assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), before);
}

#[test]
fn check_prints_its_findings_on_standard_output_in_each_format() {
    let paper = Paper::new();
    let run = paper.run("check");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.err.starts_with("no findings"), "{run:?}");
    paper.write("sections/opening.md", MISTAKEN);
    for (format, beginning) in [
        ("human", "error["),
        ("short", "sections/opening.md:7:"),
        ("json", r#"{"code":""#),
        ("github", "::error file=sections/opening.md,line=7,col="),
        ("gitlab", r#"[{"description":""#),
        ("sarif", r#"{"version":"2.1.0","#),
        ("junit", "<?xml "),
    ] {
        let run = paper.run(&format!("check --format {format}"));
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.out.starts_with(beginning) && run.err.starts_with("1 error"), "{run:?}");
    }
    let run = Run::from(paper.command(paper.home.path(), "check ./paper// --format github").output().unwrap());
    assert!(run.out.starts_with("::error file=paper/sections/opening.md,"), "as the repository knows it: {run:?}");
    assert_eq!(paper.out(), [""; 0], "check writes nothing");
}

#[test]
fn check_of_a_part_shows_what_is_found_there() {
    let paper = Paper::new();
    paper.write("paper.toml", &MANIFEST.replace("[\"opening.md\"]", "[\"opening.md\", \"end.md\"]"));
    paper.write("sections/opening.md", MISTAKEN);
    paper.write("sections/end.md", "+++\nversion = \"1.0.0\"\n+++\n\n# End {#end}\n\nThe \"end\".\n");
    let run =
        |folder: &str, arguments: &str| Run::from(paper.command(&paper.path(folder), arguments).output().unwrap());
    for (folder, part, code, shown) in [
        ("", "sections/end.md", 0, "sections/end.md:7:5: warning[straight-quote]"),
        ("sections", "end.md", 0, "../sections/end.md:7:5: warning[straight-quote]"),
        ("", "./sections/opening.md", 1, "sections/opening.md:7:9: error[unknown-label]"),
        ("", "paper.toml", 1, "sections/end.md:7:5: warning[straight-quote]"),
    ] {
        let found = run(folder, &format!("check {part} --format short"));
        assert_eq!((found.code, found.out.starts_with(shown)), (Some(code), true), "{part}: {found:?}");
        let others = found.out.lines().filter(|line| !line.starts_with(shown.split_once(':').unwrap().0)).count();
        assert_eq!(others, usize::from(part == "paper.toml"), "{part}: {found:?}");
    }
    let found = run("", "check sections");
    assert!(found.err.starts_with("1 error, 2 warnings in sections, "), "{found:?}");
    assert!(found.err.ends_with("\n2 can be mended by `chancery check --fix`\n"), "{found:?}");
    assert!(found.out.contains("  = help: `chancery check --fix` mends this.\n"), "{found:?}");
    assert!(
        run("", "check sections/end.md --fix").err.starts_with("2 places mended, no findings in sections/end.md, ")
    );
    let refused = run("", "build sections/end.md");
    assert!(refused.code == Some(2) && refused.err.contains("`sections/end.md` is a part of a paper"), "{refused:?}");
    // What keeps the paper from being read is told wherever it is.
    paper.write("paper.toml", "slug");
    assert!(run("", "check sections/end.md").out.starts_with("error[toml-syntax]"));
}

#[test]
fn a_strict_run_takes_warnings_for_errors() {
    let paper = Paper::new();
    paper.write("sections/forgotten.md", MISTAKEN);
    for (arguments, code, beginning) in [
        ("check", 0, "1 warning in 3 files, 1 section, "),
        ("check --strict", 1, "1 error in 3 files, 1 section, "),
        ("check --strict=always", 1, "1 error in 3 files, 1 section, "),
        ("check --strict=final", 1, "1 error in 3 files, 1 section, "),
        ("build --strict", 1, "error[unlisted-section]"),
    ] {
        let run = paper.run(arguments);
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(run.err.starts_with(beginning), "{run:?}");
    }
    assert_eq!(paper.out(), [""; 0], "nothing was printed");
    assert_eq!(paper.run("build").code, Some(0));
    paper.write("paper.toml", &MANIFEST.replace("\"final\"", "\"draft\""));
    assert_eq!((paper.run("check --strict=final").code, paper.run("check --strict").code), (Some(0), Some(1)));
    assert_eq!((paper.run("build --strict=final .").code, paper.run("build --strict .").code), (Some(0), Some(1)));
}

#[test]
fn explain_prints_a_page_or_offers_the_nearest() {
    let paper = Paper::new();
    let run = paper.run("explain unlisted-section");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.out.starts_with("# unlisted-section\n\n") && run.out.contains("\n## Remedy\n"), "{run:?}");
    let run = paper.run("explain unlisted-sektion");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.err.ends_with("help: Did you mean `unlisted-section`?\n"), "{run:?}");
    let run = paper.run("explain xylophone");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    let run = paper.run("explain");
    assert!(run.out.lines().count() > 100 && run.out.contains("\nunlisted-section  "), "{run:?}");
    let run = paper.run("explain sections/a.md:1:2: error[unlisted-section]: `b.md` is not listed");
    assert!(run.out.starts_with("# unlisted-section\n\n"), "{run:?}");
    let run = paper.run("explain order");
    assert!(run.code == Some(0) && run.out.starts_with("history-order "), "{run:?}");
    // Keys of paper.toml, with what is found of them.
    let run = paper.run("explain cover");
    assert!(run.out.starts_with("In paper.toml:\n\ncover ") && run.out.contains("\ncover.logo-alt  "), "{run:?}");
    let run = paper.run("explain date");
    assert!(run.out.contains("\nhistory.date  ") && run.out.contains("\ndate-form  "), "{run:?}");
}

#[test]
fn check_mends_what_it_can_and_shows_it_first_if_asked() {
    let paper = Paper::new();
    let written = format!("\u{feff}{SECTION}Some \"words\".\n").replace('\n', "\r\n");
    paper.write("sections/opening.md", &written);
    #[cfg(unix)]
    fs::set_permissions(paper.path("sections/opening.md"), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .unwrap();

    for arguments in ["check --diff", "check --fix --diff"] {
        let run = paper.run(arguments);
        let shown = "--- a/sections/opening.md\n+++ b/sections/opening.md\n@@ -5,4 +5,4 @@\n # Opening {#opening}\n \n \
                     Some words.\n-Some \"words\".\n+Some “words”.\n";
        assert_eq!((run.code, run.out.as_str()), (Some(0), shown), "{run:?}");
        assert_eq!(fs::read_to_string(paper.path("sections/opening.md")).unwrap(), written, "nothing is written");
    }
    let run = paper.run("check --fix");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.err.starts_with("2 places mended, no findings in 2 files, 1 section"), "{run:?}");
    let mended = fs::read_to_string(paper.path("sections/opening.md")).unwrap();
    assert_eq!(mended, written.replace("\"words\"", "“words”"), "byte order mark and line ends stay");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(paper.path("sections/opening.md")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "who may read it stays");
    }
    assert_eq!((paper.run("check --diff").out.as_str(), paper.run("check --fix").code), ("", Some(0)));
}

#[test]
fn what_cannot_even_be_tried_ends_with_2_and_says_why() {
    let paper = Paper::new();
    paper.write("sections/file", "in the way");
    paper.write("file", "in the way");
    for (arguments, reason) in [
        ("build ..", "error[missing-project]: there is no `paper.toml` in `..`"),
        ("check nowhere", "error[missing-project]: `nowhere` cannot be read: it does not exist"),
        ("build --out file/out", "error[cannot-write]: `file/out` cannot be made: a part of the path is not a folder"),
        ("build --out sections/out", "error[misplaced-output]: the output folder lies inside `sections`"),
        ("bump openning", "error[unknown-section]: the paper has no section `openning`"),
        ("print", "unrecognized subcommand"),
    ] {
        let run = paper.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments}: {run:?}");
        assert!(run.err.contains(reason), "{arguments}: {run:?}");
        let names_no_file = ["bump", "check"].iter().any(|command| arguments.starts_with(command));
        assert!(!names_no_file || !run.err.contains("--> "), "an argument is no file: {run:?}");
    }
    let outside = Run::from(paper.command(paper.home.path(), "check").output().unwrap());
    assert_eq!(outside.code, Some(2), "{outside:?}");
    assert!(outside.err.contains("there is no `paper.toml` here or in any folder above"), "{outside:?}");
    assert!(outside.err.contains("`chancery new FOLDER` starts one"), "{outside:?}");
}

#[test]
fn what_stands_in_the_way_of_a_folder_or_of_git_is_named() {
    let paper = Paper::new();
    paper.write("bibliography", "a file");
    let run = paper.run("check --format short");
    assert!(run.out.contains("bibliography:1:1: error[not-a-folder]: `bibliography` is a file\n"), "{run:?}");
    fs::remove_file(paper.path("bibliography")).unwrap();
    let run = Run::from(paper.command(&paper.path(""), "redline v1").env("PATH", "nowhere").output().unwrap());
    assert!(run.code == Some(2) && run.err.starts_with("error[missing-git]: "), "{run:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_some_systems_take_for_the_same_are_refused() {
    for (one, other, expected) in [
        ("Opening.md", "opening.md", "the names `Opening.md` and `opening.md` differ in capitals only"),
        ("e\u{301}.md", "\u{e9}.md", "two names of different characters look the same: `e\u{301}.md` and `\u{e9}.md`"),
        ("E\u{301}.md", "\u{e9}.md", "two names of different characters look the same: `E\u{301}.md` and `\u{e9}.md`"),
        ("\u{c9}.md", "\u{e9}.md", "the names `\u{c9}.md` and `\u{e9}.md` differ in capitals only"),
    ] {
        let paper = Paper::new();
        [one, other].iter().for_each(|name| paper.write(&format!("sections/{name}"), SECTION));
        let run = paper.run("check --format short");
        let expected = format!("sections/{other}:1:1: error[invalid-file-name]: {expected}\n");
        assert!(run.code == Some(1) && run.out.contains(&expected), "{expected} {run:?}");
    }
}

#[test]
fn a_folder_in_the_place_of_a_section_is_called_one() {
    let paper = Paper::new();
    fs::remove_file(paper.path("sections/opening.md")).unwrap();
    fs::create_dir(paper.path("sections/opening.md")).unwrap();
    let run = paper.run("check --format short");
    let expected = "sections/opening.md:1:1: error[not-a-file]: `sections/opening.md` is a folder\n";
    assert_eq!((run.code, run.out.as_str()), (Some(1), expected), "{run:?}");
}

/// Somebody else's paper could bring the link, and a PDF of the reader's own would be written over.
#[test]
#[cfg(unix)]
fn nothing_is_written_where_a_paper_s_own_link_leads() {
    use std::os::unix::fs::symlink;

    let paper = Paper::new();
    fs::create_dir_all(paper.path("../mine")).unwrap();
    fs::write(paper.path("../mine/tiny.pdf"), "mine").unwrap();
    symlink("../mine", paper.path("out")).unwrap();
    paper.write("older/paper.toml", MANIFEST);
    paper.write("older/sections/opening.md", &SECTION.replace("Some", "Other"));
    for arguments in ["build", "release", "watch", "redline older ."] {
        let run = paper.run(arguments);
        assert!(
            run.code == Some(2) && run.err.starts_with("error[misplaced-output]: `out` is a symbolic link"),
            "{run:?}"
        );
        assert_eq!(fs::read_to_string(paper.path("../mine/tiny.pdf")).unwrap(), "mine", "{arguments}");
    }
    assert_eq!(paper.run("build --out out").code, Some(0), "whoever builds may say so");
    assert!(fs::read(paper.path("../mine/tiny.pdf")).unwrap().starts_with(b"%PDF-"));
    fs::remove_file(paper.path("out")).unwrap();
    fs::create_dir(paper.path("printed")).unwrap();
    symlink("printed", paper.path("out")).unwrap();
    assert_eq!(paper.run("build").code, Some(0), "it stays within the paper's folder");
    assert!(paper.path("printed/tiny.pdf").exists());
}

#[test]
#[cfg(unix)]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let paper = Paper::new();
    fs::set_permissions(paper.path("sections/opening.md"), PermissionsExt::from_mode(0o000)).unwrap();
    // Nothing keeps the administrator of a machine from reading.
    if fs::read(paper.path("sections/opening.md")).is_ok() {
        return;
    }
    let run = paper.run("check --format short");
    assert!(run.code == Some(2) && run.out.contains("error[cannot-read]: "), "{run:?}");
}

/// Runs the command under a limit of the shell's, as somebody without rights. [`None`] if the limit would not hold: some
/// do not for the administrator of a machine, who alone can be somebody else.
#[cfg(unix)]
fn limited(paper: &Paper, limit: &str, arguments: &str) -> Option<Run> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    const SOMEBODY: u32 = 60_000;
    const BINARY: &str = env!("CARGO_BIN_EXE_chancery");

    fs::set_permissions(paper.home.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("ulimit {limit}; exec {BINARY} {arguments}")]).current_dir(paper.path(""));
    if Command::new("true").uid(SOMEBODY).status().is_ok() {
        // The build may lie where nobody else can look.
        let mut version = Command::new(BINARY);
        version.arg("--version").stdout(Stdio::null()).uid(SOMEBODY).status().is_ok().then_some(())?;
        shell.uid(SOMEBODY);
    }
    Some(Run::from(shell.output().expect("the shell runs")))
}

#[test]
#[cfg(unix)]
fn what_the_system_refuses_is_no_fault_of_the_paper() {
    let paper = Paper::new();
    for (limit, arguments, words) in [
        ("-n 5", "check --format short", "error[cannot-read]: `sections"),
        ("-n 5", "build", "error[cannot-read]: `sections"),
        ("-n 5", "fmt", "error[cannot-read]: `sections"),
        ("-n 5", "status", "error[cannot-read]: `sections"),
        ("-n 5", "release", "error[cannot-read]: `sections"),
        ("-n 5", "bump paper", "error[cannot-read]: `sections"),
        ("-u 1", "build", "error[cannot-start-threads]: the system gives no more threads: "),
        ("-u 1", "watch", "error[cannot-watch]: "),
        ("-u 1", "lsp", "error[cannot-start-threads]: the system gives no more threads: "),
    ] {
        let Some(run) = limited(&paper, limit, arguments) else { return };
        let said = format!("{}{}", run.out, run.err);
        assert!(run.code == Some(2) && said.contains(words), "{limit}, {arguments}: {run:?}");
        assert!(!said.contains("not to blame"), "{run:?}");
    }
}

#[test]
#[cfg(unix)]
fn only_plain_files_of_the_paper_are_read() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let paper = Paper::new();
    // None of these is part of the paper, and none is in the way.
    symlink("me@host:1", paper.path("sections/.#opening.md")).unwrap();
    paper.write("sections/opening.md~", "old");
    paper.write("sections/.opening.md.swp", "old");
    paper.write("notes/private.md", "\0");
    symlink("/", paper.path("notes/root")).unwrap();
    assert_eq!(paper.run("check").code, Some(0));

    symlink("/etc/passwd", paper.path("sections/outside.md")).unwrap();
    symlink("opening.md", paper.path("sections/inside.md")).unwrap();
    symlink("/etc", paper.path("bibliography")).unwrap();
    fs::write(paper.path("sections").join(std::ffi::OsStr::from_bytes(b"\xff.md")), "").unwrap();
    fs::write(paper.path("sections/\u{1b}[31m.md"), "").unwrap();
    let pipe = Command::new("mkfifo").arg(paper.path("sections/pipe.md")).status().unwrap();
    assert!(pipe.success());
    let run = paper.run("check --format short");
    assert_eq!(run.code, Some(1), "{run:?}");
    let expected = "\
bibliography:1:1: error[unsupported-symbolic-link]: `bibliography` is a symbolic link
sections/␛[31m.md:1:1: error[invalid-file-name]: the name `␛[31m.md` cannot be used everywhere
sections/inside.md:1:1: error[unsupported-symbolic-link]: `sections/inside.md` is a symbolic link
sections/outside.md:1:1: error[unsupported-symbolic-link]: `sections/outside.md` is a symbolic link
sections/pipe.md:1:1: error[not-a-file]: `sections/pipe.md` is a pipe, a socket or a device, not a file
sections/\u{fffd}.md:1:1: error[invalid-file-name]: the name `\u{fffd}.md` cannot be used everywhere
";
    assert_eq!(run.out, expected);
}

/// Who opens a pipe waits for somebody to write into it.
#[test]
#[cfg(unix)]
fn no_command_waits_at_a_pipe() {
    let pipe = |path: PathBuf| {
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let ends = |paper: &Paper, arguments: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("exec timeout 60 \"$0\" {arguments}"), env!("CARGO_BIN_EXE_chancery")]);
        Run::from(command.current_dir(paper.path("")).output().unwrap())
    };
    let paper = Paper::new();
    fs::create_dir_all(paper.path("out")).unwrap();
    pipe(paper.path("out/tiny.pdf"));
    let run = ends(&paper, "release");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.contains("something else than a file is there"), "{run:?}");
    pipe(paper.path("paper.toml"));
    for arguments in ["check", "check --fix", "fmt", "bump patch", "release", "build"] {
        let run = ends(&paper, arguments);
        assert!(matches!(run.code, Some(1 | 2)), "{arguments}: {run:?}");
    }
}

#[test]
fn what_a_killed_run_left_behind_is_removed_and_the_rest_stands() {
    let paper = Paper::new();
    paper.write("out/.chancery-tmp-ab12cd", "half a PDF");
    paper.write("out/.chancery-tmp-folder/main.typ", "half a tree");
    paper.write("out/minutes.pdf", "of somebody else");
    assert_eq!(paper.run("build").code, Some(0));
    assert_eq!(paper.out(), ["minutes.pdf", "tiny.pdf"]);
}

#[test]
fn emit_writes_a_folder_that_typst_compiles_as_it_stands() {
    let paper = Paper::new();
    paper.write("out/tiny-typst/stale.typ", "from before");
    let run = paper.run("build --emit typst");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "out/tiny-typst\nout/tiny.pdf\n"), "{run:?}");
    let line = "typst compile --root . --font-path fonts --ignore-system-fonts --ignore-embedded-fonts \
                --features a11y-extras --pdf-standard a-3a,ua-1 templates/europol/paper.typ\n";
    assert!(run.err.ends_with(line), "{run:?}");
    assert!(
        paper.path("out/tiny-typst/templates/europol/paper.typ").is_file()
            && paper.path("out/tiny-typst/fonts").is_dir()
    );
    assert!(!paper.path("out/tiny-typst/stale.typ").exists());
    assert_eq!(paper.out(), ["tiny-typst", "tiny.pdf"]);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_insist() {
    let paper = Paper::new();
    paper.write("sections/opening.md", MISTAKEN);
    for (arguments, coloured) in [("check", false), ("check --color never", false), ("--color always check", true)] {
        assert_eq!(paper.run(arguments).out.contains('\u{1b}'), coloured, "{arguments}");
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let paper = Paper::new();
    paper.write("sections/opening.md", &MISTAKEN.replace("See", &"[](#nowhere)\n\n".repeat(5000)));
    let mut command = paper.command(&paper.path(""), "check");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.starts_with("5001 errors"), "{run:?}");
}

#[test]
fn help_is_enough_to_begin_with() {
    let paper = Paper::new();
    let run = paper.run("--help");
    for command in ["build", "check", "watch", "new", "completions"] {
        assert!(run.out.contains(&format!("\n  {command} ")), "{run:?}");
        let run = paper.run(&format!("{command} --help"));
        assert!(run.code == Some(0) && run.out.contains(&format!("Examples:\n  chancery {command} ")), "{run:?}");
    }
}

#[test]
fn a_new_paper_builds_and_has_no_finding_whatever_its_folder_is_called() {
    let paper = Paper::new();
    let home = paper.home.path();
    for (folder, slug, title) in [
        ("serious-crime", "serious-crime", "Serious crime"),
        ("there/and/below/", "below", "Below"),
        ("Übersicht_\"2013\"\n{{x}}", "ubersicht-2013-x", "Übersicht 2013 x"),
        ("日本", "paper", "A new paper"),
    ] {
        let mut command = paper.command(home, "new");
        let run = Run::from(command.arg(folder).output().unwrap());
        assert_eq!((run.code, run.out.trim_end_matches('\n')), (Some(0), folder), "{run:?}");
        let manifest = fs::read_to_string(home.join(folder).join("paper.toml")).unwrap();
        assert!(manifest.contains(&format!("title = \"{title}\"")), "{manifest}");
        let run = |arguments| Run::from(paper.command(&home.join(folder), arguments).output().unwrap());
        let check = run("check");
        let is_silent = check.err.starts_with("no findings in ") && check.err.contains(", 3 sections, ");
        assert!(check.code == Some(0) && is_silent, "{check:?}");
        assert_eq!(run("build").out, format!("out/{slug}.pdf\n"));
        // It is an example, and no final paper.
        fs::write(home.join(folder).join("paper.toml"), manifest.replacen("\"draft\"", "\"final\"", 1)).unwrap();
        let check = run("check --format short");
        assert_eq!(check.code, Some(1), "{check:?}");
        for file in ["paper.toml", "bibliography/works.bib", "sections/introduction.md", "sections/next-steps.md"] {
            let is_told = |line: &str| line.starts_with(file) && line.contains("error[unfinished-text]");
            assert!(check.out.lines().any(is_told), "{file}: {check:?}");
        }
    }
    let today = Command::new("date").args(["-u", "+%F"]).output().unwrap();
    let manifest = fs::read_to_string(home.join("serious-crime/paper.toml")).unwrap();
    assert!(manifest.contains(&format!("date = \"{}\"", String::from_utf8_lossy(&today.stdout).trim())));
}

#[test]
fn shells_and_manuals_know_every_command() {
    let paper = Paper::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = paper.run(&format!("completions {shell}"));
        assert!(run.code == Some(0) && run.out.contains("CHANCERY_COMPLETE"), "{run:?}");
    }
    let page = paper.run("man");
    assert!(page.out.contains("chancery\\-build(1)") && page.err.is_empty(), "{page:?}");
    let page = paper.run("man check");
    let title = format!(".TH chancery-check 1  \"chancery {}\" \"Manual of chancery\"\n", env!("CARGO_PKG_VERSION"));
    assert!(page.out.contains(&title.replace('-', "\\-")) || page.out.contains(&title), "{page:?}");
    let typed = ".SH EXAMPLES\n.nf\nchancery check                     check the paper whose folder you are in\n";
    assert!(page.out.contains("\\-\\-format") && page.out.contains(typed) && !page.out.contains("EXTRA"), "{page:?}");
    assert!(paper.run("--help").out.contains("\n  man "));
    let answered = |typed: &str| {
        let mut command = paper.command(&paper.path(""), &format!("-- chancery {typed}"));
        Run::from(command.env("CHANCERY_COMPLETE", "fish").output().expect("the command runs")).out
    };
    assert_eq!(answered("explain unknown-lab"), "unknown-label\n");
    assert_eq!(answered("bump op"), "opening.md\n");
    assert_eq!(answered("bump sections/"), "sections/opening.md\n");
    assert!(answered("check --fo").starts_with("--format\t"));
    assert!(!paper.run("explain --help").out.contains("unlisted-section"), "but help does not list them");
    let wrong = paper.run("man chek");
    assert!(
        wrong.code == Some(2)
            && wrong.err.starts_with("error[unknown-command]: ")
            && wrong.err.contains("Did you mean `check`?"),
        "{wrong:?}"
    );
}

/// A running `chancery watch`; its lines on standard output come through a channel, so that waiting has an end.
struct Watch {
    child: std::process::Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(paper: &Paper) -> Self {
        Self::start_with(paper, "watch")
    }

    fn start_with(paper: &Paper, arguments: &str) -> Self {
        let mut command = paper.command(&paper.path("sections"), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    #[track_caller]
    fn expect(&self, beginning: &str) {
        // A slow machine may show what stood there halfway.
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(30)).expect("such a line within half a minute");
            if line.starts_with(beginning) {
                return;
            }
        }
    }

    #[track_caller]
    fn expect_silence(&self) {
        let line = self.lines.recv_timeout(Duration::from_millis(300));
        assert!(line.is_err(), "nothing has changed, yet: {line:?}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watch_builds_after_each_change_and_survives_every_mistake() {
    let paper = Paper::new();
    let watch = Watch::start(&paper);
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    let first = fs::read(paper.path("out/tiny.pdf")).unwrap();
    paper.write("sections/opening.md", MISTAKEN);
    watch.expect("not built: 1 error, ");
    assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), first, "the last good PDF stands");
    // As editors save: another file takes the name.
    paper.write("sections/.new", &SECTION.replace("words", "other words"));
    fs::rename(paper.path("sections/.new"), paper.path("sections/opening.md")).unwrap();
    watch.expect("built ");
    assert_ne!(fs::read(paper.path("out/tiny.pdf")).unwrap(), first);
    // The same bytes again, and what is no part of the paper.
    fs::copy(paper.path("sections/opening.md"), paper.path("sections/.new")).unwrap();
    fs::rename(paper.path("sections/.new"), paper.path("sections/opening.md")).unwrap();
    paper.write("notes.md", "not for print");
    paper.write("out/other.pdf", "not from here");
    watch.expect_silence();
    fs::rename(paper.path("paper.toml"), paper.path("gone.toml")).unwrap();
    watch.expect("not built: ");
    fs::rename(paper.path("gone.toml"), paper.path("paper.toml")).unwrap();
    watch.expect("built ");
    // A folder that is replaced as a whole is still watched.
    fs::rename(paper.path("sections"), paper.path("away")).unwrap();
    paper.write("sections/opening.md", MISTAKEN);
    watch.expect("not built: 1 error, ");
    paper.write("sections/opening.md", SECTION);
    watch.expect("built ");
    assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), first, "the same paper gives the same bytes");
    // What was printed is taken away: once with its folder, and by itself.
    // Again and again: it may go before anything looks after it.
    for _ in 0..20 {
        fs::remove_dir_all(paper.path("out")).unwrap();
        watch.expect("built ");
        assert_eq!(fs::read(paper.path("out/tiny.pdf")).unwrap(), first);
    }
    fs::rename(paper.path("out/tiny.pdf"), paper.path("out/kept.pdf")).unwrap();
    watch.expect("built ");
    assert_eq!(paper.out(), ["kept.pdf", "tiny.pdf"]);
    watch.expect_silence();
}

#[test]
fn watch_writes_again_what_could_not_be_written() {
    let paper = Paper::new();
    paper.write("out", "in the way");
    let watch = Watch::start(&paper);
    watch.expect("not built");
    fs::remove_file(paper.path("out")).unwrap();
    // The same bytes, saved again.
    paper.write("sections/opening.md", SECTION);
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    assert_eq!(paper.out(), ["tiny.pdf"]);
    paper.write("sections/opening.md", SECTION);
    watch.expect_silence();
}

#[test]
fn watch_sees_a_change_that_leaves_size_and_time_as_they_were() {
    let paper = Paper::new();
    let opening = paper.path("sections/opening.md");
    // What has not changed for a while is not read again.
    std::thread::sleep(Duration::from_millis(2100));
    let watch = Watch::start(&paper);
    watch.expect("built ../out/tiny.pdf, 2 pages, ");
    let first = fs::read(paper.path("out/tiny.pdf")).unwrap();
    let modified = fs::metadata(&opening).unwrap().modified().unwrap();
    paper.write("sections/opening.md", &SECTION.replace("Some words", "Same words"));
    fs::File::options().write(true).open(&opening).unwrap().set_modified(modified).unwrap();
    watch.expect("built ");
    assert_ne!(fs::read(paper.path("out/tiny.pdf")).unwrap(), first);
}

#[test]
fn fmt_writes_what_differs_and_keeps_line_ends_and_marks() {
    let paper = Paper::new();
    let (typed, canonical) = ("*  a\n\n\n* b {{ x }}  \n", "- a\n\n- b {{ x }}\n");
    let section = |body: &str| SECTION.replace("Some words.\n", body);
    paper.write("sections/opening.md", &format!("\u{feff}{}", section(typed).replace('\n', "\r\n")));
    let check = paper.run("fmt --check");
    assert_eq!((check.code, check.out.as_str()), (Some(1), "sections/opening.md\n"), "{check:?}");
    let diff = paper.run("fmt --diff");
    assert_eq!(diff.code, Some(0), "{diff:?}");
    assert!(diff.out.starts_with("--- a/sections/opening.md\n+++ b/sections/opening.md\n@@ -4,"), "{diff:?}");
    assert!(diff.out.contains("\n+- a␍\n") && diff.out.contains("\n-*  a␍\n"), "{diff:?}");
    assert!(fs::read_to_string(paper.path("sections/opening.md")).unwrap().contains("*  a"), "nothing was written");
    let run = paper.run("fmt");
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "sections/opening.md\n", ""), "{run:?}");
    let written = fs::read_to_string(paper.path("sections/opening.md")).unwrap();
    assert_eq!(written, format!("\u{feff}{}", section(canonical).replace('\n', "\r\n")));
    for arguments in ["fmt", "fmt --check", "fmt --diff"] {
        let again = paper.run(arguments);
        assert_eq!((again.code, again.out.as_str()), (Some(0), ""), "{arguments}: {again:?}");
    }
}

#[test]
fn fmt_leaves_files_with_mistakes_alone_and_obeys_the_manifest() {
    let paper = Paper::new();
    paper.write("paper.toml", &format!("{MANIFEST}\n[format]\nsentence-per-line = true\n"));
    paper.write("sections/opening.md", &SECTION.replace("Some words.", "Some words. And more."));
    paper.write("sections/other.md", &SECTION.replace("Some words.", "* a\n\n---\n"));
    let run = paper.run("fmt");
    assert_eq!((run.code, run.out.as_str()), (Some(1), "sections/opening.md\n"), "{run:?}");
    assert!(
        run.err.contains("error[unsupported-thematic-break]") && run.err.contains("sections/other.md:9:1"),
        "{run:?}"
    );
    assert!(fs::read_to_string(paper.path("sections/opening.md")).unwrap().ends_with("\nSome words.\nAnd more.\n"));
    assert!(fs::read_to_string(paper.path("sections/other.md")).unwrap().contains("* a\n\n---"));
}

#[test]
fn a_revision_may_hold_no_more_than_a_folder() {
    let paper = Paper::new();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let git = |arguments: &str, input: &[u8]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(paper.home.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        let git = git.args(arguments.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut git = git.spawn().expect("git runs");
        git.stdin.take().unwrap().write_all(input).unwrap();
        let output = git.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git("init --quiet", b"");
    let [manifest, section] = [MANIFEST, SECTION].map(|text| git("hash-object -w --stdin", text.as_bytes()));
    let redline = |names: &mut dyn Iterator<Item = Vec<u8>>| {
        let entry = |name: Vec<u8>| [format!("100644 blob {section}\t").as_bytes(), &name, b"\0"].concat();
        let sections = git("mktree -z", &names.flat_map(entry).collect::<Vec<_>>());
        let tree = format!("100644 blob {manifest}\tpaper.toml\n040000 tree {sections}\tsections\n");
        let tree = git("mktree", tree.as_bytes());
        let tree = git("mktree", format!("040000 tree {tree}\tpaper\n").as_bytes());
        git(&format!("tag --force v1 {}", git(&format!("commit-tree -m v1 {tree}"), b"")), b"");
        Run::from(paper.command(&paper.path(""), "redline v1 --format json").env("PATH", &path).output().unwrap())
    };
    let run = redline(&mut [b"opening.md".to_vec(), b".hidden".to_vec()].into_iter());
    assert_eq!((run.code, run.out.contains("\"changes\":[]")), (Some(0), true), "{run:?}");
    let run = redline(&mut (0..66_000).map(|number| format!("{number:05}.md").into_bytes()));
    let expected = "error[too-large]: the paper has more than 10000 files and folders\n--> v1:./paper.toml\n";
    assert!(run.code == Some(2) && run.err.starts_with(expected), "{run:?}");
    let run = redline(&mut [b"\xfe.md".to_vec(), b"\xff.md".to_vec()].into_iter());
    let expected =
        "error[invalid-file-name]: the name `\u{fffd}.md` cannot be used everywhere\n--> v1:./sections/\u{fffd}.md\n";
    assert!(run.code == Some(2) && run.err.starts_with(expected), "{run:?}");
}

#[test]
fn what_goes_wrong_in_a_redline_is_shown_in_its_version() {
    let paper = Paper::new();
    let template = |folder: &str| {
        for (path, bytes) in builtin::files().filter(|(path, _)| path.starts_with("templates/europol/")) {
            let more = if path.ends_with("blocks.typ") { "#let note(..) = panic(\"no notes\")\n" } else { "" };
            let text = String::from_utf8_lossy(bytes).into_owned() + more;
            paper.write(&format!("{folder}{path}"), &text);
        }
    };
    template("");
    template("older/");
    paper.write("older/paper.toml", MANIFEST);
    paper.write("older/sections/opening.md", &format!("{SECTION}\n::: note\nIt is gone.\n:::\n"));
    let run = paper.run("redline older");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.err.starts_with("error[template-error]: the template cannot be laid out: panicked with: no notes"),
        "{run:?}"
    );
    assert!(run.err.contains("--> templates/europol/blocks.typ:"), "{run:?}");
    assert!(run.err.contains("asked to print this: older/sections/opening.md:9:1"), "{run:?}");
    assert!(run.err.ends_with("1 error in the newer version, nothing was printed\n"), "{run:?}");
}

#[test]
fn redline_compares_folders_and_revisions() {
    let paper = Paper::new();
    let changed = SECTION.replace("Some words", "Other words");
    paper.write("older/paper.toml", MANIFEST);
    paper.write("older/sections/opening.md", &changed);
    let run = paper.run("redline ./older --exit-code");
    assert_eq!((run.code, run.out.as_str()), (Some(1), "out/tiny-redline.pdf\n"), "{run:?}");
    assert!(run.err.starts_with("1 change, 3 pages, "), "{run:?}");
    assert!(fs::read(paper.path("out/tiny-redline.pdf")).unwrap().starts_with(b"%PDF-"));
    let run = paper.run("redline older --format markdown");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.out.ends_with("### 1. Opening\n\n- ± ~~Other~~ **Some** words. (sections/opening.md:7)\n"), "{run:?}");
    let run = paper.run("redline older --format json --out changes.json");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "changes.json\n"), "{run:?}");
    let changes: serde_json::Value = serde_json::from_slice(&fs::read(paper.path("changes.json")).unwrap()).unwrap();
    let first = &changes["changes"][0];
    let place = |text| {
        let (section, file) = ("1. Opening", "sections/opening.md");
        serde_json::json!({"text": text, "section": section, "file": file, "line": 7, "column": 1})
    };
    let expected = [&"replaced".into(), &place("Other"), &place("Some")];
    assert_eq!([&first["change"], &first["old"], &first["new"]], expected);
    assert_eq!([&first["before"], &first["after"]], ["", " words."]);

    let other = MANIFEST.replace("Tiny", "Other").replace("tiny", "other");
    paper.write("other/paper.toml", &other);
    paper.write("other/sections/opening.md", &SECTION.replace("# Opening", "# End").replace("Some words", "All else"));
    let run = paper.run("redline other --format markdown");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("warning[unrelated-papers]: `other` and `tiny` have little in common"), "{run:?}");

    fs::remove_dir_all(paper.path("out")).unwrap();
    let run = paper.run("redline . --exit-code");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{run:?}");
    assert!(run.err.starts_with("no changes, ") && paper.out().is_empty(), "{run:?}");
    let run = paper.run("redline . --format markdown");
    assert!(run.out.ends_with("no changes between two states of 1.0.0.\n"), "{run:?}");

    for (file, code) in [
        ("sections/changes.pdf", "misplaced-output"),
        ("older/sections", "misplaced-output"),
        ("older/sections/opening.md", "misplaced-output"),
        ("older/paper.toml", "misplaced-output"),
        ("./paper.lock", "misplaced-output"),
        ("sections/../paper.toml", "misplaced-output"),
        ("templates/changes.pdf", "misplaced-output"),
        ("older", "cannot-write"),
        ("new/", "cannot-write"),
        ("-", "cannot-write"),
        ("/dev/null", "cannot-write"),
    ] {
        let run = paper.run(&format!("redline ./older --out {file}"));
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{file}: {run:?}");
        assert!(run.err.starts_with(&format!("error[{code}]: ")), "{file}: {run:?}");
    }
    assert_eq!(fs::read_to_string(paper.path("older/paper.toml")).unwrap(), MANIFEST);

    let with_git = |arguments: &str| {
        let mut command = paper.command(&paper.path(""), arguments);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        Run::from(command.output().expect("the command runs"))
    };
    let run = with_git("redline v1");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.err.starts_with("error[missing-repository]: "), "{run:?}");
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(paper.path("")).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        assert!(git.args(arguments).output().expect("git runs").status.success(), "git {arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "paper.toml", "sections"]);
    git(&["commit", "--quiet", "--message", "first"]);
    git(&["tag", "v1"]);
    paper.write("sections/opening.md", &changed);
    let run = with_git("redline v1 --format markdown");
    assert!(run.out.ends_with("- ± ~~Some~~ **Other** words. (sections/opening.md:7)\n"), "{run:?}");
    // A revision is one of the other version's paper, wherever we are.
    let mut command = paper.command(&paper.path("other"), "redline v1 .. --format markdown");
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let run = Run::from(command.output().expect("the command runs"));
    assert!(run.out.ends_with("- ± ~~Some~~ **Other** words. (sections/opening.md:7)\n"), "{run:?}");
    paper.write("sections/opening.md", MISTAKEN);
    git(&["commit", "--quiet", "--all", "--message", "broken"]);
    paper.write("sections/opening.md", SECTION);
    let run = with_git("redline HEAD --format markdown");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.starts_with("hint[unknown-label]: ") && run.err.contains("--> HEAD:./sections/opening.md:7:"));
    let run = with_git("redline v1 HEAD");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.err.contains("--> HEAD:./sections/opening.md:7:"), "{run:?}");
    assert!(run.err.ends_with("1 error in the newer version, nothing was printed\n"), "{run:?}");
    assert_eq!(with_git("redline v1 HEAD --exit-code").code, Some(2));
    for (version, code) in [("nosuch", "unknown-revision"), ("./nosuch", "missing-project")] {
        let run = with_git(&format!("redline {version}"));
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
        assert!(run.err.starts_with(&format!("error[{code}]: ")), "{run:?}");
    }
}
