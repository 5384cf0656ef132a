//! `chancery release`

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use chancery::lock::{self, Lock};
use chancery::press::{self, Built, Session};
use chancery::project::{LOCK, Project};
use chancery::report;
use chancery::section::Status;

use super::disk::{self, Root};
use super::terminal::{self, Stream, Terminal};
use super::{Ending, Failure, OutArgument, ProjectArgument};

/// Release a final paper: print it, and write down what it is made of
///
/// The paper must be final, without errors or warnings, and of a version above the last one released. The PDF and
/// paper.lock, which holds the version and digest of each section, are written together or not at all.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery release                   release the paper whose folder you are in
  chancery release papers/2013       release the paper in papers/2013
  chancery release --out /tmp        print it to another folder; paper.lock stays with the paper

Keep paper.lock in version control: `chancery check` compares what stands with it. The PDF is the one that \
`chancery build` prints.")]
pub struct Release {
    #[command(flatten)]
    project: ProjectArgument,
    #[command(flatten)]
    out: OutArgument,
}

impl Release {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let out = root.out(&self.out)?;
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let released = diagnostics.checkpoint().and_then(|()| release(&project, &mut diagnostics));
        let findings = diagnostics.into_sorted();
        terminal::say(&report::human(&findings, &project, &root.prefix(), terminal.style(Stream::Err)));
        let Ok((built, lock)) = released else {
            terminal::say(&format!("{}, nothing was released\n", report::summary(&findings)));
            return Ok(Ending::PaperHasErrors);
        };
        let (pdf, record) = (out.join(format!("{}.pdf", built.slug())), root.folder().join(LOCK));
        disk::write_both((&pdf, &built.pdf), (&record, lock.text().as_bytes()))?;
        let record = format!("{}{LOCK}", if root.prefix().is_empty() { String::new() } else { root.prefix() + "/" });
        terminal::result(&format!("{}\n{record}\n", terminal::display(&pdf)))?;
        terminal::say(&format!("{} is released; commit it with {LOCK}\n", lock.version));
        Ok(Ending::Done)
    }
}

/// Prints what is to be released. The lock is made first and belongs to the paper that is printed, so that `build` of
/// the released paper gives the same bytes; proof of it can be made of what is returned, before anything is written.
fn release(project: &Project, diagnostics: &mut Diagnostics) -> Result<(Built, Lock), Reported> {
    let mut session = Session::default();
    let prepared = press::lock(project, &mut session, diagnostics);
    diagnostics.harden();
    let Some((paper, lock)) = prepared else { return Err(diagnostics.checkpoint().expect_err("it was reported")) };
    // What is wrong with the old lock has been reported.
    let old = lock::read(project, &mut Diagnostics::new()).ok().flatten();
    let (status, version) = (&paper.manifest.status, &paper.manifest.version);
    if status.value != Status::Final {
        let message = format!("the paper is `{}`, and only final papers are released", status.value.name());
        let found = Diagnostic::error(Code("not-final"), status.span, message);
        diagnostics.push(found.with_help("Write `status = \"final\"` once it is."));
    }
    if let Some(old) = old.as_ref().filter(|old| version.value.cmp_precedence(&old.version).is_le()) {
        let message = format!("{} was released, and {} is not above it", old.version, version.value);
        let found = Diagnostic::error(Code("already-released"), version.span, message);
        diagnostics.push(found.with_help("Raise the paper's version; `chancery build` prints a released paper again."));
    }
    diagnostics.checkpoint()?;
    let lock = lock.after(old.as_ref());
    let locked = project.with(LOCK, lock.text().into_bytes());
    // Checked before: what is found again is dropped with this list, what layout finds is kept.
    let mut findings = Diagnostics::new();
    let built = press::build(&locked, &mut session, &mut findings);
    findings.harden();
    let built = built.and_then(|built| findings.checkpoint().map(|()| built));
    if built.is_err() {
        findings.iter().for_each(|finding| diagnostics.push(finding.clone()));
    }
    Ok((built?, lock))
}
