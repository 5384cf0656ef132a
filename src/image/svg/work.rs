//! How much work an SVG asks for: counted, so that the answer is the same on any machine.
//!
//! The weights were measured with usvg 0.47 and krilla-svg: what takes a tenth of a microsecond counts one.

use std::collections::HashMap;

use roxmltree::{Node, NodeId};

use super::{ById, SVG_HELP, declarations, is_gradient, links};
use crate::image::{Problem, problem};

/// Two seconds.
const MAX_WORK: u64 = 20_000_000;

/// Parts of an SVG that are drawn with parts that are drawn with parts …
const MAX_CHAIN: usize = 16;

/// To read an element, write it and lay it out.
const ELEMENT: u64 = 27;
/// To write what is seen through a mask, a clipping or an opacity of its own.
const MASKED: u64 = 230;
const CLIPPED: u64 = 30;
const GRADIENT: u64 = 200;
/// Text: to find its fonts, for each two of its bytes, which are compared, and for each two of its elements.
const TEXT: u64 = 350;
const PAIRS_OF_BYTES: u64 = 200;
const PAIR_OF_SPANS: u64 = 4;
/// Declarations of one element, which are compared.
const PAIRS_OF_DECLARATIONS: u64 = 20;
/// Bytes of a path, ten of which count thirteen; with arcs, which become curves, they count a hundred.
const PATH: (u64, u64) = (13, 10);
const PATH_OF_ARCS: (u64, u64) = (100, 10);
/// Bytes of a path on which finding the place of a letter counts one.
const PATH_OF_TEXT: u64 = 1_000;
/// A colour of a gradient, for each element that may be painted with it.
const STOP: u64 = 1;
/// Bytes of an attribute beyond what most have, five of which count one.
const SHORT: usize = 200;
const LONG: (u64, u64) = (1, 5);
/// Bytes of the longest list that elements take over from those around them, each beyond the first few: of dashes, and
/// of families of fonts.
const LIST: usize = 64;
const DASHES: (u64, u64) = (1, 1);
const FAMILIES: (u64, u64) = (2, 1);
/// An outline, of which the bounds are worked out: for its ends, and ten bytes of its path, the path included.
const OUTLINE: u64 = 60;
const PATH_WITH_OUTLINE: (u64, u64) = (22, 10);
/// To hold selectors or declarations against an element, ten of which count six, and so much more for each so many
/// bytes of what is compared.
const STYLED: (u64, u64) = (6, 10);
const COMPARED: u64 = 20;

/// Counts what it takes to draw `root`.
pub(super) fn examine<'d, 'i>(root: Node<'d, 'i>, by_id: ById<'d, 'i>, depth: usize) -> Result<(), Problem> {
    let is_sheet = |node: &Node| node.tag_name().name() == "style";
    let sheets = || root.descendants().filter(is_sheet);
    let sheet = Sheet::of(sheets().filter_map(|node| node.text()), depth);
    let lists = Lists::of(root);
    let mut drawing = Drawing { by_id, sheet, lists, paint: 0, drawn: HashMap::new(), gradients: HashMap::new() };
    // Which elements a sheet paints so is not worked out.
    for link in sheets().flat_map(links) {
        drawing.paint = drawing.paint.max(drawing.colours(&link[1..], None, 0)?);
    }
    drawing.draw(root, 0).map(|_| ())
}

const SHAPES: &[&str] = &["circle", "ellipse", "line", "path", "polygon", "polyline", "rect"];

/// What each element is drawn with that stands in one that says so: lists, and an outline.
struct Lists {
    dashes: u64,
    families: u64,
    /// Whether there is an outline anywhere.
    outlines: bool,
}

impl Lists {
    fn of(root: Node) -> Self {
        let mut lists = Self { dashes: 0, families: 0, outlines: false };
        for (name, value) in root.descendants().flat_map(declarations) {
            lists.outlines |= name == "stroke" && value != "none";
            let list = match name {
                "stroke-dasharray" => &mut lists.dashes,
                "font" | "font-family" => &mut lists.families,
                _ => continue,
            };
            *list = (*list).max(value.len().saturating_sub(LIST) as u64);
        }
        lists
    }

    fn work(&self, node: Node) -> u64 {
        let name = node.tag_name().name();
        let families = if matches!(name, "text" | "tspan" | "textPath") { self.families } else { 0 };
        let is_shape = SHAPES.contains(&name) || matches!(name, "text" | "use");
        let outline = if self.outlines && is_shape { OUTLINE } else { 0 };
        weigh(self.dashes, DASHES).saturating_add(weigh(families, FAMILIES)).saturating_add(outline)
    }
}

/// What style sheets ask of each element.
struct Sheet {
    /// Comparisons: selectors and declarations.
    work: u64,
    /// Whether attributes of any name are compared.
    compares_all: bool,
}

impl Sheet {
    /// `depth` is how many elements an element stands in, at most.
    fn of<'d>(texts: impl Iterator<Item = &'d str>, depth: usize) -> Self {
        let mut sheet = Self { work: 0, compares_all: false };
        for rule in texts.flat_map(|text| text.split('}')) {
            let (selectors, declarations) = rule.split_once('{').unwrap_or((rule, ""));
            let selectors: u64 =
                selectors.split(',').fold(0, |sum, selector| sum.saturating_add(comparisons(selector, depth as u64)));
            let declarations = declarations.split(';').count() as u64;
            sheet.work = sheet.work.saturating_add(selectors).saturating_add(declarations);
            sheet.compares_all |= rule.contains('[');
        }
        sheet
    }

    fn work(&self, node: Node) -> u64 {
        let compared = node.attributes().filter(|found| self.compares_all || matches!(found.name(), "class" | "id"));
        let bytes: usize = compared.map(|attribute| attribute.value().len()).sum();
        let times = 1 + bytes as u64 / COMPARED;
        weigh(self.work.saturating_mul(times), STYLED)
    }
}

/// How many comparisons it takes, at most, to find that an element is none of those that a selector names: for each
/// space in it all elements around are tried, and for each of those the rest of the selector.
fn comparisons(selector: &str, depth: u64) -> u64 {
    let parts = selector.split_whitespace().count() as u64;
    let descents = parts.saturating_sub(1);
    // The number of ways to choose that many of the elements around, in order.
    let ways = (0..descents).try_fold(1_u64, |ways, at| Some(ways.checked_mul(depth.saturating_sub(at))? / (at + 1)));
    let siblings = selector.matches(['>', '+', '~']).count() as u64;
    ways.unwrap_or(u64::MAX).max(1).saturating_mul(parts.max(1) + siblings)
}

fn weigh(count: u64, (weight, of): (u64, u64)) -> u64 {
    count.saturating_mul(weight) / of
}

/// Works out how much is drawn, following references.
struct Drawing<'d, 'i> {
    by_id: ById<'d, 'i>,
    sheet: Sheet,
    lists: Lists,
    /// The colours of the gradients that style sheets name, at most.
    paint: u64,
    /// [`None`] for an element that is being drawn.
    drawn: HashMap<NodeId, Option<Drawn>>,
    /// The colours of each gradient.
    gradients: HashMap<NodeId, u64>,
}

/// What drawing an element takes.
#[derive(Debug, Clone, Copy, Default)]
struct Drawn {
    /// Elements within it, itself included.
    own: u64,
    /// The same with those that it refers to.
    all: u64,
    /// Bytes of the paths within it: more than their corners.
    path: u64,
    /// Bytes of the text within it.
    text: u64,
    /// The work, anew for each reference; an upper bound, for what a group refers to may be drawn for each element in
    /// it.
    work: u64,
    /// How many references follow one another.
    chain: usize,
}

impl<'d, 'i> Drawing<'d, 'i> {
    /// `chain` references lead to this element.
    fn draw(&mut self, node: Node<'d, 'i>, chain: usize) -> Result<Drawn, Problem> {
        match self.drawn.insert(node.id(), None) {
            Some(None) => return Err(problem("the SVG has parts that are drawn with themselves".into(), SVG_HELP)),
            Some(Some(drawn)) => {
                self.drawn.insert(node.id(), Some(drawn));
                return Ok(drawn);
            }
            None => {}
        }
        let paths = || ["d", "points"].iter().filter_map(|name| node.attribute(*name));
        let plain = if self.lists.outlines { PATH_WITH_OUTLINE } else { PATH };
        let of_path =
            |path: &str| weigh(path.len() as u64, if path.contains(['a', 'A']) { PATH_OF_ARCS } else { plain });
        let text = node.children().filter(Node::is_text).filter_map(|text| text.text()).map(|text| text.len() as u64);
        let mut drawn = Drawn {
            own: 1,
            all: 1,
            path: paths().map(|path| path.len() as u64).sum(),
            text: text.sum(),
            work: self.sheet.work(node).saturating_add(self.lists.work(node)).saturating_add(self.paint * STOP),
            chain: 0,
        };
        drawn.work = drawn.work.saturating_add(cost(node)).saturating_add(paths().map(of_path).sum());
        for child in node.children().filter(Node::is_element) {
            let child = self.draw(child, chain)?;
            drawn.own += child.own;
            drawn.all = drawn.all.saturating_add(child.all);
            drawn.path += child.path;
            drawn.text += child.text;
            drawn.work = drawn.work.saturating_add(child.work);
            drawn.chain = drawn.chain.max(child.chain);
        }
        if node.tag_name().name() == "text" {
            let (bytes, spans) = (drawn.text.saturating_mul(drawn.text), drawn.own.saturating_mul(drawn.own));
            let compared = (bytes / PAIRS_OF_BYTES).saturating_add(spans.saturating_mul(PAIR_OF_SPANS));
            drawn.work = drawn.work.saturating_add(compared);
        }
        let mut paint = 0_u64;
        for id in links(node).filter(|_| node.tag_name().name() != "style").map(|link| &link[1..]) {
            paint = paint.saturating_add(self.colours(id, None, 0)?);
            for target in self.named(id).filter(|target| !is_gradient(*target)).collect::<Vec<_>>() {
                if chain == MAX_CHAIN {
                    return Err(too_much());
                }
                let inner = self.draw(target, chain + 1)?;
                // A marker is drawn at each corner.
                let times = if target.tag_name().name() == "marker" { drawn.path } else { drawn.own };
                let along = drawn.text.saturating_mul(inner.path) / PATH_OF_TEXT;
                drawn.all = drawn.all.saturating_add(times.saturating_mul(inner.all));
                drawn.work = drawn.work.saturating_add(times.saturating_mul(inner.work)).saturating_add(along);
                drawn.chain = drawn.chain.max(inner.chain + 1);
            }
        }
        drawn.work = drawn.work.saturating_add(drawn.all.saturating_mul(paint).saturating_mul(STOP));
        if drawn.work > MAX_WORK || drawn.chain > MAX_CHAIN {
            return Err(too_much());
        }
        self.drawn.insert(node.id(), Some(drawn));
        Ok(drawn)
    }

    /// The elements that a reference may mean.
    fn named(&self, id: &str) -> impl Iterator<Item = Node<'d, 'i>> {
        self.by_id.get(id).into_iter().flatten().copied()
    }

    /// How many colours the gradient of a name has, its own and those that it takes over; none of what is no gradient.
    /// `chain` gradients refer to it, one to the next, the last of them `by`. (One that refers to itself is drawn with
    /// what it has; from one to another and back usvg would never come to an end.)
    fn colours(&mut self, id: &str, by: Option<NodeId>, chain: usize) -> Result<u64, Problem> {
        let mut most = 0;
        let is_meant = |node: &Node| is_gradient(*node) && Some(node.id()) != by;
        for gradient in self.named(id).filter(is_meant).collect::<Vec<_>>() {
            if chain == MAX_CHAIN {
                return Err(too_much());
            }
            let colours = match self.gradients.get(&gradient.id()) {
                Some(known) => *known,
                None => {
                    let mut colours = gradient.children().filter(Node::is_element).count() as u64;
                    for link in links(gradient) {
                        colours = colours.saturating_add(self.colours(&link[1..], Some(gradient.id()), chain + 1)?);
                    }
                    self.gradients.insert(gradient.id(), colours);
                    colours
                }
            };
            most = most.max(colours);
        }
        Ok(most)
    }
}

/// What it takes to draw an element by itself.
fn cost(node: Node) -> u64 {
    let has = |name| node.has_attribute(name) || node.attribute("style").is_some_and(|style| style.contains(name));
    let of_kind = match node.tag_name().name() {
        "text" => TEXT,
        "linearGradient" | "radialGradient" => GRADIENT,
        _ => 0,
    };
    let masked = if has("mask") { MASKED } else { 0 };
    let clipped = if has("clip-path") || has("opacity") { CLIPPED } else { 0 };
    let declarations = node.attribute("style").map_or(0, |style| style.matches(';').count() as u64);
    let styled = declarations.saturating_mul(declarations) / PAIRS_OF_DECLARATIONS;
    let others = node.attributes().filter(|attribute| !matches!(attribute.name(), "d" | "points"));
    let long = others.map(|attribute| attribute.value().len().saturating_sub(SHORT) as u64).sum();
    (ELEMENT + of_kind + masked + clipped).saturating_add(styled).saturating_add(weigh(long, LONG))
}

pub(super) fn too_much() -> Problem {
    problem("the SVG takes too much work to draw".into(), SVG_HELP)
}
