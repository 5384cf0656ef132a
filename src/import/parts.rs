//! Texts → sections: levels of headings that follow each other, and one file a chapter.

use super::labels::heading;
use super::meta::Value;
use super::paper::plain;
use super::remark::{Remark, Remarks, is_mark};
use super::scan::{self, Piece};
use super::sources::{Chapter, Manuscript};

/// The headings that a text stands below.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// Their levels, as their author had them.
    levels: Vec<usize>,
    /// The level of the one whose parts have no numbers, because it has none.
    unnumbered: Option<usize>,
}

impl Above {
    /// Begins a heading of that level. What it has here, in hashes.
    fn begin(&mut self, level: usize) -> String {
        while self.levels.last().is_some_and(|last| *last >= level) {
            self.levels.pop();
        }
        self.levels.push(level);
        self.unnumbered = self.unnumbered.filter(|above| level > *above);
        "#".repeat(self.levels.len().min(6))
    }
}

/// Gives each heading the level that follows from those above it.
pub(super) fn level(text: &str, least: usize, above: &mut Above) -> String {
    let own = levels(text);
    let top = own.iter().copied().min().unwrap_or(1);
    map_headings(text, |line, hashes| {
        let wanted = hashes - top + least;
        let marks = above.begin(wanted);
        let braces = heading(line).and_then(|(.., braces)| braces);
        let is_marked = braces.is_some_and(|own| own.contains(".unnumbered"));
        let line = match (above.unnumbered.is_some() && !is_marked, braces) {
            (false, _) => line.to_owned(),
            (true, Some(_)) => format!("{} .unnumbered}}", line.trim_end().trim_end_matches('}')),
            (true, None) => format!("{line} {{.unnumbered}}"),
        };
        if is_marked && above.unnumbered.is_none() {
            above.unnumbered = Some(wanted);
        }
        Some(format!("{marks}{}", &line[hashes..]))
    })
}

/// Headings without a text of their own, each of its level.
pub(super) fn groups(groups: &[(usize, String)], above: &mut Above) -> String {
    let mut text = String::new();
    for (level, title) in groups {
        let braces = if above.unnumbered.is_some_and(|own| level + 1 > own) { " {.unnumbered}" } else { "" };
        text.push_str(&format!("{} {title}{braces}\n\n", above.begin(level + 1)));
    }
    text
}

/// The levels of all headings.
pub(super) fn levels(text: &str) -> Vec<usize> {
    let mut levels = Vec::new();
    map_headings(text, |_, hashes| {
        levels.push(hashes);
        None
    });
    levels
}

/// The title of the first heading, if it is the only one of the first level.
pub(super) fn lone_title(text: &str) -> Option<String> {
    let mut found = Vec::new();
    map_headings(text, |line, hashes| {
        let title = heading(line).map(|(_, title, _)| title.to_owned()).unwrap_or_default();
        found.push((hashes, title));
        None
    });
    let is_only = found.iter().filter(|(hashes, _)| *hashes == 1).count() == 1 && found.len() > 1;
    found.into_iter().next().filter(|(hashes, _)| *hashes == 1 && is_only).map(|(_, title)| title)
}

/// The title of the first heading.
pub(super) fn first_title(text: &str) -> Option<String> {
    let mut first = None;
    map_headings(text, |line, _| {
        first = first.take().or_else(|| heading(line).map(|(_, title, _)| title.to_owned()));
        None
    });
    first
}

/// The text without its first heading.
pub(super) fn without_first(text: &str) -> String {
    let mut is_first = true;
    map_headings(text, |_, _| std::mem::take(&mut is_first).then(String::new))
}

/// All headings one level further down.
pub(super) fn lowered(text: &str) -> String {
    map_headings(text, |line, hashes| Some(format!("{}{line}", if hashes < 6 { "#" } else { "" })))
}

fn map_headings(text: &str, mut change: impl FnMut(&str, usize) -> Option<String>) -> String {
    scan::map_text(text, |part| {
        let lines = part.split_inclusive('\n').map(|line| {
            let bare = line.trim_end_matches('\n');
            let hashes = bare.len() - bare.trim_start_matches('#').len();
            match heading(bare).and_then(|_| change(bare, hashes)) {
                Some(new) => format!("{new}{}", &line[bare.len()..]),
                None => line.to_owned(),
            }
        });
        lines.collect()
    })
}

/// The text cut before each heading of the first level, with the titles of these.
pub(super) fn split(text: &str) -> Vec<(Option<String>, String)> {
    let mut parts: Vec<(Option<String>, String)> = vec![(None, String::new())];
    for piece in scan::pieces(text) {
        match piece {
            Piece::Opaque(range) => {
                if let Some((_, part)) = parts.last_mut() {
                    part.push_str(&text[range]);
                }
            }
            Piece::Text(range) => {
                for line in text[range].split_inclusive('\n') {
                    if line.starts_with("# ") {
                        let title = heading(line.trim_end()).map(|(_, title, _)| title.to_owned());
                        parts.push((title, String::new()));
                    }
                    if let Some((_, part)) = parts.last_mut() {
                        part.push_str(line);
                    }
                }
            }
        }
    }
    parts.retain(|(title, part)| title.is_some() || !part.trim().is_empty());
    parts
}

/// Whether no more than a title and comments stand in a text.
pub(super) fn is_bare(text: &str) -> bool {
    let is_bare = |piece| match piece {
        Piece::Text(range) => {
            let is_empty = |line: &&str| line.trim_matches(|one: char| one.is_whitespace() || is_mark(one)).is_empty();
            text[range].lines().all(|line| line.starts_with("# ") || is_empty(&line))
        }
        Piece::Opaque(range) => text[range].trim_start().starts_with("<!--"),
    };
    scan::pieces(text).into_iter().all(is_bare)
}

/// The text with a heading that says what it is about.
pub(super) fn titled(
    text: String,
    chapter: &Chapter,
    front: &Value,
    manuscript: &Manuscript,
    remarks: &mut Remarks,
) -> String {
    let is_one_file = manuscript.is_one_file;
    let given = front.get("title").and_then(Value::text).filter(|_| !is_one_file);
    let levels = levels(&text);
    let has_title = levels.iter().filter(|level| **level == 1).count();
    let class = match (chapter.is_annex, chapter.is_unnumbered) {
        (true, _) => ".annex",
        (false, true) => ".unnumbered",
        _ => "",
    };
    let begins = text.trim_start_matches(|one: char| one.is_whitespace() || is_mark(one)).starts_with("# ");
    // A heading of any level that stands alone above all others is a title.
    let least = levels.iter().min().copied().unwrap_or(0);
    let starts = text.trim_start().starts_with(&format!("{} ", "#".repeat(least)));
    let is_titled = least > 0 && starts && levels.iter().filter(|level| **level == least).count() == 1;
    if is_one_file || has_title > 0 && given.is_none() || has_title == 1 && begins || is_titled && given.is_none() {
        let top = if has_title > 0 { 1 } else { least };
        let text = if class.is_empty() || is_one_file { text } else { classed(&text, top, class) };
        let own = first_title(&text).unwrap_or_default();
        let is_another = |given: &&str| plain(given).to_lowercase() != plain(&own).to_lowercase();
        return match given.filter(is_another) {
            Some(given) => {
                let what = format!("the title “{}” of the file, whose text has another one", plain(given));
                let remark = Remark::to_know(what, "Change the heading if it should be that one.");
                remarks.mark(remark.without(given)) + &text
            }
            None => text,
        };
    }
    let stem = chapter.path.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
    let named: String =
        stem.trim_start_matches(|one: char| one.is_ascii_digit() || matches!(one, '-' | '_')).replace(['-', '_'], " ");
    let mut letters = named.chars();
    let named: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let title = given.map(str::to_owned).or_else(|| chapter.title.clone()).unwrap_or(named);
    let text = if has_title > 0 || levels.first().is_some_and(|first| *first == 1) { lowered(&text) } else { text };
    let braces = if class.is_empty() { String::new() } else { format!(" {{{class}}}") };
    format!("# {}{braces}\n\n{text}", title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text whose first heading of that level has a class, beside what it says of itself.
fn classed(text: &str, level: usize, class: &str) -> String {
    let mut is_first = true;
    map_headings(text, |line, hashes| {
        if hashes != level || !std::mem::take(&mut is_first) {
            return None;
        }
        match heading(line).and_then(|(.., braces)| braces) {
            Some(own) if own.contains(".annex") || own.contains(".unnumbered") => None,
            Some(own) => Some(line.replace(&format!("{{{own}}}"), &format!("{{{own} {class}}}"))),
            None => Some(format!("{line} {{{class}}}")),
        }
    })
}

/// At most one blank line in a row, but in code. A mark on a line of its own stands at what comes next.
pub(super) fn tidy(text: &str) -> String {
    let (mut out, mut blanks, mut marks) = (String::with_capacity(text.len()), 1, String::new());
    for piece in scan::pieces(text) {
        let (part, is_text) = match piece {
            Piece::Text(range) => (&text[range], true),
            Piece::Opaque(range) => (&text[range], false),
        };
        if !is_text {
            out.push_str(&std::mem::take(&mut marks));
            out.push_str(part);
            blanks = 0;
            continue;
        }
        for line in part.split_inclusive('\n') {
            // What ends before its line does is how far in the code or comment behind it stands.
            let is_line = line.ends_with('\n');
            let is_blank = line.chars().all(|one| one.is_whitespace() || is_mark(one));
            if is_blank && is_line {
                marks.extend(line.chars().filter(|one| is_mark(*one)));
                blanks += 1;
                if blanks == 1 {
                    out.push('\n');
                }
            } else {
                out.push_str(&std::mem::take(&mut marks));
                out.push_str(line);
                blanks = 0;
            }
        }
    }
    format!("{}{marks}", out.trim())
}
