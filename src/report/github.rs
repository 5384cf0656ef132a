//! Workflow commands, which GitHub Actions turns into annotations at the lines they name.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;

use super::location::Location;
use super::visible::visible;

/// `::error file=…,line=…,…,title=code::message`, one line a finding, paths beneath `root` (empty for the working
/// folder). Related places and help follow the message as further lines of the annotation.
pub fn github(diagnostics: &[Diagnostic], project: &Project, root: &str) -> String {
    diagnostics.iter().map(|diagnostic| line(diagnostic, project, root)).collect()
}

fn line(diagnostic: &Diagnostic, project: &Project, root: &str) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let location = Location::of(&diagnostic.place, project);
    let mut message = visible(&diagnostic.message).into_owned();
    for label in &diagnostic.labels {
        let place = Location::of(&label.place, project);
        let _ = write!(message, "\n{}:{}: {}", place.path_beneath(root), place.start, visible(&label.text));
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\n{}", visible(help));
    }
    format!(
        "::{command} file={},{},title={}::{}\n",
        escape(&location.path_beneath(root), IN_PROPERTIES),
        range(&location),
        escape(diagnostic.code.0, IN_PROPERTIES),
        escape(&message, IN_MESSAGES),
    )
}

/// Columns only within one line: of a range over several, the runner drops them with a complaint.
fn range(Location { start, end, .. }: &Location) -> String {
    if start.line == end.line {
        format!("line={},col={},endLine={},endColumn={}", start.line, start.column, end.line, end.column)
    } else {
        format!("line={},endLine={}", start.line, end.line)
    }
}

/// What would end a message, or be read as an escape.
const IN_MESSAGES: &str = "%\r\n";
/// What would end the value of a property as well.
const IN_PROPERTIES: &str = "%\r\n:,";

fn escape(text: &str, special: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if special.contains(character) {
            let _ = write!(escaped, "%{:02X}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}
