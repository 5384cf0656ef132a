//! What is known of a paper by whoever looks at one of its sections.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::manuscript::Manuscript;
use super::needles::Needles;
use super::prose::words;
use crate::manifest::GuideEdition;
use crate::marking::Scheme;
use crate::project::LOCK;
use crate::section::Status;
use crate::terms::Terms;

/// As long as this is the same, what was said of a section that is the same still holds.
#[derive(Debug, PartialEq)]
pub struct Context {
    pub language: String,
    /// What the press says of its own accord, in that language.
    pub terms: Arc<Terms>,
    pub status: Status,
    /// Whether the paper was released before, so that sections are compared with what they were.
    pub is_released: bool,
    /// Whose rule for numbers before units of time holds; [`None`] for neither.
    pub times: Option<GuideEdition>,
    /// The abbreviations in the manifest, with what they stand for.
    pub abbreviations: BTreeMap<String, String>,
    /// The words of what they stand for, in lower case.
    pub names: BTreeSet<String>,
    /// The markings that nobody may type; [`None`] if it is not known which these are.
    pub needles: Option<Needles>,
}

impl Context {
    /// `schemes` are all that the project has.
    pub fn new(manuscript: &Manuscript, schemes: &[Scheme]) -> Self {
        let Manuscript { project, manifest, scheme: own, .. } = *manuscript;
        let is_released = project.contains(LOCK);
        let long = manifest.abbreviations.iter().flat_map(|(_, long)| words(long));
        let is_unknown = manifest.marking.is_some() && own.is_none();
        Self {
            language: manifest.language.value.clone(),
            terms: Arc::clone(&manifest.terms.terms),
            status: manifest.status.value,
            is_released,
            // Whoever wrote before the rule changed may have followed either form.
            times: manifest
                .style
                .edition
                .or_else(|| (manifest.date.value.year >= GuideEdition::CHANGED).then_some(GuideEdition::Current)),
            names: long.map(|(_, word)| word.to_lowercase()).collect(),
            abbreviations: (manifest.abbreviations.iter())
                .map(|(short, long)| (short.to_string(), long.to_string()))
                .collect(),
            needles: (!is_unknown).then(|| Needles::new(own.filter(|_| manifest.marking.is_some()), schemes)),
        }
    }

    /// The language without its region.
    pub fn primary_language(&self) -> &str {
        self.language.split('-').next().unwrap_or_default()
    }

    pub fn is_american(&self) -> bool {
        self.language.ends_with("-US")
    }
}
