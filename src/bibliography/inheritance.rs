//! Entries of BibTeX and BibLaTeX, read, with what they draw from each other by `crossref` and `xdata`.
//!
//! `biblatex` follows such links for ever if they lead in circles, so they are walked here first.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use ::biblatex::{self as tex, Chunks, Pair, RawBibliography, RawChunk, Spanned as TexSpanned};

use super::date::{self, When};
use super::fields::{self, Role};
use super::names::Name;
use super::quoted::quoted;
use super::raw::{RawEntry, RawField};
use super::{latex, names, quotes};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::source::Span;

/// A chain of `crossref` and `xdata` is at most this long,
const MAX_ANCESTRY: usize = 8;
/// and draws on at most so many entries, each counted as often as it is drawn on.
const MAX_ANCESTORS: usize = 64;
/// All entries of a bibliography.
pub(super) struct Family<'a> {
    members: Vec<Member<'a>>,
    by_key: BTreeMap<&'a str, usize>,
    /// The keys, once an unknown one is asked for.
    names: OnceCell<Names<'a>>,
}

/// An entry, read.
struct Member<'a> {
    raw: &'a RawEntry,
    values: Vec<(String, Value)>,
    /// The keys of the entries it draws on, with the field that says so.
    links: Vec<(&'a str, Span)>,
}

/// What a field says.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Without LaTeX, with stand-ins for what it marks.
    Text(String),
    Names(Vec<Name>),
    When(When),
}

/// An entry with what it draws from others.
#[derive(Debug, Clone)]
pub(super) struct Whole<'a> {
    pub raw: &'a RawEntry,
    pub values: BTreeMap<String, Value>,
}

impl<'a> Family<'a> {
    /// Reads the fields of all entries, whose keys are unique. Reports those that cannot be read.
    pub(super) fn new(raws: &'a [RawEntry], diagnostics: &mut Diagnostics) -> Self {
        Self {
            members: raws.iter().map(|raw| Member::new(raw, diagnostics)).collect(),
            by_key: raws.iter().enumerate().map(|(index, raw)| (raw.key.text.as_str(), index)).collect(),
            names: OnceCell::new(),
        }
    }

    /// Each entry with what it draws from others. Reports links that lead nowhere.
    pub(super) fn entries(self, diagnostics: &mut Diagnostics) -> Vec<Whole<'a>> {
        let inherited: Vec<_> = (0..self.members.len()).map(|index| self.inherited(index, diagnostics)).collect();
        let whole = |(inherited, member): (Option<Whole<'a>>, Member<'a>)| {
            inherited.unwrap_or_else(|| {
                let mut whole = Whole::new(member.raw);
                member.values.into_iter().for_each(|(name, value)| whole.put(name, value));
                whole
            })
        };
        inherited.into_iter().zip(self.members).map(whole).collect()
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| Names::new(self.by_key.keys().copied()))
    }

    /// The entry with what it draws from others; [`None`] if that is nothing.
    fn inherited(&self, index: usize, diagnostics: &mut Diagnostics) -> Option<Whole<'a>> {
        let member = &self.members[index];
        for (key, span) in &member.links {
            if !self.by_key.contains_key(key) {
                let found =
                    Diagnostic::warning(Code("unknown-entry"), *span, format!("there is no entry {}", quoted(key)));
                diagnostics.push(match self.names().nearest(key) {
                    Some(near) => found.with_help(format!("Did you mean `{near}`?")),
                    None => found.with_help("Correct the key, or delete it."),
                });
            }
        }
        let mut ancestors = Vec::new();
        if let Err(found) = self.walk(&mut vec![index], None, &mut ancestors) {
            found.into_iter().for_each(|found| diagnostics.push(*found));
            return None;
        }
        if ancestors.is_empty() {
            return None;
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        let family: Vec<&Member> = std::iter::once(index).chain(ancestors).map(|index| &self.members[index]).collect();
        let entry = resolve(&family)?;
        let mut whole = Whole::new(member.raw);
        for (name, chunks) in &entry.fields {
            let (of, at) = token_of(chunks)?;
            whole.put(name.clone(), family.get(of)?.values.get(at)?.1.clone());
        }
        // `biblatex` would have the other entry's date take precedence.
        let date = member.values.iter().filter(|(name, _)| name == "date").cloned();
        date.for_each(|(name, value)| whole.put(name, value));
        Some(whole)
    }

    /// Collects what the last entry of `path` draws on, each as often as it does. `place` is the link by which the
    /// first entry of the path came here. An error without a finding is one that another entry reports.
    fn walk(
        &self,
        path: &mut Vec<usize>,
        place: Option<Span>,
        ancestors: &mut Vec<usize>,
    ) -> Result<(), Option<Box<Diagnostic>>> {
        let first = &self.members[path[0]].raw.key.text;
        for (key, span) in &self.members[path[path.len() - 1]].links {
            let Some(&next) = self.by_key.get(key) else { continue };
            let place = place.unwrap_or(*span);
            let error = |code, message| Box::new(Diagnostic::warning(Code(code), place, message));
            if next == path[0] {
                let found = error("bibliography-cycle", format!("`{first}` draws on itself"));
                let found = found.with_label(*span, format!("leads back to `{first}`"));
                return Err(Some(Box::new(found.with_help("Delete one `crossref` or `xdata` of the circle."))));
            }
            if path.contains(&next) {
                return Err(None);
            }
            if path.len() > MAX_ANCESTRY || ancestors.len() >= MAX_ANCESTORS {
                let found = error("bibliography-too-deep", format!("`{first}` draws on too many entries"));
                return Err(Some(Box::new(found.with_help(format!(
                    "A chain of `crossref` and `xdata` has at most {MAX_ANCESTRY} links, and {MAX_ANCESTORS} entries \
                     in all."
                )))));
            }
            ancestors.push(next);
            path.push(next);
            self.walk(path, Some(place), ancestors)?;
            path.pop();
        }
        Ok(())
    }
}

impl<'a> Member<'a> {
    fn new(raw: &'a RawEntry, diagnostics: &mut Diagnostics) -> Self {
        let dates = date::dates(raw, diagnostics).into_iter().map(|(name, when)| (name, Value::When(when)));
        let mut values: Vec<(String, Value)> = dates.collect();
        for field in &raw.fields {
            let role = fields::of_biblatex(&field.name.text).map(|(role, _)| role);
            let text = &field.value.text;
            let value = match role {
                Some(Role::Private | Role::Date) => continue,
                Some(Role::Names | Role::ShortNames) => Value::Names(names(field, diagnostics)),
                Some(Role::Address) => Value::Text(latex::identifier(text)),
                _ => Value::Text(decoded(field, role.is_some(), diagnostics)),
            };
            values.push((field.name.text.clone(), value));
        }
        Self { raw, values, links: links(raw) }
    }
}

impl<'a> Whole<'a> {
    fn new(raw: &'a RawEntry) -> Self {
        Self { raw, values: BTreeMap::new() }
    }

    /// Sets a field that says something.
    fn put(&mut self, name: String, value: Value) {
        let is_empty = match &value {
            Value::Text(text) => text.trim().is_empty(),
            Value::Names(names) => names.is_empty(),
            Value::When(_) => false,
        };
        if !is_empty {
            self.values.insert(name, value);
        }
    }
}

/// The text of a field. Reports LaTeX that is not known in what may be printed.
fn decoded(field: &RawField, is_printed: bool, diagnostics: &mut Diagnostics) -> String {
    let decoded = latex::decode(&field.value.text);
    for (range, what) in decoded.left.into_iter().filter(|_| is_printed) {
        let message = format!("{what} in {} is not known, so it is printed as it is typed", quoted(&field.name.text));
        let found = Diagnostic::warning(Code("bibliography-latex"), field.value.part(range), message);
        diagnostics.push(found.with_help(
            "Write the characters that are meant; `\\$` is a dollar sign, `\\textbackslash{}` a backslash.",
        ));
    }
    quotes::guillemets(&decoded.text)
}

/// The names of a field. Reports what was guessed of them.
fn names(field: &RawField, diagnostics: &mut Diagnostics) -> Vec<Name> {
    let people = names::people(&field.value.text);
    for guess in people.guesses {
        let place = field.value.part(guess.range);
        let found = Diagnostic::warning(Code("bibliography-name"), place, guess.message).with_help(guess.help);
        let fix = guess.instead.filter(|_| place != field.value.span || field.value.is_typed);
        diagnostics.push(match fix {
            Some(instead) => found.with_fix(place, instead),
            None => found,
        });
    }
    people.names
}

/// The entries that an entry draws on, and the field that says so.
pub(super) fn links(raw: &RawEntry) -> Vec<(&str, Span)> {
    let fields = ["crossref", "xdata"].into_iter().filter_map(|name| raw.field(name));
    fields
        .flat_map(|field| field.value.text.split(',').map(|key| (key.trim(), field.value.span)))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// What the first of some entries draws on the others, field by field, as `biblatex` has it: each text is a token for
/// the entry and the value in it.
fn resolve(members: &[&Member]) -> Option<tex::Entry> {
    let links: Vec<String> =
        (members.iter()).map(|member| member.links.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(",")).collect();
    let tokens: Vec<Vec<String>> = (members.iter().enumerate())
        .map(|(of, member)| (0..member.values.len()).map(|at| format!("{of}.{at}")).collect())
        .collect();
    let mut raw = RawBibliography { preamble: String::new(), entries: Vec::new(), abbreviations: Vec::new() };
    for ((member, links), tokens) in members.iter().zip(&links).zip(&tokens) {
        // To `biblatex` the two kinds of link are one.
        let links = Some(("xdata", links.as_str())).filter(|(_, links)| !links.is_empty());
        let names = member.values.iter().map(|(name, _)| name.as_str());
        let fields = names.zip(tokens.iter().map(String::as_str)).chain(links).map(|(name, text)| {
            let chunk = TexSpanned::detached(RawChunk::Normal(text));
            Pair::new(TexSpanned::detached(name), TexSpanned::detached(vec![chunk]))
        });
        raw.entries.push(TexSpanned::detached(tex::RawEntry {
            key: TexSpanned::detached(&member.raw.key.text),
            kind: TexSpanned::detached(&member.raw.kind.text),
            fields: fields.collect(),
        }));
    }
    Some(tex::Bibliography::from_raw(raw).ok()?.into_vec().swap_remove(0))
}

/// Which value of which entry a token stands for.
fn token_of(chunks: &Chunks) -> Option<(usize, usize)> {
    let (of, at) = chunks.first()?.v.get().split_once('.')?;
    Some((of.parse().ok()?, at.parse().ok()?))
}
