//! What the engine has printed before, by all that it depends on.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use hayagriva::ElemChildren;

use super::engine::Line;
use super::style::Style;
use super::work::Work;

/// Answers for as many styles are kept: a redline prints two papers.
const MAX_STYLES: usize = 2;

/// Builds after which an answer goes that none of them asked for.
const MAX_AGE: usize = 4;

/// What a work says: the same of two works that say the same, wherever they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Mark([u64; 2]);

impl Mark {
    pub(super) fn of(work: &Work) -> Self {
        Self([0_u8, 1].map(|seed| {
            let mut hasher = DefaultHasher::new();
            (seed, &work.hidden).hash(&mut hasher);
            // Without its place in the bibliography, which is nobody's variable.
            work.item.0.iter().filter(|(name, _)| !name.is_empty()).for_each(|variable| variable.hash(&mut hasher));
            hasher.finish()
        }))
    }
}

/// All that a line of the list depends on but the style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub work: Mark,
    pub has_letter: bool,
    /// Its number, if that is not put there later.
    pub number: Option<usize>,
}

/// Answers of the engine for some styles, the one that was asked for last behind the others.
#[derive(Debug, Default)]
pub(super) struct Answers {
    styles: Vec<(Arc<str>, String, Known)>,
    /// How often the engine has been asked for something.
    pub count: usize,
}

/// What is known of a style.
#[derive(Debug, Default)]
pub(super) struct Known {
    lines: HashMap<Asked, (Option<Arc<Line>>, usize)>,
    citations: HashMap<String, (Arc<Vec<ElemChildren>>, usize)>,
    /// The works that were put in order last, and the order.
    order: (Vec<Mark>, Vec<usize>),
    /// How many builds there have been.
    now: usize,
    pub count: usize,
}

impl Answers {
    /// What is known of a style, for one more build.
    pub(super) fn take(&mut self, style: &Style) -> Known {
        let is_it = |(identity, language, _): &(Arc<str>, String, Known)| {
            *identity == style.identity && *language == style.terms.language
        };
        let found = self.styles.iter().position(is_it).map(|at| self.styles.remove(at).2);
        let mut known = found.unwrap_or_default();
        known.now += 1;
        known
    }

    /// Keeps it for the next one.
    pub(super) fn put(&mut self, style: &Style, mut known: Known) {
        let now = known.now;
        known.lines.retain(|_, (_, used)| *used + MAX_AGE > now);
        known.citations.retain(|_, (_, used)| *used + MAX_AGE > now);
        self.count += std::mem::take(&mut known.count);
        self.styles.push((Arc::clone(&style.identity), style.terms.language.clone(), known));
        let surplus = self.styles.len().saturating_sub(MAX_STYLES);
        self.styles.drain(..surplus);
    }
}

impl Known {
    /// The line that was printed before, or the one that `print` asks the engine for.
    pub(super) fn line(&mut self, asked: Asked, print: impl FnOnce() -> Option<Line>) -> Option<Arc<Line>> {
        let now = self.now;
        if let Some((line, used)) = self.lines.get_mut(&asked) {
            *used = now;
            return line.clone();
        }
        self.count += 1;
        let line = print().map(Arc::new);
        self.lines.insert(asked, (line.clone(), now));
        line
    }

    /// What was printed of citations before.
    pub(super) fn citations(&mut self, asked: &str) -> Option<Arc<Vec<ElemChildren>>> {
        let (answers, used) = self.citations.get_mut(asked)?;
        *used = self.now;
        Some(Arc::clone(answers))
    }

    pub(super) fn keep_citations(&mut self, asked: String, answers: Arc<Vec<ElemChildren>>) {
        self.citations.insert(asked, (answers, self.now));
    }

    /// The order of works, of which `sort` makes a list of their places.
    pub(super) fn order(&mut self, works: Vec<Mark>, sort: impl FnOnce() -> Vec<usize>) -> &[usize] {
        if self.order.0 != works {
            self.count += 1;
            self.order = (works, sort());
        }
        &self.order.1
    }
}
