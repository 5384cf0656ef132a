//! Sees what happens to the files of a paper.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::{FOLDERS, is_project_path};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::super::Failure;
use super::super::disk;
use super::super::terminal::{self, display};

/// How long nothing must happen before a build: editors save in several steps.
const QUIET: Duration = Duration::from_millis(2);
/// When a build starts even though things go on happening.
const PATIENCE: Duration = Duration::from_millis(100);
/// How often to look for a folder that is gone.
const RETRY: Duration = Duration::from_millis(500);

/// Sees every change to a project's files.
pub struct Files {
    /// As the watcher names it.
    root: PathBuf,
    /// [`None`] if nothing can be watched.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    waker: Waker,
    /// Whether the project's folder is gone, so that nothing would be heard of it.
    lost: bool,
    /// The PDF that is there, as the watcher names it.
    printed: Option<PathBuf>,
}

impl Files {
    pub fn watch(root: &Path) -> Result<Self, Failure> {
        let failure = |error: notify::Error| cannot_watch(root, &error);
        // The watcher takes it for granted that the system gives it a thread, and breaks down without.
        let probe = thread::Builder::new().spawn(|| ()).map_err(|error| failure(notify::Error::io(error)))?;
        let _ = probe.join();
        let (sender, events) = channel();
        let configuration = notify::Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(sender.clone(), configuration).map_err(failure)?;
        let root = root.canonicalize().map_err(|error| failure(notify::Error::io(error)))?;
        let (watcher, waker) = (Some(watcher), Waker(sender));
        let mut files = Self { root, watcher, events, waker, lost: false, printed: None };
        files.place().map_err(failure)?;
        Ok(files)
    }

    /// Where nothing can be watched: hears of a change if it is woken.
    pub fn unwatched(root: &Path) -> Self {
        let (sender, events) = channel();
        let (root, waker) = (root.to_owned(), Waker(sender));
        Self { root, watcher: None, events, waker, lost: false, printed: None }
    }

    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Watches the project's folder itself, for its manifest and for folders that come and go, and below it only what
    /// belongs to the project.
    fn place(&mut self) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            let _ = watcher.unwatch(&folder);
            match watcher.watch(&folder, RecursiveMode::Recursive) {
                Err(error) if !is_absence(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Looks after what was printed as well: if that is taken away, it is to be printed again.
    pub fn guard(&mut self, printed: Option<&Path>) {
        let place = |pdf: &Path| {
            // Its folder may be gone by now.
            let folder = pdf.parent()?;
            let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder)).ok()?;
            Some(folder.join(pdf.file_name()?))
        };
        self.printed = printed.and_then(place);
        let folder = self.printed.as_deref().and_then(Path::parent).filter(|folder| *folder != self.root);
        if let (Some(folder), Some(watcher)) = (folder, &mut self.watcher) {
            // It may be another of the same name. Where it cannot be watched, only less is noticed.
            let _ = watcher.unwatch(folder);
            let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
        }
    }

    /// Whether the PDF was there and is no more.
    fn is_gone(&self) -> bool {
        self.printed.as_deref().is_some_and(|pdf| !disk::exists(pdf))
    }

    /// Waits until files of the project have changed and then stayed as they are for a moment. Returns when the change
    /// began.
    pub fn wait(&mut self) -> Instant {
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
                Err(RecvTimeoutError::Disconnected) => unreachable!("there is a waker as long as there are events"),
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

/// Says that files may have changed, from wherever it is known.
#[derive(Clone)]
pub struct Waker(Sender<notify::Result<Event>>);

impl Waker {
    pub fn wake(&self) {
        // An error may be a change.
        let _ = self.0.send(Err(notify::Error::generic("woken")));
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
