//! The order of the list: the engine's, of items that hold nothing but what their authors wrote.

use citationberg::Sort;
use citationberg::json::{Item, NameValue, Value};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::answers::{Known, Mark};
use super::short_names::ShortNames;
use super::style::{Layouts, PLACE, Style};
use super::work::Work;
use super::{rough_order, standin};

/// Puts works, by their places in the bibliography and each once, from the order in which they are cited into that of
/// the list.
pub(super) fn of_list(works: &[Work], style: &Style, cited: Vec<usize>, known: &mut Known) -> Vec<usize> {
    let Some(sort) = style.csl.bibliography.as_ref().and_then(|list| list.sort.as_ref()) else { return cited };
    let marks = cited.iter().map(|&at| Mark::of(&works[at])).collect();
    known.order(marks, || sorted(works, style, &cited, sort)).iter().map(|place| cited[*place]).collect()
}

/// Works that the engine puts in order at once: the time that it takes grows with the square of their number.
const MAX_AT_ONCE: usize = 128;

/// So often as many works as there are may be put in order again. Where the rough order is no help, all are at once.
const MAX_ROUNDS: usize = 4;

fn sorted(works: &[Work], style: &Style, cited: &[usize], sort: &Sort) -> Vec<usize> {
    let names = ShortNames::of(style);
    let items: Vec<Item> = cited.iter().enumerate().map(|(place, &at)| item(&works[at], place, names)).collect();
    let sorting = style.tasks.sorting().of(&items.iter().collect::<Vec<_>>(), Layouts::Both);
    let (code, files) = (&style.terms.code, &style.terms.files);
    let in_order = |places: &[usize]| -> Vec<usize> {
        let all = places.iter().map(|&place| CitationItem::with_entry(&items[place])).collect();
        let mut driver = BibliographyDriver::new();
        driver.citation(CitationRequest::new(all, &sorting, Some(code.clone()), files, None));
        let rendered = driver.finish(BibliographyRequest::new(&sorting, Some(code.clone()), files));
        let list = rendered.bibliography.into_iter().flat_map(|list| list.items);
        list.filter_map(|item| item.key.parse().ok()).collect()
    };
    in_windows(rough_order::nearly(&items, &style.csl, sort), in_order)
}

/// Puts what is nearly in order into order, one window after another.
///
/// Each has half of its items in common with the next. All before a window, and its first item, are in order: if that
/// item is another afterwards, it may belong further up, and the window before is put in order again.
fn in_windows(mut order: Vec<usize>, in_order: impl Fn(&[usize]) -> Vec<usize>) -> Vec<usize> {
    const STEP: usize = MAX_AT_ONCE / 2;
    let mut start = 0;
    for _ in 0..MAX_ROUNDS * order.len().div_ceil(STEP) {
        let end = (start + MAX_AT_ONCE).min(order.len());
        let window = in_order(&order[start..end]);
        let has_other_first = window.first() != order.get(start);
        order.splice(start..end, window);
        if has_other_first && start > 0 {
            start -= STEP;
        } else if end == order.len() {
            return order;
        } else {
            start += STEP;
        }
    }
    in_order(&order)
}

/// A work without stand-ins, which is told by its place among those that are cited.
fn item(work: &Work, place: usize, short: ShortNames) -> Item {
    let plain = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) => Value::String(standin::sorted(&work.hidden.restore(text.clone(), false))),
            Value::Names(names) => Value::Names(names.iter().map(|name| sorted_name(name, short)).collect()),
            Value::Date(date) => Value::Date(work.hidden.sorted(name).unwrap_or_else(|| date.clone())),
            Value::Number(number) => Value::Number(*number),
        };
        (name.clone(), value)
    };
    let mut item: std::collections::BTreeMap<String, Value> = work.item.0.iter().map(plain).collect();
    // What is equal stays in the order in which it is cited, whatever comes first here.
    item.insert("id".to_owned(), Value::String(format!("{place:09}")));
    item.insert(PLACE.to_string(), Value::String(format!("{place:09}")));
    Item(item)
}

fn sorted_name(name: &NameValue, short: ShortNames) -> NameValue {
    let mut name = name.clone();
    match &mut name {
        NameValue::Literal(name) => name.literal = standin::sorted(&short.sorted(&name.literal)),
        NameValue::Item(name) => {
            name.family = standin::sorted(&name.family);
            name.given = name.given.as_deref().map(standin::sorted);
        }
    }
    name
}
