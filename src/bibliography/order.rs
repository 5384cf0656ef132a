//! The order of the list: the engine's, of items that hold nothing but what their authors wrote.

use citationberg::Sort;
use citationberg::json::{Item, NameValue, Value};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::answers::{Known, Mark};
use super::style::{PLACE, Style};
use super::work::Work;
use super::{rough_order, standin};

/// Puts works, by their places in the bibliography and each once, from the order in which they are cited into that of
/// the list.
pub(super) fn of_list(works: &[Work], style: &Style, cited: Vec<usize>, known: &mut Known) -> Vec<usize> {
    let Some(sort) = style.csl.bibliography.as_ref().and_then(|list| list.sort.as_ref()) else { return cited };
    let marks = cited.iter().map(|&at| Mark::of(&works[at])).collect();
    known.order(marks, || sorted(works, style, &cited, sort)).iter().map(|place| cited[*place]).collect()
}

fn sorted(works: &[Work], style: &Style, cited: &[usize], sort: &Sort) -> Vec<usize> {
    let items: Vec<Item> = cited.iter().enumerate().map(|(place, &at)| item(&works[at], place)).collect();
    let sorting = style.tasks.sorting.of(&items.iter().collect::<Vec<_>>());
    let nearly = rough_order::nearly(&items, &style.csl, sort);
    let mut driver = BibliographyDriver::new();
    let all = nearly.iter().map(|&place| CitationItem::with_entry(&items[place])).collect();
    let (code, files) = (&style.terms.code, &style.terms.files);
    driver.citation(CitationRequest::new(all, &sorting, Some(code.clone()), files, None));
    let rendered = driver.finish(BibliographyRequest::new(&sorting, Some(code.clone()), files));
    let list = rendered.bibliography.into_iter().flat_map(|list| list.items);
    list.filter_map(|item| item.key.parse().ok()).collect()
}

/// A work without stand-ins, which is told by its place among those that are cited.
fn item(work: &Work, place: usize) -> Item {
    let plain = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) => Value::String(standin::sorted(&work.hidden.restore(text.clone(), false))),
            Value::Names(names) => Value::Names(names.iter().map(sorted_name).collect()),
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

fn sorted_name(name: &NameValue) -> NameValue {
    let mut name = name.clone();
    match &mut name {
        NameValue::Literal(name) => name.literal = standin::sorted(&name.literal),
        NameValue::Item(name) => {
            name.family = standin::sorted(&name.family);
            name.given = name.given.as_deref().map(standin::sorted);
        }
    }
    name
}
