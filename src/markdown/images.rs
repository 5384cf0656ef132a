//! Images: alone in a paragraph they are figures.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::project::is_forbidden;
use crate::section::{BlockKind, Figure, FigureBody, Image, Inline, InlineKind, Inlines, Text, Width, plain_text};
use crate::source::Spanned;

use super::attributes::{self, Attributes};
use super::guide;
use super::inlines::Braces;
use super::reader::{Leaf, Reader, Scope, prints_nothing};
use super::text::trim_end;

impl Reader<'_> {
    /// The figure that a paragraph with nothing but an image is.
    pub(super) fn lone_image(&mut self, paragraph: Node, node: Node, area: Range<usize>) -> Option<BlockKind> {
        let skipped_lines = self.count_definition_lines(paragraph, &area);
        self.leaf = Leaf { area, skipped_lines, after_blank: true, ..Leaf::default() };
        self.read_comments(paragraph);
        let (mut image, content, mut attributes) = self.image(node, 1);
        let label = self.label(&mut attributes);
        let [note, source] = self.lines_below(&mut attributes);
        self.image_attributes(&mut image, attributes, "A figure", guide::FIGURE);
        self.need_alternative_text(&image);
        let is_sound = self.check_path(&mut image);
        let is_referred = label.is_some() || !note.is_empty() || !source.is_empty();
        if content.is_empty() && is_referred {
            let help = "Write it between the brackets: `![caption](path)`.";
            self.error("missing-caption", image.span.range(), "this figure has no caption", help);
        } else if content.is_empty() {
            let help =
                "Write one between the brackets, `![caption](path)`, if it is to have a number; a logo needs none.";
            let found = Diagnostic::hint(Code("image-uncaptioned"), image.span, "this image has no caption");
            self.diagnostics.push(found.with_help(help));
        }
        let body = FigureBody::Images(vec![image]);
        is_sound.then_some(BlockKind::Figure(Figure { label, caption: content, number: None, body, note, source }))
    }

    /// The images of a paragraph within a `::: figure`.
    pub(super) fn figure_images(&mut self, paragraph: Node, area: Range<usize>, images: &mut Vec<Image>) {
        let skipped_lines = self.count_definition_lines(paragraph, &area);
        self.leaf = Leaf { area: area.clone(), skipped_lines, after_blank: true, ..Leaf::default() };
        self.read_comments(paragraph);
        for child in paragraph.children().filter(|child| !prints_nothing(child)) {
            let image = match &child.data().value {
                NodeValue::Image(_) => self.image_of_figure(child),
                _ => return self.text_in_figure(area, images.last()),
            };
            images.extend(image);
        }
    }

    /// Reports text in a `::: figure`, which may be the attributes of the image before it.
    fn text_in_figure(&mut self, area: Range<usize>, image: Option<&Image>) {
        let behind = image.map(|image| image.span.range().end).filter(|end| area.contains(end));
        if let Some(end) = behind
            && let rest = self.manuscript.written(end..area.end)
            && let attributes = rest.trim_start()
            && attributes.starts_with('{')
        {
            let blank = end..end + rest.len() - attributes.len();
            let message = "these attributes do not touch the image before them";
            let help = "Nothing stands between an image and its attributes: `![caption](path){alt=\"…\"}`.";
            let found = Diagnostic::error(Code("invalid-attribute"), self.span(blank.end..area.end), message);
            let found = found.with_help(help);
            self.diagnostics.report(match blank.len() {
                1 if attributes.ends_with('}') => found.with_fix(self.span(blank), ""),
                _ => found,
            });
            self.errors += 1;
            return;
        }
        let help = "Write text as the block's `caption`, or above or below the block.";
        self.error("misplaced-text", area, "a figure holds images or a table, and no text", help);
    }

    /// An image of a `::: figure`. Beside an alternative text, its text is its caption.
    fn image_of_figure(&mut self, node: Node) -> Option<Image> {
        let (mut image, content, attributes) = self.image(node, 1);
        self.image_attributes(&mut image, attributes, "An image", guide::IMAGE);
        if let Some(rest) = self.alternative(&mut image, content) {
            image.caption = rest;
        }
        self.need_alternative_text(&image);
        self.check_path(&mut image).then_some(image)
    }

    /// Gives an image without alternative text its own text. The text is returned where it says more.
    fn alternative(&mut self, image: &mut Image, content: Inlines) -> Option<Inlines> {
        let (first, last) = (content.first()?, content.last()?);
        let text = plain_text(&content);
        match &image.alt {
            None => image.alt = Some(Text::read(self.manuscript.source, first.span.to(last.span), text)),
            Some(alt) if *text != **alt => return Some(content),
            Some(_) => {}
        }
        None
    }

    /// An image in running text, whose text is what stands in for it.
    pub(super) fn inline_image(&mut self, node: Node, level: usize) -> Option<Inline> {
        let (mut image, content, attributes) = self.image(node, level);
        self.leaf.after_blank = false;
        self.image_attributes(&mut image, attributes, "An image in a text", guide::IMAGE);
        if let Some(rest) = self.alternative(&mut image, content) {
            let place = rest[0].span.to(rest[rest.len() - 1].span).range();
            let help = "Give the image a paragraph of its own, where they are its caption, or say them in the text.";
            self.warning("unprinted-caption", place, "these words of an image in a text are not printed", help);
        }
        if self.scope == Scope::Heading {
            let help = "Put it below the heading; the contents would print it twice.";
            self.error("misplaced-image", image.span.range(), "a heading cannot have an image", help);
            return None;
        }
        self.need_alternative_text(&image);
        self.check_path(&mut image).then(|| Inline::new(image.span, InlineKind::Image(image)))
    }

    /// What all images have: place, path as typed, text and attributes.
    fn image(&mut self, node: Node, level: usize) -> (Image, Inlines, Attributes) {
        let range = self.inline_range(node, &["!["]);
        let data = node.data();
        let NodeValue::Image(link) = &data.value else { unreachable!("only images are asked for") };
        self.warn_of_title(link, range.clone());
        let attributes = self.inline_attributes(node, &range);
        if attributes.is_none() && self.manuscript.masked(range.end..self.leaf.area.end).starts_with('{') {
            self.malformed_attributes(self.line_from(range.end));
        }
        let was_after_blank = std::mem::replace(&mut self.leaf.after_blank, true);
        let mut content = self.inlines(node, level + 1, Braces::Plain);
        trim_end(&mut content);
        self.leaf.after_blank = was_after_blank;
        let path = Spanned::new(link.url.clone(), self.destination(&range, &link.url));
        let image = Image {
            span: self.span(range),
            change: None,
            path,
            file: None,
            alt: None,
            caption: Vec::new(),
            width: Width::Auto,
            older: None,
        };
        (image, content, attributes.unwrap_or_default())
    }

    fn image_attributes(&mut self, image: &mut Image, mut attributes: Attributes, owner: &str, known: &[&str]) {
        image.alt = self.text_of(&mut attributes, "alt").filter(|alt| !alt.trim_ascii().is_empty());
        if let Some(width) = self.text_of(&mut attributes, "width") {
            match parse_width(&width) {
                Some(parsed) => image.width = parsed,
                None => {
                    let message = format!("`{}` is not a width", width.as_str());
                    let help = "Write a share of the text's width such as `80%`, or a length such as `6cm` or `60mm`.";
                    self.error("invalid-width", width.span().range(), message, help);
                }
            }
        }
        self.finish(attributes, owner, known);
    }

    fn need_alternative_text(&mut self, image: &Image) {
        if image.alt.is_none() {
            let help = "Say in `{alt=\"…\"}` after the image what a reader who cannot see it needs to know.";
            self.error("missing-alt-text", image.span.range(), "this image has no alternative text", help);
        }
    }

    /// Decodes a path, and checks that it leads from the section file to a place within the project.
    fn check_path(&mut self, image: &mut Image) -> bool {
        let at = image.path.span.range();
        if self.manuscript.find_value(&image.path.value).is_some() {
            self.error("misplaced-expression", at, "a `{{ value }}` cannot stand in a path", "Write the path itself.");
            return false;
        }
        let typed = self.manuscript.unmask(&image.path.value);
        let folder_count = self.manuscript.source.path().matches('/').count();
        let Some(path) = decode_percent(&typed).filter(|path| stays_inside(path, folder_count)) else {
            let help = match typed.contains("://") || typed.starts_with("//") {
                true => {
                    "Nothing is fetched: save the image below `sections/`, and write its path from this file's folder."
                }
                false => "Write a path from this file's folder to an image in the project, with forward slashes.",
            };
            self.error("invalid-image-path", at, format!("`{typed}` is not the path of an image here"), help);
            return false;
        };
        image.path.value = path;
        true
    }

    /// The attributes that comrak found after a link or image, with their places.
    pub(super) fn inline_attributes(&mut self, node: Node, range: &Range<usize>) -> Option<Attributes> {
        let data = node.data();
        let expected = data.attrs.as_ref()?;
        let text = self.manuscript.masked(0..self.leaf.area.end);
        let found = text[range.start..].match_indices(['{']).find_map(|(at, _)| {
            attributes::parse(text, range.start + at).filter(|attributes| attributes.agrees_with(expected))
        });
        if found.is_none() {
            self.malformed_attributes(range.clone());
        }
        found
    }

    /// Comments beside an image.
    fn read_comments(&mut self, paragraph: Node) {
        for child in paragraph.children() {
            if let NodeValue::HtmlInline(html) = &child.data().value {
                let range = self.inline_range(child, &["<"]);
                self.html(range, html);
            }
        }
    }
}

/// The image that is all a paragraph prints.
pub(super) fn only_image(paragraph: Node) -> Option<Node> {
    let mut rest = paragraph.children().filter(|child| !prints_nothing(child));
    let only = rest.next().filter(|child| matches!(child.data().value, NodeValue::Image(_)));
    rest.next().map_or(only, |_| None)
}

/// `80%`, `6cm`, `60mm`.
pub(super) fn parse_width(text: &str) -> Option<Width> {
    if let Some(digits) = text.strip_suffix('%') {
        return parse_decimal(digits).filter(|per_cent| *per_cent <= 100.0).map(Width::Percent);
    }
    if let Some(digits) = text.strip_suffix("mm") {
        return parse_decimal(digits).map(|millimetres| Width::Centimetres(millimetres / 10.0));
    }
    text.strip_suffix("cm").and_then(parse_decimal).map(Width::Centimetres)
}

/// A plain decimal number of a size that means something on paper: layout breaks down at `1e300cm`.
pub(super) fn parse_decimal(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|number| is_plain && (0.01..=1000.0).contains(number))
}

/// Decodes `%20` and the like, once.
fn decode_percent(typed: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), typed.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|code| first == b'%' && code.iter().all(u8::is_ascii_hexdigit));
        match code.and_then(|code| u8::from_str_radix(str::from_utf8(code).ok()?, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &after[2..]),
            None => (bytes.push(first), rest = after),
        };
    }
    String::from_utf8(bytes).ok()
}

/// Whether a path is relative, and does not climb out of a project from `folder_count` folders below its root.
fn stays_inside(path: &str, folder_count: usize) -> bool {
    let mut depth = Some(folder_count);
    for part in path.split('/') {
        depth = match part {
            "" => None,
            "." => depth,
            ".." => depth.and_then(|depth| depth.checked_sub(1)),
            _ => depth.map(|depth| depth + 1),
        };
        if depth.is_none() {
            return false;
        }
    }
    !path.contains(['\\', ':', '\n', '\t']) && !path.contains(is_forbidden)
}
