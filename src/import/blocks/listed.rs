//! Tables that are a list of lists, as reStructuredText and MyST have them.

use super::super::attributes;
use super::super::meta::Value;
use super::super::scan::Fence;
use super::boxes::fenced;
use super::tables::{Grid, MAX_CELLS};
use super::{Blocks, figures, lists};

impl Blocks<'_, '_, '_> {
    /// A table with bars, if each of its cells is one paragraph; else a list of lists here as well.
    pub(super) fn list_table(
        &mut self,
        options: &Value,
        content: &str,
        (label, caption): (Option<&str>, &str),
        indent: usize,
    ) {
        let number = |key: &str| options.get(key).and_then(Value::text).and_then(|text| text.parse::<usize>().ok());
        let (header, columns) = (number("header-rows").unwrap_or(0), number("stub-columns").unwrap_or(0));
        let rows = rows(content);
        if rows.iter().flatten().all(|cell| is_simple(cell)) {
            let rows = rows.iter().map(|row| row.iter().map(|cell| cell.join(" ")).collect()).collect();
            let grid = Grid::new(rows, header > 0);
            return self.push_block(&figures::captioned(&grid.written(), label, caption), indent);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        // A block needs a caption.
        if caption.is_empty() || rows.len().saturating_mul(width) > MAX_CELLS {
            let rows = rows.iter().map(|row| row.iter().map(|cell| self.in_a_line(&cell.join("\n"))).collect());
            let grid = Grid::new(rows.collect(), header > 0);
            return self.push_block(&figures::captioned(&grid.written(), label, caption), indent);
        }
        let mut lines = Vec::new();
        for row in &rows {
            for at in 0..width {
                let cell = row.get(at).map(|cell| self.inner(&cell.join("\n"), true)).unwrap_or_default();
                let mark = if at == 0 { "- - " } else { "  - " };
                let mut own = cell.trim_matches('\n').lines();
                lines.push(format!("{mark}{}", own.next().unwrap_or_default()).trim_end().to_owned());
                lines.extend(own.map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }));
            }
        }
        let (header, columns) = (header.to_string(), columns.to_string());
        let pairs = [("caption", caption), ("header-rows", header.as_str()), ("header-columns", columns.as_str())];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| *value != "0").collect();
        let braces = attributes::written(label.filter(|_| !caption.is_empty()), &pairs);
        self.push_block(&fenced(&format!("table {braces}"), &lines.join("\n")), indent);
    }

    /// The blocks of a cell as lines of it.
    fn in_a_line(&mut self, cell: &str) -> String {
        let text = self.inner(cell, true);
        let (mut lines, mut open) = (Vec::<String>::new(), None::<Fence>);
        let mut goes_on = false;
        for line in text.lines() {
            let bare = line.trim();
            match (&open, Fence::of_code(line)) {
                (Some(fence), _) if fence.is_closed_by(line) => open = None,
                (Some(_), _) if bare.is_empty() => {}
                (Some(_), _) => lines.push(format!("`` {bare} ``")),
                (None, Some(fence)) => open = Some(fence),
                _ => {
                    let item = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* "));
                    let begins = item.is_some() || lists::mark(bare).is_some() || bare.starts_with(['|', '>', '!']);
                    let text = item.map_or_else(|| bare.to_owned(), |item| format!("– {item}"));
                    if bare.is_empty() || Fence::of_block(line).is_some_and(|fence| fence.info.is_empty()) {
                        goes_on = false;
                        continue;
                    }
                    match lines.last_mut().filter(|_| goes_on && !begins) {
                        Some(last) => *last = format!("{last} {text}"),
                        None => lines.push(text),
                    }
                    goes_on = true;
                    continue;
                }
            }
            goes_on = false;
        }
        lines.join("\n")
    }
}

/// The lines of each cell of each row.
fn rows(content: &str) -> Vec<Vec<Vec<String>>> {
    let mut rows: Vec<Vec<Vec<String>>> = Vec::new();
    // Where the marks of rows and of cells stand, and where the text of the cell does.
    let (mut row, mut cell, mut text) = (None, 0, 0);
    for line in content.lines() {
        let width = lists::indent(line);
        let inner = behind_mark(line.trim_start());
        if row.is_none_or(|row| row == width)
            && let Some((length, rest)) = inner
            && let Some((own, rest)) = behind_mark(rest)
        {
            (row, cell, text) = (Some(width), width + length, width + length + own);
            rows.push(vec![vec![rest.trim().to_owned()]]);
        } else if let Some(((length, rest), last)) = inner.filter(|_| width == cell).zip(rows.last_mut()) {
            text = width + length;
            last.push(vec![rest.trim().to_owned()]);
        } else if let Some(lines) = rows.last_mut().and_then(|row| row.last_mut()) {
            lines.push(lists::dedented(line, text));
        }
    }
    for lines in rows.iter_mut().flatten() {
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
    }
    rows
}

/// The length of the mark of an item with the blanks behind it, and what stands behind these.
fn behind_mark(text: &str) -> Option<(usize, &str)> {
    let rest = text.strip_prefix(['*', '-', '+'])?;
    let inner = rest.trim_start_matches(' ');
    (inner.len() < rest.len() || rest.is_empty()).then(|| ((text.len() - inner.len()).max(2), inner))
}

/// Whether it is one paragraph.
fn is_simple(lines: &[String]) -> bool {
    let is_block = |line: &String| {
        let text = line.trim_start();
        Fence::of_code(text).is_some()
            || Fence::of_block(text).is_some()
            || lists::mark(text).is_some()
            || text.starts_with(['|', '>', '#'])
            || text.is_empty()
            || text == "$$"
    };
    !lines.iter().skip(1).any(is_block) && !lines.first().is_some_and(|first| !first.is_empty() && is_block(first))
}
