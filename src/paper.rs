//! A paper with everything resolved: every number, label, citation, value, image, marking. Holds no Typst.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::manifest::Manifest;
use crate::marking::Level;
use crate::section::Section;

/// A resolved paper: what any printer needs, and nothing else.
#[derive(Debug, Clone)]
pub struct Paper {
    pub manifest: Manifest,
    /// What every page is marked with.
    pub marking: Option<Level>,
    pub sections: Vec<PaperSection>,
    /// The images that are printed, by their path in the project.
    pub images: BTreeMap<String, Arc<[u8]>>,
}

#[derive(Debug, Clone)]
pub struct PaperSection {
    /// The section file, relative to the project.
    pub path: String,
    pub section: Section,
}
