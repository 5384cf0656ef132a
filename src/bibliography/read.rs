//! All bibliography files of a paper, read.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::key::is_key;
use super::library::{Bibliography, Other};
use super::quoted::quoted;
use super::syntax::Text;
use super::work::Work;
use super::{inheritance, syntax, tex, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::project::Project;
use crate::source::{Span, Spanned};

/// Reads all bibliography files, named below `bibliography/`: `.bib` is BibLaTeX, `.yml` and `.yaml` are Hayagriva's
/// YAML. One bad entry does not hide the others; its key stays known.
pub fn read(project: &Project, files: &[Spanned<String>], diagnostics: &mut Diagnostics) -> Bibliography {
    let mut raws = Vec::new();
    let mut others = Vec::new();
    let mut works: Vec<Work> = Vec::new();
    let mut keys: BTreeMap<String, Span> = BTreeMap::new();
    let mut order = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if let Some(first) = files[..index].iter().find(|first| first.value == file.value) {
            let found =
                Diagnostic::error(Code("duplicate-file"), file.span, format!("`{}` is listed twice", file.value));
            diagnostics.push(found.with_label(first.span, "the first time").with_help("List it once."));
            continue;
        }
        let Ok(source) = project.text(&format!("bibliography/{}", file.value), Some(file.span), diagnostics) else {
            continue;
        };
        order.push(source.id());
        match file.value.rsplit_once('.').map(|(_, extension)| extension) {
            Some("bib") => {
                for entry in syntax::parse(source, diagnostics) {
                    let is_new = is_new(&entry.key, &mut keys, diagnostics);
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
                    if is_new(&key, &mut keys, diagnostics) {
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
    works.sort_by_key(|work| (order.iter().position(|&file| file == work.span.file), work.span.start));
    Bibliography::new(works, others)
}

/// Notes a key, and says whether it can be cited by that name: it is well formed, and the first of its kind.
fn is_new(key: &Text, keys: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) -> bool {
    if !is_key(&key.text) {
        let found =
            Diagnostic::error(Code("bibliography-key"), key.span, format!("{} cannot be a key", quoted(&key.text)));
        diagnostics.push(found.with_help(
            "A key starts with a letter, a digit or `_`, goes on with these and `: . / + -`, and does not end in \
             punctuation; it has at most 100 characters.",
        ));
        return false;
    }
    if let Some(first) = keys.get(&key.text) {
        let found =
            Diagnostic::error(Code("duplicate-entry"), key.span, format!("the key `{}` stands twice", key.text));
        diagnostics.push(found.with_label(*first, "the first one").with_help("Give one of the works another key."));
        return false;
    }
    keys.insert(key.text.clone(), key.span);
    true
}
