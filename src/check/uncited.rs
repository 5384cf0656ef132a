//! What is found in works that nobody cites: it keeps no paper from being printed, and is told in one line a file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::causes::words_around;
use crate::bibliography::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, listed};
use crate::memo::Same;
use crate::project::Project;
use crate::source::{FileId, Span};

pub(super) const UNUSED: Code = Code("unused-work");

/// Of a mistake more than so many kinds are not named.
const MAX_CODES: usize = 4;

/// The works of a paper, by whether it has a use for them.
#[derive(Debug)]
pub(super) struct Works {
    bibliography: Same<Bibliography>,
    /// The keys that are cited, or listed without.
    used: BTreeSet<String>,
    /// Whether the paper lists all that its files hold.
    lists_all: bool,
}

impl Works {
    pub(super) fn new(bibliography: &Same<Bibliography>, used: BTreeSet<String>, lists_all: bool) -> Self {
        Self { bibliography: bibliography.clone(), used, lists_all }
    }

    /// Sets aside what stands in entries that the paper has no use for.
    pub(super) fn set_aside_idle(&self, project: &Project, diagnostics: &mut Diagnostics) {
        if self.lists_all {
            return;
        }
        let entries = self.entries_used();
        let unknown: HashSet<&str> =
            self.used.iter().map(String::as_str).filter(|key| !self.bibliography.contains(key)).collect();
        let is_idle = |found: &Diagnostic| {
            let Some(place) = place_of_entry(found) else { return false };
            let at = entries.partition_point(|entry| (entry.file, entry.start) <= (place.file, place.start));
            let is_used = at > 0 && entries[at - 1].file == place.file && place.start < entries[at - 1].end;
            // A work that is cited and not known may be the one that cannot be read.
            let hides_cited = || {
                !unknown.is_empty()
                    && words_around(project.source(place.file), place).iter().any(|word| unknown.contains(word))
            };
            !is_used && !hides_cited()
        };
        diagnostics.set_aside(UNUSED, is_idle, |idle| self.sum_up(idle));
    }

    /// Where the entries stand that are used, or that such entries draw on; in order.
    fn entries_used(&self) -> Vec<Span> {
        let mut entries: HashMap<&str, Vec<(Span, &[String])>> = HashMap::new();
        for (key, span, draws_on) in self.bibliography.entries() {
            entries.entry(key).or_default().push((span, draws_on));
        }
        let mut used = Vec::new();
        let mut open: Vec<&str> = self.used.iter().map(String::as_str).collect();
        while let Some(key) = open.pop() {
            for (span, draws_on) in entries.remove(key).into_iter().flatten() {
                used.push(span);
                open.extend(draws_on.iter().map(String::as_str));
            }
        }
        used.sort_unstable_by_key(|span| (span.file, span.start));
        used
    }

    /// One finding a file on what was set aside of it.
    fn sum_up(&self, idle: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut files: BTreeMap<FileId, Vec<(Span, &Diagnostic)>> = BTreeMap::new();
        for found in idle {
            if let Some(place) = place_of_entry(found) {
                files.entry(place.file).or_default().push((place, found));
            }
        }
        let mut entries: Vec<Span> = self.bibliography.entries().map(|(_, span, _)| span).collect();
        entries.sort_unstable_by_key(|span| (span.file, span.start));
        files.values().filter_map(|found| sum(found, &entries)).collect()
    }
}

/// What is said of one file.
fn sum(found: &[(Span, &Diagnostic)], entries: &[Span]) -> Option<Diagnostic> {
    let unused: Vec<_> = found.iter().filter(|(_, found)| found.code == UNUSED).collect();
    let mistakes: Vec<_> = found.iter().filter(|(_, found)| found.code != UNUSED).collect();
    if let ([(_, one)], []) = (unused.as_slice(), mistakes.as_slice()) {
        return Some((*one).clone());
    }
    // By the entry that each stands in, or else by itself.
    let entry_of = |place: &Span| {
        let at = entries.partition_point(|entry| (entry.file, entry.start) <= (place.file, place.start));
        at.checked_sub(1).map(|at| entries[at]).filter(|entry| entry.file == place.file && place.start < entry.end)
    };
    let all_of = |found: &[&(Span, &Diagnostic)]| -> BTreeSet<Span> {
        found.iter().map(|(place, _)| entry_of(place).unwrap_or(*place)).collect()
    };
    let faulty = all_of(&mistakes);
    let works = all_of(&unused).union(&faulty).count();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    mistakes.iter().for_each(|(_, found)| *counts.entry(found.code.0).or_default() += 1);
    let mut codes: Vec<_> = counts.into_iter().collect();
    codes.sort_by_key(|&(code, count)| (usize::MAX - count, code));
    let more = if codes.len() > MAX_CODES { " among others" } else { "" };
    let codes = format!("{}{more}", listed(codes.iter().take(MAX_CODES).map(|(code, _)| code)));
    let place = unused.iter().chain(&mistakes).map(|(place, _)| *place).min()?;
    let said = match works {
        1 => "1 work is cited nowhere, so it is not printed".to_owned(),
        _ => format!("{works} works are cited nowhere, so they are not printed"),
    };
    let message = match (works, faulty.len()) {
        (_, 0) => said,
        (1, _) => format!("{said}; it has mistakes: {codes}"),
        (_, 1) => format!("{said}; 1 of them has mistakes: {codes}"),
        (_, faulty) => format!("{said}; {faulty} of them have mistakes: {codes}"),
    };
    let help = "`chancery check --all` shows each of them. What nobody cites keeps no paper from being printed.";
    Some(Diagnostic::hint(UNUSED, place, message).with_help(help))
}

/// Where a finding stands, if that is in an entry of a bibliography and about that entry.
fn place_of_entry(found: &Diagnostic) -> Option<Span> {
    match found.place {
        Place::Span(span) if span.file.path().starts_with("bibliography/") && !WHOLE.contains(&found.code.0) => {
            Some(span)
        }
        _ => None,
    }
}

/// Codes of what is wrong with a file rather than with an entry of it.
const WHOLE: [&str; 3] = ["missing-file", "not-utf-8", "unresolved-conflict"];
