//! Citations: `[@key, locator; @key2]`, `@key`, `@key [locator]`; `@{any key}`.

use std::ops::Range;

use crate::section::{Citation, CitationForm, CitationItem, Inline, InlineKind, Locator};
use crate::source::Spanned;

use super::reader::{Reader, Scope};
use super::text::Run;

/// Places within a work by their CSL 1.0.2 names, and the words for them (without a full stop).
const LOCATORS: &[(&str, &[&str])] = &[
    ("act", &["act", "acts"]),
    ("appendix", &["app", "appendix", "appendices", "annex"]),
    ("article-locator", &["art", "arts", "article", "articles"]),
    ("book", &["bk", "bks", "book", "books"]),
    ("canon", &["canon", "canons", "can"]),
    ("chapter", &["ch", "chs", "chap", "chaps", "chapter", "chapters"]),
    ("column", &["col", "cols", "column", "columns"]),
    ("elocation", &["loc", "location"]),
    ("equation", &["eq", "eqs", "equation", "equations"]),
    ("figure", &["fig", "figs", "figure", "figures"]),
    ("folio", &["fol", "fols", "folio", "folios"]),
    ("issue", &["no", "nos", "issue", "issues"]),
    ("line", &["l", "ll", "line", "lines"]),
    ("note", &["n", "nn", "note", "notes"]),
    ("opus", &["op", "opus", "opera"]),
    ("page", &["p", "pp", "page", "pages"]),
    ("paragraph", &["para", "paras", "paragraph", "paragraphs", "¶", "¶¶"]),
    ("part", &["pt", "pts", "part", "parts"]),
    ("rule", &["r", "rule", "rules"]),
    ("scene", &["sc", "scene", "scenes"]),
    ("section", &["s", "ss", "sec", "secs", "section", "sections", "§", "§§"]),
    ("sub-verbo", &["s.v", "s.vv", "sub verbo"]),
    ("supplement", &["supp", "supps", "supplement"]),
    ("table", &["tbl", "table", "tables"]),
    ("timestamp", &["at", "timestamp"]),
    ("title-locator", &["title", "titles"]),
    ("verse", &["v", "vv", "verse", "verses"]),
    ("version", &["ver", "version"]),
    ("volume", &["vol", "vols", "volume", "volumes"]),
];

const HELP: &str =
    "Write `[@key]`, `[@key, p. 3; @other]`, `@key` or `@key [p. 3]`; `\\@` and `\\[` are the characters.";

impl Reader<'_> {
    /// Reads the citation at `at`, if one is meant there: where it ends, and what it is unless it was reported.
    pub(super) fn citation(&mut self, run: &Run, at: usize) -> Option<(usize, Option<Inline>)> {
        let (end, citation) = match run.flat.as_bytes()[at] {
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
        let (key, end_of_key) = key_at(&run.flat, at)?;
        let (mut end, mut locator) = (end_of_key, None);
        let after = run.flat[end..].trim_start_matches([' ', '\u{a0}']);
        let opening = run.flat.len() - after.len();
        if opening > end
            && after.starts_with('[')
            && !after.starts_with("[^")
            && let Some(inner) = brackets(&run.flat, opening)
            && find_key(&run.flat, inner.clone()).is_none()
        {
            end = inner.end + 1;
            locator = self.locator(run, inner);
            if locator.is_none() {
                return Some((end, None));
            }
        }
        let items = vec![CitationItem { key: self.key(run, key), locator }];
        Some((end, Some(Citation { items, form: CitationForm::Prose })))
    }

    fn bracketed_citation(&mut self, run: &Run, at: usize) -> Option<(usize, Option<Citation>)> {
        let Some(inner) = brackets(&run.flat, at) else {
            // `[@key` and then something that is not text, or no closing bracket.
            let (_, end) = key_at(&run.flat, at + 1)?;
            let message = "only keys and locators can stand in a citation's brackets";
            self.error("invalid-citation", self.place(run, at..end), message, HELP);
            return Some((end, None));
        };
        find_key(&run.flat, inner.clone())?;
        let end = inner.end + 1;
        let (mut items, mut start) = (Vec::new(), inner.start);
        let mut is_well_formed = true;
        for part in run.flat[inner].split(';') {
            match self.citation_item(run, trim(&run.flat, start..start + part.len())) {
                Some(item) => items.push(item),
                None => is_well_formed = false,
            }
            start += part.len() + 1;
        }
        Some((end, is_well_formed.then_some(Citation { items, form: CitationForm::Bracketed })))
    }

    fn citation_item(&mut self, run: &Run, part: Range<usize>) -> Option<CitationItem> {
        let Some((key, end)) = key_at(&run.flat, part.start).filter(|(_, end)| *end <= part.end) else {
            let place = if part.is_empty() { part.start.saturating_sub(1)..part.end + 1 } else { part };
            let message = "a citation begins with `@` and a key, without words before it";
            self.error("invalid-citation", self.place(run, place), message, HELP);
            return None;
        };
        let rest = trim(&run.flat, end..part.end);
        if rest.is_empty() {
            return Some(CitationItem { key: self.key(run, key), locator: None });
        }
        if !run.flat[rest.clone()].starts_with(',') {
            let message = "a comma is missing between the key and the place in the work";
            self.error("invalid-citation", self.place(run, rest), message, HELP);
            return None;
        }
        let locator = self.locator(run, trim(&run.flat, rest.start + 1..rest.end))?;
        Some(CitationItem { key: self.key(run, key), locator: Some(locator) })
    }

    fn key(&self, run: &Run, key: Range<usize>) -> Spanned<String> {
        Spanned::new(run.flat[key.clone()].to_owned(), self.span(self.place(run, key)))
    }

    /// Reads `p. 3`, `chapter 2`, or a mere `3`, which is a page.
    fn locator(&mut self, run: &Run, range: Range<usize>) -> Option<Spanned<Locator>> {
        let range = trim(&run.flat, range);
        let place = self.place(run, range.clone());
        let text = run.read(range.clone());
        let word_length = text.find(|c: char| c.is_whitespace() || c.is_ascii_digit()).unwrap_or(text.len());
        let word = text[..word_length].trim_end_matches('.').to_lowercase();
        let kind = match word.is_empty() {
            true => Some("page"),
            false => LOCATORS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(kind, _)| *kind),
        };
        let value = text[word_length..].trim();
        match kind {
            Some(kind) if is_place(value) && !run.has_value(range) => {
                Some(Spanned::new(Locator { kind, value: value.to_owned() }, self.span(place)))
            }
            _ => {
                let help = "Write a place such as `p. 3`, `pp. 3–5`, `chapter 2`; say anything else in the sentence.";
                let message = format!("`{text}` is not a place in a work");
                self.error("invalid-locator", place, message, help);
                None
            }
        }
    }
}

/// The key after an `@` at `at` that is not part of a word, and where it ends: letters, figures and some signs, or in
/// braces whatever a key can have.
fn key_at(flat: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let is_word = flat[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let rest = flat[at..].strip_prefix('@').filter(|_| !is_word)?;
    if let Some(inner) = rest.strip_prefix('{') {
        let length = inner.find(['{', '}', '\n']).filter(|length| inner[*length..].starts_with('}'))?;
        let key = trim(flat, at + 2..at + 2 + length);
        return (!key.is_empty()).then_some((key, at + 3 + length));
    }
    let is_part = |c: char| c.is_alphanumeric() || "_:./+-".contains(c);
    let key = rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())].trim_end_matches(|c: char| "_:./+-".contains(c));
    let starts_well = key.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    starts_well.then_some((at + 1..at + 1 + key.len(), at + 1 + key.len()))
}

fn find_key(flat: &str, range: Range<usize>) -> Option<(Range<usize>, usize)> {
    flat[range.clone()].match_indices('@').find_map(|(at, _)| key_at(flat, range.start + at))
}

/// What stands between the bracket at `at` and its partner, if no other opens before.
fn brackets(flat: &str, at: usize) -> Option<Range<usize>> {
    let length = flat[at + 1..].find(['[', ']'])?;
    flat[at + 1 + length..].starts_with(']').then_some(at + 1..at + 1 + length)
}

fn trim(flat: &str, range: Range<usize>) -> Range<usize> {
    let text = &flat[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// Numbers, roman numerals or letters, and little words between them: nothing that is a remark.
fn is_place(value: &str) -> bool {
    let is_number = |word: &str| {
        word.contains(char::is_numeric)
            || word.chars().count() == 1
            || !word.is_empty() && word.chars().all(|c| "ivxlcdmIVXLCDM–-".contains(c))
    };
    let is_joint = |word: &str| matches!(word.to_lowercase().as_str(), "" | "and" | "to" | "f" | "ff" | "passim");
    let mut words = value.split([' ', ',']).map(|word| word.trim_matches('.'));
    !value.is_empty() && words.clone().any(is_number) && words.all(|word| is_number(word) || is_joint(word))
}
