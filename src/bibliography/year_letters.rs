//! Letters behind the years of works that would be cited by the same words, in the order of the list.

use std::collections::HashMap;

use hayagriva::{ElemChild, ElemChildren, ElemMeta};

/// The letters of some works, by their places in the bibliography: of each two of `works`, which are in the order of
/// the list, that are cited by the same `words`.
pub(super) fn given(works: &[usize], words: &[String]) -> HashMap<usize, String> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (work, words) in works.iter().zip(words) {
        groups.entry(words).or_default().push(*work);
    }
    let many = groups.into_values().filter(|group| group.len() > 1);
    many.flat_map(|group| group.into_iter().enumerate().map(|(at, work)| (work, letter(at)))).collect()
}

/// `a` to `z`, `aa` and so on.
fn letter(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    let before = (at / 26).checked_sub(1).map(letter).unwrap_or_default();
    format!("{before}{last}")
}

/// Puts a letter behind the year of the first date, or behind the word for its absence, where a style does not say
/// where it stands. Says whether there is such a place.
pub(super) fn insert(children: &mut ElemChildren, year: Option<&str>, no_date: &[String], letter: &str) -> bool {
    behind_date(children, year, letter) || behind_word(children, no_date, &format!("-{letter}"))
}

fn behind_date(children: &mut ElemChildren, year: Option<&str>, letter: &str) -> bool {
    children.0.iter_mut().any(|child| match child {
        ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::CitationLabel) => {
            put(&mut elem.children, &|text: &str| Some(text.len()), letter)
        }
        ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::Date) => {
            let end = |text: &str| year.and_then(|year| Some(text.find(year)? + year.len()));
            put(&mut elem.children, &end, letter) || put(&mut elem.children, &|text: &str| Some(text.len()), letter)
        }
        ElemChild::Elem(elem) => behind_date(&mut elem.children, year, letter),
        _ => false,
    })
}

fn behind_word(children: &mut ElemChildren, words: &[String], letter: &str) -> bool {
    let end = |text: &str| words.iter().find_map(|word| Some(text.find(word)? + word.len()));
    put(children, &end, letter)
}

/// Puts a letter at the first place that is found in a text.
fn put(children: &mut ElemChildren, place: &dyn Fn(&str) -> Option<usize>, letter: &str) -> bool {
    children.0.iter_mut().any(|child| match child {
        ElemChild::Text(text) => match place(&text.text) {
            Some(at) => {
                text.text.insert_str(at, letter);
                true
            }
            None => false,
        },
        ElemChild::Elem(elem) => put(&mut elem.children, place, letter),
        _ => false,
    })
}
