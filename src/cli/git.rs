//! What git knows of a paper, asked of the `git` program.

use std::path::Path;
use std::process::{Command, Stdio};

/// The day of the last commit that touched a file, and its author; [`None`] without git, a repository or such a commit.
pub fn last_change(folder: &Path, path: &str) -> Option<String> {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["--literal-pathspecs", "--no-pager", "-c", "log.showSignature=false"]);
    git.args(["log", "-1", "--no-color", "--format=%as %an", "--"]).arg(path);
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
