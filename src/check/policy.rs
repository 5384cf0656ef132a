//! What a paper makes of its findings: the weights of `[check]`, and what its sections allow.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::allowances::{self, Allowance};
use super::causes::Causes;
use super::uncited::Works;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::manifest::{Manifest, Override};
use crate::paper::Paper;
use crate::project::Project;
use crate::source::{FileId, Span};

/// Which findings a paper's sections allow.
pub struct Policy {
    groups: BTreeMap<(Code, FileId), Group>,
    /// Those that cannot allow anything: nothing follows, or another one allows it already.
    idle: Vec<(Code, Span)>,
    /// [`None`] where nothing is said of works.
    works: Option<Works>,
}

/// Allowances of one code in one file, by their scope.
type Group = Vec<Entry>;

struct Entry {
    scope: Span,
    place: Span,
    used: bool,
    /// The one whose scope is around this one's: blocks hold one another or stand apart.
    outer: Option<usize>,
}

impl Policy {
    /// The policy as far as it can be told without pages.
    pub(super) fn new<'f>(allowances: impl Iterator<Item = &'f Allowance>, works: Works) -> Self {
        let policy = Self::of(allowances.filter(|allowance| !allowances::shows_on_pages(allowance.code)));
        Self { works: Some(works), ..policy }
    }

    fn of<'f>(allowances: impl Iterator<Item = &'f Allowance>) -> Self {
        let mut groups: BTreeMap<_, Group> = BTreeMap::new();
        let mut idle = Vec::new();
        for &Allowance { code, place, scope } in allowances {
            match scope {
                Some(scope) => {
                    let entry = Entry { scope, place, used: false, outer: None };
                    groups.entry((code, scope.file)).or_default().push(entry);
                }
                None => idle.push((code, place)),
            }
        }
        for (&(code, _), group) in &mut groups {
            group.sort_by_key(|entry| (entry.scope.start, Reverse(entry.scope.end), entry.place));
            group.dedup_by(|entry, first| {
                let is_double = entry.scope == first.scope;
                if is_double {
                    idle.push((code, entry.place));
                }
                is_double
            });
            for at in 1..group.len() {
                let mut outer = Some(at - 1);
                while let Some(index) = outer.filter(|&index| group[index].scope.end <= group[at].scope.start) {
                    outer = group[index].outer;
                }
                group[at].outer = outer;
            }
        }
        Self { groups, idle, works: None }
    }

    /// Drops what is allowed or follows from what could not be read, sets aside what is said of works that nobody
    /// cites, gives the rest the weight that the manifest wants and, if all was looked at, reports allowances that
    /// allow nothing.
    pub fn apply(
        mut self,
        project: &Project,
        manifest: &Manifest,
        causes: &Causes,
        complete: bool,
        diagnostics: &mut Diagnostics,
    ) {
        diagnostics.revise(|diagnostic| !self.allows(diagnostic));
        if complete {
            let unused = self.groups.into_iter().flat_map(|((code, _), group)| {
                group.into_iter().filter(|entry| !entry.used).map(move |entry| (code, entry.place))
            });
            for (code, place) in unused.chain(self.idle) {
                let message = format!("this allows `{}`, but there is nothing of the kind to allow", code.0);
                let found = Diagnostic::warning(Code("unused-allowance"), place, message);
                diagnostics
                    .push(found.with_help("Delete the comment, or put it right above the block that it is for."));
            }
        }
        causes.silence(project, diagnostics);
        self.works.into_iter().for_each(|works| works.set_aside_idle(project, diagnostics));
        apply_severities(manifest, diagnostics);
    }

    /// Whether the finding is allowed where it stands. Every allowance that says so is used.
    fn allows(&mut self, diagnostic: &Diagnostic) -> bool {
        let Place::Span(place) = diagnostic.place else { return false };
        let Some(group) = self.groups.get_mut(&(diagnostic.code, place.file)) else { return false };
        let mut next = group.partition_point(|entry| entry.scope.start <= place.start).checked_sub(1);
        let mut allowed = false;
        while let Some(entry) = next.map(|index| &mut group[index]) {
            if place.start < entry.scope.end {
                entry.used = true;
                allowed = true;
            }
            next = entry.outer;
        }
        allowed
    }
}

/// What a paper makes of the findings that only its finished pages show.
pub fn laid_out(project: &Project, paper: &Paper, diagnostics: &mut Diagnostics) {
    let sections = paper.sections.iter().map(|section| &section.section);
    let allowances: Vec<Allowance> = sections
        .filter(|section| !section.comments.is_empty() && section.file.path().starts_with("sections/"))
        .filter(|section| project.id(section.file.path()) == Some(section.file))
        .flat_map(|section| allowances::of_layout(section, project.source(section.file)))
        .collect();
    // What could not be read would have kept it from being laid out.
    Policy::of(allowances.iter()).apply(project, &paper.manifest, &Causes::default(), true, diagnostics);
}

/// Gives findings the weight that the manifest's `[check]` wants; what it says of one file takes precedence over
/// what it says of all. Errors that are no rules stay.
fn apply_severities(manifest: &Manifest, diagnostics: &mut Diagnostics) {
    if manifest.check.is_empty() {
        return;
    }
    let wanted: BTreeMap<_, _> = (manifest.check.iter())
        .map(|Override { code, path, severity }| {
            ((code.value.as_str(), path.as_ref().map(|path| path.value.as_str())), *severity)
        })
        .collect();
    diagnostics.revise(|diagnostic| {
        let path = match &diagnostic.place {
            Place::Span(span) => span.file.path(),
            Place::Path(path) | Place::Argument(path) => path,
        };
        let code = diagnostic.code.0;
        match wanted.get(&(code, Some(path))).or_else(|| wanted.get(&(code, None))) {
            Some(Some(severity)) => diagnostic.severity = *severity,
            Some(None) => return false,
            None => {}
        }
        true
    });
}
