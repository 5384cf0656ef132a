//! What is remembered of a paper's sections from one run to the next.

use std::sync::Arc;

use super::bibliography::WorkFindings;
use super::context::Context;
use super::paper::{self, ResolvedFindings};
use super::section::SectionFindings;
use super::versions::ReadLock;
use crate::bibliography::Bibliography;
use crate::marking::{self, Scheme};
use crate::memo::{Memo, Same};
use crate::project::{File, LOCK, Project};
use crate::section::Section;
use crate::source::FileId;

/// What may make the next look at a paper faster, never different.
#[derive(Default)]
pub struct Memory {
    pub(super) context: Option<Same<Context>>,
    pub(super) sections: Memo<(Same<Section>, Same<Context>), SectionFindings>,
    pub(super) resolved: Memo<paper::Inputs, ResolvedFindings>,
    lock: Option<(Option<File>, Arc<ReadLock>)>,
    works: Option<(Same<Bibliography>, Arc<WorkFindings>)>,
    schemes: Option<(Vec<File>, Arc<Vec<Scheme>>)>,
}

impl Memory {
    /// Lets go of what belongs to files other than those that are kept.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.sections.retain(&keep);
        self.resolved.retain(&keep);
    }

    /// What was released last.
    pub(super) fn lock(&mut self, project: &Project) -> Arc<ReadLock> {
        let file = project.file(LOCK);
        match &self.lock {
            Some((known, lock)) if known.as_ref() == file => Arc::clone(lock),
            _ => {
                let lock = Arc::new(ReadLock::of(project));
                self.lock = Some((file.cloned(), Arc::clone(&lock)));
                lock
            }
        }
    }

    /// All marking schemes of the project.
    pub(super) fn schemes(&mut self, project: &Project) -> Arc<Vec<Scheme>> {
        let files: Vec<File> = marking::scheme_paths(project).filter_map(|path| project.file(path)).cloned().collect();
        match &self.schemes {
            Some((known, schemes)) if *known == files => Arc::clone(schemes),
            _ => {
                let schemes = Arc::new(marking::all_schemes(project));
                self.schemes = Some((files, Arc::clone(&schemes)));
                schemes
            }
        }
    }

    /// What is to be said of the works of a bibliography.
    pub(super) fn works(&mut self, project: &Project, bibliography: &Same<Bibliography>) -> Arc<WorkFindings> {
        match &self.works {
            Some((known, works)) if known == bibliography => Arc::clone(works),
            _ => {
                let works = Arc::new(WorkFindings::of(project, bibliography));
                self.works = Some((bibliography.clone(), Arc::clone(&works)));
                works
            }
        }
    }
}
