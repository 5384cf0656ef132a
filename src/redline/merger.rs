//! What puts two versions together.

use std::collections::HashMap;

use crate::section::Label;

/// Knows which labels are others now. How it merges each kind of node stands beside it.
pub(super) struct Merger {
    /// The newer label by the older one.
    pub renamed: HashMap<Label, Label>,
}
