//! Where the headings of a document stand: its outline, in the words of its bookmarks.

use serde::{Deserialize, Serialize};
use typst::foundations::{NativeElement, StyleChain};
use typst::introspection::Introspector;
use typst::model::HeadingElem;

use crate::typeset::document::Document;

use super::path::points_of;

/// A heading where it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// From 1, the outermost.
    pub level: usize,
    /// With its number.
    pub text: String,
    /// Counted from 1.
    pub page: usize,
    /// In points from the top of the page.
    pub y: f64,
}

/// All headings that are bookmarks, as typst-pdf chooses them.
pub(in crate::typeset) fn of(document: &Document) -> Vec<Heading> {
    let introspector = &document.paged.introspector;
    let headings = introspector.query(&HeadingElem::ELEM.select());
    let heading = |content: &typst::foundations::Content| {
        let heading = content.to_packed::<HeadingElem>()?;
        let styles = StyleChain::default();
        let is_bookmark = heading.bookmarked.get(styles).unwrap_or_else(|| heading.outlined.get(styles));
        let position = introspector.position(content.location()?).filter(|_| is_bookmark)?;
        let text = heading.body.plain_text();
        let text = match &heading.numbers {
            Some(number) => format!("{number} {text}"),
            None => text.to_string(),
        };
        let (page, y) = (position.page.get(), points_of(position.point.y));
        Some(Heading { level: heading.resolve_level(styles).get(), text, page, y })
    };
    headings.iter().filter_map(heading).collect()
}
