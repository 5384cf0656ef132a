//! All bibliography files of a paper, read.

use std::collections::BTreeMap;

use super::item::Draft;
use super::key::is_key;
use super::library::{Bibliography, Other};
use super::quoted::quoted;
use super::raw::Text;
use super::work::Work;
use super::{csl, inheritance, ris, syntax, tex, yaml};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::project::Project;
use crate::source::{Source, Span, Spanned};

/// What a bibliography is written in.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// BibTeX or BibLaTeX.
    Bib,
    Hayagriva,
    CslJson,
    CslYaml,
    Ris,
}

const FORMATS: &str = "Use BibTeX or BibLaTeX (`.bib`), CSL-JSON (`.json`), CSL-YAML or Hayagriva's YAML (`.yml`, \
                       `.yaml`), or RIS (`.ris`).";

impl Format {
    /// That of a file, by what it says rather than by its ending; [`None`] if neither tells.
    pub(super) fn of(name: &str, text: &str) -> Option<Self> {
        let lines = || text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with(['#', '%']));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_yaml = matches!(ending, "yml" | "yaml");
        let first = lines().find(|line| *line != "---").unwrap_or_default();
        let is_ris = |line: &str| line.starts_with("TY  -") || line.starts_with("TY -");
        match ending {
            _ if is_ris(first) => Some(Self::Ris),
            _ if first.trim_start().starts_with(['[', '{']) && !is_yaml => Some(Self::CslJson),
            _ if first == "references:" || first.starts_with("- ") && first.contains(':') => Some(Self::CslYaml),
            "json" => Some(Self::CslJson),
            "ris" => Some(Self::Ris),
            "yml" | "yaml" if first.starts_with('@') => Some(Self::Bib),
            "yml" | "yaml" => Some(Self::Hayagriva),
            "bib" => Some(Self::Bib),
            _ => None,
        }
    }
}

/// Reads all bibliography files, named below `bibliography/`: BibTeX, BibLaTeX, Hayagriva's YAML, CSL-JSON, CSL-YAML
/// and RIS. One bad entry does not hide the others; its key stays known.
pub fn read(project: &Project, files: &[Spanned<String>], diagnostics: &mut Diagnostics) -> Bibliography {
    let mut raws = Vec::new();
    let mut others = Vec::new();
    let mut works: Vec<Work> = Vec::new();
    let mut keys = Keys::new();
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
        let (entries, read) = match Format::of(&file.value, source.text()) {
            Some(Format::Bib) => (syntax::parse(source, diagnostics), Vec::new()),
            Some(Format::Ris) => (ris::entries(source, diagnostics), Vec::new()),
            Some(Format::CslJson) => (Vec::new(), csl::json(source, diagnostics)),
            Some(Format::CslYaml) => (Vec::new(), csl::yaml(source, diagnostics)),
            Some(Format::Hayagriva) => (Vec::new(), yaml::works(source, diagnostics)),
            None => {
                let message = format!("`{}` is not a bibliography file", file.value);
                let found = Diagnostic::error(Code("invalid-path"), file.span, message);
                diagnostics.push(found.with_help(FORMATS));
                continue;
            }
        };
        for (key, work) in read {
            let span = work.as_ref().map_or(key.span, |work| work.span);
            if is_new(&key, span, &mut keys, &sources, diagnostics) {
                let unread = || Draft::new("document").work(&key.text, key.span, key.span);
                works.push(work.unwrap_or_else(unread));
            }
        }
        for entry in entries {
            let is_new = is_new(&entry.key, entry.span, &mut keys, &sources, diagnostics);
            if !is_new || entry.kind.text.eq_ignore_ascii_case("xdata") {
                let draws_on = inheritance::links(&entry).into_iter().map(|(key, _)| key.to_owned()).collect();
                others.push(Other { key: entry.key.text.clone(), span: entry.span, draws_on });
            }
            if is_new {
                raws.push(entry);
            }
        }
    }
    works.extend(tex::works(&raws, diagnostics));
    // The author's order of files, not that of the alphabet.
    works.sort_by_key(|work| (sources.iter().position(|source| source.id() == work.span.file), work.span.start));
    Bibliography::new(works, others)
}

/// Where each key stands, and the entry that has it.
type Keys = BTreeMap<String, (Span, Span)>;

/// Notes the key of an entry, and says whether it can be cited by that name: it is well formed, and the first of its
/// kind.
fn is_new(key: &Text, entry: Span, keys: &mut Keys, sources: &[&Source], diagnostics: &mut Diagnostics) -> bool {
    if !is_key(&key.text) {
        let found =
            Diagnostic::error(Code("bibliography-key"), key.span, format!("{} cannot be a key", quoted(&key.text)));
        diagnostics.push(found.with_help("A key is one line of at most 500 bytes, without braces in it."));
        return false;
    }
    let Some((first, first_entry)) = keys.get(&key.text) else {
        keys.insert(key.text.clone(), (key.span, entry));
        return true;
    };
    let (severity, what, help) = match says_the_same(sources, *first_entry, entry) {
        true => (Severity::Hint, "an entry stands here once more", "Delete one of the two."),
        false => (Severity::Warning, "the first entry is printed", "Give one of the works another key."),
    };
    let message = format!("the key `{}` stands twice: {what}", key.text);
    let found = Diagnostic::new(severity, Code("duplicate-entry"), key.span, message);
    diagnostics.push(found.with_label(*first, "the first one").with_help(help));
    false
}

/// Whether two entries differ in blanks alone.
fn says_the_same(sources: &[&Source], one: Span, other: Span) -> bool {
    let letters = |entry: Span| {
        let source = sources.iter().find(|source| source.id() == entry.file);
        source.into_iter().flat_map(move |source| source.slice(entry).chars()).filter(|letter| !letter.is_whitespace())
    };
    letters(one).eq(letters(other))
}
