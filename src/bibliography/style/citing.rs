//! On what a citation depends beside its works.

use citationberg::taxonomy::{NumberVariable, Variable};
use citationberg::{
    IndependentStyle, InheritableNameOptions, LayoutRenderingElement as Element, NumberForm, SortKey, StyleClass,
    TextTarget,
};

use super::elements;
use super::form::StyleForm;

/// On what a citation depends beside its works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bibliography) enum Citing {
    /// On those that are cited by the same words.
    Names,
    /// On the numbers of its works.
    Numbers,
    /// On all citations before it.
    Positions,
}

impl Citing {
    pub(in crate::bibliography) fn of(style: &IndependentStyle) -> Self {
        let is_later = |options: &InheritableNameOptions| {
            options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
        };
        let mut tells_later = style.settings.class == StyleClass::Note
            || is_later(&style.settings.options)
            || is_later(&style.citation.name_options);
        elements::each_list(style, &mut |list| {
            elements::each(list, &mut |element| {
                tells_later |= match element {
                    Element::Choose(choose) => choose.branches().any(|branch| branch.position.is_some()),
                    Element::Names(names) => {
                        let own = InheritableNameOptions::default();
                        let name = names.name().map(|name| name.options(&own));
                        let is_name_later = name.is_some_and(|options| {
                            options.et_al_subsequent_min.is_some() || options.et_al_subsequent_use_first.is_some()
                        });
                        is_later(&names.options()) || is_name_later
                    }
                    element => prints(element, NumberVariable::FirstReferenceNoteNumber),
                };
            });
        });
        let is_numbered = matches!(StyleForm::of(style), StyleForm::Numbers | StyleForm::RaisedNumbers);
        match (tells_later, is_numbered) {
            (true, _) => Self::Positions,
            (false, true) if has_plain_numbers(style) => Self::Numbers,
            (false, false) if !cites_numbers(style) => Self::Names,
            (false, _) => Self::Positions,
        }
    }
}

/// Whether places in works may be printed where these are cited: some styles have no element for them.
pub(super) fn cites_places(style: &IndependentStyle) -> bool {
    let macros = style.macros.iter().map(|part| (part.name.clone(), part.children.clone())).collect();
    let reached = elements::reached(&[&style.citation.layout.elements], Vec::new(), &macros);
    reached.contains(&Variable::Number(NumberVariable::Locator))
}

/// Whether the same is printed of all works where they are cited, but for their numbers and places in them.
pub(super) fn cites_alike(style: &IndependentStyle) -> bool {
    let is_own = |variable| {
        use NumberVariable::{CitationNumber, Locator};
        matches!(variable, Variable::Number(CitationNumber | Locator))
    };
    let macros = style.macros.iter().map(|part| (part.name.clone(), part.children.clone())).collect();
    let mut keys = style.citation.sort.iter().flat_map(|sort| &sort.keys);
    let is_sorted = keys.any(|key| !matches!(key, SortKey::Variable { variable, .. } if is_own(*variable)));
    !is_sorted && elements::print_alike(&[&style.citation.layout.elements], &macros, is_own)
}

/// Whether numbers may be printed where a work is cited.
fn cites_numbers(style: &IndependentStyle) -> bool {
    let mut does = false;
    let mut see = |element: &Element| does |= prints(element, NumberVariable::CitationNumber);
    elements::each(&style.citation.layout.elements, &mut see);
    style.macros.iter().for_each(|part| elements::each(&part.children, &mut see));
    let number = Variable::Number(NumberVariable::CitationNumber);
    let sorts = style.citation.sort.iter().flat_map(|sort| &sort.keys);
    does || sorts.into_iter().any(|key| matches!(key, SortKey::Variable { variable, .. } if *variable == number))
}

fn prints(element: &Element, number: NumberVariable) -> bool {
    let number = Variable::Number(number);
    match element {
        Element::Text(text) => matches!(text.target, TextTarget::Variable { var, .. } if var == number),
        Element::Number(element) => Variable::from(element.variable) == number,
        Element::Label(label) => Variable::from(label.variable) == number,
        _ => false,
    }
}

/// Whether the number of a work is printed in figures wherever it stands.
pub(super) fn has_plain_numbers(style: &IndependentStyle) -> bool {
    let mut are_plain = true;
    elements::each_list(style, &mut |list| {
        elements::each(list, &mut |element| {
            let is_plain = match element {
                Element::Number(number) => number.form == NumberForm::Numeric,
                Element::Label(_) => false,
                _ => true,
            };
            are_plain &= is_plain || !prints(element, NumberVariable::CitationNumber);
        });
    });
    are_plain
}
