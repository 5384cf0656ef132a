//! Works without names in the middle of a sentence: what they are called stands there as a name would.
//!
//! Of those the engine prints nothing but what it prints in brackets: `As (Law Enforcement Directive, art. 6) says`.

use super::affixes::{End, take_end};
use super::pieces::{Piece, push, replace_at, text_of};
use super::style::Style;

/// A citation with its first brackets behind the title with which it begins: `Title (2001, p. 3)`, and none around
/// nothing. As it is if it does not begin so.
pub(super) fn in_prose(mut whole: Vec<Piece>, title: &str, style: &Style) -> Vec<Piece> {
    let layout = &style.csl.citation.layout;
    let [opening, closing] = [&layout.prefix, &layout.suffix].map(|affix| affix.as_deref().unwrap_or_default());
    let text = text_of(&whole);
    let rest = text.strip_prefix(opening).filter(|_| !opening.is_empty()).and_then(|text| text.strip_prefix(title));
    let is_alone = rest == Some(closing);
    if !is_alone && !rest.is_some_and(|rest| rest.starts_with(BETWEEN)) {
        return whole;
    }
    opening.chars().for_each(|_| _ = take_end(&mut whole, End::First));
    closing.chars().for_each(|_| _ = take_end(&mut whole, End::Last));
    if !is_alone {
        replace_at(&mut whole, title.len(), BETWEEN, &format!(" {opening}"));
        // Both brackets stand in the link.
        whole.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
        let last = match whole.last_mut() {
            Some(Piece::Within(_, inner)) => inner,
            _ => &mut whole,
        };
        push(last, Piece::Text(closing.to_owned()));
    }
    whole
}

/// What a style sets between a title and what follows it.
const BETWEEN: &str = ", ";

/// Leaves out the year behind a title that ends in it, `Police Act 1996, 1996`; not one with which a number begins: the
/// work's own, or one like `2018/1212` and `2018 c. 12`.
pub(super) fn say_year_once(pieces: &mut [Piece], title: &str, number: Option<&str>) {
    let Some(year) = title.get(title.len().saturating_sub(4)..).filter(|year| year.parse::<u16>().is_ok()) else {
        return;
    };
    let of_number = number.and_then(|number| number.strip_prefix(year)).filter(|rest| !rest.is_empty());
    let is_over = |rest: &str| {
        let behind = rest.strip_prefix(['/', '-', '–', ':']).unwrap_or(rest.trim_start());
        !behind.starts_with(char::is_alphanumeric) && of_number.is_none_or(|number| !rest.starts_with(number))
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for between in [", ", " "] {
                    let twice = format!("{title}{between}{year}");
                    if let Some((before, rest)) = text.split_once(&twice).filter(|(_, rest)| is_over(rest)) {
                        *text = format!("{before}{title}{rest}");
                    }
                }
            }
            Piece::Within(_, inner) => say_year_once(inner, title, number),
            _ => {}
        }
    }
}
