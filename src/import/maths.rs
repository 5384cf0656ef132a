//! Formulas of TeX: in one line of characters where their meaning is sure, the others as they are typed.

mod line;
mod signs;
mod tree;

use super::context::Context;
use super::remark::{Remark, Remarks};
use super::scan;

const WHAT: &str = "a formula, printed as it is typed";
const REMEDY: &str =
    "Formulas are not set. Write it in characters (`E = mc²`, `x ≤ 5`), or as an image with its meaning in `alt`.";

/// A longer formula is no line.
const MAX_LENGTH: usize = 600;

/// A formula in a line: in characters if it can be, else `written` as it stands.
pub(super) fn inline(tex: &str, written: &str, remarks: &mut Remarks) -> String {
    match characters(tex) {
        Some(text) => text,
        None => {
            let one_line = written.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}{}", remarks.mark(Remark::to_do(WHAT, REMEDY)), scan::literal(&one_line))
        }
    }
}

/// A formula on lines of its own.
pub(super) fn displayed(tex: &str, context: &mut Context) -> String {
    let tex = tex.trim();
    let pending = context.found.pending.take();
    let rows: Option<Vec<(Option<&str>, String)>> =
        rows(tex).into_iter().map(|row| Some((label_of(row), characters(row)?))).collect();
    // What has a label has a number.
    let mut label = |own: Option<&str>, given: Option<&String>| {
        let label = own.or(given.map(String::as_str)).and_then(|id| context.label(id));
        let number = label.as_ref().map(|label| format!(" \u{2003}({})", context.labels.number(label)));
        (label.map(|label| format!("{{#{label}}} ")).unwrap_or_default(), number.unwrap_or_default())
    };
    if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
        // Lines that are referred to one by one are paragraphs.
        let is_apart = rows.iter().filter(|(label, _)| label.is_some()).count() > 1;
        if is_apart {
            let lines = rows.iter().map(|(own, text)| {
                let (label, number) = label(*own, None);
                format!("{label}{text}{number}")
            });
            return lines.collect::<Vec<_>>().join("\n\n");
        }
        let (label, number) = label(label_of(tex), pending.as_ref());
        let lines: Vec<&str> = rows.iter().map(|(_, text)| text.as_str()).collect();
        return format!("{label}{}{number}", lines.join("\\\n"));
    }
    let (label, number) = label(label_of(tex), pending.as_ref());
    let mark = context.mark(Remark::to_do(WHAT, REMEDY));
    let lines = tex.lines().map(str::trim).filter(|line| !line.is_empty()).map(scan::literal);
    format!("{label}{mark}\\$\\$\n{}\n\\$\\${number}", lines.collect::<Vec<_>>().join("\n"))
}

fn label_of(tex: &str) -> Option<&str> {
    tex.split_once("\\label{")?.1.split('}').next()
}

/// The rows of a formula, without what aligns them.
fn rows(tex: &str) -> Vec<&str> {
    const ALIGNED: &[&str] =
        &["equation", "align", "aligned", "gather", "gathered", "split", "multline", "eqnarray", "flalign"];
    let mut inner = tex.trim();
    while let Some((name, rest)) = inner.strip_prefix("\\begin{").and_then(|rest| rest.split_once('}'))
        && ALIGNED.contains(&name.trim_end_matches('*'))
        && let Some(body) = rest.trim_end().strip_suffix(&format!("\\end{{{name}}}"))
    {
        inner = body.trim();
    }
    if inner.contains("\\begin{") {
        return vec![inner];
    }
    inner.split("\\\\").map(str::trim).filter(|row| !row.is_empty()).collect()
}

/// A formula in characters, if each of its parts can be written in one line.
fn characters(tex: &str) -> Option<String> {
    let aligned = tex.replace("\\&", "\u{1}").replace('&', " ").replace('\u{1}', "\\&");
    let whole = aligned.trim().trim_end_matches('.');
    let has_point = whole.len() < aligned.trim().len();
    if whole.is_empty() || whole.len() > MAX_LENGTH {
        return None;
    }
    let text = line::written(&tree::read(whole)?)?;
    // Nothing that begins a block.
    let begins_block = text.starts_with(['+', '>', '=', '#']) && text[1..].starts_with(' ');
    let (mark, point) = (if begins_block { "\\" } else { "" }, if has_point { "." } else { "" });
    Some(format!("{mark}{text}{point}"))
}
