//! Environments of TeX: figures, tables, lists, quotations, and frames around what they hold.

use std::collections::BTreeSet;

use super::super::attributes;
use super::super::blocks::{Grid, image_width};
use super::super::context::Context;
use super::super::maths;
use super::super::remark::Remark;
use super::super::scan;
use super::{argument, between, commands, uses};

/// Those that only place or size what they hold.
const FRAMES: &[&str] = &[
    "center",
    "flushleft",
    "flushright",
    "minipage",
    "spacing",
    "singlespace",
    "onehalfspace",
    "doublespace",
    "small",
    "footnotesize",
    "scriptsize",
    "large",
    "titlepage",
    "adjustwidth",
    "multicols",
    "appendices",
    "sloppypar",
    "group",
    "samepage",
    "subfigure",
    "subtable",
    "adjustbox",
    "threeparttable",
    "addmargin",
    "otherlanguage",
];
/// Arguments of frames that are no text.
const WITH_ARGUMENT: &[&str] = &[
    "minipage",
    "spacing",
    "adjustwidth",
    "multicols",
    "addmargin",
    "otherlanguage",
    "subfigure",
    "subtable",
    "adjustbox",
];

/// Environments within environments.
const MAX_DEPTH: usize = 8;

pub(super) fn translate(text: &str, context: &mut Context) -> String {
    inner(text, context, 0)
}

fn inner(text: &str, context: &mut Context, depth: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    // What has no end has none further down either.
    let mut open = BTreeSet::new();
    while let Some(start) = next(text, at).filter(|_| depth < MAX_DEPTH) {
        let name = text[start + "\\begin{".len()..].split(['}', '\n']).next().unwrap_or_default();
        let whole = (!open.contains(name)).then(|| environment(&text[start..])).flatten();
        let Some((name, body, length)) = whole else {
            out.push_str(&commands::translate(&text[at..start], context));
            out.push_str("\\begin{");
            open.insert(name);
            at = start + "\\begin{".len();
            continue;
        };
        out.push_str(&commands::translate(&text[at..start], context));
        match written(name, body, context, depth) {
            Some(written) => out.push_str(&format!("\n\n{}\n\n", written.trim_matches('\n'))),
            None => out.push_str(&text[start..start + length]),
        }
        at = start + length;
    }
    out.push_str(&commands::translate(&text[at..], context));
    out
}

/// Where the next environment begins, in no formula and no code.
fn next(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text[at..].find(['\\', '$', '`']) {
        let start = at + found;
        let rest = &text[start..];
        let code = scan::code_span(rest).map(|(length, _)| length);
        let formula = || maths::found(rest).map(|found| found.length);
        match code.or_else(formula) {
            Some(length) => at = start + length,
            None if rest.starts_with("\\begin{") => return Some(start),
            // What is escaped opens nothing.
            None if rest.starts_with('\\') => at = start + 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            None => at = start + 1,
        }
    }
    None
}

/// The environment that a text begins with: its name, what it holds, and its length.
fn environment(text: &str) -> Option<(&str, &str, usize)> {
    let (name, _) = text.strip_prefix("\\begin{")?.split_once('}')?;
    let (open, close) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
    let mut depth = 1;
    let mut at = open.len();
    loop {
        let end = at + text[at..].find(&close)?;
        depth += text[at..end].matches(&open).count();
        depth -= 1;
        at = end + close.len();
        if depth == 0 {
            return Some((name, &text[open.len()..end], at));
        }
    }
}

/// What stands for an environment; [`None`] if it is none of ours.
fn written(name: &str, body: &str, context: &mut Context, depth: usize) -> Option<String> {
    let bare = name.trim_end_matches('*');
    Some(match bare {
        "figure" | "FPfigure" | "wrapfigure" | "sidewaysfigure" | "SCfigure" | "marginfigure" => {
            figure(bare, body, context, depth)?
        }
        "table" | "sidewaystable" | "longtable" | "wraptable" | "margintable" => table(bare, body, context, depth)?,
        "tabular" | "tabularx" | "tabulary" | "tabbing" => rows(bare, body, context)?,
        "itemize" | "enumerate" | "description" | "tablenotes" => list(bare, body, context, depth),
        "quote" | "quotation" | "verse" | "displayquote" => {
            let text = inner(body, context, depth + 1);
            text.trim().lines().map(|line| format!("> {}", line.trim())).collect::<Vec<_>>().join("\n")
        }
        "verbatim" | "lstlisting" | "Verbatim" => {
            let code = between(body, '[', ']').map_or(body, |(_, end)| &body[end..]);
            format!("```\n{}\n```", code.trim_matches('\n'))
        }
        "landscape" => format!("::: landscape\n{}\n:::", inner(body, context, depth + 1).trim()),
        "abstract" => format!("# Abstract {{.unnumbered}}\n\n{}", inner(body, context, depth + 1).trim()),
        "IEEEkeywords" | "keywords" => format!("**Keywords:** {}", inner(body, context, depth + 1).trim()),
        _ if FRAMES.contains(&bare) => {
            let body = match WITH_ARGUMENT.contains(&bare).then(|| argument(body)).flatten() {
                Some((.., length)) => &body[length..],
                None => body,
            };
            inner(body, context, depth + 1)
        }
        _ => return None,
    })
}

/// The images of a figure with their captions, and below them what else stands in it.
fn figure(name: &str, body: &str, context: &mut Context, depth: usize) -> Option<String> {
    let body = &parts(body);
    let images: Vec<String> =
        uses(body, "\\includegraphics").into_iter().map(|(path, options)| image(path, options)).collect();
    if images.is_empty() {
        return None;
    }
    let mut captions = captions(body, context);
    let caption = main_caption(&mut captions, images.len() > 1 || body.contains("\\begin{sub"));
    let label = uses(body, "\\label").last().map(|(id, _)| id.trim().to_owned());
    let braces = |own: &[(&str, &str)]| attributes::written(label.as_deref(), own);
    let mut own = captions.into_iter();
    let figure = if let [image] = images.as_slice() {
        let (path, width) = image.split_once('\n').unwrap_or((image, ""));
        format!("![{caption}]({}){}", address(path), braces(&[("width", width)]))
    } else {
        // Captions that are left are of the images.
        let lines = images.iter().map(|image| {
            let path = address(image.split('\n').next().unwrap_or_default());
            format!("![{}]({path})", own.next().unwrap_or_default())
        });
        let lines = lines.collect::<Vec<_>>().join("\n\n");
        match caption.is_empty() {
            true => lines,
            false => {
                format!("::: {{.figure {}\n{lines}\n:::", braces(&[("caption", &caption)]).trim_start_matches('{'))
            }
        }
    };
    let rest = beside(name, &without(body, "\\includegraphics"), context, depth);
    Some(own.fold(figure, |text, caption| format!("{text}\n\n{caption}")) + &rest)
}

/// A figure whose parts, `\subfloat[caption]{…}`, hold their captions.
fn parts(body: &str) -> String {
    let mut text = body.to_owned();
    for (name, is_option) in [("\\subfloat", true), ("\\subfigure", true), ("\\subcaptionbox", false)] {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
        while let Some((before, behind)) = rest.split_once(name) {
            out.push_str(before);
            let part = argument(behind).filter(|_| behind.starts_with(['[', '{'])).and_then(|(inner, option, end)| {
                let (words, length) = if is_option { (inner, 0) } else { between(&behind[end..], '{', '}')? };
                Some((words, if is_option { option } else { inner }, end + length))
            });
            match part {
                Some((words, "", end)) => {
                    out.push_str(words);
                    rest = &behind[end..];
                }
                Some((words, caption, end)) => {
                    out.push_str(&format!("{words}\\caption{{{caption}}}"));
                    rest = &behind[end..];
                }
                None => {
                    out.push_str(name);
                    rest = behind;
                }
            }
        }
        text = out + rest;
    }
    text
}

/// Takes the caption of the whole from all: the last one where parts have captions before it, else the first.
fn main_caption(captions: &mut Vec<String>, has_parts: bool) -> String {
    match captions.is_empty() {
        true => String::new(),
        false if has_parts => captions.pop().unwrap_or_default(),
        false => captions.remove(0),
    }
}

/// What else stands in a figure or table, as paragraphs below it; empty if there is nothing that prints.
fn beside(name: &str, body: &str, context: &mut Context, depth: usize) -> String {
    let mut rest = body.trim_start();
    // Where it is to stand, and how wide.
    let is_set = |rest: &str| rest.starts_with('[') || rest.starts_with('{') && name.starts_with("wrap");
    while is_set(rest) {
        let Some((_, end)) = between(rest, '[', ']').or_else(|| between(rest, '{', '}')) else { break };
        rest = rest[end..].trim_start();
    }
    let rest = without(&without(rest, "\\caption"), "\\label");
    // Behind a line's end may stand how far below it the next one is.
    let rest = rest.split("\\\\").map(|part| between(part, '[', ']').map_or(part, |(_, end)| &part[end..]));
    let rest = rest.collect::<Vec<_>>().join("\n");
    let is_comment = |line: &str, at: usize| !line[..at].ends_with('\\');
    let lines = rest.lines().map(|line| match line.find('%').filter(|at| is_comment(line, *at)) {
        Some(at) => &line[..at],
        None => line,
    });
    let lines: Vec<&str> = lines.map(str::trim).collect();
    let text = inner(&lines.join("\n"), context, depth + 1);
    if text.contains(char::is_alphanumeric) { format!("\n\n{}", text.trim()) } else { String::new() }
}

/// A path as it stands behind an image's words.
fn address(path: &str) -> String {
    if path.contains(' ') { path.replace(' ', "%20") } else { path.to_owned() }
}

/// The path of an image and, in a line below, its width.
fn image(path: &str, options: &str) -> String {
    let width = options.split(',').find_map(|option| option.trim().strip_prefix("width=")).unwrap_or_default();
    let share = width.trim_end_matches(|one: char| one.is_ascii_alphabetic() || one == '\\').trim();
    let width = match width.contains("width") {
        true if share.is_empty() => "100%".to_owned(),
        true => image_width(share).unwrap_or_default(),
        false => image_width(width).unwrap_or_default(),
    };
    format!("{}\n{width}", path.trim())
}

fn captions(body: &str, context: &mut Context) -> Vec<String> {
    let found = uses(body, "\\caption").into_iter();
    for (_, short) in uses(body, "\\caption").into_iter().filter(|(_, short)| !short.trim().is_empty()) {
        let remark = Remark::to_know("a short caption for a list", "Lists print the whole caption.");
        context.remarks.add(remark.without(short));
    }
    found
        .map(|(text, _)| {
            commands::translate(&unlabelled(text), context).split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// A caption without the label that may stand in it.
fn unlabelled(text: &str) -> String {
    match text.split_once("\\label{").and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, behind)) => format!("{before}{behind}"),
        None => text.to_owned(),
    }
}

/// A table with its caption, and below it what else stands around the rows.
fn table(name: &str, body: &str, context: &mut Context, depth: usize) -> Option<String> {
    let label = uses(body, "\\label").last().map(|(id, _)| id.trim().to_owned());
    let mut captions = captions(body, context);
    let caption = main_caption(&mut captions, body.contains("\\begin{sub"));
    let (table, below) = if name == "longtable" {
        // Further captions are of the pages that it goes on to.
        captions.clear();
        (rows(name, body, context)?, String::new())
    } else {
        let start = ["\\begin{tabular", "\\begin{longtable"].iter().filter_map(|own| body.find(own)).min()?;
        let (inner_name, inner_body, length) = environment(&body[start..])?;
        let table = rows(inner_name, inner_body, context)?;
        let around = format!("{}{}", &body[..start], &body[start + length..]);
        (table, beside(name, &around, context, depth))
    };
    let braces = attributes::written(label.as_deref(), &[("caption", &caption)]);
    let table = match caption.is_empty() {
        true => table,
        false => format!("::: {{.table {}\n{}\n:::", braces.trim_start_matches('{'), table.trim_end()),
    };
    Some(captions.into_iter().fold(table, |text, caption| format!("{text}\n\n{caption}")) + &below)
}

/// A text without the uses of a command.
fn without(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(name) {
        out.push_str(before);
        if behind.starts_with(|one: char| one.is_ascii_alphabetic()) {
            // It is another command, of a longer name.
            out.push_str(name);
            rest = behind;
            continue;
        }
        rest = argument(behind).map_or(behind, |(.., length)| &behind[length..]);
    }
    out + rest
}

/// The rows of a table between `\\`, their cells between `&`.
fn rows(name: &str, body: &str, context: &mut Context) -> Option<String> {
    let mut body = body;
    let settings = match name.trim_end_matches('*') {
        "tabularx" | "tabulary" => 2,
        "tabbing" => 0,
        _ if name.ends_with('*') => 2,
        _ => 1,
    };
    for _ in 0..settings {
        body = &body[argument(body)?.2..];
    }
    let body = without(&without(body, "\\caption"), "\\label");
    let (mut rows, mut rules): (Vec<Vec<String>>, Vec<usize>) = (Vec::new(), Vec::new());
    for row in body.split("\\\\") {
        let row = row.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(row, |(_, rest)| rest);
        let mut text = row.trim().to_owned();
        for rule in
            ["\\hline", "\\toprule", "\\midrule", "\\bottomrule", "\\endhead", "\\endfirsthead", "\\tabularnewline"]
        {
            if text.contains(rule) {
                text = text.replace(rule, "");
                rules.push(rows.len());
            }
        }
        text = without(&without(&text, "\\cline"), "\\cmidrule(lr)");
        text = without(&text, "\\cmidrule");
        if text.trim().is_empty() {
            continue;
        }
        let cells = match name {
            "tabbing" => text.replace("\\=", "\u{1}").replace("\\>", "\u{1}").replace("\\kill", ""),
            _ => text.replace("\\&", "\u{2}").replace('&', "\u{1}").replace('\u{2}', "\\&"),
        };
        let mut own = Vec::new();
        for cell in cells.split('\u{1}') {
            let (cell, count) = spanned(cell.trim());
            let cell = cell.trim_matches('~').trim().replace("\\,", "\u{202f}");
            let words = commands::translate(&cell, context);
            own.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
            own.extend(std::iter::repeat_n(String::new(), count.saturating_sub(1).min(20)));
        }
        rows.push(own);
    }
    let has_header = rows.len() > 1 && rules.contains(&1);
    (!rows.is_empty()).then(|| Grid::new(rows, has_header).written())
}

/// What a cell over several columns or rows holds, and how many columns these are.
fn spanned(cell: &str) -> (&str, usize) {
    let part = |text: &str, skip: usize| -> Option<(usize, usize)> {
        let mut at = 0;
        for _ in 0..skip {
            at += argument(&text[at..])?.2;
        }
        Some((at, argument(&text[at..])?.2))
    };
    for (name, is_column) in [("\\multicolumn", true), ("\\multirow", false)] {
        if let Some(rest) = cell.strip_prefix(name)
            && let Some((at, length)) = part(rest, 2)
        {
            let count = argument(rest).and_then(|(count, ..)| count.trim().parse().ok()).filter(|_| is_column);
            return (&rest[at + 1..at + length - 1], count.unwrap_or(1));
        }
    }
    (cell, 1)
}

/// The items of a list, lists in them further in.
fn list(name: &str, body: &str, context: &mut Context, depth: usize) -> String {
    let body = between(body.trim_start(), '[', ']').map_or(body, |(_, end)| &body.trim_start()[end..]);
    let text = inner(body, context, depth + 1);
    let mut lines: Vec<String> = Vec::new();
    let mut number = 0;
    for (index, item) in text.split("\\item").enumerate() {
        let item = item.trim();
        if index == 0 && item.is_empty() || item.is_empty() {
            continue;
        }
        let (term, words) = match between(item, '[', ']') {
            Some((term, end)) => (term, item[end..].trim()),
            None => ("", item),
        };
        number += 1;
        let mark = if name == "enumerate" { format!("{number}.") } else { "-".to_owned() };
        let term = if term.is_empty() { String::new() } else { format!("**{term}** ") };
        let pad = " ".repeat(mark.len() + 1);
        let mut own = words.lines();
        lines.push(format!("{mark} {term}{}", own.next().unwrap_or_default().trim()));
        lines.extend(
            own.map(|line| if line.trim().is_empty() { String::new() } else { format!("{pad}{}", line.trim_end()) }),
        );
    }
    lines.join("\n")
}
