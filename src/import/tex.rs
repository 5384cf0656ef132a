//! TeX in a text, as pandoc obeys it: commands of style and reference, figures, tables and lists. What only places
//! things on pages is left out; what is not known stays as it is typed.

mod commands;
mod environments;
mod macros;
mod names;

pub(super) use macros::Macros;

use super::context::Context;
use super::scan;

/// Translates the TeX of a text, where it is no code.
pub(super) fn translate(text: &str, context: &mut Context) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    scan::map_text(text, |part| environments::translate(part, context))
}

/// A longer argument is none: what is left open is not looked at to the end of the text each time.
const MAX_ARGUMENT: usize = 8 << 10;

/// What stands between the brackets that `text` begins with, and how long that is with them.
fn between(text: &str, open: char, close: char) -> Option<(&str, usize)> {
    if !text.starts_with(open) {
        return None;
    }
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, one) in text.char_indices().take_while(|(at, _)| *at < MAX_ARGUMENT) {
        match one {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if one == open => depth += 1,
            _ if one == close => {
                depth -= 1;
                if depth == 0 {
                    return Some((&text[1..at], at + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// The argument in braces that `text` begins with, options in brackets before it, and the length of both.
fn argument(text: &str) -> Option<(&str, &str, usize)> {
    let start = text.strip_prefix('*').unwrap_or(text);
    let (options, length) = between(start, '[', ']').unwrap_or(("", 0));
    let (inner, end) = between(&start[length..], '{', '}')?;
    Some((inner, options, text.len() - start.len() + length + end))
}

/// The arguments of each use of a command.
fn uses<'t>(text: &'t str, name: &str) -> Vec<(&'t str, &'t str)> {
    let found = text.match_indices(name).filter_map(|(at, _)| {
        let behind = &text[at + name.len()..];
        let (inner, options, _) = argument(behind).filter(|_| !behind.starts_with(|one: char| one.is_alphabetic()))?;
        Some((inner, options))
    });
    found.collect()
}
