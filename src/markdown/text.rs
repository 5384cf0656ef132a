//! Runs of text: what comrak decoded, piece by piece with the author's bytes behind it.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::LineColumn;

use crate::project::is_forbidden;
use crate::section::pieces::{Part, Pieces};
use crate::section::{Inline, InlineKind, Inlines, Pattern, Text};
use crate::source::Spanned;

use super::manuscript::{Mask, Masked, show_colons};
use super::reader::Reader;

/// Text up to the next node that is not text. Its text is what the syntax of citations and references is looked for in:
/// escaped characters, values and such stand in it as one [`OPAQUE`](crate::section::pieces::OPAQUE).
pub(super) type Run = Pieces<Form>;

/// How a piece of a run stands in the file.
pub(super) enum Form {
    /// From this byte on, character by character.
    Placed(usize),
    /// Somewhere in the leaf.
    Unplaced,
    /// A backslash escape or character reference, and what it stands for.
    Decoded(String, Range<usize>),
    /// The end of a line with the spaces around it.
    LineEnd(Range<usize>),
    /// A `{{ value }}`, by its number.
    Value(usize),
}

/// How far down text is looked for, and how many bytes must be the same.
const MAX_SKIPPED_LINES: usize = 8;
const TELLING_LENGTH: usize = 4;

impl Run {
    /// What there is in a part of the run.
    fn stretches(&self, range: Range<usize>) -> impl Iterator<Item = Part<'_, Form>> {
        self.parts(range).filter(|part| !part.range.is_empty())
    }

    /// What a part of the run says; values say nothing.
    pub(super) fn read(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        for part in self.stretches(range) {
            match part.of {
                Form::Placed(_) | Form::Unplaced => text.push_str(&self.text()[part.range]),
                Form::Decoded(decoded, _) => text.push_str(decoded),
                Form::LineEnd(_) => text.push(' '),
                Form::Value(_) => {}
            }
        }
        text
    }

    pub(super) fn has_value(&self, range: Range<usize>) -> bool {
        self.stretches(range).any(|part| matches!(part.of, Form::Value(_)))
    }
}

impl Reader<'_> {
    /// Adds a text node: finds its characters again in the file.
    pub(super) fn add_text(&mut self, node: Node, text: &str, run: &mut Run) {
        let text = show_colons(text);
        let position = node.data().sourcepos.start;
        // A caption is read with two characters before it, which are ours.
        let start =
            self.window.lines.get(position.line.saturating_sub(1)).map(|line| line + position.column.saturating_sub(1));
        let lead = start.map_or(0, |start| self.window.bounds.start.saturating_sub(start)).min(text.len());
        let text = &text[text.ceil_char_boundary(lead)..];
        let start = self.inline_offset(position);
        if let Some(pieces) = self.find_pieces(start, text).or_else(|| self.find_below(position, text)) {
            for (range, decoded) in pieces {
                match decoded {
                    Some(decoded) => run.push_opaque(Form::Decoded(decoded, range)),
                    None => self.add_masked(range, run),
                }
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let (value, index) = self.manuscript.find_value(rest).unwrap_or((rest.len()..rest.len(), usize::MAX));
            if value.start > 0 {
                run.push(&self.manuscript.unmask(&rest[..value.start]), Form::Unplaced);
            }
            if !value.is_empty() {
                run.push_opaque(Form::Value(index));
            }
            rest = &rest[value.end..];
        }
    }

    /// Adds what stands in the file at `range`.
    fn add_masked(&self, mut range: Range<usize>, run: &mut Run) {
        while !range.is_empty() {
            let found = self.manuscript.find_value(self.manuscript.masked(range.clone()));
            let (value, index) = found.unwrap_or((range.len()..range.len(), usize::MAX));
            let before = range.start..range.start + value.start;
            if !before.is_empty() {
                run.push(self.manuscript.written(before.clone()), Form::Placed(before.start));
            }
            if !value.is_empty() {
                run.push_opaque(Form::Value(index));
            }
            range.start += value.end;
        }
    }

    /// Looks for text some lines further down; all that follows is then looked for from there.
    fn find_below(&mut self, position: LineColumn, text: &str) -> Option<Vec<(Range<usize>, Option<String>)>> {
        let counted = self.leaf.skipped_lines;
        let pieces = (1..=MAX_SKIPPED_LINES).filter(|_| text.len() >= TELLING_LENGTH).find_map(|lines| {
            self.leaf.skipped_lines = counted + lines;
            self.find_pieces(self.inline_offset(position), text)
        });
        if pieces.is_none() {
            self.leaf.skipped_lines = counted;
        }
        pieces
    }

    /// Reads the file from `start` on for as long as it says `text`: verbatim stretches, and what was decoded.
    fn find_pieces(&mut self, start: usize, mut text: &str) -> Option<Vec<(Range<usize>, Option<String>)>> {
        let end = self.leaf.area.end;
        let (mut pieces, mut at) = (Vec::new(), start);
        while !text.is_empty() {
            let there = self.manuscript.masked(at..end.max(at));
            if let Some((length, decoded)) = self.entities.decode(there) {
                text = text.strip_prefix(decoded)?;
                pieces.push((at..at + length, Some(decoded.to_owned())));
                at += length;
            } else if there.starts_with("\\|") && !self.leaf.pipes.is_empty() && text.starts_with('|') {
                text = &text[1..];
                pieces.push((at..at + 2, Some("|".to_owned())));
                at += 2;
            } else {
                let cells = !self.leaf.pipes.is_empty();
                let stop = |(at, byte): (usize, u8)| at > 0 && (byte == b'&' || cells && byte == b'\\');
                let limit = there.bytes().take(text.len()).enumerate().position(stop);
                let limit = limit.unwrap_or(there.len().min(text.len()));
                let verbatim = there.get(..limit).filter(|verbatim| !verbatim.is_empty())?;
                text = text.strip_prefix(show_colons(verbatim).as_ref())?;
                pieces.push((at..at + limit, None));
                at += limit;
            }
        }
        Some(pieces)
    }

    /// Adds a mark that comrak took for syntax and that is none here; it stands at `at`, if comrak's word is right.
    pub(super) fn add_mark(&mut self, mark: &str, at: usize, run: &mut Run) {
        let is_there = self.manuscript.masked(at..at + mark.len()) == mark;
        run.push(mark, if is_there { Form::Placed(at) } else { Form::Unplaced });
    }

    /// Adds a backslash escape.
    pub(super) fn add_escaped(&mut self, node: Node, run: &mut Run) {
        let text = node.first_child().and_then(|child| child.data().value.text().map(|text| text.to_string()));
        let range = self.inline_range(node, &["\\"]);
        run.push_opaque(Form::Decoded(text.unwrap_or_default(), range));
    }

    /// Adds a line's end, with the spaces on both sides.
    pub(super) fn add_line_end(&mut self, node: Node, run: &mut Run) {
        let at = self.inline_range(node, &["\n"]);
        if self.manuscript.masked(at.clone()) != "\n" {
            return run.push(" ", Form::LineEnd(at));
        }
        let (area, blank) = (self.leaf.area.clone(), [' ', '\t']);
        let before = self.manuscript.masked(area.start..at.start);
        let after = self.manuscript.masked(at.end..area.end);
        let start = at.start - (before.len() - before.trim_end_matches(blank).len());
        let end = at.end + after.len() - after.trim_start_matches(blank).len();
        run.push(" ", Form::LineEnd(start..end));
    }

    /// The place of a part of a run.
    pub(super) fn place(&self, run: &Run, range: Range<usize>) -> Range<usize> {
        let mut place: Option<Range<usize>> = None;
        for part in run.stretches(range) {
            let here = match part.of {
                Form::Placed(at) => at + part.within.start..at + part.within.end,
                Form::Unplaced => return self.leaf.area.clone(),
                Form::Decoded(_, range) | Form::LineEnd(range) => range.clone(),
                Form::Value(index) => self.manuscript.mask(*index).range.clone(),
            };
            let start = place.as_ref().map_or(here.start, |place| place.start.min(here.start));
            place = Some(start..here.end.max(start));
        }
        place.unwrap_or_else(|| self.leaf.area.clone())
    }

    /// Writes a part of a run as inlines, spaces collapsed.
    pub(super) fn write(&mut self, run: &Run, range: Range<usize>, items: &mut Vec<Pattern>) {
        for part in run.stretches(range) {
            let text = &run.text()[part.range];
            match part.of {
                Form::Placed(at) => self.write_placed(text, at + part.within.start, items),
                Form::Unplaced => self.write_opaque(text, self.leaf.area.clone(), items),
                Form::Decoded(text, range) => {
                    if let Some(character) = text.chars().find(|&character| is_forbidden(character)) {
                        let message = format!("the character U+{:04X} cannot stand in a paper", u32::from(character));
                        self.error("invalid-character", range.clone(), message, "Delete it.");
                    }
                    self.write_opaque(text, range.clone(), items);
                }
                Form::LineEnd(range) => self.write_opaque(" ", range.clone(), items),
                Form::Value(index) => {
                    let Mask { range, what: Masked::Value(expression) } = self.manuscript.mask(*index) else {
                        continue;
                    };
                    let written = self.manuscript.written(expression.clone()).to_owned();
                    let expression = Spanned::new(written, self.span(expression.clone()));
                    self.leaf.after_blank = false;
                    let inline = Inline::new(self.span(range.clone()), InlineKind::Value(expression));
                    items.push(Pattern::Text(inline));
                }
            }
        }
    }

    /// Text that stands at `at`, letter by letter: one inline for each stretch without doubled spaces.
    fn write_placed(&mut self, text: &str, at: usize, items: &mut Vec<Pattern>) {
        let mut start = 0;
        let mut push = |range: Range<usize>, text: &str| {
            if !range.is_empty() {
                let source = self.manuscript.source;
                let span = source.span(at + range.start..at + range.end);
                items.push(Pattern::Text(Inline::text(Text::read(source, span, text))));
            }
        };
        for (here, character) in text.char_indices() {
            let is_dropped = is_blank(character) && self.leaf.after_blank;
            if is_dropped || character == '\t' {
                push(start..here, &text[start..here]);
                start = here + 1;
            }
            if !is_dropped && character == '\t' {
                push(here..start, " ");
            }
            self.leaf.after_blank = is_blank(character);
        }
        push(start..text.len(), &text[start..]);
    }

    /// Writes the text that `range` reads as.
    fn write_opaque(&mut self, text: &str, range: Range<usize>, items: &mut Vec<Pattern>) {
        let mut collapsed = String::new();
        for character in text.chars() {
            match is_blank(character) {
                true if self.leaf.after_blank => continue,
                true => collapsed.push(' '),
                false => collapsed.push(character),
            }
            self.leaf.after_blank = is_blank(character);
        }
        if collapsed.is_empty() {
            return;
        }
        let text = Text::read(self.manuscript.source, self.span(range), collapsed);
        items.push(Pattern::Text(Inline::text(text)));
    }
}

pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n')
}

/// Takes off what stands before `end` in the file, and the blanks behind it.
pub(super) fn cut_start(inlines: &mut Inlines, end: usize) {
    while let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first() {
        let range = text.span().range();
        let rest = match range.start < end {
            true => text.len().min(end - range.start),
            false => 0,
        };
        let blanks = text[rest..].len() - text[rest..].trim_start().len();
        if rest + blanks == text.len() {
            inlines.remove(0);
            continue;
        }
        let rest = text.part(rest + blanks..text.len());
        inlines[0] = Inline::text(rest);
        return;
    }
}

/// Takes the space off the end of a block's text.
pub(super) fn trim_end(inlines: &mut Inlines) {
    while let Some(last) = inlines.last_mut() {
        match &mut last.kind {
            InlineKind::Text(text) if text.ends_with(' ') => {
                let rest = text.part(0..text.len() - 1);
                if rest.is_empty() {
                    inlines.pop();
                    continue;
                }
                *last = Inline::text(rest);
            }
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => trim_end(inner),
            _ => {}
        }
        return;
    }
}
