//! A style as the engine is given it: what it lacks is put into copies, one for each task.
//!
//! Empty names do not count as a variable, so that a group of them and a word prints that word: a variable that is
//! never set stands behind them. What stands around a name is overlooked: it stands around all names. Names with a
//! label and no word on their form are taken for empty: they get one that says nothing. The engine's
//! change of case knows too little of titles, its delimiter reaches into works, its letters behind years end with the
//! third pair: marks stand in their places, and what they mark is ours to change.

use std::sync::{Arc, OnceLock};

use citationberg::taxonomy::{StandardVariable, Variable};
use citationberg::{
    Affixes, ChooseBranch, Citation, Collapse, IndependentStyle, Layout, LayoutRenderingElement as Element,
    LongShortForm, Name, Names, NamesChild, SortDirection, SortKey, Text, TextCase, TextTarget,
};

use super::citing::{self, Citing};
use super::elements;
use super::fitting::Fitting;
use super::form::StyleForm;
use crate::bibliography::standin::{BETWEEN, CASES, CITATION, LETTER, NOTHING};

/// A variable that no work has.
pub(in crate::bibliography) const NEVER: StandardVariable = StandardVariable::CitationKey;
/// The one by which items are told apart that are sorted: no style sorts by it.
pub(in crate::bibliography) const PLACE: StandardVariable = StandardVariable::Annote;
/// One that every citation has.
const ALWAYS: Variable = Variable::Number(citationberg::taxonomy::NumberVariable::CitationNumber);

/// The copies of a style, each made when it is first asked for.
#[derive(Debug)]
pub(in crate::bibliography) struct Tasks {
    style: Arc<IndependentStyle>,
    /// For works without letters behind their years, and with.
    plain: Copies,
    lettered: Copies,
    sorting: OnceLock<Fitting>,
    /// Without a list.
    pub listless: IndependentStyle,
    /// Whether the style says where letters behind years stand.
    pub says_where: bool,
    /// Whether works are numbered in figures alone.
    pub has_plain_numbers: bool,
    /// Whether places in works may be printed where these are cited.
    pub cites_places: bool,
    pub citing: Citing,
    /// Whether it prints the same of all works where they are cited, but for numbers and places.
    pub cites_alike: bool,
}

#[derive(Debug, Default)]
struct Copies {
    cited: OnceLock<Fitting>,
    marked: OnceLock<Fitting>,
    listed: OnceLock<Fitting>,
}

impl Tasks {
    pub(super) fn new(style: &Arc<IndependentStyle>) -> Self {
        let mut says_where = false;
        elements::each_list(style, &mut |list| {
            elements::each(list, &mut |element| {
                says_where |= matches!(element, Element::Text(Text { target: TextTarget::Variable { var, .. }, .. })
                    if is_letter(var));
            });
        });
        Self {
            plain: Copies::default(),
            lettered: Copies::default(),
            sorting: OnceLock::new(),
            listless: listless(style),
            says_where,
            has_plain_numbers: citing::has_plain_numbers(style),
            cites_places: citing::cites_places(style),
            citing: Citing::of(style),
            cites_alike: citing::cites_alike(style),
            style: Arc::clone(style),
        }
    }

    /// For citations of works, of which some have letters or none.
    pub(in crate::bibliography) fn cited(&self, has_letters: bool) -> &Fitting {
        self.copies(has_letters).cited.get_or_init(|| Fitting::new(self.citing_copy(has_letters)))
    }

    /// For citations with marks where their brackets are.
    pub(in crate::bibliography) fn marked(&self, has_letters: bool) -> &Fitting {
        self.copies(has_letters).marked.get_or_init(|| {
            let mut marked = self.citing_copy(has_letters);
            let [open, close] = CITATION.map(|mark| Some(mark.to_string()));
            (marked.citation.layout.prefix, marked.citation.layout.suffix) = (open, close);
            Fitting::new(marked)
        })
    }

    /// For a line of the list.
    pub(in crate::bibliography) fn listed(&self, has_letters: bool) -> &Fitting {
        self.copies(has_letters).listed.get_or_init(|| Fitting::new(self.listing_copy(has_letters)))
    }

    /// Without all that does not sort the list.
    pub(in crate::bibliography) fn sorting(&self) -> &Fitting {
        self.sorting.get_or_init(|| Fitting::new(sorting(&self.style)))
    }

    fn copies(&self, has_letters: bool) -> &Copies {
        if has_letters && self.says_where { &self.lettered } else { &self.plain }
    }

    /// Whether works are named where they are cited: what is cited by a number is named in a sentence, not there.
    fn cites_names(&self) -> bool {
        matches!(StyleForm::of(&self.style), StyleForm::Names | StyleForm::Notes)
    }

    fn citing_copy(&self, has_letters: bool) -> IndependentStyle {
        let names_all = self.cites_names();
        let mut style = Rewriting { has_letters: has_letters && self.says_where, names_all }.of(&self.style);
        // What the engine would put between works is told from what stands in them.
        let layout = &mut style.citation.layout;
        layout.delimiter = layout.delimiter.take().map(|_| BETWEEN.to_string());
        if style.citation.collapse.is_some_and(|collapse| collapse != Collapse::CitationNumber) {
            // It would leave out works that have no date. Works of the same names it may put together.
            style.citation.collapse = None;
            style.citation.cite_group_delimiter = Some(BETWEEN.to_string());
        }
        style
    }

    fn listing_copy(&self, has_letters: bool) -> IndependentStyle {
        let mut style = Rewriting { has_letters: has_letters && self.says_where, names_all: true }.of(&self.style);
        // Only what is cited by numbers or labels has something to say of its citations.
        if self.cites_names() {
            style.citation = Citation { name_options: style.citation.name_options.clone(), ..empty_citation() };
        }
        style.citation.disambiguate_add_names = false;
        style.citation.disambiguate_add_givenname = false;
        if let Some(bibliography) = &mut style.bibliography {
            bibliography.sort = None;
            bibliography.subsequent_author_substitute = None;
        }
        style
    }
}

fn empty_citation() -> Citation {
    Citation::with_layout(Layout::new(Vec::new(), citationberg::Formatting::default(), None, None))
}

fn listless(style: &IndependentStyle) -> IndependentStyle {
    IndependentStyle { bibliography: None, macros: Vec::new(), ..style.clone() }
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
struct Rewriting {
    has_letters: bool,
    /// Whether names that have a label alone are printed.
    names_all: bool,
}

impl Rewriting {
    fn of(&self, style: &IndependentStyle) -> IndependentStyle {
        let mut style = style.clone();
        style.citation.disambiguate_add_year_suffix = false;
        let layouts = [Some(&mut style.citation.layout), style.bibliography.as_mut().map(|list| &mut list.layout)];
        layouts.into_iter().flatten().for_each(|layout| self.list(&mut layout.elements, false));
        style.macros.iter_mut().for_each(|part| self.list(&mut part.children, false));
        style
    }

    fn list(&self, elements: &mut Vec<Element>, is_substitute: bool) {
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

    fn element(&self, element: &mut Element, is_substitute: bool) {
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

    fn branch(&self, branch: &mut ChooseBranch) {
        if self.has_letters {
            let variables = branch.variable.iter_mut().flatten();
            variables.filter(|variable| is_letter(variable)).for_each(|variable| *variable = ALWAYS);
        }
        self.list(&mut branch.children, false);
    }

    fn names(&self, names: &mut Names, is_substitute: bool) {
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

    fn text(&self, text: &mut Text) {
        match &mut text.target {
            TextTarget::Variable { var, .. } if is_letter(var) && self.has_letters => {
                text.target = TextTarget::Value { val: LETTER.to_string() };
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
