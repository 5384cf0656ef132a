//! Titles: no full stop at their end, and none twice under one parent.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::paper::Paper;
use crate::section::flat::Flat;
use crate::section::{Block, BlockKind, Heading, plain_text};
use crate::source::Span;

/// Looks at all headings in their order.
pub fn check(paper: &Paper, diagnostics: &mut Diagnostics) {
    let mut headings = Headings { open: Vec::new(), diagnostics };
    for section in &paper.sections {
        headings.blocks(&section.section.blocks);
    }
}

struct Headings<'d> {
    /// For each level, the titles under the parent at hand.
    open: Vec<HashMap<String, Span>>,
    diagnostics: &'d mut Diagnostics,
}

impl Headings<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => self.heading(heading, block.span),
                BlockKind::Container(_, inner) => self.blocks(inner),
                _ => {}
            }
        }
    }

    fn heading(&mut self, heading: &Heading, span: Span) {
        self.full_stop(heading);
        self.open.resize_with(heading.level.into(), HashMap::new);
        let title = plain_text(&heading.content);
        let Some(siblings) = self.open.last_mut().filter(|_| !title.trim().is_empty()) else { return };
        if let Some(first) = siblings.get(&title.to_lowercase()) {
            let message = format!("`{}` is the title of two headings under one parent", title.trim());
            let found = Diagnostic::warning(Code("duplicate-title"), span, message)
                .with_label(*first, "the first of them")
                .with_help("Say in one of the titles what sets it apart.");
            self.diagnostics.push(found);
        } else {
            siblings.insert(title.to_lowercase(), span);
        }
    }

    fn full_stop(&mut self, heading: &Heading) {
        let flat = Flat::new(&heading.content);
        let title = flat.text().trim_end();
        let Some(rest) = title.strip_suffix('.') else { return };
        let word = rest.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(rest);
        if word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str()) {
            return;
        }
        if let Some(place) = flat.place(rest.len()..title.len()) {
            let found = Diagnostic::warning(Code("heading-full-stop"), place, "this title ends with a full stop");
            self.diagnostics.push(found.with_help("Delete it."));
        }
    }
}

/// Words that keep their stop at the end of a title.
const ABBREVIATIONS: [&str; 14] =
    ["etc", "al", "co", "corp", "inc", "ltd", "jr", "sr", "st", "no", "nos", "vol", "ed", "eds"];
