//! The second walk: references become links with their words, notes get their numbers and stand at their first call. Citations are collected, to be formatted all at once.

use std::collections::BTreeMap;

use super::PaperSection;
use super::labels::{Labels, Target, TargetKind};
use crate::bibliography::Bibliography;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::manifest::Manifest;
use crate::section::{
    Block, BlockKind, Citation, FootnoteDefinition, Inline, InlineKind, Inlines, Pattern, Status, Target as LinkTarget,
};
use crate::source::{Span, Spanned};
use crate::terms::Terms;

/// A citation in reading order, and the heading below which it stands.
pub struct Cited {
    pub citation: Citation,
    /// Label and printed number (or title) of that heading.
    pub heading: Option<(String, String)>,
}

/// Resolves references and notes, which are returned in reading order; those that cite nothing known are replaced
/// by placeholders.
pub fn resolve(
    manifest: &Manifest,
    bibliography: &Bibliography,
    labels: Labels,
    sections: &mut [PaperSection],
    diagnostics: &mut Diagnostics,
) -> Vec<Cited> {
    let mut resolver = Resolver {
        status: manifest.status.value,
        terms: Terms::of(&manifest.language.value).unwrap_or(Terms::english()),
        bibliography,
        has_bibliography: manifest.bibliography.is_some(),
        labels,
        notes: BTreeMap::new(),
        note_count: 0,
        in_note: false,
        order: 0,
        heading: None,
        cited: Vec::new(),
        diagnostics,
    };
    for PaperSection { section, .. } in sections {
        resolver.notes = std::mem::take(&mut section.footnotes)
            .into_iter()
            .map(|definition| (definition.name.value.clone(), Note { definition: Some(definition), number: 0 }))
            .collect();
        resolver.blocks(&mut section.blocks);
    }
    resolver.bibliography_is_printed(manifest);
    resolver.cited
}

/// More footnotes take Typst minutes.
const MOST_NOTES: u32 = 10_000;

struct Resolver<'a> {
    status: Status,
    terms: &'static Terms,
    bibliography: &'a Bibliography,
    has_bibliography: bool,
    labels: Labels,
    /// The notes of the section at hand.
    notes: BTreeMap<String, Note>,
    note_count: u32,
    in_note: bool,
    /// As in the survey, so that places compare.
    order: usize,
    /// The heading we are below: label, what it prints as.
    heading: Option<(String, String)>,
    cited: Vec<Cited>,
    diagnostics: &'a mut Diagnostics,
}

struct Note {
    /// Until its first call.
    definition: Option<FootnoteDefinition>,
    number: u32,
}

impl Resolver<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            self.order += 1;
            match &mut block.kind {
                BlockKind::Heading(heading) => {
                    self.heading = heading.label.as_ref().map(|label| {
                        let printed = self.labels.targets.get(&label.value).map_or("", Target::number_or_title);
                        (label.value.clone(), printed.to_owned())
                    });
                    self.inlines(&mut heading.content);
                }
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks)),
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.inlines(&mut definition.term);
                        self.blocks(&mut definition.details);
                    }
                }
                BlockKind::Quote(inner) | BlockKind::Container(_, inner) => self.blocks(inner),
                BlockKind::Paragraph(_) | BlockKind::Table(_) | BlockKind::Figure(_) => {
                    crate::section::walk::inlines_mut(std::slice::from_mut(block), &mut |inlines| {
                        self.inlines(inlines)
                    });
                }
                BlockKind::Code(_) | BlockKind::Bibliography(_) => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &mut Inlines) {
        for inline in inlines.iter_mut() {
            let span = inline.span;
            match &mut inline.kind {
                InlineKind::Reference { label, pattern } => {
                    inline.kind = self.reference(label, std::mem::take(pattern));
                }
                InlineKind::Link { target: LinkTarget::Label(label), content, .. } => {
                    if self.labels.targets.contains_key(label) {
                        self.inlines(content);
                    } else {
                        inline.kind = self.unknown_label(&Spanned::new(label.clone(), span));
                    }
                }
                InlineKind::Citation(citation) => {
                    if let Some(instead) = self.citation(citation, span) {
                        inline.kind = instead;
                    }
                }
                InlineKind::Footnote(call) => {
                    let name = call.name.clone();
                    inline.kind = self.footnote(name, span);
                }
                _ => {
                    if let Some(children) = crate::section::walk::children_mut(inline) {
                        self.inlines(children);
                    }
                }
            }
        }
    }

    fn reference(&mut self, label: &Spanned<String>, pattern: Vec<Pattern>) -> InlineKind {
        let Some(target) = self.labels.targets.get(&label.value).cloned() else { return self.unknown_label(label) };
        let mut content = Inlines::new();
        for piece in pattern {
            content.push(match piece {
                Pattern::Text(inline) => {
                    let mut text = vec![inline];
                    self.inlines(&mut text);
                    content.append(&mut text);
                    continue;
                }
                Pattern::Number(span) => Inline::text(span, target.number_or_title()),
                Pattern::Title(span) => Inline::text(span, target.title.clone()),
                Pattern::Page(span) => Inline::new(span, InlineKind::Page { label: label.value.clone(), older: None }),
                Pattern::Direction(span) => Inline::text(span, self.direction(&target, label, span)),
                Pattern::Default(span) => Inline::text(span, target.usual_words(self.terms)),
            });
        }
        InlineKind::Link { target: LinkTarget::Label(label.value.clone()), older: None, content }
    }

    fn direction(&mut self, target: &Target, label: &Spanned<String>, span: Span) -> &'static str {
        let inside = match target.kind {
            TargetKind::Heading => self.heading.as_ref().is_some_and(|(heading, _)| *heading == label.value),
            TargetKind::Table | TargetKind::Figure => target.order == self.order,
        };
        if inside {
            let message = format!("`{}` is where this stands, so it is neither above nor below", label.value);
            let found = Diagnostic::error(Code("reference-to-itself"), span, message);
            self.diagnostics.push(found.with_help("Say \"this section\", or refer to another one."));
        }
        target.direction(self.order, self.terms)
    }

    fn unknown_label(&mut self, label: &Spanned<String>) -> InlineKind {
        let near =
            nearest(&label.value, self.labels.targets.keys().map(String::as_str).filter(|key| !key.contains('.')));
        let help = match near {
            Some(near) => format!("Did you mean `#{near}`?"),
            None => format!("Give a heading, table or figure the label: `{{#{}}}`.", label.value),
        };
        self.missing(Code("unknown-label"), label.span, format!("nothing has the label `{}`", label.value), help);
        InlineKind::Placeholder(format!("#{}", label.value))
    }

    /// Notes a citation down, without the works that are not known. What stands instead, if none is.
    fn citation(&mut self, citation: &mut Citation, span: Span) -> Option<InlineKind> {
        if !self.has_bibliography {
            let help = "Add `[bibliography]` with `files` and `style` to paper.toml.".to_owned();
            self.missing(Code("no-bibliography"), span, "the paper cites, but names no bibliography".to_owned(), help);
            return Some(InlineKind::Placeholder("@?".to_owned()));
        }
        let wanted = citation.items.len();
        let mut unknown = Vec::new();
        citation.items.retain(|item| {
            let known = self.bibliography.contains(&item.key.value);
            if !known {
                unknown.push(item.key.clone());
            }
            known
        });
        for key in &unknown {
            let help = match nearest(&key.value, self.bibliography.keys()) {
                Some(near) => format!("Did you mean `@{near}`?"),
                None => "Add the work to the bibliography, or correct the key.".to_owned(),
            };
            self.missing(Code("unknown-citation"), key.span, format!("no work has the key `{}`", key.value), help);
        }
        if unknown.len() == wanted {
            return Some(InlineKind::Placeholder(format!("@{}", unknown.first().map_or("?", |key| &key.value))));
        }
        self.cited.push(Cited { citation: citation.clone(), heading: self.heading.clone() });
        None
    }

    fn footnote(&mut self, name: String, span: Span) -> InlineKind {
        let refused = InlineKind::Placeholder(format!("^{name}"));
        if self.in_note {
            let found = Diagnostic::error(Code("misplaced-footnote"), span, "a footnote cannot have a footnote");
            self.diagnostics.push(found.with_help("Write it as a sentence of the first note."));
            return refused;
        }
        let Some(note) = self.notes.get_mut(&name) else { return refused };
        let Some(definition) = note.definition.take() else {
            let number = Some(note.number);
            return InlineKind::Footnote(crate::section::Footnote { name, number, blocks: None });
        };
        self.note_count += 1;
        if self.note_count == MOST_NOTES + 1 {
            let message = format!("the paper has more footnotes than the {MOST_NOTES} that can be laid out in time");
            let found = Diagnostic::error(Code("too-large"), span, message);
            self.diagnostics.push(found.with_help("Put some of them into the text, or split the paper."));
        }
        note.number = self.note_count;
        let number = Some(self.note_count);
        let mut blocks = definition.blocks;
        for block in &blocks {
            // A heading was reported where it was read: it can stand in no other block either.
            let is_sound = matches!(
                block.kind,
                BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::Code(_) | BlockKind::Heading(_)
            );
            if !is_sound {
                let found = Diagnostic::error(
                    Code("footnote-content"),
                    block.span,
                    "a footnote can hold paragraphs, lists and code only",
                );
                self.diagnostics.push(found.with_help("Move it out of the note."));
            }
        }
        self.in_note = true;
        let order = self.order;
        self.blocks(&mut blocks);
        self.order = order;
        self.in_note = false;
        InlineKind::Footnote(crate::section::Footnote { name, number, blocks: Some(blocks) })
    }

    /// Citations lead to the list, so it must be there; one that is never printed is at least odd.
    fn bibliography_is_printed(&mut self, manifest: &Manifest) {
        let named = manifest.bibliography.as_ref().and_then(|choice| choice.files.first());
        let cited = self.cited.first().and_then(|cited| cited.citation.items.first());
        let (severity, place, message) = match (self.labels.bibliography, cited, named) {
            (None, Some(item), _) => {
                (Severity::Error, item.key.span, "works are cited, but no bibliography is printed")
            }
            (None, None, Some(file)) => {
                (Severity::Warning, file.span, "a bibliography is named, but neither cited nor printed")
            }
            _ => return,
        };
        let found = Diagnostic::new(severity, Code("bibliography-not-printed"), place, message);
        self.diagnostics
            .push(found.with_help("Put a block where the list should stand: `::: bibliography`, then `:::`."));
    }

    /// Reports something that a draft may lack.
    fn missing(&mut self, code: Code, span: Span, message: String, help: String) {
        let severity = if self.status == Status::Draft { Severity::Warning } else { Severity::Error };
        self.diagnostics.push(Diagnostic::new(severity, code, span, message).with_help(help));
    }
}
