//! The printed history: in order, complete, and of the paper as it is.

use std::collections::HashSet;

use semver::Version;

use super::versions::is_higher;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::{HistoryEntry, Manifest, PartialDate};
use crate::section::Status;
use crate::source::Spanned;

/// Looks at the history that is printed, if one is.
pub(super) fn check(manifest: &Manifest, released: &[Version], diagnostics: &mut Diagnostics) {
    let Some(last) = manifest.history.last() else { return };
    order(&manifest.history, diagnostics);
    end(manifest, last, diagnostics);
    let known: HashSet<&Version> = manifest.history.iter().map(|entry| &entry.version.value).collect();
    // Each higher than all above it.
    let mut rising: Vec<&Spanned<Version>> = Vec::new();
    for version in manifest.history.iter().map(|entry| &entry.version) {
        if rising.last().is_none_or(|last| is_higher(&version.value, &last.value)) {
            rising.push(version);
        }
    }
    for version in released.iter().filter(|version| **version != manifest.version.value && !known.contains(version)) {
        let message = format!("the history leaves out {version}, which was released");
        let next = rising.get(rising.partition_point(|next| !is_higher(&next.value, version)));
        let (place, help) = match next {
            Some(next) => (next.span, format!("Add an entry for it before that of {}.", next.value)),
            None => (last.version.span, "Add an entry for it after this one.".to_owned()),
        };
        diagnostics.push(Diagnostic::warning(Code("history-incomplete"), place, message).with_help(help));
    }
}

/// Warns of versions and of dates that go down.
fn order(history: &[HistoryEntry], diagnostics: &mut Diagnostics) {
    for pair in history.windows(2) {
        let [before, entry] = pair else { continue };
        if !is_higher(&entry.version.value, &before.version.value) {
            let (version, before) = (&entry.version.value, &before.version.value);
            let message = match is_higher(before, version) {
                true => format!("{version} comes after {before} in the history"),
                false => format!("{version} stands twice in the history"),
            };
            let found = Diagnostic::warning(Code("history-order"), entry.version.span, message);
            diagnostics.push(found.with_help("Put the entries in order: the oldest version first, each once."));
        }
    }
    // Those above that no date below them reaches: the last one that is later than another is the nearest.
    let mut later: Vec<&Spanned<PartialDate>> = Vec::new();
    for date in history.iter().map(|entry| &entry.date) {
        // The date right above may say too little: 2013-05 is not before 2013, but it is before 2013-06 above that.
        let found = later.partition_point(|before| is_earlier(&date.value, &before.value));
        if let Some(before) = found.checked_sub(1).map(|at| later[at]) {
            let message = format!("{} comes after {} in the history", date.value, before.value);
            let found = Diagnostic::warning(Code("history-order"), date.span, message)
                .with_label(before.span, "a version before it is from this date");
            diagnostics
                .push(found.with_help("Correct one of the dates: no version is from before one that it follows."));
        }
        let key = |date: &PartialDate| (date.year, date.month, date.day);
        while later.pop_if(|before| key(&before.value) <= key(&date.value)).is_some() {}
        later.push(date);
    }
}

/// Warns of a history that does not end with the paper as it is.
fn end(manifest: &Manifest, last: &HistoryEntry, diagnostics: &mut Diagnostics) {
    if last.version.value != manifest.version.value {
        let is_known = manifest.history.iter().any(|entry| entry.version.value == manifest.version.value);
        let (message, help) = match is_known {
            true => ("the paper's version is not the last of its history", "Put its entry last, or raise the version."),
            false => ("the history ends before the paper's version", "Add an entry that tells what changed in it."),
        };
        let found = Diagnostic::warning(Code("history-incomplete"), manifest.version.span, message)
            .with_label(last.version.span, "the history ends here");
        diagnostics.push(found.with_help(help));
    }
    // A status in words of one's own is nobody's to judge.
    let status = Status::ALL.into_iter().find(|status| status.name() == last.status.as_str());
    if let Some(status) =
        status.filter(|status| *status != manifest.status.value && last.version.value == manifest.version.value)
    {
        let (entry, paper) = (status.name(), manifest.status.value.name());
        let message = format!("the history calls {} `{entry}`, and the paper is `{paper}`", last.version.value);
        let found = Diagnostic::warning(Code("history-status"), last.status.span(), message)
            .with_label(manifest.status.span, "the paper's status");
        diagnostics.push(found.with_help(format!("Write `status = \"{paper}\"` here.")));
    }
}

/// Whether a date is before another, as far as both are known.
fn is_earlier(date: &PartialDate, other: &PartialDate) -> bool {
    let months = date.month.zip(other.month);
    let days = date.day.zip(other.day);
    let (month, other_month) = months.unwrap_or_default();
    let (day, other_day) = months.and(days).unwrap_or_default();
    (date.year, month, day) < (other.year, other_month, other_day)
}
