//! What merges two versions.

use std::cell::Cell;
use std::collections::HashMap;

use crate::section::Label;

/// Knows which labels changed. How it merges each kind of node is in the files beside this one.
#[derive(Default)]
pub(super) struct Merger {
    /// The newer label by the older one.
    pub renamed: HashMap<Label, Label>,
    /// How many moves there are so far.
    pub moves: Cell<u32>,
}

impl Merger {
    /// The number of one more move.
    pub(super) fn next_move(&self) -> u32 {
        let number = self.moves.get();
        self.moves.set(number + 1);
        number
    }
}
