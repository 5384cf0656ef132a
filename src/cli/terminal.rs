//! What the commands say: results on standard output, the rest on standard error, colour where it is wanted.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use chancery::diagnostic::{Code, Diagnostic, Place};
use chancery::project::Project;
use chancery::report;

use super::{Ending, Failure};

/// When to print in colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// One of the two places that a command writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Results.
    Out,
    /// The rest.
    Err,
}

pub struct Terminal {
    color: Color,
}

impl Terminal {
    pub fn new(color: Color) -> Self {
        Self { color }
    }

    /// What the stream's reader can show.
    pub fn style(&self, stream: Stream) -> report::Style {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_terminal = match stream {
            Stream::Out => io::stdout().is_terminal(),
            Stream::Err => io::stderr().is_terminal(),
        };
        let colour = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                is_terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let size = match stream {
            Stream::Out => terminal_size::terminal_size_of(io::stdout()),
            Stream::Err => terminal_size::terminal_size_of(io::stderr()),
        };
        report::Style { colour, width: size.map(|(width, _)| usize::from(width.0)), is_whole: false }
    }

    /// Shows findings on standard error; their paths are beneath `root`.
    pub fn show(&self, findings: &[Diagnostic], project: &Project, root: &str) {
        say(&report::human(findings, project, root, self.style(Stream::Err)));
    }

    /// Says on standard error why a run could not even try.
    pub fn failure(&self, failure: &Diagnostic) -> Ending {
        let nothing = Project::new(Vec::new());
        self.show(std::slice::from_ref(failure), &nothing, "");
        Ending::CouldNotTry
    }
}

/// Writes to standard output. A reader who has heard enough (`| head`) is no failure; a full disk is.
pub fn result(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let message = format!("the results cannot be written to standard output: {}", reason(&error));
            Err(Box::new(Diagnostic::error(Code("cannot-write"), Place::Argument("-".to_owned()), message)))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error. If nobody listens there, there is nobody to tell.
pub fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Sums findings up on standard error; `outcome` is what came of the run for all that.
pub fn sum_up(findings: &[Diagnostic], outcome: &str) {
    tell(&format!("{}, {outcome}", report::summary(findings)));
    tell_of_mendable(findings);
}

/// Says how many of the findings can be mended, if any.
pub fn tell_of_mendable(findings: &[Diagnostic]) {
    report::mendable(findings).iter().for_each(|mendable| tell(mendable));
}

/// Says something in lines that a terminal has room for.
pub fn tell(text: &str) {
    let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
    say(&format!("{}\n", report::wrap(text, width)));
}

/// A path for people and programs, with slashes.
pub fn display(path: &Path) -> String {
    let text = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// `31 ms`, `2.4 s`.
pub fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis @ ..1000 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// `312 kB`, `1.4 MB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        ..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// What went wrong with a file, in words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "your share of the disk is used up".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        ErrorKind::AlreadyExists => "a file of that name stands in the way".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of the path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}
