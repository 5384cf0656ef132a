//! `:::` blocks of pandoc, Quarto, MyST and VuePress.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::attributes::{self, Attributes};
use super::super::remark::Remark;
use super::super::scan::Fence;
use super::boxes::{box_of, fenced};
use super::{Blocks, directives, figures, lists};

/// What Quarto names theorems and the like by.
const THEOREMS: &[(&str, &str)] = &[
    ("thm-", "Theorem"),
    ("lem-", "Lemma"),
    ("cor-", "Corollary"),
    ("prp-", "Proposition"),
    ("cnj-", "Conjecture"),
    ("def-", "Definition"),
    ("exm-", "Example"),
    ("exr-", "Exercise"),
];

impl Blocks<'_, '_, '_> {
    pub(super) fn div(&mut self) -> bool {
        let line = self.line();
        let Some(fence) = Fence::of_block(line) else { return false };
        if fence.info.is_empty() {
            // It closes nothing.
            self.at += 1;
            return true;
        }
        let Some(body) = Some(()).filter(|()| !is_path(fence.info)).and_then(|()| self.body_of(&fence)) else {
            self.lone_line(&fence);
            return true;
        };
        let info = fence.info.trim_end_matches(':').trim_end();
        if let Some((name, argument)) = directives::any(info) {
            self.directive(name, argument, &body, fence.indent);
            return true;
        }
        let (name, rest) = match info.starts_with('{') {
            true => ("", info),
            false => info.split_once(|one: char| one.is_whitespace() || one == '{').unwrap_or((info, "")),
        };
        let braces = info.find('{').filter(|_| info.ends_with('}'));
        let mut attributes =
            braces.map_or_else(Attributes::default, |at| Attributes::read(&info[at + 1..info.len() - 1]));
        let title = if braces.is_some() || name.is_empty() { "" } else { rest.trim() };
        if !name.is_empty() {
            attributes.classes.insert(0, name.to_owned());
        }
        self.write_div(&attributes, title, &body, fence.indent);
        true
    }

    /// The lines up to the closing fence, which is passed; [`None`] if nothing closes the block.
    fn body_of(&mut self, fence: &Fence) -> Option<String> {
        let lines = &self.lines;
        let closing = self.closings.get_or_insert_with(|| closings(lines)).get(&self.at)?;
        let mut body: Vec<String> =
            lines[self.at + 1..closing.line].iter().map(|line| lists::dedented(line, fence.indent)).collect();
        // What it closes as well, ends in here.
        body.extend(closing.lengths.iter().take(closing.others).map(|length| ":".repeat(*length)));
        self.at = closing.line + 1;
        Some(body.join("\n"))
    }

    /// A block that nothing closes is a line: what follows it, is a text like any other.
    fn lone_line(&mut self, fence: &Fence) {
        self.at += 1;
        let info = fence.info;
        if !is_path(info) {
            let remark = Remark::to_know(format!("a block that nothing closes: `{info}`"), "Close it where it ends.");
            let mark = self.context.mark(remark.without(info));
            return self.push_block(&mark, fence.indent);
        }
        // What is said to the tool that would have put something in, stands further in.
        while self.at < self.lines.len() && !self.line().trim().is_empty() && lists::indent(self.line()) > fence.indent
        {
            self.at += 1;
        }
        let remark = Remark::to_know(format!("what is told of `{info}` elsewhere"), "Write it here, or link to it.");
        let mark = self.context.sum(remark.one_of("places of which something is told elsewhere").naming(info));
        self.push_block(&format!("{mark}`{info}`"), fence.indent);
    }

    fn write_div(&mut self, attributes: &Attributes, title: &str, body: &str, indent: usize) {
        let classes = attributes.classes.clone();
        let given = attributes.get("title").or(attributes.get("name")).unwrap_or(title).to_owned();
        let has = |names: &[&str]| classes.iter().any(|class| names.contains(&class.as_str()));
        let id = attributes.id.clone().unwrap_or_default();
        if has(&["quote-source", "edition", "marked"]) || attributes.get("data").is_some() && has(&["table"]) {
            let info =
                attributes::written(attributes.id.as_deref(), &[("level", attributes.get("level").unwrap_or(""))]);
            let inner = self.inner(body, true);
            return self.push_block(&fenced(&format!("{} {info}", classes[0]), &inner), indent);
        }
        if has(&["landscape"]) && !self.is_inner {
            let inner = self.inner(body, false);
            return self.push_block(&fenced("landscape", &inner), indent);
        }
        if id == "refs" {
            self.context.found.lists_works = true;
            let inner = self.inner(body, self.is_inner);
            let list = if self.is_inner { String::new() } else { "::: bibliography\n:::\n\n".to_owned() };
            return self.push_block(&format!("{list}{inner}"), indent);
        }
        if classes.iter().any(|class| class == "bibliography") {
            self.context.found.lists_works = true;
            return self.push_block("::: bibliography\n:::", indent);
        }
        if has(&["comment"]) {
            return self.push_block(&format!("<!--\n{}\n-->", body.replace("--", "–")), indent);
        }
        let other_form =
            attributes.get("when-format").is_some_and(|form| form != "pdf" && form != "latex" && form != "typst");
        // Whether a setting or a profile shows it is not known here: it does not unless it is given.
        let is_asked = ["when-meta", "when-profile"].iter().any(|key| attributes.get(key).is_some());
        if has(&["content-hidden"]) && !other_form && !is_asked
            || has(&["content-visible"]) && is_asked
            || has(&["content-visible"]) && other_form
        {
            let remark = Remark::to_know("a passage that is not printed on paper", "Write it here if it should be.");
            let mark = self.context.mark(remark.without(body.trim()));
            return self.push_block(&mark, indent);
        }
        if id.starts_with("fig-") || has(&["figure"]) || id.starts_with("tbl-") || has(&["table"]) {
            return self.captioned_div(attributes, body, indent);
        }
        if let Some(name) = classes.iter().find(|class| box_of(class).is_some()) {
            let name = name.clone();
            let (title, body) = title_of(&given, body);
            return self.push_box(&name, attributes, &title, &body, indent);
        }
        if let Some((_, name)) = THEOREMS.iter().find(|(start, _)| id.starts_with(start)) {
            let (title, body) = title_of(&given, body);
            let title = if title.is_empty() { (*name).to_owned() } else { format!("{name}: {title}") };
            return self.push_box("note", attributes, &title, &body, indent);
        }
        if let Some(language) = attributes.get("lang") {
            let language = language.to_owned();
            let inner = self.inner(body, true);
            return self.push_block(&fenced(&format!("{{lang={language}}}"), &inner), indent);
        }
        // How it looked is for the template.
        if let Some(id) = attributes.id.clone() {
            self.context.found.pending = Some(id);
        }
        let inner = self.inner(body, false);
        let title = if given.is_empty() { String::new() } else { format!("**{given}**\n\n") };
        self.push_block(&format!("{title}{inner}"), indent);
    }

    /// A figure or table in a block, whose last paragraph is the caption.
    pub(super) fn captioned_div(&mut self, attributes: &Attributes, body: &str, indent: usize) {
        let inner = self.inner(body, true);
        let text = inner.trim();
        let (above, last) = text.rsplit_once("\n\n").unwrap_or(("", text));
        let is_caption = !last.trim_start().starts_with(['!', '|', ':', '`', '>']) && !last.contains("](");
        let given = ["caption", "fig-cap", "tbl-cap"].iter().find_map(|key| attributes.get(key)).map(str::to_owned);
        let (content, caption) = match (is_caption && !above.trim().is_empty(), given) {
            (_, Some(caption)) => (text, caption),
            (true, None) => (above, last.split_whitespace().collect::<Vec<_>>().join(" ")),
            (false, None) => (text, String::new()),
        };
        let label = attributes.id.clone().and_then(|id| self.context.label(&id));
        let written = figures::captioned(content, label.as_deref(), &caption);
        self.push_block(&written, indent);
    }
}

/// Where a block ends.
pub(super) struct Closing {
    line: usize,
    /// The lengths of the fences that the same line closes, and how many of these are within.
    lengths: Rc<[usize]>,
    others: usize,
}

/// The ends of all blocks that have one, by the lines that open them.
fn closings(lines: &[&str]) -> BTreeMap<usize, Closing> {
    let mut closings = BTreeMap::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let (mut code, mut is_comment): (Option<Fence>, bool) = (None, false);
    for (at, line) in lines.iter().enumerate() {
        let text = line.trim_start();
        // What looks like a fence in a comment is none.
        if is_comment || code.is_none() && text.starts_with("<!--") {
            is_comment = !line.contains("-->");
            continue;
        }
        let text = lists::mark(text).and_then(|(_, start)| text.get(start..)).unwrap_or(text);
        match (&code, Fence::of_code(text)) {
            (Some(inner), _) if inner.is_closed_by(line) => code = None,
            (None, Some(inner)) => code = Some(inner),
            (None, None) => {
                let Some(fence) = Fence::of_block(line) else { continue };
                if !fence.info.is_empty() {
                    if !is_path(fence.info) {
                        open.push((at, fence.length));
                    }
                    continue;
                }
                let Some((own, length)) = open.pop() else { continue };
                // MyST closes by length, pandoc by order: a longer fence closes outer blocks, too.
                let mut closed = vec![(own, length)];
                while fence.length > length
                    && let Some(outer) = open.pop_if(|(_, next)| *next <= fence.length)
                {
                    closed.push(outer);
                }
                let lengths: Rc<[usize]> = closed.iter().map(|(_, length)| *length).collect();
                for (others, (opening, _)) in closed.into_iter().enumerate() {
                    closings.insert(opening, Closing { line: at, lengths: Rc::clone(&lengths), others });
                }
            }
            _ => {}
        }
    }
    closings
}

/// Whether it names what a tool tells of its code there: `::: package.module.name`.
fn is_path(info: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|one| one.is_alphanumeric() || one == '_');
    info.contains('.') && info.split('.').all(is_name)
}

/// The title of a box, which may be the heading that it begins with.
pub(super) fn title_of(given: &str, body: &str) -> (String, String) {
    let text = body.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let hashes = first.len() - first.trim_start_matches('#').len();
    if given.is_empty() && (1..=6).contains(&hashes) && first[hashes..].starts_with(' ') {
        let title = first[hashes..].trim().trim_end_matches('#').trim_end();
        return (Attributes::behind(title).0.to_owned(), rest.to_owned());
    }
    (given.to_owned(), body.to_owned())
}
