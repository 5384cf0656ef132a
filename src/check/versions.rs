//! Versions that tell what changed: sections and paper against the last release.

use std::cmp::Ordering;
use std::collections::HashMap;

use semver::Version;

use super::manuscript::Manuscript;
use super::section::Facts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, joined};
use crate::lock::{self, Comparison, Fate, Lock, SharedDigests, Standing};
use crate::manifest::Manifest;
use crate::project::{MANIFEST, Project};
use crate::section::Status;
use crate::source::{Span, Spanned};

pub(super) fn check(manuscript: &Manuscript, lock: &ReadLock, sections: &[&Facts], diagnostics: &mut Diagnostics) {
    diagnostics.extend(&lock.findings);
    if let Some(lock) = &lock.lock {
        against(lock, manuscript, sections, diagnostics);
    }
}

/// The last release, if there was one and it can be read.
#[derive(Debug, Default)]
pub(super) struct ReadLock {
    pub lock: Option<Lock>,
    findings: Vec<Diagnostic>,
}

impl ReadLock {
    pub(super) fn of(project: &Project) -> Self {
        let mut diagnostics = Diagnostics::new();
        // A lock that cannot be read has been reported, and what stands in it is not known.
        let lock = lock::read(project, &mut diagnostics).ok().flatten();
        Self { lock, findings: diagnostics.into_list() }
    }
}

/// Compares the paper with its last release.
fn against(lock: &Lock, manuscript: &Manuscript, sections: &[&Facts], diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, .. } = *manuscript;
    let paths = manuscript.sections.iter().map(|section| &section.path["sections/".len()..]);
    let read: HashMap<&str, _> = paths.zip(sections).collect();
    let content = manifest.sections.iter().map(|name| {
        let shown = read.get(name.value.as_str())?.shown.as_ref()?;
        Some((shown.digest(project), shown.sketch()))
    });
    let content: Vec<_> = content.collect();
    let now = manifest.sections.iter().zip(&content).map(|(name, content)| Standing {
        name: &name.value,
        content: content.as_ref().map(|(digest, sketch)| (digest.as_str(), *sketch)),
    });
    let now: Vec<_> = now.collect();
    let mut comparison = lock::compare(lock, &now);
    // What is listed and has no file has been reported, and may be what seems to have vanished.
    if !manifest.has_all_files {
        comparison.vanished.clear();
    }
    let rule = if manifest.status.value == Status::Final { Severity::Error } else { Severity::Warning };
    let mut other_sections = !comparison.vanished.is_empty();

    for (listed, &(fate, moved)) in manifest.sections.iter().zip(&comparison.sections) {
        other_sections |= moved || !matches!(fate, Fate::Same(_) | Fate::Unreadable(_));
        let Some(old) = fate.old() else { continue };
        if let Fate::Renamed(old) | Fate::RenamedAndChanged(old) = fate {
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
        let version = read.get(listed.value.as_str()).map(|section| &section.front_matter.version);
        let Some(version) = version.filter(|version| !version.span.is_empty()) else { continue };
        other_sections |= version.value != old.version;
        if let Some(found) = lowered("this section", version, &old.version, rule) {
            diagnostics.push(found);
        } else if fate.has_changed() && !is_higher(&version.value, &old.version) {
            let message = format!("this section changed since {} was released, but not its version", old.version);
            let name = listed.value.strip_suffix(".md").unwrap_or(&listed.value);
            let help = format!("Raise it: `chancery bump {name}`, with `--patch` for a correction.");
            diagnostics.push(Diagnostic::new(rule, Code("version-not-raised"), version.span, message).with_help(help));
        }
    }
    vanished(lock, &comparison, manifest, diagnostics);

    let lowered = lowered("the paper", &manifest.version, &lock.version, rule);
    if let Some(found) = lowered.or_else(|| unraised(lock, manuscript, other_sections, rule)) {
        diagnostics.push(found);
    }
}

/// Tells of sections that are gone, at the one that each stood after as far as that is still there.
fn vanished(lock: &Lock, comparison: &Comparison, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    let listed: HashMap<&str, Span> =
        manifest.sections.iter().map(|listed| (listed.value.as_str(), listed.span)).collect();
    let mut gone = comparison.vanished.iter().peekable();
    let mut place = manifest.sections.first().map(|first| first.span);
    for section in &lock.sections {
        place = listed.get(section.name.as_str()).copied().or(place);
        if let (Some(old), Some(place)) = (gone.next_if(|old| **old == section), place) {
            let message = format!("the section `{}`, which was released, is no longer there", old.name);
            let found = Diagnostic::hint(Code("section-vanished"), place, message);
            diagnostics.push(found.with_help("Nothing is to be done if that is meant; if not, list it again."));
        }
    }
}

/// What of the paper is no longer as it was released under the version that it still has.
fn unraised(lock: &Lock, manuscript: &Manuscript, other_sections: bool, rule: Severity) -> Option<Diagnostic> {
    let Manuscript { project, manifest, .. } = *manuscript;
    if is_higher(&manifest.version.value, &lock.version) {
        return None;
    }
    let (now, then) = (SharedDigests::of(project, manifest), &lock.whole);
    let changed = [
        (other_sections, "sections"),
        (now.bibliography != then.bibliography, "the bibliography"),
        (now.template != then.template, "the template"),
        (now.manifest != then.manifest, MANIFEST),
    ];
    let changed: Vec<_> = changed.iter().filter(|(is_other, _)| *is_other).map(|(_, what)| *what).collect();
    let (code, place, released) = (Code("version-not-raised"), manifest.version.span, &lock.version);
    if !changed.is_empty() {
        let what = joined(&changed);
        let message = format!("{what} changed since {released} was released, but not the paper's version");
        let found = Diagnostic::new(rule, code, place, message);
        return Some(found.with_help("Raise it with `chancery bump paper`, and tell in `[[history]]` what changed."));
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

/// Whether a version is above another; build metadata does not count.
pub(super) fn is_higher(version: &Version, other: &Version) -> bool {
    version.cmp_precedence(other) == Ordering::Greater
}
