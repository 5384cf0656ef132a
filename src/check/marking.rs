//! What a marking demands of the paper, and marking strings in the text, where they mark nothing and mislead.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Manifest, MarkingChoice};
use crate::marking::{self, Demand, Level, Scheme};
use crate::section::flat::Flat;
use crate::section::{BlockKind, Container, Status, walk};
use crate::source::Spanned;

use super::Manuscript;
use super::prose::Prose;

pub fn check(manuscript: &Manuscript, prose: &Prose, diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, scheme, .. } = manuscript;
    let own = match (&manifest.marking, scheme) {
        (Some(choice), Some(scheme)) => {
            if let Some(level) = find(scheme, &choice.level) {
                demands(manifest, choice, level, diagnostics);
                reason(manuscript, choice, scheme, level, diagnostics);
            }
            Some(*scheme)
        }
        // Which strings are its own is not known.
        (Some(_), None) => return,
        (None, _) => None,
    };
    let schemes = marking::all_schemes(project);
    let mut typed = Typed { needles: Needles::new(own, &schemes), diagnostics };
    let titles = [Some(&manifest.title), manifest.subtitle.as_ref(), manifest.kind.as_ref()];
    let titles = titles.into_iter().flatten().chain(manifest.history.iter().map(|entry| &entry.summary));
    titles.for_each(|title| typed.look(&Flat::of_text(title)));
    prose.runs.iter().filter(|run| !run.is_borrowed).for_each(|run| typed.look(&run.flat));
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
    let message = format!("the level `{}` demands {}", level.name, listed(&names));
    let found = Diagnostic::new(severity, Code("marking-demand"), choice.level.span, message);
    diagnostics.push(found.with_help(format!("Add {}.", listed(&remedies))));
}

/// Asks why a paper whose parts are marked is itself marked higher than any of them: a compilation may be. What is not
/// marked counts as the scheme's default.
fn reason(
    manuscript: &Manuscript,
    choice: &MarkingChoice,
    scheme: &Scheme,
    level: &Level,
    diagnostics: &mut Diagnostics,
) {
    let mut parts: Vec<&Spanned<String>> = Vec::new();
    for section in manuscript.sections.iter().map(|section| &section.section) {
        parts.extend(&section.front_matter.marking);
        walk::blocks(&section.blocks, &mut |block| {
            if let BlockKind::Container(Container::Marked { level }, _) = &block.kind {
                parts.push(level);
            }
        });
    }
    // A part of no known level is another mistake.
    let Some(marked) = parts.iter().map(|name| find(scheme, name)).collect::<Option<Vec<_>>>() else { return };
    if marked.is_empty() || choice.reason.is_some() {
        return;
    }
    let whole = manuscript.sections.iter().all(|section| section.section.front_matter.marking.is_some());
    let usual = scheme.levels.iter().filter(|level| !whole && scheme.default_level.as_ref() == Some(&level.name));
    if let Some(highest) = marked.into_iter().chain(usual).max_by_key(|level| level.rank)
        && highest.rank < level.rank
    {
        let message = format!("the paper is `{}`, higher than its highest part, `{}`", level.name, highest.name);
        let found = Diagnostic::warning(Code("marking-without-reason"), choice.level.span, message);
        diagnostics.push(found.with_help("Lower it, or say why it is higher: `reason = \"…\"` in `[marking]`."));
    }
}

/// A string to be found, and what it is.
struct Needle<'a> {
    text: &'a str,
    level: &'a Level,
    meaning: Meaning<'a>,
}

#[derive(Clone, Copy)]
enum Meaning<'a> {
    /// A wrong spelling of one of the paper's own markings.
    Misspelt,
    /// One of the paper's own markings; whether it marks only where it stands alone.
    Own { alone: bool },
    /// A classification of another scheme; in a paper that has one, an error.
    Foreign { scheme: &'a Scheme, own: Option<&'a Scheme> },
}

/// The strings to be found, by their first byte and first word: most of a text is passed over at a glance.
struct Needles<'a> {
    /// Whether any starts with that byte.
    starts: [bool; 256],
    by_start: [Vec<Group<'a>>; 256],
}

/// Strings whose first word is the same, the longest first.
struct Group<'a> {
    word: &'a str,
    needles: Vec<Needle<'a>>,
}

impl<'a> Needles<'a> {
    fn new(own: Option<&'a Scheme>, schemes: &'a [Scheme]) -> Self {
        let mut needles = Self { starts: [false; 256], by_start: [const { Vec::new() }; 256] };
        for level in own.iter().flat_map(|scheme| &scheme.levels) {
            let alone = own.is_some_and(|scheme| scheme.common_words);
            needles.add(Needle { text: &level.text, level, meaning: Meaning::Own { alone } });
            for text in &level.misspellings {
                needles.add(Needle { text, level, meaning: Meaning::Misspelt });
            }
        }
        for scheme in schemes.iter().filter(|scheme| own.is_none_or(|own| own.name != scheme.name)) {
            for level in scheme.levels.iter().filter(|level| level.classified) {
                needles.add(Needle { text: &level.text, level, meaning: Meaning::Foreign { scheme, own } });
            }
        }
        for group in needles.by_start.iter_mut().flatten() {
            group.needles.sort_by_key(|needle| usize::MAX - needle.text.len());
        }
        needles
    }

    /// Adds a needle, unless its text is one already: what the paper's own scheme says goes first.
    fn add(&mut self, needle: Needle<'a>) {
        let Some(&start) = needle.text.as_bytes().first() else { return };
        let end = needle.text.find(|character: char| !character.is_alphanumeric()).unwrap_or(needle.text.len());
        let word = &needle.text[..end];
        self.starts[usize::from(start)] = true;
        let groups = &mut self.by_start[usize::from(start)];
        match groups.iter_mut().find(|group| group.word == word) {
            None => groups.push(Group { word, needles: vec![needle] }),
            Some(group) if group.needles.iter().any(|other| other.text == needle.text) => {}
            Some(group) => group.needles.push(needle),
        }
    }

    /// All places in `text` where a needle stands as whole words, none within another.
    fn find(&self, text: &str) -> Vec<(Range<usize>, &Needle<'a>)> {
        let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(skipped) = text.as_bytes()[at..].iter().position(|&byte| self.starts[usize::from(byte)]) {
            at += skipped;
            let groups = self.by_start[usize::from(text.as_bytes()[at])].iter();
            let rest = text.get(at..).unwrap_or_default();
            let stands =
                |needle: &&Needle| after(rest, needle.text).is_some_and(|after| !is_word(after.chars().next()));
            let mut near = groups.filter(|group| rest.starts_with(group.word)).flat_map(|group| &group.needles);
            match near.find(stands).filter(|_| !is_word(text[..at].chars().next_back())) {
                Some(needle) => {
                    found.push((at..at + needle.text.len(), needle));
                    at += needle.text.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// What follows `needle` at the start of `text`; a line break is a blank, too.
fn after<'t>(text: &'t str, needle: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(needle.len())?;
    let is_same = |(one, other): (u8, u8)| one == other || (one, other) == (b'\n', b' ');
    start.bytes().zip(needle.bytes()).all(is_same).then_some(rest)
}

/// Whether a part of a text stands in quotation marks: one opens before it, and none closes until after it.
fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let closes = |text: &str, mark: char| {
        text.match_indices(mark).any(|(at, mark)| {
            // Before a letter it is an apostrophe.
            !text[at + mark.len()..].starts_with(char::is_alphanumeric)
        })
    };
    let pairs = [('‘', '’'), ('“', '”'), ('«', '»'), ('„', '“'), ('‚', '‘')];
    let paired = pairs.iter().any(|&(open, close)| {
        before.rfind(open).is_some_and(|at| !closes(&before[at + open.len_utf8()..], close)) && closes(after, close)
    });
    paired || before.matches('"').count() % 2 == 1 && after.contains('"')
}

/// Markings that someone typed.
struct Typed<'a, 'd> {
    needles: Needles<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl Typed<'_, '_> {
    fn look(&mut self, flat: &Flat) {
        let text = flat.text();
        let alone = text.trim();
        for (range, needle) in self.needles.find(text) {
            let is_alone = text[range.clone()] == *alone;
            let Some(place) = flat.place(range.clone()) else { continue };
            let found = match needle.meaning {
                Meaning::Misspelt => Diagnostic::warning(
                    Code("misspelt-marking"),
                    place,
                    format!("no marking is spelt `{}`", needle.text),
                )
                .with_help(format!("Write `{}`, character for character.", needle.level.text)),
                Meaning::Own { alone } if (is_alone || !alone) && !is_quoted(text, &range) => {
                    let message = format!("the marking `{}` is typed into the text", needle.text);
                    let help = format!(
                        "Mark the part, `::: marked {{level=\"{}\"}}`; a mere mention stands in quotation marks.",
                        needle.level.name
                    );
                    Diagnostic::warning(Code("marking-in-text"), place, message).with_help(help)
                }
                Meaning::Foreign { scheme, own } if (is_alone || !scheme.common_words) && !is_quoted(text, &range) => {
                    let (severity, whose) = match own {
                        Some(own) => (Severity::Error, format!("in a paper marked by `{}`", own.name)),
                        None => (Severity::Warning, "in a paper that is not marked".to_owned()),
                    };
                    let message = format!("`{}` is a marking of the scheme `{}`, {whose}", needle.text, scheme.name);
                    let help = "Delete it; a mere mention stands in quotation marks. A paper is marked by one scheme.";
                    Diagnostic::new(severity, Code("foreign-marking"), place, message).with_help(help)
                }
                Meaning::Own { .. } | Meaning::Foreign { .. } => continue,
            };
            self.diagnostics.push(found);
        }
    }
}

/// "a, b and c".
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
