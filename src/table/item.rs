//! One value of a table, read as what it must be.

use std::collections::BTreeMap;
use std::ops::Range;

use semver::Version;
use serde::Serialize;
use toml::Spanned as TomlSpanned;
use toml::de::{DeInteger, DeString, DeValue};

use super::{Region, Table, all, listed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, nearest};
use crate::section::{MAX_TEXT, Text};
use crate::slug::slug;
use crate::source::{Span, Spanned, is_forbidden};

/// Values may nest this deep; it keeps all that walks over them shallow.
const MAX_DEPTH: usize = 16;

/// Bytes of a name. Files are named after names, with more behind them, and systems allow 255.
const MAX_NAME: usize = 100;

/// A TOML value without its places: what `[vars]` hands to expressions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Datum {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List(Vec<Datum>),
    Table(BTreeMap<String, Datum>),
}

/// A key with its value, or an item of a list with the list's key.
pub struct Item<'a> {
    pub key: Spanned<String>,
    /// The value; of a table with a header, the header.
    pub span: Span,
    pub(super) broken: Option<Reported>,
    region: &'a Region<'a>,
    value: &'a DeValue<'a>,
    listed: bool,
}

impl<'a> Item<'a> {
    pub(super) fn new(
        region: &'a Region<'a>,
        key: &TomlSpanned<DeString>,
        value: &'a TomlSpanned<DeValue<'a>>,
    ) -> Self {
        let (range, lines) = (value.span(), key.span().start..key.span().end.max(value.span().end));
        Self {
            key: Spanned::new(key.get_ref().to_string(), region.span(key.span())),
            span: region.span(range),
            broken: region.mistake(lines),
            region,
            value: value.get_ref(),
            listed: false,
        }
    }

    /// One line of text that says something. Its place is that of the characters between the quotes, unless the
    /// author wrote some of them in another way (`\u00e9`).
    pub fn text(&self, diagnostics: &mut Diagnostics) -> Result<Text, Reported> {
        let DeValue::String(text) = self.value()? else { return Err(self.wrong_type("text", diagnostics)) };
        self.line_of_text(text, self.span, &self.name_in_messages(), diagnostics)
    }

    /// The key, where keys are free and printed.
    pub fn key_text(&self, diagnostics: &mut Diagnostics) -> Result<Text, Reported> {
        self.line_of_text(&self.key.value, self.key.span, "this key", diagnostics)
    }

    /// A name of `[a-z0-9-]+`.
    pub fn name(&self, diagnostics: &mut Diagnostics) -> Result<Spanned<String>, Reported> {
        let text: Spanned<String> = self.text(diagnostics)?.into();
        if text.value.len() > MAX_NAME {
            let message = format!("{} is longer than {MAX_NAME} bytes", self.name_in_messages());
            let long = Diagnostic::error(Code("too-long"), text.span, message);
            return Err(diagnostics.report(long.with_help("Shorten it; files are named after it.")));
        }
        if is_name(&text.value) {
            return Ok(text);
        }
        let rule = match text.value.starts_with('-') {
            true => "must begin with a letter or a digit",
            false => "may hold only lower-case letters, digits and hyphens",
        };
        let message = format!("{} {rule}", self.name_in_messages());
        let invalid = Diagnostic::error(Code("invalid-name"), text.span, message);
        let help = match slug(&text.value) {
            None => "Write a name such as `europol`.".to_owned(),
            Some(name) => format!("Write `\"{name}\"`."),
        };
        Err(diagnostics.report(invalid.with_help(help)))
    }

    /// A version by SemVer 2.0.0.
    pub fn version(&self, diagnostics: &mut Diagnostics) -> Result<Spanned<Version>, Reported> {
        let text: Spanned<String> = self.text(diagnostics)?.into();
        Version::parse(&text.value).map(|version| Spanned::new(version, text.span)).map_err(|_| {
            let message = format!("`{}` is not a version", text.value);
            let invalid = Diagnostic::error(Code("invalid-version"), text.span, message);
            diagnostics.report(invalid.with_help("A version has three numbers, such as `1.0.0` or `1.2.0-draft.1`."))
        })
    }

    /// One of a few words, each with what it stands for.
    pub fn choice<T: Copy>(
        &self,
        options: &[(&str, T)],
        diagnostics: &mut Diagnostics,
    ) -> Result<Spanned<T>, Reported> {
        let text: Spanned<String> = self.text(diagnostics)?.into();
        if let Some(&(_, value)) = options.iter().find(|(word, _)| *word == text.value) {
            return Ok(Spanned::new(value, text.span));
        }
        let words: Vec<_> = options.iter().map(|&(word, _)| word).collect();
        let message = format!("{} cannot be `{}`", self.name_in_messages(), text.value);
        let unknown = Diagnostic::error(Code("unknown-value"), text.span, message);
        let help = match nearest(&text.value, words.iter().copied()) {
            Some(word) => format!("Did you mean `\"{word}\"`?"),
            None => format!("Choose from {}.", listed(&words)),
        };
        Err(diagnostics.report(unknown.with_help(help)))
    }

    /// What the author wrote for a text, a number or a date: dates are often given without quotes.
    pub fn written(&self, diagnostics: &mut Diagnostics) -> Result<Spanned<String>, Reported> {
        match self.value()? {
            DeValue::Integer(_) | DeValue::Datetime(_) => {
                Ok(Spanned::new(self.region.source.slice(self.span).to_owned(), self.span))
            }
            _ => Ok(self.text(diagnostics)?.into()),
        }
    }

    /// The value as its author wrote it, quotes and all.
    pub fn typed(&self) -> Spanned<String> {
        Spanned::new(self.region.source.slice(self.span).to_owned(), self.span)
    }

    pub fn flag(&self, diagnostics: &mut Diagnostics) -> Result<bool, Reported> {
        match self.value()? {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => Err(self.wrong_type("`true` or `false`", diagnostics)),
        }
    }

    pub fn number(&self, diagnostics: &mut Diagnostics) -> Result<f64, Reported> {
        match self.datum(diagnostics)? {
            Datum::Integer(number) => Ok(number as f64),
            Datum::Float(number) => Ok(number),
            _ => Err(self.wrong_type("a number", diagnostics)),
        }
    }

    /// The items of a list.
    pub fn items(&self, diagnostics: &mut Diagnostics) -> Result<Vec<Item<'a>>, Reported> {
        let DeValue::Array(array) = self.value()? else { return Err(self.wrong_type("a list", diagnostics)) };
        let item = |value: &'a TomlSpanned<DeValue<'a>>| Item {
            key: self.key.clone(),
            span: self.region.span(value.span()),
            broken: None,
            region: self.region,
            value: value.get_ref(),
            listed: true,
        };
        Ok(array.iter().map(item).collect())
    }

    /// A list of texts.
    pub fn texts(&self, diagnostics: &mut Diagnostics) -> Result<Vec<Text>, Reported> {
        all(self.items(diagnostics)?.iter().map(|item| item.text(diagnostics)))
    }

    /// Those items of a list that are texts, if there are any; the others are reported.
    pub fn readable_texts(&self, diagnostics: &mut Diagnostics) -> Result<Vec<Spanned<String>>, Reported> {
        let items = self.items(diagnostics)?;
        let read: Vec<_> = items.iter().map(|item| item.text(diagnostics)).collect();
        let failure = read.iter().find_map(|text| text.as_ref().err().copied());
        let texts: Vec<_> = read.into_iter().flatten().map(Spanned::from).collect();
        failure.filter(|_| texts.is_empty()).map_or(Ok(texts), Err)
    }

    /// A text or a list of texts.
    pub fn text_or_texts(&self, diagnostics: &mut Diagnostics) -> Result<Vec<Text>, Reported> {
        match self.value()? {
            DeValue::Array(_) => self.texts(diagnostics),
            _ => Ok(vec![self.text(diagnostics)?]),
        }
    }

    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    pub fn table<T>(
        &self,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&mut Table) -> Result<T, Reported>,
    ) -> Result<T, Reported> {
        match self.value()? {
            DeValue::Table(table) => Table::read(self.region, table, self.span, diagnostics, read),
            _ => Err(self.wrong_type("a table", diagnostics)),
        }
    }

    /// Any value.
    pub fn datum(&self, diagnostics: &mut Diagnostics) -> Result<Datum, Reported> {
        self.datum_at(self.value()?, MAX_DEPTH, diagnostics)
    }

    /// The value, unless a syntax error in its lines was reported.
    fn value(&self) -> Result<&'a DeValue<'a>, Reported> {
        self.broken.map_or(Ok(self.value), Err)
    }

    fn datum_at(&self, value: &DeValue, depth: usize, diagnostics: &mut Diagnostics) -> Result<Datum, Reported> {
        if depth == 0 {
            return Err(self.refuse(format!("nests deeper than {MAX_DEPTH} levels"), diagnostics));
        }
        Ok(match value {
            DeValue::String(text) => {
                printable(text, self.span, &self.name_in_messages(), diagnostics)?;
                Datum::Text(text.to_string())
            }
            DeValue::Boolean(flag) => Datum::Boolean(*flag),
            DeValue::Datetime(date) => Datum::Text(date.to_string()),
            DeValue::Integer(number) => match integer(number) {
                Some(number) => Datum::Integer(number),
                None => return Err(self.refuse("holds a number that is too large", diagnostics)),
            },
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) if f64::is_finite(number) => Datum::Float(number),
                _ => return Err(self.refuse("holds a number that cannot be printed", diagnostics)),
            },
            DeValue::Array(array) => {
                Datum::List(all(array.iter().map(|item| self.datum_at(item.get_ref(), depth - 1, diagnostics)))?)
            }
            DeValue::Table(table) => {
                let entries = table.iter().map(|(key, value)| {
                    let datum = self.datum_at(value.get_ref(), depth - 1, diagnostics)?;
                    Ok((key.get_ref().to_string(), datum))
                });
                Datum::Table(all(entries)?.into_iter().collect())
            }
        })
    }

    fn line_of_text(
        &self,
        text: &str,
        place: Span,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<Text, Reported> {
        printable(text, place, name, diagnostics)?;
        if text.trim().is_empty() {
            let empty = Diagnostic::error(Code("empty-value"), place, format!("{name} is empty"));
            return Err(diagnostics.report(empty.with_help("Write something between the quotes, or delete it.")));
        }
        if text.len() > MAX_TEXT {
            let long = Diagnostic::error(Code("too-long"), place, format!("{name} is longer than {MAX_TEXT} bytes"));
            return Err(diagnostics.report(long.with_help("Shorten it; longer texts belong into a section.")));
        }
        Ok(Text::read(self.region.source, self.inner_span(text, place), text))
    }

    fn wrong_type(&self, wanted: &str, diagnostics: &mut Diagnostics) -> Reported {
        let (found, scalar) = match self.value {
            DeValue::String(_) => ("text", true),
            DeValue::Integer(_) | DeValue::Float(_) => ("a number", true),
            DeValue::Boolean(_) => ("`true` or `false`", true),
            DeValue::Datetime(_) => ("a date", true),
            DeValue::Array(_) => ("a list", false),
            DeValue::Table(_) => ("a table", false),
        };
        let (key, written) = (&self.key.value, self.region.source.slice(self.span));
        let help = match wanted {
            "text" if scalar => Some(format!("Put it in quotes: `\"{written}\"`.")),
            "a list" if scalar && written.contains('\n') => Some("Put it in square brackets.".to_owned()),
            "a list" if scalar => Some(format!("Put it in square brackets: `{key} = [{written}]`.")),
            "`true` or `false`" => Some(format!("Write `{key} = true` or `{key} = false`, without quotes.")),
            "a table" if self.listed => Some(format!("Start each entry with a line `[[{key}]]`.")),
            "a table" => Some(format!("Write a line `[{key}]` and its keys below it.")),
            _ => None,
        };
        let message = format!("{} must be {wanted}, not {found}", self.name_in_messages());
        let wrong = Diagnostic::error(Code("invalid-type"), self.span, message);
        diagnostics.report(Diagnostic { help, ..wrong })
    }

    fn refuse(&self, what: impl std::fmt::Display, diagnostics: &mut Diagnostics) -> Reported {
        let message = format!("{} {what}", self.name_in_messages());
        let refused = Diagnostic::error(Code("invalid-value"), self.span, message);
        diagnostics.report(refused.with_help("Write it as text, in quotes, or make it simpler."))
    }

    fn name_in_messages(&self) -> String {
        if self.listed { format!("an item of `{}`", self.key.value) } else { format!("`{}`", self.key.value) }
    }

    /// The place of `text` between the quotes of `place`, if it stands there as it is.
    fn inner_span(&self, text: &str, place: Span) -> Span {
        between_quotes(self.region.source.slice(place), text).map_or(place, |range| place.part(range))
    }
}

/// Where `text` stands between the quotes around it, if it stands there as it is.
pub(super) fn between_quotes(written: &str, text: &str) -> Option<Range<usize>> {
    ["\"\"\"", "'''", "\"", "'"].iter().find_map(|quote| {
        let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
        (inner == text).then(|| quote.len()..quote.len() + inner.len())
    })
}

/// Reports characters that no line of a paper can hold.
fn printable(text: &str, place: Span, name: &str, diagnostics: &mut Diagnostics) -> Result<(), Reported> {
    let Some(found) = text.chars().find(|&found| is_forbidden(found) || found.is_control()) else { return Ok(()) };
    let (message, help) = match found {
        '\n' => (format!("{name} must stand on one line"), "Take out the line break."),
        _ => (format!("{name} holds the control character U+{:04X}", u32::from(found)), "Delete it."),
    };
    Err(diagnostics.report(Diagnostic::error(Code("invalid-character"), place, message).with_help(help)))
}

/// Whether `text` is a name as schemes, templates and levels have: `[a-z0-9-]+`. A file that is called `-a` would be
/// an option to many a command.
fn is_name(text: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    !text.is_empty() && !text.starts_with('-') && text.bytes().all(fits)
}

fn integer(number: &DeInteger) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
