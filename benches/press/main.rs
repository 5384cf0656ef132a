//! What chancery costs beside Typst: builds, edits, checks and memory, each as a ratio from the same run.
//!
//! `cargo bench` builds this repository's paper and made-up papers of 10, 100 and 1,000 pages (`cargo bench -- 100` only
//! the one of 100). Each measurement is a
//! process of its own (`--child`), ours and Typst's in turn, so that neither warms the other's caches and drift of
//! the machine hits both. Medians are printed, with their ratio.

#![allow(clippy::disallowed_methods, reason = "a benchmark asks the disk")]

mod synthetic;
mod typst_alone;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::{Project, is_project_path};
use chancery::redline;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--child", what, folder, rest @ ..] => child(what, Path::new(folder), rest),
        _ => compare(&arguments.iter().filter_map(|argument| argument.parse().ok()).collect::<Vec<_>>()),
    }
}

/// The papers that are measured, each with how often.
fn compare(only: &[usize]) {
    let scratch = tempfile::tempdir().expect("a folder for the papers");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    println!("medians; ours | Typst alone on the emitted tree | ratio");
    if only.is_empty() {
        measure("this repository's paper", repository, scratch.path(), 9);
    }
    let sizes = [(10, 9), (100, 5), (1_000, 3)].into_iter();
    for (pages, runs) in sizes.filter(|(pages, _)| only.is_empty() || only.contains(pages)) {
        let folder = scratch.path().join(format!("project-{pages}"));
        write(&folder, &synthetic::project(pages));
        measure(&format!("a made-up paper of {pages} pages"), &folder, scratch.path(), runs);
    }
}

fn measure(name: &str, project: &Path, scratch: &Path, runs: usize) {
    let tree = scratch.join("tree");
    let _ = std::fs::remove_dir_all(&tree);
    let built = build(&read(project));
    write(&tree, &press::tree(&built.assembled));
    println!("\n{name}: {} pages, {} KB", built.pages(), built.pdf.len() / 1024);

    let mut figures: Vec<[Vec<f64>; 2]> = vec![[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
    for _ in 0..runs {
        for (side, (what, folder)) in [("build", project), ("typst", &tree)].into_iter().enumerate() {
            let [time, memory] = spawn(what, folder)[..] else { panic!("a child prints two figures") };
            figures[0][side].push(time);
            figures[1][side].push(memory);
        }
    }
    for (label, unit, [ours, typst]) in figures
        .into_iter()
        .zip([("cold build", "ms"), ("peak memory", "MB")])
        .map(|(sides, (label, unit))| (label, unit, sides))
    {
        line(label, unit, median(ours), median(typst));
    }

    // Turn by turn with a plain build of the newer paper.
    let (mut redlines, mut aligned, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    let mut marks = 0.0;
    for _ in 0..runs {
        let [whole, alignment, changes] = spawn("redline", project)[..] else { panic!("a child prints three figures") };
        redlines.push(whole);
        aligned.push(alignment);
        marks = changes;
        plain.push(spawn("build", project)[0]);
    }
    let (whole, alignment, plain) = (median(redlines), median(aligned), median(plain));
    println!(
        "  {:<34} {whole:9.1} ms | {plain:9.1} ms | {:.2} × a plain build, {marks} marks",
        "redline",
        whole / plain
    );
    println!("  {:<34} {alignment:9.1} ms | {:.1} % of the redline", "of it alignment", 100.0 * alignment / whole);

    let fronts: Vec<Vec<f64>> = (0..runs).map(|_| spawn("front", project)).collect();
    let column = |at: usize| median(fronts.iter().map(|front| front[at]).collect());
    println!("  {:<34} {:9.1} ms", "before Typst, first time", column(0));
    println!("  {:<34} {:9.1} ms", "before Typst, CSL formatting kept", column(1));

    let checks: Vec<f64> = (0..runs).map(|_| check(project)).collect();
    println!("  {:<34} {:9.1} ms", "check, whole process", median(checks));

    let edits = 20;
    let copy = scratch.join("edited");
    let _ = std::fs::remove_dir_all(&copy);
    write(&copy, &read_files(project));
    let (ours, growth) = watch(&copy, edits);
    let alone = spawn_with("edits", &tree, &[&edited_section(&copy).1, &edits.to_string()]);
    line("one-word edit to new PDF", "ms", median(ours), median(alone));
    println!("  {:<34} {growth:9.2} ×", "memory after the edits over after 5");
}

/// One line of figures.
fn line(label: &str, unit: &str, ours: f64, typst: f64) {
    println!("  {label:<34} {ours:9.1} {unit} | {typst:9.1} {unit} | {:.2} ×", ours / typst);
}

/// One measurement in a process of its own: prints its figures, one a line.
fn child(what: &str, folder: &Path, rest: &[&str]) {
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
            let older = press::check(&old, &mut Session::default(), &mut Diagnostics::new()).expect("so was the older");
            let aligning = Instant::now();
            let marks = redline::changes(&redline::redline(&older, &newer)).len();
            let alignment = milliseconds(aligning);
            assert!(marks > 0, "the two versions differ");
            let (paper, assembled, _) =
                press::redline((&old, &older), (&new, &newer), &mut diagnostics).expect("it is assembled");
            press::print(&new, paper, assembled, &mut session, &mut diagnostics).expect("it is printed");
            println!("{}\n{alignment}\n{marks}", milliseconds(started));
        }
        "edits" => {
            let [section, count] = rest else { panic!("a section and a number of edits") };
            let mut tree = typst_alone::Tree::read(folder);
            tree.compile();
            let mut word = WORD.to_owned();
            for edit in 0..count.parse().expect("a number of edits") {
                let next = format!("word{edit}x");
                let started = Instant::now();
                tree.edit(section, &word, &next);
                tree.compile();
                typst::comemo::evict(3);
                println!("{}", milliseconds(started));
                word = next;
            }
        }
        _ => panic!("no measurement is called {what}"),
    }
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

/// The word that is edited: it stands in every paper measured.
const WORD: &str = "police";

/// The section that is edited, one from the middle that holds [`WORD`]: its path and that of its Typst file.
fn edited_section(project: &Path) -> (PathBuf, String) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(project.join("sections"))
        .expect("sections")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    paths.retain(|path| std::fs::read_to_string(path).expect("text").contains(&format!(" {WORD} ")));
    let path = paths.swap_remove(paths.len() / 2);
    let name = format!("sections/{}.typ", path.file_stem().expect("a name").to_str().expect("UTF-8"));
    (path, name)
}

/// Edits a word again and again under `chancery watch`: milliseconds from each save to the new PDF, and how much
/// larger the process is at the end than after five edits.
fn watch(project: &Path, edits: usize) -> (Vec<f64>, f64) {
    let (path, _) = edited_section(project);
    let mut process = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .arg("watch")
        .arg(project)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chancery starts");
    let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
    let mut next = || lines.next().expect("watch goes on").expect("a line");
    next();
    let (mut text, mut word) = (std::fs::read_to_string(&path).expect("text"), format!(" {WORD} "));
    let (mut times, mut early) = (Vec::new(), 0.0);
    for edit in 0..edits {
        let new = format!(" word{edit}x ");
        text = text.replacen(&word, &new, 1);
        word = new;
        // Whole at once, as editors save: half a file would be half a paper.
        let beside = project.with_extension("save");
        std::fs::write(&beside, &text).expect("written");
        std::fs::rename(&beside, &path).expect("saved");
        let saved = Instant::now();
        let line = next();
        times.push(saved.elapsed().as_secs_f64() * 1000.0);
        assert!(line.starts_with("built"), "an edit builds: {line}");
        if edit == 4 {
            early = resident(process.id());
        }
    }
    let growth = resident(process.id()) / early;
    process.kill().expect("it runs");
    process.wait().expect("it ran");
    (times, growth)
}

/// `chancery check` as a whole process, in milliseconds.
fn check(project: &Path) -> f64 {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .arg("check")
        .arg(project)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("chancery starts");
    let time = started.elapsed();
    assert!(status.success(), "the paper is in order");
    time.as_secs_f64() * 1000.0
}

fn build(project: &Project) -> press::Built {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, &mut Session::default(), &mut diagnostics);
    built.unwrap_or_else(|_| {
        let errors = diagnostics.into_sorted().into_iter().filter(|found| found.severity == Severity::Error);
        panic!("the paper is in order: {:#?}", errors.take(3).collect::<Vec<_>>())
    })
}

fn spawn(what: &str, folder: &Path) -> Vec<f64> {
    spawn_with(what, folder, &[])
}

fn spawn_with(what: &str, folder: &Path, rest: &[&str]) -> Vec<f64> {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this)
        .args(["--child", what])
        .arg(folder)
        .args(rest)
        .stderr(Stdio::inherit())
        .output()
        .expect("this program starts again");
    assert!(output.status.success(), "measuring `{what}` failed");
    let text = String::from_utf8(output.stdout).expect("figures");
    text.lines().map(|line| line.parse().expect("a figure")).collect()
}

/// The most memory a process has had, in megabytes (Linux only: elsewhere not a number).
fn memory(process: &str) -> f64 {
    status(process, "VmHWM:")
}

/// The memory a process has now, in megabytes.
fn resident(process: u32) -> f64 {
    std::thread::sleep(Duration::from_millis(50));
    status(&process.to_string(), "VmRSS:")
}

fn status(process: &str, field: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn read(folder: &Path) -> Project {
    Project::new(read_files(folder))
}

fn read_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").to_owned();
            if path.is_dir() && is_project_path(&format!("{name}/x")) {
                folders.push(path);
            } else if is_project_path(&name) && path.is_file() {
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    files
}

fn write(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("files can be written");
    }
}
