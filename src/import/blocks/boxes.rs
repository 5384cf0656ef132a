//! Boxes: alerts of GitHub and Obsidian, admonitions of MkDocs, and what they are called elsewhere.

use super::super::attributes::{self, Attributes};
use super::Blocks;
use super::lists::{dedented, indent};

/// Our boxes, what others call them, and those of their names that say nothing to a reader.
const BOXES: &[(&str, &str, &str)] = &[
    (
        "note",
        "info abstract summary tldr seealso question help faq example todo remark definition theorem lemma proposition \
         corollary conjecture exercise solution proof algorithm axiom criterion observation property assumption \
         versionadded versionchanged deprecated notes",
        "details topic sidebar margin aside admonition dropdown card infobox callout simple note-box",
    ),
    ("tip", "hint success check done tips", ""),
    ("important", "attention key", ""),
    ("warning", "warn bug", ""),
    ("caution", "danger error failure fail missing", ""),
];

/// The box of ours for a name, and the title that others print of themselves.
pub(super) fn box_of(name: &str) -> Option<(&'static str, Option<String>)> {
    let name = name.to_lowercase();
    let name = name.trim_start_matches("callout-").trim_start_matches("alert-").trim_start_matches("prf:");
    let has = |names: &str| names.split_whitespace().any(|other| other == name);
    let (kind, _, untold) = BOXES.iter().find(|(kind, told, untold)| *kind == name || has(told) || has(untold))?;
    let is_own = *kind == name || has(untold);
    let mut letters = name.chars();
    let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    Some((kind, title.filter(|_| !is_own)))
}

/// A box, in enough colons for what is in it.
pub(super) fn written(kind: &str, label: Option<&str>, title: &str, body: &str) -> String {
    let braces = attributes::written(label.filter(|_| !title.is_empty()), &[("title", title)]);
    fenced(&format!("{kind} {braces}"), body)
}

/// A `:::` block around a text.
pub(super) fn fenced(opening: &str, body: &str) -> String {
    let colons = |line: &str| {
        let text = line.trim_start();
        text.len() - text.trim_start_matches(':').len()
    };
    let most = body.lines().map(colons).max().unwrap_or(0);
    let fence = ":".repeat(if most >= 3 { most + 1 } else { 3 });
    format!("{fence} {}\n{}\n{fence}", opening.trim(), body.trim_matches('\n'))
}

impl Blocks<'_, '_, '_> {
    /// Writes a box. A name that none has is a plain text.
    pub(super) fn push_box(&mut self, name: &str, attributes: &Attributes, title: &str, body: &str, indent: usize) {
        let (kind, own) = box_of(name).unwrap_or(("note", None));
        let title = if title.is_empty() { own.unwrap_or_default() } else { title.to_owned() };
        let id = attributes.id.clone().or_else(|| self.context.found.pending.take());
        let label = id.and_then(|id| self.context.label(&id));
        let body = self.inner(body, true);
        if body.trim().is_empty() {
            let title = if title.is_empty() { String::new() } else { format!("**{title}**") };
            return self.push_block(&title, indent);
        }
        self.push_block(&written(kind, label.as_deref(), &title, &body), indent);
    }

    /// Quotations, and alerts that are written as such.
    pub(super) fn quote(&mut self) -> bool {
        let line = self.line();
        let width = indent(line);
        if !line.trim_start().starts_with('>') || width > 3 + self.lists.offset() {
            return false;
        }
        let mut inner = String::new();
        while self.at < self.lines.len() {
            let text = self.line().trim_start();
            match text.strip_prefix('>') {
                Some(rest) => inner += rest.strip_prefix(' ').unwrap_or(rest),
                // What goes on without its mark.
                None if !text.is_empty() && !inner.ends_with("\n\n") && is_plain(text) => inner += text,
                None => break,
            }
            inner.push('\n');
            self.at += 1;
        }
        let below = self.peek_line().trim();
        let class = below.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}')).map(Attributes::read);
        if class.is_some() {
            self.at += 1;
        }
        let id = class.as_ref().and_then(|list| list.id.clone());
        let own = Attributes { id: id.clone(), ..Attributes::default() };
        let first = inner.lines().next().unwrap_or_default().trim().to_owned();
        let rest = || inner.split_once('\n').map_or("", |(_, rest)| rest).to_owned();
        if let Some((name, title)) = alert(&first) {
            let title = title.trim().to_owned();
            self.push_box(&name.to_lowercase(), &own, &title, &rest(), width);
        } else if let Some(name) = class.iter().flat_map(|list| &list.classes).find(|name| box_of(name).is_some()) {
            let name = name.clone();
            self.push_box(&name, &own, "", &inner, width);
        } else {
            id.iter().for_each(|id| self.lead_to_heading(id));
            let text = self.inner(&inner, true);
            let quoted = text.trim_matches('\n').lines().map(|line| format!("> {line}").trim_end().to_owned());
            let quoted = quoted.collect::<Vec<_>>().join("\n");
            self.push_block(&quoted, width);
        }
        true
    }

    /// `!!! note "Title"` and what stands further in below.
    pub(super) fn admonition(&mut self) -> bool {
        let line = self.line();
        let text = line.trim_start();
        let Some(rest) = ["!!!", "???"].iter().find_map(|marks| text.strip_prefix(marks)) else { return false };
        let rest = rest.trim_start_matches('+');
        let width = indent(line);
        let (names, title) = match rest.find('"') {
            Some(at) => (&rest[..at], rest[at + 1..].trim_end().trim_end_matches('"')),
            // Words behind the name are classes, unless they go on with a sentence.
            None if rest.trim_start().starts_with(char::is_uppercase) && rest.trim().contains(' ') => {
                (rest, rest.trim())
            }
            None => (rest, ""),
        };
        let Some(name) =
            names.split_whitespace().next().filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '-'))
        else {
            return false;
        };
        let (name, title) = (name.to_owned(), title.to_owned());
        let start = self.at;
        self.at += 1;
        let body = self.further_in(width + 4);
        // A line with neither a title nor anything below is words of a text.
        if body.trim().is_empty() && !rest.contains('"') {
            self.at = start;
            return false;
        }
        let is_silent = rest.contains("\"\"");
        let shown = if is_silent || box_of(&name).is_some() || !title.is_empty() { title } else { name.clone() };
        self.push_box(&name, &Attributes::default(), &shown, &body, width);
        true
    }

    /// What stands between fences called `admonish warning title="…"`, as mdBook's preprocessor has it.
    pub(super) fn admonish(&mut self, info: &str, body: &str, indent: usize) {
        let attributes = Attributes::read(info);
        let name = attributes.classes.first().cloned().unwrap_or_else(|| "note".to_owned());
        // Its first version had the title alone behind the name.
        let bare = info.split_once('"').filter(|_| !info.contains('=')).map(|(_, rest)| rest.trim_end_matches('"'));
        let title = attributes.get("title").or(bare).unwrap_or_default().to_owned();
        let mut letters = name.chars();
        let own = || letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        let title = if title.is_empty() && box_of(&name).is_none() { own() } else { title };
        let id = attributes.get("id").map(str::to_owned);
        self.push_box(&name, &Attributes { id, ..Attributes::default() }, &title, body, indent);
    }

    /// `=== "Title"` and what stands further in below: tabs stand below each other.
    pub(super) fn tab(&mut self) -> bool {
        let line = self.line();
        let title = line.trim().strip_prefix("===").map(|rest| rest.trim_start_matches(['!', '+']).trim());
        let quoted = title.and_then(|title| {
            let quote = title.chars().next().filter(|first| matches!(first, '"' | '\''))?;
            title[1..].strip_suffix(quote)
        });
        let Some(title) = quoted.filter(|title| !title.trim().is_empty()) else { return false };
        let width = indent(line);
        self.at += 1;
        let body = self.further_in(width + 4);
        let body = self.inner(&body, true);
        self.push_block(&format!("**{}**\n\n{}", title.trim(), body.trim_matches('\n')), width);
        true
    }

    /// `/// name | Title` of Python-Markdown, up to as many slashes.
    pub(super) fn slashes(&mut self) -> bool {
        let line = self.line();
        let text = line.trim();
        let marks = text.len() - text.trim_start_matches('/').len();
        let (name, title) = text[marks..].split_once('|').unwrap_or((&text[marks..], ""));
        let (name, title) = (name.trim(), title.trim());
        let is_name = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        if marks < 3 || !is_name {
            return false;
        }
        let end = &text[..marks];
        let Some(length) = self.end_of(end, |line| line.trim() == end) else { return false };
        let width = indent(line);
        let (name, title) = (name.to_owned(), title.to_owned());
        let lines = &self.lines[self.at + 1..self.at + 1 + length];
        // What is said of it stands further in, before a blank line.
        let options = lines.iter().take_while(|line| indent(line) >= width + 4 && line.contains(':')).count();
        let body = lines[options..].iter().map(|line| dedented(line, width)).collect::<Vec<_>>().join("\n");
        self.at += length + 2;
        if box_of(&name).is_some() {
            self.push_box(&name, &Attributes::default(), &title, &body, width);
            return true;
        }
        let title = if title.is_empty() { String::new() } else { format!("**{title}**\n\n") };
        let body = self.inner(&body, true);
        self.push_block(&format!("{title}{}", body.trim_matches('\n')), width);
        true
    }

    /// The lines that stand so far in, without their blanks.
    pub(super) fn further_in(&mut self, width: usize) -> String {
        let mut lines = Vec::new();
        while self.at < self.lines.len() && (self.line().trim().is_empty() || indent(self.line()) >= width) {
            lines.push(dedented(self.line(), width));
            self.at += 1;
        }
        lines.join("\n")
    }
}

/// `[!NOTE]`, `[!note]- Title`
fn alert(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim_start_matches('\\').strip_prefix("[!")?.split_once(']')?;
    let is_name = !name.is_empty() && name.chars().all(|one| one.is_alphanumeric() || matches!(one, '-' | '|' | ' '));
    is_name.then(|| (name, rest.trim_start_matches(['-', '+'])))
}

/// Whether a line begins nothing, so that it may go on with the paragraph above.
fn is_plain(text: &str) -> bool {
    !text.starts_with(['#', '|', '`', '~', ':', '+', '<', '{', '!', '[']) && super::lists::mark(text).is_none()
}
