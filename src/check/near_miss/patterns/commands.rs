//! What other tools obey: commands of TeX, inclusions, values and templates.

use super::super::miss::Kind;
use super::super::pattern::{Pattern, Place};
use crate::section::named;

const TEX: &str = "TeX is not obeyed. Write the words or characters themselves; `\\\\` is the mere backslash.";
const INCLUDE: &str = "Nothing is included: write a section of its own and name it in `sections` in paper.toml.";
const VALUE: &str = "A value stands in two braces on each side: `{{ paper.title }}`.";

const CITE: &str = "Write `[@key]` for a citation, `[](#label)` for a place in this paper.";

/// Commands of templates and TeX, whose brackets and quotation marks are theirs.
pub(super) fn foreign() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a command of a template",
                "Sections know values only, `{{ vars.name }}`: write what is to be printed.",
            ),
            "{%}",
            r"\{%[^{}%]*%\}",
        ),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "a command of a template",
                "Sections know values only, `{{ vars.name }}`: write what is to be printed.",
            ),
            "<%>",
            r"<%[^%\n]*%>",
        ),
        Pattern::new(
            Kind::certain("literal-command", "a citation of TeX", CITE),
            "\\{}",
            concat!(
                r"\\[A-Za-z]*[Cc]ite[a-z]*\*?(?:\[(?P<before>[^\[\]{}]*)\])?",
                r"(?:\[(?P<after>[^\[\]{}]*)\])?\{(?P<key>[^{}]*)\}",
            ),
        )
        .when(|hit| !hit.is_behind_word())
        .mended(|hit| {
            let is_plain = hit.part("before").is_empty() && hit.part("after").is_empty();
            let keys: Vec<_> = hit.part("key").split(',').map(str::trim).map(named).collect();
            hit.replace_all(format!("[{}]", keys.join("; "))).filter(|_| is_plain)
        }),
        Pattern::new(
            Kind::certain("literal-command", "a reference of TeX", CITE),
            "\\{}",
            r"\\(?:auto|c|C|page|name|eq)?ref\*?\{(?P<label>[^{}]*)\}",
        )
        .when(|hit| !hit.is_behind_word())
        .mended(|hit| {
            let label = hit.part("label");
            let is_label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            hit.replace_all(format!("[](#{label})")).filter(|_| label.bytes().all(is_label))
        }),
        Pattern::new(
            Kind::certain("literal-command", "a command of TeX", TEX),
            "\\{}",
            r"\\begin\{[A-Za-z*]+\}(?s:.*?)\\end\{[A-Za-z*]+\}",
        ),
        Pattern::new(
            Kind::certain("literal-command", "a command of TeX", TEX),
            "\\{",
            r"(?:^|[^\w\\:/])(?P<at>\\[A-Za-z]+\*?(?:\[[^\[\]{}]*\])?\{[^{}]*\}?)",
        ),
        Pattern::new(Kind::certain("literal-command", "a command of TeX", TEX), "\\{}", r"\{\\[A-Za-z]+ [^{}]*\}"),
        Pattern::new(
            Kind::certain("literal-command", "a command of TeX", TEX),
            "\\",
            concat!(
                r"(?:^|[^\w\\:/])(?P<at>\\(?:newpage|pagebreak|clearpage|newline|linebreak|noindent",
                r"|hfill|vfill|bigskip|medskip|smallskip|tableofcontents|listof\w+|maketitle|appendix|centering",
                r"|LaTeX|TeX|ldots|dots|quad|qquad|item|hline|bfseries|itshape|small|large|Large|tiny))(?:[^\w\\]|$)",
            ),
        ),
    ]
}

pub(super) fn all() -> Vec<Pattern> {
    vec![
        Pattern::new(
            Kind::certain("literal-command", "a reference", "Write `[](#label)` for a place in this paper."),
            "\u{1a}()",
            r"\x1aref\([\w:-]+\)",
        ),
        Pattern::new(Kind::certain("literal-command", "an inclusion", INCLUDE), "{!}", r"\{!>?[^{}!\n]+!\}"),
        Pattern::new(
            Kind::certain("literal-command", "an inclusion", INCLUDE),
            "",
            r"^(?:!include\b|--8<--|include::|@include\b|@import\b|<<\[|<<<? ?@?[\w./-]+\.\w+$).*$",
        )
        .of(Place::Paragraph)
        .opening("!-i@<"),
        Pattern::new(
            Kind::certain("literal-command", "a command of a template", "Write a comment as `<!-- … -->`."),
            "{#}",
            r"\{#-?[ \t][^{}]*#\}",
        ),
        Pattern::new(
            Kind::certain(
                "literal-command",
                "what an abbreviation stands for",
                "List it below `[abbreviations]` in paper.toml: `HTML = \"…\"`.",
            ),
            "*[]:",
            r"^\*\[[^\[\]\n]+\]:",
        )
        .of(Place::Paragraph),
        Pattern::new(
            Kind::certain("literal-value", "a value", VALUE),
            "{}.",
            r"(?:^|[^{$\x1a])(?P<at>\{[ \t]*(?P<name>(?:paper|vars|parties|section|marking)\.[\w.]+)[ \t]*\}\}?)",
        )
        .mended(|hit| hit.replace_all(format!("{{{{ {} }}}}", hit.part("name")))),
        Pattern::new(Kind::likely("literal-value", "a value", VALUE), "${}", r"\$\{[A-Za-z_][\w.]*\}"),
        Pattern::new(
            Kind::likely(
                "literal-value",
                "a placeholder",
                "Placeholders stand between the brackets of a link to a label: `[section {number}](#label)`.",
            ),
            "{}",
            r"(?:^|[^{\x1a])(?P<at>\{(?:number|title|page|direction)\})",
        ),
    ]
}
