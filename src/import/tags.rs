//! Commands of templates, `{% name … %}`, as Jekyll, GitBook, Manubot and others let them stand in Markdown: what they
//! print where that is known, else the text between them.
//!
//! Sources: the manuals of Liquid, <https://shopify.github.io/liquid/>, of Jekyll,
//! <https://jekyllrb.com/docs/liquid/tags/>, of GitBook, <https://gitbook.com/docs/creating-content/blocks>, and of
//! jekyll-scholar.

use super::attributes::Attributes;
use super::context::Context;
use super::remark::{Remark, is_mark};
use super::scan::{self, Piece};

/// What a command, or the end of one, becomes.
enum Becomes {
    /// Markdown that other tools have for it, wherever it stands.
    Words(String),
    /// Markdown that means something on a line of its own alone.
    Line(String),
    /// Nothing: what stands between it and its end stays.
    Nothing,
    /// It is not known what it prints.
    Unknown,
}

/// Commands that decide what is printed: their lines part no paragraph.
const FLOW: &[&str] = &[
    "if",
    "elsif",
    "elif",
    "else",
    "unless",
    "case",
    "when",
    "assign",
    "set",
    "capture",
    "increment",
    "decrement",
    "cycle",
    "for",
    "tablerow",
    "macro",
    "comment",
];

/// Blocks that print nothing themselves.
const SILENT: &[&str] = &[
    "tabs",
    "stepper",
    "step",
    "columns",
    "column",
    "content-ref",
    "code",
    "block",
    "extends",
    "import",
    "layout",
    "liquid",
    "filter",
    "with",
    "trans",
    "swagger-response",
    "updates",
    "update",
    "reusable",
];

/// Boxes, by their names.
const BOXES: &[&str] =
    &["note", "tip", "warning", "important", "caution", "danger", "info", "alert", "callout", "details", "admonition"];

const QUOTES: &[&str] = &["quote", "blockquote"];

/// Commands that are read with all that stands before their ends: text that is one only with values that are not here,
/// what is no text, code.
const WHOLE: &[&str] = &["for", "tablerow", "macro", "comment", "highlight"];

/// No command is longer, in bytes.
const MAX_TAG: usize = 4 << 10;

/// What is done about a command that means something on a line of its own alone.
const ALONE: &str = "Write here what it prints: only on a line of its own it is understood.";

/// Whether a command ends what another began.
fn is_end(name: &str) -> bool {
    name.starts_with("end") || name.starts_with('/')
}

/// A command in a text.
struct Tag<'t> {
    name: &'t str,
    rest: &'t str,
    written: &'t str,
}

/// What is written while a text is read.
struct Reading<'c, 'a> {
    context: &'c mut Context<'a>,
    out: String,
    is_raw: bool,
    whole: Option<Whole>,
    /// Names of commands that were found to have no end.
    unclosed: Vec<String>,
    /// Whether a comment of Jinja was found to have no end: no other has one further down.
    has_open_comment: bool,
}

/// A command with all up to its end: how many of its name are open, and what stands so far.
struct Whole {
    name: String,
    open: usize,
    opening: String,
    inner: String,
}

/// The text without commands.
pub(super) fn translate(text: &str, context: &mut Context) -> String {
    if !text.contains("{%") && !text.contains("{##") {
        return text.to_owned();
    }
    let out = String::with_capacity(text.len());
    let mut reading =
        Reading { context, out, is_raw: false, whole: None, unclosed: Vec::new(), has_open_comment: false };
    let mut text = text.to_owned();
    loop {
        for piece in scan::pieces(&text) {
            match piece {
                Piece::Text(range) => reading.passage(&text[range]),
                Piece::Opaque(range) => reading.push(&text[range]),
            }
        }
        // What nothing closes is read again, as what stands behind a command that is not known.
        let Some(whole) = reading.whole.take() else { return reading.out };
        reading.unknown(&whole.opening);
        reading.unclosed.push(whole.name);
        text = whole.inner;
    }
}

impl Reading<'_, '_> {
    fn push(&mut self, text: &str) {
        match &mut self.whole {
            Some(whole) => whole.inner.push_str(text),
            None => self.out.push_str(text),
        }
    }

    fn passage(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (before, behind) = rest.split_at(next(rest));
            match self.is_raw {
                true => self.push(&before.replace("{{", "\\{\\{")),
                false => self.push(before),
            }
            rest = behind;
            match read(rest) {
                Some(tag) => {
                    rest = &rest[tag.written.len()..];
                    let length = self.out.len();
                    self.tag(&tag, rest);
                    // The line of what prints nothing goes, so that it parts no paragraph.
                    let end = rest.find('\n').filter(|end| rest[..*end].trim().is_empty() && self.whole.is_none());
                    let is_flow = FLOW.contains(&tag.name.trim_start_matches("end"));
                    let is_silent = is_flow && self.out[length..].chars().all(is_mark);
                    let begins_line = self.out[..length].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
                    if let Some(end) = end.filter(|_| is_silent && begins_line) {
                        rest = &rest[end + 1..];
                    }
                }
                None => {
                    let length = match self.comment(rest) {
                        Some(length) => length,
                        None => {
                            let length = rest.chars().next().map_or(0, |first| code_or(rest, first.len_utf8()));
                            self.push(&rest[..length]);
                            length
                        }
                    };
                    rest = &rest[length..];
                }
            }
        }
    }

    /// `{## … ##}` of Jinja as a comment of ours: its length, if the text begins with one.
    fn comment(&mut self, rest: &str) -> Option<usize> {
        let inner = rest.strip_prefix("{##").filter(|_| !self.has_open_comment && !self.is_raw)?;
        let end = inner.find("##}");
        self.has_open_comment = end.is_none();
        let end = end?;
        self.push(&commented(&inner[..end]));
        Some(end + "{####}".len())
    }

    fn tag(&mut self, tag: &Tag, rest: &str) {
        if let Some(whole) = &mut self.whole {
            if tag.name == whole.name {
                whole.open += 1;
            } else if tag.name.strip_prefix("end") == Some(&whole.name) {
                whole.open -= 1;
            }
            if whole.open > 0 {
                return whole.inner.push_str(tag.written);
            }
            if let Some(whole) = self.whole.take() {
                self.ended(whole, tag.written);
            }
            return;
        }
        // In a quotation, too.
        let is_before = |one: char| one.is_whitespace() || one == '>';
        let is_alone = self.out.rsplit('\n').next().unwrap_or_default().trim_matches(is_before).is_empty()
            && rest.split('\n').next().unwrap_or_default().trim().is_empty();
        match tag.name {
            "raw" | "verbatim" => self.is_raw = true,
            "endraw" | "endverbatim" => self.is_raw = false,
            _ if self.is_raw => self.out.push_str(&tag.written.replace("{%", "\\{%")),
            // What stands below a condition of the tool is about how its text was made.
            name if (WHOLE.contains(&name) || name == "if" && tag.rest.contains("manubot."))
                && !self.unclosed.iter().any(|own| own == name) =>
            {
                let (name, opening) = (name.to_owned(), tag.written.to_owned());
                self.whole = Some(Whole { name, open: 1, opening, inner: String::new() });
            }
            _ => match becomes(tag) {
                Becomes::Line(line) if is_alone => self.out.push_str(&line),
                Becomes::Line(line) if line.starts_with("**") => self.out.push_str(line.trim_end()),
                Becomes::Words(words) => self.out.push_str(&words),
                Becomes::Line(_) if !is_end(tag.name) => {
                    let remark = Remark::to_do("a command of a template in the midst of a line", ALONE);
                    let remark = remark.one_of("commands of a template in the midst of lines").without(tag.written);
                    self.out.push_str(&self.context.sum(remark));
                }
                Becomes::Line(_) | Becomes::Nothing => {}
                Becomes::Unknown => self.unknown(tag.written),
            },
        }
    }

    fn unknown(&mut self, written: &str) {
        let remark = Remark::to_know("a command of a template", "Write what it prints, if anything.");
        let remark = remark.one_of("commands of a template").without(written);
        self.out.push_str(&self.context.sum(remark));
    }

    /// What a command with all up to its end becomes.
    fn ended(&mut self, whole: Whole, end: &str) {
        let Whole { name, opening, inner, .. } = whole;
        let written = match name.as_str() {
            "comment" => commented(&inner),
            "highlight" => {
                let language = read(&opening).and_then(|tag| tag.rest.split_whitespace().next()).unwrap_or_default();
                scan::code_block(language, inner.trim_matches('\n'))
            }
            _ => {
                let remark =
                    Remark::to_know("a passage that a template fills in", "Write what it prints, if anything.");
                let remark = remark.one_of("passages that a template fills in");
                self.context.sum(remark.without(format!("{opening}{inner}{end}")))
            }
        };
        self.out.push_str(&written);
    }
}

fn commented(inner: &str) -> String {
    format!("<!-- {} -->", inner.trim().replace("--", "–"))
}

/// Where the next command or comment, or code in which there is none, begins.
fn next(text: &str) -> usize {
    let is_one = |(at, sign): &(usize, &str)| *sign == "`" || text[at + 1..].starts_with(['%', '#']);
    text.match_indices(['{', '`']).find(is_one).map_or(text.len(), |(at, _)| at)
}

/// The bytes of the code that a text begins with, else `least`.
fn code_or(text: &str, least: usize) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    scan::code_span(text).map_or(least.max(marks), |(length, _)| length)
}

fn read(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix("{%")?;
    // `{%}` is a sign of its own.
    let end = inner[..inner.floor_char_boundary(MAX_TAG)].find("%}")?;
    let body = inner[..end].trim_start_matches(['-', '+', '~']).trim_end_matches(['-', '+', '~']).trim();
    let (name, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let is_name = name.starts_with(|one: char| one.is_ascii_alphabetic() || one == '/')
        && name.chars().all(|one| one.is_ascii_alphanumeric() || "-_/.".contains(one));
    is_name.then_some(Tag { name, rest: rest.trim(), written: &text[..end + 4] })
}

fn becomes(tag: &Tag) -> Becomes {
    use Becomes::{Line, Words};
    let attributes = Attributes::read(tag.rest);
    let get = |names: &[&str]| names.iter().find_map(|name| attributes.get(name)).unwrap_or_default().to_owned();
    let opened = tag.name.strip_prefix("end").or_else(|| tag.name.strip_prefix('/'));
    if let Some(opened) = opened {
        return match opened {
            name if BOXES.contains(&name) || QUOTES.contains(&name) || name == "hint" => Line(":::".to_owned()),
            "math" | "katex" => Line("$$".to_owned()),
            _ => Becomes::Nothing,
        };
    }
    match tag.name {
        "hint" => {
            let style = get(&["style", "type"]);
            let name = match style.as_str() {
                "success" => "tip",
                "danger" => "caution",
                "warning" | "working" => "warning",
                _ => "note",
            };
            Line(format!("::: {name}"))
        }
        name if QUOTES.contains(&name) => Line("::: quote".to_owned()),
        name if BOXES.contains(&name) => {
            let title = get(&["title", "header", "name", "summary"]);
            let title = if title.is_empty() { quoted(tag.rest).unwrap_or_default() } else { title };
            let braces = super::attributes::written(None, &[("title", &title)]);
            Line(if braces.is_empty() { format!("::: {name}") } else { format!("::: {{.{name} {}", &braces[1..]) })
        }
        "tab" | "code" | "tabItem" | "step" | "prompt" => {
            let title = get(&["title", "label", "name"]);
            let title = if title.is_empty() { quoted(tag.rest).unwrap_or_default() } else { title };
            if title.is_empty() { Becomes::Nothing } else { Line(format!("**{}**\n", scan::literal(&title))) }
        }
        "embed" | "file" | "content-ref" | "gist" | "youtube" | "video" | "vimeo" | "link_card" => {
            let address = get(&["url", "src", "href"]);
            let caption = get(&["caption", "title"]);
            match (address.starts_with("http"), caption.is_empty()) {
                (true, true) => Words(format!("<{address}>")),
                (true, false) => Words(format!("[{}]({address})", scan::literal(&caption))),
                // The link to it stands between.
                (false, _) if tag.name == "content-ref" => Becomes::Nothing,
                (false, _) => Becomes::Unknown,
            }
        }
        "math" | "katex" => Line("$$".to_owned()),
        "cite" | "quote_cite" => {
            let keys: Vec<String> = tag
                .rest
                .split_whitespace()
                .take_while(|key| !key.starts_with('-'))
                .map(|key| format!("@{key}"))
                .collect();
            if keys.is_empty() { Becomes::Unknown } else { Words(format!("[{}]", keys.join("; "))) }
        }
        "bibliography" => Line("::: {#refs}\n:::".to_owned()),
        "toc" => Line("[[toc]]".to_owned()),
        "link" | "post_url" => Words(format!("/{}", tag.rest.trim_matches(['"', '\'']))),
        "include-markdown" => match quoted(tag.rest) {
            Some(path) => Line(format!("{{{{#include {path}}}}}")),
            None => Becomes::Unknown,
        },
        "include" | "include_relative" | "figure" | "image" | "img" | "responsive_image" => included(tag, &attributes),
        name if FLOW.contains(&name) || SILENT.contains(&name) => Becomes::Nothing,
        _ => Becomes::Unknown,
    }
}

/// `{% include figure.html src="map.png" caption="…" %}` is an image, `{% include_relative part.md %}` a text.
fn included(tag: &Tag, attributes: &Attributes) -> Becomes {
    let (first, _) = tag.rest.split_once(char::is_whitespace).unwrap_or((tag.rest, ""));
    let is_image = |value: &str| {
        let lower = value.to_lowercase();
        [".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"].iter().any(|ending| lower.ends_with(ending))
    };
    let image = attributes.pairs.iter().map(|(_, value)| value.as_str()).find(|value| is_image(value));
    if let Some(image) = image.or(Some(first.trim_matches(['"', '\''])).filter(|first| is_image(first))) {
        let get = |names: &[&str]| names.iter().find_map(|name| attributes.get(name)).unwrap_or_default();
        let (alt, caption) = (get(&["alt", "description"]), get(&["caption", "title", "text", "desc"]));
        let braces = super::attributes::written(None, &[("alt", alt)]);
        return Becomes::Words(format!("![{}](<{image}>){braces}", if caption.is_empty() { alt } else { caption }));
    }
    match first.rsplit_once('.').map(|(_, ending)| ending) {
        // Jekyll has its parts in a folder of their own, and no quotation marks.
        Some("md\"" | "md'") => Becomes::Line(format!("{{{{#include {}}}}}", quoted(tag.rest).unwrap_or_default())),
        Some("md" | "markdown") if tag.name == "include_relative" => Becomes::Line(format!("{{{{#include {first}}}}}")),
        Some("md" | "markdown") => Becomes::Line(format!("{{{{#include /_includes/{first}}}}}")),
        _ if first.contains("toc") => Becomes::Line("[[toc]]".to_owned()),
        _ => Becomes::Unknown,
    }
}

fn quoted(rest: &str) -> Option<String> {
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}
