//! `cargo bench -- suite FOLDER`: which tests of the CSL suite are printed as it says.
//!
//! The folder is a copy of <https://github.com/citation-style-language/test-suite>; its tests are read, never kept.
//! Each is a paper of its own: its items are a bibliography in CSL-JSON, its style a file of the template. Printed text
//! is compared without its marks; blanks and line ends are one blank. `suite.txt` lists the tests that pass: if one of
//! them fails, so does the run, and `--add` writes down those that pass as well. What no author can say to the press
//! (a position that is forced upon a citation, a list of works by filter) counts as failed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chancery::bibliography::{self, Cache};
use chancery::diagnostic::Diagnostics;
use chancery::project::Project;
use chancery::section::flat::Flat;
use chancery::section::{Citation, CitationForm, CitationItem, Text};
use chancery::source::{FileId, Side, Span, Spanned};
use serde_json::Value;

/// The tests that pass, one a line.
const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/press/suite.txt");

/// Runs all tests; whether none of those fails that passed before.
pub fn holds(folder: &Path, options: &[&str]) -> bool {
    let folder = folder.join("processor-tests/humans");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let known: BTreeSet<String> = fs::read_to_string(LIST).unwrap_or_default().lines().map(str::to_owned).collect();
    let mut passed = BTreeSet::new();
    for path in &paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if options.iter().any(|option| !option.starts_with("--") && !name.contains(option)) {
            continue;
        }
        let text = fs::read_to_string(path).expect("a test is UTF-8");
        let wanted = plain(section(&text, "RESULT").unwrap_or_default());
        match printed(&text) {
            Ok(printed) if printed == wanted => _ = passed.insert(name),
            printed if options.contains(&"--differ") => {
                println!(
                    "{name}\n  wanted  {wanted}\n  printed {}",
                    printed.unwrap_or_else(|error| format!("! {error}"))
                );
            }
            _ => {}
        }
    }
    println!("{} of {} tests pass; {} did before", passed.len(), paths.len(), known.len());
    if options.contains(&"--add") {
        let all: Vec<String> = known.union(&passed).map(|name| format!("{name}\n")).collect();
        fs::write(LIST, all.concat()).expect("the list is written");
    }
    let lost: Vec<&String> = known.difference(&passed).collect();
    lost.iter().for_each(|name| println!("  no more: {name}"));
    lost.is_empty()
}

/// What stands between the marks of a test's part.
fn section<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let is_mark = |line: &str, arrows: &str| {
        let line = line.trim().trim_start_matches('\u{feff}');
        line.starts_with(arrows) && line.ends_with(arrows) && line.trim_matches(['<', '>', '=', ' ']) == name
    };
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        if is_mark(line, ">>") {
            start = Some(at + line.len());
        } else if let Some(start) = start.filter(|_| is_mark(line, "<<")) {
            return Some(&text[start..at]);
        }
        at += line.len();
    }
    None
}

/// Text as a reader sees it.
fn plain(text: &str) -> String {
    let plain = without_marks(text);
    let plain = plain.replace("&#60;", "<").replace("&#62;", ">").replace("&lt;", "<").replace("&gt;", ">");
    one_blank(&plain.replace("&#38;", "&").replace("&amp;", "&"))
}

fn one_blank(text: &str) -> String {
    text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What the press prints of a test.
fn printed(text: &str) -> Result<String, String> {
    let part = |name: &str| section(text, name);
    let csl = part("CSL").ok_or("no style")?;
    let language =
        csl.split_once("default-locale=\"").map_or("en-US", |(_, rest)| rest.split('"').next().unwrap_or(""));
    let items: Vec<Value> = json(part("INPUT").ok_or("no items")?)?;
    let project = Project::new([
        ("bibliography/works.json".to_owned(), serde_json::to_vec(&items).expect("JSON")),
        ("templates/t/s.csl".to_owned(), csl.trim().as_bytes().to_vec()),
    ]);
    let nowhere = Span::new(FileId::new("paper.toml", Side::New), 0..0);
    let mut diagnostics = Diagnostics::new();
    let works = bibliography::read(&project, &[Spanned::new("works.json".to_owned(), nowhere)], &mut diagnostics);
    let name = Spanned::new("s".to_owned(), nowhere);
    let Ok(style) = bibliography::style(&project, "t", &name, language, &mut diagnostics) else {
        let said = diagnostics.into_sorted();
        return Err(said.iter().map(|found| found.message.clone()).collect::<Vec<_>>().join("; "));
    };
    let is_note = csl.contains("class=\"note\"");
    let clusters = clusters(text, &items)?;
    let citations: Vec<(Citation, Option<usize>)> = (clusters.iter())
        .map(|(cites, note)| {
            let form = if is_note { CitationForm::Note } else { CitationForm::Bracketed };
            let items = cites.iter().map(|cite| item(cite, nowhere)).collect::<Result<Vec<_>, _>>()?;
            let names_only = cites.iter().any(|cite| cite["author-only"].as_bool().unwrap_or_default());
            Ok((Citation { items, form: if names_only { CitationForm::Names } else { form } }, *note))
        })
        .collect::<Result<_, String>>()?;
    if let Some(missing) =
        citations.iter().flat_map(|(one, _)| &one.items).find(|item| !works.contains(&item.key.value))
    {
        return Err(format!("the item {} was not read", missing.key.value));
    }
    let asked: Vec<(&Citation, Option<usize>)> = citations.iter().map(|(one, note)| (one, *note)).collect();
    let formatted = works.format(&style, &asked, &[], &|_| Some(0), &mut Cache::default());
    let text_of = |inlines| one_blank(Flat::new(inlines).text());
    Ok(match part("MODE").unwrap_or_default().trim() {
        "bibliography" => formatted.entries.iter().map(|(_, line)| text_of(line)).collect::<Vec<_>>().join(" "),
        _ if part("CITATIONS").is_some() => {
            let wanted = section(text, "RESULT").unwrap_or_default();
            let marks = wanted.trim().lines().map(|line| line.split(' ').next().unwrap_or_default());
            let lines =
                marks.zip(&formatted.citations).map(|(mark, line)| format!("{} {}", plain(mark), text_of(line)));
            lines.collect::<Vec<_>>().join(" ")
        }
        _ => formatted.citations.iter().map(|line| text_of(line)).collect::<Vec<_>>().join(" "),
    })
}

fn json(text: &str) -> Result<Vec<Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

type Cluster = (Vec<Value>, Option<usize>);

/// The citations of a test in their final order.
fn clusters(text: &str, items: &[Value]) -> Result<Vec<Cluster>, String> {
    if let Some(steps) = section(text, "CITATIONS") {
        let mut known: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut order: Vec<(String, usize)> = Vec::new();
        for step in json(steps)? {
            let id = step[0]["citationID"].as_str().unwrap_or_default().to_owned();
            known.insert(id.clone(), step[0]["citationItems"].as_array().cloned().unwrap_or_default());
            let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
            let listed = |list: &Value| -> Vec<(String, usize)> {
                let pairs = list.as_array().into_iter().flatten();
                pairs.map(|pair| (pair[0].as_str().unwrap_or_default().to_owned(), number(&pair[1]))).collect()
            };
            order = listed(&step[1]);
            order.push((id, number(&step[0]["properties"]["noteIndex"])));
            order.extend(listed(&step[2]));
        }
        let cluster = |(id, note): (String, usize)| Some((known.get(&id)?.clone(), (note > 0).then_some(note)));
        return order.into_iter().map(|one| cluster(one).ok_or_else(|| "an unknown citation".to_owned())).collect();
    }
    if let Some(cites) = section(text, "CITATION-ITEMS") {
        let list = |one: Value| match one {
            Value::Array(cites) => (cites, None),
            one => (vec![one], None),
        };
        return Ok(json(cites)?.into_iter().map(list).collect());
    }
    let is_list = section(text, "MODE").unwrap_or_default().trim() == "bibliography";
    Ok(if is_list {
        items.iter().map(|item| (vec![item.clone()], None)).collect()
    } else {
        vec![(items.to_vec(), None)]
    })
}

/// The words before a place in a work, by what CSL calls its kind.
const LABELS: &[(&str, &str)] = &[("sub-verbo", "s.v."), ("sub verbo", "s.v."), ("opus", "op."), ("number", "no.")];

fn item(cite: &Value, nowhere: Span) -> Result<CitationItem, String> {
    if cite.get("position").is_some() || cite.get("near-note").is_some() {
        return Err("its position is forced".to_owned());
    }
    let string = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let words = |name: &str| {
        cite.get(name).and_then(string).map(|text| without_marks(&text)).filter(|text| !text.trim().is_empty())
    };
    let label = cite["label"].as_str().unwrap_or("page");
    let label = LABELS.iter().find(|(csl, _)| *csl == label).map_or(label, |(_, word)| *word);
    let locator = words("locator").map(|locator| Text::computed(nowhere, format!("{label} {locator}")));
    Ok(CitationItem {
        prefix: words("prefix").map(|text| Text::computed(nowhere, text.trim())),
        key: Spanned::new(string(&cite["id"]).unwrap_or_default(), nowhere),
        is_without_names: cite["suppress-author"].as_bool().unwrap_or_default(),
        locator,
        suffix: words("suffix").map(|text| Text::computed(nowhere, text.trim())),
    })
}

/// Text without its marks; where a block ends, a blank stands.
fn without_marks(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        plain.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |length| start + length + 1);
        plain.push_str(if rest[start..end].contains("div") { " " } else { "" });
        rest = &rest[end..];
    }
    plain + rest
}
