//! What a style asks of the engine for one work: counted before it prints any, so that it comes to an end.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use crate::source::{Source, Span};

/// Elements for one work. The most that a style of the official repository has is 4,538 (Chicago, notes).
const MAX_ELEMENTS: u64 = 20_000;
/// Elements within elements. The official repository's deepest is 71 (Chicago, author and date).
const MAX_DEPTH: usize = 128;
/// Looks at elements for one work. The official repository's costliest takes 148,135, about 4 ms.
const MAX_LOOKS: u64 = 700_000;

/// Refuses a style whose macros call each other in circles, or one that asks for too much: where, and what.
pub(super) fn check(source: &Source, document: &Document) -> Result<(), (Span, String)> {
    let root = document.root_element();
    let parts = || root.children().filter(Node::is_element);
    let macros: HashMap<&str, Node> = parts()
        .filter(|node| node.tag_name().name() == "macro")
        .filter_map(|node| Some((node.attribute("name")?, node)))
        .collect();
    let mut costs = Costs { source, macros, known: HashMap::new(), open: Vec::new() };
    for part in parts() {
        let cost = costs.of(part, 0)?;
        if !matches!(part.tag_name().name(), "citation" | "bibliography") {
            continue;
        }
        let too_much = [("elements", cost.elements, MAX_ELEMENTS), ("looks at elements", cost.looks, MAX_LOOKS)];
        if let Some((what, _, most)) = too_much.into_iter().find(|(_, count, most)| count > most) {
            return Err((costs.start(part), format!("one work takes more than {most} {what}, macros written out")));
        }
    }
    Ok(())
}

/// What an element asks for, with all that stands in it and the macros that it calls; of a choice, the largest branch.
#[derive(Clone, Copy)]
struct Cost {
    elements: u64,
    /// How often the engine comes to an element: before it prints one, it asks all that is in it whether there is
    /// something to print.
    looks: u64,
    /// Levels of elements below it.
    height: usize,
}

impl Cost {
    const ONE: Self = Self { elements: 1, looks: 1, height: 0 };

    /// With something below it.
    fn with(self, below: Self) -> Self {
        Self {
            elements: self.elements.saturating_add(below.elements),
            looks: self.looks.saturating_add(below.looks).saturating_add(below.elements),
            height: self.height.max(below.height + 1),
        }
    }

    /// The more of either.
    fn or(self, other: Self) -> Self {
        Self {
            elements: self.elements.max(other.elements),
            looks: self.looks.max(other.looks),
            height: self.height.max(other.height),
        }
    }
}

struct Costs<'a> {
    source: &'a Source,
    macros: HashMap<&'a str, Node<'a, 'a>>,
    known: HashMap<&'a str, Cost>,
    open: Vec<&'a str>,
}

impl<'a> Costs<'a> {
    /// The cost of `node`, which stands `depth` deep.
    fn of(&mut self, node: Node<'a, 'a>, depth: usize) -> Result<Cost, (Span, String)> {
        let too_deep =
            |costs: &Self| Err((costs.start(node), format!("elements and macros nest more than {MAX_DEPTH} deep")));
        if depth > MAX_DEPTH {
            return too_deep(self);
        }
        let name = node.tag_name().name();
        let mut cost = Cost::ONE;
        let mut largest = None::<Cost>;
        for child in node.children().filter(Node::is_element) {
            let below = self.of(child, depth + 1)?;
            if name == "choose" {
                // Every condition is looked at, one branch is taken.
                cost = cost.with(Cost::ONE);
                largest = Some(largest.map_or(below, |largest| largest.or(below)));
            } else {
                cost = cost.with(below);
            }
        }
        cost = largest.map_or(cost, |largest| cost.with(largest));
        if let Some(called) = node.attribute("macro").filter(|_| matches!(name, "text" | "key")) {
            cost = cost.with(self.of_macro(called, node, depth)?);
        }
        if matches!(name, "group" | "text") {
            cost.looks = cost.looks.saturating_add(cost.elements);
        }
        if depth + cost.height > MAX_DEPTH { too_deep(self) } else { Ok(cost) }
    }

    fn of_macro(&mut self, name: &'a str, call: Node, depth: usize) -> Result<Cost, (Span, String)> {
        if self.open.contains(&name) {
            return Err((self.start(call), format!("the macro `{name}` calls itself")));
        }
        if let Some(&cost) = self.known.get(name) {
            return Ok(cost);
        }
        let Some(&node) = self.macros.get(name) else {
            return Err((self.start(call), format!("there is no macro `{name}`")));
        };
        self.open.push(name);
        let cost = self.of(node, depth + 1)?;
        self.open.pop();
        self.known.insert(name, cost);
        Ok(cost)
    }

    fn start(&self, node: Node) -> Span {
        self.source.span(node.range().start..node.range().start + 1)
    }
}
