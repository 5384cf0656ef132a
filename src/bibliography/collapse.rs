//! Works of the same names in one citation: what they share is printed once (CSL 1.0.2, "Cite Grouping" and "Cite
//! Collapsing").

use citationberg::{Citation, Collapse};
use hayagriva::{ElemChild, ElemChildren, ElemMeta};

use super::pieces::{Around, Piece, text_of};

/// Puts between the works of a citation what the style puts there, and leaves out names that are those of the work
/// before, if it does so. The engine takes works for different whose names are only printed alike, and what stands
/// between works of the same names also for what stands behind them. `no_date` is what is printed for no date,
/// `has_place` knows of which items a place is cited.
pub(super) fn names(
    children: &mut ElemChildren,
    style: &Citation,
    no_date: &[String],
    has_place: &dyn Fn(usize) -> bool,
) {
    let is_collapsed = match style.collapse {
        Some(Collapse::CitationNumber) => return,
        Some(_) => true,
        None if style.cite_group_delimiter.is_some() => false,
        None => return,
    };
    let between = style.layout.delimiter.clone().unwrap_or_default();
    let within = style.cite_group_delimiter.clone().unwrap_or_else(|| match style.collapse {
        Some(Collapse::Year) => Citation::DEFAULT_CITE_GROUP_DELIMITER.to_owned(),
        _ => between.clone(),
    });
    let behind = style.after_collapse_delimiter.as_ref().unwrap_or(&between);
    let mut group: Option<(String, usize)> = None;
    let mut had_place = false;
    for at in 0..children.0.len() {
        let (before, rest) = children.0.split_at_mut(at);
        let ElemChild::Elem(elem) = &mut rest[0] else { continue };
        let Some(ElemMeta::Entry(index)) = elem.meta else { continue };
        let printed = elem.children.find_names().map(|names| format!("{:#}", names.children));
        let is_first = group.is_none();
        let is_same = printed.is_some() && group.as_ref().map(|(names, _)| names) == printed.as_ref();
        let was_many = group.as_ref().is_some_and(|(_, count)| *count > 1);
        match &mut group {
            Some((_, count)) if is_same => *count += 1,
            group => *group = Some((printed.unwrap_or_default(), 1)),
        }
        if let Some(ElemChild::Text(text)) = before.last_mut().filter(|_| !is_first) {
            let delimiter = match (is_same, was_many && is_collapsed) {
                // `2003, p. 3; 2004`
                (true, _) if is_collapsed && (had_place || has_place(index)) => behind,
                (true, _) => &within,
                (false, true) => behind,
                (false, false) => &between,
            };
            text.text.clone_from(delimiter);
        }
        had_place = has_place(index);
        if is_same && is_collapsed {
            leave_out_names(&mut elem.children, no_date);
        }
    }
}

/// Leaves out what stands before the date of a work, or before the words for its absence, if that is its names.
fn leave_out_names(children: &mut ElemChildren, no_date: &[String]) {
    let is_names =
        |child: &ElemChild| matches!(child, ElemChild::Elem(elem) if matches!(elem.meta, Some(ElemMeta::Names(_))));
    let Some(names) = children.0.iter().position(is_names) else { return };
    let date = children.0.iter().enumerate().skip(names).find_map(|(at, child)| match child {
        ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::Date) => Some((at, 0)),
        ElemChild::Text(text) => no_date.iter().find_map(|words| Some((at, text.text.find(words.as_str())?))),
        _ => None,
    });
    let Some((at, start)) = date else { return };
    children.0.drain(..at);
    if let Some(ElemChild::Text(text)) = children.0.first_mut() {
        text.text.drain(..start);
    }
}

/// Leaves out the years of a citation's works that are those of the work before. `told` knows the year and the letter
/// of an item, `between` stands between letters; of three in a row the middle ones go if that is asked for.
pub(super) fn years(
    pieces: &mut Vec<Piece>,
    told: &dyn Fn(usize) -> Option<(String, String)>,
    between: &str,
    is_ranged: bool,
) {
    let mut before: Option<(String, String)> = None;
    // Items in a row whose letters follow each other: the place of each.
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in 0..pieces.len() {
        let Piece::Within(Around::Item(index, _), inner) = &mut pieces[at] else { continue };
        let here = told(*index);
        let is_same_year = before.as_ref().zip(here.as_ref()).is_some_and(|(one, other)| one.0 == other.0);
        let follows = before.as_ref().zip(here.as_ref()).is_some_and(|(one, other)| is_next(&one.1, &other.1));
        let letter = here.as_ref().filter(|(year, letter)| is_same_year && text_of(inner) == format!("{year}{letter}"));
        if let Some((_, letter)) = letter {
            *inner = vec![Piece::Text(letter.clone())];
            if let Some(Piece::Text(delimiter)) = at.checked_sub(1).and_then(|at| pieces.get_mut(at)) {
                between.clone_into(delimiter);
            }
            match runs.last_mut().filter(|_| follows) {
                Some(run) => run.push(at),
                None => runs.push(vec![at]),
            }
        } else {
            runs.push(vec![at]);
        }
        before = here;
    }
    let long = runs.into_iter().filter(|run| is_ranged && run.len() > 2);
    for run in long.rev() {
        let (first, last) = (run[0], run[run.len() - 1]);
        pieces.splice(first + 1..last, [Piece::Text("–".to_owned())]);
    }
}

fn is_next(letter: &str, other: &str) -> bool {
    let ([one], [other]) = (letter.as_bytes(), other.as_bytes()) else { return false };
    one + 1 == *other
}
