//! `chancery watch`

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::project::{FOLDERS, Project, is_project_path};
use chancery::report::{self, plural};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::disk::{self, Reader, Root};
use super::terminal::{self, Terminal, display};
use super::worker::job::{Job, Task};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, OutArgument, ProjectArgument, StrictArgument};

/// Print a paper again each time one of its files is saved
///
/// Each build gives one line on standard output; findings go to standard error when they have changed. While the
/// paper has errors the last good PDF stands. Runs until it is stopped with Ctrl-C.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery watch                     watch the paper whose folder you are in
  chancery watch papers/2013         watch the paper in papers/2013

A viewer that reloads by itself, such as Evince, Okular or Skim, shows each change a moment after you save it.")]
pub struct Watch {
    #[command(flatten)]
    project: ProjectArgument,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    limits: LimitsArgument,
}

/// How long nothing must happen before a build: editors save in several steps.
const QUIET: Duration = Duration::from_millis(2);
/// When a build starts even though things go on happening.
const PATIENCE: Duration = Duration::from_millis(100);
/// How often to look for a folder that is gone.
const RETRY: Duration = Duration::from_millis(500);

impl Watch {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let out = root.out(&self.out)?;
        // The watch comes first: what is saved during a build is then seen after it.
        let mut files = Files::watch(root.folder())?;
        let mut desk = Desk::lasting(&self.limits);
        desk.foresee(root.has_templates());
        let mut press = Press { terminal, root, out, reader: Reader::default(), desk, last: None };
        let mut changed = Instant::now();
        loop {
            press.print(changed)?;
            files.guard(press.printed());
            changed = files.wait();
        }
    }
}

/// Builds, and remembers the last build.
struct Press<'a> {
    terminal: &'a Terminal,
    root: Root,
    out: PathBuf,
    reader: Reader,
    desk: Desk,
    last: Option<Last>,
}

/// What the last build was made from, and what was found.
struct Last {
    project: Project,
    /// The build went wrong for no fault of the paper's: the same paper is built again.
    failed: bool,
    unreadable: Vec<Diagnostic>,
    findings: Vec<Diagnostic>,
    /// Where the PDF is.
    printed: Option<PathBuf>,
}

/// How a build ended.
enum Outcome {
    /// The path of the new PDF, and its pages.
    Built(PathBuf, String),
    /// The paper has errors.
    Refused,
    /// The PDF could not be written, a process was stopped, or chancery has made a mistake.
    Failed,
}

impl Press<'_> {
    /// Builds if anything is new since the last time.
    fn print(&mut self, changed: Instant) -> Result<(), Failure> {
        let mut diagnostics = Diagnostics::new();
        let project = self.reader.read_filled(self.root.folder(), &mut diagnostics);
        let unreadable = diagnostics.clone().into_sorted();
        let stands = |printed: &Option<PathBuf>| printed.as_deref().is_none_or(disk::exists);
        let is_same = |last: &Last| {
            !last.failed && last.project == project && last.unreadable == unreadable && stands(&last.printed)
        };
        if self.last.as_ref().is_some_and(is_same) {
            return Ok(());
        }
        let (outcome, findings) = self.build(&project, diagnostics);
        if self.last.as_ref().is_none_or(|last| last.findings != findings) {
            self.terminal.show(&findings, &project, &self.root.prefix());
        }
        let told = match &outcome {
            Outcome::Built(pdf, pages) if findings.is_empty() => format!("built {}, {pages}", display(pdf)),
            Outcome::Built(pdf, pages) => format!("built {}, {pages}, {}", display(pdf), report::summary(&findings)),
            _ if findings.is_empty() => "not built".to_owned(),
            _ => format!("not built: {}", report::summary(&findings)),
        };
        let failed = matches!(outcome, Outcome::Failed);
        let printed = if let Outcome::Built(pdf, _) = outcome { Some(pdf) } else { None };
        self.last = Some(Last { project, failed, unreadable, findings, printed });
        terminal::result(&format!("{told}, {}\n", terminal::duration(changed.elapsed())))
    }

    /// The PDF that was written last, if that was so the last time.
    fn printed(&self) -> Option<&Path> {
        self.last.as_ref()?.printed.as_deref()
    }

    /// Builds the paper and writes its PDF. What fails is said and survived.
    fn build(&mut self, project: &Project, diagnostics: Diagnostics) -> (Outcome, Vec<Diagnostic>) {
        if !diagnostics.is_printable() {
            return (Outcome::Refused, diagnostics.into_sorted());
        }
        let task = Task::Print { strict: StrictArgument::default(), tree: false };
        let job = Job { task, project, old: None, found: diagnostics.into_list() };
        let run = AssertUnwindSafe(|| self.desk.run(&job, &mut |_| Ok(())));
        let done = match catch_unwind(run) {
            Ok(Ok(done)) => done,
            Ok(Err(failure)) => {
                self.terminal.failure(&failure);
                return (Outcome::Failed, Vec::new());
            }
            Err(_) => {
                self.desk.clear();
                return (Outcome::Failed, Vec::new());
            }
        };
        let outcome = match done.outcome.printed {
            None if done.may_go_well => Outcome::Failed,
            None => Outcome::Refused,
            Some(printed) => {
                let pdf = self.out.join(format!("{}.pdf", printed.slug));
                match disk::write_atomically(&pdf, &printed.pdf) {
                    Ok(()) => Outcome::Built(pdf, plural(printed.pages, "page")),
                    Err(failure) => {
                        self.terminal.failure(&failure);
                        Outcome::Failed
                    }
                }
            }
        };
        (outcome, done.outcome.findings)
    }
}

/// Sees every change to a project's files.
struct Files {
    /// As the watcher names it.
    root: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Whether the project's folder is gone, so that nothing would be heard of it.
    lost: bool,
    /// The PDF that is there, as the watcher names it.
    printed: Option<PathBuf>,
}

impl Files {
    fn watch(root: &Path) -> Result<Self, Failure> {
        let failure = |error: notify::Error| cannot_watch(root, &error);
        let (sender, events) = channel();
        let configuration = notify::Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(sender, configuration).map_err(failure)?;
        let root = root.canonicalize().map_err(|error| failure(notify::Error::io(error)))?;
        let mut files = Self { root, watcher, events, lost: false, printed: None };
        files.place().map_err(failure)?;
        Ok(files)
    }

    /// Watches the project's folder itself, for its manifest and for folders that come and go, and below it only what
    /// belongs to the project.
    fn place(&mut self) -> notify::Result<()> {
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            let _ = self.watcher.unwatch(&folder);
            match self.watcher.watch(&folder, RecursiveMode::Recursive) {
                Err(error) if !is_absence(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Looks after what was printed as well: if that is taken away, it is to be printed again.
    fn guard(&mut self, printed: Option<&Path>) {
        let place = |pdf: &Path| {
            // Its folder may be gone by now.
            let folder = pdf.parent()?;
            let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
            Some(folder.join(pdf.file_name()?))
        };
        self.printed = printed.and_then(place);
        if let Some(folder) = self.printed.as_deref().and_then(Path::parent).filter(|folder| *folder != self.root) {
            // It may be another of the same name. Where it cannot be watched, only less is noticed.
            let _ = self.watcher.unwatch(folder);
            let _ = self.watcher.watch(folder, RecursiveMode::NonRecursive);
        }
    }

    /// Whether the PDF was there and is no more.
    fn is_gone(&self) -> bool {
        self.printed.as_deref().is_some_and(|pdf| !disk::exists(pdf))
    }

    /// Waits until files of the project have changed and then stayed as they are for a moment. Returns when the change
    /// began.
    fn wait(&mut self) -> Instant {
        let changed = loop {
            // It may have been taken away before anything looked after it.
            if self.is_gone() {
                break Instant::now();
            }
            let timeout = if self.lost { RETRY } else { Duration::MAX };
            match self.events.recv_timeout(timeout) {
                Ok(event) if self.concerns(&event) => break Instant::now(),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) if self.place().is_ok() => {
                    self.lost = false;
                    break Instant::now();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => unreachable!("the watcher lives as long as its receiver"),
            }
        };
        // Who takes a whole folder away is not to find something new in it.
        let quiet = if self.is_gone() { PATIENCE } else { QUIET };
        while changed.elapsed() < PATIENCE {
            match self.events.recv_timeout(quiet) {
                Ok(event) => {
                    self.concerns(&event);
                }
                Err(_) => break,
            }
        }
        changed
    }

    /// Whether an event can have changed the project; keeps the watch complete on the way.
    fn concerns(&mut self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else {
            // Better once too often than not at all.
            return true;
        };
        let is_change = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        if !is_change {
            return false;
        }
        let paths: Vec<_> = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok()).collect();
        let is_root = |path: &Path| path.as_os_str().is_empty();
        let is_folder = |path: &Path| FOLDERS.iter().any(|folder| path == Path::new(folder));
        let concerned = event.need_rescan()
            || paths.iter().any(|path| is_root(path) || is_folder(path) || is_project_path(&display(path)))
            || self.is_gone();
        if event.need_rescan() || paths.iter().any(|path| is_root(path) || is_folder(path)) {
            self.lost = self.place().is_err();
        }
        concerned
    }
}

/// Whether a folder cannot be watched because there is none.
fn is_absence(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn cannot_watch(root: &Path, error: &notify::Error) -> Failure {
    let path = display(root);
    let (reason, help) = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => (
            "the system allows no more watches".to_owned(),
            "Raise the limit `fs.inotify.max_user_watches`, or close programs that watch many files.",
        ),
        notify::ErrorKind::Io(error) => (terminal::reason(error), "Run `chancery build` after each change instead."),
        _ => (error.to_string(), "Run `chancery build` after each change instead."),
    };
    let message = format!("`{path}` cannot be watched: {reason}");
    Box::new(Diagnostic::error(Code("cannot-watch"), Place::Path(path), message).with_help(help))
}
