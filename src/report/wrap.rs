//! Text in lines that a screen has room for, broken between words alone.

use unicode_width::UnicodeWidthStr;

use crate::explain::Page;

/// The text in lines of at most `width` columns, broken at blanks only, and at none in code: what stands in backticks
/// or in `{{ … }}` is one word. A word that is wider than that stands on a line of its own. [`None`] leaves lines as
/// they are.
pub fn wrap(text: &str, width: Option<usize>) -> String {
    hang(text, width, "")
}

/// As [`wrap`]; lines after the first begin with `indent`.
pub fn hang(text: &str, width: Option<usize>, indent: &str) -> String {
    let Some(width) = width else { return text.to_owned() };
    text.split('\n').map(|line| fold(line, width, indent)).collect::<Vec<_>>().join("\n")
}

/// One line in as many as it takes.
fn fold(line: &str, width: usize, indent: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    let (mut column, mut blanks) = (0, "");
    let mut rest = line;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(word_end(rest));
        let visible = word.trim_end_matches(' ');
        if column > 0 && column + blanks.len() + visible.width() > width {
            folded += "\n";
            folded += indent;
            column = indent.len();
        } else {
            folded += blanks;
            column += blanks.len();
        }
        folded += visible;
        column += visible.width();
        blanks = &word[visible.len()..];
        rest = after;
    }
    folded
}

/// A page as Markdown.
pub fn explanation(page: &Page, width: Option<usize>) -> String {
    let weight = match page.weight() {
        "rule" => "An error, but a paper may allow it.",
        "error" => "An error, which no paper may allow.",
        "warning" => "A warning.",
        _ => "A hint.",
    };
    let text = format!("# {}\n\n{}. {weight}\n\n{}\n", page.code.0, page.summary(), page.text());
    wrap_markdown(&text, width)
}

/// Markdown in which each paragraph and item is wrapped, examples being left as they are. Without a width, each has one
/// line.
pub fn wrap_markdown(text: &str, width: Option<usize>) -> String {
    let (mut wrapped, mut paragraph, mut is_code) = (String::new(), String::new(), false);
    for line in text.lines() {
        let is_fence = line.starts_with("```");
        let begins = line.starts_with("- ");
        let is_indented = line.starts_with("    ") && paragraph.is_empty();
        let stands_alone = is_code || is_indented || is_fence || line.is_empty() || line.starts_with(['#', '|']);
        if (stands_alone || begins) && !paragraph.is_empty() {
            let indent = if paragraph.starts_with("- ") { "  " } else { "" };
            wrapped += &format!("{}\n", hang(&paragraph, width, indent));
            paragraph.clear();
        }
        is_code ^= is_fence;
        if stands_alone {
            wrapped += &format!("{line}\n");
        } else {
            paragraph += if paragraph.is_empty() { "" } else { " " };
            paragraph += line.trim_start();
        }
    }
    if !paragraph.is_empty() {
        wrapped += &format!("{}\n", wrap(&paragraph, width));
    }
    wrapped
}

/// In bytes. Longer code has no line to itself in any case.
const MAX_CODE: usize = 400;

/// Where the first word ends, blanks behind it included.
fn word_end(line: &str) -> usize {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        if rest.starts_with(' ') {
            return at + rest.len() - rest.trim_start_matches(' ').len();
        }
        at += code_end(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
    }
    at
}

/// The length of the code at the start of a text, if it begins with some that ends.
fn code_end(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(MAX_CODE)];
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks > 0 {
        let fence = &text[..ticks];
        return Some(ticks + text[ticks..].find(fence)? + ticks);
    }
    text.starts_with("{{").then(|| text.find("}}").map(|end| end + 2))?
}
