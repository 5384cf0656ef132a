//! Where one state of a text differs from another: before and behind that, each byte of one is a byte of the other.

use crate::project::{File, Project};

/// The one text that differs between two states of a project, and the byte of the newer one at which the change begins.
/// Where several differ, the author did not change a place.
pub fn changed_at(before: &Project, after: &Project) -> Option<(String, usize)> {
    let mut changed = after.files().filter(|file| before.file(file.path()) != Some(*file));
    let (file, others) = (changed.next()?, changed.next());
    let is_one = others.is_none() && before.files().count() == after.files().count();
    let old = before.file(file.path()).filter(|_| is_one && is_text(file))?;
    Some((file.path().to_owned(), common_start(text(old), text(file))))
}

/// Where a byte of a file of one project is in another one: in the same line if that is there, else where the texts
/// begin to differ.
pub fn moved(at: usize, path: &str, from: &Project, to: &Project) -> usize {
    let (Some(from), Some(to)) = (from.file(path), to.file(path)) else { return at };
    if from == to {
        return at;
    }
    let (from, to) = (text(from), text(to));
    let start = common_start(from, to);
    if at < start {
        return at;
    }
    let room = from.len().min(to.len()) - start;
    let same = from.bytes().rev().zip(to.bytes().rev()).take(room).take_while(|(one, other)| one == other).count();
    if at + same >= from.len() {
        return (at + to.len()).saturating_sub(from.len());
    }
    let (before, behind) = (from.floor_char_boundary(at), from.ceil_char_boundary(at));
    let line_start = from[..before].rfind('\n').map_or(0, |end| end + 1);
    let line_end = from[behind..].find('\n').map_or(from.len(), |end| behind + end);
    let line = &from[line_start..line_end];
    let starts = std::iter::once(0).chain(to.match_indices('\n').map(|(end, _)| end + 1));
    let same = to.split('\n').zip(starts).filter(|(other, _)| *other == line && !line.trim().is_empty());
    let found = same.map(|(_, start)| start).min_by_key(|found| found.abs_diff(line_start));
    found.map_or(start, |found| found + at - line_start)
}

fn is_text(file: &File) -> bool {
    str::from_utf8(file.bytes()).is_ok()
}

fn text(file: &File) -> &str {
    file.source().text()
}

fn common_start(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}
