//! Attributes: `{#label .class key="value"}`, each with its place.

use std::ops::Range;

use crate::diagnostic::{listed, nearest};
use crate::language;
use crate::section::{Label, MAX_TEXT, Text};
use crate::source::Spanned;

use super::guide::WrittenAttribute;
use super::manuscript::show_colons;
use super::reader::Reader;

/// Bytes of a label, as of the keys of works.
const MAX_LABEL: usize = 100;

/// What stood between two braces. Whatever is not taken out is reported by [`Reader::finish`].
#[derive(Debug, Default, PartialEq)]
pub(super) struct Attributes {
    pub(super) range: Range<usize>,
    list: Vec<Attribute>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Attribute {
    /// `#` for a label, `.name` for a class, else the key.
    name: String,
    pub(super) range: Range<usize>,
    /// Without quotes and their backslashes.
    pub(super) value: String,
    /// Where it stands between its quotes.
    pub(super) value_range: Range<usize>,
}

/// Reads attributes that open at byte `start` of `text`. [`None`] if they are not well formed.
pub(super) fn parse(text: &str, start: usize) -> Option<Attributes> {
    let mut attributes = Attributes::default();
    let mut at = start + text[start..].strip_prefix('{').map(|_| 1)?;
    loop {
        at += text[at..].len() - text[at..].trim_ascii_start().len();
        let rest = &text[at..];
        if rest.starts_with('}') {
            attributes.range = start..at + 1;
            return Some(attributes);
        }
        let word = rest.find(|c: char| c.is_whitespace() || "{}=\"".contains(c))?;
        let (name, value_start) = match rest.as_bytes()[0] {
            b'#' => ("#".to_owned(), at + 1),
            b'.' => (rest[..word].to_owned(), at + 1),
            _ if word > 0 && rest[word..].starts_with('=') => (rest[..word].to_owned(), at + word + 1),
            _ => return None,
        };
        let (value, value_range, end) = parse_value(text, value_start)?;
        attributes.list.push(Attribute { name, range: at..end, value, value_range });
        at = end;
        if !text[at..].starts_with(|c: char| c.is_whitespace() || c == '}') {
            return None;
        }
    }
}

fn parse_value(text: &str, start: usize) -> Option<(String, Range<usize>, usize)> {
    let Some(quoted) = text[start..].strip_prefix('"') else {
        let length = text[start..].find(|c: char| c.is_whitespace() || "{}=\"".contains(c))?;
        let range = start..start + length;
        return (length > 0).then(|| (text[range.clone()].to_owned(), range.clone(), range.end));
    };
    let (mut value, mut characters) = (String::new(), quoted.char_indices());
    loop {
        match characters.next()? {
            (length, '"') => {
                let range = start + 1..start + 1 + length;
                return Some((value, range.clone(), range.end + 1));
            }
            (_, '\\') => value.push(characters.next()?.1),
            (_, character) => value.push(character),
        }
    }
}

/// What a value says without the backslashes in it.
fn unescaped(written: &str) -> String {
    let (mut value, mut characters) = (String::with_capacity(written.len()), written.chars());
    while let Some(character) = characters.next() {
        value.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    value
}

impl Attributes {
    /// Takes out the label, the class (`.name`) or the value of a key; the last one if it is there twice, as the
    /// first is then reported.
    pub(super) fn take(&mut self, name: &str) -> Option<Attribute> {
        let at = self.list.iter().rposition(|attribute| attribute.name == name)?;
        Some(self.list.remove(at))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.list.iter().any(|attribute| attribute.name == name)
    }

    /// Each as it is written.
    pub(super) fn written(self) -> impl Iterator<Item = WrittenAttribute> {
        self.list.into_iter().map(|Attribute { name, range, value_range: value, .. }| WrittenAttribute {
            name,
            range,
            value,
        })
    }

    /// What was written in `text`, from where these were read, in the order of `known`.
    pub(super) fn in_order<'t>(&self, text: &'t str, known: &[&str]) -> Vec<&'t str> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by_key(|attribute| known.iter().position(|name| *name == attribute.name));
        list.into_iter().map(|attribute| &text[attribute.range.clone()]).collect()
    }

    /// Whether these are the ones that comrak read.
    pub(super) fn agrees_with(&self, read: &comrak::nodes::Attributes) -> bool {
        let values = |is_wanted: fn(&str) -> bool| {
            self.list.iter().filter(move |attribute| is_wanted(&attribute.name)).map(|attribute| &attribute.value)
        };
        values(|name| name == "#").next_back() == read.id.as_ref()
            && values(|name| name.starts_with('.')).eq(&read.classes)
            && values(|name| !name.starts_with(['#', '.'])).eq(read.pairs.iter().map(|(_, value)| value))
    }
}

/// What other tools have an attribute for, with what to write here.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&[".appendix"], "Write `.annex` at a heading of the first level: `# Methods {.annex}`."),
    (&[".unlisted", ".notoc"], "The contents list each heading; `contents = false` in paper.toml leaves them out."),
    (&[".landscape"], "Put what is to be turned between `::: landscape` and `:::`, on lines of their own."),
    (
        &[".new-page", ".pagebreak", ".newpage", ".page-break"],
        "Write `.new-page` at the heading that begins the page; `chapters` in paper.toml speaks of all chapters.",
    ),
    (&["title"], "Boxes alone have titles: write it as the first line, in bold, or as a heading above."),
    (&["height"], "Give the `width`: the height follows from it."),
    (&["align", ".center", ".left", ".right"], "Delete it: where it stands is for the template."),
    (&["lang"], "Put the words between brackets, `[words]{lang=de}`, or whole blocks below a line `::: {lang=de}`."),
];

impl Reader<'_> {
    /// Takes out the label, if it is one.
    pub(super) fn label(&mut self, attributes: &mut Attributes) -> Option<Spanned<Label>> {
        let label = attributes.take("#")?;
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !label.value.bytes().all(is_part) || label.value.is_empty() {
            let help = "A label is made of a–z, 0–9 and hyphens.";
            let written = self.manuscript.written(label.value_range.clone());
            self.error("invalid-label", label.range, format!("`{written}` cannot be a label"), help);
            return None;
        }
        if label.value.len() > MAX_LABEL {
            let message = format!("this label is longer than {MAX_LABEL} bytes");
            self.error("too-long", label.value_range.clone(), message, "Shorten it.");
        }
        Some(Spanned::new(Label::Given(label.value), self.span(label.value_range)))
    }

    /// Takes out the language, if it is one.
    pub(super) fn language(&mut self, attributes: &mut Attributes) -> Option<Spanned<String>> {
        let attribute = attributes.take("lang")?;
        match language::tag(&attribute.value) {
            Ok(tag) => Some(Spanned::new(tag, self.span(attribute.value_range))),
            Err((message, help)) => {
                self.error("invalid-language", attribute.value_range, message, &help);
                None
            }
        }
    }

    /// Takes out a key's value, in which no `{{ value }}` can stand. It may run over lines.
    pub(super) fn text_of(&mut self, attributes: &mut Attributes, key: &str) -> Option<Text> {
        let attribute = attributes.take(key)?;
        let range = attribute.value_range;
        if self.manuscript.has_value(range.clone()) {
            let message = "a `{{ value }}` cannot stand in an attribute";
            self.error("misplaced-expression", range.clone(), message, "Write the text itself.");
        }
        if range.len() > MAX_TEXT {
            let message = format!("this is longer than {MAX_TEXT} bytes");
            self.error("too-long", range.clone(), message, "Shorten it, and say the rest in the text.");
        }
        // What comrak is given in the place of the marks of items is not what stands there.
        let value = unescaped(self.manuscript.written(range.clone()));
        let value = if value.contains('\n') { value.split_whitespace().collect::<Vec<_>>().join(" ") } else { value };
        Some(Text::read(self.manuscript.source, self.span(range), value))
    }

    /// Reports the attributes that `owner` does not know; `known` are those that it has.
    pub(super) fn finish(&mut self, attributes: Attributes, owner: &str, known: &[&str]) {
        for Attribute { name, range, .. } in attributes.list {
            let written = self.manuscript.written(range.clone());
            let shown = if name == "#" { written.into() } else { show_colons(&name) };
            if known.contains(&name.as_str()) {
                let message = format!("`{shown}` is given twice");
                self.error("duplicate-attribute", range, message, "Keep one of them.");
                continue;
            }
            let elsewhere = ELSEWHERE.iter().find(|(names, _)| names.contains(&name.as_str()));
            let help = match (nearest(&name, known.iter().copied()), known) {
                (Some(near), _) => format!("Did you mean `{near}`?"),
                (None, _) if let Some((_, help)) = elsewhere => (*help).to_owned(),
                (None, []) => format!("{owner} takes no attributes."),
                (None, _) => {
                    let known = known.iter().map(|name| if *name == "#" { "#label" } else { name });
                    format!("{owner} takes {}.", listed(known))
                }
            };
            self.error("unknown-attribute", range, format!("`{shown}` means nothing here"), &help);
        }
    }

    /// Reports braces that look like attributes but are not.
    pub(super) fn malformed_attributes(&mut self, range: Range<usize>) {
        let help = "Write `{#label key=\"value\"}`, separated by spaces; a label is made of a–z, 0–9 and hyphens.";
        self.error("invalid-attribute", range, "these attributes cannot be read", help);
    }
}
