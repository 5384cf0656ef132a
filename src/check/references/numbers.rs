//! Numbers in a text that look like references to the paper itself.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::section::flat::OPAQUE;
use crate::source::Span;
use crate::terms::{Pattern, Terms};

/// What a number can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Heading,
    Table,
    Figure,
}

/// A number that refers to a part of the paper.
pub(super) struct Number {
    pub kind: Kind,
    pub digits: Range<usize>,
    /// Where the word before it begins, if there is one.
    pub start: usize,
}

/// The numbers in a text that look like references to the paper itself. Rather too few than too many: `section 5 of
/// the Act` is another text's, `well above par` none at all.
pub(super) fn numbers(text: &str, terms: &Terms) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].bytes().position(|byte| byte.is_ascii_digit()).map(|digit| at + digit) {
        let before = &text[..start];
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '-'));
        let length = if is_whole { number_length(&text[start..]) } else { None };
        let Some(length) = length else {
            at = start + text[start..].bytes().take_while(u8::is_ascii_digit).count();
            continue;
        };
        at = start + length;
        let after = &text[at..];
        if is_elsewhere(after, terms) {
            continue;
        }
        let digits = start..at;
        let head = before.trim_end_matches(is_blank);
        let word_start = last_word(head);
        let word = head[word_start..].to_lowercase();
        let has_direction = [&terms.above, &terms.below].iter().any(|direction| {
            let rest = after.trim_start_matches(is_blank);
            rest.len() < after.len() && is_alone(rest, direction)
        });
        let is_dotted = text[digits.clone()].contains('.');
        let joined = found.last().filter(|last| JOINTS.contains(&text[last.digits.end..start].trim_matches(is_blank)));
        let behind = kind_behind(after, terms).filter(|_| is_dotted || has_direction);
        if let Some(kind) = kind_of(&word, terms).filter(|_| head.len() < before.len()) {
            let owner = &text[..word_start];
            let is_told =
                starts_with_any(after, TELLING) || ends_with_word(owner, &["as"]) && starts_with_any(after, SAYING);
            let is_ours = is_dotted
                || kind != Kind::Heading
                || has_direction
                || is_told
                || ends_with_word(owner, &["see", "cf."]);
            if is_ours && !is_owned(owner) {
                found.push(Number { kind, digits, start: word_start });
            }
        } else if let Some(kind) = behind {
            found.push(Number { kind, digits: digits.clone(), start });
        } else if let Some(kind) = joined.map(|last| last.kind) {
            found.push(Number { kind, digits: digits.clone(), start });
        } else if is_dotted && has_direction && (head.ends_with('(') || ends_with_word(before, LEADS)) {
            found.push(Number { kind: Kind::Heading, digits: digits.clone(), start });
        }
    }
    found
}

/// Between a number and the next of its kind.
const JOINTS: [&str; 7] = [",", "and", "or", "to", "–", "and/or", ", and"];

/// Words that lead to a number without a word of its own: `see 2.1 above`.
const LEADS: &[&str] = &["see", "cf.", "cf", "in", "under", "at", "from", "and"];

/// What parts of a paper do, and those of a law do not: `section 3 describes how`.
const TELLING: &[&str] = &[
    "argues",
    "asks",
    "compares",
    "concludes",
    "deals",
    "describes",
    "discusses",
    "examines",
    "explains",
    "introduces",
    "looks",
    "presents",
    "reviews",
    "shows",
    "summarises",
    "summarizes",
    "tells",
    "turns",
];

/// What either does, but only of its own paper a text says `as section 1 says`.
const SAYING: &[&str] = &["has", "makes", "mentions", "notes", "points", "puts", "said", "says", "states", "suggests"];

/// The bytes of `2.1.3` at the start of a text, if that is all of a number.
pub(in crate::check) fn number_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut length, mut at) = (0, 0);
    loop {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 {
            break;
        }
        length = at + digits;
        if bytes.get(length) != Some(&b'.') {
            break;
        }
        at = length + 1;
    }
    let rest = &text[length..];
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | '/' | '-'))
        || rest.starts_with([',', '.', ':']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    (length > 0 && !goes_on).then_some(length)
}

/// What a word before a number says that it is of. (The English words hold for papers of all languages.)
fn kind_of(word: &str, terms: &Terms) -> Option<Kind> {
    Some(match word {
        "section" | "sections" | "chapter" | "chapters" | "subsection" | "subsections" | "sect." => Kind::Heading,
        "table" | "tables" => Kind::Table,
        "figure" | "figures" | "fig." => Kind::Figure,
        _ if is_before_number(word, &terms.references.section) => Kind::Heading,
        _ if is_before_number(word, &terms.references.table) => Kind::Table,
        _ if is_before_number(word, &terms.references.figure) => Kind::Figure,
        _ => return None,
    })
}

/// Whether a word in lower case is the one that a reference has before its number.
pub(super) fn is_before_number(word: &str, reference: &Pattern<1>) -> bool {
    let [before, _] = reference.around(0, [""]);
    !word.is_empty() && before.trim().chars().flat_map(char::to_lowercase).eq(word.chars())
}

/// The same of the word behind a number, where the language has it there: `2.1. szakasz`.
fn kind_behind(after: &str, terms: &Terms) -> Option<Kind> {
    let words = &terms.references;
    let kinds = [(&words.section, Kind::Heading), (&words.table, Kind::Table), (&words.figure, Kind::Figure)];
    let is_next = |reference: &Pattern<1>| {
        let [before, behind] = reference.around(0, [""]).map(|side| side.replace('\u{a0}', " "));
        before.is_empty() && !behind.is_empty() && {
            let after: String =
                after.chars().take(behind.chars().count() + 1).map(|c| if is_blank(c) { ' ' } else { c }).collect();
            starts_with_word(&after.to_lowercase(), &behind.to_lowercase())
        }
    };
    kinds.into_iter().find(|(reference, _)| is_next(reference)).map(|(_, kind)| kind)
}

/// Whether what follows a number says that it is another text's: `of the Act`, `in [@key]`, `(2)`, a name.
pub(super) fn is_elsewhere(after: &str, terms: &Terms) -> bool {
    let rest = after.trim_start_matches(|c: char| is_blank(c) || c == ',');
    if rest.len() == after.len() {
        return rest.starts_with(['(', OPAQUE]);
    }
    if OURS.iter().any(|words| rest.starts_with(words)) {
        return false;
    }
    let next = &rest[..rest.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(rest.len())];
    let is_cited = rest.trim_start_matches('(').starts_with(OPAQUE);
    let is_name = next.starts_with(char::is_uppercase) && kind_of(&next.to_lowercase(), terms).is_none();
    let number_follows = rest[next.len()..].trim_start_matches(is_blank).starts_with(|c: char| c.is_ascii_digit());
    // Which words of other languages make it another text's is not known: in those, any word behind the number does.
    let is_english = terms.language == Terms::english().language;
    let goes_on = JOINTS.contains(&next) || [&terms.above, &terms.below].iter().any(|way| starts_with_word(rest, way));
    let is_owned = match is_english {
        true => ["of", "in", "from"].contains(&next) || next == "to" && !number_follows,
        false => !after.starts_with(',') && next.starts_with(char::is_lowercase) && !goes_on,
    };
    is_cited || is_name || is_owned
}

/// After a number, these say that it is of the paper at hand.
const OURS: [&str; 3] = ["of this paper", "of this report", "of this document"];

/// Whether what stands before says that the number is another text's: a citation, `the Commission’s`, `its`.
pub(super) fn is_owned(before: &str) -> bool {
    let head = before.trim_end_matches(|c: char| is_blank(c) || matches!(c, ',' | ')' | ';'));
    head.ends_with(OPAQUE)
        || ["’s", "'s", "s’", "s'"].iter().any(|end| head.ends_with(end))
        || ends_with_word(before, &["its", "their", "his", "her", "whose", "under", "act", "directive", "regulation"])
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// Whether one of the words stands behind the blank that a text starts with.
fn starts_with_any(text: &str, words: &[&str]) -> bool {
    let rest = text.trim_start_matches(is_blank);
    rest.len() < text.len() && words.iter().any(|word| starts_with_word(rest, word))
}

pub(super) fn ends_with_word(text: &str, words: &[&str]) -> bool {
    let head = text.trim_end_matches(is_blank);
    words.contains(&head[last_word(head)..].to_lowercase().as_str())
}

/// Where the last word of a text begins.
pub(super) fn last_word(text: &str) -> usize {
    let end = text.char_indices().rev().find(|(_, c)| !c.is_alphabetic() && *c != '.');
    end.map_or(0, |(at, character)| at + character.len_utf8())
}

/// Whether a text starts with a direction that is not part of an idiom (`above all`, `below par`).
pub(super) fn is_alone(text: &str, direction: &str) -> bool {
    const IDIOMS: [&str; 5] = ["all", "average", "par", "the", "zero"];
    starts_with_word(text, direction) && {
        let next = text[direction.len()..].trim_start_matches(is_blank);
        !IDIOMS.iter().any(|word| starts_with_word(next, word))
    }
}

pub(in crate::check) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\u{a0}' | '\u{202f}')
}

/// What is said of a number that the press could put there.
pub(super) fn typed_number(text: &str, place: Span) -> Diagnostic {
    let message = format!("`{text}` is typed by hand and will not follow when things move");
    Diagnostic::warning(Code("typed-number"), place, message)
}
