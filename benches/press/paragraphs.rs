//! Paragraphs as long as the press allows: what they cost beyond what their pieces cost in short ones.
//!
//! `cargo bench -- paragraphs 100` makes up as many texts of 192 KB, each of a few kinds of pieces in no order, and
//! builds each twice: in paragraphs as long as `check` lets pass, and in short ones. What the first takes more is the
//! paragraph's doing, and must stay below [`MAX_SECONDS`] and [`MAX_MEGABYTES`]. The same number gives the same text.

use std::process::Command;

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::press::{self, Session};
use chancery::project::Project;

use crate::child;
use crate::dice::Dice;

const MAX_SECONDS: f64 = 2.0;
const MAX_MEGABYTES: f64 = 512.0;

/// Bytes of a text.
const SIZE: usize = 192_000;

/// Pieces in a short paragraph.
const SHORT: usize = 30;

/// Kinds of pieces. `W` is a word that differs from the one before.
const PIECES: &[&str] = &[
    "W ",
    "W\n",
    "W\\\n",
    "*W* ",
    "**W** ",
    "***W*** ",
    "*W **W*** ",
    "~~W~~ ",
    "`W` ",
    "`W W` ",
    "[W](https://example.org/W) ",
    "<https://example.org/W> ",
    "[](#one), ",
    "[W](#one) ",
    "W[^1] ",
    "[@work, p. 3] ",
    "@work W ",
    "{{ paper.title }} W ",
    "\\* ",
    "W&amp;",
    "W–W ",
    "W-W-W-W-",
    "W-W-W-W-W-W-W-W-W-W-W-W- ",
    "`W_W_W_W_W_W_W_W_W_W_W_W` ",
    "“W” ",
    "שלום ",
    "αβγ жзи ",
    "W\u{a0}W ",
    "WWWWWWWWWWWWWWWWWWWWWWWW ",
    "1,000.5 ",
];

const PAPER: &str = r#"
[paper]
slug = "a"
title = "A"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["A"]
status = "draft"
template = "europol"
sections = ["a.md"]

[bibliography]
files = ["a.bib"]
style = "europol"
"#;

/// Builds so many made-up texts. Whether all keep the law.
pub fn hold(count: u64) -> bool {
    let mut broken = 0;
    println!("{:>6} {:>7} {:>9} {:>9} {:>9} {:>9}  of", "number", "bytes", "long", "short", "long", "short");
    for number in 0..count {
        let (bytes, length) = allowed(number);
        let [long, short] = [length, SHORT].map(|length| measured(number, bytes, length));
        let holds = long.0 - short.0 < MAX_SECONDS && long.1 - short.1 < MAX_MEGABYTES;
        broken += u64::from(!holds);
        let kinds = kinds(number).map(|piece| format!("{piece:?} ")).collect::<String>();
        let mark = if holds { "" } else { " too much" };
        let seconds = format!("{:>7.2} s {:>7.2} s", long.0, short.0);
        let memory = format!("{:>6.0} MB {:>6.0} MB", long.1, short.1);
        println!("{number:>6} {bytes:>7} {seconds} {memory}  {length} of {kinds}{mark}");
    }
    println!("\n{broken} of {count} above {MAX_SECONDS} s or {MAX_MEGABYTES} MB");
    broken == 0
}

/// How many bytes of the text the press prints, and in paragraphs of how many pieces.
fn allowed(number: u64) -> (usize, usize) {
    let passes = |bytes, length| {
        let mut diagnostics = Diagnostics::new();
        press::check(&project(number, bytes, length), &mut Session::default(), &mut diagnostics);
        diagnostics.iter().all(|found| found.severity != Severity::Error)
    };
    let sizes = std::iter::successors(Some(SIZE), |bytes| Some(bytes * 3 / 4)).take_while(|bytes| *bytes > 1_000);
    let bytes = sizes.into_iter().find(|&bytes| passes(bytes, SHORT)).expect("some of it is printed");
    let lengths = std::iter::successors(Some(SIZE), |length| Some(length * 9 / 10));
    let length = lengths.take_while(|length| *length > SHORT).find(|&length| passes(bytes, length));
    (bytes, length.unwrap_or(SHORT))
}

/// Seconds of the processor's time and megabytes that a process of its own takes to build it.
fn measured(number: u64, bytes: usize, length: usize) -> (f64, f64) {
    let this = std::env::current_exe().expect("this program");
    let numbers = [number.to_string(), bytes.to_string(), length.to_string()];
    let output = Command::new(this).arg("--paragraphs").args(numbers).output().expect("this program starts again");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut figures = said.split_whitespace().map(|figure| figure.parse::<f64>().expect("a figure"));
    (figures.next().expect("seconds"), figures.next().expect("megabytes"))
}

/// Builds it in this process, and prints what that took.
pub fn build(number: u64, bytes: usize, length: usize) {
    child::build(&project(number, bytes, length));
    // In hundredths of a second, on Linux.
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit_once(") ").map(|(_, rest)| rest.split(' ').skip(11).take(2));
    let ticks: f64 = fields.into_iter().flatten().filter_map(|field| field.parse::<f64>().ok()).sum();
    println!("{}\n{}", ticks / 100.0, child::status("self", "VmHWM:"));
}

/// The kinds of pieces of a text.
fn kinds(number: u64) -> impl Iterator<Item = &'static str> {
    let mut dice = Dice(number);
    // First each by itself.
    let alone = PIECES.get(number as usize).copied();
    let count = if alone.is_some() { 1 } else { 2 + dice.below(4) };
    (0..count).map(move |_| alone.unwrap_or_else(|| PIECES[dice.below(PIECES.len())]))
}

fn project(number: u64, bytes: usize, length: usize) -> Project {
    let kinds: Vec<_> = kinds(number).collect();
    let mut dice = Dice(number);
    let mut text = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\n".to_owned();
    let mut words = 0;
    for piece in 0.. {
        if text.len() >= bytes {
            break;
        }
        for part in kinds[dice.below(kinds.len())].split_inclusive('W') {
            text += part.trim_end_matches('W');
            if part.ends_with('W') {
                words += 1;
                text.extend([b'a' + (words % 26) as u8, b'a' + (words / 26 % 26) as u8].map(char::from));
            }
        }
        if piece % length == length - 1 {
            // What ends a line by itself does not end a paragraph.
            text.truncate(text.trim_end_matches(['\\', '\n', ' ']).len());
            text += "\n\n";
        }
    }
    text.truncate(text.trim_end_matches(['\\', '\n', ' ']).len());
    text += "\n\n[^1]: A note.\n\nA word.[^1]\n\n::: bibliography\n:::\n";
    let work = "@book{work, author = {Doe, Jane}, title = {A work}, publisher = {House}, date = {2001}}\n";
    let files = [("paper.toml", PAPER.to_owned()), ("sections/a.md", text), ("bibliography/a.bib", work.to_owned())];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}
