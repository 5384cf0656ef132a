//! Notes stand where they are first called.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::{Block, BlockKind, Footnote, Inline, InlineKind, Inlines, Pattern, Section, Text, walk};

/// Moves each note of a section to its first call. A note within a note, and what a note cannot hold, is reported.
pub(super) fn place(section: &mut Section, diagnostics: &mut Diagnostics) {
    let definitions = std::mem::take(&mut section.footnotes).into_iter();
    let notes = definitions.map(|definition| (definition.name.value, Some(definition.blocks))).collect();
    let mut placing = Placing { notes, in_note: false, diagnostics };
    walk::inlines_mut(&mut section.blocks, &mut |inlines| placing.inlines(inlines));
}

struct Placing<'a> {
    /// By name: what is in a note, until its first call.
    notes: BTreeMap<String, Option<Vec<Block>>>,
    in_note: bool,
    diagnostics: &'a mut Diagnostics,
}

impl Placing<'_> {
    fn inlines(&mut self, inlines: &mut Inlines) {
        inlines.iter_mut().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &mut Inline) {
        match &mut inline.kind {
            InlineKind::Footnote(_) if self.in_note => {
                let message = "a footnote cannot have a footnote";
                let found = Diagnostic::error(Code("misplaced-footnote"), inline.span, message);
                self.diagnostics.push(found.with_help("Write it as a sentence of the first note."));
                refuse(inline);
            }
            InlineKind::Footnote(call) => match self.notes.get_mut(&call.name).map(Option::take) {
                Some(Some(blocks)) => self.note(call, blocks),
                Some(None) => {}
                // Reported where it was read.
                None => refuse(inline),
            },
            InlineKind::Reference { pattern, .. } => {
                for piece in pattern {
                    if let Pattern::Text(text) = piece {
                        self.inline(text);
                    }
                }
            }
            _ => walk::children_mut(inline).into_iter().for_each(|children| self.inlines(children)),
        }
    }

    fn note(&mut self, call: &mut Footnote, mut blocks: Vec<Block>) {
        for block in &blocks {
            // A heading was reported where it was read: it can stand in no other block either.
            let is_sound = matches!(
                block.kind,
                BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::Code(_) | BlockKind::Heading(_)
            );
            if !is_sound {
                let message = "a footnote can hold paragraphs, lists and code only";
                let found = Diagnostic::error(Code("footnote-content"), block.span, message);
                self.diagnostics.push(found.with_help("Move it out of the note."));
            }
        }
        self.in_note = true;
        walk::inlines_mut(&mut blocks, &mut |inlines| self.inlines(inlines));
        self.in_note = false;
        call.blocks = Some(blocks);
    }
}

/// Puts a visible stand-in where a call cannot be followed.
fn refuse(inline: &mut Inline) {
    if let InlineKind::Footnote(call) = &inline.kind {
        inline.kind = InlineKind::Placeholder(Text::computed(inline.span, format!("^{}", call.name)));
    }
}
