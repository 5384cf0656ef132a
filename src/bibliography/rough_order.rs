//! By what works are sorted, roughly: what a style's sort keys print, without its looks.
//!
//! The engine prints both works of each comparison. Of works that are nearly in order already it compares each with the
//! next, and not each a dozen times.

use std::cmp::Ordering;
use std::str::FromStr;

use citationberg::json::{DateValue, Item, NameValue, Value};
use citationberg::taxonomy::{Kind, Variable};
use citationberg::{
    ChooseBranch, ChooseMatch, DatePartName, DateParts, IndependentStyle, InheritableNameOptions,
    LayoutRenderingElement as Element, NameAnd, NameForm, Names, Sort, SortDirection, SortKey, TextTarget,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Calls within calls that are followed.
const MAX_DEPTH: usize = 64;

/// Puts works into nearly the order of these keys. Each is told by its place.
pub(super) fn nearly(items: &[Item], style: &IndependentStyle, sort: &Sort) -> Vec<usize> {
    let keys = |item: &Item| sort.keys.iter().map(|key| Rough::new(item, style, key).key(key)).collect::<Vec<_>>();
    let keys: Vec<Vec<String>> = items.iter().map(keys).collect();
    let compare = |one: &usize, other: &usize| {
        let by_key = |((key, one), other): ((&SortKey, &String), &String)| match (one.is_empty(), other.is_empty()) {
            (false, false) if key.sort_direction() == SortDirection::Descending => other.cmp(one),
            (false, false) => one.cmp(other),
            (is_empty, is_other_empty) => is_empty.cmp(&is_other_empty),
        };
        let pairs = sort.keys.iter().zip(&keys[*one]).zip(&keys[*other]);
        pairs.map(by_key).find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
    };
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(compare);
    order
}

struct Rough<'a> {
    item: &'a Item,
    style: &'a IndependentStyle,
    options: InheritableNameOptions,
}

impl<'a> Rough<'a> {
    fn new(item: &'a Item, style: &'a IndependentStyle, key: &SortKey) -> Self {
        let mut options = style.settings.options.clone();
        if let SortKey::MacroName { names_min, names_use_first, .. } = key {
            let own = InheritableNameOptions {
                et_al_min: *names_min,
                et_al_subsequent_min: *names_min,
                et_al_use_first: *names_use_first,
                et_al_subsequent_use_first: *names_use_first,
                ..Default::default()
            };
            options = options.apply(&own);
        }
        Self { item, style, options }
    }

    fn key(&self, key: &SortKey) -> String {
        let mut printed = String::new();
        match key {
            SortKey::Variable { variable, .. } => self.variable(*variable, false, &mut printed),
            SortKey::MacroName { name, .. } => self.called(name, MAX_DEPTH, &mut printed),
        }
        let letters = printed.nfd().filter(|one| !is_combining_mark(*one));
        letters.flat_map(char::to_lowercase).collect()
    }

    fn called(&self, name: &str, depth: usize, printed: &mut String) {
        if let Some(found) = self.style.macros.iter().find(|part| part.name == name) {
            self.list(&found.children, depth, printed);
        }
    }

    fn list(&self, elements: &[Element], depth: usize, printed: &mut String) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for element in elements {
            match element {
                Element::Text(text) => match &text.target {
                    TextTarget::Variable { var, .. } => self.variable(*var, false, printed),
                    TextTarget::Macro { name } => self.called(name, depth, printed),
                    TextTarget::Value { val } => printed.push_str(val),
                    TextTarget::Term { .. } => {}
                },
                Element::Number(number) => self.variable(number.variable.into(), false, printed),
                Element::Date(date) => {
                    let has_more = date.date_part.iter().any(|part| part.name != DatePartName::Year);
                    let is_year = if date.form.is_some() { date.parts == Some(DateParts::Year) } else { !has_more };
                    if let Some(variable) = date.variable {
                        self.variable(variable.into(), is_year, printed);
                    }
                }
                Element::Names(names) => self.names(names, depth, printed),
                Element::Group(group) => self.list(&group.children, depth, printed),
                Element::Choose(choose) => {
                    let otherwise = choose.otherwise.as_ref().map(|branch| &branch.children);
                    let taken = choose.branches().find(|branch| self.is_taken(branch));
                    if let Some(children) = taken.map(|branch| &branch.children).or(otherwise) {
                        self.list(children, depth, printed);
                    }
                }
                Element::Label(_) => {}
            }
        }
    }

    fn names(&self, names: &Names, depth: usize, printed: &mut String) {
        let before = printed.len();
        for variable in &names.variable {
            if let Some(Value::Names(people)) = self.item.0.get(&variable.to_string()) {
                self.people(people, names, printed);
            }
        }
        for child in names.substitute().iter().flat_map(|substitute| &substitute.children) {
            if printed.len() > before {
                return;
            }
            match child {
                Element::Names(child) => self.names(&names.from_names_substitute(child), depth, printed),
                element => self.list(std::slice::from_ref(element), depth, printed),
            }
        }
    }

    fn people(&self, people: &[NameValue], names: &Names, printed: &mut String) {
        let name = names.name().cloned().unwrap_or_default();
        let inherited = self.options.apply(&names.options());
        let options = name.options(&inherited);
        let shown = (0..people.len()).take_while(|at| !options.is_suppressed(*at, people.len(), true)).count();
        for (at, person) in people.iter().take(shown).enumerate() {
            if at > 0 {
                let is_last = at + 1 == people.len();
                printed.push_str(if at > 1 || !is_last || options.and.is_none() { options.delimiter } else { " " });
                match options.and.filter(|_| is_last) {
                    Some(NameAnd::Symbol) => printed.push_str("& "),
                    Some(NameAnd::Text) => printed.push_str("and "),
                    None => {}
                }
            }
            match person {
                NameValue::Literal(name) => {
                    printed.push_str(name.literal.strip_prefix("The ").unwrap_or(&name.literal));
                }
                NameValue::Item(name) => {
                    let given = name.given.as_deref().filter(|_| options.form != NameForm::Short).unwrap_or_default();
                    let given = match options.initialize_with.filter(|_| options.initialize) {
                        Some(with) => initials(given, with),
                        None => given.to_owned(),
                    };
                    printed.push_str(&name.family);
                    if !given.is_empty() {
                        printed.extend([options.sort_separator, &given]);
                    }
                }
            }
        }
    }

    fn variable(&self, variable: Variable, is_year: bool, printed: &mut String) {
        match self.item.0.get(&variable.to_string()) {
            Some(Value::String(text)) => printed.push_str(text),
            Some(Value::Number(number)) => printed.push_str(&number.to_string()),
            Some(Value::Date(DateValue::DateParts { date_parts, .. })) => {
                let day = date_parts.0.first().map(|day| day.0.as_slice()).unwrap_or_default();
                let (year, rest) = day.split_first().map_or((None, day), |(year, rest)| (Some(*year), rest));
                // Years before our era come first.
                let year = year.map(|year| format!("{:05}", i32::from(year) + 40_000));
                let rest = rest.iter().filter(|_| !is_year).map(|part| format!("{part:02}"));
                printed.extend(year.into_iter().chain(rest));
            }
            Some(Value::Names(names)) => names.iter().for_each(|name| match name {
                NameValue::Literal(name) => printed.push_str(&name.literal),
                NameValue::Item(name) => printed.push_str(&name.family),
            }),
            Some(Value::Date(_)) | None => {}
        }
    }

    /// Whether a branch is taken, as far as the work alone can tell.
    fn is_taken(&self, branch: &ChooseBranch) -> bool {
        let kind = match self.item.0.get("type") {
            Some(Value::String(kind)) => Kind::from_str(kind).ok(),
            _ => None,
        };
        let has = |variable: &Variable| self.item.0.contains_key(&variable.to_string());
        let kinds = branch.type_.iter().flatten().map(|asked| Some(*asked) == kind);
        let variables = branch.variable.iter().chain(&branch.is_numeric).flatten().map(has);
        let is_elsewhere = branch.disambiguate.is_some() || branch.position.is_some() || branch.locator.is_some();
        let others = is_elsewhere.then_some(false).into_iter().chain(branch.is_uncertain_date.iter().map(|_| false));
        let mut answers = kinds.chain(variables).chain(others);
        match branch.match_ {
            ChooseMatch::All => answers.all(|is_so| is_so),
            ChooseMatch::Any => answers.any(|is_so| is_so),
            ChooseMatch::None => answers.all(|is_so| !is_so),
        }
    }
}

/// Given names as initials.
fn initials(given: &str, with: &str) -> String {
    let words = given.split([' ', '.', '-']).filter_map(|word| word.chars().next());
    words.flat_map(|first| [first.to_string(), with.to_owned()]).collect()
}
