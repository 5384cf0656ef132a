//! The Typst of sections, remembered while nothing about them changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::manifest::Chapters;
use crate::markup::VirtualFile;
use crate::memo::{Memo, Same};
use crate::paper::{Paper, PaperSection};
use crate::section::{Section, Status, walk};
use crate::source::FileId;
use crate::terms::Terms;

use super::emit;

/// What may make the next assembly faster, never different.
#[derive(Default)]
pub struct Memory {
    sections: Memo<Emission, VirtualFile>,
}

/// All that the Typst of a section depends on in a paper that is no redline.
#[derive(PartialEq)]
struct Emission {
    section: Same<Section>,
    template: String,
    terms: Arc<Terms>,
    chapters: Chapters,
    /// Images that it prints a stand-in for, and characters.
    lacking: (Vec<String>, Arc<BTreeSet<char>>),
}

impl Memory {
    /// The Typst of a section of `paper`, which is no redline.
    pub(super) fn section(&mut self, paper: &Paper, section: &PaperSection, chapters: Chapters) -> Arc<VirtualFile> {
        let section = &section.section;
        let emission = Emission {
            section: Same(Arc::clone(section)),
            template: paper.manifest.template.value.clone(),
            terms: Arc::clone(&paper.terms),
            chapters,
            lacking: (lacking(paper, section), Arc::clone(&paper.lacking)),
        };
        self.sections.get(section.file, emission, |_| emit::section(paper, section, &[], chapters))
    }

    /// Lets go of sections other than those that are kept.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.sections.retain(keep);
    }
}

/// The images that a section asks for and the paper has not: only a draft is printed without.
fn lacking(paper: &Paper, section: &Section) -> Vec<String> {
    let mut lacking = Vec::new();
    if paper.manifest.status.value == Status::Draft {
        walk::images(&section.blocks, &mut |image| {
            if !paper.images.contains_key(image.file()) {
                lacking.push(image.file().to_owned());
            }
        });
    }
    lacking
}
