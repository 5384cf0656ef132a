//! Pages as people write them: numbers and ranges of them, or the number of an article.

use super::standin;

/// What a field of pages says.
#[derive(Debug, PartialEq)]
pub(super) enum Pages {
    /// Plain numbers and ranges, for the style to print as it prints pages.
    Plain(String),
    /// One page or one article, printed as it is typed.
    One(String),
    /// Several, printed as they are typed.
    Many(String),
    /// How many there are: `347 pp.`
    Total(String),
}

/// Reads a field of pages: `pp. 1-5`, `S11--S20`, `xii, 5`, `25-1 - 25-26`, `JAMC-D-16-0224.1`.
pub(super) fn read(text: &str) -> Pages {
    let text = without_label(text.trim());
    if let Some((total, "pp" | "pp." | "pages" | "S.")) = text.split_once([' ', '\u{a0}'])
        && standin::is_plain_number(total)
    {
        return Pages::Total(total.to_owned());
    }
    let mut is_many = false;
    let parts: Vec<String> = text
        .split(',')
        .map(|part| {
            let part = part.trim();
            if let Some((from, to)) = wide_range(part) {
                is_many = true;
                return format!("{from}–{to}");
            }
            let ends: Vec<&str> = part.split(['-', '–', '—']).map(str::trim).filter(|end| !end.is_empty()).collect();
            match ends.as_slice() {
                [from, to] if from == to => (*from).to_owned(),
                [from, to] if is_page(from) && is_page(to) => {
                    is_many = true;
                    format!("{from}–{to}")
                }
                // `345--`, and those that follow.
                [from] if is_page(from) && part.ends_with(['-', '–', '—']) => {
                    is_many = true;
                    format!("{from}–")
                }
                // `1149-1153 vol. 2`
                _ => part
                    .split(' ')
                    .map(|word| if is_range(word) { word.replace('-', "–") } else { word.to_owned() })
                    .collect::<Vec<_>>()
                    .join(" "),
            }
        })
        .collect();
    // `i-xviii and 345-880`
    let words = || parts.iter().flat_map(|part| part.split(' '));
    is_many |= words().count() > 1
        && (words().next().is_some_and(is_range)
            || words().any(is_range)
                && words().all(|word| is_range(word) || is_page(word) || matches!(word, "and" | "&")));
    is_many |= parts.len() > 1 && parts.iter().all(|part| part.split('–').all(is_page));
    let joined = parts.join(", ");
    match joined.split([',', '–']).map(str::trim).all(standin::is_plain_number) {
        true => Pages::Plain(joined),
        false if is_many => Pages::Many(joined),
        false => Pages::One(joined),
    }
}

/// A range of pages that have hyphens of their own: `25-1 -- 25-26`.
fn wide_range(part: &str) -> Option<(&str, &str)> {
    let (from, to) = [" - ", "--", "–"].iter().find_map(|between| part.split_once(between))?;
    let [from, to] = [from, to].map(|end| end.trim_matches([' ', '-']));
    let has_hyphens = from.contains('-') && to.contains('-');
    (has_hyphens && from != to && is_page(from) && is_page(to)).then_some((from, to))
}

/// Without `p.` or `pp.`, which the style prints.
fn without_label(text: &str) -> &str {
    let rest = ["pages", "page", "pp", "p"].iter().find_map(|label| {
        let rest =
            text.get(..label.len()).filter(|start| start.eq_ignore_ascii_case(label)).map(|_| &text[label.len()..]);
        rest.filter(|rest| rest.starts_with(['.', ' ', '\u{a0}']))
    });
    rest.unwrap_or(text).trim_start_matches(['.', ' ', '\u{a0}'])
}

fn is_range(word: &str) -> bool {
    word.split_once(['-', '–']).is_some_and(|(from, to)| is_page(from) && is_page(to))
}

/// Whether a text is what a page is called by: `12`, `S11`, `17:25`, `xiv`.
fn is_page(text: &str) -> bool {
    let is_roman = text.chars().all(|one| "ivxlcdmIVXLCDM".contains(one));
    let has_figures = text.chars().any(|one| one.is_ascii_digit());
    let is_short = text.chars().count() <= 9;
    !text.is_empty() && is_short && (is_roman || has_figures && !text.contains(char::is_whitespace))
}
