//! The next version of a section or paper.

use semver::{BuildMetadata, Prerelease, Version};

/// How much is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Another message.
    Major,
    /// Content added or changed.
    Minor,
    /// A correction.
    Patch,
}

/// The next version. One before a release (`1.1.0-draft.1`) becomes that release, if it is of the size asked for.
pub fn raised(version: &Version, step: Step) -> Version {
    let Version { major, minor, patch, pre, .. } = version.clone();
    let is_pre = !pre.is_empty();
    let (major, minor, patch) = match step {
        Step::Major => (if is_pre && minor == 0 && patch == 0 { major } else { major.saturating_add(1) }, 0, 0),
        Step::Minor => (major, if is_pre && patch == 0 { minor } else { minor.saturating_add(1) }, 0),
        Step::Patch => (major, minor, if is_pre { patch } else { patch.saturating_add(1) }),
    };
    Version { major, minor, patch, pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY }
}
