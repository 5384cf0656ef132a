//! `chancery release`

use std::path::Path;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Reported, Severity};
use chancery::lock::{self, Lock};
use chancery::press::{self, Session};
use chancery::project::{FOLDERS, LOCK, MANIFEST, Project};
use chancery::section::Status;

use super::disk::{self, Root, Turn};
use super::git::Repository;
use super::terminal::{self, Terminal};
use super::worker::job::{Job, Task};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, OutArgument, ProjectArgument, StrictArgument};

/// Release a final paper: print it, and write down what it is made of
///
/// The paper must be final, without errors or warnings, and of a version above the last one released; status and
/// version stand in paper.toml. The PDF and paper.lock, which holds the version and digest of each section, are written
/// together or not at all. A run that was killed between the two has released nothing: paper.lock tells what was.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery release                   release the paper whose folder you are in
  chancery release papers/2013       release the paper in papers/2013
  chancery release --out /tmp        print it to another folder; paper.lock stays with the paper

Keep paper.lock in version control: `chancery check` compares what stands with it, and `chancery redline` with \
what was released. In a git repository the commands for that are told, with all files that are not committed yet. The \
PDF is the one that `chancery build` prints.")]
pub struct Release {
    #[command(flatten)]
    project: ProjectArgument,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    limits: LimitsArgument,
}

impl Release {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let root = Root::find(&self.project)?;
        let out = root.out(&self.out)?;
        let _turn = Turn::at(root.folder());
        let mut desk = Desk::once(&self.limits);
        desk.foresee(root.has_templates());
        let (mut session, mut diagnostics) = (Session::default(), Diagnostics::new());
        let mut project = disk::read(root.folder(), &mut diagnostics);
        let lock = diagnostics.checkpoint().and_then(|()| lock(&project, &mut session, &mut diagnostics));
        let (findings, released) = match lock {
            Ok(lock) => {
                // The lock belongs to the paper that is printed, so that `build` of the released paper gives the same
                // bytes; and whatever is found from here on is found in that paper.
                project = project.with(LOCK, lock.text().into_bytes());
                let task = Task::Print { strict: StrictArgument::always(), tree: false };
                let job = Job { task, project: &project, old: None, found: Vec::new() };
                let outcome = desk.run(&job, &mut |_| Ok(()))?.outcome;
                (outcome.findings, outcome.printed.map(|printed| (printed, lock)))
            }
            Err(_) => (diagnostics.into_sorted(), None),
        };
        terminal.show(&findings, &project, &root.prefix());
        let Some((built, lock)) = released else {
            terminal::sum_up(&findings, "nothing was released");
            return Ok(Ending::of(&findings));
        };
        let pdf = out.join(format!("{}.pdf", built.slug));
        let record = Path::new(&root.prefix()).join(LOCK);
        disk::write_both((&pdf, &built.pdf), (&record, lock.text().as_bytes()))?;
        terminal::result(&format!("{}\n{}\n", terminal::display(&pdf), terminal::display(&record)))?;
        terminal::tell_of_mendable(&findings);
        terminal::say(&what_to_type(&root, &built.slug, &lock.version.to_string()));
        Ok(Ending::Done)
    }
}

/// How the release becomes a commit and a tag, with all that is not committed yet of what was released.
fn what_to_type(root: &Root, slug: &str, version: &str) -> String {
    let told = format!("{version} is released: commit {LOCK} with the paper");
    let Ok(git) = Repository::around(root.folder(), "HEAD") else { return told + "\n" };
    let paths: Vec<String> = match git.uncommitted().filter(|paths| paths.len() <= MAX_PATHS) {
        Some(paths) => paths.iter().map(|path| quoted(&root.prefix(), path)).collect(),
        None => {
            let folders = [MANIFEST, LOCK].into_iter().chain(FOLDERS);
            let is_there = |path: &&str| root.folder().join(path).exists();
            folders.filter(is_there).map(|path| quoted(&root.prefix(), path)).collect()
        }
    };
    let (tag, title) = match git.prefix.is_empty() {
        true => (format!("v{version}"), version.to_owned()),
        false => (format!("{slug}-{version}"), format!("{slug} {version}")),
    };
    format!(
        "{told}, and tag the commit:\n  git add {}\n  git commit --message \"Release {title}\"\n  git tag {tag}\n",
        paths.join(" ")
    )
}

/// With more files that are not committed, their folders are named.
const MAX_PATHS: usize = 5;

/// A path of the paper as a shell takes it.
fn quoted(prefix: &str, path: &str) -> String {
    let path = terminal::display(&Path::new(prefix).join(path));
    let is_plain = |character: char| character.is_alphanumeric() || "._-/".contains(character);
    if path.chars().all(is_plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// The lock of the paper as it stands, if it can be released. Proof of it can be made between this and what is written.
fn lock(project: &Project, session: &mut Session, diagnostics: &mut Diagnostics) -> Result<Lock, Reported> {
    let prepared = press::lock(project, session, diagnostics);
    diagnostics.promote_warnings();
    let Some((paper, lock)) = prepared else { return Err(diagnostics.checkpoint().expect_err("it was reported")) };
    // What is wrong with the old lock has been reported.
    let old = lock::read(project, &mut Diagnostics::new()).ok().flatten();
    let (status, version) = (&paper.manifest.status, &paper.manifest.version);
    if status.value != Status::Final {
        let message = format!("the paper is `{}`, and only final papers are released", status.value.name());
        let found = Diagnostic::error(Code("not-final"), status.span, message);
        diagnostics.push(found.with_help("Write `status = \"final\"` once it is."));
    }
    // That it is lowered, or not raised though the paper has changed, has been told.
    let is_told =
        diagnostics.iter().any(|found| found.severity == Severity::Error && found.place == version.span.into());
    if let Some(old) = old.as_ref().filter(|old| !is_told && version.value.cmp_precedence(&old.version).is_le()) {
        let message = match old.version == version.value {
            true => format!("{} has been released already", old.version),
            false => format!("{} was released, and {} is not above it", old.version, version.value),
        };
        let found = Diagnostic::error(Code("version-already-released"), version.span, message);
        diagnostics.push(found.with_help("Raise the paper's version; `chancery build` prints a released paper again."));
    }
    diagnostics.checkpoint()?;
    Ok(lock.after(old.as_ref()))
}
