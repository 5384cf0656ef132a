//! Types of entry and kinds of work as BibLaTeX calls them → those of CSL.

use super::quoted::quoted;
use super::raw::RawEntry;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};

/// What CSL calls the types of BibLaTeX, those of its APA style among them.
const KINDS: &[(&str, &str)] = &[
    // A review has a title of its own; to CSL that of a `review` is what was reviewed.
    ("article suppperiodical review", "article-journal"),
    ("newsarticle", "article-newspaper"),
    ("book commentary collection manual mvbook mvcollection mvproceedings mvreference proceedings reference", "book"),
    ("booklet", "pamphlet"),
    ("inbook bookinbook suppbook incollection suppcollection", "chapter"),
    ("inproceedings conference", "paper-conference"),
    ("inreference", "entry-encyclopedia"),
    ("report techreport", "report"),
    ("mastersthesis phdthesis thesis", "thesis"),
    ("online electronic www", "webpage"),
    ("misc bibnote set", OTHER),
    ("periodical", "periodical"),
    ("unpublished", "manuscript"),
    ("artwork image", "graphic"),
    ("audio music", "song"),
    ("movie video", "motion_picture"),
    ("letter", "personal_communication"),
    ("jurisdiction", "legal_case"),
    ("legal", "treaty"),
    ("legislation", "legislation"),
    ("legadminmaterial", "regulation"),
    ("bill", "bill"),
    ("dataset", "dataset"),
    ("hearing", "hearing"),
    ("interview", "interview"),
    ("map", "map"),
    ("patent", "patent"),
    ("performance", "performance"),
    ("regulation", "regulation"),
    ("software", "software"),
    ("speech", "speech"),
    ("standard", "standard"),
    ("treaty", "treaty"),
];
/// What has no type of its own.
pub(super) const OTHER: &str = "document";

/// Words that programs translate (biblatex manual §4.9.2.13).
const GENRES: &[(&str, &str)] = &[
    ("bathesis", "Bachelor’s thesis"),
    ("candthesis", "Candidate thesis"),
    ("mathesis mastersthesis", "Master’s thesis"),
    ("phdthesis", "Doctoral dissertation"),
    ("techreport", "Technical report"),
    ("resreport", "Research report"),
    ("patent patentde patenteu patentfr patentuk patentus", "patent"),
    ("patreq patreqde patreqeu patreqfr patrequk patrequs", "patent request"),
    ("software", "computer software"),
    ("datacd", "CD-ROM"),
    ("audiocd", "audio CD"),
];

/// States of publication that programs translate (biblatex manual §4.9.2.11).
const STATES: &[(&str, &str)] = &[("inpreparation", "in preparation"), ("inpress", "in press")];

/// Types of entry that say it.
const IMPLIED_GENRES: [&str; 3] = ["mastersthesis", "phdthesis", "techreport"];

/// What a word means by some rows of words.
pub(super) fn of_row(rows: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    let row = rows.iter().find(|(words, _)| words.split(' ').any(|known| known == word));
    row.map(|(_, meant)| *meant)
}

/// What CSL calls a type of entry, in lower case.
pub(super) fn kind_of(kind: &str) -> Option<&'static str> {
    of_row(KINDS, kind)
}

/// All types of BibLaTeX, each with what CSL calls it.
pub fn entry_types() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().flat_map(|(names, kind)| names.split(' ').map(|name| (name, *kind)))
}

/// What a word that programs translate says.
pub(super) fn genre_of(word: &str) -> Option<&'static str> {
    of_row(GENRES, word)
}

/// What a state of publication says.
pub(super) fn state_of(word: &str) -> Option<&'static str> {
    of_row(STATES, word)
}

/// Whether a type of entry is such a word.
pub(super) fn implies_genre(kind: &str) -> bool {
    IMPLIED_GENRES.contains(&kind)
}

/// Says which types of entry are not printed as such.
pub(super) fn report(raw: &RawEntry, kind: &str, diagnostics: &mut Diagnostics) {
    if kind == "set" {
        let found = Diagnostic::warning(Code("unsupported-entry"), raw.kind.span, "entry sets cannot be cited");
        diagnostics.push(found.with_help("Cite the works of the set one by one: `[@one; @two]`."));
    } else if !kind.is_empty() && kind_of(kind).is_none() {
        let message = format!("{} is not a type of entry; it is printed as `misc`", quoted(&raw.kind.text));
        let known = KINDS.iter().flat_map(|(words, _)| words.split(' '));
        let help = match nearest(&raw.kind.text, known) {
            Some(near) => format!("Did you mean `@{near}`?"),
            None => "Use a type of BibLaTeX, such as `@report`, `@book`, `@article` or `@online`.".to_owned(),
        };
        diagnostics.push(Diagnostic::warning(Code("unknown-entry-type"), raw.kind.span, message).with_help(help));
    }
}
