//! `chancery redline`

use std::path::{Path, PathBuf};
use std::time::Instant;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Label, Place, Severity};
use chancery::press;
use chancery::project::Project;
use chancery::report::{self, plural};
use chancery::source::Side;

use super::disk::{self, Root};
use super::released::{self, Released};
use super::revision::{self, Revision};
use super::terminal::{self, Terminal};
use super::worker::job::{Format, Job, Older, Outcome, Task};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, OutArgument, ProjectArgument};

/// Print what changed between two versions of a paper
///
/// Both versions are read and resolved, and the newer one is printed with what became of the older: what is new is
/// underlined, what is gone is struck through, what stands elsewhere now has double lines in both places, and a bar in
/// the margin stands beside every line that changed. A first page sums up. Errors of the newer version must be mended;
/// the older one, which nobody can mend, is shown as far as it can be read, in the look of the newer. A version is a
/// folder with a paper.toml, or else a revision of the git repository that the paper is in; if the paper was moved
/// since, git knows its folder then.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery redline                   from the last release to the paper whose folder you are in
  chancery redline v1.0.0            from a tag to the paper whose folder you are in
  chancery redline v1.0.0 v1.1.0     between two tags
  chancery redline ./sent ./received between two folders
  chancery redline v1.0.0:papers/2013
                                     from the folder in which a paper stood at that tag
  chancery redline HEAD~1 --format markdown
                                     a summary that fits a merge request
  chancery redline v1.0.0 --exit-code
                                     end with exit code 1 if anything changed

A number that chancery works out and that is another one now, in a reference, is no change of an author's: it is \
not marked, and counted apart.

In JSON, each change has the keys change (inserted, deleted, replaced, moved, altered, split, joined or renumbered), \
kind (text, paragraph, section, row, image and so on; title, date, language and so on of what paper.toml says; \
template file, bibliography file, section file, section version), section (null for paper.toml and files), old and \
new; words have before and after, some of what stands around them in the newer version, and in a table cell, its row \
and column. Old and new have text, section, file, line and column, each in its version; what stands in one version \
only has an empty text in the other and a place near which it would stand, or is null there. A second list, \
repeated, has the replacements that were made three times or more, each with the places of its changes in the first.")]
pub struct Redline {
    /// The older version: a folder, or a git revision (`./name` is always a folder) [default: the last release, as
    /// paper.lock and the repository have it]
    old: Option<String>,
    /// The newer version [default: the paper whose folder you are in, as it stands]
    new: Option<String>,
    /// Where to write [default: out/<slug>-redline.pdf in the paper's folder; other formats to standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What to make
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// End with exit code 1 if anything changed, and with 2 if the newer version has errors
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    limits: LimitsArgument,
}

/// One version, read.
struct Version {
    project: Project,
    /// The paper that it is a version of.
    root: Root,
    /// What stands before a path of it in messages; of a revision, as git takes it: `v1.0.0:./sections/trends.md`.
    prefix: String,
}

impl Redline {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let started = Instant::now();
        let new = match &self.new {
            Some(name) => read(name, here)?,
            None => from_folder(here()?)?,
        };
        let task = Task::Compare(self.format);
        let mut desk = Desk::once(&self.limits);
        desk.foresee(task.lays_out() && press::own_template(&new.project).is_some());
        let old = match &self.old {
            Some(name) => read(name, || Ok(new.root.clone()))?,
            None => last_release(&new)?,
        };
        let old = Version { project: old.project.as_old(), ..old };
        if let Some(file) = &self.out {
            let here = here().ok();
            [&old.root, &new.root].into_iter().chain(&here).try_for_each(|paper| paper.accept_out_file(file))?;
        }
        let job = Job { task, project: &new.project, old: Some(&old.project), found: Vec::new() };
        let Outcome { findings, printed, compared, older, .. } = desk.run(&job, &mut |_| Ok(()))?.outcome;
        let old = match older {
            None => old,
            Some(Older { project, hints }) => {
                let old = Version { project, ..old };
                show(&hints, &old, terminal);
                old
            }
        };
        let Some(compared) = compared else { return Ok(self.refuse(findings, &old, &new, terminal)) };
        let made = match (&compared.text, printed) {
            (Some(text), _) => self.write(text)?,
            (None, Some(printed)) => {
                let pdf = match &self.out {
                    Some(file) => file.clone(),
                    None => new.root.out(&OutArgument { out: None })?.join(format!("{}-redline.pdf", printed.slug)),
                };
                disk::write_atomically(&pdf, &printed.pdf)?;
                terminal::result(&format!("{}\n", terminal::display(&pdf)))?;
                format!("{}, {}, ", plural(printed.pages, "page"), terminal::size(printed.pdf.len()))
            }
            (None, None) => {
                terminal::say(&format!("no changes, {}\n", terminal::duration(started.elapsed())));
                return Ok(Ending::Done);
            }
        };
        let mut warnings = findings;
        warnings.retain(|finding| finding.severity == Severity::Warning);
        let (of_old, of_new) = by_version(warnings, &old, &new);
        show(&of_old, &old, terminal);
        show(&of_new, &new, terminal);
        let count = match (compared.edits, compared.renumbered) {
            (0, 0) => "no changes".to_owned(),
            (edits, 0) => plural(edits, "change"),
            (edits, renumbered) => {
                format!("{}, {} renumbered", plural(edits, "change"), plural(renumbered, "reference"))
            }
        };
        let time = terminal::duration(started.elapsed());
        terminal::say(&format!("{count}, {made}{time}\n"));
        Ok(if self.exit_code && !compared.is_empty() { Ending::PaperHasErrors } else { Ending::Done })
    }

    /// Writes text where the user wants it. There is no more to say of it.
    fn write(&self, text: &str) -> Result<String, Failure> {
        match &self.out {
            Some(file) => {
                disk::write_atomically(file, text.as_bytes())?;
                terminal::result(&format!("{}\n", terminal::display(file)))?;
            }
            None => terminal::result(text)?,
        }
        Ok(String::new())
    }

    /// Shows the errors of both versions, each as its own.
    fn refuse(&self, findings: Vec<Diagnostic>, old: &Version, new: &Version, terminal: &Terminal) -> Ending {
        let ending = Ending::of(&findings).max(self.ending_with_errors());
        let (of_old, of_new) = by_version(findings, old, new);
        refuse_one(of_old, old, terminal);
        refuse_one(of_new, new, terminal);
        ending
    }

    /// Who asks for an exit code that tells of changes must not take errors for them.
    fn ending_with_errors(&self) -> Ending {
        if self.exit_code { Ending::CouldNotTry } else { Ending::PaperHasErrors }
    }
}

/// The paper whose folder we are in.
fn here() -> Result<Root, Failure> {
    Root::find(&ProjectArgument { project: None })
}

/// The version that the user named: a folder if it has a manifest or is written as a path, else a revision of the
/// repository in which `paper` lies.
fn read(name: &str, paper: impl FnOnce() -> Result<Root, Failure>) -> Result<Version, Failure> {
    let is_path = name.starts_with("./") || name.starts_with("../") || name.starts_with('/') || name == ".";
    if name.trim().is_empty() {
        let found =
            Diagnostic::error(Code("unknown-revision"), Place::Argument(String::new()), "a version has no name");
        return Err(Box::new(found.with_help("If the name comes from a variable, that is empty or not set.")));
    }
    let folder = Path::new(name);
    if is_path || disk::is_paper(folder) {
        return from_folder(Root::find(&ProjectArgument { project: Some(folder.to_owned()) })?);
    }
    let root = paper()?;
    let revision = revision::read(root.folder(), name)?;
    Ok(at_revision(name, revision, root))
}

/// The paper as it was released last.
fn last_release(new: &Version) -> Result<Version, Failure> {
    let Released { version, name, revision } = released::read(new.root.folder(), &new.project)?;
    terminal::say(&format!("compared with {version} as it was released, at `{name}`\n"));
    Ok(at_revision(&name, revision, new.root.clone()))
}

fn at_revision(name: &str, revision: Revision, root: Root) -> Version {
    let Revision { project, prefix, moved_from } = revision;
    if let Some(folder) = moved_from {
        let place =
            if folder.is_empty() { "at the top of the repository".to_owned() } else { format!("in `{folder}`") };
        terminal::say(&format!("at `{name}` the paper stood {place}\n"));
    }
    Version { project, root, prefix }
}

fn from_folder(root: Root) -> Result<Version, Failure> {
    let mut diagnostics = Diagnostics::new();
    let project = disk::read(root.folder(), &mut diagnostics);
    match diagnostics.into_sorted().into_iter().next() {
        Some(first) => Err(Box::new(first)),
        None => Ok(Version { project, prefix: root.prefix(), root }),
    }
}

/// Findings in the older and in the newer version. A finding is shown with the text of one version, so a label in the
/// other one becomes words.
fn by_version(findings: Vec<Diagnostic>, old: &Version, new: &Version) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let is_old = |place: &Place| matches!(place, Place::Span(span) if span.file.side() == Side::Old);
    let (mut of_old, mut of_new): (Vec<_>, Vec<_>) = findings.into_iter().partition(|found| is_old(&found.place));
    for (findings, other) in [(&mut of_old, new), (&mut of_new, old)] {
        for Diagnostic { place: home, labels, .. } in findings {
            for Label { place, text } in labels.iter_mut().filter(|label| is_old(&label.place) != is_old(home)) {
                let Place::Span(span) = *place else { continue };
                let position = other.project.source(span.file).position(span.start as usize);
                let path = Path::new(&other.prefix).join(span.file.path());
                *text = format!("{text}: {}:{position}", terminal::display(&path));
                place.clone_from(home);
            }
        }
    }
    (of_old, of_new)
}

fn refuse_one(mut findings: Vec<Diagnostic>, version: &Version, terminal: &Terminal) {
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() {
        return;
    }
    show(&findings, version, terminal);
    let which = if version.project.side() == Side::Old { "older" } else { "newer" };
    terminal::tell(&format!("{} in the {which} version, nothing was printed", report::summary(&findings)));
}

fn show(findings: &[Diagnostic], version: &Version, terminal: &Terminal) {
    terminal.show(findings, &version.project, &version.prefix);
}
