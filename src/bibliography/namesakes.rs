//! People of one family name, told apart where their works are cited: `(S. Sample, 2001)` (CSL 1.0.2, "givenname-
//! disambiguation-rule"). The engine knows no more than the rule that looks at single citations.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use citationberg::json::{NameItem, NameValue, Value};
use citationberg::{DisambiguationRule as Rule, NameForm};

use super::standin;
use super::style::{Style, StyleForm, name_elements};
use super::work::Work;

/// Works as they are cited: with given names or initials where two people of those that are cited have the same
/// family name. `cited` are their places.
pub(super) fn told_apart<'w>(works: &'w [Work], style: &Style, cited: &[usize]) -> Cow<'w, [Work]> {
    let citation = &style.csl.citation;
    let rule = citation.givenname_disambiguation_rule;
    if !citation.disambiguate_add_givenname || rule == Rule::ByCite || !prints_families(style) {
        return Cow::Borrowed(works);
    }
    let is_primary = matches!(rule, Rule::PrimaryName | Rule::PrimaryNameWithInitials);
    let scope = if is_primary { 1 } else { usize::MAX };
    let mut people: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for work in cited.iter().map(|at| &works[*at]) {
        for name in responsible(work).into_iter().flat_map(|(_, names)| names).take(scope) {
            if let NameValue::Item(NameItem { given: Some(given), .. }) = name {
                people.entry(family(name)).or_default().insert(given);
            }
        }
    }
    people.retain(|_, given| given.len() > 1);
    if people.is_empty() {
        return Cow::Borrowed(works);
    }
    let has_full = matches!(rule, Rule::PrimaryName | Rule::AllNames);
    let telling = Telling { people: &people, has_full, after: initialize_with(style) };
    let mut told = Cow::Borrowed(works);
    for &at in cited {
        let Some((variable, names)) = responsible(&works[at]) else { continue };
        let all: Vec<NameValue> = (names.iter().enumerate())
            .map(|(place, name)| match place < scope {
                true => telling.of(name).unwrap_or_else(|| name.clone()),
                false => name.clone(),
            })
            .collect();
        if all != *names {
            told.to_mut()[at].item.0.insert(variable.to_owned(), Value::Names(all));
        }
    }
    told
}

/// Under whose names a work is cited.
fn responsible(work: &Work) -> Option<(&'static str, &Vec<NameValue>)> {
    ["author", "editor"].into_iter().find_map(|variable| match work.item.0.get(variable) {
        Some(Value::Names(names)) => Some((variable, names)),
        _ => None,
    })
}

/// Whether citations of a style have family names alone.
fn prints_families(style: &Style) -> bool {
    let mut has_short = style.csl.citation.name_options.name_form == Some(NameForm::Short);
    name_elements(&style.csl, &mut |_, name| has_short |= name.is_some_and(|name| name.form == Some(NameForm::Short)));
    has_short && style.form() == StyleForm::Names
}

/// What a style sets behind initials.
fn initialize_with(style: &Style) -> Option<String> {
    let inherited = style.csl.settings.options.apply(&style.csl.citation.name_options);
    let mut after = inherited.initialize_with.clone();
    name_elements(&style.csl, &mut |names, name| {
        let options = inherited.apply(&names.options());
        let own = name.filter(|name| name.form == Some(NameForm::Short));
        after = after.take().or_else(|| own?.options(&options).initialize_with.map(str::to_owned));
    });
    after
}

fn family(name: &NameValue) -> String {
    match name {
        NameValue::Literal(name) => name.literal.clone(),
        NameValue::Item(name) => match &name.non_dropping_particle {
            Some(particle) => format!("{particle} {}", name.family),
            None => name.family.clone(),
        },
    }
}

struct Telling<'a> {
    /// Given names by family names.
    people: &'a HashMap<String, BTreeSet<&'a str>>,
    /// Whether given names are written out where initials are the same.
    has_full: bool,
    after: Option<String>,
}

impl Telling<'_> {
    /// A name with what tells it from those of others.
    fn of(&self, name: &NameValue) -> Option<NameValue> {
        let NameValue::Item(item) = name else { return None };
        let (given, family) = (item.given.as_deref()?, family(name));
        let others = self.people.get(&family)?.iter().filter(|other| !is_same(given, other));
        let others: Vec<&&str> = others.collect();
        let own = initials(given, ". ");
        let is_alike = others.iter().any(|other| initials(other, ". ") == own);
        let told = match &self.after {
            _ if others.is_empty() => return None,
            _ if self.has_full && is_alike => given.to_owned(),
            Some(after) => initials(given, after),
            None if self.has_full => given.to_owned(),
            None => own,
        };
        if !self.has_full && others.iter().all(|other| initials(other, ". ") == initials(given, ". ")) {
            return None;
        }
        let family = standin::with_given(&family, &told);
        Some(NameValue::Item(NameItem { family, non_dropping_particle: None, ..item.clone() }))
    }
}

/// Whether two given names may be those of one person: `Donald E.` and `D. E.`
fn is_same(one: &str, other: &str) -> bool {
    let letters = |given: &str| initials(given, "").replace([' ', '-'], "");
    let [first, second] = [letters(one), letters(other)];
    let is_short = |given: &str| given.chars().filter(|letter| letter.is_lowercase()).count() == 0;
    let begins = first.starts_with(&second) || second.starts_with(&first);
    one == other || begins && (is_short(one) || is_short(other))
}

/// `Xing-yuan B.` is `X.-Y. B.`
fn initials(given: &str, after: &str) -> String {
    let word = |word: &str| {
        let parts = word.split('-').filter_map(|part| Some(format!("{}{}", part.chars().next()?, after.trim_end())));
        parts.collect::<Vec<_>>().join("-")
    };
    let blank = &after[after.trim_end().len()..];
    given.split(' ').filter(|part| !part.is_empty()).map(word).collect::<Vec<_>>().join(blank)
}
