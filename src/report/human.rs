//! For people at a terminal: the line at fault with a caret, related places, and what to do.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::project::Project;
use crate::source::{Position, Side, Source, Span};

use super::location::Location;
use super::visible::visible;
use super::wrap::wrap;

/// What the reader's screen can show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Whether escape sequences for colour are understood and wanted.
    pub colour: bool,
    /// In columns: messages are wrapped, and authors' lines are cut around what is pointed at. Without it messages
    /// stay in one line each, for programs to search, and authors' lines are cut at 100 columns.
    pub width: Option<usize>,
    /// Whether each finding is wanted, where there are a great many of one code in one file.
    pub is_whole: bool,
}

/// Each finding with the line it is about, followed by an empty line; paths beneath `root` (empty for the working
/// folder). Of a span over several lines only the first is shown.
pub fn human(diagnostics: &[Diagnostic], project: &Project, root: &str, style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    // The renderer counts the width without line numbers and frame.
    let lines = style.width.unwrap_or(MAX_WIDTH).saturating_sub(MARGIN).max(MIN_WIDTH);
    let frame = Frame { root, style, width: lines };
    let renderer = renderer.term_width(frame.width);
    let mut text = String::new();
    let mut told: HashMap<(Code, &str), usize> = HashMap::new();
    for diagnostic in diagnostics {
        let path = diagnostic.place.path();
        let count = told.entry((diagnostic.code, path)).or_default();
        *count += 1;
        if *count > MAX_ALIKE && !style.is_whole {
            continue;
        }
        text += &placed(&renderer.render(&[frame.group(diagnostic, project)]));
        text.push_str("\n\n");
    }
    for diagnostic in diagnostics {
        let path = diagnostic.place.path();
        // Once for each file and code, in the order of the first ones.
        let count = told.remove(&(diagnostic.code, path)).unwrap_or_default();
        if let Some(rest) = count.checked_sub(MAX_ALIKE).filter(|rest| *rest > 0 && !style.is_whole) {
            text += &renderer.render(&[frame.rest(diagnostic, rest, project)]);
            text.push_str("\n\n");
        }
    }
    text
}

/// Of findings of one code in one file so many are drawn, unless each is wanted.
const MAX_ALIKE: usize = 50;

/// Of authors' lines where nobody knows how wide the screen is, in columns.
const MAX_WIDTH: usize = 100;
/// Columns that a line number and the frame take.
const MARGIN: usize = 8;
const MIN_WIDTH: usize = 40;
/// Widths of the terminal that the renderer is given on either side of what is marked: it cuts to the width itself, but
/// would read lines of any length for each finding.
const MAX_BESIDE: usize = 2;

/// What follows the help of a finding that the press can mend.
const MENDED: &str = "`chancery check --fix` mends this.";

/// Stands behind a path with its line and column; those that the renderer puts behind it are dropped.
const PLACED: char = '\u{fdd0}';

/// The text without what follows each [`PLACED`].
fn placed(drawn: &str) -> String {
    let mut parts = drawn.split(PLACED);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.trim_start_matches(|one: char| one == ':' || one.is_ascii_digit()))
}

struct Frame<'a> {
    root: &'a str,
    style: Style,
    /// Of authors' lines.
    width: usize,
}

impl Frame<'_> {
    /// What is said of findings that are not drawn, of which there were as many as are drawn before.
    fn rest(&self, one: &Diagnostic, count: usize, project: &Project) -> Group<'static> {
        let path = Location::of(&one.place, project).path_beneath(self.root);
        let code = one.code.0;
        let start = format!("{}[{code}]: ", one.severity.name()).len();
        let title = level(one.severity)
            .primary_title(self.message(&format!("{count} more of the kind in `{path}`"), start))
            .id(code);
        let help = "`chancery check --all` shows each of them.";
        Group::with_title(title).element(Level::HELP.message(self.message(help, " = help: ".len())))
    }

    fn group(&self, diagnostic: &Diagnostic, project: &Project) -> Group<'static> {
        let (severity, code) = (diagnostic.severity.name(), diagnostic.code.0);
        let message = self.message(&diagnostic.message, format!("{severity}[{code}]: ").len());
        let title = level(diagnostic.severity).primary_title(message).id(code);
        let places = diagnostic.labels.iter().map(|label| &label.place).chain([&diagnostic.place]);
        let last = places.map(|place| Location::of(place, project).start.line).max().unwrap_or(0);
        // A message beneath a place stands behind the line number, three columns and its own kind.
        let beside = |kind: &str| last.to_string().len() + 3 + kind.len();
        let mut group = Group::with_title(title);
        if !matches!(diagnostic.place, Place::Argument(_)) {
            let location = Location::of(&diagnostic.place, project);
            group = self.place(group, &location, AnnotationKind::Primary, None);
        }
        for label in &diagnostic.labels {
            let location = Location::of(&label.place, project);
            let label = self.message(&label.text, beside("note: "));
            group = self.place(group, &location, AnnotationKind::Context, Some(label));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(self.message(help, beside("help: "))));
        }
        // What was released or committed is mended no more.
        if diagnostic.fix.is_some() && project.side() == Side::New {
            group = group.element(Level::HELP.message(self.message(MENDED, beside("help: "))));
        }
        group
    }

    /// A message that begins in the column `start`, counted from 0.
    fn message(&self, text: &str, start: usize) -> String {
        wrap(&visible(text), self.style.width.map(|width| width.saturating_sub(start).max(MIN_WIDTH / 2)))
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
        if let Some((source, span)) = location.text {
            let Line { text, marked, is_cut } = self.line(source, span, line);
            // A label that has no room beside what it marks stands below.
            let room = self.width.saturating_sub(text[..marked.end].chars().count() + 1);
            let (beside, below) = match label {
                Some(label) if self.style.width.is_some() && label.chars().count() > room => (None, Some(label)),
                label => (label, None),
            };
            let annotation: Annotation<'static> = kind.span(marked).label(beside);
            // In what is left of a line the renderer counts other columns.
            let path = if is_cut { format!("{path}:{line}:{column}{PLACED}") } else { path };
            let snippet = Snippet::source(text).line_start(line).path(path).annotation(annotation);
            let group = group.element(snippet);
            return below.into_iter().fold(group, |group, label| group.element(Level::NOTE.message(label)));
        }
        let group = group.element(Origin::path(path));
        match label {
            Some(label) => group.element(Level::NOTE.message(label)),
            None => group,
        }
    }

    /// The first line of the span.
    fn line(&self, source: &Source, span: Span, line: usize) -> Line {
        let start = source.line_start(line);
        let text = source.text()[start..source.line_start(line + 1)].trim_end_matches('\n');
        let (before, after) = text.split_at(text.floor_char_boundary(span.start as usize - start));
        // A caret for each of a thousand characters says no more than one for each of the first few.
        let (marked, rest) =
            after.split_at(first(after, self.width / 2).min(after.floor_char_boundary(span.range().len())));
        let beside = MAX_BESIDE * self.width;
        let cut = before.char_indices().nth_back(beside).map_or(0, |(index, _)| index);
        let [before, marked, rest] = [&before[cut..], marked, &rest[..first(rest, beside)]].map(visible_line);
        let range = before.len()..before.len() + marked.len();
        Line { text: format!("{before}{marked}{rest}"), marked: range, is_cut: cut > 0 }
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    }
}

/// What is shown of a line.
struct Line {
    text: String,
    /// The bytes to mark.
    marked: Range<usize>,
    /// Whether it begins within the author's line.
    is_cut: bool,
}

/// Number of bytes of the first `count` characters.
fn first(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(index, _)| index)
}

/// Visible text in which tabs are still tabs; the renderer knows what to do with them.
fn visible_line(text: &str) -> String {
    text.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}
