//! Authors, in whatever form they are listed.

use super::super::meta::Value;
use super::plain;

/// The names, and what else is said of the people.
pub(super) fn names(value: &Value) -> (Vec<String>, Vec<String>) {
    let (mut names, mut rest) = (Vec::new(), Vec::new());
    for item in value.items() {
        match item {
            Value::Text(text) => {
                people(text).into_iter().for_each(|name| add(name, &mut names, &mut rest));
            }
            Value::Map(pairs) => person(item, pairs, &mut names, &mut rest),
            Value::List(_) => names.extend(item.texts().into_iter().map(plain)),
            Value::Nothing => {}
        }
    }
    names.retain(|name| !name.is_empty());
    (names, rest)
}

/// The people of a line: between semicolons, and between `and` and commas, if what stands there looks like names.
fn people(text: &str) -> Vec<&str> {
    let is_name = |part: &&str| {
        let words = part.split('<').next().unwrap_or(part).split_whitespace().count();
        (1..=4).contains(&words) && part.starts_with(char::is_uppercase) && !part.contains(['(', ')'])
    };
    let parted = |text| -> Vec<&str> {
        let parts: Vec<&str> = str::split(text, " and ").map(str::trim).collect();
        if parts.iter().all(|part| is_name(&part.split(',').next().unwrap_or(part))) { parts } else { vec![text] }
    };
    let listed = |text| -> Vec<&str> {
        let parts: Vec<&str> = str::split(text, ", ").map(str::trim).collect();
        let is_whole = |part: &&str| is_name(part) && part.split_whitespace().count() > 1;
        if parts.len() > 1 && parts.iter().all(is_whole) { parts } else { vec![text] }
    };
    text.split(';').flat_map(parted).flat_map(listed).collect()
}

/// A name, which an address may follow.
fn add(name: &str, names: &mut Vec<String>, rest: &mut Vec<String>) {
    let bare = match name.find('<').filter(|at| name[*at..].contains('@')) {
        Some(at) => {
            rest.push(format!("{}: {}", name[..at].trim(), name[at..].trim()));
            &name[..at]
        }
        None => name,
    };
    let bare = bare.split("^[").next().unwrap_or(bare);
    let bare = bare.split("\\thanks").next().unwrap_or(bare).trim_end_matches('\\');
    if bare.len() < name.len() && !name.contains('<') {
        rest.push(name.trim().to_owned());
    }
    names.push(plain(bare));
}

fn person(item: &Value, pairs: &[(String, Value)], names: &mut Vec<String>, rest: &mut Vec<String>) {
    const FIRST: &[&str] = &["given", "first", "first_name", "firstname", "given-names", "forenames"];
    const LAST: &[&str] = &["family", "last", "last_name", "surname", "family-names"];
    let one_of = |value: &Value, keys: &[&str]| keys.iter().find_map(|key| value.get(key)?.text().map(str::to_owned));
    let named = item.get("name").or_else(|| item.get("literal")).or_else(|| item.get("fullname"));
    let of_parts = |value: &Value| {
        let parts = [one_of(value, FIRST), one_of(value, LAST)];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    };
    let name = named.and_then(|named| named.text().map(str::to_owned).or_else(|| of_parts(named)));
    let name = name
        .or_else(|| of_parts(item))
        .or_else(|| one_of(item, &["org", "organization", "organisation", "affiliation"]));
    match name {
        Some(name) => {
            let known = |key: &str| FIRST.contains(&key) || LAST.contains(&key) || key == "name" || key == "literal";
            let more: Vec<String> = pairs
                .iter()
                .filter(|(key, value)| !known(key) && *value != Value::Nothing)
                .map(|(key, value)| format!("{key}: {}", value.shown()))
                .collect();
            if !more.is_empty() {
                rest.push(format!("{name}: {}", more.join(", ")));
            }
            add(&name, names, rest);
        }
        // `- Jane Doe: affiliation`
        None => {
            for (key, value) in pairs {
                names.push(plain(key));
                if *value != Value::Nothing {
                    rest.push(format!("{key}: {}", value.shown()));
                }
            }
        }
    }
}
