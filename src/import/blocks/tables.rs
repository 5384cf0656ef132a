//! Tables: with bars, and with columns under dashes; and their captions.

use super::super::attributes::Attributes;
use super::super::context::Context;
use super::super::remark::Remark;
use super::super::scan;
use super::lists::indent;
use super::{Blocks, figures};

/// Cells of a table, with those that its rows lack.
pub(super) const MAX_CELLS: usize = 1 << 18;

/// A longer line of dashes has no columns.
const MAX_RULE: usize = 1000;

/// Rows of cells, the first of them the header.
pub(in super::super) struct Grid {
    rows: Vec<Vec<String>>,
    aligns: Vec<String>,
}

impl Grid {
    /// Rows of which the first is the header, or to which one is given.
    pub(in super::super) fn new(mut rows: Vec<Vec<String>>, has_header: bool) -> Self {
        rows.retain(|row| !row.is_empty());
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let most = (MAX_CELLS / (rows.len() + 1)).max(1);
        let columns = folded(&mut rows, columns.min(most));
        rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
        if !has_header && !rows.is_empty() {
            rows.insert(0, vec![String::new(); columns]);
        }
        Self { rows, aligns: vec!["---".to_owned(); columns] }
    }

    pub(in super::super) fn aligned(mut self, aligns: Vec<String>) -> Self {
        self.aligns.iter_mut().zip(aligns).for_each(|(own, align)| *own = align);
        self
    }

    /// The table with bars; a cell has one line.
    pub(in super::super) fn written(&self) -> String {
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let cell = |text: &String| {
            let lines = text.trim().lines().map(str::trim).filter(|line| !line.is_empty());
            escaped(&lines.collect::<Vec<_>>().join("<br>"))
        };
        let mut lines = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            lines.push(line(&row.iter().map(cell).collect::<Vec<_>>()));
            if index == 0 {
                lines.push(line(&self.aligns));
            }
        }
        lines.join("\n")
    }
}

/// What stands in further columns goes on in the last.
fn folded(rows: &mut [Vec<String>], columns: usize) -> usize {
    for row in rows.iter_mut().filter(|row| row.len() > columns) {
        let rest = row.split_off(columns);
        let more = rest.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
        if let Some(last) = row.last_mut().filter(|_| !more.is_empty()) {
            *last = format!("{last} {more}");
        }
    }
    columns
}

/// Whether the words of a table that nothing breaks have no room beside each other on a page, but have on one that is
/// turned.
fn is_wide(table: &str) -> bool {
    /// Characters of a line of the built-in looks, upright and turned.
    const ROOM: std::ops::RangeInclusive<usize> = 72..=130;
    /// A longer word is hyphenated.
    const MAX_WORD: usize = 10;
    let mut widths: Vec<usize> = Vec::new();
    for line in table.lines().filter(|line| !is_delimiter(line)) {
        for (at, cell) in cells(line).iter().enumerate() {
            let parts = cell.split(|one: char| one.is_whitespace() || "-/_<>".contains(one));
            let longest = parts.map(|part| match part.chars().all(char::is_alphabetic) {
                true => part.chars().count().min(MAX_WORD),
                false => part.chars().filter(|one| !"*`[]()".contains(*one)).count(),
            });
            let longest = longest.max().unwrap_or(0);
            match widths.get_mut(at) {
                Some(width) => *width = longest.max(*width),
                None => widths.push(longest),
            }
        }
    }
    // Between columns stand some two characters.
    widths.len() > 4 && ROOM.contains(&widths.iter().map(|width| width + 2).sum())
}

/// Bars in a cell are escaped, unless they are.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut before = ' ';
    for one in text.chars() {
        if one == '|' && before != '\\' {
            written.push('\\');
        }
        written.push(one);
        before = if before == '\\' && one == '\\' { ' ' } else { one };
    }
    written
}

/// The cells of a row; bars in code and escaped ones are no ends of cells.
pub(super) fn cells(line: &str) -> Vec<String> {
    let text = line.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let (mut cells, mut cell, mut at) = (Vec::new(), String::new(), 0);
    while let Some(one) = text[at..].chars().next() {
        let length = match one {
            '\\' => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '`' => scan::code_span(&text[at..]).map_or(1, |(length, _)| length),
            '|' => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                at += 1;
                continue;
            }
            _ => one.len_utf8(),
        };
        cell.push_str(&text[at..at + length]);
        at += length;
    }
    if !cell.trim().is_empty() || !text.trim_end().ends_with('|') {
        cells.push(cell.trim().to_owned());
    }
    cells
}

fn is_delimiter(line: &str) -> bool {
    let text = line.trim();
    let is_of =
        |mark: char, least: &str| text.contains(least) && text.chars().all(|one| one == mark || "|:+ \t".contains(one));
    text.contains('|') && (is_of('-', "-") || text.starts_with('|') && is_of('=', "=="))
}

/// The columns of a line below a header, which org-mode and kramdown also part by `+`.
fn parts(rule: &str) -> Vec<String> {
    cells(&rule.replace('+', "|"))
}

/// `Table: …`, `: …`, `Table 1: …` as captions, with what stands in braces behind them.
fn caption(line: &str) -> Option<(String, Attributes)> {
    let text = line.trim();
    let rest = match text.strip_prefix(": ").or_else(|| text.strip_prefix(":\t")) {
        Some(rest) => rest,
        None => {
            ["Table:", "table:", "Tabelle:", "Tableau:", "Tabla:"].iter().find_map(|word| text.strip_prefix(word))?
        }
    };
    let rest = rest.trim();
    let (words, attributes) = Attributes::behind(rest);
    Some((words.to_owned(), attributes))
}

impl Blocks<'_, '_, '_> {
    pub(super) fn pipe_table(&mut self) -> bool {
        let (line, below) = (self.line(), self.peek(1));
        // A row of dashes begins a table without a header.
        let is_headless = is_delimiter(line) && line.trim().starts_with('|') && self.is_below_blank();
        let is_table = is_headless || line.contains('|') && is_delimiter(below);
        if !is_table || super::lists::mark(line.trim_start()).is_some() {
            return false;
        }
        // kramdown may draw a line above the header.
        let is_overlined = is_headless && !is_delimiter(below) && is_delimiter(self.peek(2));
        let is_headless = is_headless && !is_overlined;
        let rule = match (is_headless, is_overlined) {
            (true, _) => line,
            (_, true) => self.peek(2),
            _ => below,
        };
        let columns = parts(rule).len();
        if !is_headless && !is_overlined && cells(line).len() != columns && !line.trim().starts_with('|') {
            return false;
        }
        let width = indent(line);
        self.at += usize::from(is_overlined);
        let mut rows = Vec::new();
        let mut aligns = Vec::new();
        let mut attributes = Attributes::default();
        while self.at < self.lines.len() && !self.line().trim().is_empty() {
            let line = self.line();
            let text = line.trim();
            if let Some(list) = text.strip_prefix("{:").and_then(|list| list.strip_suffix('}')) {
                attributes = Attributes::read(list);
                self.at += 1;
                break;
            }
            if !text.contains('|') && !rows.is_empty() && !aligns.is_empty() {
                break;
            }
            self.at += 1;
            match is_delimiter(text) {
                true if aligns.is_empty() => aligns = parts(text).iter().map(|cell| alignment(cell)).collect(),
                // Groups of rows of kramdown; a row of single hyphens says that there is nothing.
                true if text.contains("---") || text.contains("==") => {}
                _ => {
                    let (text, anchors) = Context::take_anchors(text);
                    let (path, above) = (self.context.path.clone(), self.context.found.headings);
                    anchors.iter().for_each(|id| self.context.labels.anchor(&path, id, above));
                    rows.push(cells(&text));
                }
            }
        }
        // A line of kramdown may be one for all columns.
        let columns = if columns == 1 { rows.iter().map(Vec::len).max().unwrap_or(1) } else { columns };
        // What has more cells than the header goes on in its last cell.
        folded(&mut rows, columns);
        let grid = Grid::new(rows, !is_headless).aligned(aligns);
        self.push_table(&grid.written(), attributes, width);
        true
    }

    /// A table with its caption, which stands above or below it.
    pub(super) fn push_table(&mut self, table: &str, mut attributes: Attributes, width: usize) {
        let mut found = self.caption_above();
        let blank =
            self.lines[self.at.min(self.lines.len())..].iter().take_while(|line| line.trim().is_empty()).count();
        if found.is_none()
            && blank <= 1
            && let Some(below) = caption(self.peek(blank))
        {
            self.at += blank + 1;
            let (mut text, own) = below;
            while self.at < self.lines.len() && !self.line().trim().is_empty() {
                let line = self.line().trim();
                self.at += 1;
                text = format!("{text} {line}");
            }
            let (words, further) = Attributes::behind(&text);
            let own = if words.len() < text.len() { further } else { own };
            found = Some((words.trim().to_owned(), own, None));
        }
        if self.peek_line().trim().starts_with("{:") && self.peek_line().trim().ends_with('}') {
            let list = self.peek_line().trim();
            attributes = Attributes::read(&list[2..list.len() - 1]);
            self.at += 1;
        }
        let (text, own, label) = found.unwrap_or_default();
        // TeX has the label in the caption.
        let (text, anchors) = Context::take_anchors(&text);
        let text = text.trim().to_owned();
        let titled = attributes.get("title").map(str::to_owned);
        let id = own.id.or(attributes.id).or(anchors.into_iter().next()).or_else(|| self.context.found.pending.take());
        let text = if text.is_empty() { titled.unwrap_or_default() } else { text };
        let label = id.filter(|_| !text.is_empty()).and_then(|id| self.context.label(&id)).or(label);
        let width = if width < 4 { 0 } else { width };
        let written = figures::captioned(table, label.as_deref(), &text);
        if !is_wide(table) || self.is_inner || width > 0 {
            return self.push_block(&written, width);
        }
        let remark = Remark::to_know("a table that is wider than the page", "It stands on a page that is turned.");
        let mark = self.context.sum(remark.one_of("tables that are wider than the page"));
        self.push_block(&format!("{mark}{}", super::boxes::fenced("landscape", &written)), 0);
    }

    /// A caption that was written as a paragraph above, and the label that it has by now.
    fn caption_above(&mut self) -> Option<(String, Attributes, Option<String>)> {
        let last = self.out.iter().rposition(|line| !line.trim().is_empty())?;
        let is_alone = last == 0 || self.out[last - 1].trim().is_empty();
        // A label in it is that of the paragraph so far.
        let line = self.out[last].as_str();
        let labelled = line.strip_prefix("{#").and_then(|rest| rest.split_once("} "));
        let (text, attributes) =
            caption(labelled.map_or(line, |(_, text)| text)).filter(|_| is_alone && self.out.len() - last <= 2)?;
        let label = labelled.map(|(label, _)| label.to_owned());
        self.out.truncate(last);
        Some((text, attributes, label))
    }

    /// Columns under dashes, as pandoc has them.
    pub(super) fn simple_table(&mut self) -> bool {
        let is_dashes = |line: &str| {
            let text = line.trim_end();
            text.contains("--") && text.chars().all(|one| one == '-' || one == ' ')
        };
        let has_columns = |line: &str| is_dashes(line) && line.trim().contains(' ');
        let first = self.line();
        // The line of dashes stands below a header, below a long line of dashes and a header, or first.
        let rule = match () {
            () if has_columns(first) => 0,
            () if is_dashes(first) => {
                let rule = (1..8).find(|ahead| has_columns(self.peek(*ahead)));
                // It is as long as all columns, and no blank line stands in the header.
                let is_top = |rule: usize| {
                    let is_header = (1..rule).all(|ahead| !self.peek(ahead).trim().is_empty());
                    rule > 1 && is_header && first.trim().len() >= self.peek(rule).trim().len()
                };
                let Some(rule) = rule.filter(|rule| self.is_below_blank() && is_top(*rule)) else { return false };
                rule
            }
            () if self.is_below_blank() && has_columns(self.peek(1)) && !first.trim().is_empty() => 1,
            () => return false,
        };
        if self.peek(rule).len() > MAX_RULE {
            return false;
        }
        let is_multiline = is_dashes(first) && !has_columns(first);
        let columns = columns(self.peek(rule));
        let header: Vec<&str> = (usize::from(is_multiline)..rule).map(|ahead| self.peek(ahead)).collect();
        let mut end = rule + 1;
        let mut body = Vec::new();
        loop {
            let Some(line) = self.lines.get(self.at + end) else {
                if is_multiline || rule == 0 {
                    return false;
                }
                break;
            };
            end += 1;
            if is_dashes(line) {
                break;
            }
            let is_last = line.trim().is_empty() && !is_multiline && rule != 0;
            if is_last || body.len() > 2000 {
                break;
            }
            body.push(*line);
        }
        if body.iter().all(|line| line.trim().is_empty()) {
            return false;
        }
        let width = indent(self.peek(rule));
        let mut rows: Vec<Vec<String>> = Vec::new();
        let in_one = |cells: Vec<String>| cells.into_iter().map(|cell| cell.replace('\n', " ")).collect();
        if !header.is_empty() {
            rows.push(in_one(cut(&header, &columns)));
        }
        let has_blanks = body.iter().any(|line| line.trim().is_empty());
        if is_multiline || has_blanks {
            rows.extend(
                body.split(|line| line.trim().is_empty())
                    .filter(|lines| !lines.is_empty())
                    .map(|lines| in_one(cut(lines, &columns))),
            );
        } else {
            rows.extend(body.iter().map(|line| cut(&[line], &columns)));
        }
        self.at += end;
        let grid = Grid::new(rows, !header.is_empty());
        self.push_table(&grid.written(), Attributes::default(), width.min(3));
        true
    }
}

fn alignment(cell: &str) -> String {
    match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => ":---:",
        (true, false) => ":---",
        (false, true) => "---:",
        (false, false) => "---",
    }
    .to_owned()
}

/// Where the columns begin, by characters.
fn columns(rule: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = ' ';
    for (at, one) in rule.chars().enumerate() {
        if one == '-' && before != '-' {
            starts.push(at);
        }
        before = one;
    }
    starts
}

/// The cells of lines that make one row.
fn cut(lines: &[&str], starts: &[usize]) -> Vec<String> {
    let mut cells = vec![String::new(); starts.len()];
    for line in lines {
        let letters: Vec<char> = line.chars().collect();
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(letters.len()).min(letters.len());
            let start = if index == 0 { 0 } else { (*start).min(end) };
            let text: String = letters[start.min(end)..end].iter().collect();
            if !text.trim().is_empty() {
                if !cells[index].is_empty() {
                    cells[index].push('\n');
                }
                cells[index] += text.trim();
            }
        }
    }
    cells.into_iter().map(|cell| cell.replace('\n', " ")).collect()
}
