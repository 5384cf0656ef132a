//! What `check --fix` writes, and what `check --diff` shows of it.

use chancery::diagnostic::Diagnostic;
use chancery::fix;
use chancery::project::Project;
use chancery::report;

use super::Failure;
use super::disk::{self, Root};

/// Writes each file that has something to mend anew. Returns how many findings that mends.
pub fn write(root: &Root, project: &Project, findings: &[Diagnostic]) -> Result<usize, Failure> {
    let changes = fix::changes(project, findings);
    for change in &changes {
        disk::rewrite(&root.folder().join(change.path), change.old.as_bytes(), change.new.as_bytes())?;
    }
    Ok(changes.iter().map(|change| change.fixes).sum())
}

/// What [`write`] would change, as a unified diff; line ends and byte order marks, which stay, are left out.
pub fn show(project: &Project, findings: &[Diagnostic]) -> String {
    let plain = |text: &str| text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let changes = fix::changes(project, findings);
    changes.iter().map(|change| report::diff(change.path, &plain(change.old), &plain(&change.new))).collect()
}
