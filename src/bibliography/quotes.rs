//! Straight quotation marks, as reference managers keep them → marks that open and close, and apostrophes.

use super::standin::QUOTES;

/// A text whose straight marks are turned. Which signs stand for them, the language and what stands around decide.
pub(super) fn turned(text: &str) -> String {
    if !text.contains(['"', '\'']) {
        return text.to_owned();
    }
    let signs: Vec<char> = text.chars().collect();
    let closes = |at: usize| {
        signs[at] == '\''
            && at > 0
            && !signs[at - 1].is_whitespace()
            && signs.get(at + 1).is_none_or(|after| !after.is_alphanumeric())
    };
    // Behind it no single mark closes a quotation.
    let last = (0..signs.len()).rev().find(|at| closes(*at)).unwrap_or(0);
    let mut turned = String::with_capacity(text.len());
    let (mut is_double_open, mut is_single_open) = (false, false);
    for (at, &sign) in signs.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| signs[at]);
        let after = signs.get(at + 1).copied();
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
            sign => turned.push(sign),
        }
    }
    turned
}

/// A text of TeX whose `<<` and `>>` are guillemets, as the fonts of many languages have them there.
pub(super) fn guillemets(text: &str) -> String {
    let open = text.matches("<<").count();
    let is_paired = open > 0 && open == text.matches(">>").count() && text.find("<<") < text.find(">>");
    if is_paired { text.replace("<<", "«").replace(">>", "»") } else { text.to_owned() }
}
