//! Formulas of TeX: in one line of characters where their meaning is sure, the others as they are typed.

mod commands;
mod found;
mod letters;
mod line;
mod relations;
mod rows;
mod signs;
mod tree;
mod values;
mod words;

pub(super) use found::{Found, display, found, is_parted_formula};
pub(super) use rows::FORMULAS;

use super::context::Context;
use super::remark::{Remark, Remarks};
use super::scan;

/// Stand for the brackets of a formula until the lines of its text are read, in which brackets with backslashes open
/// formulas.
const BRACKETS: [(&str, char); 2] = [("\\[", '\u{10fff3}'), ("\\]", '\u{10fff4}')];

/// The bracket that a character stands for.
pub(super) fn bracket(one: char) -> Option<&'static str> {
    BRACKETS.iter().find(|(_, own)| *own == one).map(|(bracket, _)| *bracket)
}

/// A longer formula is none.
const MAX_LENGTH: usize = 16 << 10;

/// A longer line of a formula is broken where its sides meet.
const MAX_LINE: usize = 90;

/// A row of a formula in characters.
struct Line {
    label: Option<String>,
    tag: Option<String>,
    text: String,
    /// Where a new line could begin.
    breaks: Vec<usize>,
}

/// A formula that cannot be written in characters.
fn unread(tex: &str) -> Remark {
    let what = "a formula, printed as it is typed";
    let todo = "Formulas are not set. Write it in characters (`E = mc²`, `x ≤ 5`), or as an image with its meaning in \
                `alt`.";
    let words = tex.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    let short: String = words.chars().take(MAX_NAME).collect();
    let name = if short.len() < words.len() { format!("{short}…") } else { short };
    Remark::to_do(what, todo).one_of("formulas, printed as they are typed").naming(&name)
}

/// So much of a formula is told of it.
const MAX_NAME: usize = 40;

/// A formula in characters that people would not write so by hand.
fn linear() -> Remark {
    let todo = "See that it reads well. `_` and `^` stand before what is lowered or raised further, semicolons between \
                rows; letters that no font has are without serifs.";
    Remark::to_know("a formula in a form for one line", todo).one_of("formulas in a form for one line")
}

/// A formula in a line: in characters if it can be, else `written` as it stands.
pub(super) fn inline(tex: &str, written: &str, path: &str, remarks: &mut Remarks) -> String {
    match characters(tex) {
        Some((lines, is_linear)) => {
            let mark = if is_linear { remarks.sum(path, linear()) } else { String::new() };
            let lines = lines.into_iter().map(|line| {
                let tag = line.tag.map(|tag| format!(" ({tag})")).unwrap_or_default();
                line.text + &tag
            });
            format!("{mark}{}", lines.collect::<Vec<_>>().join("; "))
        }
        None => {
            let one_line = written.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}{}", remarks.sum(path, unread(tex)), scan::literal(&one_line))
        }
    }
}

/// A formula on lines of its own.
pub(super) fn displayed(tex: &str, context: &mut Context) -> String {
    let tex = tex.trim();
    let pending = context.found.pending.take();
    // What has a label has a number, or what its author wrote for it.
    let mut label = |own: Option<&str>, given: Option<&String>, tag: Option<&str>| {
        let label = own.or(given.map(String::as_str)).and_then(|id| context.label(id));
        let number = match &label {
            Some(label) => Some(context.labels.number(label, tag)),
            None => tag.map(str::to_owned),
        };
        let number = number.map(|number| format!(" \u{2003}({number})"));
        (label.map(|label| format!("{{#{label}}} ")).unwrap_or_default(), number.unwrap_or_default())
    };
    let Some((lines, is_linear)) = characters(tex) else {
        let (label, number) = label(label_of(tex), pending.as_ref(), None);
        let mark = context.sum(unread(tex));
        let lines = tex.lines().map(str::trim).filter(|line| !line.is_empty()).map(scan::literal);
        return in_line(format!("{label}{mark}\\$\\$\n{}\n\\$\\${number}", lines.collect::<Vec<_>>().join("\n")));
    };
    // Lines that are referred to one by one are paragraphs.
    let is_apart = lines.iter().filter(|line| line.label.is_some()).count() > 1;
    let own = lines.iter().find_map(|line| line.label.as_deref()).or(label_of(tex));
    let is_labelled = own.is_some() || pending.is_some();
    let (mut begin, mut end) = (String::new(), String::new());
    if is_labelled && !is_apart {
        (begin, end) = label(own, pending.as_ref(), lines.iter().find_map(|line| line.tag.as_deref()));
    }
    let rows = lines.iter().map(|line| {
        let (label, number) = match is_apart || !is_labelled {
            true => label(line.label.as_deref(), None, line.tag.as_deref()),
            false => (String::new(), String::new()),
        };
        (label, format!("{}{number}", line.broken()))
    });
    let mut rows: Vec<(String, String)> = rows.collect();
    // The place of a remark is behind the label, which nothing may stand before.
    if is_linear && let Some((_, text)) = rows.first_mut() {
        text.insert_str(0, &context.sum(linear()));
    }
    let rows: Vec<String> = rows.into_iter().map(|(label, text)| format!("{label}{text}")).collect();
    in_line(format!("{begin}{}{end}", rows.join(if is_apart { "\n\n" } else { "\\\n" })))
}

/// A text whose brackets open no formula when its lines are read.
fn in_line(mut text: String) -> String {
    for (bracket, one) in BRACKETS {
        text = text.replace(bracket, one.encode_utf8(&mut [0; 4]));
    }
    text
}

fn label_of(tex: &str) -> Option<&str> {
    tex.split_once("\\label{")?.1.split('}').next()
}

impl Line {
    /// The line with breaks where its sides meet, if it is long.
    fn broken(&self) -> String {
        if self.text.chars().count() <= MAX_LINE || self.breaks.is_empty() {
            return escaped(&self.text);
        }
        let (mut lines, mut start) = (Vec::new(), 0);
        for at in self.breaks.iter().copied().chain([self.text.len()]) {
            lines.push(escaped(self.text[start..at].trim_matches(' ')));
            start = at;
        }
        lines.join("\\\n")
    }
}

/// A line that begins no block.
fn escaped(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let is_item = first.len() <= 5
        && first.ends_with([')', '.'])
        && first.chars().all(|one| one.is_ascii_alphanumeric() || "().".contains(one));
    let begins_block = matches!(first, "+" | ">" | "=" | "#" | ":" | "-") || is_item && first.starts_with('(');
    if begins_block { format!("\\{text}") } else { text.to_owned() }
}

/// A formula in characters, line by line, and whether it is of a form that people do not type by hand.
fn characters(tex: &str) -> Option<(Vec<Line>, bool)> {
    let tex = tex.trim();
    if tex.is_empty() || tex.len() > MAX_LENGTH {
        return None;
    }
    let formula = tree::read(tex)?;
    let mut is_linear = formula.is_changed;
    let mut lines = Vec::new();
    for row in formula.rows {
        let written = line::written(&row.atoms)?;
        is_linear |= written.is_linear;
        lines.push(Line { label: row.label, tag: row.tag, text: written.text, breaks: written.breaks });
    }
    Some((lines, is_linear))
}
