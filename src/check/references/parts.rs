//! Annexes, paragraphs and items of the paper itself that are named by numbers typed by hand: `Annex II`, `paragraph
//! 3`, `point (a)`. Only those with a label are told, for they could be referred to.

use std::collections::HashMap;

use super::numbers::{
    ends_with_word, is_before_number, is_blank, is_elsewhere, is_owned, last_word, number_length, typed_number,
};
use crate::diagnostic::Diagnostics;
use crate::section::flat::Flat;
use crate::section::{Block, BlockKind, Label, List};
use crate::source::Span;
use crate::terms::Terms;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Annex,
    Paragraph,
    Point,
}

/// What a section numbers, and what it says of such numbers, in reading order.
#[derive(Debug)]
pub(super) enum Fact {
    /// A heading of the first level: some paragraphs are counted anew.
    Part,
    Numbered(Kind, String, Option<Label>),
    Typed(Typed),
}

/// A number that may be one of the paper's own.
#[derive(Debug)]
pub(super) struct Typed {
    kind: Kind,
    number: String,
    /// With the word before it.
    text: String,
    place: Span,
}

/// What a block begins that is numbered.
pub(super) fn numbered(block: &Block) -> Vec<Fact> {
    match &block.kind {
        BlockKind::Heading(heading) if heading.level == 1 => {
            let annex = heading.number.clone().filter(|_| heading.annex);
            let label = heading.label.as_ref().map(|label| label.value.clone());
            let annex = annex.map(|number| Fact::Numbered(Kind::Annex, number, label));
            [Fact::Part].into_iter().chain(annex).collect()
        }
        BlockKind::List(list) => items(list),
        BlockKind::Paragraph(_) => {
            let number = block.anchor.as_ref().and_then(|anchor| anchor.number.clone());
            let label = || block.label().map(|label| label.value.clone());
            number.map(|number| Fact::Numbered(Kind::Paragraph, number, label())).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn items(list: &List) -> Vec<Fact> {
    let Some(numbers) = &list.numbers else { return Vec::new() };
    let item = |(index, label): (usize, Option<Label>)| Fact::Numbered(Kind::Point, numbers.printed(index), label);
    let labels = list.items.iter().map(|item| item.label.as_ref().map(|label| label.value.clone()));
    labels.enumerate().map(item).collect()
}

/// The numbers in a text that look like those of the paper's own annexes, paragraphs and items.
pub(super) fn typed(flat: &Flat, terms: &Terms) -> Vec<Fact> {
    let text = flat.text();
    let found = starts(text).filter_map(|start| {
        let before = text[..start].trim_end_matches(is_blank);
        let word_start = last_word(before);
        let kind = kind_of(&before[word_start..].to_lowercase(), terms)?;
        let range = start..start + length(kind, &text[start..])?;
        let owner = &text[..word_start];
        if is_elsewhere(&text[range.end..], terms) || is_owned(owner) || is_part_of_another(owner) {
            return None;
        }
        let (number, all) = (text[range.clone()].to_owned(), word_start..range.end);
        let place = flat.place(all.clone())?;
        Some(Fact::Typed(Typed { kind, number, text: text[all].replace(['\u{a0}', '\n'], " "), place }))
    });
    found.collect()
}

/// Whether a text may hold such a number.
pub(super) fn may_be_in(text: &str) -> bool {
    starts(text).next().is_some()
}

/// Where numbers may start that a word stands before.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let pairs = text.as_bytes().windows(2).enumerate();
    // A no-break space ends with this byte; what else does is none, and no word stands before it.
    let is_start = |pair: &[u8]| matches!(pair[0], b' ' | b'\n' | 0xa0 | 0xaf) && is_first(pair[1]);
    pairs.filter(move |(_, pair)| is_start(pair)).map(|(at, _)| at + 1).filter(|at| is_short(&text[*at..]))
}

fn is_first(byte: u8) -> bool {
    byte == b'(' || byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

/// Whether digits, capitals or a word in brackets stand for themselves.
fn is_short(text: &str) -> bool {
    match text.strip_prefix('(') {
        Some(inner) => inner.find(')').is_some_and(|end| (1..=MAX_POINT).contains(&end)),
        None => {
            let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()).count();
            !text[length..].starts_with(char::is_alphanumeric)
        }
    }
}

/// In bytes: what stands in the brackets of an item.
const MAX_POINT: usize = 8;

fn kind_of(word: &str, terms: &Terms) -> Option<Kind> {
    let words = &terms.references;
    Some(match word {
        "annex" | "annexes" => Kind::Annex,
        "paragraph" | "paragraphs" | "para." => Kind::Paragraph,
        "point" | "points" => Kind::Point,
        _ if is_before_number(word, &words.annex) => Kind::Annex,
        _ if is_before_number(word, &words.paragraph) => Kind::Paragraph,
        _ if is_before_number(word, &words.point) || is_before_number(word, &words.point_number) => Kind::Point,
        _ => return None,
    })
}

/// The length of the number that a text starts with.
fn length(kind: Kind, text: &str) -> Option<usize> {
    let length = match kind {
        Kind::Annex => text.bytes().take_while(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()).count(),
        Kind::Paragraph => number_length(text).filter(|length| !text[..*length].contains('.'))?,
        Kind::Point => {
            let end = text.find(')')?;
            let word = text[..end].trim_start_matches('(');
            (!word.is_empty() && word.chars().all(char::is_alphanumeric)).then_some(end + 1)?
        }
    };
    let rest = &text[length..];
    // `Annex I.2`, `paragraph 3(a)`
    let goes_on = rest.starts_with(['(', '/', '-'])
        || rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_alphanumeric());
    (length > 0 && !goes_on).then_some(length)
}

/// Whether what stands before says that a number is part of something: `Article 6(1), point (a)`.
fn is_part_of_another(before: &str) -> bool {
    let head = before.trim_end_matches(is_blank);
    let around = head.strip_suffix(',').unwrap_or(head).trim_end_matches(is_blank);
    around.ends_with(|c: char| c.is_ascii_digit() || c == ')')
        || around.len() < head.len() && around.ends_with(char::is_uppercase)
        || ends_with_word(before, &["article", "articles", "rule"])
}

/// Tells of numbers typed for what has a label. `are_of_parts` says whether each part counts its own paragraphs.
pub(super) fn check<'f>(
    facts: impl Iterator<Item = &'f Fact> + Clone,
    are_of_parts: bool,
    diagnostics: &mut Diagnostics,
) {
    // Items are those of the last list above, or around; annexes and paragraphs may stand below as well.
    let mut known: HashMap<(Kind, usize, &str), Option<&Label>> = HashMap::new();
    let home = |kind: Kind, part: usize| {
        if kind == Kind::Annex || kind == Kind::Paragraph && !are_of_parts { 0 } else { part }
    };
    let mut part = 0;
    for fact in facts.clone() {
        match fact {
            Fact::Part => part += 1,
            Fact::Numbered(kind, number, label) if *kind != Kind::Point => {
                known.insert((*kind, home(*kind, part), number), label.as_ref());
            }
            _ => {}
        }
    }
    part = 0;
    for fact in facts {
        match fact {
            Fact::Part => part += 1,
            Fact::Numbered(kind, number, label) => {
                known.insert((*kind, home(*kind, part), number), label.as_ref());
            }
            Fact::Typed(Typed { kind, number, text, place }) => {
                let label = known.get(&(*kind, home(*kind, part), number.as_str())).copied().flatten();
                let Some(label) = label.filter(|label| label.given().is_some()) else { continue };
                let help = match kind {
                    Kind::Paragraph => format!("Write `[{} {{number}}](#{label})`.", word(text, number)),
                    Kind::Annex | Kind::Point => format!("Write `[](#{label})`."),
                };
                diagnostics.push(typed_number(text, *place).with_help(help));
            }
        }
    }
}

fn word<'t>(text: &'t str, number: &str) -> &'t str {
    text.strip_suffix(number).unwrap_or(text).trim_end_matches(is_blank)
}
