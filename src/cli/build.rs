//! `chancery build`

use std::path::Path;
use std::time::Instant;

use chancery::diagnostic::Diagnostics;
use chancery::project::Project;
use chancery::report::plural;

use super::disk::{self, Root};
use super::terminal::{self, Terminal};
use super::worker::job::{Job, Outcome, Task, Tree};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, OutArgument, ProjectArgument, StrictArgument};

/// Print a paper as PDF
///
/// Checks the paper first; if it has errors, they are shown and nothing is written. Otherwise the PDF is written
/// whole or not at all, its path goes to standard output, and pages, size and time to standard error.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery build                     print the paper whose folder you are in to its out/
  chancery build papers/2013         print the paper in papers/2013
  chancery build --out /tmp          print it to another folder
  xdg-open \"$(chancery build)\"       print it and look at it
  chancery build --strict            print it only if there is nothing to warn of
  chancery build --emit typst        also keep the Typst files that the PDF is set from")]
pub struct Build {
    #[command(flatten)]
    project: ProjectArgument,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    strict: StrictArgument,
    /// Also write what the PDF is made from to a folder beside it, which is replaced
    #[arg(long, value_enum, value_name = "WHAT")]
    emit: Option<Emit>,
    #[command(flatten)]
    limits: LimitsArgument,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Emit {
    /// Typst files, images and fonts, complete enough for a stock Typst 0.15.1
    Typst,
}

/// What compiles an emitted folder to the same pages, fonts and all, before the name of the file to begin with.
const COMPILE: &str = "typst compile --root . --font-path fonts --ignore-system-fonts --ignore-embedded-fonts \
                       --features a11y-extras --pdf-standard a-3a,ua-1";

impl Build {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let started = Instant::now();
        let root = Root::find(&self.project)?;
        let out = root.out(&self.out)?;
        let mut desk = Desk::once(&self.limits);
        desk.foresee(root.has_templates());
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let (findings, printed, main) = match diagnostics.checkpoint() {
            Ok(()) => {
                let (outcome, main) = self.print(&project, diagnostics, &out, &mut desk)?;
                (outcome.findings, outcome.printed, main)
            }
            Err(_) => {
                self.strict.apply(None, &mut diagnostics);
                (diagnostics.into_sorted(), None, None)
            }
        };
        terminal.show(&findings, &project, &root.prefix());
        let Some(printed) = printed else {
            terminal::sum_up(&findings, "nothing was printed");
            return Ok(Ending::of(&findings));
        };
        let pdf = out.join(format!("{}.pdf", printed.slug));
        disk::write_atomically(&pdf, &printed.pdf)?;
        terminal::result(&format!("{}\n", terminal::display(&pdf)))?;
        let (pages, size) = (plural(printed.pages, "page"), terminal::size(printed.pdf.len()));
        terminal::tell(&format!("{pages}, {size}, {}", terminal::duration(started.elapsed())));
        terminal::tell_of_mendable(&findings);
        if let Some(main) = main {
            terminal::say(&format!("To set it with Typst 0.15.1, run in the other folder:\n{COMPILE} {main}\n"));
        }
        Ok(Ending::Done)
    }

    /// Prints the paper, and writes what it is made from, if that is wanted: the name of the file to begin with.
    fn print(
        &self,
        project: &Project,
        found: Diagnostics,
        out: &Path,
        desk: &mut Desk,
    ) -> Result<(Outcome, Option<String>), Failure> {
        let task = Task::Print { strict: self.strict.clone(), tree: self.emit.is_some() };
        let job = Job { task, project, old: None, found: found.into_list() };
        let mut main = None;
        let mut write_tree = |tree: Tree| {
            let folder = out.join(format!("{}-typst", tree.slug));
            disk::write_tree(&folder, &tree.files)?;
            match main.replace(tree.main) {
                Some(_) => Ok(()),
                None => terminal::result(&format!("{}\n", terminal::display(&folder))),
            }
        };
        let outcome = desk.run(&job, &mut write_tree)?.outcome;
        Ok((outcome, main))
    }
}
