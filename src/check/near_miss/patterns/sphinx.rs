//! What reStructuredText and MyST, which Sphinx reads, mean something by.

use super::super::miss::Kind;
use super::super::pattern::{Hit, Pattern, Place};
use super::lines::BLOCK;

const ROLE: &str =
    "Write `[](#label)` for a place in this paper, `[text](https://…)` for a page, or the words themselves.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(Kind::certain("literal-command", "a role of Sphinx", ROLE), "{}", r"\{[A-Za-z][\w:+-]*\}\x{fffc}")
            .holding("}\u{fffc}")
            .when(is_before_code),
        Pattern::new(Kind::certain("literal-command", "a role of Sphinx", ROLE), ":", r":[A-Za-z][\w:+-]*:\x{fffc}")
            .holding(":\u{fffc}")
            .when(is_before_code),
        Pattern::new(
            Kind::certain("literal-link", "a link of reStructuredText", "Write `[text](https://…)`, or `[](#label)`."),
            "_",
            r"\x{fffc}(?P<at>__?)(?:[^\w]|$)",
        )
        .holding("\u{fffc}_")
        .when(|hit| is_code(hit, hit.at.start - '\u{fffc}'.len_utf8())),
        Pattern::new(
            Kind::certain(
                "literal-footnote",
                "the call of a note",
                "Write `[^name]` here, and `[^name]: The note.` on a line of its own between blank lines.",
            ),
            "[]_",
            r"\[#?[\w*-]*\]_(?:[^\w]|$)",
        )
        .holding("]_")
        .when(|hit| !hit.is_behind_word()),
        Pattern::new(
            Kind::certain("literal-block", "a note, target or substitution of Sphinx", BLOCK),
            ".",
            r"^\.\.[ \t]+(?:\[[^\[\]\n]+\]|_[^\n:]*:|\|[^|\n]+\|).*$",
        )
        .of(Place::Paragraph)
        .opening("."),
        Pattern::new(Kind::certain("literal-block", "a block", BLOCK), ".:", r"^\.\.[ \t]+[\w:-]+::.*$")
            .of(Place::Paragraph)
            .opening("."),
        Pattern::new(
            Kind::likely("literal-command", "a comment of Sphinx", "Write a comment as `<!-- … -->`."),
            ".",
            r"\A\.\.[ \t]+\p{L}[^\n]*$",
        )
        .of(Place::Paragraph)
        .opening("."),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a setting",
                "Settings stand in paper.toml: write there what a key is known for, and delete the line.",
            ),
            ":",
            concat!(
                r"^:!?(?i:align|alt|author|authors|caption|class|contact|copyright|description|doctype|experimental",
                r"|figclass|height|icons|idprefix|imagesdir|keywords|lang|maxdepth|name|organization|orphan|revdate",
                r"|revision|revnumber|sectanchors|sectnums|status|target|title|toc|toclevels|version|width)!?:.*$",
            ),
        )
        .of(Place::Paragraph)
        .opening(":"),
        Pattern::new(
            Kind::certain(
                "literal-heading",
                "an underlined heading",
                "Write `## Title` on one line, and delete the line below it.",
            ),
            "",
            r#"\A(?P<title>[^\n]+)\n(?P<at>\^{4,}|"{4,}|'{4,}|\.{4,}|\+{4,}|:{4,}|_{4,}|~{4,})[ \t]*$"#,
        )
        .of(Place::Paragraph)
        .opening("^\"'.+:_~")
        .when(|hit| hit.at.len().abs_diff(hit.part("title").chars().count()) <= 3),
        Pattern::new(
            Kind::likely(
                "literal-value",
                "a value of Sphinx",
                "Write `{{ paper.version }}`, `{{ vars.name }}` or the words; `\\|` is the mere bar.",
            ),
            "|",
            r"(?:^|[\s(])(?P<at>\|[A-Za-z][A-Za-z0-9_-]{2,}\|)(?:[\s.,;:!?)]|$)",
        ),
        Pattern::new(
            Kind::certain(
                "literal-table",
                "the table of reStructuredText",
                "Write `| a | b |`, below it `|---|---|`, then a line for each row.",
            ),
            "=",
            r"^={2,}(?: +={2,})+$",
        )
        .of(Place::Paragraph)
        .opening("="),
        Pattern::new(
            Kind::likely("literal-character", "a blank without width", "Delete the backslash: it is printed."),
            "\\",
            r"[^\s\\:](?P<at>\\) \S",
        ),
    ]
}

fn is_before_code(hit: &Hit) -> bool {
    !hit.is_behind_word() && is_code(hit, hit.at.end - '\u{fffc}'.len_utf8())
}

/// Whether what is opaque at a byte is code.
fn is_code(hit: &Hit, at: usize) -> bool {
    let run = hit.view.run;
    run.flat.place(at..at + '\u{fffc}'.len_utf8()).is_some_and(|place| run.source.slice(place).starts_with('`'))
}
