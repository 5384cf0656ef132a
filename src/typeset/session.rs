//! What is kept from one build to the next: threads, parsed fonts, parsed Typst files.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};
use typst::comemo;

use super::fonts::Fonts;
use super::parts::Parts;
use super::survey;
use super::tree::Tree;

/// The name of the threads that Typst runs on. A panic there becomes a diagnostic, so a panic hook may pass over it.
pub const THREAD_NAME: &str = "typeset";

/// Stack of each thread. Typst caps what can nest (72 layouts, 64 show rules, 80 calls, 256 levels of syntax), but
/// the 2 MB that a thread has by default do not last until then.
const STACK_SIZE: usize = 16 << 20;

/// For how many builds Typst keeps an intermediate result that none of them asked for.
///
/// Measured at 15 and at 946 pages: with 0 every build is a cold one. With 2, an edit of one section after another
/// takes a little less time than with 1 and a little more than with 5, edits of the same section the same; each step
/// above 2 holds on to another copy of the changed pages (0.6 GB at 946 pages). With 2, memory after 200 edits of a
/// short paper is at most 1.3 times that after five; with 5 it is 1.6 times.
const MAX_AGE: usize = 2;

/// What may make the next build faster, never different.
#[derive(Default)]
pub struct Session {
    pub(super) threads: Threads,
    fonts: Option<Arc<Fonts>>,
    pub(super) tree: Tree,
    /// For who lays out again and again: the first time, parts save nothing.
    pub(super) parts: Option<Parts>,
    surveys: survey::Memory,
    _lodger: Option<Lodger>,
}

impl Session {
    /// A session that uses so many threads instead of one for each core.
    pub fn with_threads(threads: usize) -> Self {
        Self { threads: Threads { count: threads, pool: None }, ..Self::default() }
    }

    /// A session in which a paper is laid out again and again: one that can be laid out in parts is.
    pub fn lasting() -> Self {
        Self { parts: Some(Parts::default()), _lodger: Some(Lodger::new()), ..Self::default() }
    }

    /// In how many parts the last paper was laid out; 0 if in one piece.
    pub fn parts(&self) -> usize {
        self.parts.as_ref().map_or(0, Parts::count)
    }

    /// What was seen of pages that may be laid out no more: those of parts alone stay the same.
    pub(super) fn surveys(&mut self) -> Option<&mut survey::Memory> {
        if self.parts() == 0 {
            self.surveys = survey::Memory::default();
            return None;
        }
        Some(&mut self.surveys)
    }

    /// The fonts of a paper whose template has these, by path: those of the last paper, if they are its.
    pub fn fonts(&mut self, house: &[(String, Arc<[u8]>)]) -> Arc<Fonts> {
        match &self.fonts {
            Some(fonts) if fonts.are_of(house) => Arc::clone(fonts),
            _ => Arc::clone(self.fonts.insert(Arc::new(Fonts::new(house)))),
        }
    }

    /// To be called once for each build: lets go of what the last builds had no use for.
    pub(super) fn age(&self) {
        comemo::evict(MAX_AGE);
    }

    /// Keeps nothing: for after a panic.
    pub(super) fn forget(&mut self) {
        self.tree = Tree::default();
        self.parts = self.parts.take().map(|_| Parts::default());
        self.surveys = survey::Memory::default();
        comemo::evict(0);
    }
}

/// Whoever lays out again and again. What Typst remembers is the whole process's: that of a session which is over goes
/// as others build, or with the last of them.
struct Lodger;

static LODGERS: AtomicUsize = AtomicUsize::new(0);

impl Lodger {
    fn new() -> Self {
        LODGERS.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Lodger {
    fn drop(&mut self) {
        if LODGERS.fetch_sub(1, Ordering::SeqCst) == 1 {
            comemo::evict(0);
        }
    }
}

/// The threads that Typst runs on, started when they are first needed.
#[derive(Default)]
pub(super) struct Threads {
    /// Zero: as many as the machine has cores.
    count: usize,
    pool: Option<ThreadPool>,
}

impl Threads {
    /// Does `work` on a large stack and catches its panic, which is sound: Typst's caches hold finished results only.
    ///
    /// The one panic that still ends the process is that of a task in the background (while the PDF is written,
    /// images are decoded in some): rayon aborts then, and to swallow it would be to wait for its result for ever.
    pub(super) fn run<T: Send>(&mut self, work: impl FnOnce() -> T + Send) -> Result<T, Breakdown> {
        if self.pool.is_none() {
            let builder = ThreadPoolBuilder::new().num_threads(self.count).stack_size(STACK_SIZE);
            let pool = builder.thread_name(|_| THREAD_NAME.to_owned()).build();
            self.pool = Some(pool.map_err(|error| Breakdown::NoThreads(error.to_string()))?);
        }
        let pool = self.pool.as_ref().expect("it was just made");
        pool.install(|| catch_unwind(AssertUnwindSafe(work))).map_err(|payload| Breakdown::panic(&*payload))
    }
}

/// Why there is no result, and what was said of it.
pub(super) enum Breakdown {
    /// The system gives no threads.
    NoThreads(String),
    Panic(String),
}

impl Breakdown {
    fn panic(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self::Panic(text.unwrap_or("no reason given").to_owned())
    }
}
