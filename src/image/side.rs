//! What a PNG carries beside its pixels: colour profiles and texts, compressed, so that a few bytes can stand for more
//! than there is time and memory for.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// Bytes that all of it may come to, unpacked. The profiles of printing presses have up to 10 MB.
const MAX_UNPACKED: usize = 16 << 20;

/// What each piece of it counts at least: to begin with one takes time as well.
const MIN_COUNTED: usize = 16 << 10;

/// What it is with which an image comes to carry more than it may; no format but PNG compresses it. What is damaged
/// counts as far as it can be read.
pub(super) fn excess(image: &[u8]) -> Option<&'static str> {
    let mut room = MAX_UNPACKED;
    chunks(image).find_map(|(name, data)| {
        let (name, compressed) = compressed(name, data)?;
        match room.checked_sub(unpacked(compressed, room + 1).max(MIN_COUNTED)) {
            Some(rest) => room = rest,
            None => return Some(name),
        }
        None
    })
}

/// Name and data of each chunk of a PNG (its specification, 5.3), as far as they are there.
fn chunks(image: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = image.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk()?;
        let (name, after) = after.split_first_chunk()?;
        let (data, checksum) = after.split_at_checked(u32::from_be_bytes(*length) as usize).unwrap_or((after, &[]));
        rest = checksum.get(4..).unwrap_or_default();
        Some((name, data))
    })
}

/// What a chunk holds compressed, and what people call that.
fn compressed<'a>(name: &[u8; 4], data: &'a [u8]) -> Option<(&'static str, &'a [u8])> {
    let field = |data: &'a [u8]| Some(&data[data.iter().position(|byte| *byte == 0)? + 1..]);
    match name {
        // After the method of compression, of which there is one.
        b"iCCP" => Some(("colour profile", field(data)?.get(1..)?)),
        b"zTXt" => Some(("text", field(data)?.get(1..)?)),
        b"iTXt" => match field(data)? {
            [1, _, rest @ ..] => Some(("text", field(field(rest)?)?)),
            _ => None,
        },
        _ => None,
    }
}

/// How many bytes come out of a compressed stream; of more than `most`, that many.
fn unpacked(compressed: &[u8], most: usize) -> usize {
    // What its header says of the window, not every decoder believes.
    let deflated = compressed.get(2..).unwrap_or_default();
    let (mut stream, mut buffer, mut sum) = (DeflateDecoder::new(deflated), [0; 16 << 10], 0);
    while sum < most
        && let Ok(length @ 1..) = stream.read(&mut buffer)
    {
        sum += length;
    }
    sum.min(most)
}
