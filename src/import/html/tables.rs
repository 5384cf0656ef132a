//! Tables of HTML → tables with bars. Cells that span others leave these empty.

use super::super::blocks::Grid;
use super::tags::{Tag, inner, stripped};

/// More cells than a table of people has are not filled in.
const MAX_SPAN: usize = 60;

/// The table that stands between its tags, with its caption below it, and its label in that. In xml2rfc the caption is
/// its name.
pub(super) fn written(content: &str, id: Option<&str>, mut translate: impl FnMut(&str) -> String) -> String {
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    let (mut has_header, mut caption) = (false, String::new());
    let mut at = 0;
    let mut row = 0_usize;
    let mut in_row = false;
    let mut heads = 0;
    while let Some(found) = content[at..].find('<') {
        let start = at + found;
        let Some(tag) = Tag::read(&content[start..]) else {
            at = start + 1;
            continue;
        };
        at = start + tag.length;
        match (tag.name.as_str(), tag.is_end) {
            ("caption" | "name", false) => {
                if let Some((text, length)) = inner(&content[at..], &tag.name) {
                    caption = translate(text).split_whitespace().collect::<Vec<_>>().join(" ");
                    at += length;
                }
            }
            ("tr", false) => {
                row = if in_row { row + 1 } else { row };
                in_row = true;
            }
            ("tr", true) => {
                row += 1;
                in_row = false;
            }
            ("th" | "td", false) => {
                let (text, length) = cell(&content[at..]);
                at += length;
                if tag.name == "th" && row == 0 {
                    heads += 1;
                }
                let text = translate(text);
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let span =
                    |key: &str| tag.get(key).and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN);
                place(&mut rows, row, lines.join("<br>"), span("rowspan"), span("colspan"));
            }
            ("thead", false) => has_header = true,
            _ => {}
        }
    }
    has_header |= heads > 0;
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
    if rows.iter().all(Vec::is_empty) {
        return stripped(content).trim().to_owned();
    }
    let table = Grid::new(rows, has_header).written();
    match id {
        _ if caption.is_empty() => table,
        Some(id) => format!("{table}\n\n: {caption} {{#{id}}}"),
        None => format!("{table}\n\n: {caption}"),
    }
}

/// What stands in a cell: up to its end, or to the next cell or row if nothing closes it.
fn cell(text: &str) -> (&str, usize) {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let Some(tag) = Tag::read(&text[start..]) else {
            at = start + 1;
            continue;
        };
        match (tag.name.as_str(), tag.is_end) {
            ("table", false) => depth += 1,
            ("table", true) => depth = depth.saturating_sub(1),
            ("td" | "th", true) if depth == 0 => return (&text[..start], start + tag.length),
            ("td" | "th" | "tr" | "tbody" | "thead", _) if depth == 0 => return (&text[..start], start),
            _ => {}
        }
        at = start + tag.length;
    }
    (text, text.len())
}

/// Puts a cell where the next place of its row is free, and takes the places that it spans.
fn place(rows: &mut Vec<Vec<Option<String>>>, row: usize, text: String, height: usize, width: usize) {
    while rows.len() < row + height {
        rows.push(Vec::new());
    }
    let column = rows[row].iter().position(Option::is_none).unwrap_or(rows[row].len());
    for (index, row) in rows[row..row + height].iter_mut().enumerate() {
        if row.len() < column + width {
            row.resize(column + width, None);
        }
        for (offset, cell) in row[column..column + width].iter_mut().enumerate() {
            *cell = Some(if index + offset == 0 { text.clone() } else { String::new() });
        }
    }
}
