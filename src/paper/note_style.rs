//! Styles that cite in notes: each citation in the text becomes a call and its note, before notes are counted. And
//! those that raise their numbers, which stand close to the word before.

use crate::section::{Block, BlockKind, Citation, CitationForm, Footnote, Inline, InlineKind, Inlines, Section, walk};

/// Puts each citation of a section, whose notes stand at their calls, into a note. Within an author's note it stays.
///
/// `punctuation_first` is how English sets a call: behind the stop or comma.
pub(super) fn place(section: &mut Section, punctuation_first: bool) {
    walk::inlines_mut(&mut section.blocks, &mut |inlines| text(inlines, punctuation_first));
}

/// Takes the blank before each citation in brackets, whose number is raised.
pub(super) fn close_up(section: &mut Section) {
    walk::inlines_mut(&mut section.blocks, &mut |inlines| raised(inlines));
}

fn raised(inlines: &mut Inlines) {
    for mut inline in std::mem::take(inlines) {
        match &mut inline.kind {
            InlineKind::Citation(citation) if citation.form == CitationForm::Bracketed => {
                // Words before the number do not rise.
                if citation.items.first().is_some_and(|item| item.prefix.is_none()) {
                    trim_blank(inlines);
                }
            }
            InlineKind::Footnote(note) => {
                let blocks = note.blocks.as_deref_mut().unwrap_or_default();
                walk::inlines_mut(blocks, &mut |inlines| raised(inlines));
            }
            _ => walk::children_mut(&mut inline).into_iter().for_each(raised),
        }
        inlines.push(inline);
    }
}

fn text(inlines: &mut Inlines, punctuation_first: bool) {
    let mut rest = std::mem::take(inlines).into_iter().peekable();
    while let Some(mut inline) = rest.next() {
        match &mut inline.kind {
            InlineKind::Citation(citation) => {
                if citation.form == CitationForm::Prose {
                    let names = Citation { items: citation.items.clone(), form: CitationForm::Names };
                    inlines.push(Inline::new(inline.span, InlineKind::Citation(names)));
                } else {
                    trim_blank(inlines);
                }
                if punctuation_first && let Some(stop) = rest.peek_mut().and_then(take_stop) {
                    inlines.push(stop);
                    // What was a stop alone is gone.
                    rest.next_if(|next| matches!(&next.kind, InlineKind::Text(text) if text.is_empty()));
                }
                inlines.push(noted(inline));
                continue;
            }
            InlineKind::Footnote(note) => {
                let blocks = note.blocks.as_deref_mut().unwrap_or_default();
                walk::inlines_mut(blocks, &mut |inlines| last_in_note(inlines));
            }
            _ => walk::children_mut(&mut inline).into_iter().for_each(|inner| text(inner, punctuation_first)),
        }
        inlines.push(inline);
    }
}

/// A citation that ends an author's note, or is all of it, closes it as the style closes notes.
fn last_in_note(inlines: &mut Inlines) {
    if let Some(InlineKind::Citation(citation)) = inlines.last_mut().map(|last| &mut last.kind)
        && citation.form == CitationForm::Bracketed
    {
        citation.form = CitationForm::Note;
    }
}

/// The call of a note in which a work is cited.
fn noted(inline: Inline) -> Inline {
    let span = inline.span;
    let InlineKind::Citation(mut citation) = inline.kind else { return inline };
    let name = citation.items.first().map_or(String::new(), |item| format!("@{}", item.key.value));
    citation.form = CitationForm::Note;
    let content = vec![Inline::new(span, InlineKind::Citation(citation))];
    let paragraph = Block::new(span, BlockKind::Paragraph(content));
    Inline::new(span, InlineKind::Footnote(Footnote { name, number: None, blocks: Some(vec![paragraph]) }))
}

/// Takes the blank off that stands before a citation in brackets.
fn trim_blank(inlines: &mut Inlines) {
    let Some(last) = inlines.last_mut() else { return };
    if let InlineKind::Text(text) = &last.kind
        && text.ends_with(' ')
    {
        let rest = text.part(0..text.len() - 1);
        if rest.is_empty() {
            inlines.pop();
        } else {
            *last = Inline::text(rest);
        }
    }
}

/// Takes the stop or comma that a text begins with.
fn take_stop(inline: &mut Inline) -> Option<Inline> {
    let InlineKind::Text(text) = &inline.kind else { return None };
    if !text.starts_with(['.', ',']) {
        return None;
    }
    let stop = Inline::text(text.part(0..1));
    *inline = Inline::text(text.part(1..text.len()));
    Some(stop)
}
