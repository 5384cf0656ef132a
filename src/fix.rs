//! Applies the fixes of findings to the text of a file, and shows what they change.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Fix};
use crate::project::Project;
use crate::source::FileId;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// A file that has something to mend.
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
        let path = project.path_of(file);
        let old = std::str::from_utf8(project.bytes(path)?).ok()?;
        Some(Change { path, old, new: apply(old, fixes.iter().copied()), fixes: fixes.len() })
    });
    changes.collect()
}

/// The file with its fixes made. `written` is the file as it stands on disk: a byte order mark and line ends of CRLF,
/// which spans do not count (see [`Span`](crate::source::Span)), stay as they are. Of fixes that overlap the first is
/// made.
pub fn apply<'f>(written: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> String {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mark = if written.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut returns = written.match_indices("\r\n").map(|(at, _)| at).peekable();
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
        fixed.push_str(&fix.replacement);
        (copied, end) = (range.end, fix.span.end);
    }
    fixed.push_str(&written[copied..]);
    fixed
}

/// A change as a unified diff, line ends of CRLF shown as LF. Both texts have the same number of lines, for no fix
/// holds a line's end.
pub fn diff(change: &Change) -> String {
    let Change { path, old, new, .. } = change;
    let lines: Vec<(&str, &str)> = lines(old).zip(lines(new)).collect();
    let mut changed = (0..lines.len()).filter(|&at| lines[at].0 != lines[at].1).peekable();
    let mut diff = String::new();
    while let Some(first) = changed.next() {
        let mut last = first;
        while let Some(next) = changed.next_if(|&next| next <= last + 2 * CONTEXT) {
            last = next;
        }
        if diff.is_empty() {
            let _ = write!(diff, "--- a/{path}\n+++ b/{path}\n");
        }
        let hunk = first.saturating_sub(CONTEXT)..(last + 1 + CONTEXT).min(lines.len());
        let _ = writeln!(diff, "@@ -{0},{1} +{0},{1} @@", hunk.start + 1, hunk.len());
        let mut rest = &lines[hunk];
        while let Some((old, new)) = rest.first() {
            let same = old == new;
            let run = rest.iter().take_while(|(old, new)| (old == new) == same).count();
            let (now, later) = rest.split_at(run);
            if same {
                now.iter().for_each(|(old, _)| line(' ', old, &mut diff));
            } else {
                now.iter().for_each(|(old, _)| line('-', old, &mut diff));
                now.iter().for_each(|(_, new)| line('+', new, &mut diff));
            }
            rest = later;
        }
    }
    diff
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix('\u{feff}').unwrap_or(text).split_inclusive('\n')
}

fn line(mark: char, line: &str, diff: &mut String) {
    let text = line.strip_suffix('\n');
    let end = if text.is_none() { "\n\\ No newline at end of file" } else { "" };
    let _ = writeln!(diff, "{mark}{}{end}", text.map_or(line, |text| text.strip_suffix('\r').unwrap_or(text)));
}
