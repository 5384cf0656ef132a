//! Files that a text puts in: their text stands in it from then on.

use super::context::{Context, resolve};
use super::meta::front;
use super::remark::Remark;
use super::scan;

/// Files within files.
const MAX_OPEN: usize = 8;
/// What is put in a text of the manuscript, in bytes: as files put in others, few can become very many.
const MAX_PUT_IN: usize = 16 << 20;
/// What a file counts beside its bytes, however short it is.
const TOLL: usize = 8 << 10;

/// The translated text of a file, or what stands for it if it cannot be had.
pub(super) fn file(named: &str, context: &mut Context, depth: usize, is_inner: bool) -> String {
    let bare = named.trim().trim_matches(['"', '\'']);
    // mdBook names lines behind a colon.
    let (path, part) = match bare.split_once(':') {
        Some((path, part)) if !bare.contains("://") => (path, part),
        _ => (bare, ""),
    };
    let missing = |context: &mut Context, why: &str| format!("{}{}\n", untold(bare, why, context), scan::literal(bare));
    let resolved = located(path, context);
    if is_image(&resolved) && context.shelf.read(&resolved).is_ok() {
        return format!("![](</{resolved}>)\n");
    }
    if resolved == context.path || context.open.contains(&resolved) {
        return missing(context, "it would put itself in");
    }
    if context.open.len() >= MAX_OPEN {
        return missing(context, "too many files in each other");
    }
    let text = match text_of(&resolved, context) {
        Ok(text) => text,
        Err(why) => return missing(context, &why),
    };
    let text = excerpt(&text, part);
    let is_markdown = [".md", ".qmd", ".markdown", ".rmd", ".mdx", ".txt", ".html"]
        .iter()
        .any(|end| resolved.to_lowercase().ends_with(end));
    if !is_markdown {
        let language = resolved.rsplit_once('.').map_or("", |(_, ending)| ending);
        return scan::code_block(language, text.trim_end()) + "\n";
    }
    let body = front::read(&text).body;
    let top = context.open.first().unwrap_or(&context.path).clone();
    context.found.included.push((top, resolved.clone()));
    let outer = std::mem::replace(&mut context.path, resolved);
    context.open.push(outer.clone());
    let rebased = super::links::rebased(&text[body..], &context.path, &outer);
    let translated = super::blocks_of(&rebased, context, depth + 1, is_inner);
    context.open.pop();
    context.path = outer;
    translated
}

/// A file's text, which counts as put in; else why it cannot be had.
fn text_of(path: &str, context: &mut Context) -> Result<String, String> {
    if context.put_in > MAX_PUT_IN {
        return Err("too much is put in".to_owned());
    }
    let bytes = context.shelf.read(path);
    context.put_in += TOLL + bytes.as_ref().map_or(0, Vec::len);
    let text = String::from_utf8(bytes?).map_err(|_| "it is no text".to_owned())?;
    Ok(text.replace("\r\n", "\n"))
}

/// Where a file lies: from the folder of the text, or, as snippets of MkDocs are, from the top.
fn located(named: &str, context: &Context) -> String {
    let is_there = |path: &String| context.shelf.read(path).is_ok();
    let own = context.resolve(named);
    Some(resolve("", named)).filter(|top| !is_there(&own) && is_there(top)).unwrap_or(own)
}

/// Whether a file is a drawing, which stands in the text.
fn is_image(path: &str) -> bool {
    path.to_lowercase().ends_with(".svg")
}

/// The lines of a file that are meant: `2`, `2:10`, `:10`, or between the marks of an anchor, which other tools call a
/// snippet.
fn excerpt(text: &str, part: &str) -> String {
    if part.is_empty() {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.lines().collect();
    let number = |text: &str| text.parse::<usize>().ok();
    let range = match part.split_once(':') {
        Some((start, end)) => number(start).unwrap_or(1)..=number(end).unwrap_or(lines.len()),
        None if number(part).is_some() => number(part).unwrap_or(1)..=number(part).unwrap_or(1),
        None => {
            let mut is_within = false;
            let mut kept = Vec::new();
            for line in lines {
                let is = |mark: &str| line.trim_end().ends_with(&format!("{mark}{part}"));
                if is("ANCHOR_END: ") || is("end snippet ") {
                    is_within = false;
                } else if is("ANCHOR: ") || is("start snippet ") {
                    is_within = true;
                } else if is_within && !line.contains("ANCHOR") {
                    kept.push(line);
                }
            }
            return kept.join("\n");
        }
    };
    let kept = lines.iter().enumerate().filter(|(at, _)| range.contains(&(at + 1))).map(|(_, line)| *line);
    kept.collect::<Vec<_>>().join("\n")
}

/// What a line of code begins with that puts a file in, and what it ends with.
const IN_CODE: &[(&str, &str)] = &[
    ("{{#include ", "}}"),
    ("{{#rustdoc_include ", "}}"),
    ("{{#playground ", "}}"),
    ("--8<-- \"", "\""),
    ("{{< include ", ">}}"),
    ("{::include ", "}"),
    ("{::include-nested ", "}"),
    ("<{{", "}}"),
];

/// Code with the files that its lines put in.
pub(super) fn in_code(body: &str, context: &mut Context) -> String {
    let lines = body.lines().map(|line| {
        let text = line.trim();
        let inner = IN_CODE.iter().find_map(|(start, end)| text.strip_prefix(start)?.strip_suffix(end));
        inner.map_or_else(|| line.to_owned(), |named| code(named, context).unwrap_or_else(|mark| mark + line))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of a file that are meant, as code; the mark of a remark if it cannot be had.
pub(super) fn code(named: &str, context: &mut Context) -> Result<String, String> {
    let bare = named.trim().trim_matches(['"', '\'']);
    let (path, part) = bare.split_once(':').unwrap_or((bare, ""));
    let text = text_of(&located(path, context), context);
    let text = text.map(|text| excerpt(&text, part).trim_end().to_owned());
    text.map_err(|why| untold(bare, &why, context))
}

/// Marks the place of a file that cannot be had.
fn untold(named: &str, why: &str, context: &mut Context) -> String {
    let remark = Remark::to_do(format!("a file that is put in: `{named}` ({why})"), "Write here what it says.");
    context.sum(remark.one_of("files that are put in and cannot be had").without(format!("{named}: {why}")))
}

/// What a line of text begins with that puts a file in, and what it ends with.
const IN_TEXT: &[(&str, &str)] = &[
    ("{{#include ", "}}"),
    ("{{#rustdoc_include ", "}}"),
    ("{{< include ", ">}}"),
    ("{{% include ", "%}}"),
    ("{::include ", "}"),
    ("{!", "!}"),
    ("{{!", "!}}"),
    ("--8<-- ", ""),
    ("!include ", ""),
    ("<!--#include file=", "-->"),
    ("@include ", ""),
];

/// What a line that puts a file in becomes; [`None`] if it is no such line.
pub(super) fn line(line: &str, context: &mut Context, depth: usize, is_inner: bool) -> Option<String> {
    let text = line.trim();
    let named = IN_TEXT.iter().find_map(|(start, end)| {
        let inner = text.strip_prefix(start)?.strip_suffix(end)?;
        (!inner.contains(start)).then_some(inner.trim())
    })?;
    Some(file(named, context, depth, is_inner))
}
