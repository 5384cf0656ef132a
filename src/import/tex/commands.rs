//! Commands of TeX within a text.

use super::super::context::{self, Context};
use super::super::maths;
use super::super::remark::Remark;
use super::super::scan;
use super::names::{ARGUMENTS, SIGNS, SILENT, STYLES};
use super::{argument, between};

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
            _ => maths::found(rest).map(|found| found.length),
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
    // Between two of the same sign it is code.
    if name == "verb" {
        let text = behind.strip_prefix('*').unwrap_or(behind);
        let code =
            text.chars().next().filter(|mark| !mark.is_alphanumeric() && !mark.is_whitespace()).and_then(|mark| {
                let (inner, _) = text[mark.len_utf8()..].split_once(mark).filter(|(inner, _)| !inner.contains('\n'))?;
                Some((inner, start + behind.len() - text.len() + inner.len() + 2 * mark.len_utf8()))
            });
        if let Some((inner, length)) = code.filter(|(inner, _)| !inner.trim().is_empty()) {
            let marks = if inner.contains('`') { "``" } else { "`" };
            out.push_str(&format!("{marks}{inner}{marks}"));
            return length;
        }
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
    if let Some((_, prints)) = ARGUMENTS.iter().find(|(own, _)| *own == name) {
        // All are there before one is translated: what is kept is read once more.
        let (mut printed, mut at) = (Vec::new(), start);
        for index in 0..=prints.iter().copied().max().unwrap_or(0) {
            let Some((inner, _, length)) = argument(&rest[at..]) else { return keep(out) };
            at += length;
            if prints.contains(&index) {
                printed.push(inner);
            }
        }
        let words: Vec<String> = printed.into_iter().map(|inner| translate(inner, context)).collect();
        out.push_str(&words.join("\u{a0}"));
        return at;
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
        "href" => match between(&rest[end..], '{', '}') {
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
        "enquote" => out.push_str(&format!("“{}”", translate(inner, context))),
        _ if is_of_formulas(name) || !is_words(inner) => return keep(out),
        // Of a command of some package its words are kept.
        _ => {
            let todo = "Their words are printed. See whether they read well.";
            let remark = Remark::to_know(format!("the command `\\{name}` of TeX, which is not known"), todo);
            let remark = remark.one_of("commands of TeX that are not known").naming(&format!("\\{name}"));
            let mark = context.sum(remark);
            out.push_str(&format!("{mark}{}", translate(inner, context)));
        }
    }
    end
}

/// Whether a command stands in formulas, where its argument is no text.
fn is_of_formulas(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "sqrt",
        "overline",
        "hat",
        "bar",
        "vec",
        "tilde",
        "dot",
        "ddot",
        "widehat",
        "widetilde",
        "overset",
        "underset",
        "stackrel",
        "begin",
        "end",
        "tag",
        "operatorname",
        "boldsymbol",
        "bm",
        "mbox",
        "pmb",
        "bold",
        "usebox",
        "input",
        "include",
        "includegraphics",
        "caption",
        "newcommand",
        "def",
        "item",
        "overbrace",
        "underbrace",
        "boxed",
        "cancel",
        "notag",
        "intertext",
        "substack",
        "overrightarrow",
    ];
    name.starts_with("math") || name.ends_with("frac") || name.ends_with("binom") || NAMES.contains(&name)
}

/// Whether an argument is words, no measure and no name of something.
fn is_words(text: &str) -> bool {
    let has_word = text.split(|one: char| !one.is_alphabetic()).any(|word| word.chars().count() > 2);
    has_word
        && text.chars().all(|one| one.is_alphanumeric() || one.is_whitespace() || ".,;:!?’'“”\"()-–—".contains(one))
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
