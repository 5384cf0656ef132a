//! Words before and behind the works of a citation, and works without their names, for which the engine has no place.
//!
//! Each work of such a citation is asked for alone, in a copy of the style that has marks where its brackets are; what
//! stands between them, and the author's words, are then put together as the style would.

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Collapse, IndependentStyle, StyleClass, TermForm, VerticalAlign};

use super::format::{Item, Request};
use super::pieces::{Around, Piece, push, push_all, text_of};
use super::standin::CITATION;
use super::style::{Style, Terms};
use crate::section::CitationForm;

/// What of a citation is asked of the engine at once.
#[derive(Clone, Copy)]
pub(super) struct Part<'r> {
    pub request: &'r Request,
    /// The first of its items, and how many.
    pub first: usize,
    pub count: usize,
    /// Whether marks are to stand in it.
    pub is_marked: bool,
}

impl<'r> Part<'r> {
    pub(super) fn items(&self) -> &'r [Item] {
        &self.request.items[self.first..self.first + self.count]
    }
}

/// All parts of citations: of each one, or one for each work.
pub(super) fn parts<'r>(requests: &'r [Request], style: &IndependentStyle) -> Vec<Part<'r>> {
    requests.iter().flat_map(|request| parts_of(request, style)).collect()
}

fn parts_of<'r>(request: &'r Request, style: &IndependentStyle) -> impl Iterator<Item = Part<'r>> {
    let has_words = request.items.iter().any(|item| item.has_prefix || item.suffix.is_some() || item.is_without_names);
    let is_inline = matches!(request.form, CitationForm::Bracketed | CitationForm::Prose);
    // The style's stop is for a whole note, not for what is cited in the middle of an author's.
    let is_within_note = style.settings.class == StyleClass::Note && is_inline;
    let is_raised = style.citation.layout.vertical_align == Some(VerticalAlign::Sup);
    let is_raised_prose = is_raised && request.form == CitationForm::Prose;
    // The engine would take works with places for a range of numbers.
    let is_collapsed = style.citation.collapse == Some(Collapse::CitationNumber) && request.items.len() > 1;
    let has_places = is_collapsed && request.items.iter().any(|item| item.locator.is_some());
    let is_marked =
        (has_words || has_places || is_within_note || is_raised_prose) && request.form != CitationForm::Names;
    let count = if is_marked { 1 } else { request.items.len() };
    let all = request.items.len() / count.max(1);
    (0..all).map(move |at| Part { request, first: at * count, count, is_marked })
}

/// What a citation prints, of what its parts print.
///
/// `names` are those of an item's work, for the styles by which the engine prints none; `title` is what
/// the first is called that has no names.
pub(super) fn join(
    request: &Request,
    mut parts: Vec<Vec<Piece>>,
    style: &Style,
    names: &dyn Fn(usize) -> String,
    title: Option<&str>,
) -> Vec<Piece> {
    let Style { csl, terms, .. } = style;
    let layout = &csl.citation.layout;
    let affix = |text: &Option<String>| Piece::Text(text.clone().unwrap_or_default());
    let (opening, closing) = match (csl.settings.class, request.form) {
        (StyleClass::Note, CitationForm::Bracketed) => (Piece::Text(String::new()), Piece::Text(String::new())),
        (StyleClass::Note, CitationForm::Prose) => (Piece::Text("(".to_owned()), Piece::Text(")".to_owned())),
        _ => (affix(&layout.prefix), affix(&layout.suffix)),
    };
    if parts.len() == 1 && !parts[0].iter().any(has_mark) {
        let mut whole = parts.pop().unwrap_or_default();
        if request.form == CitationForm::Note {
            begin_sentence(&mut whole, terms);
        }
        if request.form == CitationForm::Names && text_of(&whole).trim().is_empty() {
            return vec![Piece::Text(title.map_or_else(|| names(0), str::to_owned))];
        }
        let opens = layout.prefix.as_deref().filter(|prefix| !prefix.is_empty());
        if request.form == CitationForm::Prose && opens.is_some_and(|prefix| text_of(&whole).trim().starts_with(prefix))
        {
            let mut named = vec![Piece::Text(format!("{} ", names(0)))];
            push_all(&mut named, whole);
            return named;
        }
        // Some styles print names and nothing else, for which the engine sets brackets all the same.
        let empty = [&layout.prefix, &layout.suffix].map(|affix| affix.as_deref().unwrap_or_default()).concat();
        if request.form == CitationForm::Prose && !empty.is_empty() && text_of(&whole).ends_with(&empty) {
            empty.chars().for_each(|_| _ = take_end(&mut whole, End::Last));
        }
        return whole;
    }
    let is_prose = request.form == CitationForm::Prose;
    let is_raised = layout.vertical_align == Some(VerticalAlign::Sup);
    let typed = layout.delimiter.as_deref().unwrap_or("; ");
    let delimiter = match request.items.iter().any(|item| item.has_prefix || item.suffix.is_some()) {
        // Among words, even numbers are set apart.
        true => Piece::Text(format!("{} ", typed.trim_end())),
        false if is_raised => Piece::Within(Around::Raised, vec![Piece::Text(typed.to_owned())]),
        false => Piece::Text(typed.to_owned()),
    };
    let (mut joined, mut after, mut is_first) = (Vec::new(), Vec::new(), true);
    for (at, pieces) in parts.into_iter().enumerate() {
        let [mut before, mut between, behind] = cut(pieces, &mut 0);
        if text_of(&between).trim().is_empty() {
            // Some styles print names and nothing else; the author's words stand all the same.
            match &request.items[at] {
                Item { is_without_names: true, has_prefix: false, suffix: None, .. } => continue,
                Item { is_without_names: true, .. } => {}
                _ => std::mem::swap(&mut before, &mut between),
            }
        }
        if is_prose {
            let before = if is_raised { names_before_number(before) } else { before };
            let is_named = !text_of(&before).trim().is_empty();
            let gap = if is_raised { "" } else { " " };
            push_all(&mut joined, if is_named { before } else { vec![Piece::Text(format!("{}{gap}", names(at)))] });
            after = behind;
        }
        push(&mut joined, if is_first { opening.clone() } else { delimiter.clone() });
        is_first = false;
        push_all(&mut joined, with_words(request, at, between));
    }
    if !is_first {
        push(&mut joined, closing);
    }
    if request.form == CitationForm::Note {
        begin_sentence(&mut joined, terms);
    }
    push_all(&mut joined, after);
    joined
}

/// The engine raises names as well, and sets a blank behind them.
fn names_before_number(pieces: Vec<Piece>) -> Vec<Piece> {
    fn lowered(pieces: Vec<Piece>) -> Vec<Piece> {
        let mut low = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Within(Around::Raised, inner) => push_all(&mut low, lowered(inner)),
                Piece::Within(around, inner) => push(&mut low, Piece::Within(around, lowered(inner))),
                piece => push(&mut low, piece),
            }
        }
        low
    }
    let mut names = lowered(pieces);
    while text_of(&names).ends_with(' ') {
        take_end(&mut names, End::Last);
    }
    names
}

/// The engine writes "ibid." small, also where a note begins with it.
fn begin_sentence(pieces: &mut [Piece], terms: &Terms) {
    let ibid = terms.files.iter().find_map(|file| file.term(Term::Other(OtherTerm::Ibid), TermForm::Long)?.single());
    if let Some(ibid) = ibid
        && text_of(pieces).starts_with(ibid.trim_end_matches('.'))
    {
        let first = take_end(pieces, End::First).to_uppercase();
        put_first(pieces, &first);
    }
}

fn put_first(pieces: &mut [Piece], text: &str) {
    match pieces.first_mut() {
        Some(Piece::Text(rest)) => rest.insert_str(0, text),
        Some(Piece::Within(_, inner)) => put_first(inner, text),
        _ => {}
    }
}

/// A work with the author's words: within its own brackets, if it has some.
fn with_words(request: &Request, at: usize, mut work: Vec<Piece>) -> Vec<Piece> {
    let item = &request.items[at];
    let text = text_of(&work);
    let has_brackets = text.starts_with(['[', '(']) && text.ends_with([']', ')']) && text.chars().count() > 2;
    let [opening, closing] = match has_brackets {
        true => [take_end(&mut work, End::First), take_end(&mut work, End::Last)],
        false => [String::new(), String::new()],
    };
    let mut pieces = Vec::new();
    push(&mut pieces, Piece::Text(opening));
    if item.has_prefix {
        pieces.push(Piece::Before(at, at == 0 && request.form == CitationForm::Note));
        push(&mut pieces, Piece::Text(" ".to_owned()));
    }
    push_all(&mut pieces, work);
    if let Some(first) = item.suffix {
        let gap = match first.is_alphanumeric() || matches!(first, '(' | '[') {
            true if request.form == CitationForm::Prose => ", ",
            true => " ",
            false => "",
        };
        push(&mut pieces, Piece::Text(gap.to_owned()));
        pieces.push(Piece::Behind(at));
    }
    push(&mut pieces, Piece::Text(closing));
    pieces
}

fn has_mark(piece: &Piece) -> bool {
    text_of(std::slice::from_ref(piece)).contains(CITATION)
}

/// Pieces before, between and behind the marks, which are gone then. `at` is the number of marks that were passed.
fn cut(pieces: Vec<Piece>, at: &mut usize) -> [Vec<Piece>; 3] {
    let mut parts = [const { Vec::new() }; 3];
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for (index, text) in text.split(CITATION).enumerate() {
                    *at = (*at + usize::from(index > 0)).min(2);
                    push(&mut parts[*at], Piece::Text(text.to_owned()));
                }
            }
            Piece::Within(around, inner) => {
                for (part, inner) in parts.iter_mut().zip(cut(inner, at)) {
                    if !inner.is_empty() {
                        push(part, Piece::Within(around.clone(), inner));
                    }
                }
            }
            piece => parts[*at].push(piece),
        }
    }
    parts
}

pub(super) enum End {
    First,
    Last,
}

/// Takes the first or last character out of pieces.
pub(super) fn take_end(pieces: &mut [Piece], end: End) -> String {
    let piece = match end {
        End::First => pieces.first_mut(),
        End::Last => pieces.last_mut(),
    };
    match piece {
        Some(Piece::Text(text)) if !text.is_empty() => match end {
            End::First => text.remove(0).to_string(),
            End::Last => text.pop().map_or_else(String::new, String::from),
        },
        Some(Piece::Within(_, inner)) => take_end(inner, end),
        _ => String::new(),
    }
}
