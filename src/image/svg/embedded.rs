//! Pictures that an SVG holds in itself, as base64 in an address.

use roxmltree::Node;

use crate::image::{FORMATS, MAX_PIXELS, Problem, examine_pixels, pixels, refuse};
use crate::signature;

use super::SVG_HELP;

/// Whether an address holds a picture, whatever that is.
pub(super) fn is_picture(link: &str) -> bool {
    link.starts_with("data:image/") && !link.starts_with("data:image/svg")
}

/// Looks at the pictures of an element `image`, of whose pixels so many may be there still.
pub(super) fn examine(node: Node, room: &mut u64) -> Result<(), Problem> {
    let hrefs = node.attributes().filter(|attribute| attribute.name() == "href").map(|attribute| attribute.value());
    for href in hrefs.filter(|href| is_picture(href)) {
        let damaged = || refuse("a picture in the SVG is damaged, or of no kind that can be printed".into(), SVG_HELP);
        let Some((said, bytes)) = read(href) else { return damaged() };
        let held = signature::of(&bytes).map(|held| held.ending);
        let format = FORMATS.iter().find(|(endings, ..)| held.is_some_and(|held| endings.contains(&held)));
        let Some((endings, _, Some(format))) = format else { return damaged() };
        if !endings.contains(&said) {
            return damaged();
        }
        if let Err(Problem { message, .. }) = examine_pixels(&bytes, *format) {
            let message = message.strip_prefix("the image ").map_or(message.clone(), str::to_owned);
            return refuse(format!("a picture in the SVG: it {message}"), SVG_HELP);
        }
        match room.checked_sub(pixels(&bytes, *format).unwrap_or(MAX_PIXELS)) {
            Some(rest) => *room = rest,
            None => return refuse("the pictures in the SVG have more than 100 megapixels".into(), SVG_HELP),
        }
    }
    Ok(())
}

/// The kind that an address says it holds, and the bytes.
fn read(href: &str) -> Option<(&str, Vec<u8>)> {
    let (kind, data) = href.strip_prefix("data:image/")?.split_once(";base64,")?;
    Some((kind.split(';').next().unwrap_or(kind), decoded(data)?))
}

/// Bytes that are written as base64 (RFC 4648, 4); programs break its lines.
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut count) = (0_u32, 0);
    for sign in text.bytes().filter(|sign| !sign.is_ascii_whitespace() && *sign != b'=') {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        (held, count) = (held << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((held >> count) as u8);
        }
    }
    Some(bytes)
}
