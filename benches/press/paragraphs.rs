//! Paragraphs as long as the press allows: what they cost beyond what their pieces cost in short ones.
//!
//! `cargo bench -- paragraphs 400` makes up as many texts of 192 KB, each of a few kinds of pieces in no order, as
//! prose, notes, cells or captions, and builds each twice: in paragraphs as long as `check` lets pass, and in short
//! ones. What the first takes more is the paragraph's doing, and must stay below [`MAX_SECONDS`] and [`MAX_MEGABYTES`].
//! The same number gives the same text; `paragraphs worst` tries a few of which such a text was slow once.

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

/// Where paragraphs stand.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Prose,
    Note,
    Cell,
    Caption,
}

const PLACES: &[Place] = &[Place::Prose, Place::Note, Place::Cell, Place::Caption];

impl Place {
    /// Whether a piece can stand there: no note is called in another one, and a cell is one line.
    fn holds(self, piece: &str) -> bool {
        match self {
            Self::Prose => true,
            Self::Note | Self::Caption => !piece.contains("[^") && !piece.contains('\n'),
            Self::Cell => !piece.contains('\n'),
        }
    }

    /// A paragraph that stands there, the first, second, … of its section.
    fn paragraph(self, text: &str, index: usize) -> String {
        match self {
            Self::Prose => format!("{text}\n\n"),
            Self::Note => format!("A word.[^n{index}]\n\n[^n{index}]: {text}\n\n"),
            Self::Cell => format!("| One | Two |\n|---|---|\n| {text} | b |\n\n"),
            Self::Caption => format!("![{text}](a.svg){{alt=\"A square\"}}\n\n"),
        }
    }
}

/// By itself, each kind that was slow once: notes, emphases, citations, references; and hyphens wherever a paragraph
/// can stand.
const WORST: &[u64] = &[14, 6, 15, 16, 12, 21, 51, 81, 111];

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
    all_hold(0..count)
}

/// Builds those that were slow once.
pub fn worst_hold() -> bool {
    all_hold(WORST.iter().copied())
}

fn all_hold(numbers: impl Iterator<Item = u64>) -> bool {
    let (mut broken, mut tried) = (0, 0);
    println!("{:>6} {:>7} {:>9} {:>9} {:>9} {:>9}  of", "number", "bytes", "long", "short", "long", "short");
    for number in numbers {
        let (place, kinds) = made_up(number);
        if kinds.is_empty() {
            continue;
        }
        let Some((bytes, length)) = allowed(number) else {
            println!("{number:>6} is not printed");
            continue;
        };
        let [long, short] = [length, SHORT].map(|length| measured(number, bytes, length));
        let holds = long.0 - short.0 < MAX_SECONDS && long.1 - short.1 < MAX_MEGABYTES;
        broken += usize::from(!holds);
        tried += 1;
        let kinds = kinds.into_iter().map(|piece| format!("{piece:?} ")).collect::<String>();
        let mark = if holds { "" } else { " too much" };
        let seconds = format!("{:>7.2} s {:>7.2} s", long.0, short.0);
        let memory = format!("{:>6.0} MB {:>6.0} MB", long.1, short.1);
        println!("{number:>6} {bytes:>7} {seconds} {memory}  {place:?}, {length} of {kinds}{mark}");
    }
    println!("\n{broken} of {tried} above {MAX_SECONDS} s or {MAX_MEGABYTES} MB");
    broken == 0
}

/// How many bytes of the text the press prints, and in paragraphs of how many pieces; [`None`] if it prints nothing.
fn allowed(number: u64) -> Option<(usize, usize)> {
    let passes = |bytes, length| {
        let mut diagnostics = Diagnostics::new();
        press::check(&project(number, bytes, length), &mut Session::default(), &mut diagnostics);
        diagnostics.iter().all(|found| found.severity != Severity::Error)
    };
    let sizes = std::iter::successors(Some(SIZE), |bytes| Some(bytes * 3 / 4)).take_while(|bytes| *bytes > 1_000);
    let bytes = sizes.into_iter().find(|&bytes| passes(bytes, SHORT))?;
    // As long as any that passes, to a tenth.
    let (mut length, mut too_long) = (SHORT, SIZE);
    while too_long > length + length / 10 {
        let between = length.midpoint(too_long);
        *(if passes(bytes, between) { &mut length } else { &mut too_long }) = between;
    }
    Some((bytes, length))
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

/// Where a text stands, and of which kinds of pieces it is; of none, if what is its turn cannot stand there.
fn made_up(number: u64) -> (Place, Vec<&'static str>) {
    let (all, number) = (PIECES.len(), number as usize);
    // First each by itself.
    if let Some(place) = PLACES.get(number / all) {
        let piece = PIECES[number % all];
        return (*place, Some(piece).filter(|piece| place.holds(piece)).into_iter().collect());
    }
    let mut dice = Dice(number as u64);
    let place = PLACES[dice.below(PLACES.len())];
    let pieces: Vec<_> = PIECES.iter().copied().filter(|piece| place.holds(piece)).collect();
    (place, (0..2 + dice.below(4)).map(|_| pieces[dice.below(pieces.len())]).collect())
}

fn project(number: u64, bytes: usize, length: usize) -> Project {
    let (place, kinds) = made_up(number);
    let mut dice = Dice(number);
    let mut text = "+++\nversion = \"1.0.0\"\n+++\n\n# One {#one}\n\n".to_owned();
    let (mut words, mut paragraphs) = (0, 0);
    while text.len() < bytes {
        let mut paragraph = String::new();
        for _ in 0..length {
            if text.len() + paragraph.len() >= bytes {
                break;
            }
            for part in kinds[dice.below(kinds.len())].split_inclusive('W') {
                paragraph += part.trim_end_matches('W');
                if part.ends_with('W') {
                    words += 1;
                    paragraph.extend([b'a' + (words % 26) as u8, b'a' + (words / 26 % 26) as u8].map(char::from));
                }
            }
        }
        // What ends a line by itself does not end a paragraph.
        text += &place.paragraph(paragraph.trim_end_matches(['\\', '\n', ' ']), paragraphs);
        paragraphs += 1;
    }
    text += "[^1]: A note.\n\nA word.[^1]\n\n::: bibliography\n:::\n";
    let work = "@book{work, author = {Doe, Jane}, title = {A work}, publisher = {House}, date = {2001}}\n";
    let square = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>"#;
    let files = [
        ("paper.toml", PAPER.to_owned()),
        ("sections/a.md", text),
        ("sections/a.svg", square.to_owned()),
        ("bibliography/a.bib", work.to_owned()),
    ];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))
}
