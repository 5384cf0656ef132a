//! Who looks at papers while the editor is served: a thread for each paper's files, and one that checks.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::editor::Desk;
use chancery::live::{Checked, Proofreader, Revision, Snapshot};
use chancery::project::Project;

use super::super::disk::Reader;
use super::super::watch::{Files, Waker};
use super::preview::News;

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
    Unwatched(Box<Diagnostic>),
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
}

impl Reading {
    pub fn start(id: PaperId, root: &Path, tell: Tell) -> Self {
        let (files, failure) = match Files::watch(root) {
            Ok(files) => (files, None),
            Err(failure) => (Files::unwatched(root), Some(failure)),
        };
        let (waker, calls, is_over) = (files.waker(), Arc::default(), Arc::default());
        let reading = Self { waker, calls, is_over };
        let (root, calls, stop) = (root.to_owned(), Arc::clone(&reading.calls), Arc::clone(&reading.is_over));
        thread::spawn(move || {
            if let Some(failure) = failure {
                tell(id, Sight::Unwatched(failure));
            }
            read(&root, files, &calls, &stop, &|sight| tell(id, sight));
        });
        reading
    }

    /// Has the files read once more: somebody says that they have changed. Returns the number of this call.
    pub fn call(&self) -> u64 {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.waker.wake();
        call
    }
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
        let mut found = Diagnostics::new();
        let project = reader.read_filled(root, &mut found);
        if !tell(Sight::Disk { project, found: found.into_sorted(), call }) {
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
    pub fn start(tell: Tell) -> Self {
        let (jobs, queue) = channel();
        let checker = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || check(&queue, &tell));
        // Without a thread nothing could be said of any paper.
        checker.expect("the system has room for a thread");
        Self { jobs }
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
