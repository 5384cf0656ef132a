//! Places in texts: lines and columns as people and editors count them.

use std::panic::catch_unwind;

use chancery::project::File;
use chancery::source::{Buffer, FileId, Position, Side, Source, Span, Unit};
use proptest::prelude::*;

use crate::dice::Dice;

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

#[test]
fn a_place_in_an_editor_is_that_in_the_source() {
    let written = "\u{feff}a\u{1f600}b\r\nc\rd\n\r\ne";
    let (buffer, file) = (Buffer::new(written.to_owned()), File::new("sections/places.md", written.as_bytes()));
    let source = file.source();
    for (unit, line, column, expected) in [
        (Unit::Utf16, 1, 1, "a\u{1f600}b\nc\rd\n\ne"),
        (Unit::Utf16, 1, 2, "a\u{1f600}b\nc\rd\n\ne"),
        (Unit::Utf16, 1, 5, "b\nc\rd\n\ne"),
        (Unit::Byte, 1, 9, "b\nc\rd\n\ne"),
        (Unit::Character, 1, 4, "b\nc\rd\n\ne"),
        // A line's end is before all of what ends it.
        (Unit::Utf16, 1, 6, "\nc\rd\n\ne"),
        (Unit::Utf16, 2, 1, "c\rd\n\ne"),
        (Unit::Utf16, 2, 9, "\rd\n\ne"),
        (Unit::Utf16, 3, 1, "d\n\ne"),
        (Unit::Utf16, 4, 1, "\ne"),
        (Unit::Utf16, 5, 2, ""),
        (Unit::Utf16, 99, 1, ""),
    ] {
        let at = buffer.offset(unit, Position { line, column });
        assert_eq!(&source.text()[at..], expected, "{unit:?} {line}:{column}");
        let back = buffer.position(unit, at);
        assert_eq!(buffer.offset(unit, back), at, "{unit:?} {line}:{column}, and back by {back}");
    }
}

/// A text that is edited by counting from its start each time.
struct Naive(Vec<char>);

impl Naive {
    fn text(&self) -> String {
        self.0.iter().collect()
    }

    /// Which character is the first behind a place.
    fn index(&self, unit: Unit, position: Position) -> usize {
        let (mut line, mut at) = (1, 0);
        while line < position.line {
            let Some(length) = self.0[at..].iter().position(|one| matches!(one, '\n' | '\r')) else {
                return self.0.len();
            };
            let is_pair = self.0[at + length..].starts_with(&['\r', '\n']);
            at += length + 1 + usize::from(is_pair);
            line += 1;
        }
        let mut column = 1;
        while let Some(character) = self.0.get(at).filter(|one| !matches!(one, '\n' | '\r')) {
            column += match unit {
                Unit::Character => 1,
                Unit::Byte => character.len_utf8(),
                Unit::Utf16 => character.len_utf16(),
            };
            if column > position.column {
                break;
            }
            at += 1;
        }
        at
    }
}

/// What is typed or pasted, and often nothing.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "", "", "", "a", "word ", "\u{e9}", "e\u{301}", "\u{1f600}", "\u{1f3f4}\u{200d}\u{2620}\u{fe0f}", "\u{10ffff}",
    "\n", "\r\n", "\r", "\n\r", "\u{feff}", "\u{2028}", "two\nlines", "and\r\nthree\r\nmore", "\t",
];

#[test]
fn no_edit_sets_an_editor_and_its_mirror_apart() {
    const EDITS: usize = 100_000;
    for unit in UNITS {
        let mut dice = Dice(unit as u64);
        let (mut buffer, mut naive) = (Buffer::new(String::new()), Naive(Vec::new()));
        for edit in 0..EDITS {
            let lines = naive.0.len() / 4 + 2;
            let mut place = || Position { line: dice.below(lines + 1), column: dice.below(20) };
            let (one, other) = (place(), place());
            // Few editors say it the wrong way round.
            let range = if dice.once_in(50) { one.max(other)..one.min(other) } else { one.min(other)..one.max(other) };
            let new = match naive.0.len() {
                200.. => "",
                _ => *dice.pick(PIECES).expect("there are some"),
            };
            let start = naive.index(unit, range.start);
            let end = naive.index(unit, range.end).max(start);
            naive.0.splice(start..end, new.chars());
            buffer.replace(unit, range.clone(), new);
            assert_eq!(buffer.text(), naive.text(), "{unit:?}, edit {edit}: {range:?} is {new:?}");
            if edit % 16 == 0 {
                let file = File::new("sections/places.md", buffer.text().as_bytes());
                let source = file.source();
                for at in source.text().char_indices().map(|(at, _)| at).chain([source.text().len()]) {
                    let place = buffer.position(unit, at);
                    assert_eq!(buffer.offset(unit, place), at, "{unit:?}, edit {edit}: {place} in {:?}", buffer.text());
                }
            }
        }
    }
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
