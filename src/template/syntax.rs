//! Looks at Typst as its parser does: what is not Typst, and which values are more than literals.

use std::ops::Range;

use typst_syntax::{LinkedNode, SyntaxKind, SyntaxNode};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::markup::{Markup, VirtualFile};
use crate::source::{Source, Span};
use crate::value::Rendered;

use super::depth;

/// Reports what in a Typst file is not Typst.
pub(super) fn check(source: &Source, diagnostics: &mut Diagnostics) -> Result<SyntaxNode, Reported> {
    let root = depth::syntax(source.text()).map_err(|refusal| {
        let (at, text) = (refusal.at(), source.text());
        let end = text[at..].chars().next().map_or(at, |first| at + first.len_utf8());
        diagnostics.report(refusal.diagnostic(source.span(at..end)))
    })?;
    report_errors(errors(&LinkedNode::new(&root)), |range| source.span(range), diagnostics)?;
    Ok(root)
}

/// See [`accept`](super::accept). The syntax is that of the whole text.
pub(super) fn accept(
    source: &Source,
    rendered: &Rendered,
    diagnostics: &mut Diagnostics,
) -> Result<(VirtualFile, SyntaxNode), Reported> {
    let places = Places::new(source, rendered);
    let root = depth::syntax(&rendered.text)
        .map_err(|refusal| diagnostics.report(refusal.diagnostic(places.line(refusal.at()))))?;
    let errors = errors(&LinkedNode::new(&root));
    let misplaced = misplaced(&LinkedNode::new(&root), &rendered.values);
    // A misplaced value breaks the syntax after it, and broken syntax misplaces the values after it: report the cause.
    match (errors.first(), misplaced.first()) {
        (Some((error, _)), Some(value)) if value.start <= error.start => {}
        (Some(_), _) => report_errors(errors, |range| places.line(range.start), diagnostics)?,
        (None, _) => {}
    }
    let mut result = Ok(());
    for value in misplaced {
        let message = "this value does not stand in code as a value of its own";
        let found = Diagnostic::error(Code("template-value"), places.value(&value), message);
        result = Err(diagnostics
            .report(found.with_help(
                "In text write `#{{ x }}`; in code `{{ x }}`, and join texts with `+`: `\"a \" + {{ x }}`.",
            )));
    }
    result.map(|()| (places.file(), root))
}

/// Reports each syntax error at the place that `place` finds for its range.
fn report_errors(
    errors: Vec<(Range<usize>, String)>,
    place: impl Fn(Range<usize>) -> Span,
    diagnostics: &mut Diagnostics,
) -> Result<(), Reported> {
    let mut result = Ok(());
    for (range, message) in errors {
        let found = match message.as_str() {
            "maximum parsing depth exceeded" => depth::nested_too_deeply(place(range)),
            _ => Diagnostic::error(Code("template-syntax"), place(range), format!("this is not Typst: {message}"))
                .with_help("Correct the template."),
        };
        result = Err(diagnostics.report(found));
    }
    result
}

fn errors(root: &LinkedNode) -> Vec<(Range<usize>, String)> {
    let mut errors = Vec::new();
    collect_errors(root, &mut errors);
    errors
}

/// What was parsed is no deeper than this can bear.
fn collect_errors(node: &LinkedNode, errors: &mut Vec<(Range<usize>, String)>) {
    if node.kind() == SyntaxKind::Error {
        let message = node.errors_and_warnings().0.into_iter().next().map(|error| error.message.to_string());
        errors.push((node.range(), message.unwrap_or_default()));
    } else if node.diagnosis().errors {
        node.children().for_each(|child| collect_errors(&child, errors));
    }
}

/// The values that are not exactly one node of the tree, or not a literal. They come in order and go in order.
fn misplaced(root: &LinkedNode, values: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut misplaced = Vec::new();
    collect_misplaced(root, values, &mut misplaced);
    misplaced
}

fn collect_misplaced(node: &LinkedNode, mut values: &[Range<usize>], misplaced: &mut Vec<Range<usize>>) {
    if let [value] = values
        && node.range() == *value
        && is_literal(node)
    {
        return;
    }
    for child in node.children() {
        let range = child.range();
        let (before_end, rest) = values.split_at(values.partition_point(|value| value.end <= range.end));
        let (across_start, inside) = before_end.split_at(before_end.partition_point(|value| value.start < range.start));
        misplaced.extend_from_slice(across_start);
        if !inside.is_empty() {
            collect_misplaced(&child, inside, misplaced);
        }
        values = rest;
    }
    misplaced.extend_from_slice(values);
}

/// Whether a node says what it is worth without naming anything: a string, a number, a date, or a collection of such.
fn is_literal(node: &SyntaxNode) -> bool {
    let is_inert = |child: &SyntaxNode| is_punctuation(child.kind()) || is_literal(child);
    let mut children = node.children();
    match node.kind() {
        SyntaxKind::Str | SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Bool | SyntaxKind::None => true,
        SyntaxKind::Array | SyntaxKind::Dict | SyntaxKind::Parenthesized => children.all(is_inert),
        // A name or a string, then its value.
        SyntaxKind::Named | SyntaxKind::Keyed => {
            children.next().is_some_and(|key| matches!(key.kind(), SyntaxKind::Ident | SyntaxKind::Str))
                && children.all(is_inert)
        }
        SyntaxKind::Unary => {
            children.next().is_some_and(|sign| sign.kind() == SyntaxKind::Minus)
                && children.all(|child| matches!(child.kind(), SyntaxKind::Int | SyntaxKind::Float))
        }
        SyntaxKind::FuncCall => {
            children.next().is_some_and(|function| function.leaf_text() == "datetime")
                && children.all(|arguments| arguments.kind() == SyntaxKind::Args && arguments.children().all(is_inert))
        }
        _ => false,
    }
}

fn is_punctuation(kind: SyntaxKind) -> bool {
    use SyntaxKind::{Colon, Comma, LeftParen, RightParen, Space};
    matches!(kind, Colon | Comma | LeftParen | RightParen | Space)
}

/// From places in the rendered text to places in the template.
struct Places<'a> {
    source: &'a Source,
    rendered: &'a Rendered,
    /// Where each line of the rendered text starts.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(source: &'a Source, rendered: &'a Rendered) -> Self {
        let ends = rendered.text.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, rendered, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line of the template that the line around the byte `at` came from.
    fn line(&self, at: usize) -> Span {
        self.template_line(self.line_index(at))
    }

    /// The `{{ … }}` that a value came from, or at least its line.
    fn value(&self, value: &Range<usize>) -> Span {
        let index = self.line_index(value.start);
        let line = self.template_line(index);
        let earlier = self.rendered.values.iter().filter(|other| other.start < value.start);
        let nth = earlier.filter(|other| self.line_index(other.start) == index).count();
        let text = self.source.slice(line);
        let Some((start, _)) = text.match_indices("{{").nth(nth) else { return line };
        let end = text[start..].find("}}").map_or(text.len(), |length| start + length + "}}".len());
        line.part(start..end)
    }

    /// The rendered text with the origin of each line.
    fn file(&self) -> VirtualFile {
        let mut markup = Markup::new();
        for (index, line) in self.rendered.text.split_inclusive('\n').enumerate() {
            markup.node(self.template_line(index), |markup| markup.syntax(line));
        }
        markup.finish()
    }

    fn line_index(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    fn template_line(&self, index: usize) -> Span {
        let text = self.source.text();
        let at = text.floor_char_boundary(self.rendered.lines.get(index).copied().unwrap_or(text.len()));
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        self.source.span(start..end)
    }
}
