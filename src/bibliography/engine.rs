//! What is asked of the CSL engine, and in which order.

use citationberg::TermForm;
use citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChildren, LocatorPayload,
    RenderedBibliography, SpecificLocator,
};

use super::affixes::{self, Part};
use super::format::{Item, Request};
use super::locator::Locator;
use super::standin;
use super::style::{Style, Terms};
use super::work::Work;
use crate::section::CitationForm;

/// Works, and the style that prints them.
pub(super) struct Engine<'a> {
    pub works: &'a [Work],
    pub style: &'a Style,
}

impl Engine<'_> {
    /// What is printed of each part, and the list.
    pub(super) fn run(&self, parts: &[Part]) -> (Vec<ElemChildren>, Option<RenderedBibliography>) {
        let Style { csl, terms, .. } = self.style;
        let Terms { code, files, .. } = &**terms;
        let marked = affixes::marked(csl);
        let locator = |item: &Item| item.locator.as_ref().map(payload);
        let locators: Vec<Vec<Option<String>>> =
            parts.iter().map(|part| part.items().iter().map(locator).collect()).collect();
        // Names are no citations by themselves: they come behind, so that no other seems to follow one. What is listed
        // without being cited comes last, so that its numbers do.
        let rank = |at: &usize| match parts[*at].request {
            Request { is_hidden: true, .. } => 2,
            request => u8::from(request.form == CitationForm::Names),
        };
        let mut asked: Vec<usize> = (0..parts.len()).collect();
        asked.sort_by_key(rank);
        let mut driver = BibliographyDriver::new();
        let mut order = Vec::new();
        let mut ask = |at: Option<usize>, items, style, note| {
            order.push(at);
            driver.citation(CitationRequest::new(items, style, Some(code.clone()), files, note));
        };
        for at in asked {
            let part = &parts[at];
            let items = part.items().iter().zip(&locators[at]).map(|(item, text)| {
                let locator = item.locator.as_ref().zip(text.as_ref());
                let locator = locator.map(|(place, text)| SpecificLocator(place.kind, LocatorPayload::Str(text)));
                let work = &self.works[item.work];
                CitationItem::new(&work.item, locator, None, part.request.is_hidden, purpose(part, item, work))
            });
            ask(Some(at), items.collect(), if part.is_marked { &marked } else { &**csl }, part.request.note);
            if let Some(work) = other_in_note(parts, at) {
                // Behind a note about several works the engine would say "ibid." of the last of them. What is hidden
                // ends that, and is no first citation, as it was cited just now.
                let hidden = CitationItem::new(&self.works[work].item, None, None, true, None);
                ask(None, vec![hidden], &**csl, None);
            }
        }
        let rendered = driver.finish(BibliographyRequest::new(csl, Some(code.clone()), files));
        let mut printed = vec![ElemChildren(Vec::new()); parts.len()];
        for (at, citation) in order.into_iter().zip(rendered.citations) {
            if let Some(at) = at {
                printed[at] = citation.citation;
            }
        }
        (printed, rendered.bibliography)
    }

    /// Whether two of the works may be cited by the same words: first name and year are the same.
    pub(super) fn is_ambiguous(&self, requests: &[Request]) -> bool {
        let mut cited: Vec<usize> =
            requests.iter().flat_map(|request| request.items.iter().map(|item| item.work)).collect();
        cited.sort_unstable();
        cited.dedup();
        let mark = |&work: &usize| {
            let work = &self.works[work];
            (work.responsible().into_iter().next(), work.year("issued"))
        };
        let mut marks: Vec<_> = cited.iter().map(mark).collect();
        let all = marks.len();
        marks.sort_unstable();
        marks.dedup();
        marks.len() < all
    }
}

/// If a note ends with this part: a work in it that is another than the last one.
fn other_in_note(parts: &[Part], at: usize) -> Option<usize> {
    let note = parts[at].request.note;
    let is_over = parts.get(at + 1).is_none_or(|next| next.request.note != note);
    let last = parts[at].items().last().filter(|_| note.is_some() && is_over)?.work;
    let in_note = parts[..=at].iter().rev().take_while(|part| part.request.note == note);
    in_note.flat_map(|part| part.items()).map(|item| item.work).find(|work| *work != last)
}

/// In which form a work is asked for.
fn purpose(part: &Part, item: &Item, work: &Work) -> Option<CitePurpose> {
    match part.request.form {
        CitationForm::Names => Some(CitePurpose::Author),
        // A work that has no names would be nameless in prose: it is cited in brackets there as well.
        _ if work.responsible().is_empty() => None,
        CitationForm::Prose => Some(CitePurpose::Prose),
        // What stands between the marks then is without names.
        CitationForm::Bracketed | CitationForm::Note => item.is_without_names.then_some(CitePurpose::Prose),
    }
}

/// The family names of those who wrote a work: of up to two, or of the first.
pub(super) fn spelt_names(work: &Work, terms: &Terms) -> String {
    let term = |term| terms.files.iter().find_map(|file| file.term(Term::Other(term), TermForm::Long)?.single());
    match work.responsible().as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} {} {other}", term(OtherTerm::And).unwrap_or("&")),
        [first, ..] => format!("{first} {}", term(OtherTerm::EtAl).unwrap_or("et al.")),
    }
}

fn payload(locator: &Locator) -> String {
    standin::locator(&locator.text, locator.is_plural)
}
