//! What is wrong with a paper: findings as data. How they look is for [`report`](crate::report) alone.

mod listed;
mod nearest;

use std::cmp::Ordering;

use crate::source::Span;

pub use listed::{joined, listed};
pub use nearest::{MAX_LISTED, Names, nearest};

/// What helps where the system gives no more threads or processes.
pub const NO_ROOM_HELP: &str =
    "Close other programs, or raise the limit of this user or container (`ulimit -u`, `ulimit -v`, `pids.max`).";

/// The name of a kind of finding: kebab-case words, stable across releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl Code {
    /// Whether it is the system that refuses something, and not the paper that is at fault.
    pub fn is_of_system(self) -> bool {
        self.0.starts_with("cannot-")
    }
}

/// How much a finding matters. Only errors keep a paper from being printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// Where a finding stands. Places sort by path; of one file, itself as a whole comes before what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the text of a file.
    Span(Span),
    /// A file or folder as a whole, by its path relative to the project (or as the user named it).
    Path(String),
    /// What the user asked of the command, in their words: no file, though it may be called like one.
    Argument(String),
}

impl Place {
    /// The file, or what stands in its place.
    pub fn path(&self) -> &str {
        match self {
            Self::Span(span) => span.file.path(),
            Self::Path(path) | Self::Argument(path) => path,
        }
    }

    fn span(&self) -> Option<Span> {
        match self {
            Self::Span(span) => Some(*span),
            Self::Path(_) | Self::Argument(_) => None,
        }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.path().cmp(other.path()).then_with(|| self.span().cmp(&other.span()))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

/// A further place that belongs to a finding, with a word on why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub place: Place,
    pub text: String,
}

/// A change that mends a finding: the text then says what its author plainly meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What goes; empty where something is only put in.
    pub span: Span,
    /// What comes in its place. Its lines end in LF; in a file they are given the file's own ends.
    pub replacement: String,
}

/// One finding: what is wrong in one line, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One line, no full stop at the end, names in backticks.
    pub message: String,
    pub place: Place,
    /// Related places, most telling first.
    pub labels: Vec<Label>,
    /// What the author can do, in one or two sentences.
    pub help: Option<String>,
    /// What `check --fix` does about it. Fixes of one run never overlap.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(severity: Severity, code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        let (message, place) = (one_line(message.into()), place.into());
        Self { code, severity, message, place, labels: Vec::new(), help: None, fix: None }
    }

    pub fn error(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    pub fn warning(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    pub fn hint(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, code, place, message)
    }

    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(one_line(help.into()));
        self
    }

    pub fn with_fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    pub fn with_label(mut self, place: impl Into<Place>, text: impl Into<String>) -> Self {
        self.labels.push(Label { place: place.into(), text: one_line(text.into()) });
        self
    }
}

/// What authors wrote may be quoted in any text, and a key of TOML can have several lines.
fn one_line(text: String) -> String {
    if text.contains(['\n', '\r']) { text.replace('\n', "\u{240a}").replace('\r', "\u{240d}") } else { text }
}

/// Proof that an error was recorded. Only [`Diagnostics::report`] makes one, so a stage that returns
/// `Result<T, Reported>` cannot fail in silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported(());

/// The findings of one run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// What does not matter to the paper as it stands,
    aside: Vec<Diagnostic>,
    /// and the code of what is said in its place.
    in_place_of_aside: Option<Code>,
}

impl Diagnostics {
    pub fn new() -> Self {
        Self::default()
    }

    /// Records an error. The proof is what a failing stage returns.
    ///
    /// # Panics
    /// If the diagnostic is not an error.
    pub fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        assert_eq!(diagnostic.severity, Severity::Error, "only an error stops a stage: {diagnostic:?}");
        self.list.push(diagnostic);
        Reported(())
    }

    /// Records a finding of any severity after which the stage goes on.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Records again what was found earlier about what has not changed since.
    pub fn extend(&mut self, found: &[Diagnostic]) {
        self.list.extend_from_slice(found);
    }

    /// The findings in the order in which they were recorded.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }

    /// Whether nothing that was recorded keeps the paper from being printed.
    pub fn is_printable(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    /// `Err` if an error was recorded so far: where a stage that collected many mistakes ends.
    pub fn checkpoint(&self) -> Result<(), Reported> {
        if self.is_printable() { Ok(()) } else { Err(Reported(())) }
    }

    /// Looks at every finding again: `revise` may change its weight, or drop it by saying `false`. A finding that
    /// stopped a stage has to stay an error.
    pub fn revise(&mut self, revise: impl FnMut(&mut Diagnostic) -> bool) {
        self.list.retain_mut(revise);
    }

    /// Takes out what does not matter to the paper as it stands: `is_idle` says what. In its place it is told in a few
    /// findings of one code, which `sum_up` makes.
    pub fn set_aside(
        &mut self,
        code: Code,
        is_idle: impl FnMut(&Diagnostic) -> bool,
        sum_up: impl FnOnce(&[Diagnostic]) -> Vec<Diagnostic>,
    ) {
        let mut is_idle = is_idle;
        let (idle, rest) = std::mem::take(&mut self.list).into_iter().partition(|found| is_idle(found));
        (self.aside, self.list) = (idle, rest);
        for found in &mut self.aside {
            found.severity = Severity::Hint;
        }
        self.in_place_of_aside = Some(code);
        let sums = sum_up(&self.aside);
        self.list.extend(sums);
    }

    /// Puts back what was set aside, each finding as a hint, in place of what is said of all of it.
    pub fn open_aside(&mut self) {
        let code = self.in_place_of_aside.take();
        self.list.retain(|found| code.is_none_or(|code| found.code != code));
        self.list.append(&mut self.aside);
    }

    /// Makes every warning an error.
    pub fn promote_warnings(&mut self) {
        for diagnostic in self.list.iter_mut().filter(|diagnostic| diagnostic.severity == Severity::Warning) {
            diagnostic.severity = Severity::Error;
        }
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The findings by place, then by weight and code, each once: the same paper gives the same list.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message))
        });
        self.list.dedup();
        self.list
    }
}
