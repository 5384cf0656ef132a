//! Diagnostics → what a person or a program reads: one renderer a file.
//!
//! Findings come sorted and are printed in their order. Whatever authors wrote (a line of a file, a file's name, a
//! word in a message) is made [`visible`] first: no renderer lets a control character through, so no paper can
//! drive the terminal of whoever checks it. In JSON, such characters are escaped.
//!
//! Lines and columns count from 1, columns in Unicode scalar values; an end is the place after the last character.
//! A finding about a file as a whole stands at 1:1, and so do its ends.

mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod redline;
mod sarif;
mod short;

use std::borrow::Cow;

use serde::Serialize;

pub use diff::diff;
pub use github::github;
pub use gitlab::gitlab;
pub use human::{Style, human};
pub use json::json;
pub use junit::junit;
pub use redline::{json as redline_json, markdown as redline_markdown};
pub use sarif::sarif;
pub use short::short;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::project::Project;
use crate::source::{Position, Source, Span};

/// The findings in numbers: `2 errors, 1 warning`, or `no findings`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, name: &str| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        (number > 0).then(|| plural(number, name))
    };
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Hint, "hint")];
    let parts: Vec<_> = counts.into_iter().filter_map(|(severity, name)| count(severity, name)).collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// `1 page`, `2 pages`.
pub fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The text as one line in which nothing is hidden and nothing is obeyed: each control character is replaced by its
/// picture (U+2400 to U+2421) or by U+FFFD, one for one, so that columns still count right. Joiners, which
/// many scripts need, stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown(character) == character) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(shown).collect())
    }
}

fn shown(character: char) -> char {
    match character {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // Marks, overrides and isolates of direction, blanks without width, separators, tags.
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            char::REPLACEMENT_CHARACTER
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// A place as it is printed.
struct Location<'a> {
    /// Relative to the project.
    path: &'a str,
    start: Position,
    end: Position,
    /// The text behind it, unless the finding is about a file as a whole.
    text: Option<(&'a Source, Span)>,
}

impl<'a> Location<'a> {
    fn of(place: &'a Place, project: &'a Project) -> Self {
        match place {
            Place::Span(span) => Self::of_span(*span, project),
            Place::Path(path) => {
                let start = Position { line: 1, column: 1 };
                Self { path, start, end: start, text: None }
            }
        }
    }

    fn of_span(span: Span, project: &'a Project) -> Self {
        let source = project.source(span.file);
        let [start, end] = [span.start, span.end].map(|offset| source.position(offset as usize));
        Self { path: source.path(), start, end, text: Some((source, span)) }
    }

    /// The path as it can be opened from where the command runs, to be read by people.
    fn path_beneath(&self, root: &str) -> String {
        visible(&self.joined_to(root)).into_owned()
    }

    fn joined_to(&self, root: &str) -> String {
        let slash = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
        format!("{root}{slash}{}", self.path)
    }
}

/// JSON in one line. JSON itself only asks for U+0000 to U+001F to be escaped; terminals obey some other characters
/// as well. Outside of strings there are none, so they can be replaced without a look at the structure.
fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("strings and numbers are always JSON");
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if shown(character) == character {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}
