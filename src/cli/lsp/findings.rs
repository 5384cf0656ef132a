//! What was found, as the client shows it while the author types.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use chancery::diagnostic::{Diagnostic as Finding, Severity};

use super::protocol::{Diagnostic, Related};
use super::view::View;

/// All findings of a paper by the URI of their file; of a file that is open, none too.
pub fn by_uri(view: &View) -> BTreeMap<String, Vec<Diagnostic>> {
    let open = view.open.values().flatten().map(|(uri, _)| (uri.clone(), Vec::new()));
    let mut found: BTreeMap<String, Vec<Diagnostic>> = open.collect();
    for finding in view.findings {
        for uri in view.uris(finding.place.path()) {
            found.entry(uri).or_default().push(shown(finding, view));
        }
    }
    found
}

/// A finding with what to do about it, which the protocol has no field for.
pub fn shown(finding: &Finding, view: &View) -> Diagnostic {
    let Finding { code, severity, message, place, labels, help, fix } = finding;
    let related = labels.iter().filter(|_| view.client.shows_related);
    let related = related.map(|label| Related { location: view.location(&label.place), message: label.text.clone() });
    let help_line = help.as_ref().map_or(String::new(), |help| format!("\n{help}"));
    let fix = fix
        .as_ref()
        .map(|fix| json!({ "uri": view.uri(fix.span.file.path()), "edit": view.edit(fix.span, &fix.replacement) }));
    Diagnostic {
        range: view.range_of(place),
        severity: match severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Hint => 3,
        },
        code: code.0,
        source: "chancery",
        message: format!("{message}{help_line}"),
        related_information: related.collect(),
        data: if view.client.keeps_data { json!({ "help": help, "fix": fix }) } else { Value::Null },
    }
}
