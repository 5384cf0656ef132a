//! Labels of the whole manuscript: those that authors gave, and those that headings get because something refers to
//! them.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes;
use super::examples::Examples;
use super::scan;
use crate::slug::slug;

/// What references of a manuscript can lead to.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Numbers of pandoc's examples.
    pub(super) examples: Examples,
    /// Labels that stand in the text by now.
    given: BTreeSet<String>,
    used: BTreeSet<String>,
    /// The last number behind a label that was used already.
    numbers: BTreeMap<String, usize>,
    /// Numbers of formulas, by their labels, and how many have one that their author did not write.
    formulas: BTreeMap<String, String>,
    formula_count: usize,
    /// What has a label and no number prints where it is referred to without words.
    titles: BTreeMap<String, String>,
    /// What results would be called that are not here.
    missing: BTreeSet<String>,
    /// By file and the author's own label.
    own: BTreeMap<(String, String), String>,
    /// By the author's own label alone.
    anywhere: BTreeMap<String, String>,
    headings: BTreeMap<String, Vec<Heading>>,
    /// Places in the text, and how many headings stand above them.
    anchors: BTreeMap<(String, String), usize>,
}

#[derive(Debug)]
struct Heading {
    title: String,
    /// The names that other tools make of the title.
    names: Vec<String>,
    label: Option<String>,
    is_new: bool,
}

impl Labels {
    /// The label that an author's own becomes.
    pub(super) fn add(&mut self, file: &str, id: &str) -> Option<String> {
        let label = self.free(&attributes::label(id)?);
        self.own.entry((file.to_owned(), id.to_owned())).or_insert_with(|| label.clone());
        self.own.entry((file.to_owned(), label.clone())).or_insert_with(|| label.clone());
        self.anywhere.entry(id.to_owned()).or_insert_with(|| label.clone());
        Some(label)
    }

    /// The number of a formula that has a label, or what its author wrote for it.
    pub(super) fn number(&mut self, label: &str, tag: Option<&str>) -> String {
        self.formula_count += usize::from(tag.is_none());
        let number = tag.map_or_else(|| self.formula_count.to_string(), str::to_owned);
        self.formulas.entry(label.to_owned()).or_insert(number).clone()
    }

    pub(super) fn numbered(&self, label: &str) -> Option<&str> {
        self.formulas.get(label).map(String::as_str)
    }

    /// Notes what is read where something refers to a label without words.
    pub(super) fn entitle(&mut self, label: &str, title: &str) {
        let title = super::paper::plain(title);
        if !title.trim().is_empty() {
            self.titles.entry(label.to_owned()).or_insert(title);
        }
    }

    pub(super) fn title(&self, label: &str) -> Option<&str> {
        self.titles.get(label).map(String::as_str)
    }

    pub(super) fn miss(&mut self, id: &str) {
        self.missing.insert(id.to_owned());
    }

    pub(super) fn is_missing(&self, id: &str) -> bool {
        self.missing.contains(id)
    }

    /// The label where it stands, and whether it is another than what was wanted, which stands elsewhere already.
    pub(super) fn give(&mut self, wanted: &str) -> (String, bool) {
        let is_new = self.given.insert(wanted.to_owned());
        let label = if is_new { wanted.to_owned() } else { self.free(wanted) };
        (label, !is_new)
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut label = wanted.to_owned();
        while !self.used.insert(label.clone()) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
            *number += 1;
            label = format!("{wanted}-{number}");
        }
        label
    }

    pub(super) fn anchor(&mut self, file: &str, id: &str, headings_above: usize) {
        self.anchors.entry((file.to_owned(), id.to_owned())).or_insert(headings_above);
    }

    /// Notes the headings of a file.
    pub(super) fn headings(&mut self, file: &str, text: &str) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut headings = Vec::new();
        for line in lines(text) {
            let Some((_, title, braces)) = heading(line) else { continue };
            let label =
                braces.and_then(|braces| braces.split_whitespace().next()?.strip_prefix('#').map(str::to_owned));
            let mut names = names(title);
            let count = seen.entry(names.first().cloned().unwrap_or_default()).or_default();
            if *count > 0 {
                names = names.iter().map(|name| format!("{name}-{count}")).collect();
            }
            *count += 1;
            headings.push(Heading { title: title.to_owned(), names, label, is_new: false });
        }
        self.headings.insert(file.to_owned(), headings);
    }

    /// The label for what a link of `file` calls `id` in `target`. A heading gets one if it has none.
    pub(super) fn find(&mut self, target: &str, id: &str) -> Option<String> {
        let key = (target.to_owned(), id.to_owned());
        if let Some(label) = self.own.get(&key) {
            return Some(label.clone());
        }
        if let Some(above) = self.anchors.get(&key).copied() {
            return self.of_heading(target, above.saturating_sub(1));
        }
        let own = self.position(target, id);
        if let Some(at) = own {
            return self.of_heading(target, at);
        }
        if let Some(label) = self.anywhere.get(id) {
            return Some(label.clone());
        }
        let place =
            self.anchors.iter().find(|((_, own), _)| own == id).map(|((file, _), above)| (file.clone(), *above));
        if let Some((file, above)) = place {
            return self.of_heading(&file, above.saturating_sub(1));
        }
        let files: Vec<String> = self.headings.keys().cloned().collect();
        let mut found = files.iter().filter_map(|file| Some((file, self.position(file, id)?)));
        let first = found.next().map(|(file, at)| (file.clone(), at));
        let is_only = found.next().is_none();
        first.filter(|_| is_only).and_then(|(file, at)| self.of_heading(&file, at))
    }

    /// The label of a file's first heading.
    pub(super) fn first(&mut self, file: &str) -> Option<String> {
        self.of_heading(file, 0)
    }

    pub(super) fn has_file(&self, file: &str) -> bool {
        self.headings.contains_key(file)
    }

    /// The label of the heading of that title.
    pub(super) fn titled(&mut self, title: &str) -> Option<String> {
        let place = self.headings.iter().find_map(|(file, headings)| {
            Some((file.clone(), headings.iter().position(|heading| heading.title.eq_ignore_ascii_case(title))?))
        });
        place.and_then(|(file, at)| self.of_heading(&file, at))
    }

    fn position(&self, file: &str, id: &str) -> Option<usize> {
        let wanted = id.to_lowercase();
        self.headings.get(file)?.iter().position(|heading| heading.names.contains(&wanted))
    }

    fn of_heading(&mut self, file: &str, at: usize) -> Option<String> {
        let heading = self.headings.get(file)?.get(at)?;
        if let Some(label) = &heading.label {
            return Some(label.clone());
        }
        let wanted = slug(&heading.title.replace(['*', '`'], ""))
            .map_or_else(|| "section".to_owned(), |slug| slug.chars().take(60).collect::<String>());
        let label = self.free(wanted.trim_matches('-'));
        if let Some(heading) = self.headings.get_mut(file).and_then(|headings| headings.get_mut(at)) {
            (heading.label, heading.is_new) = (Some(label.clone()), true);
        }
        Some(label)
    }

    /// The text of a file with the labels that its headings got.
    pub(super) fn write(&self, file: &str, text: &str) -> String {
        let Some(headings) = self.headings.get(file).filter(|headings| headings.iter().any(|one| one.is_new)) else {
            return text.to_owned();
        };
        let mut rest = headings.iter();
        let change = |part: &str| {
            let lines = part.split_inclusive('\n').map(|line| {
                let Some((bare, _, braces)) = heading(line.trim_end()) else { return line.to_owned() };
                let Some(label) =
                    rest.next().filter(|heading| heading.is_new).and_then(|heading| heading.label.as_ref())
                else {
                    return line.to_owned();
                };
                match braces {
                    Some(braces) => format!("{bare} {{#{label} {}}}\n", braces.trim()),
                    None => format!("{bare} {{#{label}}}\n"),
                }
            });
            lines.collect::<String>()
        };
        scan::map_text(text, change)
    }
}

/// Lines that can be headings.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let texts = scan::pieces(text).into_iter().filter_map(|piece| match piece {
        scan::Piece::Text(range) => Some(range),
        scan::Piece::Opaque(_) => None,
    });
    texts.flat_map(|range| text[range].lines())
}

/// A heading's line without attributes, its title, and what stands in its braces.
pub(super) fn heading(line: &str) -> Option<(&str, &str, Option<&str>)> {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if !(1..=6).contains(&hashes) || !line[hashes..].starts_with(' ') {
        return None;
    }
    let open = line.rfind(" {").filter(|_| line.ends_with('}'));
    let open = open.filter(|at| line[at + 2..].starts_with(['#', '.']));
    let bare = open.map_or(line, |at| &line[..at]);
    Some((bare.trim_end(), bare[hashes..].trim(), open.map(|at| &line[at + 2..line.len() - 1])))
}

/// What GitHub, pandoc and others call a heading of that title.
fn names(title: &str) -> Vec<String> {
    let plain = plain(title).to_lowercase();
    let kept: String = plain.chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_')).collect();
    let github = kept.trim().replace(' ', "-");
    let pandoc: String = plain
        .chars()
        .filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_' | '.'))
        .skip_while(|one| !one.is_alphabetic())
        .collect();
    let pandoc = pandoc.split_whitespace().collect::<Vec<_>>().join("-");
    let kramdown: String = kept.trim_start_matches(|one: char| !one.is_alphabetic()).trim().replace(' ', "-");
    let mut names = vec![github.clone(), pandoc, kramdown];
    // Sphinx and others put hyphens together.
    names.push(github.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"));
    names.push(title.to_lowercase());
    names.extend(slug(title));
    names
}

/// A title without its marks; of a link its words.
fn plain(title: &str) -> String {
    let mut text = String::new();
    let mut rest = title;
    while let Some(one) = rest.chars().next() {
        if one == ']' && rest.starts_with("](") {
            rest = rest.find(')').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        if !matches!(one, '*' | '`' | '[' | '\\') {
            text.push(one);
        }
        rest = &rest[one.len_utf8()..];
    }
    text
}
