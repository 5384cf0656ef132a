//! Work on threads: two pieces at once, neither of which needs what the other makes, or one on a stack of its own.

use std::io;
use std::panic;
use std::sync::Mutex;
use std::thread::{self, Builder};

/// What nests as deep as it may takes no more than the stack of a process's first thread, on which the other one runs.
const STACK_SIZE: usize = 16 << 20;

/// Does both: if they are long, `one` on a thread of its own, else one after the other, since a thread may have to wait
/// until there is room for it. One after the other, too, where no thread can be had.
pub fn both<A: Send, B>(are_long: bool, one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    if !are_long {
        return (one(), other());
    }
    let one = Mutex::new(Some(one));
    let run = || {
        let one = one.lock().ok().and_then(|mut one| one.take());
        one.map(|one| one())
    };
    let (done, other) = thread::scope(|scope| {
        let started = Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run);
        let other = other();
        let done = started.map(|running| running.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
        (done.unwrap_or_else(|_| run()), other)
    });
    (done.expect("it was not done yet"), other)
}

/// Does something that needs a stack of that many bytes, on a thread of its own. The error says why none can be had.
pub fn with_stack<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let running = Builder::new().stack_size(bytes).spawn_scoped(scope, work)?;
        Ok(running.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)))
    })
}
