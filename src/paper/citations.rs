//! All citations of a paper at once, as CSL wants it: what each prints, and the list of works.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::vec;

use crate::bibliography::{Bibliography, Cache, Style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Severity};
use crate::manifest::Manifest;
use crate::section::{BibliographyEntry, Citation, Inlines, Label, Status};
use crate::source::Span;

use super::labels::Labels;
use super::outline::Outline;
use super::resolve::Printed;

/// What a paper's citations print.
pub(super) struct Formatted {
    /// For each section, what each of its citations prints, in order.
    pub printed: Vec<Vec<Printed>>,
    /// The lines of the list.
    pub entries: Arc<Vec<BibliographyEntry>>,
}

/// Where citations find what they ask for.
#[derive(Clone, Copy)]
pub(super) struct Library<'a> {
    pub manifest: &'a Manifest,
    pub bibliography: &'a Bibliography,
    /// [`None`] where the paper has no bibliography, or its style could not be read.
    pub style: Option<&'a Style>,
}

/// Formats the citations of all sections. What is cited and not known is reported.
pub(super) fn format(
    library: Library,
    outlines: &[&Outline],
    labels: &Labels,
    cache: &mut Cache,
    diagnostics: &mut Diagnostics,
) -> Formatted {
    let mut asking = Asking { works: library, heading: None, known: Vec::new(), keys: OnceCell::new(), diagnostics };
    let mut printed: Vec<Vec<Printed>> = outlines.iter().map(|outline| asking.section(outline)).collect();
    let known = asking.known;
    is_printed(library, known.first(), labels, diagnostics);
    let Some(style) = library.style else { return Formatted { printed, entries: Arc::default() } };

    let citations: Vec<&Citation> = known.iter().map(|known| &known.citation).collect();
    let formatted = library.bibliography.format(style, &citations, cache);
    put(&mut printed, formatted.citations.into_iter());
    if labels.bibliography.is_some() {
        diagnostics.extend(&formatted.findings);
    }
    let mut cited_in = cited_in(&known, labels);
    let entries = formatted.entries.into_iter().filter_map(|(key, content)| {
        let span = library.bibliography.span(&key)?;
        let cited_in = cited_in.remove(key.as_str()).unwrap_or_default();
        let name = library.bibliography.name(&key).unwrap_or_default();
        Some(BibliographyEntry { span, change: None, key, older_key: None, content, name, cited_in })
    });
    Formatted { printed, entries: Arc::new(entries.collect()) }
}

/// A citation all of whose works are known, and the label of the heading above it.
struct Known<'a> {
    citation: Citation,
    heading: Option<&'a Label>,
}

struct Asking<'a, 'o> {
    works: Library<'a>,
    heading: Option<&'o Label>,
    known: Vec<Known<'o>>,
    /// All keys, once an unknown one is cited.
    keys: OnceCell<Names<'a>>,
    diagnostics: &'a mut Diagnostics,
}

impl<'o> Asking<'_, 'o> {
    /// What citations print instead of words; [`Printed::Nothing`] for those that will have some.
    fn section(&mut self, outline: &'o Outline) -> Vec<Printed> {
        let label = |index: usize| outline.candidates[index].label.as_ref().map(|label| &label.value);
        let before = self.heading;
        let printed = outline.citations.iter().map(|cited| {
            let heading = cited.heading.map_or(before, label);
            self.citation(&cited.citation, cited.span, heading)
        });
        let printed = printed.collect();
        self.heading = outline.last_heading().or(before);
        printed
    }

    fn citation(&mut self, citation: &Citation, span: Span, heading: Option<&'o Label>) -> Printed {
        if self.works.manifest.bibliography.is_none() {
            let key = citation.items.iter().find_map(|item| place_in_paper(&item.key.value));
            let help = key.unwrap_or_else(|| "Add `[bibliography]` with `files` and `style` to paper.toml.".to_owned());
            self.missing("missing-bibliography", span, "the paper cites, but names no bibliography", help);
            return Printed::Placeholder("@?".to_owned());
        }
        let mut citation = citation.clone();
        let (items, unknown): (Vec<_>, Vec<_>) =
            (citation.items.into_iter()).partition(|item| self.works.bibliography.contains(&item.key.value));
        for key in unknown.iter().map(|item| &item.key) {
            let keys = self.keys.get_or_init(|| Names::new(self.works.bibliography.keys()));
            let help = match keys.nearest(&key.value) {
                Some(near) => format!("Did you mean `@{near}`?"),
                None if let Some(help) = place_in_paper(&key.value) => help,
                None => "Add the work to the bibliography, or correct the key.".to_owned(),
            };
            self.missing("unknown-citation", key.span, &format!("no work has the key `{}`", key.value), help);
        }
        if items.is_empty() {
            return Printed::Placeholder(format!("@{}", unknown.first().map_or("?", |item| &item.key.value)));
        }
        citation.items = items;
        self.known.push(Known { citation, heading });
        Printed::Nothing
    }

    /// Reports something that a draft may lack.
    fn missing(&mut self, code: &'static str, span: Span, message: &str, help: String) {
        let is_draft = self.works.manifest.status.value == Status::Draft;
        let severity = if is_draft { Severity::Warning } else { Severity::Error };
        self.diagnostics.push(Diagnostic::new(severity, Code(code), span, message).with_help(help));
    }
}

/// Puts the words of citations where there is nothing yet.
fn put(printed: &mut [Vec<Printed>], mut words: vec::IntoIter<Inlines>) {
    let open = printed.iter_mut().flatten().filter(|printed| matches!(printed, Printed::Nothing));
    for printed in open {
        *printed = words.next().map_or(Printed::Nothing, Printed::Words);
    }
    debug_assert!(words.next().is_none(), "every citation has found its place");
}

/// Below which headings each work is cited: label and printed number (or title), each once, in reading order.
fn cited_in<'k>(known: &'k [Known], labels: &Labels) -> BTreeMap<&'k str, Vec<(Label, String)>> {
    let mut cited_in: BTreeMap<&str, Vec<(Label, String)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for Known { citation, heading } in known {
        let Some(heading) = heading else { continue };
        for key in citation.items.iter().map(|item| item.key.value.as_str()) {
            if seen.insert((key, *heading)) {
                let printed = labels.targets.get(heading).map_or("", |target| target.number_or_title());
                cited_in.entry(key).or_default().push(((*heading).clone(), printed.to_owned()));
            }
        }
    }
    cited_in
}

/// Citations lead to the list, so it must be there; one that is never printed is at least odd.
fn is_printed(library: Library, first: Option<&Known>, labels: &Labels, diagnostics: &mut Diagnostics) {
    let named = library.manifest.bibliography.as_ref().and_then(|choice| choice.files.first());
    let cited = first.and_then(|known| known.citation.items.first());
    let (severity, place, message) = match (labels.bibliography, cited, named) {
        (None, Some(item), _) => (Severity::Error, item.key.span, "works are cited, but no bibliography is printed"),
        (None, None, Some(file)) => {
            (Severity::Warning, file.span, "a bibliography is named, but neither cited nor printed")
        }
        _ => return,
    };
    let found = Diagnostic::new(severity, Code("bibliography-not-printed"), place, message);
    diagnostics.push(found.with_help("Put a block where the list should stand: `::: bibliography`, then `:::`."));
}

/// What to write for a key by which pandoc refers to a figure, a table or a section.
fn place_in_paper(key: &str) -> Option<String> {
    let (kind, name) = key.split_once([':', '-'])?;
    let is_place = matches!(kind, "fig" | "tbl" | "tab" | "sec" | "eq" | "lst");
    is_place.then(|| format!("Works are cited with `@`; write `[](#{kind}-{name})` for a place in this paper."))
}
