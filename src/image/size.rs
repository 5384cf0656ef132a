//! How large an image is, without drawing it.

use std::fmt;
use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use roxmltree::{Document, ParsingOptions};

use crate::xml::crowded_element;

/// What an image is, for people: its format, and its size as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// `PNG`, `SVG`.
    pub format: String,
    /// `640 × 480 pixels`; of a drawing its width and height as they are written, or its view box.
    pub size: Option<String>,
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.format)?;
        self.size.as_ref().map_or(Ok(()), |size| write!(f, ", {size}"))
    }
}

/// An SVG of more nodes is not looked into.
const MAX_NODES: u32 = 50_000;

/// Describes an image file by its ending: of one that cannot be read, the format alone. [`None`] if no image is called
/// so.
pub fn describe(path: &str, bytes: &[u8]) -> Option<Description> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    if ending == "svg" {
        return Some(Description { format: "SVG".to_owned(), size: size_of_drawing(bytes) });
    }
    let format = ImageFormat::from_extension(ending)?;
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let dimensions = super::side::excess(bytes).is_none().then(|| reader.into_dimensions().ok()).flatten();
    let size = dimensions.map(|(width, height)| format!("{width} × {height} pixels"));
    Some(Description { format: super::name(format), size })
}

fn size_of_drawing(bytes: &[u8]) -> Option<String> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let text = std::str::from_utf8(bytes).ok().filter(|text| crowded_element(text).is_none())?;
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    match (root.attribute("width"), root.attribute("height")) {
        (Some(width), Some(height)) => Some(format!("{width} × {height}")),
        _ => {
            let parts: Vec<&str> =
                root.attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
            let [_, _, width, height] = parts[..] else { return None };
            Some(format!("{width} × {height}"))
        }
    }
}
