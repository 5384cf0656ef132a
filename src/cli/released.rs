//! The revision at which a paper was last released.

use std::path::Path;

use chancery::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use chancery::lock;
use chancery::project::{LOCK, Project};

use super::Failure;
use super::git::{DEEPEN, Repository};
use super::revision::{self, Revision};

/// Commits that changed the lock, among which that of the release is looked for.
const MAX_COMMITS: usize = 20;

/// A paper as it was last released.
pub struct Released {
    pub version: String,
    /// The tag or commit.
    pub name: String,
    pub revision: Revision,
}

/// Reads the paper in `folder` as it was released last: `project` is that paper as it stands, whose lock says which
/// version that was; the commit that wrote this into the lock holds what was released.
pub fn read(folder: &Path, project: &Project) -> Result<Released, Failure> {
    let mut diagnostics = Diagnostics::new();
    let Ok(lock) = lock::read(project, &mut diagnostics) else {
        return Err(Box::new(diagnostics.into_sorted().swap_remove(0)));
    };
    let Some(lock) = lock else {
        let message = format!("the paper has no `{LOCK}`: no version of it was released");
        let help = "Name the older version, such as `HEAD`, what was committed last, or a tag.";
        return Err(refuse(message, help));
    };
    let git = Repository::around(folder, "HEAD")?;
    // A commit to which the paper moved changed nothing.
    let log = ["log", "--follow", "--diff-filter=AM", "--no-show-signature", "--no-color"];
    let limits = [&format!("--max-count={MAX_COMMITS}"), "--format=%H %h %P", "--", LOCK];
    let listed = git.run(&[&log[..], &limits].concat(), None)?;
    let is_shallow = git.is_shallow();
    for commit in String::from_utf8_lossy(&listed.stdout).lines() {
        let mut words = commit.split_whitespace();
        let (Some(id), Some(short)) = (words.next(), words.next()) else { continue };
        // In the first commit that a shallow clone has, all seems new.
        if is_shallow && words.next().is_none() {
            continue;
        }
        let tags = git.run(&["tag", "--points-at", id], None)?;
        let tags = String::from_utf8_lossy(&tags.stdout).into_owned();
        let version = lock.version.to_string();
        let name = tags.lines().find(|tag| tag.ends_with(&version)).or(tags.lines().next()).unwrap_or(short).to_owned();
        let revision = revision::read(folder, &name)?;
        let then = lock::read(&revision.project, &mut Diagnostics::new()).ok().flatten();
        if then.is_some_and(|then| then.version == lock.version) {
            return Ok(Released { version, name, revision });
        }
    }
    let version = &lock.version;
    Err(match is_shallow {
        true => {
            let message = format!("{version} was released last, and this clone is shallow: older versions are missing");
            refuse(message, DEEPEN)
        }
        false => {
            let message = format!("{version} was released last, and no commit has a `{LOCK}` that says so");
            let help = format!("Commit `{LOCK}` with the paper as it was released, or name the older version.");
            refuse(message, &help)
        }
    })
}

fn refuse(message: String, help: &str) -> Failure {
    Box::new(Diagnostic::error(Code("missing-release"), Place::Path(LOCK.to_owned()), message).with_help(help))
}
