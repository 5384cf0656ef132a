//! The pages that an author asks for: by a code, by what was copied from a terminal, or by words.

use super::{PAGES, Page, page};
use crate::diagnostic::{Names, Severity};

/// What stands on the pages for an author's question.
#[derive(Debug)]
pub enum Answer {
    /// The page that was named.
    Page(&'static Page),
    /// The pages that speak of it; those whose titles do are the first.
    Pages { titled: Vec<&'static Page>, others: Vec<&'static Page> },
    /// No page does; codes and words that may have been meant, the likeliest first.
    Nothing { near: Vec<&'static str> },
}

/// Names that are offered in place of a wrong one.
const MAX_OFFERED: usize = 5;

/// Answers a question: a code, a line that names one (`error[unknown-label]: …`), or words, all of which a page has to
/// hold. Upper and lower case, and singular and plural, are the same.
pub fn search(question: &str) -> Answer {
    if let Some(page) = page(question.trim()).or_else(|| named(question)) {
        return Answer::Page(page);
    }
    let asked: Vec<String> = words(question).map(str::to_lowercase).collect();
    let rank = |page: &'static Page| asked.iter().map(|word| weight(page, word)).min().unwrap_or(None);
    let ranked = |wanted| PAGES.iter().filter(move |page| rank(page) == Some(wanted)).collect::<Vec<_>>();
    let titled = [ranked(Rank::Title), ranked(Rank::InTitle)].concat();
    let others = ranked(Rank::Text);
    match (&titled[..], &others[..]) {
        ([], []) => Answer::Nothing { near: near(question) },
        ([page], []) | ([], [page]) => Answer::Page(page),
        _ => Answer::Pages { titled, others },
    }
}

/// How well a page answers a word; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Text,
    /// As the end of a word: `footnote` for `note`.
    InTitle,
    Title,
}

fn weight(page: &Page, asked: &str) -> Option<Rank> {
    let title = || words(page.code.0).chain(words(page.summary())).map(str::to_lowercase);
    if title().any(|word| is_same(&word, asked)) {
        Some(Rank::Title)
    } else if title().any(|word| singular(&word).ends_with(singular(asked))) {
        Some(Rank::InTitle)
    } else {
        words(page.text()).any(|word| is_same(&word.to_lowercase(), asked)).then_some(Rank::Text)
    }
}

/// The page of a code that stands in brackets behind a weight, as findings are printed.
fn named(question: &str) -> Option<&'static Page> {
    let weights = [Severity::Error, Severity::Warning, Severity::Hint].map(|severity| format!("{}[", severity.name()));
    let after = weights.iter().filter_map(|weight| question.split_once(weight.as_str())).map(|(_, after)| after);
    after.filter_map(|after| after.split_once(']')).find_map(|(code, _)| page(code))
}

fn near(question: &str) -> Vec<&'static str> {
    let question = question.trim();
    let mut names: Vec<&'static str> = PAGES.iter().map(|page| page.code.0).collect();
    names.extend(PAGES.iter().flat_map(|page| words(page.code.0).chain(words(page.summary()))).map(singular));
    names.sort_unstable();
    names.dedup();
    Names::new(names).near(question, MAX_OFFERED)
}

/// The words of a text, those of a code apart.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_same(word: &str, asked: &str) -> bool {
    singular(word) == singular(asked)
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word)
}
