//! Places in texts: lines and columns as people and editors count them.

use std::panic::catch_unwind;

use chancery::source::{FileId, Position, Side, Source, Span, Unit};
use proptest::prelude::*;

const UNITS: [Unit; 3] = [Unit::Character, Unit::Byte, Unit::Utf16];

fn source(text: &str) -> Source {
    Source::new(FileId::new("sections/places.md", Side::New), text.to_owned())
}

#[test]
fn columns_count_what_is_asked_for() {
    let text = source("a\u{e9}\u{1f600}b\n\nlast");
    let end = text.text().find('b').expect("it is there");
    let columns = UNITS.map(|unit| text.position_in(unit, end));
    assert_eq!(columns.map(|Position { line, column }| (line, column)), [(1, 4), (1, 8), (1, 5)]);
    assert_eq!(text.position(end).to_string(), "1:4");
    for (unit, line, column, expected) in [
        (Unit::Utf16, 1, 5, "b\n\nlast"),
        // Within the two units of one character.
        (Unit::Utf16, 1, 4, "\u{1f600}b\n\nlast"),
        (Unit::Byte, 1, 3, "\u{e9}\u{1f600}b\n\nlast"),
        (Unit::Character, 1, 99, "\n\nlast"),
        (Unit::Character, 2, 2, "\nlast"),
        (Unit::Character, 3, 3, "st"),
        (Unit::Character, 99, 1, ""),
        (Unit::Character, 0, 0, text.text()),
    ] {
        let offset = text.offset(unit, Position { line, column });
        assert_eq!(&text.text()[offset..], expected, "{unit:?} {line}:{column}");
    }
}

#[test]
fn a_place_beyond_4_gib_is_refused_not_wrapped() {
    let id = FileId::new("sections/places.md", Side::New);
    assert_eq!(Span::new(id, 0..u32::MAX as usize).end, u32::MAX);
    assert!(catch_unwind(|| Span::new(id, 0..u32::MAX as usize + 1)).is_err());
}

proptest! {
    #[test]
    fn each_character_has_one_place(text in "[a\u{e9}\u{301}\u{1f600}\n]{0,40}", long in 0..3_usize) {
        // Columns of long lines are counted in parts.
        let before = "\u{1f600}a".repeat(long * 300);
        let source = source(&format!("{before}{text}"));
        for at in text.char_indices().map(|(at, _)| at).chain([text.len()]).map(|at| before.len() + at) {
            for unit in UNITS {
                prop_assert_eq!(source.offset(unit, source.position_in(unit, at)), at);
            }
        }
    }
}
