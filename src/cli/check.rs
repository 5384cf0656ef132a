//! `chancery check`

use std::time::Instant;

use chancery::diagnostic::Diagnostics;
use chancery::press::{self, Session};
use chancery::report::{self, plural};

use super::disk::{self, Root};
use super::terminal::{self, Stream, Terminal};
use super::{Ending, Failure, ProjectArgument, StrictArgument};

/// Find what is wrong with a paper, without printing it
///
/// Reads everything, resolves every reference, citation and value, and applies the rules: all that `build` does before
/// typesetting. The findings go to standard output; to standard error how many they are in how many files, sections and
/// words.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  chancery check                     check the paper whose folder you are in
  chancery check papers/2013         check the paper in papers/2013
  chancery check --format short      one line a finding, for editors
  chancery check --format json       one JSON object a line, for programs
  chancery check --format gitlab > gl-code-quality-report.json
  chancery check --strict            what a paper has to pass before it goes out

`chancery explain CODE` tells what a finding means, and how a paper can give it another weight.

Lines and columns count from 1, columns in Unicode characters; an end is the place after the last character. A \
finding about a file as a whole stands at 1:1. In JSON, paths are relative to the paper's folder; each object has the \
keys code, severity, message, file, line, column, end_line, end_column, help (or null) and labels (related places, \
each with a message and a place).

In the other formats, paths are as seen from the folder you are in: for the reports of a repository, run chancery in \
its topmost folder.")]
pub struct Check {
    #[command(flatten)]
    project: ProjectArgument,
    #[command(flatten)]
    strict: StrictArgument,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,
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
        let root = Root::find(&self.project)?;
        let mut diagnostics = Diagnostics::new();
        let project = disk::read(root.folder(), &mut diagnostics);
        let paper = match diagnostics.checkpoint() {
            Ok(()) => press::check(&project, &mut Session::default(), &mut diagnostics),
            Err(_) => None,
        };
        self.strict.apply(&mut diagnostics);
        let ending = if diagnostics.is_printable() { Ending::Done } else { Ending::PaperHasErrors };
        let findings = diagnostics.into_sorted();
        let prefix = root.prefix();
        terminal::result(&match self.format {
            Format::Human => report::human(&findings, &project, &prefix, terminal.style(Stream::Out)),
            Format::Short => report::short(&findings, &project, &prefix),
            Format::Json => report::json(&findings, &project),
            Format::Github => report::github(&findings, &project, &prefix),
            Format::Gitlab => report::gitlab(&findings, &project, &prefix),
            Format::Sarif => report::sarif(&findings, &project, &prefix, |_| None),
            Format::Junit => report::junit(&findings, &project, &prefix),
        })?;
        let files = plural(project.paths().filter(|path| !project.is_builtin(path)).count(), "file");
        let paper = paper.map_or(String::new(), |paper| {
            format!(", {}, {}", plural(paper.sections.len(), "section"), plural(paper.words(), "word"))
        });
        let time = terminal::duration(started.elapsed());
        terminal::say(&format!("{} in {files}{paper}, {time}\n", report::summary(&findings)));
        Ok(ending)
    }
}
