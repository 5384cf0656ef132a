//! What the press prints of its own, beside what asks for it: "section 2.1", "3", a date.

use super::desk::Desk;
use super::printed::Printed;
use super::target::TargetKind;
use crate::section::{Inline, InlineKind, Section, walk};

/// Words that an editor shows within a text without their being in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte before which they are shown.
    pub at: usize,
    pub text: String,
}

/// Characters of a hint.
const MAX_TEXT: usize = 60;

/// The hints of a section, in order. None while its text is newer than the last check.
pub fn hints(desk: &Desk, path: &str) -> Vec<Hint> {
    let (Some(section), Some(resolved), Some(source)) = (desk.section(path), desk.resolved(path), desk.source(path))
    else {
        return Vec::new();
    };
    let text = source.text();
    let mut hints = Vec::new();
    let printed = Printed::of(resolved);
    for blocks in section.bodies() {
        walk::inlines(blocks, &mut |inlines| of_run(inlines, &printed, &mut hints));
    }
    hints.extend(notes(resolved));
    for target in desk.targets_of(path).iter().filter(|target| matches!(target.kind, TargetKind::Heading(_))) {
        let written = text.get(target.range.clone()).unwrap_or_default();
        let title = written.trim_start_matches('#').trim_start();
        let at = target.range.start + written.len() - title.len();
        let number = target.number.as_ref().filter(|_| written.starts_with('#'));
        hints.extend(number.map(|number| Hint { at, text: format!("{number}.") }));
    }
    hints.retain(|hint| text.is_char_boundary(hint.at));
    hints.sort_by_key(|hint| hint.at);
    hints
}

fn of_run(inlines: &[Inline], printed: &Printed, hints: &mut Vec<Hint>) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Reference { .. } | InlineKind::Citation(_) | InlineKind::Value(_) => {
                let range = inline.span.range();
                hints.extend(printed.at(&range).map(|text| Hint { at: range.end, text: shortened(text.trim()) }));
            }
            _ => walk::children(inline).into_iter().for_each(|children| of_run(children, printed, hints)),
        }
    }
}

/// The numbers of notes, at their calls.
fn notes(resolved: &Section) -> Vec<Hint> {
    let mut hints = Vec::new();
    walk::calls(&resolved.blocks, &mut |call| {
        // A citation in a note of its own is none that the author calls.
        if let InlineKind::Footnote(note) = &call.kind
            && let Some(number) = note.number.filter(|_| !note.name.is_empty())
        {
            hints.push(Hint { at: call.span.range().end, text: number.to_string() });
        }
    });
    hints
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
