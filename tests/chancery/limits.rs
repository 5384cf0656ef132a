//! What has no end is refused at its place before it is laid out.

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::project::Project;
use chancery::report;

const MANIFEST: &str = "[paper]\nslug = \"case\"\ntitle = \"A case\"\nversion = \"1.0.0\"\ndate = \"2013\"\n\
                        language = \"en-GB\"\nstatus = \"final\"\ntemplate = \"europol\"\nsections = [\"a.md\"]\n";

/// The errors that `check` finds in a paper of one section.
fn errors(body: &str) -> Vec<String> {
    let section = format!("+++\nversion = \"1.0.0\"\n+++\n\n# One\n\n{body}\n");
    let project =
        Project::new([("paper.toml".to_owned(), MANIFEST.into()), ("sections/a.md".to_owned(), section.into_bytes())]);
    let mut diagnostics = Diagnostics::new();
    press::check(&project, &mut Session::default(), &mut diagnostics);
    let findings = report::short(&diagnostics.into_sorted(), &project, "");
    findings.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect()
}

#[test]
fn a_table_has_at_most_10_000_cells() {
    let table = |rows: usize| format!("| A | B |\n|---|---|\n{}", "| one | two |\n".repeat(rows));
    assert_eq!(errors(&table(5_000)), [""; 0]);
    let refused = errors(&table(5_001));
    assert!(refused.len() == 1 && refused[0].starts_with("sections/a.md:7:1: error[too-large]"), "{refused:?}");
}

#[test]
fn a_paper_has_at_most_10_000_footnotes() {
    let notes = |count: usize| {
        let calls: String = (0..count).map(|note| format!("Word[^{note}].\n\n")).collect();
        let notes: String = (0..count).map(|note| format!("[^{note}]: Note.\n\n")).collect();
        calls + &notes
    };
    assert_eq!(errors(&notes(10_000)), [""; 0]);
    let refused = errors(&notes(10_001));
    assert!(refused.len() == 1 && refused[0].contains("error[too-large]"), "{refused:?}");
}

#[test]
fn a_table_lacks_at_most_10_000_cells() {
    let table = |rows: usize| format!("{}\n{}\n{}", "| a ".repeat(100), "|---".repeat(100), "| 1\n".repeat(rows));
    let codes = |rows| errors(&table(rows)).iter().filter(|line| line.contains("error[missing-cells]")).count();
    assert_eq!((codes(101), codes(102)), (0, 1));
}
