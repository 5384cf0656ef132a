//! What stands in the list for names that are those of the line before (CSL 1.0.2, "subsequent-author-substitute").

use citationberg::SubsequentAuthorSubstituteRule as Rule;
use hayagriva::types::Person;
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

/// Puts the substitute for the first names of each line, as far as they are those of the line before.
///
/// `others` is what is printed for those who are not named.
pub(super) fn substitute(lines: &mut [ElemChildren], dash: &str, rule: Rule, others: &str) {
    let all: Vec<Vec<String>> = lines.iter().map(names).collect();
    let people: Vec<Vec<Person>> = lines.iter().map(people).collect();
    for (at, line) in lines.iter_mut().enumerate().skip(1) {
        let (before, here) = (&all[at - 1], &all[at]);
        let count = before.iter().zip(here).take_while(|(one, other)| one == other).count();
        let count = match rule {
            // Who is not named may be somebody else.
            Rule::CompleteAll | Rule::CompleteEach if before != here || people[at - 1] != people[at] => 0,
            Rule::PartialFirst => count.min(1),
            _ => count,
        };
        if count > 0
            && let Some(elem) = first_names(line)
        {
            let mut left = count;
            let is_whole = rule == Rule::CompleteAll || !elem.children.0.iter().any(has_name);
            replace(elem, dash, &mut left, is_whole);
            if rule == Rule::CompleteAll {
                without_others(elem, others);
            }
        }
    }
}

/// The single names in the first names of a line, and what is printed for those who are not named.
fn names(line: &ElemChildren) -> Vec<String> {
    fn single(children: &ElemChildren, names: &mut Vec<String>) {
        for child in &children.0 {
            match child {
                ElemChild::Elem(elem) if matches!(elem.meta, Some(ElemMeta::Name(..))) => {
                    names.push(text(&elem.children).trim_end().to_owned());
                }
                ElemChild::Elem(elem) => single(&elem.children, names),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    if let Some(elem) = line.find_names() {
        single(&elem.children, &mut found);
        if found.is_empty() {
            found.push(text(&elem.children));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// All whom the first names of a line are about, named or not, whatever they did.
fn people(line: &ElemChildren) -> Vec<Person> {
    let mut next = line.find_names();
    while let Some(elem) = next {
        if let Some(ElemMeta::Names(names)) = &elem.meta
            && names.iter().any(|(people, _)| !people.is_empty())
        {
            return names.iter().flat_map(|(people, _)| people.clone()).collect();
        }
        // Those who stand for others are within these.
        next = elem.children.find_names();
    }
    Vec::new()
}

fn first_names(line: &mut ElemChildren) -> Option<&mut Elem> {
    line.find_names_mut()
}

fn text(children: &ElemChildren) -> String {
    format!("{children:#}").chars().filter(|one| !one.is_control()).collect()
}

/// Replaces as many names; all of them by one dash, with what stands between.
fn replace(names: &mut Elem, dash: &str, left: &mut usize, is_whole: bool) {
    // The engine puts the blank behind a name into the name.
    let substitute = |name: &str| {
        let blank = if name.ends_with(' ') { " " } else { "" };
        ElemChild::Text(Formatted { text: format!("{dash}{blank}"), formatting: Formatting::default() })
    };
    if is_whole {
        let (first, last) = (names.children.0.iter().position(has_name), names.children.0.iter().rposition(has_name));
        match first.zip(last) {
            Some((first, last)) => {
                let name = text(&ElemChildren(vec![names.children.0[last].clone()]));
                names.children.0.splice(first..=last, [substitute(&name)]);
            }
            None => names.children.0 = vec![substitute("")],
        }
        return;
    }
    for child in &mut names.children.0 {
        if *left == 0 {
            return;
        }
        if let ElemChild::Elem(elem) = child {
            if matches!(elem.meta, Some(ElemMeta::Name(..))) {
                elem.children.0 = vec![substitute(&text(&elem.children))];
                *left -= 1;
            } else {
                replace(elem, dash, left, false);
            }
        }
    }
}

/// Takes out what is printed for those who are not named, behind a dash for all.
fn without_others(names: &mut Elem, others: &str) {
    for child in names.children.0.iter_mut().skip(1) {
        if let ElemChild::Text(text) = child
            && let Some(rest) = text.text.trim_start_matches([',', ' ']).strip_prefix(others)
        {
            text.text = rest.to_owned();
        }
    }
}

fn has_name(child: &ElemChild) -> bool {
    match child {
        ElemChild::Elem(elem) => matches!(elem.meta, Some(ElemMeta::Name(..))) || elem.children.0.iter().any(has_name),
        _ => false,
    }
}
