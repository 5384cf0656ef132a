//! What an SVG holds, and whether it can be printed: read as a tree, without drawing it.

mod embedded;
mod work;

use std::collections::{BTreeSet, HashMap};

use roxmltree::{Document, Node, NodeId, ParsingOptions};

use super::{MAX_PIXELS, Problem, refuse};
use crate::xml::crowded_element;

pub(crate) use embedded::decoded;

/// The elements of each name: which of several that have one is meant, depends on what they are.
type ById<'d, 'i> = HashMap<&'d str, Vec<Node<'d, 'i>>>;

/// Elements nested deeper in an SVG are refused before they reach a recursive reader.
const MAX_DEPTH: usize = 64;

/// An SVG of more nodes is refused before it is read.
const MAX_NODES: u32 = 500_000;

/// Elements of one name that something refers to.
const MAX_NAMED: usize = 16;

/// Characters of an address that are shown.
const MAX_SHOWN: usize = 60;

const SVG_HELP: &str = "Export the drawing again as plain SVG, with fonts as outlines, styles as attributes, \
                        paths simplified, pictures embedded, and effects and repeated parts left out.";

/// The characters beyond ASCII that it prints as text.
pub(super) fn examine(bytes: &[u8]) -> Result<String, Problem> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refuse("the SVG is not UTF-8 text".into(), SVG_HELP);
    };
    // Many programs write a document type, which is harmless; entities defined in it may not be.
    if text.contains("<!ENTITY") {
        return refuse("the SVG defines entities".into(), SVG_HELP);
    }
    if crowded_element(text).is_some() {
        return Err(work::too_much());
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::NodesLimitReached) => {
            return refuse(format!("the SVG has more than {MAX_NODES} parts"), SVG_HELP);
        }
        Err(error) => {
            let at = error.pos();
            return refuse(format!("the SVG is not well-formed at its line {}, column {}", at.row, at.col), SVG_HELP);
        }
    };
    let depth = depth(&document);
    if depth > MAX_DEPTH {
        return refuse(format!("the SVG nests more than {MAX_DEPTH} elements"), SVG_HELP);
    }
    let root = document.root_element();
    if root.tag_name().name() != "svg" || !matches!(root.tag_name().namespace(), None | Some(SVG)) {
        return refuse("the file holds no SVG drawing".into(), SVG_HELP);
    }
    if ["width", "height"].iter().any(|name| root.attribute(*name).is_some_and(is_unusable_length)) {
        return refuse("the SVG has no width or no height".into(), SVG_HELP);
    }
    let elements = document.descendants().filter(Node::is_element);
    let mut by_id = ById::new();
    for node in elements.clone() {
        if let Some(id) = node.attribute("id") {
            by_id.entry(id).or_default().push(node);
        }
    }
    let mut room = MAX_PIXELS;
    for node in elements {
        let name = node.tag_name().name();
        if name == "image" {
            embedded::examine(node, &mut room)?;
        }
        if matches!(name, "script" | "foreignObject" | "feImage") {
            return refuse(format!("the SVG holds an element `{name}`"), SVG_HELP);
        }
        // Effects are worked out pixel by pixel, in a time that has nothing to do with the size of the file.
        if name == "filter" || declarations(node).any(|(name, value)| name == "filter" && value != "none") {
            return refuse("the SVG holds a filter effect".into(), SVG_HELP);
        }
        let is_within = |link: &str| link.starts_with('#') || name == "image" && embedded::is_picture(link);
        if let Some(link) = links(node).find(|link| !is_within(link)) {
            let shown: String = link.chars().take(MAX_SHOWN).flat_map(char::escape_debug).collect();
            let more = if link.chars().nth(MAX_SHOWN).is_some() { "…" } else { "" };
            return refuse(format!("the SVG refers to `{shown}{more}`"), SVG_HELP);
        }
        let is_crowd = |link: &str| by_id.get(&link[1..]).is_some_and(|nodes| nodes.len() > MAX_NAMED);
        if links(node).any(is_crowd) {
            return Err(work::too_much());
        }
        // What a style sheet is about is not worked out here, so it can only name what is drawn with nothing else.
        let is_gradient =
            |link: &str| by_id.get(&link[1..]).is_none_or(|nodes| nodes.iter().all(|node| is_gradient(*node)));
        if name == "style" && !links(node).all(is_gradient) {
            return refuse("the SVG has a style sheet with clippings, masks or patterns".into(), SVG_HELP);
        }
    }
    work::examine(root, by_id, depth)?;
    Ok(lettering(&document))
}

/// What an SVG says of itself: its description, or its title (SVG 2, 5.4).
pub(super) fn words(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| crowded_element(text).is_none())?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let of = |name: &str| {
        let mut own = document.root_element().children().filter(|node| node.tag_name().name() == name);
        let text = own.find_map(|node| node.text())?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| text.contains(' '))
    };
    of("desc").or_else(|| of("title"))
}

/// The characters beyond ASCII of text that is not hidden.
fn lettering(document: &Document) -> String {
    // It prints what stands elsewhere.
    let has_references = document.descendants().any(|node| node.tag_name().name() == "tref");
    let is_hidden = |node: Node| declarations(node).any(|declaration| declaration == ("display", "none"));
    let is_printed = |text: &Node| {
        let mut around = text.ancestors().skip(1);
        // What else stands in a text describes it.
        let is_text = around.clone().find(|node| !matches!(node.tag_name().name(), "a" | "tspan" | "textPath"));
        let is_text = is_text.is_some_and(|node| node.tag_name().name() == "text");
        (has_references || is_text) && !around.any(is_hidden)
    };
    let texts = document.descendants().filter(|node| node.is_text() && is_printed(node));
    let characters = texts.filter_map(|node| node.text()).flat_map(str::chars);
    characters.filter(|character| !character.is_ascii()).collect::<BTreeSet<_>>().into_iter().collect()
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// Whether a length is one of nothing, of less or of more than can be drawn; what is no length at all is left out.
fn is_unusable_length(text: &str) -> bool {
    let text = text.trim();
    let unit = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').len();
    // An exponent is no unit.
    let number = text.parse().or_else(|_| text[..unit].parse::<f32>());
    number.is_ok_and(|number| !(number > 0.0 && number.is_finite()))
}

/// How deep a document's elements nest.
fn depth(document: &Document) -> usize {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    for node in document.descendants().filter(Node::is_element) {
        let above = node.parent().and_then(|parent| depths.get(&parent.id()).copied()).unwrap_or(0);
        depths.insert(node.id(), above + 1);
    }
    depths.into_values().max().unwrap_or(0)
}

fn is_gradient(node: Node) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient")
}

/// All that an element refers to: `href="…"`, and `url(…)` in any attribute or style sheet.
fn links<'d>(node: Node<'d, '_>) -> impl Iterator<Item = &'d str> {
    let sheet = node.text().filter(|_| node.tag_name().name() == "style");
    let functions = node.attributes().map(|attribute| attribute.value()).chain(sheet).flat_map(|text| {
        let after = text.match_indices("url(").map(|(at, function)| &text[at + function.len()..]);
        after.map(|rest| rest.split(')').next().unwrap_or(rest).trim_matches([' ', '"', '\'', '\n', '\t']))
    });
    let hrefs = node.attributes().filter(|attribute| attribute.name() == "href").map(|attribute| attribute.value());
    functions.chain(hrefs)
}

/// The properties that an element sets: as attributes, in its `style`, or in a style sheet.
fn declarations<'d>(node: Node<'d, '_>) -> impl Iterator<Item = (&'d str, &'d str)> {
    let sheet = node.text().filter(|_| node.tag_name().name() == "style");
    let styles = node.attribute("style").into_iter().chain(sheet);
    let declared = styles.flat_map(|text| text.split([';', '{', '}'])).filter_map(|text| text.split_once(':'));
    let attributes = node.attributes().map(|attribute| (attribute.name(), attribute.value()));
    declared.chain(attributes).map(|(name, value)| (name.trim(), value.trim()))
}
