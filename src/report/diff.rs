//! What would change in a file, as a unified diff.

use std::fmt::Write;

use super::visible;

/// Lines shown around what changes.
const CONTEXT: usize = 3;

/// Beyond this many steps, all that differs is shown as replaced: the search takes their square.
const STEP_LIMIT: usize = 1_000;

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

/// The fewest edits that make `new` of `old` (Myers, 1986), a step for each line.
fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let same = |(one, other): &(&&str, &&str)| one == other;
    let start = old.iter().zip(new).take_while(same).count();
    let (rest_old, rest_new) = (&old[start..], &new[start..]);
    let end = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(same).count();
    let (from, to) = (&rest_old[..rest_old.len() - end], &rest_new[..rest_new.len() - end]);
    let mut edits = vec![Edit::Keep; start];
    edits.extend(shortest(from, to).unwrap_or_else(|| {
        std::iter::repeat_n(Edit::Delete, from.len()).chain(std::iter::repeat_n(Edit::Insert, to.len())).collect()
    }));
    edits.extend(std::iter::repeat_n(Edit::Keep, end));
    edits
}

fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Edit>> {
    let limit = (old.len() + new.len()).min(STEP_LIMIT) as isize;
    let at = |diagonal: isize| (diagonal + limit + 1) as usize;
    // How far into `old` each diagonal (the lines of `old` less those of `new`) is reached, before each step.
    let (mut reached, mut trace) = (vec![0_usize; at(limit) + 2], Vec::new());
    let inserts = |reached: &[usize], diagonal: isize, steps: isize| {
        diagonal == -steps || diagonal != steps && reached[at(diagonal - 1)] < reached[at(diagonal + 1)]
    };
    'found: loop {
        let steps = trace.len() as isize;
        if steps > limit {
            return None;
        }
        trace.push(reached.clone());
        for diagonal in (-steps..=steps).step_by(2) {
            let mut x = match inserts(&reached, diagonal, steps) {
                true => reached[at(diagonal + 1)],
                false => reached[at(diagonal - 1)] + 1,
            };
            let y = |x: usize| (x as isize - diagonal) as usize;
            while x < old.len() && y(x) < new.len() && old[x] == new[y(x)] {
                x += 1;
            }
            reached[at(diagonal)] = x;
            if x >= old.len() && y(x) >= new.len() {
                break 'found;
            }
        }
    }
    let (mut x, mut y, mut edits) = (old.len() as isize, new.len() as isize, Vec::new());
    for (steps, reached) in trace.iter().enumerate().rev() {
        let (diagonal, steps) = (x - y, steps as isize);
        let inserts = inserts(reached, diagonal, steps);
        let before = if inserts { diagonal + 1 } else { diagonal - 1 };
        let (from_x, from_y) = match steps {
            0 => (0, 0),
            _ => (reached[at(before)] as isize, reached[at(before)] as isize - before),
        };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            edits.push(Edit::Keep);
        }
        if steps > 0 {
            edits.push(if inserts { Edit::Insert } else { Edit::Delete });
        }
        (x, y) = (from_x, from_y);
    }
    edits.reverse();
    Some(edits)
}
