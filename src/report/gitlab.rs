//! GitLab's Code Quality report: an array of objects, compared between branches by their fingerprints.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;

use super::fingerprint::fingerprints;
use super::location::Location;
use super::visible::{to_json, visible};

/// All findings as one array in one line, paths beneath `root` (empty for the working folder).
pub fn gitlab(diagnostics: &[Diagnostic], project: &Project, root: &str) -> String {
    let violations = diagnostics.iter().zip(fingerprints(diagnostics, project)).map(|(diagnostic, fingerprint)| {
        let location = Location::of(&diagnostic.place, project);
        Violation {
            description: visible(&diagnostic.message).into_owned(),
            check_name: diagnostic.code.0,
            fingerprint,
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Hint => "info",
            },
            location: Place { path: location.path_beneath(root), lines: Lines { begin: location.start.line } },
        }
    });
    to_json(&violations.collect::<Vec<_>>()) + "\n"
}

#[derive(Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}
