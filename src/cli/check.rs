//! `chancery check`

use std::path::{Path, PathBuf};
use std::time::Instant;

use chancery::diagnostic::{Diagnostic, Diagnostics};
use chancery::explain;
use chancery::project::Project;
use chancery::report::{self, plural};

use super::disk::{self, Root, Turn};
use super::terminal::{self, Stream, Terminal};
use super::worker::job::{Counts, Job, Task};
use super::worker::{Desk, LimitsArgument};
use super::{Ending, Failure, ProjectArgument, StrictArgument, fix};

/// Find what is wrong with a paper, without printing it
///
/// Reads everything, resolves every reference, citation and value, and applies the rules: all that `build` does before
/// typesetting, and typesetting as well with --layout. The findings go to standard output; to standard error how many
/// they are in how many files, sections and words.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery check                     check the paper whose folder you are in
  chancery check papers/2013         check the paper in papers/2013
  chancery check sections/trends.md  show what is found in that file alone
  chancery check --format short      one line a finding, for editors
  chancery check --format json       one JSON object a line, for programs
  chancery check --format gitlab > gl-code-quality-report.json
  chancery check --all               also what is wrong with works that nobody cites
  chancery check --strict --layout   what a paper has to pass before it goes out
  chancery check --strict=final      the same, for a paper whose status is final
  chancery check --diff              show what --fix would change
  chancery check --fix               mend marks, dashes, spaces, ISBNs and near-misses, then check

`chancery explain CODE` tells what a finding means, and how a paper can give it another weight.

Lines and columns count from 1, columns in Unicode characters; an end is the place after the last character. A \
finding about a file as a whole stands at 1:1. In JSON, paths are relative to the paper's folder; each object has the \
keys code, severity, message, file, line, column, end_line, end_column, help (or null), labels (related places, \
each with a message and a place) and fix (what --fix would change: a place and its replacement, or null).

In the other formats, paths are as seen from the folder you are in: for the reports of a repository, run chancery in \
its topmost folder.")]
pub struct Check {
    /// The paper's folder, its paper.toml, or a file or folder of it whose findings alone are wanted [default: the
    /// folder you are in, or the nearest above that has a paper.toml]
    project: Option<PathBuf>,
    #[command(flatten)]
    strict: StrictArgument,
    /// Also lay the paper out, and find what only its pages show: text over text or beyond a margin, say
    #[arg(long)]
    layout: bool,
    /// Also show each work that is cited nowhere and what is wrong with it, in place of a line a file; and each
    /// finding, where there are more than 50 of a kind in a file
    #[arg(long)]
    all: bool,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// First mend what is plainly meant otherwise: quotation marks, dashes, spaces, hyphens of ISBNs, markup that is
    /// none
    #[arg(long)]
    fix: bool,
    /// Print what --fix would change, as a unified diff, in place of the findings; write nothing
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    limits: LimitsArgument,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With the line at fault and what to do
    #[default]
    Human,
    /// path:line:column: error[code]: message
    Short,
    /// One object a line
    Json,
    /// Annotations by GitHub Actions (workflow commands)
    Github,
    /// Code Quality report of GitLab
    Gitlab,
    /// SARIF 2.1.0 log, for code scanning
    Sarif,
    /// JUnit XML: errors as failed tests, warnings and hints as skipped ones
    Junit,
}

impl Check {
    pub fn run(&self, terminal: &Terminal) -> Result<Ending, Failure> {
        let started = Instant::now();
        let (root, part) = Root::find_part(&ProjectArgument { project: self.project.clone() })?;
        let _turn = self.fix.then(|| Turn::at(root.folder()));
        let mut desk = Desk::once(&self.limits);
        desk.foresee(self.layout && root.has_templates());
        let mut look = self.look(&root, part.as_deref(), &mut desk)?;
        if self.diff {
            terminal::result(&fix::show(&look.project, &look.findings))?;
            return Ok(look.ending());
        }
        let mended = if self.fix { fix::write(&root, &look.project, &look.findings)? } else { 0 };
        if mended > 0 {
            look = self.look(&root, part.as_deref(), &mut desk)?;
        }
        let Look { project, counts, findings } = &look;
        let prefix = root.prefix();
        terminal::result(&match self.format {
            Format::Human => {
                let style = report::Style { is_whole: self.all, ..terminal.style(Stream::Out) };
                report::human(findings, project, &prefix, style)
            }
            Format::Short => report::short(findings, project, &prefix),
            Format::Json => report::json(findings, project),
            Format::Github => report::github(findings, project, &prefix),
            Format::Gitlab => report::gitlab(findings, project, &prefix),
            Format::Sarif => {
                report::sarif(findings, project, &prefix, |code| explain::page(code.0).map(|page| page.markdown))
            }
            Format::Junit => report::junit(findings, project, &prefix),
        })?;
        let files = match &part {
            Some(part) => terminal::display(&Path::new(&prefix).join(part)),
            None => plural(project.paths().filter(|path| !project.is_builtin(path)).count(), "file"),
        };
        let counts = counts.as_ref().filter(|_| part.is_none());
        let paper = counts.map_or(String::new(), |counts| {
            format!(", {}, {}", plural(counts.sections, "section"), plural(counts.words, "word"))
        });
        let mended = if mended > 0 { format!("{} mended, ", plural(mended, "place")) } else { String::new() };
        let (summary, time) = (report::summary(findings), terminal::duration(started.elapsed()));
        terminal::tell(&format!("{mended}{summary} in {files}{paper}, {time}"));
        terminal::tell_of_mendable(findings);
        Ok(look.ending())
    }

    /// Looks at all of a paper; what is found elsewhere than in `part` of it is left out, unless it keeps the paper
    /// from being read.
    fn look(&self, root: &Root, part: Option<&str>, desk: &mut Desk) -> Result<Look, Failure> {
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let (counts, mut findings) = match diagnostics.checkpoint() {
            Ok(()) => {
                let task = Task::Check { strict: self.strict.clone(), layout: self.layout, all: self.all };
                let job = Job { task, project: &project, old: None, found: diagnostics.into_list() };
                let outcome = desk.run(&job, &mut |_| Ok(()))?.outcome;
                (outcome.counts, outcome.findings)
            }
            Err(_) => {
                self.strict.apply(None, &mut diagnostics);
                (None, diagnostics.into_sorted())
            }
        };
        if let (Some(part), Some(_)) = (part, &counts) {
            let is_inside =
                |path: &str| path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            findings.retain(|finding| is_inside(finding.place.path()));
        }
        Ok(Look { project, counts, findings })
    }
}

/// A paper as it stands on disk, and what was found in it.
struct Look {
    project: Project,
    /// Of a paper that could be read.
    counts: Option<Counts>,
    findings: Vec<Diagnostic>,
}

impl Look {
    fn ending(&self) -> Ending {
        Ending::of(&self.findings)
    }
}
