//! Tables that are none: without the line of hyphens, of other dialects, or pasted with tabs.

use super::miss::{Kind, Misses};
use super::view::View;

const HELP: &str = "Write `| a | b |`, below it `|---|---|`, then a line for each row; `\\|` is a mere bar.";

static GRID: Kind = Kind::certain("literal-table", "a table", HELP);
static BARS: Kind = Kind::likely("literal-table", "a table", HELP);
static TABS: Kind = Kind::likely("literal-table", "a table", HELP);

static VALUES: Kind = Kind::likely(
    "literal-table",
    "values of a table",
    "Write `| a | b |`, below it `|---|---|`, then rows; or keep them in a file, `::: table {data=\"data/a.csv\"}`.",
);

pub(super) fn find(view: &View, misses: &mut Misses) {
    if !view.run.standing.is_paragraph() {
        return;
    }
    if view.has("+-") || view.has("+=") {
        first(view, &GRID, 1, misses, is_grid);
    }
    if view.has("|") {
        // The reader has reported a table whose line of hyphens does not fit.
        if view.lines().skip(1).any(|(_, line)| is_rule(line)) {
            return;
        }
        first(view, &GRID, 1, misses, |line| is_row(line) && line.matches('|').count() > 2);
        first(view, &GRID, 2, misses, is_row);
        first(view, &BARS, 2, misses, |line| line.trim_start().starts_with("| ") || line.contains(" | "));
    }
    if view.has(";") || view.has(",") {
        first(view, &VALUES, 3, misses, is_values);
    }
    if view.has("\t") {
        let is_pasted = |line: &str| line.trim().contains('\t');
        first(view, &TABS, 1, misses, |line| line.trim().matches('\t').count() > 1);
        first(view, &TABS, 2, misses, is_pasted);
    }
}

/// Notes the first of at least `fewest` lines for which it is so, if no near-miss stands in the run's beginning.
fn first(view: &View, kind: &'static Kind, fewest: usize, misses: &mut Misses, is_so: impl Fn(&str) -> bool) {
    let mut lines = view.lines().filter(|(_, line)| is_so(line)).map(|(at, line)| at..at + line.len());
    if let Some(range) = lines.next().filter(|_| fewest == 1 || lines.nth(fewest - 2).is_some())
        && misses.is_free(&(0..range.end))
    {
        misses.add(range, kind, None);
    }
}

fn is_grid(line: &str) -> bool {
    let line = line.trim();
    line.len() > 4 && line.starts_with('+') && line.ends_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte))
}

/// `Name;Age`: in prose a blank follows.
fn is_values(line: &str) -> bool {
    let parts_values = |mark: char| {
        let mut parts = line.split(mark);
        let is_value = |part: &str| !part.is_empty() && !part.starts_with(' ') && part.len() < MAX_VALUE;
        line.contains(mark) && parts.all(is_value)
    };
    parts_values(';') || parts_values(',')
}

/// In bytes.
const MAX_VALUE: usize = 40;

fn is_rule(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

fn is_row(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}
