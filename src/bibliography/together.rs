//! What of a paper's citations depends on one another: only that is asked of the engine together, and remembered.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::Arc;

use hayagriva::{ElemChild, ElemChildren, ElemMeta};

use super::affixes::Part;
use super::answers::Mark;
use super::engine::{Engine, purpose};
use super::format::{Item, Request};
use super::style::{Citing, Layouts, Style, StyleForm};
use crate::section::CitationForm;

/// The first of the numbers that stand for others until these are known.
pub(super) const ANY_NUMBER: usize = 900_000_000;

/// Parts of citations that are asked for together.
pub(super) struct Group {
    /// Their places among all parts, in the order in which they are asked for.
    pub parts: Vec<usize>,
    /// The works that get the first numbers; [`None`] stands for any that are not asked for.
    pub order: Vec<Option<usize>>,
    /// The numbers of works that are put there later.
    numbers: HashMap<usize, usize>,
    citing: Citing,
}

impl Group {
    /// The number from which the engine counts.
    pub(super) fn first_number(&self) -> usize {
        if self.citing == Citing::Numbers { ANY_NUMBER - 1 } else { 0 }
    }

    /// Whether the engine has to be told an order of works before it is asked for a part: their numbers are not those
    /// that it gives them by itself.
    pub(super) fn has_order(&self, parts: &[Part]) -> bool {
        let is_own = || {
            let own = self.parts.iter().flat_map(|at| parts[*at].items()).map(|item| Some(item.work));
            own.eq(self.order.iter().copied())
        };
        !(self.order.is_empty() || self.citing == Citing::Numbers && is_own())
    }

    /// All that its answers depend on but the style, if they are to be remembered.
    pub(super) fn key(&self, engine: &Engine, parts: &[Part]) -> Option<String> {
        if self.citing == Citing::Positions {
            return None;
        }
        let mut key = String::new();
        for part in self.parts.iter().map(|at| &parts[*at]) {
            let _ = write!(key, "{}{}", part.is_marked, part.request.is_hidden);
            for item in part.items() {
                let work = &engine.works[item.work];
                let place = self.order.iter().position(|ordered| *ordered == Some(item.work));
                let purpose = purpose(part, item, work);
                let is_alike = purpose.is_none() && engine.style.tasks.cites_alike;
                let about = (place, purpose, engine.letters.contains_key(&item.work), &item.locator);
                let mark = (!is_alike).then(|| Mark::of(work));
                let _ = write!(key, "{mark:?}{about:?}");
            }
        }
        Some(key)
    }

    /// Puts the numbers of works where others stand for them.
    pub(super) fn put_numbers(&self, items: &[Item], children: &mut ElemChildren) {
        if self.citing != Citing::Numbers {
            return;
        }
        for child in &mut children.0 {
            let ElemChild::Elem(elem) = child else { continue };
            let item = match elem.meta {
                Some(ElemMeta::Entry(at)) => items.get(at),
                _ => None,
            };
            if let Some(work) = item.map(|item| item.work)
                && let Some(place) = self.order.iter().position(|ordered| *ordered == Some(work))
                && let Some(number) = self.numbers.get(&work)
            {
                put_number(&mut elem.children, ANY_NUMBER + place, *number);
            }
        }
    }
}

/// Puts a number where another stands for it: in what was printed as the number of a citation.
pub(super) fn put_number(children: &mut ElemChildren, from: usize, to: usize) {
    fn put(children: &mut ElemChildren, is_number: bool, from: &str, to: &str) {
        for child in &mut children.0 {
            match child {
                ElemChild::Text(text) if is_number => text.text = text.text.replace(from, to),
                ElemChild::Elem(elem) => {
                    let is_number = is_number || elem.meta == Some(ElemMeta::CitationNumber);
                    put(&mut elem.children, is_number, from, to);
                }
                _ => {}
            }
        }
    }
    put(children, false, &from.to_string(), &to.to_string());
}

/// On what the citations of a paper depend: a style may ask where they stand for a type of work that it does not cite.
fn citing(engine: &Engine, parts: &[Part]) -> Citing {
    let Style { tasks, .. } = engine.style;
    if tasks.citing != Citing::Positions || engine.style.form() != StyleForm::Names {
        return tasks.citing;
    }
    let works: BTreeSet<usize> = parts.iter().flat_map(Part::items).map(|item| item.work).collect();
    let mut known = Vec::new();
    for work in works {
        let fit = tasks.cited(false).of(&[&engine.works[work].item], Layouts::Citation);
        if !known.iter().any(|one| Arc::ptr_eq(one, &fit)) {
            if Citing::of(&fit) != Citing::Names {
                return Citing::Positions;
            }
            known.push(fit);
        }
    }
    Citing::Names
}

/// All parts in groups that do not depend on each other. `asked` are the parts in the order in which they count as
/// cited, `order` is that of the list.
pub(super) fn groups(engine: &Engine, parts: &[Part], asked: Vec<usize>, order: &[usize]) -> Vec<Group> {
    let citing = citing(engine, parts);
    let group = |parts| Group { parts, order: Vec::new(), numbers: HashMap::new(), citing };
    match citing {
        Citing::Positions => {
            let is_ordered = engine.style.is_numbered_by_list();
            let order = order.iter().filter(|_| is_ordered).map(|work| Some(*work)).collect();
            vec![Group { order, ..group(asked) }]
        }
        Citing::Numbers => {
            let cited = asked.iter().flat_map(|at| parts[*at].items()).map(|item| item.work);
            let first = order.iter().copied().filter(|_| engine.style.is_numbered_by_list());
            let mut numbers = HashMap::new();
            for work in first.chain(cited) {
                let next = numbers.len() + 1;
                numbers.entry(work).or_insert(next);
            }
            let alone = |at: usize| {
                let own = parts[at].items().iter().map(|item| (numbers[&item.work], item.work));
                let own: BTreeMap<usize, usize> = own.collect();
                let mut order = Vec::new();
                let mut last = None;
                for (number, work) in &own {
                    // Whether the next number follows is seen: then the engine may print a range.
                    order.extend(last.filter(|last| last + 1 < *number).map(|_| None));
                    order.push(Some(*work));
                    last = Some(*number);
                }
                Group { order, numbers: own.iter().map(|(number, work)| (*work, *number)).collect(), ..group(vec![at]) }
            };
            asked.into_iter().map(alone).collect()
        }
        Citing::Names => by_words(engine, parts, &asked).into_iter().map(group).collect(),
    }
}

/// Parts that cite works by the same words as others do, letters left out, with those; each of the others alone.
fn by_words(engine: &Engine, parts: &[Part], asked: &[usize]) -> Vec<Vec<usize>> {
    let form = |part: &Part, item: &Item| {
        (item.work, purpose(part, item, &engine.works[item.work]).is_some(), part.request.form == CitationForm::Names)
    };
    let mut words: HashMap<String, BTreeSet<usize>> = HashMap::new();
    let mut is_known = BTreeSet::new();
    for part in asked.iter().map(|at| &parts[*at]) {
        for item in part.items() {
            if !is_known.insert(form(part, item)) {
                continue;
            }
            let request = Request {
                items: vec![Item { is_without_names: item.is_without_names, ..Item::new(item.work) }],
                form: part.request.form,
                note: None,
                is_hidden: false,
            };
            let alone = [Part { request: &request, first: 0, count: 1, is_marked: false }];
            let group = Group { parts: vec![0], order: Vec::new(), numbers: HashMap::new(), citing: Citing::Names };
            let printed = Engine { letters: &HashMap::new(), ..*engine }.cite_together(&alone, &group);
            words.entry(printed[0].to_string()).or_default().insert(item.work);
        }
    }
    let mut link: HashMap<usize, usize> = HashMap::new();
    let same = |works: &BTreeSet<usize>| works.len() > 1;
    let mut sets: Vec<BTreeSet<usize>> = words.into_values().filter(same).collect();
    sets.sort();
    for set in &sets {
        tie(&mut link, set.iter().copied());
    }
    for part in asked.iter().map(|at| &parts[*at]) {
        let doubtful: Vec<usize> =
            part.items().iter().map(|item| item.work).filter(|work| link.contains_key(work)).collect();
        tie(&mut link, doubtful.into_iter());
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for at in asked {
        let doubtful = parts[*at].items().iter().map(|item| item.work).find(|work| link.contains_key(work));
        match doubtful.map(|work| root(&link, work)) {
            Some(root) => {
                let group = *place.entry(root).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                });
                groups[group].push(*at);
            }
            None => groups.push(vec![*at]),
        }
    }
    groups
}

/// Makes works one set.
fn tie(link: &mut HashMap<usize, usize>, works: impl Iterator<Item = usize>) {
    let mut first = None;
    for work in works {
        link.entry(work).or_insert(work);
        let own = root(link, work);
        let first = *first.get_or_insert(own);
        let root = root(link, first);
        link.insert(own, root);
        link.insert(work, root);
    }
}

fn root(link: &HashMap<usize, usize>, mut work: usize) -> usize {
    while let Some(next) = link.get(&work).filter(|next| **next != work) {
        work = *next;
    }
    work
}
