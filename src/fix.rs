//! Applies the fixes of findings to the text of a file.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix};
use crate::project::Project;
use crate::source::{Buffer, FileId, Span};

/// A file with fixes.
pub struct Change<'a> {
    /// Relative to the project.
    pub path: &'a str,
    /// As it stands on disk.
    pub old: &'a str,
    pub new: String,
    /// How many findings it mends.
    pub fixes: usize,
}

/// What the fixes among `findings` make of the project's files, in their order.
pub fn changes<'a>(project: &'a Project, findings: &[Diagnostic]) -> Vec<Change<'a>> {
    let mut files: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        files.entry(fix.span.file).or_default().push(fix);
    }
    let changes = files.into_iter().filter_map(|(file, fixes)| {
        let path = file.path();
        let old = std::str::from_utf8(project.bytes(path)?).ok()?;
        Some(Change { path, old, new: apply(old, fixes.iter().copied()), fixes: fixes.len() })
    });
    changes.collect()
}

/// Fixes in the order of their places. Of those that overlap there is the first.
pub fn apart<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<&'f Fix> {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    fixes.sort_by_key(|fix| fix.span);
    let mut last: Option<Span> = None;
    fixes.retain(|fix| {
        let is_free = last.is_none_or(|last| last.file != fix.span.file || last.end <= fix.span.start);
        if is_free {
            last = Some(fix.span);
        }
        is_free
    });
    fixes
}

/// The file with its fixes made. `written` is the file as it stands on disk: a byte order mark and line ends of CRLF,
/// which spans do not count (see [`Span`]), stay as they are; what is new gets the ends of the first line. Of fixes
/// that overlap the first is made.
pub fn apply<'f>(written: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> String {
    let buffer = Buffer::new(written.to_owned());
    let mut fixed = String::with_capacity(written.len());
    let mut copied = 0;
    for fix in apart(fixes) {
        let range = fix.span.range();
        fixed.push_str(&written[copied..buffer.byte(range.start)]);
        fixed.push_str(&buffer.with_ends(&fix.replacement));
        copied = buffer.byte(range.end);
    }
    fixed.push_str(&written[copied..]);
    fixed
}
