//! Titles: no full stop at their end, and none twice under one parent.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::section::flat::Flat;
use crate::section::{Block, BlockKind, Heading, Section, WorkList, plain_text, walk};
use crate::source::Span;

/// A heading that says something.
#[derive(Debug)]
pub(super) struct Title {
    level: u8,
    text: String,
    span: Span,
}

/// Looks at the headings of a section, and lists them.
pub(super) fn section(section: &Section, diagnostics: &mut Diagnostics) -> Vec<Title> {
    let mut titles = Vec::new();
    collect(&section.blocks, &mut titles, diagnostics);
    titles
}

/// Warns of titles that stand twice under one parent.
pub(super) fn check<'f>(titles: impl Iterator<Item = &'f Title>, diagnostics: &mut Diagnostics) {
    // For each level, the titles under the parent at hand.
    let mut open: Vec<HashMap<String, Span>> = Vec::new();
    for Title { level, text, span } in titles {
        open.resize_with(usize::from(*level), HashMap::new);
        let Some(siblings) = open.last_mut().filter(|_| !text.is_empty()) else { continue };
        match siblings.entry(text.to_lowercase()) {
            Entry::Vacant(new) => {
                new.insert(*span);
            }
            Entry::Occupied(first) => {
                let message = format!("`{text}` is the title of two headings under one parent");
                let found = Diagnostic::warning(Code("duplicate-heading"), *span, message)
                    .with_label(*first.get(), "the first of them")
                    .with_help("Say in one of the titles what sets it apart.");
                diagnostics.push(found);
            }
        }
    }
}

fn collect(blocks: &[Block], titles: &mut Vec<Title>, diagnostics: &mut Diagnostics) {
    walk::blocks(blocks, &mut |block| match &block.kind {
        BlockKind::Heading(heading) => {
            full_stop(heading, diagnostics);
            let text = plain_text(&heading.content).trim().to_owned();
            titles.push(Title { level: heading.level, text, span: block.span });
        }
        // Its level is known among the others only.
        BlockKind::Bibliography(WorkList { heading: Some(heading), .. }) => full_stop(heading, diagnostics),
        _ => {}
    });
}

fn full_stop(heading: &Heading, diagnostics: &mut Diagnostics) {
    let (flat, _) = Flat::around_links(&heading.content);
    let title = flat.text().trim_end();
    let Some(rest) = title.strip_suffix('.') else { return };
    let word = rest.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(rest);
    if word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
        return;
    }
    if let Some(place) = flat.place(rest.len()..title.len()) {
        let found = Diagnostic::warning(Code("heading-full-stop"), place, "this title ends with a full stop");
        diagnostics.push(found.with_help("Delete it."));
    }
}

/// Words that keep their stop at the end of a title.
const ABBREVIATIONS: [&str; 14] =
    ["etc", "al", "co", "corp", "inc", "ltd", "jr", "sr", "st", "no", "nos", "vol", "ed", "eds"];
