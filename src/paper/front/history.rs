//! The version history.

use crate::manifest::Manifest;
use crate::section::{Status, Text};
use crate::terms::Terms;

use super::date::date;

/// One version, newest where its author put it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    pub version: Text,
    pub date: Text,
    pub status: Text,
    pub summary: Text,
}

impl HistoryRow {
    pub(super) fn texts(&self) -> [&Text; 4] {
        [&self.version, &self.date, &self.status, &self.summary]
    }
}

/// The rows in their author's order.
pub(super) fn rows(manifest: &Manifest, terms: &Terms) -> Vec<HistoryRow> {
    let row = |entry: &crate::manifest::HistoryEntry| HistoryRow {
        version: Text::computed(entry.version.span, entry.version.value.to_string()),
        date: Text::computed(entry.date.span, date(entry.date.value, terms)),
        status: status(&entry.status, terms),
        summary: entry.summary.clone(),
    };
    manifest.history.iter().map(row).collect()
}

/// A status of ours in the paper's language; any other as its author wrote it.
pub fn status(written: &Text, terms: &Terms) -> Text {
    match Status::ALL.into_iter().find(|status| status.name() == written.as_str()) {
        Some(status) => Text::computed(written.span(), terms.status_name(status)),
        None => written.clone(),
    }
}
