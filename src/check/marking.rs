//! What a marking demands of the paper, and marking strings in the text, where they mark nothing and mislead.

use std::cell::OnceCell;

use super::context::Context;
use super::manuscript::Manuscript;
use super::needles::{Meaning, Needle, Needles};
use super::prose::Prose;
use super::quotation::Quotation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, joined};
use crate::manifest::{Manifest, MarkingChoice};
use crate::marking::{Demand, Level, Scheme};
use crate::section::flat::Flat;
use crate::section::{BlockKind, Container, Section, Status, walk};
use crate::source::Spanned;

/// The levels that parts of a section are marked with.
#[derive(Debug)]
pub struct Facts {
    whole: Option<Spanned<String>>,
    parts: Vec<Spanned<String>>,
}

/// Looks for markings that are typed into a section's own words.
pub(super) fn section(context: &Context, section: &Section, prose: &Prose, diagnostics: &mut Diagnostics) -> Facts {
    if let Some(needles) = &context.needles {
        let own = prose.runs.iter().filter(|run| !run.is_borrowed);
        own.for_each(|run| typed(&run.flat, || run.quotation(), needles, diagnostics));
    }
    let mut parts = Vec::new();
    walk::blocks(&section.blocks, &mut |block| {
        if let BlockKind::Container(Container::Marked(marking), _) = &block.kind {
            parts.push(marking.level.clone());
        }
    });
    Facts { whole: section.front_matter.marking.as_ref().map(|marking| marking.level.clone()), parts }
}

/// Looks at what the manifest says of the marking, and at the titles in it.
pub(super) fn check(manuscript: &Manuscript, context: &Context, facts: &[&Facts], diagnostics: &mut Diagnostics) {
    let manifest = manuscript.manifest;
    if let (Some(choice), Some(scheme)) = (&manifest.marking, manuscript.scheme)
        && let Some(level) = find(scheme, &choice.level)
    {
        demands(manifest, choice, level, diagnostics);
        reason(choice, scheme, level, facts, diagnostics);
    }
    let Some(needles) = &context.needles else { return };
    let titles = [Some(&manifest.title), manifest.subtitle.as_ref(), manifest.kind.as_ref()];
    let titles = titles.into_iter().flatten().chain(manifest.history.iter().map(|entry| &entry.summary));
    for flat in titles.map(Flat::of_text) {
        let quotation = OnceCell::new();
        typed(&flat, || quotation.get_or_init(|| Quotation::of(flat.text())), needles, diagnostics);
    }
}

fn find<'a>(scheme: &'a Scheme, name: &Spanned<String>) -> Option<&'a Level> {
    scheme.levels.iter().find(|level| level.name == name.value)
}

/// Reports in one finding all that the level demands and the manifest lacks.
fn demands(manifest: &Manifest, choice: &MarkingChoice, level: &Level, diagnostics: &mut Diagnostics) {
    let missing = level.demands.iter().filter_map(|demand| match demand {
        Demand::Reference if choice.reference.is_none() => {
            Some(("a reference", "`reference = \"…\"` to `[marking]`: the number it is registered under"))
        }
        Demand::Date if manifest.date.value.day.is_none() => Some(("a date to the day", "the day to `date`")),
        Demand::CopyNumber if choice.copy.is_none() => {
            Some(("the number of the copy", "`copy = \"1 of 3\"` to `[marking]`"))
        }
        // Pages are numbered by the template.
        _ => None,
    });
    let (names, remedies): (Vec<_>, Vec<_>) = missing.unzip();
    if names.is_empty() {
        return;
    }
    let severity = if manifest.status.value == Status::Draft { Severity::Warning } else { Severity::Error };
    let message = format!("the level `{}` demands {}", level.name, joined(&names));
    let found = Diagnostic::new(severity, Code("marking-requirement"), choice.level.span, message);
    diagnostics.push(found.with_help(format!("Add {}.", joined(&remedies))));
}

/// Asks why a paper whose parts are marked is itself marked higher than any of them: a compilation may be. What is not
/// marked counts as the scheme's default.
fn reason(choice: &MarkingChoice, scheme: &Scheme, level: &Level, facts: &[&Facts], diagnostics: &mut Diagnostics) {
    let parts = facts.iter().flat_map(|facts| facts.whole.iter().chain(&facts.parts));
    // A part of no known level is another mistake.
    let Some(marked) = parts.map(|name| find(scheme, name)).collect::<Option<Vec<_>>>() else { return };
    if marked.is_empty() || choice.reason.is_some() {
        return;
    }
    let whole = facts.iter().all(|facts| facts.whole.is_some());
    let usual = scheme.levels.iter().filter(|level| !whole && scheme.default_level.as_ref() == Some(&level.name));
    if let Some(highest) = marked.into_iter().chain(usual).max_by_key(|level| level.rank)
        && highest.rank < level.rank
    {
        let message = format!("the paper is `{}`, higher than its highest part, `{}`", level.name, highest.name);
        let found = Diagnostic::warning(Code("marking-without-reason"), choice.level.span, message);
        diagnostics.push(found.with_help("Lower it, or say why it is higher: `reason = \"…\"` in `[marking]`."));
    }
}

/// Reports the markings that someone typed.
fn typed<'q>(flat: &Flat, quotation: impl Fn() -> &'q Quotation, needles: &Needles, diagnostics: &mut Diagnostics) {
    let text = flat.text();
    let alone = text.trim();
    for (range, needle) in needles.find(text) {
        let Some(place) = flat.place(range.clone()) else { continue };
        let is_meant =
            |alone_only: bool| (!alone_only || text[range.clone()] == *alone) && !quotation().is_mention(&range);
        let Needle { text, level, level_text, meaning } = needle;
        diagnostics.push(match meaning {
            Meaning::Misspelt => {
                Diagnostic::warning(Code("marking-misspelt"), place, format!("no marking is spelt `{text}`"))
                    .with_help(format!("Write `{level_text}`, character for character."))
            }
            Meaning::Own { alone } if is_meant(*alone) => {
                let message = format!("the marking `{text}` is typed into the text");
                let help = format!(
                    "Mark the part, `::: marked {{level=\"{level}\"}}`; a mere mention stands in quotation marks."
                );
                Diagnostic::warning(Code("marking-in-text"), place, message).with_help(help)
            }
            Meaning::Foreign { scheme, alone, own } if is_meant(*alone) => {
                let (severity, whose) = match own {
                    Some(own) => (Severity::Error, format!("in a paper marked by `{own}`")),
                    None => (Severity::Warning, "in a paper that is not marked".to_owned()),
                };
                let message = format!("`{text}` is a marking of the scheme `{scheme}`, {whose}");
                let help = "Delete it; a mere mention stands in quotation marks. A paper is marked by one scheme.";
                Diagnostic::new(severity, Code("marking-foreign"), place, message).with_help(help)
            }
            Meaning::Own { .. } | Meaning::Foreign { .. } => continue,
        });
    }
}
