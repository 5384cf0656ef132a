//! One section as its authors wrote it: what is to be said of it by itself, and what rules of the whole paper ask of
//! it.

use super::context::Context;
use super::prose::Prose;
use super::{abbreviations, accessibility, allowances, bibliography, characters, definitions, marking, near_miss};
use super::{numbers, quotes, references, style, typography, unfinished};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lock::Shown;
use crate::section::{FrontMatter, Section};
use crate::source::Source;

/// What was found in a section, and what the rest of the paper must know of it.
#[derive(Debug)]
pub struct SectionFindings {
    pub findings: Vec<Diagnostic>,
    pub facts: Facts,
}

/// What rules of the whole paper look at: little, however long the section is.
#[derive(Debug)]
pub struct Facts {
    pub front_matter: FrontMatter,
    /// What it says and shows, if the paper was released before.
    pub shown: Option<Shown>,
    pub allowances: Vec<allowances::Allowance>,
    pub bibliography: bibliography::Facts,
    pub marking: marking::Facts,
    pub abbreviations: abbreviations::Facts,
    pub quotes: quotes::Facts,
    pub style: style::Facts,
}

/// Looks at the section at `path`, in which nothing is resolved yet.
pub fn section(context: &Context, path: &str, section: &Section, source: &Source) -> SectionFindings {
    let mut diagnostics = Diagnostics::new();
    let found = &mut diagnostics;
    let prose = Prose::of(section, source);
    characters::file(source, context.status, found);
    references::section(context, section, found);
    accessibility::section(section, found);
    definitions::section(context, section, source, found);
    let near_misses = near_miss::section(context, section, &prose, found);
    let marking = marking::section(context, section, &prose, found);
    // What is markup of any kind is nobody's words. A marking is one wherever it is read.
    let prose = prose.without(&near_misses);
    unfinished::section(context, section, &prose, found);
    typography::section(&prose, found);
    let prose = prose.in_own_language(section);
    numbers::section(context, &prose, found);
    let facts = Facts {
        front_matter: section.front_matter.clone(),
        shown: context.is_released.then(|| Shown::of(path, section)),
        allowances: allowances::section(context, section, source, found),
        bibliography: bibliography::Facts::of(section),
        marking,
        abbreviations: abbreviations::Facts::of(context, &prose),
        quotes: quotes::section(context, &prose, found),
        style: style::section(context, section, &prose, found),
    };
    SectionFindings { findings: diagnostics.into_list(), facts }
}
