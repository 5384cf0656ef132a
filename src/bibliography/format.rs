//! Citations and list as the CSL engine prints them, in pieces that know nothing yet of where they stand.

use std::collections::HashMap;
use std::str::FromStr;

use citationberg::taxonomy::Locator as LocatorKind;
use citationberg::{Display, FontStyle, FontWeight, TermForm, TextDecoration};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChild, ElemChildren,
    ElemMeta, Entry, Formatting, LocatorPayload, Rendered, SpecificLocator,
};

use super::standin::{EMPHASIS, LINK, STRONG};
use super::style::{Style, Terms};
use super::work::{Address, Work};
use super::{hidden, identifier, standin, unprinted};
use crate::section::{CitationForm, Inline, InlineKind, Inlines, Label, Locator, Target};
use crate::source::Span;

/// What a citation asks for: works by their place in the bibliography.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Request {
    pub items: Vec<(usize, Option<Locator>)>,
    pub form: CitationForm,
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

/// Formatted text without a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Emphasis(Vec<Piece>),
    Strong(Vec<Piece>),
    Break,
    Link(String, Vec<Piece>),
    /// The part of a citation that is about one of its items: which, and the label of its work.
    Item(usize, Label, Vec<Piece>),
}

/// Formats citations in their order, and the list of what they cite.
pub(super) fn format(works: &[Work], style: &Style, requests: &[Request]) -> Output {
    let by_key: HashMap<&str, usize> =
        works.iter().enumerate().map(|(index, work)| (work.entry.key(), index)).collect();
    let engine = Engine { works, style };
    let mut rendered = engine.run(&[], requests);
    let mut preceding = 0;
    if style.csl.citation.disambiguate_add_year_suffix && engine.is_ambiguous(requests) {
        // The engine gives out 2012a and 2012b in order of citation, and for each form of citation anew. Citing
        // all works in the order of the list first, in every form, gives all one order.
        let list = rendered.bibliography.iter().flat_map(|list| &list.items);
        let items: Vec<_> = list.filter_map(|item| Some((*by_key.get(item.key.as_str())?, None))).collect();
        let first = [CitationForm::Bracketed, CitationForm::Prose].map(|form| Request { items: items.clone(), form });
        preceding = first.len();
        rendered = engine.run(&first, requests);
    }
    let urls: HashMap<String, &Address> =
        (works.iter()).filter_map(|work| Some((work.entry.url_any()?.value.to_string(), work.url.as_ref()?))).collect();
    let hidden = works.iter().flat_map(|work| &work.hidden);
    let hidden = hidden.map(|(first, last, text)| (*first, (*last, text.as_str()))).collect();
    let others = others_term(&style.terms);
    let reading = Reading { works, urls: &urls, hidden: &hidden, request: None, locator: None };
    let citations = rendered.citations.iter().skip(preceding).zip(requests);
    let citations = citations.map(|(citation, request)| {
        let reading = Reading { request: Some(request), ..reading };
        tidy(reading.pieces(&citation.citation), &others)
    });
    let citations = citations.collect();
    let list = rendered.bibliography.into_iter().flat_map(|list| list.items);
    let entries = list.filter_map(|item| {
        let mut pieces = Vec::new();
        if let Some(first) = item.first_field {
            pieces = reading.pieces(&ElemChildren(vec![first]));
            push(&mut pieces, Piece::Text(" ".to_owned()));
        }
        push_all(&mut pieces, reading.pieces(&item.content));
        Some((*by_key.get(item.key.as_str())?, tidy(pieces, &others)))
    });
    let entries: Vec<(usize, Vec<Piece>)> = entries.collect();
    let unprinted = entries.iter().map(|(work, pieces)| (*work, unprinted::of(&works[*work], &text_of(pieces))));
    let unprinted = unprinted.filter(|(_, lost)| !lost.is_empty()).collect();
    Output { citations, entries, unprinted }
}

/// Pieces as inlines that stand at `span`; those about an item of a citation stand at its own.
pub(super) fn inlines(pieces: &[Piece], span: Span, item_span: &impl Fn(usize) -> Span) -> Inlines {
    let inner = |pieces: &[Piece]| inlines(pieces, span, item_span);
    let inline = |piece: &Piece| match piece {
        Piece::Text(text) => Inline::computed(span, text.as_str()),
        Piece::Emphasis(pieces) => Inline::new(span, InlineKind::Emphasis(inner(pieces))),
        Piece::Strong(pieces) => Inline::new(span, InlineKind::Strong(inner(pieces))),
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
        Piece::Item(index, label, pieces) => {
            let span = item_span(*index);
            let content = inlines(pieces, span, item_span);
            Inline::new(
                span,
                InlineKind::Link { target: Target::Label(label.clone()), older: None, older_content: None, content },
            )
        }
    };
    pieces.iter().map(inline).collect()
}

struct Engine<'a> {
    works: &'a [Work],
    style: &'a Style,
}

impl Engine<'_> {
    fn run(&self, first: &[Request], then: &[Request]) -> Rendered {
        let Style { csl, terms, .. } = self.style;
        let Terms { code, files, .. } = &**terms;
        let requests = || first.iter().chain(then);
        let locators: Vec<Vec<Option<(LocatorKind, String)>>> = requests()
            .map(|request| request.items.iter().map(|(_, locator)| locator.as_ref().map(payload)).collect())
            .collect();
        let mut driver = BibliographyDriver::new();
        for (request, locators) in requests().zip(&locators) {
            let items = request.items.iter().zip(locators).map(|((work, _), locator)| {
                let entry = &self.works[*work].entry;
                let locator = locator.as_ref().map(|(kind, text)| SpecificLocator(*kind, LocatorPayload::Str(text)));
                // A work without author would be nameless in prose: it is cited in brackets there as well.
                let prose = request.form == CitationForm::Prose && !names(entry).is_empty();
                CitationItem::new(entry, locator, None, false, prose.then_some(CitePurpose::Prose))
            });
            driver.citation(CitationRequest::new(items.collect(), csl, Some(code.clone()), files, None));
        }
        driver.finish(BibliographyRequest::new(csl, Some(code.clone()), files))
    }

    /// Whether two of the works may be cited by the same words: first name and year are the same.
    fn is_ambiguous(&self, requests: &[Request]) -> bool {
        let mut cited: Vec<usize> =
            requests.iter().flat_map(|request| request.items.iter().map(|item| item.0)).collect();
        cited.sort_unstable();
        cited.dedup();
        let mut marks: Vec<_> = (cited.iter().map(|&work| &self.works[work].entry))
            .map(|entry| (names(entry).first().map(|name| &name.name), entry.date_any().map(|date| date.year)))
            .collect();
        let all = marks.len();
        marks.sort_unstable();
        marks.dedup();
        marks.len() < all
    }
}

/// Those under whose name a work is cited.
fn names(entry: &Entry) -> &[hayagriva::types::Person] {
    entry.authors().filter(|names| !names.is_empty()).or_else(|| entry.editors()).unwrap_or_default()
}

fn payload(locator: &Locator) -> (LocatorKind, String) {
    (LocatorKind::from_str(locator.kind).unwrap_or(LocatorKind::Custom), standin::locator(&locator.value))
}

/// How the engine's output is read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    works: &'a [Work],
    /// Addresses as they are written, by the form that the engine gives them.
    urls: &'a HashMap<String, &'a Address>,
    /// Texts that numbers stand for.
    hidden: &'a HashMap<u32, (u32, &'a str)>,
    /// The citation that is read.
    request: Option<&'a Request>,
    /// The locator of the item that is being read.
    locator: Option<&'a Locator>,
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
                    match (&elem.meta, self.request) {
                        (Some(ElemMeta::Entry(index)), Some(request)) => {
                            let (work, locator) = &request.items[*index];
                            let label = Label::Work(self.works[*work].entry.key().to_owned());
                            let inner = Self { locator: locator.as_ref(), ..*self }.pieces(&elem.children);
                            // A link within the link to the list would lead astray.
                            pieces.push(Piece::Item(*index, label, without_links(inner)));
                        }
                        _ => push_all(&mut pieces, self.pieces(&elem.children)),
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
        let text = hidden::restore(text, |number| self.hidden.get(&number).copied());
        standin::restore(&text, self.locator.map(|locator| locator.value.as_str()))
    }

    fn link(&self, text: &str, url: &str, formatting: Formatting, pieces: &mut Vec<Piece>) {
        let url = self.text(url);
        let (address, text) = match (url.strip_prefix("https://doi.org/"), self.urls.get(&url)) {
            (Some(doi), _) => (Some(identifier::doi_address(doi)), self.text(text)),
            (None, Some(written)) => (written.target.clone(), written.text.clone()),
            (None, None) => (Some(url), self.text(text)),
        };
        let content = styled(&text, formatting);
        match address.filter(|address| identifier::is_web_address(address)) {
            Some(address) => push(pieces, Piece::Link(address, content)),
            None => push_all(pieces, content),
        }
    }
}

/// The word before the last of several names, and what is printed for those who are not named.
fn others_term(terms: &Terms) -> [String; 2] {
    use citationberg::taxonomy::{OtherTerm, Term};
    let term = |term: OtherTerm| {
        let found = terms.files.iter().flat_map(|file| file.term(Term::Other(term), TermForm::Long)).next();
        found.and_then(|term| term.single()).unwrap_or_default().trim().to_owned()
    };
    [term(OtherTerm::And), term(OtherTerm::EtAl)]
}

/// Names that end with those who are not named.
fn with_others(text: &str, [and, others]: &[String; 2]) -> String {
    let mut printed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(standin::OTHERS) {
        let before = before.trim_end();
        let before =
            [and.as_str(), "and", "&", "\u{2026}"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        printed.push_str(before.trim_end_matches([' ', ',', '\u{a0}']));
        printed.push(' ');
        printed.push_str(others);
        rest = if others.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
    }
    printed.push_str(rest);
    printed
}

/// Text in which stand-ins mark what is emphasised, bold or a link.
fn marked(text: &str) -> Vec<Piece> {
    let is_mark = |one: char| MARKS.contains(&one);
    let mut open: Vec<(char, String, Vec<Piece>)> = vec![('\0', String::new(), Vec::new())];
    let mut rest = text;
    while let Some(at) = rest.find(is_mark) {
        let mark = rest[at..].chars().next().unwrap_or_default();
        let after = &rest[at + mark.len_utf8()..];
        let last = open.last_mut().expect("the text itself is open");
        push(&mut last.2, Piece::Text(rest[..at].to_owned()));
        rest = after;
        if mark == EMPHASIS[0] || mark == STRONG[0] {
            open.push((mark, String::new(), Vec::new()));
        } else if mark == LINK[0] {
            let (address, text) = after.split_once(LINK[1]).unwrap_or(("", after));
            open.push((mark, address.to_owned(), Vec::new()));
            rest = text;
        } else if open.len() > 1 && mark != LINK[1] {
            close(&mut open);
        }
    }
    push(&mut open.last_mut().expect("the text itself is open").2, Piece::Text(rest.to_owned()));
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, _, pieces)| pieces).unwrap_or_default()
}

/// Ends what was marked last.
fn close(open: &mut Vec<(char, String, Vec<Piece>)>) {
    let Some((mark, address, inner)) = open.pop() else { return };
    let Some((_, _, pieces)) = open.last_mut() else { return };
    if mark == EMPHASIS[0] {
        push(pieces, Piece::Emphasis(inner));
    } else if mark == STRONG[0] {
        push(pieces, Piece::Strong(inner));
    } else if identifier::is_web_address(&address) {
        push(pieces, Piece::Link(address, inner));
    } else {
        push_all(pieces, inner);
    }
}

const MARKS: [char; 7] = [EMPHASIS[0], EMPHASIS[1], STRONG[0], STRONG[1], LINK[0], LINK[1], LINK[2]];

/// Small capitals, underlines and raised letters have no place in our inlines: underlined text is emphasised.
fn styled(text: &str, formatting: Formatting) -> Vec<Piece> {
    let mut pieces = marked(text);
    if formatting.font_style == FontStyle::Italic || formatting.text_decoration == TextDecoration::Underline {
        pieces = vec![Piece::Emphasis(pieces)];
    }
    if formatting.font_weight == FontWeight::Bold {
        pieces = vec![Piece::Strong(pieces)];
    }
    pieces
}

fn push_all(pieces: &mut Vec<Piece>, more: Vec<Piece>) {
    more.into_iter().for_each(|piece| push(pieces, piece));
}

/// Adds a piece, joining it to a like one before it.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (_, Piece::Text(text)) if text.is_empty() => {}
        (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
        (Some(Piece::Emphasis(before)), Piece::Emphasis(inner))
        | (Some(Piece::Strong(before)), Piece::Strong(inner)) => {
            push_all(before, inner);
        }
        (_, piece) => pieces.push(piece),
    }
}

/// What pieces say.
fn text_of(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Break => "\n".to_owned(),
        Piece::Emphasis(inner) | Piece::Strong(inner) | Piece::Link(_, inner) | Piece::Item(_, _, inner) => {
            text_of(inner)
        }
    };
    pieces.iter().map(text).collect()
}

/// Pieces without spaces at their ends, and without spaces after spaces, of which some styles make many.
fn tidy(mut pieces: Vec<Piece>, others: &[String; 2]) -> Vec<Piece> {
    fn tidy_all(pieces: &mut [Piece], others: &[String; 2], after_blank: &mut bool) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    if text.contains(standin::OTHERS) {
                        *text = with_others(text, others);
                    }
                    text.retain(|character| {
                        let keep = character != ' ' || !*after_blank;
                        *after_blank = character == ' ';
                        keep
                    });
                }
                Piece::Break => *after_blank = true,
                Piece::Emphasis(inner) | Piece::Strong(inner) | Piece::Link(_, inner) | Piece::Item(_, _, inner) => {
                    tidy_all(inner, others, after_blank);
                }
            }
        }
    }
    tidy_all(&mut pieces, others, &mut true);
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
    pieces
}

fn without_links(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut plain = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Link(_, inner) => push_all(&mut plain, without_links(inner)),
            Piece::Emphasis(inner) => push(&mut plain, Piece::Emphasis(without_links(inner))),
            Piece::Strong(inner) => push(&mut plain, Piece::Strong(without_links(inner))),
            piece => push(&mut plain, piece),
        }
    }
    plain
}
