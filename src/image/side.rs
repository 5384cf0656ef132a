//! What a PNG carries beside its pixels: colour profiles and texts, compressed or in any number, so that a small file
//! can stand for more than there is time and memory for.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// Bytes that all of it may come to, unpacked. The profiles of printing presses have up to 10 MB.
const MAX_UNPACKED: usize = 16 << 20;

/// Profiles and texts. Each takes time and memory of its own, however small it is.
const MAX_PIECES: usize = 1_000;

/// In what an image carries more than it may; no format but PNG compresses it. What is damaged counts as far as it can
/// be read.
pub(super) fn excess(image: &[u8]) -> Option<String> {
    let (mut room, mut pieces) = (MAX_UNPACKED, 0);
    chunks(image).find_map(|(name, data)| {
        let called = match name {
            b"iCCP" => "colour profile",
            b"tEXt" | b"zTXt" | b"iTXt" => "text",
            _ => return None,
        };
        pieces += 1;
        if pieces > MAX_PIECES {
            return Some(format!("the image carries more than {MAX_PIECES} texts"));
        }
        match room.checked_sub(unpacked(compressed(name, data).unwrap_or_default(), room + 1)) {
            Some(rest) => room = rest,
            None => {
                return Some(format!(
                    "the {called} that the image carries brings all that it carries to more than 16 MB, unpacked"
                ));
            }
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

/// What a chunk of that name holds compressed, after the method of compression, of which there is one.
fn compressed<'a>(name: &[u8; 4], data: &'a [u8]) -> Option<&'a [u8]> {
    let field = |data: &'a [u8]| Some(&data[data.iter().position(|byte| *byte == 0)? + 1..]);
    match name {
        b"iCCP" | b"zTXt" => field(data)?.get(1..),
        b"iTXt" => match field(data)? {
            [1, _, rest @ ..] => field(field(rest)?),
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
