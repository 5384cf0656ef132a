//! What is asked of the CSL engine, and in which order.

use std::cell::{LazyCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Collapse, IndependentStyle, TermForm};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChildren, LocatorPayload,
    SpecificLocator,
};

use super::affixes::Part;
use super::answers::{Asked, Known, Mark};
use super::begun::Begun;
use super::collapse;
use super::format::{Item, Request};
use super::locator::Locator;
use super::pieces::Piece;
use super::short_names::ShortNames;
use super::standin;
use super::style::{Layouts, Style, StyleForm, Terms};
use super::together::{self, ANY_NUMBER, Group};
use super::work::Work;
use crate::section::CitationForm;

/// Works, and the style that prints them.
#[derive(Clone, Copy)]
pub(super) struct Engine<'a> {
    pub works: &'a [Work],
    /// What was printed before.
    pub known: &'a RefCell<Known>,
    pub style: &'a Style,
    /// The letters behind the years of some works.
    pub letters: &'a HashMap<usize, String>,
}

/// A line of the list: what stands before it, and itself.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub first: ElemChildren,
    pub content: ElemChildren,
}

impl Engine<'_> {
    /// What is printed of each part. `order` is that of the list.
    pub(super) fn cite(&self, parts: &[Part], order: &[usize]) -> Vec<ElemChildren> {
        // Names are no citations by themselves: they come behind, so that no other seems to follow one. What is listed
        // without being cited comes last, so that its numbers do.
        let rank = |at: &usize| match parts[*at].request {
            Request { is_hidden: true, .. } => 2,
            request => u8::from(request.form == CitationForm::Names),
        };
        let mut asked: Vec<usize> = (0..parts.len()).collect();
        asked.sort_by_key(rank);
        let mut printed = vec![ElemChildren(Vec::new()); parts.len()];
        for group in together::groups(self, parts, asked, order) {
            let answers = self.cite_together(parts, &group);
            group.parts.iter().zip(answers).for_each(|(at, answer)| printed[*at] = answer);
        }
        printed
    }

    /// What is printed of the parts of a group, as it was before or asked for anew.
    pub(super) fn cite_together(&self, parts: &[Part], group: &Group) -> Vec<ElemChildren> {
        let Some(key) = group.key(self, parts) else { return self.ask_together(parts, group) };
        let known = self.known.borrow_mut().citations(&key);
        let answers = known.unwrap_or_else(|| {
            let answers = Arc::new(self.ask_together(parts, group));
            self.known.borrow_mut().keep_citations(key, Arc::clone(&answers));
            answers
        });
        let mut answers = Vec::clone(&answers);
        for (at, answer) in group.parts.iter().zip(&mut answers) {
            group.put_numbers(parts[*at].items(), answer);
        }
        answers
    }

    /// The engine takes only what is printed alike for ambiguous: works with letters behind their years and works
    /// without would not be told apart from each other. So all are asked for in both ways, if there are both.
    fn ask_together(&self, parts: &[Part], group: &Group) -> Vec<ElemChildren> {
        let has_letter = |at: &usize| parts[*at].items().iter().any(|item| self.letters.contains_key(&item.work));
        let are_lettered: Vec<bool> = group.parts.iter().map(has_letter).collect();
        let first = are_lettered.first().copied().unwrap_or_default();
        let mut printed = self.ask_for_all(parts, group, first);
        if self.style.tasks.says_where && are_lettered.contains(&!first) {
            let others = self.ask_for_all(parts, group, !first);
            let pairs = printed.iter_mut().zip(others).zip(are_lettered);
            pairs.filter(|(_, is_lettered)| *is_lettered != first).for_each(|((one, other), _)| *one = other);
        }
        printed
    }

    /// What is printed of the parts of a group, with places for letters or without.
    fn ask_for_all(&self, parts: &[Part], group: &Group, has_letters: bool) -> Vec<ElemChildren> {
        let locator = |item: &Item| item.locator.as_ref().map(payload);
        let texts = |at: &usize| parts[*at].items().iter().map(locator).collect();
        let locators: Vec<Vec<Option<String>>> = group.parts.iter().map(texts).collect();
        let mut questions = Vec::new();
        // As nothing is printed of it, whatever the works are.
        let cited = LazyCell::new(|| self.style.tasks.cited(false).of(&[], Layouts::Citation));
        let hidden = |work: &usize| CitationItem::new(&self.works[*work].item, None, None, true, None);
        let others: Vec<citationberg::json::Item> = (0..group.order.len()).map(nobody).collect();
        if group.has_order(parts) {
            let item = |(other, work): (_, &Option<usize>)| match work {
                Some(work) => hidden(work),
                None => CitationItem::new(other, None, None, true, None),
            };
            questions.push((None, others.iter().zip(&group.order).map(item).collect(), Arc::clone(&*cited), None));
        }
        for (place, at) in group.parts.iter().enumerate() {
            let part = &parts[*at];
            let items = part.items().iter().zip(&locators[place]).map(|(item, text)| {
                let locator = item.locator.as_ref().zip(text.as_ref());
                let locator = locator.map(|(place, text)| SpecificLocator(place.kind, LocatorPayload::Str(text)));
                let work = &self.works[item.work];
                CitationItem::new(&work.item, locator, None, part.request.is_hidden, purpose(part, item, work))
            });
            let items: Vec<_> = items.collect();
            let tasks = &self.style.tasks;
            let style = if part.is_marked { tasks.marked(has_letters) } else { tasks.cited(has_letters) };
            let works: Vec<_> = items.iter().map(|item| item.entry).collect();
            // Names by themselves may be those of the list.
            let is_plain = items.iter().all(|item| item.purpose.is_none());
            let layouts = if is_plain { Layouts::Citation } else { Layouts::Both };
            questions.push((Some(place), items, style.of(&works, layouts), part.request.note));
            if let Some(work) = other_in_note(parts, *at) {
                // Behind a note about several works the engine would say "ibid." of the last of them. What is hidden
                // ends that, and is no first citation, as it was cited just now.
                questions.push((None, vec![hidden(&work)], Arc::clone(&*cited), None));
            }
        }
        let (places, questions): (Vec<_>, Vec<_>) =
            questions.into_iter().map(|(at, items, style, note)| (at, (items, style, note))).unzip();
        let mut printed = vec![ElemChildren(Vec::new()); group.parts.len()];
        for (at, citation) in places.into_iter().zip(self.ask(questions, group.first_number())) {
            if let Some(at) = at {
                printed[at] = citation;
            }
        }
        printed
    }

    fn ask(&self, questions: Vec<Question>, first_number: usize) -> Vec<ElemChildren> {
        self.known.borrow_mut().count += questions.len();
        let Terms { code, files, .. } = &*self.style.terms;
        fn entries<'q>(question: &'q Question) -> impl Iterator<Item = &'q citationberg::json::Item> {
            question.0.iter().map(|item| item.entry)
        }
        let begun = Begun::new(questions.iter().flat_map(entries), &self.style.csl);
        let styles: Vec<_> = questions.iter().map(|question| begun.style(&question.1, entries(question))).collect();
        let mut driver = BibliographyDriver::new().with_citation_number_offset(first_number);
        for ((items, _, note), style) in questions.into_iter().zip(&styles) {
            driver.citation(CitationRequest::new(items, style, Some(code.clone()), files, note));
        }
        let request = BibliographyRequest::new(&self.style.tasks.listless, Some(code.clone()), files);
        driver.finish(request).citations.into_iter().map(|citation| citation.citation).collect()
    }

    /// Leaves out years that are those of the work before, if the style says so.
    pub(super) fn collapse_years(&self, part: &Part, pieces: &mut Vec<Piece>) {
        let citation = &self.style.csl.citation;
        let is_ranged = match citation.collapse {
            Some(Collapse::YearSuffix) => false,
            Some(Collapse::YearSuffixRanged) => true,
            _ => return,
        };
        let between = citation.year_suffix_delimiter.as_ref().or(citation.cite_group_delimiter.as_ref());
        let between = between.or(citation.layout.delimiter.as_ref());
        let told = |at: usize| {
            let work = part.request.items.get(at)?.work;
            Some((self.works[work].told_year()?, self.letters.get(&work)?.clone()))
        };
        collapse::years(pieces, &told, between.map_or("", String::as_str), is_ranged);
    }

    /// The line of a work, which is that of this number from 0; [`None`] if the style has no list.
    pub(super) fn line(&self, work: usize, number: usize) -> Option<Line> {
        let is_put_later = self.style.tasks.has_plain_numbers;
        let has_letter = self.letters.contains_key(&work);
        let asked =
            Asked { work: Mark::of(&self.works[work]), has_letter, number: Some(number).filter(|_| !is_put_later) };
        let printed = if is_put_later { ANY_NUMBER - 1 } else { number };
        let line = self.known.borrow_mut().line(asked, || self.print_line(work, has_letter, printed))?;
        let mut line = Line::clone(&line);
        if is_put_later {
            let put = |part| together::put_number(part, ANY_NUMBER, number + 1);
            [&mut line.first, &mut line.content].into_iter().for_each(put);
        }
        Some(line)
    }

    fn print_line(&self, work: usize, has_letter: bool, number: usize) -> Option<Line> {
        let Terms { code, files, .. } = &*self.style.terms;
        let item = &self.works[work].item;
        let style = &*self.style.tasks.listed(has_letter).of(&[item], Layouts::Both);
        let item = CitationItem::new(item, None, None, true, None);
        let mut driver = BibliographyDriver::new().with_citation_number_offset(number);
        driver.citation(CitationRequest::new(vec![item], style, Some(code.clone()), files, None));
        let rendered = driver.finish(BibliographyRequest::new(style, Some(code.clone()), files));
        let item = rendered.bibliography?.items.pop()?;
        Some(Line { first: ElemChildren(item.first_field.into_iter().collect()), content: item.content })
    }

    /// Which of some works may be cited by the same words as another: first name and year are the same, or the label.
    pub(super) fn ambiguous(&self, works: &[usize]) -> Vec<usize> {
        let is_labelled = self.style.form() == StyleForm::Labels;
        let short = ShortNames::of(self.style);
        let mark = |at: usize| {
            let work = &self.works[at];
            match is_labelled {
                true => (work.text("citation-label"), None),
                false => {
                    let first = work.responsible_with_short().into_iter().next();
                    (first.map(|name| short.cited(&name)), work.year("issued"))
                }
            }
        };
        let mut counts: HashMap<_, usize> = HashMap::new();
        works.iter().for_each(|&work| *counts.entry(mark(work)).or_default() += 1);
        works.iter().copied().filter(|&work| counts[&mark(work)] > 1).collect()
    }
}

/// The works of a citation, the style for it and the number of its note.
type Question<'a> = (Vec<CitationItem<'a, citationberg::json::Item>>, Arc<IndependentStyle>, Option<usize>);

/// If a note ends with this part: a work in it that is another than the last one.
fn other_in_note(parts: &[Part], at: usize) -> Option<usize> {
    let note = parts[at].request.note;
    let is_over = parts.get(at + 1).is_none_or(|next| next.request.note != note);
    let last = parts[at].items().last().filter(|_| note.is_some() && is_over)?.work;
    let in_note = parts[..=at].iter().rev().take_while(|part| part.request.note == note);
    in_note.flat_map(|part| part.items()).map(|item| item.work).find(|work| *work != last)
}

/// A work in the place of another that is not asked for.
fn nobody(at: usize) -> citationberg::json::Item {
    let at = i64::try_from(at).unwrap_or_default();
    citationberg::json::Item([(String::new(), citationberg::json::Value::Number(-1 - at))].into())
}

/// In which form a work is asked for.
pub(super) fn purpose(part: &Part, item: &Item, work: &Work) -> Option<CitePurpose> {
    match part.request.form {
        CitationForm::Names => Some(CitePurpose::Author),
        // A work that has no names would be nameless in prose: it is cited in brackets there as well.
        _ if !work.is_named() => None,
        CitationForm::Prose => Some(CitePurpose::Prose),
        // What stands between the marks then is without names.
        CitationForm::Bracketed | CitationForm::Note => item.is_without_names.then_some(CitePurpose::Prose),
    }
}

/// The family names of those who wrote a work: of up to two, or of the first.
pub(super) fn spelt_names(work: &Work, terms: &Terms) -> String {
    let term = |term| terms.files.iter().find_map(|file| file.term(Term::Other(term), TermForm::Long)?.single());
    match work.responsible_with_short().as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} {} {other}", term(OtherTerm::And).unwrap_or("&")),
        [first, ..] => format!("{first} {}", term(OtherTerm::EtAl).unwrap_or("et al.")),
    }
}

fn payload(locator: &Locator) -> String {
    standin::locator(&locator.text, locator.is_plural)
}
