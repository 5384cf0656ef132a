//! Characters that print nothing and can make a text read otherwise than it stands (Unicode TR 36 and TR 39).

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::section::Status;
use crate::source::{Source, Span};

/// Warns of invisible characters in a file; in a final paper they are errors.
pub(super) fn file(source: &Source, status: Status, diagnostics: &mut Diagnostics) {
    // Nothing below the soft hyphen is invisible.
    let candidates = source.text().char_indices().filter(|&(_, character)| character >= '\u{ad}');
    for (at, character) in candidates {
        let place = source.span(at..at + character.len_utf8());
        finding(character, place, status).into_iter().for_each(|found| diagnostics.push(found));
    }
}

/// What is to be said of a character at `place` if it is invisible.
pub(super) fn finding(character: char, place: Span, status: Status) -> Option<Diagnostic> {
    let kind = kind(character)?;
    // No PDF/A file can hold U+FEFF, not even of a draft.
    let is_error = status == Status::Final || character == '\u{feff}';
    let severity = if is_error { Severity::Error } else { Severity::Warning };
    let message = format!("an invisible character stands here: {kind} (U+{:04X})", u32::from(character));
    Some(Diagnostic::new(severity, Code("invisible-character"), place, message).with_help("Delete it."))
}

/// What an invisible character is called; [`None`] for all others.
fn kind(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            "it changes the direction of the text"
        }
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{180e}' => "a character without width",
        '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}' => "a format character",
        '\u{fff9}'..='\u{fffb}' => "an annotation character",
        '\u{e0000}'..='\u{e007f}' => "a tag character",
        '\u{ad}' => "a soft hyphen",
        _ => return None,
    })
}
