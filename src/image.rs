//! What an image file is, before anything decodes it: format, size, and whether it can be printed safely.

mod size;
mod svg;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader};

use crate::project::File;
use crate::source::FileId;

pub use size::{Description, describe};

/// No image may have more pixels: decoded, 100 megapixels take 400 MB.
const MAX_PIXELS: u64 = 100_000_000;

/// No image file may be larger.
const MAX_BYTES: usize = 50_000_000;

/// Why an image cannot be printed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub help: &'static str,
}

/// What was found in images that have not changed since: to decode one can take a second.
#[derive(Default)]
pub struct ImageVerdicts {
    verdicts: BTreeMap<FileId, (File, Verdict)>,
}

/// The [lettering](examine) of an image that can be printed.
type Verdict = Result<Arc<str>, Problem>;

impl ImageVerdicts {
    /// As [`examine`], from memory if it is the same image as the last time.
    pub fn examine(&mut self, file: &File) -> Verdict {
        if let Some((kept, verdict)) = self.verdicts.get(&file.id())
            && kept == file
        {
            return verdict.clone();
        }
        let verdict = examine(file.path(), file.bytes());
        self.verdicts.insert(file.id(), (file.clone(), verdict.clone()));
        verdict
    }

    /// Lets go of all images but those at the paths that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.verdicts.retain(|id, _| keep(id.path()));
    }
}

/// Looks at an image's first bytes and structure. Of a drawing, the characters beyond ASCII that it prints as text.
pub fn examine(path: &str, bytes: &[u8]) -> Verdict {
    if bytes.len() > MAX_BYTES {
        return refuse(format!("the image has {} MB", bytes.len() / 1_000_000), "Reduce it to less than 50 MB.");
    }
    let extension = path.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_ascii_lowercase());
    let pixels = |format| examine_pixels(bytes, format).map(|()| Arc::default());
    match extension.as_str() {
        "svg" => svg::examine(bytes).map(Arc::from),
        "png" => pixels(ImageFormat::Png),
        "jpg" | "jpeg" => pixels(ImageFormat::Jpeg),
        "gif" => pixels(ImageFormat::Gif),
        "webp" => pixels(ImageFormat::WebP),
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
            let message = format!("the file is named as {} but holds {}", name(named), name(format));
            return refuse(message, "Correct the file name's ending, or save the image again.");
        }
        Err(_) => return refuse(format!("the file is not a {} image", name(named)), "Save the image again."),
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
    if named == ImageFormat::Gif && frames(bytes) > 1 {
        return refuse("the image is animated, and paper stands still".into(), "Save a single picture as PNG.");
    }
    decode(bytes, named)
}

/// The ending for what an image file holds; [`None`] if that is not told by its first bytes.
pub fn ending(bytes: &[u8]) -> Option<&'static str> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Png => Some("png"),
        ImageFormat::Jpeg => Some("jpg"),
        ImageFormat::Gif => Some("gif"),
        ImageFormat::WebP => Some("webp"),
        _ => None,
    }
}

/// The first picture of an animation, as PNG; [`None`] of what is none.
pub fn still(bytes: &[u8]) -> Option<Vec<u8>> {
    if image::guess_format(bytes).ok()? != ImageFormat::Gif || frames(bytes) < 2 {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Gif);
    reader.limits(limits());
    let mut png = Cursor::new(Vec::new());
    reader.decode().ok()?.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}

/// What people call a format.
fn name(format: ImageFormat) -> String {
    format.to_mime_type().trim_start_matches("image/").trim_start_matches("x-").to_uppercase()
}

/// Pixels are decoded once here, within bounds, so that layout cannot fail on them.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<(), Problem> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    match reader.decode() {
        Ok(_) => Ok(()),
        Err(_) => refuse("the image is damaged or cut short".into(), "Save the image again."),
    }
}

/// Number of frames of a GIF, as far as it matters: none, one or more.
fn frames(bytes: &[u8]) -> usize {
    use image::{AnimationDecoder, ImageDecoder};
    let Ok(mut decoder) = image::codecs::gif::GifDecoder::new(Cursor::new(bytes)) else { return 0 };
    let _ = decoder.set_limits(limits());
    decoder.into_frames().take(2).filter(Result::is_ok).count()
}

/// The memory that decoding may take.
fn limits() -> image::Limits {
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    limits
}

fn problem(message: String, help: &'static str) -> Problem {
    Problem { message, help }
}

fn refuse<T>(message: String, help: &'static str) -> Result<T, Problem> {
    Err(problem(message, help))
}
