//! The list of what became otherwise, for the author: a file beside the paper that is no part of it.

use std::fmt::Write;

use super::remark::{Remark, Remarks, Weight};
use super::scan;
use super::settle::Settled;

/// A remark at its place: file, line, column. Without a place it is of the whole.
pub(super) type Placed = (String, usize, usize, Remark);

/// All remarks, in the order of files and places.
pub(super) fn placed(settled: &Settled, remarks: &Remarks) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut is_placed = vec![false; remarks.len()];
    for (path, text) in &settled.texts {
        let mut places = text.places.clone();
        places.sort_unstable();
        for (at, number) in places {
            let Some(remark) = remarks.get(number).filter(|_| !is_placed[number]) else { continue };
            is_placed[number] = true;
            let before = &text.text[..at.min(text.text.len())];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            // What several rounds found at one place is told once.
            let own = (path.clone(), line, column, remark.clone());
            if placed.last() != Some(&own) {
                placed.push(own);
            }
        }
    }
    let whole = (0..remarks.len()).filter(|number| !is_placed[*number]).filter_map(|number| remarks.get(number));
    placed.extend(whole.map(|remark| (String::new(), 0, 0, remark.clone())));
    placed
}

/// The file.
pub(super) fn written(
    tool: &str,
    remarks: &[Placed],
    left_over: &[(String, String, String)],
    origins: &[(String, String)],
) -> String {
    let mut text = String::from("# What was imported\n\n");
    let count = |weight| remarks.iter().filter(|(.., remark)| remark.weight == weight).count();
    let (to_do, to_know) = (count(Weight::ToDo), count(Weight::ToKnow));
    let done = "Delete this file when you are done: it is no part of the paper.";
    let listed = match (to_do, to_know) {
        (0, 0) => format!("All of it could be brought over as it was. {done}"),
        (0, _) => format!(
            "Nothing is left to do. What is not as it was in the manuscript is listed here, with its place. {done}"
        ),
        _ => format!(
            "What could not be brought over as it was is listed here, with its place and what to do about it: {to_do} \
             to do, {to_know} to know. {done}"
        ),
    };
    let _ = writeln!(text, "This paper was made of a manuscript ({tool}). {listed}\n");
    for (weight, title) in [(Weight::ToDo, "To do"), (Weight::ToKnow, "To know")] {
        let own: Vec<&Placed> = remarks.iter().filter(|(.., remark)| remark.weight == weight).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(text, "## {title}\n");
        for (path, line, column, remark) in own {
            let place = if path.is_empty() { String::new() } else { format!("`{path}:{line}:{column}`: ") };
            let _ = writeln!(text, "- {place}{}. {}", remark.told(), remark.todo);
            if let Some(lost) = remark.lost.as_deref().filter(|lost| !lost.trim().is_empty()) {
                let fence = scan::fence_around(lost);
                let lines: Vec<String> = lost.trim_matches('\n').lines().map(|line| format!("  {line}")).collect();
                let _ = writeln!(text, "\n  {fence}text\n{}\n  {fence}\n", lines.join("\n"));
            }
        }
        text.push('\n');
    }
    if !left_over.is_empty() {
        text.push_str("## Left over of front matter and settings\n\nNothing of this is in paper.toml.\n\n");
        for (path, key, value) in left_over {
            let _ = writeln!(text, "- `{path}`: {key}: {value}");
        }
    }
    text.push_str("\n## Where the sections are from\n\n");
    for (name, source) in origins {
        if !source.is_empty() {
            let _ = writeln!(text, "- `sections/{name}`: `{source}`");
        }
    }
    text.trim_end().to_owned() + "\n"
}
