//! How a link within the paper is described to who cannot see where it leads (PDF/UA-1, 7.18.5).

use typst::diag::SourceResult;
use typst::ecow::{EcoString, eco_format};
use typst::engine::Engine;
use typst::foundations::{Content, NativeElement, Packed, Selector, StyleChain};
use typst::introspection::{MetadataElem, QueryFirstIntrospection};
use typst::model::{Destination, DirectLinkElem, FootnoteElem, HeadingElem, LinkElem, LinkMarker, LinkTarget, Refable};
use typst::pdf::PdfMarkerTag;
use typst::syntax::Span;

use crate::assemble::notes::{FOOTNOTE, TABLE_CALL, TABLE_NOTE};

use super::spoken::{Spoken, Words};

/// A description is cut before the word that makes it longer, in characters.
const MAX_DESCRIPTION: usize = 160;

/// Typst's own rule for links but for the description: what the link itself begins with, if that is there for it, else
/// the words of what it leads to if that has no number. Typst names its page, so that a page more at the beginning
/// would change everything after it. What is on the pages does not depend on this rule.
pub(super) fn describe(link: &Packed<LinkElem>, engine: &mut Engine, styles: StyleChain) -> SourceResult<Content> {
    let span = link.span();
    let leads_to = |what: &str| match &link.dest {
        LinkTarget::Label(label) => label.resolve().as_str().starts_with(what),
        LinkTarget::Dest(_) => false,
    };
    let destination = link.dest.resolve_early(engine, span)?;
    let words = match &destination {
        _ if let Some(own) = said(&link.body) => Some(own),
        Destination::Location(place) => {
            let target = engine.introspect(QueryFirstIntrospection(Selector::Location(*place), span));
            target
                .filter(|target| !has_number(target))
                .map(|target| words(&target, link))
                .filter(|words| !words.is_empty())
        }
        _ => None,
    };
    let (is_call, leads_back) = (leads_to(TABLE_NOTE) || leads_to(FOOTNOTE), leads_to(TABLE_CALL));
    let description = match words {
        _ if is_call => Spoken::of_engine(engine).fill(Words::Note, &link.body.plain_text()),
        _ if leads_back => Spoken::of_engine(engine).fill(Words::BackFromNote, &link.body.plain_text()),
        Some(words) => words,
        None => {
            let words = destination.alt_text(engine, styles, span)?;
            section(&destination, &words, engine, span).unwrap_or(words)
        }
    };
    let marker = LinkMarker::new(link.body.clone(), Some(description));
    let marker = marker.pack().spanned(span).set(LinkElem::current, Some(destination));
    Ok(if is_call || leads_back { PdfMarkerTag::Label(marker) } else { marker })
}

/// Typst's own rule for what leads to a note and back, in the words of the paper.
pub(super) fn describe_direct(
    link: &Packed<DirectLinkElem>,
    engine: &mut Engine,
    styles: StyleChain,
) -> SourceResult<Content> {
    let spoken = Spoken::of_engine(engine);
    let note = FootnoteElem::alt_text(styles, "");
    let words = |words: &EcoString| match words.strip_prefix(note.as_str()) {
        _ if !words.chars().any(char::is_alphabetic) => spoken.fill(Words::BackFromNote, words),
        Some(number) => spoken.fill(Words::Note, number),
        None => words.clone(),
    };
    Ok(link.body.clone().linked(Destination::Location(link.loc), link.alt.as_ref().map(words)))
}

/// What is said of a link to a heading whose number Typst has in its own words. An annex has its word in its number.
fn section(destination: &Destination, words: &str, engine: &mut Engine, span: Span) -> Option<EcoString> {
    let Destination::Location(place) = destination else { return None };
    let target = engine.introspect(QueryFirstIntrospection(Selector::Location(*place), span))?;
    target.to_packed::<HeadingElem>()?;
    let supplement = target.with::<dyn Refable>()?.supplement().plain_text();
    let number = words.strip_prefix(supplement.as_str())?.trim().trim_end_matches('.');
    Some(match number.contains(char::is_whitespace) {
        true => number.into(),
        false => Spoken::of_engine(engine).fill(Words::Section, number),
    })
}

/// What the emitter wrote to be said of something: in what it begins with, or in itself.
fn said(content: &Content) -> Option<EcoString> {
    let mut first = None;
    content.sequence_recursive_for_each(&mut |part| _ = first.get_or_insert_with(|| part.clone()));
    let words = first?.to_packed::<MetadataElem>()?.value.clone();
    words.cast::<EcoString>().ok()
}

fn has_number(target: &Content) -> bool {
    target.with::<dyn Refable>().is_some_and(|target| target.numbering().is_some())
}

/// What stands at a target; what the link itself says if nothing does.
fn words(target: &Content, link: &Packed<LinkElem>) -> EcoString {
    if let Some(own) = said(target) {
        return own;
    }
    let own = target.to_packed::<HeadingElem>().map_or(target, |heading| &heading.body);
    let (own, said) = (own.plain_text(), link.body.plain_text());
    let text = if own.trim().is_empty() { said } else { own };
    let mut words = EcoString::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > MAX_DESCRIPTION {
            return eco_format!("{words} …");
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}
