//! The text that comrak is given: as long as the author's, with `{{ values }}`, languages, keys in braces, marks of
//! items and awkward characters masked.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

use crate::project::is_forbidden;
use crate::source::Source;

use super::{attributes, markers};

/// A file and its masked twin, byte for byte at the same places.
pub(super) struct Manuscript<'s> {
    pub(super) source: &'s Source,
    /// What comrak reads of the file.
    pub(super) body: Range<usize>,
    masked: String,
    masks: Vec<Mask>,
}

/// Something that comrak is to read as one word.
pub(super) struct Mask {
    pub(super) range: Range<usize>,
    pub(super) what: Masked,
}

pub(super) enum Masked {
    /// A `{{ expression }}`: without braces and the spaces beside them.
    Value(Range<usize>),
    /// What stands in the braces of `[words]{lang=de}`, which comrak takes for the address of a link.
    Language,
    /// A `@{key}` with signs that mean something elsewhere. It is text like all other.
    Key,
}

/// comrak takes a line for a `:::` block only if no further colon is in it. This stands in for those: the one character
/// that no file and no character reference can bring in.
const COLON: char = '\0';

/// Marks start with one of these noncharacters, which no paper may hold; two digits follow, then filling.
const MARKS: std::ops::RangeInclusive<char> = '\u{fdd0}'..='\u{fdef}';
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MARK_LENGTH: usize = "\u{fdd0}00".len();
const MAX_MARKS: usize = 32 * 62 * 62;

impl<'s> Manuscript<'s> {
    /// What stands in `hidden` places, which are whole lines, is read as blanks.
    pub(super) fn new(source: &'s Source, body: Range<usize>, hidden: &[Range<usize>]) -> Self {
        let text = source.text();
        let mut masked = String::with_capacity(text.len());
        masked.push_str(&" ".repeat(body.start));
        let masks = find_masks(text, body.clone());
        for (index, mask) in masks.iter().enumerate() {
            let (done, is_language) = (masked.len(), matches!(mask.what, Masked::Language));
            push_plain(&mut masked, &text[done..mask.range.start - usize::from(is_language)]);
            masked.extend(is_language.then_some('('));
            push_mark(&mut masked, index, mask.range.len());
            masked.extend(is_language.then_some(')'));
        }
        let done = masked.len();
        push_plain(&mut masked, &text[done..body.end]);
        for lines in hidden {
            let blanks = |byte| if byte == b'\n' { '\n' } else { ' ' };
            let blanks: String = masked[lines.clone()].bytes().map(blanks).collect();
            masked.replace_range(lines.clone(), &blanks);
        }
        for (mark, digits) in markers::find(&masked[body.clone()]) {
            masked.replace_range(body.start + mark.start..body.start + mark.end, &digits);
        }
        Self { source, body, masked: hide_colons(masked), masks }
    }

    /// Lets comrak read something else, as long, with all lines in their places.
    pub(super) fn replace_text(&mut self, text: &str) {
        self.masked.replace_range(self.body.clone(), text);
    }

    /// What comrak is to read.
    pub(super) fn text(&self) -> &str {
        &self.masked[self.body.clone()]
    }

    /// Masked text at `range`, as comrak reads it. A character that the range's start cuts is in it, one that its end
    /// cuts is not: comrak's places behind line ends in links can be some bytes off.
    pub(super) fn masked(&self, range: Range<usize>) -> &str {
        slice(&self.masked, range)
    }

    /// What the author wrote at `range`, cut in the same way.
    pub(super) fn written(&self, range: Range<usize>) -> &'s str {
        slice(self.source.text(), range)
    }

    pub(super) fn mask(&self, index: usize) -> &Mask {
        &self.masks[index]
    }

    /// The first value in text that comrak gives back: its place in the text and its number.
    pub(super) fn find_value(&self, text: &str) -> Option<(Range<usize>, usize)> {
        self.find_mask(text, |what| matches!(what, Masked::Value(_)))
    }

    /// The braces whose inside comrak gives back as the address of a link.
    pub(super) fn language(&self, address: &str) -> Option<Range<usize>> {
        let (range, index) = self.find_mask(address, |what| matches!(what, Masked::Language))?;
        let inside = &self.masks[index].range;
        (range == (0..address.len())).then(|| inside.start - 1..inside.end + 1)
    }

    fn find_mask(&self, text: &str, is_wanted: impl Fn(&Masked) -> bool) -> Option<(Range<usize>, usize)> {
        if self.masks.is_empty() {
            return None;
        }
        text.char_indices().filter(|(_, character)| MARKS.contains(character)).find_map(|(at, character)| {
            let digit = |at: usize| DIGITS.iter().position(|digit| text.as_bytes().get(at) == Some(digit));
            let after = at + character.len_utf8();
            let high = u32::from(character) - u32::from(*MARKS.start());
            let index = (high as usize * 62 + digit(after)?) * 62 + digit(after + 1)?;
            let mask = self.masks.get(index).filter(|mask| is_wanted(&mask.what))?;
            let end = at + mask.range.len();
            text.is_char_boundary(end).then_some((at..end, index))
        })
    }

    /// Whether a value stands in `range` of the file.
    pub(super) fn has_value(&self, range: Range<usize>) -> bool {
        let after = self.masks.partition_point(|mask| mask.range.end <= range.start);
        let mut within = self.masks[after..].iter().take_while(|mask| mask.range.start < range.end);
        within.any(|mask| matches!(mask.what, Masked::Value(_)))
    }

    /// The start of the character or value that `offset` is in.
    pub(super) fn floor(&self, offset: usize) -> usize {
        let mask = self.mask_after(offset).filter(|mask| mask.range.start < offset);
        mask.map_or_else(|| self.source.text().floor_char_boundary(offset), |mask| mask.range.start)
    }

    /// The end of the character or value that `offset` is in.
    pub(super) fn ceil(&self, offset: usize) -> usize {
        let mask = self.mask_after(offset).filter(|mask| mask.range.start < offset);
        mask.map_or_else(|| self.source.text().ceil_char_boundary(offset), |mask| mask.range.end)
    }

    /// The first mask that ends after `offset`.
    fn mask_after(&self, offset: usize) -> Option<&Mask> {
        self.masks.get(self.masks.partition_point(|mask| mask.range.end <= offset))
    }

    /// Text that comrak gives back as its author typed it, values and languages included.
    pub(super) fn unmask(&self, text: &str) -> String {
        let (mut typed, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((range, index)) = self.find_mask(rest, |_| true) {
            let Mask { range: place, what } = &self.masks[index];
            let braces = usize::from(matches!(what, Masked::Language));
            let before = &rest[..range.start];
            typed.push_str(&show_colons(&before[..before.len().saturating_sub(braces)]));
            typed.push_str(self.written(place.start - braces..place.end + braces));
            rest = rest.get(range.end + braces..).unwrap_or_default();
        }
        typed + &show_colons(rest)
    }
}

/// Colons back in text that comrak gives back.
pub(super) fn show_colons(text: &str) -> Cow<'_, str> {
    if text.contains(COLON) { text.replace(COLON, ":").into() } else { text.into() }
}

/// Adds text in which no character is one of ours: those that no paper may hold become letters as long.
fn push_plain(masked: &mut String, text: &str) {
    if !text.contains(is_forbidden) {
        return masked.push_str(text);
    }
    const LETTERS: [char; 4] = ['x', 'ø', 'ḿ', '𐀀'];
    let plain = |character| if is_forbidden(character) { LETTERS[character.len_utf8() - 1] } else { character };
    masked.extend(text.chars().map(plain));
}

fn push_mark(masked: &mut String, index: usize, length: usize) {
    let first = char::from_u32(u32::from(*MARKS.start()) + (index / 62 / 62) as u32).unwrap_or(*MARKS.start());
    let digit = |value: usize| char::from(DIGITS[value % 62]);
    masked.extend([first, digit(index / 62), digit(index)]);
    masked.extend(std::iter::repeat_n('x', length - MARK_LENGTH));
}

/// In bytes: what cannot be a value need not be looked through for its end.
const MAX_EXPRESSION: usize = 1_000;

/// All `{{ … }}` of one line with something in them, backslashes heeded, the insides of braces with a language behind a
/// bracket, and keys in braces. A backtick ends the search: braces in two code spans are no value.
fn find_masks(text: &str, within: Range<usize>) -> Vec<Mask> {
    let bytes = text.as_bytes();
    let (mut masks, mut at) = (Vec::new(), within.start);
    // Where the last escaped character ends.
    let mut escaped = at;
    while let Some(found) = text[at..within.end].find(['{', '\\', '@']).filter(|_| masks.len() < MAX_MARKS) {
        at += found;
        match &bytes[at..within.end.min(at + 2)] {
            [b'\\', next] if next.is_ascii() => {
                at += 2;
                escaped = at;
            }
            b"{{" => {
                let near = &text[at + 2..text.floor_char_boundary(within.end.min(at + 2 + MAX_EXPRESSION))];
                let inner = expression_length(near).map_or("", |length| &near[..length]);
                let expression = inner.trim_ascii();
                if expression.is_empty() {
                    at += 2;
                    continue;
                }
                let start = at + 2 + inner.len() - inner.trim_ascii_start().len();
                let range = at..at + 2 + inner.len() + 2;
                at = range.end;
                masks.push(Mask { range, what: Masked::Value(start..start + expression.len()) });
            }
            b"@{" => {
                let key = key_in_braces(&text[within.start..within.end], at - within.start);
                at += key.unwrap_or(1);
                masks.extend(key.map(|length| Mask { range: at - length..at, what: Masked::Key }));
            }
            [b'{', _] if at > escaped && text[within.start..at].ends_with(']') => {
                let range = language_inside(&text[..within.end], at);
                at = range.as_ref().map_or(at + 1, |range| range.end + 1);
                masks.extend(range.map(|range| Mask { range, what: Masked::Language }));
            }
            _ => at += 1,
        }
    }
    masks
}

/// What comrak would make something of in a key.
const TAKEN_BY_COMRAK: [char; 15] = ['!', '"', '$', '&', '*', '<', '>', '[', '\\', ']', '^', '_', '`', '|', '~'];

/// The length of a `@{key}` of one line that comrak would take apart. Backticks are in a key two by two, and not within
/// code: braces in two code spans are no key.
fn key_in_braces(text: &str, at: usize) -> Option<usize> {
    let near = &text[at + 2..text.floor_char_boundary(text.len().min(at + 2 + MAX_EXPRESSION))];
    let (key, rest) = near.split_at(near.find(['{', '}', '\n', '\r'])?);
    let is_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let ticks = |text: &str| text.bytes().filter(|byte| *byte == b'`').count();
    let is_code = || {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        ticks(key) % 2 == 1 || ticks(line) % 2 == 1
    };
    let length = key.len() + "@{}".len();
    let is_masked = rest.starts_with('}') && !is_word && length >= MARK_LENGTH && key.contains(TAKEN_BY_COMRAK);
    (is_masked && !(key.contains('`') && is_code())).then_some(length)
}

/// What stands in braces that open at `at` and say a language, on one line.
fn language_inside(text: &str, at: usize) -> Option<Range<usize>> {
    let near = &text[..text.floor_char_boundary(text.len().min(at + MAX_EXPRESSION))];
    let line = &near[..near[at..].find(['\n', '\r', '`', '|']).map_or(near.len(), |length| at + length)];
    let mut attributes = attributes::parse(line, at)?;
    let inside = attributes.range.start + 1..attributes.range.end - 1;
    (attributes.take("lang").is_some() && inside.len() >= MARK_LENGTH).then_some(inside)
}

/// The bytes up to the closing braces, which do not count inside quotes (unless a quote is a mere apostrophe).
fn expression_length(text: &str) -> Option<usize> {
    let (mut quote, mut quoted) = (None, None);
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'\n' | b'`', _) => break,
            (b'}', None) if text[at..].starts_with("}}") => return Some(at),
            (b'}', _) if text[at..].starts_with("}}") => quoted = quoted.or(Some(at)),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    quoted
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
        text.strip_prefix('&')?;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
        let length = text.bytes().skip(1).take(MAX_ENTITY).position(|byte| !is_part(byte))? + 2;
        let entity = text.get(..length).filter(|entity| entity.ends_with(';'))?;
        if !self.0.contains_key(entity) {
            self.0.insert(entity.to_owned(), ask_comrak(entity));
        }
        Some((length, self.0[entity].as_deref()?))
    }
}

const MAX_ENTITY: usize = 40;

fn ask_comrak(entity: &str) -> Option<String> {
    let arena = Arena::new();
    let text = parse_document(&arena, entity, &Options::default()).first_child()?.first_child()?;
    match &text.data().value {
        NodeValue::Text(decoded) if decoded != entity => Some(decoded.to_string()),
        _ => None,
    }
}

/// The part of a text at `range`, whose ends may be within characters.
fn slice(text: &str, range: Range<usize>) -> &str {
    let end = text.floor_char_boundary(range.end);
    &text[text.floor_char_boundary(range.start).min(end)..end]
}
