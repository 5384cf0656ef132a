//! What wikis, note books and older ways of writing mean something by: MediaWiki, Textile, Confluence, Org, Obsidian.

use super::super::miss::{Change, Kind};
use super::super::pattern::{Hit, Pattern, Place};

const HEADING: &str = "A heading begins with hashes: `## Title`.";
const LINK: &str = "Write `[text](https://…)`.";
const COMMENT: &str = "Write a comment as `<!-- … -->`.";
const ORG_HEADING: &str = "A heading begins with hashes, `## Title`, an item with `- `, further in below another; \
                           `\\**` is the mere mark.";
const TEXTILE: &str = "Write `> ` before each line of a quotation, and three backticks above and below code.";
const ORG: &str = "Delete it: titles and authors stand in paper.toml, code between two lines of three backticks.";
const NAME: &str = "Paragraphs have no labels: refer to the heading above it. `\\^` is the mere mark.";
const MACRO: &str = "Delete it, or write what is to be printed; `\\{` is the mere brace.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain("literal-heading", "a heading", HEADING),
            ".",
            r"^(?P<at>h(?P<level>[1-6])(?:\([^()\n]*\))?\.[ \t]+)\S",
        )
        .of(Place::Paragraph)
        .opening("h")
        .mended(|hit| {
            let level = hit.part("level").parse().unwrap_or(2);
            hit.replace_all(format!("{} ", "#".repeat(level))).filter(|_| stands_alone(hit))
        }),
        Pattern::new(Kind::certain("literal-heading", "a heading", HEADING), "-+", r"^---\+{1,6}!*[ \t]*\S.*$")
            .of(Place::Paragraph)
            .opening("-"),
        Pattern::new(
            Kind::certain("literal-block", "a block of Textile", TEXTILE),
            ".",
            r"^(?:bq|bc|notextile|pre|fn\d+)(?:\([^()\n]*\))?\.{1,2}[ \t]+\S.*$",
        )
        .of(Place::Paragraph)
        .opening("bfnp"),
        Pattern::new(
            Kind::likely("literal-heading", "a heading of Org, or an item of a wiki", ORG_HEADING),
            "*",
            r"\A(?P<at>\*{2,6})[ \t]+[^\s*][^\n*]*$",
        )
        .of(Place::Paragraph)
        .opening("*")
        .when(|hit| !hit.is_beside_table()),
        Pattern::new(
            Kind::certain("literal-command", "a setting of Org", ORG),
            "#+",
            r"^#\+[A-Za-z_]+(?::.*|[ \t].*)?$",
        )
        .of(Place::Paragraph),
        Pattern::new(Kind::certain("literal-command", "a comment", COMMENT), "%", r"%%(?P<inner>[^%\n]+)%%")
            .holding("%%")
            .mended(|hit| comment(hit, hit.part("inner"))),
        Pattern::new(Kind::certain("literal-command", "a comment", COMMENT), "/", r"^//[ \t]+(?P<inner>\S.*)$")
            .of(Place::Paragraph)
            .opening("/")
            .mended(|hit| comment(hit, hit.part("inner")).filter(|_| stands_alone(hit))),
        Pattern::new(
            Kind::certain("literal-command", "a comment", COMMENT),
            "/*",
            r"/\*+[ \t\n](?P<inner>[^*]+)[ \t\n]\*+/",
        )
        .mended(|hit| comment(hit, hit.part("inner")).filter(|_| !hit.part("inner").contains('\n'))),
        Pattern::new(Kind::likely("literal-command", "a comment", COMMENT), "%", r"\A%+[ \t]+\p{L}[^\n]*$")
            .opening("%")
            .of(Place::Paragraph),
        Pattern::new(
            Kind::certain("literal-link", "a link of a wiki", LINK),
            "[]:/",
            r"\[(?P<url>(?:https?://|mailto:)[^\s\[\]|]+)[ \t]+(?P<text>[^\[\]\n]+)\]",
        )
        .mended(link),
        Pattern::new(
            Kind::certain("literal-link", "a link of a wiki", LINK),
            "[]|",
            r"\[(?P<text>[^\[\]|\n]+)\|(?P<url>(?:https?://|mailto:|#)[^\s\[\]|]+)\]",
        )
        .mended(link),
        Pattern::new(
            Kind::certain("literal-link", "a link of Textile", LINK),
            "\":/",
            r#""(?P<text>[^"\n]+)":(?P<url>https?://[^\s"]*[\w/])"#,
        )
        .mended(link),
        Pattern::new(
            Kind::certain("literal-link", "an image of a wiki", "Write `![caption](path){alt=\"…\"}`."),
            "!.",
            r"(?:^|\s)(?P<at>![\w./-]+\.(?:gif|jpe?g|png|svg|webp)(?:[|(][^!()\n]*\)?)?!)(?:\W|$)",
        ),
        Pattern::new(
            Kind::certain("literal-emphasis", "the emphasis of a wiki", "Write `**words**` or `*words*`."),
            "/",
            r"(?:^|[\s(])(?P<at>//[^\s/:](?:[^/\n]*[^\s/:])?//)(?:[\s.,;:!?)]|$)",
        )
        .holding("//"),
        Pattern::new(
            Kind::certain("literal-emphasis", "the emphasis of Djot", "Write `**words**` or `*words*`."),
            "{}",
            r"\{(?:\*[^{}*]+\*|_[^{}_]+_|=[^{}=]+=|\+[^{}+]+\+|-[^{}-]+-|~[^{}~]+~|\^[^{}^]+\^)\}",
        ),
        Pattern::new(
            Kind::likely("literal-emphasis", "the emphasis of Djot", "Delete the braces: they are printed."),
            "{}",
            r"\{[^{}\n]+\}",
        )
        .when(|hit| ["{*", "{_"].iter().any(|open| hit.begins_in_source(open)) && hit.ends_emphasis()),
        Pattern::new(
            Kind::likely("literal-command", "a macro of a wiki", MACRO),
            "{}",
            concat!(
                r"(?:^|[^{\w])(?P<at>\{(?:anchor|code|color|column|excerpt|expand|info|jira|noformat|note|panel|quote",
                r"|section|status|tip|toc|warning)(?::[^{}\n]*)?\})(?:[^}]|$)",
            ),
        )
        .when(|hit| !hit.ends_heading()),
        Pattern::new(
            Kind::likely("literal-attributes", "the name of a paragraph", NAME),
            "^",
            r"\s(?P<at>\^[a-z0-9]+(?:-[a-z0-9]+)*)\z",
        )
        .of(Place::Paragraph)
        .when(|hit| hit.at.len() > 4),
        Pattern::new(
            Kind::likely(
                "literal-list",
                "the meaning of a term",
                "Write the term on a line, and below it `: What it means.`",
            ),
            ";:",
            r"^;[ \t]+[^\n:]+:[ \t]+\S.*$",
        )
        .of(Place::Paragraph)
        .opening(";"),
        Pattern::new(
            Kind::likely("literal-emphasis", "inserted text", "Nothing is underlined here: write `*words*`."),
            "+",
            r"(?:^|[\s(])(?P<at>\+\p{L}[^+\n]*\p{L}\+)(?:[\s.,;:!?)]|$)",
        ),
        Pattern::new(
            Kind::likely("literal-command", "tags", "Delete them: nothing is looked for by them on paper."),
            "#",
            r"(?:^|\s)(?P<at>#[a-z][\w-]*/[\w/-]+|#[a-z][\w/-]*(?:[ \t]+#[a-z][\w/-]*)+)$",
        )
        .of(Place::Paragraph),
    ]
}

fn comment(hit: &Hit, inner: &str) -> Option<Change> {
    hit.replace_all(format!("<!-- {} -->", inner.trim())).filter(|_| !inner.contains("--"))
}

fn link(hit: &Hit) -> Option<Change> {
    hit.replace_all(format!("[{}]({})", hit.part("text").trim(), hit.part("url")))
}

/// Whether the line is a paragraph of its own.
fn stands_alone(hit: &Hit) -> bool {
    !hit.view.text.contains('\n')
}
