//! Tables in frames of `+`, `-` and `|`, and terms, notes, links and lines of plain text.

use super::super::attributes::Attributes;
use super::super::context::Context;
use super::super::maths::{FORMULAS, display, is_parted_formula};
use super::super::remark::Remark;
use super::Blocks;
use super::lists::{self, indent};
use super::tables::{Grid, MAX_CELLS};

/// A formula has no more lines.
const MAX_LINES: usize = 100;

/// What stands before and behind a formula on lines of its own; mdBook takes two backslashes.
const DISPLAYS: [(&str, &str); 3] = [("$$", "$$"), ("\\\\[", "\\\\]"), ("\\[", "\\]")];
const TEX_SIGNS: [char; 4] = ['\\', '^', '_', '='];

impl Blocks<'_, '_, '_> {
    pub(super) fn grid(&mut self) -> bool {
        let first = self.line().trim_end();
        if self.at < self.frameless || !is_frame(first) {
            return false;
        }
        let width = indent(first);
        let length = self.lines[self.at..].iter().take_while(|line| line.trim_start().starts_with(['+', '|'])).count();
        if length < 3 || !is_frame(self.lines[self.at + length - 1]) {
            self.frameless = self.at + length;
            return false;
        }
        let lines: Vec<Vec<char>> =
            self.lines[self.at..self.at + length].iter().map(|line| line.trim().chars().collect()).collect();
        // Where a column begins in any row.
        let mut bars: Vec<usize> = Vec::new();
        for line in lines.iter().filter(|line| line.first() == Some(&'+')) {
            bars.extend(line.iter().enumerate().filter(|(_, one)| **one == '+').map(|(at, _)| at));
        }
        bars.sort_unstable();
        bars.dedup();
        let columns = bars.len().saturating_sub(1);
        if lines.iter().filter(|line| line.first() == Some(&'+')).count().saturating_mul(columns) > MAX_CELLS {
            self.frameless = self.at + length;
            return false;
        }
        let (mut rows, mut row, mut header) = (Vec::new(), vec![String::new(); columns], None);
        let mut is_headless_end = false;
        for (index, line) in lines.iter().enumerate().skip(1) {
            let text: String = line.iter().collect();
            if is_frame(&text) {
                if row.iter().any(|cell| !cell.trim().is_empty()) {
                    rows.push(std::mem::replace(&mut row, vec![String::new(); columns]));
                }
                if text.contains('=') && header.is_none() && index + 1 < lines.len() {
                    header = Some(rows.len());
                }
                is_headless_end |= text.contains('=') && index + 1 == lines.len();
                continue;
            }
            for column in 0..columns {
                let (start, end) = (bars[column] + 1, bars[column + 1].min(line.len()));
                if start >= end {
                    continue;
                }
                let has_begun = column == 0 || matches!(line.get(bars[column]), Some('|' | '+'));
                let text: String = line[start..end].iter().collect();
                let text = text.trim_matches(|one: char| one == ' ');
                // What goes on over a bar belongs to the cell that it began in.
                let target =
                    if has_begun { column } else { (0..column).rev().find(|at| !row[*at].is_empty()).unwrap_or(0) };
                if text.chars().all(|one| matches!(one, '-' | '+')) && text.len() > 2 {
                    continue;
                }
                let joint = if has_begun && !row[target].is_empty() { "\n" } else { "" };
                row[target] += &format!("{joint}{text}");
            }
        }
        self.at += length;
        let rows: Vec<Vec<String>> =
            rows.into_iter().map(|row| row.into_iter().map(|cell| paragraphs(&cell)).collect()).collect();
        let has_header = header == Some(1);
        if header.is_some_and(|rows| rows > 1) || is_headless_end {
            let remark =
                Remark::to_know("a table with a header of several rows, or a foot", "See whether it reads well.");
            let mark = self.context.mark(remark);
            self.out.push(mark);
        }
        let grid = Grid::new(rows, has_header);
        self.push_table(&grid.written(), Attributes::default(), width.min(3));
        true
    }

    /// Definitions of notes and links, which may be called from elsewhere.
    pub(super) fn definition(&mut self) -> bool {
        let line = self.line();
        let text = line.trim_start();
        if !text.starts_with('[') || indent(line) > 3 && !self.is_inner {
            return false;
        }
        let Some(end) = text.find("]:") else { return false };
        let name = &text[1..end];
        if name.is_empty() || name.contains(['[', ']', '\n']) {
            return false;
        }
        if let Some(note) = name.strip_prefix('^') {
            let note = note.split_whitespace().collect::<Vec<_>>().join("-");
            let first = text[end + 2..].trim().to_owned();
            let width = indent(line) + 2;
            self.at += 1;
            let mut lines = vec![first];
            while self.at < self.lines.len() {
                let line = self.line();
                let is_blank = line.trim().is_empty();
                let above_is_blank = lines.last().is_some_and(|last| last.trim().is_empty());
                let goes_on = is_blank
                    || indent(line) >= width
                    || !above_is_blank && !line.trim_start().starts_with(['[', '#', '|', ':', '>', '`', '-', '*']);
                if !goes_on {
                    break;
                }
                lines.push(lists::dedented(line, 4));
                self.at += 1;
            }
            while lines.last().is_some_and(|last| last.trim().is_empty()) {
                lines.pop();
            }
            let inner = self.inner(&lines.join("\n"), true);
            let mut text = format!("[^{note}]: ");
            for (index, line) in inner.trim().lines().enumerate() {
                text += &match (index, line.is_empty()) {
                    (0, _) => line.to_owned(),
                    (_, true) => "\n".to_owned(),
                    _ => format!("\n    {line}"),
                };
            }
            self.context.found.notes.push(text);
            return true;
        }
        let rest = text[end + 2..].trim();
        if super::headings::is_comment(text) {
            return false;
        }
        if name.starts_with('@') {
            // A name that Manubot gives a work.
            let remark =
                Remark::to_know("a name for a work", "Call the work so in the bibliography.").one_of("names for works");
            let mark = self.context.sum(remark.without(text));
            self.out.push(mark);
            self.at += 1;
            return true;
        }
        let mut words = rest.split_whitespace();
        let mut address = words.next().unwrap_or_default();
        let mut more = words.next();
        if address.is_empty() {
            // It may stand on the next line.
            let below = self.peek(1).trim();
            if below.is_empty() || below.contains(char::is_whitespace) {
                return false;
            }
            (address, more) = (below, None);
            self.at += 1;
        }
        if more.is_some_and(|more| !more.starts_with(['"', '\'', '(', '{'])) {
            return false;
        }
        self.at += 1;
        let mut title = rest.split_once(char::is_whitespace).map_or("", |(_, title)| title).trim();
        // So may its title.
        let below = self.lines.get(self.at).copied().unwrap_or_default();
        if more.is_none() && indent(below) > 0 && below.trim().starts_with(['"', '\'']) && below.trim().len() > 1 {
            title = below.trim();
            self.at += 1;
        }
        let title = title.trim_matches(['"', '\'', '(', ')']).trim();
        if !title.is_empty() && !title.starts_with('{') {
            let remark = Remark::to_know("the title of a link", "Say it in the text if it matters.");
            let mark = self.context.sum(remark.one_of("titles of links").without(title));
            self.out.push(mark);
        }
        self.context.found.definitions.push(format!("[{name}]: {address}"));
        true
    }

    /// A line of plain text, or of an item.
    pub(super) fn text_line(&mut self) {
        let line = self.line();
        let is_below_blank = self.is_below_blank();
        let line = line.strip_suffix('\u{a0}').unwrap_or(line);
        if let Some(text) = super::super::includes::line(line, self.context, self.depth, self.is_inner) {
            self.at += 1;
            return self.push_block(&text, indent(line));
        }
        if line.trim().starts_with("\\begin{") && self.environment() {
            return;
        }
        let (line, anchors) = Context::take_anchors(line);
        if !anchors.is_empty() {
            let (path, above) = (self.context.path.clone(), self.context.found.headings);
            let mut anchors = anchors.into_iter();
            let begins = is_below_blank && self.context.found.pending.is_none();
            if begins {
                self.context.found.pending = anchors.next();
            }
            anchors.for_each(|id| self.context.labels.anchor(&path, &id, above));
            if line.trim().is_empty() {
                self.at += 1;
                return;
            }
        }
        let (written, is_flatter) = self.lists.line(&line, is_below_blank);
        let mut written = numbered(&written, &mut self.out);
        if is_flatter {
            let remark = Remark::to_know(
                "an item of a fourth level, which stands in the third now",
                "Three levels are printed.",
            );
            written.push_str(&self.context.mark(remark));
        }
        if let Some(label) = self.context.found.pending.take() {
            match self.context.label(&label).filter(|_| is_below_blank && lists::mark(written.trim_start()).is_none()) {
                Some(label) if written.starts_with("![") => {
                    let is_closed = written.ends_with('}');
                    let braces = written.find("){").map(|at| at + 1).or(written.rfind('{')).filter(|_| is_closed);
                    let (image, behind) = written.split_at(braces.unwrap_or(written.len()));
                    written = format!(
                        "{image}{{#{label}{}",
                        behind.strip_prefix('{').map_or("}".to_owned(), |rest| format!(" {rest}"))
                    );
                }
                Some(label) => written = format!("{{#{label}}} {written}"),
                None => self.context.found.pending = Some(label),
            }
        }
        self.out.push(written);
        self.at += 1;
    }

    /// A formula between two dollars each, or between brackets behind backslashes, on lines of its own.
    pub(super) fn displayed(&mut self) -> bool {
        let line = self.line().trim();
        let marks = DISPLAYS.iter().find_map(|(open, close)| Some((line.strip_prefix(open)?, *open, *close)));
        let Some((inner, open, close)) = marks else { return false };
        let is_line = inner.split_once(close).is_none_or(|(_, behind)| behind.is_empty() || display(behind).is_some());
        let end = self.lines[self.at..].iter().skip(1).take(MAX_LINES).position(|line| line.contains(close));
        let is_closed = inner.contains(close)
            || end.is_some_and(|end| {
                let own = &self.lines[self.at + 1..][..end];
                !own.iter().any(|line| line.trim().is_empty()) || is_parted_formula(&own.join("\n"))
            });
        // What stands between escaped brackets may be words.
        let words = inner.split_once(close).map_or(inner, |(tex, _)| tex);
        let is_words = open == "\\[" && !words.trim().is_empty() && !words.contains(TEX_SIGNS);
        if !is_line || !is_closed || is_words {
            return false;
        }
        let indent = indent(self.line());
        let mut body = Vec::new();
        let mut next = inner;
        self.at += 1;
        let behind = loop {
            match next.split_once(close) {
                Some((last, behind)) => {
                    body.push(last);
                    break behind.trim();
                }
                None => body.push(next),
            }
            next = self.line().trim();
            self.at += 1;
        };
        let body = body.join("\n");
        // Its label may stand on the next line.
        let below = self.lines.get(self.at).map_or("", |line| line.trim());
        let is_below = behind.is_empty() && below.starts_with("{#") && display(below).is_some();
        self.at += usize::from(is_below);
        if let Some(id) = display(if is_below { below } else { behind }) {
            self.context.found.pending = Some(id.to_owned());
            self.formula(&body, indent);
        } else {
            self.formula(&body, indent);
            // What goes on behind it is text.
            if !behind.is_empty() {
                self.out.push(format!("{}{behind}", " ".repeat(indent)));
            }
        }
        true
    }

    /// An environment of TeX, as it is typed.
    fn environment(&mut self) -> bool {
        let line = self.line().trim();
        let Some(name) = line.strip_prefix("\\begin{").and_then(|rest| rest.split_once('}')).map(|(name, _)| name)
        else {
            return false;
        };
        let end = format!("\\end{{{name}}}");
        let length = match line.contains(&end) {
            true => Some(0),
            false => self.end_of(&end, |line| line.contains(&end)).map(|length| length + 1),
        };
        let Some(length) = length else { return false };
        let indent = indent(self.line());
        let body = self.lines[self.at..=self.at + length].join("\n");
        self.at += length + 1;
        if FORMULAS.contains(&name.trim_end_matches('*')) {
            let (body, behind) = body.split_at(body.find(&end).map_or(body.len(), |at| at + end.len()));
            self.formula(body, indent);
            // What goes on behind it is text.
            if !behind.trim().is_empty() {
                self.out.push(format!("{}{}", " ".repeat(indent), behind.trim()));
            }
        } else {
            let remark = Remark::to_do(format!("`{name}` of TeX, printed as its code"), "Write here what it prints.");
            let mark = self.context.mark(remark);
            let text = self.code("latex", &body);
            self.push_block(&format!("{mark}{text}"), indent);
        }
        true
    }
}

/// A mark that numbers itself gets a number.
fn numbered(line: &str, out: &mut [String]) -> String {
    let text = line.trim_start();
    let pad = &line[..line.len() - text.len()];
    if let Some(rest) = text.strip_prefix("#. ") {
        let last = out.iter().rev().find(|line| lists::mark(line.trim_start()).is_some());
        let last = last.and_then(|line| line.trim_start().split_once('.')?.0.parse::<u32>().ok());
        let is_near = out.iter().rev().take(3).any(|line| lists::mark(line.trim_start()).is_some());
        return format!("{pad}{}. {rest}", last.filter(|_| is_near).map_or(1, |last| last + 1));
    }
    line.to_owned()
}

/// Lines of a cell as paragraphs, each in one line.
fn paragraphs(cell: &str) -> String {
    let parts = cell.split("\n\n").map(|part| {
        let lines = part.lines().map(str::trim);
        // Items stay on lines of their own.
        let mut text = String::new();
        for line in lines {
            let is_item = lists::mark(line).is_some();
            text += if text.is_empty() {
                ""
            } else if is_item {
                "\n"
            } else {
                " "
            };
            text += line;
        }
        text
    });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_frame(line: &str) -> bool {
    let line = line.trim();
    line.len() > 4 && line.starts_with('+') && line.ends_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte))
}
