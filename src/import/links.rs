//! Addresses of links and images as they are written: `(address "title")`.

use super::context::resolve;
use super::scan;

/// What stands behind the brackets of a link: its address, its title, and how many bytes that is.
#[derive(Debug, PartialEq)]
pub(super) struct Destination<'t> {
    pub(super) address: &'t str,
    pub(super) title: &'t str,
    pub(super) length: usize,
}

/// Reads `(address "title")` at the beginning of a text.
pub(super) fn destination(text: &str) -> Option<Destination<'_>> {
    let mut rest = text.strip_prefix('(')?.trim_start();
    let address = match rest.strip_prefix('<') {
        Some(inner) => {
            let end = inner.find(['>', '\n']).filter(|end| inner[*end..].starts_with('>'))?;
            rest = &inner[end + 1..];
            &inner[..end]
        }
        None => {
            let (mut depth, mut braces) = (0, 0);
            let end = rest.char_indices().find(|(_, one)| match one {
                '(' => {
                    depth += 1;
                    false
                }
                ')' if depth > 0 => {
                    depth -= 1;
                    false
                }
                ')' => true,
                '{' | '}' => {
                    braces += if *one == '{' { 1 } else { -1 };
                    false
                }
                _ => one.is_whitespace() && (braces < 2 || *one == '\n'),
            });
            let end = end.map(|(at, _)| at)?;
            let address = &rest[..end];
            rest = &rest[end..];
            address
        }
    };
    let mut title = "";
    rest = rest.trim_start();
    if let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let end = rest[1..].rfind(quote).and_then(|_| {
            rest[1..].match_indices(quote).map(|(at, _)| at).find(|at| rest[1 + at + 1..].trim_start().starts_with(')'))
        })?;
        title = &rest[1..=end];
        rest = rest[end + 2..].trim_start();
    }
    // Some tools write a size there: `=300x200`.
    if rest.starts_with('=') {
        rest = &rest[rest.find(')')?..];
    }
    let rest = rest.strip_prefix(')')?;
    Some(Destination { address, title, length: text.len() - rest.len() })
}

/// A text that stood in the file at `from`, with paths that hold in the one at `to`.
pub(super) fn rebased(text: &str, from: &str, to: &str) -> String {
    if folder(from) == folder(to) {
        return text.to_owned();
    }
    scan::map_text(text, |part| {
        let (mut out, mut at) = (String::with_capacity(part.len()), 0);
        while let Some(found) = part[at..].find("](") {
            let start = at + found + 1;
            out.push_str(&part[at..start]);
            at = start;
            let Some(link) = destination(&part[start..]) else {
                out.push('(');
                at += 1;
                continue;
            };
            if is_local(link.address) {
                let (path, tail) = link.address.split_at(link.address.find('#').unwrap_or(link.address.len()));
                out.push_str(&format!("(</{}{tail}>)", resolve(from, path)));
            } else {
                out.push_str(&part[start..start + link.length]);
            }
            at += link.length;
        }
        out + &part[at..]
    })
}

/// Whether an address leads to a file beside the text.
pub(super) fn is_local(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    !address.is_empty() && !address.starts_with(['#', '/', '{', '@']) && !scheme.contains(':')
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
