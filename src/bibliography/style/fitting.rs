//! A style as it is for works of one shape: without what it would not print of them.
//!
//! Before the engine prints an element, it asks all that is in it whether there is something to print, and for each
//! work anew: what is never printed would cost most of its time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use citationberg::json::Item;
use citationberg::taxonomy::{
    DateVariable, NameVariable, NumberOrPageVariable, OtherTerm, StandardVariable, Term, Variable,
};
use citationberg::{
    Choose, ChooseBranch, CslMacro, Date, ElseBranch, Group, IndependentStyle, Label, LabelPluralize,
    LayoutRenderingElement as Element, Names, NamesChild, PurgeLevel, Sort, SortKey, Text, TextTarget,
    VariablelessLabel,
};

use super::elements;
use super::shape::{Asked, Known, Shape, Test};
use super::tasks::NEVER;

/// What of a style is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::bibliography) enum Layouts {
    /// What it prints where works are cited.
    Citation,
    /// That and its list.
    Both,
}

/// A style, and what is left of it for works of each shape.
#[derive(Debug)]
pub(in crate::bibliography) struct Fitting {
    /// All of it but what follows.
    shell: IndependentStyle,
    citation: Vec<Element>,
    list: Vec<Element>,
    macros: HashMap<String, Vec<Element>>,
    /// For citations, and for both layouts.
    asked: [Asked; 2],
    known: Mutex<HashMap<(Layouts, Shape), Arc<IndependentStyle>>>,
}

impl Fitting {
    pub(super) fn new(mut style: IndependentStyle) -> Self {
        style.purge(PurgeLevel::Full);
        let macros = std::mem::take(&mut style.macros).into_iter().map(|part| (part.name, part.children));
        // Of two that have the same name the engine calls the first.
        let macros: HashMap<_, _> = macros.rev().collect();
        let citation = std::mem::take(&mut style.citation.layout.elements);
        let list: Vec<_> =
            style.bibliography.iter_mut().flat_map(|list| std::mem::take(&mut list.layout.elements)).collect();
        let sorts = [style.citation.sort.as_ref(), style.bibliography.as_ref().and_then(|list| list.sort.as_ref())];
        let sorted = |sorts: &[Option<&Sort>]| called(sorts).map(str::to_owned).collect::<Vec<_>>();
        let of_citation = elements::reached(&[&citation], sorted(&sorts[..1]), &macros);
        let of_both = elements::reached(&[&citation, &list], sorted(&sorts), &macros);
        let asked = [of_citation, of_both].map(Asked::new);
        Self { macros, citation, list, shell: style, asked, known: Mutex::default() }
    }

    /// The style for some works.
    pub(in crate::bibliography) fn of(&self, works: &[&Item], layouts: Layouts) -> Arc<IndependentStyle> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = &self.asked[layouts as usize];
        let fit = |(layouts, shape): &(Layouts, Shape)| {
            let known = Known { asked, shape };
            let fit = self.fit(known, *layouts, true);
            Arc::new(fit.unwrap_or_else(|| self.fit(known, *layouts, false).unwrap_or_else(|| self.shell.clone())))
        };
        Arc::clone(known.entry((layouts, asked.shape(works))).or_insert_with_key(fit))
    }

    /// [`None`] if names that a work has may count as printed, and what would stand for them was left out.
    fn fit(&self, known: Known, layouts: Layouts, is_first: bool) -> Option<IndependentStyle> {
        let mut fit =
            Fit { known, all: &self.macros, macros: Vec::new(), done: HashMap::new(), is_first, is_substituted: false };
        let citation = fit.list(&self.citation).elements;
        let bibliography = self.shell.bibliography.as_ref().filter(|_| layouts == Layouts::Both);
        let list = bibliography.map(|_| fit.list(&self.list).elements).unwrap_or_default();
        let sorts = [self.shell.citation.sort.as_ref(), bibliography.and_then(|list| list.sort.as_ref())];
        for name in called(&sorts) {
            fit.called(name);
        }
        if is_first && fit.is_substituted {
            return None;
        }
        let mut bibliography = bibliography.cloned();
        if let Some(bibliography) = &mut bibliography {
            bibliography.layout.elements = list;
        }
        let shell = &self.shell;
        let mut style = IndependentStyle {
            info: shell.info.clone(),
            default_locale: shell.default_locale.clone(),
            version: shell.version.clone(),
            citation: shell.citation.clone(),
            bibliography,
            settings: shell.settings.clone(),
            macros: fit.macros,
            locale: shell.locale.clone(),
        };
        style.citation.layout.elements = citation;
        Some(style)
    }
}

/// The macros by which works are sorted.
fn called<'s>(sorts: &[Option<&'s Sort>]) -> impl Iterator<Item = &'s str> {
    sorts.iter().copied().flatten().flat_map(|sort| &sort.keys).filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.as_str()),
        SortKey::Variable { .. } => None,
    })
}

/// What is left of a list of elements.
#[derive(Default)]
struct Left {
    elements: Vec<Element>,
    lacking: Lacking,
}

/// That variables were called which no work has: for that a group is not printed.
#[derive(Default, Clone)]
struct Lacking {
    is_some: bool,
    /// A date says so only where dates are printed.
    date: Option<Date>,
}

impl Lacking {
    fn add(&mut self, other: &Self) {
        self.is_some |= other.is_some;
        if self.date.is_none() {
            self.date.clone_from(&other.date);
        }
    }

    fn is_none(&self) -> bool {
        !self.is_some && self.date.is_none()
    }
}

impl Left {
    fn is_nothing(&self) -> bool {
        self.elements.is_empty() && self.lacking.is_none()
    }

    /// With an element that calls a variable which no work has, if one of those that are gone did.
    fn with_lacking(mut self) -> Vec<Element> {
        if self.lacking.is_some {
            self.elements.push(Element::Text(Text::with_target(Variable::Standard(NEVER))));
        } else {
            self.elements.extend(self.lacking.date.map(Element::Date));
        }
        self.elements
    }
}

fn is_retrieved(element: &Element) -> bool {
    let Element::Text(Text { target: TextTarget::Term { term, .. }, .. }) = element else { return false };
    *term == Term::Other(OtherTerm::Retrieved)
}

struct Fit<'a> {
    known: Known<'a>,
    all: &'a HashMap<String, Vec<Element>>,
    macros: Vec<CslMacro>,
    /// What is left of each macro that is called: [`None`] if it is printed.
    done: HashMap<&'a str, Option<Lacking>>,
    /// Whether what stands for names is left out where there are names.
    is_first: bool,
    /// Whether something stands for names that are missing.
    is_substituted: bool,
}

impl<'a> Fit<'a> {
    fn list(&mut self, elements: &'a [Element]) -> Left {
        let mut left = Left::default();
        self.elements(elements, &mut left);
        left
    }

    fn elements(&mut self, elements: &'a [Element], left: &mut Left) {
        for (at, element) in elements.iter().enumerate() {
            // `Retrieved` says when, or nothing.
            if is_retrieved(element) && elements.get(at + 1).is_some_and(|next| self.lacks_visit(next)) {
                continue;
            }
            self.element(element, left);
        }
    }

    /// Whether an element would tell the day of a visit, maybe with words around it, if that were known.
    fn lacks_visit(&self, element: &Element) -> bool {
        let visit = Some(DateVariable::Accessed);
        let is_visit = |element: &Element| matches!(element, Element::Date(date) if date.variable == visit);
        let is_word = |element: &Element| match element {
            Element::Text(text) => matches!(text.target, TextTarget::Term { .. }),
            element => is_visit(element),
        };
        let tells = match element {
            Element::Group(group) => group.children.iter().any(is_visit) && group.children.iter().all(is_word),
            element => is_visit(element),
        };
        tells && self.known.lack(Variable::Date(DateVariable::Accessed))
    }

    fn element(&mut self, element: &'a Element, left: &mut Left) {
        match element {
            Element::Text(text) => self.text(text, left),
            Element::Number(number) if self.known.lack(number.variable.into()) => left.lacking.is_some = true,
            Element::Label(label) if self.known.lack(label.variable.into()) => {}
            Element::Label(label) if let Some(word) = self.word(label) => left.elements.push(Element::Text(word)),
            Element::Date(date) if date.variable.is_some_and(|variable| self.known.lack(variable.into())) => {
                left.lacking.date.get_or_insert_with(|| date.clone());
            }
            // `released` before a day, of which only the year is known.
            Element::Date(date) if self.known.lack_parts(date) => left.lacking.is_some = true,
            Element::Names(names) => left.elements.extend(self.names(names).map(Element::Names)),
            Element::Group(group) => self.group(group, left),
            Element::Choose(choose) => self.choose(choose, left),
            element => left.elements.push(element.clone()),
        }
    }

    /// The word that a label is. Asking what it is about, the engine takes that for printed where names are missing.
    fn word(&self, label: &Label) -> Option<Text> {
        let NumberOrPageVariable::Number(variable) = label.variable else { return None };
        let VariablelessLabel { form, plural, formatting, affixes, text_case, strip_periods } = label.label.clone();
        let is_plural = plural == LabelPluralize::Always;
        let is_one = !variable.is_number_of_variable() && self.known.are_numbers(Variable::Number(variable));
        (is_one || plural != LabelPluralize::Contextual).then(|| Text {
            formatting,
            affixes,
            text_case,
            strip_periods,
            ..Text::with_target(TextTarget::Term { term: Term::from(label.variable), form, plural: is_plural })
        })
    }

    fn text(&mut self, text: &'a Text, left: &mut Left) {
        match &text.target {
            TextTarget::Variable { var, form } if self.known.lack_text(*var, *form) => {
                left.lacking.is_some |= *var != Variable::Standard(StandardVariable::YearSuffix);
            }
            TextTarget::Macro { name } => match self.called(name) {
                // Quotation marks are printed around nothing.
                Some(lacking) if !text.quotes || !lacking.is_none() => left.lacking.add(&lacking),
                _ => left.elements.push(Element::Text(text.clone())),
            },
            _ => left.elements.push(Element::Text(text.clone())),
        }
    }

    /// What a macro lacks of which nothing is printed.
    fn called(&mut self, name: &'a str) -> Option<Lacking> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        let left = self.all.get(name).map(|children| self.list(children)).unwrap_or_default();
        let lacking = left.elements.is_empty().then(|| left.lacking.clone());
        // Quotation marks may be all that is printed of it.
        if !left.is_nothing() {
            self.macros.push(CslMacro { name: name.to_owned(), children: left.with_lacking() });
        }
        self.done.insert(name, lacking.clone());
        lacking
    }

    fn names(&mut self, names: &'a Names) -> Option<Names> {
        let are_there = names.variable.iter().any(|variable| self.known.have((*variable).into()));
        let are_lacked = names.variable.iter().all(|variable| self.known.lack((*variable).into()));
        let substitute = names.children.iter().find_map(|child| match child {
            NamesChild::Substitute(substitute) => Some(substitute),
            _ => None,
        });
        // By them the engine knows what stands for an author, also where there is none.
        let is_kept = !are_lacked || names.variable.contains(&NameVariable::Author);
        let Some(substitute) = substitute else { return is_kept.then(|| names.clone()) };
        // Without a word on their form, names are taken for empty as long as nothing would stand for them.
        let left = if are_there && self.is_first && names.name().is_some() {
            None
        } else {
            self.is_substituted |= !are_there;
            Some(self.list(&substitute.children).with_lacking())
        };
        let mut names = names.clone();
        names.children.retain_mut(|child| match (child, &left) {
            (NamesChild::Substitute(_), None) => false,
            (NamesChild::Substitute(substitute), Some(left)) => {
                substitute.children.clone_from(left);
                true
            }
            _ => true,
        });
        Some(names)
    }

    fn group(&mut self, group: &'a Group, left: &mut Left) {
        let inner = self.list(&group.children);
        // An empty block still ends a line.
        if inner.elements.is_empty() && !(inner.is_nothing() && group.display.is_some()) {
            left.lacking.add(&inner.lacking);
            return;
        }
        left.elements.push(Element::Group(Group {
            children: inner.with_lacking(),
            font_style: group.font_style,
            font_variant: group.font_variant,
            font_weight: group.font_weight,
            text_decoration: group.text_decoration,
            vertical_align: group.vertical_align,
            prefix: group.prefix.clone(),
            suffix: group.suffix.clone(),
            delimiter: group.delimiter.clone(),
            display: group.display,
        }));
    }

    /// What is left of a choice once it is known what the works have.
    fn choose(&mut self, choose: &'a Choose, left: &mut Left) {
        let mut open = Vec::new();
        let mut otherwise = choose.otherwise.as_ref().map(|branch| branch.children.as_slice());
        for branch in choose.branches() {
            let mut test = Test::of(branch);
            match self.known.answer(&mut test) {
                Some(true) => {
                    otherwise = Some(&branch.children);
                    break;
                }
                Some(false) => {}
                None => open.push((test, branch)),
            }
        }
        if open.is_empty() {
            self.elements(otherwise.unwrap_or_default(), left);
            return;
        }
        let mut open = open.into_iter().map(|(test, branch)| {
            let children = self.list(&branch.children).with_lacking();
            ChooseBranch { children, ..test.0 }
        });
        let (first, else_if) = (open.next(), open.collect());
        let otherwise = otherwise.map(|children| ElseBranch { children: self.list(children).with_lacking() });
        left.elements.extend(first.map(|if_| Element::Choose(Choose { if_, else_if, otherwise })));
    }
}
