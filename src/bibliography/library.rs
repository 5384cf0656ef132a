//! The works that a paper can cite, and what it prints of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cache::{Cache, Question};
use super::facts::Facts;
use super::format::{self, Request};
use super::style::Style;
use super::unprinted;
use super::work::Work;
use crate::diagnostic::Diagnostic;
use crate::section::{Citation, Inlines};
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
    pub(super) fn new(works: Vec<Work>, others: Vec<Other>) -> Self {
        let by_key = works.iter().enumerate().map(|(index, work)| (work.entry.key().to_owned(), index)).collect();
        Self { works: Arc::new(works), by_key, others }
    }

    pub fn contains(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// All keys, in file order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.works.iter().map(|work| work.entry.key())
    }

    /// Key and place of each entry, be it a work or not, and the keys of those that it draws on.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Span, &[String])> {
        let works = self.works.iter().map(|work| (work.entry.key(), work.span, work.draws_on.as_slice()));
        works.chain(self.others.iter().map(|other| (other.key.as_str(), other.span, other.draws_on.as_slice())))
    }

    /// What each entry says of its work, in file order.
    pub fn works(&self) -> impl Iterator<Item = Facts<'_>> {
        self.works.iter().map(Facts)
    }

    /// Where an entry's key stands.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.by_key.get(key).map(|&index| self.works[index].key_span)
    }

    /// Who wrote a work, and when: `Kempa et al. 1999`.
    pub fn name(&self, key: &str) -> Option<String> {
        self.by_key.get(key).map(|&index| Facts(&self.works[index]).name())
    }

    /// Formats citations (all of whose keys exist) and the list of the works they cite.
    pub fn format(&self, style: &Style, citations: &[&Citation], cache: &mut Cache) -> Formatted {
        let request = |citation: &&Citation| {
            let items = citation.items.iter().filter_map(|item| {
                let locator = item.locator.as_ref().map(|locator| locator.value.clone());
                Some((*self.by_key.get(&item.key.value)?, locator))
            });
            Request { items: items.collect(), form: citation.form }
        };
        let question = Question {
            works: Arc::clone(&self.works),
            style: Arc::clone(&style.identity),
            language: style.terms.language.clone(),
            requests: citations.iter().map(request).collect(),
        };
        let output = cache.answer(question, style);
        let citations = citations.iter().zip(&output.citations).map(|(citation, pieces)| {
            let known = citation.items.iter().filter(|item| self.contains(&item.key.value));
            let spans: Vec<Span> = known
                .map(|item| item.locator.as_ref().map_or(item.key.span, |locator| item.key.span.to(locator.span)))
                .collect();
            let whole = spans.iter().copied().reduce(Span::to);
            whole.map(|whole| format::inlines(pieces, whole, &|index| spans[index])).unwrap_or_default()
        });
        let entries = output.entries.iter().map(|(index, pieces)| {
            let work = &self.works[*index];
            (work.entry.key().to_owned(), format::inlines(pieces, work.span, &|_| work.span))
        });
        let findings =
            output.unprinted.iter().filter_map(|(index, lost)| unprinted::finding(&self.works[*index], lost));
        Formatted { citations: citations.collect(), entries: entries.collect(), findings: findings.collect() }
    }
}
