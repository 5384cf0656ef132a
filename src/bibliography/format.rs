//! Citations and list as the CSL engine prints them, in pieces that know nothing yet of where they stand.

use std::cell::RefCell;
use std::collections::HashMap;

use citationberg::taxonomy::{OtherTerm, Term};
use citationberg::{Display, TermForm};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

use super::affixes::{self, Part};
use super::answers::Answers;
use super::date_ranges::{self, Months};
use super::engine::{Engine, Line, spelt_names};
use super::first_day::FirstDay;
use super::locator::Locator;
use super::nameless;
use super::others::Others;
use super::pieces::{Around, Piece, marked, push, push_all, styled, text_of, without_empty, without_links};
use super::short_names::{Introduced, ShortNames};
use super::standin::{BETWEEN, CASES, DASH, LETTER, SUBTITLE};
use super::style::{Style, StyleForm};
use super::typography::{self, Rules};
use super::work::Work;
use super::{collapse, dashes, identifier, initials, namesakes, order, standin, unprinted, year_letters};
use crate::section::{CitationForm, Label, WorkType};

/// What a citation asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Request {
    pub items: Vec<Item>,
    pub form: CitationForm,
    /// The number of the note in which it stands.
    pub note: Option<usize>,
    /// Whether its works are listed only: nothing is printed where it would stand.
    pub is_hidden: bool,
}

/// A work that is cited.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Its place in the bibliography.
    pub work: usize,
    pub locator: Option<Locator>,
    pub is_without_names: bool,
    pub has_prefix: bool,
    /// How the words behind it begin.
    pub suffix: Option<char>,
}

impl Item {
    pub(super) fn new(work: usize) -> Self {
        Self { work, locator: None, is_without_names: false, has_prefix: false, suffix: None }
    }
}

/// What the engine printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Output {
    /// Each citation's pieces.
    pub citations: Vec<Vec<Piece>>,
    /// The list: the place of a work in the bibliography, and its line.
    pub entries: Vec<(usize, Vec<Piece>)>,
    /// The works whose lines leave out some of their fields, and which.
    pub unprinted: Vec<(usize, Vec<usize>)>,
}

/// In which list each sort of works stands.
pub(super) type Lists = [Option<usize>; WorkType::ALL.len()];

/// Formats citations in their order, and the lists of what they cite, one behind the other.
pub(super) fn format(
    works: &[Work],
    style: &Style,
    requests: &[Request],
    lists: &Lists,
    answers: &mut Answers,
) -> Output {
    let known = RefCell::new(answers.take(style));
    let order = order::of_list(works, style, cited(requests, works.len()), &mut known.borrow_mut());
    let setting = Setting::new(style);
    let cited = namesakes::told_apart(works, style, &order);
    let mut engine = Engine { works: &cited, known: &known, style, letters: &HashMap::new() };
    let letters = letters(engine, &order, &setting);
    engine.letters = &letters;
    let asked = affixes::parts(requests, &style.csl);
    let printed = engine.cite(&asked, &order);
    let reading = Reading { engine, setting: &setting, work: None, part: None, locator: None, is_date: false };
    let mut printed = asked.iter().zip(printed).peekable();
    let mut introduced = Introduced::default();
    let citations = requests.iter().map(|request| {
        let mut pieces = Vec::new();
        while let Some((part, mut children)) = printed.next_if(|(part, _)| std::ptr::eq(part.request, request)) {
            let has_place = |at: usize| part.items().get(at).is_some_and(|item| item.locator.is_some());
            collapse::names(&mut children, &style.csl.citation, &setting.no_date, &has_place);
            let mut part_pieces = Reading { part: Some(*part), ..reading }.pieces(&children);
            engine.collapse_years(part, &mut part_pieces);
            pieces.push(part_pieces);
        }
        let names = |at: usize| spelt_names(&works[request.items[at].work], &style.terms);
        let title = request.items.first().and_then(|item| works[item.work].title_as_name());
        let title = title.as_deref();
        let mut printed = setting.set(affixes::join(request, pieces, style, &names, title));
        setting.short.cite(&mut printed, &mut introduced);
        for work in request.items.iter().map(|item| &works[item.work]) {
            if let Some(title) = work.title_as_name() {
                nameless::say_year_once(&mut printed, &title, work.text("number").as_deref());
            }
        }
        match title.filter(|_| request.form == CitationForm::Prose && style.form() == StyleForm::Names) {
            Some(title) => nameless::in_prose(printed, title, style),
            None => printed,
        }
    });
    let citations = citations.collect();
    let list_of = |work: usize| lists[works[work].sort() as usize];
    let listing = Engine { works, ..engine };
    let reading = Reading { engine: listing, ..reading };
    let entries = list(listing, &order, &setting, reading, &mut introduced, &list_of);
    let lost = |line: &Entry| (line.work, unprinted::of(&works[line.work], &line.told));
    let unprinted = entries.iter().map(lost).filter(|(_, lost)| !lost.is_empty()).collect();
    answers.put(style, known.into_inner());
    Output { citations, entries: entries.into_iter().map(|line| (line.work, line.pieces)).collect(), unprinted }
}

/// Each work that is cited, in the order in which that is first done.
fn cited(requests: &[Request], all: usize) -> Vec<usize> {
    let mut is_known = vec![false; all];
    let works = requests.iter().flat_map(|request| &request.items).map(|item| item.work);
    works.filter(|work| !std::mem::replace(&mut is_known[*work], true)).collect()
}

/// The letters behind the years of works that would be cited by the same words.
fn letters(engine: Engine, order: &[usize], setting: &Setting) -> HashMap<usize, String> {
    if !engine.style.csl.citation.disambiguate_add_year_suffix {
        return HashMap::new();
    }
    let ambiguous = engine.ambiguous(order);
    let reading = Reading { engine, setting, work: None, part: None, locator: None, is_date: false };
    let words = |(&work, children): (&usize, &ElemChildren)| {
        let printed = text_of(&Reading { work: Some(work), ..reading }.pieces(children));
        setting.short.cited(&printed)
    };
    let request = |work: &usize| Request {
        items: vec![Item::new(*work)],
        form: CitationForm::Bracketed,
        note: None,
        is_hidden: false,
    };
    let requests: Vec<Request> = ambiguous.iter().map(request).collect();
    let alone = |request| Part { request, first: 0, count: 1, is_marked: false };
    let printed = engine.cite(&requests.iter().map(alone).collect::<Vec<_>>(), &[]);
    let words: Vec<String> = ambiguous.iter().zip(&printed).map(words).collect();
    let mut letters = year_letters::given(&ambiguous, &words);
    for &work in &ambiguous {
        let told = engine.works[work].hidden.year("issued").and_then(|words| words.chars().next_back());
        if told.is_some_and(char::is_alphabetic) {
            // `in press-a`
            letters.entry(work).and_modify(|letter| letter.insert(0, '-'));
        }
    }
    letters
}

/// A line of the list.
struct Entry {
    work: usize,
    pieces: Vec<Piece>,
    /// What it says, with the names for which a dash may stand.
    told: String,
}

/// The lines of the list.
fn list(
    engine: Engine,
    order: &[usize],
    setting: &Setting,
    reading: Reading,
    introduced: &mut Introduced,
    list_of: &dyn Fn(usize) -> Option<usize>,
) -> Vec<Entry> {
    let lines = order.iter().enumerate().filter_map(|(number, &work)| Some((work, engine.line(work, number)?)));
    // Their numbers run through all lists.
    let mut lines: Vec<(usize, Line)> = lines.collect();
    lines.sort_by_key(|(work, _)| list_of(*work));
    let (works, lines): (Vec<usize>, Vec<Line>) = lines.into_iter().unzip();
    let (firsts, mut lines): (Vec<ElemChildren>, Vec<ElemChildren>) =
        lines.into_iter().map(|line| (line.first, line.content)).unzip();
    let mut told: Vec<Option<String>> = vec![None; lines.len()];
    if let Some(list) = &engine.style.csl.bibliography
        && let Some(dash) = &list.subsequent_author_substitute
    {
        let whole = lines.clone();
        let mut known = introduced.clone();
        let mut rest = lines.as_mut_slice();
        for list_works in works.chunk_by(|one, other| list_of(*one) == list_of(*other)) {
            let (of_list, others) = rest.split_at_mut(list_works.len());
            dashes::substitute(of_list, dash, list.subsequent_author_substitute_rule, &setting.others.term);
            rest = others;
        }
        for (at, whole) in whole.iter().enumerate().filter(|(at, whole)| **whole != lines[*at]) {
            let reading = Reading { work: Some(works[at]), ..reading };
            told[at] = Some(text_of(&setting.listed(reading.pieces(whole), &mut known)));
        }
    }
    let set = |(((work, told), first), mut line): (((usize, Option<String>), ElemChildren), ElemChildren)| {
        let reading = Reading { work: Some(work), ..reading };
        reading.put_letter(work, &mut line);
        let mut pieces = reading.pieces(&first);
        if !pieces.is_empty() {
            push(&mut pieces, Piece::Text(" ".to_owned()));
        }
        push_all(&mut pieces, reading.pieces(&line));
        let mut pieces = setting.listed(pieces, introduced);
        let about = &engine.works[work];
        if let Some(title) = about.text("title").filter(|_| !about.is_named()) {
            nameless::say_year_once(&mut pieces, &title, about.text("number").as_deref());
        }
        Entry { work, told: told.unwrap_or_else(|| text_of(&pieces)), pieces }
    };
    let lines = works.into_iter().zip(told).zip(firsts).zip(lines).map(set);
    // What is left of a work of which a style prints nothing is its number and a full stop.
    let is_numbered = matches!(engine.style.form(), StyleForm::Numbers | StyleForm::RaisedNumbers);
    let numbers: HashMap<usize, String> = order.iter().copied().zip((1..).map(|number| number.to_string())).collect();
    let says = |line: &Entry| {
        let text = line.told.trim_start_matches(|one: char| !one.is_alphanumeric());
        let number = numbers.get(&line.work).filter(|_| is_numbered);
        number.and_then(|number| text.strip_prefix(number)).unwrap_or(text).contains(char::is_alphanumeric)
    };
    lines.filter(says).collect()
}

/// How what is printed is set.
struct Setting {
    rules: Rules,
    others: Others,
    /// What follows initials, if the style has given names written out and initials set.
    initials: Option<String>,
    no_date: Vec<String>,
    months: Months,
    first_day: FirstDay,
    delimiter: String,
    before_subtitle: &'static str,
    is_english: bool,
    short: ShortNames,
}

impl Setting {
    fn new(style: &Style) -> Self {
        let terms = &style.terms;
        let files = style.csl.locale.iter().chain(&terms.files);
        let forms = [TermForm::Long, TermForm::Short];
        let no_date = files.flat_map(|file| {
            forms.into_iter().filter_map(|form| file.term(Term::Other(OtherTerm::NoDate), form)?.single())
        });
        Self {
            rules: Rules::new(&style.csl, terms),
            others: Others::new(style),
            initials: initials::kept(&style.csl),
            no_date: no_date.map(str::to_owned).collect(),
            months: Months::new(style.csl.locale.iter().chain(&terms.files)),
            first_day: if style.is_own() { FirstDay::of(&terms.language) } else { FirstDay::default() },
            delimiter: style.csl.citation.layout.delimiter.clone().unwrap_or_default(),
            before_subtitle: if style.is_own() { DASH } else { ": " },
            is_english: terms.code.0.starts_with("en"),
            short: ShortNames::of(style),
        }
    }

    /// A line of the list, behind citations that have introduced short names.
    fn listed(&self, pieces: Vec<Piece>, introduced: &mut Introduced) -> Vec<Piece> {
        let mut pieces = self.set(pieces);
        self.short.list(&mut pieces, introduced);
        pieces
    }

    fn set(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        self.others.name(&mut pieces);
        typography::set(&mut pieces, &self.rules);
        without_empty(pieces)
    }
}

/// How the engine's output is read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    engine: Engine<'a>,
    setting: &'a Setting,
    /// The work about which something is read.
    work: Option<usize>,
    /// The part of a citation that is read.
    part: Option<Part<'a>>,
    /// The locator of the item that is being read.
    locator: Option<&'a Locator>,
    /// Whether a date is being read.
    is_date: bool,
}

impl Reading<'_> {
    fn pieces(&self, children: &ElemChildren) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for child in &children.0 {
            match child {
                ElemChild::Text(text) => push_all(&mut pieces, styled(&self.text(&text.text), text.formatting)),
                ElemChild::Markup(text) => push_all(&mut pieces, marked(&self.text(text))),
                ElemChild::Link { text, url } => self.link(&text.text, url, text.formatting, &mut pieces),
                ElemChild::Elem(elem) => {
                    if matches!(elem.display, Some(Display::Block | Display::Indent)) && !pieces.is_empty() {
                        pieces.push(Piece::Break);
                    }
                    match (&elem.meta, &self.part) {
                        (Some(ElemMeta::Entry(index)), Some(part)) => {
                            let Item { work, locator, .. } = &part.items()[*index];
                            let reading = Self { work: Some(*work), locator: locator.as_ref(), ..*self };
                            let mut children = elem.children.clone();
                            reading.put_letter(*work, &mut children);
                            // A link within the link to the list would lead astray.
                            let inner = without_links(reading.pieces(&children));
                            let label = Label::Work(self.engine.works[*work].key.clone());
                            pieces.push(Piece::Within(Around::Item(part.first + index, label), inner));
                        }
                        (Some(ElemMeta::Names(_)), _) if let Some(names) = self.setting.others.set(elem) => {
                            push_all(&mut pieces, self.pieces(&names.children));
                        }
                        (Some(ElemMeta::Name(..)), _) if let Some(after) = &self.setting.initials => {
                            let mut name = self.pieces(&elem.children);
                            initials::set(&mut name, after);
                            push_all(&mut pieces, name);
                        }
                        (Some(ElemMeta::Number), _) if let Some(year) = self.edition_of_year(&elem.children) => {
                            push_all(&mut pieces, year);
                        }
                        (meta, _) => {
                            let is_date = self.is_date || matches!(meta, Some(ElemMeta::Date));
                            let inner = Self { is_date, ..*self };
                            let range = if is_date { inner.range(&elem.children) } else { None };
                            let mut told = range.unwrap_or_else(|| inner.pieces(&elem.children));
                            if is_date && !self.is_date {
                                self.setting.first_day.put(&mut told, &self.setting.months);
                            }
                            push_all(&mut pieces, told);
                        }
                    }
                    if elem.display == Some(Display::LeftMargin) {
                        push(&mut pieces, Piece::Text(" ".to_owned()));
                    }
                }
                ElemChild::Transparent { .. } => {}
            }
        }
        pieces
    }

    /// A date that goes on to another day.
    fn range(&self, children: &ElemChildren) -> Option<Vec<Piece>> {
        let work = &self.engine.works[self.work?];
        let mut ranges = work.hidden.ranges().peekable();
        ranges.peek()?;
        let text = format!("{children:#}");
        let told =
            ranges.find_map(|(year, from, to)| date_ranges::told(&text, &year, from, to, &self.setting.months))?;
        let formatting = first_formatting(children)?;
        Some(styled(&self.text(&told), formatting))
    }

    /// An edition that is called by its year is no thousandth: `1974th`.
    fn edition_of_year(&self, children: &ElemChildren) -> Option<Vec<Piece>> {
        let year = self.engine.works[self.work?].raw("edition").filter(|edition| edition.len() == 4)?;
        let text = format!("{children:#}");
        let ending = text.trim_start().strip_prefix(year)?;
        let is_ordinal = !ending.is_empty() && !ending.starts_with(|one: char| one.is_ascii_digit());
        is_ordinal.then(|| first_formatting(children)).flatten().map(|formatting| styled(year, formatting))
    }

    /// Puts the letter of a work where its style does not say where it stands.
    fn put_letter(&self, work: usize, children: &mut ElemChildren) {
        // A style that leaves out what is the same as in the work before leaves out the place as well.
        let is_said = self.engine.style.tasks.says_where && format!("{children:#}").contains(LETTER);
        if let Some(letter) = self.engine.letters.get(&work).filter(|_| !is_said) {
            let year = self.engine.works[work].told_year();
            year_letters::insert(children, year.as_deref(), &self.setting.no_date, letter);
        }
    }

    fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if text.contains(BETWEEN) {
            // Within a work the engine puts it where it has no business.
            let delimiter = if self.work.is_some() { "" } else { &self.setting.delimiter };
            text = text.replace(BETWEEN, delimiter);
        }
        let Some(at) = self.work else { return text };
        let work = &self.engine.works[at];
        if text.contains(SUBTITLE) {
            // Behind a question mark no colon stands.
            text =
                ["?", "!"].iter().fold(text, |text, end| text.replace(&format!("{end}{SUBTITLE}"), &format!("{end} ")));
            text = text.replace(SUBTITLE, self.setting.before_subtitle);
        }
        if text.contains(LETTER) {
            text = text.replace(LETTER, self.engine.letters.get(&at).map_or("", String::as_str));
        }
        if !work.raw("language").map_or(self.setting.is_english, |language| language.starts_with("en")) {
            // Titles in other languages have no such case.
            text = text.replace(|one| CASES[..2].iter().flatten().any(|mark| *mark == one), "");
        }
        let text = work.hidden.restore(text, self.is_date);
        standin::restore(&text, self.locator.map(|locator| locator.text.as_str()))
    }

    fn link(&self, text: &str, url: &str, formatting: Formatting, pieces: &mut Vec<Piece>) {
        let (url, text) = (self.text(url), self.text(text));
        let work = self.work.map(|work| &self.engine.works[work]);
        let written = work.and_then(|work| work.url.as_ref()).filter(|address| address.text == url);
        let address = match (url.strip_prefix("https://doi.org/"), written) {
            (_, Some(written)) => written.target.clone(),
            (Some(doi), None) => Some(identifier::doi_address(doi)),
            (None, None) => Some(url),
        };
        let content = styled(&standin::text(&text), formatting);
        match address.filter(|address| identifier::is_web_address(address)) {
            Some(address) => push(pieces, Piece::Within(Around::Link(address), content)),
            None => push_all(pieces, content),
        }
    }
}

/// How the first text is formatted.
fn first_formatting(children: &ElemChildren) -> Option<Formatting> {
    children.0.iter().find_map(|child| match child {
        ElemChild::Text(text) => Some(text.formatting),
        ElemChild::Elem(elem) => first_formatting(&elem.children),
        _ => None,
    })
}
