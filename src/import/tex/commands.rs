//! Commands of TeX within a text.

use super::super::context::{self, Context};
use super::super::scan;
use super::{argument, between};

/// What prints nothing, and how many arguments it takes.
const SILENT: &[(&str, usize)] = &[
    ("vspace", 1),
    ("hspace", 1),
    ("vskip", 0),
    ("vfill", 0),
    ("hfill", 0),
    ("hfil", 0),
    ("noindent", 0),
    ("indent", 0),
    ("centering", 0),
    ("raggedright", 0),
    ("raggedleft", 0),
    ("par", 0),
    ("bigskip", 0),
    ("medskip", 0),
    ("smallskip", 0),
    ("tiny", 0),
    ("scriptsize", 0),
    ("footnotesize", 0),
    ("small", 0),
    ("normalsize", 0),
    ("large", 0),
    ("Large", 0),
    ("LARGE", 0),
    ("huge", 0),
    ("Huge", 0),
    ("bfseries", 0),
    ("itshape", 0),
    ("singlespacing", 0),
    ("onehalfspacing", 0),
    ("doublespacing", 0),
    ("setcounter", 2),
    ("addtocounter", 2),
    ("setlength", 2),
    ("addtolength", 2),
    ("pagenumbering", 1),
    ("pagestyle", 1),
    ("thispagestyle", 1),
    ("addcontentsline", 3),
    ("addtocontents", 2),
    ("markboth", 2),
    ("markright", 1),
    ("phantomsection", 0),
    ("selectlanguage", 1),
    ("usepackage", 1),
    ("bibliographystyle", 1),
    ("setstretch", 1),
    ("linespread", 1),
    ("begingroup", 0),
    ("endgroup", 0),
    ("protect", 0),
    ("FloatBarrier", 0),
    ("newline", 0),
    ("break", 0),
    ("sloppy", 0),
    ("fussy", 0),
    ("maketitle", 0),
    ("frontmatter", 0),
    ("mainmatter", 0),
    ("backmatter", 0),
    ("makeatletter", 0),
    ("makeatother", 0),
    ("resetlinenumber", 0),
    ("linenumbers", 0),
    ("nolinenumbers", 0),
    ("fill", 0),
];

/// What stands before and behind the words of a style.
const STYLES: &[(&str, &str)] = &[
    ("textbf", "**"),
    ("textit", "*"),
    ("emph", "*"),
    ("textsl", "*"),
    ("texttt", "`"),
    ("textsc", ""),
    ("textrm", ""),
    ("textsf", ""),
    ("textnormal", ""),
    ("underline", ""),
    ("uline", ""),
    ("mbox", ""),
    ("hbox", ""),
    ("text", ""),
    ("makebox", ""),
    ("fbox", ""),
    ("centerline", ""),
    ("textsuperscript", "^"),
    ("textsubscript", "~"),
    ("sout", "~~"),
];

const SIGNS: &[(&str, &str)] = &[
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("copyright", "©"),
    ("textcopyright", "©"),
    ("S", "§"),
    ("P", "¶"),
    ("ss", "ß"),
    ("textdegree", "°"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textasciitilde", "\\~"),
    ("textbackslash", "\\\\"),
    ("textquotesingle", "'"),
    ("euro", "€"),
    ("EUR", "€"),
    ("texteuro", "€"),
    ("textmu", "μ"),
    ("quad", " "),
    ("qquad", " "),
    ("enspace", " "),
    ("thinspace", " "),
    ("textbar", "\\|"),
];

/// Translates the commands of a text in which no environment of ours stands.
pub(super) fn translate(text: &str, context: &mut Context) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '`', '$']) {
        let start = at + found;
        out.push_str(&text[at..start]);
        let rest = &text[start..];
        let length = match rest.as_bytes()[0] {
            b'`' => scan::code_span(rest).map(|(length, _)| length),
            b'$' => formula(rest),
            _ => None,
        };
        if let Some(length) = length {
            out.push_str(&rest[..length]);
            at = start + length;
            continue;
        }
        at = start + command(rest, &mut out, context);
    }
    out.push_str(&text[at..]);
    out
}

/// The length of the formula that a text begins with.
fn formula(rest: &str) -> Option<usize> {
    let marks = if rest.starts_with("$$") { "$$" } else { "$" };
    let inner = &rest[marks.len()..];
    let end = inner.find(marks).filter(|end| *end > 0 && !inner[..*end].contains("\n\n"))?;
    let is_formula = marks == "$$" || !inner.starts_with(char::is_whitespace) && !inner[..end].ends_with(' ');
    is_formula.then_some(2 * marks.len() + end)
}

/// Writes what stands for a command, and says how many bytes of `rest` that was. Other characters stay.
fn command(rest: &str, out: &mut String, context: &mut Context) -> usize {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let name: &str = rest
        .strip_prefix('\\')
        .map_or("", |behind| &behind[..behind.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(behind.len())]);
    if name.is_empty() {
        let length =
            if rest.starts_with('\\') { first + rest[first..].chars().next().map_or(0, char::len_utf8) } else { first };
        out.push_str(&rest[..length]);
        return length;
    }
    let start = 1 + name.len();
    let behind = &rest[start..];
    let keep = |out: &mut String| {
        out.push_str(&rest[..start]);
        start
    };
    if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == name) {
        out.push_str(sign);
        return start + if behind.starts_with("{}") { 2 } else { 0 };
    }
    if let Some((_, count)) = SILENT.iter().find(|(own, _)| *own == name) {
        let length = start + arguments(behind, *count);
        // A space behind a name ends it.
        return length + if *count == 0 && rest[length..].starts_with(' ') { 1 } else { 0 };
    }
    let list = match name {
        "tableofcontents" => Some(&mut context.found.has_contents),
        "listoffigures" => Some(&mut context.found.lists_figures),
        "listoftables" => Some(&mut context.found.lists_tables),
        _ => None,
    };
    if let Some(is_wanted) = list {
        *is_wanted = true;
        return start;
    }
    if matches!(name, "printbibliography" | "bibliography") {
        out.push_str("\n\n::: {#refs}\n:::\n\n");
        return start + arguments(behind, 1);
    }
    let Some((inner, options, length)) = argument(behind) else { return keep(out) };
    let end = start + length;
    if let Some((_, marks)) = STYLES.iter().find(|(own, _)| *own == name) {
        let words = if *marks == "`" { inner.to_owned() } else { translate(inner, context) };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // A space at the end stands behind the marks.
        out.push_str(&format!("{marks}{words}{marks}"));
        return end;
    }
    let keys = || inner.split(',').map(|key| format!("@{}", key.trim())).collect::<Vec<_>>();
    match name {
        "label" => out.push_str(&context::anchor(inner.trim())),
        "ref" | "pageref" => out.push_str(&format!("\\@ref({})", inner.trim())),
        "autoref" | "eqref" | "cref" | "Cref" | "fullref" | "nameref" => {
            out.push_str(&format!("[](#{})", inner.trim()));
        }
        "cite" | "citep" | "parencite" | "autocite" | "footcite" | "citealp" | "citealt" => {
            let place =
                if options.is_empty() { String::new() } else { format!(", {}", options.replace('~', "\u{a0}")) };
            out.push_str(&format!("[{}{place}]", keys().join("; ")));
        }
        "citet" | "textcite" | "citeauthor" => out.push_str(&keys().join(", ")),
        "nocite" => {}
        "url" | "path" => out.push_str(&format!("<{}>", inner.trim())),
        "footnote" | "thanks" => {
            let words = translate(inner, context);
            out.push_str(&format!("^[{}]", words.trim()));
        }
        "href" => match between(&rest[end..], '{', '}').filter(|_| rest[end..].starts_with('{')) {
            Some((words, more)) => {
                let words = translate(words, context);
                out.push_str(&format!("[{}]({})", words.trim(), inner.trim()));
                return end + more;
            }
            None => return keep(out),
        },
        "textcolor" | "colorbox" | "foreignlanguage" => match between(&rest[end..], '{', '}') {
            Some((words, more)) => {
                out.push_str(&translate(words, context));
                return end + more;
            }
            None => return keep(out),
        },
        "chapter" | "section" | "subsection" | "subsubsection" | "paragraph" => {
            let level = match name {
                "chapter" | "section" => 1,
                "subsection" => 2,
                "subsubsection" => 3,
                _ => 4,
            };
            let braces = if behind.starts_with('*') { " {.unnumbered}" } else { "" };
            let title = translate(inner, context);
            out.push_str(&format!("\n\n{} {}{braces}\n\n", "#".repeat(level), title.trim()));
        }
        _ => return keep(out),
    }
    end
}

/// The length of so many arguments, with options before each.
fn arguments(text: &str, count: usize) -> usize {
    let mut length = usize::from(text.starts_with('*'));
    for _ in 0..count {
        match argument(&text[length..]) {
            Some((.., own)) => length += own,
            None => break,
        }
    }
    length
}
