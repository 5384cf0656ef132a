//! Where papers are laid out: in this process, or in a worker that can be lost.
//!
//! A template is code. One that came with the product is run here; any other by a worker, which is this binary started
//! once more, with as much memory and time as the user grants it. It reads and writes no file: a project goes in, and
//! what was found and made of it comes out ([`frame`], [`plain`]). What it does with it is what is done here ([`job`]).

mod drawing;
mod frame;
pub mod job;
mod limits;
mod plain;
mod process;
mod serve;

use std::mem::ManuallyDrop;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, NO_ROOM_HELP, Place};
use chancery::press;
use chancery::project::MANIFEST;

pub use self::drawing::{answer as answer_with_drawing, draw};
use self::job::{Job, Outcome, Progress, Sessions, Tree};
pub use self::limits::LimitsArgument;
use self::limits::given_memory;
pub use self::process::binary;
use self::process::{Death, Process};
pub use self::serve::answer;

use super::Failure;

/// Does jobs, each in the process that may do it.
pub struct Desk {
    limits: LimitsArgument,
    /// Whether more jobs will follow.
    stays: bool,
    sessions: Sessions,
    worker: Option<Process>,
}

/// What came of a job.
pub struct Done {
    pub outcome: Outcome,
    /// There is no more than findings, and the same job may go well the next time.
    pub may_go_well: bool,
}

impl Desk {
    /// For one job. While what came of it is written, a worker can end.
    pub fn once(limits: &LimitsArgument) -> Self {
        Self::new(limits, false)
    }

    fn new(limits: &LimitsArgument, stays: bool) -> Self {
        Self { limits: *limits, stays, sessions: Sessions::new(stays), worker: None }
    }

    /// Starts a worker before there is a job, if one is likely to be for it: while files are read, it comes to itself.
    pub fn foresee(&mut self, is_likely: bool) {
        if is_likely && self.worker.is_none() {
            // Why it cannot be started is told when it is needed.
            self.worker = Process::start(&self.limits, self.stays).ok();
        }
    }

    /// For one job after the other.
    pub fn lasting(limits: &LimitsArgument) -> Self {
        Self::new(limits, true)
    }

    /// Forgets what earlier jobs left: for after a panic.
    pub fn clear(&mut self) {
        drop(std::mem::take(&mut self.sessions));
        *self = Self::new(&self.limits, self.stays);
    }

    /// Does a job. `write_tree` is given what Typst reads, if the job asks for it, before it is read.
    ///
    /// # Panics
    /// If the job does, here or in the worker; what happened has been said by then.
    pub fn run(&mut self, job: &Job, write_tree: &mut dyn FnMut(Tree) -> Result<(), Failure>) -> Result<Done, Failure> {
        let own = job.task.lays_out().then(|| press::own_template(job.project)).flatten();
        // Of memory that the system does not give, a process dies without a word.
        let is_bounded = job.task.lays_out() && given_memory(self.limits.template_memory.bytes()).is_some();
        if own.is_none() && !is_bounded {
            // What a worker kept is of no use for this paper, and in the way of no other.
            self.worker = None;
            let mut progress = Here { write_tree };
            let outcome = job::run(job, &mut self.sessions, &mut progress)?;
            if !self.stays {
                // What goes with the process need not be taken to pieces before.
                let _ = ManuallyDrop::new(std::mem::take(&mut self.sessions));
            }
            return Ok(Done { outcome, may_go_well: false });
        }
        // What was kept here is gone before new sessions are counted: else it would not be the last.
        drop(std::mem::take(&mut self.sessions));
        self.sessions = Sessions::new(self.stays);
        let mut progress = There { write_tree, checked: Vec::new() };
        let mut answer = self.ask(job, &mut progress)?;
        if matches!(answer, Err((Death::Memory, true))) {
            // What it kept of earlier jobs took room as well.
            answer = self.ask(job, &mut progress)?;
        }
        if !self.stays
            && let Some(worker) = &mut self.worker
        {
            worker.dismiss();
        }
        let (death, _) = match answer {
            Ok(outcome) => return Ok(Done { outcome, may_go_well: false }),
            Err(death) => death,
        };
        let mut findings = Diagnostics::new();
        findings.extend(&progress.checked);
        findings.push(self.lost(own.as_deref(), &death));
        let outcome = Outcome { findings: findings.into_sorted(), ..Outcome::default() };
        Ok(Done { outcome, may_go_well: matches!(death, Death::Other(_) | Death::NotBorn(_)) })
    }

    /// Has the worker do a job. If it is lost over that, says why and whether it had done others before.
    fn ask(&mut self, job: &Job, progress: &mut There) -> Result<Result<Outcome, (Death, bool)>, Failure> {
        progress.checked.clear();
        let start = || Process::start(&self.limits, self.stays);
        let mut worker = match self.worker.take().map_or_else(start, Ok) {
            Ok(worker) => worker,
            Err(error) => return Ok(Err((Death::NotBorn(error), false))),
        };
        let had_others = worker.has_done_others();
        match worker.ask(job, &self.limits, progress)? {
            Ok(outcome) => {
                self.worker = Some(worker);
                Ok(Ok(outcome))
            }
            Err(lost) => Ok(Err((worker.death(&lost), had_others))),
        }
    }

    /// What is said of a worker that was lost over a template; over the paper if that came with the product.
    fn lost(&self, template: Option<&str>, death: &Death) -> Diagnostic {
        let LimitsArgument { template_memory, template_time } = self.limits;
        let what = template.map_or_else(|| "the paper".to_owned(), |template| format!("the template `{template}`"));
        let (message, help) = match death {
            Death::Time => (
                format!("{what} took more than {template_time} s of processor time"),
                format!(
                    "Look for what in it does not end; for a paper that long, `--template-time {}` allows more.",
                    template_time.saturating_mul(5)
                ),
            ),
            Death::Memory if let Some(given) = given_memory(template_memory.bytes()) => (
                format!("the system gives no more than {} MB of memory, too little for {what}", given / 1_000_000),
                format!(
                    "Raise the limit of this user or container (`ulimit -v`){}.",
                    if template.is_some() { ", or look for what in the template grows without end" } else { "" }
                ),
            ),
            Death::Memory => (
                format!("{what} took more than {template_memory} GB of memory"),
                format!(
                    "Look for what in it grows without end; for a paper that large, `--template-memory {}` allows \
                     more.",
                    template_memory.doubled()
                ),
            ),
            Death::Stack => (
                format!("{what} nests so deeply that the stack has no room for it"),
                "Look for a function that calls itself, or a loop that puts what it made into itself.".to_owned(),
            ),
            Death::Other(how) => (
                format!("what lays out {what} {how}"),
                "Try again; if that does not help, look at what the template did last.".to_owned(),
            ),
            Death::NotBorn(error) => {
                (format!("the process that lays out {what} cannot be started: {error}"), NO_ROOM_HELP.to_owned())
            }
        };
        let place = template.map_or_else(|| MANIFEST.to_owned(), |template| format!("templates/{template}/paper.typ"));
        Diagnostic::error(Code("cannot-run-template"), Place::Path(place), message).with_help(help)
    }
}

/// What is told of a job that is done here.
struct Here<'a> {
    write_tree: &'a mut dyn FnMut(Tree) -> Result<(), Failure>,
}

impl Progress for Here<'_> {
    fn checked(&mut self, _findings: &Diagnostics) {}

    fn tree(&mut self, tree: Tree) -> Result<(), Failure> {
        (self.write_tree)(tree)
    }
}

/// What a worker told of a job before it was done.
struct There<'a> {
    write_tree: &'a mut dyn FnMut(Tree) -> Result<(), Failure>,
    /// What it had found before it ran the template.
    checked: Vec<Diagnostic>,
}
