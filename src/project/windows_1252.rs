//! Windows-1252, in which bibliographies were kept before UTF-8 (WHATWG Encoding Standard, index windows-1252).

/// The characters of the bytes 80 to 9F; a byte without one is a control character.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Whether a file is read so: a bibliography that is no UTF-8.
pub(super) fn is_read(path: &str, bytes: &[u8]) -> bool {
    path.starts_with("bibliography/") && std::str::from_utf8(bytes).is_err()
}

/// Where single characters are UTF-8 all the same, they are read as that: files grow together from several.
pub(super) fn decode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|&byte| match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            byte => char::from(byte),
        }));
    }
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The byte of a character, if it has one.
pub(crate) fn byte_of(character: char) -> Option<u8> {
    match HIGH.iter().position(|high| *high == character) {
        Some(at) => Some(0x80 + u8::try_from(at).ok()?),
        None => u8::try_from(u32::from(character)).ok(),
    }
}
