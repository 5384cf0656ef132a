//! What is remembered of a paper's sections from one run to the next.

use crate::bibliography::{self, StyleForm};
use crate::image::ImageVerdicts;
use crate::manifest::Manifest;
use crate::marking::Scheme;
use crate::memo::{Memo, Same};
use crate::section::Section;
use crate::source::FileId;

use super::data::Files;
use super::expand::Expanded;
use super::resolve::{Answers, Resolved};

/// What may make the next paper faster, never different.
#[derive(Default)]
pub struct Memory {
    pub(super) expanded: Memo<Expansion, Expanded>,
    pub(super) resolved: Memo<(Same<Expanded>, Answers), Resolved>,
    pub(super) citations: bibliography::Cache,
    pub(super) images: ImageVerdicts,
}

/// All that expanding a section depends on.
pub(super) type Expansion = (Same<Section>, Same<Manifest>, Option<Same<Scheme>>, Option<StyleForm>, Files);

impl Memory {
    /// Lets go of what belongs to files other than those that are kept: by id, and images by path.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool, keep_image: impl Fn(&str) -> bool) {
        self.expanded.retain(&keep);
        self.resolved.retain(&keep);
        self.images.retain(keep_image);
    }
}
