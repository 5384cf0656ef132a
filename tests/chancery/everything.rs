//! A paper with one of each form that a paper can have (`tests/everything`), and the forms that `chancery explain forms`
//! shows: found right, canonical, printed, read back, compared.

use std::path::{Path, PathBuf};

use chancery::diagnostic::{Diagnostics, Severity};
use chancery::manifest::Format;
use chancery::markdown;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;

use crate::{corpus, inspect, paper, redline};

const FORMS: &str = include_str!("../../src/cli/explain/forms.md");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/everything")
}

/// Nothing but hints is found in it.
fn is_silent(project: &Project) {
    let mut diagnostics = Diagnostics::new();
    let _ = press::check(project, &mut Session::default(), &mut diagnostics);
    let found: Vec<_> = diagnostics.into_sorted().into_iter().filter(|one| one.severity > Severity::Hint).collect();
    assert!(found.is_empty(), "{}", report::short(&found, project, ""));
}

#[test]
fn both_versions_are_silent() {
    ["old", "new"].iter().for_each(|side| is_silent(&paper::project_in(&folder().join(side))));
}

#[test]
fn both_versions_are_canonical() {
    for side in ["old", "new"] {
        let project = paper::project_in(&folder().join(side));
        for path in project.paths_in("sections").filter(|path| path.ends_with(".md")) {
            let mut diagnostics = Diagnostics::new();
            let source = project.text(path, None, &mut diagnostics).expect("UTF-8");
            let written = markdown::canonical(source, Format::default(), &mut diagnostics);
            assert!(written.as_deref() == Ok(source.text()), "{side}/{path}: `chancery fmt` writes it otherwise");
        }
    }
}

#[test]
fn what_is_printed_is_read_back() {
    let project = paper::project_in(&folder().join("new"));
    let mut diagnostics = Diagnostics::new();
    let built = press::build(&project, &mut Session::default(), &mut diagnostics).expect("it is printed");
    corpus::holds(&folder().join("printed.txt"), &corpus::told(&inspect::read(&built.pdf).expect("a PDF")));
}

#[test]
fn what_changed_in_each_form_is_listed() {
    let changes = redline::of_folder(&folder());
    assert!(changes.len() > 80, "{}", changes.len());
}

/// The examples of the page are one paper, in which nothing is found.
#[test]
fn the_forms_that_are_explained_are_right() {
    let blocks = |language: &str| {
        let opening = format!("```{language}\n");
        FORMS.split(&opening).skip(1).filter_map(|rest| rest.split("\n```").next()).collect::<Vec<_>>().join("\n\n")
    };
    let (text, keys) = (blocks("markdown"), blocks("toml"));
    assert!(text.len() > 1_000 && keys.len() > 100);
    is_silent(&corpus::project(&format!(
        "The forms.\n=== paper.toml change\n{keys}\n=== sections/a.md\n+++\nversion = \"1.0.0\"\n+++\n\n# Forms\n\n{text}\n"
    )));
}
