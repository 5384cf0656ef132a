//! Figures that hold more than one may: text stands below them, and what is no figure at all has its caption below.

use super::attributes::Attributes;
use super::remark::is_mark;
use super::scan::{self, Fence};

/// What a part of a figure is.
#[derive(PartialEq)]
enum Part {
    Images,
    Table,
    Other,
}

/// A text in which each figure holds images or one table.
pub(super) fn settled(text: &str) -> String {
    if !text.contains("::: figure") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut code: Option<Fence> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let opening = Fence::of_block(line).filter(|fence| code.is_none() && fence.info.starts_with("figure"));
        match (&code, Fence::of_code(scan::behind_marks(line.trim_start()))) {
            (Some(open), _) if open.is_closed_by(line) => code = None,
            (None, Some(open)) => code = Some(open),
            _ => {}
        }
        let end = opening.and_then(|fence| {
            let is_end = |line: &&str| {
                Fence::of_block(line).is_some_and(|end| end.info.is_empty() && end.length == fence.length)
            };
            Some((fence, at + lines[at + 1..].iter().position(is_end)? + 1))
        });
        match end {
            Some((fence, end)) => {
                out += &figure(line, &fence, &lines[at + 1..end]).unwrap_or_else(|| lines[at..=end].concat());
                at = end + 1;
            }
            None => {
                out.push_str(line);
                at += 1;
            }
        }
    }
    out
}

/// What stands for a figure that holds too much or too little; [`None`] if it is one.
fn figure(opening: &str, fence: &Fence, body: &[&str]) -> Option<String> {
    let parts = parts(body);
    let count = |kind: Part| parts.iter().filter(|(own, _)| *own == kind).count();
    let (images, tables, others) = (count(Part::Images), count(Part::Table), count(Part::Other));
    if others == 0 && (tables == 0 || tables == 1 && images == 0) && images + tables > 0 {
        return None;
    }
    let pad = " ".repeat(fence.indent);
    let colons = ":".repeat(fence.length);
    let within =
        |kind: Part| parts.iter().filter(|(own, _)| *own == kind).map(|(_, text)| text.as_str()).collect::<Vec<_>>();
    let around = |inner: &[&str], rest: &[&str]| {
        let inner = inner.join("\n");
        format!("{opening}{inner}{pad}{colons}\n\n{}", rest.join("\n"))
    };
    if images > 0 {
        let rest: Vec<&str> =
            parts.iter().filter(|(own, _)| *own != Part::Images).map(|(_, text)| text.as_str()).collect();
        return Some(around(&within(Part::Images), &rest));
    }
    if tables == 1 {
        return Some(around(&within(Part::Table), &within(Part::Other)));
    }
    let braces = fence.info.trim_start_matches("figure").trim();
    let read = Attributes::read(braces.trim_start_matches('{').trim_end_matches('}'));
    let caption = read.get("caption").unwrap_or_default();
    let label = read.id.as_ref().map(|id| format!("{{#{id}}} ")).unwrap_or_default();
    let all: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
    let caption = if caption.is_empty() { String::new() } else { format!("\n{pad}{label}{caption}\n") };
    Some(format!("{}{caption}", all.join("\n")))
}

/// The parts between blank lines, blocks and code whole.
fn parts(body: &[&str]) -> Vec<(Part, String)> {
    let mut parts = Vec::new();
    let mut own = String::new();
    let (mut code, mut depth) = (None::<Fence>, 0_usize);
    for line in body {
        match (&code, Fence::of_code(scan::behind_marks(line.trim_start())), Fence::of_block(line)) {
            (Some(open), ..) if open.is_closed_by(line) => code = None,
            (None, Some(open), _) => code = Some(open),
            (None, None, Some(fence)) if fence.info.is_empty() => depth = depth.saturating_sub(1),
            (None, None, Some(_)) => depth += 1,
            _ => {}
        }
        if line.trim().is_empty() && code.is_none() && depth == 0 {
            parts.push(std::mem::take(&mut own));
        } else {
            own.push_str(line);
        }
    }
    parts.push(own);
    let parts = parts.into_iter().filter(|text| !text.trim().is_empty());
    parts.map(|text| (kind(&text), text)).collect()
}

fn kind(text: &str) -> Part {
    let bare = |line: &str| line.trim_start_matches(|one: char| one.is_whitespace() || is_mark(one)).to_owned();
    let first = bare(text);
    if first.starts_with("::: table") || first.starts_with(":::: table") {
        return Part::Table;
    }
    let all = |start: &str| text.lines().all(|line| bare(line).starts_with(start) || bare(line).is_empty());
    match () {
        () if all("![") => Part::Images,
        () if all("|") => Part::Table,
        () => Part::Other,
    }
}
