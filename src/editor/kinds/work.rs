//! Works of the bibliography, by their keys.

use std::ops::Range;

use crate::bibliography::LINKS;
use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::{Kind, Renaming};
use crate::editor::mark::{Mark, Role};
use crate::editor::printed::Printed;
use crate::editor::view::{View, Zone};
use crate::section::{BlockKind, bare_key, plain_text, walk};

pub(in crate::editor) static WORK: Kind = Kind {
    name: "work",
    token: Some("variable"),
    hover,
    word,
    choices,
    renaming: Some(Renaming { check, compared: str::to_owned, mention }),
    ..Kind::PLAIN
};

/// What the citation prints, and the work's line in the bibliography.
fn hover(desk: &Desk, path: &'static str, mark: &Mark) -> Option<String> {
    let name = desk.bibliography().name(&mark.name)?;
    let citation = desk.resolved(path).filter(|_| mark.role == Role::Use);
    let citation = citation.and_then(|section| Printed::of(section).at(&mark.whole));
    let line = line(desk, &mark.name);
    Some(match (citation, line) {
        (Some(citation), Some(line)) => format!("**{}**\n\n{line}", citation.trim()),
        (None, Some(line)) => format!("**{name}**\n\n{line}"),
        (Some(citation), None) => format!("**{}**", citation.trim()),
        (None, None) => format!("**{name}**"),
    })
}

/// What a list of works prints of it.
fn line(desk: &Desk, key: &str) -> Option<String> {
    let mut line = None;
    for section in &desk.paper()?.sections {
        walk::blocks(&section.section.blocks, &mut |block| {
            if let BlockKind::Bibliography(list) = &block.kind
                && let Some(entry) = list.entries.iter().find(|entry| entry.key == key)
            {
                line = Some(plain_text(&entry.content));
            }
        });
    }
    line
}

fn is_part(one: char) -> bool {
    one.is_alphanumeric() || "_:./+-".contains(one)
}

fn word(view: &View) -> Option<Range<usize>> {
    match view.zone {
        Zone::Body => {
            let begun = view.behind("@", &[' ', ']', ';', ',', '}'])?;
            let before = &view.line[..view.line.len() - begun.len() - 1];
            if before.ends_with(|one: char| one.is_alphanumeric() || one == '\\') {
                return None;
            }
            match begun.strip_prefix('{') {
                Some(begun) => Some(view.word(begun, |one| !"{}\n".contains(one))),
                None => begun.chars().all(is_part).then(|| view.word(begun, is_part)),
            }
        }
        Zone::Bibliography => {
            let field = view.line.trim_start();
            let is_link = LINKS.iter().any(|name| field.to_ascii_lowercase().starts_with(name));
            let begun = field.rsplit(['{', '"', ',', ' ']).next().filter(|_| is_link && field.contains('='))?;
            begun.chars().all(is_part).then(|| view.word(begun, is_part))
        }
        _ => view.value_of(&WORK),
    }
}

fn choices(desk: &Desk, view: &View) -> Vec<Choice> {
    let is_bare = view.is_body() && !view.behind("@", &[]).is_some_and(|begun| begun.starts_with('{'));
    let works = desk.bibliography().works().map(|work| {
        let key = work.key();
        let text = (is_bare && bare_key(key) != key).then(|| format!("{{{key}}}"));
        Choice { text, ..Choice::new(key, work.description()) }
    });
    works.collect()
}

/// All formats of bibliographies take such a key as it is.
fn check(new: &str) -> Result<(), String> {
    match bare_key(new) == new && !new.is_empty() && new.contains(char::is_alphabetic) && !new.contains(':') {
        true => Ok(()),
        false => Err("A new key is made of letters, digits and `_./+-`, with a letter among them, and ends with one \
                      or a digit."
            .to_owned()),
    }
}

fn mention(text: &str, name: &str) -> Option<usize> {
    // As TeX has it, `\cite{one,other}`, which is found to cite nothing here.
    if let Some((keys, _)) = text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        let key = keys.split(',').find(|key| key.trim() == name)?;
        return Some(1 + keys.find(key)? + key.len() - key.trim_start().len());
    }
    let rest = text.strip_prefix('@')?;
    match rest.strip_prefix('{') {
        Some(inner) => inner.strip_prefix(name)?.starts_with('}').then_some(2),
        None => (bare_key(rest) == name).then_some(1),
    }
}
