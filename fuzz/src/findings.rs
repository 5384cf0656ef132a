//! What no finding may be, whatever a paper says.

use std::fmt::Write;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, MANIFEST, Project};
use chancery::report::{self, Style};
use chancery::source::Span;

const FOREIGN: &str = "the place is in a file that the author does not have";

/// What `press` finds, and whether every renderer can show it. What no finding may be is added to `faults`.
pub fn of(project: &Project, faults: &mut String, press: impl FnOnce(&mut Diagnostics)) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new();
    press(&mut diagnostics);
    let findings = diagnostics.into_sorted();
    for finding in &findings {
        for fault in faults_of(finding, project) {
            let _ = write!(faults, "\n  {fault}: {finding:?}");
        }
    }
    // Each is drawn with its line; nobody looks at more than these.
    report::human(&findings[..findings.len().min(500)], project, "", Style::default());
    report::short(&findings, project, "");
    report::json(&findings, project);
    findings
}

fn faults_of(finding: &Diagnostic, project: &Project) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if finding.code.0 == "internal" {
        faults.push("chancery takes the blame");
    }
    if finding.message.is_empty() || finding.message.contains('\n') {
        faults.push("the message is not one line");
    }
    if finding.help.as_ref().is_some_and(|help| help.is_empty() || help.contains('\n')) {
        faults.push("the help is not one line");
    }
    let places = std::iter::once(&finding.place).chain(finding.labels.iter().map(|label| &label.place));
    faults.extend(places.filter_map(|place| match place {
        Place::Span(span) => span_fault(*span, project),
        Place::Path(path) if project.is_builtin(path) => Some(FOREIGN),
        Place::Path(path) => {
            let is_folder = || FOLDERS.contains(&path.as_str()) || project.paths_in(path).next().is_some();
            (path != MANIFEST && !project.contains(path) && !is_folder()).then_some("the path is not of the project")
        }
        Place::Argument(_) => Some("a paper was asked nothing"),
    }));
    faults
}

fn span_fault(span: Span, project: &Project) -> Option<&'static str> {
    if project.id(span.file.path()) != Some(span.file) {
        return Some("the place is in no file");
    }
    if project.is_builtin(span.file.path()) {
        return Some(FOREIGN);
    }
    // A range that is turned, ends behind the text or cuts a character gives nothing.
    let text = project.source(span.file).text();
    text.get(span.start as usize..span.end as usize).is_none().then_some("the place does not fit its file")
}
