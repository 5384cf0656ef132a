//! The elements of a style: all of them, and what they ask for.

use std::collections::{HashMap, HashSet};

use citationberg::taxonomy::Variable;
use citationberg::{
    ChooseBranch, IndependentStyle, LayoutRenderingElement as Element, Name, Names, NamesChild, TextTarget,
};

/// Calls `see` with the elements of both layouts and of each macro.
pub(super) fn each_list(style: &IndependentStyle, see: &mut dyn FnMut(&[Element])) {
    see(&style.citation.layout.elements);
    style.bibliography.iter().for_each(|list| see(&list.layout.elements));
    style.macros.iter().for_each(|part| see(&part.children));
}

/// Calls `see` with each element, and with each in it.
pub(super) fn each(elements: &[Element], see: &mut dyn FnMut(&Element)) {
    for element in elements {
        see(element);
        match element {
            Element::Group(group) => each(&group.children, see),
            Element::Choose(choose) => {
                choose.branches().for_each(|branch| each(&branch.children, see));
                choose.otherwise.iter().for_each(|branch| each(&branch.children, see));
            }
            Element::Names(names) => names.children.iter().for_each(|child| {
                if let NamesChild::Substitute(substitute) = child {
                    each(&substitute.children, see);
                }
            }),
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

/// The variables that lists of elements and macros ask for or print, with all the macros that those call.
pub(super) fn reached(
    lists: &[&[Element]],
    called: Vec<String>,
    macros: &HashMap<String, Vec<Element>>,
) -> Vec<Variable> {
    let mut found = Vec::new();
    each_reached(lists, called, macros, &mut |list, called| variables(list, &mut found, called));
    found
}

/// Calls `see` with lists of elements, and with each of the macros that it says they call.
fn each_reached(
    lists: &[&[Element]],
    mut called: Vec<String>,
    macros: &HashMap<String, Vec<Element>>,
    see: &mut dyn FnMut(&[Element], &mut Vec<String>),
) {
    let mut seen = HashSet::new();
    lists.iter().for_each(|list| see(list, &mut called));
    while let Some(name) = called.pop() {
        if let Some((name, list)) = macros.get_key_value(&name)
            && seen.insert(name)
        {
            see(list, &mut called);
        }
    }
}

/// Whether the same is printed of all works by lists of elements and the macros that those call: they ask for no type
/// and for no variable but some.
pub(super) fn print_alike(
    lists: &[&[Element]],
    macros: &HashMap<String, Vec<Element>>,
    is_allowed: impl Fn(Variable) -> bool,
) -> bool {
    let (mut found, mut has_types) = (Vec::new(), false);
    each_reached(lists, Vec::new(), macros, &mut |list, called| {
        variables(list, &mut found, called);
        each(list, &mut |element| {
            has_types |= matches!(element, Element::Choose(choose) if choose.branches().any(|one| one.type_.is_some()));
        });
    });
    !has_types && found.into_iter().all(is_allowed)
}

fn variables(elements: &[Element], found: &mut Vec<Variable>, called: &mut Vec<String>) {
    each(elements, &mut |element| match element {
        Element::Text(text) => match &text.target {
            TextTarget::Variable { var, .. } => found.push(*var),
            TextTarget::Macro { name } => called.push(name.clone()),
            TextTarget::Term { .. } | TextTarget::Value { .. } => {}
        },
        Element::Date(date) => found.extend(date.variable.map(Variable::Date)),
        Element::Number(number) => found.push(number.variable.into()),
        Element::Label(label) => found.push(label.variable.into()),
        Element::Names(names) => found.extend(names.variable.iter().map(|name| Variable::Name(*name))),
        Element::Choose(choose) => choose.branches().for_each(|branch| tested(branch, found)),
        Element::Group(_) => {}
    });
}

fn tested(branch: &ChooseBranch, found: &mut Vec<Variable>) {
    found.extend(branch.variable.iter().chain(&branch.is_numeric).flatten());
    found.extend(branch.is_uncertain_date.iter().flatten().map(|date| Variable::Date(*date)));
}

/// Calls `see` with all names that are printed, and the word on their form.
pub(in crate::bibliography) fn name_elements(style: &IndependentStyle, see: &mut dyn FnMut(&Names, Option<&Name>)) {
    each_list(style, &mut |list| {
        each(list, &mut |element| {
            if let Element::Names(names) = element {
                see(names, names.name());
            }
        });
    });
}
