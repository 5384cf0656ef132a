//! What is drawn on finished pages, page by page. Nothing of it moves what was laid out.

use typst::layout::{FrameItem, Point};

use crate::assemble::Stamp;

use super::document::Document;
use super::marks;

/// What is drawn on one page, outside of what is tagged: for PDF/UA it is an artifact.
pub(super) type Drawing = Vec<(Point, FrameItem)>;

/// The same document with stamps on its pages, one above the other.
pub fn stamp(document: &Document, stamps: &[Stamp]) -> Document {
    let mut pages = document.pages().to_vec();
    for stamp in stamps {
        let drawings = match stamp {
            Stamp::Changes => marks::draw(document),
        };
        for (page, drawing) in pages.iter_mut().zip(drawings) {
            drawing.into_iter().for_each(|(point, item)| page.frame.push(point, item));
        }
    }
    document.with_pages(pages)
}
