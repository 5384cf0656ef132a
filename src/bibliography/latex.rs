//! LaTeX as bibliographies have it → text and what is marked in it: what it prints, not how it is made.
//!
//! Commands that no reader misses go, the others become characters or marks (see [`standin`]). What is not known is
//! told with its place; its argument is printed.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::compose};

use super::html;
use super::letters::{self, Command, Wrap};
use super::standin;

/// Groups within groups; deeper ones are printed without their meaning.
const MAX_DEPTH: usize = 40;

/// A value, read.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// Text; protected where it stood in braces.
    pub text: String,
    /// What was not understood: where in the value it stands, and what it is.
    pub left: Vec<(Range<usize>, String)>,
}

/// Bytes by which something else may be meant than what stands there.
const SPECIAL: &[u8] = b"\\{}$~`'- \t\n\r";

/// Whether a text is no more than ASCII that means itself in LaTeX and in HTML, single blanks and single hyphens.
pub(super) fn is_plain(text: &str) -> bool {
    let is_special = |byte: u8| !byte.is_ascii() || b"\\{}$~`'\t\n\r<&".contains(&byte);
    !text.bytes().any(is_special) && !text.contains("  ") && !text.contains("--")
}

/// Reads the text of a field.
pub(super) fn decode(text: &str) -> Decoded {
    if is_plain(text) {
        return Decoded { text: text.to_owned(), left: Vec::new() };
    }
    let (typed, chosen) = (text, letters::outside_formulas(text).or_else(|| html::as_latex(text)));
    let text = chosen.as_deref().unwrap_or(typed);
    let mut decoder =
        Decoder { text, at: 0, pieces: Vec::new(), depth: 0, quotes: 0, open_quote: false, left: Vec::new() };
    while decoder.at < text.len() {
        decoder.group();
        // A brace too many: there is none in what `syntax` lets pass.
        decoder.at += usize::from(decoder.at < text.len());
    }
    let piece = |(is_protected, text): (bool, String)| {
        let text = standin::blanks(&text);
        if is_protected { standin::protected(&text) } else { text }
    };
    if chosen.is_some() {
        decoder.left.iter_mut().for_each(|(range, _)| *range = 0..typed.len());
    }
    Decoded { text: decoder.pieces.into_iter().map(piece).collect(), left: decoder.left }
}

/// Reads an address or an identifier, in which dashes and quotes stand for themselves.
pub(super) fn identifier(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let tail = &rest[first.len_utf8()..];
        rest = match first {
            '{' | '}' => tail,
            '$' if rest.starts_with("$\\sim$") => {
                read.push('~');
                &rest["$\\sim$".len()..]
            }
            '\\' => {
                let length = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, after) = tail.split_at(length);
                match (name, letters::command(name)) {
                    ("url" | "path" | "nolinkurl" | "href" | "relax", _) => after,
                    ("", _) => match after.chars().next() {
                        Some(escaped) if "_&%#$~^{}:-/\\".contains(escaped) => {
                            let after = &after[1..];
                            match escaped {
                                '-' | '/' => {}
                                _ => read.push(escaped),
                            }
                            after.strip_prefix("{}").unwrap_or(after)
                        }
                        _ => {
                            read.push('\\');
                            after
                        }
                    },
                    (_, Some(Command::Text(text))) => {
                        read.push_str(text);
                        after.strip_prefix("{}").or_else(|| after.strip_prefix(' ')).unwrap_or(after)
                    }
                    _ => {
                        read.push('\\');
                        read.push_str(name);
                        after
                    }
                }
            }
            first => {
                read.push(first);
                tail
            }
        };
    }
    read.trim().to_owned()
}

struct Decoder<'a> {
    text: &'a str,
    at: usize,
    pieces: Vec<(bool, String)>,
    /// How many braces are open.
    depth: usize,
    /// How many quotations of commands are open.
    quotes: usize,
    /// Whether a single quotation mark is open that was typed.
    open_quote: bool,
    left: Vec<(Range<usize>, String)>,
}

impl<'a> Decoder<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, text: &str) {
        let is_verbatim = self.depth > 0;
        match self.pieces.last_mut().filter(|(verbatim, _)| *verbatim == is_verbatim) {
            Some((_, before)) => before.push_str(text),
            None => self.pieces.push((is_verbatim, text.to_owned())),
        }
    }

    fn last(&self) -> Option<char> {
        self.pieces.last().and_then(|(_, text)| text.chars().next_back())
    }

    /// Reads to the brace that closes the group, or to the end.
    fn group(&mut self) {
        let mut closing: Vec<char> = Vec::new();
        while let Some(next) = self.rest().chars().next() {
            match next {
                '}' => break,
                '{' => {
                    self.at += 1;
                    if self.depth < MAX_DEPTH {
                        self.depth += 1;
                        self.group();
                        self.depth -= 1;
                    }
                    self.at += usize::from(self.rest().starts_with('}'));
                }
                '\\' => {
                    if let Some(mark) = self.command() {
                        closing.push(mark);
                    }
                }
                '$' => self.formula("$"),
                '~' => self.take(1, "\u{a0}"),
                '`' if self.rest().starts_with("``") => self.take(2, "“"),
                '`' => {
                    self.open_quote = true;
                    self.take(1, "‘");
                }
                '\'' if self.rest().starts_with("''") => self.take(2, "”"),
                '\'' => {
                    // Of `d'{\'e}cole` as well.
                    let after = self.rest()[1..].trim_start_matches(['{', '\\', '\'', '`', '^', '"']).chars().next();
                    let is_between =
                        self.last().is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
                    let closes =
                        self.open_quote && !is_between && self.last().is_some_and(|before| !before.is_whitespace());
                    self.open_quote &= !closes;
                    // `’15`
                    let digits = self.rest()[1..].bytes().take_while(u8::is_ascii_digit).count();
                    let is_short = digits == 2 && !self.rest()[3..].starts_with('\'');
                    let is_cut = is_short && self.last().is_none_or(|before| before.is_whitespace() || before == '(');
                    self.take(1, if is_between || closes || is_cut { "’" } else { "'" });
                }
                '-' if self.rest().starts_with("---") => self.take(3, "—"),
                '-' if self.rest().starts_with("--") => self.take(2, "–"),
                ' ' | '\t' | '\n' | '\r' => {
                    let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
                    self.take(blanks, " ");
                }
                other if other.is_ascii() && SPECIAL.contains(&(other as u8)) => {
                    self.take(1, other.encode_utf8(&mut [0; 4]));
                }
                _ => {
                    let rest = self.rest();
                    let length = rest.bytes().position(|byte| SPECIAL.contains(&byte)).unwrap_or(rest.len());
                    self.take(length, &rest[..length]);
                }
            }
        }
        while let Some(mark) = closing.pop() {
            self.push(mark.encode_utf8(&mut [0; 4]));
        }
    }

    fn take(&mut self, length: usize, printed: &str) {
        self.at += length;
        self.push(printed);
    }

    /// Reads a command. Returns the mark that the end of the group has to close.
    fn command(&mut self) -> Option<char> {
        let start = self.at;
        self.at += 1;
        let length = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            self.sign();
            return None;
        }
        let name = &self.rest()[..length];
        self.at += length;
        self.rest().starts_with('*').then(|| self.at += 1);
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
        match letters::command(name) {
            Some(Command::Text(text)) => {
                self.push(text);
                match self.rest().strip_prefix("{}") {
                    Some(_) => self.at += 2,
                    None => self.at += blanks,
                }
            }
            Some(Command::Accent(accent)) => {
                self.at += blanks;
                self.accent(*accent);
            }
            Some(Command::Wrap(wrap)) => {
                self.at += blanks;
                self.wrap(*wrap);
            }
            Some(Command::Switch(mark)) => {
                self.at += blanks;
                if let Some([open, close]) = mark {
                    self.push(open.encode_utf8(&mut [0; 4]));
                    return Some(*close);
                }
            }
            Some(Command::Drop(arguments)) => {
                for _ in 0..*arguments {
                    self.skip_argument();
                }
            }
            None if self.rest().starts_with('{') => {
                self.left.push((start..self.at, format!("`\\{name}`")));
            }
            None => {
                self.left.push((start..self.at, format!("`\\{name}`")));
                self.push(&self.text[start..self.at]);
            }
        }
        None
    }

    /// Reads a command that is one sign.
    fn sign(&mut self) {
        let Some(sign) = self.rest().chars().next() else {
            self.left.push((self.at - 1..self.at, "a backslash at the end".to_owned()));
            self.push("\\");
            return;
        };
        self.at += sign.len_utf8();
        match sign {
            '\'' | '´' => self.accent('\u{301}'),
            '`' => self.accent('\u{300}'),
            '^' => self.accent('\u{302}'),
            '"' => self.accent('\u{308}'),
            '~' => self.accent('\u{303}'),
            '=' => self.accent('\u{304}'),
            '.' => self.accent('\u{307}'),
            ',' | ';' | '>' => self.push("\u{202f}"),
            '\\' | ' ' | '\t' | '\n' | '\r' => self.push(" "),
            '!' | '/' | '-' | '@' | '|' => {}
            '(' => self.formula("\\)"),
            other => self.push(other.encode_utf8(&mut [0; 4])),
        }
    }

    /// Puts an accent on what comes next.
    fn accent(&mut self, accent: char) {
        let base = self.argument_text();
        let mut letters = base.chars();
        let first = letters.next().map(|first| match first {
            'ı' => 'i',
            'ȷ' => 'j',
            other => other,
        });
        match first.filter(|first| !first.is_whitespace()) {
            Some(first) => {
                let mut printed = String::new();
                match compose(first, accent) {
                    Some(one) => printed.push(one),
                    None => printed.extend([first, accent]),
                }
                printed.push_str(letters.as_str());
                let printed: String = printed.nfc().collect();
                self.push(&printed);
            }
            None => self.push(match accent {
                '\u{302}' => "^",
                '\u{303}' => "~",
                // On nothing they were meant for quotation marks.
                '\u{301}' => "'",
                '\u{308}' => "\"",
                '\u{300}' => "`",
                _ => "",
            }),
        }
    }

    /// The text of the next argument: a group, a command or a letter.
    fn argument_text(&mut self) -> String {
        let pieces = std::mem::take(&mut self.pieces);
        self.argument();
        std::mem::replace(&mut self.pieces, pieces).into_iter().map(|(_, text)| text).collect()
    }

    /// Reads the next argument.
    fn argument(&mut self) {
        match self.rest().chars().next() {
            Some('{') if self.depth < MAX_DEPTH => {
                self.at += 1;
                self.depth += 1;
                self.group();
                self.depth -= 1;
                self.at += usize::from(self.rest().starts_with('}'));
            }
            Some('\\') => {
                let length = self.rest()[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                if let Some(Command::Text(text)) = letters::command(&self.rest()[1..=length]) {
                    self.take(1 + length, text);
                }
            }
            Some('}') | None => {}
            Some(letter) => self.take(letter.len_utf8(), letter.encode_utf8(&mut [0; 4])),
        }
    }

    /// The source of the next argument, if that is a group.
    fn raw_argument(&mut self) -> Option<&'a str> {
        let rest = self.rest().strip_prefix('{')?;
        let mut depth = 0_usize;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    self.at += at + 2;
                    return Some(&rest[..at]);
                }
                b'}' => depth -= 1,
                _ => {}
            }
        }
        None
    }

    fn skip_argument(&mut self) {
        self.raw_argument();
    }

    fn wrap(&mut self, wrap: Wrap) {
        match wrap {
            Wrap::Marks([open, close]) => {
                self.push(open.encode_utf8(&mut [0; 4]));
                self.argument();
                self.push(close.encode_utf8(&mut [0; 4]));
            }
            Wrap::Around(open, close) => {
                self.push(open);
                self.argument();
                self.push(close);
            }
            Wrap::Quotes => {
                let [open, close] = if self.quotes.is_multiple_of(2) { ["“", "”"] } else { ["‘", "’"] };
                self.quotes += 1;
                self.push(open);
                self.argument();
                self.push(close);
                self.quotes -= 1;
            }
            Wrap::Plain => self.argument(),
            Wrap::Second => {
                self.skip_argument();
                self.argument();
            }
            Wrap::SmallCapitals => {
                let text = self.argument_text();
                let has_capitals = text.contains(char::is_uppercase);
                self.push(&if has_capitals { text } else { text.to_uppercase() });
            }
            Wrap::Upper => {
                let text = self.argument_text().to_uppercase();
                self.push(&text);
            }
            Wrap::Raised => {
                let text = self.argument_text();
                self.push(&letters::raised(&text));
            }
            Wrap::Lowered => {
                let text = self.argument_text();
                self.push(&letters::lowered(&text));
            }
            Wrap::Address => {
                let address = identifier(self.raw_argument().unwrap_or_default());
                self.link(&address, &address.clone());
            }
            Wrap::Link => {
                let address = identifier(self.raw_argument().unwrap_or_default());
                let text = self.argument_text();
                self.link(&address, &text);
            }
        }
    }

    fn link(&mut self, address: &str, text: &str) {
        let [open, between, close] = standin::LINK;
        self.push(&format!("{open}{address}{between}{text}{close}"));
    }

    /// Reads a formula up to `end`. What is no more than letters, figures and signs becomes text.
    fn formula(&mut self, end: &str) {
        let start = self.at;
        let opening = if end == "$" { 1 } else { 0 };
        let inner_start = start + opening;
        let found = self.text[inner_start..]
            .find(end)
            .filter(|length| !self.text[inner_start..inner_start + length].is_empty());
        let Some(length) = found else {
            self.left.push((start..inner_start, "`$` without a second one".to_owned()));
            self.take(opening, if opening > 0 { "$" } else { "" });
            return;
        };
        let inner = &self.text[inner_start..inner_start + length];
        self.at = inner_start + length + end.len();
        match letters::formula(inner) {
            Some(text) => self.push(&text),
            None => {
                self.left.push((start..self.at, "the formula".to_owned()));
                let typed =
                    self.text[start - (1 - opening) * 2..self.at].split_whitespace().collect::<Vec<_>>().join(" ");
                self.push(&typed);
            }
        }
    }
}
