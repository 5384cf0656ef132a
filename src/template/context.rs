//! What a template can name: the front of the paper and its sections, as values that become Typst literals.

mod front;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;

use crate::language::{self, runs_leftwards};
use crate::manifest::{Chapters, Manifest, PageSize, PartialDate};
use crate::paper::{Paper, PaperSection};
use crate::section::{BlockKind, Text, plain_text};
use crate::table::Datum;
use crate::value::Context;

use super::{SUMMARY, virtual_path};
use front::{Abbreviation, Control, Cover, Distribution, Edition, History, Imprint, Marking, Party, Recipient};

/// The values for `paper.typ`.
pub(super) fn of(paper: &Paper, chapters: Chapters) -> Context {
    let (front, terms) = (&paper.front, &*paper.terms);
    let isolate = Isolate { leftwards: runs_leftwards(&paper.manifest.language.value) };
    Context::new(Names {
        paper: Metadata::of(paper, chapters, isolate),
        marking: paper.marking.as_ref().map(|level| Marking::of(level, &front.foot)),
        control: front.control.iter().map(|row| Control::of(row, isolate)).collect(),
        edition: front.edition.as_ref().map(|edition| Edition::of(edition, terms, isolate)),
        history: front.history.iter().map(|row| History::of(row, isolate)).collect(),
        history_title: &terms.history.title,
        abbreviations: front.abbreviations.iter().map(|(short, long)| Abbreviation { short, long }).collect(),
        abbreviations_title: &terms.abbreviations,
        cover: front.logo.as_ref().filter(|logo| paper.images.contains_key(&logo.file.value)).map(Cover::of),
        imprint: front.imprint.iter().map(|(label, text)| Imprint { label, text }).collect(),
        imprint_title: &terms.imprint,
        distribution: front.distribution.iter().map(Recipient::of).collect(),
        distribution_titles: Distribution {
            title: &terms.distribution.title,
            name: &terms.distribution.name,
            organisation: &terms.distribution.organisation,
            country: &terms.distribution.country,
            role: &terms.distribution.role,
            copy: &terms.distribution.copy,
        },
        parties: paper.manifest.parties.iter().map(Party::of).collect(),
        vars: Some(&paper.manifest.vars),
        terms: Words {
            page_of: terms.page_of.fill(["{page}", "{pages}"]),
            draft: &terms.draft_mark,
            version: &terms.history.version,
            date: &terms.history.date,
            status: &terms.history.status,
            summary: &terms.history.summary,
            from: &terms.address.from,
            to: &terms.address.to,
            subject: &terms.address.subject,
        },
        sections: paper.sections.iter().map(Section::of).collect(),
        summary: paper.older.as_ref().map(|_| Included { path: format!("/{SUMMARY}") }),
    })
}

/// A value for everything that `paper.typ` can name, whatever the paper: what is not in it is nothing.
pub(super) fn shape() -> &'static Context {
    static SHAPE: LazyLock<Context> = LazyLock::new(|| {
        let [path, title] = [String::new(), String::new()];
        let section = Section { path, label: Some(String::new()), level: 1, number: Some(String::new()), title };
        Context::new(Names {
            paper: Metadata {
                title: "",
                subtitle: Some(""),
                document_title: "",
                redline: Some(""),
                edition: Some(""),
                kind: Some(""),
                version: String::new(),
                status: "",
                draft: false,
                line_numbers: false,
                date: Date { first: (1, 1, 1) },
                document_date: Date { first: (1, 1, 1) },
                document_authors: vec![""],
                date_text: Cow::Borrowed(""),
                language: "",
                region: Some(""),
                direction: "",
                authors: vec![""],
                byline: String::new(),
                contents: false,
                contents_title: "",
                contents_depth: Some(1),
                list_of_tables: Some(""),
                list_of_figures: Some(""),
                chapters: "",
                page_size: Some(""),
                keywords: vec![""],
            },
            marking: Some(Marking {
                text: "",
                header: false,
                footer: false,
                alignment: "",
                colour: Some(""),
                background: Some(""),
                size: Some(1.0),
                foot: vec![""],
            }),
            control: vec![Control { field: "", label: "", lines: vec![Cow::Borrowed("")] }],
            edition: Some(Edition {
                original_title: "",
                title: "",
                rows: vec![Control { field: "", label: "", lines: vec![Cow::Borrowed("")] }],
                note: Some(""),
            }),
            history: vec![History { version: "", date: Cow::Borrowed(""), status: "", summary: "" }],
            history_title: "",
            abbreviations: vec![Abbreviation { short: "", long: "" }],
            abbreviations_title: "",
            cover: Some(Cover { logo: String::new(), logo_alt: "" }),
            imprint: vec![Imprint { label: "", text: "" }],
            imprint_title: "",
            distribution: vec![Recipient {
                name: "",
                organisation: Some(""),
                country: Some(""),
                role: Some(""),
                copy: Some(""),
            }],
            distribution_titles: Distribution {
                title: "",
                name: "",
                organisation: "",
                country: "",
                role: "",
                copy: "",
            },
            parties: vec![Party { role: "", names: vec![""] }],
            // Which there are, the paper says.
            vars: None,
            terms: Words {
                page_of: String::new(),
                draft: "",
                version: "",
                date: "",
                status: "",
                summary: "",
                from: "",
                to: "",
                subject: "",
            },
            sections: vec![section],
            summary: Some(Included { path: String::new() }),
        })
    });
    &SHAPE
}

#[derive(Serialize)]
struct Names<'a> {
    paper: Metadata<'a>,
    marking: Option<Marking<'a>>,
    /// The rows of the document control table.
    control: Vec<Control<'a>>,
    /// What is said of the edition; [`None`] of a paper that stands here first.
    edition: Option<Edition<'a>>,
    history: Vec<History<'a>>,
    history_title: &'a str,
    abbreviations: Vec<Abbreviation<'a>>,
    abbreviations_title: &'a str,
    /// The picture on the cover; [`None`] of a paper without.
    cover: Option<Cover<'a>>,
    imprint: Vec<Imprint<'a>>,
    imprint_title: &'a str,
    /// Who gets the paper.
    distribution: Vec<Recipient<'a>>,
    distribution_titles: Distribution<'a>,
    /// Who took part; the control table says so, too.
    parties: Vec<Party<'a>>,
    /// The paper's own values.
    vars: Option<&'a BTreeMap<String, Datum>>,
    terms: Words<'a>,
    sections: Vec<Section>,
    /// What changed, on pages of its own; [`None`] of a paper that is no redline.
    summary: Option<Included>,
}

#[derive(Serialize)]
struct Metadata<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    /// What readers of the PDF see in the window's title.
    document_title: &'a str,
    /// What a redline is called, for each of its pages; [`None`] of a paper that is none.
    redline: Option<&'a str>,
    /// What the edition is called, for each page; [`None`] of a paper that stands here first.
    edition: Option<&'a str>,
    kind: Option<&'a str>,
    version: String,
    status: &'a str,
    draft: bool,
    line_numbers: bool,
    date: Date,
    /// The day that the PDF gives as its own.
    document_date: Date,
    /// Whom the PDF names as its authors.
    document_authors: Vec<&'a str>,
    date_text: Cow<'a, str>,
    language: &'a str,
    region: Option<&'a str>,
    /// In which direction its lines run: `ltr` or `rtl`.
    direction: &'static str,
    authors: Vec<&'a str>,
    /// Authors and date in one line.
    byline: String,
    contents: bool,
    contents_title: &'a str,
    /// The last level of headings that the contents list; [`None`] leaves it to the template.
    contents_depth: Option<u8>,
    /// The headings of lists of tables and figures; [`None`] where there is no such list.
    list_of_tables: Option<&'a str>,
    list_of_figures: Option<&'a str>,
    /// Where chapters begin: `new-page` or `flow`.
    chapters: &'static str,
    /// `a4`, `letter` or `a5`; [`None`] leaves it to the template.
    page_size: Option<&'static str>,
    keywords: Vec<&'a str>,
}

impl<'a> Metadata<'a> {
    fn of(paper: &'a Paper, chapters: Chapters, isolate: Isolate) -> Self {
        let Paper { manifest, front, .. } = paper;
        let title = &front.title;
        Self {
            title: &title.title,
            subtitle: title.subtitle.as_deref(),
            document_title: &title.document,
            redline: title.redline.as_deref(),
            edition: front.edition.as_ref().map(|edition| edition.called.as_str()),
            kind: title.kind.as_deref(),
            version: manifest.version.value.to_string(),
            status: manifest.status.value.name(),
            draft: front.draft_mark.is_some(),
            line_numbers: front.has_line_numbers,
            date: Date::of(manifest.date.value),
            document_date: Date::of_document(manifest),
            document_authors: match manifest.edition.as_ref().and_then(|edition| edition.responsible.as_ref()) {
                Some(responsible) => vec![responsible],
                None => title.authors.iter().map(Text::as_str).collect(),
            },
            date_text: isolate.date(&title.date),
            language: language::primary(&manifest.language.value),
            region: language::region(&manifest.language.value),
            direction: if isolate.leftwards { "rtl" } else { "ltr" },
            authors: title.authors.iter().map(Text::as_str).collect(),
            byline: title.byline.replace(title.date.as_str(), &isolate.date(&title.date)),
            contents: front.contents.is_some(),
            contents_title: &paper.terms.contents,
            contents_depth: front.contents.and_then(|contents| contents.depth),
            list_of_tables: front.contents.filter(|lists| lists.tables).map(|_| &*paper.terms.list_of_tables),
            list_of_figures: front.contents.filter(|lists| lists.figures).map(|_| &*paper.terms.list_of_figures),
            chapters: chapters.name(),
            page_size: manifest.page.size.map(PageSize::name),
            keywords: paper.marking.iter().map(|level| level.text.as_str()).collect(),
        }
    }
}

/// The first day that a date can mean: year, month, day. `value` prints this form as a call of `datetime`.
#[derive(Serialize)]
struct Date {
    #[serde(rename = "$datetime")]
    first: (u16, u8, u8),
}

impl Date {
    fn of(date: PartialDate) -> Self {
        Self { first: (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)) }
    }

    /// That of the edition, or of the paper. PDF/A asks for a day: of a month or a year it is the first.
    fn of_document(manifest: &Manifest) -> Self {
        Self::of(manifest.edition.as_ref().map_or(manifest.date.value, |edition| edition.date.value))
    }
}

/// The paper's fixed words, in its language.
#[derive(Serialize)]
struct Words<'a> {
    /// With `{page}` and `{pages}` where their numbers stand, which only the layout knows.
    page_of: String,
    draft: &'a str,
    version: &'a str,
    date: &'a str,
    status: &'a str,
    summary: &'a str,
    /// At the head of a note.
    from: &'a str,
    to: &'a str,
    subject: &'a str,
}

/// A section, by its file and its first heading.
#[derive(PartialEq, Serialize)]
pub(super) struct Section {
    /// From the root of the virtual tree.
    path: String,
    /// Of its first heading, as its author gave it.
    label: Option<String>,
    /// Of its first heading; 0 of a section without one.
    level: u8,
    number: Option<String>,
    title: String,
}

impl Section {
    pub(super) fn of(section: &PaperSection) -> Self {
        let heading = section.section.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Heading(heading) => Some(heading),
            _ => None,
        });
        Self {
            path: format!("/{}", virtual_path(&section.path)),
            label: heading.and_then(|heading| heading.label.as_ref()?.value.given()).map(str::to_owned),
            level: heading.map_or(0, |heading| heading.level),
            number: heading.and_then(|heading| heading.printed_number.clone()),
            title: heading.map(|heading| plain_text(&heading.content)).unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
struct Included {
    /// From the root of the virtual tree.
    path: String,
}

/// Keeps the order of dates, which begin with a figure, in lines that run from right to left.
#[derive(Clone, Copy)]
struct Isolate {
    leftwards: bool,
}

impl Isolate {
    /// The date between characters that set it apart from the direction of the words around it.
    fn date(self, date: &str) -> Cow<'_, str> {
        match self.leftwards {
            true => Cow::Owned(format!("\u{2068}{date}\u{2069}")),
            false => Cow::Borrowed(date),
        }
    }
}
