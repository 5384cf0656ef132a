//! The guide: it has no mistakes, its reference is the code's own, and whatever it shows is so.
//!
//! The first word behind a fence says what a block is, the next what it has to do:
//!
//! ```text
//! markdown, toml, bib          stands in a paper, in which nothing is found
//! … finds CODE …               these are found, and nothing else
//! … beside                     a cell; the one to its right holds the same
//! … writes PATH                a whole file, which the session of its section writes
//! … sets PATH                  lines of it, each in the place of the one that begins with the same word
//! … adds PATH                  what stands at its end from now on
//! console                      commands behind `$ `, and what they answer
//! report                       what is said of the block before it
//! text                         anything else
//! ```
//!
//! `BLESS=1` writes what is answered and said, and the reference.

mod blocks;
mod reference;
mod session;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use chancery::diagnostic::{Diagnostic, Diagnostics, Severity};
use chancery::manifest::Format;
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report::{self, Style};
use chancery::source::{FileId, Side, Source};

use self::blocks::{Block, blocks, replaced};
use crate::explain::examples::merged;

const SECTIONS: &str = "guide/sections";

/// What an example may leave undone: that nothing else of the paper speaks of it.
const ALLOWED: &str = "[check]\nunused-work = \"allow\"\nunused-label = \"allow\"\nunused-abbreviation = \"allow\"\n";

/// What the paper of an example cites.
const WORKS: &str = "@frontex2012; @enforcement2016";

#[test]
fn it_has_no_mistakes_and_can_be_printed() {
    let project = project();
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut diagnostics);
    let findings = report::short(&diagnostics.into_sorted(), &project, "guide/");
    assert!(built.is_ok() && findings.is_empty(), "{findings}");
}

#[test]
fn every_example_does_what_is_said_of_it() {
    let mut faults = String::new();
    for (path, text) in sections() {
        let mut said: Vec<(Block, String)> = Vec::new();
        let mut last: Option<(Project, Vec<Diagnostic>)> = None;
        for block in blocks(&text) {
            let place = format!("{path}:{}", block.line);
            match block.language {
                "markdown" | "toml" | "bib" if block.file().is_none() => {
                    let project = example(&block);
                    let found = findings(&project, block.is_right());
                    let mut codes: Vec<_> = found.iter().map(|finding| finding.code.0).collect();
                    codes.sort_unstable();
                    codes.dedup();
                    if codes != block.codes() {
                        let _ = writeln!(faults, "{place}: {}", report::short(&found, &project, ""));
                    }
                    last = Some((project, found));
                }
                "report" => {
                    let (project, found) = last.as_ref().expect("a report stands below its example");
                    let drawn = report::human(found, project, "", Style { width: Some(64), ..Style::default() });
                    said.push((block, drawn.trim_end().to_owned()));
                    continue;
                }
                "markdown" | "toml" | "bib" | "console" | "text" => {}
                other => {
                    let _ = writeln!(faults, "{place}: what is `{other}`?");
                }
            }
            if block.is_beside() && block.right_cell(&text) != block.text {
                let _ = writeln!(faults, "{place}: the cell beside it says something else");
            }
        }
        faults.push_str(&hold(&path, &text, &replaced(&text, &said)));
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[cfg(unix)]
#[test]
fn every_session_answers_as_it_is_shown() {
    let faults: String =
        sections().into_iter().map(|(path, text)| hold(&path, &text, &session::played(&text))).collect();
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn the_reference_is_the_code_s_own() {
    let faults: String = reference::sections()
        .into_iter()
        .map(|(name, text)| {
            let path = format!("{SECTIONS}/{name}");
            hold(&path, &fs::read_to_string(root().join(&path)).unwrap_or_default(), &canonical(&path, text))
        })
        .collect();
    assert!(faults.is_empty(), "\n{faults}");
}

/// A section as `chancery fmt` leaves it.
fn canonical(path: &str, text: String) -> String {
    let source = Source::new(FileId::new(path, Side::New), text);
    markdown::canonical(&source, Format::default(), &mut Diagnostics::new()).expect("it has no mistakes")
}

/// What to say if a file does not hold what it should; with `BLESS` it is made to.
fn hold(path: &str, held: &str, wanted: &str) -> String {
    if held == wanted {
        return String::new();
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join(path), wanted).expect("the guide is written");
        return String::new();
    }
    let differs = held.lines().zip(wanted.lines()).position(|(held, wanted)| held != wanted);
    let line = differs.unwrap_or_else(|| held.lines().count().min(wanted.lines().count()));
    let wanted = wanted.lines().nth(line).unwrap_or_default();
    format!("{path}:{}: should say `{wanted}`; BLESS=1 writes it\n", line + 1)
}

/// What is found in a paper with an example in it; one that is right is printed as well.
fn findings(project: &Project, is_printed: bool) -> Vec<Diagnostic> {
    let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
    let _ = match is_printed {
        true => press::build(project, &mut session, &mut diagnostics).is_ok(),
        false => press::check(project, &mut session, &mut diagnostics).is_some(),
    };
    let found = diagnostics.into_sorted();
    assert!(!is_printed || found.iter().all(|finding| finding.severity != Severity::Error) || !found.is_empty());
    found
}

/// A paper with the example, and with the works, images and data of the guide.
fn example(block: &Block) -> Project {
    let mut files: Vec<(String, Vec<u8>)> = files("guide");
    files.retain(|(path, _)| !path.ends_with(".md") && path != "paper.toml");
    let list = if block.text.contains("::: bibliography") { "" } else { "\n::: bibliography\n:::\n" };
    let cite = |keys: &str| section(&format!("# Works {{#works}}\n\nSome words [{keys}].\n{list}"));
    let (manifest, shown, last) = match block.language {
        "toml" => (merged(&format!("{}\n{ALLOWED}", block.text)), section("Some words.\n"), cite(WORKS)),
        "bib" => {
            files.retain(|(path, _)| !path.starts_with("bibliography/"));
            files.push(("bibliography/works.bib".to_owned(), format!("{}\n", block.text).into_bytes()));
            let keys: Vec<_> = block.text.lines().filter_map(key).map(|key| format!("@{key}")).collect();
            (merged(ALLOWED), section("Some words.\n"), cite(&keys.join("; ")))
        }
        // Before what is shown, which may be an annex.
        _ => (
            merged(&format!("[paper]\nsections = [\"z.md\", \"a.md\"]\n{ALLOWED}")),
            section(&format!("{}\n", block.text)),
            cite(WORKS),
        ),
    };
    for (path, text) in [("paper.toml", manifest), ("sections/a.md", shown), ("sections/z.md", last)] {
        files.push((path.to_owned(), text.into_bytes()));
    }
    Project::new(files)
}

/// The key of an entry of BibLaTeX that begins in a line.
fn key(line: &str) -> Option<&str> {
    line.strip_prefix('@')?.split_once('{')?.1.strip_suffix(',')
}

/// A whole section, if the text is none.
fn section(text: &str) -> String {
    let opening = if text.starts_with('#') { "" } else { "# Opening {#opening}\n\n" };
    if text.starts_with("+++") { text.to_owned() } else { format!("+++\nversion = \"1.0.0\"\n+++\n\n{opening}{text}") }
}

/// The guide as the press reads it.
pub fn project() -> Project {
    Project::new(files("guide"))
}

/// Its sections, by path.
fn sections() -> Vec<(String, String)> {
    let sections = files(SECTIONS).into_iter().filter(|(path, _)| path.ends_with(".md"));
    sections.map(|(path, bytes)| (format!("{SECTIONS}/{path}"), String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// All files below a folder of the repository but what was printed, by their paths in it.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(root().join(folder).join(&inner)).expect("a folder").flatten() {
            let name = entry.file_name().into_string().expect("a plain name");
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            match entry.path().is_dir() {
                true if path != "out" => open.push(path),
                true => {}
                false => files.push((path, fs::read(entry.path()).expect("a file"))),
            }
        }
    }
    files.sort();
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
