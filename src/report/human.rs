//! For people at a terminal: the line at fault with a caret, related places, and what to do.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::Project;
use crate::source::{Position, Source, Span};

use super::location::Location;
use super::visible::visible;

/// What the reader's screen can show.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether escape sequences for colour are understood and wanted.
    pub colour: bool,
    /// In columns. Longer lines are cut around what is pointed at.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { colour: false, width: 100 }
    }
}

/// Each finding with the line it is about, followed by an empty line; paths beneath `root` (empty for the working
/// folder). Of a span over several lines only the first is shown.
pub fn human(diagnostics: &[Diagnostic], project: &Project, root: &str, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    // The renderer counts the width without line numbers and frame.
    let frame = Frame { root, width: style.width.saturating_sub(MARGIN).max(MIN_WIDTH) };
    let renderer = renderer.term_width(frame.width);
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[frame.group(diagnostic, project)]));
        text.push_str("\n\n");
    }
    text
}

/// Columns that a line number and the frame take.
const MARGIN: usize = 8;
const MIN_WIDTH: usize = 40;
/// In bytes. Of a longer one only the place is printed.
const MAX_LINE: usize = 20_000;

struct Frame<'a> {
    root: &'a str,
    width: usize,
}

impl Frame<'_> {
    fn group(&self, diagnostic: &Diagnostic, project: &Project) -> Group<'static> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Hint => Level::INFO.with_name("hint"),
        };
        let title = level.primary_title(visible(&diagnostic.message).into_owned()).id(diagnostic.code.0);
        let location = Location::of(&diagnostic.place, project);
        let mut group = self.place(Group::with_title(title), &location, AnnotationKind::Primary, None);
        for label in &diagnostic.labels {
            let location = Location::of(&label.place, project);
            let text = visible(&label.text).into_owned();
            group = self.place(group, &location, AnnotationKind::Context, Some(text));
        }
        match &diagnostic.help {
            Some(help) => group.element(Level::HELP.message(visible(help).into_owned())),
            None => group,
        }
    }

    /// Adds a place: where it is, and what stands there.
    fn place(
        &self,
        group: Group<'static>,
        location: &Location,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Group<'static> {
        let path = location.path_beneath(self.root);
        let Position { line, column } = location.start;
        if let Some((source, span)) = location.text
            && let Some((text, marked)) = self.line(source, span, line)
        {
            let annotation: Annotation<'static> = kind.span(marked).label(label);
            return group.element(Snippet::source(text).line_start(line).path(path).annotation(annotation));
        }
        let origin = match location.text {
            Some(_) => Origin::path(path).line(line).char_column(column),
            None => Origin::path(path),
        };
        let group = group.element(origin);
        match label {
            Some(label) => group.element(Level::NOTE.message(label)),
            None => group,
        }
    }

    /// The first line of the span, unless it is excessively long, and the bytes of it to mark.
    fn line(&self, source: &Source, span: Span, line: usize) -> Option<(String, Range<usize>)> {
        let start = source.line_start(line);
        let text = source.text()[start..source.line_start(line + 1)].trim_end_matches('\n');
        if text.len() > MAX_LINE {
            return None;
        }
        let (before, after) = text.split_at(text.floor_char_boundary(span.start as usize - start));
        // A caret for each of a thousand characters says no more than one for each of the first few.
        let (marked, rest) =
            after.split_at(first(after, self.width / 2).min(after.floor_char_boundary(span.range().len())));
        let [before, marked, rest] = [before, marked, rest].map(visible_line);
        Some((format!("{before}{marked}{rest}"), before.len()..before.len() + marked.len()))
    }
}

/// Number of bytes of the first `count` characters.
fn first(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(index, _)| index)
}

/// Visible text in which tabs are still tabs; the renderer knows what to do with them.
fn visible_line(text: &str) -> String {
    text.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}
