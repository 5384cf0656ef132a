//! Places in works: what the words mean that an author types, in the paper's language or in English.

use citationberg::TermForm;
use citationberg::taxonomy::{Locator as Kind, Term};

use super::style::Terms;

/// A place in a work, as the engine wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locator {
    /// [`Kind::Custom`] is printed as it is typed, word and all.
    pub kind: Kind,
    pub text: String,
    /// Whether the style's word for it is in the plural.
    pub is_plural: bool,
}

/// All kinds of CSL 1.0.2, with the English words for them beside those of CSL's own terms, without a full stop. CSL
/// has no recitals, points, boxes, annexes, clauses and margin numbers: what stands here under no kind is printed as it
/// is typed.
const KINDS: &[(Kind, &str)] = &[
    (Kind::Act, "act acts"),
    (Kind::Appendix, "app appendix appendices"),
    (Kind::ArticleLocator, "art arts article articles"),
    (Kind::Book, "bk bks book books"),
    (Kind::Canon, "canon canons can"),
    (Kind::Chapter, "ch chs chap chaps chapter chapters"),
    (Kind::Column, "col cols column columns"),
    (Kind::Elocation, "loc location"),
    (Kind::Equation, "eq eqs equation equations"),
    (Kind::Figure, "fig figs figure figures"),
    (Kind::Folio, "fol fols folio folios"),
    (Kind::Issue, "no nos issue issues"),
    (Kind::Line, "l ll line lines"),
    (Kind::Note, "n nn note notes"),
    (Kind::Opus, "op opus opera"),
    (Kind::Page, "p pp page pages"),
    (Kind::Paragraph, "para paras paragraph paragraphs ¶ ¶¶"),
    (Kind::Part, "pt pts part parts"),
    (Kind::Rule, "r rule rules"),
    (Kind::Scene, "sc scene scenes"),
    (Kind::Section, "s ss sec secs section sections § §§"),
    (Kind::SubVerbo, "s.v s.vv"),
    (Kind::Supplement, "supp supps supplement"),
    (Kind::Table, "tbl table tables"),
    (Kind::Timestamp, "timestamp"),
    (Kind::TitleLocator, "title titles"),
    (Kind::Verse, "v vv verse verses"),
    (Kind::Volume, "vol vols volume volumes"),
];

/// The English words that stand for more than one.
const PLURAL: &str = "acts appendices arts articles bks books canons chs chaps chapters cols columns eqs equations \
    figs figures fols folios nos issues ll lines nn notes opera pp pages paras paragraphs ¶¶ pts parts rules scenes \
    ss secs sections §§ s.vv supps tables titles vv verses vols volumes";

/// Reads `p. 3`, `art. 5, § 2`, `Rn. 12`, or a mere `3`, which is a page.
pub(super) fn read(text: &str, terms: &Terms) -> Locator {
    let length = text.find(|c: char| c.is_whitespace() || c.is_ascii_digit()).unwrap_or(text.len());
    let word = text[..length].trim_end_matches('.');
    let value = text[length..].trim();
    let many = is_many(value);
    // Between numbers stands a dash, whatever is typed.
    let value = if many { value.replace('-', "–") } else { value.to_owned() };
    if word.is_empty() || value.is_empty() {
        let value = if word.is_empty() { value } else { text.to_owned() };
        return Locator { kind: Kind::Page, text: value, is_plural: many };
    }
    let is_page = length > 0 && length <= 2 && text[length..].starts_with(|one: char| one.is_ascii_digit());
    // `S11` is a page of a supplement, `s 11` a section.
    let is_of_page = |found: &(Kind, bool)| !is_page || found.0 == Kind::Page || word.starts_with(char::is_lowercase);
    match own(word, terms).or_else(|| english(&word.to_lowercase(), terms)).filter(is_of_page) {
        // `e1–e3`
        None if is_page && is_many(text) => {
            Locator { kind: Kind::Page, text: text.replace('-', "–"), is_plural: true }
        }
        None if is_page => Locator { kind: Kind::Page, text: text.to_owned(), is_plural: false },
        Some((kind, is_plural)) => Locator { kind, text: value, is_plural: is_plural || many },
        None => Locator { kind: Kind::Custom, text: text.to_owned(), is_plural: false },
    }
}

/// What a word means in the language of the paper, and whether it is a plural. German `S.` are pages, `s.` are not.
fn own(word: &str, terms: &Terms) -> Option<(Kind, bool)> {
    let same = |term: &str| {
        let term = term.trim_end_matches('.');
        term == word || word.chars().count() > 2 && term.to_lowercase() == word.to_lowercase()
    };
    let forms = [TermForm::Short, TermForm::Long, TermForm::Symbol];
    KINDS.iter().find_map(|(kind, _)| {
        let found =
            forms.iter().flat_map(|form| terms.files.iter().filter_map(|file| file.term(Term::from(*kind), *form)));
        let mut found =
            found.filter_map(|term| match (term.single().is_some_and(same), term.multiple().is_some_and(same)) {
                (true, _) => Some(false),
                (false, true) => Some(true),
                _ => None,
            });
        found.next().map(|is_plural| (*kind, is_plural))
    })
}

/// What a word means in English. In papers in other languages a short one may mean something else.
fn english(word: &str, terms: &Terms) -> Option<(Kind, bool)> {
    let is_sure = terms.language.starts_with("en") || word.len() > 3 || matches!(word, "p" | "pp");
    let stands_in = |words: &str| words.split(' ').any(|known| known == word);
    let found = KINDS.iter().find(|(_, words)| is_sure && stands_in(words));
    found.map(|(kind, _)| (*kind, stands_in(PLURAL)))
}

/// Whether these are several numbers, and nothing else: `3, 7 and 9`, `3–7`, `e1–e12`, but not `3–3`.
fn is_many(value: &str) -> bool {
    if let Some((from, to)) = value.split_once(['-', '–']) {
        let is_page = |page: &str| {
            let figures = page.trim_start_matches(|one: char| one.is_ascii_alphabetic());
            page.len() - figures.len() <= 2 && figures.starts_with(|one: char| one.is_ascii_digit()) && page.len() <= 8
        };
        let is_plain = |page: &str| page.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if from == to {
            return false;
        }
        if [from, to].into_iter().all(|page| is_page(page) && is_plain(page)) {
            return true;
        }
    }
    let numbers = value.split([',', '-', '–', '&', ' ']).filter(|part| !matches!(*part, "" | "and"));
    let is_number =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()) || part.chars().all(|c| "ivxlc".contains(c));
    numbers.clone().count() > 1 && numbers.into_iter().all(is_number)
}
