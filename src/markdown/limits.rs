//! What a file may not ask of comrak, found before it is asked.

use std::ops::Range;

use comrak::Node;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::NodeValue;

use crate::diagnostic::{Code, Diagnostic};

use super::manuscript::Manuscript;

/// comrak fills short table rows up: two bytes can become a thousand cells.
const MAX_MISSING_CELLS: usize = 10_000;

/// comrak asks each open `:::` block about each line.
const MAX_OPEN_BLOCKS: usize = 64;

/// The first limit that the text exceeds. It is a rough look, line by line and blind to code blocks: only files that
/// nobody writes get near the limits.
pub(super) fn exceeded(manuscript: &Manuscript) -> Option<Diagnostic> {
    let (mut missing, mut columns, mut open) = (0, None, Vec::new());
    let mut start = manuscript.body.start;
    for line in manuscript.text().split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t', '>']).trim_ascii_end();
        let error = |code, message: &str, help: &str| {
            let span = manuscript.source.span(start..start + line.trim_ascii_end().len());
            Some(Diagnostic::error(Code(code), span, message).with_help(help))
        };
        if is_delimiter_row(text) {
            columns = Some(cells(text).len());
        } else if text.is_empty() {
            columns = None;
        } else if let Some(columns) = columns {
            missing += usize::saturating_sub(columns, cells(text).len());
        }
        if missing > MAX_MISSING_CELLS {
            return error("missing-cells", "too many table cells are missing", "Give each row all its cells.");
        }
        let fence = text.len() - text.trim_start_matches(':').len();
        if fence >= 3 && fence < text.len() {
            open.push(fence);
        } else if fence >= 3 {
            // The outermost block that the fence is long enough for is closed, and all in it.
            match open.iter().position(|&opening| opening <= fence) {
                Some(closed) => open.truncate(closed),
                None => open.push(fence),
            }
        }
        if open.len() > MAX_OPEN_BLOCKS {
            return error("too-deep", "too many `:::` blocks are open", "Close each block with `:::`.");
        }
        start += line.len();
    }
    None
}

/// Quotes that comrak opens in one line, each in the one before; it would open as many as there are marks. The reader
/// reports the ninth.
const MAX_QUOTES: usize = 64;

/// The text with a letter for each mark that may open more quotes than that; [`None`] if no line has as many.
pub(super) fn shallow(text: &str) -> Option<String> {
    let (mut marks, mut surplus) = (0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'>' if marks == MAX_QUOTES => {
                surplus.push(at);
                marks = 0;
            }
            b'>' => marks += 1,
            b' ' | b'\t' => {}
            _ => marks = 0,
        }
    }
    let (mut shallow, mut done) = (String::new(), 0);
    for at in surplus {
        shallow.push_str(&text[done..at]);
        shallow.push('x');
        done = at + 1;
    }
    (done > 0).then(|| shallow + &text[done..])
}

/// Whether as many quotes stand in one another. If not, the marks are text or code.
pub(super) fn nests(root: Node) -> bool {
    let mut open = 0;
    root.traverse().any(|edge| {
        let (NodeEdge::Start(node) | NodeEdge::End(node)) = edge;
        if matches!(node.data().value, NodeValue::BlockQuote) {
            open = if matches!(edge, NodeEdge::Start(_)) { open + 1 } else { open - 1 };
        }
        open >= MAX_QUOTES
    })
}

/// Whether a line looks like the one below a table's header.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// Where the cells of a table row stand: between bars, but not before the first and after the last.
pub(super) fn cells(row: &str) -> Vec<Range<usize>> {
    let row = row.trim_ascii_end();
    let mut start = row.len() - row.trim_ascii_start().len();
    start += usize::from(row[start..].starts_with('|'));
    let (mut cells, mut bytes) = (Vec::new(), row.bytes().enumerate().skip(start).peekable());
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if bytes.peek().is_some_and(|(_, next)| next.is_ascii_punctuation()) => drop(bytes.next()),
            b'|' => {
                cells.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < row.len() || cells.is_empty() {
        cells.push(start..row.len());
    }
    cells
}
