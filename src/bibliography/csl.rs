//! CSL-JSON and CSL-YAML → works: their variables are those of the engine (CSL 1.0.2, appendices III and IV).

use std::collections::BTreeMap;
use std::str::FromStr;

use citationberg::taxonomy::Kind;

use super::date::{self, When};
use super::fields::{self, Role};
use super::item::Draft;
use super::names::{self, Name};
use super::quoted::quoted;
use super::raw::{MAX_ENTRIES, MAX_ENTRY, Text};
use super::tree::{Node, Value};
use super::unprinted::{Field, Read};
use super::work::Work;
use super::{csl_yaml, html, json, latex, raw, standin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Source, Span};

/// What older programs call some variables.
const OLDER: &[(&str, &str)] = &[
    ("shortTitle", "title-short"),
    ("journalAbbreviation", "container-title-short"),
    ("publication-title", "container-title"),
    ("event", "event-title"),
];
/// Types of CSL, to be offered for a misspelt one.
const KINDS: &str = "article article-journal article-magazine article-newspaper bill book broadcast chapter classic \
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview \
    legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance \
    periodical personal_communication post post-weblog regulation report review review-book software song speech \
    standard thesis treaty webpage";

/// A key, and the work that has it.
pub(super) type Keyed = (Text, Option<Work>);

/// Reads a file of CSL-JSON.
pub(super) fn json(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Keyed> {
    works(json::items(source), diagnostics)
}

/// Reads a file of CSL-YAML.
pub(super) fn yaml(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Keyed> {
    works(csl_yaml::items(source), diagnostics)
}

fn works((mut items, mistake): (Vec<Node>, Option<Box<Diagnostic>>), diagnostics: &mut Diagnostics) -> Vec<Keyed> {
    if let Some(surplus) = items.get(MAX_ENTRIES) {
        diagnostics.push(raw::too_many(surplus.span));
        items.truncate(MAX_ENTRIES);
    }
    mistake.into_iter().for_each(|found| diagnostics.push(*found));
    items.iter().filter_map(|item| work(item, diagnostics)).collect()
}

fn work(item: &Node, diagnostics: &mut Diagnostics) -> Option<Keyed> {
    let Value::Map(pairs) = &item.value else { return None };
    let name = item.get("citation-key").or_else(|| item.get("id"));
    let Some((id, key)) = name.and_then(|node| Some((node, node.text()?))).filter(|(_, key)| !key.trim().is_empty())
    else {
        let found = Diagnostic::error(Code("bibliography-syntax"), item.span, "this item has no `id`");
        diagnostics.push(found.with_help("Give it an `id`, by which it is cited."));
        return None;
    };
    let key = Text { text: raw::cleaned(key.trim()), span: id.span, is_typed: false };
    if item.span.range().len() > MAX_ENTRY {
        diagnostics.push(raw::too_long(MAX_ENTRY, key.span));
        return Some((key, None));
    }
    let mut reader = Reader { item, draft: Draft::new(kind(item, diagnostics)), fields: Vec::new(), diagnostics };
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (variable, node) in pairs {
        match seen.get(&*variable.text) {
            Some(first) => reader.diagnostics.push(raw::twice(variable, *first, &key)),
            None => {
                seen.insert(&variable.text, variable.span);
                reader.variable(&variable.text, node);
            }
        }
    }
    let Reader { draft, fields, .. } = reader;
    let work = Work { fields, ..draft.work(&key.text, key.span, item.span) };
    Some((key, Some(work)))
}

/// The type, as far as CSL knows it; it may be none.
fn kind<'a>(item: &'a Node, diagnostics: &mut Diagnostics) -> &'a str {
    const OTHER: &str = "document";
    let Some((node, kind)) = item.get("type").and_then(|node| Some((node, node.text()?))) else { return "" };
    if kind.is_empty() || Kind::from_str(kind).is_ok() {
        return kind;
    }
    let message = format!("{} is not a type of CSL; it is printed as `{OTHER}`", quoted(kind));
    let found = Diagnostic::warning(Code("unknown-entry-type"), node.span, message);
    diagnostics.push(match nearest(kind, KINDS.split(' ')) {
        Some(near) => found.with_help(format!("Did you mean `{near}`?")),
        None => found.with_help("Use a type of CSL, such as `report`, `book`, `article-journal` or `webpage`."),
    });
    OTHER
}

/// Reads the variables of an item.
struct Reader<'a> {
    item: &'a Node,
    draft: Draft,
    fields: Vec<Field>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn variable(&mut self, typed: &str, node: &Node) {
        let name = OLDER.iter().find(|(older, _)| *older == typed).map_or(typed, |(_, name)| name);
        if matches!(name, "id" | "type" | "citation-key") || self.draft.has(name) {
            return;
        }
        let said = match fields::of_csl(name) {
            (Role::Private, _) => return,
            (Role::Names, _) => self.names(name, node),
            (Role::Date, _) => self.date(name, node),
            _ => self.text(name, node),
        };
        if let Some(text) = said {
            let (role, loss) = fields::of_csl(name);
            let read = Some(Read { role, loss, text });
            self.fields.push(Field { name: typed.to_owned(), span: node.span, read });
        }
    }

    fn text(&mut self, name: &str, node: &Node) -> Option<String> {
        let typed = node.text()?;
        let marked = latex::decode(&html::escaped(typed)).text;
        let text = standin::plain(&marked).trim().to_owned();
        let fault = match name {
            "DOI" => self.draft.doi(&raw::cleaned(typed)),
            "ISBN" => self.draft.isbn(&text),
            "URL" => self.draft.url(&raw::cleaned(typed)),
            "page" => {
                self.draft.pages(&text);
                None
            }
            _ if fields::of_csl(name).0 == Role::Number => {
                self.draft.number(name, &text);
                None
            }
            _ => {
                self.draft.text(name, &marked);
                None
            }
        };
        if let Some(fault) = fault {
            self.diagnostics.push(fault.at(node.span));
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// Sets names, and says the first one.
    fn names(&mut self, variable: &str, node: &Node) -> Option<String> {
        let mut names = names(node);
        // CSL has no place for short names but the one for what it has no place for.
        let short = self.item.get("custom").and_then(|custom| custom.get(&format!("short-{variable}")));
        if let Some(short) = short {
            names::shorten(&mut names, &self::names(short));
        }
        // So other programs write down that there are more.
        if let Some((last, [_, ..])) = names.split_last_mut()
            && last.given.is_empty()
            && matches!(last.family.as_str(), "others" | "et al.")
        {
            last.family = standin::OTHERS.to_string();
        }
        self.draft.names(variable, &names);
        names.first().map(Name::inverted)
    }

    fn date(&mut self, variable: &str, node: &Node) -> Option<String> {
        let text = date_text(node)?;
        let when = day(node).or_else(|| date::told(&text, &text, node.span, self.diagnostics))?;
        self.draft.date(variable, &when);
        if node.get("circa").and_then(Node::text).is_some_and(|circa| !matches!(circa, "" | "0" | "false")) {
            self.draft.circa(variable);
        }
        Some(text)
    }
}

/// A text without marks.
fn plain_text(node: &Node) -> Option<String> {
    node.text().map(|text| raw::cleaned(text).trim().to_owned()).filter(|text| !text.is_empty())
}

fn names(node: &Node) -> Vec<Name> {
    match &node.value {
        Value::List(names) => names.iter().filter_map(name).collect(),
        _ => name(node).into_iter().collect(),
    }
}

fn name(node: &Node) -> Option<Name> {
    let part = |key: &str| node.get(key).and_then(plain_text).unwrap_or_default();
    if let Some(literal) = node.get("literal").and_then(plain_text).or_else(|| plain_text(node)) {
        return Some(Name { family: literal, ..Name::default() });
    }
    let mut name = Name {
        family: part("family"),
        given: part("given"),
        prefix: part("non-dropping-particle"),
        dropping: part("dropping-particle"),
        suffix: part("suffix"),
        ..Name::default()
    };
    // `John D. Anderson, Jr.`, as programs read it that know no suffixes.
    if name.suffix.is_empty() && name.family.contains(' ') && names::is_suffix(&name.given) {
        name.suffix = std::mem::take(&mut name.given);
    }
    // In quotation marks a family is one word.
    if let Some(inner) = name.family.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        name.family = standin::one_word(inner);
    }
    Some(name).filter(|name| !name.family.is_empty() || !name.given.is_empty())
}

/// A single date in figures.
fn day(node: &Node) -> Option<When> {
    let [parts] = node.get("date-parts")?.list() else { return None };
    let numbers: Vec<i32> = parts.list().iter().map_while(|part| part.text()?.trim().parse().ok()).collect();
    let is_season = node.get("season").is_some();
    let month = |month: i32| u8::try_from(month).ok().filter(|month| matches!(month, 1..=12 | 21..=24));
    match numbers[..] {
        [year] if year != 0 && !is_season => Some(When::Day(year, None, None)),
        [year, m] if year != 0 => Some(When::Day(year, Some(month(m)?), None)),
        [year, m, day] if year != 0 => {
            let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day));
            Some(When::Day(year, Some(month(m)?), day))
        }
        _ => None,
    }
}

/// A date as BibLaTeX writes it: `2012-03-04`, `2012/2013`, or the words for it.
fn date_text(node: &Node) -> Option<String> {
    if let Some(text) = plain_text(node) {
        return Some(text);
    }
    // Where programs know no number they write 0.
    let day = |parts: &Node| {
        let numbers = parts.list().iter().map_while(plain_text).take_while(|part| !part.trim_matches('0').is_empty());
        numbers.map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
    };
    let parts = node.get("date-parts").map_or(&[][..], Node::list);
    let days: Vec<String> = parts.iter().map(day).filter(|day| !day.is_empty()).collect();
    let text = |key: &str| node.get(key).and_then(plain_text);
    // `issued: [{year: 2012, month: 3}]` is what older programs write.
    let older = || {
        let first = node.list().first().unwrap_or(node);
        let parts = ["year", "month", "day"].iter().map_while(|key| first.get(key).and_then(plain_text));
        let parts: Vec<String> = parts.map(|part| format!("{part:0>2}")).collect();
        (!parts.is_empty()).then(|| parts.join("-"))
    };
    match days.as_slice() {
        [] => text("literal").or_else(|| text("raw")).or_else(older),
        [year] if !year.contains('-') => match text("season").as_deref() {
            Some(season @ ("1" | "2" | "3" | "4")) => Some(format!("{year}-2{season}")),
            Some(season) if season.parse::<u8>().is_err() => Some(format!("{season} {year}")),
            _ => Some(year.clone()),
        },
        _ => Some(days.join("/")),
    }
}
