//! Acts, documents and judgments of the EU: what their references, numbers and titles say.

use std::collections::BTreeMap;

use citationberg::json::{DateValue, NameValue, Value};

use super::date::When;
use super::standin;

/// A variable that no style prints: by it our own styles are told what CSL has no question for. Of an act that its
/// short name is evident, of any other work that more is known of when it appeared than a year: a number of parts, if
/// that is a day.
const MARK: &str = "keyword";

/// Makes law of a work what styles take it for, and says what our own need to know of any. The type that CSL has for it
/// is returned.
pub(super) fn complete(kind: String, variables: &mut BTreeMap<String, Value>) -> String {
    let text = |variables: &BTreeMap<String, Value>, variable: &str| match variables.get(variable) {
        Some(Value::String(text)) => Some(standin::plain(text)),
        _ => None,
    };
    let is_act = matches!(kind.as_str(), "bill" | "legislation" | "regulation");
    let has_eu_number = text(variables, "number").is_some_and(|number| is_eu_number(&number));
    let has_eli = text(variables, "URL").is_some_and(|address| is_eli(&address));
    // A proposal is no law; styles print the number of one as if it were American.
    let kind = if is_act && has_eu_number { "bill".to_owned() } else { kind };
    if is_act || kind == "treaty" {
        issue_of_journal(variables);
    }
    let kind = if kind == "legislation" && has_other_number(variables) { "bill".to_owned() } else { kind };
    if kind == "legal_case" {
        name_judge(variables);
    }
    let known = match variables.get("issued") {
        Some(Value::Date(DateValue::DateParts { date_parts, .. })) => date_parts.0.first().map_or(0, |day| day.0.len()),
        _ => 0,
    };
    let short = text(variables, "title").filter(|_| is_act && !variables.contains_key("title-short"));
    let short = short.as_deref().and_then(short_title).map(standin::text);
    variables.remove(MARK);
    if known > 1 && !is_act && kind != "treaty" || short.is_some() {
        let known = if known > 2 && !is_act { known.to_string() } else { "known".to_owned() };
        variables.insert(MARK.to_owned(), Value::String(known));
    }
    if has_eu_number || has_eli && (is_act || kind == "treaty") {
        variables.entry("jurisdiction".to_owned()).or_insert_with(|| Value::String("EU".to_owned()));
    }
    if let Some(short) = short {
        variables.insert("title-short".to_owned(), Value::String(short));
    }
    // What law is called is a name, in whose words no style may change the case.
    if is_act || matches!(kind.as_str(), "legal_case" | "treaty") {
        for name in ["title", "title-short"] {
            if let Some(Value::String(title)) = variables.get_mut(name) {
                *title = standin::protected(title);
            }
        }
    }
    kind
}

/// Whether an act has a number that is none of a public law of the United States, for which styles take it: `Pub. L.
/// No. 107-56` is one, the chapter of a British act and the number of a French one are none. It is printed as typed.
fn has_other_number(variables: &mut BTreeMap<String, Value>) -> bool {
    let text = |variable: &str| match variables.get(variable) {
        Some(Value::String(text)) => standin::plain(text),
        _ => String::new(),
    };
    let number = text("number");
    let is_figure = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = match variables.get("issued") {
        Some(Value::Date(DateValue::DateParts { date_parts, .. })) => {
            // That of a date in words is none.
            date_parts.0.first().and_then(|day| day.0.first()).copied().filter(|year| *year < 10_000)
        }
        _ => None,
    };
    let is_law_of = |congress: &str| year.is_none_or(|year| sits_in(congress, year));
    let parts = number.split_once(['-', '–']);
    let is_dashed = parts.is_some_and(|(congress, law)| is_figure(congress) && is_figure(law) && is_law_of(congress));
    let is_american = match text("jurisdiction").to_lowercase().as_str() {
        "" => text("title").split(' ').any(|word| matches!(word, "Act" | "Amendments" | "Code" | "Resolution")),
        code => code.starts_with("us") || code.starts_with("united states"),
    };
    if number.is_empty() || is_dashed && is_american {
        return false;
    }
    variables.insert("number".to_owned(), Value::String(standin::number(&standin::protected(&number))));
    true
}

/// Whether a Congress makes law in a year: the first began in March 1789, each is of two years, and until 1935 one sat
/// into the spring of the third.
fn sits_in(congress: &str, year: i16) -> bool {
    let first = congress.parse::<i16>().map_or(0, |number| 1787 + 2 * number);
    (first..=first + 2).contains(&year)
}

/// Styles know nobody behind a judgment but the court: an opinion is that of its author.
fn name_judge(variables: &mut BTreeMap<String, Value>) {
    if let Some(Value::Names(names)) = variables.get("author").filter(|_| !variables.contains_key("authority")) {
        let name = |name: &NameValue| match name {
            NameValue::Literal(name) => standin::plain(&name.literal),
            NameValue::Item(name) => {
                let parts = [name.given.as_deref(), name.non_dropping_particle.as_deref(), Some(name.family.as_str())];
                standin::plain(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
            }
        };
        let names = names.iter().map(name).collect::<Vec<_>>().join(", ");
        variables.insert("authority".to_owned(), Value::String(standin::text(&names)));
    }
}

/// Styles know no series of a journal: the Official Journal is one by its issue, `OJ L 119`, now `OJ L, 2024/1689`.
fn issue_of_journal(variables: &mut BTreeMap<String, Value>) {
    let has = |variable: &str| variables.contains_key(variable);
    if !has("container-title") || !has("collection-title") || has("volume") && has("issue") {
        return;
    }
    let has_page = has("page");
    let text = |variable: &str| match variables.get(variable) {
        Some(Value::String(text)) => standin::plain(text),
        _ => String::new(),
    };
    // By the number of the act, which its title tells, no issue is found.
    if (has("volume") || has("issue")) && text("title").contains(&text("number")) {
        variables.remove("number");
    }
    let mut journal = String::new();
    let parts = [("container-title", ""), ("collection-title", " "), ("volume", " "), ("issue", " "), ("number", ", ")];
    for (variable, between) in parts {
        if let Some(Value::String(text)) = variables.remove(variable) {
            journal += between;
            journal += &standin::plain(&text);
        }
    }
    // The page of the issue is not its number; of styles that have a comma of their own one is left.
    let before_page = if has_page { "," } else { "" };
    let journal = format!("{}{before_page}", standin::protected(&standin::text(&journal)));
    variables.insert("container-title".to_owned(), Value::String(journal));
}

/// Where in the Official Journal something stands, in whatever language it is told: `OJ L 119, 4.5.2016, p. 89`, `ABl.
/// L 119 vom 4.5.2016, S. 89`, from October 2023 `OJ L, 2024/1689, 12.7.2024` (ISG 3.1).
#[derive(Debug, PartialEq)]
pub(super) struct Reference {
    pub journal: String,
    pub series: String,
    /// The number of the issue, with its letter: `326 E`.
    pub issue: Option<String>,
    /// What each act has instead since it is published by itself: `2024/1689`.
    pub number: Option<String>,
    pub date: When,
    pub page: Option<String>,
}

impl Reference {
    pub(super) fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
        let (journal, words) = words.split_first()?;
        let (series, words) = words.split_first()?;
        let is_series = series.len() == 1 && series.bytes().all(|byte| byte.is_ascii_uppercase());
        let day_at = words.iter().position(|word| day(word).is_some()).filter(|_| is_series)?;
        let (mut issue, mut number) = (None, None);
        // What is no number is a word before the date: `vom`, `du`, `z`.
        for word in &words[..day_at] {
            let is_number = word.starts_with(|first: char| first.is_ascii_digit());
            match &mut issue {
                _ if is_number && word.contains('/') => number = Some((*word).to_owned()),
                None if is_number => issue = Some((*word).to_owned()),
                Some(issue) if matches!(*word, "A" | "E" | "I") => *issue += &format!(" {word}"),
                _ => {}
            }
        }
        let page = words[day_at + 1..].iter().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        (issue.is_some() || number.is_some()).then_some(Self {
            journal: (*journal).to_owned(),
            series: (*series).to_owned(),
            issue,
            number,
            date: day(words[day_at])?,
            page: page.map(|page| page.trim_end_matches('.').to_owned()),
        })
    }
}

/// `4.5.2016`.
fn day(word: &str) -> Option<When> {
    let mut parts = word.split('.');
    let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    let is_day = (1..=31).contains(&day) && (1..=12).contains(&month) && year.len() == 4 && parts.next().is_none();
    is_day.then(|| Some(When::Day(year.parse().ok()?, Some(month), Some(day)))).flatten()
}

/// Whether a number is that of a document of the EU's own series, as `COM(2010) 673 final` is.
pub(super) fn is_eu_number(text: &str) -> bool {
    let series = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let Some((year, number)) = text[series..].strip_prefix('(').and_then(|rest| rest.split_once(") ")) else {
        return false;
    };
    (1..=5).contains(&series)
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && number.starts_with(|character: char| character.is_ascii_digit())
}

/// Whether an address is a European Legislation Identifier.
pub(super) fn is_eli(address: &str) -> bool {
    address.contains("/eli/")
}

/// What an act is called for short where nobody says it: `Directive (EU) 2016/680` is what its title begins with, up to
/// its number; `Police Act 1996` says its year.
pub(super) fn short_title(title: &str) -> Option<&str> {
    /// Bytes: no act is called by more.
    const MAX_SHORT_TITLE: usize = 120;
    let mut end = 0;
    for word in title.split_inclusive(' ') {
        end += word.len();
        if is_act_number(word.trim_end().trim_end_matches(',')) && end < title.len() && end <= MAX_SHORT_TITLE {
            return Some(title[..end].trim_end().trim_end_matches(','));
        }
    }
    let last = title.rsplit(' ').next().unwrap_or_default();
    let ends_in_year = last.len() == 4 && (last.starts_with("19") || last.starts_with("20"));
    Some(title).filter(|title| title.len() <= MAX_SHORT_TITLE && ends_in_year)
}

/// `2016/680`, `45/2001`, `2009/371/JHA`.
fn is_act_number(word: &str) -> bool {
    let mut parts = word.split('/');
    let is_number = |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = [parts.next(), parts.next()];
    let has_year = numbers.iter().flatten().any(|part| part.len() == 4);
    let is_domain = |part: &str| (2..=8).contains(&part.len()) && part.chars().all(char::is_uppercase);
    numbers.iter().all(|part| part.is_some_and(is_number)) && has_year && parts.all(is_domain)
}
