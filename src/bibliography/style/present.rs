//! What a style asks whether a work has it, answered before the engine prints.
//!
//! The engine takes for missing what it has printed in the place of missing names (CSL 1.0.2, "Substitute"), also where
//! a style only asks: publisher and pages of a chapter go, since its editors were just printed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use citationberg::json::Item;
use citationberg::taxonomy::Variable;
use citationberg::{
    Choose, ChooseBranch, ChooseMatch, ElseBranch, IndependentStyle, LayoutRenderingElement as Element, NamesChild,
};

/// A style, and the copies of it for works that have the same of what it asks for.
#[derive(Debug)]
pub(in crate::bibliography) struct Present {
    style: IndependentStyle,
    asked: Vec<Variable>,
    known: Mutex<HashMap<Vec<bool>, Arc<IndependentStyle>>>,
}

impl Present {
    pub(super) fn new(mut style: IndependentStyle) -> Self {
        let mut asked = Vec::new();
        each_branch(&mut style, &mut |branch| asked.extend(branch.variable.iter().flatten().copied()));
        asked.sort_by_key(ToString::to_string);
        asked.dedup();
        Self { style, asked, known: Mutex::default() }
    }

    /// The style for what all of some works have. Of a work that has more the engine is still asked.
    pub(in crate::bibliography) fn of(&self, works: &[&Item]) -> Arc<IndependentStyle> {
        let have = |variable: &String| !works.is_empty() && works.iter().all(|work| work.0.contains_key(variable));
        let answers: Vec<bool> = self.asked.iter().map(|variable| have(&variable.to_string())).collect();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = known.entry(answers).or_insert_with_key(|answers| {
            let mut style = self.style.clone();
            let is_there = |variable: &Variable| {
                let at = self.asked.iter().position(|asked| asked == variable);
                at.is_some_and(|at| answers[at])
            };
            each_list(&mut style, &mut |elements| answer_all(elements, &is_there));
            Arc::new(style)
        });
        Arc::clone(copy)
    }
}

/// Calls `see` with the elements of both layouts and of each macro.
fn each_list(style: &mut IndependentStyle, see: &mut dyn FnMut(&mut Vec<Element>)) {
    see(&mut style.citation.layout.elements);
    style.bibliography.iter_mut().for_each(|list| see(&mut list.layout.elements));
    style.macros.iter_mut().for_each(|part| see(&mut part.children));
}

fn each_branch(style: &mut IndependentStyle, see: &mut dyn FnMut(&ChooseBranch)) {
    fn within(elements: &mut Vec<Element>, see: &mut dyn FnMut(&ChooseBranch)) {
        for element in elements {
            if let Element::Choose(choose) = element {
                choose.branches().for_each(&mut *see);
            }
            each_inner(element, &mut |inner| within(inner, see));
        }
    }
    each_list(style, &mut |elements| within(elements, see));
}

/// Calls `see` with the elements that stand in one.
fn each_inner(element: &mut Element, see: &mut dyn FnMut(&mut Vec<Element>)) {
    match element {
        Element::Group(group) => see(&mut group.children),
        Element::Choose(choose) => {
            see(&mut choose.if_.children);
            choose.else_if.iter_mut().for_each(|branch| see(&mut branch.children));
            choose.otherwise.iter_mut().for_each(|branch| see(&mut branch.children));
        }
        Element::Names(names) => names.children.iter_mut().for_each(|child| {
            if let NamesChild::Substitute(substitute) = child {
                see(&mut substitute.children);
            }
        }),
        Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
    }
}

fn answer_all(elements: &mut Vec<Element>, is_there: &dyn Fn(&Variable) -> bool) {
    let all = std::mem::take(elements);
    for mut element in all {
        each_inner(&mut element, &mut |inner| answer_all(inner, is_there));
        match element {
            Element::Choose(choose) => elements.extend(answered(choose, is_there)),
            element => elements.push(element),
        }
    }
}

/// What is left of a choice once it is known what the work has.
fn answered(choose: Choose, is_there: &dyn Fn(&Variable) -> bool) -> Vec<Element> {
    let mut open = Vec::new();
    let mut otherwise = choose.otherwise.map(|branch| branch.children);
    for mut branch in std::iter::once(choose.if_).chain(choose.else_if) {
        match answer(&mut branch, is_there) {
            Some(true) => {
                otherwise = Some(branch.children);
                break;
            }
            Some(false) => {}
            None => open.push(branch),
        }
    }
    let mut open = open.into_iter();
    match open.next() {
        Some(if_) => {
            let otherwise = otherwise.map(|children| ElseBranch { children });
            vec![Element::Choose(Choose { if_, else_if: open.collect(), otherwise })]
        }
        None => otherwise.unwrap_or_default(),
    }
}

/// Whether a branch is taken; [`None`] if that is still to be asked. What the work has is asked for no more.
fn answer(branch: &mut ChooseBranch, is_there: &dyn Fn(&Variable) -> bool) -> Option<bool> {
    let variables = branch.variable.as_mut()?;
    let before = variables.len();
    variables.retain(|variable| !is_there(variable));
    let has_some = variables.len() < before;
    if variables.is_empty() {
        branch.variable = None;
    }
    match branch.match_ {
        ChooseMatch::Any if has_some => Some(true),
        ChooseMatch::None if has_some => Some(false),
        ChooseMatch::All if branch.test().is_none() => Some(true),
        ChooseMatch::All | ChooseMatch::Any | ChooseMatch::None => None,
    }
}
