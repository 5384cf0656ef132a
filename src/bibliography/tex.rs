//! BibLaTeX entries → works: which variable of CSL each field is (biblatex manual §2; CSL 1.0.2, appendices III–IV).

use std::collections::BTreeMap;

use super::date::When;
use super::extra;
use super::fields;
use super::identifier;
use super::inheritance::{self, Family, Value, Whole};
use super::item::{Draft, Fault};
use super::languages;
use super::latex;
use super::legal;
use super::names::{self, Name};
use super::quoted::quoted;
use super::raw::{RawEntry, RawField};
use super::standin::{self, SUBTITLE};
use super::tex_kinds::{self, OTHER, of_row};
use super::unprinted::{Field, Read};
use super::work::Work;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::Span;
use crate::terms::Terms;

/// Reads as a work each entry that is one, in their order. Keys are unique.
pub(super) fn works(raws: &[RawEntry], diagnostics: &mut Diagnostics) -> Vec<Work> {
    let entries = Family::new(raws, diagnostics).entries(diagnostics);
    // An `@xdata` entry only lends its fields to others.
    let entries = entries.into_iter().filter(|whole| !whole.raw.kind.text.eq_ignore_ascii_case("xdata"));
    entries
        .map(|Whole { raw, values }| {
            let kind = raw.kind.text.to_ascii_lowercase();
            tex_kinds::report(raw, &kind, diagnostics);
            let draft = Draft::new(tex_kinds::kind_of(&kind).unwrap_or(OTHER));
            Reader { raw, kind, values, draft, diagnostics }.read()
        })
        .collect()
}

/// Texts: the first of some fields that is there is a variable.
const TEXTS: &[(&str, &str)] = &[
    ("title", "title"),
    ("shorttitle", "title-short"),
    ("shortjournal", "container-title-short"),
    ("series maintitle", "collection-title"),
    ("publisher institution school organization howpublished", "publisher"),
    ("address location", "publisher-place"),
    ("eventtitle", "event-title"),
    ("venue", "event-place"),
    ("note howpublished addendum", "note"),
    ("origtitle reprinttitle", "original-title"),
    ("origpublisher", "original-publisher"),
    ("origlocation", "original-publisher-place"),
    ("issuetitle", "volume-title"),
    ("pubstate", "status"),
    ("issn", "ISSN"),
    ("label", "citation-label"),
];

/// Numbers, or what is printed in their place.
const NUMBERS: &[(&str, &str)] = &[
    ("chapter", "chapter-number"),
    ("edition", "edition"),
    ("pagetotal", "number-of-pages"),
    ("part", "part-number"),
    ("version", "version"),
    ("volume", "volume"),
    ("volumes", "number-of-volumes"),
];

const NAMES: &[(&str, &str)] =
    &[("author", "author"), ("bookauthor", "container-author"), ("translator", "translator")];
/// What the types of editors are called by CSL; any other is one who helped.
const EDITORS: &[(&str, &str)] = &[
    ("collaborator", "contributor"),
    ("compiler", "compiler"),
    ("composer", "composer"),
    ("director", "director"),
    ("editor", "editor"),
    ("founder", "series-creator"),
    ("narrator", "narrator"),
    ("organizer", "organizer"),
    ("performer", "performer"),
    ("producer", "producer"),
    ("scriptwriter", "script-writer"),
    ("translator", "translator"),
    ("writer", "script-writer"),
];
const DATES: &[(&str, &str)] = &[("date", "issued"), ("eventdate", "event-date"), ("origdate", "original-date")];

/// Where the works of some archives are found by their numbers there.
const ARCHIVES: &[(&str, &str)] = &[
    ("arxiv", "https://arxiv.org/abs/"),
    ("hdl", "https://hdl.handle.net/"),
    ("jstor", "https://www.jstor.org/stable/"),
];

/// Makes a work of one entry.
struct Reader<'a> {
    raw: &'a RawEntry,
    /// The type, as BibLaTeX calls it.
    kind: String,
    /// What its fields say that have found no place yet.
    values: BTreeMap<String, Value>,
    draft: Draft,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn read(mut self) -> Work {
        self.extra();
        let fields = self.raw.fields.iter().map(|field| self.field(field)).collect();
        self.report_fields();
        self.join_titles();
        self.kind();
        self.official_journal();
        self.container();
        self.numbers();
        self.genre();
        self.people();
        self.identifiers();
        // Where the ACM tells both, one is where the meeting was.
        if self.has("address") && self.has("location") && !self.has("venue") {
            self.values
                .remove("location")
                .into_iter()
                .for_each(|place| _ = self.values.insert("venue".to_owned(), place));
        }
        for (names, variable) in TEXTS {
            if let Some(text) = names.split(' ').find_map(|name| self.take(name)) {
                let state = Some(standin::plain(&text)).filter(|_| *names == "pubstate");
                self.draft.text(variable, state.as_deref().and_then(tex_kinds::state_of).unwrap_or(&text));
            }
        }
        self.dates();
        if let Some(pages) = self.plain("pages").or_else(|| self.plain("eid")) {
            self.draft.pages(&pages);
        }
        let language = ["langid", "language", "hyphenation"].iter().find_map(|name| self.plain(name));
        if let Some(tag) = language.as_deref().and_then(languages::tag) {
            self.draft.text("language", tag);
        }
        Work {
            fields,
            draws_on: inheritance::links(self.raw).into_iter().map(|(key, _)| key.to_owned()).collect(),
            broken: self.raw.broken,
            ..self.draft.work(&self.raw.key.text, self.raw.key.span, self.raw.span)
        }
    }

    /// A field as its author wrote it, with what is to be read of it.
    fn field(&self, field: &RawField) -> Field {
        let (name, span) = (field.name.text.clone(), field.value.span);
        let is_refused = name == "doi" && identifier::doi(&field.value.text).is_none();
        let is_moved = name == "note" && !self.has("note");
        let read = fields::of_biblatex(&name).filter(|_| !is_refused && !is_moved).map(|(role, loss)| {
            let text = match self.values.get(&name) {
                Some(Value::Text(text)) => standin::plain(text),
                Some(Value::Names(names)) => names.first().map(Name::inverted).unwrap_or_default(),
                _ => field.value.text.clone(),
            };
            Read { role, loss, text }
        });
        Field { name, span, read }
    }

    /// Moves what is no note but other fields to these, unless they are there.
    fn extra(&mut self) {
        let Some(moved) = self.raw.field("note").and_then(|note| extra::fields(&note.value.text)) else { return };
        self.values.remove("note");
        for (name, text) in moved.into_iter().filter(|(name, _)| !name.is_empty()) {
            let is_journal = name == "journaltitle";
            if !self.has(name) && !(is_journal && (self.has("journal") || self.has("booktitle"))) {
                self.values.insert(name.to_owned(), Value::Text(latex::decode(text).text));
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Takes the text of a field, with its marks.
    fn take(&mut self, name: &str) -> Option<String> {
        match self.values.remove(name)? {
            Value::Text(text) => Some(text),
            Value::Names(_) | Value::When(_) => None,
        }
    }

    /// Text of a field as it is read.
    fn plain(&self, name: &str) -> Option<String> {
        match self.values.get(name)? {
            Value::Text(text) => Some(standin::plain(text).trim().to_owned()),
            Value::Names(_) | Value::When(_) => None,
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

    /// CSL knows no subtitles: they follow the title after a colon, or in our own styles after a spaced en dash (ISG
    /// 5.9.4), and what is added to a title after a full stop.
    fn join_titles(&mut self) {
        // The main title alone is what a work is called for short.
        if self.has("subtitle") && !self.has("shorttitle") {
            let short = self.values.get("title").cloned();
            short.into_iter().for_each(|short| _ = self.values.insert("shorttitle".to_owned(), short));
        }
        for title in ["title", "booktitle", "issuetitle", "journaltitle", "maintitle"] {
            let stem = title.strip_suffix("title").unwrap_or_default();
            for (part, between) in [(format!("{stem}subtitle"), SUBTITLE), (format!("{stem}titleaddon"), ". ")] {
                let title = if title == "journaltitle" && !self.has(title) { "journal" } else { title };
                if self.has(title)
                    && let Some(more) = self.take(&part)
                    && let Some(Value::Text(text)) = self.values.get_mut(title)
                {
                    // Some keep the colon in the title.
                    let length = text.trim_end().strip_suffix(':').map_or(text.len(), str::len);
                    text.truncate(length);
                    text.push_str(between);
                    text.push_str(&more);
                }
            }
        }
    }

    /// What kind of work it is, by more than its type.
    fn kind(&mut self) {
        let is_of_journal = self.has("journal") || self.has("journaltitle");
        let is_open = matches!(self.draft.kind.as_str(), OTHER | "webpage" | "manuscript");
        if is_of_journal && is_open {
            // A gazette of which nothing but the day is known is not what styles call a preprint.
            let is_placed = ["volume", "number", "issue", "pages", "eid"].iter().any(|name| self.has(name));
            let kind = if is_placed { "article-journal" } else { "article-magazine" };
            self.draft.kind = kind.to_owned();
        }
        // What stands in no volume and no issue is found by its day, which styles tell of the press alone.
        let is_of_day = matches!(self.values.get("date"), Some(Value::When(When::Day(_, Some(_), Some(_)))));
        let is_found = ["volume", "number", "issue", "eid", "doi", "eprint"].iter().any(|name| self.has(name));
        match self.plain("entrysubtype").as_deref() {
            _ if self.draft.kind != "article-journal" => {}
            Some(subtype @ ("magazine" | "newspaper")) => self.draft.kind = format!("article-{subtype}"),
            _ if is_of_day && !is_found => self.draft.kind = "article-magazine".to_owned(),
            _ => {}
        }
    }

    /// What it stands in.
    fn container(&mut self) {
        let is_book = self.draft.kind == "book";
        // Some papers of proceedings name a journal as well, in which they appeared once more.
        let is_in_book = is_in_book(&self.draft.kind);
        let title = if is_in_book { self.take("booktitle") } else { None };
        let title = title.or_else(|| self.take("journaltitle")).or_else(|| self.take("journal"));
        let title = title.or_else(|| self.take("booktitle").filter(|_| !is_book));
        let title = title.or_else(|| self.take("maintitle").filter(|_| !is_book));
        if let Some(title) = title {
            self.draft.text("container-title", &title);
        }
    }

    /// A reference to the Official Journal in one line. Its day is that of the issue, not of the act.
    fn official_journal(&mut self) {
        let Some(text) = self.plain("ojreference") else { return };
        let Some(reference) = legal::Reference::read(&text) else {
            self.draft.text("container-title", &text);
            return;
        };
        self.draft.text("container-title", &reference.journal);
        self.draft.text("collection-title", &reference.series);
        for (variable, number) in [("issue", &reference.issue), ("number", &reference.number)] {
            number.iter().for_each(|number| self.draft.number(variable, number));
        }
        if let Some(page) = &reference.page {
            self.draft.pages(page);
        }
        self.values.insert("date".to_owned(), Value::When(reference.date));
    }

    fn numbers(&mut self) {
        let is_periodical = self.draft.kind.starts_with("article") || self.draft.kind == "periodical";
        let is_within = self.draft.kind == "book" || is_in_book(&self.draft.kind);
        let is_figure =
            self.plain("number").is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()));
        let variable = match () {
            () if is_periodical => "issue",
            () if is_within && self.has("series") => "collection-number",
            // Proceedings that appear as a journal does. Mendeley calls the meeting a number.
            () if self.draft.kind == "paper-conference" && is_figure => "issue",
            () => "number",
        };
        let number = self.plain("number").map(|number| self.eu_number(&number).unwrap_or(number));
        // Styles know no identifier of judgments: it follows their number.
        let numbers: Vec<String> = number.into_iter().chain(self.plain("ecli")).collect();
        if !numbers.is_empty() {
            self.draft.number(variable, &numbers.join(", "));
        }
        if let Some(issue) = self.plain("issue").filter(|_| !self.draft.has("issue")) {
            self.draft.number("issue", &issue);
        }
        for (name, variable) in NUMBERS {
            if let Some(number) = self.plain(name) {
                self.draft.number(variable, &number);
            }
        }
    }

    /// The number of a document of the EU's own series, `COM(2010) 673 final`, of a known day: the style prints its
    /// date after its number (ISG Annex C), so a number that already ends with the date is freed of it.
    fn eu_number(&self, number: &str) -> Option<String> {
        let Some(Value::When(When::Day(year, Some(month @ 1..=12), Some(day)))) = self.values.get("date") else {
            return None;
        };
        let month = &Terms::english().date.months[usize::from(*month) - 1];
        let bare = number.strip_suffix(&format!(" of {day} {month} {year}")).unwrap_or(number);
        (legal::is_eu_number(number) && !bare.contains(" of ")).then(|| bare.to_owned())
    }

    fn genre(&mut self) {
        let implied = tex_kinds::implies_genre(&self.kind).then(|| self.kind.clone());
        if let Some(genre) = self.take("type").or(implied) {
            self.draft.text("genre", tex_kinds::genre_of(&standin::plain(&genre)).unwrap_or(&genre));
        }
    }

    fn people(&mut self) {
        let mut named: Vec<(&str, Vec<Name>)> = Vec::new();
        let editors = ["editor", "editora", "editorb", "editorc"].map(|name| {
            let role = self.plain(&format!("{name}type")).unwrap_or_else(|| "editor".to_owned());
            (name, of_row(EDITORS, &role).unwrap_or("contributor"))
        });
        for (name, short) in [("author", "shortauthor"), ("editor", "shorteditor")] {
            if let Some(Value::Names(short)) = self.values.remove(short)
                && let Some(Value::Names(names)) = self.values.get_mut(name)
            {
                names::shorten(names, &short);
            }
        }
        for (name, variable) in NAMES.iter().copied().chain(editors) {
            if let Some(Value::Names(names)) = self.values.remove(name) {
                match named.iter_mut().find(|(known, _)| *known == variable) {
                    Some((_, known)) => known.extend(names),
                    None => named.push((variable, names)),
                }
            }
        }
        if matches!(self.draft.kind.as_str(), "legal_case" | "hearing")
            && let Some(court) = ["institution", "organization"].iter().find_map(|name| self.take(name))
        {
            self.draft.text("authority", &court);
        }
        if let Some(Value::Names(holders)) = self.values.remove("holder") {
            let holders: Vec<String> = holders.iter().map(Name::in_order).collect();
            self.draft.text("authority", &holders.join(", "));
        }
        named.iter().for_each(|(variable, names)| self.draft.names(variable, names));
    }

    fn identifiers(&mut self) {
        if let Some(doi) = self.plain("doi") {
            let fault = self.draft.doi(&doi);
            self.report("doi", fault);
        }
        if let Some(isbn) = self.plain("isbn") {
            let fault = self.draft.isbn(&isbn);
            self.report("isbn", fault);
        }
        let published = self.plain("howpublished").filter(|text| identifier::is_web_address(text));
        if let Some(celex) = self.plain("celex") {
            self.draft.text("call-number", &celex);
        }
        if let Some((name, address)) = ["url", "eli"].iter().find_map(|name| Some((*name, self.plain(name)?))) {
            let fault = self.draft.url(&address);
            self.report(name, fault);
        } else if let Some(address) = published {
            self.values.remove("howpublished");
            self.draft.url(&address);
        }
        self.archived();
        if self.draft.kind == OTHER && self.draft.has("URL") {
            self.draft.kind = "webpage".to_owned();
            self.draft.is_guessed = true;
        }
    }

    /// The number in an archive, by which the work is found there.
    fn archived(&mut self) {
        let archive = ["archiveprefix", "eprinttype"].iter().find_map(|name| self.plain(name)).unwrap_or_default();
        let (archive, Some(number)) = (archive.to_ascii_lowercase(), self.plain("eprint")) else { return };
        match (archive.as_str(), of_row(ARCHIVES, &archive)) {
            ("pubmed" | "pmid", _) => self.draft.text("PMID", &number),
            ("pmc" | "pmcid" | "pubmed central", _) => self.draft.text("PMCID", &number),
            (_, Some(start)) if !self.draft.has("URL") && !self.draft.has("DOI") => {
                self.draft.url(&format!("{start}{number}"));
            }
            _ => {}
        }
    }

    fn dates(&mut self) {
        for (name, variable) in DATES {
            if let Some(Value::When(when)) = self.values.get(*name) {
                self.draft.date(variable, when);
            }
        }
        if let Some(Value::When(when)) = self.values.get("urldate").filter(|_| self.draft.has("URL")) {
            self.draft.date("accessed", when);
        }
        if !self.draft.has("issued")
            && let Some(status) = self.draft.take_text("status")
        {
            self.draft.date("issued", &When::Words(status, 9999));
        }
    }

    fn report(&mut self, field: &str, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.diagnostics.push(fault.at(self.place(field)));
        }
    }

    /// Where a field stands; the key of an entry that has it from another.
    fn place(&self, field: &str) -> Span {
        self.raw.field(field).map_or(self.raw.key.span, |field| field.value.span)
    }
}

/// Whether a work of this type stands in a book.
fn is_in_book(kind: &str) -> bool {
    matches!(kind, "chapter" | "paper-conference" | "entry-encyclopedia")
}
