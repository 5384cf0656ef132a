//! Straight quotation marks, as reference managers keep them → marks that open and close, and apostrophes.

use super::standin::{self, QUOTES};

/// A text whose straight marks are turned. Which signs stand for them, the language and what stands around decide.
pub(super) fn turned(text: &str) -> String {
    if !text.contains(['"', '\'']) {
        return text.to_owned();
    }
    let signs: Vec<char> = text.chars().collect();
    // As a reader sees them: what marks a word stands neither before it nor behind it.
    let seen = |sign: &char| standin::unprotected(*sign).0;
    let before = |at: usize| signs[..at].iter().rev().find(|sign| !standin::is_mark(**sign)).map(seen);
    let after = |at: usize| signs[at + 1..].iter().find(|sign| !standin::is_mark(**sign)).map(seen);
    let closes = |at: usize| {
        signs[at] == '\''
            && before(at).is_some_and(|before| !before.is_whitespace())
            && after(at).is_none_or(|after| !after.is_alphanumeric())
    };
    // Behind it no single mark closes a quotation.
    let last = (0..signs.len()).rev().find(|at| closes(*at)).unwrap_or(0);
    let mut turned = String::with_capacity(text.len());
    let (mut is_double_open, mut is_single_open) = (false, false);
    let mut is_address = false;
    for (at, &sign) in signs.iter().enumerate() {
        is_address = sign == standin::LINK[0] || is_address && sign != standin::LINK[1];
        if is_address || !matches!(sign, '"' | '\'') {
            turned.push(sign);
            continue;
        }
        let (before, after) = (before(at), after(at));
        let opens = before
            .is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '.' | ',' | '!' | '?' | ')'))
            && after.is_some_and(|after| !after.is_whitespace());
        match sign {
            '"' if is_double_open => {
                turned.push(QUOTES[1]);
                is_double_open = false;
            }
            '"' if opens && signs[at + 1..].contains(&'"') => {
                turned.push(QUOTES[0]);
                is_double_open = true;
            }
            '\'' if opens && !is_single_open && at < last => {
                turned.push(QUOTES[0]);
                is_single_open = true;
            }
            '\'' if is_single_open && after.is_none_or(|after| !after.is_alphanumeric()) => {
                turned.push(QUOTES[1]);
                is_single_open = false;
            }
            '\'' => turned.push('’'),
            // `5" guns`
            sign => turned.push(sign),
        }
    }
    turned
}

/// What the quotation marks of a text are within a quotation that opens with `around`: those of the other kind, if the
/// text's own begin with the same. Each with its place.
pub(super) fn flipped(text: &str, around: &str) -> Vec<(usize, char)> {
    let first = text.find(['“', '‘']).filter(|at| text[*at..].starts_with(around));
    let Some(first) = first.filter(|_| matches!(around, "“" | "‘")) else { return Vec::new() };
    let mut flips = Vec::new();
    let mut is_single_open = false;
    for (at, sign) in text[first..].char_indices() {
        let (at, rest) = (first + at, &text[first + at + sign.len_utf8()..]);
        let other = match sign {
            '“' => '‘',
            '”' => '’',
            '‘' => '“',
            // Of several the last one closes; before a letter it is an apostrophe.
            '’' if is_single_open && !rest.starts_with(char::is_alphanumeric) => {
                let quoted = rest.split('‘').next().unwrap_or_default();
                let mut later = quoted.match_indices('’').map(|(at, _)| &quoted[at + '’'.len_utf8()..]);
                if later.any(|behind| !behind.starts_with(char::is_alphanumeric)) {
                    continue;
                }
                '”'
            }
            _ => continue,
        };
        is_single_open = sign == '‘' || is_single_open && sign != '’';
        flips.push((at, other));
    }
    flips
}

/// A text of TeX whose `<<` and `>>` are guillemets, as the fonts of many languages have them there.
pub(super) fn guillemets(text: &str) -> String {
    let open = text.matches("<<").count();
    let is_paired = open > 0 && open == text.matches(">>").count() && text.find("<<") < text.find(">>");
    if is_paired { text.replace("<<", "«").replace(">>", "»") } else { text.to_owned() }
}
