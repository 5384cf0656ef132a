//! What an image file is, before anything decodes it: format, size, and whether it can be printed safely.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

/// No image may have more pixels: decoded, 100 megapixels take 400 MB.
const MAX_PIXELS: u64 = 100_000_000;

/// No image file may be larger.
const MAX_BYTES: usize = 50_000_000;

/// Elements nested deeper in an SVG are refused before they reach a recursive reader.
const MAX_DEPTH: usize = 64;

/// Why an image cannot be printed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub help: &'static str,
}

/// Looks at an image's first bytes and structure.
pub fn examine(path: &str, bytes: &[u8]) -> Result<(), Problem> {
    if bytes.len() > MAX_BYTES {
        return refuse(format!("the image has {} MB", bytes.len() / 1_000_000), "Reduce it to less than 50 MB.");
    }
    let extension = path.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    match extension.as_str() {
        "svg" => examine_svg(bytes),
        "png" => examine_pixels(bytes, ImageFormat::Png),
        "jpg" | "jpeg" => examine_pixels(bytes, ImageFormat::Jpeg),
        "gif" => examine_pixels(bytes, ImageFormat::Gif),
        "webp" => examine_pixels(bytes, ImageFormat::WebP),
        "pdf" => refuse("a PDF cannot be an image of a paper".into(), "Export it as SVG or PNG."),
        _ => refuse(
            format!("`{path}` is no kind of image that can be printed"),
            "Use SVG for drawings, PNG or JPEG for pictures.",
        ),
    }
}

fn examine_pixels(bytes: &[u8], named: ImageFormat) -> Result<(), Problem> {
    match image::guess_format(bytes) {
        Ok(format) if format == named => {}
        Ok(format) => {
            let message = format!("the file is named as {named:?} but holds {format:?}");
            return refuse(message, "Correct the file name's ending, or save the image again.");
        }
        Err(_) => return refuse(format!("the file is not a {named:?} image"), "Save the image again."),
    }
    if named == ImageFormat::Gif && frames(bytes) > 1 {
        return refuse("the image is animated, and paper stands still".into(), "Save a single picture as PNG.");
    }
    let dimensions = ImageReader::with_format(Cursor::new(bytes), named).into_dimensions();
    let Ok((width, height)) = dimensions else {
        return refuse("the image is damaged".into(), "Save the image again.");
    };
    if width == 0 || height == 0 {
        return refuse("the image is empty".into(), "Save the image again.");
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        let message = format!("the image says it has {width} × {height} pixels");
        return refuse(message, "Scale it down to at most 100 megapixels.");
    }
    decode(bytes, named)
}

/// Pixels are decoded once here, within bounds, so that layout cannot fail on them.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<(), Problem> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    match reader.decode() {
        Ok(_) => Ok(()),
        Err(_) => refuse("the image is damaged or cut short".into(), "Save the image again."),
    }
}

/// Number of frames of a GIF, as far as it matters: none, one or more.
fn frames(bytes: &[u8]) -> usize {
    use image::AnimationDecoder;
    image::codecs::gif::GifDecoder::new(Cursor::new(bytes)).map_or(0, |decoder| decoder.into_frames().take(2).count())
}

fn examine_svg(bytes: &[u8]) -> Result<(), Problem> {
    const HELP: &str = "Export the drawing again as plain SVG, with fonts as outlines and pictures left out.";
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refuse("the SVG is not UTF-8 text".into(), HELP);
    };
    if depth(text) > MAX_DEPTH {
        return refuse(format!("the SVG nests more than {MAX_DEPTH} elements"), HELP);
    }
    let document = match roxmltree::Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.pos();
            return refuse(format!("the SVG is not well-formed at its line {}, column {}", at.row, at.col), HELP);
        }
    };
    if !document.root_element().has_tag_name("svg")
        && !document.root_element().has_tag_name(("http://www.w3.org/2000/svg", "svg"))
    {
        return refuse("the file holds no SVG drawing".into(), HELP);
    }
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if matches!(name, "image" | "script" | "foreignObject" | "feImage") {
            return refuse(format!("the SVG holds an element `{name}`"), HELP);
        }
        if let Some(link) = node.attributes().find(|attribute| attribute.name() == "href")
            && !link.value().starts_with('#')
        {
            return refuse(format!("the SVG refers to `{}`", link.value().escape_debug()), HELP);
        }
    }
    Ok(())
}

/// How deep a text's elements nest, counted without recursion; an upper bound if the text is not well-formed.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut open) = (0usize, 0, None);
    for (at, byte) in text.bytes().enumerate() {
        match (byte, open) {
            (b'<', _) => open = Some(at),
            (b'>', Some(start)) => {
                match (text.as_bytes()[start + 1], text.as_bytes()[at - 1]) {
                    (b'/', _) => depth = depth.saturating_sub(1),
                    (b'!' | b'?', _) | (_, b'/') => {}
                    _ => depth += 1,
                }
                deepest = deepest.max(depth);
                open = None;
            }
            _ => {}
        }
    }
    deepest
}

fn refuse(message: String, help: &'static str) -> Result<(), Problem> {
    Err(Problem { message, help })
}
