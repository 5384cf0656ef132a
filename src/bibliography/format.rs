//! Citations and list as the CSL engine prints them, in pieces that know nothing yet of where they stand.

use std::collections::HashMap;

use citationberg::Display;
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::affixes::{self, Part};
use super::engine::{Engine, spelt_names};
use super::locator::Locator;
use super::pieces::{Piece, marked, others_term, push, push_all, styled, text_of, tidy, without_links};
use super::style::Style;
use super::work::Work;
use super::{identifier, order, standin, unprinted};
use crate::section::{self, CitationForm, Inline, InlineKind, Inlines, Label, Target};
use crate::source::Span;

/// What a citation asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Request {
    pub items: Vec<Item>,
    pub form: CitationForm,
    /// The number of the note in which it stands.
    pub note: Option<usize>,
    /// Whether its works are listed only: nothing is printed where it would stand.
    pub is_hidden: bool,
}

/// A work that is cited.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Its place in the bibliography.
    pub work: usize,
    pub locator: Option<Locator>,
    pub is_without_names: bool,
    pub has_prefix: bool,
    /// How the words behind it begin.
    pub suffix: Option<char>,
}

impl Item {
    pub(super) fn new(work: usize) -> Self {
        Self { work, locator: None, is_without_names: false, has_prefix: false, suffix: None }
    }
}

/// What the engine printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Output {
    /// Each citation's pieces.
    pub citations: Vec<Vec<Piece>>,
    /// The list: the place of a work in the bibliography, and its line.
    pub entries: Vec<(usize, Vec<Piece>)>,
    /// The works whose lines leave out some of their fields, and which.
    pub unprinted: Vec<(usize, Vec<usize>)>,
}

/// Formats citations in their order, and the list of what they cite.
pub(super) fn format(works: &[Work], style: &Style, requests: &[Request]) -> Output {
    let by_key: HashMap<&str, usize> = works.iter().enumerate().map(|(at, work)| (work.key.as_str(), at)).collect();
    let engine = Engine { works, style };
    let asked = affixes::parts(requests, &style.csl);
    let (mut printed, mut list) = engine.run(&asked);
    let mut cited: Vec<usize> = Vec::new();
    let mut is_known = vec![false; works.len()];
    for item in requests.iter().flat_map(|request| &request.items) {
        if !std::mem::replace(&mut is_known[item.work], true) {
            cited.push(item.work);
        }
    }
    let order = order::of_list(works, style, cited);
    if style.csl.citation.disambiguate_add_year_suffix && engine.is_ambiguous(requests) {
        // The engine gives out 2012a and 2012b in order of citation, and for each form of citation anew. Citing
        // all works in the order of the list first, in every form, gives all one order.
        let items: Vec<_> = order.iter().map(|work| Item::new(*work)).collect();
        let first = [CitationForm::Bracketed, CitationForm::Prose];
        let first = first.map(|form| Request { items: items.clone(), form, note: None, is_hidden: false });
        let preceding = affixes::parts(&first, &style.csl);
        (printed, list) = engine.run(&[&preceding[..], &asked].concat());
        printed.drain(..preceding.len());
    }
    let others = others_term(&style.terms);
    let reading = Reading { works, work: None, part: None, locator: None, is_date: false };
    let mut printed = asked.iter().zip(&printed).peekable();
    let citations = requests.iter().map(|request| {
        let mut pieces = Vec::new();
        while let Some((part, children)) = printed.next_if(|(part, _)| std::ptr::eq(part.request, request)) {
            pieces.push(Reading { part: Some(*part), ..reading }.pieces(children));
        }
        let names = |at: usize| spelt_names(&works[request.items[at].work], &style.terms);
        tidy(affixes::join(request, pieces, style, &names), &others)
    });
    let citations = citations.collect();
    let list = list.into_iter().flat_map(|list| list.items);
    let entries = list.filter_map(|item| {
        let at = *by_key.get(item.key.as_str())?;
        let reading = Reading { work: Some(&works[at]), ..reading };
        let mut pieces = Vec::new();
        if let Some(first) = item.first_field {
            pieces = reading.pieces(&ElemChildren(vec![first]));
            push(&mut pieces, Piece::Text(" ".to_owned()));
        }
        push_all(&mut pieces, reading.pieces(&item.content));
        Some((at, tidy(pieces, &others)))
    });
    let mut entries: HashMap<usize, Vec<Piece>> = entries.collect();
    let entries: Vec<_> = order.into_iter().filter_map(|at| entries.remove_entry(&at)).collect();
    let unprinted = entries.iter().map(|(work, pieces)| (*work, unprinted::of(&works[*work], &text_of(pieces))));
    let unprinted = unprinted.filter(|(_, lost)| !lost.is_empty()).collect();
    Output { citations, entries, unprinted }
}

/// Pieces as inlines that stand at `span`; those about an item of a citation stand at its own.
pub(super) fn inlines(
    pieces: &[Piece],
    span: Span,
    items: &[&section::CitationItem],
    is_listed: &dyn Fn(&str) -> bool,
) -> Inlines {
    let inner = |pieces: &[Piece]| inlines(pieces, span, items, is_listed);
    let inline = |piece: &Piece| {
        let inline = match piece {
            Piece::Text(text) => Inline::computed(span, text.as_str()),
            Piece::Emphasis(pieces) => Inline::new(span, InlineKind::Emphasis(inner(pieces))),
            Piece::Strong(pieces) => Inline::new(span, InlineKind::Strong(inner(pieces))),
            Piece::Raised(pieces) => Inline::new(span, InlineKind::Raised(inner(pieces))),
            Piece::Break => Inline::new(span, InlineKind::Break),
            Piece::Link(url, pieces) => Inline::new(
                span,
                InlineKind::Link {
                    target: Target::Url(url.clone()),
                    older: None,
                    older_content: None,
                    content: inner(pieces),
                },
            ),
            Piece::Item(index, Label::Work(key), pieces) if !is_listed(key) => {
                return inlines(pieces, items[*index].work_span(), items, is_listed);
            }
            Piece::Item(index, label, pieces) => {
                let span = items[*index].work_span();
                let content = inlines(pieces, span, items, is_listed);
                Inline::new(
                    span,
                    InlineKind::Link {
                        target: Target::Label(label.clone()),
                        older: None,
                        older_content: None,
                        content,
                    },
                )
            }
            Piece::Before(index, is_first) => words(items[*index].prefix.as_ref(), span, *is_first),
            Piece::Behind(index) => words(items[*index].suffix.as_ref(), span, false),
        };
        vec![inline]
    };
    pieces.iter().flat_map(inline).collect()
}

/// The author's words in a citation, maybe as the beginning of a sentence.
fn words(words: Option<&section::Text>, span: Span, is_first: bool) -> Inline {
    let Some(text) = words else { return Inline::computed(span, "") };
    let mut rest = text.chars();
    match rest.next().filter(|first| is_first && first.is_lowercase()) {
        Some(first) => Inline::computed(text.span(), format!("{}{}", first.to_uppercase(), rest.as_str())),
        None => Inline::text(text.clone()),
    }
}

/// How the engine's output is read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    works: &'a [Work],
    /// The work about which something is read.
    work: Option<&'a Work>,
    /// The part of a citation that is read.
    part: Option<Part<'a>>,
    /// The locator of the item that is being read.
    locator: Option<&'a Locator>,
    /// Whether a date is being read.
    is_date: bool,
}

impl Reading<'_> {
    fn pieces(&self, children: &ElemChildren) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => push_all(&mut pieces, styled(&self.text(&text.text), text.formatting)),
                ElemChild::Markup(text) => push_all(&mut pieces, marked(&self.text(text))),
                ElemChild::Link { text, url } => self.link(&text.text, url, text.formatting, &mut pieces),
                ElemChild::Elem(elem) => {
                    if matches!(elem.display, Some(Display::Block | Display::Indent)) && !pieces.is_empty() {
                        pieces.push(Piece::Break);
                    }
                    match (&elem.meta, &self.part) {
                        (Some(ElemMeta::Entry(index)), Some(part)) => {
                            let Item { work, locator, .. } = &part.items()[*index];
                            let work = &self.works[*work];
                            let label = Label::Work(work.key.clone());
                            let reading = Self { work: Some(work), locator: locator.as_ref(), ..*self };
                            let inner = reading.pieces(&elem.children);
                            // A link within the link to the list would lead astray.
                            pieces.push(Piece::Item(part.first + index, label, without_links(inner)));
                        }
                        (meta, _) => {
                            let is_date = self.is_date || matches!(meta, Some(ElemMeta::Date));
                            push_all(&mut pieces, Self { is_date, ..*self }.pieces(&elem.children));
                        }
                    }
                    if elem.display == Some(Display::LeftMargin) {
                        push(&mut pieces, Piece::Text(" ".to_owned()));
                    }
                }
                ElemChild::Transparent { .. } => {}
            }
        }
        pieces
    }

    fn text(&self, text: &str) -> String {
        let text = text.to_owned();
        let text = self.work.map_or(text.clone(), |work| work.hidden.restore(text, self.is_date));
        standin::restore(&text, self.locator.map(|locator| locator.text.as_str()))
    }

    fn link(&self, text: &str, url: &str, formatting: Formatting, pieces: &mut Vec<Piece>) {
        let (url, text) = (self.text(url), self.text(text));
        let written = self.work.and_then(|work| work.url.as_ref()).filter(|address| address.text == url);
        let address = match (url.strip_prefix("https://doi.org/"), written) {
            (_, Some(written)) => written.target.clone(),
            (Some(doi), None) => Some(identifier::doi_address(doi)),
            (None, None) => Some(url),
        };
        let content = styled(&text, formatting);
        match address.filter(|address| identifier::is_web_address(address)) {
            Some(address) => push(pieces, Piece::Link(address, content)),
            None => push_all(pieces, content),
        }
    }
}
