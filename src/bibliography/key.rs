//! Keys by which works are cited.

/// In characters.
const MAX_KEY: usize = 100;

/// Whether a citation can name `key`: `[A-Za-z0-9_][A-Za-z0-9_:./+-]*`, not ending in punctuation, at most
/// [`MAX_KEY`] characters.
pub(super) fn is_key(key: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    key.len() <= MAX_KEY
        && key.starts_with(is_word)
        && key.ends_with(is_word)
        && key.chars().all(|c| is_word(c) || ":./+-".contains(c))
}
