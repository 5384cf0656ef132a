//! Labels: what references lead to.

use std::ops::Range;

use crate::editor::complete::Choice;
use crate::editor::desk::Desk;
use crate::editor::kind::{Kind, Renaming};
use crate::editor::mark::{Mark, Role};
use crate::editor::target::{Target, TargetKind};
use crate::editor::view::View;
use crate::editor::{Place, printed::Printed};
use crate::slug::slug;

pub(in crate::editor) static LABEL: Kind = Kind {
    name: "label",
    token: Some("function"),
    hover,
    word,
    choices,
    home,
    renaming: Some(Renaming { check, compared: str::to_owned, mention }),
    ..Kind::PLAIN
};

fn hover(desk: &Desk, here: &'static str, mark: &Mark) -> Option<String> {
    let (path, target) = desk.target(&mark.name)?;
    let line = desk.source(path)?.position(target.range.start).line;
    let words = target.words_and_title(desk.terms());
    let words = if words.is_empty() { "A paragraph without a number".to_owned() } else { words };
    let printed = desk.resolved(here).filter(|_| mark.role == Role::Use);
    let printed = printed.and_then(|section| Printed::of(section).at(&mark.whole)).filter(|text| *text != words);
    let printed = printed.map(|text| format!("Prints: {}\n\n", text.trim())).unwrap_or_default();
    Some(format!("**{words}**\n\n{printed}`#{}` in {path}, line {line}", mark.name))
}

fn is_part(one: char) -> bool {
    one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-'
}

/// Behind `](#`, and where a link is defined.
fn word(view: &View) -> Option<Range<usize>> {
    let begun = ["](#", "]: #"].iter().find_map(|opening| view.behind(opening, &[')', ' ']))?;
    view.is_body().then(|| view.word(begun, is_part))
}

fn choices(desk: &Desk, _: &View) -> Vec<Choice> {
    let choice = |label: &String, detail: String| Choice::new(label, detail);
    let targets = desk.targets().filter_map(|(_, target)| Some((target.label.as_ref()?, target)));
    targets.map(|(label, target)| choice(label, target.words_and_title(desk.terms()))).collect()
}

/// A heading without a label is found by its words.
fn home(desk: &Desk, mark: &Mark) -> Vec<Place> {
    let key = |words: &str| slug(words).unwrap_or_default().replace('-', "");
    let own = key(&mark.name);
    let is_meant = |target: &Target| {
        let is_heading = matches!(target.kind, TargetKind::Heading(_) | TargetKind::Annex);
        is_heading && !own.is_empty() && key(&target.title) == own
    };
    let found = desk.targets().filter(|(_, target)| is_meant(target));
    found.map(|(path, target)| Place { path, range: target.range.clone() }).collect()
}

fn mention(text: &str, name: &str) -> Option<usize> {
    let opening = ["](#", "](<#", "]: #", "]: <#", "{#"].into_iter().find(|opening| text.starts_with(opening))?;
    let rest = text[opening.len()..].strip_prefix(name)?;
    (!rest.starts_with(is_part)).then_some(opening.len())
}

/// Bytes of a label.
const MAX_LABEL: usize = 100;

fn check(new: &str) -> Result<(), String> {
    if new.is_empty() || !new.chars().all(is_part) {
        return Err("A label is made of a–z, 0–9 and hyphens.".to_owned());
    }
    if new.len() > MAX_LABEL {
        return Err(format!("A label has at most {MAX_LABEL} bytes."));
    }
    Ok(())
}
