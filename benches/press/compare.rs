//! Papers measured from outside: each figure is of a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chancery::builtin;
use chancery::press;

use crate::child::{build, status};
use crate::disk::{edited_section, read, read_files, write};
use crate::{WORD, synthetic};

/// The papers that are measured, each with how often and through how many edits.
pub fn all(only: &[usize]) {
    let scratch = tempfile::tempdir().expect("a folder for the papers");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    println!("medians; ours | Typst alone on the emitted tree | ratio");
    if only.is_empty() {
        measure("this repository's paper", repository, scratch.path(), 9, 200);
    }
    let sizes = [(10, 9, 200), (100, 5, 200), (1_000, 3, 50)].into_iter();
    for (pages, runs, edits) in sizes.filter(|(pages, ..)| only.is_empty() || only.contains(pages)) {
        let folder = scratch.path().join(format!("project-{pages}"));
        write(&folder, &synthetic::project(pages));
        measure(&format!("a made-up paper of {pages} pages"), &folder, scratch.path(), runs, edits);
    }
}

fn measure(name: &str, project: &Path, scratch: &Path, runs: usize, edits: usize) {
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

    // Turn by turn, as before.
    let (house, out) = (scratch.join("house"), scratch.join("out").display().to_string());
    in_house(project, &built.paper.manifest.template.value, &house);
    let built_in = |folder: &Path| command(&["build", "--out", &out], folder);
    let (own, builtin) = (0..runs).map(|_| (built_in(&house), built_in(project))).unzip();
    line("build, own template | built-in", "ms", median(own), median(builtin));

    let checks: Vec<f64> = (0..runs).map(|_| command(&["check"], project)).collect();
    println!("  {:<34} {:9.1} ms", "check, whole process", median(checks));

    println!("  {:<34} {:9.1} ms", "check after a keystroke", median(after_first(spawn("typing", project))));
    if project.join("bibliography/works.bib").is_file() {
        let released = spawn_with("typing", project, &["released"]);
        println!("  {:<34} {:9.1} ms", "the same since a release", median(after_first(released)));
    }

    let copy = scratch.join("edited");
    let _ = std::fs::remove_dir_all(&copy);
    write(&copy, &read_files(project));
    let section = edited_section(&copy).1;
    let alone = |what| median(after_first(spawn_with(what, &tree, &[&section])));
    let (ours, growth) = watch(&copy, edits);
    line("one-word edit to new PDF", "ms", median(ours), alone("typst-edits"));
    let laid_out = median(after_first(spawn("layout", project)));
    let typst = alone("typst-layout");
    line("one-word edit to new pages", "ms", laid_out, typst);
    let parts = median(after_first(spawn_with("layout", project, &["alone"])));
    println!("  {:<34} {parts:9.1} ms | {typst:9.1} ms | {:.1} times as fast", "of it layout, in parts", typst / parts);
    println!("  {:<34} {growth:9.2} ×", format!("memory after {edits} edits over after 5"));
}

/// The figures of edits but that of the first, which finds nothing from before.
fn after_first(mut figures: Vec<f64>) -> Vec<f64> {
    figures.remove(0);
    figures
}

/// One line of figures.
fn line(label: &str, unit: &str, ours: f64, typst: f64) {
    println!("  {label:<34} {ours:9.1} {unit} | {typst:9.1} {unit} | {:.2} ×", ours / typst);
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

/// A command of chancery as a whole process, in milliseconds.
fn command(arguments: &[&str], project: &Path) -> f64 {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .arg(project)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("chancery starts");
    let time = started.elapsed();
    assert!(status.success(), "the paper is in order");
    time.as_secs_f64() * 1000.0
}

/// The paper with a template of its own, which is the built-in one but for a comment: it is laid out by a worker.
fn in_house(project: &Path, template: &str, folder: &Path) {
    let path = format!("templates/{template}/paper.typ");
    let (_, text) = builtin::files().find(|(builtin, _)| *builtin == path).expect("a template that is built in");
    let mut files = read_files(project);
    files.push((path, [text, b"\n// Of this house.\n"].concat()));
    let _ = std::fs::remove_dir_all(folder);
    write(folder, &files);
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

/// The memory a process has now, in megabytes.
fn resident(process: u32) -> f64 {
    std::thread::sleep(Duration::from_millis(50));
    status(&process.to_string(), "VmRSS:")
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
