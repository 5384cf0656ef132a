//! Raised and lowered text: `m^2^`, `H~2~O`.
//!
//! comrak would take any two marks of a line for a pair, over words. Here a pair has no blank in it, and lowered text
//! stands behind a word, so that `~5 to ~7` and `x^y` stay what they are.

/// Signs that are raised or lowered alone: charges, daggers, primes.
const SIGNS: &str = "+-−*†‡′″°∗∞";

/// Where a pair of marks that opens at byte `at` of a text ends. `is_behind` tells whether something other than text
/// stands before the text.
pub(super) fn end(text: &str, at: usize, is_behind: bool) -> Option<usize> {
    let mark = text[at..].chars().next().filter(|mark| ['^', '~'].contains(mark))?;
    let before = text[..at].chars().next_back();
    // The marks of what is lowered are still there.
    let is_behind = before.map_or(is_behind, |before| is_base(before) || mark == '^' && before == '~');
    let rest = &text[at + 1..];
    let length = rest.find([mark, ' ', '\t', '\n']).filter(|length| rest[*length..].starts_with(mark))?;
    let inner = &rest[..length];
    let is_sign = |sign: char| SIGNS.contains(sign) || is_mathematical(sign);
    let says = |sign: char| sign.is_alphanumeric() || sign == '\u{fffc}' || is_behind && is_sign(sign);
    // Two tildes strike out, and a bracket behind a circumflex opens a note in the line of other tools.
    let is_other = inner.is_empty() || rest[length + 1..].starts_with(mark) || inner.starts_with('[');
    let is_meant = (is_behind || mark == '^') && !is_other && inner.contains(says);
    is_meant.then_some(at + 1 + length + 1)
}

/// Whether lowered text can stand behind the character: it ends a word, or it is a sign of mathematics.
pub(crate) fn is_base(before: char) -> bool {
    before.is_alphanumeric() || ")]}^\u{fffc}".contains(before) || is_mathematical(before)
}

/// Accents that combine, primes, arrows, operators and brackets of mathematics.
fn is_mathematical(one: char) -> bool {
    matches!(one,
        '\u{300}'..='\u{36f}' | '\u{2016}' | '\u{2032}'..='\u{2037}' | '\u{20d0}'..='\u{20ff}'
        | '\u{2190}'..='\u{22ff}' | '\u{2308}'..='\u{230b}' | '\u{27c0}'..='\u{27ff}' | '\u{2a00}'..='\u{2aff}')
}
