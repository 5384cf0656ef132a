//! The structure tree with its ways up and down.

use crate::inspect::{Element, Inspected};

/// One element in its place.
#[derive(Clone, Copy)]
pub struct Node<'s> {
    all: &'s [Element],
    pub at: usize,
}

pub fn nodes(said: &Inspected) -> impl Iterator<Item = Node<'_>> {
    (0..said.elements.len()).map(|at| Node { all: &said.elements, at })
}

impl<'s> Node<'s> {
    pub fn element(self) -> &'s Element {
        &self.all[self.at]
    }

    pub fn role(self) -> &'s str {
        &self.element().role
    }

    pub fn parent(self) -> Option<Self> {
        let depth = self.element().depth.checked_sub(1)?;
        let at = self.all[..self.at].iter().rposition(|one| one.depth == depth)?;
        Some(Node { at, ..self })
    }

    /// The role of the parent; nothing at the top.
    pub fn within(self) -> &'s str {
        self.parent().map_or("", Node::role)
    }

    pub fn children(self) -> impl Iterator<Item = Self> {
        let depth = self.element().depth;
        let rest = self.all[self.at + 1..].iter().take_while(move |one| one.depth > depth).enumerate();
        rest.filter(move |(_, one)| one.depth == depth + 1).map(move |(at, _)| Node { at: self.at + 1 + at, ..self })
    }

    /// Whether it holds nothing at all.
    pub fn is_empty(self) -> bool {
        self.element().marks == 0 && self.element().objects == 0 && self.children().next().is_none()
    }

    /// What it is called in a complaint.
    pub fn told(self) -> String {
        let text: String = self.element().text.chars().take(50).collect();
        format!("{} in {} {text:?}", self.role(), self.within())
    }
}
