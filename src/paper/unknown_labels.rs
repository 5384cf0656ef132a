//! References to labels that nothing has, and what may have been meant.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Severity};
use crate::project::Project;
use crate::section::{Label, Status};
use crate::slug::slug;
use crate::source::Span;

use super::labels::{Labels, Target};
use super::outline::Outline;

/// The headings without a label whose words make one that something refers to, as other dialects have it: one each.
pub(super) fn by_words(outlines: &[&Outline], labels: &Labels) -> BTreeMap<Label, Label> {
    let headings = LazyCell::new(|| headings_by_key(labels));
    let references = outlines.iter().flat_map(|outline| &outline.references).map(|label| &label.value);
    let unknown = references.filter(|label| !labels.targets.contains_key(label));
    let found = unknown.filter_map(|label| match headings.get(&key(&label.to_string()))? {
        Some((own @ Label::Block { .. }, _)) => Some((label.clone(), (*own).clone())),
        _ => None,
    });
    found.collect()
}

/// Reports each reference to a label that nothing has. Where it is the words of a heading, the fix makes it a label.
pub(super) fn report(
    project: &Project,
    outlines: &[&Outline],
    labels: &Labels,
    status: Status,
    diagnostics: &mut Diagnostics,
) {
    let severity = if status == Status::Draft { Severity::Warning } else { Severity::Error };
    let given = LazyCell::new(|| Names::new(labels.targets.keys().filter_map(Label::given)));
    let headings = LazyCell::new(|| headings_by_key(labels));
    let misplaced = LazyCell::new(|| labels_as_text(project, outlines));
    let mut mended = BTreeSet::new();
    let references = outlines.iter().flat_map(|outline| &outline.references);
    for label in references.filter(|label| !labels.targets.contains_key(&label.value)) {
        let name = label.value.to_string();
        if name.is_empty() {
            let found = Diagnostic::new(severity, Code("unknown-label"), label.span, "this reference names no label");
            let help = "Write the label of a heading, table or figure, as it stands in its braces, behind the `#`.";
            diagnostics.push(found.with_help(help));
            continue;
        }
        let message = format!("nothing has the label `{name}`");
        let found = Diagnostic::new(severity, Code("unknown-label"), label.span, message);
        let place = |span: Span| {
            let line = project.source(span.file).position(span.range().start).line;
            format!("in line {line} of {}", span.file.path())
        };
        if let Some(heading) = labels.by_words.get(&label.value).and_then(|own| labels.targets.get(own)) {
            let message = format!("`{name}` is no label, but the words of \"{}\"", heading.title.words());
            let own = if is_label(&name) { name.clone() } else { slug(&heading.title.words()).unwrap_or_default() };
            let other = if own == name { String::new() } else { format!(", and refer to `#{own}`") };
            let help = format!(
                "Give that, {}, the label `{{#{own}}}`{other}: it stays when the words change.",
                place(heading.span)
            );
            let found = Diagnostic::hint(Code("missing-label"), label.span, message).with_help(help);
            diagnostics.push(match fix(project, heading, &name).filter(|_| mended.insert(name.clone())) {
                Some((span, label)) => found.with_fix(span, label),
                None => found,
            });
            continue;
        }
        let help = match (headings.get(&key(&name)), misplaced.get(&name), given.nearest(&name)) {
            (Some(Some((Label::Given(known), _))), ..) => format!("Did you mean `#{known}`?"),
            (_, Some(span), _) => {
                format!(
                    "`{{#{name}}}` {} labels nothing: labels stand behind titles, names of blocks, or before text.",
                    place(*span)
                )
            }
            (.., Some(near)) => format!("Did you mean `#{near}`?"),
            _ => format!("Give a heading, table or figure the label: `{{#{name}}}`."),
        };
        diagnostics.push(found.with_help(help));
    }
}

/// The headings by what their words make; [`None`] for what more than one makes.
fn headings_by_key(labels: &Labels) -> BTreeMap<String, Option<(&Label, &Target)>> {
    let mut headings = BTreeMap::new();
    for (label, target) in labels.targets.iter().filter(|(_, target)| target.kind.is_heading()) {
        headings.entry(key(&target.title.words())).and_modify(|one| *one = None).or_insert(Some((label, target)));
    }
    headings.remove("");
    headings
}

/// What is the same in the labels that other dialects make of the same words.
fn key(words: &str) -> String {
    slug(words).unwrap_or_default().replace('-', "")
}

fn is_label(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// What gives a heading a label: a place in its line, and the label with what belongs beside it.
fn fix(project: &Project, heading: &Target, label: &str) -> Option<(Span, String)> {
    let written = project.source(heading.span.file).slice(heading.span);
    // Not of underlined ones, and not where closing hashes or other attributes stand in the way.
    let is_plain = written.starts_with('#') && !written.ends_with(['#', '}']) && !written.contains('\n');
    let end = heading.span.part(written.len()..written.len());
    (is_plain && is_label(label)).then(|| (end, format!(" {{#{label}}}")))
}

/// Labels that stand in braces in the sections, where they may be of no use.
fn labels_as_text(project: &Project, outlines: &[&Outline]) -> BTreeMap<String, Span> {
    let mut found = BTreeMap::new();
    let files: BTreeSet<_> =
        outlines.iter().flat_map(|outline| &outline.references).map(|label| label.span.file).collect();
    for source in files.into_iter().map(|file| project.source(file)) {
        for (at, opening) in source.text().match_indices("{#") {
            let rest = &source.text()[at + opening.len()..];
            let length = rest.find([' ', '}', '\n']).unwrap_or(rest.len());
            if !rest[length..].starts_with('\n') && length > 0 {
                let span = source.span(at..at + opening.len() + length);
                found.entry(rest[..length].to_owned()).or_insert(span);
            }
        }
    }
    found
}
