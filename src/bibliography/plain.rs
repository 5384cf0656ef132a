//! Plain text as LaTeX: so what other formats say is read the same way.

use crate::source::is_forbidden;

/// A text as LaTeX has it.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    text.chars().for_each(|one| push_escaped(&mut written, one));
    written
}

/// Adds a character as LaTeX has it. What no paper can hold is left out.
pub(super) fn push_escaped(written: &mut String, one: char) {
    match one {
        '\\' => written.push_str("\\textbackslash{}"),
        '~' => written.push_str("\\textasciitilde{}"),
        '^' => written.push_str("\\textasciicircum{}"),
        '`' => written.push_str("\\textasciigrave{}"),
        '\'' => written.push_str("\\textquotesingle{}"),
        '-' => written.push_str("-{}"),
        '{' | '}' | '$' | '#' | '%' | '&' | '_' => written.extend(['\\', one]),
        _ if is_forbidden(one) => {}
        _ => written.push(one),
    }
}
