//! How many heaps the C library keeps.
//!
//! That of GNU gives each thread a heap of its own, up to eight a core, and what is free in one is of no use to threads
//! of another. A server whose papers, and their threads, come and go holds several times what it needs by and by.
//! Without unsafe code (mallopt(3)), only a process that begins can be told otherwise.

/// Begins this process anew with few heaps, unless the user has said how many. Where that cannot be done it goes on
/// with many, though what `exec` has done to its signals by then stays done. To be called before anything is read.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn share() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const NAME: &str = "MALLOC_ARENA_MAX";
    let mut arguments = env::args_os();
    let name = arguments.next();
    if env::var_os(NAME).is_none()
        && let Ok(binary) = super::worker::binary()
    {
        let mut command = Command::new(&binary);
        // Returns if it fails, and only then.
        let _ = command.arg0(name.unwrap_or(binary.into())).args(arguments).env(NAME, "2").exec();
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn share() {}
