//! `chancery watch`

mod files;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::project::Project;
use chancery::report::{self, plural};

use super::disk::{self, Reader, Root};
use super::terminal::{self, Terminal, display};
use super::worker::job::{Job, Task};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, OutArgument, ProjectArgument, StrictArgument};

pub use files::{Files, Waker};

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
