//! The names of the styles that are built in: those of the archive, and those by which people know them.

use hayagriva::archive::ArchivedStyle;

/// What people say, and what the archive calls it.
const ALIASES: &[(&str, &str)] = &[
    ("aaa", "american-anthropological-association"),
    ("abnt", "associacao-brasileira-de-normas-tecnicas"),
    ("acm", "association-for-computing-machinery"),
    ("acs", "american-chemical-society"),
    ("agu", "american-geophysical-union"),
    ("aip", "american-institute-of-physics"),
    ("ama", "american-medical-association"),
    ("aps", "american-physics-society"),
    ("apsa", "american-political-science-association"),
    ("asa", "american-sociological-association"),
    ("asce", "american-society-of-civil-engineers"),
    ("asme", "american-society-of-mechanical-engineers"),
    ("chicago", "chicago-author-date"),
    ("chicago-notes-bibliography", "chicago-notes"),
    ("cse", "cse-name-year"),
    ("harvard", "harvard-cite-them-right"),
    ("iso-690", "iso-690-author-date"),
    ("lancet", "the-lancet"),
    ("lncs", "springer-lecture-notes-in-computer-science"),
    ("mdpi", "multidisciplinary-digital-publishing-institute"),
    ("mhra", "modern-humanities-research-association-notes"),
    ("nlm", "nlm-citation-sequence"),
    ("rsc", "royal-society-of-chemistry"),
    ("turabian", "turabian-author-date"),
];

/// The built-in style of a name.
pub(super) fn find(name: &str) -> Option<ArchivedStyle> {
    let archived = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, archived)| archived);
    ArchivedStyle::by_name(archived)
}

/// All names, each style's own first.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| of(*style))
}

/// The names of a style, the archive's first.
pub(super) fn of(style: ArchivedStyle) -> impl Iterator<Item = &'static str> {
    let names = style.names();
    let aliases = ALIASES.iter().filter(move |(_, archived)| names.contains(archived)).map(|(alias, _)| *alias);
    names.iter().copied().chain(aliases)
}
