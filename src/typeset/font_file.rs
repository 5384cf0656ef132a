//! What keeps a file from being a font, found before it is read as one: that takes it for one that lacks tables where
//! it is cut off, and believes it how many faces and characters it has.

const NO_FONT: &str = "this is not a font";
const CUT_OFF: &str = "this font is cut off: it ends before all of its tables are there";
const TOO_MANY_FACES: &str = "this font says that it has more than 100 faces";
const TOO_MANY_CHARACTERS: &str = "this font says that it has more characters than there are";

/// Faces of a collection. The largest have a tenth of that.
const MAX_FACES: usize = 100;

/// Characters of all tables for them, of all faces: twenty times those of Unicode.
const MAX_CHARACTERS: usize = 20 * 0x11_0000;

/// Why a file is no font, as far as its directories of tables and its tables of characters tell.
pub(super) fn fault(bytes: &[u8]) -> Option<&'static str> {
    let faces = match bytes.first_chunk().unwrap_or(&[0; 4]) {
        b"wOFF" | b"wOF2" => return Some("this is a font for web pages (WOFF), which cannot be embedded"),
        [0, 1, 0, 0] | b"OTTO" | b"true" => vec![0],
        b"ttcf" => match number(bytes, 8, 4) {
            None | Some(0) => return Some(CUT_OFF),
            Some(count) if count > MAX_FACES => return Some(TOO_MANY_FACES),
            Some(count) => match (0..count).map(|face| number(bytes, 12 + 4 * face, 4)).collect() {
                Some(faces) => faces,
                None => return Some(CUT_OFF),
            },
        },
        _ => return Some(NO_FONT),
    };
    let mut characters = 0_usize;
    for face in faces {
        let Some(tables) = tables(bytes, face) else { return Some(CUT_OFF) };
        for (_, table) in tables.iter().filter(|(name, _)| *name == *b"cmap") {
            characters = characters.saturating_add(count(table).unwrap_or(0));
        }
        if characters > MAX_CHARACTERS {
            return Some(TOO_MANY_CHARACTERS);
        }
    }
    None
}

/// The number in so many bytes.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?;
    Some(digits.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

/// Name and bytes of each table of a face; [`None`] if they are not all there.
fn tables(bytes: &[u8], face: usize) -> Option<Vec<([u8; 4], &[u8])>> {
    let count = number(bytes, face + 4, 2)?;
    let table = |at: usize| {
        let (start, length) = (number(bytes, at + 8, 4)?, number(bytes, at + 12, 4)?);
        Some((*bytes.get(at..)?.first_chunk()?, bytes.get(start..start + length)?))
    };
    (0..count).map(|index| table(face + 12 + 16 * index)).collect()
}

/// How many characters a table of them counts up, one for each time that it names it; [`None`] where it is cut off.
fn count(table: &[u8]) -> Option<usize> {
    let mut sum = 0_usize;
    for record in 0..number(table, 2, 2)? {
        let start = number(table, 4 + 8 * record + 4, 4)?;
        sum = sum.saturating_add(table.get(start..).and_then(count_one).unwrap_or(0));
        if sum > MAX_CHARACTERS {
            break;
        }
    }
    Some(sum)
}

/// The same of one of its parts, by its format. What counts up nothing is looked at all the same.
fn count_one(part: &[u8]) -> Option<usize> {
    let short = |at| number(part, at, 2);
    let spans = |spans: &mut dyn Iterator<Item = Option<(usize, usize)>>| {
        let lengths = spans.map_while(|span| span).map(|(first, last)| (last + 1).saturating_sub(first).max(1));
        Some(lengths.fold(0, usize::saturating_add))
    };
    match short(0)? {
        2 => {
            let keys = (0..256).map_while(|byte| short(6 + 2 * byte));
            let entries = keys.map_while(|key| short(6 + 512 + key + 2));
            Some(entries.sum())
        }
        4 => {
            let size = short(6)?;
            spans(&mut (0..size / 2).map(|at| Some((short(16 + size + 2 * at)?, short(14 + 2 * at)?))))
        }
        6 => short(8),
        10 => number(part, 16, 4),
        12 | 13 => {
            let long = |at| number(part, at, 4);
            spans(&mut (0..long(12)?).map(|at| Some((long(16 + 12 * at)?, long(20 + 12 * at)?))))
        }
        _ => Some(256),
    }
}
