//! How much a template may take, and how the system is told.

use std::fmt;
use std::str::FromStr;

const MEMORY: Gigabytes = Gigabytes(4.0);
const SECONDS: u64 = 120;

/// What a template may take that may be anybody's code.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct LimitsArgument {
    /// Memory that a template may take if it did not come with chancery, in GB (held to on Linux)
    #[arg(long, value_name = "GB", default_value_t = MEMORY)]
    pub template_memory: Gigabytes,
    /// Processor time that such a template may take for a layout, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
    pub template_time: u64,
}

impl Default for LimitsArgument {
    fn default() -> Self {
        Self { template_memory: MEMORY, template_time: SECONDS }
    }
}

/// An amount of memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gigabytes(f64);

impl Gigabytes {
    pub fn bytes(self) -> u64 {
        (self.0 * f64::from(1 << 30)) as u64
    }

    pub fn doubled(self) -> Self {
        Self(self.0 * 2.0)
    }
}

impl fmt::Display for Gigabytes {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Gigabytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(amount) if (0.1..=1e6).contains(&amount) => Ok(Self(amount)),
            _ => Err("write a number from 0.1 on".to_owned()),
        }
    }
}

/// Gives this process that much memory from now on, and takes from it the right to leave its own behind.
#[cfg(unix)]
pub fn bound_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let bound = |resource, limit: u64| {
        let limit = Some(limit.min(getrlimit(resource).maximum.unwrap_or(u64::MAX)));
        // A system that knows no such limit has been told of in the manual.
        let _ = setrlimit(resource, Rlimit { current: limit, maximum: limit });
    };
    bound(Resource::Core, 0);
    #[cfg(not(target_os = "openbsd"))]
    bound(Resource::As, bytes.saturating_add(reserved()));
}

#[cfg(not(unix))]
pub fn bound_memory(_bytes: u64) {}

/// The bytes of memory that the system gives a process, if a template may take more.
#[cfg(all(unix, not(target_os = "openbsd")))]
pub fn given_memory(bytes: u64) -> Option<u64> {
    use rustix::process::{Resource, getrlimit};

    getrlimit(Resource::As).maximum.filter(|given| *given < bytes.saturating_add(reserved()))
}

#[cfg(not(all(unix, not(target_os = "openbsd"))))]
pub fn given_memory(_bytes: u64) -> Option<u64> {
    None
}

/// What a process reserves and does not use: for each thread a stack, and what the C library keeps for its memory.
#[cfg(unix)]
fn reserved() -> u64 {
    const PROGRAM: u64 = 256 << 20;
    const THREAD: u64 = (64 + 16) << 20;
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    PROGRAM + (threads + 2) * THREAD
}

/// Gives this process that many more seconds of processor time than it has had.
#[cfg(unix)]
pub fn bound_time(seconds: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    let had = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let Rlimit { maximum, .. } = getrlimit(Resource::Cpu);
    let current = had.saturating_add(seconds).saturating_add(1).min(maximum.unwrap_or(u64::MAX));
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(current), maximum });
}

#[cfg(not(unix))]
pub fn bound_time(_seconds: u64) {}
