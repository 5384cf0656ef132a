//! `chancery build`

use std::path::Path;
use std::time::Instant;

use chancery::diagnostic::{Diagnostics, Reported};
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::report::plural;

use super::disk::{self, Root};
use super::terminal::{self, Terminal};
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
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Emit {
    /// Typst files, images and fonts, complete enough for a stock Typst 0.15.1
    Typst,
}

/// What compiles an emitted folder to the same pages, fonts and all.
const COMPILE: &str = "typst compile --root . --font-path fonts --ignore-system-fonts --ignore-embedded-fonts \
                       --pdf-standard a-3a,ua-1 main.typ";

impl Build {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let started = Instant::now();
        let root = Root::find(&self.project)?;
        let out = root.out(&self.out)?;
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let built = match diagnostics.checkpoint() {
            Ok(()) => self.print(&project, &out, &mut diagnostics)?,
            Err(reported) => Err(reported),
        };
        let status = built.as_ref().ok().map(|built| built.paper.manifest.status.value);
        self.strict.apply(status, &mut diagnostics);
        let built = built.and_then(|built| diagnostics.checkpoint().map(|()| built));
        let findings = diagnostics.into_sorted();
        terminal.show(&findings, &project, &root.prefix());
        let Ok(built) = built else {
            terminal::sum_up(&findings, "nothing was printed");
            return Ok(Ending::of(&findings));
        };
        let pdf = out.join(format!("{}.pdf", built.slug()));
        disk::write_atomically(&pdf, &built.pdf)?;
        terminal::result(&format!("{}\n", terminal::display(&pdf)))?;
        let (pages, size) = (plural(built.pages(), "page"), terminal::size(built.pdf.len()));
        terminal::tell(&format!("{pages}, {size}, {}", terminal::duration(started.elapsed())));
        terminal::tell_of_mendable(&findings);
        if self.emit.is_some() {
            terminal::say(&format!("To set it with Typst 0.15.1, run in the other folder:\n{COMPILE}\n"));
        }
        Ok(Ending::Done)
    }

    /// Prints the paper. What Typst reads is written before it is read, to be there if Typst refuses it.
    fn print(
        &self,
        project: &Project,
        out: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Result<Built, Reported>, Failure> {
        let mut session = Session::default();
        let (paper, assembled) = match press::assemble(project, &mut session, diagnostics) {
            Ok(assembled) => assembled,
            Err(reported) => return Ok(Err(reported)),
        };
        self.strict.apply(Some(paper.manifest.status.value), diagnostics);
        if let Err(reported) = diagnostics.checkpoint() {
            return Ok(Err(reported));
        }
        if let Some(Emit::Typst) = self.emit {
            let folder = out.join(format!("{}-typst", paper.manifest.slug.value));
            disk::write_tree(&folder, &press::tree(&assembled))?;
            terminal::result(&format!("{}\n", terminal::display(&folder)))?;
        }
        let built = press::print(project, paper, assembled, &mut session, diagnostics);
        if let (Some(Emit::Typst), Ok(built)) = (self.emit, &built) {
            // Where pages had to be broken, the files say so now.
            let folder = out.join(format!("{}-typst", built.slug()));
            disk::write_tree(&folder, &press::tree(&built.assembled))?;
        }
        Ok(built)
    }
}
