//! The shell around the library: everything that reads, writes, waits or prints.

pub mod build;
pub mod bump;
pub mod check;
pub mod completions;
pub mod disk;
pub mod explain;
pub mod fix;
pub mod fmt;
pub mod git;
pub mod heaps;
pub mod lsp;
pub mod man;
pub mod new;
pub mod preview;
pub mod redline;
pub mod release;
pub mod released;
pub mod revision;
pub mod signal;
pub mod status;
pub mod template;
pub mod terminal;
pub mod watch;
pub mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use chancery::diagnostic::{Diagnostic, Diagnostics, Severity};
use chancery::report;
use chancery::section::Status;

/// How a run ended, as its exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    Done = 0,
    PaperHasErrors = 1,
    CouldNotTry = 2,
}

impl Ending {
    /// How a run ends in which that was found.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let errors = findings.iter().filter(|found| found.severity == Severity::Error);
        // What is wrong with a paper of which something could not be read, nobody can tell.
        let endings = errors.map(|error| match error.code.is_of_system() {
            true => Self::CouldNotTry,
            false => Self::PaperHasErrors,
        });
        endings.max().unwrap_or(Self::Done)
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// Why a run could not even try. Its place is a path as seen from the working folder.
pub type Failure = Box<Diagnostic>;

/// Which paper a command is about.
#[derive(clap::Args)]
pub struct ProjectArgument {
    /// The paper's folder, or its paper.toml [default: the folder you are in, or the nearest above that has a
    /// paper.toml]
    pub project: Option<PathBuf>,
}

/// Where a command puts what it makes.
#[derive(clap::Args)]
pub struct OutArgument {
    /// The folder for the PDF, made if there is none [default: out/ in the paper's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// How much a command puts up with.
#[derive(Debug, Clone, Default, Serialize, Deserialize, clap::Args)]
pub struct StrictArgument {
    /// Take every warning for an error, in any paper or in a final one only; hints stay hints
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "always")]
    strict: Option<Strict>,
}

/// When warnings count as errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
enum Strict {
    /// In any paper
    Always,
    /// In a paper whose `status` is final
    Final,
}

impl StrictArgument {
    /// With nothing that there is a warning of.
    pub fn always() -> Self {
        Self { strict: Some(Strict::Always) }
    }

    /// Makes errors of warnings, if that is wanted for a paper of that status; [`None`] if it could not be read.
    pub fn apply(&self, status: Option<Status>, diagnostics: &mut Diagnostics) {
        let is_strict = match self.strict {
            None => false,
            Some(Strict::Always) => true,
            Some(Strict::Final) => status == Some(Status::Final),
        };
        if is_strict {
            diagnostics.promote_warnings();
        }
    }
}

/// From now on a panic has it said in plain words whose fault it is, and what to do.
pub fn on_panic(say: impl Fn(&str) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        let message = panic.payload_as_str().unwrap_or("without a word");
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        say(&format!(
            "error: chancery has made a mistake; your paper is not to blame\n  \
             = what happened: {}{place}\n  \
             = version: {}\n  \
             = help: Nothing was written. Please report this to chancery's maintainers with the lines above, and with \
             the paper if you may share it.\n",
            report::visible(message),
            env!("CARGO_PKG_VERSION"),
        ));
    }));
}
