//! A place as it is printed: path, lines and columns.

use super::visible::visible;
use crate::diagnostic::Place;
use crate::project::Project;
use crate::source::{Position, Source, Span};

/// A place as it is printed.
pub(super) struct Location<'a> {
    /// Relative to the project.
    pub path: &'a str,
    pub start: Position,
    pub end: Position,
    /// The text behind it, unless the finding is about a file as a whole.
    pub text: Option<(&'a Source, Span)>,
}

impl<'a> Location<'a> {
    pub(super) fn of(place: &'a Place, project: &'a Project) -> Self {
        match place {
            Place::Span(span) => Self::of_span(*span, project),
            Place::Path(path) | Place::Argument(path) => {
                let start = Position { line: 1, column: 1 };
                Self { path, start, end: start, text: None }
            }
        }
    }

    pub(super) fn of_span(span: Span, project: &'a Project) -> Self {
        let source = project.source(span.file);
        let [start, end] = [span.start, span.end].map(|offset| source.position(offset as usize));
        Self { path: source.path(), start, end, text: Some((source, span)) }
    }

    /// The path as it can be opened from where the command runs, to be read by people.
    pub(super) fn path_beneath(&self, root: &str) -> String {
        visible(&self.joined_to(root)).into_owned()
    }

    pub(super) fn joined_to(&self, root: &str) -> String {
        let slash = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
        format!("{root}{slash}{}", self.path)
    }
}
