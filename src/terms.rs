//! The words a paper prints of its own accord, by language: "section", "below", the months.

mod redline;

use crate::section::Status;

pub use redline::Redline;

/// One language's words.
#[derive(Debug, PartialEq)]
pub struct Terms {
    /// The BCP 47 primary subtag.
    pub language: &'static str,
    pub section: &'static str,
    pub table: &'static str,
    pub figure: &'static str,
    pub above: &'static str,
    pub below: &'static str,
    pub contents: &'static str,
    pub abbreviations: &'static str,
    pub history: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    /// The mark on every page of a draft.
    pub draft_mark: &'static str,
    pub kind: &'static str,
    pub version: &'static str,
    pub date: &'static str,
    pub status: &'static str,
    pub marking: &'static str,
    /// The number under which a paper is registered.
    pub reference: &'static str,
    /// Before the number of a copy.
    pub copy: &'static str,
    pub summary: &'static str,
    /// Before the sections that cite a work.
    pub cited_in: &'static str,
    /// In the order of [`Status::ALL`].
    statuses: [&'static str; 3],
    /// From January on.
    pub months: [&'static str; 12],
    /// Between a day's number and its month.
    after_day: &'static str,
    /// Of a paper that shows what changed.
    pub redline: Redline,
}

impl Terms {
    /// The words of a BCP 47 tag's language, if there are any.
    pub fn of(tag: &str) -> Option<&'static Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        ALL.iter().find(|terms| terms.language.eq_ignore_ascii_case(primary))
    }

    /// English: what a paper in a language without words of its own is given.
    pub fn english() -> &'static Self {
        &ALL[0]
    }

    /// The languages that have words.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|terms| terms.language)
    }

    pub fn status_name(&self, status: Status) -> &'static str {
        self.statuses[status as usize]
    }

    /// A date as it is printed, as precisely as it is known: `24 June 2013`, `June 2013`, `2013`.
    pub fn date(&self, year: u16, month: Option<u8>, day: Option<u8>) -> String {
        let month = month.and_then(|month| self.months.get(usize::from(month).wrapping_sub(1)));
        match (month, day) {
            (None, _) => year.to_string(),
            (Some(month), None) => format!("{month} {year}"),
            (Some(month), Some(day)) => format!("{day}{}\u{a0}{month} {year}", self.after_day),
        }
    }
}

static ALL: [Terms; 3] = [
    Terms {
        language: "en",
        section: "section",
        table: "Table",
        figure: "Figure",
        above: "above",
        below: "below",
        contents: "Contents",
        abbreviations: "Abbreviations",
        history: "Version history",
        page: "Page",
        of: "of",
        draft_mark: "DRAFT",
        kind: "Document type",
        version: "Version",
        date: "Date",
        status: "Status",
        marking: "Marking",
        reference: "Reference",
        copy: "Copy No",
        summary: "Summary",
        cited_in: "Cited in",
        statuses: ["Draft", "Consultation", "Final"],
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        after_day: "",
        redline: redline::ENGLISH,
    },
    Terms {
        language: "fr",
        section: "section",
        table: "Tableau",
        figure: "Figure",
        above: "ci-dessus",
        below: "ci-dessous",
        contents: "Table des matières",
        abbreviations: "Abréviations",
        history: "Historique des versions",
        page: "Page",
        of: "sur",
        draft_mark: "PROJET",
        kind: "Type de document",
        version: "Version",
        date: "Date",
        status: "État",
        marking: "Marquage",
        reference: "Référence",
        copy: "Exemplaire n°",
        summary: "Résumé",
        cited_in: "Cité dans",
        statuses: ["Projet", "Consultation", "Final"],
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        after_day: "",
        redline: redline::FRENCH,
    },
    Terms {
        language: "de",
        section: "Abschnitt",
        table: "Tabelle",
        figure: "Abbildung",
        above: "oben",
        below: "unten",
        contents: "Inhalt",
        abbreviations: "Abkürzungen",
        history: "Versionsgeschichte",
        page: "Seite",
        of: "von",
        draft_mark: "ENTWURF",
        kind: "Art des Dokuments",
        version: "Fassung",
        date: "Datum",
        status: "Stand",
        marking: "Kennzeichnung",
        reference: "Referenz",
        copy: "Ausfertigung",
        summary: "Zusammenfassung",
        cited_in: "Zitiert in",
        statuses: ["Entwurf", "Konsultation", "Endfassung"],
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        after_day: ".",
        redline: redline::GERMAN,
    },
];
