//! The marks that an unfinished merge leaves in a text: git's, with or without the common ancestor, and jj's.

use std::cmp::Ordering;
use std::ops::Range;

use semver::Version;

/// A conflict that nobody resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The mark at which it is found: where it begins, or what is left of it.
    pub first: Range<usize>,
    /// Where the second side begins.
    pub second: Option<Range<usize>>,
    pub end: Option<Range<usize>>,
    /// Whether it is a mark between the sides alone: somebody took the others away.
    pub is_rest: bool,
}

impl Conflict {
    /// Of two locks, the version that was released later, and the side on which it is, as git calls it.
    pub(super) fn later_release(&self, text: &str) -> Option<(Version, &'static str)> {
        let (second, end) = (self.second.as_ref()?, self.end.as_ref()?);
        let version = |side: &str| -> Option<Version> {
            let value = side.lines().find_map(|line| line.trim().strip_prefix("version = "))?;
            Version::parse(value.trim_matches('"')).ok()
        };
        let ours = version(text.get(self.first.end..second.start)?)?;
        let theirs = version(text.get(second.end..end.start)?)?;
        match ours.cmp_precedence(&theirs) {
            Ordering::Greater => Some((ours, "ours")),
            Ordering::Less => Some((theirs, "theirs")),
            Ordering::Equal => None,
        }
    }
}

/// The first conflict in a text.
///
/// A mark is seven or more of one sign at the start of a line, with a space or nothing behind it. Seven of `<` or `>`
/// say all, also where the others are gone. More than seven (git's `conflict-marker-size`), and in Markdown marks that
/// stand further in, say so only together: one that opens, one between and one that closes, in the same column. Those
/// within a fence of code, further in, show what a conflict looks like. A mark between the sides that stands alone is
/// the rest of one where nothing else can be meant by it.
pub(crate) fn find(text: &str, is_markdown: bool) -> Option<Conflict> {
    if text.contains("<<<<<<<") || text.contains(">>>>>>>") {
        let found = find_sides(text, is_markdown);
        if found.is_some() {
            return found;
        }
    }
    if text.contains(SECOND) || text.contains(BASE) { find_rest(text, is_markdown) } else { None }
}

const SECOND: &str = "=======";
const BASE: &str = "|||||||";

/// A mark between the sides that stands alone.
fn find_rest(text: &str, is_markdown: bool) -> Option<Conflict> {
    let mut fence: Option<&str> = None;
    let (mut above, mut far_above) = ("", "");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_ascii_end();
        if is_markdown {
            fence = next_fence(fence, line.trim_start_matches(' '));
        }
        let is_mark = match line {
            // Below a title of one line it is the line of an underlined heading.
            SECOND if is_markdown => fence.is_none() && !may_be_title(far_above, above),
            SECOND => true,
            // It might be a row of a table.
            _ if is_markdown => {
                let label = line.strip_prefix(BASE).filter(|_| fence.is_none() && !above.starts_with('|'));
                label.is_some_and(|label| label.is_empty() || label.starts_with(' ') && !label.contains('|'))
            }
            _ => line == BASE || line.strip_prefix(BASE).is_some_and(|rest| rest.starts_with(' ')),
        };
        if is_mark {
            return Some(Conflict { first: start..start + SIZE, second: None, end: None, is_rest: true });
        }
        (far_above, above) = (above, line);
    }
    None
}

/// Whether a line, with the one above it, looks like a title that is underlined: short, alone and no sentence.
fn may_be_title(above: &str, line: &str) -> bool {
    let is_alone = above.is_empty() || above.starts_with("+++");
    let is_text = !line.is_empty() && !line.starts_with(['+', '-', '*', '>', '#', '|', ':', '`', '~', '<']);
    is_alone && is_text && !line.ends_with(['.', ',', ';', ':', '!', '?']) && line.chars().count() < 60
}

fn find_sides(text: &str, is_markdown: bool) -> Option<Conflict> {
    let mut fence: Option<&str> = None;
    // The mark that opens, and one between.
    let mut open: Option<(Mark, Option<Mark>)> = None;
    let mut is_sure = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_ascii_end();
        let column = if is_markdown { indent(line) } else { 0 };
        if is_markdown && !is_sure {
            fence = next_fence(fence, &line[column..]);
        }
        let Some(mark) = Mark::of(line, column, start).filter(|mark| mark.column == 0 || fence.is_none()) else {
            continue;
        };
        match (mark.sign, &mut open) {
            ('<', _) if !is_sure => {
                is_sure = mark.says_all();
                open = Some((mark, None));
            }
            ('>', Some((first, second))) if mark.fits(first) && (is_sure || second.is_some()) => {
                let second = second.take().map(|second| second.range);
                return Some(Conflict { first: first.range.clone(), second, end: Some(mark.range), is_rest: false });
            }
            ('>', _) if mark.says_all() && !is_sure => {
                return Some(Conflict { first: mark.range, second: None, end: None, is_rest: false });
            }
            ('<' | '>', _) => {}
            // Of all that stand between, `=` alone is where the other side begins.
            (_, Some((first, second)))
                if mark.fits(first) && second.as_ref().is_none_or(|second| second.sign != '=') =>
            {
                *second = Some(mark);
            }
            _ => {}
        }
    }
    let (first, second) = open.filter(|_| is_sure)?;
    let second = second.map(|second| second.range);
    Some(Conflict { first: first.range, second, end: None, is_rest: false })
}

struct Mark {
    sign: char,
    count: usize,
    column: usize,
    range: Range<usize>,
}

impl Mark {
    fn of(line: &str, column: usize, start: usize) -> Option<Self> {
        let rest = &line[column..];
        let sign = rest.chars().next().filter(|sign| "<>=|%+-".contains(*sign))?;
        let count = rest.len() - rest.trim_start_matches(sign).len();
        let is_whole = matches!(rest.as_bytes().get(count), None | Some(b' '));
        let range = start + column..start + column + count;
        (count >= SIZE && is_whole).then_some(Self { sign, count, column, range })
    }

    /// Whether nothing else begins a line like this.
    fn says_all(&self) -> bool {
        self.column == 0 && self.count == SIZE
    }

    /// Whether the two can be marks of one conflict.
    fn fits(&self, other: &Self) -> bool {
        (self.column, self.count) == (other.column, other.count)
    }
}

/// How many signs make a mark, unless a `.gitattributes` says otherwise.
const SIZE: usize = 7;

/// The bytes of blanks and marks of quotes before what a line says.
fn indent(line: &str) -> usize {
    let mut rest = line.trim_start_matches([' ', '\t']);
    while let Some(inner) = rest.strip_prefix("> ") {
        rest = inner.trim_start_matches([' ', '\t']);
    }
    line.len() - rest.len()
}

/// The fence of code that is open behind a line, given the one before it.
pub(crate) fn next_fence<'t>(open: Option<&'t str>, line: &'t str) -> Option<&'t str> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'));
    let length = sign.map_or(0, |sign| line.len() - line.trim_start_matches(sign).len());
    match open {
        Some(fence) if line.starts_with(fence) && length == line.len() => None,
        None if length >= 3 => Some(&line[..length]),
        _ => open,
    }
}
