//! Link definitions (`[name]: address "title"`): comrak takes them in wherever a paragraph can begin, and tells nobody.
//! Here they are found again in the author's lines, so that no line goes unprinted in silence.

use std::collections::HashSet;
use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

use crate::section::{LinkDefinition, Usage};
use crate::source::Spanned;

use super::reader::Reader;

/// By what links and images name the definitions that they use.
#[derive(Default)]
pub(super) struct Uses {
    /// As they are compared.
    names: HashSet<String>,
    /// The addresses of those whose place is not known for sure.
    addresses: HashSet<String>,
}

/// A definition, by where its parts stand in the file.
struct Found {
    name: Range<usize>,
    address: Range<usize>,
    title: Option<Range<usize>>,
    end: usize,
}

/// Bytes; a longer name defines nothing.
const MAX_NAME: usize = 1_000;

impl Reader<'_> {
    /// How many lines of a paragraph are definitions above its text. comrak forgets that it took them away.
    pub(super) fn count_definition_lines(&self, paragraph: Node, area: &Range<usize>) -> usize {
        match paragraph.data().value {
            NodeValue::Paragraph => {
                self.manuscript.masked(area.start..self.end_of_definitions(area)).matches('\n').count()
            }
            _ => 0,
        }
    }

    /// Whether the definition of a link may stand in what prints nothing.
    pub(super) fn may_define(&self, range: &Range<usize>) -> bool {
        let end = self.line_from(range.start).end.max(range.end);
        self.manuscript.masked(range.start..end).contains("]:")
    }

    /// Where the definitions at the start of `area` end.
    fn end_of_definitions(&self, area: &Range<usize>) -> usize {
        let mut end = area.start;
        while let Some(found) = definition(self.manuscript.masked(0..area.end), self.past_marks(end..area.end)) {
            end = self.past_line(found.end..area.end);
        }
        end
    }

    /// Notes the name by which a link or image at `range` finds its address. Returns whether it has none of its own.
    pub(super) fn use_definition(&mut self, range: Range<usize>, address: &str) -> bool {
        let text = self.manuscript.masked(range);
        let Some(rest) = text.strip_prefix('!').unwrap_or(text).strip_prefix('[') else {
            if !text.starts_with('<') {
                self.uses.addresses.insert(address.to_owned());
            }
            return false;
        };
        // Attributes may follow.
        let rest = rest.rfind(['[', ']', ')']).map_or(rest, |last| &rest[..=last]);
        let Some(inner) = rest.strip_suffix(']') else { return false };
        let name = match inner.strip_suffix("][") {
            Some(text) => text,
            None => inner.rsplit_once("][").map_or(inner, |(_, name)| name),
        };
        self.uses.names.insert(folded(name));
        true
    }

    /// All definitions of the file, once all else in it is read.
    pub(super) fn link_definitions(&mut self, root: Node) -> Vec<LinkDefinition> {
        let mut known = HashSet::new();
        let uses = std::mem::take(&mut self.uses);
        let definition = |Found { name, address, title, end }: Found| {
            let (typed, target) = (self.manuscript.written(name.clone()), self.manuscript.written(address.clone()));
            let folded = folded(typed);
            let is_used = uses.names.contains(&folded) || uses.addresses.contains(target);
            LinkDefinition {
                span: self.span(name.start - 1..end),
                name: Spanned::new(typed.to_owned(), self.span(name)),
                address: Spanned::new(target.to_owned(), self.span(address)),
                title: title.map(|title| self.span(title)),
                usage: match known.insert(folded) {
                    false => Usage::Duplicate,
                    true if is_used => Usage::Used,
                    true => Usage::Unused,
                },
            }
        };
        let (found, unread) = self.find_definitions(root);
        let definitions = found.into_iter().map(definition).collect();
        for lines in unread {
            let help = "Leave a blank line above and below it, and begin it at the left margin.";
            self.error("unprinted-line", lines, "nothing makes anything of this line, so it is not printed", help);
        }
        definitions
    }

    /// The definitions between what comrak gives back, and the lines there that are none: nothing has read them.
    fn find_definitions(&self, root: Node) -> (Vec<Found>, Vec<Range<usize>>) {
        let (mut found, mut unread, mut read) = (Vec::new(), Vec::new(), Vec::new());
        self.collect_read(root, &mut read);
        read.sort_by_key(|range| range.start);
        let Range { start: mut at, end } = self.window.bounds;
        read.push(end..end);
        for range in read {
            while at < range.start {
                let start = self.past_marks(at..range.start);
                let definition = definition(self.manuscript.masked(0..range.start), start);
                at = self.past_line(definition.as_ref().map_or(start, |found| found.end)..range.start);
                if definition.is_none() && self.says_something(start..at) {
                    unread.push(start..start + self.manuscript.masked(start..at).trim_ascii_end().len());
                }
                found.extend(definition);
            }
            at = at.max(range.end);
        }
        (found, unread)
    }

    /// Whether more stands in a line than marks of what is empty, and the end of a block.
    fn says_something(&self, line: Range<usize>) -> bool {
        let text = self.manuscript.masked(line).trim_ascii();
        let is_end = text.starts_with(":::") && text.bytes().all(|byte| byte == b':');
        let rest = text.trim_start_matches(|one: char| one.is_ascii_digit());
        !text.is_empty() && !is_end && !matches!(rest, "-" | "*" | "+" | "." | ")" | ":" | "~")
    }

    /// What comrak gives back: where text stands, and the openings of blocks.
    fn collect_read(&self, parent: Node, read: &mut Vec<Range<usize>>) {
        for node in parent.children() {
            let (range, data) = (self.block_range(node), node.data());
            match &data.value {
                // comrak forgets where one ends that a fence cuts off.
                NodeValue::Paragraph => {
                    let start = self.end_of_definitions(&range);
                    read.push(start..range.end.max(self.line_from(start.min(range.end)).end));
                }
                NodeValue::Heading(_)
                | NodeValue::CodeBlock(_)
                | NodeValue::HtmlBlock(_)
                | NodeValue::ThematicBreak
                | NodeValue::Table(_) => read.push(range),
                // comrak forgets where one ends if its meaning is in the next line.
                NodeValue::DescriptionTerm => {
                    let meaning = node.next_sibling().map(|details| self.offset(details.data().sourcepos.start));
                    read.push(range.start..meaning.unwrap_or(range.end).max(range.end));
                }
                NodeValue::FootnoteDefinition(note) => {
                    read.push(range.start..range.start + "[^]:".len() + note.name.len());
                    self.collect_read(node, read);
                }
                NodeValue::BlockDirective(_) => {
                    read.push(self.line_from(range.start));
                    self.collect_read(node, read);
                }
                _ => self.collect_read(node, read),
            }
        }
    }

    /// Behind what makes a line part of a quote, a list or a meaning.
    fn past_marks(&self, range: Range<usize>) -> usize {
        let mut line = self.manuscript.masked(range.clone());
        loop {
            line = line.trim_start_matches([' ', '\t', '>']);
            let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let mark = if digits.len() < line.len() { ['.', ')'].as_slice() } else { &['-', '*', '+', ':', '~'] };
            match digits.strip_prefix(mark).filter(|rest| rest.starts_with([' ', '\t'])) {
                Some(rest) => line = rest,
                None => return range.end - line.len(),
            }
        }
    }

    /// Behind the end of the line that `range` begins in.
    fn past_line(&self, range: Range<usize>) -> usize {
        self.manuscript.masked(range.clone()).find('\n').map_or(range.end, |end| range.start + end + 1)
    }
}

/// The definition that stands at a byte of `text`.
fn definition(text: &str, at: usize) -> Option<Found> {
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let name =
        at + 1..at + 1 + closing(rest(at).strip_prefix('[')?, ']', Some('[')).filter(|length| *length < MAX_NAME)?;
    let named = rest(name.end).strip_prefix("]:").filter(|_| !text[name.clone()].trim().is_empty())?;
    let start = text.len() - past_blanks(named).len();
    let address = match rest(start).strip_prefix('<') {
        Some(inner) => {
            start + 1..start + 1 + closing(inner, '>', Some('<')).filter(|end| !inner[..*end].contains('\n'))?
        }
        None => start..start + bare_length(rest(start))?,
    };
    let end = address.end + usize::from(rest(start).starts_with('<'));
    let ends_line =
        |at: &usize| rest(*at).trim_start_matches([' ', '\t']).starts_with('\n') || rest(*at).trim().is_empty();
    let titled = Some(past_blanks(rest(end))).filter(|title| title.len() < rest(end).len()).and_then(|title| {
        let (close, forbidden) = match title.chars().next()? {
            '(' => (')', Some('(')),
            quote @ ('"' | '\'') => (quote, None),
            _ => return None,
        };
        let start = text.len() - title.len();
        Some(start..start + 1 + closing(&title[1..], close, forbidden)? + 1)
    });
    let title = titled.filter(|title| ends_line(&title.end));
    let end = title.as_ref().map(|title| title.end).or(Some(end).filter(ends_line))?;
    Some(Found { name, address, title, end })
}

/// The bytes of an address that stands there without angle brackets: up to a blank, its parentheses in pairs.
fn bare_length(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0, false);
    let end = text.find(|character: char| match character {
        _ if std::mem::take(&mut is_escaped) => false,
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth -= 1;
            depth < 0
        }
        '\\' => {
            is_escaped = true;
            false
        }
        _ => character.is_ascii_whitespace(),
    });
    let length = end.unwrap_or(text.len());
    (depth == 0 && length > 0).then_some(length)
}

/// The bytes up to a mark that no backslash escapes, if neither an empty line nor `forbidden` comes first.
fn closing(text: &str, mark: char, forbidden: Option<char>) -> Option<usize> {
    let (mut is_escaped, mut is_blank) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' => is_escaped = true,
            '\n' if is_blank => return None,
            _ if character == mark => return Some(at),
            _ if Some(character) == forbidden => return None,
            _ => {}
        }
        is_blank = character == '\n' || is_blank && matches!(character, ' ' | '\t' | '>');
    }
    None
}

/// Text behind blanks and at most one line's end, with what makes the next line part of a quote.
fn past_blanks(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t']);
    text.strip_prefix('\n').map_or(text, |next| next.trim_start_matches([' ', '\t', '>']))
}

/// A name as names are compared.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
