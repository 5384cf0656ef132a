//! A paper on disk that was released once and has changed since, and what may have become of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// How the names begin of what stands only for a moment.
const TEMPORARY: &str = ".chancery-tmp-";

/// What `--emit` writes, as a whole.
const TREE: &str = "out/tiny-typst/";

const LOCK: &str = "paper.lock";
const PDF: &str = "out/tiny.pdf";

const MANIFEST: &str = r#"[paper]
slug = "tiny"
title = "A tiny paper"
kind = "Note"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Europol"]
status = "final"
template = "europol"
sections = ["opening.md", "part/closing.md"]

[marking]
scheme = "europol"
level = "unclassified"

[bibliography]
files = ["works.bib"]
style = "europol"
"#;

/// There is something to put in order in it, and something to mend.
const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#NAME}\n\nSome   words and a work [@work].\n\n\
                       *  An item\n*  Another\n\n![A map](../images/map.svg){alt=\"Of it\"}\n";

const LIST: &str = "\n::: bibliography\n:::\n";

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>";

const WORK: &str = "@book{work, author = {Doe, Jane}, title = {A work}, publisher = {House}, date = {2001}}\n";

/// What is tried, and whether it does the same a second time.
pub const COMMANDS: &[(&str, bool)] = &[
    ("build", true),
    ("build --emit typst", true),
    ("release", false),
    ("fmt", true),
    ("check --fix", true),
    ("bump opening part/closing paper", false),
    ("redline HEAD --out out/changes.pdf", true),
];

/// All files of a paper and what was made of it, by their paths.
pub type State = BTreeMap<String, Vec<u8>>;

pub struct Paper {
    home: TempDir,
}

impl Paper {
    pub fn new() -> Self {
        let paper = Self { home: TempDir::new().expect("a folder for the test") };
        paper.write("paper.toml", MANIFEST);
        paper.write("sections/opening.md", &SECTION.replace("NAME", "opening").replace("../", ""));
        let closing = SECTION.replace("NAME", "closing").replace("Opening", "Closing");
        paper.write("sections/part/closing.md", &(closing + LIST));
        paper.write("sections/images/map.svg", DRAWING);
        paper.write("bibliography/works.bib", WORK);
        paper
    }

    /// Released, committed, and changed since, with an older result of each command.
    pub fn of_two_versions() -> Self {
        let paper = Self::new();
        for arguments in [
            "init --quiet",
            "config user.name Somebody",
            "config user.email somebody@example.org",
            "config gc.auto 0",
            "add paper.toml sections bibliography",
            "commit --quiet --message first",
        ] {
            let mut git = Command::new("git");
            let done = paper.surround(&mut git).args(arguments.split(' ')).status().expect("git runs");
            assert!(done.success(), "git {arguments}");
        }
        for arguments in ["release", "build --emit typst"] {
            let run = paper.run(arguments);
            assert!(run.status.success(), "{arguments}: {}", String::from_utf8_lossy(&run.stderr));
        }
        for path in ["sections/opening.md", "sections/part/closing.md", "paper.toml"] {
            let text = fs::read_to_string(paper.path(path)).expect("a file of the paper");
            paper.write(path, &text.replace("1.0.0", "1.1.0").replace("Some ", "Other "));
        }
        paper
    }

    /// Gives it a template of its own.
    pub fn bring_template(&self) {
        let run = self.run("template europol --as house");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let manifest = fs::read_to_string(self.path("paper.toml")).expect("a manifest");
        self.write("paper.toml", &manifest.replace("template = \"europol\"", "template = \"house\""));
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.home.path().canonicalize().expect("the folder of the test").join("paper").join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the file");
        fs::write(path, text).expect("the file is written");
    }

    /// In the paper's folder and an environment that knows nothing of whoever runs the test.
    pub fn surround<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.env_clear().envs([("LC_ALL", "C"), ("TZ", "UTC")]).env("PATH", path).env("HOME", self.home.path());
        command.current_dir(self.path("")).stdin(Stdio::null())
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        self.surround(&mut command).args(arguments.split_whitespace());
        command
    }

    pub fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("the command runs")
    }

    /// All that stands there but what git keeps.
    pub fn state(&self) -> State {
        let mut state = State::new();
        let root = self.path("");
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let name = path.strip_prefix(&root).expect("below the paper").display().to_string();
                match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    _ if name == ".git" => {}
                    true => open.push(path),
                    false => _ = state.insert(name, fs::read(&path).unwrap_or_default()),
                }
            }
        }
        state
    }

    /// Puts everything back.
    pub fn restore(&self, state: &State) {
        for entry in fs::read_dir(self.path("")).expect("the paper's folder").flatten() {
            let path = entry.path();
            match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                _ if path.ends_with(".git") => {}
                true => fs::remove_dir_all(&path).expect("the folder goes"),
                false => fs::remove_file(&path).expect("the file goes"),
            }
        }
        for (path, bytes) in state {
            let path = self.path(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder for the file");
            fs::write(path, bytes).expect("the file is written");
        }
    }

    /// What lies about under a name for a moment.
    pub fn leftovers(&self) -> Vec<String> {
        fn collect(folder: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    found.push(entry.path().display().to_string());
                } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    collect(&entry.path(), found);
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.path(""), &mut found);
        found
    }
}

/// What is wrong with a paper at which a command was stopped: each of its files must be as before or as after, whole.
pub fn torn(now: &State, before: &State, after: &State) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, bytes) in now.iter().filter(|(path, _)| !path.contains(TEMPORARY)) {
        if ![before, after].iter().any(|state| state.get(path) == Some(bytes)) {
            faults.push(format!("{path} is neither as before nor as after"));
        }
    }
    let is_gone = |path: &&String| !path.starts_with(TREE) && after.contains_key(*path) && !now.contains_key(*path);
    faults.extend(before.keys().filter(is_gone).map(|path| format!("{path} is gone")));
    // A folder of files is there as a whole, or while it is replaced not at all.
    let tree = |state: &State| -> State {
        let files = state.iter().filter(|(path, _)| path.starts_with(TREE));
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let stands = tree(now);
    if !stands.is_empty() && stands != tree(before) && stands != tree(after) {
        faults.push(format!("{TREE} is of two versions"));
    }
    if now.get(LOCK) != before.get(LOCK) && now.get(PDF) != after.get(PDF) {
        faults.push(format!("{LOCK} tells of a PDF that is not there"));
    }
    faults
}
