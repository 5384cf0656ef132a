//! What is asked of XML before it is read.

/// Attributes of an element. A reader compares each of them with all others: 30,000 take it three seconds.
pub const MAX_ATTRIBUTES: usize = 1_000;

/// Where an element may begin that has more than [`MAX_ATTRIBUTES`]. No value of an attribute holds a `<`, so as many
/// signs of equality stand between two of them at most.
pub fn crowded_element(text: &str) -> Option<usize> {
    let mut start = 0;
    text.split('<').find_map(|piece| {
        let at = start;
        start += piece.len() + 1;
        (piece.bytes().filter(|byte| *byte == b'=').nth(MAX_ATTRIBUTES).is_some()).then_some(at.saturating_sub(1))
    })
}
