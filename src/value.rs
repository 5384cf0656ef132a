//! Expressions and templates: text and a context in, text out. Strict (nothing undefined is printed) and bounded.

use std::ops::Range;

use serde::Serialize;

/// What expressions can name.
#[derive(Debug, Clone)]
pub struct Context(minijinja::Value);

impl Context {
    pub fn new(values: impl Serialize) -> Self {
        Self(minijinja::value::Serde(values).into())
    }
}

/// Why an expression or a template could not be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueError {
    /// One line in our own words.
    pub message: String,
    pub help: Option<String>,
    /// The bytes of the expression or template at fault.
    pub range: Range<usize>,
}

/// A rendered template.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    pub text: String,
    /// Where each `{{ value }}` came out, in order: each a Typst literal.
    pub values: Vec<Range<usize>>,
    /// For each line of `text`, the byte of the template where what it says begins.
    pub lines: Vec<usize>,
}

/// Evaluates an expression to plain text.
pub fn evaluate(_expression: &str, _context: &Context) -> Result<String, ValueError> {
    todo!()
}

/// Renders a template in which every `{{ value }}` is printed as a Typst literal.
pub fn render(_template: &str, _context: &Context) -> Result<Rendered, ValueError> {
    todo!()
}
