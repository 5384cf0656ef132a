//! Pictures in the formats that browsers show: images as they were given, and pages that a list cannot draw.

use std::sync::Arc;

use typst::visualize::Image;
use typst_layout::Page;
use typst_svg::{SvgOptions, WebImage};

use crate::project::Digest;

use super::short;

/// A picture, as a browser takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Such as `image/png`.
    pub media_type: &'static str,
    pub bytes: Arc<[u8]>,
}

impl Picture {
    /// An image, and its digest.
    pub(super) fn of_image(image: &Image) -> (String, Self) {
        let WebImage { format, data } = WebImage::new(image);
        let digest = short(Digest::of_parts([format.mime().as_bytes(), &data]));
        (digest, Self { media_type: format.mime(), bytes: Arc::from(&*data) })
    }

    /// A whole page, and its digest.
    pub(super) fn of_page(page: &Page) -> (String, Self) {
        let svg = typst_svg::svg(page, &SvgOptions::default());
        let digest = short(Digest::of_parts([SVG.as_bytes(), svg.as_bytes()]));
        (digest, Self { media_type: SVG, bytes: Arc::from(svg.into_bytes()) })
    }

    /// The picture of that media type, if there are such.
    pub fn new(media_type: &str, bytes: Vec<u8>) -> Option<Self> {
        let media_type = MEDIA_TYPES.iter().find(|known| **known == media_type)?;
        Some(Self { media_type, bytes: bytes.into() })
    }
}

const SVG: &str = "image/svg+xml";

const MEDIA_TYPES: [&str; 5] = ["image/gif", "image/jpeg", "image/png", SVG, "image/webp"];
