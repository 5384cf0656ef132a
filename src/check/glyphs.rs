//! What is printed, character by character: each needs a glyph (PDF/A-3 6.2.11.8, PDF/UA-1 7.21.8), and none may be
//! invisible, also if an entity, an escape or a value made it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::characters;
use super::paper::Coverage;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::paper::Paper;
use crate::section::{Block, Image, Section, Status, Text, walk};
use crate::source::{FileId, Span, Spanned};

/// Characters that are told of once a file, each with the finding at its first place.
pub(super) type Facts = Vec<(FileId, char, Diagnostic)>;

/// The characters of a resolved section that cannot be printed.
pub(super) fn section(section: &Section, status: Status, fonts: &dyn Coverage) -> Facts {
    let mut glyphs = Glyphs::new(status, fonts);
    glyphs.blocks(&section.blocks);
    glyphs.found
}

/// Reports each character without a glyph where it first stands in a file.
pub(super) fn check(paper: &Paper, fonts: &dyn Coverage, facts: &[&Facts], diagnostics: &mut Diagnostics) {
    let mut reported = BTreeSet::new();
    let own = whole(paper, fonts);
    for (file, character, found) in std::iter::once(&&own).chain(facts).copied().flatten() {
        if reported.insert((file, character)) {
            diagnostics.push(found.clone());
        }
    }
}

/// The characters of what the manifest prints, of the paper's own words for what the press does, and of its drawings.
fn whole(paper: &Paper, fonts: &dyn Coverage) -> Facts {
    let mut glyphs = Glyphs::new(paper.manifest.status.value, fonts);
    paper.front.texts().for_each(|text| glyphs.text(text));
    for words in paper.manifest.terms.own.values() {
        words.texts.iter().for_each(|text| glyphs.text(text));
    }
    paper.lettering.values().for_each(|lettering| glyphs.lettering(lettering));
    glyphs.found
}

struct Glyphs<'a> {
    fonts: &'a dyn Coverage,
    /// Whether all of ASCII that is printed is covered: most texts have nothing else.
    covers_ascii: bool,
    status: Status,
    reported: BTreeSet<(FileId, char)>,
    found: Facts,
}

impl<'a> Glyphs<'a> {
    fn new(status: Status, fonts: &'a dyn Coverage) -> Self {
        let covers_ascii = ('!'..='~').all(|character| fonts.covers(character));
        Self { fonts, covers_ascii, status, reported: BTreeSet::new(), found: Facts::new() }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        walk::texts(blocks, &mut |text| self.text(text));
        walk::images(blocks, &mut |image| self.image(image));
    }

    /// An alternative text is heard, not printed: it needs no glyphs.
    fn image(&mut self, image: &Image) {
        if let Some(alt) = &image.alt {
            self.invisible(alt);
        }
    }

    /// Reports invisible characters that do not stand in the source as such, for those were found there.
    fn invisible(&mut self, text: &Text) {
        if text.origin().is_typed() {
            return;
        }
        let span = text.span();
        for character in text.chars() {
            if let Some(found) = characters::finding(character, span, self.status)
                && self.reported.insert((span.file, character))
            {
                self.found.push((span.file, character, found));
            }
        }
    }

    fn text(&mut self, text: &Text) {
        if self.covers_ascii && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return;
        }
        self.invisible(text);
        self.characters(text, text.span().file, |range| text.place(range));
    }

    fn characters(&mut self, text: &str, file: FileId, place: impl Fn(Range<usize>) -> Span) {
        for (at, character) in text.char_indices() {
            if is_printed(character) && !self.fonts.covers(character) && self.reported.insert((file, character)) {
                let place = place(at..at + character.len_utf8());
                let found = missing(character, place, "");
                self.found.push((file, character, found.with_help(remedy(character))));
            }
        }
    }

    /// In a drawing a space that no font has is an empty box, too.
    fn lettering(&mut self, lettering: &Spanned<Arc<str>>) {
        const REMEDY: &str = "Export the drawing with its text as outlines, write the character another way in it, or \
                              put a font that has it into the template's `fonts/` folder.";
        let Spanned { value, span } = lettering;
        for character in value.chars().filter(|character| !self.fonts.covers(*character)) {
            if self.reported.insert((span.file, character)) {
                let found = missing(character, *span, ", which this drawing prints");
                self.found.push((span.file, character, found.with_help(REMEDY)));
            }
        }
    }
}

fn missing(character: char, place: Span, where_from: &str) -> Diagnostic {
    let code = u32::from(character);
    let message = format!("no font of this paper has the character `{character}` (U+{code:04X}){where_from}");
    Diagnostic::error(Code("missing-glyph"), place, message)
}

/// What to write in place of a character that no font has.
fn remedy(character: char) -> &'static str {
    match character {
        '\u{f0b7}' | '\u{f0a7}' => "It is a bullet of Word, from a font of its own: begin each item with `- `.",
        '\u{f000}'..='\u{f0ff}' => {
            "It is a symbol that Word takes from a font such as Symbol or Wingdings: write the character it stands for."
        }
        '\u{e000}'..='\u{f8ff}' => {
            "It is a private character, which means something in one font only: write it another way."
        }
        _ => "Write it another way, or put a font that has it into the template's `fonts/` folder.",
    }
}

/// Whether a character takes a glyph.
pub fn is_printed(character: char) -> bool {
    !character.is_whitespace() && !is_ignorable(character)
}

/// Default ignorable code points: layout drops them, so they need no glyph.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}
