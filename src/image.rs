//! What an image file is, before anything decodes it: format, size, and whether it can be printed safely.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use roxmltree::{Document, Node, NodeId, ParsingOptions};

use crate::project::File;
use crate::source::FileId;

/// No image may have more pixels: decoded, 100 megapixels take 400 MB.
const MAX_PIXELS: u64 = 100_000_000;

/// No image file may be larger.
const MAX_BYTES: usize = 50_000_000;

/// Elements nested deeper in an SVG are refused before they reach a recursive reader.
const MAX_DEPTH: usize = 64;

/// An SVG of more nodes is refused before it is read.
const MAX_NODES: u32 = 500_000;

/// Elements of an SVG, counted anew wherever another one repeats, tiles or clips with them.
const MAX_DRAWN: u64 = 500_000;

/// Parts of an SVG that are drawn with parts that are drawn with parts …
const MAX_CHAIN: usize = 16;

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

type Verdict = Result<(), Problem>;

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
            let message = format!("the file is named as {} but holds {}", name(named), name(format));
            return refuse(message, "Correct the file name's ending, or save the image again.");
        }
        Err(_) => return refuse(format!("the file is not a {} image", name(named)), "Save the image again."),
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

/// What people call a format.
fn name(format: ImageFormat) -> String {
    format.to_mime_type().trim_start_matches("image/").trim_start_matches("x-").to_uppercase()
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

const SVG_HELP: &str = "Export the drawing again as plain SVG, with fonts as outlines, styles as attributes, and \
                        pictures and effects left out.";

fn examine_svg(bytes: &[u8]) -> Result<(), Problem> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refuse("the SVG is not UTF-8 text".into(), SVG_HELP);
    };
    // Many programs write a document type, which is harmless; entities defined in it may not be.
    if text.contains("<!ENTITY") {
        return refuse("the SVG defines entities".into(), SVG_HELP);
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::NodesLimitReached) => {
            return refuse(format!("the SVG has more than {MAX_NODES} parts"), SVG_HELP);
        }
        Err(error) => {
            let at = error.pos();
            return refuse(format!("the SVG is not well-formed at its line {}, column {}", at.row, at.col), SVG_HELP);
        }
    };
    if depth(&document) > MAX_DEPTH {
        return refuse(format!("the SVG nests more than {MAX_DEPTH} elements"), SVG_HELP);
    }
    let root = document.root_element();
    if root.tag_name().name() != "svg" || !matches!(root.tag_name().namespace(), None | Some(SVG)) {
        return refuse("the file holds no SVG drawing".into(), SVG_HELP);
    }
    if ["width", "height"].iter().any(|name| root.attribute(*name).is_some_and(is_unusable_length)) {
        return refuse("the SVG has no width or no height".into(), SVG_HELP);
    }
    let elements = document.descendants().filter(Node::is_element);
    let by_id: HashMap<_, _> = elements.clone().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    for node in elements {
        let name = node.tag_name().name();
        if matches!(name, "image" | "script" | "foreignObject" | "feImage") {
            return refuse(format!("the SVG holds an element `{name}`"), SVG_HELP);
        }
        // Effects are worked out pixel by pixel, in a time that has nothing to do with the size of the file.
        if name == "filter" || declarations(node).any(|(name, value)| name == "filter" && value != "none") {
            return refuse("the SVG holds a filter effect".into(), SVG_HELP);
        }
        if let Some(link) = links(node).find(|link| !link.starts_with('#')) {
            return refuse(format!("the SVG refers to `{}`", link.escape_debug()), SVG_HELP);
        }
        // What a style sheet is about is not worked out here, so it can only name what is drawn with nothing else.
        let is_gradient = |link: &str| by_id.get(&link[1..]).is_none_or(|node| is_gradient(*node));
        if name == "style" && !links(node).all(is_gradient) {
            return refuse("the SVG has a style sheet with clippings, masks or patterns".into(), SVG_HELP);
        }
    }
    Drawing { by_id, drawn: HashMap::new() }.draw(root, 0).map(|_| ())
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// Whether a length is one of nothing, of less or of more than can be drawn; what is no length at all is left out.
fn is_unusable_length(text: &str) -> bool {
    let text = text.trim();
    let unit = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').len();
    // An exponent is no unit.
    let number = text.parse().or_else(|_| text[..unit].parse::<f32>());
    number.is_ok_and(|number| !(number > 0.0 && number.is_finite()))
}

/// How deep a document's elements nest.
fn depth(document: &Document) -> usize {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    for node in document.descendants().filter(Node::is_element) {
        let above = node.parent().and_then(|parent| depths.get(&parent.id()).copied()).unwrap_or(0);
        depths.insert(node.id(), above + 1);
    }
    depths.into_values().max().unwrap_or(0)
}

/// Works out how much is drawn, following references.
struct Drawing<'d, 'i> {
    by_id: HashMap<&'d str, Node<'d, 'i>>,
    /// [`None`] for an element that is being drawn.
    drawn: HashMap<NodeId, Option<Drawn>>,
}

/// What drawing an element takes.
#[derive(Debug, Clone, Copy, Default)]
struct Drawn {
    /// Elements within it, itself included.
    own: u64,
    /// Corners of the paths within it, at most.
    corners: u64,
    /// The same, counted anew for each reference; an upper bound, for what a group refers to may be drawn for each
    /// element in it.
    all: u64,
    /// How many references follow one another.
    chain: usize,
}

impl<'d, 'i> Drawing<'d, 'i> {
    /// `chain` references lead to this element.
    fn draw(&mut self, node: Node<'d, 'i>, chain: usize) -> Result<Drawn, Problem> {
        match self.drawn.insert(node.id(), None) {
            Some(None) => return Err(problem("the SVG has parts that are drawn with themselves".into(), SVG_HELP)),
            Some(Some(drawn)) => {
                self.drawn.insert(node.id(), Some(drawn));
                return Ok(drawn);
            }
            None => {}
        }
        let paths = ["d", "points"].iter().filter_map(|name| node.attribute(*name));
        let mut drawn = Drawn { own: 1, corners: paths.map(|path| path.len() as u64).sum(), all: 1, chain: 0 };
        for child in node.children().filter(Node::is_element) {
            let child = self.draw(child, chain)?;
            drawn.own += child.own;
            drawn.corners += child.corners;
            drawn.all = drawn.all.saturating_add(child.all);
            drawn.chain = drawn.chain.max(child.chain);
        }
        let targets: Vec<_> = links(node).filter_map(|link| self.by_id.get(&link[1..]).copied()).collect();
        for target in targets.into_iter().filter(|target| !is_gradient(*target) && node.tag_name().name() != "style") {
            if chain == MAX_CHAIN {
                return Err(too_much());
            }
            let inner = self.draw(target, chain + 1)?;
            // A marker is drawn at each corner.
            let times = if target.tag_name().name() == "marker" { drawn.corners } else { drawn.own };
            drawn.all = drawn.all.saturating_add(times.saturating_mul(inner.all));
            drawn.chain = drawn.chain.max(inner.chain + 1);
        }
        if drawn.all > MAX_DRAWN || drawn.chain > MAX_CHAIN {
            return Err(too_much());
        }
        self.drawn.insert(node.id(), Some(drawn));
        Ok(drawn)
    }
}

fn too_much() -> Problem {
    problem("the SVG repeats its parts too often".into(), SVG_HELP)
}

fn is_gradient(node: Node) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient")
}

/// All that an element refers to: `href="…"`, and `url(…)` in any attribute or style sheet.
fn links<'d>(node: Node<'d, '_>) -> impl Iterator<Item = &'d str> {
    let sheet = node.text().filter(|_| node.tag_name().name() == "style");
    let functions = node.attributes().map(|attribute| attribute.value()).chain(sheet).flat_map(|text| {
        let after = text.match_indices("url(").map(|(at, function)| &text[at + function.len()..]);
        after.map(|rest| rest.split(')').next().unwrap_or(rest).trim_matches([' ', '"', '\'', '\n', '\t']))
    });
    let hrefs = node.attributes().filter(|attribute| attribute.name() == "href").map(|attribute| attribute.value());
    functions.chain(hrefs)
}

/// The properties that an element sets: as attributes, in its `style`, or in a style sheet.
fn declarations<'d>(node: Node<'d, '_>) -> impl Iterator<Item = (&'d str, &'d str)> {
    let sheet = node.text().filter(|_| node.tag_name().name() == "style");
    let styles = node.attribute("style").into_iter().chain(sheet);
    let declared = styles.flat_map(|text| text.split([';', '{', '}'])).filter_map(|text| text.split_once(':'));
    let attributes = node.attributes().map(|attribute| (attribute.name(), attribute.value()));
    declared.chain(attributes).map(|(name, value)| (name.trim(), value.trim()))
}

fn problem(message: String, help: &'static str) -> Problem {
    Problem { message, help }
}

fn refuse(message: String, help: &'static str) -> Result<(), Problem> {
    Err(problem(message, help))
}
