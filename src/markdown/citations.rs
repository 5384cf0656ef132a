//! Citations: `[see @key, p. 3, passim; -@key2]`, `@key`, `@key [p. 3]`, `@{any key}`.

use std::ops::Range;

use crate::project::is_forbidden;
use crate::section::{Citation, CitationForm, CitationItem, Inline, InlineKind, Text, bare_key};
use crate::source::Spanned;

use super::reader::{Reader, Scope};
use super::text::{Run, is_blank};

const HELP: &str =
    "Write `[@key]`, `[see @key, p. 3; @other]`, `@key` or `@key [p. 3]`; `\\@` and `\\[` are the characters.";

/// `@key` or `@{any key}` in a run.
struct Key {
    /// With its sign and braces.
    whole: Range<usize>,
    name: Range<usize>,
}

impl Reader<'_> {
    /// Reads the citation at `at`, if one is meant there: where it ends, and what it is unless it was reported.
    pub(super) fn citation(&mut self, run: &Run, at: usize) -> Option<(usize, Option<Inline>)> {
        let (end, citation) = match run.text().as_bytes()[at] {
            b'@' => self.prose_citation(run, at)?,
            b'[' => self.bracketed_citation(run, at)?,
            _ => return None,
        };
        let range = self.place(run, at..end);
        if self.scope == Scope::Heading {
            let help = "Cite it in the text below; the contents would print it twice.";
            self.error("misplaced-citation", range, "a heading cannot have a citation", help);
            return Some((end, None));
        }
        let inline = |citation| Inline::new(self.span(range), InlineKind::Citation(citation));
        Some((end, citation.map(inline)))
    }

    fn prose_citation(&mut self, run: &Run, at: usize) -> Option<(usize, Option<Citation>)> {
        let key = key_at(run.text(), at)?;
        let mut end = key.whole.end;
        let mut behind = end..end;
        let after = run.text()[end..].trim_start_matches([' ', '\u{a0}']);
        let opening = run.text().len() - after.len();
        if opening > end
            && after.starts_with('[')
            && !after.starts_with("[^")
            && let Some(inner) = brackets(run.text(), opening)
            && find_key(run.text(), inner.clone()).is_none()
        {
            end = inner.end + 1;
            behind = inner;
        }
        let item = self.cited(run, at..at, key, behind);
        Some((end, item.map(|item| Citation { items: vec![item], form: CitationForm::Prose })))
    }

    fn bracketed_citation(&mut self, run: &Run, at: usize) -> Option<(usize, Option<Citation>)> {
        let Some(inner) = brackets(run.text(), at) else {
            // `[@key` and then something that is not text, or no closing bracket.
            let key = key_at(run.text(), at + 1)?.whole;
            let message = "only works and words can stand in a citation's brackets";
            self.error("invalid-citation", self.place(run, at..key.end), message, HELP);
            return Some((key.end, None));
        };
        find_key(run.text(), inner.clone())?;
        let end = inner.end + 1;
        let (mut items, mut start) = (Vec::new(), inner.start);
        let mut is_well_formed = true;
        while start <= inner.end {
            let part = start..outside_braces(&run.text()[..inner.end], start, &[';']).unwrap_or(inner.end);
            match self.bracketed_item(run, trim(run.text(), part.clone())) {
                Some(item) => items.push(item),
                None => is_well_formed = false,
            }
            start = part.end + 1;
        }
        Some((end, is_well_formed.then_some(Citation { items, form: CitationForm::Bracketed })))
    }

    fn bracketed_item(&mut self, run: &Run, part: Range<usize>) -> Option<CitationItem> {
        if let Some(key) = find_key(run.text(), part.clone()) {
            let behind = key.whole.end..part.end;
            if let Some(other) = find_key(run.text(), behind.clone()) {
                let message = "a second work stands here without a semicolon before it";
                let help = "Write `[see @key; and @other]`: one semicolon before each work but the first.";
                self.error("invalid-citation", self.place(run, other.whole), message, help);
                return None;
            }
            return self.cited(run, part.start..key.whole.start, key, behind);
        }
        let place = if part.is_empty() { part.start.saturating_sub(1)..part.end + 1 } else { part };
        let message = "a part of this citation names no work";
        let help = "Put `@` and a key between its semicolons, or join its words to the work that they are about.";
        self.error("invalid-citation", self.place(run, place), message, help);
        None
    }

    /// A work with what stands before and behind its key.
    fn cited(&mut self, run: &Run, before: Range<usize>, key: Key, behind: Range<usize>) -> Option<CitationItem> {
        if let Some(range) = [&before, &behind].into_iter().find(|range| run.has_value((*range).clone())) {
            let message = "a value cannot stand in a citation";
            self.error("invalid-citation", self.place(run, range.clone()), message, HELP);
            return None;
        }
        if let Some(bad) = [&before, &behind].into_iter().find(|part| run.read((*part).clone()).contains(is_forbidden))
        {
            let message = "a citation contains a control character";
            self.error("invalid-character", self.place(run, bad.clone()), message, "Delete it.");
            return None;
        }
        let name = run.text()[before.clone()].strip_suffix('-').filter(|rest| rest.is_empty() || rest.ends_with(' '));
        let prefix = trim(run.text(), before.start..before.start + name.map_or(before.len(), str::len));
        let behind = trim(run.text(), behind);
        let (locator, suffix) = split(run.text(), behind);
        Some(CitationItem {
            prefix: self.words(run, prefix),
            key: Spanned::new(run.read(key.name.clone()), self.span(self.place(run, key.name))),
            is_without_names: name.is_some(),
            locator: self.words(run, locator),
            suffix: self.words(run, suffix),
        })
    }

    /// The author's words in a citation, with single spaces.
    fn words(&self, run: &Run, range: Range<usize>) -> Option<Text> {
        let text = run.read(range.clone());
        let mut blank = false;
        let single = text.chars().filter(|c| !(std::mem::replace(&mut blank, is_blank(*c)) && is_blank(*c)));
        let single = single.map(|c| if is_blank(c) { ' ' } else { c }).collect::<String>();
        (!single.is_empty()).then(|| Text::read(self.manuscript.source, self.span(self.place(run, range)), single))
    }
}

/// The key after an `@` at `at` that is not part of a word.
fn key_at(flat: &str, at: usize) -> Option<Key> {
    let is_word = flat[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let rest = flat[at..].strip_prefix('@').filter(|_| !is_word)?;
    if let Some(inner) = rest.strip_prefix('{') {
        let length = inner.find(['{', '}']).filter(|end| inner[*end..].starts_with('}'))?;
        let name = trim(flat, at + 2..at + 2 + length);
        return (!name.is_empty()).then_some(Key { whole: at..at + 3 + length, name });
    }
    let key = bare_key(rest);
    let end = at + 1 + key.len();
    (!key.is_empty()).then_some(Key { whole: at..end, name: at + 1..end })
}

fn find_key(flat: &str, range: Range<usize>) -> Option<Key> {
    let mut keys = flat[range.clone()].match_indices('@').filter_map(|(at, _)| key_at(flat, range.start + at));
    keys.find(|key| key.whole.end <= range.end)
}

/// What stands between the bracket at `at` and its partner, if no other opens before.
fn brackets(flat: &str, at: usize) -> Option<Range<usize>> {
    let end = outside_braces(flat, at + 1, &['[', ']'])?;
    flat[end..].starts_with(']').then_some(at + 1..end)
}

/// Where one of some marks stands first, but in a key's braces.
fn outside_braces(flat: &str, from: usize, marks: &[char]) -> Option<usize> {
    let mut at = from;
    loop {
        let mark = at + flat[at..].find(marks)?;
        let mut keys = flat[at..mark].match_indices("@{").filter_map(|(brace, _)| key_at(flat, at + brace));
        match keys.find(|key| key.whole.end > mark) {
            Some(key) => at = key.whole.end,
            None => return Some(mark),
        }
    }
}

fn trim(flat: &str, range: Range<usize>) -> Range<usize> {
    let text = &flat[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// Parts what stands behind a key into the place in the work, `p. 3` or `art. 5, § 2, point c)`, and other words, which
/// keep the comma before them.
fn split(flat: &str, range: Range<usize>) -> (Range<usize>, Range<usize>) {
    let start = range.start + usize::from(flat[range.clone()].starts_with(','));
    let (mut at, mut locator_end) = (start, start);
    for part in flat[start..range.end].split_inclusive(',') {
        if !is_locator(part.trim_end_matches(',').trim()) {
            break;
        }
        at += part.len();
        locator_end = start + flat[start..at].trim_end_matches([',', ' ']).len();
    }
    if locator_end == start { (start..start, range) } else { (trim(flat, start..locator_end), locator_end..range.end) }
}

/// Whether a text is a place in a work: a number, maybe behind a word for what it counts.
fn is_locator(text: &str) -> bool {
    let word = text.find(|c: char| c.is_whitespace() || c.is_ascii_digit()).unwrap_or(text.len());
    is_place(text[word..].trim()) || text.split(['–', '-']).all(is_page)
}

/// Whether a word alone is the number of a page before those with Arabic ones: `xiv`.
fn is_page(word: &str) -> bool {
    word.chars().all(|c| "ivxlc".contains(c)) && word.len() > 1
}

/// Numbers, roman numerals or letters, and little words between them: nothing that is a remark.
fn is_place(value: &str) -> bool {
    let is_number = |word: &str| {
        let word = word.trim_matches(['(', ')']);
        let is_roman = |c: char| "ivxlcdmIVXLCDM–-".contains(c);
        // `S11–S20`, `e1`
        let figures = word.trim_start_matches(|one: char| one.is_ascii_alphabetic());
        word.len() - figures.len() <= 2 && figures.starts_with(char::is_numeric)
            || word.chars().count() == 1
            || !word.is_empty() && word.chars().all(is_roman)
    };
    let is_joint = |word: &str| matches!(word, "" | "&" | "and" | "bis" | "et" | "f" | "ff" | "passim" | "to" | "und");
    let mut words = value.split([' ', '\u{a0}']).map(|word| word.trim_matches('.'));
    words.clone().any(is_number) && words.all(|word| is_number(word) || is_joint(word))
}
