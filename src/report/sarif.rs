//! SARIF 2.1.0, the exchange format of analysers: one log with one run.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::project::Project;

use super::fingerprint::fingerprints;
use super::location::Location;
use super::visible::{to_json, visible};

/// All findings as one log in one line, paths beneath `root` (empty for the working folder). If `root` leads out of
/// the working folder, paths are relative to the paper's folder instead: SARIF has no use for `..`.
///
/// `explain` finds the page of a code: Markdown whose first line is a summary without full stop. A code without a page
/// is explained by its own words.
pub fn sarif(
    diagnostics: &[Diagnostic],
    project: &Project,
    root: &str,
    explain: impl Fn(Code) -> Option<&'static str>,
) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let base = Base::of(root);
    let results = diagnostics.iter().zip(fingerprints(diagnostics, project)).map(|(diagnostic, fingerprint)| {
        let mut result = json!({
            "ruleId": diagnostic.code.0,
            "ruleIndex": codes.partition_point(|&code| code < diagnostic.code),
            "level": level(diagnostic.severity),
            "message": text(&sentences(diagnostic)),
            "locations": [{ "physicalLocation": base.place(&Location::of(&diagnostic.place, project)) }],
            "relatedLocations": related(diagnostic, project, &base),
            "partialFingerprints": { "findingLine/v1": fingerprint },
        });
        if let Some(fix) = &diagnostic.fix {
            result["fixes"] = json!([mending(fix, project, &base)]);
        }
        result
    });
    let run = json!({
        "tool": { "driver": {
            "name": "chancery",
            "version": env!("CARGO_PKG_VERSION"),
            "rules": codes.iter().map(|&code| rule(code, explain(code))).collect::<Vec<_>>(),
        } },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { base.id: { "description": text(base.description) } },
        "results": results.collect::<Vec<_>>(),
    });
    to_json(&Log { version: "2.1.0", schema: SCHEMA, runs: [run] }) + "\n"
}

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The outermost object. Its version should come first (SARIF 2.1.0, 3.13.2).
#[derive(Serialize)]
struct Log {
    version: &'static str,
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Value; 1],
}

/// What paths are relative to.
struct Base<'a> {
    id: &'static str,
    description: &'static str,
    /// From there to the paper's folder.
    prefix: &'a str,
}

impl<'a> Base<'a> {
    fn of(root: &'a str) -> Self {
        // A colon stands in the name of a drive.
        if root.starts_with('/') || root.contains(':') || root.split('/').any(|part| part == "..") {
            Self { id: "PAPERROOT", description: "The folder of the paper", prefix: "" }
        } else {
            Self { id: "%SRCROOT%", description: "The folder that chancery ran in", prefix: root }
        }
    }

    fn place(&self, location: &Location) -> Value {
        json!({
            "artifactLocation": { "uri": encode(&location.joined_to(self.prefix)), "uriBaseId": self.id },
            "region": {
                "startLine": location.start.line,
                "startColumn": location.start.column,
                "endLine": location.end.line,
                "endColumn": location.end.column,
            },
        })
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// The message, and the help if there is any. Where there is little room, viewers show the first sentence alone.
fn sentences(diagnostic: &Diagnostic) -> String {
    let message = visible(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => format!("{message}. {}", visible(help)),
        None => message.into_owned(),
    }
}

/// What a viewer can offer to change (SARIF 2.1.0, 3.55).
fn mending(fix: &Fix, project: &Project, base: &Base) -> Value {
    let mut change = base.place(&Location::of_span(fix.span, project));
    let replacement = json!({ "deletedRegion": change["region"].take(), "insertedContent": text(&fix.replacement) });
    let change = json!({ "artifactLocation": change["artifactLocation"].take(), "replacements": [replacement] });
    json!({ "artifactChanges": [change] })
}

/// The related places, each once.
fn related(diagnostic: &Diagnostic, project: &Project, base: &Base) -> Vec<Value> {
    let mut related = Vec::new();
    for label in &diagnostic.labels {
        let place = base.place(&Location::of(&label.place, project));
        let location = json!({ "physicalLocation": place, "message": text(&visible(&label.text)) });
        if !related.contains(&location) {
            related.push(location);
        }
    }
    related
}

fn rule(code: Code, page: Option<&str>) -> Value {
    let Some(page) = page else {
        let words = text(&code.0.replace('-', " "));
        return json!({ "id": code.0, "shortDescription": words, "fullDescription": words, "help": words });
    };
    let (summary, rest) = page.split_once('\n').unwrap_or((page, ""));
    let explanation = rest.split("\n## ").next().unwrap_or_default().trim();
    json!({
        "id": code.0,
        "shortDescription": text(summary),
        "fullDescription": text(if explanation.is_empty() { summary } else { explanation }),
        "help": { "text": page, "markdown": page },
    })
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

/// A path as the path of a URI (RFC 3986, 3.3).
fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
