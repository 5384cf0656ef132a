//! Paragraphs, code, and what stands between blocks: lines as their author typed them.

use std::ops::Range;

use crate::section::{Inline, InlineKind, walk};

use super::super::limits::is_delimiter_row;
use super::{Lines, Printer};

/// A line this far in cannot begin a block within a paragraph.
const SHIELD: &str = "    ";

impl Printer<'_> {
    /// The lines at `range`, each without the blanks around it and the marks of at most `quotes` quotes before it.
    pub(super) fn lines(&self, range: Range<usize>, quotes: usize) -> Vec<Range<usize>> {
        let (mut lines, mut start) = (Vec::new(), range.start);
        for line in self.source.text()[range].split_inclusive('\n') {
            let mut rest = line.trim_ascii_start();
            for _ in 0..if lines.is_empty() { 0 } else { quotes } {
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

    /// What stands between two blocks and is none: comments and link definitions.
    pub(super) fn between(&self, range: Range<usize>, quotes: usize) -> Vec<Lines> {
        let lines = self.written(&self.lines(range, quotes));
        let is_blank = |line: &String| line.trim_start_matches([' ', '\t', '>']).is_empty();
        lines.split(is_blank).filter(|group| !group.is_empty()).map(<[String]>::to_vec).collect()
    }

    pub(super) fn paragraph(&self, range: Range<usize>, content: &[Inline], quotes: usize) -> Lines {
        let ranges = self.lines(range, quotes);
        let mut special = Special::default();
        special.collect(content);
        let lines = match self.format.sentence_per_line && !content.is_empty() {
            true => self.sentences(&ranges, &special),
            false => ranges.iter().map(|line| self.line(line, &special)).collect(),
        };
        let shielded = lines
            .into_iter()
            .enumerate()
            .map(|(index, line)| if index > 0 && begins_block(&line) { format!("{SHIELD}{line}") } else { line });
        shielded.collect()
    }

    /// A line of a paragraph with what stands at its end and is more than blanks.
    pub(super) fn line(&self, line: &Range<usize>, special: &Special) -> String {
        let text = self.source.text();
        let blanks = text[line.end..].find(|c| c != ' ' && c != '\t').unwrap_or(text.len() - line.end);
        let end = line.end..line.end + blanks;
        let mut written = text[line.clone()].to_owned();
        if special.breaks.iter().any(|at| end.contains(at)) {
            written.push('\\');
        } else if special.code.iter().any(|code| code.start < end.end && code.end > end.end) {
            written.push_str(&text[end]);
        }
        written
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
        lines
    }
}

/// Places in a paragraph where a line's end is more than a blank.
#[derive(Default)]
pub(super) struct Special {
    /// Where line breaks begin that the author asked for.
    pub(super) breaks: Vec<usize>,
    pub(super) code: Vec<Range<usize>>,
    /// All that is not mere text, code included: lines in it stay as they are.
    pub(super) fixed: Vec<Range<usize>>,
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
                InlineKind::Code(_) => {
                    self.code.push(range.clone());
                    self.fixed.push(range);
                }
                _ => {
                    self.collect(walk::children(inline).map_or(&[], Vec::as_slice));
                    self.fixed.push(range);
                }
            }
        }
    }
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

/// Whether a line by itself is a line across the page.
pub(super) fn is_rule(line: &str) -> bool {
    let marks = line.bytes().filter(|byte| *byte != b' ' && *byte != b'\t');
    marks.clone().count() >= 3 && ["*", "-", "_"].iter().any(|mark| marks.clone().all(|byte| byte == mark.as_bytes()[0]))
}
