//! The works that a paper can cite, and what it prints of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cache::{Cache, Question};
use super::facts::Facts;
use super::format::{Item, Request};
use super::inlines;
use super::locator;
use super::style::{Style, StyleForm};
use super::unprinted;
use super::work::Work;
use crate::diagnostic::Diagnostic;
use crate::section::{Citation, CitationForm, Inlines, Text, WorkType};
use crate::source::Span;

/// The works that a paper can cite.
#[derive(Debug, Clone, Default)]
pub struct Bibliography {
    works: Arc<Vec<Work>>,
    by_key: BTreeMap<String, usize>,
    others: Vec<Other>,
}

/// An entry that is no work: it lends its fields to others, or has the key of another one.
#[derive(Debug, Clone)]
pub(super) struct Other {
    pub key: String,
    pub span: Span,
    pub draws_on: Vec<String>,
}

/// What a paper prints of its bibliography.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formatted {
    /// For each citation, in order: what it prints. Spans are the citation's; each work's part links to its label.
    pub citations: Vec<Inlines>,
    /// The list in the style's order: key and line. Spans are the entry's.
    pub entries: Vec<(String, Inlines)>,
    /// What is to be said of works whose lines leave something out.
    pub findings: Vec<Diagnostic>,
}

impl Bibliography {
    /// Of works whose keys are unique, in the order of their files.
    pub(super) fn new(mut works: Vec<Work>, others: Vec<Other>) -> Self {
        works.iter_mut().enumerate().for_each(|(index, work)| work.number(index));
        let by_key = works.iter().enumerate().map(|(index, work)| (work.key.clone(), index)).collect();
        Self { works: Arc::new(works), by_key, others }
    }

    pub fn contains(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// All keys, in file order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.works.iter().map(|work| work.key.as_str())
    }

    /// Key and place of each entry, be it a work or not, and the keys of those that it draws on.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Span, &[String])> {
        let works = self.works.iter().map(|work| (work.key.as_str(), work.span, work.draws_on.as_slice()));
        works.chain(self.others.iter().map(|other| (other.key.as_str(), other.span, other.draws_on.as_slice())))
    }

    /// What each entry says of its work, in file order.
    pub fn works(&self) -> impl Iterator<Item = Facts<'_>> {
        self.works.iter().map(Facts)
    }

    /// What sort of work it is.
    pub fn type_of(&self, key: &str) -> WorkType {
        self.by_key.get(key).map_or(WorkType::Other, |&index| self.works[index].sort())
    }

    /// Where an entry's key stands.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.by_key.get(key).map(|&index| self.works[index].key_span)
    }

    /// Who wrote a work, and when: `Kempa et al. 1999`.
    pub fn name(&self, key: &str) -> Option<String> {
        self.by_key.get(key).map(|&index| Facts(&self.works[index]).name())
    }

    /// Formats citations (all of whose keys exist), each with the number of the note in which it stands, and the list
    /// of the works they cite, and of those that are only `listed`. Each leads to its work's line if there is a list
    /// for it; the lists stand one behind the other.
    pub fn format(
        &self,
        style: &Style,
        citations: &[(&Citation, Option<usize>)],
        listed: &[&str],
        list_of: &dyn Fn(WorkType) -> Option<usize>,
        cache: &mut Cache,
    ) -> Formatted {
        // What the style would not print keeps numbers from being put together.
        let prints_places = style.tasks.cites_places;
        let request = |(citation, note): &(&Citation, Option<usize>)| {
            let items = citation.items.iter().filter_map(|item| {
                Some(Item {
                    work: *self.by_key.get(&item.key.value)?,
                    locator: (item.locator.as_ref().filter(|_| prints_places))
                        .map(|locator| locator::read(locator, &style.terms)),
                    is_without_names: item.is_without_names,
                    has_prefix: item.prefix.is_some(),
                    suffix: item.suffix.as_ref().and_then(|suffix| suffix.chars().next()),
                })
            });
            Request { items: items.collect(), form: citation.form, note: *note, is_hidden: false }
        };
        // Each by itself: the engine compares each item of a citation with each other.
        let listed = listed.iter().filter_map(|key| Some(Item::new(*self.by_key.get(*key)?)));
        let listed =
            listed.map(|item| Request { items: vec![item], form: CitationForm::Note, note: None, is_hidden: true });
        let question = Question {
            works: Arc::clone(&self.works),
            style: Arc::clone(&style.identity),
            language: style.terms.language.clone(),
            requests: citations.iter().map(request).chain(listed).collect(),
            lists: WorkType::ALL.map(|(sort, ..)| list_of(sort)),
        };
        let places =
            citations.iter().flat_map(|(citation, _)| &citation.items).filter_map(|item| item.locator.as_ref());
        let places: Vec<Span> = places.filter(|_| !prints_places).map(Text::span).collect();
        let expected = if style.has_list() { expected(&question.requests, style.form()) } else { BTreeSet::new() };
        let output = cache.answer(question, style);
        let lines: BTreeSet<usize> = output.entries.iter().map(|(work, _)| *work).collect();
        let has_line = |key: &str| self.by_key.get(key).is_some_and(|work| lines.contains(work));
        let is_listed = |key: &str| has_line(key) && list_of(self.type_of(key)).is_some();
        let citations = citations.iter().zip(&output.citations).map(|((citation, _), pieces)| {
            let known: Vec<_> = citation.items.iter().filter(|item| self.contains(&item.key.value)).collect();
            let whole = known.iter().map(|item| item.work_span()).reduce(Span::to);
            whole.map(|whole| inlines::of(pieces, whole, &known, &is_listed)).unwrap_or_default()
        });
        let entries = output.entries.iter().map(|(index, pieces)| {
            let work = &self.works[*index];
            (work.key.clone(), inlines::of(pieces, work.span, &[], &|_| true))
        });
        let lost = output.unprinted.iter().filter_map(|(index, lost)| unprinted::finding(&self.works[*index], lost));
        let absent = expected.difference(&lines).map(|work| unprinted::whole(&self.works[*work], style.form()));
        let findings = lost.chain(absent).chain(unprinted::places(&places)).collect();
        Formatted { citations: citations.collect(), entries: entries.collect(), findings }
    }
}

/// The works of which a reader expects a line in the list: a note says all of its works, so that a style may leave some
/// of them out.
fn expected(requests: &[Request], form: StyleForm) -> BTreeSet<usize> {
    let works = |is_hidden: bool| {
        let requests = requests.iter().filter(move |request| request.is_hidden == is_hidden);
        requests.flat_map(|request| &request.items).map(|item| item.work).collect::<BTreeSet<_>>()
    };
    let (cited, listed) = (works(false), works(true));
    match form {
        StyleForm::Notes => &listed - &cited,
        _ => &listed | &cited,
    }
}
