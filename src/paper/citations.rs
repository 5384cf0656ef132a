//! All citations of a paper at once, as CSL wants it: what each prints, and the list of works.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::vec;

use crate::bibliography::{Bibliography, Cache, Style, StyleForm};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names, Severity};
use crate::manifest::{Manifest, Nocite};
use crate::section::{
    BibliographyEntry, Citation, CitationItem, Inline, InlineKind, Inlines, Label, Status, Text, WorkType, named,
};
use crate::source::{Span, Spanned};
use crate::terms::Terms;

use super::labels::Labels;
use super::outline::{Cited, Outline};
use super::resolve::Printed;
use super::work_lists;

/// What a paper's citations print.
pub(super) struct Formatted {
    /// For each section, what each of its citations prints, in order.
    pub printed: Vec<Vec<Printed>>,
    /// The lines of each list of works.
    pub lists: Vec<Arc<Vec<BibliographyEntry>>>,
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
    let (known, keys) = (Vec::new(), OnceCell::new());
    let mut asking = Asking { works: library, heading: None, notes: 0, known, keys, lacks_works: false, diagnostics };
    let mut printed: Vec<Vec<Printed>> = outlines.iter().map(|outline| asking.section(outline)).collect();
    let listed = asking.listed();
    let known = asking.known;
    is_printed(library, known.first(), asking.lacks_works, labels, diagnostics);
    let Some(style) = library.style else { return Formatted { printed, lists: Vec::new() } };

    let citations: Vec<(&Citation, Option<usize>)> = known.iter().map(|known| (&known.citation, known.note)).collect();
    let lists = &labels.work_lists;
    let list_of = |sort: WorkType| work_lists::list_of(lists, sort);
    let formatted = library.bibliography.format(style, &citations, &listed, &list_of, cache);
    let words = formatted.citations.into_iter().zip(&known).map(|(words, known)| match &known.unknown[..] {
        [] => words,
        [first, ..] => [&words[..], &[Inline::computed(first.span, " ")], &known.unknown].concat(),
    });
    put(&mut printed, words.collect::<Vec<_>>().into_iter());
    if !lists.is_empty() {
        diagnostics.extend(&formatted.findings);
    }
    let mut cited_in = cited_in(&known, labels, &library.manifest.terms.terms);
    let entries = formatted.entries.into_iter().filter_map(|(key, content)| {
        let span = library.bibliography.span(&key)?;
        let cited_in = cited_in.remove(key.as_str()).unwrap_or_default();
        let name = library.bibliography.name(&key).unwrap_or_default();
        Some(BibliographyEntry { span, change: None, key, older_key: None, content, name, cited_in })
    });
    let lists = work_lists::share_out(entries.collect(), lists, library.bibliography, diagnostics);
    Formatted { printed, lists }
}

/// A citation without its works that are not known, and the label of the heading above it.
struct Known<'a> {
    citation: Citation,
    heading: Option<&'a Label>,
    /// The number of the note in which it stands.
    note: Option<usize>,
    /// Stand-ins for other works that are cited with these and not known.
    unknown: Inlines,
}

struct Asking<'a, 'o, 'd> {
    works: Library<'a>,
    heading: Option<&'o Label>,
    /// How many notes there are in the sections before.
    notes: usize,
    known: Vec<Known<'o>>,
    /// All keys, once an unknown one is cited.
    keys: OnceCell<Names<'a>>,
    /// Whether a work that is asked for is not known.
    lacks_works: bool,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'o> Asking<'a, 'o, '_> {
    /// What citations print instead of words; [`Printed::Nothing`] for those that will have some.
    fn section(&mut self, outline: &'o Outline) -> Vec<Printed> {
        let label = |index: usize| outline.candidates[index].label.as_ref().map(|label| &label.value);
        let before = self.heading;
        let printed = outline.citations.iter().map(|cited| {
            let heading = cited.heading.map_or(before, label);
            self.citation(cited, heading)
        });
        let printed = printed.collect();
        self.notes += outline.notes.len();
        self.heading = outline.last_heading().or(before);
        printed
    }

    fn citation(&mut self, cited: &Cited, heading: Option<&'o Label>) -> Printed {
        let Cited { citation, span, note, .. } = cited;
        if self.works.manifest.bibliography.is_none() {
            let key = citation.items.iter().find_map(|item| place_in_paper(&item.key.value));
            let help = key.unwrap_or_else(|| "Add `[bibliography]` with `files` and `style` to paper.toml.".to_owned());
            self.missing("missing-bibliography", *span, "the paper cites, but names no bibliography", help);
            return Printed::Words(stand_ins(&citation.items));
        }
        let mut citation = citation.clone();
        let (items, unknown): (Vec<_>, Vec<_>) =
            (citation.items.into_iter()).partition(|item| self.works.bibliography.contains(&item.key.value));
        unknown.iter().for_each(|item| self.unknown(&item.key, "@"));
        if items.is_empty() {
            return Printed::Words(stand_ins(&unknown));
        }
        citation.items = items;
        let note = note.map(|note| self.notes + note);
        self.known.push(Known { citation, heading, note, unknown: stand_ins(&unknown) });
        Printed::Nothing
    }

    /// The keys of the works that are listed without being cited.
    fn listed(&mut self) -> Vec<&'a str> {
        let Library { manifest, bibliography, .. } = self.works;
        match manifest.bibliography.as_ref().map(|choice| &choice.nocite) {
            None => Vec::new(),
            Some(Nocite::All(_)) => bibliography.keys().collect(),
            Some(Nocite::Keys(keys)) => {
                let (known, unknown): (Vec<_>, Vec<_>) = keys.iter().partition(|key| bibliography.contains(&key.value));
                unknown.into_iter().for_each(|key| self.unknown(key, ""));
                known.into_iter().map(|key| key.value.as_str()).collect()
            }
        }
    }

    /// Reports a key that no work has. Where it stands, `mark` stands before each.
    fn unknown(&mut self, key: &Spanned<String>, mark: &str) {
        self.lacks_works = true;
        let keys = self.keys.get_or_init(|| Names::new(self.works.bibliography.keys()));
        let help = match keys.nearest(&key.value) {
            Some(near) if mark.is_empty() => format!("Did you mean `{near}`?"),
            Some(near) => format!("Did you mean `{}`?", named(near)),
            None if let Some(help) = place_in_paper(&key.value) => help,
            None => "Add the work to the bibliography, or correct the key.".to_owned(),
        };
        self.missing("unknown-citation", key.span, &format!("no work has the key `{}`", key.value), help);
    }

    /// Reports something that a draft may lack.
    fn missing(&mut self, code: &'static str, span: Span, message: &str, help: String) {
        let is_draft = self.works.manifest.status.value == Status::Draft;
        let severity = if is_draft { Severity::Warning } else { Severity::Error };
        self.diagnostics.push(Diagnostic::new(severity, Code(code), span, message).with_help(help));
    }
}

/// A visible stand-in for each unknown work, with the words around it.
fn stand_ins(unknown: &[CitationItem]) -> Inlines {
    let mut inlines = Inlines::new();
    for item in unknown {
        let span = item.key.span;
        let blank = || Inline::computed(span, " ");
        if !inlines.is_empty() {
            inlines.push(blank());
        }
        if let Some(prefix) = &item.prefix {
            inlines.extend([Inline::text(prefix.clone()), blank()]);
        }
        let text = Text::computed(span, format!("@{}", item.key.value));
        inlines.push(Inline::new(span, InlineKind::Placeholder(text)));
        if let Some(suffix) = &item.suffix {
            inlines.extend(suffix.starts_with(char::is_alphanumeric).then(blank));
            inlines.push(Inline::text(suffix.clone()));
        }
    }
    inlines
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
fn cited_in<'k>(known: &'k [Known], labels: &Labels, terms: &Terms) -> BTreeMap<&'k str, Vec<(Label, String)>> {
    let mut cited_in: BTreeMap<&str, Vec<(Label, String)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for Known { citation, heading, .. } in known {
        let Some(heading) = heading else { continue };
        for key in citation.items.iter().map(|item| item.key.value.as_str()) {
            if seen.insert((key, *heading)) {
                let printed = labels.targets.get(heading).map(|target| target.name_of_part(terms)).unwrap_or_default();
                cited_in.entry(key).or_default().push(((*heading).clone(), printed));
            }
        }
    }
    cited_in
}

/// Citations lead to the list, so it must be there, unless they say all in notes; one that is never printed is at least
/// odd, and so is one in which nothing stands.
fn is_printed(
    library: Library,
    first: Option<&Known>,
    lacks_works: bool,
    labels: &Labels,
    diagnostics: &mut Diagnostics,
) {
    const BLOCK: &str = "Put a block where the list should stand: `::: bibliography`, then `:::`.";
    let choice = library.manifest.bibliography.as_ref();
    let named = choice.and_then(|choice| choice.files.first());
    let cited = first.and_then(|known| known.citation.items.first());
    let has_list = library.style.is_none_or(Style::has_list);
    let says_all = library.style.is_some_and(|style| style.form() == StyleForm::Notes) || !has_list;
    let (severity, place, message, help) = match (labels.work_lists.first().map(|list| list.span), cited, named) {
        (Some(block), ..) if !has_list => {
            let style = choice.map_or("", |choice| &choice.style.value);
            let message = format!("the style `{style}` prints no list of works");
            (Severity::Warning, block, message, "Delete the block, or choose another style.")
        }
        (Some(block), None, Some(_)) if !lacks_works && choice.is_none_or(|choice| choice.nocite.place().is_none()) => {
            let message = "no work stands in this list, for none is cited".to_owned();
            (Severity::Warning, block, message, "Cite a work, `[@key]`, name some in `nocite`, or delete the block.")
        }
        (None, Some(item), _) if !says_all => {
            (Severity::Error, item.key.span, "works are cited, but no bibliography is printed".to_owned(), BLOCK)
        }
        (None, _, _) if let Some(place) = choice.and_then(|choice| choice.nocite.place()) => match has_list {
            true => (Severity::Error, place, "works are listed, but no bibliography is printed".to_owned(), BLOCK),
            false => {
                let message = "works are listed, but the style prints no list of works".to_owned();
                (Severity::Warning, place, message, "Delete `nocite`, or choose another style.")
            }
        },
        (None, None, Some(file)) => {
            let message = "a bibliography is named, but neither cited nor printed";
            (Severity::Warning, file.span, message.to_owned(), BLOCK)
        }
        _ => return,
    };
    diagnostics.push(Diagnostic::new(severity, Code("bibliography-not-printed"), place, message).with_help(help));
}

/// What to write for a key by which pandoc refers to a figure, a table or a section.
fn place_in_paper(key: &str) -> Option<String> {
    let (kind, name) = key.split_once([':', '-'])?;
    let is_place = matches!(kind, "fig" | "tbl" | "tab" | "sec" | "eq" | "lst");
    is_place.then(|| format!("Works are cited with `@`; write `[](#{kind}-{name})` for a place in this paper."))
}
