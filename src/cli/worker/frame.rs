//! How shell and worker talk: a value as JSON and any number of byte strings as they are, each behind its length.

use std::io::{self, BufWriter, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes one message.
pub fn write(to: &mut impl Write, head: &impl Serialize, parts: &[&[u8]]) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(64 << 10, to);
    write_part(&mut to, &serde_json::to_vec(head)?)?;
    to.write_all(&length(parts.len()))?;
    parts.iter().try_for_each(|part| write_part(&mut to, part))?;
    to.flush()
}

/// Reads one message. [`None`] if the other side has ended.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<Vec<u8>>)>> {
    let mut first = [0; 8];
    match from.read(&mut first[..1])? {
        0 => return Ok(None),
        _ => from.read_exact(&mut first[1..])?,
    }
    let head = serde_json::from_slice(&read_bytes(from, u64::from_le_bytes(first))?)?;
    let parts = (0..read_length(from)?).map(|_| read_length(from).and_then(|length| read_bytes(from, length)));
    let parts = parts.collect::<io::Result<_>>()?;
    Ok(Some((head, parts)))
}

fn write_part(to: &mut impl Write, part: &[u8]) -> io::Result<()> {
    to.write_all(&length(part.len()))?;
    to.write_all(part)
}

fn length(length: usize) -> [u8; 8] {
    (length as u64).to_le_bytes()
}

fn read_length(from: &mut impl Read) -> io::Result<u64> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    Ok(u64::from_le_bytes(length))
}

/// Takes room only for what comes.
fn read_bytes(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
    match from.take(length).read_to_end(&mut bytes)? as u64 == length {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
