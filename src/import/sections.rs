//! The sections of a paper, each with the notes and the addresses of links that its text calls.

use std::collections::{BTreeMap, BTreeSet};

use super::remark::{Remark, Remarks};
use super::sources::Manuscript;
use super::{Section, Translated, paper, parts};

/// The sections, by their names, each with the notes that it calls.
pub(super) fn made(
    manuscript: &Manuscript,
    translated: Vec<Translated>,
    settings: &mut paper::Settings,
    remarks: &mut Remarks,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut names = paper::Names::default();
    if let Some(text) = settings.abstract_section() {
        sections.push(Section {
            name: names.take("abstract.md".to_owned()),
            text,
            source: manuscript.settings_path.clone(),
        });
    }
    for file in translated {
        let parts = match manuscript.is_one_file {
            true => parts::split(&file.text),
            false => vec![(None, file.text.clone())],
        };
        let count = parts.len();
        let notes = Definitions::new(&file.notes);
        let links = Definitions::new(&file.definitions);
        let uncalled = notes.uncalled(&parts);
        let mut is_placed = vec![false; file.notes.len()];
        for (index, (title, mut text)) in parts.into_iter().enumerate() {
            let is_last = index + 1 == count;
            let mut calls = calls(&text);
            // Another section may call a note as well; what none calls stands in the last.
            let mut more = notes.called_by(&calls);
            more.extend((0..is_placed.len()).filter(|at| is_last && !is_placed[*at]));
            let (mut called, mut texts) = (Vec::new(), BTreeSet::new());
            // A note may call another.
            while !more.is_empty() {
                let mut further = BTreeSet::new();
                for at in more {
                    is_placed[at] = true;
                    if texts.insert(&file.notes[at]) {
                        called.push(at);
                        further.extend(notes.calls[at].iter().filter(|name| !calls.contains(*name)).cloned());
                    }
                }
                more = notes.called_by(&further);
                calls.extend(further);
            }
            let links: Vec<&str> = match is_last {
                true => file.definitions.iter().map(String::as_str).collect(),
                false => links.called_by(&calls).into_iter().map(|at| file.definitions[at].as_str()).collect(),
            };
            for at in called {
                let note = &file.notes[at];
                let mark = match uncalled.contains(&at) {
                    true => {
                        let words = note.split_once("]:").map_or("", |(_, words)| words).trim();
                        let remark = Remark::to_know("a note that nothing calls, and that does not print", CALL_IT);
                        let remark = remark.one_of("notes that nothing calls, and that do not print").without(words);
                        remarks.sum(&file.chapter.path, remark)
                    }
                    false => String::new(),
                };
                text = format!("{}\n\n{mark}{note}\n", text.trim_end());
            }
            if !links.is_empty() {
                text = format!("{}\n\n{}\n", text.trim_end(), links.join("\n"));
            }
            if let Some(part) = file.chapter.part.as_ref().filter(|_| index == 0) {
                let remark =
                    Remark::to_know(format!("the part “{part}” of the book begins here"), "Papers have no parts.");
                text.insert_str(0, &remarks.mark(remark.without(part.as_str())));
            }
            let wanted = title.unwrap_or_else(|| stem(&file.chapter.path, index, count));
            let name = paper::file_name(&wanted, &mut names);
            let text = format!("+++\nversion = \"0.1.0\"\n+++\n\n{}\n", parts::tidy(&text));
            sections.push(Section { name, text, source: file.chapter.path.clone() });
        }
    }
    sections
}

/// The name of a file, or of what stands before all headings.
fn stem(path: &str, index: usize, count: usize) -> String {
    if count > 1 && index == 0 {
        return "opening".to_owned();
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_plain = ["readme", "index", "_index"].contains(&stem.to_lowercase().as_str());
    let folder = path.rsplit('/').nth(1).filter(|_| is_plain);
    folder.unwrap_or(stem).to_owned()
}

/// What is done about a note that nothing calls.
const CALL_IT: &str = "Call it, `[^name]`, where it belongs, or delete it.";

/// All that stands between brackets in a text, with them and in small letters: what it may call.
fn calls(text: &str) -> BTreeSet<String> {
    let (mut calls, mut open) = (BTreeSet::new(), None);
    for (at, one) in text.bytes().enumerate() {
        match one {
            b'[' => open = Some(at),
            b']' => calls.extend(open.take().map(|start| text[start..=at].to_lowercase())),
            _ => {}
        }
    }
    calls
}

/// Definitions of notes or links, by what calls them.
struct Definitions {
    by_name: BTreeMap<String, Vec<usize>>,
    /// What each calls, its own name among it.
    calls: Vec<BTreeSet<String>>,
}

impl Definitions {
    fn new(all: &[String]) -> Self {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, definition) in all.iter().enumerate() {
            let end = definition.find("]:").map_or(0, |end| end + 1);
            by_name.entry(definition[..end].to_lowercase()).or_default().push(at);
        }
        Self { by_name, calls: all.iter().map(|definition| calls(definition)).collect() }
    }

    /// Those that are called by some names, in order.
    fn called_by(&self, names: &BTreeSet<String>) -> BTreeSet<usize> {
        names.iter().filter_map(|name| self.by_name.get(name)).flatten().copied().collect()
    }

    /// Those that no text and none of the others calls.
    fn uncalled(&self, parts: &[(Option<String>, String)]) -> BTreeSet<usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.calls.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
        let in_texts: BTreeSet<String> = parts.iter().flat_map(|(_, text)| calls(text)).collect();
        // Each stands in its own text.
        let is_called = |name: &str| in_texts.contains(name) || counts.get(name).is_some_and(|count| *count > 1);
        self.by_name.iter().filter(|(name, _)| !is_called(name)).flat_map(|(_, all)| all.clone()).collect()
    }
}
