//! Versions that tell what changed: sections and paper against the last release, and the printed history.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use semver::Version;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::lock::{self, Fate, Lock, Whole};
use crate::manifest::PartialDate;
use crate::project::MANIFEST;
use crate::section::Status;
use crate::source::Spanned;

use super::manuscript::Manuscript;

pub fn check(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    // A lock that cannot be read has been reported, and what stands in it is not known.
    let lock = lock::read(manuscript.project, diagnostics).ok().flatten();
    if let Some(lock) = &lock {
        against(lock, manuscript, diagnostics);
    }
    history(manuscript, lock.as_ref(), diagnostics);
}

/// Compares the paper with its last release.
fn against(lock: &Lock, manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, sections, .. } = *manuscript;
    let read: BTreeMap<&str, _> =
        sections.iter().map(|section| (&section.path["sections/".len()..], section)).collect();
    let digests = manifest.sections.iter().map(|name| {
        let section = read.get(name.value.as_str())?;
        Some(lock::digest_of_section(project, &section.path, &section.section))
    });
    let digests: Vec<_> = digests.collect();
    let names = manifest.sections.iter().map(|name| name.value.as_str());
    let now: Vec<_> = names.zip(digests.iter().map(Option::as_deref)).collect();
    let mut comparison = lock::compare(lock, &now);
    // What is listed and has no file has been reported, and may be what seems to have vanished.
    let is_missing = |found: &Diagnostic| {
        found.code == Code("missing-file") && matches!(found.place, Place::Span(place) if place.file == manifest.file)
    };
    if diagnostics.iter().any(is_missing) {
        comparison.vanished.clear();
    }
    let rule = if manifest.status.value == Status::Final { Severity::Error } else { Severity::Warning };
    let mut other_sections = !comparison.vanished.is_empty();

    for (listed, &(fate, moved)) in manifest.sections.iter().zip(&comparison.sections) {
        other_sections |= moved || !matches!(fate, Fate::Same(_) | Fate::Unreadable(_));
        let Some(old) = fate.old() else { continue };
        if let Fate::Renamed(old) = fate {
            let message = format!("this section was released as `{}`", old.name);
            let found = Diagnostic::hint(Code("section-renamed"), listed.span, message);
            diagnostics
                .push(found.with_help("Nothing is to be done if that is meant: the next release knows the new name."));
        }
        if moved {
            let message = "this section stood in another place when it was released";
            let found = Diagnostic::hint(Code("section-moved"), listed.span, message);
            diagnostics
                .push(found.with_help("Nothing is to be done if that is meant: the next release knows the new order."));
        }
        let version = read.get(listed.value.as_str()).map(|section| &section.section.front_matter.version);
        let Some(version) = version.filter(|version| !version.span.is_empty()) else { continue };
        other_sections |= version.value != old.version;
        if let Some(found) = lowered("this section", version, &old.version, rule) {
            diagnostics.push(found);
        } else if matches!(fate, Fate::Changed(_)) && !is_higher(&version.value, &old.version) {
            let message = format!("this section changed since {} was released, but not its version", old.version);
            let name = listed.value.strip_suffix(".md").unwrap_or(&listed.value);
            let help = format!("Raise it: `chancery bump {name}`, with `--patch` for a correction.");
            diagnostics.push(Diagnostic::new(rule, Code("version-not-raised"), version.span, message).with_help(help));
        }
    }
    for old in &comparison.vanished {
        // It stood after a section that may still be there.
        let before = lock.sections.iter().take_while(|section| section != old).map(|section| &section.name);
        let before = before.filter_map(|name| manifest.sections.iter().find(|listed| listed.value == *name)).last();
        let Some(place) = before.or(manifest.sections.first()) else { continue };
        let message = format!("the section `{}`, which was released, is no longer there", old.name);
        let found = Diagnostic::hint(Code("section-vanished"), place.span, message);
        diagnostics.push(found.with_help("Nothing is to be done if that is meant; if not, list it again."));
    }

    let lowered = lowered("the paper", &manifest.version, &lock.version, rule);
    if let Some(found) = lowered.or_else(|| unraised(lock, manuscript, other_sections, rule)) {
        diagnostics.push(found);
    }
}

/// What of the paper is no longer as it was released under the version that it still has.
fn unraised(lock: &Lock, manuscript: &Manuscript, other_sections: bool, rule: Severity) -> Option<Diagnostic> {
    let Manuscript { project, manifest, .. } = *manuscript;
    if is_higher(&manifest.version.value, &lock.version) {
        return None;
    }
    let (now, then) = (Whole::of(project, manifest), &lock.whole);
    let changed = [
        (other_sections, "sections"),
        (now.bibliography != then.bibliography, "the bibliography"),
        (now.template != then.template, "the template"),
        (now.manifest != then.manifest, MANIFEST),
    ];
    let changed: Vec<_> = changed.iter().filter(|(is_other, _)| *is_other).map(|(_, what)| *what).collect();
    let (code, place, released) = (Code("version-not-raised"), manifest.version.span, &lock.version);
    if !changed.is_empty() {
        let what = match changed.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => changed.concat(),
        };
        let message = format!("{what} changed since {released} was released, but not the paper's version");
        let found = Diagnostic::new(rule, code, place, message);
        return Some(found.with_help("Raise the paper's version, and tell in `[[history]]` what changed."));
    }
    // That another chancery brings another template is nothing that the paper's authors did.
    (now.builtin != then.builtin).then(|| {
        let message = format!("the built-in template is another one than when {released} was released");
        let help = "What is printed now looks different; raise the paper's version before you hand it out.";
        Diagnostic::hint(code, place, message).with_help(help)
    })
}

fn lowered(what: &str, version: &Spanned<Version>, released: &Version, rule: Severity) -> Option<Diagnostic> {
    if !is_higher(released, &version.value) {
        return None;
    }
    let message = format!("{what} was released as {released}, and is {} now", version.value);
    let found = Diagnostic::new(rule, Code("version-lowered"), version.span, message);
    Some(found.with_help(format!("Versions only rise: put {released} back, or a higher one if anything has changed.")))
}

/// Whether a version goes before another; what builds are called does not count.
fn is_higher(version: &Version, other: &Version) -> bool {
    version.cmp_precedence(other) == Ordering::Greater
}

/// Looks at the history that is printed, if one is.
fn history(manuscript: &Manuscript, lock: Option<&Lock>, diagnostics: &mut Diagnostics) {
    let manifest = manuscript.manifest;
    let Some(last) = manifest.history.last() else { return };
    for pair in manifest.history.windows(2) {
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
    for (at, entry) in manifest.history.iter().enumerate() {
        // The date right above may say too little: 2013-05 is not before 2013, but it is before 2013-06 above that.
        let mut above = manifest.history[..at].iter().rev();
        if let Some(before) = above.find(|before| is_earlier(&entry.date.value, &before.date.value)) {
            let message = format!("{} comes after {} in the history", entry.date.value, before.date.value);
            let found = Diagnostic::warning(Code("history-order"), entry.date.span, message)
                .with_label(before.date.span, "a version before it is from this date");
            diagnostics
                .push(found.with_help("Correct one of the dates: no version is from before one that it follows."));
        }
    }
    let known = |version: &Version| manifest.history.iter().any(|entry| entry.version.value == *version);
    if last.version.value != manifest.version.value {
        let (message, help) = match known(&manifest.version.value) {
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
    let released = lock.iter().flat_map(|lock| &lock.released);
    for version in released.filter(|version| **version != manifest.version.value && !known(version)) {
        let message = format!("the history leaves out {version}, which was released");
        let next = manifest.history.iter().find(|entry| is_higher(&entry.version.value, version));
        let (place, help) = match next {
            Some(next) => (next.version.span, format!("Add an entry for it before that of {}.", next.version.value)),
            None => (last.version.span, "Add an entry for it after this one.".to_owned()),
        };
        diagnostics.push(Diagnostic::warning(Code("history-incomplete"), place, message).with_help(help));
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
