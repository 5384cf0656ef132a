//! A resolved paper: what can be said once every number, label and citation is known.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::memory::Memory;
use super::{glyphs, headings, lengths, near_miss, references, typed};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::memo::Same;
use crate::paper::Paper;
use crate::project::Project;
use crate::section::{Section, Status};
use crate::terms::Terms;

/// The characters that a paper's fonts have.
pub trait Coverage: Send + Sync {
    fn covers(&self, character: char) -> bool;
}

/// All that the findings of a resolved section depend on.
pub(super) type Inputs = (Same<Section>, Status, Arc<Terms>, Same<dyn Coverage>);

/// What was found in a resolved section, and what the rest of the paper must know of it.
#[derive(Debug)]
pub struct ResolvedFindings {
    pub findings: Vec<Diagnostic>,
    glyphs: glyphs::Facts,
    titles: Vec<headings::Title>,
    doubtful: Vec<typed::Doubtful>,
    references: references::Facts,
}

/// Looks at a section that is resolved.
fn resolved(
    section: &Section,
    (status, terms): (Status, &Terms),
    fonts: &dyn Coverage,
    project: &Project,
) -> ResolvedFindings {
    let mut diagnostics = Diagnostics::new();
    let titles = headings::section(section, &mut diagnostics);
    let doubtful = typed::section(section, terms, &mut diagnostics);
    lengths::section(section, &mut diagnostics);
    near_miss::data(section, project, &mut diagnostics);
    ResolvedFindings {
        findings: diagnostics.into_list(),
        glyphs: glyphs::section(section, status, fonts),
        titles,
        doubtful,
        references: references::Facts::of(section, terms),
    }
}

/// What can be said of a paper once it is resolved. Returned are the characters for which a stand-in is to be printed.
pub fn paper(
    project: &Project,
    paper: &Paper,
    fonts: &Same<dyn Coverage>,
    memory: &mut Memory,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<char> {
    let (status, terms) = (paper.manifest.status.value, &*paper.terms);
    let looked_at: Vec<Arc<ResolvedFindings>> = (paper.sections.iter().map(|section| &section.section))
        .map(|section| {
            let inputs = (Same(Arc::clone(section)), status, Arc::clone(&paper.terms), fonts.clone());
            // Of the project nothing is looked at but where the words of a section stand.
            memory.resolved.get(section.file, inputs, |_| resolved(section, (status, terms), &**fonts, project))
        })
        .collect();
    looked_at.iter().for_each(|section| diagnostics.extend(&section.findings));
    let glyphs: Vec<_> = looked_at.iter().map(|section| &section.glyphs).collect();
    let lacking = glyphs::check(paper, &**fonts, &glyphs, diagnostics);
    headings::check(looked_at.iter().flat_map(|section| &section.titles), diagnostics);
    typed::check(looked_at.iter().flat_map(|section| &section.doubtful), diagnostics);
    let references: Vec<_> = looked_at.iter().map(|section| &section.references).collect();
    references::check(&references, &paper.manifest, terms, diagnostics);
    lacking
}
