//! Expressions and templates: text and a context in, text out. Strict (nothing undefined is printed) and bounded.
//! The only home of minijinja.
//!
//! Expressions are an author's: whatever they say, they end soon. Templates are code: fuel stops their loops, and what
//! they make of their values has bounds. They know `for`, `if`, `set`, `with` and filters, and cannot load other
//! templates. Tags on lines of their own leave no blank lines behind.

mod explain;
mod growth;
mod named;
mod names;
mod print;
mod shape;
mod tags;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, OutputSpanKind, UndefinedBehavior};
use serde::Serialize;

pub use named::{Named, named};
pub use shape::Kind;

/// What an expression or a template can do before it is stopped: one unit is about one step or 64 bytes.
const EXPRESSION_FUEL: u64 = 10_000;
const TEMPLATE_FUEL: u64 = 1_000_000;

/// How deep evaluation may recurse.
const MAX_RECURSION: usize = 100;

/// An expression may be this long, in bytes. The engine recurses over what is written.
const MAX_EXPRESSION: usize = 1_000;

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

/// Evaluates an expression to plain text: one line of it.
pub fn evaluate(expression: &str, context: &Context) -> Result<String, ValueError> {
    static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| engine(EXPRESSION_FUEL));
    if expression.len() > MAX_EXPRESSION {
        return Err(explain::too_long(0..expression.len(), MAX_EXPRESSION));
    }
    if let Some(at) = tags::repetition(expression) {
        return Err(explain::repetition(at));
    }
    let compiled = ENGINE
        .compile_expression_owned(expression.to_owned())
        .map_err(|error| explain::error(&error, expression, context))?;
    let value = compiled.eval(context.0.clone()).map_err(|error| explain::error(&error, expression, context))?;
    let whole = 0..expression.len();
    if value.is_undefined() {
        let name = expression.trim();
        let is_path = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
        return Err(match is_path {
            true => explain::undefined(name, whole, expression, context),
            false => explain::nothing(whole, expression),
        });
    }
    print::plain(&value).map_err(|refused| explain::refusal(&refused, whole, expression))
}

/// What is wrong with a template that can be told without rendering it, in order: blocks that nothing closes, and names
/// that stand for nothing wherever they are used. In `shape` everything that a template may name has a value, and each
/// list an item.
pub fn mistakes(template: &str, shape: &Context) -> Vec<ValueError> {
    if let Err(refused) = tags::check(template, MAX_EXPRESSION).and_then(|()| growth::check(template)) {
        return vec![refused];
    }
    let unbalanced = tags::unbalanced(template);
    if unbalanced.is_empty() { names::unknown(template, &shape.0, &engine(TEMPLATE_FUEL)) } else { unbalanced }
}

/// Renders a template in which every `{{ value }}` is printed as a Typst literal. A value of the form
/// `{"$datetime": [2013, 6, 1]}` is printed as the call `datetime(year: 2013, month: 6, day: 1)`.
pub fn render(template: &str, context: &Context) -> Result<Rendered, ValueError> {
    tags::check(template, MAX_EXPRESSION)?;
    growth::check(template)?;
    let mut engine = engine(TEMPLATE_FUEL);
    engine.set_formatter(print::format_literal);
    engine.set_syntax(syntax());
    let (text, spans) = engine
        .template_from_str(template)
        .and_then(|compiled| compiled.render_with_spans(context.0.clone()))
        .map_err(|error| explain::error(&error, template, context))?;
    let values = spans.iter().filter(|span| span.kind() == OutputSpanKind::Expression);
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let origin = |at: usize| {
        let index = spans.partition_point(|span| span.output_range().end <= at);
        spans.get(index).map_or(template.len(), |span| match span.kind() {
            OutputSpanKind::Raw => span.source_range().start + (at - span.output_range().start),
            _ => span.source_range().start,
        })
    };
    Ok(Rendered { values: values.map(|span| span.output_range()).collect(), lines: starts.map(origin).collect(), text })
}

/// The names of the context that a template looks up on any path, as far as they go: `paper.title`, or `paper` where
/// that is used as a whole. A template that cannot be parsed names nothing.
pub fn asked(template: &str) -> BTreeSet<String> {
    let engine = engine(TEMPLATE_FUEL);
    let compiled = engine.template_from_str(template);
    compiled.map_or_else(|_| BTreeSet::new(), |compiled| compiled.undeclared_variables(true).into_iter().collect())
}

fn syntax() -> SyntaxConfig {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    syntax.expect("the usual delimiters are valid")
}

fn engine<'source>(fuel: u64) -> Environment<'source> {
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(fuel));
    engine.set_recursion_limit(MAX_RECURSION);
    // Errors then know their place.
    engine.set_debug(true);
    // `debug` prints the engine's inside; `namespace` lets a loop nest values without bound, which drop recursively;
    // the filters can put one list many times into another.
    engine.remove_global("debug");
    engine.remove_global("namespace");
    ["batch", "map", "slice"].iter().for_each(|filter| engine.remove_filter(filter));
    engine
}
