//! What was formatted before, by all that it depends on.

use std::sync::Arc;

use super::answers::Answers;
use super::format::{self, Lists, Output, Request};
use super::style::Style;
use super::unprinted;
use super::work::Work;

/// Results of as many builds are kept: a redline formats two papers.
const MAX_RESULTS: usize = 2;

/// Formatted results of earlier builds, by all that went into them. Never more than a few.
#[derive(Debug, Default)]
pub struct Cache {
    outputs: Vec<(Question, Arc<Output>)>,
    answers: Answers,
}

/// All that a formatted result depends on.
#[derive(Debug)]
pub(super) struct Question {
    pub works: Arc<Vec<Work>>,
    pub style: Arc<str>,
    pub language: String,
    pub requests: Vec<Request>,
    pub lists: Lists,
}

impl Cache {
    /// How many citations and lines of works the CSL engine has been asked for.
    pub fn asked(&self) -> usize {
        self.answers.count
    }

    pub(super) fn answer(&mut self, question: Question, style: &Style) -> Arc<Output> {
        if question.requests.is_empty() {
            return Arc::default();
        }
        if let Some(index) = self.outputs.iter().position(|(known, _)| known.is_same(&question)) {
            let found = self.outputs.remove(index);
            self.outputs.push(found);
        } else {
            let Question { works, requests, lists, .. } = &question;
            let output = format::format(works, style, requests, lists, &mut self.answers);
            self.outputs.push((question, Arc::new(output)));
            let surplus = self.outputs.len().saturating_sub(MAX_RESULTS);
            self.outputs.drain(..surplus);
        }
        self.outputs.last().map(|(_, output)| Arc::clone(output)).unwrap_or_default()
    }
}

impl Question {
    fn is_same(&self, other: &Self) -> bool {
        let print_same = |(one, other): (&Work, &Work)| {
            one.item == other.item
                && one.url == other.url
                && one.hidden == other.hidden
                && unprinted::say_same(&one.fields, &other.fields)
        };
        let same_works =
            || self.works.len() == other.works.len() && self.works.iter().zip(other.works.iter()).all(print_same);
        self.style == other.style
            && self.language == other.language
            && self.requests == other.requests
            && self.lists == other.lists
            && (Arc::ptr_eq(&self.works, &other.works) || same_works())
    }
}
