//! What is printed, character by character: each needs a glyph (PDF/A-3 6.2.11.8, PDF/UA-1 7.21.8), and none may be
//! invisible, also if an entity, an escape or a value made it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::characters;
use super::paper::Coverage;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, joined};
use crate::paper::Paper;
use crate::section::{Block, Image, STAND_IN, Section, Status, Text, walk};
use crate::source::{FileId, Span, Spanned};

/// How many characters one finding names.
const MAX_NAMED: usize = 3;

/// Characters that are told of once a file, each with what is told at its first place.
pub(super) type Facts = Vec<(FileId, char, Fact)>;

/// What is told of a character.
#[derive(Debug, Clone)]
pub(super) enum Fact {
    Invisible(Diagnostic),
    Missing(Missing),
}

/// That no font has a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Missing {
    place: Span,
    is_drawn: bool,
    /// Whether a stand-in is printed for it.
    has_stand_in: bool,
}

/// The characters of a resolved section that cannot be printed.
pub(super) fn section(section: &Section, status: Status, fonts: &dyn Coverage) -> Facts {
    let mut glyphs = Glyphs::new(status, fonts);
    glyphs.has_stand_ins = status == Status::Draft;
    glyphs.blocks(&section.blocks);
    glyphs.found
}

/// Reports each character without a glyph where it first stands in a file. Returned are those of a draft's sections,
/// for which a stand-in is to be printed.
pub(super) fn check(
    paper: &Paper,
    fonts: &dyn Coverage,
    facts: &[&Facts],
    diagnostics: &mut Diagnostics,
) -> BTreeSet<char> {
    let mut reported = BTreeSet::new();
    let (mut lacking, mut missing) = (BTreeSet::new(), BTreeMap::<Missing, Vec<char>>::new());
    let own = whole(paper, fonts);
    for &(file, character, ref fact) in std::iter::once(&&own).chain(facts).copied().flatten() {
        if let Fact::Missing(Missing { has_stand_in: true, .. }) = fact {
            lacking.insert(character);
        }
        if !reported.insert((file, character)) {
            continue;
        }
        match fact {
            Fact::Invisible(found) => diagnostics.push(found.clone()),
            // Of all that a work or a drawing prints there is no more than one place.
            Fact::Missing(fact) => missing.entry(*fact).or_default().push(character),
        }
    }
    missing.into_iter().for_each(|(fact, characters)| diagnostics.push(fact.finding(&characters)));
    lacking
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
    /// Whether a stand-in is printed for what no font has.
    has_stand_ins: bool,
    reported: BTreeSet<(FileId, char)>,
    found: Facts,
}

impl<'a> Glyphs<'a> {
    fn new(status: Status, fonts: &'a dyn Coverage) -> Self {
        let covers_ascii = ('!'..='~').all(|character| fonts.covers(character));
        Self { fonts, covers_ascii, status, has_stand_ins: false, reported: BTreeSet::new(), found: Facts::new() }
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
                self.found.push((span.file, character, Fact::Invisible(found)));
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
                let fact = Missing { place, is_drawn: false, has_stand_in: self.has_stand_ins };
                self.found.push((file, character, Fact::Missing(fact)));
            }
        }
    }

    /// In a drawing a space that no font has is an empty box, too.
    fn lettering(&mut self, lettering: &Spanned<Arc<str>>) {
        let Spanned { value, span } = lettering;
        for character in value.chars().filter(|character| !self.fonts.covers(*character)) {
            if self.reported.insert((span.file, character)) {
                let fact = Missing { place: *span, is_drawn: true, has_stand_in: false };
                self.found.push((span.file, character, Fact::Missing(fact)));
            }
        }
    }
}

impl Missing {
    /// What is to be said of the characters that are missing at a place.
    fn finding(self, characters: &[char]) -> Diagnostic {
        const OF_DRAWING: &str = "Export the drawing with its text as outlines, write the character another way in \
                                  it, or put a font that has it into the template's `fonts/` folder.";
        let (named, others) = characters.split_at(characters.len().min(MAX_NAMED));
        let mut names: Vec<String> =
            named.iter().map(|character| format!("`{character}` (U+{:04X})", u32::from(*character))).collect();
        names.extend((!others.is_empty()).then(|| format!("{} more", others.len())));
        let plural = if characters.len() > 1 { "s" } else { "" };
        let drawn = if self.is_drawn { ", which this drawing prints" } else { "" };
        let message = format!("no font of this paper has the character{plural} {}{drawn}", joined(&names));
        let remedy = if self.is_drawn { OF_DRAWING } else { remedy(characters[0]) };
        let (severity, stand_in) = match self.has_stand_in {
            true => (Severity::Warning, format!(" In a draft `{STAND_IN}` is printed instead.")),
            false => (Severity::Error, String::new()),
        };
        Diagnostic::new(severity, Code("missing-glyph"), self.place, message).with_help(format!("{remedy}{stand_in}"))
    }
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
        _ if character.is_alphabetic() => {
            "Write it in Latin letters, or put a font that has it into the template's `fonts/` folder."
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
