//! BibLaTeX entries → works, by way of `biblatex` and `hayagriva`, whose losses are made good here.

use std::collections::BTreeMap;

use ::biblatex::{self as tex, Chunk, ChunksExt, Spanned as TexSpanned};
use hayagriva::Entry;
use hayagriva::types::{EntryType, QualifiedUrl};

use super::date::When;
use super::fields::{self, Role};
use super::hidden::Hidden;
use super::inheritance::{self, Family, Whole, verbatim};
use super::pages::{self, Pages};
use super::quoted::quoted;
use super::raw::{RawEntry, RawField};
use super::unprinted::{Field, Read};
use super::work::{self, Address, Work};
use super::{identifier, standin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::terms::Terms;

/// Reads as a work each entry that is one, in their order. Keys are unique.
pub(super) fn works(raws: &[RawEntry], diagnostics: &mut Diagnostics) -> Vec<Work> {
    let entries = Family::new(raws, diagnostics).entries(diagnostics);
    // An `@xdata` entry only lends its fields to others.
    let entries = entries.into_iter().enumerate().filter(|(_, whole)| whole.entry.entry_type != tex::EntryType::XData);
    entries
        .map(|(index, Whole { raw, entry, dates })| {
            report_type(raw, &entry.entry_type, diagnostics);
            Reader { raw, entry, dates, hidden: Hidden::new(index), diagnostics }.read()
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
        let found = Diagnostic::warning(Code("unsupported-entry"), raw.kind.span, "entry sets cannot be cited");
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
    dates: BTreeMap<String, When>,
    hidden: Hidden,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn read(mut self) -> Work {
        self.entry.fields.retain(|_, chunks| !chunks.format_verbatim().trim().is_empty());
        let fields = self.raw.fields.iter().map(|field| self.field(field)).collect();
        self.report_fields();
        self.use_what_has_no_place();
        self.join_subtitles();
        self.fill_publisher();
        self.protect_numbers();
        self.protect_pages();
        self.check_identifiers();
        let url = self.check_url();
        let eu_document = self.eu_document();
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
                    self.warn(Code("bibliography-field"), &name, message, "Correct it, or delete it.");
                }
            }
        };
        if eu_document {
            entry = work::with_type(&entry, EntryType::Legislation);
        }
        if let Some(when) = self.dates.get("date") {
            entry.set_date(self.hidden.date(when));
        }
        let visit_date = self.dates.get("urldate").map(|when| self.hidden.date(when));
        if url.is_some()
            && let Ok(value) = self.hidden.address().parse()
        {
            entry.set_url(QualifiedUrl { value, visit_date });
        }
        Work {
            fields,
            hidden: self.hidden.texts,
            draws_on: inheritance::links(self.raw).into_iter().map(|(key, _)| key.to_owned()).collect(),
            broken: self.raw.broken,
            ..Work::new(entry, self.raw.key.span, self.raw.span, url)
        }
    }

    /// A field as its author wrote it, with what is to be read of it.
    fn field(&self, field: &RawField) -> Field {
        let (name, span) = (field.name.text.clone(), field.value.span);
        let is_refused = name == "doi" && identifier::doi(&field.value.text).is_none();
        let read = fields::of_biblatex(&name).filter(|_| !is_refused).map(|(role, loss)| {
            let decoded = self.entry.fields.get(&name).map(|chunks| standin::plain(&chunks.format_verbatim()));
            Read { role, loss, text: decoded.unwrap_or_else(|| field.value.text.clone()) }
        });
        Field { name, span, read }
    }

    /// Text of a field as it is read.
    fn text(&self, name: &str) -> Option<String> {
        self.entry.fields.get(name).map(|chunks| standin::plain(&chunks.format_verbatim()).trim().to_owned())
    }

    /// Puts what a type of entry has no place for where a style looks for it.
    fn use_what_has_no_place(&mut self) {
        use tex::EntryType::{Article, Misc, Online, Unknown, Unpublished};
        let has = |reader: &Self, name: &str| reader.entry.fields.contains_key(name);
        if !has(self, "url")
            && let Some(address) = self.text("howpublished").filter(|text| identifier::is_web_address(text))
        {
            self.entry.fields.remove("howpublished");
            self.entry.fields.insert("url".to_owned(), verbatim(address));
        }
        if !has(self, "pages")
            && self.entry.entry_type == Article
            && let Some(chunks) = self.entry.fields.remove("eid")
        {
            self.entry.fields.insert("pages".to_owned(), chunks);
        }
        let is_of_journal = has(self, "journal") || has(self, "journaltitle");
        if is_of_journal && matches!(self.entry.entry_type, Misc | Online | Unknown(_) | Unpublished) {
            self.entry.entry_type = Article;
        }
        let archive = ["archiveprefix", "eprinttype"].iter().find_map(|name| self.text(name)).unwrap_or_default();
        if !has(self, "url")
            && !has(self, "doi")
            && archive.eq_ignore_ascii_case("arxiv")
            && let Some(eprint) = self.text("eprint")
        {
            self.entry.fields.insert("url".to_owned(), verbatim(format!("https://arxiv.org/abs/{eprint}")));
        }
        if !self.dates.contains_key("date")
            && let Some(status) = self.text("pubstate")
        {
            self.dates.insert("date".to_owned(), When::Words(status, 9999));
        }
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
    }

    /// Pages are printed as they are typed, with an en dash in ranges; that they are many the engine is told.
    fn protect_pages(&mut self) {
        let Some(chunks) = self.entry.fields.get_mut("pages") else { return };
        let text = standin::restore(&chunks.format_verbatim(), None);
        let pages = pages::read(&text);
        *chunks = verbatim(match pages {
            Pages::Plain(plain) => plain,
            Pages::One(text) => self.hidden.pages(text, false),
            Pages::Many(text) => self.hidden.pages(text, true),
        });
    }

    fn check_identifiers(&mut self) {
        if let Some(chunks) = self.entry.fields.remove("doi") {
            let text = chunks.format_verbatim();
            match identifier::doi(&text) {
                Some((doi, is_sure)) => {
                    if !is_sure {
                        let message = format!("{} is not written as a DOI: it is read as `{doi}`", quoted(&text));
                        self.warn(identifier::INVALID_DOI, "doi", message, identifier::DOI_HELP);
                    }
                    self.entry.fields.insert("doi".to_owned(), verbatim(doi.to_owned()));
                }
                None => {
                    let message = format!("{} is not a DOI, so it is not printed", quoted(&text));
                    self.warn(identifier::INVALID_DOI, "doi", message, identifier::DOI_HELP);
                }
            }
        }
        let isbn = self.entry.fields.get("isbn").map(|chunks| chunks.format_verbatim()).unwrap_or_default();
        if let Some(message) = identifier::wrong_isbn(&isbn) {
            self.warn(identifier::INVALID_ISBN, "isbn", message, identifier::ISBN_HELP);
        }
    }

    /// The address as it is written, with a link only if one may lead there.
    fn check_url(&mut self) -> Option<Address> {
        let text = self.entry.fields.remove("url")?.format_verbatim();
        let (address, fault) = identifier::address(&text);
        if let Some(fault) = fault {
            let message = format!("{} is not a web address: {fault}", quoted(&text));
            self.warn(identifier::INVALID_URL, "url", message, identifier::URL_HELP);
        }
        Some(address)
    }

    /// Whether this is a document of the EU's own series, `COM(2010) 673 final`, of a known day: the style prints its
    /// date after its number (ISG Annex C), so a number that already ends with the date is freed of it.
    fn eu_document(&mut self) -> bool {
        let Some(number) = self.entry.fields.get("number") else { return false };
        let Some(When::Day(year, Some(month @ 1..=12), Some(day))) = self.dates.get("date") else { return false };
        let number = standin::restore(&number.format_verbatim(), None);
        if !is_eu_number(&number) {
            return false;
        }
        let (day, year) = (*day, *year);
        let bare = number
            .strip_suffix(&format!(" of {day} {} {year}", Terms::english().date.months[usize::from(*month) - 1]))
            .unwrap_or(&number);
        if bare.contains(" of ") {
            return false;
        }
        self.entry.fields.insert("number".to_owned(), verbatim(standin::number(bare)));
        true
    }

    fn warn(&mut self, code: Code, field: &str, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::warning(code, self.place(field), message).with_help(help));
    }

    /// Where a field stands; the key of an entry that has it from another.
    fn place(&self, field: &str) -> Span {
        self.raw.field(field).map_or(self.raw.key.span, |field| field.value.span)
    }
}

fn is_word_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
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
