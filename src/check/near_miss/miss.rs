//! What a near-miss is: what it looks like, what to write instead, where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::prose::Run;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::Status;
use crate::source::Span;

/// What is said of all that looks like markup in the manifest.
pub(super) const IN_MANIFEST: &str =
    "Nothing is marked up in paper.toml: write the words or the characters themselves.";

/// What is said of all that looks like markup in a file of data.
pub(super) const IN_DATA: &str = "Nothing is marked up in data: write the words or the characters themselves.";

/// A kind of near-miss.
pub(super) struct Kind {
    pub(super) code: Code,
    /// "maths", "a note in the line".
    pub(super) looks_like: &'static str,
    /// What to write here.
    pub(super) help: &'static str,
    /// Whether nobody means what is printed: then it is an error in a final paper.
    pub(super) is_certain: bool,
}

impl Kind {
    /// What an author may mean as it is typed.
    pub(super) const fn likely(code: &'static str, looks_like: &'static str, help: &'static str) -> Self {
        Self { code: Code(code), looks_like, help, is_certain: false }
    }

    /// What no author means as it is typed.
    pub(super) const fn certain(code: &'static str, looks_like: &'static str, help: &'static str) -> Self {
        Self { is_certain: true, ..Self::likely(code, looks_like, help) }
    }

    /// The finding at `place`.
    pub(super) fn found(&self, place: Span, prints: &str, status: Status) -> Diagnostic {
        let is_error = self.is_certain && status == Status::Final;
        let severity = if is_error { Severity::Error } else { Severity::Warning };
        let message = format!("this looks like {}, but prints {prints}", self.looks_like);
        Diagnostic::new(severity, self.code, place, message).with_help(self.help)
    }
}

/// What goes, by its bytes in the run, and what comes in its place.
pub(super) type Change = (Range<usize>, String);

/// The near-misses of one run, none in another: what was found first stands.
#[derive(Default)]
pub(super) struct Misses(BTreeMap<usize, (usize, &'static Kind, Option<Change>)>);

impl Misses {
    /// Notes a near-miss at `range`, unless one stands there already. Whether it did.
    pub(super) fn add(&mut self, range: Range<usize>, kind: &'static Kind, change: Option<Change>) -> bool {
        let is_free = self.is_free(&range);
        if is_free {
            self.0.insert(range.start, (range.end, kind, change));
        }
        is_free
    }

    /// Whether no near-miss stands in `range` yet.
    pub(super) fn is_free(&self, range: &Range<usize>) -> bool {
        let last = self.0.range(..range.end.max(range.start + 1)).next_back();
        last.is_none_or(|(_, (end, ..))| *end <= range.start)
    }

    /// Reports them. Where they stand in the run, in order.
    /// `help` is said instead of what each kind says, and then nothing is mended.
    pub(super) fn report(
        self,
        run: &Run,
        status: Status,
        help: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        for (start, (end, kind, change)) in self.0 {
            let Some(place) = run.flat.place(start..end) else { continue };
            let found = kind.found(place, "as it is typed", status);
            let mended = change.and_then(|(range, with)| Some((replaced(run, range)?, with)));
            diagnostics.push(match (help, mended) {
                (Some(help), _) => found.with_help(help),
                (None, Some((span, with))) => found.with_fix(span, with),
                (None, None) => found,
            });
            ranges.push(start..end);
        }
        ranges
    }
}

/// Where a part of a run stands in its file, if it stands there in one stretch and line.
fn replaced(run: &Run, range: Range<usize>) -> Option<Span> {
    let span = match range.is_empty() {
        false => run.flat.typed(range)?,
        true if range.start > 0 => run.flat.typed(range.start - 1..range.start)?.after(),
        true => run.flat.typed(0..run.flat.at(0)?.len_utf8())?.part(0..0),
    };
    (!run.source.slice(span).contains('\n')).then_some(span)
}
