//! What authors wrote, in messages.

/// An author's text in a message: a line, not too long.
pub(super) fn quoted(text: &str) -> String {
    const LENGTH: usize = 40;
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(LENGTH) {
        words.truncate(end);
        words.push('…');
    }
    format!("`{words}`")
}
