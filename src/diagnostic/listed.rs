//! Names and things in a row, as a sentence has them.

use std::fmt::Display;

/// Names of a list that are given. What a reader could still choose from is never left out: a manifest's keys, a
/// template's values; only what authors number without end (variables, labels) has more.
const MAX_NAMED: usize = 40;

/// Names for a sentence, each in backticks: "`a`, `b` and `c`". A list that is too long for that says how many it does
/// not name: "`a`, `b`, … and 12 more".
pub fn listed(names: impl IntoIterator<Item = impl Display>) -> String {
    let mut names = names.into_iter();
    let mut named: Vec<String> = names.by_ref().take(MAX_NAMED).map(|name| format!("`{name}`")).collect();
    match names.count() {
        0 => joined(&named),
        more => {
            named.push("…".to_owned());
            format!("{} and {more} more", named.join(", "))
        }
    }
}

/// Things in a row: "a, b and c".
pub fn joined(things: &[impl AsRef<str>]) -> String {
    match things.split_last() {
        None => String::new(),
        Some((last, [])) => last.as_ref().to_owned(),
        Some((last, rest)) => {
            let rest: Vec<_> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}
