//! What would change in a file: as a unified diff, or line by line for who makes the change.

use std::fmt::Write;
use std::ops::Range;

use gix_imara_diff::{Algorithm, Diff, InternedInput, Interner};

use super::visible::visible;

/// Lines shown around what changes.
const CONTEXT: usize = 3;

/// A unified diff of two texts; nothing if they are the same. Control characters are shown as their pictures.
pub fn diff(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let edits = edits(&old, &new);
    let changed: Vec<_> = (0..edits.len()).filter(|at| edits[*at] != Edit::Keep).collect();
    let (Some(_), path) = (changed.first(), visible(path)) else { return String::new() };
    let mut text = format!("--- a/{path}\n+++ b/{path}\n");
    for hunk in changed.chunk_by(|one, next| next - one <= 2 * CONTEXT) {
        let range = hunk[0].saturating_sub(CONTEXT)..(hunk[hunk.len() - 1] + CONTEXT + 1).min(edits.len());
        let lines = |edits: &[Edit], gone: Edit| edits.iter().filter(|edit| **edit != gone).count();
        let [mut at_old, mut at_new] = [Edit::Insert, Edit::Delete].map(|gone| lines(&edits[..range.start], gone));
        let [count_old, count_new] = [Edit::Insert, Edit::Delete].map(|gone| lines(&edits[range.clone()], gone));
        // An empty side is named by the line before it.
        let [first_old, first_new] = [(at_old, count_old), (at_new, count_new)].map(|(at, count)| at + count.min(1));
        let _ = writeln!(text, "@@ -{first_old},{count_old} +{first_new},{count_new} @@");
        for edit in &edits[range] {
            let (sign, line) = match edit {
                Edit::Keep => (' ', old[at_old]),
                Edit::Delete => ('-', old[at_old]),
                Edit::Insert => ('+', new[at_new]),
            };
            at_old += usize::from(*edit != Edit::Insert);
            at_new += usize::from(*edit != Edit::Delete);
            let _ = writeln!(text, "{sign}{}", visible(line.strip_suffix('\n').unwrap_or(line)));
            if !line.ends_with('\n') {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

#[derive(Clone, Copy, PartialEq)]
enum Edit {
    Keep,
    Delete,
    Insert,
}

/// The edits that make `new` of `old`, a step for each line.
fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let (mut edits, mut at) = (Vec::with_capacity(old.len().max(new.len())), 0);
    let keep = |lines: usize| std::iter::repeat_n(Edit::Keep, lines);
    for (before, after) in hunks(old, new) {
        edits.extend(keep(before.start - at));
        edits.extend(std::iter::repeat_n(Edit::Delete, before.len()));
        edits.extend(std::iter::repeat_n(Edit::Insert, after.len()));
        at = before.end;
    }
    edits.extend(keep(old.len() - at));
    edits
}

/// What makes `new` of `old`, in order: bytes of `old`, whole lines, and what comes in their place.
pub fn replacements<'n>(old: &str, new: &'n str) -> Vec<(Range<usize>, &'n str)> {
    let [old_lines, new_lines] = [old, new].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    // Lines are given by where they begin and, behind the last one, the text's end.
    let starts = |text: &str| -> Vec<usize> {
        let ends = text.split_inclusive('\n').scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_starts, new_starts) = (starts(old), starts(new));
    let bytes = |starts: &[usize], lines: Range<usize>| starts[lines.start]..starts[lines.end];
    let hunks = hunks(&old_lines, &new_lines).into_iter();
    hunks.map(|(before, after)| (bytes(&old_starts, before), &new[bytes(&new_starts, after)])).collect()
}

/// What differs: lines of `old`, and lines of `new` in their place.
fn hunks(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut input =
        InternedInput { before: Vec::new(), after: Vec::new(), interner: Interner::new(old.len() + new.len()) };
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let lines = |range: Range<u32>| range.start as usize..range.end as usize;
    let diff = Diff::compute(Algorithm::Myers, &input);
    diff.hunks().map(|hunk| (lines(hunk.before), lines(hunk.after))).collect()
}
