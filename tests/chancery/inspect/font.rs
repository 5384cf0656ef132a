//! Character codes → text, as each font's `ToUnicode` map says (§9.10.3).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::{Dict, ObjectIdentifier, Stream};

use super::{name, string};

/// The fonts of a document, each read once.
#[derive(Default)]
pub(super) struct Fonts {
    maps: HashMap<ObjectIdentifier, Rc<Font>>,
}

/// How to read what is shown in a font.
#[derive(Default)]
pub(super) struct Font {
    /// Whether codes are two bytes long (composite fonts, as far as anyone still writes them) or one.
    wide: bool,
    /// By first code; a range's text is that of its first code.
    ranges: Vec<Range>,
}

struct Range {
    first: u32,
    last: u32,
    /// UTF-16BE.
    text: Vec<u8>,
}

impl Fonts {
    pub(super) fn get(&mut self, font: &Dict) -> Rc<Font> {
        let wide = name(font, "Subtype").as_deref() == Some("Type0");
        let Some(map) = font.get::<Stream>("ToUnicode") else {
            return Rc::new(Font { wide, ranges: Vec::new() });
        };
        let read = || Rc::new(Font { wide, ranges: map.decoded().map_or_else(|_| Vec::new(), |map| ranges(&map)) });
        Rc::clone(self.maps.entry(map.obj_id()).or_insert_with(read))
    }
}

impl Font {
    /// What a shown string says, its codes in their order or backwards. A code that the map does not know reads as
    /// U+FFFD.
    pub(super) fn decode(&self, shown: &[u8], backwards: bool) -> String {
        let codes = shown.chunks(if self.wide { 2 } else { 1 });
        let texts = codes.map(|code| self.text(code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte))));
        if backwards { texts.collect::<Vec<_>>().into_iter().rev().collect() } else { texts.collect() }
    }

    fn text(&self, code: u32) -> String {
        let before = self.ranges.partition_point(|range| range.first <= code);
        let Some(range) = self.ranges[..before].last().filter(|range| code <= range.last) else {
            return char::REPLACEMENT_CHARACTER.into();
        };
        let mut text = range.text.clone();
        if let Some([high, low]) = text.last_chunk_mut() {
            let unit = u16::from_be_bytes([*high, *low]).wrapping_add((code - range.first) as u16);
            [*high, *low] = unit.to_be_bytes();
        }
        string::utf16(&text)
    }
}

/// The `bfchar` and `bfrange` entries of a map.
fn ranges(map: &[u8]) -> Vec<Range> {
    let mut ranges = Vec::new();
    let mut operands = Vec::new();
    let mut rest = map;
    while let Some(token) = next_token(&mut rest) {
        match token {
            Token::Word(b"endbfchar") => {
                for pair in operands.chunks_exact(2) {
                    if let [Token::Hex(code), Token::Hex(text)] = pair {
                        ranges.push(Range { first: number(code), last: number(code), text: text.clone() });
                    }
                }
                operands.clear();
            }
            Token::Word(b"endbfrange") => {
                read_ranges(&operands, &mut ranges);
                operands.clear();
            }
            Token::Word(_) => operands.clear(),
            operand => operands.push(operand),
        }
    }
    ranges.sort_by_key(|range| range.first);
    ranges
}

/// Triples of first code, last code and either the first one's text or an array of all texts.
fn read_ranges(mut operands: &[Token], ranges: &mut Vec<Range>) {
    while let [Token::Hex(first), Token::Hex(last), rest @ ..] = operands {
        let (first, last) = (number(first), number(last));
        match rest {
            [Token::Hex(text), rest @ ..] => {
                ranges.push(Range { first, last, text: text.clone() });
                operands = rest;
            }
            [Token::Open, rest @ ..] => {
                let end = rest.iter().position(|token| matches!(token, Token::Close)).unwrap_or(rest.len());
                for (code, token) in (first..=last).zip(&rest[..end]) {
                    if let Token::Hex(text) = token {
                        ranges.push(Range { first: code, last: code, text: text.clone() });
                    }
                }
                operands = rest.get(end + 1..).unwrap_or_default();
            }
            _ => return,
        }
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// What matters of PostScript in a map.
enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

fn next_token<'a>(rest: &mut &'a [u8]) -> Option<Token<'a>> {
    let end_of = |text: &[u8], end: &dyn Fn(&u8) -> bool| text.iter().position(end).unwrap_or(text.len());
    let mut text = rest.trim_ascii_start();
    while text.first() == Some(&b'%') {
        text = text[end_of(text, &|byte| b"\r\n".contains(byte))..].trim_ascii_start();
    }
    let (token, length) = match *text.first()? {
        b'[' => (Token::Open, 1),
        b']' => (Token::Close, 1),
        b'<' if text.get(1) != Some(&b'<') => {
            let end = end_of(text, &|&byte| byte == b'>');
            (Token::Hex(hex(&text[1..end])), (end + 1).min(text.len()))
        }
        _ => {
            let end = 1 + end_of(&text[1..], &|byte| byte.is_ascii_whitespace() || b"<>[]%".contains(byte));
            (Token::Word(&text[..end]), end)
        }
    };
    *rest = &text[length..];
    Some(token)
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        digits.iter().filter_map(|&digit| char::from(digit).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}
