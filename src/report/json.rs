//! One JSON object a line, for programs. Paths are relative to the project, so the same project gives the same bytes
//! wherever it is checked.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place};
use crate::project::Project;

use super::location::Location;
use super::visible::to_json;

/// Each finding as one object in one line. All keys are always there; `help` and `fix` may be null, `labels` empty.
/// Text is exactly what it is: control characters are escaped, not replaced.
pub fn json(diagnostics: &[Diagnostic], project: &Project) -> String {
    diagnostics.iter().map(|diagnostic| to_json(&finding(diagnostic, project)) + "\n").collect()
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
    help: Option<&'a str>,
    labels: Vec<Label<'a>>,
    fix: Option<Replacement<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    replacement: &'a str,
    #[serde(flatten)]
    place: Range<'a>,
}

#[derive(Serialize)]
struct Range<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> From<Location<'a>> for Range<'a> {
    fn from(Location { path, start, end, .. }: Location<'a>) -> Self {
        Self { file: path, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

fn finding<'a>(diagnostic: &'a Diagnostic, project: &'a Project) -> Finding<'a> {
    let range = |place: &'a Place| Range::from(Location::of(place, project));
    Finding {
        code: diagnostic.code.0,
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        place: range(&diagnostic.place),
        help: diagnostic.help.as_deref(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| Label { message: &label.text, place: range(&label.place) })
            .collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Replacement {
            replacement: &fix.replacement,
            place: Range::from(Location::of_span(fix.span, project)),
        }),
    }
}
