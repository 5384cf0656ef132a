//! The press against spoilt bibliographies, of every format that is read: each work is cited, in a style with names, with
//! numbers or with notes, and whatever is wrong has a place within its file. Nothing panics; where the press hangs, this
//! test does.
//!
//! A number tells the whole: the same one spoils the same file in the same way. The suite tries some hundred a format;
//! `CHANCERY_WORKS=2000 cargo test --release spoilt_works` as many as it says.

use std::collections::BTreeMap;
use std::{env, thread};

use crate::dice::Dice;
use crate::fuzz::targets;
use crate::mutations;

/// How many of each format the suite tries.
const USUAL: u64 = 200;

/// A format, a file of which is as people have them, and pieces of it that are pasted into such files.
struct Format {
    name: &'static str,
    text: &'static str,
    pieces: &'static [&'static str],
}

const STYLES: [&str; 5] = ["europol", "europol-notes", "apa", "ieee", "chicago-notes"];

#[rustfmt::skip]
const FORMATS: [Format; 6] = [
    Format {
        name: "a.bib",
        text: include_str!("spoilt_works/bibtex.bib"),
        pieces: &["@", "@string{", "@string{a = a # a}", "@comment{", "{", "}", "\"", "#", "=", ",", "\\", "\\\"", "\\'{",
            "\\c{\\i}", "\\textsc{", "\\url{", "\\href{a}{", "$", "$^{", "~", "``", "''", "--", "and", " and ", " and others",
            "crossref = {sample2001},", "month = ", "year = {-1}", "year = {99999}", "{{{{{{{{", "%", "(", ")", "von ", ", Jr.,"],
    },
    Format {
        name: "a.bib",
        text: include_str!("spoilt_works/biblatex.bib"),
        pieces: &["date = {/},", "date = {2012/2010},", "date = {9999-12-31T25:61:61Z},", "date = {2000-00-00},", "xdata = {press},",
            "crossref = {in1},", "useprefix=", "family=", "given=, ", "\\enquote{", "related = {act1},", "pages = {--},",
            "pages = {-1-},", "edition = {},", "langid = {xx},", "entrysubtype", "@set", "@xdata{", "ids = {a,b},", "}}", "{{"],
    },
    Format {
        name: "a.yaml",
        text: include_str!("spoilt_works/hayagriva.yaml"),
        pieces: &[":", ": ", "- ", "&a ", "*a", "*journal", "{", "}", "[", "]", "|", ">-", "\"", "'", "? ", "<<: *journal", "!!str ",
            "---", "...", "# ", "    ", "\t", "~", "null", "parent:\n", "date: -1", "date: 2012-13", "volume: .5", "$x$", "`", "**"],
    },
    Format {
        name: "a.json",
        text: include_str!("spoilt_works/csl.json"),
        pieces: &["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "1e999", "-0", "[[[[[[[[[[", "<i>", "</i>",
            "<span class=\"nocase\">", "<sup>", "\"date-parts\": [[0, 0, 0]],", "\"date-parts\": [[32768]],", "\"season\": 9,", "// a",
            "\"id\": \"one\",", "\"type\": 3,", "\"author\": {},", "\"author\": [[]],"],
    },
    Format {
        name: "a.yml",
        text: include_str!("spoilt_works/csl.yaml"),
        pieces: &[":", "- ", "- id: one\n", "references:\n", "{", "}", "[", "]", "|", "\"", "'", "&a ", "*a", "...", "---", "\t", "~",
            "issued: -5", "issued: 2012-99", "issued: {year: 99999}", "*b*", "**", "^2^", "[x]{.smallcaps}"],
    },
    Format {
        name: "a.ris",
        text: include_str!("spoilt_works/ris.ris"),
        pieces: &["TY  - ", "TY  - JOUR\n", "ER  - \n", "ID  - one\n", "AU  - ", "AU  - ,,,\n", "PY  - ////\n", "DA  - 0/0/0\n", "SP  - ",
            "EP  - ", "XX  - ", "  - ", " - ", "\r", "T3  - ", "<i>", "N2  - "],
    },
];

#[test]
fn no_spoilt_bibliography_is_too_much() {
    let tries = env::var("CHANCERY_WORKS").ok().map_or(USUAL, |text| text.parse().expect("a number"));
    let next = std::sync::atomic::AtomicU64::new(0);
    let faults = std::sync::Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(format) = FORMATS.get((seed / tries) as usize) else { break };
                    if let Err(fault) = try_out(format, seed) {
                        faults.lock().expect("no panic").insert(seed, fault);
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    let told: Vec<&String> = faults.values().take(3).collect();
    assert!(faults.is_empty(), "{} of {tries} of each format, {:?}: {told:#?}", faults.len(), faults.keys());
}

/// Has a spoilt file cited from, on a thread that bears its number.
fn try_out(format: &Format, seed: u64) -> Result<(), String> {
    let mut dice = Dice(seed);
    let style = dice.pick(&STYLES).expect("there are styles");
    let text = spoilt(format, &mut dice);
    let trial = thread::Builder::new().name(format!("{} {seed}", format.name));
    let told = thread::scope(|scope| {
        trial.spawn_scoped(scope, || targets::works(format.name, style, &text)).expect("a thread").join()
    });
    told.map_err(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref().copied());
        let message = message.unwrap_or("without a word");
        format!("{seed} ({} in {style}): {message}\n{}", format.name, String::from_utf8_lossy(&text))
    })
}

/// What some slips make of a file.
fn spoilt(format: &Format, dice: &mut Dice) -> Vec<u8> {
    let mut files = BTreeMap::from([(format.name.to_owned(), format.text.as_bytes().to_vec())]);
    for _ in 0..1 + dice.below(4) {
        if dice.once_in(2) {
            mutations::spoil(&mut files, dice);
            continue;
        }
        let Some(bytes) = files.values_mut().next() else { break };
        let piece = dice.pick(format.pieces).expect("there are pieces").as_bytes();
        let at = dice.below(bytes.len() + 1);
        let gone = if dice.once_in(3) { dice.below(12).min(bytes.len() - at) } else { 0 };
        bytes.splice(at..at + gone, piece.iter().copied());
    }
    files.into_values().next().unwrap_or_default()
}
