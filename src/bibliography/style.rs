//! CSL styles: found by name, checked before use.

mod citing;
mod cost;
mod elements;
mod fitting;
mod form;
mod names;
mod shape;
mod tasks;

use std::sync::Arc;

use citationberg::{self as csl, IndependentStyle, Locale, LocaleCode, LocaleFile};
use hayagriva::archive::{ArchivedStyle, LOCALES};
use roxmltree::{Document, Node, ParsingOptions};

pub(super) use self::citing::Citing;
pub(super) use self::elements::name_elements;
pub(super) use self::fitting::Layouts;
pub use self::form::StyleForm;
pub(super) use self::tasks::PLACE;
use self::tasks::Tasks;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, nearest};
use crate::project::Project;
use crate::source::{Source, Span, Spanned};
use crate::xml::{MAX_ATTRIBUTES, crowded_element};

/// Nodes of a style's XML.
const MAX_NODES: u32 = 50_000;

/// Characters of what is said to be wrong with a style.
const MAX_MESSAGE: usize = 200;

/// Where the authors of CSL keep the styles that people have written.
const REPOSITORY: &str = "https://github.com/citation-style-language/styles";

const INVALID: Code = Code("invalid-style");

/// A CSL style, ready to format.
#[derive(Debug, Clone)]
pub struct Style {
    /// Its text, or its name if it is a built-in one: what tells it from others.
    pub(super) identity: Arc<str>,
    pub(super) csl: Arc<IndependentStyle>,
    /// As the engine is given it.
    pub(super) tasks: Arc<Tasks>,
    pub(super) terms: Arc<Terms>,
}

/// Finds the style: `templates/<template>/<name>.csl`, or a built-in CSL style of that name; with the words of a
/// language, a BCP 47 tag.
///
/// CSL that is not valid is refused, as is what would take the engine without end.
pub fn style(
    project: &Project,
    template: &str,
    name: &Spanned<String>,
    language: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Style, Reported> {
    let path = format!("templates/{template}/{}.csl", name.value);
    let terms = terms(language);
    let found = if project.contains(&path) {
        let source = project.text(&path, Some(name.span), diagnostics)?;
        read(source, &terms.code).map(|style| (source.text().into(), style))
    } else {
        archived(project, template, name).map(|style| (name.value.as_str().into(), style))
    };
    let checked = found.and_then(|(identity, style)| {
        let csl = independent(style, name)?;
        let csl = Arc::new(in_language(csl, &terms.code));
        Ok(Style { identity, tasks: Arc::new(Tasks::new(&csl)), csl, terms: Arc::new(terms) })
    });
    checked.map_err(|found| diagnostics.report(*found))
}

impl Style {
    /// What it prints where a work is cited.
    pub fn form(&self) -> StyleForm {
        StyleForm::of(&self.csl)
    }

    /// Whether works have their numbers by their places in a list that is sorted.
    pub(super) fn is_numbered_by_list(&self) -> bool {
        let is_sorted = self.csl.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
        is_sorted && !matches!(self.form(), StyleForm::Names | StyleForm::Notes)
    }

    /// Whether it is one of ours, or made of one.
    pub(super) fn is_own(&self) -> bool {
        self.csl.info.id.contains("europol")
    }

    /// Whether it prints a list of works.
    pub fn has_list(&self) -> bool {
        self.csl.bibliography.is_some()
    }
}

/// A style that is built in.
pub struct BuiltInStyle {
    /// All by which it can be named.
    pub names: Vec<&'static str>,
    pub title: &'static str,
    pub form: StyleForm,
}

/// All styles that are built in.
pub fn built_in_styles() -> impl Iterator<Item = BuiltInStyle> {
    let styles = ArchivedStyle::all().iter().filter_map(|archived| match archived.get() {
        csl::Style::Independent(style) => Some((*archived, StyleForm::of(&style))),
        csl::Style::Dependent(_) => None,
    });
    styles.map(|(style, form)| BuiltInStyle { names: names::of(style).collect(), title: style.display_name(), form })
}

/// A built-in style as a CSL file, by one of its names.
pub fn style_file(name: &str) -> Option<String> {
    let xml = names::find(name)?.get().to_xml().ok()?;
    Some(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}\n"))
}

/// The words of a language.
#[derive(Debug)]
pub(super) struct Terms {
    /// The tag by which they were asked for.
    pub language: String,
    /// The name by which the engine knows it.
    pub code: LocaleCode,
    /// One, in the form in which the engine wants it.
    pub files: Vec<Locale>,
}

/// Languages for which CSL has no terms, with ours.
const OWN_LOCALES: &[(&str, &str)] = &[("ga", include_str!("locales/ga.xml")), ("mt", include_str!("locales/mt.xml"))];

/// The terms of the language itself, of another region, ours, or of American English.
fn terms(language: &str) -> Terms {
    let primary = language.split('-').next().unwrap_or_default();
    if let Some((_, text)) = OWN_LOCALES.iter().find(|(own, _)| own.eq_ignore_ascii_case(primary)) {
        let locale: Locale = LocaleFile::from_xml(text).expect("our locales are well formed").into();
        let code = locale.lang.clone().expect("our locales have a language");
        return Terms { language: language.to_owned(), code, files: vec![locale] };
    }
    // English without a region is that of the EU's institutions, as our own words are.
    let usual =
        if primary == "en" { Some(LocaleCode("en-GB".to_owned())) } else { LocaleCode(primary.to_owned()).fallback() };
    let is_of_language = |code: &str| code.split('-').next().is_some_and(|found| found.eq_ignore_ascii_case(primary));
    let codes = || LOCALES.iter().filter_map(|bytes| Some((code_of(bytes)?, *bytes)));
    let found = (codes().find(|(code, _)| code.eq_ignore_ascii_case(language)))
        .or_else(|| codes().find(|(code, _)| usual.as_ref().is_some_and(|usual| usual.0 == *code)))
        .or_else(|| codes().find(|(code, _)| is_of_language(code)))
        .or_else(|| codes().find(|(code, _)| *code == "en-US"));
    let (code, bytes) = found.expect("the archive holds American English");
    let mut locale: Locale = ciborium::from_reader(bytes).expect("the archive's locales are well formed");
    if !code.eq_ignore_ascii_case(language) {
        name_months(&mut locale, primary);
    }
    Terms { language: language.to_owned(), code: LocaleCode(code.to_owned()), files: vec![locale] }
}

/// Gives months the names that they have behind a day: some locales of CSL have those that stand alone.
fn name_months(locale: &mut Locale, language: &str) {
    let Some(own) = crate::terms::of(language) else { return };
    let months = own.date.months.iter().zip(1..);
    let months = months.map(|(name, number)| format!("<term name=\"month-{number:02}\">{name}</term>"));
    let head = format!("<locale xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" xml:lang=\"{language}\">");
    let text = format!("{head}<terms>{}</terms></locale>", months.collect::<String>());
    let months: Locale = LocaleFile::from_xml(&text).expect("names of months are plain words").into();
    if let (Some(terms), Some(months)) = (&mut locale.terms, months.terms) {
        terms
            .terms
            .retain(|term| !months.terms.iter().any(|month| (&month.name, month.form) == (&term.name, term.form)));
        terms.terms.extend(months.terms);
    }
}

/// The language of an encoded locale, without decoding all of it: a CBOR text (RFC 8949 §3.1) after its name.
fn code_of(bytes: &[u8]) -> Option<&str> {
    const NAME: &[u8] = b"@xml:lang";
    let at = bytes.windows(NAME.len()).position(|window| window == NAME)? + NAME.len();
    let length = usize::from(bytes.get(at)?.checked_sub(0x60).filter(|length| *length < 24)?);
    std::str::from_utf8(bytes.get(at + 1..at + 1 + length)?).ok()
}

fn archived(project: &Project, template: &str, name: &Spanned<String>) -> Result<csl::Style, Box<Diagnostic>> {
    if let Some(style) = names::find(&name.value) {
        return Ok(style.get());
    }
    let folder = format!("templates/{template}");
    let own = project
        .paths_in(&folder)
        .filter_map(|path| path.strip_prefix(&folder)?.strip_prefix('/')?.strip_suffix(".csl"));
    let known = own.chain(names::all());
    let found = Diagnostic::error(Code("unknown-style"), name.span, format!("there is no style `{}`", name.value));
    Err(Box::new(match nearest(&name.value, known) {
        Some(near) => found.with_help(format!("Did you mean `{near}`?")),
        None => found.with_help(format!(
            "`chancery explain styles` lists the built-in ones. Put any other as CSL file at `{folder}/{}.csl`; most \
             are kept at {REPOSITORY}.",
            name.value
        )),
    }))
}

/// A dependent style is another one under a name of its own.
fn independent(style: csl::Style, name: &Spanned<String>) -> Result<IndependentStyle, Box<Diagnostic>> {
    let dependent = match style {
        csl::Style::Independent(style) => return Ok(style),
        csl::Style::Dependent(style) => style,
    };
    let parent = dependent.parent_link.href;
    let id = parent.strip_prefix("http://www.zotero.org/styles/").unwrap_or(&parent);
    match ArchivedStyle::by_id(&parent).or_else(|| ArchivedStyle::by_id(id)).map(ArchivedStyle::get) {
        Some(csl::Style::Independent(style)) => Ok(style),
        _ => {
            let message = format!("`{}` depends on the style `{parent}`, which is not built in", name.value);
            let found = Diagnostic::error(Code("unknown-style"), name.span, message);
            let help = format!("Use the CSL file of that style itself; most are kept at {REPOSITORY}.");
            Err(Box::new(found.with_help(help)))
        }
    }
}

/// A style without its words for other languages.
fn in_language(style: IndependentStyle, code: &LocaleCode) -> IndependentStyle {
    let is_asked = |own: &Locale| own.lang.as_ref().is_none_or(|own| is_asked_for(&own.0, code));
    IndependentStyle { locale: style.locale.into_iter().filter(is_asked).collect(), ..style }
}

/// Whether the engine looks at a style's words for `own` in a paper whose language it knows by `code`.
fn is_asked_for(own: &str, code: &LocaleCode) -> bool {
    own == code.0 || Some(own) == code.0.split('-').next()
}

/// The text of a style without its words for other languages, which can be most of it.
fn text_in_language(document: &Document, code: &LocaleCode) -> String {
    let is_asked = |node: &Node| {
        let own = node.attribute((roxmltree::NS_XML_URI, "lang"));
        node.tag_name().name() != "locale" || own.is_none_or(|own| is_asked_for(own, code))
    };
    let (text, mut start, mut left) = (document.input_text(), 0, String::new());
    for other in document.root_element().children().filter(|node| !is_asked(node)).map(|node| node.range()) {
        left.push_str(&text[start..other.start]);
        start = other.end;
    }
    left + &text[start..]
}

/// Reads a CSL file, after making sure that the engine will come to an end with it.
fn read(source: &Source, code: &LocaleCode) -> Result<csl::Style, Box<Diagnostic>> {
    let invalid = |span: Span, message: String| {
        // It quotes the file, which may hold anything.
        let words = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = words.char_indices().nth(MAX_MESSAGE).map(|(at, _)| at);
        let message = end.map_or(words.clone(), |end| format!("{} …", words[..end].trim_end()));
        let found = Diagnostic::error(INVALID, span, message);
        Box::new(found.with_help("Check the file with a CSL validator, against CSL 1.0.2."))
    };
    if let Some(at) = crowded_element(source.text()) {
        let message = format!("an element has more than {MAX_ATTRIBUTES} attributes");
        return Err(invalid(source.span(at..at), message));
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(source.text(), options).map_err(|error| {
        let start = source.line_start(error.pos().row as usize);
        let column = (error.pos().col as usize).saturating_sub(1);
        let line = source.text()[start..].lines().next().unwrap_or_default();
        let at = start + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        invalid(source.span(at..at), format!("this is not well-formed XML: {error}"))
    })?;
    cost::check(source, &document).map_err(|(span, message)| invalid(span, message))?;
    // A mistake in it is told by its place in the whole.
    let found = csl::Style::from_xml(&text_in_language(&document, code));
    found.or_else(|_| csl::Style::from_xml(source.text())).map_err(|error| {
        let path = error.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let node = node_at(document.root_element(), &path);
        let name_end = node.range().start + 1 + node.tag_name().name().len();
        let span = source.span(node.range().start..name_end.min(node.range().end));
        invalid(span, format!("this is not valid CSL: {}", error.source))
    })
}

/// The element that a path of names such as `macro[2].$value[0].text` leads to, as far as it can be followed.
fn node_at<'a>(root: Node<'a, 'a>, path: &str) -> Node<'a, 'a> {
    let mut node = root;
    for step in path.split('.') {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse().unwrap_or(0)),
            None => (step, 0),
        };
        let next = node.children().filter(|child| child.is_element());
        let next = next.filter(|child| name.starts_with('$') || child.tag_name().name() == name).nth(index);
        match next {
            Some(next) => node = next,
            None => return node,
        }
    }
    node
}
