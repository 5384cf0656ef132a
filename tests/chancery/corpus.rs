//! The corpus: each file of `tests/corpus/` is a small project and what the press says of it.
//!
//! A case opens with a sentence on what it shows. Then follow the project's files, each below a line `=== path`, and
//! what is expected:
//!
//! - `=== expect`: the findings in short form; nothing for none;
//! - `=== expect text`: what the printed PDF says from the first heading on, an element a line;
//! - `=== expect bands`: what stands in the header and footer of each page, a band a line;
//! - `=== expect artifacts`: what stands behind and beside the text, a page a line;
//! - `=== expect typst sections/a.typ`: the Typst that a file became.
//!
//! A path may be followed by `base64` (of bytes) or by `escaped` (`\u{200b}` stands for that character). A project
//! without manifest gets [`MANIFEST`] with all sections and bibliographies of the case, unless it says `paper.toml
//! missing`; the lines below `paper.toml change` replace those with the same key or are added. A project without
//! sections gets [`SECTION`].
//!
//! `BLESS=1 cargo test --release corpus` writes down what the press says now; read the difference before it is kept.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::inspect::{self, Inspected, Page, Standing};
use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::report;

/// Of a project without manifest; lists of sections and bibliographies are put in.
const MANIFEST: &str = r#"[paper]
slug = "case"
title = "A case"
kind = "Discussion paper"
version = "1.0.0"
date = "2013-06"
language = "en-GB"
authors = ["Europol"]
status = "final"
template = "europol"
sections = [SECTIONS]

[marking]
scheme = "europol"
level = "unclassified"
"#;

const BIBLIOGRAPHY: &str = r#"
[bibliography]
files = [FILES]
style = "europol"
"#;

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nSome words.\n";

/// What a case can be about: the first word of its file name.
const AREAS: &[&str] = &[
    "abbreviation",
    "bibliography",
    "block",
    "check",
    "citation",
    "conflict",
    "figure",
    "footnote",
    "front_matter",
    "heading",
    "html",
    "language",
    "link",
    "list",
    "manifest",
    "marking",
    "quote",
    "reference",
    "safety",
    "status",
    "style",
    "table",
    "template",
    "text",
    "typography",
    "value",
    "version",
];

#[test]
fn every_case_says_what_is_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut shared = Session::default();
    let mut failures = String::new();
    for path in cases() {
        let text = fs::read_to_string(&path).expect("a case in UTF-8");
        let case = Case::parse(&text);
        let printed = case.print(&mut shared);
        let name = path.file_name().unwrap_or_default().display();
        if !printed.faults.is_empty() {
            let _ = write!(failures, "\n{name}: {}\n{}", case.header, printed.faults);
        }
        if bless {
            fs::write(&path, case.bless(&printed)).expect("the case is written");
            continue;
        }
        for (block, expected) in case.expectations() {
            let (expected, found) = (ended(expected), printed.says(block));
            if found != expected {
                let _ = write!(failures, "\n{name}: {}\n=== {block}\n{}", case.header, compare(&expected, &found));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}\nBLESS=1 writes down what is said now\n");
}

#[test]
fn every_case_has_a_name_and_a_sentence() {
    for path in cases() {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name in UTF-8");
        let (area, what) = name.split_once('-').unwrap_or((name, ""));
        assert!(AREAS.contains(&area) && !what.is_empty(), "{name}: a case is called <area>-<what>");
        let text = fs::read_to_string(&path).expect("a case in UTF-8");
        let header = Case::parse(&text).header;
        assert!(header.ends_with(['.', ':', '?']), "{name}: opens without a sentence on what it shows");
    }
}

/// The project of every case, with the case's name.
pub fn projects() -> Vec<(String, Project)> {
    let project = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a case in UTF-8");
        (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), project(&text))
    };
    cases().into_iter().map(project).collect()
}

/// The project of a case with one section of that text.
pub fn project_of(section: &str) -> Project {
    project(&format!("One section.\n=== sections/a.md\n{section}"))
}

/// The project of a case of that text.
pub fn project(case: &str) -> Project {
    Case::parse(case).project()
}

/// Findings alone do not show what is done about an image of the web.
#[test]
fn an_image_of_the_web_is_to_be_saved() {
    let section =
        "+++\nversion = \"1.0.0\"\n+++\n\n# A\n\n![A map](https://europol.europa.eu/map.svg){alt=\"Of it\"}\n";
    let mut diagnostics = Diagnostics::new();
    let _ = press::check(&project_of(section), &mut Session::default(), &mut diagnostics);
    let help: Vec<_> = diagnostics.into_sorted().into_iter().filter_map(|found| found.help).collect();
    let save = "Nothing is fetched: save the image below `sections/`, and write its path from this file's folder.";
    assert_eq!(help, [save]);
}

/// A case, in the order of its file.
struct Case<'t> {
    header: &'t str,
    /// Title line and content.
    blocks: Vec<(&'t str, &'t str)>,
}

/// What the press said of a case.
struct Printed {
    findings: String,
    built: Option<(Built, Inspected)>,
    /// What no case may expect.
    faults: String,
}

impl<'t> Case<'t> {
    fn parse(text: &'t str) -> Self {
        let mut parts = text.split("\n=== ");
        let header = parts.next().unwrap_or_default().trim();
        let block = |part: &'t str| part.split_once('\n').unwrap_or((part, ""));
        Self { header, blocks: parts.map(block).collect() }
    }

    fn expectations(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.blocks.iter().copied().filter(|(title, _)| is_expectation(title))
    }

    fn project(&self) -> Project {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let (mut change, mut bare) = ("", false);
        for &(title, content) in self.blocks.iter().filter(|(title, _)| !is_expectation(title)) {
            match title.split_once(' ') {
                None => files.push((title.to_owned(), ended(content).into_bytes())),
                Some((path, "base64")) => files.push((path.to_owned(), base64(content))),
                Some((path, "escaped")) => files.push((path.to_owned(), unescape(&ended(content)).into_bytes())),
                Some(("paper.toml", "change")) => change = content,
                Some(("paper.toml", "missing")) => bare = true,
                Some(_) => panic!("no block is called `{title}`"),
            }
        }
        let has = |files: &[(String, Vec<u8>)], start| files.iter().any(|(path, _)| path.starts_with(start));
        if !has(&files, "sections/") {
            files.push(("sections/a.md".to_owned(), SECTION.into()));
        }
        if !has(&files, "paper.toml") && !bare {
            let manifest = manifest(files.iter().map(|(path, _)| path.as_str()), change);
            files.push(("paper.toml".to_owned(), manifest.into_bytes()));
        }
        Project::new(files)
    }

    /// Prints the project with a session of its own, and sees whether one that has seen others and `check` agree.
    fn print(&self, shared: &mut Session) -> Printed {
        let project = self.project();
        let mut printed = print(&project, &mut Session::default());
        let again = print(&project, shared);
        let pdf = |printed: &Printed| printed.built.as_ref().map(|(built, _)| built.pdf.clone());
        if printed.findings != again.findings || pdf(&printed) != pdf(&again) {
            printed.faults += &format!("the session makes a difference:\n{}", again.findings);
        }
        let mut diagnostics = Diagnostics::new();
        let _ = press::check(&project, shared, &mut diagnostics);
        let checked = report::short(&diagnostics.into_sorted(), &project, "");
        // Only the Typst of a template, which no author writes, is first read by Typst itself.
        let by_template = printed.findings.lines().any(|line| line.starts_with("templates/"));
        // And what the finished pages show, they alone show.
        let plain = |line: &&str| !line.contains("[layout-");
        let built: String = printed.findings.split_inclusive('\n').filter(plain).collect();
        if built != checked && !by_template {
            printed.faults += &format!("`build` and `check` differ:\n{}", compare(&checked, &built));
        }
        printed
    }

    /// The case's file with what is said now.
    fn bless(&self, printed: &Printed) -> String {
        let mut text = format!("{}\n", self.header);
        let said = self.blocks.iter().map(|&(title, content)| match is_expectation(title) {
            true => (title, printed.says(title)),
            false => (title, ended(content)),
        });
        let missing = self.expectations().next().is_none().then(|| ("expect", printed.says("expect")));
        for (title, content) in said.chain(missing) {
            let _ = write!(text, "=== {title}\n{content}");
        }
        text
    }
}

impl Printed {
    fn says(&self, block: &str) -> String {
        match (block.split_once(' ').map(|(_, what)| what), &self.built) {
            (None, _) => self.findings.clone(),
            (Some(_), None) => "nothing is printed\n".to_owned(),
            (Some("text"), Some((_, inspected))) => told(inspected),
            (Some("bands"), Some((_, inspected))) => bands(inspected),
            (Some("artifacts"), Some((_, inspected))) => {
                let beside = |page: &Page| page.text(|standing| standing == Standing::Artifact);
                inspected.pages.iter().map(|page| format!("{}\n", beside(page))).collect()
            }
            (Some(what), Some((built, _))) => {
                let path = what.strip_prefix("typst ").unwrap_or_else(|| panic!("no block is called `{block}`"));
                let file = press::tree(&built.assembled).into_iter().find(|(name, _)| name == path);
                file.map_or("no such file\n".to_owned(), |(_, bytes)| ended(&String::from_utf8_lossy(&bytes)))
            }
        }
    }
}

fn print(project: &Project, session: &mut Session) -> Printed {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, session, &mut diagnostics).ok();
    assert_eq!(built.is_some(), diagnostics.is_printable(), "a paper is printed unless there is an error");
    let findings = report::short(&diagnostics.into_sorted(), project, "");
    let built = built.map(|built| {
        let inspected = inspect::read(&built.pdf).expect("a PDF that can be read");
        (built, inspected)
    });
    Printed { findings, built, faults: String::new() }
}

/// Holds what is found now to a file of what is expected. `BLESS=1` writes it down.
pub fn holds(file: &Path, found: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(file, found).expect("what is found can be written");
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    assert!(found == expected, "{}\nBLESS=1 writes down what is found now\n", compare(&expected, found));
}

/// What a printed PDF says from the first heading on, an element a line.
pub fn told(inspected: &Inspected) -> String {
    let start = inspected.elements.iter().position(|element| element.heading_level().is_some()).unwrap_or(0);
    let mut text = String::new();
    for element in inspected.elements[start..].iter().filter(|element| !element.inline) {
        let alt = element.alt.as_ref().map(|alt| format!(" [{alt}]")).unwrap_or_default();
        if !element.text.is_empty() || !alt.is_empty() {
            let _ = writeln!(text, "{}{alt} {}", element.role, element.text.trim_end());
        }
    }
    text
}

/// What stands in the header and footer of each page, run by run.
fn bands(inspected: &Inspected) -> String {
    let mut text = String::new();
    for (number, page) in (1..).zip(&inspected.pages) {
        for (name, standing) in [("header", Standing::Header), ("footer", Standing::Footer)] {
            let runs = page.runs.iter().filter(|run| run.standing == standing).map(|run| run.text.trim());
            let _ = writeln!(text, "page {number}, {name}: {}", runs.collect::<Vec<_>>().join(" | "));
        }
    }
    text
}

fn manifest<'p>(paths: impl Iterator<Item = &'p str> + Clone, change: &str) -> String {
    let list = |folder: &str, ends: &[&str]| {
        let names = paths.clone().filter_map(|path| path.strip_prefix(folder));
        let names = names.filter(|name| ends.iter().any(|end| name.ends_with(end)));
        names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
    };
    let mut manifest = MANIFEST.replace("SECTIONS", &list("sections/", &[".md"]));
    let works = list("bibliography/", &[".bib", ".yml", ".yaml", ".json", ".ris"]);
    if !works.is_empty() {
        manifest += &BIBLIOGRAPHY.replace("FILES", &works);
    }
    let tables = if change.starts_with('[') { 0 } else { change.find("\n[").map_or(change.len(), |at| at + 1) };
    let (keys, tables) = change.split_at(tables);
    for line in keys.lines().filter(|line| !line.is_empty()) {
        let key = line.split_once('=').map_or(line, |(key, _)| key);
        match manifest.clone().lines().find(|old| old.starts_with(&format!("{key}="))) {
            Some(old) => manifest = manifest.replace(&format!("\n{old}\n"), &format!("\n{line}\n")),
            None => manifest = manifest.replace("[paper]\n", &format!("[paper]\n{line}\n")),
        }
    }
    format!("{manifest}\n{}", ended(tables))
}

fn is_expectation(title: &str) -> bool {
    title == "expect" || title.starts_with("expect ")
}

/// The text with a line end at its end: blocks lose theirs to the line that follows.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// Puts characters in for `\u{…}`.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("`\\u{` is closed");
        let code = u32::from_str_radix(code, 16).expect("a code in hexadecimal digits");
        plain.push(char::from_u32(code).expect("a code of a character"));
        plain.push_str(rest);
    }
    plain
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|&digit| digit == byte));
    let digits: Vec<_> = digits.map(|digit| digit as u32).collect();
    let group = |group: &[u32]| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | group.get(at).unwrap_or(&0));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}

/// What is gone and what is new; all that is found if only the order has changed.
pub fn compare(expected: &str, found: &str) -> String {
    let only = |mark: char, these: &str, those: &str| -> String {
        let lines = these.lines().filter(|line| those.lines().all(|other| other != *line));
        lines.map(|line| format!("{mark} {line}\n")).collect()
    };
    let difference = only('-', expected, found) + &only('+', found, expected);
    if difference.is_empty() { found.to_owned() } else { difference }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let entries = fs::read_dir(folder).expect("the folder of cases").flatten().map(|entry| entry.path());
    let mut cases: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "case")).collect();
    cases.sort();
    cases
}
