//! Examples of pandoc, numbered through the whole text: `(@good) An example.`, and `(@good)` where it is meant.
//!
//! Source: the manual of pandoc on numbered example lists, <https://pandoc.org/MANUAL.html#extension-example_lists>.

use std::collections::BTreeMap;

use super::scan;

/// The numbers that examples have so far.
#[derive(Debug, Default)]
pub(super) struct Examples {
    count: usize,
    named: BTreeMap<String, usize>,
}

impl Examples {
    /// The text with a number for each example, and for what refers to one.
    pub(super) fn numbered(&mut self, text: &str) -> String {
        if !text.contains("(@") {
            return text.to_owned();
        }
        let mut is_begun = true;
        let marked = scan::map_text(text, |part| {
            let lines = part.split_inclusive('\n').map(|line| {
                let is_example = is_begun && example(line).is_some();
                is_begun = is_example || line.trim().is_empty();
                match example(line).filter(|_| is_example) {
                    Some((pad, name, rest)) => format!("{}({}) {rest}", &line[..pad], self.number(name)),
                    None => line.to_owned(),
                }
            });
            lines.collect()
        });
        scan::map_signs(&marked, '(', |rest| {
            let (name, _) = rest.strip_prefix("(@")?.lines().next()?.split_once(')')?;
            Some((format!("({})", self.named.get(name)?), name.len() + "(@)".len()))
        })
    }

    /// A name that is given again is the same example.
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.named.get(name) {
            return *number;
        }
        self.count += 1;
        if !name.is_empty() {
            self.named.insert(name.to_owned(), self.count);
        }
        self.count
    }
}

/// The blanks before an example, its name, which it may lack, and its text.
fn example(line: &str) -> Option<(usize, &str, &str)> {
    let text = line.trim_start_matches(' ');
    let (name, rest) = text.strip_prefix("(@")?.split_once(')')?;
    let is_name = name.chars().all(|one| one.is_alphanumeric() || matches!(one, '_' | '-'));
    let is_item = rest.starts_with([' ', '\t']) && !rest.trim().is_empty();
    (is_name && is_item).then(|| (line.len() - text.len(), name, rest.trim_start()))
}
