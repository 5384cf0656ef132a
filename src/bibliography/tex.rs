//! BibLaTeX entries → works, by way of `biblatex` and `hayagriva`, whose losses are made good here.

use ::biblatex::{self as tex, Chunk, Chunks, ChunksExt, Spanned as TexSpanned};
use hayagriva::Entry;
use hayagriva::types::{EntryType, QualifiedUrl};

use super::date::full_date;
use super::fields::{self, Role};
use super::inheritance::{self, Family};
use super::quoted::quoted;
use super::syntax::{RawEntry, RawField};
use super::unprinted::{Field, Read};
use super::work::{self, Work};
use super::{identifier, standin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::terms::Terms;

/// Reads as a work each entry that is one, in their order. Keys are unique.
pub(super) fn works(raws: &[RawEntry], diagnostics: &mut Diagnostics) -> Vec<Work> {
    let entries = Family::new(raws, diagnostics).entries(diagnostics);
    // An `@xdata` entry only lends its fields to others.
    let entries = entries.into_iter().filter(|(_, entry)| entry.entry_type != tex::EntryType::XData);
    entries
        .map(|(raw, entry)| {
            report_type(raw, &entry.entry_type, diagnostics);
            Reader { raw, entry, diagnostics }.read()
        })
        .collect()
}

/// Types that BibLaTeX names without saying how to print them.
const CUSTOM_TYPES: &str = "artwork audio bibnote commentary image jurisdiction legal legislation letter movie music \
    performance review standard video";
/// The other types, to be offered for a misspelt one.
const KNOWN_TYPES: &str = "article book booklet collection conference dataset inbook incollection inproceedings \
    inreference manual mastersthesis misc online patent phdthesis proceedings report techreport thesis unpublished";
/// Fields that `biblatex` takes for lists and would join by commas.
const LISTS: [&str; 3] = ["institution", "organization", "publisher"];

/// Says which types of entry are not printed as such.
fn report_type(raw: &RawEntry, kind: &tex::EntryType, diagnostics: &mut Diagnostics) {
    if *kind == tex::EntryType::Set {
        let found = Diagnostic::error(Code("unsupported-entry"), raw.kind.span, "entry sets cannot be cited");
        diagnostics.push(found.with_help("Cite the works of the set one by one: `[@one; @two]`."));
    } else if matches!(kind, tex::EntryType::Unknown(name) if !name.is_empty() && !is_word_of(CUSTOM_TYPES, name)) {
        let message = format!("{} is not a type of entry; it is printed as `misc`", quoted(&raw.kind.text));
        let known = KNOWN_TYPES.split(' ').chain(CUSTOM_TYPES.split(' '));
        let help = match nearest(&raw.kind.text, known) {
            Some(near) => format!("Did you mean `@{near}`?"),
            None => "Use a type of BibLaTeX, such as `@report`, `@book`, `@article` or `@online`.".to_owned(),
        };
        diagnostics.push(Diagnostic::warning(Code("unknown-entry-type"), raw.kind.span, message).with_help(help));
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
        let fields = self.raw.fields.iter().map(|field| self.field(field)).collect();
        self.report_fields();
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
        Work {
            fields,
            draws_on: inheritance::links(self.raw).into_iter().map(|(key, _)| key.to_owned()).collect(),
            broken: self.raw.broken,
            ..Work::new(entry, self.raw.key.span, self.raw.span, url)
        }
    }

    /// A field as its author wrote it, with what is to be read of it.
    fn field(&self, field: &RawField) -> Field {
        let (name, span) = (field.name.text.clone(), field.value.span);
        let read = fields::of_biblatex(&name).map(|(role, loss)| {
            let decoded = self.entry.fields.get(&name).map(|chunks| standin::restore(&chunks.format_verbatim(), None));
            Read { role, loss, text: decoded.unwrap_or_else(|| field.value.text.clone()) }
        });
        Field { name, span, read }
    }

    /// Says which fields are probably misspelt.
    fn report_fields(&mut self) {
        for name in self.raw.fields.iter().map(|field| &field.name) {
            if fields::of_biblatex(&name.text).is_some() {
                continue;
            }
            let alike =
                fields::known().filter(|known| known.len() > 3 && known.as_bytes()[0] == name.text.as_bytes()[0]);
            if let Some(near) = nearest(&name.text, alike) {
                let message = format!("{} is not a field of BibLaTeX", quoted(&name.text));
                let found = Diagnostic::warning(Code("unknown-field"), name.span, message);
                self.diagnostics.push(found.with_help(format!("Did you mean `{near}`?")));
            }
        }
    }

    /// Says which LaTeX is printed as it is typed.
    fn report_latex(&mut self) {
        for field in &self.raw.fields {
            let Some(chunks) = self.entry.fields.get(&field.name.text) else { continue };
            if matches!(field.name.text.as_str(), "url" | "doi" | "eprint") {
                continue;
            }
            let name = quoted(&field.name.text);
            let what = if chunks.iter().any(|chunk| matches!(chunk.v, Chunk::Math(_))) {
                format!("the formula in {name}")
            } else if let Some(command) = printed_command(&field.value.text, &chunks.format_verbatim()) {
                quoted(command)
            } else {
                continue;
            };
            let message = format!("{what} is printed as it is typed");
            let found = Diagnostic::warning(Code("bibliography-latex"), field.value.span, message);
            self.diagnostics
                .push(found.with_help("Write the characters that are meant, such as a no-break space for `~`."));
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
        for name in fields::of(Role::Number) {
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
        for name in fields::of(Role::Names).chain(fields::of(Role::ShortNames)) {
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
            let text = standin::restore(&chunks.format_verbatim(), None);
            match identifier::doi(&text) {
                Some(doi) => {
                    self.entry.fields.insert("doi".to_owned(), verbatim(doi.to_owned()));
                }
                None => {
                    let message = format!("{} is not a DOI", quoted(&text));
                    self.report(identifier::INVALID_DOI, "doi", message, identifier::DOI_HELP);
                }
            }
        }
        let isbn = self.entry.fields.get("isbn").map(|chunks| chunks.format_verbatim()).unwrap_or_default();
        if let Some(message) = identifier::wrong_isbn(&isbn) {
            let found = Diagnostic::warning(identifier::INVALID_ISBN, self.place("isbn"), message);
            self.diagnostics.push(found.with_help(identifier::ISBN_HELP));
        }
    }

    /// Keeps an address only if a link may lead there. Returns it as it is written.
    fn check_url(&mut self) -> Option<String> {
        let text = standin::restore(&self.entry.fields.remove("url")?.format_verbatim(), None);
        let url = text.trim();
        if identifier::is_web_address(url) && url.parse::<QualifiedUrl>().is_ok() {
            self.entry.fields.insert("url".to_owned(), verbatim(url.to_owned()));
            return Some(url.to_owned());
        }
        let message = format!("{} is not a web address", quoted(url));
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
        let bare = number
            .strip_suffix(&format!(" of {day} {} {year}", Terms::english().date.months[month - 1]))
            .unwrap_or(&number);
        if bare.contains(" of ") {
            return false;
        }
        self.entry.fields.insert("number".to_owned(), verbatim(standin::number(bare)));
        true
    }

    fn report_missing(&mut self) {
        let key = &self.raw.key;
        let has_title = self.raw.field("title").is_some_and(|field| !field.value.text.trim().is_empty());
        if !has_title && !self.entry.fields.contains_key("title") {
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

fn is_word_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

fn verbatim(text: String) -> Chunks {
    vec![TexSpanned::detached(Chunk::Verbatim(text))]
}

/// The first LaTeX command of `raw`, or `~`, that is still there in what was made of it.
fn printed_command<'a>(raw: &'a str, decoded: &str) -> Option<&'a str> {
    let mut rest = raw;
    if decoded.contains('~') && raw.match_indices('~').any(|(at, _)| !raw[..at].ends_with('\\')) {
        return Some("~");
    }
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
