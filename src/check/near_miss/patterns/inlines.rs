//! Marks around words: maths, failed raised and lowered text, notes in the line, colours; and names of characters.

use super::super::miss::Kind;
use super::super::pattern::{Pattern, Place};
use crate::check::prose::Standing;

const MATHS_HELP: &str =
    "Formulas are not set. Write it in characters (`E = mc²`, `x ≤ 5`), or as an image; `\\$` is the mere sign.";

const NOTHING_IN_SCRIPT: &str =
    "Nothing between the two marks can be marked itself: put the other marks around the whole, `*m^2^*`.";
const NO_BLANK_IN_SCRIPT: &str = "No space can stand between the two marks: raise or lower each word, `a^b^ c^d^`.";

/// Before all else: what stands in them is of another language.
pub(super) fn maths() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain("literal-math", "a formula", MATHS_HELP),
            "$",
            r"(?:^|[^$\w])(?P<at>\$\$(?:[^$]+\$\$)?)(?:[^$\d]|$)",
        ),
        Pattern::new(
            Kind::certain("literal-math", "a formula", MATHS_HELP),
            "$",
            r"(?:^|[^$\w])(?P<at>\$(?P<inner>[^\s$](?:[^$]*[^\s$])?)\$)(?:[^$\w]|$)",
        )
        .when(|hit| is_formula(hit.part("inner"))),
        Pattern::new(Kind::certain("literal-math", "a formula", MATHS_HELP), "{}", r"[\w)](?P<at>[_^]\{[^{}]*\})"),
        Pattern::new(
            Kind::certain("literal-math", "a formula", MATHS_HELP),
            "\u{2}\u{3}",
            r"\x02(?P<inner>[^\x02\x03]+)\x03",
        )
        .when(|hit| has_operator(hit.part("inner")) && !hit.has_marks() && !hit.is_behind_word()),
        Pattern::new(
            Kind::certain("literal-math", "a formula", MATHS_HELP),
            "\u{4}\u{5}",
            r"\x04(?P<inner>[^\x04\x05]+)\x05",
        )
        .when(|hit| has_operator(hit.part("inner")) && !hit.has_marks() && !hit.is_behind_word()),
    ]
}

/// After all that may hold such marks.
pub(super) fn marks() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain(
                "literal-footnote",
                "a note in the line",
                "Write `[^name]` here, and `[^name]: The note.` on a line of its own between blank lines.",
            ),
            "^[",
            r"\^\[[^\[\]^]*\]?",
        ),
        Pattern::new(
            Kind::certain(
                "literal-footnote",
                "a footnote",
                "The name of a footnote has no spaces: write a hyphen for each.",
            ),
            "[^]",
            r"\[\^(?P<name>[^\[\]^\n]*[ \t\x{a0}][^\[\]^\n]*)\]",
        )
        .mended(|hit| {
            let words: Vec<_> = hit.part("name").split_whitespace().collect();
            hit.replace("name", words.join("-")).filter(|_| !words.is_empty())
        }),
        Pattern::new(
            Kind::certain("literal-footnote", "a footnote", "Nothing stands between `[` and `^`: `[^name]`."),
            "[^]",
            r"\[(?P<blank>[ \t\x{a0}]+)\^[^\s\[\]^]+[ \t]*\]",
        )
        .mended(|hit| hit.replace("blank", "")),
        Pattern::new(
            Kind::certain("literal-script", "raised text", NOTHING_IN_SCRIPT),
            "^",
            r"\^(?P<inner>[^\s^\[\]]+)\^",
        )
        .when(|hit| hit.part("inner").contains(char::is_alphanumeric)),
        Pattern::new(
            Kind::likely("literal-script", "raised text", "Write `m^2^`, with a mark on each side."),
            "^",
            r"(?P<at>(?:\p{L}\^[-+−]?\d{1,2}|\d\^\p{L}{2,3})(?P<end>))(?:[^\w^]|$)",
        )
        .mended(|hit| hit.replace("end", "^")),
        Pattern::new(
            Kind::likely("literal-script", "raised text", "Write `m^2^`, with a mark on each side."),
            "^()",
            r"\p{L}(?P<at>\^\((?P<inner>[^()\s^]{1,6})\))",
        )
        .mended(|hit| hit.replace_all(format!("^{}^", hit.part("inner")))),
        Pattern::new(
            Kind::likely("literal-script", "raised text", NO_BLANK_IN_SCRIPT),
            "^ ",
            r"[\p{L}\p{N})](?P<at>\^[^\s^\[\]][^\n^\[\]]*[^\s^\[\]]\^)(?:[^\w^]|$)",
        ),
        Pattern::new(
            Kind::certain("literal-script", "lowered text", NOTHING_IN_SCRIPT),
            "~",
            r"[\w)\]](?P<at>~[^\s~]+~)(?:[^~]|$)",
        ),
        Pattern::new(
            Kind::likely("literal-script", "lowered text", NO_BLANK_IN_SCRIPT),
            "~ ",
            r"[\p{L}\p{N})](?P<at>~[^\s~][^\n~]*[^\s~]~)(?:[^\w~]|$)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-emphasis",
                "struck out text",
                "Write `~~two tildes~~` on each side; `\\~` is the character itself.",
            ),
            "~",
            r"(?:^|[\s(])(?P<at>~[\p{L}\p{N}](?:[^~]*[^\s~])?~)(?:[\s.,;:!?)]|$)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-command",
                "the tie of TeX",
                "Write `&nbsp;` for a space that keeps a line together; `\\~` is the character itself.",
            ),
            "~",
            r"(?:\p{L}\.|\p{Ll}{2}|\p{L}{3})(?P<at>~)[\p{L}\d]",
        )
        .mended(|hit| hit.replace("at", "&nbsp;")),
        Pattern::new(
            Kind::certain(
                "literal-emphasis",
                "marked text",
                "Nothing is marked with a colour here: write `**words**`.",
            ),
            "=",
            r"(?:^|[^=\w])(?P<at>==[^\s=](?:[^=\n]*[^\s=])?==)(?:[^=\w]|$)",
        ),
        Pattern::new(
            Kind::certain(
                "literal-emphasis",
                "a change that is proposed",
                "Changes are not kept in the text: write what holds; `chancery redline` shows what is new.",
            ),
            "{}",
            r"\{(?:\+\+|--|~~|==|>>)[^{}]*\}",
        ),
        Pattern::new(
            Kind::certain("literal-emphasis", "inserted text", "Nothing is underlined here: write `*words*`."),
            "+",
            r"(?:^|[^+\w])(?P<at>\+\+[^\s+](?:[^+\n]*[^\s+])?\+\+)(?:[^+\w]|$)",
        ),
        Pattern::new(
            Kind::likely("literal-emphasis", "the emphasis of a wiki", "Write `**words**` or `*words*`."),
            "'",
            r"(?:^|[^'])(?P<at>'{2,3}[^\s'][^'\n]*'{2,3})(?:[^']|$)",
        ),
        Pattern::new(
            Kind::certain("literal-character", "a character’s name", "A semicolon closes the name."),
            "&",
            concat!(
                r"&(?:nbsp|amp|lt|gt|quot|apos|copy|reg|trade|euro|pound|cent|sect|para|deg|ndash|mdash|hellip|shy",
                r"|[lr]arr|times|[lr]aquo|[lr][sd]quo|bdquo|sbquo|[AEIOUaeiou](?:uml|acute|grave|circ)|szlig|[Cc]cedil",
                r"|[Nn]tilde|[Aa]ring|[Oo]slash|#\d+|#[Xx][0-9A-Fa-f]+)(?P<end>)(?:[^;=\w]|$)",
            ),
        )
        .mended(|hit| hit.replace("end", ";")),
        Pattern::new(
            Kind::certain(
                "literal-character",
                "a character’s name",
                "No character is called so. Write the character itself; `\\&` is the mere sign.",
            ),
            "&;",
            r"(?:^|[^\w&])(?P<at>&(?:[A-Za-z][A-Za-z0-9]+|#[A-Za-z0-9]*);)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-character",
                "a character’s name",
                "No character is called so. Write the character itself; `\\&` is the mere sign.",
            ),
            "&;",
            r"[\w&](?P<at>&[a-z]{2}[A-Za-z0-9]*;)",
        ),
        Pattern::new(
            Kind::likely(
                "literal-character",
                "the name of a picture character",
                "Names between colons mean nothing here: write the character, or say it in words.",
            ),
            ":",
            r"(?:^|[^\w:])(?P<at>:(?:[a-z][a-z0-9_+-]*|[+-]1):)(?:[^\w:/]|$)",
        )
        .seen_by(|text| text.as_bytes().windows(2).any(|bytes| matches!(bytes, [b':', b'a'..=b'z' | b'+' | b'-']))),
        Pattern::new(
            Kind::certain("literal-code", "quotation marks of TeX", "Write the marks themselves: `“words”`."),
            "`'",
            r"``(?P<inner>[^`']*(?:'[^`']+)*)''",
        )
        .mended(|hit| hit.replace_all(format!("“{}”", hit.part("inner")))),
        Pattern::new(
            Kind::likely(
                "literal-code",
                "code that is not closed",
                "Close it with as many backticks as open it; `\\`` is the character itself.",
            ),
            "`",
            r"`+",
        ),
        Pattern::new(
            Kind::certain("literal-heading", "the closing hashes of a heading", "Delete them."),
            "#",
            r"[^\s#](?P<at>#{2,})\z",
        )
        .of(Place::At(Standing::Heading))
        .mended(|hit| hit.replace_all("")),
    ]
}

/// Whether text between two dollars is a formula, not what stands between two sums of money.
fn is_formula(inner: &str) -> bool {
    has_operator(inner) || !inner.contains(char::is_whitespace)
}

fn has_operator(inner: &str) -> bool {
    inner.contains(|one: char| "\\^_={}+<>|×÷·≤≥≠≈∈∑∫√∞→".contains(one))
}
