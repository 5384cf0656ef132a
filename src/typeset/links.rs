//! How a link within the paper is described to who cannot see where it leads (PDF/UA-1, 7.18.5).

use typst::diag::SourceResult;
use typst::ecow::{EcoString, eco_format};
use typst::engine::Engine;
use typst::foundations::{Content, NativeElement, Packed, Selector, StyleChain};
use typst::introspection::{MetadataElem, QueryFirstIntrospection};
use typst::model::{Destination, DirectLinkElem, FootnoteElem, HeadingElem, LinkElem, LinkMarker, LinkTarget, Refable};
use typst::pdf::PdfMarkerTag;
use typst::text::TextElem;

use crate::assemble::notes::{FOOTNOTE, TABLE_CALL, TABLE_NOTE};
use crate::terms::{self, Terms};

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
        // As Typst describes what leads to a footnote.
        _ if is_call => FootnoteElem::alt_text(styles, &link.body.plain_text()),
        _ if leads_back => back_from_note(&link.body.plain_text(), styles),
        Some(words) => words,
        None => destination.alt_text(engine, styles, span)?,
    };
    let marker = LinkMarker::new(link.body.clone(), Some(description));
    let marker = marker.pack().spanned(span).set(LinkElem::current, Some(destination));
    Ok(if is_call || leads_back { PdfMarkerTag::Label(marker) } else { marker })
}

/// Typst's own rule for what leads from a note back to its call, which Typst describes by the number alone.
pub(super) fn describe_direct(
    link: &Packed<DirectLinkElem>,
    _: &mut Engine,
    styles: StyleChain,
) -> SourceResult<Content> {
    let words = |words: &EcoString| match words.chars().any(char::is_alphabetic) {
        true => words.clone(),
        false => back_from_note(words, styles),
    };
    Ok(link.body.clone().linked(Destination::Location(link.loc), link.alt.as_ref().map(words)))
}

fn back_from_note(number: &str, styles: StyleChain) -> EcoString {
    let terms = terms::of(styles.get(TextElem::lang).as_str()).unwrap_or_else(Terms::english);
    terms.links.back_from_note.fill([number.trim_matches(['(', ')'])]).into()
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
