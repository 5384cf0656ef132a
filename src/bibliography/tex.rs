//! BibLaTeX entries → works, by way of `biblatex` and `hayagriva`, whose losses are made good here.

use std::collections::HashMap;

use ::biblatex::{
    self as tex, Chunk, Chunks, ChunksExt, Pair, ParseErrorKind, RawBibliography, RawChunk, Spanned as TexSpanned,
};
use hayagriva::Entry;
use hayagriva::types::{EntryType, QualifiedUrl};

use super::syntax::{MAX_FIELD, RawEntry, RawField};
use super::work::{self, Work};
use super::{identifier, standin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;

/// A chain of `crossref` and `xdata` is at most this long,
const MAX_ANCESTRY: usize = 8;
/// and draws on at most so many entries, each counted as often as it is drawn on.
const MAX_ANCESTORS: usize = 64;

/// Reads as a work each entry that is one. Entries may draw on each other by `crossref` and `xdata`.
pub(super) fn works(raws: &[RawEntry], diagnostics: &mut Diagnostics) -> Vec<Work> {
    let by_key = raws.iter().enumerate().rev().map(|(index, raw)| (raw.key.text.as_str(), index)).collect();
    let prepared = raws.iter().map(|raw| Prepared::new(raw, diagnostics)).collect();
    let library = Library { raws, prepared, by_key };
    (0..raws.len()).filter_map(|index| library.work(index, diagnostics)).collect()
}

struct Library<'a> {
    raws: &'a [RawEntry],
    prepared: Vec<Prepared>,
    by_key: HashMap<&'a str, usize>,
}

/// An entry whose every field `biblatex` is known to read.
struct Prepared {
    entry: tex::Entry,
    /// Name and text of the fields in `entry`.
    fields: Vec<(String, String)>,
    /// The entries it draws on, with the field that says so.
    links: Vec<(String, Span)>,
}

/// Fields that are never printed, and could only do harm.
const DROPPED: [&str; 10] =
    ["abstract", "annotation", "annote", "crossref", "file", "ids", "keywords", "pdf", "xdata", "entryset"];
/// Fields that hold a date, whole,
const DATES: [&str; 4] = ["date", "eventdate", "origdate", "urldate"];
/// or in parts.
const DATE_PARTS: [&str; 3] = ["year", "month", "day"];
/// Types that BibLaTeX names without saying how to print them.
const CUSTOM_TYPES: [&str; 20] = [
    "artwork",
    "audio",
    "bibnote",
    "commentary",
    "image",
    "jurisdiction",
    "legal",
    "legislation",
    "letter",
    "movie",
    "music",
    "performance",
    "review",
    "standard",
    "video",
    "map",
    "newspaper",
    "speech",
    "podcast",
    "other",
];
/// The other types, to be offered for a misspelt one.
const KNOWN_TYPES: [&str; 21] = [
    "article",
    "book",
    "booklet",
    "collection",
    "conference",
    "dataset",
    "inbook",
    "incollection",
    "inproceedings",
    "inreference",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "patent",
    "phdthesis",
    "proceedings",
    "report",
    "techreport",
    "thesis",
    "unpublished",
];
/// Fields that hold names.
const NAMES: [&str; 15] = [
    "afterword",
    "annotator",
    "author",
    "bookauthor",
    "commentator",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "foreword",
    "holder",
    "introduction",
    "shortauthor",
    "shorteditor",
    "translator",
];
/// Fields that look like numbers.
const NUMBERS: [&str; 6] = ["chapter", "edition", "issue", "number", "version", "volume"];
/// Fields that `biblatex` takes for lists and would join by commas.
const LISTS: [&str; 3] = ["institution", "organization", "publisher"];

impl Prepared {
    fn new(raw: &RawEntry, diagnostics: &mut Diagnostics) -> Self {
        let dates = dates(raw, diagnostics);
        let is_read = |name: &str| !DROPPED.contains(&name) && !DATE_PARTS.contains(&name) && !DATES.contains(&name);
        let mut readable: Vec<&RawField> =
            raw.fields.iter().filter(|field| is_read(field.name.text.as_str())).collect();
        loop {
            let texts = readable.iter().map(|field| (field.name.text.clone(), standin::blanks(&field.value.text)));
            let fields: Vec<(String, String)> = texts.chain(dates.iter().cloned()).collect();
            match parse(&[(raw, &fields, "")]) {
                Ok(entry) => return Self { entry, fields, links: links(raw) },
                Err(error) => {
                    let bad = error.span.start / OFFSETS;
                    if bad >= readable.len() {
                        return Self { entry: stub(raw), fields: Vec::new(), links: Vec::new() };
                    }
                    diagnostics.push(unreadable(readable.remove(bad), &error.kind));
                }
            }
        }
    }
}

/// The entries that an entry draws on, and the field that says so.
fn links(raw: &RawEntry) -> Vec<(String, Span)> {
    let fields = ["crossref", "xdata"].into_iter().filter_map(|name| raw.field(name));
    fields
        .flat_map(|field| field.value.text.split(',').map(|key| (key.trim().to_owned(), field.value.span)))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// `biblatex`'s reading of the first of some entries, which may draw on the others by their `xdata`.
/// Field `n` stands at `n * OFFSETS` in the spans of an error.
fn parse(entries: &[(&RawEntry, &[(String, String)], &str)]) -> Result<tex::Entry, tex::ParseError> {
    let mut start = 0;
    let mut raw = RawBibliography { preamble: String::new(), entries: Vec::new(), abbreviations: Vec::new() };
    for (entry, fields, links) in entries {
        let links = Some(("xdata", *links)).filter(|(_, links)| !links.is_empty());
        let fields = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).chain(links);
        let fields = fields.map(|(name, text)| {
            let chunk = TexSpanned::new(RawChunk::Normal(text), start..start + text.len());
            start += OFFSETS;
            Pair::new(TexSpanned::detached(name), TexSpanned::detached(vec![chunk]))
        });
        raw.entries.push(TexSpanned::detached(tex::RawEntry {
            key: TexSpanned::detached(&entry.key.text),
            kind: TexSpanned::detached(&entry.kind.text),
            fields: fields.collect(),
        }));
    }
    Ok(tex::Bibliography::from_raw(raw)?.into_vec().swap_remove(0))
}

/// Farther apart than any field is long.
const OFFSETS: usize = 4 * MAX_FIELD;

fn unreadable(field: &RawField, kind: &ParseErrorKind) -> Diagnostic {
    let message = match kind {
        ParseErrorKind::UnexpectedEof => format!("a command or `$` in `{}` is never closed", field.name.text),
        _ => format!("the LaTeX in `{}` cannot be read", field.name.text),
    };
    Diagnostic::error(Code("bibliography-latex"), field.value.span, message)
        .with_help("Write `\\$` for a dollar sign and `\\textbackslash{}` for a backslash.")
}

impl Library<'_> {
    /// The work that an entry describes; [`None`] if it only lends its fields to others.
    fn work(&self, index: usize, diagnostics: &mut Diagnostics) -> Option<Work> {
        let raw = &self.raws[index];
        let kind = tex::EntryType::new(&raw.kind.text);
        if kind == tex::EntryType::XData {
            return None;
        }
        if kind == tex::EntryType::Set {
            let found = Diagnostic::error(Code("unsupported-entry"), raw.kind.span, "entry sets cannot be cited");
            diagnostics.push(found.with_help("Cite the works of the set one by one: `[@one; @two]`."));
        } else if matches!(&kind, tex::EntryType::Unknown(name) if !CUSTOM_TYPES.contains(&name.as_str())) {
            let message = format!("`{}` is not a type of entry; it is printed as `misc`", raw.kind.text);
            let known = KNOWN_TYPES.iter().chain(&CUSTOM_TYPES).copied();
            let help = match nearest(&raw.kind.text, known) {
                Some(near) => format!("Did you mean `@{near}`?"),
                None => "Use a type of BibLaTeX, such as `@report`, `@book`, `@article` or `@online`.".to_owned(),
            };
            diagnostics.push(Diagnostic::warning(Code("unknown-entry-type"), raw.kind.span, message).with_help(help));
        }
        let entry = self.inherited(index, diagnostics).unwrap_or_else(|| self.prepared[index].entry.clone());
        Some(Reader { raw, entry, diagnostics }.read())
    }

    /// The entry with what it draws from others; [`None`] if that is nothing.
    fn inherited(&self, index: usize, diagnostics: &mut Diagnostics) -> Option<tex::Entry> {
        let prepared = &self.prepared[index];
        for (key, span) in &prepared.links {
            if !self.by_key.contains_key(key.as_str()) {
                let found = Diagnostic::error(Code("unknown-key"), *span, format!("there is no entry `{key}`"));
                diagnostics.push(match nearest(key, self.by_key.keys().copied()) {
                    Some(near) => found.with_help(format!("Did you mean `{near}`?")),
                    None => found.with_help("Correct the key, or delete it."),
                });
            }
        }
        let mut ancestors = Vec::new();
        if let Err(found) = self.ancestors(&mut vec![index], &mut ancestors) {
            diagnostics.push(found);
            return None;
        }
        if ancestors.is_empty() {
            return None;
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        let family: Vec<_> = (std::iter::once(index).chain(ancestors))
            .map(|index| {
                let links: Vec<&str> = self.prepared[index].links.iter().map(|(key, _)| key.as_str()).collect();
                (&self.raws[index], &self.prepared[index].fields, links.join(","))
            })
            .collect();
        let family: Vec<_> =
            family.iter().map(|(raw, fields, links)| (*raw, fields.as_slice(), links.as_str())).collect();
        let mut entry = parse(&family).ok()?;
        // `biblatex` prefers the other entry's date.
        if let Some(own) = prepared.entry.fields.get("date") {
            entry.fields.insert("date".to_owned(), own.clone());
        }
        Some(entry)
    }

    /// Collects what the last entry of `path` draws on, each as often as it does.
    fn ancestors(&self, path: &mut Vec<usize>, ancestors: &mut Vec<usize>) -> Result<(), Diagnostic> {
        let (first, last) = (path[0], path[path.len() - 1]);
        for (key, span) in &self.prepared[last].links {
            let Some(&next) = self.by_key.get(key.as_str()) else { continue };
            // Where the mistake is shown: at the entry we started from, if it has a part in it.
            let place = if first == last { *span } else { self.prepared[first].links[0].1 };
            if path.contains(&next) {
                let message = format!("`{}` draws on itself", self.raws[next].key.text);
                let found = Diagnostic::error(Code("bibliography-cycle"), place, message);
                let found = found.with_label(*span, format!("leads back to `{}`", self.raws[next].key.text));
                return Err(found.with_help("Delete one `crossref` or `xdata` of the circle."));
            }
            if path.len() > MAX_ANCESTRY || ancestors.len() >= MAX_ANCESTORS {
                let message = format!("`{}` draws on too many entries", self.raws[first].key.text);
                let found = Diagnostic::error(Code("bibliography-nesting"), place, message);
                return Err(found.with_help(format!(
                    "A chain of `crossref` and `xdata` has at most {MAX_ANCESTRY} links, and {MAX_ANCESTORS} entries in all."
                )));
            }
            ancestors.push(next);
            path.push(next);
            self.ancestors(path, ancestors)?;
            path.pop();
        }
        Ok(())
    }
}

/// Makes a work of one entry.
struct Reader<'a> {
    raw: &'a RawEntry,
    entry: tex::Entry,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn read(mut self) -> Work {
        self.entry.fields.retain(|_, chunks| !chunks.format_verbatim().trim().is_empty());
        self.report_latex();
        self.join_subtitles();
        self.fill_publisher();
        self.protect_numbers();
        self.protect_names();
        self.check_identifiers();
        let url = self.check_url();
        let eu_document = self.eu_document();
        if !self.raw.broken {
            self.report_missing();
        }
        let mut entry = loop {
            match Entry::try_from(&self.entry) {
                Ok(entry) => break entry,
                Err(error) => {
                    let field = self.entry.fields.iter().find(|(_, chunks)| chunks.span() == error.span);
                    let Some(name) = field.map(|(name, _)| name.clone()) else {
                        break Entry::new(&self.raw.key.text, EntryType::Misc);
                    };
                    self.entry.fields.remove(&name);
                    let message = format!("the field `{name}` cannot be read: {}", error.kind);
                    self.report(Code("bibliography-field"), &name, message, "Correct it, or delete it.");
                }
            }
        };
        if eu_document {
            entry = work::with_type(&entry, EntryType::Legislation);
        }
        Work::new(entry, self.raw.key.span, self.raw.span, url)
    }

    /// Says which LaTeX is printed as it is typed.
    fn report_latex(&mut self) {
        for field in &self.raw.fields {
            let Some(chunks) = self.entry.fields.get(&field.name.text) else { continue };
            let message = if chunks.iter().any(|chunk| matches!(chunk.v, Chunk::Math(_))) {
                format!("the formula in `{}` is printed as it is typed", field.name.text)
            } else if let Some(command) = printed_command(&field.value.text, &chunks.format_verbatim()) {
                format!("the LaTeX command `{command}` is printed as it is typed")
            } else {
                continue;
            };
            let found = Diagnostic::warning(Code("bibliography-latex"), field.value.span, message);
            self.diagnostics.push(found.with_help("Write the characters themselves; `\\$` prints a dollar sign."));
        }
    }

    /// `hayagriva` knows no subtitles: they follow the title after a spaced en dash (ISG 5.9.4).
    fn join_subtitles(&mut self) {
        for prefix in ["", "book", "issue", "journal", "main"] {
            let Some(subtitle) = self.entry.fields.remove(&format!("{prefix}subtitle")) else { continue };
            let title = format!("{prefix}title");
            let title =
                if prefix == "journal" && !self.entry.fields.contains_key(&title) { "journal".into() } else { title };
            if let Some(chunks) = self.entry.fields.get_mut(&title) {
                chunks.push(TexSpanned::detached(Chunk::Normal(" – ".to_owned())));
                chunks.extend(subtitle);
            }
        }
    }

    /// Reports and theses name an institution, which CSL calls their publisher.
    fn fill_publisher(&mut self) {
        if !self.entry.fields.contains_key("publisher") {
            let names = ["institution", "school", "organization"];
            if let Some(chunks) = names.iter().find_map(|&name| self.entry.fields.remove(name)) {
                self.entry.fields.insert("publisher".to_owned(), chunks);
            }
        }
        for name in LISTS {
            if let Some(chunks) = self.entry.fields.get_mut(name) {
                *chunks = verbatim(chunks.format_verbatim());
            }
        }
    }

    fn protect_numbers(&mut self) {
        for name in NUMBERS {
            if let Some(chunks) = self.entry.fields.get_mut(name) {
                let text = chunks.format_verbatim().trim().to_owned();
                *chunks = verbatim(if standin::is_plain_number(&text) { text } else { standin::number(&text) });
            }
        }
        // BibLaTeX defines pages as ranges: whatever dash is typed, an en dash is printed.
        if let Some(chunks) = self.entry.fields.get_mut("pages") {
            let text = chunks.format_verbatim().trim().replace('-', "–");
            if !text.split([',', '–']).map(str::trim).all(standin::is_plain_number) {
                *chunks = verbatim(standin::number(&text));
            }
        }
    }

    fn protect_names(&mut self) {
        for name in NAMES {
            let Some(chunks) = self.entry.fields.get_mut(name) else { continue };
            let text = chunks.format_verbatim();
            if !["family=", "family =", "given=", "given ="].iter().any(|part| text.contains(part)) {
                chunks.iter_mut().for_each(|chunk| *chunk.v.get_mut() = standin::equals_sign(chunk.v.get()));
                let commas = |chunks: &Chunks| {
                    let plain = chunks.iter().filter(|chunk| matches!(chunk.v, Chunk::Normal(_)));
                    plain.map(|chunk| chunk.v.get().matches(',').count()).sum::<usize>()
                };
                let people: Vec<Chunks> = chunks.parse().unwrap_or_default();
                if people.iter().any(|person| commas(person) > 2) {
                    let help = "Names are separated by ` and `: `Jones, Ann and Smith, Bob`.";
                    self.report(Code("bibliography-name"), name, "a name has too many commas".to_owned(), help);
                }
            }
        }
    }

    fn check_identifiers(&mut self) {
        if let Some(chunks) = self.entry.fields.remove("doi") {
            let text = chunks.format_verbatim();
            match identifier::doi(&text) {
                Some(doi) => {
                    self.entry.fields.insert("doi".to_owned(), verbatim(doi.to_owned()));
                }
                None => {
                    let message = format!("`{}` is not a DOI", text.trim());
                    self.report(identifier::INVALID_DOI, "doi", message, identifier::DOI_HELP);
                }
            }
        }
        let isbn = self.entry.fields.get("isbn").map(|chunks| chunks.format_verbatim()).unwrap_or_default();
        if let Some(wrong) = identifier::wrong_isbn(&isbn) {
            let message = format!("`{wrong}` is not an ISBN: its check digit does not fit");
            let found = Diagnostic::warning(identifier::INVALID_ISBN, self.place("isbn"), message);
            self.diagnostics.push(found.with_help(identifier::ISBN_HELP));
        }
    }

    /// Keeps an address only if a link may lead there. Returns it as it is written.
    fn check_url(&mut self) -> Option<String> {
        let text = self.entry.fields.remove("url")?.format_verbatim();
        let url = text.trim();
        if identifier::is_web_address(url) && url.parse::<QualifiedUrl>().is_ok() {
            self.entry.fields.insert("url".to_owned(), verbatim(url.to_owned()));
            return Some(url.to_owned());
        }
        let message = format!("`{url}` is not a web address");
        self.report(identifier::INVALID_URL, "url", message, identifier::URL_HELP);
        None
    }

    /// Whether this is a document of the EU's own series, `COM(2010) 673 final`, of a known day: the style prints its
    /// date after its number (ISG Annex C), so a number that already ends with the date is freed of it.
    fn eu_document(&mut self) -> bool {
        let (Some(number), Some(date)) = (self.entry.fields.get("number"), self.entry.fields.get("date")) else {
            return false;
        };
        let number = standin::restore(&number.format_verbatim(), None);
        let Some((day, month, year)) = full_date(&date.format_verbatim()) else { return false };
        if !is_eu_number(&number) {
            return false;
        }
        let bare = number.strip_suffix(&format!(" of {day} {} {year}", LONG_MONTHS[month - 1])).unwrap_or(&number);
        if bare.contains(" of ") {
            return false;
        }
        self.entry.fields.insert("number".to_owned(), verbatim(standin::number(bare)));
        true
    }

    fn report_missing(&mut self) {
        let key = &self.raw.key;
        if !self.entry.fields.contains_key("title") {
            let found = Diagnostic::error(work::MISSING_TITLE, key.span, format!("`{}` has no title", key.text));
            self.diagnostics.push(found.with_help("Add `title = {…}`."));
        }
        let has_date = ["date", "year", "month"].iter().any(|name| self.raw.field(name).is_some());
        if !has_date && !self.entry.fields.contains_key("date") {
            let found = Diagnostic::warning(work::MISSING_DATE, key.span, format!("`{}` has no date", key.text));
            self.diagnostics.push(found.with_help("Add `date = {2012}`, as precisely as it is known."));
        }
    }

    fn report(&mut self, code: Code, field: &str, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::error(code, self.place(field), message).with_help(help));
    }

    /// Where a field stands; the key of an entry that has it from another.
    fn place(&self, field: &str) -> Span {
        self.raw.field(field).map_or(self.raw.key.span, |field| field.value.span)
    }
}

fn verbatim(text: String) -> Chunks {
    vec![TexSpanned::detached(Chunk::Verbatim(text))]
}

/// The first LaTeX command of `raw` that is still one in what was made of it.
fn printed_command<'a>(raw: &'a str, decoded: &str) -> Option<&'a str> {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let name = &rest[at + 1..];
        let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let command = &rest[at..at + 1 + length];
        if length > 0 && decoded.contains(command) {
            return Some(command);
        }
        // An escaped character is not the start of the next command.
        let next = at + 1 + length.max(name.chars().next().map_or(0, char::len_utf8));
        rest = &rest[next..];
    }
    None
}

/// The dates of an entry in the one form that `biblatex` cannot misread. Reports those that are none.
fn dates(raw: &RawEntry, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut dates = Vec::new();
    for field in DATES.iter().filter_map(|name| raw.field(name)) {
        let text = field.value.text.trim_matches(['{', '}', ' ']);
        let (start, end) = text.split_once('/').unwrap_or((text, text));
        let known: Vec<&str> = [end, start].into_iter().filter(|part| !matches!(part.trim(), "" | "..")).collect();
        if known.is_empty() || !known.iter().all(|date| is_date(date.trim().trim_end_matches(['?', '~', '%']))) {
            let found = Diagnostic::error(DATE, field.value.span, format!("`{text}` is not a date"));
            diagnostics.push(found.with_help("Write a date as `2012`, `2012-12` or `2012-12-10`."));
            continue;
        }
        if text.contains('/') {
            let message = format!("of the dates `{text}` only `{}` is printed", known[0]);
            let found = Diagnostic::warning(Code("date-range"), field.value.span, message);
            diagnostics.push(found.with_help("Give the one date that readers need to find the work."));
        }
        dates.push((field.name.text.clone(), known[0].trim().to_owned()));
    }
    if raw.field("date").is_none() {
        let mut date = String::new();
        for name in DATE_PARTS {
            let Some(field) = raw.field(name) else { break };
            let text = field.value.text.trim_matches(['{', '}', ' ']);
            let longer = match (name, month_number(text)) {
                ("year", _) => text.to_owned(),
                ("month", Some(month)) => format!("{date}-{month:02}"),
                _ => format!("{date}-{text:0>2}"),
            };
            if !is_date(&longer) {
                let found = Diagnostic::error(DATE, field.value.span, format!("`{text}` is not a {name}"));
                diagnostics
                    .push(found.with_help("Write the date as `date = {2012-12-10}`, as precisely as it is known."));
                break;
            }
            date = longer;
        }
        if !date.is_empty() {
            dates.push(("date".to_owned(), date));
        }
    }
    dates
}

const DATE: Code = Code("bibliography-date");

const LONG_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// 1 to 12, of a month's English name or the first three letters of it.
fn month_number(text: &str) -> Option<usize> {
    let is_meant = |month: &&str| text.eq_ignore_ascii_case(month) || text.eq_ignore_ascii_case(&month[..3]);
    LONG_MONTHS.iter().position(|month| is_meant(&month)).map(|index| index + 1)
}

/// Whether `text` is `2012`, `2012-12` or `2012-12-10`, and such a day can be.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let number = |index: usize| parts.get(index).map_or(1, |part| part.parse::<u32>().unwrap_or(0));
    digits
        && [&[4][..], &[4, 2], &[4, 2, 2]].contains(&lengths.as_slice())
        && number(0) > 0
        && (1..=12).contains(&number(1))
        && (1..=31).contains(&number(2))
        && !(number(2) == 31 && matches!(number(1), 2 | 4 | 6 | 9 | 11))
        && !(number(2) == 30 && number(1) == 2)
}

/// Day, month (1 to 12) and year of `2010-11-22`.
fn full_date(text: &str) -> Option<(u8, usize, u16)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some((day.parse().ok()?, month.parse().ok().filter(|month| (1..=12).contains(month))?, year.parse().ok()?))
}

/// Whether `text` starts like `COM(2010) 673`.
fn is_eu_number(text: &str) -> bool {
    let series = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let Some((year, number)) = text[series..].strip_prefix('(').and_then(|rest| rest.split_once(") ")) else {
        return false;
    };
    (1..=5).contains(&series)
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && number.starts_with(|character: char| character.is_ascii_digit())
}

/// An entry of which nothing but its key is known.
fn stub(raw: &RawEntry) -> tex::Entry {
    tex::Entry::new(raw.key.text.clone(), tex::EntryType::Misc)
}
