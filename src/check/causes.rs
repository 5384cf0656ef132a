//! Findings that follow from another one: what could not be read may hold what seems to be missing, or unused.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::explain;
use crate::project::Project;
use crate::source::{FileId, Source, Span};

/// What of a file could not be read.
#[derive(Debug)]
pub struct Unread {
    file: FileId,
    /// Whether that is all of it.
    whole: bool,
    /// Where it stands, in order.
    parts: Vec<Range<usize>>,
    /// The words that stand there (labels, keys, abbreviations), and how often.
    words: HashMap<String, usize>,
}

/// All that could not be read of a paper.
#[derive(Debug, Default)]
pub struct Causes {
    unread: Vec<Arc<Unread>>,
    /// Whether there is no telling what is missing: a file that is listed and not there.
    is_file_missing: bool,
}

impl Unread {
    /// What errors that were found while a file was read keep from the rest of the paper; [`None`] without any.
    pub fn of(source: &Source, whole: bool, findings: &[Diagnostic]) -> Option<Self> {
        let errors = findings.iter().filter(|found| is_loss(found)).filter_map(|found| match found.place {
            Place::Span(span) => (span.file == source.id()).then_some(span),
            Place::Path(_) | Place::Argument(_) => None,
        });
        let mut errors: Vec<Span> = errors.collect();
        errors.sort_unstable();
        errors.first()?;
        let (text, file) = (source.text(), source.id());
        let mut unread = Self { file, whole, parts: Vec::new(), words: HashMap::new() };
        if whole {
            unread.add(text, 0..text.len());
            return Some(unread);
        }
        for span in errors {
            // `{#why this}` may have meant `#why-this`.
            let written = source.slice(span);
            if written.len() < MAX_WORD {
                let words = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                let meant = words.collect::<Vec<_>>().join("-");
                *unread.words.entry(meant).or_default() += 1;
            }
            // A mistake can cost the whole paragraph or entry, whatever part of it is shown.
            let Range { start, end } = span.range();
            let done = unread.parts.last().map_or(0, |part| part.end);
            if end > done || unread.parts.is_empty() {
                let around = around(text, start.max(done)..end);
                unread.add(text, around.start.max(done)..around.end);
            }
        }
        Some(unread)
    }

    fn add(&mut self, text: &str, part: Range<usize>) {
        for word in words_of(&text[part.clone()]) {
            match self.words.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(self.words.insert(word.to_owned(), 1)),
            }
        }
        self.parts.push(part);
    }

    fn has_part_at(&self, place: Span) -> bool {
        let at = self.parts.partition_point(|part| part.end <= place.start as usize);
        self.parts.get(at).is_some_and(|part| part.contains(&(place.start as usize)))
    }

    /// Whether all is lost that its prose says, or it says no prose.
    fn hides_prose(&self) -> bool {
        self.whole || !self.file.path().ends_with(".md")
    }

    fn hides_works(&self) -> bool {
        self.file.path().starts_with("bibliography/")
    }

    fn hides_citations(&self) -> bool {
        self.file.path().ends_with(".md")
    }
}

/// Bytes before a place and behind it.
const NEAR: usize = 2_000;

/// The paragraph, table or entry that a place is in.
fn around(text: &str, range: Range<usize>) -> Range<usize> {
    let is_end = |at: &usize| matches!(text.as_bytes().get(at + 1), Some(b'\n' | b'@' | b'['));
    let (start, end) = (text.floor_char_boundary(range.start), text.ceil_char_boundary(range.end));
    let before = text[..start].rmatch_indices('\n').map(|(at, _)| at).find(is_end);
    let after = text[end..].match_indices('\n').map(|(at, _)| end + at).find(is_end);
    before.map_or(0, |at| at + 1)..after.unwrap_or(text.len())
}

/// The words of the paragraph, table or entry that a place is in, as far as they are near it: not every file parts its
/// entries by empty lines.
pub(super) fn words_around(source: &Source, place: Span) -> Vec<&str> {
    let (text, Range { start, end }) = (source.text(), place.range());
    let near = text.floor_char_boundary(start.saturating_sub(NEAR))..text.ceil_char_boundary(end + NEAR);
    let range = start - near.start..end - near.start;
    words_of(&text[near.clone()][around(&text[near], range)]).collect()
}

impl Causes {
    pub fn new(unread: Vec<Arc<Unread>>, is_file_missing: bool) -> Self {
        Self { unread, is_file_missing }
    }

    /// Drops what may only follow from what could not be read, or was read otherwise than it was meant. The paper has
    /// an error either way: a near-miss weighs as much as what it hides.
    pub(super) fn silence(&self, project: &Project, diagnostics: &mut Diagnostics) {
        let mut misses = Misses::of(project, diagnostics);
        if self.unread.is_empty() && !self.is_file_missing && misses.places.is_empty() {
            return;
        }
        let by_file: HashMap<FileId, &Unread> = self.unread.iter().map(|unread| (unread.file, &**unread)).collect();
        let asked = [|_: &Unread| true, Unread::hides_prose, Unread::hides_works, Unread::hides_citations];
        let [all, prose, works, citations] = asked.map(|is_asked| {
            let asked = by_file.values().copied().filter(move |unread| is_asked(unread));
            LazyCell::new(move || Words::of(asked))
        });
        let is_file_lost = by_file.values().any(|unread| unread.whole);
        diagnostics.revise(|found| {
            let Place::Span(place) = found.place else { return true };
            let Some(asks) = asks_of(found.code.0) else { return true };
            let here = by_file.get(&place.file).copied();
            let word = || project.source(place.file).slice(place).trim_matches(['#', '@', '[', ']', '^', '{', '}']);
            let is_answered = match asks {
                Asks::AnyFile => is_file_lost,
                Asks::Beside => false,
                Asks::ItsPart => here.is_some_and(|here| here.has_part_at(place)),
                Asks::ItsFile => here.is_some(),
                // An error is missing its list; otherwise nothing is cited that would stand in it.
                Asks::ListOrCitation => {
                    all.has(LIST, place, here)
                        || found.severity != Severity::Error && citations.has(CITATION, place, None)
                }
                Asks::ForIt => all.has(word(), place, here),
                Asks::ProseForIt => prose.has(word(), place, here.filter(|here| here.hides_prose())),
                Asks::WorksForIt => works.has(word(), place, here.filter(|here| here.hides_works())),
            };
            let is_missed = || match asks {
                Asks::Beside => misses.beside(project.source(place.file), place),
                Asks::ForIt | Asks::ProseForIt => misses.with(word(), place),
                Asks::ListOrCitation if found.severity != Severity::Error => {
                    misses.with(CITATION, place).or_else(|| misses.with(CITATION_OF_TEX, place))
                }
                Asks::ListOrCitation | Asks::WorksForIt | Asks::ItsPart | Asks::ItsFile | Asks::AnyFile => None,
            };
            let is_hidden = is_answered || self.is_file_missing;
            if !is_hidden && let Some(miss) = is_missed() {
                misses.weights[miss] = misses.weights[miss].min(found.severity);
                return false;
            }
            !is_hidden
        });
        let mut weights = misses.weights.iter();
        diagnostics.revise(|found| {
            if is_near_miss(found)
                && let Some(weight) = weights.next()
            {
                found.severity = *weight;
            }
            true
        });
    }
}

/// Near-misses: what was meant by them may be missed elsewhere.
#[derive(Default)]
struct Misses {
    /// Where each stands, and which it is, by place.
    places: Vec<(Span, usize)>,
    /// How much each matters, in the order in which they were found.
    weights: Vec<Severity>,
    /// The words of the paragraphs that they stand in.
    words: HashMap<String, Vec<Standing>>,
}

/// Where a word stands.
struct Standing {
    /// The near-miss in whose paragraph it does.
    miss: usize,
    paragraph: Span,
    count: usize,
}

impl Misses {
    fn of(project: &Project, diagnostics: &Diagnostics) -> Self {
        let mut misses = Self::default();
        if !diagnostics.iter().any(|found| asks_of(found.code.0).is_some()) {
            return misses;
        }
        let mut is_defining = Vec::new();
        for found in diagnostics.iter().filter(|found| is_near_miss(found)) {
            is_defining.push(!MARKS.contains(&found.code.0));
            if let Place::Span(place) = found.place {
                misses.places.push((place, misses.weights.len()));
            }
            misses.weights.push(found.severity);
        }
        misses.places.sort_unstable();
        let mut done: Option<Span> = None;
        for (place, index) in misses.places.clone() {
            let source = project.source(place.file);
            let joined = source.slice(place).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let joined: Vec<_> = joined.collect();
            for meant in [joined.join("-"), joined.concat()].into_iter().filter(|_| place.range().len() < MAX_WORD) {
                misses.add(&meant, index, place);
            }
            // Each paragraph once, of those that may have named something.
            if !is_defining[index] || done.is_some_and(|done| done.file == place.file && place.start < done.end) {
                continue;
            }
            let part = source.span(around(source.text(), place.range()));
            for word in words_of(source.slice(part)) {
                misses.add(word, index, part);
            }
            done = Some(part);
        }
        misses
    }

    fn add(&mut self, word: &str, miss: usize, paragraph: Span) {
        let standing = Standing { miss, paragraph, count: 1 };
        match self.words.get_mut(word) {
            Some(all) => match all.last_mut().filter(|last| last.paragraph == paragraph) {
                Some(last) => last.count += 1,
                None => all.push(standing),
            },
            None => drop(self.words.insert(word.to_owned(), vec![standing])),
        }
    }

    /// The first in whose paragraph a word stands that is missed at `place`.
    fn with(&self, word: &str, place: Span) -> Option<usize> {
        let is_here =
            |at: &Standing| at.paragraph.file == place.file && at.paragraph.range().contains(&place.range().start);
        let elsewhere = |at: &&Standing| at.count > usize::from(is_here(at));
        // Few paragraphs have a word: those that are looked at are the first ones.
        self.words.get(word)?.iter().take(2).find(elsewhere).map(|at| at.miss)
    }

    /// The one that stands in `place`, or beside it with nothing but blanks between.
    fn beside(&self, source: &Source, place: Span) -> Option<usize> {
        let text = source.text();
        let before = text[..place.range().start].trim_ascii_end().len();
        let after = text.len() - text[place.range().end..].trim_ascii_start().len();
        let at = self.places.partition_point(|(miss, _)| (miss.file, miss.range().end) < (place.file, before));
        let touches = |miss: &Span| miss.file == place.file && miss.range().start <= after;
        self.places.get(at).filter(|(miss, _)| touches(miss)).map(|(_, index)| *index)
    }
}

/// Near-misses of marks in a text: they would have named nothing.
const MARKS: [&str; 5] = ["literal-address", "literal-character", "literal-emphasis", "literal-math", "literal-script"];

fn is_near_miss(found: &Diagnostic) -> bool {
    found.code.0.starts_with("literal-")
}

fn asks_of(code: &str) -> Option<&'static Asks> {
    CONSEQUENCES.iter().find(|(known, _)| *known == code).map(|(_, asks)| asks)
}

/// Labels, keys and words as they stand in a text, and the mark of each citation.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !"_:.-/+".contains(c));
    let words = words.map(|word| word.trim_matches([':', '.', '/', '+', '-'])).filter(|word| !word.is_empty());
    words.chain(text.matches(CITATION))
}

/// What stands before the key of a work that is cited, and the block that lists those.
const CITATION: &str = "@";
const LIST: &str = "bibliography";
const CITATION_OF_TEX: &str = "cite";

/// Words of several files, and how often they stand there.
struct Words<'a>(HashMap<&'a str, usize>);

impl<'a> Words<'a> {
    fn of(unread: impl Iterator<Item = &'a Unread>) -> Self {
        let mut words = HashMap::new();
        for (word, count) in unread.flat_map(|unread| &unread.words) {
            *words.entry(word.as_str()).or_default() += count;
        }
        Self(words)
    }

    /// Whether `word` is one of them, beside the place in the file `here` at which it is missed.
    fn has(&self, word: &str, place: Span, here: Option<&Unread>) -> bool {
        let is_part = here.is_some_and(|here| here.has_part_at(place));
        self.0.get(word).is_some_and(|count| *count > usize::from(is_part))
    }
}

/// Longer than a label or a key.
const MAX_WORD: usize = 100;

/// Who could have said that all is well.
enum Asks {
    /// Whoever has, uses or explains what stands at the place,
    ForIt,
    /// does so in prose,
    ProseForIt,
    /// or in the bibliography.
    WorksForIt,
    /// Who prints the list of works, or cites one.
    ListOrCitation,
    /// A near-miss there or right beside it.
    Beside,
    /// The paragraph or entry that it stands in.
    ItsPart,
    /// Another part of the same file.
    ItsFile,
    /// Any other file.
    AnyFile,
}

/// The codes of findings that something is missing, or not used.
const CONSEQUENCES: &[(&str, Asks)] = &[
    ("abbreviation-once", Asks::ProseForIt),
    ("abbreviation-unexplained", Asks::ProseForIt),
    ("bibliography-not-printed", Asks::ListOrCitation),
    ("empty-annex", Asks::AnyFile),
    ("heading-below-unnumbered", Asks::AnyFile),
    ("history-incomplete", Asks::ItsFile),
    ("marking-without-reason", Asks::AnyFile),
    ("missing-alt-text", Asks::Beside),
    ("missing-label", Asks::ForIt),
    ("skipped-heading-level", Asks::AnyFile),
    ("unclosed-code", Asks::Beside),
    ("unfinished-text", Asks::Beside),
    ("unknown-citation", Asks::WorksForIt),
    ("unknown-entry", Asks::WorksForIt),
    ("unknown-footnote", Asks::ForIt),
    ("unknown-label", Asks::ForIt),
    ("unprinted-field", Asks::ItsPart),
    ("unused-abbreviation", Asks::ForIt),
    ("unused-allowance", Asks::ItsFile),
    ("unused-footnote", Asks::ForIt),
    ("unused-label", Asks::ForIt),
    ("unused-work", Asks::ForIt),
];

/// Whether something is lost by what was found: not by what a paper may allow.
fn is_loss(found: &Diagnostic) -> bool {
    let is_rule = || explain::page(found.code.0).is_some_and(|page| page.is_rule);
    let is_consequence = || asks_of(found.code.0).is_some_and(|asks| !matches!(asks, Asks::Beside));
    found.severity == Severity::Error && !is_rule() && !is_consequence()
}
