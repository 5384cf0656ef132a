//! What chancery costs beside Typst: builds, edits, checks and memory, each as a ratio from the same run.
//!
//! `cargo bench` builds this repository's paper and made-up papers of 10, 100 and 1,000 pages (`cargo bench -- 100`
//! only the one of 100). Each measurement is a process of its own (`--child`), ours and Typst's in turn, so that
//! neither warms the other's caches and drift of the machine hits both. Medians are printed, with their ratio.
//!
//! `cargo bench -- growth` is the law over growth (see [`growth`]): it judges ratios alone, so it may run on any
//! machine. `cargo bench -- paragraphs` is that over long paragraphs (see [`paragraphs`]).
//!
//! `cargo bench -- bib FOLDER` is about other people's bibliographies (see [`bibliographies`]), `suite FOLDER` about
//! the tests of CSL (see [`suite`]), `pandoc FOLDER STYLE.csl` about what pandoc prints of the same works (see
//! [`pandoc`]), `works` about what a large one costs (see [`works`]).

#![allow(clippy::disallowed_methods, reason = "a benchmark asks the disk")]
#![allow(unreachable_pub, reason = "nothing reaches into a binary")]

mod bibliographies;
mod child;
mod compare;
#[expect(dead_code, reason = "not all of its throws are needed here")]
#[path = "../../tests/chancery/dice.rs"]
mod dice;
mod disk;
mod growth;
mod pandoc;
mod paragraphs;
mod suite;
mod synthetic;
mod typst_alone;
mod works;

use std::path::Path;
use std::process::ExitCode;

/// The word that is edited: it stands in every paper measured.
const WORD: &str = "police";

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--child", what, folder, rest @ ..] => child::run(what, Path::new(folder), rest),
        ["bib", folder, options @ ..] => bibliographies::run(Path::new(folder), options),
        ["suite", folder, options @ ..] if !suite::holds(Path::new(folder), options) => return ExitCode::FAILURE,
        ["suite", ..] => {}
        ["works"] => works::measure(),
        ["pandoc", folder, style, options @ ..] => pandoc::run(Path::new(folder), Path::new(style), options),
        ["--growth", only @ ..] if !growth::holds(only) => return ExitCode::FAILURE,
        ["--growth", ..] => {}
        ["growth", only @ ..] if !growth::holds_in_own_process(only) => return ExitCode::FAILURE,
        ["growth", ..] => {}
        ["--paragraphs", number, bytes, length] => {
            let number_of = |text: &str| text.parse::<usize>().expect("a number");
            paragraphs::build(number_of(number) as u64, number_of(bytes), number_of(length));
        }
        ["paragraphs", "worst"] if !paragraphs::worst_hold() => return ExitCode::FAILURE,
        ["paragraphs", "worst"] => {}
        ["paragraphs", rest @ ..] => {
            let count = rest.first().map_or(100, |count| count.parse().expect("a number"));
            if !paragraphs::hold(count) {
                return ExitCode::FAILURE;
            }
        }
        _ => compare::all(&arguments.iter().filter_map(|argument| argument.parse().ok()).collect::<Vec<_>>()),
    }
    ExitCode::SUCCESS
}
