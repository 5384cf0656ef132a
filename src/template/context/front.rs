//! What stands around the sections, as values for a template.

use std::borrow::Cow;

use serde::Serialize;

use super::Isolate;
use crate::manifest::{self, Logo};
use crate::marking::Level;
use crate::paper::front::{self, ControlRow, Field, HistoryRow};
use crate::section::Text;
use crate::terms::Terms;

#[derive(Serialize)]
pub(super) struct Marking<'a> {
    pub(super) text: &'a str,
    pub(super) header: bool,
    pub(super) footer: bool,
    pub(super) alignment: &'a str,
    pub(super) colour: Option<&'a str>,
    pub(super) background: Option<&'a str>,
    /// In points.
    pub(super) size: Option<f64>,
    /// What the level demands on each page beside the page's number: reference, number of the copy.
    pub(super) foot: Vec<&'a str>,
}

impl<'a> Marking<'a> {
    pub(super) fn of(level: &'a Level, foot: &'a [Text]) -> Self {
        Self {
            foot: foot.iter().map(Text::as_str).collect(),
            text: &level.text,
            header: level.header,
            footer: level.footer,
            alignment: &level.alignment,
            colour: level.colour.as_deref(),
            background: level.background.as_deref(),
            size: level.size,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Control<'a> {
    /// What it is about, whatever it is called in the paper's language.
    pub(super) field: &'static str,
    pub(super) label: &'a str,
    pub(super) lines: Vec<Cow<'a, str>>,
}

impl<'a> Control<'a> {
    pub(super) fn of(row: &'a ControlRow, isolate: Isolate) -> Self {
        let line = |line: &'a Text| match row.field {
            Field::Date | Field::EditionDate => isolate.date(line),
            _ => Cow::Borrowed(line.as_str()),
        };
        Self { field: row.field.name(), label: &row.label, lines: row.lines.iter().map(line).collect() }
    }
}

#[derive(Serialize)]
pub(super) struct Edition<'a> {
    /// The heading above what is said of the paper that it gives again, and of itself.
    pub(super) original_title: &'a str,
    pub(super) title: &'a str,
    pub(super) rows: Vec<Control<'a>>,
    pub(super) note: Option<&'a str>,
}

impl<'a> Edition<'a> {
    pub(super) fn of(edition: &'a front::Edition, terms: &'a Terms, isolate: Isolate) -> Self {
        Self {
            original_title: &terms.edition.original,
            title: &terms.edition.title,
            rows: edition.rows.iter().map(|row| Control::of(row, isolate)).collect(),
            note: edition.note.as_ref().map(Text::as_str),
        }
    }
}

#[derive(Serialize)]
pub(super) struct History<'a> {
    pub(super) version: &'a str,
    pub(super) date: Cow<'a, str>,
    pub(super) status: &'a str,
    pub(super) summary: &'a str,
}

impl<'a> History<'a> {
    pub(super) fn of(row: &'a HistoryRow, isolate: Isolate) -> Self {
        Self { version: &row.version, date: isolate.date(&row.date), status: &row.status, summary: &row.summary }
    }
}

#[derive(Serialize)]
pub(super) struct Abbreviation<'a> {
    pub(super) short: &'a str,
    pub(super) long: &'a str,
}

#[derive(Serialize)]
pub(super) struct Cover<'a> {
    /// From the root of the virtual tree.
    pub(super) logo: String,
    pub(super) logo_alt: &'a str,
}

impl<'a> Cover<'a> {
    pub(super) fn of(logo: &'a Logo) -> Self {
        Self { logo: format!("/{}", logo.file.value), logo_alt: &logo.alt }
    }
}

#[derive(Serialize)]
pub(super) struct Imprint<'a> {
    pub(super) label: &'a str,
    pub(super) text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Recipient<'a> {
    pub(super) name: &'a str,
    pub(super) organisation: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    pub(super) role: Option<&'a str>,
    pub(super) copy: Option<&'a str>,
}

impl<'a> Recipient<'a> {
    pub(super) fn of(one: &'a manifest::Recipient) -> Self {
        let [_, organisation, country, role, copy] = one.cells().map(|cell| cell.map(Text::as_str));
        Self { name: &one.name, organisation, country, role, copy }
    }
}

/// The heading of that list, and of its columns.
#[derive(Serialize)]
pub(super) struct Distribution<'a> {
    pub(super) title: &'a str,
    pub(super) name: &'a str,
    pub(super) organisation: &'a str,
    pub(super) country: &'a str,
    pub(super) role: &'a str,
    pub(super) copy: &'a str,
}

#[derive(Serialize)]
pub(super) struct Party<'a> {
    pub(super) role: &'a str,
    pub(super) names: Vec<&'a str>,
}

impl<'a> Party<'a> {
    pub(super) fn of(party: &'a manifest::Party) -> Self {
        Self { role: &party.role, names: party.names.iter().map(Text::as_str).collect() }
    }
}
