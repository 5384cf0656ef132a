//! Images of HTML, and figures that are an image with a caption.

use super::super::attributes;
use super::super::blocks;
use super::super::context::Context;
use super::super::remark::Remark;
use super::tags::{self, Tag, inner};

/// An image, with the caption that a figure gives it.
pub(super) fn image(tag: &Tag, caption: &str, out: &mut String, context: &mut Context) {
    let source = tags::decoded(tag.get("src").unwrap_or_default());
    let alt = tags::decoded(tag.get("alt").unwrap_or_default());
    let title = tags::decoded(tag.get("title").unwrap_or_default());
    let is_told = alt.is_empty() || title.trim().is_empty() || title == alt || title == caption;
    if !is_told {
        let path = context.path.clone();
        let remark = Remark::to_know("the title of an image", "Say it in the caption if it matters.");
        context.remarks.count(&path, remark.one_of("titles of images").without(title.as_str()));
    }
    let alt = if alt.is_empty() { title } else { alt };
    let width = tag.get("width").and_then(blocks::image_width).unwrap_or_default();
    // Browsers show no words of it.
    let braces = attributes::written(None, &[("alt", &alt.replace(['{', '}', '"'], "")), ("width", &width)]);
    out.push_str(&format!("![{caption}](<{}>){braces}", source.trim()));
}

/// The image of a figure and its caption, if it holds nothing else.
pub(super) fn of_figure(content: &str) -> Option<(Tag, &str)> {
    let start = content.find("<figcaption")?;
    let tag = Tag::read(&content[start..])?;
    let (caption, length) = inner(&content[start + tag.length..], "figcaption")?;
    let rest = format!("{}{}", &content[..start], &content[start + tag.length + length..]);
    let mut pictures = rest.match_indices("<img").filter_map(|(at, _)| Tag::read(&rest[at..]));
    let picture = pictures.next().filter(|_| pictures.next().is_none())?;
    let is_bare = tags::stripped(&rest).trim().is_empty() && !caption.contains("<img") && !rest.contains("![");
    is_bare.then_some((picture, caption.trim()))
}
