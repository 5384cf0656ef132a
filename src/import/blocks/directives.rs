//! Directives of MyST, between colons or backticks: `{name} argument`, options, content.

use super::super::attributes::{self, Attributes};
use super::super::context::resolve;
use super::super::meta::{Value, yaml};
use super::super::remark::Remark;
use super::boxes::box_of;
use super::tables::Grid;
use super::{Blocks, excerpts, figures, lists};

/// Those that print nothing of their own.
const SILENT: &[&str] =
    &["index", "only", "raw", "role", "default-role", "currentmodule", "highlight", "meta", "anywidget"];
/// Those that have no place for a label: what leads to them leads to the heading above.
const UNLABELLED: &[&str] = &[
    "include",
    "toctree",
    "tableofcontents",
    "contents",
    "bibliography",
    "footbibliography",
    "epigraph",
    "pull-quote",
    "highlights",
    "blockquote",
    "quote",
    "glossary",
    "embed",
    "iframe",
    "video",
    "youtube",
    "tab-item",
    "group-tab",
    "tab",
    "grid-item-card",
    "card",
    "button-link",
    "button-ref",
];
/// Those that are mere frames around what they hold.
const FRAMES: &[&str] =
    &["tab-set", "grid", "container", "div", "rst-class", "class", "hlist", "grid-item", "center", "compound", "tabs"];

/// Name and argument, if what stands behind a fence opens a directive that is known.
pub(super) fn opening(info: &str) -> Option<(&str, &str)> {
    any(info).filter(|(name, _)| is_known(name))
}

/// Name and argument, if what stands behind a fence can open a directive, though it may be one of an extension.
pub(super) fn any(info: &str) -> Option<(&str, &str)> {
    let (name, argument) = info.strip_prefix('{')?.split_once('}')?;
    let mut letters = name.chars();
    let is_name = letters.next().is_some_and(|first| first.is_ascii_lowercase())
        && letters.all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | ':' | '_'));
    is_name.then_some((name, argument.trim()))
}

fn is_known(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "figure",
        "image",
        "table",
        "list-table",
        "csv-table",
        "code",
        "code-block",
        "code-cell",
        "jupyter-execute",
        "sourcecode",
        "math",
        "include",
        "literalinclude",
        "toctree",
        "tableofcontents",
        "contents",
        "bibliography",
        "epigraph",
        "pull-quote",
        "highlights",
        "blockquote",
        "tab-item",
        "group-tab",
        "tab",
        "card",
        "button-link",
        "button-ref",
        "grid-item-card",
        "glossary",
        "rubric",
        "iframe",
        "video",
        "youtube",
        "embed",
        "mermaid",
        "parsed-literal",
        "eval-rst",
        "warning",
        "footbibliography",
        "subfigure",
        "quote",
    ];
    NAMES.contains(&name) || FRAMES.contains(&name) || SILENT.contains(&name) || box_of(name).is_some()
}

/// The options at the top of a directive, and what stands below them.
fn options(body: &str) -> (Value, String) {
    let lines: Vec<&str> = body.lines().collect();
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let rest = |from: usize| lines.get(from..).unwrap_or_default().join("\n");
    if lines.get(first).is_some_and(|line| line.trim() == "---")
        && let Some(length) = lines[first + 1..].iter().position(|line| line.trim() == "---")
    {
        let inner = lines[first + 1..first + 1 + length].join("\n");
        return (yaml::read(&inner), rest(first + length + 2));
    }
    let mut pairs: Vec<(String, Value)> = Vec::new();
    let mut at = first;
    while let Some(line) = lines.get(at) {
        let text = line.trim();
        match text.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
            Some((key, value)) if !key.is_empty() && !key.contains(char::is_whitespace) => {
                pairs.push((key.to_owned(), Value::Text(value.trim().to_owned())));
            }
            // A value may go on further in.
            None if line.starts_with("  ")
                && !text.is_empty()
                && pairs.last().is_some_and(|(key, _)| !matches!(key.as_str(), "label" | "name")) =>
            {
                if let Some((_, Value::Text(value))) = pairs.last_mut() {
                    *value = format!("{value} {text}");
                }
            }
            _ => break,
        }
        at += 1;
    }
    (Value::Map(pairs), rest(at))
}

impl Blocks<'_, '_, '_> {
    pub(super) fn directive(&mut self, name: &str, argument: &str, body: &str, indent: usize) {
        let (options, content) = options(body);
        let get = |key: &str| options.get(key).and_then(Value::text).unwrap_or_default().to_owned();
        let id = [get("name"), get("label")].into_iter().find(|id| !id.is_empty());
        let id = id.or_else(|| self.context.found.pending.take());
        let label = |own: &mut Self| id.as_deref().and_then(|id| own.context.label(id));
        if let Some(id) = id.as_deref().filter(|_| UNLABELLED.contains(&name) || SILENT.contains(&name)) {
            self.lead_to_heading(id);
        }
        match name {
            "figure" if argument.is_empty() => {
                let attributes = Attributes { id, ..Attributes::default() };
                self.captioned_div(&attributes, &content, indent);
            }
            "figure" | "image" => {
                let label = label(self);
                let caption = content.trim();
                let (caption, legend) = caption.split_once("\n\n").unwrap_or((caption, ""));
                let given = if caption.is_empty() { get("caption") } else { caption.to_owned() };
                let given = given.split_whitespace().collect::<Vec<_>>().join(" ");
                let pairs = [("alt", get("alt")), ("width", figures::width(&get("width")).unwrap_or_default())];
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
                let braces = attributes::written(label.as_deref(), &pairs);
                let legend = self.inner(legend, true);
                self.push_block(&format!("![{given}](<{argument}>){braces}\n\n{legend}"), indent);
            }
            "table" => {
                let label = label(self);
                let inner = self.inner(&content, true);
                let caption = if argument.is_empty() { get("caption") } else { argument.to_owned() };
                self.push_block(&figures::captioned(inner.trim(), label.as_deref(), &caption), indent);
            }
            "list-table" => {
                let label = label(self);
                self.list_table(&options, &content, (label.as_deref(), argument), indent);
            }
            "csv-table" => {
                let label = label(self);
                let named = get("header");
                let between = match get("delim").as_str() {
                    "tab" => '\t',
                    "space" => ' ',
                    other => other.chars().next().unwrap_or(','),
                };
                let file = ["file", "url"].iter().map(|key| get(key)).find(|file| !file.is_empty());
                let content = match file {
                    Some(file) => match self.text_of(&file) {
                        Some(text) => text,
                        None => {
                            self.push_missing("the file of a table", &file, indent);
                            String::new()
                        }
                    },
                    None => content,
                };
                let mut rows = csv_rows(&content, between);
                if !named.is_empty() {
                    let is_own = named.contains(between);
                    rows.splice(0..0, csv_rows(&named, if is_own { between } else { ',' }));
                }
                let header: usize = get("header-rows").parse().unwrap_or(0);
                let grid = Grid::new(rows, header > 0 || !named.is_empty());
                self.push_block(&figures::captioned(&grid.written(), label.as_deref(), argument), indent);
            }
            "code" | "code-block" | "sourcecode" | "parsed-literal" | "eval-rst" | "mermaid" => {
                let language = match (name, argument) {
                    ("eval-rst", _) => "rst",
                    ("mermaid", _) => "mermaid",
                    _ => argument,
                };
                if name == "mermaid" {
                    let mark = self.drawing("mermaid");
                    self.push_block(&mark, indent);
                }
                let text = self.code(language, content.trim_matches('\n'));
                self.listing(id.as_deref(), &get("caption"), &get("filename"), &text, indent);
            }
            // Without a kernel nothing runs it.
            "code-cell" | "jupyter-execute" if !self.context.found.has_kernel => {
                let text = self.code(argument, content.trim_matches('\n'));
                self.push_block(&text, indent);
            }
            "code-cell" | "jupyter-execute" => {
                self.cell(argument, &Attributes::default(), &options, &content, indent);
            }
            "math" => {
                self.context.found.pending = id;
                self.formula(&format!("{argument}\n{content}"), indent);
            }
            "include" => {
                let text = self.included(argument);
                self.push_block(&text, indent);
            }
            "literalinclude" => {
                let Some(code) = self.text_of(argument) else {
                    return self.push_missing("a file that is put in", argument, indent);
                };
                let text = self.code(&get("language"), &excerpts::of(&code, &options));
                self.listing(id.as_deref(), &get("caption"), "", &text, indent);
            }
            "toctree" | "tableofcontents" | "contents" => self.context.found.has_contents = true,
            "bibliography" | "footbibliography" => {
                self.context.found.lists_works = true;
                let files = argument.split_whitespace().map(|file| resolve(&self.context.path, file));
                self.context.found.bibliographies.extend(files);
                if !self.is_inner {
                    self.push_block("::: bibliography\n:::", indent);
                }
            }
            "epigraph" | "pull-quote" | "highlights" | "blockquote" | "quote" => {
                let inner = self.inner(&content, true);
                let quoted = inner.trim_matches('\n').lines().map(|line| format!("> {line}").trim_end().to_owned());
                self.push_block(&quoted.collect::<Vec<_>>().join("\n"), indent);
            }
            "glossary" => {
                let inner = self.inner(&glossary(&content), false);
                self.push_block(&inner, indent);
            }
            "rubric" => {
                let label = label(self).map(|label| format!("{{#{label}}} ")).unwrap_or_default();
                self.push_block(&format!("{label}**{argument}**"), indent);
            }
            "embed" if argument.starts_with('#') => {
                let remark = Remark::to_know(format!("what is called `{argument}`, once more"), "It is referred to.");
                let mark = self.context.sum(remark.one_of("things that are shown once more").naming(argument));
                self.push_block(&format!("{mark}[]({argument})"), indent);
            }
            "iframe" | "video" | "youtube" | "embed" => {
                self.push_missing("what a browser shows", argument, indent);
                let inner = self.inner(&content, true);
                self.push_block(&inner, indent);
            }
            _ if SILENT.contains(&name) => {
                let remark = Remark::to_know(format!("`{{{name}}}` of MyST"), "It prints nothing here.");
                let mark = self.context.mark(remark.without(format!("{argument}\n{content}")));
                self.push_block(&mark, indent);
            }
            _ if FRAMES.contains(&name) => {
                self.context.found.pending = id.filter(|_| self.context.found.pending.is_none());
                let inner = self.inner(&content, self.is_inner);
                self.push_block(&inner, indent);
            }
            "tab-item" | "group-tab" | "tab" | "grid-item-card" | "card" => {
                let title = if argument.is_empty() { String::new() } else { format!("**{argument}**\n\n") };
                // Lines between header, body and footer.
                let is_rule = |line: &&str| ["^^^", "+++"].contains(&line.trim());
                let lines = content.lines().map(|line| if is_rule(&line) { "" } else { line });
                let inner = self.inner(&lines.collect::<Vec<_>>().join("\n"), true);
                let link = linked("", &get("link"), &get("link-type"));
                self.push_block(&format!("{title}{}\n\n{link}", inner.trim_end()), indent);
            }
            "button-link" | "button-ref" => {
                let words = content.split_whitespace().collect::<Vec<_>>().join(" ");
                let kind =
                    if name == "button-ref" && get("ref-type").is_empty() { "any".to_owned() } else { get("ref-type") };
                self.push_block(&linked(&words, argument, &kind), indent);
            }
            _ => {
                let attributes = Attributes { id, ..Attributes::default() };
                // Of an extension its title says what it is, or else its name.
                let title = match box_of(name) {
                    None if argument.is_empty() => capital(&name.replace(['-', '_'], " ")),
                    _ => argument.to_owned(),
                };
                self.push_box(name, &attributes, &title, &content, indent);
            }
        }
    }

    /// What is called so is found at the heading above.
    pub(super) fn lead_to_heading(&mut self, id: &str) {
        let (path, above) = (self.context.path.clone(), self.context.found.headings);
        self.context.labels.anchor(&path, id, above);
    }

    /// Something that is named and cannot be printed.
    pub(super) fn push_missing(&mut self, what: &str, named: &str, indent: usize) {
        let is_linked = named.starts_with("http");
        let remark = match is_linked {
            true => Remark::to_know(format!("{what}: `{named}`"), "A link to it is printed."),
            false => Remark::to_do(format!("{what}: `{named}`"), "Write here what it shows, or link to it."),
        };
        let mark = self.context.mark(remark);
        let text = if is_linked { format!("<{named}>") } else { super::super::scan::literal(named) };
        self.push_block(&format!("{mark}{text}"), indent);
    }

    /// What stands in a file, if it is there and a text.
    fn text_of(&self, named: &str) -> Option<String> {
        let bytes = self.context.shelf.read(&self.context.resolve(named)).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(text.trim_start_matches('\u{feff}').replace('\r', ""))
    }

    /// The text of a file that is put in.
    pub(super) fn included(&mut self, named: &str) -> String {
        super::super::includes::file(named, self.context, self.depth, self.is_inner)
    }
}

/// A link of MyST: to an address, or to what is called so.
fn linked(words: &str, target: &str, kind: &str) -> String {
    match kind {
        _ if target.is_empty() => words.to_owned(),
        "doc" | "ref" | "any" if words.is_empty() => format!("{{{kind}}}`{target}`"),
        "doc" | "ref" | "any" => format!("{{{kind}}}`{words} <{target}>`"),
        _ if words.is_empty() => format!("<{target}>"),
        _ => format!("[{words}]({target})"),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn csv_rows(content: &str, between: char) -> Vec<Vec<String>> {
    content.lines().filter(|line| !line.trim().is_empty()).map(|line| csv_row(line, between)).collect()
}

fn csv_row(line: &str, between: char) -> Vec<String> {
    let (mut cells, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(one) = rest.next() {
        match one {
            '"' if is_quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            '\\' if rest.peek() == Some(&between) => cell.extend(rest.next()),
            one if one == between && !is_quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(one),
        }
    }
    cells.push(cell.trim().to_owned());
    cells
}

/// Terms and, further in, what they mean.
fn glossary(content: &str) -> String {
    let mut text = String::new();
    let mut is_first = true;
    for line in content.lines() {
        let width = lists::indent(line);
        let words = line.trim();
        if words.is_empty() {
            text.push('\n');
        } else if width == 0 && words.starts_with(": ") {
            text += &format!("{words}\n");
            is_first = false;
        } else if width == 0 {
            text += &format!("\n{words}\n");
            is_first = true;
        } else {
            // What goes on may be a block, further in.
            text += &if is_first { format!(": {words}\n") } else { format!("    {words}\n") };
            is_first = false;
        }
    }
    text
}
