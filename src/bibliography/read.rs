//! All bibliography files of a paper, read.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::key::is_key;
use super::library::{Bibliography, Other};
use super::quoted::quoted;
use super::raw::Text;
use super::work::Work;
use super::{inheritance, syntax, tex, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::project::Project;
use crate::source::{Source, Span, Spanned};

/// Reads all bibliography files, named below `bibliography/`: `.bib` is BibLaTeX, `.yml` and `.yaml` are Hayagriva's
/// YAML. One bad entry does not hide the others; its key stays known.
pub fn read(project: &Project, files: &[Spanned<String>], diagnostics: &mut Diagnostics) -> Bibliography {
    let mut raws = Vec::new();
    let mut others = Vec::new();
    let mut works: Vec<Work> = Vec::new();
    let mut keys: BTreeMap<String, Span> = BTreeMap::new();
    let mut sources: Vec<&Source> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if let Some(first) = files[..index].iter().find(|first| first.value == file.value) {
            let found =
                Diagnostic::error(Code("duplicate-file"), file.span, format!("`{}` is listed twice", file.value));
            diagnostics.push(found.with_label(first.span, "the first time").with_help("List it once."));
            continue;
        }
        let Ok(source) = project.works(&format!("bibliography/{}", file.value), Some(file.span), diagnostics) else {
            continue;
        };
        sources.push(source);
        match file.value.rsplit_once('.').map(|(_, extension)| extension) {
            Some("bib") => {
                for entry in syntax::parse(source, diagnostics) {
                    let is_new = is_new(&entry.key, &mut keys, &sources, diagnostics);
                    if !is_new || entry.kind.text.eq_ignore_ascii_case("xdata") {
                        let draws_on = inheritance::links(&entry).into_iter().map(|(key, _)| key.to_owned()).collect();
                        others.push(Other { key: entry.key.text.clone(), span: entry.span, draws_on });
                    }
                    if is_new {
                        raws.push(entry);
                    }
                }
            }
            Some("yml" | "yaml") => {
                for (key, work) in yaml::works(source, diagnostics) {
                    if is_new(&key, &mut keys, &sources, diagnostics) {
                        works.push(work.unwrap_or_else(|| {
                            Work::new(Entry::new(&key.text, EntryType::Misc), key.span, key.span, None)
                        }));
                    }
                }
            }
            _ => {
                let message = format!("`{}` is not a bibliography file", file.value);
                let found = Diagnostic::error(Code("invalid-path"), file.span, message);
                diagnostics.push(found.with_help("Use BibLaTeX (`.bib`) or Hayagriva YAML (`.yml`, `.yaml`)."));
            }
        }
    }
    works.extend(tex::works(&raws, diagnostics));
    // The author's order of files, not that of the alphabet.
    works.sort_by_key(|work| (sources.iter().position(|source| source.id() == work.span.file), work.span.start));
    Bibliography::new(works, others)
}

/// Notes a key, and says whether it can be cited by that name: it is well formed, and the first of its kind.
fn is_new(key: &Text, keys: &mut BTreeMap<String, Span>, sources: &[&Source], diagnostics: &mut Diagnostics) -> bool {
    if !is_key(&key.text) {
        let found =
            Diagnostic::error(Code("bibliography-key"), key.span, format!("{} cannot be a key", quoted(&key.text)));
        diagnostics.push(found.with_help("A key is one line of at most 500 bytes, without braces in it."));
        return false;
    }
    let Some(first) = keys.get(&key.text) else {
        keys.insert(key.text.clone(), key.span);
        return true;
    };
    let entry = |key: Span| sources.iter().find(|source| source.id() == key.file).map(|source| entry_at(source, key));
    let (severity, what, help) = match entry(*first) == entry(key.span) {
        true => (Severity::Hint, "an entry stands here once more", "Delete one of the two."),
        false => (Severity::Warning, "the first entry is printed", "Give one of the works another key."),
    };
    let message = format!("the key `{}` stands twice: {what}", key.text);
    let found = Diagnostic::new(severity, Code("duplicate-entry"), key.span, message);
    diagnostics.push(found.with_label(*first, "the first one").with_help(help));
    false
}

/// The text from a key to the next entry, without its blanks.
fn entry_at(source: &Source, key: Span) -> String {
    let text = &source.text()[key.range().start..];
    let end = text.find("\n@").unwrap_or(text.len());
    text[..end].chars().filter(|one| !one.is_whitespace()).collect()
}
