//! By which signal a process was ended, where the system has signals.

use std::process::ExitStatus;

/// Numbers that all systems with signals share but for a few (signal(7)).
pub const SIGKILL: i32 = 9;
pub const SIGXCPU: i32 = 24;

#[cfg(unix)]
pub fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
pub fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
