//! What is done with a paper once its files are read: a value in, a value out, here as in a worker.

use serde::{Deserialize, Serialize};

use chancery::assemble::Assembled;
use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::explain;
use chancery::paper::Paper;
use chancery::press::{self, Built, Session};
use chancery::project::Project;
use chancery::redline::{Entry, Kind};
use chancery::report;
use chancery::source::{Side, Span};
use chancery::typeset::{Display, DisplayMemory, Document, Spot};

use crate::cli::{Failure, StrictArgument};

/// What is to be done, with which paper.
pub struct Job<'a> {
    pub task: Task,
    pub project: &'a Project,
    /// The older version, if two are compared.
    pub old: Option<&'a Project>,
    /// What was found when the files were read.
    pub found: Vec<Diagnostic>,
}

/// What is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Print it, and before that give out what Typst reads, if that is wanted.
    Print {
        strict: StrictArgument,
        tree: bool,
    },
    /// Find what is wrong with it, on its pages as well if they are to be looked at.
    /// What was set aside is found again if `all` is wanted.
    Check {
        strict: StrictArgument,
        layout: bool,
        all: bool,
    },
    Compare(Format),
    /// Lay it out to be looked at, with what changed if there is an older version.
    Show,
    /// Find where that comes from which stands at a point of a page that was shown last, in points.
    Locate {
        page: usize,
        x: f64,
        y: f64,
    },
    /// Find where that is on the pages that were shown last which was written at a byte of a file, or near it in its
    /// line.
    Seek {
        path: String,
        at: usize,
    },
}

/// What to make of what changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
pub enum Format {
    /// The paper with its changes
    #[default]
    Pdf,
    /// A summary for a merge request
    Markdown,
    /// Every change, for programs
    Json,
}

impl Task {
    /// Whether it runs the template.
    pub fn lays_out(&self) -> bool {
        match self {
            Self::Print { .. } | Self::Show | Self::Locate { .. } | Self::Seek { .. } => true,
            Self::Check { layout, .. } => *layout,
            Self::Compare(format) => *format == Format::Pdf,
        }
    }
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    /// Sorted. Of a comparison, those of both versions.
    pub findings: Vec<Diagnostic>,
    /// Of a paper that could be read and was to be checked.
    pub counts: Option<Counts>,
    pub printed: Option<Printed>,
    /// Of two versions that could be compared.
    pub compared: Option<Compared>,
    /// Of two versions of which the older one could be read.
    pub older: Option<Older>,
    /// Of a paper that was to be shown.
    pub shown: Option<Shown>,
    pub located: Option<Span>,
    pub spot: Option<Spot>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Counts {
    pub sections: usize,
    pub words: usize,
}

#[derive(Debug, Clone)]
pub struct Printed {
    /// The name of what is printed, without an ending.
    pub slug: String,
    pub pages: usize,
    pub pdf: Vec<u8>,
}

/// A paper on its pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    pub title: String,
    /// A BCP 47 tag.
    pub language: String,
    pub display: Display,
}

/// What became of the older version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Compared {
    /// Changes that somebody made.
    pub edits: usize,
    /// References of which the number alone is another.
    pub renumbered: usize,
    /// What was asked for, if it is text.
    pub text: Option<String>,
}

/// The older version as it was read.
pub struct Older {
    /// The project that places in it belong to.
    pub project: Project,
    /// What could not be read of it.
    pub hints: Vec<Diagnostic>,
}

/// Files that Typst reads, and the slug of the paper that they make.
pub struct Tree {
    pub slug: String,
    /// The one that Typst begins with.
    pub main: String,
    pub files: Vec<(String, Vec<u8>)>,
}

impl Tree {
    fn new(paper: &Paper, assembled: &Assembled) -> Self {
        let (slug, main) = (paper.manifest.slug.value.clone(), assembled.main.clone());
        Self { slug, main, files: press::tree(assembled) }
    }
}

/// What is told before a job is done.
pub trait Progress {
    /// All that is found without the template's being run.
    fn checked(&mut self, findings: &Diagnostics);

    /// What Typst will read, and once more with the pages that had to be broken.
    fn tree(&mut self, tree: Tree) -> Result<(), Failure>;
}

/// What may make the next job faster.
#[derive(Default)]
pub struct Sessions {
    new: Session,
    old: Session,
    display: DisplayMemory,
    /// What was shown last.
    shown: Option<Document>,
}

impl Sessions {
    /// For one job, or for one after the other if more `will_follow`.
    pub fn new(will_follow: bool) -> Self {
        if will_follow { Self { new: Session::lasting(), ..Self::default() } } else { Self::default() }
    }
}

/// Does a job.
pub fn run(job: &Job, sessions: &mut Sessions, progress: &mut dyn Progress) -> Result<Outcome, Failure> {
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(&job.found);
    match (&job.task, job.old) {
        (Task::Print { strict, tree }, _) => {
            let session = &mut sessions.new;
            let built = print(job.project, strict, *tree, session, &mut diagnostics, progress)?;
            strict.apply(built.as_ref().map(|built| built.paper.manifest.status.value), &mut diagnostics);
            let built = built.filter(|_| diagnostics.is_printable());
            Ok(Outcome { printed: built.map(Printed::from), findings: diagnostics.into_sorted(), ..Outcome::default() })
        }
        (Task::Check { strict, layout, all }, _) => {
            let paper = check(job.project, strict, *layout, &mut sessions.new, &mut diagnostics, progress);
            if *all {
                diagnostics.open_aside();
            }
            strict.apply(paper.as_ref().map(|paper| paper.manifest.status.value), &mut diagnostics);
            let counts = paper.map(|paper| Counts { sections: paper.sections.len(), words: paper.words() });
            Ok(Outcome { counts, findings: diagnostics.into_sorted(), ..Outcome::default() })
        }
        (Task::Compare(format), Some(old)) => {
            let mut outcome = Outcome::default();
            compare((old, job.project), *format, sessions, &mut diagnostics, &mut outcome);
            outcome.findings = diagnostics.into_sorted();
            Ok(outcome)
        }
        (Task::Compare(_), None) => unreachable!("two versions are compared"),
        (Task::Show, old) => {
            let shown = show((old, job.project), sessions, &mut diagnostics);
            Ok(Outcome { shown, findings: diagnostics.into_sorted(), ..Outcome::default() })
        }
        (Task::Locate { page, x, y }, old) => {
            let document = shown((old, job.project), sessions, &mut diagnostics);
            let located = document.and_then(|document| document.at(*page, *x, *y));
            Ok(Outcome { located, ..Outcome::default() })
        }
        (Task::Seek { path, at }, old) => {
            let document = shown((old, job.project), sessions, &mut diagnostics);
            let spot = document.and_then(|document| seek(job.project, document, path, *at));
            Ok(Outcome { spot, ..Outcome::default() })
        }
    }
}

/// What was shown last; if it was lost with a worker or in a panic, it is laid out once more.
fn shown<'s>(
    papers: (Option<&Project>, &Project),
    sessions: &'s mut Sessions,
    diagnostics: &mut Diagnostics,
) -> Option<&'s Document> {
    if sessions.shown.is_none() {
        show(papers, sessions, diagnostics);
    }
    sessions.shown.as_ref()
}

fn seek(project: &Project, document: &Document, path: &str, at: usize) -> Option<Spot> {
    let source = project.source(project.id(path)?);
    let at = at.min(source.text().len());
    let line = source.position(at).line;
    let line = source.span(source.line_start(line)..source.line_start(line + 1));
    document.spot(source.span(at..at), line)
}

/// Lays the paper out to be looked at. Of findings in the older version, which nobody can mend, nothing is said.
fn show(
    (old, project): (Option<&Project>, &Project),
    sessions: &mut Sessions,
    diagnostics: &mut Diagnostics,
) -> Option<Shown> {
    let (paper, assembled) = match old {
        None => press::assemble(project, &mut sessions.new, diagnostics).ok()?,
        Some(old) => {
            let (_, redline) = redline((old, project), sessions, diagnostics);
            let (paper, assembled, _) = redline?;
            (paper, assembled)
        }
    };
    let laid = press::lay_out(project, paper, assembled, &mut sessions.new, diagnostics).ok()?;
    let display = laid.document.display(&mut sessions.display);
    let manifest = &laid.paper.manifest;
    let shown = Shown { title: manifest.title.to_string(), language: manifest.language.value.clone(), display };
    sessions.shown = Some(laid.document);
    Some(shown)
}

/// Prints the paper. What Typst reads is given out before it is read, to be there if Typst refuses it.
fn print(
    project: &Project,
    strict: &StrictArgument,
    wants_tree: bool,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
    progress: &mut dyn Progress,
) -> Result<Option<Built>, Failure> {
    let Ok((paper, assembled)) = press::assemble(project, session, diagnostics) else { return Ok(None) };
    strict.apply(Some(paper.manifest.status.value), diagnostics);
    if !diagnostics.is_printable() {
        return Ok(None);
    }
    progress.checked(diagnostics);
    if wants_tree {
        progress.tree(Tree::new(&paper, &assembled))?;
    }
    let Ok(built) = press::print(project, paper, assembled, session, diagnostics) else { return Ok(None) };
    if wants_tree {
        // Where pages had to be broken, the files say so now.
        progress.tree(Tree::new(&built.paper, &built.assembled))?;
    }
    Ok(Some(built))
}

fn check(
    project: &Project,
    strict: &StrictArgument,
    layout: bool,
    session: &mut Session,
    diagnostics: &mut Diagnostics,
    progress: &mut dyn Progress,
) -> Option<Paper> {
    if !layout {
        return press::check(project, session, diagnostics);
    }
    let (paper, assembled) = press::check_for_pages(project, session, diagnostics)?;
    if let Some(assembled) = assembled {
        let mut so_far = diagnostics.clone();
        strict.apply(Some(paper.manifest.status.value), &mut so_far);
        progress.checked(&so_far);
        press::look_at_pages(project, &paper, &assembled, session, diagnostics);
    }
    Some(paper)
}

/// Compares two versions.
fn compare(
    (old, new): (&Project, &Project),
    format: Format,
    sessions: &mut Sessions,
    diagnostics: &mut Diagnostics,
    outcome: &mut Outcome,
) {
    let (older, redline) = redline((old, new), sessions, diagnostics);
    outcome.older = older;
    let Some(old) = outcome.older.as_ref().map(|older| &older.project) else { return };
    let Some((paper, assembled, changes)) = redline else { return };
    let source = |place: Span| match place.file.side() {
        Side::Old => old.source(place.file),
        Side::New => new.source(place.file),
    };
    let text = match format {
        Format::Json => Some(report::redline_json(&changes, source)),
        Format::Markdown => Some(report::redline_markdown(&changes, &paper, source)),
        Format::Pdf if changes.is_empty() => None,
        Format::Pdf => {
            let Ok(built) = press::print(new, paper, assembled, &mut sessions.new, diagnostics) else { return };
            outcome.printed = Some(built.into());
            None
        }
    };
    outcome.compared = Some(Compared::of(&changes, text));
}

/// One paper of two versions, with what changed.
type Redline = (Paper, Assembled, Vec<Entry>);

/// One paper of two versions, with all changes, and the older one as it was read. The errors of the newer one are its
/// own; those that are only rules of what may go out do not keep two versions from being compared.
fn redline(
    (old, new): (&Project, &Project),
    sessions: &mut Sessions,
    diagnostics: &mut Diagnostics,
) -> (Option<Older>, Option<Redline>) {
    let Sessions { new: session, old: old_session, .. } = sessions;
    let mut of_new = Diagnostics::new();
    let paper = press::check(new, session, &mut of_new);
    of_new.revise(|finding| !explain::page(finding.code.0).is_some_and(|page| page.is_rule));
    let Some(paper) = paper.filter(|_| of_new.is_printable()) else {
        diagnostics.extend(&of_new.into_list());
        return (None, None);
    };
    let newer = (new, &paper);
    let mut of_old = Diagnostics::new();
    let Some(older) = press::older(old, newer, old_session, &mut of_old) else {
        diagnostics.extend(&of_old.into_list());
        return (None, None);
    };
    let redline = press::redline(&older, newer, diagnostics).ok();
    (Some(Older { project: older.project, hints: of_old.into_sorted() }), redline)
}

impl Compared {
    fn of(changes: &[Entry], text: Option<String>) -> Self {
        let renumbered = changes.iter().filter(|change| change.kind == Kind::Renumbered).count();
        Self { edits: changes.len() - renumbered, renumbered, text }
    }

    pub fn is_empty(&self) -> bool {
        self.edits + self.renumbered == 0
    }
}

impl From<Built> for Printed {
    fn from(built: Built) -> Self {
        Self { slug: built.slug().to_owned(), pages: built.pages(), pdf: built.pdf }
    }
}
