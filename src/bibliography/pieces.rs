//! Formatted text that has no place yet: of pieces, as the engine prints them and as marks within a text say.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{FontStyle, FontWeight, TermForm, TextDecoration, VerticalAlign};
use hayagriva::Formatting;

use super::standin::{EMPHASIS, LINK, STRONG};
use super::style::Terms;
use super::{identifier, standin};
use crate::section::Label;

/// Makes a piece again of what is in it.
type Wrap = Box<dyn Fn(Vec<Piece>) -> Piece>;

/// Formatted text without a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Emphasis(Vec<Piece>),
    Strong(Vec<Piece>),
    Raised(Vec<Piece>),
    Break,
    Link(String, Vec<Piece>),
    /// The part of a citation that is about one of its items: which, and the label of its work.
    Item(usize, Label, Vec<Piece>),
    /// The author's words before one of its items, with which a sentence may begin, and behind it.
    Before(usize, bool),
    Behind(usize),
}

impl Piece {
    /// What is in it, and how to make it again of that; itself, if that is nothing.
    pub(super) fn into_parts(self) -> Result<(Vec<Self>, Wrap), Self> {
        match self {
            Self::Emphasis(inner) => Ok((inner, Box::new(Self::Emphasis))),
            Self::Strong(inner) => Ok((inner, Box::new(Self::Strong))),
            Self::Raised(inner) => Ok((inner, Box::new(Self::Raised))),
            Self::Link(url, inner) => Ok((inner, Box::new(move |inner| Self::Link(url.clone(), inner)))),
            Self::Item(at, label, inner) => Ok((inner, Box::new(move |inner| Self::Item(at, label.clone(), inner)))),
            Self::Text(_) | Self::Break | Self::Before(..) | Self::Behind(_) => Err(self),
        }
    }

    pub(super) fn inner(&self) -> Option<&[Self]> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Raised(inner)
            | Self::Link(_, inner)
            | Self::Item(_, _, inner) => Some(inner),
            Self::Text(_) | Self::Break | Self::Before(..) | Self::Behind(_) => None,
        }
    }

    pub(super) fn inner_mut(&mut self) -> Option<&mut [Self]> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Raised(inner)
            | Self::Link(_, inner)
            | Self::Item(_, _, inner) => Some(inner),
            Self::Text(_) | Self::Break | Self::Before(..) | Self::Behind(_) => None,
        }
    }
}

/// The word before the last of several names, and what is printed for those who are not named.
pub(super) fn others_term(terms: &Terms) -> [String; 2] {
    let term = |term: OtherTerm| {
        let found = terms.files.iter().flat_map(|file| file.term(Term::Other(term), TermForm::Long)).next();
        found.and_then(|term| term.single()).unwrap_or_default().trim().to_owned()
    };
    [term(OtherTerm::And), term(OtherTerm::EtAl)]
}

/// Names that end with those who are not named.
fn with_others(text: &str, [and, others]: &[String; 2]) -> String {
    let mut printed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(standin::OTHERS) {
        let before = before.trim_end();
        let before =
            [and.as_str(), "and", "&", "\u{2026}"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        printed.push_str(before.trim_end_matches([' ', ',', '\u{a0}']));
        printed.push(' ');
        printed.push_str(others);
        rest = if others.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
    }
    printed.push_str(rest);
    printed
}

/// Text in which stand-ins mark what is emphasised, bold or a link.
pub(super) fn marked(text: &str) -> Vec<Piece> {
    let is_mark = |one: char| MARKS.contains(&one);
    let mut open: Vec<(char, String, Vec<Piece>)> = vec![('\0', String::new(), Vec::new())];
    let mut rest = text;
    while let Some(at) = rest.find(is_mark) {
        let mark = rest[at..].chars().next().unwrap_or_default();
        let after = &rest[at + mark.len_utf8()..];
        let last = open.last_mut().expect("the text itself is open");
        push(&mut last.2, Piece::Text(rest[..at].to_owned()));
        rest = after;
        if mark == EMPHASIS[0] || mark == STRONG[0] {
            open.push((mark, String::new(), Vec::new()));
        } else if mark == LINK[0] {
            let (address, text) = after.split_once(LINK[1]).unwrap_or(("", after));
            open.push((mark, address.to_owned(), Vec::new()));
            rest = text;
        } else if open.len() > 1 && mark != LINK[1] {
            close(&mut open);
        }
    }
    push(&mut open.last_mut().expect("the text itself is open").2, Piece::Text(rest.to_owned()));
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, _, pieces)| pieces).unwrap_or_default()
}

/// Ends what was marked last.
fn close(open: &mut Vec<(char, String, Vec<Piece>)>) {
    let Some((mark, address, inner)) = open.pop() else { return };
    let Some((_, _, pieces)) = open.last_mut() else { return };
    if mark == EMPHASIS[0] {
        push(pieces, Piece::Emphasis(inner));
    } else if mark == STRONG[0] {
        push(pieces, Piece::Strong(inner));
    } else if identifier::is_web_address(&address) {
        push(pieces, Piece::Link(address, inner));
    } else {
        push_all(pieces, inner);
    }
}

const MARKS: [char; 7] = [EMPHASIS[0], EMPHASIS[1], STRONG[0], STRONG[1], LINK[0], LINK[1], LINK[2]];

/// Small capitals, underlines and lowered letters have no place in our inlines: underlined text is emphasised.
pub(super) fn styled(text: &str, formatting: Formatting) -> Vec<Piece> {
    let mut pieces = marked(text);
    if formatting.font_style == FontStyle::Italic || formatting.text_decoration == TextDecoration::Underline {
        pieces = vec![Piece::Emphasis(pieces)];
    }
    if formatting.font_weight == FontWeight::Bold {
        pieces = vec![Piece::Strong(pieces)];
    }
    if formatting.vertical_align == VerticalAlign::Sup {
        pieces = vec![Piece::Raised(pieces)];
    }
    pieces
}

pub(super) fn push_all(pieces: &mut Vec<Piece>, more: Vec<Piece>) {
    more.into_iter().for_each(|piece| push(pieces, piece));
}

/// Adds a piece, joining it to a like one before it.
pub(super) fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (Some(Piece::Emphasis(before)), Piece::Emphasis(inner))
        | (Some(Piece::Strong(before)), Piece::Strong(inner))
        | (Some(Piece::Raised(before)), Piece::Raised(inner)) => {
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
        piece => piece.inner().map(text_of).unwrap_or_default(),
    };
    pieces.iter().map(text).collect()
}

/// Pieces without spaces at their ends, and without spaces after spaces, of which some styles make many.
pub(super) fn tidy(mut pieces: Vec<Piece>, others: &[String; 2]) -> Vec<Piece> {
    fn tidy_all(pieces: &mut [Piece], others: &[String; 2], after_blank: &mut bool) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    if text.contains(standin::OTHERS) {
                        *text = with_others(text, others);
                    }
                    text.retain(|character| {
                        let keep = character != ' ' || !*after_blank;
                        *after_blank = character == ' ';
                        keep
                    });
                }
                Piece::Break => *after_blank = true,
                Piece::Before(..) | Piece::Behind(_) => *after_blank = false,
                piece => piece.inner_mut().into_iter().for_each(|inner| tidy_all(inner, others, after_blank)),
            }
        }
    }
    tidy_all(&mut pieces, others, &mut true);
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
    pieces
}

pub(super) fn without_links(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut plain = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Link(_, inner) => push_all(&mut plain, without_links(inner)),
            Piece::Emphasis(inner) => push(&mut plain, Piece::Emphasis(without_links(inner))),
            Piece::Strong(inner) => push(&mut plain, Piece::Strong(without_links(inner))),
            Piece::Raised(inner) => push(&mut plain, Piece::Raised(without_links(inner))),
            piece => push(&mut plain, piece),
        }
    }
    plain
}
