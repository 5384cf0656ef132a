//! Texts → sections: levels of headings that follow each other, and one file a chapter.

use super::labels::heading;
use super::scan::{self, Piece};

/// Gives each heading the level that follows from those above it. `open` are the levels, as their author had them, of
/// the headings that a text stands below.
pub(super) fn level(text: &str, least: usize, open: &mut Vec<usize>) -> String {
    let own = levels(text);
    let top = own.iter().copied().min().unwrap_or(1);
    let mut unnumbered: Option<usize> = None;
    map_headings(text, |line, hashes| {
        // What stands below a heading without a number has none.
        unnumbered = unnumbered.filter(|above| hashes > *above);
        let is_marked = heading(line).is_some_and(|(.., braces)| braces.is_some_and(|own| own.contains(".unnumbered")));
        let braces = heading(line).and_then(|(.., braces)| braces);
        let line = match (unnumbered.is_some() && !is_marked, braces) {
            (false, _) => line.to_owned(),
            (true, Some(_)) => format!("{} .unnumbered}}", line.trim_end().trim_end_matches('}')),
            (true, None) => format!("{line} {{.unnumbered}}"),
        };
        if is_marked && unnumbered.is_none() {
            unnumbered = Some(hashes);
        }
        let wanted = hashes - top + least;
        while open.last().is_some_and(|last| *last >= wanted) {
            open.pop();
        }
        open.push(wanted);
        Some(format!("{}{}", "#".repeat(open.len().min(6)), &line[hashes..]))
    })
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

/// The title of the first heading, if it is the only one of the first level and nothing but notes stands above it.
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
