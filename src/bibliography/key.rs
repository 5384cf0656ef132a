//! Keys by which works are cited, and the labels that lead to them.

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

/// The label of a work's line in the list: made of `[a-z0-9.-]` whatever the key, and different for different keys.
/// A dot cannot stand in an author's label, so these never clash.
pub fn entry_label(key: &str) -> String {
    let mut label = "bib.".to_owned();
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => label.push(byte.into()),
            _ => label.push_str(&format!("-{byte:02x}")),
        }
    }
    label
}
