//! What Typst code names in plain words: files and font families.

use std::ops::Range;

use typst_syntax::{LinkedNode, SyntaxKind, SyntaxNode, ast};

/// A name in a text literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub name: String,
    /// The literal; of a font family, the whole value that it stands in.
    pub range: Range<usize>,
    /// Whether it is placed as the kind of picture that its name says it is.
    pub is_picture: bool,
}

/// The names in a file, in order.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub files: Vec<Named>,
    pub families: Vec<Named>,
    /// Whether something seems to depend on which side of a sheet a page is.
    pub has_sides: bool,
}

/// What tells of it: margins, and where the next page is.
const SIDES: &[&str] = &["binding", "inside", "outside", "to"];

/// Typst's own functions that read the file which their first argument names.
const READING: &[&str] = &["bibliography", "cbor", "csv", "image", "json", "plugin", "read", "toml", "xml", "yaml"];

/// What a file names. What is worked out first, from variables or by joining texts, only Typst knows.
pub(super) fn of(root: &SyntaxNode) -> Names {
    let mut names = Names::default();
    collect(&LinkedNode::new(root), &mut names);
    names
}

/// What was parsed is no deeper than this can bear.
fn collect(node: &LinkedNode, names: &mut Names) {
    match node.kind() {
        SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => {
            names.files.extend(node.children().find_map(|child| literal(&child)));
        }
        SyntaxKind::FuncCall | SyntaxKind::SetRule => {
            let mut parts = node.children().filter(|child| !is_filling(child.kind()));
            if let (Some(function), Some(arguments)) =
                (parts.find(|part| part.kind() == SyntaxKind::Ident), parts.next())
                && arguments.kind() == SyntaxKind::Args
            {
                call(function.leaf_text(), &arguments, names);
            }
        }
        SyntaxKind::Ident => names.has_sides |= SIDES.contains(&node.leaf_text().as_str()),
        SyntaxKind::Str => names.has_sides |= SIDES.contains(&node.leaf_text().trim_matches('"')),
        _ => {}
    }
    node.children().for_each(|child| collect(&child, names));
}

fn call(function: &str, arguments: &LinkedNode, names: &mut Names) {
    let given: Vec<LinkedNode> = arguments.children().filter(|argument| !is_filling(argument.kind())).collect();
    let is_called = |argument: &LinkedNode, name: &str| {
        argument.kind() == SyntaxKind::Named
            && argument.children().next().is_some_and(|written| written.leaf_text() == name)
    };
    if READING.contains(&function) {
        let is_picture = function == "image" && !given.iter().any(|argument| is_called(argument, "format"));
        let first = given.iter().find(|argument| argument.kind() != SyntaxKind::Named).and_then(literal);
        names.files.extend(first.map(|first| Named { is_picture, ..first }));
    } else if function == "text" {
        let font = given.iter().find(|argument| is_called(argument, "font"));
        let value = font.and_then(|font| font.children().next_back());
        value.iter().for_each(|value| families(value, &value.range(), &mut names.families));
    }
}

/// The families in what `font` is given: a text, a dictionary with a `name`, or a list of these.
fn families(value: &LinkedNode, whole: &Range<usize>, found: &mut Vec<Named>) {
    match value.kind() {
        SyntaxKind::Str => found.extend(literal(value).map(|named| Named { range: whole.clone(), ..named })),
        SyntaxKind::Array | SyntaxKind::Parenthesized => {
            value.children().for_each(|item| families(&item, whole, found));
        }
        SyntaxKind::Dict => {
            let is_name = |pair: &LinkedNode| pair.children().next().is_some_and(|key| key.leaf_text() == "name");
            let name = value.children().find(is_name).and_then(|pair| pair.children().next_back());
            name.iter().for_each(|name| families(name, whole, found));
        }
        _ => {}
    }
}

fn literal(node: &LinkedNode) -> Option<Named> {
    let text = node.get().cast::<ast::Str>()?;
    Some(Named { name: text.get().to_string(), range: node.range(), is_picture: false })
}

fn is_filling(kind: SyntaxKind) -> bool {
    use SyntaxKind::{Colon, Comma, Hash, LeftParen, RightParen, Set, Space};
    matches!(kind, Colon | Comma | Hash | LeftParen | RightParen | Set | Space)
        || matches!(kind, SyntaxKind::LineComment | SyntaxKind::BlockComment)
}
