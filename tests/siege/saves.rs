//! A paper whose files are saved while it is built, by several at once: each result is of a state that stood there.

use std::fs::{self, File};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::paper::Paper;
use crate::{Outcome, read};

/// One is always saved before the next.
const SECTIONS: [&str; 3] = ["a", "b", "c"];

/// Who is stopped for so long in the midst of a save leaves a half that looks as if it were meant to stand.
const PATIENCE: Duration = Duration::from_millis(15);

/// How many builds run at once.
const AT_ONCE: usize = 4;

pub fn attack(tries: usize, _: &mut Dice) -> Outcome {
    let (mut faults, mut told) = (Vec::new(), Vec::new());
    for (how, save) in [("whole", save_whole as Save), ("in place", save_in_place)] {
        let paper = paper();
        let (done, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let (is_over, seen_half) = (AtomicBool::new(false), AtomicUsize::new(0));
        let (next, excused, slow) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            scope.spawn(|| {
                for generation in 2.. {
                    for section in SECTIONS {
                        let begun = Instant::now();
                        save(&paper, section, generation);
                        if begun.elapsed() > PATIENCE {
                            slow.lock().expect("no panic").push((begun, Instant::now()));
                        }
                    }
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                    // Builds must be able to begin between two saves and to be overtaken by one.
                    thread::sleep(Duration::from_millis(7 * (generation as u64 % 17)));
                }
            });
            // Who reads a file once, at any time.
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_micros(200));
                    let text = read(&paper.path("sections/a.md"));
                    seen_half.fetch_add(usize::from(generation(&text).is_none()), Ordering::Relaxed);
                }
            });
            let builders: Vec<_> = (0..AT_ONCE)
                .map(|_| {
                    scope.spawn(|| {
                        let mut faults = Vec::new();
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            if number >= tries.div_ceil(2) {
                                return faults;
                            }
                            let begun = Instant::now();
                            let built = build(&paper, number);
                            let overlaps =
                                |(first, last): &(Instant, Instant)| *last > begun && *first < Instant::now();
                            match built {
                                Ok(true) => done.fetch_add(1, Ordering::Relaxed),
                                Ok(false) => refused.fetch_add(1, Ordering::Relaxed),
                                Err(_) if slow.lock().expect("no panic").iter().any(overlaps) => {
                                    excused.fetch_add(1, Ordering::Relaxed)
                                }
                                Err(fault) => {
                                    faults.push(format!("saved {how}, build {number}: {fault}"));
                                    0
                                }
                            };
                        }
                    })
                })
                .collect();
            faults.extend(builders.into_iter().flat_map(|builder| builder.join().expect("no panic")));
            is_over.store(true, Ordering::Relaxed);
        });
        let [done, refused, excused, seen_half] = [done, refused, excused, seen_half].map(AtomicUsize::into_inner);
        if how == "in place" && seen_half == 0 {
            faults.push("nobody ever sees half of a file, so this shows nothing".to_owned());
        }
        let counts = format!("{done} built, {refused} refused, {excused} excused");
        told.push(format!("saved {how}: {counts}, {seen_half} halves seen by who reads once"));
    }
    Outcome { told: told.join("; "), faults }
}

type Save = fn(&Paper, &str, usize);

fn paper() -> Paper {
    let paper = Paper::new();
    let manifest = fs::read_to_string(paper.path("paper.toml")).expect("a manifest");
    let (manifest, _) = manifest.split_once("[bibliography]").expect("its last table");
    let listed = SECTIONS.map(|name| format!("\"{name}.md\"")).join(", ");
    paper.write("paper.toml", &manifest.replace("\"opening.md\", \"part/closing.md\"", &listed));
    fs::remove_dir_all(paper.path("sections")).expect("the sections go");
    SECTIONS.iter().for_each(|section| paper.write(&format!("sections/{section}.md"), &text(section, 1)));
    paper
}

/// A section that tells at its beginning and its end how often it was saved.
fn text(section: &str, generation: usize) -> String {
    let words = "Some more words to lay out. ".repeat(40);
    let front_matter = "+++\nversion = \"1.0.0\"\n+++\n";
    format!("{front_matter}\n# One {{#{section}}}\n\nFrom g{generation} on.\n\n{words}\n\nUntil g{generation} here.\n")
}

/// How often a section was saved that says the same at both ends.
fn generation(text: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(text);
    let after = |word: &str| {
        let digits: String = text.split_once(word)?.1.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    };
    after("From g").filter(|begun| Some(*begun) == after("Until g"))
}

/// As editors save that write another file first.
fn save_whole(paper: &Paper, section: &str, generation: usize) {
    paper.write("new", &text(section, generation));
    fs::rename(paper.path("new"), paper.path(&format!("sections/{section}.md"))).expect("it takes the name");
}

/// As others do: what was there goes, and what is new comes in two parts.
fn save_in_place(paper: &Paper, section: &str, generation: usize) {
    let text = text(section, generation);
    let (first, second) = text.split_at(text.len() / 2);
    let mut file = File::create(paper.path(&format!("sections/{section}.md"))).expect("the file is emptied");
    for part in [first, second] {
        file.write_all(part.as_bytes()).expect("a part is written");
        thread::sleep(Duration::from_micros(500));
    }
}

/// Builds once. Whether it was built, or refused since files change; the error is what it was built from that never
/// stood there.
fn build(paper: &Paper, number: usize) -> Result<bool, String> {
    let run = paper.run(&format!("build --emit typst --out out/{number}"));
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    match run.status.code() {
        Some(2) if said.contains("files of the paper change while they are read") => return Ok(false),
        Some(0) => {}
        code => return Err(format!("{code:?}: {said}")),
    }
    let pdf = read(&paper.path(&format!("out/{number}/tiny.pdf")));
    if !pdf.starts_with(b"%PDF-") || !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err("the PDF is not whole".to_owned());
    }
    let printed =
        SECTIONS.map(|name| generation(&read(&paper.path(&format!("out/{number}/tiny-typst/sections/{name}.typ")))));
    match printed {
        [Some(first), Some(second), Some(third)] if first >= second && second >= third && third + 1 >= first => {
            Ok(true)
        }
        _ => Err(format!("it is built from {printed:?}")),
    }
}
