//! Texts, lists and named values, each with its place: what CSL-JSON and CSL-YAML are made of.

use super::raw::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

/// Lists within lists.
pub(super) const MAX_DEPTH: usize = 16;

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A text, a number or a truth value, as text.
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Text, Node)>),
}

impl Node {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(pairs) => pairs.iter().find(|(key, _)| key.text == name).map(|(_, node)| node),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Node] {
        match &self.value {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }
}

/// What stands where nothing can be read.
pub(super) fn unexpected(source: &Source, at: usize, wanted: &str) -> Box<Diagnostic> {
    let length = source.text()[at..].chars().next().map_or(0, char::len_utf8);
    let found =
        Diagnostic::error(Code("bibliography-syntax"), source.span(at..at + length), format!("expected {wanted} here"));
    Box::new(found.with_help("What stands before this place is read; export the file again, or mend it here."))
}
