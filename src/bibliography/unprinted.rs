//! Fields of a cited work that its line of the list does not print: what a style has no place for is lost in silence.

use std::collections::HashMap;

use super::fields::{self, Loss, Role};
use super::item;
use super::style::StyleForm;
use super::work::Work;
use crate::diagnostic::{Code, Diagnostic, Severity, joined};
use crate::source::Span;

/// A field that stands in an entry itself.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub name: String,
    /// Where its value stands.
    pub span: Span,
    /// [`None`] if it is its author's own.
    pub read: Option<Read>,
}

/// What is to be read of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Read {
    pub role: Role,
    pub loss: Loss,
    /// As a reader would see it.
    pub text: String,
}

/// Whether two entries say the same, wherever they stand.
pub(super) fn say_same(one: &[Field], other: &[Field]) -> bool {
    let is_same = |(one, other): (&Field, &Field)| one.name == other.name && one.read == other.read;
    one.len() == other.len() && one.iter().zip(other).all(is_same)
}

/// Which fields of a work its line does not print.
pub(super) fn of(work: &Work, line: &str) -> Vec<usize> {
    let fields = || work.fields.iter().filter_map(|field| Some((field, field.read.as_ref()?)));
    let mut line = Line { rest: line.to_lowercase(), words: Vec::new(), numbers: HashMap::new() };
    // An address or DOI is printed as it is, and one of them leads to the work.
    let has_address = fields().filter(|(_, read)| read.role == Role::Address).any(|(_, read)| line.take(&read.text))
        || work.raw("DOI").is_some_and(|doi| line.take(doi));
    line.split();
    // What is not judged may be printed all the same, and its numbers are no others'.
    for (field, read) in fields().filter(|(_, read)| matches!(read.role, Role::Date | Role::Code)) {
        // Of a date every style prints the year, and of the day of a visit all.
        let is_visit = matches!(field.name.as_str(), "urldate" | "accessed");
        let is_printed = |word: &&str| read.role == Role::Code || word.len() == 4 || is_visit;
        for word in words(&read.text).iter().map(String::as_str).filter(is_printed) {
            line.has_number(word.trim_start_matches('0'));
        }
    }
    let short = fields().filter(|(_, read)| read.role == Role::Short && line.has_text(&read.text));
    let long = |short: &'_ str| match short.strip_prefix("short") {
        // Of YAML: what stands beside it.
        Some("") => "value".to_owned(),
        long => long.unwrap_or(short).to_owned(),
    };
    let short: Vec<String> = short.map(|(field, _)| long(&field.name)).collect();
    let mut is_lost = |(name, read): (&str, &Read)| match read.role {
        // A style may put `van` elsewhere.
        Role::Names => !words(family(&read.text)).iter().all(|word| line.words.contains(word)),
        Role::Text if short.iter().any(|short| name.starts_with(short.as_str())) => false,
        Role::Number if let Some(number) = item::in_figures(&read.text) => !line.has(&read.text) && !line.has(&number),
        Role::Text | Role::Number => !line.has(&read.text),
        // A range may lose the figures that its two ends share.
        Role::Pages => !words(&read.text).first().is_none_or(|first| line.has(first)),
        Role::Word => {
            let is_key = read.text.trim().bytes().all(|byte| byte.is_ascii_lowercase());
            !is_key && !line.has(&read.text)
        }
        Role::Address => !has_address,
        Role::ShortNames | Role::Date | Role::Code | Role::Short | Role::Setting | Role::Private => false,
    };
    let lost = work.fields.iter().enumerate().filter(|(_, field)| {
        let read = field.read.as_ref().filter(|read| !words(&read.text).is_empty());
        read.is_some_and(|read| is_lost((&field.name, read)))
    });
    lost.map(|(at, _)| at).collect()
}

/// What is to be said of a work some of whose fields are not printed.
pub(super) fn finding(work: &Work, lost: &[usize]) -> Option<Diagnostic> {
    let lost: Vec<&Field> = lost.iter().map(|at| &work.fields[*at]).collect();
    let is_needed = lost.iter().any(|field| field.read.as_ref().is_some_and(|read| read.loss == Loss::Needed));
    let severity = if is_needed { Severity::Warning } else { Severity::Hint };
    let (first, others) = lost.split_first()?;
    let names = lost.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>();
    let message = format!("the style does not print {} of `{}`", joined(&names), work.key);
    let help = lost.iter().find_map(|field| fields::instead(&field.name));
    let found = Diagnostic::new(severity, Code("unprinted-field"), first.span, message)
        .with_help(help.unwrap_or("Delete what no reader needs, or choose a type or a style that prints it."));
    Some(others.iter().fold(found, |found, field| found.with_label(field.span, "nor this")))
}

/// What is to be said of a work of which the style prints no line at all.
pub(super) fn whole(work: &Work, form: StyleForm) -> Diagnostic {
    // What nobody else can look up is told where it is cited, and not listed: so APA and Chicago want it.
    let is_told = form == StyleForm::Names && matches!(work.kind(), "interview" | "personal_communication");
    let severity = if is_told { Severity::Hint } else { Severity::Warning };
    let message = format!("`{}` stands in no list: the style has no line for works of its type", work.key);
    let help = "Its citations are no links. Choose another type, or a style that lists it, if readers have to find it.";
    Diagnostic::new(severity, Code("unlisted-work"), work.key_span, message).with_help(help)
}

/// What is to be said of places in works, in a style that prints none.
pub(super) fn places(all: &[Span]) -> Option<Diagnostic> {
    let (first, others) = all.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    let message = format!("the style prints no place in a work where it cites it: this one is left out{more}");
    let found = Diagnostic::warning(Code("unprinted-field"), *first, message);
    Some(found.with_help("Say in the sentence where it stands, or choose a style that prints places."))
}

/// A line of the list, as its words.
struct Line {
    /// In lower case.
    rest: String,
    words: Vec<String>,
    /// How often each number stands in it that has not been told to be some field's.
    numbers: HashMap<String, usize>,
}

impl Line {
    /// Whether a text stands in it letter by letter; it is gone then.
    fn take(&mut self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        let stands = !text.is_empty() && self.rest.contains(&text);
        if stands {
            self.rest = self.rest.replace(&text, " ");
        }
        stands
    }

    fn split(&mut self) {
        self.words = words(&self.rest);
        for word in &self.words {
            let figures = word.len() - word.trim_start_matches(|one: char| one.is_ascii_digit()).len();
            if figures > 0 {
                *self.numbers.entry(word[..figures].to_owned()).or_default() += 1;
            }
        }
    }

    fn has(&mut self, text: &str) -> bool {
        let text = text.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { self.has_number(text) } else { self.has_text(text) }
    }

    /// Whether a number stands in it, maybe as `2nd`, once more than was asked for.
    fn has_number(&mut self, number: &str) -> bool {
        let left = self.numbers.get_mut(number).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    }

    /// Whether these words stand in it, one behind the other.
    fn has_text(&self, text: &str) -> bool {
        let wanted = words(text);
        wanted.is_empty() || self.words.windows(wanted.len()).any(|words| words == wanted)
    }
}

/// The words of a text in lower case, whatever stands between them.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The family name of the first of some people: given names may be cut, and the others left out.
fn family(names: &str) -> &str {
    let first = names.split(" and ").next().unwrap_or_default().trim();
    if let Some((_, family)) = first.split_once("family=") {
        return family.split(',').next().unwrap_or_default();
    }
    match first.split_once(',') {
        Some((family, _)) => family,
        None => first.rsplit(char::is_whitespace).next().unwrap_or_default(),
    }
}
