//! What works have of what a style asks for: works of one shape are printed by the same elements of it.
//!
//! The engine takes for missing what it has printed in the place of missing names (CSL 1.0.2, "Substitute"), also where
//! a style only asks: publisher and pages of a chapter go, since its editors were just printed. What a work has is
//! therefore answered here.

use std::str::FromStr;

use citationberg::json::{DateValue, Item, Value};
use citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use citationberg::{ChooseBranch, ChooseMatch, Date, DatePartName, LongShortForm};

use crate::bibliography::standin;

/// Which of some works have a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Has {
    All,
    /// All of them, and of each it is a number.
    Numbers,
    /// All of them, and none is a number.
    Words,
    /// All of them, dates of which no more than the year is known.
    Years,
    /// Some of them, or nobody knows before it is printed.
    Some,
    None,
}

/// What is known of some works before they are printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Their type, as the engine understands it; [`None`] if they have several.
    kind: Option<Option<Kind>>,
    /// In the order of the variables that are asked for.
    has: Vec<Has>,
}

/// Variables that a style asks for, in their order.
#[derive(Debug)]
pub(super) struct Asked(Vec<(Variable, String)>);

impl Asked {
    pub(super) fn new(mut variables: Vec<Variable>) -> Self {
        // Its short form may stand for it.
        variables.push(Variable::Standard(StandardVariable::TitleShort));
        let mut named: Vec<(Variable, String)> = variables.into_iter().map(|one| (one, one.to_string())).collect();
        named.sort_by(|(_, one), (_, other)| one.cmp(other));
        named.dedup();
        Self(named)
    }

    pub(super) fn shape(&self, works: &[&Item]) -> Shape {
        let mut kinds = works.iter().map(|work| match work.0.get("type") {
            Some(Value::String(kind)) => Kind::from_str(kind).ok(),
            _ => None,
        });
        let kind = kinds.next().filter(|first| kinds.all(|kind| kind == *first));
        let has = |(variable, name): &(Variable, String)| {
            let count = works.iter().filter(|work| work.0.contains_key(name)).count();
            match count {
                _ if works.is_empty() => Has::Some,
                0 if is_made(*variable) => Has::Some,
                0 => Has::None,
                _ if count < works.len() => Has::Some,
                _ => {
                    let mut kinds =
                        works.iter().filter_map(|work| work.0.get(name)).map(|value| kind_of(*variable, value));
                    kinds.next().filter(|first| kinds.all(|kind| kind == *first)).unwrap_or(Has::All)
                }
            }
        };
        Shape { kind, has: self.0.iter().map(has).collect() }
    }
}

/// What is known of a variable that is there.
fn kind_of(variable: Variable, value: &Value) -> Has {
    match value {
        Value::String(text) if matches!(variable, Variable::Number(_)) && !is_made(variable) => {
            if standin::is_plain_number(text) {
                Has::Numbers
            } else {
                Has::Words
            }
        }
        Value::Date(DateValue::DateParts { date_parts, season: None, .. })
            if date_parts.0.len() == 1 && date_parts.0[0].0.len() == 1 =>
        {
            Has::Years
        }
        _ => Has::All,
    }
}

/// Whether the engine makes it up.
fn is_made(variable: Variable) -> bool {
    use NumberVariable::{CitationNumber, FirstReferenceNoteNumber, Locator, PageFirst};
    matches!(variable, Variable::Number(CitationNumber | FirstReferenceNoteNumber | Locator | PageFirst))
}

/// A shape, with the names of what it tells.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub asked: &'a Asked,
    pub shape: &'a Shape,
}

impl Known<'_> {
    fn has(&self, variable: Variable) -> Has {
        let at = self.asked.0.iter().position(|(asked, _)| *asked == variable);
        at.map_or(Has::Some, |at| self.shape.has[at])
    }

    /// Whether all of them have it.
    pub(super) fn have(&self, variable: Variable) -> bool {
        !matches!(self.has(variable), Has::Some | Has::None)
    }

    /// Whether none of them has those parts of a date for which an element asks.
    pub(super) fn lack_parts(&self, date: &Date) -> bool {
        let has_year = || date.date_part.iter().any(|part| part.name == DatePartName::Year);
        date.variable.is_some_and(|variable| {
            let has = self.has(Variable::Date(variable));
            has == Has::None || has == Has::Years && date.form.is_none() && !has_year()
        })
    }

    /// Whether all of them have it, and it is a plain number.
    pub(super) fn are_numbers(&self, variable: Variable) -> bool {
        self.has(variable) == Has::Numbers
    }

    /// Whether none of them has it.
    pub(super) fn lack(&self, variable: Variable) -> bool {
        self.has(variable) == Has::None
    }

    /// Whether none of them has a text to print for it.
    pub(super) fn lack_text(&self, variable: Variable, form: LongShortForm) -> bool {
        let is_title = variable == Variable::Standard(StandardVariable::Title) && form == LongShortForm::Short;
        self.lack(variable) && (!is_title || self.lack(Variable::Standard(StandardVariable::TitleShort)))
    }

    /// Whether a branch is taken; [`None`] if that is still to be asked. What is known is asked for no more.
    pub(super) fn answer(&self, branch: &mut Test) -> Option<bool> {
        // Of this the engine takes note.
        if branch.0.disambiguate.is_some() {
            return None;
        }
        let mut answers = Vec::new();
        if let Some(kind) = self.shape.kind {
            answers.extend(branch.0.type_.take().into_iter().flatten().map(|asked| Some(asked) == kind));
        }
        let mut ask = |variable| match self.has(variable) {
            Has::Some => true,
            has => {
                answers.push(has != Has::None);
                false
            }
        };
        filter(&mut branch.0.variable, &mut ask);
        // Asked by the engine, what stands for names would count as printed.
        filter(&mut branch.0.is_numeric, &mut |variable| match self.has(variable) {
            Has::Some | Has::All | Has::Years => true,
            has => {
                answers.push(has == Has::Numbers);
                false
            }
        });
        filter(&mut branch.0.is_uncertain_date, &mut |date| {
            let is_lacked = self.lack(Variable::Date(date));
            answers.extend(is_lacked.then_some(false));
            !is_lacked
        });
        let is_over = branch.0.test().is_none();
        match branch.0.match_ {
            ChooseMatch::All if answers.contains(&false) => Some(false),
            ChooseMatch::Any if answers.contains(&true) => Some(true),
            ChooseMatch::None if answers.contains(&true) => Some(false),
            ChooseMatch::All | ChooseMatch::None => is_over.then_some(true),
            ChooseMatch::Any => is_over.then_some(false),
        }
    }
}

/// The tests of a branch, without what is printed if they hold.
pub(super) struct Test(pub ChooseBranch);

impl Test {
    pub(super) fn of(branch: &ChooseBranch) -> Self {
        Self(ChooseBranch {
            disambiguate: branch.disambiguate,
            is_numeric: branch.is_numeric.clone(),
            is_uncertain_date: branch.is_uncertain_date.clone(),
            locator: branch.locator.clone(),
            position: branch.position.clone(),
            type_: branch.type_.clone(),
            variable: branch.variable.clone(),
            match_: branch.match_,
            children: Vec::new(),
        })
    }
}

/// Keeps what is still to be asked; a list of nothing is none.
fn filter<T: Copy>(list: &mut Option<Vec<T>>, is_open: &mut dyn FnMut(T) -> bool) {
    if let Some(all) = list {
        all.retain(|one| is_open(*one));
        if all.is_empty() {
            *list = None;
        }
    }
}
