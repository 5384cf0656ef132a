//! HTML that has an equivalent: links, images, tables, lists, quotations, and frames that print nothing themselves.
//!
//! Simple marks (`<b>`, `<sub>`, `<br>`) are left to the fixes of [`markdown`](crate::markdown), which knows them.

mod images;
mod lists;
mod tables;
mod tags;

use super::context::{self, Context};
use super::remark::Remark;
use super::scan::{self, Piece};
use crate::markdown::html::is_element;

use tags::{Tag, inner};

/// Elements that are no more than frames, or only change a look.
const FRAMES: &[&str] = &[
    "div", "span", "section", "article", "main", "header", "footer", "nav", "aside", "center", "font", "small", "big",
    "details", "figure", "picture", "tbody", "thead", "label", "abbr", "acronym", "time", "address", "nobr", "bdi",
    "bdo", "ruby", "rb", "form", "button", "body", "html", "u", "ins", "hgroup", "search", "meta", "link", "source",
    "wbr", "col", "colgroup", "clear", "base", "data", "tt-", "xref-",
];
/// Those of them that part no paragraph.
const IN_LINE: &[&str] = &[
    "span", "font", "small", "big", "label", "abbr", "acronym", "time", "nobr", "bdi", "bdo", "ruby", "rb", "u", "ins",
    "wbr", "button", "data",
];
/// Elements of which nothing is read.
const UNREAD: &[&str] = &["style", "script", "noscript", "template", "head", "svg", "canvas", "map", "rp"];
/// Elements that a browser shows.
const SHOWN: &[&str] = &["iframe", "video", "audio", "embed", "object"];

/// Translates the HTML of a text, where it is no code.
pub(super) fn translate(text: &str, context: &mut Context) -> String {
    let pieces = scan::pieces(text).into_iter().map(|piece| match piece {
        Piece::Text(range) => lines(&text[range], context),
        Piece::Opaque(range) => text[range].to_owned(),
    });
    pieces.collect()
}

/// A row of a table stays on its line, whatever stands in it.
fn lines(text: &str, context: &mut Context) -> String {
    let is_row = |line: &str| line.starts_with('|') && line.contains('<') && line.trim_end().ends_with('|');
    let (mut out, mut start, mut at) = (String::with_capacity(text.len()), 0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if is_row(line) {
            out.push_str(&elements(&text[start..at], context));
            let row = elements(line.trim_end(), context);
            let parts = row.split('\n').map(str::trim).filter(|part| !part.is_empty());
            // Items stand below each other.
            let parts = parts.map(|part| part.strip_prefix("- ").map_or(part.to_owned(), |item| format!("– {item}")));
            let row = parts.collect::<Vec<_>>().join("<br>");
            out.push_str(&row.replace("|<br>", "| ").replace("<br>|", " |"));
            out.push_str(&line[line.trim_end().len()..]);
            start = end;
        }
        at = end;
    }
    out + &elements(&text[start..], context)
}

/// Elements within elements: what nests deeper stays as it is typed.
const MAX_NEST: usize = 40;

fn elements(text: &str, context: &mut Context) -> String {
    if context.nest >= MAX_NEST {
        return text.to_owned();
    }
    context.nest += 1;
    let out = own_elements(text, context);
    context.nest -= 1;
    out
}

fn own_elements(text: &str, context: &mut Context) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '`', '\\']) {
        let start = at + found;
        out.push_str(&text[at..start]);
        let rest = &text[start..];
        if let Some(behind) = rest.strip_prefix('\\') {
            let length = 1 + behind.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            at = start + length;
            continue;
        }
        if rest.starts_with('`') {
            let length = scan::code_span(rest).map_or(1, |(length, _)| length);
            out.push_str(&rest[..length]);
            at = start + length;
            continue;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(rest.len(), |end| 4 + end + 3);
            // A comment beside text goes; nothing of it was read.
            let remark = Remark::to_know("a comment in the midst of text, left out", "It is not printed anywhere.");
            out.push_str(&context.mark(remark.without(&rest[..end])));
            at = start + end;
            continue;
        }
        let is_code = is_indented(&out);
        match Tag::read(rest).filter(|_| !is_code) {
            Some(tag) => at = start + element(&tag, rest, &mut out, context),
            None => {
                out.push('<');
                at = start + 1;
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a line so far is text so far in that it may be code.
fn is_indented(before: &str) -> bool {
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let is_below_blank = above.is_empty() || above.ends_with('\n');
    line.starts_with("    ") && !line.trim().is_empty() && is_below_blank
}

/// Writes what stands for an element, and says how many bytes of `rest` that was.
fn element(tag: &Tag, rest: &str, out: &mut String, context: &mut Context) -> usize {
    let name = tag.name.as_str();
    // An element with its content.
    let whole = |own: &str| tags::bounded(&rest[tag.length..], own, &context.found.in_vain);
    match name {
        "a" if !tag.is_end => {
            let Some((content, length)) = whole("a") else { return keep_label(tag, out) };
            let content = elements(content, context);
            anchor(tag, content.trim(), out);
            let title = tags::decoded(tag.get("title").unwrap_or_default());
            let is_told = content.contains(title.trim()) || tag.get("href").is_some_and(|address| address == title);
            if !is_told {
                let remark = Remark::to_know("the title of a link", "Say it in the text if it matters.");
                out.push_str(&context.sum(remark.one_of("titles of links").without(title)));
            }
            tag.length + length
        }
        "img" => {
            images::image(tag, "", out, context);
            tag.length
        }
        "table" if !tag.is_end => match whole("table") {
            Some((content, length)) => {
                let id = tag.get("id").or_else(|| tag.get("anchor"));
                let id = id.filter(|id| !id.is_empty() && !id.contains(|one: char| one.is_whitespace() || one == '}'));
                let table = tables::written(content, id, |cell| elements(cell, context));
                block(out, &table);
                tag.length + length
            }
            None => keep(tag, rest, out),
        },
        "pre" if !tag.is_end => match whole("pre") {
            Some((content, length)) => {
                let code = tags::decoded(&tags::stripped(content));
                block(out, &scan::code_block("", code.trim_matches('\n')));
                tag.length + length
            }
            None => keep(tag, rest, out),
        },
        "ul" | "ol" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                let list = lists::written(content, name == "ol", tag.get("start"), context);
                block(out, &list);
                tag.length + length
            }
            None => tag.length,
        },
        "dl" | "dt" | "dd" => {
            match name {
                "dt" if !tag.is_end => out.push_str("\n\n"),
                "dd" if !tag.is_end => out.push_str("\n: "),
                _ => {}
            }
            tag.length
        }
        // A paragraph, and a person, of xml2rfc.
        "t" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                out.push_str(elements(content, context).trim());
                tag.length + length
            }
            None => keep(tag, rest, out),
        },
        // What an editor remarks on a draft.
        "cref" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                let todo = "Write it into a note, `[^name]`, or into a comment, `<!-- … -->`, if it matters.";
                let words = tags::decoded(&tags::stripped(content));
                let by = tag.get("source").map_or(String::new(), |source| format!("{source}: "));
                if matches!(rest.as_bytes().get(tag.length + length), None | Some(b'\n')) {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                let remark = Remark::to_know("a remark of an editor (`<cref>`), left out", todo);
                out.push_str(&context.mark(remark.without(by + words.trim())));
                tag.length + length
            }
            None => keep(tag, rest, out),
        },
        "contact" if tag.has("fullname") || tag.is_end => {
            out.push_str(tag.get("fullname").unwrap_or_default());
            tag.length
        }
        "blockquote" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                let content = elements(content, context);
                let lines = content.trim().lines().map(|line| format!("> {}", line.trim()).trim_end().to_owned());
                block(out, &lines.collect::<Vec<_>>().join("\n"));
                tag.length + length
            }
            None => tag.length,
        },
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                let mut own = String::new();
                keep_label(tag, &mut own);
                let content = own + &elements(content, context);
                let title = content.split_whitespace().collect::<Vec<_>>().join(" ");
                let level = name[1..].parse().unwrap_or(1);
                if !title.is_empty() {
                    block(out, &format!("{} {title}", "#".repeat(level)));
                }
                tag.length + length
            }
            None => tag.length,
        },
        "figure" if !tag.is_end && images::of_figure(whole("figure").map_or("", |(content, _)| content)).is_some() => {
            let Some((content, length)) = whole("figure") else { return tag.length };
            if let Some((picture, caption)) = images::of_figure(content) {
                let caption = elements(caption, context).split_whitespace().collect::<Vec<_>>().join(" ");
                let mut own = String::new();
                keep_label(tag, &mut own);
                images::image(&picture, &caption, &mut own, context);
                block(out, &own);
            }
            tag.length + length
        }
        "summary" | "figcaption" | "legend" | "caption" if !tag.is_end => match whole(name) {
            Some((content, length)) => {
                let content = elements(content, context);
                let words = content.split_whitespace().collect::<Vec<_>>().join(" ");
                let words =
                    ["<b>", "</b>", "<strong>", "</strong>"].iter().fold(words, |words, tag| words.replace(tag, ""));
                let marks = if name == "summary" && !words.contains('*') { "**" } else { "" };
                block(out, &format!("{marks}{words}{marks}"));
                tag.length + length
            }
            None => tag.length,
        },
        "q" => {
            out.push(if tag.is_end { '”' } else { '“' });
            tag.length
        }
        "p" => {
            if !out.ends_with("\n\n") {
                out.push_str("\n\n");
            }
            tag.length + usize::from(rest[tag.length..].starts_with('\n'))
        }
        // An item whose list is not closed.
        "li" => {
            out.push_str(if tag.is_end { "" } else { "\n- " });
            tag.length
        }
        // Browsers take it for the other.
        "br" if tag.is_end => {
            out.push_str("<br>");
            tag.length
        }
        "hr" => {
            out.push_str("\n\n");
            tag.length
        }
        "input" => {
            if tag.get("type") == Some("checkbox") {
                out.push_str(if tag.has("checked") { "☑" } else { "☐" });
            }
            tag.length
        }
        _ if UNREAD.contains(&name) && !tag.is_end => {
            let length = whole(name).map_or(0, |(_, length)| length);
            if name == "svg" {
                let todo = "Save it as a file below `sections/`, and write `![caption](drawing.svg){alt=\"…\"}`.";
                let remark = Remark::to_do("a drawing that was written into the text", todo);
                out.push_str(&context.mark(remark.without(tags::stripped(&rest[..tag.length + length]))));
            }
            tag.length + length
        }
        _ if SHOWN.contains(&name) && !tag.is_end => {
            let content = whole(name);
            let source = tag.get("src").or(tag.get("data")).unwrap_or_default();
            let what = format!("`<{name}>`, which a browser shows");
            out.push_str(&context.mark(match source.starts_with("http") {
                true => Remark::to_know(what, "A link to it is printed."),
                false => Remark::to_do(what, "Print an image of it, or link to it."),
            }));
            if source.starts_with("http") {
                out.push_str(&format!("<{source}>"));
            } else if !source.is_empty() {
                out.push_str(&scan::literal(source));
            }
            let words = content.map(|(content, _)| tags::stripped(content)).unwrap_or_default();
            out.push_str(words.trim());
            tag.length + content.map_or(0, |(_, length)| length)
        }
        "div" | "aside" | "section" if !tag.is_end && box_name(tag).is_some() => {
            let name = box_name(tag).unwrap_or_default();
            let Some((content, length)) = whole(&tag.name) else { return tag.length };
            let content = elements(content, context);
            block(out, &format!("::: {{.{name}}}\n{}\n:::", content.trim()));
            tag.length + length
        }
        _ if FRAMES.contains(&name) => {
            if !tag.is_end {
                keep_label(tag, out);
            }
            let long = tag.get("title").filter(|long| !long.is_empty() && matches!(name, "abbr" | "acronym"));
            if let Some(long) = long {
                let short = whole(name).map_or("", |(content, _)| content);
                let todo = "Say it in the text, or below `[abbreviations]` in paper.toml.";
                let remark = Remark::to_know("the long form of an abbreviation", todo).one_of("long forms");
                out.push_str(&context.sum(remark.without(format!("{short}: {long}"))));
            }
            let style = tag.get("style").unwrap_or_default();
            if style.contains("page-break") || style.contains("break-before") {
                context.found.new_page = true;
            }
            let is_block = !IN_LINE.contains(&name);
            // A frame ends the paragraph; text may follow in its line.
            let is_alone = out.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
            if is_block && !(is_alone && rest[tag.length..].starts_with('\n')) {
                out.push_str("\n\n");
                return tag.length + blanks(&rest[tag.length..]);
            }
            if is_block && is_alone {
                let pad = out.rsplit('\n').next().map_or(0, str::len);
                out.truncate(out.len() - pad);
            }
            tag.length
        }
        _ if !tag.is_end && !is_element(name) => {
            // A name in angle brackets that nothing closes is meant as it is typed.
            let near = rest.get(..tag.length + MAX_UNKNOWN).unwrap_or(rest);
            let Some((content, length)) = inner(&near[tag.length..], name) else { return keep(tag, rest, out) };
            let remark = Remark::to_know(format!("`<{name}>`, printed as its words"), "See whether they read well.");
            let remark = remark.one_of("elements that are none of HTML, printed as their words").naming(name);
            let own = &rest[..tag.length];
            let remark = if own.contains('=') { remark.without(own) } else { remark };
            out.push_str(&context.sum(remark));
            keep_label(tag, out);
            out.push_str(&elements(content, context));
            tag.length + length
        }
        _ => keep(tag, rest, out),
    }
}

/// An element that is none of HTML is no longer.
const MAX_UNKNOWN: usize = 16 << 10;

/// The class of an element that is a box.
fn box_name(tag: &Tag) -> Option<String> {
    let classes = tag.get("class")?.split_whitespace().map(|class| class.trim_start_matches("alert-").to_lowercase());
    classes
        .into_iter()
        .find(|class| ["note", "tip", "info", "warning", "caution", "danger", "important"].contains(&class.as_str()))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// What another stage has to do with.
fn keep(tag: &Tag, rest: &str, out: &mut String) -> usize {
    out.push_str(&rest[..tag.length]);
    tag.length
}

/// A block between blank lines.
fn block(out: &mut String, text: &str) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
    }
    out.push_str(text);
    out.push_str("\n\n");
}

/// Notes the label of an element where it stands.
fn keep_label(tag: &Tag, out: &mut String) -> usize {
    if let Some(id) = tag.get("id").or_else(|| tag.get("name").filter(|_| tag.name == "a"))
        && !id.is_empty()
        && !id.contains(['\n', '<'])
    {
        out.push_str(&context::anchor(id));
    }
    tag.length
}

fn anchor(tag: &Tag, content: &str, out: &mut String) {
    let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
    match tag.get("href") {
        Some(address) if !content.is_empty() => {
            keep_label(tag, out);
            let address = tags::decoded(address);
            let address = if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address };
            let inner =
                if content.starts_with("![") { content } else { content.replace('[', "\\[").replace(']', "\\]") };
            out.push_str(&format!("[{inner}]({address})"));
        }
        _ => {
            keep_label(tag, out);
            out.push_str(&content);
        }
    }
}

/// A text without its tags.
pub(super) fn stripped(text: &str) -> String {
    tags::stripped(text)
}
