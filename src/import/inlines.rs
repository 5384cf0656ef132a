//! What stands in the lines of a text: links, images, references, notes, formulas, roles → ours.
//!
//! It runs when all files are translated block by block, so that what a reference leads to is known.

mod braces;
mod brackets;
mod images;
mod references;
mod shortcodes;
mod values;

pub(super) use values::Values;

use std::collections::BTreeMap;

use super::attributes;
use super::labels::Labels;
use super::maths;
use super::pictures::Pictures;
use super::remark::{Remark, Remarks};
use super::scan;
use super::shelf::Shelf;

/// What is known while the lines of a file are read.
pub(super) struct Inlines<'a> {
    pub(super) shelf: &'a dyn Shelf,
    pub(super) remarks: &'a mut Remarks,
    pub(super) labels: &'a mut Labels,
    pub(super) pictures: &'a mut Pictures,
    /// Path of the file on the shelf.
    pub(super) path: String,
    /// Notes that were written in the line, as definitions.
    pub(super) notes: Vec<String>,
    pub(super) note_count: usize,
    /// Values that the settings of the file give, and those of the whole.
    pub(super) front: Values,
    pub(super) values: &'a Values,
    /// Keys of works that the manuscript brings.
    pub(super) works: &'a [String],
    /// Other names of some of them.
    pub(super) aliases: &'a BTreeMap<String, String>,
    /// Addresses by the names that definitions give them, in lower case.
    pub(super) addresses: BTreeMap<String, String>,
}

impl Inlines<'_> {
    /// Translates a text, where it is no code.
    pub(super) fn translate(&mut self, text: &str) -> String {
        scan::map_text(text, |part| {
            let mut out = String::with_capacity(part.len());
            let mut start = 0;
            // Openings of blocks and ends of headings are ours already.
            for line in part.split_inclusive('\n') {
                let end = start + line.len();
                if line.trim_start().starts_with(":::") {
                    out.push_str(&self.opening(line));
                    start = end;
                    continue;
                }
                start = end;
                out.push_str(line);
            }
            self.runs(&out)
        })
    }

    /// Paragraphs and headings, each by itself.
    fn runs(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut run = String::new();
        for line in text.split_inclusive('\n') {
            let is_heading = line.starts_with('#');
            let is_fence = line.trim_start().starts_with(":::");
            if line.trim().is_empty() || is_heading || is_fence || line.trim_start().starts_with('|') {
                out.push_str(&self.line(&std::mem::take(&mut run)));
                let is_rule = line.trim().starts_with('|') && line.trim().chars().all(|one| "|-: ".contains(one));
                match is_fence || is_rule || line.trim().is_empty() {
                    true => out.push_str(line),
                    false if is_heading => out.push_str(&self.heading(line)),
                    false => out.push_str(&self.line(line)),
                }
            } else {
                run.push_str(line);
            }
        }
        out.push_str(&self.line(&run));
        out
    }

    fn heading(&mut self, line: &str) -> String {
        match line.trim_end().ends_with('}').then(|| line.rfind(" {")).flatten() {
            Some(at) if line[at + 2..].starts_with(['#', '.']) => format!("{}{}", self.line(&line[..at]), &line[at..]),
            _ => self.line(line),
        }
    }

    /// The opening of a block, whose caption is text.
    fn opening(&mut self, line: &str) -> String {
        let Some((before, open)) = line.split_once('{').filter(|_| line.trim_end().ends_with('}')) else {
            return line.to_owned();
        };
        let inner = &open[..open.rfind('}').unwrap_or(open.len())];
        let read = attributes::Attributes::read(inner);
        if read.pairs.is_empty() {
            return line.to_owned();
        }
        let pairs: Vec<(String, String)> = read
            .pairs
            .iter()
            .map(|(key, value)| match key.as_str() {
                "caption" | "title" => (key.clone(), self.line(value)),
                _ => (key.clone(), value.clone()),
            })
            .collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let mut pairs = pairs;
        // A language has no quotation marks.
        let language = pairs.iter().position(|(key, _)| *key == "lang").map(|at| pairs.remove(at).1.to_owned());
        let written = attributes::written(read.id.as_deref(), &pairs);
        match language {
            Some(language) if written.is_empty() => format!("{before}{{lang={language}}}\n"),
            Some(language) => format!("{before}{} lang={language}}}\n", written.trim_end_matches('}')),
            None => format!("{before}{written}\n"),
        }
    }

    /// A run of text.
    pub(super) fn line(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(one) = text[at..].chars().next() {
            let rest = &text[at..];
            let taken = match one {
                '`' => self.code(rest, &mut out),
                '\\' => self.escape(rest, &mut out),
                '$' => self.formula(rest, &mut out),
                '^' | '=' if !rest.starts_with("^[") => self.marked(rest, &mut out),
                '^' if rest.starts_with("^[") => self.inline_note(rest, &mut out),
                '!' if rest.starts_with("![") => self.image(rest, text, at, &mut out),
                '[' => self.bracket(rest, &mut out),
                '<' => self.angle(rest, &mut out),
                '@' => self.mention(rest, &mut out),
                '{' => self.brace(rest, text, at, &mut out),
                ':' => self.colon(rest, &mut out),
                '-' => self.number_alone(rest, &mut out).or_else(|| dash(rest, text, at, &mut out)),
                _ => None,
            };
            match taken {
                Some(length) => at += length,
                None => {
                    match maths::bracket(one) {
                        Some(bracket) => out.push_str(bracket),
                        None => out.push(one),
                    }
                    at += one.len_utf8();
                }
            }
        }
        out
    }

    pub(super) fn mark(&mut self, remark: Remark) -> String {
        self.remarks.mark(remark)
    }

    fn code(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let Some((length, marks)) = scan::code_span(rest) else {
            let marks = rest.len() - rest.trim_start_matches('`').len();
            out.push_str(&rest[..marks]);
            return Some(marks);
        };
        let code = &rest[..length];
        let inner = code[marks..length - marks].trim();
        if let Some(end) = rest[length..].strip_prefix('{').and_then(|braces| braces.find('}')) {
            let attributes = &rest[length + 1..length + 1 + end];
            if let Some(form) = attributes.strip_prefix('=') {
                let remark = Remark::to_know(format!("code for {form} alone"), "It is printed as it is typed.");
                out.push_str(&self.mark(remark));
            }
            if attributes.starts_with(['=', '.', '#']) {
                out.push_str(code);
                return Some(length + end + 2);
            }
        }
        let is_of_r = [".qmd", ".rmd"].iter().any(|ending| self.path.to_lowercase().ends_with(ending));
        let is_run = inner.starts_with("r ") && marks == 1 && is_of_r
            || inner.starts_with("{python}")
            || inner.starts_with("{r}");
        if is_run {
            let remark = Remark::to_do("a value that is worked out elsewhere", "Write the values themselves.");
            let remark = remark.one_of("values that are worked out elsewhere").without(inner);
            out.push_str(&self.remarks.sum("", remark));
        }
        out.push_str(code);
        Some(length)
    }

    fn escape(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        if let Some(length) = self.formula(rest, out) {
            return Some(length);
        }
        if let Some(inner) = rest.strip_prefix("\\@ref(")
            && let Some(end) = inner.find(')')
        {
            // It is a number alone.
            out.push_str(&self.reference(&inner[..end], "{number}"));
            return Some("\\@ref(".len() + end + 1);
        }
        let next = rest[1..].chars().next()?;
        // A space that does not break.
        if next == ' ' {
            out.push('\u{a0}');
            return Some(2);
        }
        out.push('\\');
        out.push(next);
        Some(1 + next.len_utf8())
    }

    fn formula(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let maths::Found { tex, length } = maths::found(rest)?;
        out.push_str(&maths::inline(tex, &rest[..length], &self.path, self.remarks));
        Some(length)
    }

    /// A note in the line becomes one of its own.
    fn inline_note(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let length = scan::bracketed(&rest[1..], '[', ']')?;
        let inner = self.line(rest[2..length].trim());
        self.note_count += 1;
        let name = format!("inline-{}", self.note_count);
        self.notes.push(format!("[^{name}]: {}", inner.split_whitespace().collect::<Vec<_>>().join(" ")));
        out.push_str(&format!("[^{name}]"));
        Some(1 + length)
    }

    fn angle(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let end = rest.find('>')?;
        let inner = &rest[1..end];
        if inner.is_empty() || inner.contains(char::is_whitespace) {
            return None;
        }
        if let Some(id) = inner.strip_prefix("project:#").or_else(|| inner.strip_prefix('#')) {
            out.push_str(&self.reference(id, ""));
            return Some(end + 1);
        }
        if references::scheme(inner).is_some() || inner.starts_with("xref:") {
            self.link("", inner, "", out);
            return Some(end + 1);
        }
        let is_address = inner.contains("://") || inner.contains('@') || inner.starts_with("mailto:");
        is_address.then(|| {
            out.push_str(&rest[..=end]);
            end + 1
        })
    }

    /// `^^words^^` and `==words==` of MkDocs: what is underlined there, and what is marked.
    fn marked(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        const MAX: usize = 400;
        let marks = ["^^", "=="].into_iter().find(|marks| rest.starts_with(marks))?;
        let begins = out.ends_with(|one: char| !one.is_alphanumeric() && !"^={\\".contains(one)) || out.is_empty();
        let inner = &rest[2..];
        let end = inner.find(marks).filter(|end| (1..MAX).contains(end))?;
        let words = &inner[..end];
        let is_edge = |one: Option<char>| one.is_none_or(|one| one.is_whitespace() || marks.contains(one));
        let ends = !inner[end + 2..].starts_with(|one: char| one.is_alphanumeric() || marks.contains(one));
        if !begins || !ends || is_edge(words.chars().next()) || is_edge(words.chars().next_back()) {
            return None;
        }
        let is_bold = marks == "^^" || out.ends_with('*') || words.contains(['*', '\n', '[']);
        let words = self.line(words);
        out.push_str(&if is_bold { words } else { format!("**{words}**") });
        Some(end + 4)
    }

    /// The name of a picture character, or a role between colons.
    fn colon(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let before = out.chars().next_back();
        let end = rest[1..].find(':')? + 1;
        let name = &rest[1..end];
        let is_name = !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || "_+-".contains(one));
        if !is_name || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        if ICONS.iter().any(|set| name.starts_with(set)) {
            let braces = brackets::attributes_of(&rest[end + 1..]);
            let remark = Remark::to_know(format!("the icon `{name}`"), "Say it in words if it matters.");
            let mark = self.remarks.sum(&self.path, remark.one_of("icons").naming(name));
            // A blank that stood between it and what follows goes with it.
            let behind = &rest[end + 1 + braces..];
            let blanks = if before.is_none_or(char::is_whitespace) {
                behind.len() - behind.trim_start_matches(' ').len()
            } else {
                0
            };
            out.push_str(&mark);
            return Some(end + 1 + braces + blanks);
        }
        let (_, character) = PICTURES.iter().find(|(own, _)| *own == name)?;
        out.push_str(character);
        Some(end + 1)
    }
}

/// What the names of icons begin with that Material for MkDocs knows.
const ICONS: &[&str] = &["material-", "fontawesome-", "octicons-", "simple-"];

/// Picture characters that the fonts have, by the names that GitHub gives them.
const PICTURES: &[(&str, &str)] = &[
    ("white_check_mark", "✓"),
    ("heavy_check_mark", "✔"),
    ("check", "✓"),
    ("x", "✗"),
    ("warning", "⚠"),
    ("copyright", "©"),
    ("tm", "™"),
    ("arrow_right", "→"),
    ("arrow_left", "←"),
    ("arrow_up", "↑"),
    ("arrow_down", "↓"),
    ("star", "★"),
    ("heavy_plus_sign", "+"),
    ("heavy_minus_sign", "−"),
    ("ballot_box_with_check", "☑"),
    ("white_large_square", "☐"),
];

/// Two or three hyphens between words.
fn dash(rest: &str, text: &str, at: usize, out: &mut String) -> Option<usize> {
    let length = rest.len() - rest.trim_start_matches('-').len();
    let before = text[..at].chars().next_back()?;
    let after = rest[length..].chars().next()?;
    let is_blank = |one: char| one == ' ' || one == '\n';
    let is_word = |one: char| one.is_alphanumeric() || "”’\")]*_,.;%".contains(one);
    let fits = is_word(before) && (after.is_alphanumeric() || "“‘\"([*_".contains(after))
        || is_blank(before) && is_blank(after);
    if !fits || before == '\n' {
        return None;
    }
    match length {
        2 => out.push('–'),
        3 => out.push('—'),
        _ => return None,
    }
    Some(length)
}
