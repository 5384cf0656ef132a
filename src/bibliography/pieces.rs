//! Formatted text that has no place yet: of pieces, as the engine prints them and as marks within a text say.

use citationberg::{FontStyle, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::Formatting;

use super::identifier;
use super::standin::{EMPHASIS, LINK, LOWERED, RAISED, STRONG};
use crate::section::Label;

/// Formatted text without a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Break,
    /// The author's words before an item of a citation, with which a sentence may begin, and behind it.
    Before(usize, bool),
    Behind(usize),
    Within(Around, Vec<Piece>),
}

/// What pieces stand in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Around {
    Emphasis,
    Strong,
    Raised,
    Lowered,
    Link(String),
    /// The part of a citation that is about one of its items: which, and the label of its work.
    Item(usize, Label),
}

/// Marks that open and close.
const MARKS: [([char; 2], Around); 4] =
    [(EMPHASIS, Around::Emphasis), (STRONG, Around::Strong), (RAISED, Around::Raised), (LOWERED, Around::Lowered)];

/// Text in which stand-ins mark what is emphasised, bold, raised, lowered or a link.
pub(super) fn marked(text: &str) -> Vec<Piece> {
    let is_mark = |one: char| LINK.contains(&one) || MARKS.iter().any(|(mark, _)| mark.contains(&one));
    let mut open: Vec<(Option<Around>, Vec<Piece>)> = vec![(None, Vec::new())];
    let mut rest = text;
    while let Some(at) = rest.find(is_mark) {
        let mark = rest[at..].chars().next().unwrap_or_default();
        let after = &rest[at + mark.len_utf8()..];
        push(&mut open.last_mut().expect("the text itself is open").1, Piece::Text(rest[..at].to_owned()));
        rest = after;
        if let Some((_, around)) = MARKS.iter().find(|([mark_open, _], _)| *mark_open == mark) {
            open.push((Some(around.clone()), Vec::new()));
        } else if mark == LINK[0] {
            let (address, text) = after.split_once(LINK[1]).unwrap_or(("", after));
            open.push((Some(Around::Link(address.to_owned())), Vec::new()));
            rest = text;
        } else if open.len() > 1 && mark != LINK[1] {
            close(&mut open);
        }
    }
    push(&mut open.last_mut().expect("the text itself is open").1, Piece::Text(rest.to_owned()));
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, pieces)| pieces).unwrap_or_default()
}

/// Ends what was marked last.
fn close(open: &mut Vec<(Option<Around>, Vec<Piece>)>) {
    let Some((around, inner)) = open.pop() else { return };
    let Some((_, pieces)) = open.last_mut() else { return };
    match around {
        Some(Around::Link(address)) if !identifier::is_web_address(&address) => push_all(pieces, inner),
        Some(around) => push(pieces, Piece::Within(around, inner)),
        None => push_all(pieces, inner),
    }
}

/// Small capitals and underlines have no place in our inlines: underlined text is emphasised.
pub(super) fn styled(text: &str, formatting: Formatting) -> Vec<Piece> {
    let is_emphasised =
        formatting.font_style == FontStyle::Italic || formatting.text_decoration == TextDecoration::Underline;
    let around = [
        (is_emphasised, Around::Emphasis),
        (formatting.font_weight == FontWeight::Bold, Around::Strong),
        (formatting.vertical_align == VerticalAlign::Sup, Around::Raised),
        (formatting.vertical_align == VerticalAlign::Sub, Around::Lowered),
    ];
    let around = around.into_iter().filter(|(is_so, _)| *is_so);
    around.fold(marked(text), |pieces, (_, around)| vec![Piece::Within(around, pieces)])
}

pub(super) fn push_all(pieces: &mut Vec<Piece>, more: Vec<Piece>) {
    more.into_iter().for_each(|piece| push(pieces, piece));
}

/// Adds a piece, joining it to a like one before it.
pub(super) fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let joins = |around: &Around| !matches!(around, Around::Link(_) | Around::Item(..));
    match (pieces.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (Some(Piece::Within(one, before)), Piece::Within(other, inner)) if *one == other && joins(one) => {
            push_all(before, inner);
        }
        (_, piece) => pieces.push(piece),
    }
}

/// What pieces say.
pub(super) fn text_of(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Break => "\n".to_owned(),
        Piece::Before(..) | Piece::Behind(_) => String::new(),
        Piece::Within(_, inner) => text_of(inner),
    };
    pieces.iter().map(text).collect()
}

/// Puts `new` in the place of `old`, which stands in one text behind the first `at` bytes; whether it did stand there.
pub(super) fn replace_at(pieces: &mut [Piece], at: usize, old: &str, new: &str) -> bool {
    let mut start = 0;
    for piece in pieces {
        let length = text_of(std::slice::from_ref(piece)).len();
        let left = at - start;
        match piece {
            Piece::Text(text) if text.get(left..).is_some_and(|rest| rest.starts_with(old)) => {
                text.replace_range(left..left + old.len(), new);
                return true;
            }
            Piece::Within(_, inner) if left <= length => {
                let is_done = replace_at(inner, left, old, new);
                if is_done {
                    return true;
                }
            }
            _ => {}
        }
        if left < length {
            return false;
        }
        start += length;
    }
    false
}

pub(super) fn without_links(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut plain = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Within(Around::Link(_), inner) => push_all(&mut plain, without_links(inner)),
            Piece::Within(around, inner) => push(&mut plain, Piece::Within(around, without_links(inner))),
            piece => push(&mut plain, piece),
        }
    }
    plain
}

/// Pieces without those that say nothing.
pub(super) fn without_empty(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut full = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Within(around, inner) => {
                let inner = without_empty(inner);
                if !inner.is_empty() {
                    push(&mut full, Piece::Within(around, inner));
                }
            }
            piece => push(&mut full, piece),
        }
    }
    full
}
