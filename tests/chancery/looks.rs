//! The built-in looks: each prints whatever a paper may have, whole and tagged, and asks for all that paper.toml gives.

use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::corpus;
use crate::inspect::{self, Inspected};
use chancery::builtin;
use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::{LOCK, MANIFEST, Project};
use chancery::report;
use chancery::terms;

/// As a case has it that says nothing of its look.
const LOOK: &str = "template = \"europol\"";

/// A paper with something of everything that stands around the sections.
const FULL: &str = r#"[paper]
slug = "full"
title = "A title"
subtitle = "What stands beneath"
kind = "Strategy paper"
version = "1.2.0"
date = "2013-06-24"
language = "LANGUAGE"
authors = ["Writer", "Second"]
status = "STATUS"
template = "LOOK"
sections = ["a.md"]

[contents]
depth = 3
tables = true
figures = true

[page]
size = "a5"

[numbering]
paragraphs = "paper"

[marking]
scheme = "euci"
level = "secret"
reference = "EX/2013/118"
copy = "1 of 3"

[cover]
logo = "logo.svg"
logo-alt = "Emblem"

[edition]
name = "New edition"
version = "1.2"
date = "2014-02"
responsible = "The office"
note = "Printed again."

[imprint]
Publisher = "The publisher"

[parties]
driver = "The driver"

[[distribution]]
name = "Recipient"
organisation = "Their office"
country = "Country"
role = "for action"
copy = 1

[abbreviations]
LEA = "law enforcement authority"

[[history]]
version = "1.2.0"
date = "2013-06"
status = "final"
summary = "First edition"
"#;

const SECTION: &str = "+++\nversion = \"1.0.0\"\n+++\n\n# Opening {#opening}\n\nAn LEA, once more an LEA.\n\n::: table \
                       {#t caption=\"Of one\"}\n| A | B |\n|---|---|\n| c | d |\n:::\n\nSee [](#t), [](#f).\n\n![Of \
                       two](logo.svg){#f alt=\"A square\"}\n";

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" \
                    height=\"20\"/></svg>";

#[test]
fn every_look_prints_what_the_corpus_prints() {
    let cases: Vec<_> = corpus::projects().into_iter().filter(|(_, project)| is_of_any_look(project)).collect();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(String::new()));
    let printed = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut session = Session::default();
                while let Some((name, project)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(expected) = checked(project, &mut session) else { continue };
                    printed.fetch_add(1, Ordering::Relaxed);
                    for look in builtin::looks().filter(|look| *look != "europol") {
                        let fault = match print(&looking(project, look), &mut session) {
                            None => "is not printed".to_owned(),
                            Some((_, inspected)) if !inspected.tagged => "has no tags".to_owned(),
                            Some((found, _)) if found == expected => continue,
                            // What is too wide is so in every look.
                            Some((found, _)) if found.contains("[layout-") && is_too_wide(project, &mut session) => {
                                continue;
                            }
                            Some((found, _)) => corpus::compare(&expected, &found),
                        };
                        let _ = writeln!(faults.lock().expect("no panic"), "{name} as `{look}`: {fault}");
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().expect("no panic");
    assert!(faults.is_empty(), "\n{faults}");
    assert!(printed.into_inner() > 150, "most of the corpus can be printed");
}

#[test]
fn every_look_prints_all_that_paper_toml_gives() {
    let (mut faults, mut session) = (String::new(), Session::default());
    for look in builtin::looks() {
        for (language, _) in terms::languages() {
            let words = terms::of(language).expect("its words");
            let Some((findings, inspected)) = print(&full(look, language, "final"), &mut session) else {
                let _ = writeln!(faults, "{look} in {language}: is not printed");
                continue;
            };
            let layout: Vec<_> = findings.lines().filter(|line| line.contains("[layout-")).collect();
            let text: String = inspected.pages.iter().map(|page| page.text(|_| true)).collect();
            let mut wanted = vec![
                "A title",
                "What stands beneath",
                "Strategy paper",
                "1.2.0",
                "New edition 1.2",
                "The office",
                "Printed again.",
                &words.edition.name,
                "Writer",
                "Second",
                "SECRET UE/EU SECRET",
                "EX/2013/118",
                "The publisher",
                "The driver",
                "Recipient",
                "Their office",
                "for action",
                "law enforcement authority",
                "First edition",
                &words.contents,
                &words.list_of_tables,
                &words.list_of_figures,
                &words.imprint,
                &words.abbreviations,
                &words.history.title,
                &words.control.marking,
            ];
            if look == "note" {
                wanted.extend([&*words.address.from, &words.address.to, &words.address.subject]);
            }
            // Without what stands where a line ends.
            let squeeze = |text: &str| text.replace(|one: char| one.is_whitespace() || "-\u{ad}".contains(one), "");
            let printed = squeeze(&text);
            // What is read from right to left stands in the order in which it is seen.
            wanted.retain(|word| !["ar", "he"].contains(&language) && !printed.contains(&squeeze(word)));
            if !layout.is_empty() || !wanted.is_empty() || !inspected.tagged {
                let _ = writeln!(faults, "{look} in {language}: without {wanted:?}, {layout:?}");
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_look_marks_and_numbers_each_page_and_says_what_is_a_draft() {
    let mut session = Session::default();
    for look in builtin::looks() {
        for status in ["draft", "consultation", "final"] {
            let (_, inspected) = print(&full(look, "en-GB", status), &mut session).expect("it is printed");
            for (at, page) in inspected.pages.iter().enumerate() {
                let around = page.text(|standing| !matches!(standing, inspect::Standing::Tagged(_)));
                let foot = format!("Page {} of {}", at + 1, inspected.pages.len());
                for word in
                    ["SECRET UE/EU SECRET", "New edition 1.2", "EX/2013/118", "Copy No\u{a0}1\u{a0}of\u{a0}3", &foot]
                {
                    assert!(around.contains(word), "{look}, {status}, page {}: no {word} in {around}", at + 1);
                }
                assert_eq!(around.contains("DRAFT"), status != "final", "{look}, {status}, page {}", at + 1);
            }
        }
    }
}

#[test]
fn every_look_asks_for_all_that_paper_toml_gives_to_be_printed() {
    for look in builtin::looks() {
        let folder = format!("templates/{look}/");
        let own = |path: &str| path.strip_prefix(&folder).map(|name| format!("templates/house/{name}"));
        let files = builtin::files().filter_map(|(path, bytes)| Some((own(path)?, bytes.to_vec())));
        let project =
            files.fold(full("house", "en-GB", "consultation"), |project, (path, bytes)| project.with(&path, bytes));
        let found = checked(&project, &mut Session::default()).expect("it can be printed");
        assert!(!found.contains("[unused-setting]"), "{look}: {found}");
    }
}

fn full(look: &str, language: &str, status: &str) -> Project {
    let manifest = FULL.replace("LANGUAGE", language).replace("LOOK", look).replace("STATUS", status);
    let files = [(MANIFEST, manifest.as_str()), ("sections/a.md", SECTION), ("sections/logo.svg", LOGO)];
    Project::new(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())))
}

/// Whether a paper says nothing of how it looks: neither has it files of a look, nor was it released in one.
fn is_of_any_look(project: &Project) -> bool {
    let is_plain = |path: &str| project.is_builtin(path) || path.starts_with("templates/marking/");
    project.paths_in("templates").all(is_plain) && !project.contains(LOCK)
}

/// The same paper in another look.
fn looking(project: &Project, look: &str) -> Project {
    let Some(id) = project.id(MANIFEST) else { return project.clone() };
    let manifest = project.source(id).text().replace(LOOK, &format!("template = \"{look}\""));
    project.with(MANIFEST, manifest.into_bytes())
}

/// What is said of a paper that can be printed, before it is laid out.
fn checked(project: &Project, session: &mut Session) -> Option<String> {
    let mut diagnostics = Diagnostics::new();
    let _ = press::check(project, session, &mut diagnostics);
    diagnostics.is_printable().then(|| report::short(&diagnostics.into_sorted(), project, ""))
}

/// What is said of a paper, and what it then is.
fn print(project: &Project, session: &mut Session) -> Option<(String, Inspected)> {
    let mut diagnostics = Diagnostics::new();
    let built = press::build(project, session, &mut diagnostics).ok()?;
    let findings = report::short(&diagnostics.into_sorted(), project, "");
    Some((findings, inspect::read(&built.pdf).expect("a PDF that can be read")))
}

fn is_too_wide(project: &Project, session: &mut Session) -> bool {
    print(project, session).is_some_and(|(found, _)| found.contains("[layout-"))
}
