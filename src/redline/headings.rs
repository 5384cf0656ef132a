//! The names of headings in a redline.

use crate::section::{Change, Heading, Inline, plain_text};
use crate::source::Side;

/// A heading's number and title.
pub(super) fn heading_name(heading: &Heading) -> String {
    let number = heading.printed_number().map(|number| format!("{number} ")).unwrap_or_default();
    let standing = |inline: &&Inline| inline.change.and_then(Change::side) != Some(Side::Old);
    let standing: Vec<Inline> = heading.content.iter().filter(standing).cloned().collect();
    format!("{number}{}", plain_text(&standing))
}
