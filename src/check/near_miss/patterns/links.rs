//! Links and images that failed, of other dialects, or without their address; and attributes.

use super::super::miss::Kind;
use super::super::pattern::{Hit, Pattern, Place};
use crate::check::prose::Standing;

const LINK: &str = "Write `[text](https://…)`, or `[text](#label)` for a place in this paper; `\\[` is the mere \
                    bracket.";
const WITHIN: &str = "Write `[text](https://…)`, or `[text](#label)` for a place in this paper; no words with a \
                      language (`{lang=…}`) stand in a link. `\\[` is the mere bracket.";
const PASSAGE: &str = "Words in another language hold no link and no other such words, and stand in no link: give \
                       those before it and behind it a language of their own. `\\{` is the mere brace.";
const TOGETHER: &str = "Nothing stands between the brackets and the address: `[text](address)`.";
const SPACES: &str = "An address has no spaces: write `%20` for each, or `<…>` around a path.";
const ATTRIBUTES: &str = "Attributes stand only behind a heading’s title, an image and the name of a `:::` block, a \
                          language behind words in brackets, a label before the text of a paragraph or an item. \
                          Delete them; `\\{` is the mere brace.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain(
                "literal-command",
                "an inclusion",
                "Nothing is included: write a section of its own and name it in `sections` in paper.toml.",
            ),
            "![]",
            r"!\[\[[^\[\]\n]+\]\]",
        ),
        Pattern::new(
            Kind::certain(
                "literal-link",
                "an image",
                "A path with spaces stands in `<…>`: `![caption](<my image.svg>){alt=\"…\"}`.",
            ),
            "![]()",
            r"!\[[^\[\]]*\]\((?P<path>[^()<>\x22\n]*)\)(?:\{[^{}]*\})?",
        )
        .mended(|hit| {
            hit.replace("path", format!("<{}>", hit.part("path").trim())).filter(|_| has_words(hit.part("path")))
        }),
        Pattern::new(
            Kind::certain("literal-link", "a link", TOGETHER),
            "[]()",
            r"!?\[[^\[\]]*\](?P<blank>[ \t\n\x{a0}]+)\((?:https?://|mailto:|doi:|www\.|#|\.{0,2}/)[^()\s]*\)",
        )
        .mended(|hit| hit.replace("blank", "").filter(|_| hit.part("blank") == " ")),
        Pattern::new(
            Kind::certain("literal-link", "a link", TOGETHER),
            "[]().",
            concat!(
                r"!?\[[^\[\]]*\](?P<blank>[ \t\n\x{a0}]+)",
                r"\([^()\s]*[^()\s.]\.[A-Za-z]{2,5}(?:[/#?][^()\s]*)?\)(?:\{[^{}]*\})?",
            ),
        )
        .mended(|hit| hit.replace("blank", "").filter(|_| hit.part("blank") == " ")),
        Pattern::new(
            Kind::certain("literal-link", "a link", SPACES),
            "[]()",
            r"!?\[[^\[\]]*\]\((?:https?://|mailto:|www\.|#|\.{0,2}/)[^()\n]*[ \t][^()\n]*\)(?:\{[^{}]*\})?",
        ),
        Pattern::new(Kind::likely("literal-link", "a link", WITHIN), "[]()", r"!?\[[^\[\]]*\]\([^()\n]*\)"),
        Pattern::new(
            Kind::certain("literal-link", "a link", "A `)` closes the address: `[text](address)`."),
            "[](",
            r"!?\[[^\[\]]*\]\((?:https?://|mailto:|www\.|#|\.{0,2}/)[^()\s]*",
        ),
        Pattern::new(
            Kind::likely("literal-link", "a link", "A `)` closes the address: `[text](address)`."),
            "[](",
            r"!?\[[^\[\]]*\]\([^()\s]*",
        ),
        Pattern::new(
            Kind::certain("literal-link", "a link", "The text stands in the square brackets: `[text](address)`."),
            "()[]",
            r"\((?P<text>[^()\[\]\n]+)\)\[(?P<url>(?:https?://|mailto:|#)[^\[\]\s]*)\]",
        )
        .mended(|hit| hit.replace_all(format!("[{}]({})", hit.part("text"), hit.part("url")))),
        Pattern::new(
            Kind::certain("literal-link", "a link to a label", "Write `[](#label)`."),
            "[#]",
            r"\[#(?P<label>[a-z][a-z0-9-]*)\]",
        )
        .mended(|hit| hit.replace_all(format!("[](#{})", hit.part("label")))),
        Pattern::new(
            Kind::certain("literal-attributes", "a language of words", PASSAGE),
            "[]{}=",
            r"\[[^\[\]]*\]\{[^{}\n]*\blang=[^{}\n]*\}",
        ),
        Pattern::new(
            Kind::certain("literal-attributes", "an attribute of words", ATTRIBUTES),
            "[]{}",
            r"\[[^\[\]]*\]\{[^{}\n]+\}",
        ),
        Pattern::new(Kind::certain("literal-link", "a link by name", LINK), "[]", r"!?\[[^\[\]]+\]\[\]")
            .when(|hit| !hit.is_behind_word() && is_worded(hit)),
        Pattern::new(
            Kind::certain("literal-link", "a link by name", LINK),
            "[]",
            r"!?\[[^\[\]]+\]\[[a-z0-9][\w.:/-]*\]",
        )
        .when(|hit| !hit.is_behind_word() && is_worded(hit)),
        Pattern::new(Kind::likely("literal-link", "a link by name", LINK), "[]", r"!?\[[^\[\]]+\]\[[^\[\]]*\]")
            .when(|hit| !hit.is_behind_word() && is_worded(hit)),
        Pattern::new(
            Kind::likely("literal-link", "a link by name", LINK),
            "[]",
            r"\[[^\[\]]+\][ \n]\[[a-z0-9]+(?:[-_:/][a-z0-9]+)+\]",
        )
        .when(|hit| !hit.is_behind_word() && is_worded(hit)),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a table of contents",
                "Write `contents = true` below `[paper]` in paper.toml.",
            ),
            "[]",
            r"\A\[\[?_?(?i:toc)_?\]?\]\z",
        ),
        Pattern::new(Kind::likely("literal-link", "the link of a wiki", LINK), "[]", r"\[\[[^\[\]\n]+\]\]")
            .when(|hit| !hit.is_behind_word() && hit.view.text[hit.at.clone()].contains(char::is_alphabetic)),
        Pattern::new(
            Kind::certain("literal-address", "an address", "An address has no spaces: write `%20` for each."),
            "<>:/",
            r"<https?://[^<>\n]*[ \t][^<>\n]*>",
        ),
        Pattern::new(
            Kind::certain(
                "literal-attributes",
                "the attributes of the image before it",
                "Nothing stands between an image and its attributes: `![caption](path){alt=\"…\"}`.",
            ),
            "{}=",
            r"\x{fffc}(?P<blank>[ \t\n\x{a0}]+)(?P<at>\{[^{}]*\b(?:alt|width)=[^{}]*\})",
        )
        .mended(|hit| hit.replace("blank", "").filter(|_| hit.part("blank") == " ")),
        Pattern::new(
            Kind::certain("literal-attributes", "an attribute", "Write `{.unnumbered}` behind the title of a heading."),
            "{-}",
            r"\{-\}\z",
        )
        .of(Place::At(Standing::Heading))
        .mended(|hit| hit.replace_all("{.unnumbered}")),
        Pattern::new(Kind::certain("literal-attributes", "an attribute", ATTRIBUTES), "{}", r"\{(?:-|:[^{}\n]*)\}"),
        Pattern::new(
            Kind::certain("literal-attributes", "an attribute", ATTRIBUTES),
            "{}",
            r"\{[ \t]*(?:[#.=][A-Za-z][^{}]*|(?:[^{}=]*\s)?(?:alt|class|height|id|lang|style|title|width)=[^{}]*)\}",
        )
        .when(|hit| !hit.ends_heading()),
        Pattern::new(
            Kind::likely("literal-attributes", "an attribute", ATTRIBUTES),
            "{}=",
            r"\{(?:[^{}=]*\s)?[a-z][a-z-]+=[^\s{}=][^{}]*\}",
        )
        .when(|hit| !hit.ends_heading()),
        Pattern::new(
            Kind::likely(
                "literal-attributes",
                "the label of a heading",
                "A label begins with `#`: `## Title {#label}`.",
            ),
            "{}",
            r"\s(?P<at>\{[\w][\w -]*\})\z",
        )
        .of(Place::At(Standing::Heading)),
        Pattern::new(
            Kind::certain("literal-attributes", "a label", "A label stands behind a title: `## Title {#label}`."),
            "()=",
            r"^\([A-Za-z][\w-]*\)=$",
        )
        .of(Place::Paragraph),
    ]
}

/// Whether the brackets hold words, not a number of a list of works or an omission.
fn is_worded(hit: &Hit) -> bool {
    let text = hit.view.text[hit.at.clone()].trim_start_matches('!');
    let first = text[1..].split(']').next().unwrap_or_default();
    first.contains(|one: char| one.is_alphabetic() || one == '\u{fffc}')
}

fn has_words(path: &str) -> bool {
    path.trim().contains(' ') && !path.contains('\u{fffc}')
}
