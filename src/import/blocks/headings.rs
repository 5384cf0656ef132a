//! Headings, dividing lines, and what stands on a line of its own.

use super::super::attributes::Attributes;
use super::super::context::Context;
use super::super::meta::yaml;
use super::super::remark::Remark;
use super::Blocks;
use super::lists::indent;

/// Commands that begin a page.
const PAGES: &[&str] = &["\\newpage", "\\pagebreak", "\\clearpage", "\\cleardoublepage", "{{< pagebreak >}}", "<<<"];
/// What stands for a list of contents.
const CONTENTS: &[&str] =
    &["[toc]", "[[toc]]", "[[_toc_]]", "{:toc}", "{: toc}", "\\tableofcontents", "[toc!]", "{{toc}}", "${toc}"];
/// Definitions of links that nothing can call: their titles are comments.
const COMMENTS: &[&str] = &["[//]: #", "[comment]: #", "[//]: <>", "[comment]: <>", "[comment]: ("];
/// Commands that print nothing.
const SILENT: &[&str] = &["\\maketitle", "\\mainmatter", "\\frontmatter", "\\backmatter", "\\noindent"];

impl Blocks<'_, '_, '_> {
    pub(super) fn heading(&mut self) -> bool {
        let line = self.line();
        if indent(line) > 3 && !self.is_inner {
            return false;
        }
        let text = line.trim();
        let hashes = text.len() - text.trim_start_matches('#').len();
        if (1..=6).contains(&hashes) && text[hashes..].starts_with([' ', '\t']) {
            let title = text[hashes..].trim();
            let bare = title.trim_end_matches('#');
            let title = if bare.len() < title.len() && bare.ends_with([' ', '\t']) { bare.trim_end() } else { title };
            self.at += 1;
            self.write_heading(hashes, title);
            return true;
        }
        self.underlined()
    }

    /// A title with a line of `=` or `-` below it.
    fn underlined(&mut self) -> bool {
        let line = self.line();
        let mut count = 1;
        let begins = self.is_below_blank() && super::lists::mark(line.trim_start()).is_none() && indent(line) < 4;
        if !begins || line.trim_start().starts_with(['>', '|', '#', ':']) {
            return false;
        }
        loop {
            let below = self.peek(count).trim_end();
            let is_line = |mark: char| !below.is_empty() && below.trim_start().chars().all(|one| one == mark);
            if indent(below) < 4 && (is_line('=') || is_line('-')) {
                let level = if is_line('=') { 1 } else { 2 };
                let title = (0..count).map(|ahead| self.peek(ahead).trim()).collect::<Vec<_>>().join(" ");
                self.at += count + 1;
                self.write_heading(level, &title);
                return true;
            }
            let goes_on = count < 3 && !below.trim().is_empty() && !below.starts_with(['#', '>', '|', '`']);
            if !goes_on || super::lists::mark(below.trim_start()).is_some() {
                return false;
            }
            count += 1;
        }
    }

    fn write_heading(&mut self, level: usize, title: &str) {
        let (title, mut attributes) = Attributes::behind(title);
        // The attribute lists of kramdown stand below.
        if self.peek_line().trim().starts_with("{:") && self.peek_line().trim().ends_with('}') {
            let list = self.peek_line().trim();
            let below = Attributes::read(&list[2..list.len() - 1]);
            attributes.id = attributes.id.or(below.id);
            attributes.classes.extend(below.classes);
            attributes.pairs.extend(below.pairs);
            self.at += 1;
        }
        let (title, anchors) = Context::take_anchors(title.trim());
        let title = title.trim();
        let mut ids = attributes.id.clone().into_iter().chain(self.context.found.pending.take()).chain(anchors);
        let label = ids.next().and_then(|id| self.context.label(&id));
        let path = self.context.path.clone();
        if !self.is_inner {
            self.context.found.headings += 1;
        }
        // One heading has one label; the others lead there, too.
        let above = self.context.found.headings;
        ids.for_each(|id| self.context.labels.anchor(&path, &id, above));
        if self.is_inner {
            if let Some(label) = &label {
                self.context.labels.entitle(label, title);
            }
            let label = label.map(|label| format!("{{#{label}}} ")).unwrap_or_default();
            let bold = title.replace("**", "");
            self.push_block(&format!("{label}**{}**", bold.trim()), 0);
            return;
        }
        let mut parts: Vec<String> = label.map(|label| format!("#{label}")).into_iter().collect();
        let is_unnumbered = ["unnumbered", "-", "no_numbering", "no-number"].iter().any(|class| attributes.has(class))
            || attributes.get("numbered") == Some("false");
        if (attributes.has("appendix") || self.context.found.is_back && !is_unnumbered) && level == 1 {
            parts.push(".annex".to_owned());
        } else if is_unnumbered {
            parts.push(".unnumbered".to_owned());
        }
        if std::mem::take(&mut self.context.found.new_page) {
            parts.push(".new-page".to_owned());
        }
        let braces = if parts.is_empty() { String::new() } else { format!(" {{{}}}", parts.join(" ")) };
        self.push_block(&format!("{} {title}{braces}", "#".repeat(level)), 0);
    }

    pub(super) fn peek_line(&self) -> &str {
        self.lines.get(self.at).copied().unwrap_or_default()
    }

    /// A dividing line goes; entries of YAML between two of them are no text.
    pub(super) fn rule_or_metadata(&mut self) -> bool {
        let line = self.line();
        if let Some(part) = line.strip_prefix("--- ").map(str::trim)
            && (matches!(part, "abstract" | "middle" | "back") || part.starts_with("note_"))
        {
            self.at += 1;
            self.context.found.is_back = part == "back";
            match part {
                "middle" | "back" => {}
                "abstract" => self.push_block("# Abstract {.unnumbered}", 0),
                _ => self.push_block(&format!("# {} {{.unnumbered}}", part["note_".len()..].replace('_', " ")), 0),
            }
            return true;
        }
        let bare: String = line.chars().filter(|one| !one.is_whitespace()).collect();
        let mark = bare.chars().next().unwrap_or(' ');
        let is_rule = indent(line) < 4 + self.lists.offset()
            && bare.len() >= 3
            && matches!(mark, '-' | '*' | '_')
            && bare.chars().all(|one| one == mark);
        if !is_rule {
            return false;
        }
        if bare == "---" && self.is_below_blank() && indent(line) < 4 {
            let end = (1..60).find(|ahead| matches!(self.peek(*ahead).trim_end(), "---" | "..."));
            let inner: Vec<&str> = (1..end.unwrap_or(1)).map(|ahead| self.peek(ahead)).collect();
            let is_entries =
                end.is_some() && inner.first().is_some_and(|first| yaml::is_entry(first) && !first.contains("** "));
            if is_entries {
                let remark =
                    Remark::to_know("settings in the midst of the text", "Say in paper.toml what still holds.");
                let mark = self.context.mark(remark.without(inner.join("\n")));
                self.out.push(mark);
                self.at += end.unwrap_or(0) + 1;
                return true;
            }
        }
        // A line as long as the columns below a header is the top of a table.
        if mark == '-' && !line.trim().contains(' ') && self.simple_table() {
            return true;
        }
        // Below text it is what underlines a title, or begins a table.
        let below = self.peek(1).trim();
        if mark == '-' && line.trim().contains(' ') && !below.is_empty() && line.trim().contains("--") {
            return false;
        }
        self.out.push(String::new());
        self.at += 1;
        true
    }

    /// What means something on a line of its own.
    pub(super) fn single_line(&mut self) -> bool {
        let text = self.line().trim();
        let lower = text.to_lowercase();
        let shortcode = text.strip_prefix("{{<").and_then(|rest| rest.strip_suffix(">}}")).map_or("", str::trim);
        match shortcode {
            "table-of-contents" | "toc" | "contents" => self.context.found.has_contents = true,
            "list-of-figures" => self.context.found.lists_figures = true,
            "list-of-tables" => self.context.found.lists_tables = true,
            _ => return self.line_of_its_own(text, &lower),
        }
        self.at += 1;
        true
    }

    fn line_of_its_own(&mut self, text: &str, lower: &str) -> bool {
        if PAGES.contains(&lower) {
            self.context.found.new_page = true;
        } else if CONTENTS.contains(&lower) || lower.starts_with("{:toc") {
            self.context.found.has_contents = true;
            // kramdown has an item above it, which is not printed.
            if lower.starts_with("{:") && self.out.last().is_some_and(|last| super::lists::mark(last).is_some()) {
                self.out.pop();
            }
        } else if text == "\\appendix" {
            self.context.found.is_back = true;
        } else if SILENT.contains(&lower) || text == "+++" || text.starts_with("+++ ") {
        } else if let Some(label) = target(text) {
            self.context.found.pending = Some(label.to_owned());
        } else if let Some(comment) = comment(text).filter(|_| self.is_below_blank() || self.after_comment()) {
            let comment = comment.replace("--", "–");
            self.out.push(format!("<!-- {comment} -->"));
        } else if is_comment(text) {
            let comment =
                text.split_once(['#', '>']).map_or("", |(_, rest)| rest).trim().trim_matches(['(', ')', '"', '<', '>']);
            self.out.push(format!("<!-- {} -->", comment.trim().replace("--", "–")));
        } else if let Some((short, long)) = abbreviation(text) {
            self.context.found.abbreviations.push((short.to_owned(), long.to_owned()));
        } else if text.starts_with("{:") && text.ends_with('}') || text.starts_with("{::") {
            return self.attribute_list();
        } else {
            return false;
        }
        self.at += 1;
        true
    }

    fn after_comment(&self) -> bool {
        self.out.last().is_some_and(|last| last.starts_with("<!-- "))
    }

    /// `{: #id .class}` of kramdown, below what it belongs to; `{::comment}` and the like.
    fn attribute_list(&mut self) -> bool {
        let text = self.line().trim();
        if text.starts_with("{::comment}") {
            let mut words = Vec::new();
            while self.at < self.lines.len() {
                let line = self.line();
                self.at += 1;
                words.push(line.replace("{::comment}", "").replace("{:/comment}", "").replace("{:/}", ""));
                if line.contains("{:/") {
                    break;
                }
            }
            let words = words.join("\n").replace("--", "–");
            self.push_block(&format!("<!--\n{}\n-->", words.trim()), 0);
            return true;
        }
        if text.starts_with("{::boilerplate") || text.starts_with("{::options") || text.starts_with("{:/") {
            let remark =
                Remark::to_know(format!("`{text}` of kramdown"), "Write here what it stands for, if anything.");
            let mark = self.context.mark(remark.without(text));
            self.out.push(mark);
            self.at += 1;
            return true;
        }
        if !text.ends_with('}') || text.starts_with("{::") {
            return false;
        }
        let attributes = Attributes::read(text[2..text.len() - 1].trim_start_matches(' '));
        if let Some(id) = attributes.id {
            self.context.found.pending = Some(id);
        }
        self.at += 1;
        true
    }
}

/// `% words` of MyST, `%words` if no second sign stands in the line.
fn comment(text: &str) -> Option<&str> {
    let comment = text.strip_prefix('%')?;
    (comment.starts_with(' ')
        || comment.starts_with(|one: char| one.is_alphabetic() || one == '$') && !comment.contains('%'))
    .then_some(comment.trim_start())
}

/// Whether a line is a comment by way of a definition.
pub(super) fn is_comment(text: &str) -> bool {
    COMMENTS.iter().any(|start| text.starts_with(start))
}

/// `(label)=` of MyST.
fn target(text: &str) -> Option<&str> {
    let label = text.strip_prefix('(')?.strip_suffix(")=")?;
    (!label.is_empty() && !label.contains(char::is_whitespace)).then_some(label)
}

/// `*[HTML]: HyperText Markup Language`
fn abbreviation(text: &str) -> Option<(&str, &str)> {
    let (short, long) = text.strip_prefix("*[")?.split_once("]:")?;
    Some((short.trim(), long.trim())).filter(|(short, long)| !short.is_empty() && !long.is_empty())
}
