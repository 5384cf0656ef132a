//! [`Paper`] → [`Assembled`]: the closed value that a PDF is made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::manifest::PartialDate;
use crate::markup::VirtualFile;

/// Everything that goes into the PDF, as files of a virtual tree whose main file is `main.typ`.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// `slug` and version: identifies the document for good.
    pub identifier: String,
    pub date: PartialDate,
    /// By path in the virtual tree, forward slashes, none at the start. Section files `sections/x.md` become
    /// `sections/x.typ`.
    pub files: BTreeMap<String, Piece>,
    /// House fonts, which take precedence over the built-in ones, by path.
    pub fonts: Vec<(String, Arc<[u8]>)>,
}

/// One file of the virtual tree.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Typst that we wrote, with the places of what authors wrote.
    Emitted(VirtualFile),
    /// A file of the project as it stands, by its path there: template Typst, images.
    Copied(Arc<[u8]>),
}
