//! The order of the list: the engine's, of items that hold nothing but what their authors wrote.

use citationberg::json::{Item, NameValue, Value};
use citationberg::taxonomy::{StandardVariable, Variable};
use citationberg::{Citation, IndependentStyle, Layout, LayoutRenderingElement, Text};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::standin;
use super::style::Style;
use super::work::Work;

/// The variable that tells the items apart, in a style that prints nothing else.
const PLACE: StandardVariable = StandardVariable::CitationKey;

/// Puts works, by their places in the bibliography and each once, from the order in which they are cited into that of
/// the list.
pub(super) fn of_list(works: &[Work], style: &Style, cited: Vec<usize>) -> Vec<usize> {
    let Some(sorting) = sorting(&style.csl) else { return cited };
    let items: Vec<Item> = cited.iter().map(|&at| item(&works[at], at)).collect();
    let mut driver = BibliographyDriver::new();
    let all = items.iter().map(CitationItem::with_entry).collect();
    let (code, files) = (&style.terms.code, &style.terms.files);
    driver.citation(CitationRequest::new(all, &sorting, Some(code.clone()), files, None));
    let rendered = driver.finish(BibliographyRequest::new(&sorting, Some(code.clone()), files));
    let list = rendered.bibliography.into_iter().flat_map(|list| list.items);
    list.filter_map(|item| item.key.parse().ok()).collect()
}

/// The style without all that does not sort; [`None`] if it does not sort.
fn sorting(style: &IndependentStyle) -> Option<IndependentStyle> {
    style.bibliography.as_ref()?.sort.as_ref()?;
    let mut style = style.clone();
    let place = LayoutRenderingElement::Text(Text::with_target(Variable::Standard(PLACE)));
    let options = style.citation.name_options.clone();
    let layout = Layout::new(vec![place], citationberg::Formatting::default(), None, None);
    style.citation = Citation { name_options: options, ..Citation::with_layout(layout) };
    let bibliography = style.bibliography.as_mut()?;
    bibliography.layout.elements.clear();
    bibliography.subsequent_author_substitute = None;
    Some(style)
}

/// A work without stand-ins.
fn item(work: &Work, at: usize) -> Item {
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
    item.insert("id".to_owned(), Value::String(at.to_string()));
    item.insert(PLACE.to_string(), Value::String(at.to_string()));
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
