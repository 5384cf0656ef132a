//! Paragraphs, code, and what stands between blocks: lines as their author typed them.

use std::ops::Range;

use crate::project::find_conflict;
use crate::section::marker::Marker;
use crate::section::{Inline, InlineKind, walk};

use super::super::limits::is_delimiter_row;
use super::{Lines, Printer};

/// A line this far in cannot begin a block within a paragraph.
const SHIELD: &str = "    ";

impl Printer<'_> {
    /// The lines at `range`, each without the spaces around it and the marks of at most `quotes` quotes before it.
    pub(super) fn lines(&self, range: Range<usize>, quotes: usize) -> Vec<Range<usize>> {
        let (mut lines, mut start) = (Vec::new(), range.start);
        for line in self.source.text()[range].split_inclusive('\n') {
            let mut rest = line.trim_ascii_start();
            let is_whole = !lines.is_empty() || start == self.line_start(start);
            for _ in 0..if is_whole { quotes } else { 0 } {
                rest = rest.strip_prefix('>').map_or(rest, str::trim_ascii_start);
            }
            let at = start + line.len() - rest.len();
            lines.push(at..at + rest.trim_ascii_end().len());
            start += line.len();
        }
        lines
    }

    pub(super) fn written(&self, lines: &[Range<usize>]) -> Lines {
        lines.iter().map(|line| self.source.text()[line.clone()].to_owned()).collect()
    }

    /// What stands before `at` in its line.
    pub(super) fn before(&self, at: usize) -> &str {
        let above = &self.source.text()[..at];
        above[self.line_start(at)..].trim_ascii_end()
    }

    /// Where the line of `at` starts.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.source.text()[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// What stands between two blocks: comments and link definitions.
    pub(super) fn between(&self, range: Range<usize>, quotes: usize) -> Vec<Lines> {
        let lines = self.written(&self.lines(range, quotes));
        let is_blank = |line: &String| line.trim_start_matches([' ', '\t', '>']).is_empty();
        lines.split(is_blank).filter(|group| !group.is_empty()).map(<[String]>::to_vec).collect()
    }

    /// The lines from that of `start` on, as they are.
    pub(super) fn verbatim(&self, start: usize, end: usize) -> Lines {
        let written = self.source.text()[self.line_start(start)..end].trim_ascii_end();
        written.split('\n').map(str::to_owned).collect()
    }

    pub(super) fn paragraph(&self, range: Range<usize>, content: &[Inline], quotes: usize) -> Lines {
        let ranges = self.lines(range.clone(), quotes);
        let special = self.special(content, &range);
        shielded(match self.format.sentence_per_line && !content.is_empty() {
            true => self.sentences(&ranges, &special),
            false => self.as_typed(&ranges, &special),
        })
    }

    /// The lines of a text that is never written anew.
    pub(super) fn lines_as_typed(&self, ranges: &[Range<usize>], content: &[Inline]) -> Lines {
        let whole = ranges.first().map_or(0, |first| first.start)..ranges.last().map_or(0, |last| last.end);
        shielded(self.as_typed(ranges, &self.special(content, &whole)))
    }

    fn special(&self, content: &[Inline], range: &Range<usize>) -> Special {
        let mut special = Special { fixed: self.comments_in(range).to_vec(), ..Special::default() };
        special.collect(content);
        // Below a link's definition comrak errs in where code stands.
        special.code.retain(|code| self.source.text()[code.start..].starts_with('`'));
        special.breaks.sort_unstable();
        special.code.sort_by_key(|range| range.start);
        special.fixed.sort_by_key(|range| range.start);
        special
    }

    /// The lines of a paragraph, each where it was.
    pub(super) fn as_typed(&self, ranges: &[Range<usize>], special: &Special) -> Lines {
        let lines = ranges.iter().enumerate();
        lines.map(|(index, line)| self.line(line, index + 1 == ranges.len(), special)).collect()
    }

    /// A line of a paragraph with what stands at its end and is more than spaces.
    pub(super) fn line(&self, line: &Range<usize>, is_last: bool, special: &Special) -> String {
        let text = self.source.text();
        let blanks = text[line.end..].find(|c| c != ' ' && c != '\t').unwrap_or(text.len() - line.end);
        let end = line.end..line.end + blanks;
        let mut written = text[line.clone()].to_owned();
        if special.is_code(end.end) {
            written.push_str(&text[end]);
        } else if special.has_break(&end) || !is_last && text[end.clone()].ends_with("  ") && !special.is_fixed(end.end)
        {
            written.push('\\');
        }
        written
    }

    /// The comments that begin in `range`.
    fn comments_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        let at = |offset| self.comments.partition_point(|comment| comment.start < offset);
        &self.comments[at(range.start)..at(range.end).max(at(range.start))]
    }

    /// A code block between fences.
    pub(super) fn code(&self, code: &str, range: Range<usize>) -> Lines {
        let written = &self.source.text()[range];
        let first = written.lines().next().unwrap_or_default();
        let info = match ["```", "~~~"].iter().find(|fence| first.starts_with(*fence)) {
            Some(fence) => first.trim_start_matches(&fence[..1]).trim_ascii(),
            None => "",
        };
        let mark = if info.contains('`') { '~' } else { '`' };
        let longest = code.split(|c| c != mark).map(str::len).max().unwrap_or(0);
        let fence = String::from(mark).repeat(3.max(longest + 1));
        let mut lines = vec![format!("{fence}{info}")];
        if !code.is_empty() {
            lines.extend(code.split('\n').map(str::to_owned));
        }
        lines.push(fence);
        // At the left margin, the marks of a conflict would be one.
        if find_conflict(code, true).is_some() { super::prefixed(lines, "", " ") } else { lines }
    }
}

/// Places in a paragraph where a line's end is more than a space, in order.
#[derive(Default)]
pub(super) struct Special {
    /// Where line breaks begin that the author asked for.
    breaks: Vec<usize>,
    code: Vec<Range<usize>>,
    /// All that is not mere text, code included: lines in it stay as they are.
    fixed: Vec<Range<usize>>,
}

impl Special {
    fn collect(&mut self, content: &[Inline]) {
        for inline in content {
            let range = inline.span.range();
            match &inline.kind {
                InlineKind::Text(_) => {}
                InlineKind::Break => self.breaks.push(range.start),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Strike(inner) => {
                    self.collect(inner);
                }
                kind => {
                    if matches!(kind, InlineKind::Code(_)) {
                        self.code.push(range.clone());
                    }
                    let outer = self.fixed.len();
                    self.collect(walk::children(inline).map_or(&[], Vec::as_slice));
                    self.fixed.truncate(outer);
                    self.fixed.push(range);
                }
            }
        }
    }

    fn has_break(&self, range: &Range<usize>) -> bool {
        let next = self.breaks.get(self.breaks.partition_point(|at| *at < range.start));
        next.is_some_and(|at| range.contains(at))
    }

    fn is_code(&self, at: usize) -> bool {
        is_inside(&self.code, at)
    }

    pub(super) fn is_fixed(&self, at: usize) -> bool {
        is_inside(&self.fixed, at)
    }
}

fn is_inside(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start < at);
    before.checked_sub(1).is_some_and(|index| at < ranges[index].end)
}

/// The lines of a paragraph, none of which but the first begins a block of its own.
fn shielded(lines: Lines) -> Lines {
    let mut above: Option<bool> = None;
    let shield = |line: String| {
        // Below a colon the mark of an item is one.
        let begins = begins_block(&line) || above == Some(true) && Marker::read(&line).is_some();
        let is_first = above.replace(line.trim_end_matches(['*', '_']).ends_with(':')).is_none();
        if begins && !is_first { format!("{SHIELD}{line}") } else { line }
    };
    lines.into_iter().map(shield).collect()
}

/// Whether a line would begin a block where a paragraph goes on.
pub(super) fn begins_block(line: &str) -> bool {
    let is_alone = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let hashes = line.len() - line.trim_start_matches('#').len();
    ["```", "~~~", ":::", ">", "<!--", "[^"].iter().any(|mark| line.starts_with(mark))
        || (1..=6).contains(&hashes) && is_alone(&line[hashes..])
        || ["-", "*", "+", ":", "1.", "1)"].iter().any(|mark| line.strip_prefix(mark).is_some_and(is_alone))
        || line.bytes().all(|byte| byte == b'=')
        || line.bytes().all(|byte| byte == b'-')
        || is_rule(line)
        || is_delimiter_row(line)
}

/// Whether a line looks like the definition of a link.
pub(super) fn is_definition(line: &str) -> bool {
    line.starts_with('[') && line.contains("]:")
}

/// Whether a line by itself is a line across the page.
pub(super) fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|byte| *byte != b' ' && *byte != b'\t');
    marks.clone().count() >= 3
        && ["*", "-", "_"].iter().any(|mark| marks.clone().all(|byte| byte == mark.as_bytes()[0]))
}
