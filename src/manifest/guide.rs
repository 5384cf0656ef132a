//! What every key of paper.toml means: the page of those who write one.

/// What is to be known before the keys.
pub const INTRODUCTION: &str = "\
`paper.toml` says what a paper is and lists its sections. A key and its value stand on a line, `title = \"Border \
waiting times\"`, below the header of their table, `[paper]`. Texts stand in double quotes, several of them in \
brackets with commas between; numbers, `true` and `false` stand alone. A table with two brackets, such as \
`[[history]]`, may stand several times. Behind `#` stand remarks.";

/// Each key by its table, and what it says. `*` stands for whatever the author calls it.
pub const KEYS: &[(&str, &str)] = &[
    ("paper", "What the paper is. This table has to be there"),
    (
        "paper.slug",
        "The name of the PDF, in small letters, figures and hyphens: `border-times` makes `border-times.pdf`",
    ),
    ("paper.title", "The title"),
    ("paper.subtitle", "The subtitle. It may be left out"),
    ("paper.kind", "What sort of paper it is, such as `Strategy paper`. It may be left out"),
    ("paper.version", "The version, in three numbers: `1.2.0`"),
    ("paper.date", "The date: `2013-06-24`, or the month `2013-06`, or the year `2013`"),
    ("paper.language", "The language, as `en-GB`, `fr` or `de`: it chooses words, hyphens and quotation marks"),
    ("paper.authors", "Who answers for the paper: `[\"Europol\"]`"),
    ("paper.status", "`draft`, then `consultation`, then `final`"),
    ("paper.template", "The look: `europol`, `report`, `note`, or a folder below `templates/`"),
    ("paper.contents", "`true` for a table of contents"),
    ("paper.sections", "The files below `sections/`, in the order in which they are printed"),
    ("marking", "How the paper is marked. Without it, it has no marking"),
    ("marking.scheme", "The scheme: `europol`, `euci`, `tlp`, `uk`, or a file below `templates/marking/`"),
    ("marking.level", "A level of the scheme, by its name"),
    ("marking.reference", "The number under which the paper is registered"),
    ("marking.copy", "Which copy this is: `1 of 3`"),
    ("marking.reason", "Why the paper is marked higher than each of its parts"),
    ("bibliography", "The works that are cited"),
    ("bibliography.files", "The files below `bibliography/`"),
    ("bibliography.style", "The citation style, by its name"),
    ("bibliography.nocite", "Works that are listed though nobody cites them, by key; `\"*\"` lists all"),
    ("parties", "Who took part, for the document control table"),
    ("parties.*", "A role, with one name or several: `driver = \"Europol\"`"),
    ("contents", "How the contents look. The table is enough to have them"),
    ("contents.depth", "The last level of headings that is listed, from 1 to 6"),
    ("contents.tables", "`true` for a list of tables"),
    ("contents.figures", "`true` for a list of figures"),
    ("edition", "What this edition is, of a paper that stood elsewhere before"),
    ("edition.name", "Its name: `Second edition`. It has to be there"),
    ("edition.version", "The version of the paper as it is printed, whole or its first figures"),
    ("edition.date", "The date of the edition. It has to be there"),
    ("edition.responsible", "Who answers for it"),
    ("edition.note", "A sentence on what it is"),
    ("cover", "What stands on the cover"),
    ("cover.logo", "An image below `sections/`: `images/logo.svg`"),
    ("cover.logo-alt", "What the logo shows, for those who cannot see it. A logo needs it"),
    ("imprint", "Rows of an imprint"),
    ("imprint.*", "A row: `\"Published by\" = \"The Agency\"`"),
    ("distribution", "Somebody who gets a copy: `[[distribution]]`, once for each"),
    ("distribution.name", "The name. It has to be there"),
    ("distribution.organisation", "The organisation"),
    ("distribution.country", "The country"),
    ("distribution.role", "What the copy is for, such as `for decision`"),
    ("distribution.copy", "Which copy, or how many"),
    ("vars", "Values that sections print"),
    ("vars.*", "A value: of `stations = 12` prints `{{ vars.stations }}` the number"),
    ("abbreviations", "Abbreviations, for their list"),
    ("abbreviations.*", "An abbreviation and what it stands for: `NGO = \"non-governmental organisation\"`"),
    ("check", "Another weight for what is found"),
    (
        "check.*",
        "A code with `allow`, `hint`, `warning` or `error`; or a table of these for one file, or for several, as in \
         `[check.\"sections/annex-*.md\"]`",
    ),
    ("page", "The pages"),
    ("page.chapters", "Where chapters begin: `new-page` or `flow`"),
    ("page.size", "The sheet: `a4`, `a5` or `letter`"),
    ("numbering", "What is numbered, and how"),
    ("numbering.headings", "`decimal` (1., 1.1.) or `none`"),
    ("numbering.annexes", "The number of the first annex: `I`, `A` or `1`"),
    ("numbering.paragraphs", "`none`, `section` (anew in each chapter) or `paper` (through the paper)"),
    ("style", "Rules of English style"),
    ("style.edition", "Of which edition of the Interinstitutional Style Guide: `2013` or `current`"),
    ("format", "How `chancery fmt` writes sections"),
    ("format.sentence-per-line", "`true` to give each sentence a line of its own"),
    ("terms", "Other words than the press has in the paper’s language"),
    ("terms.*", "A word: `draft-mark = \"NOT FOR USE\"`"),
    ("history", "A version that there was: `[[history]]`, once for each, the oldest first"),
    ("history.version", "Its version"),
    ("history.date", "Its date"),
    ("history.status", "Its status, such as `final`"),
    ("history.summary", "What was new in it"),
];

/// Each key that may stand between the `+++` lines at the top of a section.
pub const SECTION_KEYS: &[(&str, &str)] = &[
    ("version", "The version of the section, in three numbers. It has to be there"),
    ("status", "`draft`, `consultation` or `final`, if it is less far than the paper"),
    ("contributors", "Who wrote it, for `chancery status`: `[\"Ann Alpha\"]`"),
    ("marking", "A level of the paper’s scheme, if the section has a marking of its own"),
    ("owner", "Who answers for it, for `chancery status`"),
];
