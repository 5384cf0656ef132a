//! What merges two versions.

use std::collections::HashMap;

use crate::section::Label;

/// Knows which labels changed. How it merges each kind of node is in the files beside this one.
pub(super) struct Merger {
    /// The newer label by the older one.
    pub renamed: HashMap<Label, Label>,
}
