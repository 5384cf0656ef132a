//! A paper as it stands at the moment, laid out again and again for those who look.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use chancery::diagnostic::{Diagnostic, Diagnostics, Place};
use chancery::live::{Snapshot, changed_at, moved};
use chancery::project::Project;
use chancery::report;
use chancery::source::{Side, Span};

use super::board::{State, Why};
use super::server::{Server, Wish};
use super::views::Views;
use crate::cli::Failure;
use crate::cli::worker::Desk;
use crate::cli::worker::job::{Job, Outcome, Task};

/// What is to be done next.
pub enum Order {
    /// The paper stands so by now.
    Show(Snapshot),
    /// Those who look are to see that.
    Seek(Sought),
    Wish(Wish),
    /// Nothing more.
    End,
}

/// A byte of a file, and why it is to be seen.
pub struct Sought {
    pub path: String,
    pub at: usize,
    pub why: Why,
}

/// Who has the paper shown: what differs between a command, which sees the disk, and an editor.
pub trait Face {
    /// Says what was found, where that is heard.
    fn report(&self, findings: &[Diagnostic], project: &Project);

    /// Says what went wrong for no fault of the paper's.
    fn fail(&self, failure: &Failure);

    /// Brings the author to a byte of a file. Returns what those who look are told of it.
    fn open(&self, path: &str, project: &Project, at: usize) -> String;
}

/// Lays the paper out, and remembers what of.
pub struct Press<F> {
    face: F,
    folder: PathBuf,
    server: Server,
    desk: Desk,
    views: Views,
    view: usize,
    /// The paper as it stands at the moment.
    text: Option<Snapshot>,
    last: Option<Last>,
    /// Whether what can be compared with was looked up since.
    is_outdated: bool,
    /// The project that the pages show, and the view of it.
    shown: Option<(Project, usize)>,
    sought: Option<Sought>,
}

/// What was laid out last, or could not be.
struct Last {
    text: Snapshot,
    view: usize,
    /// It went wrong for no fault of the paper's: the same paper is laid out again.
    may_go_well: bool,
    findings: Vec<Diagnostic>,
    version: u64,
}

impl<F: Face> Press<F> {
    pub fn new(face: F, folder: &Path, server: Server, desk: Desk, views: Views) -> Self {
        Self {
            face,
            folder: folder.to_owned(),
            server,
            desk,
            views,
            view: 0,
            text: None,
            last: None,
            is_outdated: false,
            shown: None,
            sought: None,
        }
    }

    /// Does what is ordered, to the end. Of several states of the paper that wait, the newest is enough; wishes are
    /// seen to before, and where to look is found when nothing else waits.
    pub fn run(mut self, list: &Receiver<Order>) {
        loop {
            let order = list.try_recv().or_else(|_| {
                self.follow();
                list.recv()
            });
            let Ok(order) = order else { return };
            let mut has_new = false;
            for order in std::iter::once(order).chain(list.try_iter()) {
                match order {
                    Order::Show(text) => {
                        self.text = Some(text);
                        has_new = true;
                    }
                    Order::Seek(sought) => self.sought = Some(sought),
                    Order::Wish(wish) => self.grant(wish),
                    Order::End => return,
                }
            }
            if has_new {
                let is_first = self.last.is_none();
                self.print();
                if is_first {
                    self.offer_views();
                }
            }
        }
    }

    /// Looks up what the paper can be compared with, which takes longer than to lay it out.
    fn offer_views(&mut self) {
        let Some(text) = &self.text else { return };
        let before = self.views.names();
        self.views.find(&self.folder, &text.project);
        if self.views.names() != before {
            self.is_outdated = true;
            self.print();
        }
    }

    /// Lays the paper out and shows it, if anything is new since the last time.
    fn print(&mut self) {
        let Some(text) = self.text.clone() else { return };
        let is_same = |last: &Last| {
            let is_same = last.text.project == text.project && last.text.found() == text.found();
            is_same && last.view == self.view && !last.may_go_well && !self.is_outdated
        };
        if self.last.as_ref().is_some_and(is_same) {
            return;
        }
        let (outcome, may_go_well) = self.lay_out(&text);
        let findings: Vec<_> = outcome.findings.into_iter().filter_map(of_newer).collect();
        if self.last.as_ref().is_none_or(|last| last.findings != findings) {
            self.face.report(&findings, &text.project);
        }
        if outcome.shown.is_some() {
            let before = self.shown.replace((text.project.clone(), self.view));
            let change = before.and_then(|(before, _)| changed_at(&before, &text.project));
            if let Some((path, at)) = change.filter(|_| self.sought.is_none()) {
                self.sought = Some(Sought { path, at, why: Why::Change });
            }
        }
        let lines = report::json(&findings, &text.project);
        let state = State {
            findings: lines.lines().collect(),
            summary: if findings.is_empty() { String::new() } else { report::summary(&findings) },
            views: self.views.names(),
            view: self.view,
        };
        self.is_outdated = false;
        let version = self.server.board().publish(outcome.shown, &state);
        self.last = Some(Last { text, view: self.view, may_go_well, findings, version });
    }

    /// Lays the paper out. What fails is said and survived.
    fn lay_out(&mut self, text: &Snapshot) -> (Outcome, bool) {
        let mut diagnostics = Diagnostics::new();
        diagnostics.extend(text.found());
        if !diagnostics.is_printable() {
            return (Outcome { findings: diagnostics.into_sorted(), ..Outcome::default() }, false);
        }
        self.run_job(Task::Show, &text.project, self.view, text.found().to_vec())
    }

    /// Does a job. Returns what came of it, and whether the same may go better the next time.
    fn run_job(&mut self, task: Task, project: &Project, view: usize, found: Vec<Diagnostic>) -> (Outcome, bool) {
        let old = self.views.old(&self.folder, view).unwrap_or_else(|failure| {
            self.face.fail(&failure);
            self.server.note(&failure.message);
            self.view = 0;
            None
        });
        let job = Job { task, project, old: old.as_ref(), found };
        let run = AssertUnwindSafe(|| self.desk.run(&job, &mut |_| Ok(())));
        match catch_unwind(run) {
            Ok(Ok(done)) => return (done.outcome, done.may_go_well),
            Ok(Err(failure)) => self.face.fail(&failure),
            Err(_) => self.desk.clear(),
        }
        (Outcome::default(), true)
    }

    /// Brings those who look to where the cursor is, or to what was changed last.
    fn follow(&mut self) {
        // Until there are pages, it waits.
        let Some((shown, view)) = self.shown.clone() else { return };
        let Some(Sought { path, at, why }) = self.sought.take() else { return };
        let text = self.text.as_ref().map_or(&shown, |text| &text.project);
        let at = moved(at, &path, text, &shown);
        let (outcome, _) = self.run_job(Task::Seek { path, at }, &shown, view, Vec::new());
        if let Some(spot) = outcome.spot {
            self.server.bring(spot, why);
        }
    }

    /// Sees to a wish.
    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::View { view } if view < self.views.names().len() => {
                self.view = view;
                self.print();
            }
            Wish::View { .. } => {}
            Wish::Finding { version, finding } => {
                let last = self.last.as_ref().filter(|last| last.version == version);
                let found = last.and_then(|last| Some((last.findings.get(finding)?, &last.text.project)));
                if let Some((finding, project)) = found {
                    self.open(&finding.place, project);
                }
            }
            Wish::Point { page, x, y } => {
                let Some((project, view)) = self.shown.clone() else { return };
                let (outcome, _) = self.run_job(Task::Locate { page, x, y }, &project, view, Vec::new());
                match outcome.located {
                    None => self.server.note("No author wrote what stands there."),
                    Some(Span { file, .. }) if file.side() == Side::Old => {
                        self.server.note("That stands in the older version only.");
                    }
                    Some(span) => self.open(&span.into(), &project),
                }
            }
        }
    }

    /// Brings the author to a place of a project, wherever it stands by now.
    fn open(&self, place: &Place, project: &Project) {
        let (path, at) = match place {
            Place::Span(span) => (span.file.path(), span.start as usize),
            Place::Path(path) => (&**path, 0),
            Place::Argument(_) => return,
        };
        let now = self.text.as_ref().map_or(project, |text| &text.project);
        if !now.contains(path) || now.is_builtin(path) {
            return self.server.note(&format!("{path} comes with chancery, or is not there."));
        }
        let at = moved(at, path, project, now);
        self.server.note(&self.face.open(path, now, at));
    }
}

/// A finding of the paper as it stands: of an older version there is nothing to mend.
fn of_newer(mut found: Diagnostic) -> Option<Diagnostic> {
    let is_old = |place: &Place| matches!(place, Place::Span(span) if span.file.side() == Side::Old);
    found.labels.retain(|label| !is_old(&label.place));
    (!is_old(&found.place)).then_some(found)
}
