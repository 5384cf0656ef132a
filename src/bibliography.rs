//! Bibliography files → entries and where they stand; citations and the list, formatted by CSL into our own inlines.
//! The only home of hayagriva, biblatex and citationberg.
//!
//! Both read BibLaTeX and YAML by unbounded recursion, stop at the first mistake, and change what they print. So
//! `syntax` and `yaml` take the files apart within bounds, `inheritance`, `tex` and `work` hand the engine one sound
//! entry after another, and `standin` brings every character through it.

mod date;
mod facts;
mod format;
mod identifier;
mod inheritance;
mod standin;
mod style;
mod syntax;
mod tex;
mod work;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use citationberg::IndependentStyle;
use hayagriva::Entry;
use hayagriva::types::EntryType;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::project::Project;
use crate::section::{Citation, Inlines};
use crate::source::{Span, Spanned};

pub use facts::{Facts, WorkKind};
pub use identifier::misspelt_isbns;

use format::{Output, Request};
use style::Terms;
use syntax::Text;
use work::Work;

const LONGEST_KEY: usize = 100;

/// Results of as many builds are kept: a redline formats two papers.
const KEPT: usize = 2;

/// The works that a paper can cite.
#[derive(Debug, Clone, Default)]
pub struct Bibliography {
    works: Arc<Vec<Work>>,
    by_key: BTreeMap<String, usize>,
}

/// A CSL style, ready to format.
#[derive(Debug, Clone)]
pub struct Style {
    /// Its text, or its name if it is a built-in one: what tells it from others.
    identity: Arc<str>,
    csl: Arc<IndependentStyle>,
}

/// Formatted results of earlier builds, by all that went into them. Never more than a few.
#[derive(Debug, Default)]
pub struct Cache {
    terms: Option<(String, Arc<Terms>)>,
    outputs: Vec<(Question, Arc<Output>)>,
}

/// All that a formatted result depends on.
#[derive(Debug)]
struct Question {
    works: Arc<Vec<Work>>,
    style: Arc<str>,
    language: String,
    requests: Vec<Request>,
}

/// What a paper prints of its bibliography.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formatted {
    /// For each citation, in order: what it prints. Spans are the citation's; each work's part links to its label.
    pub citations: Vec<Inlines>,
    /// The list in the style's order: key and line. Spans are the entry's.
    pub entries: Vec<(String, Inlines)>,
}

/// The label of a work's line in the list: made of `[a-z0-9.-]` whatever the key, and different for different keys.
/// A dot cannot stand in an author's label, so these never clash.
pub fn entry_label(key: &str) -> String {
    let mut label = "bib.".to_owned();
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => label.push(byte.into()),
            _ => label.push_str(&format!("-{byte:02x}")),
        }
    }
    label
}

/// Reads all bibliography files, named below `bibliography/`: `.bib` is BibLaTeX, `.yml` and `.yaml` are Hayagriva's
/// YAML. One bad entry does not hide the others; its key stays known.
pub fn read(project: &Project, files: &[Spanned<String>], diagnostics: &mut Diagnostics) -> Bibliography {
    let mut raws = Vec::new();
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
                let mut entries = syntax::parse(source, diagnostics);
                entries.retain(|entry| is_new(&entry.key, &mut keys, diagnostics));
                raws.extend(entries);
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
    let by_key = works.iter().enumerate().map(|(index, work)| (work.entry.key().to_owned(), index)).collect();
    Bibliography { works: Arc::new(works), by_key }
}

/// Finds the style: `templates/<template>/<name>.csl`, or a built-in CSL style of that name.
///
/// Note styles, superscript styles and styles without a list are refused, as is CSL that is not valid.
pub fn style(
    project: &Project,
    template: &str,
    name: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Result<Style, Reported> {
    style::find(project, template, name, diagnostics)
}

impl Bibliography {
    pub fn contains(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }

    /// All keys, in file order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.works.iter().map(|work| work.entry.key())
    }

    /// What each entry says of its work, in file order.
    pub fn works(&self) -> impl Iterator<Item = Facts<'_>> {
        self.works.iter().map(Facts)
    }

    /// Where an entry's key stands.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.by_key.get(key).map(|&index| self.works[index].key_span)
    }

    /// Formats citations (all of whose keys exist) and the list of the works they cite. `language` is a BCP 47 tag.
    pub fn format(&self, style: &Style, language: &str, citations: &[&Citation], cache: &mut Cache) -> Formatted {
        let request = |citation: &&Citation| {
            let items = citation.items.iter().filter_map(|item| {
                let locator = item.locator.as_ref().map(|locator| locator.value.clone());
                Some((*self.by_key.get(&item.key.value)?, locator))
            });
            Request { items: items.collect(), form: citation.form }
        };
        let question = Question {
            works: self.works.clone(),
            style: style.identity.clone(),
            language: language.to_owned(),
            requests: citations.iter().map(request).collect(),
        };
        let output = cache.answer(question, &style.csl);
        let citations = citations.iter().zip(&output.citations).map(|(citation, pieces)| {
            let known = citation.items.iter().filter(|item| self.contains(&item.key.value));
            let spans: Vec<Span> = known
                .map(|item| item.locator.as_ref().map_or(item.key.span, |locator| item.key.span.to(locator.span)))
                .collect();
            let whole = spans.iter().copied().reduce(Span::to);
            whole.map(|whole| format::inlines(pieces, whole, &|index| spans[index])).unwrap_or_default()
        });
        let entries = output.entries.iter().map(|(index, pieces)| {
            let work = &self.works[*index];
            (work.entry.key().to_owned(), format::inlines(pieces, work.span, &|_| work.span))
        });
        Formatted { citations: citations.collect(), entries: entries.collect() }
    }
}

impl Cache {
    fn answer(&mut self, question: Question, style: &IndependentStyle) -> Arc<Output> {
        if question.requests.is_empty() {
            return Arc::default();
        }
        if let Some(index) = self.outputs.iter().position(|(known, _)| known.is_same(&question)) {
            let found = self.outputs.remove(index);
            self.outputs.push(found);
        } else {
            let terms = self.terms(&question.language);
            let output = format::format(&question.works, style, &terms, &question.requests);
            self.outputs.push((question, Arc::new(output)));
            let surplus = self.outputs.len().saturating_sub(KEPT);
            self.outputs.drain(..surplus);
        }
        self.outputs.last().map(|(_, output)| output.clone()).unwrap_or_default()
    }

    fn terms(&mut self, language: &str) -> Arc<Terms> {
        match &self.terms {
            Some((known, terms)) if known == language => terms.clone(),
            _ => {
                let terms = Arc::new(style::terms(language));
                self.terms = Some((language.to_owned(), terms.clone()));
                terms
            }
        }
    }
}

impl Question {
    fn is_same(&self, other: &Self) -> bool {
        let print_same = |(one, other): (&Work, &Work)| one.entry == other.entry && one.url == other.url;
        self.style == other.style
            && self.language == other.language
            && self.requests == other.requests
            && self.works.len() == other.works.len()
            && self.works.iter().zip(other.works.iter()).all(print_same)
    }
}

/// Notes a key, and says whether it can be cited by that name: it is well formed, and the first of its kind.
fn is_new(key: &Text, keys: &mut BTreeMap<String, Span>, diagnostics: &mut Diagnostics) -> bool {
    if !is_key(&key.text) {
        let found =
            Diagnostic::error(Code("bibliography-key"), key.span, format!("{} cannot be a key", quoted(&key.text)));
        diagnostics.push(found.with_help(
            "A key starts with a letter, a digit or `_`, goes on with these and `: . / + -`, and does not end in punctuation; it has at most 100 characters.",
        ));
        return false;
    }
    if let Some(first) = keys.get(&key.text) {
        let found = Diagnostic::error(Code("duplicate-key"), key.span, format!("the key `{}` stands twice", key.text));
        diagnostics.push(found.with_label(*first, "the first one").with_help("Give one of the works another key."));
        return false;
    }
    keys.insert(key.text.clone(), key.span);
    true
}

/// Whether a citation can name `key`: `[A-Za-z0-9_][A-Za-z0-9_:./+-]*`, not ending in punctuation, at most
/// [`LONGEST_KEY`] characters.
fn is_key(key: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    key.len() <= LONGEST_KEY
        && key.starts_with(is_word)
        && key.ends_with(is_word)
        && key.chars().all(|c| is_word(c) || ":./+-".contains(c))
}

/// An author's text in a message: a line, not too long.
fn quoted(text: &str) -> String {
    const LENGTH: usize = 40;
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(LENGTH) {
        words.truncate(end);
        words.push('…');
    }
    format!("`{words}`")
}
