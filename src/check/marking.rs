//! What a marking demands of the paper, and marking strings in the text, where they mark nothing and mislead.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::{Manifest, MarkingChoice};
use crate::marking::{self, Demand, Level, Scheme};
use crate::section::{Block, BlockKind, Container, Inline, InlineKind, Status, walk};
use crate::source::{Span, Spanned};

use super::Manuscript;

pub fn check(manuscript: &Manuscript, diagnostics: &mut Diagnostics) {
    let Manuscript { project, manifest, sections, scheme, .. } = manuscript;
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
    let mut prose = Prose { needles: Needles::new(own, &schemes), run: Run::default(), diagnostics };
    let titles = [Some(&manifest.title), manifest.subtitle.as_ref(), manifest.kind.as_ref()];
    let titles = titles.into_iter().flatten().chain(manifest.history.iter().map(|entry| &entry.summary));
    titles.for_each(|title| prose.look(|run| run.push(&title.value, title.span)));
    for section in sections.iter().map(|section| &section.section) {
        section.bodies().for_each(|blocks| prose.blocks(blocks));
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
                |needle: &&Needle| rest.strip_prefix(needle.text).is_some_and(|after| !is_word(after.chars().next()));
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

/// A line of running text in one piece, whatever it is made of.
#[derive(Default)]
struct Run {
    text: String,
    /// Where each piece starts, and where it stands.
    pieces: Vec<(usize, Span)>,
}

/// Stands for what is not prose: code, values, notes.
const GAP: &str = "\u{fffc}";

impl Run {
    fn push(&mut self, text: &str, span: Span) {
        self.pieces.push((self.text.len(), span));
        self.text.push_str(text);
    }

    fn push_all(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match (&inline.kind, walk::children(inline)) {
                (InlineKind::Text(text), _) => self.push(text, inline.span),
                (InlineKind::Break, _) => self.push(" ", inline.span),
                (_, Some(inner)) => self.push_all(inner),
                _ => self.push(GAP, inline.span),
            }
        }
    }

    /// Where a part of the text stands.
    fn span(&self, range: Range<usize>) -> Span {
        let piece = |at: usize| {
            let index = self.pieces.partition_point(|&(start, _)| start <= at) - 1;
            let (start, span) = self.pieces[index];
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |&(end, _)| end);
            let verbatim = span.len() == end - start;
            (start, span, verbatim)
        };
        let (first, first_span, first_verbatim) = piece(range.start);
        let (last, last_span, last_verbatim) = piece(range.end - 1);
        let start = if first_verbatim { first_span.part(range.start - first..first_span.len()) } else { first_span };
        let end = if last_verbatim { last_span.part(0..range.end - last) } else { last_span };
        Span { end: end.end, ..start }
    }

    /// Whether a part of the text stands in quotation marks: one opens before it, and none closes until after it.
    fn is_quoted(&self, range: &Range<usize>) -> bool {
        let (before, after) = (&self.text[..range.start], &self.text[range.end..]);
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
}

struct Prose<'a, 'd> {
    needles: Needles<'a>,
    /// Kept to be filled again.
    run: Run,
    diagnostics: &'d mut Diagnostics,
}

impl Prose<'_, '_> {
    /// Looks at the text of blocks that are the author's own words.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Quote(_) | BlockKind::Container(Container::QuoteSource, _) => {}
                BlockKind::Container(_, inner) => self.blocks(inner),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.look(|run| run.push_all(&definition.term));
                        self.blocks(&definition.details);
                    }
                }
                _ => walk::inlines(std::slice::from_ref(block), &mut |inlines| self.look(|run| run.push_all(inlines))),
            }
        }
    }

    fn look(&mut self, fill: impl FnOnce(&mut Run)) {
        self.run.text.clear();
        self.run.pieces.clear();
        fill(&mut self.run);
        let alone = self.run.text.trim();
        for (range, needle) in self.needles.find(&self.run.text) {
            let is_alone = range.len() == alone.len();
            let (text, span) = (needle.text, || self.run.span(range.clone()));
            let found = match needle.meaning {
                Meaning::Misspelt => {
                    Diagnostic::warning(Code("misspelt-marking"), span(), format!("no marking is spelt `{text}`"))
                        .with_help(format!("Write `{}`, character for character.", needle.level.text))
                }
                Meaning::Own { alone } if (is_alone || !alone) && !self.run.is_quoted(&range) => {
                    let message = format!("the marking `{text}` is typed into the text");
                    let help = format!(
                        "Mark the part, `::: marked {{level=\"{}\"}}`; a mere mention stands in quotation marks.",
                        needle.level.name
                    );
                    Diagnostic::warning(Code("marking-in-text"), span(), message).with_help(help)
                }
                Meaning::Foreign { scheme, own }
                    if (is_alone || !scheme.common_words) && !self.run.is_quoted(&range) =>
                {
                    let (severity, whose) = match own {
                        Some(own) => (Severity::Error, format!("in a paper marked by `{}`", own.name)),
                        None => (Severity::Warning, "in a paper that is not marked".to_owned()),
                    };
                    let message = format!("`{text}` is a marking of the scheme `{}`, {whose}", scheme.name);
                    let help = "Delete it; a mere mention stands in quotation marks. A paper is marked by one scheme.";
                    Diagnostic::new(severity, Code("foreign-marking"), span(), message).with_help(help)
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
