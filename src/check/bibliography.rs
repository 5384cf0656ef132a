//! The bibliography as a reader meets it: works that nobody cites, that stand twice, or that cannot be found.

use std::collections::{BTreeMap, BTreeSet};

use super::manuscript::Manuscript;
use super::uncited::UNUSED;
use super::unfinished;
use crate::bibliography::{self, Bibliography, WorkKind, misspelt_isbns};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::Nocite;
use crate::project::Project;
use crate::section::{BlockKind, Inline, InlineKind, Pattern, Section, Status, named, walk};
use crate::source::Span;

const MISSING_TITLE: Code = Code("missing-work-title");

/// What a section does with the bibliography.
#[derive(Debug, Default)]
pub struct Facts {
    /// The keys that it cites.
    pub(super) cited: BTreeSet<String>,
    /// Whether the list of works is printed in it.
    prints_list: bool,
}

impl Facts {
    pub fn of(section: &Section) -> Self {
        let mut facts = Self::default();
        for blocks in section.bodies() {
            walk::inlines(blocks, &mut |inlines| collect(inlines, &mut facts.cited));
            walk::blocks(blocks, &mut |block| facts.prints_list |= matches!(block.kind, BlockKind::Bibliography(_)));
        }
        facts
    }
}

/// What is to be said of a bibliography, whatever a paper makes of it.
#[derive(Debug, Default)]
pub(super) struct WorkFindings {
    findings: Vec<Diagnostic>,
    /// By key: what the entry lacks, which matters only where it is printed.
    incomplete: BTreeMap<String, Vec<Diagnostic>>,
    /// The keys of works that others draw on.
    drawn_on: BTreeSet<String>,
    /// The keys of works in which something may be still to be written.
    unfinished: BTreeSet<String>,
}

impl WorkFindings {
    pub(super) fn of(project: &Project, bibliography: &Bibliography) -> Self {
        let mut diagnostics = Diagnostics::new();
        duplicates(bibliography, &mut diagnostics);
        isbns(project, bibliography, &mut diagnostics);
        let mut incomplete = BTreeMap::new();
        for work in bibliography.works() {
            let mut lacking = Diagnostics::new();
            complete(work, &mut lacking);
            if !lacking.is_empty() {
                incomplete.insert(work.key().to_owned(), lacking.into_list());
            }
        }
        let drawn_on = bibliography.works().flat_map(|work| work.draws_on()).cloned().collect();
        let may_be =
            |work: &bibliography::Facts| unfinished::may_have(project.source(work.span().file).slice(work.span()));
        let unfinished = bibliography.works().filter(may_be).map(|work| work.key().to_owned()).collect();
        Self { findings: diagnostics.into_list(), incomplete, drawn_on, unfinished }
    }
}

/// The keys that a paper has a use for: those that it cites, and those that it lists without.
pub(super) fn used(manuscript: &Manuscript, facts: &[&Facts]) -> BTreeSet<String> {
    let cited = facts.iter().flat_map(|facts| &facts.cited).cloned();
    let listed = manuscript.manifest.bibliography.iter().flat_map(|choice| match &choice.nocite {
        Nocite::Keys(keys) => keys.iter().map(|key| key.value.clone()).collect::<Vec<_>>(),
        Nocite::All(_) => manuscript.bibliography.keys().map(str::to_owned).collect(),
    });
    cited.chain(listed).collect()
}

/// Looks at every entry; whether it says enough matters only if it is `used`, and so printed.
pub(super) fn check(
    manuscript: &Manuscript,
    works: &WorkFindings,
    facts: &[&Facts],
    used: &BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.extend(&works.findings);
    let is_printed = facts.iter().any(|facts| facts.prints_list);
    for work in manuscript.bibliography.works() {
        if used.contains(work.key()) {
            for found in works.incomplete.get(work.key()).into_iter().flatten() {
                let mut found = found.clone();
                // A draft prints what there is.
                if manuscript.manifest.status.value == Status::Draft && found.severity == Severity::Error {
                    found.severity = Severity::Warning;
                }
                diagnostics.push(found);
            }
        // A paper that neither cites nor prints a list is told so once.
        } else if (is_printed || !used.is_empty()) && !works.drawn_on.contains(work.key()) {
            let message = format!("`{}` is cited nowhere, so it is not printed", work.key());
            let found = Diagnostic::hint(UNUSED, work.key_span(), message);
            let help = format!("Cite it, `[{}]`, name it in `nocite`, or delete the entry.", named(work.key()));
            diagnostics.push(found.with_help(help));
        }
    }
}

/// The works that are printed and may have something in them that is still to be written.
pub(super) fn unfinished<'a>(
    manuscript: &Manuscript<'a>,
    works: &WorkFindings,
    used: &BTreeSet<String>,
) -> impl Iterator<Item = bibliography::Facts<'a>> {
    let may_be = |work: &bibliography::Facts| works.unfinished.contains(work.key()) && used.contains(work.key());
    let all = manuscript.bibliography.works().filter(|_| !works.unfinished.is_empty());
    all.filter(may_be).collect::<Vec<_>>().into_iter()
}

/// Collects the keys that are cited.
fn collect(inlines: &[Inline], cited: &mut BTreeSet<String>) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Citation(citation) => {
                for key in citation.items.iter().map(|item| &item.key.value) {
                    if !cited.contains(key) {
                        cited.insert(key.clone());
                    }
                }
            }
            InlineKind::Reference { pattern, .. } => {
                for piece in pattern {
                    if let Pattern::Text(inline) = piece {
                        collect(std::slice::from_ref(inline), cited);
                    }
                }
            }
            _ => walk::children(inline).into_iter().for_each(|inner| collect(inner, cited)),
        }
    }
}

/// Reports entries that have a DOI or an ISBN of an earlier one. Parts of a book share its ISBN.
fn duplicates(bibliography: &Bibliography, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for work in bibliography.works() {
        let isbns = work.isbns().filter(|_| work.kind() != WorkKind::Part).map(|isbn| ("isbn", "ISBN", isbn));
        let doi = work.doi().map(|doi| ("doi", "DOI", doi.to_ascii_lowercase()));
        for (field, name, identifier) in doi.into_iter().chain(isbns) {
            let place = work.place(field);
            let (first, first_place) = *seen.entry(identifier).or_insert((work.key(), place));
            if first != work.key() {
                let message = format!("`{}` has the {name} of `{first}`", work.key());
                let found = Diagnostic::warning(Code("duplicate-work"), place, message);
                let help = "Keep one of the two entries and cite that, or correct the identifier.";
                diagnostics.push(found.with_label(first_place, "first given here").with_help(help));
            }
        }
    }
}

/// Reports ISBNs that are right, but are written with spaces or dashes: no catalogue finds them that way.
fn isbns(project: &Project, bibliography: &Bibliography, diagnostics: &mut Diagnostics) {
    for work in bibliography.works() {
        let field = work.place("isbn");
        // One that comes from another entry is told there.
        if field == work.key_span() {
            continue;
        }
        for (range, right) in misspelt_isbns(project.source(field.file).slice(field)) {
            let place = field.part(range);
            let found =
                Diagnostic::warning(Code("isbn-hyphens"), place, "an ISBN has plain hyphens between its groups");
            diagnostics.push(found.with_help(format!("Write `{right}`.")).with_fix(place, right));
        }
    }
}

/// Reports what a reader lacks to find a work (Interinstitutional Style Guide, 5.9.4).
fn complete(work: bibliography::Facts, diagnostics: &mut Diagnostics) {
    let missing = |what: &str, help: &str| {
        let message = format!("`{}` is {what}", work.key());
        Diagnostic::warning(Code("bibliography-incomplete"), work.key_span(), message).with_help(help)
    };
    if work.is_whole() && !work.has_title() {
        let found = Diagnostic::error(MISSING_TITLE, work.key_span(), format!("`{}` has no title", work.key()));
        diagnostics.push(found.with_help("Add `title = {…}`; in YAML, `title: …`."));
    }
    if work.is_whole() && !work.has_date() {
        let found =
            Diagnostic::warning(Code("missing-work-date"), work.key_span(), format!("`{}` has no date", work.key()));
        diagnostics.push(found.with_help("Add `date = {2012}`, in YAML `date: 2012`, as precisely as it is known."));
    }
    let found = match work.kind() {
        WorkKind::Book if !work.has_publisher() => {
            Some(missing("a book without publisher", "Add `publisher`, as it stands on the imprint page."))
        }
        WorkKind::Article if !work.has_container() => {
            let help = "Add `journaltitle`; in YAML, a `parent` with the journal's title.";
            Some(missing("an article without journal", help))
        }
        WorkKind::Article if !work.has_place_in_container() && !work.has_address() => {
            let help = "Add `volume` and `pages`; for a newspaper, the `date` to the day.";
            Some(missing("an article without volume or pages", help))
        }
        WorkKind::Part if !work.has_container() => {
            let help = "Add `booktitle`; in YAML, a `parent` with the book's title.";
            Some(missing("part of a book without title", help))
        }
        WorkKind::Thesis if !work.has_publisher() => Some(missing("a thesis without school", "Add `institution`.")),
        WorkKind::Report if !work.has_names() && !work.has_publisher() => {
            let help = "Add `author` or `institution`: the body that answers for it.";
            Some(missing("a report by nobody", help))
        }
        WorkKind::Web if !work.has_address() => {
            Some(missing("a web source without address", "Add `url`, and the day you read it as `urldate`."))
        }
        _ => None,
    };
    found.into_iter().for_each(|found| diagnostics.push(found));

    // What stands in print, or has a DOI or the address of a law, is the same tomorrow.
    let lasting = work.doi().is_some() || work.isbns().next().is_some() || work.has_law_address();
    if work.url().is_some() && !work.has_access_date() && !lasting {
        let severity = if work.kind() == WorkKind::Web { Severity::Warning } else { Severity::Hint };
        let message = format!("the address of `{}` has no day on which it was read", work.key());
        let found = Diagnostic::new(severity, Code("missing-access-date"), work.place("url"), message);
        diagnostics
            .push(found.with_help("Add `urldate = {2013-05-31}`; in YAML, `url: { value: …, date: 2013-05-31 }`."));
    }
}
