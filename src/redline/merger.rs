//! What puts two versions together.

use std::collections::HashMap;

/// Knows which labels are others now. How it merges each kind of node stands beside it.
pub struct Merger {
    /// The newer label by the older one.
    pub renamed: HashMap<String, String>,
}
