//! Marks of HTML in titles → LaTeX: those of CSL (CSL-JSON schema, rich text), which publishers write into files of
//! BibTeX as well.

use super::plain;

const TAGS: &[(&str, &str)] = &[
    ("<i>", "\\emph{"),
    ("</i>", "}"),
    ("<em>", "\\emph{"),
    ("</em>", "}"),
    ("<b>", "\\textbf{"),
    ("</b>", "}"),
    ("<strong>", "\\textbf{"),
    ("</strong>", "}"),
    ("<sub>", "\\textsubscript{"),
    ("</sub>", "}"),
    ("<sup>", "\\textsuperscript{"),
    ("</sup>", "}"),
    ("<span class=\"nocase\">", "{"),
    ("<span style=\"font-variant:small-caps;\">", "\\textsc{"),
    ("<span style=\"font-variant: small-caps;\">", "\\textsc{"),
    ("</span>", "}"),
];
/// Signs that HTML cannot write otherwise; in a file of BibTeX their own sign may be escaped once more.
const SIGNS: &[(&str, &str)] =
    &[("&amp;", "\\&"), ("\\&amp;", "\\&"), ("&lt;", "<"), ("\\&lt;", "<"), ("&gt;", ">"), ("\\&gt;", ">")];

/// A text of CSL as LaTeX.
pub(super) fn escaped(text: &str) -> String {
    read(text, plain::push_escaped)
}

/// A text of LaTeX without marks of HTML, if there are some: tags that open and close, and signs.
pub(super) fn as_latex(text: &str) -> Option<String> {
    let has_signs = text.contains('&') && SIGNS.iter().any(|(sign, _)| text.contains(sign));
    let is_paired = |text: &str| {
        let count = |is_open: bool| {
            let tags = TAGS.iter().filter(|(_, command)| is_open == (*command != "}"));
            tags.map(|(tag, _)| text.matches(tag).count()).sum::<usize>()
        };
        count(true) == count(false)
    };
    let has_tags = text.contains("</") && TAGS.iter().any(|(tag, _)| text.contains(tag)) && is_paired(text);
    (has_signs || has_tags).then(|| read(text, |written, next| written.push(next)))
}

fn read(text: &str, push: impl Fn(&mut String, char)) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let known = TAGS.iter().chain(SIGNS).find(|(mark, _)| rest.starts_with(mark));
        match known.filter(|_| matches!(next, '<' | '&' | '\\')) {
            Some((mark, command)) => {
                written.push_str(command);
                rest = &rest[mark.len()..];
            }
            None => {
                push(&mut written, next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    written
}
