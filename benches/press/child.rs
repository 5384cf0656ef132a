//! What is measured in a process of its own, which prints its figures, one a line.

use std::path::Path;
use std::time::Instant;

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::{LOCK, Project};
use chancery::redline;
use chancery::typeset;

use crate::disk::{edited_section, read, read_files};
use crate::{WORD, typst_alone};

/// How many edits are measured.
const EDITS: usize = 20;

/// One measurement.
pub fn run(what: &str, folder: &Path, rest: &[&str]) {
    let started = Instant::now();
    let milliseconds = |started: Instant| started.elapsed().as_secs_f64() * 1000.0;
    match what {
        "build" => {
            build(&read(folder));
            println!("{}\n{}", milliseconds(started), memory("self"));
        }
        "typst" => {
            typst_alone::Tree::read(folder).compile();
            println!("{}\n{}", milliseconds(started), memory("self"));
        }
        "front" => {
            let mut session = Session::default();
            for _ in 0..2 {
                let started = Instant::now();
                press::check(&read(folder), &mut session, &mut Diagnostics::new()).expect("the paper is in order");
                println!("{}", milliseconds(started));
            }
        }
        "redline" => {
            let new = read(folder);
            let old = scattered(read_files(folder)).as_old();
            let started = Instant::now();
            let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
            let newer = press::check(&new, &mut session, &mut diagnostics).expect("the paper is in order");
            let older = press::older(&old, (&new, &newer), &mut Session::default(), &mut diagnostics);
            let older = older.expect("so was the older");
            let aligning = Instant::now();
            let marks = redline::changes(&redline::redline(&older.paper, &newer)).len();
            let alignment = milliseconds(aligning);
            assert!(marks > 0, "the two versions differ");
            let (paper, assembled, _) =
                press::redline(&older, (&new, &newer), &mut diagnostics).expect("it is assembled");
            press::print(&new, paper, assembled, &mut session, &mut diagnostics).expect("it is printed");
            println!("{}\n{alignment}\n{marks}", milliseconds(started));
        }
        "typing" => {
            let mut session = Session::default();
            let mut typed = Typed::new(folder, if rest == ["released"] { released(folder) } else { read(folder) });
            for _ in 0..EDITS {
                let started = Instant::now();
                typed.next();
                press::check(&typed.project, &mut session, &mut Diagnostics::new()).expect("the paper is in order");
                println!("{}", milliseconds(started));
            }
        }
        "layout" => {
            let (mut session, mut laid_out) = (Session::default(), typeset::Session::lasting());
            let mut typed = Typed::new(folder, read(folder));
            for _ in 0..EDITS {
                let mut diagnostics = Diagnostics::new();
                let mut started = Instant::now();
                typed.next();
                let assembled = press::assemble(&typed.project, &mut session, &mut diagnostics);
                let (_, assembled) = assembled.expect("the paper is in order");
                if rest == ["alone"] {
                    started = Instant::now();
                }
                typeset::layout(&typed.project, &assembled, &mut laid_out, &mut diagnostics).expect("it is laid out");
                println!("{}", milliseconds(started));
            }
            assert!(laid_out.parts() > 1, "its chapters begin pages");
        }
        "typst-edits" | "typst-layout" => {
            let [section] = rest else { panic!("the section that is edited") };
            let mut tree = typst_alone::Tree::read(folder);
            tree.compile();
            let mut word = WORD.to_owned();
            for edit in 0..EDITS {
                let next = format!("word{edit}x");
                let started = Instant::now();
                tree.edit(section, &word, &next);
                let document = tree.lay_out();
                if what == "typst-edits" {
                    typst_alone::export(&document);
                }
                typst::comemo::evict(3);
                println!("{}", milliseconds(started));
                word = next;
            }
        }
        _ => panic!("no measurement is called {what}"),
    }
}

/// A paper in which somebody types, letter by letter.
struct Typed {
    project: Project,
    path: String,
    text: String,
    at: usize,
}

impl Typed {
    fn new(folder: &Path, project: Project) -> Self {
        let (path, _) = edited_section(folder);
        let text = std::fs::read_to_string(&path).expect("text");
        let at = text.find(&format!(" {WORD} ")).expect("the word is in the section") + 1 + WORD.len();
        let name = path.file_name().expect("a file").to_str().expect("UTF-8");
        Self { project, path: format!("sections/{name}"), text, at }
    }

    /// The first is no change.
    fn next(&mut self) {
        self.project = self.project.with(&self.path, self.text.clone().into_bytes());
        self.text.insert(self.at, 's');
    }
}

/// The paper as it is written on after a release, its versions raised, with a warning about its bibliography.
fn released(folder: &Path) -> Project {
    let mut files = read_files(folder);
    let manifest = files.iter_mut().find(|(path, _)| path == "paper.toml").expect("a manifest");
    let text = String::from_utf8(manifest.1.clone()).expect("UTF-8");
    manifest.1 = text.replacen("[bibliography]\n", "[bibliography]\nnocite = [\"last\"]\n", 1).into_bytes();
    let works = files.iter_mut().find(|(path, _)| path.ends_with(".bib")).expect("a bibliography");
    works.1.extend_from_slice(
        b"@book{last, author = {A, B}, title = {C}, publisher = {D}, date = {2001}, publsher = {D}}\n",
    );
    let project = Project::new(files);
    let mut diagnostics = Diagnostics::new();
    let (_, lock) = press::lock(&project, &mut Session::default(), &mut diagnostics).expect("it can be released");
    assert_eq!(diagnostics.len(), 1, "one warning: {diagnostics:?}");
    project.with(LOCK, lock.text().replace("1.0.0", "0.9.0").into_bytes())
}

/// The paper with a word put in at a thousand places, evenly over its lines of prose; in shorter ones, in every tenth.
fn scattered(mut files: Vec<(String, Vec<u8>)>) -> Project {
    let is_prose = |line: &str| line.starts_with(char::is_alphabetic) && line.contains(' ') && !line.contains(" = ");
    let is_section = |path: &str| path.starts_with("sections/");
    let count = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().filter(|line| is_prose(line)).count();
    let all: usize = files.iter().filter(|(path, _)| is_section(path)).map(|(_, bytes)| count(bytes)).sum();
    let (step, mut at) = (if all < 4_000 { 10 } else { all / 1_000 }, 0);
    for (_, bytes) in files.iter_mut().filter(|(path, _)| is_section(path)) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let edit = |line: &str| {
            at += usize::from(is_prose(line));
            let is_chosen = is_prose(line) && at % step == 0;
            if is_chosen { line.replacen(' ', " formerly ", 1) } else { line.to_owned() }
        };
        *bytes = text.split_inclusive('\n').map(edit).collect::<String>().into_bytes();
    }
    Project::new(files)
}

pub fn build(project: &Project) -> press::Built {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, &mut Session::default(), &mut diagnostics);
    built.unwrap_or_else(|_| {
        let errors = diagnostics.into_sorted().into_iter().filter(|found| found.severity == Severity::Error);
        panic!("the paper is in order: {:#?}", errors.take(3).collect::<Vec<_>>())
    })
}

/// The most memory a process has had, in megabytes (Linux only: elsewhere not a number).
fn memory(process: &str) -> f64 {
    status(process, "VmHWM:")
}

pub fn status(process: &str, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
}
