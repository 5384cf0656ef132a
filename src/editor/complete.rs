//! What can be written at a cursor.

use std::ops::Range;

use super::desk::Desk;
use super::kind::Kind;
use super::kinds::KINDS;
use super::view::View;
use crate::table::Spot;

/// Something that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub kind: &'static Kind,
    /// What it is called.
    pub name: String,
    /// What it is, or what it prints, in a line.
    pub detail: String,
    /// What is written for it,
    pub text: String,
    /// and in the place of what.
    pub range: Range<usize>,
}

/// A name that can be chosen, before it is known how it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    pub name: String,
    pub detail: String,
    /// Where it is not the name that is written.
    pub text: Option<String>,
}

impl Choice {
    pub(super) fn new(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { name: name.into(), detail: detail.into(), text: None }
    }
}

/// So many are told; to type on brings the others.
const MAX_TOLD: usize = 500;

/// What can be written at byte `at` of a file, those first that begin with what is typed already. The second part says
/// whether that is all: with more than `MAX_TOLD` to choose from, some are left out.
pub fn complete(desk: &Desk, path: &str, at: usize) -> (Vec<Completion>, bool) {
    let Some(view) = View::new(desk, path, at) else { return (Vec::new(), true) };
    let mut ranked: Vec<(u8, Completion)> = Vec::new();
    for kind in KINDS {
        let Some(range) = (kind.word)(&view).filter(|range| range.start <= view.at && view.at <= range.end) else {
            continue;
        };
        let typed = view.source.text()[range.start..view.at].to_lowercase();
        let around = quotes(&view, kind);
        for Choice { name, detail, text } in (kind.choices)(desk, &view) {
            let Some(rank) = rank(&typed, &name, &detail) else { continue };
            let text = text.unwrap_or_else(|| name.clone());
            let text = format!("{}{text}{}", around[0], around[1]);
            ranked.push((rank, Completion { kind, name, detail, text, range: range.clone() }));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let is_all = ranked.len() <= MAX_TOLD;
    ranked.truncate(MAX_TOLD);
    (ranked.into_iter().map(|(_, completion)| completion).collect(), is_all)
}

/// How well something fits what is typed; [`None`] if it does not.
fn rank(typed: &str, name: &str, detail: &str) -> Option<u8> {
    if typed.is_empty() {
        return Some(0);
    }
    let name = name.to_lowercase();
    let fits = [name.starts_with(typed), name.contains(typed), detail.to_lowercase().contains(typed)];
    fits.iter().position(|fits| *fits).map(|rank| rank as u8)
}

/// What is written around a value of TOML: the quotes that are not there yet.
fn quotes(view: &View, kind: &Kind) -> [&'static str; 2] {
    match view.toml().map(|cursor| &cursor.spot) {
        Some(Spot::Value { is_quoted: false, .. }) if kind.is_text => ["\"", "\""],
        Some(Spot::Value { is_quoted: true, is_closed: false, .. }) if kind.is_text => ["", "\""],
        _ => ["", ""],
    }
}
