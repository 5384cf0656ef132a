//! Institutions that have a short name: where it is printed, and where the long one that it stands for.
//!
//! Styles know one name of each. What prints names where works are cited prints the short one there, and lists works
//! below it, with the long one behind (CMOS 15.37); APA, and notes, say both where an institution is first named, and
//! list works below the long one (APA 7, 8.21). What cites by numbers has no use for it.

use std::collections::BTreeMap;

use super::pieces::Piece;
use super::standin::{self, DASH};
use super::style::{Style, StyleForm};

/// How a style names institutions that have a short name.
#[derive(Debug, Clone, Copy)]
pub(super) enum ShortNames {
    /// Short where works are cited; listed below that, with the long name between these.
    Cited([&'static str; 2]),
    /// With the short name between these where an institution is first named, and short from there on.
    Introduced { around: [&'static str; 2], is_listed: bool },
    /// Never.
    Absent,
}

/// The short names that have been introduced, each with the long one that it stands for: it stands for no other one.
pub(super) type Introduced = BTreeMap<String, String>;

const BRACKETS: [&str; 2] = [" (", ")"];

impl ShortNames {
    pub(super) fn of(style: &Style) -> Self {
        let id = style.csl.info.id.rsplit('/').next().unwrap_or_default();
        match style.form() {
            StyleForm::Names if id == "apa" || id.starts_with("apa-") => {
                Self::Introduced { around: [" [", "]"], is_listed: false }
            }
            StyleForm::Names if style.is_own() => Self::Cited([DASH, ""]),
            StyleForm::Names => Self::Cited(BRACKETS),
            StyleForm::Notes => Self::Introduced { around: BRACKETS, is_listed: true },
            _ => Self::Absent,
        }
    }

    /// Names institutions in a citation; the citations before it have named some.
    pub(super) fn cite(self, pieces: &mut [Piece], introduced: &mut Introduced) {
        tell(pieces, &mut |long, short| match self {
            Self::Cited(_) => short.to_owned(),
            Self::Introduced { around: [open, close], .. } => match introduced.get(short) {
                Some(known) if known == long => short.to_owned(),
                Some(_) => long.to_owned(),
                None => {
                    introduced.insert(short.to_owned(), long.to_owned());
                    if long.starts_with(short) { long.to_owned() } else { format!("{long}{open}{short}{close}") }
                }
            },
            Self::Absent => long.to_owned(),
        });
    }

    /// Names institutions in a line of the list, behind the citations and lines that have introduced some.
    pub(super) fn list(self, pieces: &mut [Piece], introduced: &mut Introduced) {
        tell(pieces, &mut |long, short| match self {
            // `Council` needs no word on what it is short for.
            _ if long.starts_with(short) => long.to_owned(),
            Self::Cited([open, close]) => format!("{short}{open}{long}{close}"),
            Self::Introduced { around: [open, close], is_listed: true }
                if introduced.entry(short.to_owned()).or_insert_with(|| long.to_owned()) == long =>
            {
                format!("{long}{open}{short}{close}")
            }
            Self::Introduced { .. } | Self::Absent => long.to_owned(),
        });
    }

    /// A text in which institutions are named as in a citation behind others.
    pub(super) fn cited(self, text: &str) -> String {
        standin::named(text, &mut |long, short| match self {
            Self::Cited(_) => short.to_owned(),
            Self::Introduced { .. } | Self::Absent => long.to_owned(),
        })
    }

    /// A name as works are sorted by it.
    pub(super) fn sorted(self, name: &str) -> String {
        standin::named(name, &mut |long, short| match self {
            Self::Cited(_) if !long.starts_with(short) => format!("{short} {long}"),
            _ => long.to_owned(),
        })
    }
}

fn tell(pieces: &mut [Piece], name: &mut dyn FnMut(&str, &str) -> String) {
    for piece in pieces {
        match piece {
            Piece::Text(text) if standin::has_short(text) => *text = standin::named(text, name),
            Piece::Within(_, inner) => tell(inner, name),
            _ => {}
        }
    }
}
