//! Entries as `biblatex` reads them, with what they draw from each other by `crossref` and `xdata`.
//!
//! `biblatex` follows such links for ever if they lead in circles, so they are walked here first.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use ::biblatex::{self as tex, Pair, ParseErrorKind, RawBibliography, RawChunk, Spanned as TexSpanned};

use super::date;
use super::fields::{self, Role};
use super::quoted::quoted;
use super::standin;
use super::syntax::{MAX_FIELD, RawEntry, RawField};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Names};
use crate::source::Span;

/// A chain of `crossref` and `xdata` is at most this long,
const MAX_ANCESTRY: usize = 8;
/// and draws on at most so many entries, each counted as often as it is drawn on.
const MAX_ANCESTORS: usize = 64;
/// Farther apart than any field is long.
const OFFSETS: usize = 4 * MAX_FIELD;

/// All entries of a bibliography.
pub(super) struct Family<'a> {
    members: Vec<Member<'a>>,
    by_key: BTreeMap<&'a str, usize>,
    /// The keys, once an unknown one is asked for.
    names: OnceCell<Names<'a>>,
}

/// An entry whose every field `biblatex` is known to read.
struct Member<'a> {
    raw: &'a RawEntry,
    entry: tex::Entry,
    /// Name and text of the fields in `entry`.
    fields: Vec<(String, String)>,
    /// The keys of the entries it draws on, with the field that says so.
    links: Vec<(&'a str, Span)>,
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

    /// Each entry as it is written, and as it reads with what it draws from others. Reports links that lead nowhere.
    pub(super) fn entries(&self, diagnostics: &mut Diagnostics) -> Vec<(&'a RawEntry, tex::Entry)> {
        let inherited = |(index, member): (usize, &Member<'a>)| {
            let entry = self.inherited(index, diagnostics).unwrap_or_else(|| member.entry.clone());
            (member.raw, entry)
        };
        self.members.iter().enumerate().map(inherited).collect()
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| Names::new(self.by_key.keys().copied()))
    }

    /// The entry with what it draws from others; [`None`] if that is nothing.
    fn inherited(&self, index: usize, diagnostics: &mut Diagnostics) -> Option<tex::Entry> {
        let member = &self.members[index];
        for (key, span) in &member.links {
            if !self.by_key.contains_key(key) {
                let found =
                    Diagnostic::error(Code("unknown-entry"), *span, format!("there is no entry {}", quoted(key)));
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
        let mut entry = parse(&family).ok()?;
        // `biblatex` would have the other entry's date take precedence.
        if let Some(own) = member.entry.fields.get("date") {
            entry.fields.insert("date".to_owned(), own.clone());
        }
        Some(entry)
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
            let error = |code, message| Box::new(Diagnostic::error(Code(code), place, message));
            if next == path[0] {
                let found = error("bibliography-cycle", format!("`{first}` draws on itself"));
                let found = found.with_label(*span, format!("leads back to `{first}`"));
                return Err(Some(Box::new(found.with_help("Delete one `crossref` or `xdata` of the circle."))));
            }
            if path.contains(&next) {
                return Err(None);
            }
            if path.len() > MAX_ANCESTRY || ancestors.len() >= MAX_ANCESTORS {
                let found = error("bibliography-nesting", format!("`{first}` draws on too many entries"));
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
        let dates = date::dates(raw, diagnostics);
        let is_read =
            |name: &str| !fields::of_biblatex(name).is_some_and(|(role, _)| matches!(role, Role::Private | Role::Date));
        let mut good: Vec<&RawField> = raw.fields.iter().filter(|field| is_read(&field.name.text)).collect();
        loop {
            let texts = good.iter().map(|field| (field.name.text.clone(), readable(&field.value.text)));
            let entry = tex::Entry::new(raw.key.text.clone(), tex::EntryType::Misc);
            let mut member =
                Self { raw, entry, fields: texts.chain(dates.iter().cloned()).collect(), links: Vec::new() };
            match parse(&[&member]) {
                Ok(entry) => return Self { entry, links: links(raw), ..member },
                Err(error) if error.span.start / OFFSETS < good.len() => {
                    diagnostics.push(unreadable(good.remove(error.span.start / OFFSETS), &error.kind));
                }
                Err(_) => {
                    member.fields.clear();
                    return member;
                }
            }
        }
    }
}

/// The text of a field without what `biblatex` takes wrong: spaces of other widths, and accents on a dotless letter
/// without braces.
fn readable(text: &str) -> String {
    let mut text = standin::blanks(text);
    for letter in ["\\i", "\\j"].iter().filter(|letter| text.contains(**letter)).collect::<Vec<_>>() {
        for accent in ["'", "`", "^", "\"", "~", "=", "."] {
            text = text.replace(&format!("\\{accent}{letter}"), &format!("\\{accent}{{{letter}}}"));
        }
    }
    text
}

/// The entries that an entry draws on, and the field that says so.
pub(super) fn links(raw: &RawEntry) -> Vec<(&str, Span)> {
    let fields = ["crossref", "xdata"].into_iter().filter_map(|name| raw.field(name));
    fields
        .flat_map(|field| field.value.text.split(',').map(|key| (key.trim(), field.value.span)))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// `biblatex`'s reading of the first of some entries, which may draw on the others. Field `n` stands at
/// `n * OFFSETS` in the spans of an error.
fn parse(members: &[&Member]) -> Result<tex::Entry, tex::ParseError> {
    let links: Vec<String> =
        (members.iter()).map(|member| member.links.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(",")).collect();
    let mut raw = RawBibliography { preamble: String::new(), entries: Vec::new(), abbreviations: Vec::new() };
    let mut start = 0;
    for (member, links) in members.iter().zip(&links) {
        // To `biblatex` the two kinds of link are one.
        let links = Some(("xdata", links.as_str())).filter(|(_, links)| !links.is_empty());
        let fields = member.fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).chain(links);
        let fields = fields.map(|(name, text)| {
            let chunk = TexSpanned::new(RawChunk::Normal(text), start..start + text.len());
            start += OFFSETS;
            Pair::new(TexSpanned::detached(name), TexSpanned::detached(vec![chunk]))
        });
        raw.entries.push(TexSpanned::detached(tex::RawEntry {
            key: TexSpanned::detached(&member.raw.key.text),
            kind: TexSpanned::detached(&member.raw.kind.text),
            fields: fields.collect(),
        }));
    }
    Ok(tex::Bibliography::from_raw(raw)?.into_vec().swap_remove(0))
}

fn unreadable(field: &RawField, kind: &ParseErrorKind) -> Diagnostic {
    let message = match kind {
        ParseErrorKind::UnexpectedEof => format!("a command or `$` in {} is never closed", quoted(&field.name.text)),
        _ => format!("the LaTeX in {} cannot be read", quoted(&field.name.text)),
    };
    Diagnostic::error(Code("bibliography-latex"), field.value.span, message)
        .with_help("Write `\\$` for a dollar sign and `\\textbackslash{}` for a backslash.")
}
