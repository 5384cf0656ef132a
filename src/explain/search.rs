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
    /// None speaks of all of it; those that speak of the most, the best first.
    Near(Vec<&'static Page>),
    /// No page does; codes and words that may have been meant, the likeliest first.
    Nothing { near: Vec<&'static str> },
}

/// Names that are offered in place of a wrong one.
const MAX_OFFERED: usize = 5;

/// Answers a question: a code, a line that names one (`error[unknown-label]: …`), or words, all of which a page has to
/// hold, but for little ones. Upper and lower case, and singular and plural, are the same. Where no page holds all
/// words of several, those are told that hold the most of them.
pub fn search(question: &str) -> Answer {
    if let Some(page) = page(question.trim()).or_else(|| named(question)) {
        return Answer::Page(page);
    }
    let asked = asked(question);
    let rank = |page: &'static Page| asked.iter().map(|word| weight(page, word)).min().unwrap_or(None);
    let ranked = |wanted| PAGES.iter().filter(move |page| rank(page) == Some(wanted)).collect::<Vec<_>>();
    let titled = [ranked(Rank::Title), ranked(Rank::InTitle)].concat();
    let others = ranked(Rank::Text);
    match (&titled[..], &others[..]) {
        ([], []) => match holding_most(&asked) {
            pages if pages.is_empty() => Answer::Nothing { near: near(question) },
            pages => Answer::Near(pages),
        },
        ([page], []) | ([], [page]) => Answer::Page(page),
        _ => Answer::Pages { titled, others },
    }
}

/// The text that answers a question of more than one word best: it has a word of it that no other one has, or several,
/// or one in its first line, which is its title.
pub fn best<'t>(texts: &[&'t str], question: &str) -> Option<&'t str> {
    let asked = asked(question);
    let is_question = words(question).nth(1).is_some();
    let holds = |text: &str, asked: &String| words(text).any(|word| is_alike(&word.to_lowercase(), asked));
    let title = |text: &'t str| text.lines().next().unwrap_or_default();
    let mut scores = vec![0.0; texts.len()];
    for asked in asked.iter().filter(|_| is_question) {
        let holding: Vec<usize> = (0..texts.len()).filter(|at| holds(texts[*at], asked)).collect();
        for at in &holding {
            let title = words(title(texts[*at])).map(str::to_lowercase).collect::<Vec<_>>();
            let titled = title.iter().filter(|word| is_alike(word, asked)).count();
            scores[*at] += 1.0 / holding.len() as f64 + titled as f64 / title.len().max(1) as f64;
        }
    }
    // Of two that are as good, the first one.
    let best = (0..texts.len()).rev().max_by(|one, other| scores[*one].total_cmp(&scores[*other]))?;
    (scores[best] >= 1.0).then_some(texts[best])
}

/// The words of a question that say what it is about.
fn asked(question: &str) -> Vec<String> {
    let all = || words(question).map(str::to_lowercase);
    let is_little = |word: &String| word.len() < 2 || LITTLE.contains(&word.as_str());
    let mut asked: Vec<String> = all().filter(|word| !is_little(word)).collect();
    if asked.is_empty() {
        return all().collect();
    }
    asked.sort_unstable();
    asked.dedup();
    for word in &mut asked {
        if let Some((_, here)) = OTHER_WORDS.iter().find(|(other, _)| singular(word) == *other) {
            *word = (*here).to_owned();
        }
    }
    asked
}

/// Words with which people ask, and with which they join what they ask for.
const LITTLE: &[&str] = &[
    "about", "add", "am", "an", "and", "are", "as", "at", "be", "by", "can", "cannot", "chancery", "could", "do",
    "does", "don", "for", "from", "get", "have", "how", "if", "in", "into", "is", "it", "its", "make", "me", "mean",
    "my", "not", "of", "on", "one", "or", "our", "put", "say", "shall", "should", "so", "some", "tell", "that", "the",
    "their", "there", "this", "to", "use", "want", "was", "we", "what", "when", "where", "which", "who", "why", "will",
    "with", "would", "write", "you", "your",
];

/// What is called otherwise elsewhere, and how here.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("admonition", "box"),
    ("appendice", "annex"),
    ("appendix", "annex"),
    ("bullet", "list"),
    ("callout", "box"),
    ("chart", "figure"),
    ("endnote", "footnote"),
    ("equation", "formula"),
    ("graphic", "image"),
    ("hyperlink", "link"),
    ("photo", "image"),
    ("picture", "image"),
    ("subscript", "lowered"),
    ("superscript", "raised"),
    ("toc", "contents"),
    ("url", "address"),
];

/// The pages that hold the most of several words, of which the rarest count most: the best ones first.
fn holding_most(asked: &[String]) -> Vec<&'static Page> {
    let holds = |page: &Page, asked: &str| {
        let all = words(page.code.0).chain(words(page.summary())).chain(words(page.text()));
        all.map(str::to_lowercase).any(|word| is_alike(&word, asked))
    };
    let mut scores = vec![0.0; PAGES.len()];
    let mut counts = vec![0; PAGES.len()];
    for asked in asked {
        let holding: Vec<usize> = (0..PAGES.len()).filter(|at| holds(&PAGES[*at], asked)).collect();
        for at in &holding {
            counts[*at] += 1;
            scores[*at] += 1.0 / holding.len() as f64;
        }
    }
    let fewest = (2 * asked.len()).div_ceil(3).max(2);
    let mut found: Vec<usize> = (0..PAGES.len()).filter(|at| counts[*at] >= fewest).collect();
    found.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]));
    found.truncate(MAX_OFFERED);
    found.into_iter().map(|at| &PAGES[at]).collect()
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

/// The same, or a form of it: `numbered` of `number`.
fn is_alike(word: &str, asked: &str) -> bool {
    let is_form = |long: &str, short: &str| {
        short.len() >= MIN_STEM && long.strip_prefix(short).is_some_and(|end| ENDINGS.contains(&end))
    };
    is_same(word, asked) || is_form(word, asked) || is_form(asked, word)
}

/// In letters.
const MIN_STEM: usize = 4;

const ENDINGS: &[&str] = &["d", "ed", "er", "es", "ing", "ings", "s"];

fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(word)
}
