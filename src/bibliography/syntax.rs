//! BibLaTeX text → raw entries and where each of their parts stands. A broken entry never hides those after it.
//!
//! We read the syntax ourselves: `biblatex` resolves `@string`s and braces by unbounded recursion, and stops at the
//! first mistake. What leaves here is bounded in number, size and depth, and has no abbreviation left in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::fields::{self, Role};
use super::loose::{self, COUNT, Guess, is_identifier, opens_entry};
use super::quoted::quoted;
use super::raw::{self, DROP, MAX_ENTRIES, MAX_ENTRY, RawEntry, RawField, TOO_LARGE, Text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, nearest};
use crate::source::{Source, Span};

/// More fields than this in one entry are refused.
const MAX_FIELDS: usize = 100;
/// A field's text, abbreviations expanded, in bytes.
pub(super) const MAX_FIELD: usize = 128 * 1024;
/// What all uses of abbreviations in one file add up to.
const MAX_EXPANDED: usize = 4 * 1024 * 1024;
/// Braces within braces.
pub(super) const MAX_DEPTH: usize = 32;

pub(super) const SYNTAX: Code = Code("bibliography-syntax");
pub(super) const MISSING_TYPE: Code = Code("missing-entry-type");

/// Reads one file. Reports every mistake, and returns every entry whose key can be told.
pub(super) fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Vec<RawEntry> {
    let strings = MONTHS.iter().map(|&month| (month.to_owned(), month.to_owned())).collect();
    let mut parser = Parser {
        source,
        text: source.text(),
        at: 0,
        strings,
        undefined: BTreeSet::new(),
        has_open_comment: false,
        is_private: false,
        expanded: 0,
        diagnostics,
    };
    let mut entries = Vec::new();
    while let Some(start) = parser.find_entry() {
        match parser.item(start) {
            Ok(Some(_)) if entries.len() == MAX_ENTRIES => {
                parser.diagnostics.push(raw::too_many(source.span(start..parser.at)));
                break;
            }
            Ok(entry) => entries.extend(entry),
            Err(broken) => parser.give_up(broken),
        }
    }
    entries
}

/// The abbreviations every BibLaTeX file may use; their value is what the `month` field takes.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Fields that no reader sees, and that are read all the same.
const LINKS: [&str; 2] = ["crossref", "xdata"];

/// Why the rest of an entry cannot be read.
struct Broken(Box<Diagnostic>);

struct Parser<'a> {
    source: &'a Source,
    text: &'a str,
    at: usize,
    /// Abbreviations by lower-case name.
    strings: BTreeMap<String, String>,
    /// Names that are none of them, told where the first use stands.
    undefined: BTreeSet<String>,
    /// Whether a comment was not closed.
    has_open_comment: bool,
    /// Whether the value that is read is nobody's business but its author's.
    is_private: bool,
    /// Bytes that came from abbreviations so far.
    expanded: usize,
    diagnostics: &'a mut Diagnostics,
}

impl Parser<'_> {
    /// Goes to the next `@word{` or `@word(`; what stands between entries is comment.
    fn find_entry(&mut self) -> Option<usize> {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.skip_line(),
                b'@' if opens_entry(&self.text[self.at..]) => return Some(self.at),
                _ => self.at += 1,
            }
        }
        None
    }

    /// Reports a mistake, and goes to the next line that starts with an entry.
    fn give_up(&mut self, Broken(diagnostic): Broken) {
        self.diagnostics.push(*diagnostic);
        while self.at < self.text.len() {
            let line = &self.text[self.at..];
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            let at_line_start = self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n';
            if at_line_start && opens_entry(&line[indent..]) {
                return;
            }
            self.skip_line();
        }
    }

    /// Reads what starts with `@` at `start`.
    fn item(&mut self, start: usize) -> Result<Option<RawEntry>, Broken> {
        self.at += 1;
        let kind = self.identifier();
        self.skip_blank();
        let open = self.at;
        let close = if self.peek() == Some(b'(') { b')' } else { b'}' };
        self.at += 1;
        match kind.text.to_ascii_lowercase().as_str() {
            "comment" | "preamble" => self.skip_balanced(open, close).map(|()| None),
            "string" => {
                let mut fields = Vec::new();
                let read = self.fields(open, close, &mut fields);
                self.strings.extend(fields.into_iter().map(|field| (field.name.text, field.value.text)));
                read.map(|()| None)
            }
            _ => self.entry(start, open, close, kind).map(Some),
        }
    }

    fn entry(&mut self, start: usize, open: usize, close: u8, kind: Text) -> Result<RawEntry, Broken> {
        self.skip_blank();
        let key_start = self.at;
        while self.peek().is_some_and(|byte| !matches!(byte, b',' | b'{' | b'}' | b'"' | b'=' | b'\n')) {
            self.at += 1;
        }
        let key = self.text_at(key_start..key_start + self.text[key_start..self.at].trim_end().len());
        if key.text.is_empty() || self.peek() == Some(b'=') {
            let place = if key.text.is_empty() { kind.span } else { key.span };
            let found = Diagnostic::error(SYNTAX, place, "this entry has no key");
            return Err(found.with_help("Write the key first, then a comma: `@book{jones2012, title = {…}}`.").into());
        }
        if kind.text.is_empty() {
            let found = Diagnostic::warning(MISSING_TYPE, key.span, format!("{} has no type", quoted(&key.text)));
            self.diagnostics.push(found.with_help("Say what it is: `@book{…}`, `@report{…}`, `@article{…}`."));
        }
        let mut fields: Vec<RawField> = Vec::new();
        let mut broken = false;
        self.skip_blank();
        if self.peek() == Some(b',') {
            self.at += 1;
            let mut found = Vec::new();
            if let Err(mistake) = self.fields(open, close, &mut found) {
                self.give_up(mistake);
                broken = true;
            }
            for field in found {
                match fields.iter().find(|known| known.name.text == field.name.text) {
                    Some(first) => self.diagnostics.push(raw::twice(&field.name, first.name.span, &key)),
                    None => fields.push(field),
                }
            }
        } else {
            self.close(open, close)?;
        }
        Ok(RawEntry { span: self.source.span(start..self.at), kind, key, fields, broken })
    }

    /// Reads `name = value, …` up to and with the closing delimiter.
    fn fields(&mut self, open: usize, close: u8, fields: &mut Vec<RawField>) -> Result<(), Broken> {
        let (mut size, mut last) = (0, self.at);
        loop {
            self.skip_blank();
            if self.peek() == Some(close) {
                return self.close(open, close);
            }
            if self.peek().is_none() || self.is_at_entry() {
                // The brace that should have closed the entry may have closed its last value.
                match (fields.last_mut(), self.taken(loose::unclosed(self.source, last, self.at))) {
                    (Some(_), Some(_)) if self.is_private => {}
                    (Some(field), Some(value)) => field.value = value,
                    _ => return self.close(open, close),
                }
                continue;
            }
            let name = self.identifier();
            self.skip_blank();
            if name.text.is_empty() || self.peek() != Some(b'=') {
                return Err(self.unexpected("a field, `name = {value}`"));
            }
            self.at += 1;
            let known = fields::of_biblatex(&name.text.to_ascii_lowercase());
            self.is_private = known.is_some_and(|(role, _)| role == Role::Private) && !LINKS.contains(&&*name.text);
            self.skip_blank();
            last = self.at;
            let mut value = match self.value(close) {
                Ok(value) if !self.goes_on(close) => value,
                Err(broken) if broken.0.code != SYNTAX => return Err(broken),
                read => match self.taken(loose::value(self.source, last, self.at, close)) {
                    Some(value) => value,
                    None => read?,
                },
            };
            if self.is_private {
                value.text.clear();
            }
            if fields.len() == MAX_FIELDS {
                let message = format!("an entry holds at most {MAX_FIELDS} fields");
                return Err(Diagnostic::error(TOO_LARGE, name.span, message).with_help(DROP).into());
            }
            size += value.text.len();
            if size > MAX_ENTRY {
                return Err(raw::too_long(MAX_ENTRY, name.span).into());
            }
            let name = Text { text: name.text.to_ascii_lowercase(), ..name };
            fields.push(RawField { name, value });
            self.skip_blank();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte != close && !self.is_at_entry() => {
                    let Broken(mut found) = self.unexpected("a comma between fields");
                    if !self.is_at_field() {
                        return Err(Broken(found));
                    }
                    // `title = {…} date = {…}` can only be meant in one way.
                    found.severity = Severity::Warning;
                    self.diagnostics.push(*found);
                }
                _ => {}
            }
        }
    }

    /// Goes to the end of a value that was read for what it is meant to be.
    fn taken(&mut self, guess: Option<Guess>) -> Option<Text> {
        let Guess { end, value, found } = guess?;
        self.diagnostics.push(found);
        self.at = end;
        Some(value)
    }

    /// Whether something follows a value that can follow none.
    fn goes_on(&mut self, close: u8) -> bool {
        self.skip_blank();
        let ends = |byte: u8| byte == close || matches!(byte, b',' | b'#' | b'@');
        self.peek().is_some_and(|byte| !ends(byte)) && !self.is_at_field()
    }

    /// Reads `{…} # "…" # name`. An unknown name is reported, and printed as it is.
    fn value(&mut self, close: u8) -> Result<Text, Broken> {
        let mut value: Option<Text> = None;
        loop {
            self.skip_blank();
            let piece = match self.peek() {
                Some(b'{') => self.delimited(b'}')?,
                Some(b'"') => self.delimited(b'"')?,
                _ => {
                    let word = self.identifier();
                    if word.text.is_empty() {
                        return Err(self.unexpected("a value: `{…}`, `\"…\"`, a number or the name of a `@string`"));
                    }
                    let goes_on = self.goes_on(close);
                    let is_number = word.text.bytes().all(|byte| byte.is_ascii_digit());
                    match self.strings.get(&word.text.to_ascii_lowercase()) {
                        _ if is_number => word,
                        Some(text) => {
                            self.expanded += text.len();
                            Text { text: text.clone(), span: word.span, is_typed: false }
                        }
                        None if goes_on => return Err(self.unexpected("a comma between fields")),
                        None => {
                            self.report_undefined(&word);
                            word
                        }
                    }
                }
            };
            let whole = match value {
                None => piece,
                Some(before) => {
                    Text { text: before.text + &piece.text, span: before.span.to(piece.span), is_typed: false }
                }
            };
            if whole.text.len() > MAX_FIELD && !self.is_private || self.expanded > MAX_EXPANDED {
                let message = match self.expanded > MAX_EXPANDED {
                    true => format!("the abbreviations of a file make at most {} MiB of text", MAX_EXPANDED >> 20),
                    false => format!("a field holds at most {} KiB", MAX_FIELD >> 10),
                };
                let found = Diagnostic::error(TOO_LARGE, whole.span, message);
                return Err(found.with_help("Shorten it, and the `@string`s that it is made of.").into());
            }
            self.skip_blank();
            if self.peek() != Some(b'#') {
                return Ok(whole);
            }
            self.at += 1;
            value = Some(whole);
        }
    }

    fn report_undefined(&mut self, word: &Text) {
        if !self.undefined.insert(word.text.to_ascii_lowercase()) {
            return;
        }
        let message = format!(
            "there is no `@string` named {} above this line, so it is printed as it is typed",
            quoted(&word.text)
        );
        const HELP: &str = "Text stands in braces: `{text}`. A `@string` is defined before it is used.";
        let found = Diagnostic::warning(Code("unknown-string"), word.span, message);
        self.diagnostics.push(match nearest(&word.text, self.strings.keys().map(String::as_str)) {
            Some(known) => found.with_help(format!("Did you mean `{known}`?")),
            None => found.with_help(HELP),
        });
    }

    /// Reads `{…}` or `"…"`, and returns what is within. Braces nest in both; a backslash takes the next character
    /// along.
    fn delimited(&mut self, close: u8) -> Result<Text, Broken> {
        let open = self.at;
        self.at += 1;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            match byte {
                _ if depth == 0 && byte == close => {
                    self.at += 1;
                    return Ok(self.text_at(open + 1..self.at - 1));
                }
                b'\\' => self.at += 1,
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    let found = Diagnostic::error(SYNTAX, self.here(), "this brace was never opened");
                    return Err(found.with_help("Delete it, or write `\\}` for a brace that is printed.").into());
                }
                b'}' => depth -= 1,
                b'\n' if opens_entry(self.text[self.at + 1..].trim_start_matches([' ', '\t'])) => break,
                _ => {}
            }
            if depth > MAX_DEPTH {
                let message = format!("braces nest more than {MAX_DEPTH} deep");
                let found = Diagnostic::error(Code("bibliography-too-deep"), self.here(), message);
                return Err(found.with_help("One pair of braces protects a word; more do nothing.").into());
            }
            self.at += 1;
        }
        self.at = self.at.min(self.text.len());
        let what = if close == b'"' { "quotation mark" } else { "brace" };
        let found = Diagnostic::error(SYNTAX, self.source.span(open..open + 1), format!("this {what} is never closed"));
        Err(found.with_help(COUNT).into())
    }

    /// Skips a comment or preamble: to the delimiter that closes the one at `open`, or else to the next entry.
    fn skip_balanced(&mut self, open: usize, close: u8) -> Result<(), Broken> {
        let opening = self.text.as_bytes()[open];
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            // Once one was not closed, none is looked for farther than to the next entry.
            if byte == b'\n' && self.has_open_comment && opens_entry(&self.text[self.at + 1..]) {
                break;
            }
            self.at += 1;
            depth = depth + usize::from(byte == opening) - usize::from(byte == close);
            if depth == 0 {
                return Ok(());
            }
        }
        self.has_open_comment = true;
        self.at = open + 1;
        let Broken(mut found) = self.unclosed(open);
        found.severity = Severity::Warning;
        Err(Broken(found))
    }

    fn close(&mut self, open: usize, close: u8) -> Result<(), Broken> {
        self.skip_blank();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(())
            }
            Some(_) if !self.is_at_entry() => Err(self.unexpected("a comma, or the end of the entry")),
            _ => Err(self.unclosed(open)),
        }
    }

    fn unclosed(&self, open: usize) -> Broken {
        let found = Diagnostic::error(SYNTAX, self.source.span(open..open + 1), "this entry is never closed");
        found.with_help("Put the missing `}` at its end.").into()
    }

    fn unexpected(&self, wanted: &str) -> Broken {
        let found = match self.text[self.at..].chars().next() {
            Some(character) => format!("expected {wanted}, found `{character}`"),
            None => format!("expected {wanted}, but the file ends"),
        };
        let help = "An entry looks like this: `@book{key, title = {Title}, date = {2012}}`.";
        Diagnostic::error(SYNTAX, self.here(), found).with_help(help).into()
    }

    /// A name of a type, field or `@string`, or a number.
    fn identifier(&mut self) -> Text {
        let start = self.at;
        while self.peek().is_some_and(is_identifier) {
            self.at += 1;
        }
        self.text_at(start..self.at)
    }

    /// Skips spaces and comments to the line's end.
    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.skip_line(),
                _ if byte.is_ascii_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_line(&mut self) {
        self.at = self.text[self.at..].find('\n').map_or(self.text.len(), |end| self.at + end + 1);
    }

    /// Whether a name and `=` come next.
    fn is_at_field(&self) -> bool {
        loose::is_at_field(&self.text[self.at..])
    }

    fn is_at_entry(&self) -> bool {
        opens_entry(&self.text[self.at..])
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn here(&self) -> Span {
        let length = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        self.source.span(self.at..self.at + length)
    }

    fn text_at(&self, range: Range<usize>) -> Text {
        Text::at(self.source, range)
    }
}

impl From<Diagnostic> for Broken {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }
}
