//! The paper as it is saved, laid out again and again for those who look.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::project::Project;
use chancery::report;
use chancery::source::{Side, Span};

use super::board::State;
use super::editor::Editor;
use super::server::{Server, Wish};
use super::views::Views;
use crate::cli::Failure;
use crate::cli::disk::{Reader, Root};
use crate::cli::terminal::Terminal;
use crate::cli::worker::job::{Job, Outcome, Task};
use crate::cli::worker::{Desk, LimitsArgument};

/// Lays the paper out, and remembers what of.
pub struct Press<'a> {
    terminal: &'a Terminal,
    root: Root,
    server: &'a Server,
    views: Views,
    view: usize,
    editor: Option<Editor>,
    reader: Reader,
    desk: Desk,
    last: Option<Last>,
    /// Whether what can be compared with was looked up since.
    is_outdated: bool,
    /// The project that the pages show.
    shown: Option<Project>,
}

/// What was laid out last, or could not be.
struct Last {
    project: Project,
    view: usize,
    /// It went wrong for no fault of the paper's: the same paper is laid out again.
    failed: bool,
    unreadable: Vec<Diagnostic>,
    findings: Vec<Diagnostic>,
    version: u64,
}

impl<'a> Press<'a> {
    pub fn new(
        terminal: &'a Terminal,
        root: Root,
        server: &'a Server,
        views: Views,
        editor: Option<Editor>,
        limits: &LimitsArgument,
    ) -> Self {
        let mut desk = Desk::lasting(limits);
        desk.foresee(root.has_templates());
        let reader = Reader::default();
        Self {
            terminal,
            root,
            server,
            views,
            view: 0,
            editor,
            reader,
            desk,
            last: None,
            is_outdated: false,
            shown: None,
        }
    }

    /// Looks up what the paper can be compared with, which takes longer than to lay it out.
    pub fn offer_views(&mut self) {
        let Some(project) = self.last.as_ref().map(|last| last.project.clone()) else { return };
        let before = self.views.names();
        self.views.find(self.root.folder(), &project);
        if self.views.names() != before {
            self.is_outdated = true;
            self.print();
        }
    }

    /// Lays the paper out and shows it, if anything is new since the last time.
    pub fn print(&mut self) {
        let mut diagnostics = Diagnostics::new();
        let project = self.reader.read_filled(self.root.folder(), &mut diagnostics);
        let unreadable = diagnostics.clone().into_sorted();
        let is_same = |last: &Last| {
            let is_same = last.project == project && last.unreadable == unreadable && last.view == self.view;
            is_same && !last.failed && !self.is_outdated
        };
        if self.last.as_ref().is_some_and(is_same) {
            return;
        }
        let (outcome, failed) = self.lay_out(&project, diagnostics);
        let findings: Vec<_> = outcome.findings.into_iter().filter_map(of_newer).collect();
        if self.last.as_ref().is_none_or(|last| last.findings != findings) {
            self.terminal.show(&findings, &project, &self.root.prefix());
        }
        if outcome.shown.is_some() {
            self.shown = Some(project.clone());
        }
        let lines = report::json(&findings, &project);
        let state = State {
            findings: lines.lines().collect(),
            summary: if findings.is_empty() { String::new() } else { report::summary(&findings) },
            views: self.views.names(),
            view: self.view,
        };
        self.is_outdated = false;
        let version = self.server.board().publish(outcome.shown, &state);
        self.last = Some(Last { project, view: self.view, failed, unreadable, findings, version });
    }

    /// Lays the paper out. What fails is said and survived.
    fn lay_out(&mut self, project: &Project, diagnostics: Diagnostics) -> (Outcome, bool) {
        if !diagnostics.is_printable() {
            return (Outcome { findings: diagnostics.into_sorted(), ..Outcome::default() }, false);
        }
        let old = self.views.old(self.root.folder(), self.view).unwrap_or_else(|failure| {
            self.tell(&failure);
            self.view = 0;
            None
        });
        let job = Job { task: Task::Show, project, old: old.as_ref(), found: diagnostics.into_list() };
        self.run(&job).map_or_else(|| (Outcome::default(), true), |outcome| (outcome, false))
    }

    fn run(&mut self, job: &Job) -> Option<Outcome> {
        let run = AssertUnwindSafe(|| self.desk.run(job, &mut |_| Ok(())));
        match catch_unwind(run) {
            Ok(Ok(done)) => Some(done.outcome),
            Ok(Err(failure)) => {
                self.terminal.failure(&failure);
                None
            }
            Err(_) => {
                self.desk.clear();
                None
            }
        }
    }

    /// Sees to a wish.
    pub fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::View { view } if view < self.views.names().len() => {
                self.view = view;
                self.print();
            }
            Wish::View { .. } => {}
            Wish::Finding { version, finding } => {
                let last = self.last.as_ref().filter(|last| last.version == version);
                let found = last.and_then(|last| Some((last.findings.get(finding)?, &last.project)));
                if let Some((finding, project)) = found {
                    let place = finding.place.clone();
                    self.open(&place, &project.clone());
                }
            }
            Wish::Point { page, x, y } => {
                let Some(project) = self.shown.clone() else { return };
                let task = Task::Locate { page, x, y };
                let job = Job { task, project: &project, old: None, found: Vec::new() };
                match self.run(&job).and_then(|outcome| outcome.located) {
                    None => self.server.note("No author wrote what stands there."),
                    Some(Span { file, .. }) if file.side() == Side::Old => {
                        self.server.note("That stands in the older version only.");
                    }
                    Some(span) => self.open(&span.into(), &project),
                }
            }
        }
    }

    /// Opens the editor at a place, or says where that is.
    fn open(&self, place: &Place, project: &Project) {
        let start = chancery::source::Position { line: 1, column: 1 };
        let (path, position) = match place {
            Place::Span(span) => (span.file.path(), project.source(span.file).position(span.start as usize)),
            Place::Path(path) => (&**path, start),
            Place::Argument(_) => return,
        };
        if !project.contains(path) || project.is_builtin(path) {
            return self.server.note(&format!("{path} comes with chancery, or is not there."));
        }
        match &self.editor {
            None => self.server.note(&format!("{path}:{position} (name your editor with --editor to go there)")),
            Some(editor) => match editor.open(&self.root.folder().join(path), position) {
                Ok(()) => self.server.note(&format!("{path}:{position}")),
                Err(reason) => self.server.note(&format!("The editor cannot be opened: {reason}.")),
            },
        }
    }

    fn tell(&self, failure: &Failure) {
        self.terminal.failure(failure);
        self.server.note(&failure.message);
    }
}

/// A finding of the paper as it stands: of an older version there is nothing to mend.
fn of_newer(mut found: Diagnostic) -> Option<Diagnostic> {
    let is_old = |place: &Place| matches!(place, Place::Span(span) if span.file.side() == Side::Old);
    found.labels.retain(|label| !is_old(&label.place));
    (!is_old(&found.place)).then_some(found)
}
