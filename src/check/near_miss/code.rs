//! Blocks of code that were meant as something else.

use super::miss::Kind;
use crate::diagnostic::Diagnostics;
use crate::section::{Block, BlockKind, InlineKind, Section, Status, Text, walk};
use crate::source::{Source, Span};

static PARAGRAPH: Kind = Kind::certain(
    "literal-paragraph",
    "text",
    "Delete the spaces or the tab before it; put code between two lines of three backticks.",
);
static DIRECTIVE: Kind = Kind::certain(
    "literal-block",
    "a block of another tool",
    "Write `::: note`, the text below it, and `:::`; nothing is run here, so write what comes out.",
);
static UNDERLINE: Kind = Kind::certain(
    "literal-heading",
    "an underlined heading",
    "Write `## Title` on one line, and delete the line below it: it makes code of all that follows.",
);
static ITEMS: Kind = Kind::likely(
    "literal-list",
    "a list",
    "Write `1. ` before each item; a heading stands below a blank line, and above what it is of.",
);
static RUN: Kind =
    Kind::likely("literal-command", "code that another tool runs", "Nothing is run here: write what comes out.");
static DRAWING: Kind =
    Kind::likely("literal-block", "a drawing", "Nothing is drawn from code: put the drawing in as an image.");

/// Languages in which drawings and formulas are written.
const DRAWN: &[&str] = &["abc", "asciimath", "d2", "dot", "graphviz", "katex", "math", "mermaid", "plantuml", "puml"];

/// Looks at the code of a section.
pub(super) fn section(status: Status, section: &Section, source: &Source, diagnostics: &mut Diagnostics) {
    let visit = |block: &Block, code: &Text, diagnostics: &mut Diagnostics| {
        let first = source.slice(block.span).lines().next().unwrap_or_default();
        let place = block.span.part(0..first.len());
        let kind = match block.is_indented_code() {
            true => is_prose(code).then_some(&PARAGRAPH),
            false if is_underline(source, place) => Some(&UNDERLINE),
            false => of_info(first.trim_start_matches(['`', '~']).trim()),
        };
        if let Some(kind) = kind {
            diagnostics.push(kind.found(place, "as code", status));
        }
    };
    headings(status, section, source, diagnostics);
    for blocks in section.bodies() {
        walk::inlines(blocks, &mut |inlines| {
            for inline in inlines {
                if matches!(&inline.kind, InlineKind::Code(code) if is_run(code)) {
                    diagnostics.push(RUN.found(inline.span, "as code", status));
                }
            }
        });
        walk::blocks(blocks, &mut |block| {
            if let BlockKind::Code(code) = &block.kind {
                visit(block, code, diagnostics);
            }
        });
    }
}

/// Headings line by line, which are items of a list to wikis.
fn headings(status: Status, section: &Section, source: &Source, diagnostics: &mut Diagnostics) {
    let follows = |above: &Block, below: &Block| {
        // An underlined one is told as such.
        let level = |block: &Block| match &block.kind {
            BlockKind::Heading(heading) if source.slice(block.span).starts_with('#') => Some(heading.level),
            _ => None,
        };
        let between = source.text().get(above.span.range().end..below.span.range().start);
        level(above).is_some()
            && level(above) == level(below)
            && between.is_some_and(|text| text.matches('\n').count() == 1)
    };
    let mut is_told = false;
    for pair in section.blocks.windows(2) {
        let is_list = follows(&pair[0], &pair[1]);
        if is_list && !is_told {
            diagnostics.push(ITEMS.found(pair[0].span, "as headings", status));
        }
        is_told = is_list;
    }
}

/// `r mean(x)` and `{python} x` in a line.
fn is_run(code: &str) -> bool {
    let is_call = |rest: &str| rest.contains('(') && rest.ends_with(')');
    code.strip_prefix("r ").is_some_and(is_call)
        || ["{r} ", "{python} ", "{julia} "].iter().any(|open| code.starts_with(open))
}

/// Whether a fence of tildes is as long as the line right above it.
fn is_underline(source: &Source, fence: Span) -> bool {
    let title = source.text()[..fence.range().start].trim_end_matches([' ', '\t']).strip_suffix('\n');
    let title = title.and_then(|above| above.lines().next_back()).unwrap_or_default().trim();
    let fence = source.slice(fence);
    fence.len() > 3
        && fence.bytes().all(|byte| byte == b'~')
        && title.contains(char::is_alphabetic)
        && title.chars().count().abs_diff(fence.len()) <= 3
}

/// What the word behind a fence says.
fn of_info(info: &str) -> Option<&'static Kind> {
    let name = info
        .strip_prefix('{')
        .map(|rest| &rest[..rest.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(rest.len())]);
    match name {
        Some(name) => (!name.is_empty()).then_some(&DIRECTIVE),
        None => DRAWN.contains(&info.split_whitespace().next().unwrap_or_default()).then_some(&DRAWING),
    }
}

/// Whether lines are words, or items of a list, rather than code.
fn is_prose(code: &str) -> bool {
    let mut lines = code.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let is_item = lines.peek().is_some_and(|line| {
        ["- ", "* ", "+ ", "• ", "1. ", "1) ", "a) ", "(a) "].iter().any(|mark| line.starts_with(mark))
    });
    is_item || lines.all(is_prose_line)
}

fn is_prose_line(line: &str) -> bool {
    const CODE: &str = "{}<>=;$\\|@#_&`~^";
    let words = line
        .split_whitespace()
        .filter(|word| word.trim_matches(|one: char| !one.is_alphanumeric()).chars().all(char::is_alphabetic))
        .count();
    let marks = line.chars().filter(|one| CODE.contains(*one)).count();
    let is_call = line.find('(').is_some_and(|at| line[..at].ends_with(char::is_alphanumeric) && words < 4);
    line.contains(char::is_alphabetic) && !is_call && (marks == 0 || words >= 6 && marks * 6 <= words)
}
