//! A style as the engine is given it: what it lacks is put into copies, one for each task.
//!
//! Empty names do not count as a variable, so that a group of them and a word prints that word: a variable that is
//! never set stands behind them. What stands around a name is overlooked: it stands around all names. Names with a
//! label and no word on their form are taken for empty: they get one that says nothing. The engine's
//! change of case knows too little of titles, its delimiter reaches into works, its letters behind years end with the
//! third pair: marks stand in their places, and what they mark is ours to change.

use citationberg::taxonomy::{StandardVariable, Variable};
use citationberg::{
    Affixes, ChooseBranch, Citation, Collapse, IndependentStyle, Layout, LayoutRenderingElement as Element,
    LongShortForm, Name, Names, NamesChild, SortDirection, SortKey, Text, TextCase, TextTarget,
};

use super::citing::{self, Citing};
use super::fitting::Fitting;
use super::form::StyleForm;
use crate::bibliography::standin::{BETWEEN, CASES, CITATION, LETTER, NOTHING};

/// A variable that no work has.
pub(in crate::bibliography) const NEVER: StandardVariable = StandardVariable::CitationKey;
/// The one by which items are told apart that are sorted: no style sorts by it.
pub(in crate::bibliography) const PLACE: StandardVariable = StandardVariable::Annote;
/// One that every citation has.
const ALWAYS: Variable = Variable::Number(citationberg::taxonomy::NumberVariable::CitationNumber);

/// The copies of a style, for works without and with letters behind their years.
#[derive(Debug)]
pub(in crate::bibliography) struct Tasks {
    plain: Copies,
    /// [`None`] if the style does not say where the letters stand.
    lettered: Option<Copies>,
    /// Without a list.
    pub listless: IndependentStyle,
    /// Without all that does not sort the list.
    pub sorting: Fitting,
    /// Whether works are numbered in figures alone.
    pub has_plain_numbers: bool,
    pub citing: Citing,
}

/// A style for each task.
#[derive(Debug)]
pub(in crate::bibliography) struct Copies {
    /// For citations.
    pub cited: Fitting,
    /// For citations with marks where their brackets are.
    pub marked: Fitting,
    /// For a line of the list.
    pub listed: Fitting,
}

impl Tasks {
    pub(super) fn new(style: &IndependentStyle) -> Self {
        let mut says_where = false;
        let mut copies = |has_letters| {
            // What is cited by a number is named in a sentence, not there.
            let names_all = matches!(StyleForm::of(style), StyleForm::Names | StyleForm::Notes);
            let mut copy = |names_all| {
                let mut copy = style.clone();
                Rewriting { has_letters, names_all, says_where: &mut says_where }.style(&mut copy);
                copy
            };
            Copies::new(copy(names_all), copy(true))
        };
        let listless = IndependentStyle { bibliography: None, macros: Vec::new(), ..style.clone() };
        Self {
            plain: copies(false),
            lettered: Some(copies(true)).filter(|_| says_where),
            listless,
            sorting: Fitting::new(sorting(style)),
            has_plain_numbers: citing::has_plain_numbers(style),
            citing: Citing::of(style),
        }
    }

    /// Whether the style says where letters stand.
    pub(in crate::bibliography) fn says_where(&self) -> bool {
        self.lettered.is_some()
    }

    /// The copies for works of which some have letters, or none.
    pub(in crate::bibliography) fn of(&self, has_letters: bool) -> &Copies {
        self.lettered.as_ref().filter(|_| has_letters).unwrap_or(&self.plain)
    }
}

impl Copies {
    /// Of a style for citations, and of one for the list.
    fn new(style: IndependentStyle, mut listed: IndependentStyle) -> Self {
        // Only what is cited by numbers or labels has something to say of its citations.
        if matches!(StyleForm::of(&style), StyleForm::Names | StyleForm::Notes) {
            listed.citation = Citation { name_options: style.citation.name_options.clone(), ..empty_citation() };
        }
        let citation = &mut listed.citation;
        citation.disambiguate_add_names = false;
        citation.disambiguate_add_givenname = false;
        if let Some(bibliography) = &mut listed.bibliography {
            bibliography.sort = None;
            bibliography.subsequent_author_substitute = None;
        }
        let mut cited = style;
        // What the engine would put between works is told from what stands in them.
        let layout = &mut cited.citation.layout;
        layout.delimiter = layout.delimiter.take().map(|_| BETWEEN.to_string());
        if cited.citation.collapse.is_some_and(|collapse| collapse != Collapse::CitationNumber) {
            // It would leave out works that have no date. Works of the same names it may put together.
            cited.citation.collapse = None;
            cited.citation.cite_group_delimiter = Some(BETWEEN.to_string());
        }
        let mut marked = cited.clone();
        let [open, close] = CITATION.map(|mark| Some(mark.to_string()));
        (marked.citation.layout.prefix, marked.citation.layout.suffix) = (open, close);
        let [cited, marked, listed] = [cited, marked, listed].map(Fitting::new);
        Self { cited, marked, listed }
    }
}

fn empty_citation() -> Citation {
    Citation::with_layout(Layout::new(Vec::new(), citationberg::Formatting::default(), None, None))
}

/// The style without all that does not sort. What is equal is sorted by its place.
fn sorting(style: &IndependentStyle) -> IndependentStyle {
    let mut style = style.clone();
    let place = || Element::Text(Text::with_target(Variable::Standard(PLACE)));
    let layout = Layout::new(vec![place()], citationberg::Formatting::default(), None, None);
    let options = style.citation.name_options.clone();
    style.citation = Citation { name_options: options, ..Citation::with_layout(layout) };
    if let Some(bibliography) = &mut style.bibliography {
        bibliography.layout.elements.clear();
        bibliography.subsequent_author_substitute = None;
        let variable = Variable::Standard(PLACE);
        bibliography.sort.iter_mut().for_each(|sort| {
            sort.keys.push(SortKey::Variable { variable, sort_direction: SortDirection::Ascending });
        });
    }
    style
}

/// What makes of a style one without the engine's letters and changes of case, with marks for them.
struct Rewriting<'a> {
    has_letters: bool,
    /// Whether names that have a label alone are printed.
    names_all: bool,
    says_where: &'a mut bool,
}

impl Rewriting<'_> {
    fn style(&mut self, style: &mut IndependentStyle) {
        style.citation.disambiguate_add_year_suffix = false;
        let layouts = [Some(&mut style.citation.layout), style.bibliography.as_mut().map(|list| &mut list.layout)];
        layouts.into_iter().flatten().for_each(|layout| self.list(&mut layout.elements, false));
        style.macros.iter_mut().for_each(|part| self.list(&mut part.children, false));
    }

    fn list(&mut self, elements: &mut Vec<Element>, is_substitute: bool) {
        elements.iter_mut().for_each(|element| self.element(element, is_substitute));
        if is_substitute {
            return;
        }
        let all = std::mem::take(elements);
        for element in all {
            let is_names = matches!(element, Element::Names(_));
            elements.push(element);
            if is_names {
                elements.push(Element::Text(Text::with_target(Variable::Standard(NEVER))));
            }
        }
    }

    fn element(&mut self, element: &mut Element, is_substitute: bool) {
        match element {
            Element::Group(group) => self.list(&mut group.children, false),
            Element::Choose(choose) => {
                self.branch(&mut choose.if_);
                choose.else_if.iter_mut().for_each(|branch| self.branch(branch));
                choose.otherwise.iter_mut().for_each(|branch| self.list(&mut branch.children, false));
            }
            Element::Names(names) => self.names(names, is_substitute),
            Element::Text(text) => self.text(text),
            Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }

    fn branch(&mut self, branch: &mut ChooseBranch) {
        if self.has_letters {
            let variables = branch.variable.iter_mut().flatten();
            variables.filter(|variable| is_letter(variable)).for_each(|variable| *variable = ALWAYS);
        }
        self.list(&mut branch.children, false);
    }

    fn names(&mut self, names: &mut Names, is_substitute: bool) {
        let has_own = !is_substitute || names.et_al().is_some() || names.substitute().is_some();
        if self.names_all && has_own && !names.children.is_empty() && names.name().is_none() {
            names.children.insert(0, NamesChild::Name(Name::default()));
        }
        let around = names.children.iter_mut().find_map(|child| match child {
            NamesChild::Name(name) => Some((name.affixes.prefix.take(), name.affixes.suffix.take())),
            _ => None,
        });
        if let Some((before, behind)) = around {
            let label = names.children.iter_mut().find_map(|child| match child {
                NamesChild::Label(label) => Some(&mut label.affixes.prefix),
                _ => None,
            });
            join(&mut names.prefix, before, true);
            match label {
                Some(prefix) => join(prefix, behind, false),
                None => join(&mut names.suffix, behind, false),
            }
        }
        for child in &mut names.children {
            if let NamesChild::Substitute(substitute) = child {
                self.list(&mut substitute.children, true);
            }
        }
    }

    fn text(&mut self, text: &mut Text) {
        match &mut text.target {
            TextTarget::Variable { var, .. } if is_letter(var) => {
                *self.says_where = true;
                if self.has_letters {
                    text.target = TextTarget::Value { val: LETTER.to_string() };
                }
            }
            // The engine looks for no short form of it.
            TextTarget::Variable { var, form: LongShortForm::Short }
                if *var == Variable::Standard(StandardVariable::ContainerTitle) =>
            {
                *var = Variable::Standard(StandardVariable::ContainerTitleShort);
            }
            _ => {}
        }
        let is_text = matches!(text.target, TextTarget::Variable { .. } | TextTarget::Macro { .. });
        let case = text.text_case.and_then(case_index).filter(|_| is_text);
        let Affixes { prefix, suffix } = &mut text.affixes;
        if let Some(case) = case {
            text.text_case = None;
            let [open, close] = CASES[case];
            join(prefix, Some(open.to_string()), true);
            join(suffix, Some(close.to_string()), false);
        } else if text.quotes {
            // So that no punctuation moves before its closing mark unseen.
            join(suffix, Some(NOTHING.to_string()), false);
        }
    }
}

/// Puts more behind an affix, or before it.
fn join(affix: &mut Option<String>, more: Option<String>, is_behind: bool) {
    if let Some(more) = more {
        let old = affix.take().unwrap_or_default();
        *affix = Some(if is_behind { old + &more } else { more + &old });
    }
}

/// Which of the marks stand for a change of case; those of every letter are the engine's.
fn case_index(case: TextCase) -> Option<usize> {
    match case {
        TextCase::TitleCase => Some(0),
        TextCase::SentenceCase => Some(1),
        TextCase::CapitalizeFirst => Some(2),
        TextCase::CapitalizeAll => Some(3),
        TextCase::Uppercase | TextCase::Lowercase => None,
    }
}

fn is_letter(variable: &Variable) -> bool {
    *variable == Variable::Standard(StandardVariable::YearSuffix)
}
