//! Two pieces of work at once, neither of which needs what the other makes.

use std::panic;
use std::thread::{self, Builder};

/// What nests as deep as it may takes no more than the stack of a process's first thread, on which the other one runs.
const STACK_SIZE: usize = 16 << 20;

/// Does both, `one` on a thread of its own. Where a thread cannot be had, this panics.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, one).expect("there are threads to be had");
        let other = other();
        (one.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)), other)
    })
}
