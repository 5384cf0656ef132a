//! JUnit's XML, as Jenkins and GitLab read it: a finding is a test that did not pass.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::slice;

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;

use super::human::{Style, human};
use super::location::Location;
use super::visible::visible;

/// One suite with a test case for each finding: an error is a failure; a warning or hint is a skipped test, which is
/// shown and fails nothing. Without errors there is one passing case more. Paths are beneath `root` (empty for the
/// working folder). The form is that of `junit-10.xsd`, the schema of Jenkins' xUnit plugin.
///
/// Both readers sort cases by class, so a file is a class, and tell them apart and compare builds by name, so names
/// hold no line number and are unique within their class. Jenkins takes what precedes the last full stop of a class
/// for its package, so it goes without ending.
pub fn junit(diagnostics: &[Diagnostic], project: &Project, root: &str) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let skipped = diagnostics.len() - errors;
    let passed = usize::from(errors == 0);
    let counts = format!(r#"tests="{}" failures="{errors}" errors="0""#, diagnostics.len() + passed);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, r#"<testsuites name="chancery" {counts}>"#);
    let _ = writeln!(xml, r#"  <testsuite name="chancery check" {counts} skipped="{skipped}">"#);
    let mut seen = BTreeMap::new();
    for diagnostic in diagnostics {
        xml.push_str(&case(diagnostic, project, root, &mut seen));
    }
    if passed > 0 {
        xml.push_str("    <testcase classname=\"chancery\" name=\"no errors\"/>\n");
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// How often each class and name was used.
type Seen = BTreeMap<(String, String), usize>;

fn case(diagnostic: &Diagnostic, project: &Project, root: &str, seen: &mut Seen) -> String {
    let location = Location::of(&diagnostic.place, project);
    let file = location.path_beneath(root);
    let class = Path::new(&file).with_extension("").display().to_string();
    let message = visible(&diagnostic.message);
    let mut name = format!("{}: {message}", diagnostic.code.0);
    let times = seen.entry((class.clone(), name.clone())).or_default();
    *times += 1;
    if *times > 1 {
        let _ = write!(name, " ({times})");
    }
    let outcome = match diagnostic.severity {
        Severity::Error => "failure",
        Severity::Warning | Severity::Hint => "skipped",
    };
    format!(
        concat!(
            r#"    <testcase classname="{}" name="{}">"#,
            "\n",
            r#"      <{outcome} type="{}" message="{}">{}</{outcome}>"#,
            "\n    </testcase>\n"
        ),
        escape(&class),
        escape(&name),
        diagnostic.code.0,
        escape(&message),
        escape(human(slice::from_ref(diagnostic), project, root, Style::default()).trim_end()),
        outcome = outcome,
    )
}

/// Text for a quoted attribute or an element. Two noncharacters have no place in XML at all (XML 1.0, 2.2); what
/// else has none was made visible.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(character),
        }
    }
    escaped
}
