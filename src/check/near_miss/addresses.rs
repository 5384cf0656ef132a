//! Addresses of pages and people that are mere text: nobody can follow them.

use super::miss::{Change, Kind, Misses};
use super::view::View;
use crate::section::flat::OPAQUE;

static PAGE: Kind = Kind::likely(
    "literal-address",
    "an address",
    "Write `<https://…>`, or `[text](https://…)`: then it can be followed.",
);
static PERSON: Kind =
    Kind::likely("literal-address", "an address", "Write `<name@example.org>`: then it can be followed.");

pub(super) fn find(view: &View, misses: &mut Misses) {
    if view.has(":/") {
        for scheme in ["https://", "http://", "mailto:"] {
            begin_with(view, scheme, misses, |address| format!("<{address}>"));
        }
    }
    if view.has("w.") {
        begin_with(view, "www.", misses, |address| format!("[{address}](https://{address})"));
    }
    if view.has("@.") {
        people(view, misses);
    }
}

fn begin_with(view: &View, start: &str, misses: &mut Misses, link: fn(&str) -> String) {
    let stop = |one: char| one.is_whitespace() || one.is_control() || "<>\"“”„«»`|".contains(one) || one == OPAQUE;
    let mut end = 0;
    for (at, _) in view.text.match_indices(start) {
        let begins = view.before(at).is_none_or(|before| !before.is_alphanumeric() && !"/.-@=\\".contains(before));
        if at < end || !begins {
            continue;
        }
        let rest = &view.text[at..];
        let address = trimmed(&rest[..rest.find(stop).unwrap_or(rest.len())]);
        let host = &address[start.len().min(address.len())..];
        let is_whole = host.contains('.') && host.starts_with(char::is_alphanumeric);
        end = at + address.len();
        // Between angle brackets, which go with it.
        let is_between = view.before(at) == Some('<') && view.at(end) == Some('>');
        let range = at - usize::from(is_between)..end + usize::from(is_between);
        if is_whole && !view.is_address(range.clone()) {
            let change: Change = (range.clone(), link(address));
            misses.add(range, &PAGE, Some(change).filter(|_| !address.contains(['(', ')', '[', ']'])));
        }
    }
}

/// `name@host.org`.
fn people(view: &View, misses: &mut Misses) {
    for (at, _) in view.text.match_indices('@') {
        let is_part = |one: char| one.is_ascii_alphanumeric() || "._+-".contains(one);
        let name = view.text[..at].len() - view.text[..at].trim_end_matches(is_part).len();
        let start = at - name + name - view.text[at - name..at].trim_start_matches(['.', '-']).len();
        let rest = &view.text[at + 1..];
        let host = trimmed(&rest[..rest.find(|one| !is_part(one)).unwrap_or(rest.len())]).trim_end_matches(['-', '_']);
        let top = host.rsplit('.').next().unwrap_or_default();
        let is_host = host.contains('.') && top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
        let begins = view.before(start).is_none_or(|before| !before.is_alphanumeric() && !"/@".contains(before));
        let range = start..at + 1 + host.len();
        if start < at && begins && is_host && !view.is_address(range.clone()) {
            misses.add(range.clone(), &PERSON, Some((range.clone(), format!("<{}>", &view.text[range]))));
        }
    }
}

/// Without the marks of the sentence around it, and without brackets that it does not open.
fn trimmed(address: &str) -> &str {
    let count = |marks: [char; 2]| address.matches(marks).count();
    let mut surplus = count([')', ']']).saturating_sub(count(['(', '[']));
    let is_mark = |one: char| match one {
        ')' | ']' if surplus > 0 => {
            surplus -= 1;
            true
        }
        _ => ".,;:!?'’‘*_~…".contains(one),
    };
    address.trim_end_matches(is_mark)
}
