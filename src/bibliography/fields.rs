//! The fields of entries, by what they are for: which a reader is meant to read, and which tell programs something.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Names,
    /// What stands for names where there is little room, so that either is enough.
    ShortNames,
    Text,
    /// What looks like a number, and is printed as it is typed.
    Number,
    Pages,
    /// A word that programs translate (`phdthesis`), or a text.
    Word,
    /// Where the work is found: either an address or a DOI is enough.
    Address,
    /// A style prints as much of it as it means to.
    Date,
    /// Identifiers for catalogues and shops, which most styles leave to them.
    Code,
    /// What stands for another field where there is little room, so that either is enough.
    Short,
    /// Tells programs how the entry is to be read, sorted or printed.
    Setting,
    /// For whoever keeps the file. Nothing of it may reach the engine.
    Private,
}

/// How much is lost if what a field says is not printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// It leads a reader to the work, or names who answers for it.
    Needed,
    /// It tells more of the work.
    Extra,
}

use Loss::{Extra, Needed};

type Rows = [(Role, Loss, &'static str)];
/// What each field is for: of a large file this is asked some hundred thousand times.
type Roles = HashMap<&'static str, (Role, Loss)>;

/// The fields of BibLaTeX. A near miss of one is a mistake; any other is its author's own, and nobody else's.
const BIBLATEX: &Rows = &[
    (Role::Names, Needed, "author bookauthor editor holder translator"),
    (Role::Names, Extra, "afterword annotator commentator editora editorb editorc foreword introduction"),
    (Role::ShortNames, Extra, "shortauthor shorteditor"),
    (
        Role::Text,
        Needed,
        "booksubtitle booktitle ecli eid eprint howpublished institution issuesubtitle issuetitle journal \
         journalsubtitle journaltitle mainsubtitle maintitle organization publisher school subtitle title",
    ),
    (
        Role::Text,
        Extra,
        "addendum address booktitleaddon eventtitle eventtitleaddon issuetitleaddon journaltitleaddon \
         location maintitleaddon nameaddon note origlocation origpublisher origtitle pagetotal part \
         reprinttitle series titleaddon venue volumes",
    ),
    (Role::Number, Needed, "chapter edition issue number version volume"),
    (Role::Pages, Needed, "pages"),
    (Role::Word, Extra, "pubstate type"),
    (Role::Address, Needed, "doi eli url"),
    (Role::Date, Extra, "date day eventdate month origdate urldate year"),
    (Role::Code, Extra, "celex eissn isan isbn ismn isrn issn iswc ojreference"),
    (Role::Short, Extra, "label shorthand shortjournal shortseries shorttitle"),
    (
        Role::Setting,
        Extra,
        "archiveprefix authortype bookpagination editoratype editorbtype editorctype editortype \
         entrysubtype eprintclass eprinttype gender hyphenation indextitle key langid langidopts language \
         options origlanguage pagination presort primaryclass related relatedtype sortkey sortname \
         sorttitle sortyear xref",
    ),
    (Role::Private, Extra, "abstract annotation annote crossref entryset file ids keywords library pdf xdata"),
];

/// The keys of Hayagriva's YAML, at whatever depth. Any other is a mistake that nobody else finds.
const YAML: &Rows = &[
    (Role::Names, Needed, "author editor names"),
    (Role::Text, Needed, "name organization publisher title value"),
    (
        Role::Text,
        Extra,
        "archive archive-location call-number genre location note page-total runtime time-range volume-total",
    ),
    (Role::Number, Needed, "chapter edition issue serial volume"),
    (Role::Pages, Needed, "page-range"),
    (Role::Address, Needed, "doi url"),
    (Role::Date, Extra, "date"),
    (Role::Code, Extra, "arxiv isbn issn pmcid pmid serial-number"),
    (Role::Short, Extra, "short alias"),
    (Role::Setting, Extra, "affiliated given-name language parent prefix role suffix type verbatim"),
    (Role::Private, Extra, "abstract"),
];

/// The variables of CSL that are not texts; any other is one.
const CSL: &Rows = &[
    (Role::Names, Needed, "author container-author editor translator"),
    (
        Role::Names,
        Extra,
        "chair collection-editor compiler composer contributor curator director editor-translator editorial-director \
         executive-producer guest host illustrator interviewer narrator organizer original-author performer producer \
         recipient reviewed-author script-writer series-creator",
    ),
    (Role::Text, Needed, "authority container-title publisher title"),
    (Role::Number, Needed, "chapter-number edition issue number version volume"),
    (
        Role::Number,
        Extra,
        "collection-number number-of-pages number-of-volumes part-number printing-number section supplement-number",
    ),
    (Role::Pages, Needed, "page"),
    (Role::Address, Needed, "DOI URL"),
    (Role::Date, Extra, "accessed available-date event-date issued original-date submitted"),
    (Role::Code, Extra, "ISBN ISSN PMCID PMID call-number"),
    (Role::Short, Extra, "citation-label container-title-short title-short"),
    (Role::Setting, Extra, "custom language page-first source system_id"),
    (Role::Private, Extra, "abstract annote categories keyword"),
];

/// What to do instead with what no style has a place for.
const INSTEAD: &[(&str, &str)] = &[
    ("howpublished", "Give an address as `url`, and a house as `publisher`."),
    ("eprint", "Give its address as `url`."),
    ("journal", "Choose a type that stands in a journal, `@article`, or delete it."),
    ("journaltitle", "Choose a type that stands in a journal, `@article`, or delete it."),
    ("institution", "Give it as `author` if it answers for the work, as `publisher` if it issued it, or delete it."),
    ("organization", "Give it as `author` if it answers for the work, as `publisher` if it issued it, or delete it."),
    ("school", "Give it as `publisher` if it issued the work, or delete it."),
];

/// All fields of BibLaTeX.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    BIBLATEX.iter().flat_map(|(_, _, names)| names.split_ascii_whitespace())
}

/// What a field of BibLaTeX is for; [`None`] if it is its author's own.
pub(super) fn of_biblatex(name: &str) -> Option<(Role, Loss)> {
    static ROLES: LazyLock<Roles> = LazyLock::new(|| roles(BIBLATEX));
    ROLES.get(name).copied()
}

/// What a key of YAML is for.
pub(super) fn of_yaml(name: &str) -> (Role, Loss) {
    static ROLES: LazyLock<Roles> = LazyLock::new(|| roles(YAML));
    ROLES.get(name).copied().unwrap_or((Role::Text, Needed))
}

/// What a variable of CSL is for.
pub(super) fn of_csl(name: &str) -> (Role, Loss) {
    static ROLES: LazyLock<Roles> = LazyLock::new(|| roles(CSL));
    ROLES.get(name).copied().unwrap_or((Role::Text, Extra))
}

/// What the fields of BibLaTeX are called that CSL has other names for.
pub(super) fn in_csl(name: &str) -> &str {
    match name {
        "date" | "year" => "issued",
        "urldate" => "accessed",
        "url" => "URL",
        "doi" => "DOI",
        "isbn" => "ISBN",
        other => other,
    }
}

/// What to do with what a field says, if it is not printed.
pub(super) fn instead(name: &str) -> Option<&'static str> {
    INSTEAD.iter().find(|(field, _)| *field == name).map(|(_, help)| *help)
}

fn roles(rows: &Rows) -> Roles {
    let row = |&(role, loss, names): &(Role, Loss, &'static str)| {
        names.split_ascii_whitespace().map(move |name| (name, (role, loss)))
    };
    rows.iter().flat_map(row).collect()
}
