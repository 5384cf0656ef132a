//! Who looks at papers while the editor is served: a thread for each paper's files, and one that checks.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, NO_ROOM_HELP, Place};
use chancery::editor::Desk;
use chancery::live::{Checked, Proofreader, Revision, Snapshot};
use chancery::project::Project;

use super::super::disk::Reader;
use super::super::terminal;
use super::super::watch::{Files, Waker};
use super::preview::News;
use crate::cli::Failure;

/// Names an open paper for as long as it is open.
pub type PaperId = usize;

/// What was seen of a paper.
pub enum Sight {
    /// It stands so on disk, as of the call with that number or later.
    Disk {
        project: Project,
        found: Vec<Diagnostic>,
        call: u64,
    },
    /// Its disk cannot be watched, for the reason that is given.
    Unwatched(Failure),
    Checked(Box<(Checked, Desk)>),
    /// Its preview has something to say.
    Preview(News),
    /// The check of that revision has broken down. What happened has been said.
    Failed(Revision),
}

/// Tells what was seen of which paper.
pub type Tell = Arc<dyn Fn(PaperId, Sight) -> bool + Send + Sync>;

/// Reads a paper's files and reads them again whenever they change, until it is dropped.
pub struct Reading {
    waker: Waker,
    calls: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
    /// Reads the files for a call, where there is no thread that does.
    here: Option<Box<dyn Fn(u64)>>,
}

impl Reading {
    /// Where the system gives no thread for it, files are read when somebody says that they have changed.
    pub fn start(id: PaperId, root: &Path, tell: Tell) -> Self {
        let (files, failure) = match Files::watch(root) {
            Ok(files) => (files, None),
            Err(failure) => (Files::unwatched(root), Some(failure)),
        };
        let (waker, calls, is_over) = (files.waker(), Arc::default(), Arc::default());
        let mut reading = Self { waker, calls, is_over, here: None };
        let (calls, stop) = (Arc::clone(&reading.calls), Arc::clone(&reading.is_over));
        let (folder, said) = (root.to_owned(), Arc::clone(&tell));
        let thread = thread::Builder::new().name("paper's files".to_owned()).spawn(move || {
            if let Some(failure) = failure {
                said(id, Sight::Unwatched(failure));
            }
            read(&folder, files, &calls, &stop, &|sight| said(id, sight));
        });
        if let Err(error) = thread {
            tell(id, Sight::Unwatched(no_thread(&error)));
            let folder = root.to_owned();
            let reader = RefCell::new(Reader::default());
            let here = move |call| _ = tell(id, seen(&mut reader.borrow_mut(), &folder, call));
            here(0);
            reading.here = Some(Box::new(here));
        }
        reading
    }

    /// Has the files read once more: somebody says that they have changed. Returns the number of this call.
    pub fn call(&self) -> u64 {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        match &self.here {
            Some(here) => here(call),
            None => self.waker.wake(),
        }
        call
    }
}

/// That the system gives no thread, which is no fault of a paper's.
pub fn no_thread(error: &io::Error) -> Failure {
    let message = format!("the system gives no more threads: {}", terminal::reason(error));
    let found = Diagnostic::error(Code("cannot-start-threads"), Place::Argument("lsp".to_owned()), message);
    Box::new(found.with_help(NO_ROOM_HELP))
}

/// How a paper stands on disk.
fn seen(reader: &mut Reader, root: &Path, call: u64) -> Sight {
    let mut found = Diagnostics::new();
    let project = reader.read_filled(root, &mut found);
    Sight::Disk { project, found: found.into_sorted(), call }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.waker.wake();
    }
}

fn read(root: &Path, mut files: Files, calls: &AtomicU64, is_over: &AtomicBool, tell: &dyn Fn(Sight) -> bool) {
    let mut reader = Reader::default();
    loop {
        let call = calls.load(Ordering::SeqCst);
        if !tell(seen(&mut reader, root, call)) {
            return;
        }
        files.wait();
        if is_over.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Checks papers, one after the other, each as it was when it was handed in last.
pub struct Checking {
    jobs: Sender<(PaperId, Option<Snapshot>)>,
}

/// Bytes of the stack on which papers are checked: texts nest, and main threads have as much on most systems.
pub const STACK_BYTES: usize = 64 << 20;

impl Checking {
    /// Fails if the system gives no thread, without which nothing could be said of any paper.
    pub fn start(tell: Tell) -> io::Result<Self> {
        let (jobs, queue) = channel();
        let checker = thread::Builder::new().name("checks".to_owned()).stack_size(STACK_BYTES);
        checker.spawn(move || check(&queue, &tell))?;
        Ok(Self { jobs })
    }

    /// Checks a paper as it is now. What it was before is checked no more.
    pub fn check(&self, id: PaperId, snapshot: &Snapshot) {
        let _ = self.jobs.send((id, Some(snapshot.clone())));
    }

    /// Lets go of all that is known of a paper.
    pub fn forget(&self, id: PaperId) {
        let _ = self.jobs.send((id, None));
    }
}

fn check(queue: &Receiver<(PaperId, Option<Snapshot>)>, tell: &Tell) {
    let mut readers: BTreeMap<PaperId, Proofreader> = BTreeMap::new();
    let mut newest: BTreeMap<PaperId, Snapshot> = BTreeMap::new();
    loop {
        let first = if newest.is_empty() { queue.recv().ok() } else { queue.try_recv().ok() };
        if first.is_none() && newest.is_empty() {
            return;
        }
        for (id, snapshot) in first.into_iter().chain(queue.try_iter()) {
            match snapshot {
                Some(snapshot) => drop(newest.insert(id, snapshot)),
                None => {
                    newest.remove(&id);
                    readers.remove(&id);
                }
            }
        }
        let Some((id, snapshot)) = newest.pop_first() else { continue };
        let reader = readers.entry(id).or_default();
        let seen = reader.guarded(|reader| {
            let checked = reader.check(&snapshot);
            let desk = reader.desk(&checked);
            Sight::Checked(Box::new((checked, desk)))
        });
        let sight = seen.unwrap_or(Sight::Failed(snapshot.revision));
        if !tell(id, sight) {
            return;
        }
    }
}
