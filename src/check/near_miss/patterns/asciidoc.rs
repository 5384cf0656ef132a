//! What AsciiDoc means something by.

use super::super::miss::Kind;
use super::super::pattern::{Pattern, Place};
use super::lines::BLOCK;
use crate::check::prose::Standing;

const MACRO: &str = "Write `![caption](path){alt=\"…\"}` for an image, `[text](address)` for a link, `[](#label)` for \
                     a place in this paper, `[^name]` for a note.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain("literal-command", "a macro of AsciiDoc", MACRO),
            ":[]",
            concat!(
                r"\b(?:anchor|audio|btn|endif|footnote|footnoteref|icon|ifdef|ifeval|ifndef|image|indexterm|kbd",
                r"|latexmath|link|menu|pass|stem|toc|video|xref)::?[^\s\[\]]*\[[^\[\]\n]*\]",
            ),
        )
        .when(|hit| !hit.is_behind_word()),
        Pattern::new(
            Kind::certain("literal-block", "a box", BLOCK),
            "[]",
            r"^\[(?:CAUTION|IMPORTANT|NOTE|TIP|WARNING)\]$",
        )
        .of(Place::Paragraph)
        .opening("["),
        Pattern::new(
            Kind::certain("literal-block", "what AsciiDoc writes above a block", BLOCK),
            "[]",
            concat!(
                r"^\[(?:(?:abstract|appendix|discrete|glossary|horizontal|listing|literal|preface|qanda|quote|source",
                r"|verse)(?:[,%#.][^\[\]\n]*)?|[.%][A-Za-z][^\[\]\n]*|cols=[^\[\]\n]*|options=[^\[\]\n]*)\]$",
            ),
        )
        .of(Place::Paragraph)
        .opening("["),
        Pattern::new(
            Kind::certain(
                "literal-table",
                "the table of AsciiDoc",
                "Write `| a | b |`, below it `|---|---|`, then the rows.",
            ),
            "|=",
            r"^\|={3,}$(?s:.*?)(?:^\|={3,}$|\z)",
        )
        .of(Place::Paragraph),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a dividing line or page break",
                "Delete it: a heading begins a new part.",
            ),
            "",
            r"\A(?:'''|<<<)\z",
        )
        .of(Place::Paragraph)
        .opening("'<"),
        Pattern::new(
            Kind::likely(
                "literal-caption",
                "the title of a block",
                "A title is the first line in its block, in bold; a caption stands in `caption=\"…\"`.",
            ),
            ".",
            r"\A\.\p{Lu}\p{Ll}[^\n]*$",
        )
        .of(Place::Paragraph)
        .opening("."),
        Pattern::new(
            Kind::likely("literal-heading", "a heading", "A heading begins with hashes: `# Title`."),
            "=",
            r"\A=[ \t]+\p{L}[^\n=]*\z",
        )
        .of(Place::Paragraph)
        .opening("="),
        Pattern::new(
            Kind::likely(
                "literal-list",
                "the meaning of a term",
                "Write the term on a line, and below it `: What it means.`",
            ),
            ":",
            r"^[^\n:|]{1,60}[^\s:]::(?:[ \t]+\S.*)?$",
        )
        .of(Place::Paragraph)
        .holding("::"),
        Pattern::new(
            Kind::likely("literal-list", "an item of a list", "Write `1. ` before each item, below a blank line."),
            ".",
            r"^(?P<at>\.{1,5}[ \t]+)\p{L}",
        )
        .of(Place::Paragraph)
        .opening("."),
        Pattern::new(
            Kind::likely(
                "literal-list",
                "an item within another",
                "Begin it with `- `, further in than the item that it belongs to.",
            ),
            "*",
            r"\n(?P<at>\*{2,5})[ \t]+\S",
        )
        .of(Place::At(Standing::Item))
        .opening("*"),
        Pattern::new(
            Kind::likely("literal-emphasis", "marked text", "Write `**words**`; `\\#` is the character itself."),
            "#",
            r"(?:^|[\s(])(?P<at>#\p{L}[^#\n]*[\p{L}\d]{3}#)(?:[\s.,;:!?)]|$)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-value",
                "a value",
                "A value stands in two braces on each side, `{{ vars.name }}`; `\\{` is the mere brace.",
            ),
            "{}",
            r"(?:^|[^{$\x1a])(?P<at>\{[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+\})(?:[^}]|$)",
        )
        .when(|hit| !hit.ends_heading()),
    ]
}
