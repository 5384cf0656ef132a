//! JSON (RFC 8259) with places. Items before a mistake are kept.

use super::raw::Text;
use super::tree::{MAX_DEPTH, Node, Value, unexpected};
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The items of a list, or of the list `items` or `references` in a map, and the mistake that ended them.
pub(super) fn items(source: &Source) -> (Vec<Node>, Option<Box<Diagnostic>>) {
    let mut reader = Reader { source, text: source.text(), at: 0 };
    let mut items = Vec::new();
    reader.blanks();
    if reader.peek() != Some(b'[') {
        return match reader.value(0) {
            Ok(node) => {
                let list = ["items", "references"].iter().find_map(|name| node.get(name));
                (list.map_or_else(|| vec![node.clone()], |list| list.list().to_vec()), reader.end())
            }
            Err(found) => (items, Some(found)),
        };
    }
    reader.at += 1;
    loop {
        reader.blanks();
        match reader.peek() {
            Some(b']') => {
                reader.at += 1;
                return (items, reader.end());
            }
            Some(b',') => reader.at += 1,
            _ => match reader.value(0) {
                Ok(item) => items.push(item),
                Err(found) => return (items, Some(found)),
            },
        }
    }
}

/// One value that a text begins with, in the looser form of YAML.
pub(super) fn flow(source: &Source, at: usize) -> Result<Node, Box<Diagnostic>> {
    Reader { source, text: source.text(), at }.value(0)
}

struct Reader<'a> {
    source: &'a Source,
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// What is amiss if something stands behind the last value.
    fn end(&mut self) -> Option<Box<Diagnostic>> {
        self.blanks();
        self.peek().map(|_| unexpected(self.source, self.at, "the end of the file"))
    }

    fn value(&mut self, depth: usize) -> Result<Node, Box<Diagnostic>> {
        self.blanks();
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(unexpected(self.source, start, "fewer lists within lists"));
        }
        let value = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(byte) if !b"]},:".contains(&byte) => {
                let rest = &self.text[start..];
                let length = rest.find([',', ']', '}', '\n']).unwrap_or(rest.len());
                self.at += length;
                let word = rest[..length].trim();
                Value::Text(if word == "null" { String::new() } else { word.trim_matches('\'').to_owned() })
            }
            _ => return Err(unexpected(self.source, start, "a value")),
        };
        Ok(Node { span: self.source.span(start..self.at), value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, Box<Diagnostic>> {
        self.at += 1;
        let mut nodes = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::List(nodes));
                }
                Some(b',') => self.at += 1,
                Some(_) => nodes.push(self.value(depth + 1)?),
                None => return Err(unexpected(self.source, self.at, "`]`")),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Box<Diagnostic>> {
        self.at += 1;
        let mut pairs = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::Map(pairs));
                }
                Some(b',') => self.at += 1,
                Some(_) => {
                    let start = self.at;
                    let key = match self.peek() {
                        Some(b'"') => self.string()?,
                        _ => {
                            let rest = &self.text[start..];
                            let length = rest.find([':', ',', '}', '\n']).unwrap_or(rest.len());
                            self.at += length;
                            rest[..length].trim().to_owned()
                        }
                    };
                    let span = self.source.span(start..self.at);
                    self.blanks();
                    if self.peek() != Some(b':') {
                        return Err(unexpected(self.source, self.at, "`:`"));
                    }
                    self.at += 1;
                    pairs.push((Text { text: key, span, is_typed: false }, self.value(depth + 1)?));
                }
                None => return Err(unexpected(self.source, self.at, "`}`")),
            }
        }
    }

    fn string(&mut self) -> Result<String, Box<Diagnostic>> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(length) = rest.find(['"', '\\']) else {
                return Err(unexpected(self.source, self.text.len(), "`\"`"));
            };
            string.push_str(&rest[..length]);
            self.at += length + 1;
            if rest[length..].starts_with('"') {
                return Ok(string);
            }
            let escape = self.text[self.at..].chars().next().unwrap_or_default();
            self.at += escape.len_utf8().min(self.text.len() - self.at);
            match escape {
                'n' | 't' | 'r' | 'f' | 'b' => string.push(' '),
                'u' => string.push(self.code()),
                other => string.push(other),
            }
        }
    }

    /// The character of four hexadecimal digits, or of twice four.
    fn code(&mut self) -> char {
        let mut unit = || {
            let unit = self.text.get(self.at..self.at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            self.at += if unit.is_some() { 4 } else { 0 };
            unit.unwrap_or(0xfffd)
        };
        let first = unit();
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).unwrap_or('\u{fffd}');
        }
        if !self.text[self.at..].starts_with("\\u") {
            return '\u{fffd}';
        }
        self.at += 2;
        let unit = self.text.get(self.at..self.at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += if unit.is_some() { 4 } else { 0 };
        let second = unit.filter(|second| (0xdc00..0xe000).contains(second));
        let code = second.map(|second| 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        code.and_then(char::from_u32).unwrap_or('\u{fffd}')
    }
}
