//! What is being written at a byte of a TOML text, whatever stands around it.

use std::ops::Range;

use toml_parser::lexer::TokenKind;
use toml_parser::{Source, Span};

/// Where in the tables a byte stands, and what it is a part of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The keys of the table around it.
    pub table: Vec<String>,
    pub spot: Spot,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Spot {
    /// The name in a header, between its brackets.
    Header(Range<usize>),
    /// A key, or where one can stand.
    Key(Range<usize>),
    /// A value of that key, or an item of its list: what is between its quotes, or where they can stand.
    Value {
        key: String,
        range: Range<usize>,
        is_quoted: bool,
        /// Whether a quote closes it.
        is_closed: bool,
    },
    /// A remark, or behind a value.
    #[default]
    Nowhere,
}

impl Cursor {
    /// What is written at byte `at` of a text.
    pub fn at(text: &str, at: usize) -> Self {
        let mut reader = Reader { text, at, ..Reader::default() };
        for token in Source::new(text).lex() {
            if reader.token(token.kind(), range(token.span())) {
                break;
            }
        }
        Self { table: reader.table, spot: reader.spot }
    }

    /// The same in a text before which `length` more bytes stand.
    pub fn shifted(mut self, length: usize) -> Self {
        if let Spot::Header(range) | Spot::Key(range) | Spot::Value { range, .. } = &mut self.spot {
            *range = range.start + length..range.end + length;
        }
        self
    }
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    at: usize,
    table: Vec<String>,
    /// The header that is being read.
    header: Option<Vec<String>>,
    /// The keys of the line so far,
    keys: Vec<String>,
    /// and whether their value comes next.
    is_value: bool,
    /// Brackets that are open in a value.
    depth: usize,
    /// Where a key or header can begin.
    start: usize,
    spot: Spot,
}

impl Reader<'_> {
    /// Takes the next token. Returns whether it is the one that the byte stands in.
    fn token(&mut self, kind: TokenKind, place: Range<usize>) -> bool {
        use TokenKind as Kind;
        let is_word = matches!(
            kind,
            Kind::Atom | Kind::BasicString | Kind::LiteralString | Kind::MlBasicString | Kind::MlLiteralString
        );
        // A word is still being written at its end; all else is over there.
        let is_here = match is_word {
            true => (place.start..=place.end).contains(&self.at),
            false => (place.start..place.end).contains(&self.at) || kind == Kind::Eof,
        };
        if is_here && kind == Kind::Comment && self.at > place.start {
            self.spot = Spot::Nowhere;
            return true;
        }
        if is_here && is_word {
            self.spot = self.word(kind, place);
            return true;
        }
        if is_here {
            self.spot = self.gap();
            return true;
        }
        // A list that nothing closes ends where a key or header stands.
        if kind == Kind::Newline && begins_anew(&self.text[place.end..]) {
            self.depth = 0;
        }
        match kind {
            Kind::Newline if self.depth == 0 => {
                self.table = self.header.take().unwrap_or(std::mem::take(&mut self.table));
                self.keys.clear();
                self.is_value = false;
                self.start = place.end;
            }
            Kind::LeftSquareBracket | Kind::LeftCurlyBracket if self.is_value => self.depth += 1,
            Kind::RightSquareBracket | Kind::RightCurlyBracket if self.is_value => {
                self.depth = self.depth.saturating_sub(1);
            }
            Kind::LeftSquareBracket if self.keys.is_empty() => {
                self.header.get_or_insert_default();
                self.start = place.end;
            }
            Kind::Equals if self.depth == 0 => self.is_value = true,
            _ if is_word && !self.is_value => {
                let word = self.text[place].trim_matches(['"', '\'']).to_owned();
                self.header.as_mut().unwrap_or(&mut self.keys).push(word);
            }
            _ => {}
        }
        false
    }

    /// What a word is.
    fn word(&self, kind: TokenKind, place: Range<usize>) -> Spot {
        let written = &self.text[place.clone()];
        let is_quoted = kind != TokenKind::Atom;
        if !self.is_value {
            let place = self.start + self.text[self.start..place.start].len()
                - self.text[self.start..place.start].trim_start().len()..place.end;
            return if self.header.is_some() { Spot::Header(place) } else { Spot::Key(place) };
        }
        let mut range = place;
        let mut is_closed = false;
        if is_quoted {
            let quote = &written[..1];
            let length = if written.starts_with(&quote.repeat(3)) { 3 } else { 1 };
            is_closed = written.len() >= 2 * length && written.ends_with(&quote.repeat(length));
            let end = if is_closed { range.end - length } else { range.end };
            if self.at < range.start + length || self.at > end {
                return Spot::Nowhere;
            }
            range = range.start + length..end;
        }
        Spot::Value { key: self.keys.join("."), range, is_quoted, is_closed }
    }

    /// What can stand where no word stands.
    fn gap(&self) -> Spot {
        let here = self.at..self.at;
        let behind = self.text[..self.at].trim_end();
        match (self.is_value, &self.header) {
            (true, _) if behind.ends_with(['=', '[', ',']) => {
                Spot::Value { key: self.keys.join("."), range: here, is_quoted: false, is_closed: false }
            }
            (false, Some(_)) if behind.ends_with(['[', '.']) => Spot::Header(self.start..self.at),
            (false, None) if self.keys.is_empty() || behind.ends_with('.') => {
                Spot::Key(self.at - self.text[self.start..self.at].trim_start().len()..self.at)
            }
            _ => Spot::Nowhere,
        }
    }
}

/// Whether a line begins with a key and its sign, or is a header.
fn begins_anew(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim();
    let is_name = |one: char| one.is_ascii_alphanumeric() || "_-.".contains(one);
    let inner = line.trim_start_matches('[');
    let behind = inner.trim_start_matches(is_name);
    let is_header = inner.len() < line.len() && behind.bytes().all(|byte| byte == b']');
    behind.len() < inner.len() && (is_header || inner.len() == line.len() && behind.trim_start().starts_with('='))
}

fn range(span: Span) -> Range<usize> {
    span.start()..span.end()
}
