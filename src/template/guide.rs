//! What every value of a template means: the page that a designer reads.

use super::context;
use crate::value::Kind;

/// A value that a template can name.
#[derive(Debug)]
pub struct Named {
    /// As a template says it; `[]` stands for each item of a list.
    pub name: String,
    pub kind: Kind,
    /// What it is, in a sentence without a full stop.
    pub meaning: &'static str,
}

/// What is to be known before the values.
pub const INTRODUCTION: &str = "\
A template is a folder `templates/<name>`. Its `paper.typ` is filled in first, by the rules of Jinja (`{% if %}`, \
`{% for %}`, `{% set %}`, filters), and read by Typst then. Each `{{ value }}` becomes one literal of Typst and stands \
in code: `#{{ paper.title }}` in text, `{{ paper.title }}` between parentheses, `\"v\" + {{ paper.version }}`. What no \
paper has is found before anything is printed.

The other Typst files of the folder are read as they are, and name each other as they lie: `#import \"look.typ\": \
look`. `blocks.typ` has to be there: sections take from it the functions for what Typst has no element for. `fonts/` \
holds fonts, `template.toml` says where chapters begin, `.csl` files are citation styles. `chancery template europol \
--as house` writes all of these to begin with.";

/// Every value, in the order of its name's first part, each with what it is.
pub fn values() -> impl Iterator<Item = Named> {
    let known = context::shape().names();
    known.into_iter().map(|(name, kind)| {
        let meaning = MEANINGS.iter().find(|(known, _)| *known == name).map_or("", |(_, meaning)| *meaning);
        // What is in it, each paper says.
        let kind = if name == "vars" { Kind::Table } else { kind };
        Named { name, kind, meaning }
    })
}

/// Names that have a meaning here, for the test that no other has and none is forgotten.
pub fn documented() -> impl Iterator<Item = &'static str> {
    MEANINGS.iter().map(|(name, _)| *name)
}

const MEANINGS: &[(&str, &str)] = &[
    ("paper", "What the paper says of itself"),
    ("paper.title", "Its title; of a redline that of the newer paper"),
    ("paper.subtitle", "Its subtitle, or none"),
    ("paper.document_title", "What readers of the PDF see in the window’s title"),
    ("paper.redline", "What a redline is called, for each of its pages; none in any other paper"),
    ("paper.edition", "What an edition is called, for each of its pages; none of a paper that stands here first"),
    ("paper.kind", "`kind` of paper.toml, such as `Strategy paper`, or none"),
    ("paper.version", "Its version, such as `1.2.0`"),
    ("paper.status", "`draft`, `consultation` or `final`"),
    ("paper.draft", "Whether `DRAFT` is to stand across each page"),
    ("paper.line_numbers", "Whether lines are to be numbered, as in a consultation"),
    ("paper.date", "Its date, a `datetime`; of a month or year the first day"),
    ("paper.document_date", "The date for the properties of the PDF, a `datetime`: of the edition, or of the paper"),
    (
        "paper.document_authors",
        "Those whom the properties of the PDF name: who answers for the edition, or who wrote it",
    ),
    ("paper.document_authors[]", "One of them"),
    ("paper.date_text", "The date as it is printed, in the paper’s language"),
    ("paper.language", "The language, such as `en`"),
    ("paper.region", "The region, such as `GB`, or none"),
    ("paper.direction", "In which direction lines run: `ltr` or `rtl`"),
    ("paper.authors", "Those who wrote it"),
    ("paper.authors[]", "One of them"),
    ("paper.byline", "Authors and date in one line"),
    ("paper.contents", "Whether there is to be a table of contents"),
    ("paper.contents_title", "What that is called"),
    ("paper.contents_depth", "The last level of headings that it lists; none leaves it to the template"),
    ("paper.list_of_tables", "The heading above a list of tables, or none if there is to be no such list"),
    ("paper.list_of_figures", "The same of figures"),
    ("paper.chapters", "Where chapters begin: `new-page` or `flow`; the press breaks the pages"),
    ("paper.page_size", "The sheet that paper.toml wants, `a4`, `a5` or `letter`, or none"),
    ("paper.keywords", "For the properties of the PDF: the marking"),
    ("paper.keywords[]", "One of them"),
    ("marking", "The marking of the paper, or none"),
    ("marking.text", "Its words, for every page"),
    ("marking.header", "Whether it stands at the head of each page"),
    ("marking.footer", "Whether it stands at the foot of each page"),
    ("marking.alignment", "`left`, `center` or `right`"),
    ("marking.colour", "The colour of its words, such as `#cc0000`, or none"),
    ("marking.background", "The colour behind them, or none"),
    ("marking.size", "Its size in points, or none"),
    ("marking.foot", "What else each page must say at its foot: the reference, the number of the copy"),
    ("marking.foot[]", "One of these"),
    ("control", "The rows of the document control table"),
    ("control[]", "A row"),
    (
        "control[].field",
        "What it is about: `kind`, `reference`, `version`, `date`, `status`, `marking`, `copy` or `party`; in the rows \
         of an edition `edition`, `edition-date`, `responsible` or `status`",
    ),
    ("control[].label", "What it tells"),
    ("control[].lines", "What is told, a line each"),
    ("control[].lines[]", "A line"),
    (
        "edition",
        "What is said of an edition of a paper that stood elsewhere before, or none; version and status are no rows of \
         `control` then",
    ),
    ("edition.original_title", "The heading above `control` then"),
    ("edition.title", "The heading above what is said of the edition"),
    ("edition.rows", "The rows of its table, as those of `control`"),
    ("edition.rows[]", "A row"),
    ("edition.rows[].field", "What it is about, as in `control`"),
    ("edition.rows[].label", "What it tells"),
    ("edition.rows[].lines", "What is told, a line each"),
    ("edition.rows[].lines[]", "A line"),
    ("edition.note", "What else is to be known of it, or none"),
    ("history", "The versions that there were, the newest first; empty if none is told"),
    ("history[]", "A version"),
    ("history[].version", "Its number"),
    ("history[].date", "Its date as it is printed"),
    ("history[].status", "Its status, in a word of the paper’s language"),
    ("history[].summary", "What changed"),
    ("history_title", "The heading above the history"),
    ("abbreviations", "The abbreviations that are listed; empty if none is"),
    ("abbreviations[]", "One of them"),
    ("abbreviations[].short", "The abbreviation"),
    ("abbreviations[].long", "What it stands for"),
    ("abbreviations_title", "The heading above them"),
    ("cover", "The picture on the cover; none of a paper without"),
    ("cover.logo", "Its path: `image({{ cover.logo }})`"),
    ("cover.logo_alt", "What it shows, for those who cannot see it"),
    ("imprint", "The rows of the imprint; empty if there is none"),
    ("imprint[]", "A row"),
    ("imprint[].label", "What it tells"),
    ("imprint[].text", "What is told"),
    ("imprint_title", "The heading above them"),
    ("distribution", "Those who get a copy; empty if they are not listed"),
    ("distribution[]", "One of them"),
    ("distribution[].name", "A name"),
    ("distribution[].organisation", "An organisation, or none"),
    ("distribution[].country", "A country, or none"),
    ("distribution[].role", "A role, or none"),
    ("distribution[].copy", "The number of the copy, or none"),
    ("distribution_titles", "The words at the head of that list"),
    ("distribution_titles.title", "The heading above it"),
    ("distribution_titles.name", "The head of its first column"),
    ("distribution_titles.organisation", "That of the organisations"),
    ("distribution_titles.country", "That of the countries"),
    ("distribution_titles.role", "That of the roles"),
    ("distribution_titles.copy", "That of the copies"),
    ("parties", "Those who took part, as `[parties]` of paper.toml has them"),
    ("parties[]", "Those of one role"),
    ("parties[].role", "The role"),
    ("parties[].names", "Their names"),
    ("parties[].names[]", "One of them"),
    ("vars", "The paper’s own values, as `[vars]` of paper.toml has them"),
    ("terms", "Fixed words in the paper’s language"),
    ("terms.page_of", "`Page {page} of {pages}`: the template puts the numbers in"),
    ("terms.draft", "What stands across the pages of a draft"),
    ("terms.version", "The head of the history’s first column"),
    ("terms.date", "That of its second column"),
    ("terms.status", "That of its third column"),
    ("terms.summary", "That of its fourth column"),
    ("terms.from", "Before those whose note it is"),
    ("terms.to", "Before those who get it"),
    ("terms.subject", "Before its title"),
    ("sections", "The sections in their order"),
    ("sections[]", "A section"),
    ("sections[].path", "What to include: `#include {{ section.path }}`"),
    ("sections[].label", "The label of its first heading, or none"),
    ("sections[].level", "The level of that heading, 1 of a chapter; 0 of a section without one"),
    ("sections[].number", "What is printed before its title, such as `2.` or `Annex I.`, or none"),
    ("sections[].title", "Its title"),
    ("summary", "What a redline changed, on pages of its own; none in any other paper"),
    ("summary.path", "What to include"),
];
