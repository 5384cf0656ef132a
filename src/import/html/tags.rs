//! Tags of HTML, as far as texts have them.

use std::cell::Cell;

/// What has more attributes, or a longer value without quotation marks, is no tag.
const MAX_ATTRIBUTES: usize = 100;
const MAX_BARE: usize = 4 << 10;
/// Bytes in which the ends of elements are looked for in vain; then they are near, or there are none.
const MAX_IN_VAIN: usize = 32 << 20;
const MAX_NEAR: usize = 4 << 10;

/// A tag with its attributes.
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) is_end: bool,
    pub(super) length: usize,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The tag that `text` begins with.
    pub(super) fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('<')?;
        let (rest, is_end) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
        let end = rest.find(|one: char| !one.is_ascii_alphanumeric() && one != '-').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
        if !is_name || !rest[end..].starts_with(|one: char| one.is_whitespace() || matches!(one, '>' | '/')) {
            return None;
        }
        let (mut attributes, mut rest) = (Vec::new(), &rest[end..]);
        loop {
            rest = rest.trim_start_matches(|one: char| one.is_whitespace() || one == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Some(Self { name, is_end, length: text.len() - after.len(), attributes });
            }
            let end = rest.find(|one: char| one.is_whitespace() || matches!(one, '=' | '>' | '/'))?;
            if end == 0 || rest[..end].contains(['<', '"']) || attributes.len() > MAX_ATTRIBUTES {
                return None;
            }
            let key = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                match after.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
                    Some(quote) => {
                        let length = after[1..].find(quote)?;
                        value = &after[1..1 + length];
                        rest = &after[length + 2..];
                    }
                    None => {
                        let mut near = after.char_indices().take(MAX_BARE);
                        let (length, _) = near.find(|(_, one)| one.is_whitespace() || *one == '>')?;
                        value = &after[..length];
                        rest = &after[length..];
                    }
                }
            }
            attributes.push((key, value.to_owned()));
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// What stands up to the end of an element whose tag has just been read, and the bytes with its end tag.
pub(super) fn inner<'t>(text: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let (mut depth, mut at) = (1, 0);
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        match Tag::read(&text[start..]) {
            Some(tag) => {
                if tag.name == name {
                    depth = if tag.is_end { depth - 1 } else { depth + 1 };
                }
                at = start + tag.length;
                if depth == 0 {
                    return Some((&text[..start], at));
                }
            }
            None => at = start + 1,
        }
    }
    None
}

/// The same, in a text with many elements that nothing closes: `in_vain` counts the bytes that were read for nothing.
pub(super) fn bounded<'t>(text: &'t str, name: &str, in_vain: &Cell<usize>) -> Option<(&'t str, usize)> {
    let near = match in_vain.get() > MAX_IN_VAIN {
        true => text.char_indices().nth(MAX_NEAR).map_or(text, |(end, _)| &text[..end]),
        false => text,
    };
    let found = inner(near, name);
    if found.is_none() {
        in_vain.set(in_vain.get() + near.len());
    }
    found
}

/// A text without its tags.
pub(super) fn stripped(text: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        out.push_str(&text[at..start]);
        match Tag::read(&text[start..]) {
            Some(tag) => {
                if tag.name == "br" {
                    out.push('\n');
                }
                at = start + tag.length;
            }
            None => {
                out.push('<');
                at = start + 1;
            }
        }
    }
    out + &text[at..]
}

/// The names of characters that code and addresses hold, as the characters.
pub(super) fn decoded(text: &str) -> String {
    const NAMES: &[(&str, &str)] = &[
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    NAMES.iter().fold(text.to_owned(), |text, (name, character)| text.replace(name, character))
}
