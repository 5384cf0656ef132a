//! What an image file is, before anything decodes it: format, size, and whether it can be printed safely.

mod side;
mod size;
mod svg;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::{ImageFormat, ImageReader};

use crate::project::{File, POINTER_HELP};
use crate::signature::{self, Family, Signature};
use crate::source::FileId;

pub use size::{Description, describe};
pub(crate) use svg::decoded;

/// No image may have more pixels: decoded, 100 megapixels take 400 MB.
const MAX_PIXELS: u64 = 100_000_000;

/// No image file may be larger.
const MAX_BYTES: usize = 50_000_000;

/// Why an image cannot be printed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub help: String,
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
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_ascii_lowercase();
    let held = signature::of(bytes);
    let Some((endings, named, format)) = FORMATS.iter().find(|(endings, ..)| endings.contains(&&*ending)) else {
        return Err(unprintable(path, (stem, &ending), held));
    };
    if bytes.is_empty() {
        return refuse("the file is empty".into(), "Save the image again.");
    }
    match (held, format) {
        (Some(held), _) if !endings.contains(&held.ending) => {
            let message = format!("the file is named as {named} but holds {}", held.name);
            refuse(message, instead(stem, held))
        }
        (_, None) => svg::examine(bytes).map(Arc::from),
        (None, _) => refuse(format!("the file is not a {named} image"), "Save the image again."),
        (Some(_), Some(format)) => examine_pixels(bytes, *format).map(|()| Arc::default()),
    }
}

/// How the names of images end, what that says of them, and what decodes their pixels.
const FORMATS: &[(&[&str], &str, Option<ImageFormat>)] = &[
    (&["svg"], "SVG", None),
    (&["png"], "PNG", Some(ImageFormat::Png)),
    (&["jpg", "jpeg"], "JPEG", Some(ImageFormat::Jpeg)),
    (&["gif"], "GIF", Some(ImageFormat::Gif)),
    (&["webp"], "WebP", Some(ImageFormat::WebP)),
];

/// That a file's name is none of an image.
fn unprintable(path: &str, (stem, ending): (&str, &str), held: Option<Signature>) -> Problem {
    match held {
        Some(held) if held.family == Family::Image => {
            problem(format!("`{path}` is {}, which its name does not say", held.name), instead(stem, held))
        }
        _ if ending == "pdf" => problem("a PDF cannot be an image of a paper".into(), "Export it as SVG or PNG."),
        _ => problem(
            format!("`{path}` is no kind of image that can be printed"),
            "Use SVG for drawings, PNG or JPEG for pictures.",
        ),
    }
}

/// What to do about a file that holds something else than its name says, or nothing that can be printed.
fn instead(stem: &str, held: Signature) -> String {
    match held.family {
        Family::Image => format!("Rename it to `{stem}.{}`, and write that name here.", held.ending),
        Family::WebPage => "A server sent this page in place of the image: download the image itself, and look at it \
                            before you put it here."
            .to_owned(),
        Family::Pointer => POINTER_HELP.to_owned(),
        Family::Archive => "Unpack it, and put the image itself here.".to_owned(),
        Family::OtherImage | Family::Document | Family::Workbook => {
            "Open it in its own program, and save a drawing as SVG, a picture as PNG or JPEG.".to_owned()
        }
        Family::OtherText => "Save a drawing as SVG in UTF-8.".to_owned(),
        Family::Font => "Put the image itself here.".to_owned(),
    }
}

fn examine_pixels(bytes: &[u8], named: ImageFormat) -> Result<(), Problem> {
    if let Some(message) = side::excess(bytes) {
        return refuse(message, "Save the image again without colour profile and without texts about it.");
    }
    let dimensions = ImageReader::with_format(Cursor::new(bytes), named).into_dimensions();
    let Ok((width, height)) = dimensions else {
        return refuse("the image is damaged".into(), "Save the image again.");
    };
    if width == 0 || height == 0 {
        return refuse("the image is empty".into(), "Save the image again.");
    }
    if pixels(bytes, named).is_none_or(|pixels| pixels > MAX_PIXELS) {
        let message = format!("the image says it has {width} × {height} pixels");
        return refuse(message, "Scale it down to at most 100 megapixels.");
    }
    if named == ImageFormat::Gif && frames(bytes) > 1 {
        return refuse("the image is animated, and paper stands still".into(), "Save a single picture as PNG.");
    }
    decode(bytes, named)
}

/// How many pixels an image says it has.
fn pixels(bytes: &[u8], format: ImageFormat) -> Option<u64> {
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().ok()?;
    Some(u64::from(width) * u64::from(height))
}

/// Whether the names of images that can be printed end so, in lower case.
pub fn is_ending(ending: &str) -> bool {
    FORMATS.iter().any(|(endings, ..)| endings.contains(&ending))
}

/// The ending for what an image file holds; [`None`] if its first bytes tell of no image that can be printed.
pub fn ending(bytes: &[u8]) -> Option<&'static str> {
    signature::of(bytes).filter(|held| held.family == Family::Image).map(|held| held.ending)
}

/// The words in which a drawing says what it shows, if it does.
pub fn words(bytes: &[u8]) -> Option<String> {
    if ending(bytes)? == "svg" { svg::words(bytes) } else { None }
}

/// The first picture of an animation, as PNG; [`None`] of what is none.
pub fn still(bytes: &[u8]) -> Option<Vec<u8>> {
    if ending(bytes)? != "gif" || frames(bytes) < 2 {
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
    let printed = FORMATS.iter().find(|(_, _, own)| *own == Some(format)).map(|(_, name, _)| (*name).to_owned());
    let other = || format.to_mime_type().trim_start_matches("image/").trim_start_matches("x-").to_uppercase();
    printed.unwrap_or_else(other)
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

fn problem(message: String, help: impl Into<String>) -> Problem {
    Problem { message, help: help.into() }
}

fn refuse<T>(message: String, help: impl Into<String>) -> Result<T, Problem> {
    Err(problem(message, help))
}
