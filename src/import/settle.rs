//! Until the paper is sound: fixes as `check --fix` makes them, then repairs of what no paper can have.

mod glyphs;
mod places;
mod repairs;

use std::collections::BTreeMap;

use super::remark::{Marked, Remark, Remarks};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::press::{self, Session};
use crate::project::Project;

/// Rounds of fixes alone; those that undo each other end there.
const MAX_FIX_ROUNDS: usize = 12;

/// Rounds in all. The further, the more is made literal around a mistake.
const MAX_ROUNDS: usize = 48;

/// A paper with its remarks in place.
pub(super) struct Settled {
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) texts: BTreeMap<String, Marked>,
    pub(super) words: usize,
    /// Whether no error is left.
    pub(super) is_sound: bool,
}

/// A change of one text.
pub(super) struct Edit {
    pub(super) range: std::ops::Range<usize>,
    pub(super) with: String,
    pub(super) remark: Option<Remark>,
}

pub(super) fn settle(
    mut files: BTreeMap<String, Vec<u8>>,
    mut texts: BTreeMap<String, Marked>,
    remarks: &mut Remarks,
) -> Settled {
    let mut session = Session::default();
    let (mut words, mut is_sound) = (0, false);
    for round in 0..MAX_ROUNDS {
        let sections = texts.iter().map(|(path, text)| (path.clone(), text.text.clone().into_bytes()));
        let project = Project::new(files.iter().map(|(path, bytes)| (path.clone(), bytes.clone())).chain(sections));
        let mut diagnostics = Diagnostics::new();
        let paper = press::check(&project, &mut session, &mut diagnostics);
        words = paper.map_or(words, |paper| paper.words());
        let found = diagnostics.into_sorted();
        is_sound = found.iter().all(|found| found.severity != Severity::Error);
        if round + 1 == MAX_ROUNDS {
            break;
        }
        let mut edits: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
        let is_fixing = round < MAX_FIX_ROUNDS;
        for found in &found {
            let path = found.place.path();
            let Some(text) = texts.get(path) else { continue };
            let fix = found.fix.as_ref().filter(|_| is_fixing && is_wanted(found)).map(fixed);
            let own = edits.entry(text_key(&texts, path)).or_default();
            match fix {
                Some(fix) => own.push(fix),
                None if found.code.0 == "missing-glyph" => own.extend(glyphs::glyphs(found, &text.text)),
                None if found.code.0 == "unresolved-conflict" => own.extend(repairs::conflicts(&text.text)),
                None => own.extend(repairs::repair(found, &text.text, round.saturating_sub(MAX_FIX_ROUNDS / 2))),
            }
        }
        let edits: Vec<(String, Vec<Edit>)> = edits.into_iter().map(|(path, edits)| (path.to_owned(), edits)).collect();
        let mut has_changed = false;
        for (path, edits) in edits {
            if let Some(text) = texts.get_mut(&path) {
                has_changed |= apply(&path, text, edits, remarks);
            }
        }
        has_changed |= repairs::other_files(&found, &mut files, remarks);
        // Where nothing is changed and an error is left, the next round does more.
        let has_errors =
            found.iter().any(|one| one.severity == Severity::Error && texts.contains_key(one.place.path()));
        if !has_changed && !has_errors {
            left(&found, &mut texts, remarks);
            break;
        }
    }
    Settled { files, texts, words, is_sound }
}

/// What a draft prints a stand-in for: letters that no font has, works that no bibliography has.
fn left(found: &[Diagnostic], texts: &mut BTreeMap<String, Marked>, remarks: &mut Remarks) {
    const LETTERS: &str = "They print as `�`. Put a font that has them into `fonts/` of a template of your own: \
                           `chancery template europol` writes one to begin with.";
    const WORKS: &str = "They print as their keys. Put a bibliography that has them into `bibliography/`, and list it \
                         in `files` below `[bibliography]` in paper.toml.";
    for found in found {
        let Some(text) = texts.get_mut(found.place.path()) else { continue };
        let Some(range) = range_of(found) else { continue };
        let Some(written) = text.text.get(range.clone()).map(str::to_owned) else { continue };
        let remark = match found.code.0 {
            "unknown-citation" | "missing-bibliography" => {
                let remark = Remark::to_do(format!("`{written}`, which no bibliography has"), WORKS);
                remark.one_of("works that no bibliography has")
            }
            _ if glyphs::letter(found, &text.text).is_some() => {
                let remark = Remark::to_do(format!("the letter `{written}`, which no font has"), LETTERS);
                remark.one_of("letters that no font has")
            }
            _ => continue,
        };
        if let Some(number) = remarks.count("", remark.naming(&written)) {
            text.note(range.start, number);
        }
    }
}

fn text_key<'t>(texts: &'t BTreeMap<String, Marked>, path: &str) -> &'t str {
    texts.get_key_value(path).map_or("", |(key, _)| key.as_str())
}

/// Fixes that an author may not want unasked: numbers that a law has in its titles.
fn is_wanted(found: &Diagnostic) -> bool {
    found.code.0 != "unsupported-front-matter"
}

fn fixed(fix: &crate::diagnostic::Fix) -> Edit {
    Edit { range: fix.span.range(), with: fix.replacement.clone(), remark: None }
}

/// Makes the changes, of those that meet the first. Whether the text is another one now.
fn apply(path: &str, text: &mut Marked, mut edits: Vec<Edit>, remarks: &mut Remarks) -> bool {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    edits.retain(|edit| {
        let is_free = edit.range.start >= end && edit.range.end <= text.text.len();
        if is_free {
            end = edit.range.end.max(edit.range.start + usize::from(edit.range.is_empty()));
        }
        is_free
    });
    edits.retain(|edit| text.text.get(edit.range.clone()).is_some_and(|old| old != edit.with));
    // In their order, so that the first of a kind has the place.
    let numbers: Vec<Option<usize>> = edits.iter_mut().map(|edit| told(text, edit, path, remarks)).collect();
    let has_changed = !edits.is_empty();
    for (edit, number) in edits.into_iter().zip(numbers).rev() {
        text.replace(edit.range.clone(), &edit.with);
        if let Some(number) = number {
            text.note(edit.range.start, number);
        }
    }
    has_changed
}

/// The number of the remark on a change, if it has one of its own.
fn told(text: &Marked, edit: &mut Edit, path: &str, remarks: &mut Remarks) -> Option<usize> {
    let lost = lost_words(&text.text[edit.range.clone()], &edit.with);
    let by_fix =
        || (!lost.is_empty()).then(|| Remark::to_know("words that a fix left out", "See whether they are needed."));
    let remark = edit.remark.take().or_else(by_fix)?;
    let remark = if remark.lost.is_none() && !lost.is_empty() { remark.without(lost) } else { remark };
    remarks.count(path, remark)
}

/// The words of `old`, but for tags, that `new` does not have: no change of a text loses one in silence.
fn lost_words(old: &str, new: &str) -> String {
    let words = |text: &str| -> Vec<String> {
        let words = text
            .split(|one: char| !one.is_alphanumeric())
            .filter(|word| word.chars().filter(|one| one.is_alphabetic()).count() > 1);
        words.map(str::to_lowercase).collect()
    };
    let mut kept = words(new);
    let lost =
        words(&super::html::stripped(old)).into_iter().filter(|word| match kept.iter().position(|own| own == word) {
            Some(at) => {
                kept.swap_remove(at);
                false
            }
            None => true,
        });
    lost.collect::<Vec<_>>().join(" ")
}

/// Where a finding stands in its text.
pub(super) fn range_of(found: &Diagnostic) -> Option<std::ops::Range<usize>> {
    match &found.place {
        Place::Span(span) => Some(span.range()),
        Place::Path(_) | Place::Argument(_) => None,
    }
}
