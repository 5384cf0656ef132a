//! Applies the fixes of findings to the text of a file.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Fix};
use crate::project::Project;
use crate::source::FileId;

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

/// The file with its fixes made. `written` is the file as it stands on disk: a byte order mark and line ends of CRLF,
/// which spans do not count (see [`Span`](crate::source::Span)), stay as they are; what is new gets the ends of the
/// first line. Of fixes that overlap the first is
/// made.
pub fn apply<'f>(written: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> String {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mark = if written.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut returns = written.match_indices("\r\n").map(|(at, _)| at).peekable();
    let ends_in_crlf = written.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
    let mut counted = 0;
    // From a place as spans count it to the place on disk; places must come in order.
    let mut on_disk = |place: usize| {
        while returns.next_if(|&at| at < place + mark + counted).is_some() {
            counted += 1;
        }
        place + mark + counted
    };
    let mut fixed = String::with_capacity(written.len() + fixes.len() * 4);
    let (mut copied, mut end) = (0, 0);
    for fix in fixes {
        if fix.span.start < end {
            continue;
        }
        let range = on_disk(fix.span.range().start)..on_disk(fix.span.range().end);
        fixed.push_str(&written[copied..range.start]);
        match ends_in_crlf {
            true => fixed.push_str(&fix.replacement.replace('\n', "\r\n")),
            false => fixed.push_str(&fix.replacement),
        }
        (copied, end) = (range.end, fix.span.end);
    }
    fixed.push_str(&written[copied..]);
    fixed
}
