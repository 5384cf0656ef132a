//! Notes that Zotero writes of what it has no field for, `Publisher: Elsevier` → the fields that these are.

/// What a line of such a note is; no reader misses what has no field here.
const LINES: &[(&str, &str)] = &[
    ("ADS Bibcode", ""),
    ("Conference Name", "eventtitle"),
    ("ISSN", "issn"),
    ("Issue", "number"),
    ("Number", "number"),
    ("OCLC", ""),
    ("Page Version ID", ""),
    ("Pages", "pages"),
    ("Place", "location"),
    ("Publication Title", "journaltitle"),
    ("Publisher", "publisher"),
    ("Series Title", "series"),
    ("Volume", "volume"),
    ("_eprint", ""),
];

/// The fields that a note is made of, and what they say; none if a line of it is anything else.
pub(super) fn fields(note: &str) -> Option<Vec<(&'static str, &str)>> {
    let lines = note.lines().map(str::trim).filter(|line| !line.is_empty());
    let field = |line| {
        let (label, value) = str::split_once(line, ": ")?;
        let (_, name) = LINES.iter().find(|(known, _)| *known == label)?;
        Some((*name, value.trim()))
    };
    lines.map(field).collect::<Option<Vec<_>>>().filter(|fields| !fields.is_empty())
}
