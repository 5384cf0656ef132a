//! Beginnings of lines that open something elsewhere, and fail to here.

use super::super::miss::{Change, Kind};
use super::super::pattern::{Hit, Pattern, Place};
use crate::check::prose::Standing;

pub(super) const BLOCK: &str = "Write `::: note` (or `tip`, `important`, `warning`, `caution`), the text below it, and \
                                `:::` on a line of its own.";
const CAPTION: &str =
    "Put the table between `::: table {#label caption=\"…\"}` and `:::`; a term’s meaning stands below its term.";
const BOX: &str = "In a list write `- [ ] text` or `- [x] text`, with a space behind the box; elsewhere the character \
                   itself, `☐` or `☑`.";

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(Kind::certain("literal-list", "a box to tick", BOX), "[]", r"\A\[[ xX\x{a0}]?\]")
            .of(Place::At(Standing::Item))
            .mended(|hit| task(hit, "", " ")),
        Pattern::new(Kind::likely("literal-list", "a box to tick", BOX), "[]", r"\A\[[-/~<>!?*]\](?:\s|\z)")
            .of(Place::At(Standing::Item)),
        Pattern::new(Kind::certain("literal-list", "a box to tick", BOX), "[]", r"\A\[[ xX\x{a0}]?\](?:\s|\z)")
            .of(Place::At(Standing::Cell))
            .mended(tick),
        Pattern::new(Kind::likely("literal-list", "a box to tick", BOX), "[]", r"^(?P<at>\[[ xX\x{a0}]\]) ")
            .of(Place::Paragraph)
            .mended(|hit| task(hit, "- ", "")),
        Pattern::new(Kind::likely("literal-list", "a box to tick", BOX), "[ ]", r"(?:^|\s)(?P<at>\[ \])(?:\s|$)")
            .mended(tick),
        Pattern::new(Kind::certain("literal-block", "a box", BLOCK), "[!]", r"\A\[![A-Za-z]+\][+-]?")
            .of(Place::At(Standing::Quotation)),
        Pattern::new(Kind::certain("literal-block", "a box", BLOCK), "[!]", r"^\[![A-Z]+\]$").of(Place::Paragraph),
        Pattern::new(Kind::certain("literal-block", "a box", BLOCK), "!", r"^!!!\+?[ \t]*[a-z].*$")
            .of(Place::Paragraph)
            .opening("!"),
        Pattern::new(Kind::likely("literal-block", "a box", BLOCK), "?", r"^\?\?\?\+?[ \t]+[a-z].*$")
            .of(Place::Paragraph)
            .opening("?"),
        Pattern::new(
            Kind::certain("literal-block", "a block", "A block opens with three colons: `::: note`."),
            ":",
            r"^::[ \t]*[A-Za-z{].*$",
        )
        .of(Place::Paragraph)
        .opening(":"),
        Pattern::new(
            Kind::certain(
                "literal-table",
                "the table of a wiki",
                "Write `| a | b |`, below it `|---|---|`, then the rows.",
            ),
            "{|",
            r"^\{\|.*$",
        )
        .of(Place::Paragraph),
        Pattern::new(Kind::certain("literal-block", "a block", BLOCK), "/", r"^///+[ \t]*[a-z][\w-]*.*$")
            .of(Place::Paragraph)
            .opening("/"),
        Pattern::new(
            Kind::certain("literal-caption", "a caption", CAPTION),
            ":",
            r"\A(?:(?i:table|tab\.?|tabelle|tableau|tabla|tabela|tabella)[ \t]*)?:[ \t][^\n]*",
        )
        .of(Place::At(Standing::BesideTable)),
        Pattern::new(
            Kind::certain("literal-caption", "a caption or the meaning of a term", CAPTION),
            ":",
            r"\A:[ \t]+\S[^\n]*",
        )
        .of(Place::Paragraph)
        .opening(":"),
        Pattern::new(
            Kind::likely(
                "literal-list",
                "the meaning of a term",
                "A space follows the colon: `: What the term above means.`",
            ),
            ":",
            r"\A[^\n]{1,60}\n(?P<at>:(?P<blank>))[A-Za-z][^:\n]*\z",
        )
        .of(Place::Paragraph)
        .opening(":")
        .mended(|hit| hit.replace("blank", " ")),
        Pattern::new(
            Kind::likely(
                "literal-list",
                "a list of works or notes",
                "Its lines run on. Cite works from a bibliography, `[@key]`; write a note as `[^1]: The note.`, and a \
                 list with `1. ` before each item.",
            ),
            "[]",
            r"^(?P<at>\[1\])[ \t]+\S[^\n]*\n(?:[^\[\n][^\n]*\n)*\[2\][ \t]",
        )
        .of(Place::Paragraph)
        .opening("["),
        Pattern::new(
            Kind::likely(
                "literal-footnote",
                "a footnote, or the address of a link",
                "Write a note as `[^1]: The note.`, and call it by `[^1]`; an address has no spaces.",
            ),
            "[]:",
            r"^\[\d{1,3}\]:[ \t]",
        )
        .of(Place::Paragraph)
        .opening("["),
        Pattern::new(
            Kind::certain("literal-heading", "a heading", "A space follows the hashes: `## Title`."),
            "#",
            r"^#{1,6}(?P<blank>[\x{a0}\x{2000}-\x{200b}\x{202f}\x{3000}]+).*$",
        )
        .of(Place::Paragraph)
        .mended(|hit| hit.replace("blank", " ")),
        Pattern::new(
            Kind::certain("literal-heading", "a heading", "A space follows the hashes: `## Title`."),
            "#",
            r"^#{2,6}(?P<blank>)[^\s#].*$",
        )
        .of(Place::Paragraph)
        .mended(|hit| hit.replace("blank", " ")),
        Pattern::new(
            Kind::likely(
                "literal-heading",
                "a heading",
                "A space follows the hash: `# Title`; `\\#` is the character itself.",
            ),
            "#",
            r"\A(?P<at>#)[\p{Lu}][^\n#]*\z",
        )
        .of(Place::Paragraph),
        Pattern::new(
            Kind::certain("literal-heading", "a heading", "Six levels are the most: write fewer hashes."),
            "#",
            r"^#{7,}",
        )
        .of(Place::Paragraph),
        Pattern::new(
            Kind::certain("literal-heading", "a heading", "A heading begins at the left margin, below a blank line."),
            "#",
            r"\n(?P<at>#{1,6})[ \t]+\S",
        )
        .of(Place::Paragraph),
        Pattern::new(
            Kind::certain("literal-heading", "a heading", "A heading begins with hashes: `## Title`."),
            "=",
            r"^={2,6}[ \t]+\S.*$",
        )
        .of(Place::Paragraph)
        .opening("="),
        Pattern::new(
            Kind::certain(
                "literal-list",
                "an item of a list",
                "It begins too far in, below the text above it: leave a blank line between, or begin it further left.",
            ),
            "",
            r"\n(?P<at>[-*+])[ \t]+\S",
        )
        .of(Place::Paragraph)
        .opening("-*+"),
        Pattern::new(
            Kind::certain("literal-list", "an item of a list", "A space follows the mark; this is a no-break space."),
            "",
            r"^(?P<at>[-*+](?P<blank>[\x{a0}\x{2000}-\x{200a}\x{202f}\x{3000}]+))\S",
        )
        .of(Place::Paragraph)
        .opening("-*+")
        .mended(|hit| hit.replace("blank", " ")),
        Pattern::new(
            Kind::certain("literal-list", "an item of a list", "Write its number, `1. `."),
            "#.",
            r"^(?P<at>#\.)[ \t]+\S",
        )
        .of(Place::Paragraph)
        .opening("#")
        .mended(|hit| hit.replace("at", "1.").filter(|_| hit.at.start == 0)),
        Pattern::new(
            Kind::likely("literal-list", "the meaning of a term", "A colon begins it: `: What the term above means.`"),
            "~",
            r"\A[^\n]{1,60}\n(?P<at>~)[ \t]+\S",
        )
        .of(Place::Paragraph)
        .opening("~")
        .mended(|hit| hit.replace("at", ":")),
    ]
}

/// The box as a character of its own.
fn tick(hit: &Hit) -> Option<Change> {
    let is_ticked = hit.view.text[hit.at.clone()].contains(['x', 'X']);
    let length = hit.view.text[hit.at.clone()].find(']').map_or(0, |end| end + 1);
    Some((hit.at.start..hit.at.start + length, if is_ticked { "☑" } else { "☐" }.to_owned()))
}

/// The box of a task, with what belongs before it and, unless it is there, behind it.
fn task(hit: &Hit, before: &str, after: &str) -> Option<Change> {
    let text = &hit.view.text[hit.at.start..];
    let length = text.find(']').map_or(0, |end| end + 1);
    let mark = if text[..length].contains(['x', 'X']) { 'x' } else { ' ' };
    let after = if text[length..].starts_with(char::is_whitespace) { "" } else { after };
    Some((hit.at.start..hit.at.start + length, format!("{before}[{mark}]{after}")))
}
