//! What stands in brackets: links, spans, calls of notes, citations.

use super::super::attributes::Attributes;
use super::super::links;
use super::super::remark::Remark;
use super::super::scan;
use super::Inlines;
use super::references::{is_web, key, name_of};

impl Inlines<'_> {
    pub(super) fn bracket(&mut self, rest: &str, out: &mut String) -> Option<usize> {
        let length = scan::bracketed(rest, '[', ']')?;
        let inner = &rest[1..length - 1];
        let behind = &rest[length..];
        if inner.starts_with('^') && !behind.starts_with('(') {
            let name: Vec<&str> = inner.split_whitespace().collect();
            out.push_str(&format!("[{}]", name.join("-")));
            return Some(length);
        }
        if let Some(page) = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'))
            && !page.starts_with('@')
            && !page.contains(['[', ']'])
        {
            // With blanks within, as drafts of the IETF have remarks, it names no page.
            let written = match page.starts_with(' ') && page.ends_with(' ') {
                true => format!("\\[\\[{}\\]\\]", self.line(page)),
                false => self.page_of_wiki(page),
            };
            out.push_str(&written);
            return Some(length);
        }
        if inner.contains('@') && !behind.starts_with(['(', '[']) {
            if let Some(places) = self.places(inner) {
                out.push_str(&places);
                return Some(length);
            }
            let is_citation = inner.split(';').all(|part| {
                part.match_indices('@').any(|(at, _)| {
                    part[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
                        && part[at + 1..].starts_with(|one: char| one.is_alphanumeric() || one == '_' || one == '{')
                })
            });
            if is_citation {
                out.push_str(&rest[..length]);
                return Some(length);
            }
        }
        // A part without a key makes it no citation: the work is cited in a sentence between brackets.
        let has_key = |part: &str| part.split_whitespace().any(|word| word.starts_with('@') && word.len() > 1);
        if inner.contains(';') && !behind.starts_with(['(', '[', '{']) && inner.split(';').any(has_key) {
            out.push_str(&format!("\\[{}\\]", self.line(inner)));
            return Some(length);
        }
        // `[ ]` of a task.
        if matches!(inner, " " | "x" | "X" | "") && !behind.starts_with(['(', '{']) {
            out.push_str(&rest[..length]);
            return Some(length);
        }
        if let Some(link) = links::destination(behind) {
            let braces = attributes_of(&behind[link.length..]);
            self.link(inner, link.address, link.title, out);
            return Some(length + link.length + braces);
        }
        if let Some(end) = behind.strip_prefix('{').and_then(|braces| braces.find('}'))
            && !behind.starts_with("{{")
            && !behind.starts_with("{%")
        {
            self.span(inner, &behind[1..=end], out);
            return Some(length + end + 2);
        }
        // A link by name, or words in brackets: what it is, is known by the definitions.
        let name = behind.starts_with('[').then(|| scan::bracketed(behind, '[', ']')).flatten();
        let named = name.map(|end| &behind[1..end - 1]).filter(|name| !name.is_empty()).unwrap_or(inner);
        let whole = length + name.unwrap_or(0);
        if let Some(address) = self.addresses.get(&normal(named)).cloned()
            && self.target(&address).is_none_or(|target| target.starts_with('#'))
        {
            self.link(inner, &address, "", out);
            return Some(whole);
        }
        let words = self.line(inner);
        out.push_str(&format!("[{words}]{}", &behind[..name.unwrap_or(0)]));
        Some(whole)
    }

    /// A link, to a place of the paper if it leads to one.
    pub(super) fn link(&mut self, words: &str, address: &str, title: &str, out: &mut String) {
        // Citations are links themselves: they stand behind the other.
        let (mut words, mut citations) = (words, Vec::new());
        while let Some(at) = words.rfind("[@").filter(|at| *at > 0 && words.ends_with(']')) {
            citations.push(&words[at..]);
            words = words[..at].trim_end();
        }
        self.lone_link(words, address, title, out);
        for citation in citations.into_iter().rev() {
            out.push(' ');
            self.bracket(citation, out);
        }
    }

    fn lone_link(&mut self, words: &str, address: &str, title: &str, out: &mut String) {
        let mut words = self.line(words);
        if words.contains("](") && !words.contains("![") {
            // An image of the web in a link is a link already.
            let marks: String = words.chars().filter(|one| super::super::remark::is_mark(*one)).collect();
            words = marks + &super::super::paper::plain(&words);
        }
        let words = self.without_mentions(&words);
        let words = match (words.trim(), name_of(address)) {
            ("", Some(name)) => name,
            (words, _) => words.to_owned(),
        };
        let words = words.as_str();
        if address.trim().is_empty() {
            // It leads nowhere: its attributes said what it was for.
            return out.push_str(words);
        }
        // What a template puts before a path, is not known here.
        let address = &without_values(address);
        let mark = match title.trim() {
            "" => String::new(),
            title => {
                self.mark(Remark::to_know("the title of a link", "Say it in the text if it matters.").without(title))
            }
        };
        out.push_str(&mark);
        match self.target(address) {
            Some(target) if words.is_empty() && self.labels.numbered(target.trim_start_matches('#')).is_some() => {
                out.push_str(&self.reference(target.trim_start_matches('#'), ""));
            }
            Some(target) if words.is_empty() && !target.starts_with('#') => out.push_str(&format!("<{target}>")),
            Some(target) => {
                let title = self.title(target.trim_start_matches('#'));
                let words = if words.is_empty() { &title } else { words };
                let target =
                    if target.contains([' ', '(', ')']) { format!("<{}>", target.replace(' ', "%20")) } else { target };
                out.push_str(&format!("[{words}]({target})"));
            }
            None => {
                let remark = match address.strip_prefix('#') {
                    Some(_) => Remark::to_know(
                        format!("a link to `{address}`, which nothing is called"),
                        "Write `[words](#label)` with the label of the place that is meant.",
                    )
                    .one_of("links to what nothing is called"),
                    None => Remark::to_know(
                        format!("a link to `{address}`, which is no part of the paper"),
                        "Link to where readers find it, `[words](https://…)`, or leave the words.",
                    )
                    .one_of("links to what is no part of the paper"),
                };
                let mark = self.remarks.sum(&self.path, remark.naming(address));
                let words = if words.is_empty() { scan::literal(address) } else { words.to_owned() };
                out.push_str(&format!("{mark}{words}"));
            }
        }
    }

    /// The words of a link, in which what could cite a work that there is not is a name.
    fn without_mentions(&self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        let mut is_code = false;
        for (at, one) in words.char_indices() {
            let is_free = !out.ends_with(|before: char| before.is_alphanumeric() || before == '\\');
            is_code ^= one == '`';
            if one == '@' && is_free && !is_code && !self.works.iter().any(|work| work == key(&words[at + 1..])) {
                out.push('\\');
            }
            out.push(one);
        }
        out
    }

    /// Words with attributes: a language and a small change of look are kept, the rest is for the template.
    fn span(&mut self, inner: &str, braces: &str, out: &mut String) {
        let attributes = Attributes::read(braces);
        let words = self.line(inner);
        if let Some(language) = attributes.get("lang").filter(|_| !words.contains("](")) {
            out.push_str(&format!("[{words}]{{lang={language}}}"));
        } else if attributes.has("underline") || attributes.has("ul") {
            out.push_str(&format!("*{words}*"));
        } else if attributes.has("mark") || attributes.has("hl") {
            out.push_str(&format!("**{words}**"));
        } else {
            out.push_str(&words);
        }
    }

    /// `[[Page]]`, `[[Page#Heading|words]]`
    fn page_of_wiki(&mut self, inner: &str) -> String {
        let (page, words) = inner.split_once('|').unwrap_or((inner, inner));
        let (name, heading) = page.split_once('#').unwrap_or((page, ""));
        let target = if name.is_empty() { None } else { self.target(&format!("{}.md", name.replace(' ', "%20"))) };
        let target = target.or_else(|| {
            self.labels.titled(if heading.is_empty() { name } else { heading }).map(|label| format!("#{label}"))
        });
        match target {
            Some(target) => format!("[{words}]({target})"),
            None => {
                let remark = Remark::to_know(format!("a link to the page `{page}`"), "Link to where readers find it.");
                format!("{}{}", self.mark(remark), scan::literal(words))
            }
        }
    }

    /// Whether an address leads out of the paper.
    pub(super) fn is_remote(address: &str) -> bool {
        is_web(address) || address.starts_with("//") || address.starts_with("data:")
    }
}

/// An address without `{{ … }}`.
fn without_values(address: &str) -> String {
    let (mut out, mut rest) = (String::new(), address);
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        rest = behind.split_once("}}").map_or("", |(_, after)| after);
    }
    out + rest
}

/// A name of a definition: case and blanks say nothing.
pub(super) fn normal(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Inlines<'_> {
    /// Makes the addresses known that definitions give names.
    pub(in super::super) fn define(&mut self, definitions: &[String]) {
        for definition in definitions {
            if let Some((name, address)) = definition.split_once("]:") {
                let address = address.trim().trim_start_matches('<').trim_end_matches('>');
                self.addresses.entry(normal(&name[1..])).or_insert_with(|| address.to_owned());
            }
        }
    }

    /// Whether a definition is needed as it is: its address leads out of the paper.
    pub(in super::super) fn keeps(&mut self, definition: &str) -> bool {
        let Some((_, address)) = definition.split_once("]:") else { return false };
        let address = address.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        self.target(&address).is_some_and(|target| !target.starts_with('#'))
    }
}

/// The length of the attributes that a text begins with; those of kramdown have a colon.
pub(super) fn attributes_of(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('{') else { return 0 };
    let (whole, inner) = (inner.len(), inner.trim_start_matches(' '));
    let is_list = inner.starts_with(['.', '#', ':', '='])
        || inner.split(['=', '}']).next().is_some_and(|key| {
            !key.is_empty()
                && key.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'))
                && inner.contains('=')
        });
    match inner.find('}') {
        Some(end) if is_list && !inner.starts_with('{') => whole - inner.len() + end + 2,
        _ => 0,
    }
}
