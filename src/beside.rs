//! Two pieces of work at once, neither of which needs what the other makes.

use std::panic;
use std::thread::{self, Builder};

/// What nests as deep as it may takes no more than the stack of a process's first thread, on which the other one runs.
const STACK_SIZE: usize = 16 << 20;

/// Does both: if they are long, `one` on a thread of its own, else one after the other, since a thread may have to wait
/// until there is room for it. Where a thread cannot be had, this panics.
pub fn both<A: Send, B>(are_long: bool, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if !are_long {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, one).expect("there are threads to be had");
        let other = other();
        (one.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)), other)
    })
}
