//! What tells that a file on disk is as it was, without reading it.

use std::time::{Duration, SystemTime};

use cap_std::fs::Metadata;

/// The marks that a system leaves on a file with each change: unlike the time of modification alone, nobody can set
/// them all back.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Stamp {
    device: u64,
    number: u64,
    bytes: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

/// Clocks of file systems may tick this slowly: of two changes within one tick the second leaves the marks of the
/// first.
const TICK: Duration = Duration::from_secs(2);

impl Stamp {
    /// The marks of a file at `now`; [`None`] if it has changed so lately that another change might leave the same.
    #[cfg(unix)]
    pub(super) fn of(file: &Metadata, now: SystemTime) -> Option<Self> {
        use cap_std::fs::MetadataExt;

        let changed = Duration::new(u64::try_from(file.ctime()).ok()?, u32::try_from(file.ctime_nsec()).ok()?);
        let is_settled = now.duration_since(SystemTime::UNIX_EPOCH + changed).is_ok_and(|age| age > TICK);
        is_settled.then(|| Self {
            device: file.dev(),
            number: file.ino(),
            bytes: file.len(),
            modified: (file.mtime(), file.mtime_nsec()),
            changed: (file.ctime(), file.ctime_nsec()),
        })
    }

    /// Other systems do not tell enough.
    #[cfg(not(unix))]
    pub(super) fn of(_: &Metadata, _: SystemTime) -> Option<Self> {
        None
    }
}
