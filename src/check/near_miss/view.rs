//! A run of text as its author typed it: byte for byte as long as what is printed, without what cannot be markup.

use std::ops::Range;

use super::super::prose::{Run, Standing};
use crate::section::flat::{OPAQUE, Within};

/// Stands for each byte that no author typed as such: of an escape, which says that its character is meant, of an
/// entity, of what is computed.
pub(super) const MEANT: char = '\u{1a}';

/// What stands for the escapes that open and close maths in TeX: `\(`, `\)`, `\[`, `\]`.
pub(super) const TEX: [(&str, char); 4] = [("\\(", '\u{2}'), ("\\)", '\u{3}'), ("\\[", '\u{4}'), ("\\]", '\u{5}')];

/// What is looked at of a run.
pub(super) struct View<'r, 'a> {
    pub(super) run: &'r Run<'a>,
    /// Ends of lines are `\n`, tabs are tabs; code, values and such are [`OPAQUE`] as ever.
    pub(super) text: String,
    /// Which characters of ASCII stand in it, a bit each.
    present: u128,
    /// Likewise, which of them begin a line.
    opening: u128,
}

impl<'r, 'a> View<'r, 'a> {
    pub(super) fn new(run: &'r Run<'a>) -> Self {
        let mut text = String::with_capacity(run.text().len());
        for (range, origin, within) in run.flat.pieces() {
            let (read, written) = (&run.text()[range.clone()], run.source.slice(origin.span()));
            match origin.is_typed() {
                // A backslash says nothing there.
                _ if run.standing == Standing::Manifest => text.push_str(read),
                // Braces there are placeholders, of which the reader says what is wrong with them.
                true if within == Within::Reference => text.push_str(&written.replace(['{', '}'], "\u{1a}")),
                true => text.push_str(written),
                false => text.extend(read.chars().flat_map(|character| stand_in(character, written))),
            }
        }
        let all =
            |bytes: &mut dyn Iterator<Item = u8>| bytes.filter(u8::is_ascii).fold(0_u128, |all, byte| all | 1 << byte);
        let present = all(&mut text.bytes());
        let opening = all(&mut text.split('\n').filter_map(|line| line.bytes().next()));
        Self { run, text, present, opening }
    }

    /// Whether each of these characters of ASCII stands in the text.
    pub(super) fn has(&self, characters: &str) -> bool {
        characters.bytes().all(|byte| self.present & 1 << byte != 0)
    }

    /// Whether one of these characters of ASCII begins a line.
    pub(super) fn opens_with(&self, characters: &str) -> bool {
        characters.bytes().any(|byte| self.opening & 1 << byte != 0)
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    pub(super) fn at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether nothing stands before the text in its line but blanks and marks of what it is in.
    pub(super) fn begins_line(&self) -> bool {
        let first = self.run.flat.place(0..self.at(0).map_or(0, char::len_utf8));
        let above = first.map_or("", |first| &self.run.source.text()[..first.range().start]);
        self.run.standing == Standing::Manifest
            || above.is_empty()
            || above.ends_with(|before: char| before.is_whitespace() || ">|".contains(before))
    }

    /// The lines, without their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let at = start;
            start += line.len() + 1;
            (at, line)
        })
    }

    /// Whether a part of the text stands in a link out of the paper, whose words may be an address.
    pub(super) fn is_address(&self, range: Range<usize>) -> bool {
        self.run.flat.typed(range.clone()).is_none() && self.run.flat.place(range).is_some()
    }
}

/// As many bytes as a character has that was made of `written`.
fn stand_in(character: char, written: &str) -> impl Iterator<Item = char> {
    let is_line_end = character == '\n' || character == ' ' && written.contains('\n');
    let tex = TEX.iter().find(|(escape, _)| *escape == written).map(|(_, mark)| *mark);
    let (stands, count) = match character {
        OPAQUE => (OPAQUE, 1),
        _ if is_line_end => ('\n', 1),
        ' ' => (' ', 1),
        _ => (tex.unwrap_or(MEANT), character.len_utf8()),
    };
    std::iter::repeat_n(stands, count)
}
