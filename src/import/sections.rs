//! The sections of a paper, each with the notes and the addresses of links that its text calls.

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
    if let Some(text) = settings.abstract_section() {
        sections.push(Section { name: "abstract.md".to_owned(), text, source: manuscript.settings_path.clone() });
    }
    for file in translated {
        let parts = match manuscript.is_one_file {
            true => parts::split(&file.text),
            false => vec![(None, file.text.clone())],
        };
        let count = parts.len();
        let mut notes: Vec<(String, bool)> = file.notes.into_iter().map(|note| (note, false)).collect();
        let mut definitions = file.definitions;
        let own = |definition: &String| {
            let end = definition.find("]:").map_or(0, |end| end + 1);
            definition[..end].to_lowercase()
        };
        let uncalled = uncalled(&parts, &notes, own);
        for (index, (title, mut text)) in parts.into_iter().enumerate() {
            let is_last = index + 1 == count;
            let mut called: Vec<String> = Vec::new();
            // A note may call another.
            loop {
                let lower = format!("{text}{}", called.join("\n")).to_lowercase();
                // Another section may call it as well; what none calls stands in the last.
                let is_wanted = |note: &&mut (String, bool)| lower.contains(&own(&note.0)) || is_last && !note.1;
                let more: Vec<String> = notes
                    .iter_mut()
                    .filter(is_wanted)
                    .filter_map(|note| {
                        note.1 = true;
                        (!called.contains(&note.0)).then(|| note.0.clone())
                    })
                    .collect();
                if more.is_empty() {
                    break;
                }
                called.extend(more);
            }
            let lower = format!("{text}{}", called.join("\n")).to_lowercase();
            let links: Vec<String> =
                definitions.iter().filter(|definition| lower.contains(&own(definition)) || is_last).cloned().collect();
            if is_last {
                definitions.clear();
            }
            for note in called {
                let mark = match uncalled.contains(&note) {
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
            let is_taken = |name: &str| sections.iter().any(|section| section.name == name);
            let name = paper::file_name(&wanted, is_taken);
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

/// The notes that no text and no other note calls.
fn uncalled(
    parts: &[(Option<String>, String)],
    notes: &[(String, bool)],
    own: impl Fn(&String) -> String,
) -> Vec<String> {
    let texts: Vec<String> = parts.iter().map(|(_, text)| text.to_lowercase()).collect();
    let lower: Vec<String> = notes.iter().map(|(note, _)| note.to_lowercase()).collect();
    let is_called = |at: usize, name: &str| {
        let mut others = lower.iter().enumerate().filter(|(other, _)| *other != at);
        texts.iter().any(|text| text.contains(name)) || others.any(|(_, note)| note.contains(name))
    };
    let notes = notes.iter().enumerate().filter(|(at, (note, _))| !is_called(*at, &own(note)));
    notes.map(|(_, (note, _))| note.clone()).collect()
}
