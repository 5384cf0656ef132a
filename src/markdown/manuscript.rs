//! The text that comrak is given: as long as the author's, with `{{ values }}` and awkward characters masked.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::project::is_forbidden;
use crate::source::Source;

/// A file and its masked twin, byte for byte at the same places.
pub(super) struct Manuscript<'s> {
    pub(super) source: &'s Source,
    /// What comrak reads of the file.
    pub(super) body: Range<usize>,
    masked: String,
    values: Vec<Value>,
}

/// A `{{ expression }}`.
pub(super) struct Value {
    pub(super) range: Range<usize>,
    /// Without braces and the blanks beside them.
    pub(super) expression: Range<usize>,
}

/// comrak takes a line for a `:::` block only if no further colon is in it; this one stands in for those.
const COLON: char = '\u{1}';

/// Marks start with one of these noncharacters, which no paper may hold; two digits follow, then filling.
const MARKS: std::ops::RangeInclusive<char> = '\u{fdd0}'..='\u{fdef}';
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MARK_LENGTH: usize = "\u{fdd0}00".len();
const MARK_LIMIT: usize = 32 * 62 * 62;

impl<'s> Manuscript<'s> {
    pub(super) fn new(source: &'s Source, body: Range<usize>) -> Self {
        let text = source.text();
        let mut masked = String::with_capacity(text.len());
        masked.push_str(&" ".repeat(body.start));
        for character in text[body.clone()].chars() {
            match is_forbidden(character) {
                true => masked.extend(std::iter::repeat_n('?', character.len_utf8())),
                false => masked.push(character),
            }
        }
        let values = find_values(text, body.clone());
        for (index, value) in values.iter().enumerate() {
            masked.replace_range(value.range.clone(), &mark(index, value.range.len()));
        }
        masked = hide_colons(masked);
        Self { source, body, masked, values }
    }

    /// What comrak is to read.
    pub(super) fn text(&self) -> &str {
        &self.masked[self.body.clone()]
    }

    /// Masked text at `range`, as comrak reads it.
    pub(super) fn masked(&self, range: Range<usize>) -> &str {
        &self.masked[range]
    }

    /// What the author wrote at `range`.
    pub(super) fn written(&self, range: Range<usize>) -> &'s str {
        &self.source.text()[range]
    }

    pub(super) fn value(&self, index: usize) -> &Value {
        &self.values[index]
    }

    /// The first value in text that comrak gives back: its place in the text and its number.
    pub(super) fn find_value(&self, text: &str) -> Option<(Range<usize>, usize)> {
        text.char_indices().filter(|(_, character)| MARKS.contains(character)).find_map(|(at, character)| {
            let digit = |at: usize| DIGITS.iter().position(|digit| text.as_bytes().get(at) == Some(digit));
            let after = at + character.len_utf8();
            let high = u32::from(character) - u32::from(*MARKS.start());
            let index = (high as usize * 62 + digit(after)?) * 62 + digit(after + 1)?;
            let length = self.values.get(index)?.range.len();
            text.is_char_boundary(at + length).then_some((at..at + length, index))
        })
    }

    /// Whether a value stands in `range` of the file.
    pub(super) fn has_value(&self, range: Range<usize>) -> bool {
        let at = self.values.partition_point(|value| value.range.end <= range.start);
        self.values.get(at).is_some_and(|value| value.range.start < range.end)
    }

    /// Text that comrak gives back as its author typed it, values included.
    pub(super) fn unmask(&self, text: &str) -> String {
        let (mut typed, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((range, index)) = self.find_value(rest) {
            typed.push_str(&show_colons(&rest[..range.start]));
            typed.push_str(self.written(self.values[index].range.clone()));
            rest = &rest[range.end..];
        }
        typed + &show_colons(rest)
    }
}

/// Colons back in text that comrak gives back.
pub(super) fn show_colons(text: &str) -> Cow<'_, str> {
    if text.contains(COLON) { text.replace(COLON, ":").into() } else { text.into() }
}

fn mark(index: usize, length: usize) -> String {
    let first = char::from_u32(u32::from(*MARKS.start()) + (index / 62 / 62) as u32).unwrap_or(*MARKS.start());
    let digit = |value: usize| char::from(DIGITS[value % 62]);
    let mut mark = String::from_iter([first, digit(index / 62), digit(index)]);
    mark.extend(std::iter::repeat_n('x', length - MARK_LENGTH));
    mark
}

/// All `{{ … }}` of one line with something in them, backslashes heeded. A backtick ends the search: braces in two
/// code spans are no value.
fn find_values(text: &str, within: Range<usize>) -> Vec<Value> {
    let bytes = text.as_bytes();
    let (mut values, mut at) = (Vec::new(), within.start);
    while at + 1 < within.end && values.len() < MARK_LIMIT {
        match &bytes[at..at + 2] {
            [b'\\', _] => at += 2,
            b"{{" => {
                let line = text[at + 2..within.end].split(['\n', '`']).next().unwrap_or_default();
                let inner = expression_length(line).map_or("", |length| &line[..length]);
                let expression = inner.trim();
                if expression.is_empty() {
                    at += 2;
                    continue;
                }
                let start = at + 2 + inner.len() - inner.trim_start().len();
                let range = at..at + 2 + inner.len() + 2;
                at = range.end;
                values.push(Value { range, expression: start..start + expression.len() });
            }
            _ => at += 1,
        }
    }
    values
}

/// The bytes up to the closing braces, which do not count inside quotes (unless a quote is a mere apostrophe).
fn expression_length(line: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in line.char_indices() {
        match quote {
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if line[at..].starts_with("}}") => return Some(at),
            None => {}
        }
    }
    line.find("}}")
}

/// Masks the colons after the opening fence of each line that may open a `:::` block.
fn hide_colons(text: String) -> String {
    if !text.contains(":::") {
        return text;
    }
    let mut hidden = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start_matches(|c: char| c.is_ascii_digit() || " \t>-*+.)".contains(c));
        let info = fence.trim_start_matches(':');
        if fence.starts_with(":::") {
            hidden.push_str(&line[..line.len() - info.len()]);
            hidden.extend(info.chars().map(|character| if character == ':' { COLON } else { character }));
        } else {
            hidden.push_str(line);
        }
    }
    hidden
}

/// What character references (`&amp;`) stand for. comrak knows them all and is asked once for each.
#[derive(Default)]
pub(super) struct Entities(HashMap<String, Option<String>>);

impl Entities {
    /// The reference at the start of `text`: its length and what it stands for.
    pub(super) fn decode(&mut self, text: &str) -> Option<(usize, &str)> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
        let length = text.bytes().skip(1).take(ENTITY_LIMIT).position(|byte| !is_part(byte))? + 2;
        let entity = text.get(..length).filter(|entity| entity.ends_with(';'))?;
        if !self.0.contains_key(entity) {
            self.0.insert(entity.to_owned(), ask_comrak(entity));
        }
        Some((length, self.0[entity].as_deref()?))
    }
}

const ENTITY_LIMIT: usize = 40;

fn ask_comrak(entity: &str) -> Option<String> {
    let arena = Arena::new();
    let text = parse_document(&arena, entity, &Options::default()).first_child()?.first_child()?;
    match &text.data().value {
        NodeValue::Text(decoded) if decoded != entity => Some(decoded.to_string()),
        _ => None,
    }
}
