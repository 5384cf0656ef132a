//! Commands that an author defined: what they stand for takes their place.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::meta::Value;
use super::super::scan;
use super::between;

/// Definitions, by the names of commands: how many arguments, and what stands for it. Beside them, how many bytes all
/// have put in so far.
#[derive(Debug, Default)]
pub(in super::super) struct Macros(BTreeMap<String, (usize, String)>, Cell<usize>);

/// Commands in what commands stand for.
const MAX_DEPTH: usize = 6;
/// What all commands of a manuscript put in does not grow beyond this; further ones stay as they are typed.
const MAX_LENGTH: usize = 8 << 20;

impl Macros {
    /// The macros that settings give, as MyST does below `math`, and Jupyter Book in those of MathJax.
    pub(in super::super) fn of(settings: &Value) -> Self {
        let mut own = Self::default();
        let places = [
            &["math"][..],
            &["sphinx", "config", "mathjax3_config", "tex", "macros"],
            &["sphinx", "config", "mathjax_config", "TeX", "Macros"],
        ];
        for (name, value) in places.iter().filter_map(|place| settings.at(place)).flat_map(Value::pairs) {
            // A body alone, or with how many arguments it has.
            let body = value.text().or_else(|| value.get("macro").or(value.items().first()).and_then(Value::text));
            let name = name.trim_start_matches('\\');
            if let Some(body) = body.filter(|_| name.chars().all(|one| one.is_ascii_alphabetic())) {
                let count = (1..=9).filter(|number| body.contains(&format!("#{number}"))).count();
                own.0.insert(name.to_owned(), (count, body.to_owned()));
            }
        }
        own
    }

    /// Takes definitions out of a text, and puts what they stand for in the place of commands.
    pub(in super::super) fn apply(&mut self, text: &str) -> String {
        let text = scan::map_text(text, |part| self.defined(part));
        if self.0.is_empty() {
            return text;
        }
        scan::map_text(&text, |part| self.expanded(part, 0))
    }

    /// The text without lines that define a command.
    fn defined(&mut self, text: &str) -> String {
        const NAMES: &[&str] = &["\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareMathOperator"];
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            let Some(name) = NAMES.iter().find(|name| rest[at..].starts_with(**name)) else {
                out.push('\\');
                rest = &rest[at + 1..];
                continue;
            };
            let behind = rest[at + name.len()..].trim_start_matches('*');
            match definition(behind) {
                Some((command, count, body, length)) => {
                    let body =
                        if name.ends_with("Operator") { format!("\\operatorname{{{body}}}") } else { body.to_owned() };
                    self.0.insert(command.to_owned(), (count, body));
                    rest = &behind[length..];
                }
                None => {
                    out.push_str(name);
                    rest = behind;
                }
            }
        }
        out + rest
    }

    /// Counts bytes that are to be put in; [`None`] if these are too many.
    fn spend(&self, length: usize) -> Option<()> {
        let all = self.1.get().saturating_add(length);
        (all <= MAX_LENGTH).then(|| self.1.set(all))
    }

    fn expanded(&self, text: &str, depth: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            let length = behind.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(behind.len());
            let (name, after) = behind.split_at(length);
            let found = self.0.get(name).filter(|_| depth < MAX_DEPTH);
            let written = found.and_then(|(count, body)| {
                let (mut body, mut after) = (body.clone(), after);
                for number in 1..=*count {
                    let start = after.trim_start();
                    let (inner, length) = between(start, '{', '}').or_else(|| {
                        let first = start.chars().next().filter(|one| one.is_alphanumeric())?;
                        Some((&start[..first.len_utf8()], first.len_utf8()))
                    })?;
                    let sign = format!("#{number}");
                    self.spend(body.matches(&sign).count() * inner.len())?;
                    body = body.replace(&sign, inner);
                    after = &start[length..];
                }
                self.spend(body.len())?;
                Some((body, after))
            });
            match written {
                Some((body, after)) => {
                    let body = self.expanded(&body, depth + 1);
                    let gap = body.ends_with(|one: char| one.is_ascii_alphabetic())
                        && body.contains('\\')
                        && after.starts_with(|one: char| one.is_ascii_alphabetic());
                    out.push_str(&body);
                    out.push_str(if gap { " " } else { "" });
                    rest = after;
                }
                None => {
                    let length = if name.is_empty() { behind.chars().next().map_or(0, char::len_utf8) } else { length };
                    out.push_str(&rest[at..at + 1 + length]);
                    rest = &behind[length..];
                }
            }
        }
        out + rest
    }
}

/// `{\name}[2]{body}`: the name, how many arguments, the body, and the length of all.
fn definition(text: &str) -> Option<(&str, usize, &str, usize)> {
    let (name, mut at) = match between(text, '{', '}') {
        Some((name, end)) => (name.trim(), end),
        None => {
            let inner = text.strip_prefix('\\')?;
            let length = inner.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(inner.len());
            (&text[..1 + length], 1 + length)
        }
    };
    let name = name.strip_prefix('\\').filter(|name| name.chars().all(|one| one.is_ascii_alphabetic()))?;
    let mut count = 0;
    while let Some((number, end)) = between(&text[at..], '[', ']') {
        count = number.trim().parse().unwrap_or(count);
        at += end;
    }
    let (body, end) = between(&text[at..], '{', '}')?;
    Some((name, count, body, at + end))
}
