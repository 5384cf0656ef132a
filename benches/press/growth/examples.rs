//! The example of each page of `explain`, again and again: whatever is found, one that finds it is tried.

use std::collections::BTreeSet;

use chancery::explain::{self, Page};

use super::draft::{Draft, Input};

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

/// Images that examples print.
const DRAWINGS: [&str; 4] = ["map.svg", "seizures.svg", "images/map.svg", "images/seizures.svg"];

/// Fields of a work that lacks nothing.
const FIELDS: [(&str, &str); 4] =
    [("author", "Schneider, S."), ("title", "Privatizing"), ("publisher", "Press"), ("date", "2006")];

/// All examples of what stands in sections and in bibliographies: those in paper.toml, in templates and of commands
/// cannot be repeated as they are.
pub fn all() -> Vec<Input> {
    explain::pages().iter().filter_map(input).map(Input::unreported).collect()
}

fn input(page: &'static Page) -> Option<Input> {
    let (language, text) = example(page);
    let name = format!("example of {}", page.code.0);
    let has_front_matter = ["+++", "---"].iter().any(|fence| text.starts_with(fence));
    match language {
        "markdown" | "text" if !has_front_matter => Some(Input::new(name, move |n| {
            let draft = Draft::found(n, |_| format!("{text}\n\n"));
            DRAWINGS.iter().fold(draft, |draft, path| draft.file(&format!("sections/{path}"), DRAWING))
        })),
        "bibtex" => {
            let key = keys(text).pop_first().unwrap_or("work");
            let input = Input::new(name, move |n| {
                Draft::found(n, |at| format!("See [@{key}-{at}].\n\n")).works(|at| entries(text, at))
            });
            // A bibliography has no more entries.
            Some(input.most(10_000 / text.matches('@').count().max(1)))
        }
        _ => None,
    }
}

/// Language and text of the example on a page.
fn example(page: &Page) -> (&'static str, &'static str) {
    let (_, example) = page.text().split_once("\n## Example\n\n").expect("an example");
    let fence = &example[..example.len() - example.trim_start_matches('`').len()];
    let (language, rest) = example[fence.len()..].split_once('\n').expect("a text");
    (language, &rest[..rest.find(&format!("\n{fence}")).expect("a closing fence") + 1])
}

/// The keys of entries.
fn keys(text: &str) -> BTreeSet<&str> {
    let keys = text.split('@').skip(1).filter_map(|entry| Some(entry.split_once('{')?.1.split_once(',')?.0));
    keys.filter(|key| !key.is_empty() && key.chars().all(char::is_alphanumeric)).collect()
}

/// Entries with a number in their keys; fields in an entry that has what they lack.
fn entries(text: &str, at: usize) -> String {
    if text.starts_with('@') {
        return keys(text).iter().fold(text.to_owned(), |text, key| text.replace(key, &format!("{key}-{at}")));
    }
    let name = |line: &str| line.split_once('=').map_or(String::new(), |(name, _)| name.trim().to_owned());
    let kept = FIELDS.iter().filter(|(field, _)| text.lines().all(|line| name(line) != *field));
    let fields: Vec<_> = kept.map(|(field, value)| format!("{field} = {{{value}}}")).collect();
    let lines: Vec<_> = fields.iter().map(String::as_str).chain(text.lines()).collect();
    format!("@book{{work-{at},\n{}\n}}\n", lines.join(",\n"))
}
