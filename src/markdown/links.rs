//! Links and references.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::{NodeLink, NodeValue};

use crate::section::{Inline, InlineKind, Label, Pattern, Target};
use crate::source::{Span, Spanned};

use super::attributes;
use super::guide;
use super::inlines::Braces;
use super::reader::Reader;
use super::text::Run;

/// Longer addresses are not written by people, and PDF readers differ in what they make of them.
const MAX_ADDRESS: usize = 2_000;

impl Reader<'_> {
    pub(super) fn link(&mut self, node: Node, link: &NodeLink, level: usize) -> Option<Inline> {
        if let Some(braces) = self.manuscript.language(&link.url) {
            return Some(self.passage(node, braces, level));
        }
        let range = self.inline_range(node, &["[", "<"]);
        self.refuse_extras(node, link, range.clone());
        let place = self.destination(&range, &link.url);
        let kind = match link.url.strip_prefix('#') {
            Some(label) => {
                self.reference(node, Spanned::new(Label::Given(label.to_owned()), place), range.clone(), level)
            }
            None => {
                let errors = self.errors;
                let content = if self.manuscript.masked(range.clone()).starts_with('<') {
                    self.plain_text(node)
                } else {
                    self.inlines(node, level + 1, Braces::Plain)
                };
                self.refuse_citations(&content);
                if content.is_empty() && self.errors == errors {
                    let help = "Write the words to click on between the brackets.";
                    self.error("empty-link", range.clone(), "this link has no text", help);
                }
                // An address that was refused leads nowhere; the words are there all the same.
                let url = self.address(&link.url, place).unwrap_or_default();
                InlineKind::Link { target: Target::Url(url), older: None, older_content: None, content }
            }
        };
        Some(Inline::new(self.span(range), kind))
    }

    /// `[words]{lang=de}`, which comrak took for a link.
    fn passage(&mut self, node: Node, braces: Range<usize>, level: usize) -> Inline {
        let range = self.inline_range(node, &["["]);
        let text = self.manuscript.source.text();
        let mut attributes = attributes::parse(text, braces.start).expect("they were read when they were masked");
        let language = self.language(&mut attributes);
        self.finish(attributes, "A passage", guide::PASSAGE);
        let errors = self.errors;
        let content = self.inlines(node, level + 1, Braces::Plain);
        if self.manuscript.written(range.clone()).starts_with("[^") {
            let help = "Delete the braces: a note is in the language of the paper, and may hold words of another.";
            self.error("invalid-attribute", braces.clone(), "the call of a footnote has no language", help);
        } else if content.is_empty() && self.errors == errors {
            let help = "Write the words that are in the other language between the brackets.";
            self.error("invalid-attribute", range.clone(), "nothing is in the language that stands here", help);
        }
        // One that is none was reported.
        let language = language.unwrap_or_else(|| Spanned::new("und".to_owned(), self.span(braces)));
        Inline::new(self.span(range), InlineKind::Passage { language, content })
    }

    /// A link to a place in the paper: words to click on, or a pattern for what to print.
    fn reference(&mut self, node: Node, label: Spanned<Label>, range: Range<usize>, level: usize) -> InlineKind {
        let pattern = self.items(node, level + 1, Braces::Placeholder);
        if pattern.is_empty() {
            self.leaf.after_blank = false;
            return InlineKind::Reference { label, pattern: vec![Pattern::Default(self.span(range))] };
        }
        let content: Vec<Inline> = pattern.iter().filter_map(text_of).cloned().collect();
        self.refuse_citations(&content);
        match content.len() == pattern.len() {
            true => InlineKind::Link { target: Target::Label(label.value), older: None, older_content: None, content },
            false => InlineKind::Reference { label, pattern },
        }
    }

    /// The text of `<https://…>`, in which nothing has a meaning.
    fn plain_text(&mut self, node: Node) -> Vec<Inline> {
        let (mut run, mut items) = (Run::default(), Vec::new());
        for child in node.children() {
            if let NodeValue::Text(text) = &child.data().value {
                self.add_text(child, text, &mut run);
            }
        }
        self.write(&run, 0..run.text().len(), &mut items);
        items.iter().filter_map(text_of).cloned().collect()
    }

    fn refuse_citations(&mut self, content: &[Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::Citation(_) => {
                    let help = "Close the link before the citation, which is a link itself.";
                    self.error("misplaced-citation", inline.span.range(), "a link's text cannot have a citation", help);
                }
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Passage { content: inner, .. } => self.refuse_citations(inner),
                _ => {}
            }
        }
    }

    /// Attributes and titles are read by comrak, and would be lost.
    fn refuse_extras(&mut self, node: Node, link: &NodeLink, range: Range<usize>) {
        if let Some(attributes) = self.inline_attributes(node, &range) {
            self.finish(attributes, "A link", &[]);
        }
        self.warn_of_title(link, range);
    }

    pub(super) fn warn_of_title(&mut self, link: &NodeLink, range: Range<usize>) {
        // That of a definition is told where it stands.
        let has_own_address = !self.use_definition(range.clone(), &link.url);
        if has_own_address && !link.title.is_empty() {
            let help = "Delete the title, or say it in the text.";
            self.warning("unprinted-title", range, "the title of a link or image is not printed", help);
        }
    }

    /// Where the destination of a link stands.
    pub(super) fn destination(&self, link: &Range<usize>, url: &str) -> Span {
        let text = self.manuscript.masked(link.start..self.leaf.area.end);
        let found = self.manuscript.masked(link.clone()).match_indices("](").find_map(|(at, opening)| {
            let rest = &text[at + opening.len()..];
            let start = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '<');
            start.starts_with(url).then(|| link.start + text.len() - start.len())
        });
        let range = found.filter(|_| !url.is_empty()).map_or(link.clone(), |start| start..start + url.len());
        let label = usize::from(url.starts_with('#') && range != *link);
        self.span(range.start + label..range.end)
    }

    /// Checks an address against the schemes that a paper may link to. `doi:` becomes its https address.
    fn address(&mut self, url: &str, place: Span) -> Option<String> {
        let at = place.range();
        if self.manuscript.find_value(url).is_some() {
            let help = "Write the address itself.";
            self.error("misplaced-expression", at, "a `{{ value }}` cannot stand in an address", help);
            return None;
        }
        let url = self.manuscript.unmask(url);
        if url.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') || url.len() > MAX_ADDRESS {
            let message = "an address with spaces, backslashes or control characters, or a very long one";
            self.error("unsafe-link", at, message, "Write the address as a browser shows it.");
            return None;
        }
        let (scheme, rest) = url.split_once(':').unwrap_or(("", &url));
        let has_host =
            rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#']));
        match scheme.to_ascii_lowercase().as_str() {
            scheme @ ("http" | "https") if has_host => Some(format!("{scheme}:{}", encoded(rest))),
            "mailto" if rest.contains('@') => Some(format!("mailto:{}", encoded(rest))),
            "doi" if rest.starts_with("10.") && rest.contains('/') => {
                Some(format!("https://doi.org/{}", encoded(rest)))
            }
            _ => {
                let help = match url {
                    _ if url.starts_with("www.") => format!("Write `https://{url}`."),
                    _ if url.contains(".md") => "Link to a heading by its label: `[](#label)`.".to_owned(),
                    _ => "Links lead to `https:`, `http:`, `mailto:` or `doi:10.…`, or to a `#label`.".to_owned(),
                };
                self.error("unsafe-link", at, format!("a paper cannot link to `{url}`"), &help);
                None
            }
        }
    }
}

/// What follows a scheme, with only such characters as RFC 3986 has for addresses; the rest is percent-encoded.
fn encoded(rest: &str) -> String {
    // A host may be a number in brackets.
    let host = rest.strip_prefix("//").map_or(0, |host| 2 + host.find(['/', '?', '#']).unwrap_or(host.len()));
    let mut encoded = String::with_capacity(rest.len());
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'[' | b']' if at < host => encoded.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) => encoded.push(byte.into()),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn text_of(item: &Pattern) -> Option<&Inline> {
    if let Pattern::Text(inline) = item { Some(inline) } else { None }
}
