//! Characters that no font has: signs go, or become others, letters stay.

use std::ops::Range;

use super::super::remark::Remark;
use super::{Edit, range_of};
use crate::diagnostic::Diagnostic;

/// Characters that no font has, and what prints instead.
const GLYPHS: &[(&str, &str)] = &[
    ("✅", "✓"),
    ("☑️", "☑"),
    ("❌", "✗"),
    ("❎", "✗"),
    ("⭐", "★"),
    ("➡", "→"),
    ("⬅", "←"),
    ("⬆", "↑"),
    ("⬇", "↓"),
    ("⟶", "→"),
    ("⟵", "←"),
    ("⚠️", "⚠"),
    ("‑", "-"),
    ("➜", "→"),
    ("\u{fe0f}", ""),
    ("\u{fe0e}", ""),
    ("\u{20e3}", ""),
    ("\u{200d}", ""),
    ("\u{f0b7}", "•"),
];

/// Of a sign that no font has, everywhere. A letter stays: a draft shows where it stands.
pub(super) fn glyphs(found: &Diagnostic, text: &str) -> Vec<Edit> {
    let Some(written) = unprinted(found, text).filter(|written| !is_letter(written)) else { return Vec::new() };
    text.match_indices(written).map(|(at, _)| glyph(written, at..at + written.len())).collect()
}

/// The letter that no font has, if that is what was found.
pub(super) fn letter<'t>(found: &Diagnostic, text: &'t str) -> Option<&'t str> {
    unprinted(found, text).filter(|written| found.code.0 == "missing-glyph" && is_letter(written))
}

fn unprinted<'t>(found: &Diagnostic, text: &'t str) -> Option<&'t str> {
    range_of(found).and_then(|range| text.get(range)).filter(|written| !written.is_empty())
}

fn is_letter(written: &str) -> bool {
    written.chars().any(char::is_alphabetic)
}

pub(super) fn glyph(written: &str, range: Range<usize>) -> Edit {
    if let Some((_, stands)) = GLYPHS.iter().find(|(own, _)| *own == written) {
        return Edit { range, with: (*stands).to_owned(), remark: None };
    }
    let what = format!("the character `{written}`, which no font has");
    let remark = Remark::to_know(what, "Say it in words if it matters.").one_of("characters that no font has");
    Edit { range, with: String::new(), remark: Some(remark.naming(written)) }
}
