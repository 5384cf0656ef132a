//! `paper.toml`: what the paper is, and which sections it is made of.

mod bibliography;
mod contents;
mod copy;
mod cover;
mod date;
mod edition;
mod files;
mod guide;
mod numbering;
mod page;
mod style;
mod terms;

use std::collections::BTreeMap;

use semver::Version;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported, Severity};
use crate::explain;
use crate::language;
use crate::project::{MANIFEST, Project};
use crate::section::{MAX_TEXT, Status, Text};
use crate::source::{FileId, Span, Spanned};
use crate::table::{self, Datum, Homes, Item, Table, all};

pub use bibliography::{BibliographyChoice, Nocite};
pub use contents::Contents;
pub use copy::CopyNumber;
pub use cover::{ImprintRow, Logo, Recipient};
pub use date::PartialDate;
pub use edition::Edition;
pub use guide::{INTRODUCTION, KEYS, SECTION_KEYS};
pub use numbering::{AnnexNumbers, HeadingNumbers, Numbering, ParagraphNumbers};
pub use page::{Chapters, PageSetup, PageSize, chapters};
pub use style::{GuideEdition, Style};
pub use terms::Words;

/// The manifest, every value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    pub file: FileId,
    pub slug: Spanned<String>,
    pub title: Text,
    pub subtitle: Option<Text>,
    pub kind: Option<Text>,
    pub version: Spanned<Version>,
    pub date: Spanned<PartialDate>,
    /// A BCP 47 tag, checked for its form.
    pub language: Spanned<String>,
    pub authors: Vec<Text>,
    pub status: Spanned<Status>,
    pub template: Spanned<String>,
    /// [`None`] of a paper without.
    pub contents: Option<Contents>,
    /// File names below `sections/`, each once.
    pub sections: Vec<Spanned<String>>,
    /// Whether all sections and bibliographies that are listed are there.
    pub has_all_files: bool,
    pub marking: Option<MarkingChoice>,
    pub bibliography: Option<BibliographyChoice>,
    /// In the author's order.
    pub parties: Vec<Party>,
    /// [`None`] of a paper that stands here first.
    pub edition: Option<Edition>,
    pub logo: Option<Logo>,
    /// In the author's order.
    pub imprint: Vec<ImprintRow>,
    pub distribution: Vec<Recipient>,
    pub vars: BTreeMap<String, Datum>,
    pub terms: Words,
    pub abbreviations: Vec<Abbreviation>,
    /// Severity per code; [`None`] silences it. `path` limits it to one file. Each may be followed.
    pub check: Vec<Override>,
    pub page: PageSetup,
    pub numbering: Numbering,
    pub style: Style,
    pub format: Format,
    pub history: Vec<HistoryEntry>,
    /// Where values stand that have no place of their own: `contents`, `page.chapters`, `vars.x`.
    pub places: BTreeMap<String, Span>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MarkingChoice {
    pub scheme: Spanned<String>,
    pub level: Spanned<String>,
    /// The number under which the paper is registered, in whatever form its house has.
    pub reference: Option<Text>,
    pub copy: Option<Spanned<CopyNumber>>,
    /// Why the paper is marked higher than its parts.
    pub reason: Option<Text>,
}

/// Who took part: a role (`co-drivers`) and the names.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    pub role: Text,
    pub names: Vec<Text>,
}

/// A short form and what it stands for.
pub type Abbreviation = (Text, Text);

#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    pub code: Spanned<String>,
    pub severity: Option<Severity>,
    pub path: Option<Spanned<String>>,
}

/// How `chancery fmt` writes sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Format {
    /// Whether each sentence gets a line of its own; if not, lines end where their author ended them.
    pub sentence_per_line: bool,
}

/// One line of the printed version history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    pub version: Spanned<Version>,
    pub date: Spanned<PartialDate>,
    pub status: Text,
    pub summary: Text,
}

/// Which keys each table has, but for those whose keys are free.
const HOMES: Homes = &[
    (
        "`[paper]`",
        &[
            "slug", "title", "subtitle", "kind", "version", "date", "language", "authors", "status", "template",
            "contents", "sections",
        ],
    ),
    ("`[marking]`", &["scheme", "level", "reference", "copy", "reason"]),
    ("`[bibliography]`", &["files", "nocite"]),
    ("`[contents]`", &["depth", "figures", "tables"]),
    ("`[edition]`", &["responsible", "note"]),
    ("`[cover]`", &["logo", "logo-alt"]),
    ("`[page]`", &["chapters", "size"]),
    ("`[numbering]`", &["headings", "annexes", "paragraphs"]),
    ("`[style]`", &["edition"]),
    ("`[format]`", &["sentence-per-line"]),
    ("`[[history]]`", &["summary"]),
    ("`[[distribution]]`", &["organisation", "country", "role"]),
];

/// Reads the project's manifest. All its mistakes are reported; it is returned if what is left makes a paper, so
/// that later stages find theirs in the same run.
pub fn read(project: &Project, diagnostics: &mut Diagnostics) -> Result<Manifest, Reported> {
    read_or(project, None, diagnostics)
}

/// As [`read`]. What cannot be read is as `standing_in` has it, where there is one, which then has a place in this
/// manifest.
pub fn read_or(
    project: &Project,
    standing_in: Option<&Manifest>,
    diagnostics: &mut Diagnostics,
) -> Result<Manifest, Reported> {
    let source = project.text(MANIFEST, None, diagnostics)?;
    let standing_in = standing_in.map(|other| Identity::standing_in(other, source.span(0..0)));
    let standing_in = standing_in.as_ref();
    table::read(source, source.whole(), diagnostics, |root| {
        root.set_homes(HOMES);
        let identity = root
            .required("paper", "[paper]")
            .and_then(|item| item.table(root.diagnostics, |paper| identity(project, standing_in, paper)));
        let identity = or(identity, standing_in, |other| Identity { sections: files::all(project), ..other.clone() });
        let marking = root.table("marking", marking);
        let bibliography = root.table("bibliography", |table| bibliography::read(project, table));
        let is_missing = |found: &Diagnostic| [Code("missing-file"), Code("invalid-path")].contains(&found.code);
        let has_all_files = !root.diagnostics.iter().any(is_missing);
        let parties = root.table("parties", parties);
        let mut places = BTreeMap::new();
        places.extend(identity.iter().filter_map(|paper| Some(("contents".to_owned(), paper.contents?.span))));
        let contents = contents(root, identity.as_ref().ok().and_then(|paper| paper.contents), &mut places);
        let version = identity.as_ref().ok().map(|paper| &paper.version.value);
        let edition = root.table("edition", |table| edition::read(table, version));
        let logo = root.table("cover", |table| cover::read(table, &mut places));
        let imprint = root.table("imprint", cover::imprint);
        let distribution = root.tables("distribution", cover::recipient);
        let vars = root.table("vars", |table| vars(table, &mut places));
        let abbreviations = root.table("abbreviations", abbreviations);
        let check = root.table("check", |table| Ok(overrides(project, table)));
        let page = root.table("page", |table| page::read(table, &mut places));
        let numbering = root.table("numbering", |table| numbering::read(table, &mut places));
        let style = root.table("style", style::read);
        let format = root.table("format", format);
        let said = identity.as_ref().ok();
        let terms = terms::read(root, said.map(|paper| &paper.language), said.map(|paper| paper.status.value));
        let history = root.tables("history", history_entry);
        let identity = identity?;
        Ok(Manifest {
            file: source.id(),
            slug: identity.slug,
            title: identity.title,
            subtitle: identity.subtitle,
            kind: identity.kind,
            version: identity.version,
            date: identity.date,
            language: identity.language,
            authors: identity.authors,
            status: identity.status,
            template: identity.template,
            // Nothing depends on how these are read.
            contents: contents.ok().flatten(),
            edition: edition.ok().flatten(),
            logo: logo.ok().flatten().flatten(),
            imprint: imprint.ok().flatten().unwrap_or_default(),
            distribution: distribution.unwrap_or_default(),
            sections: identity.sections,
            marking: or(marking, standing_in, |_| None)?,
            bibliography: or(bibliography, standing_in, |_| None)?,
            terms,
            vars: or(vars, standing_in, |_| None)?.unwrap_or_default(),
            // Nothing in the sections refers to these, so their mistakes do not keep others from being found.
            parties: parties.ok().flatten().unwrap_or_default(),
            abbreviations: abbreviations.ok().flatten().unwrap_or_default(),
            check: check.ok().flatten().unwrap_or_default(),
            history: history.unwrap_or_default(),
            page: page.ok().flatten().unwrap_or_default(),
            numbering: numbering.ok().flatten().unwrap_or_default(),
            style: style.ok().flatten().unwrap_or_default(),
            format: format.ok().flatten().unwrap_or_default(),
            has_all_files,
            places,
        })
    })
}

/// What `[paper]` says.
#[derive(Clone)]
struct Identity {
    slug: Spanned<String>,
    title: Text,
    subtitle: Option<Text>,
    kind: Option<Text>,
    version: Spanned<Version>,
    date: Spanned<PartialDate>,
    language: Spanned<String>,
    authors: Vec<Text>,
    status: Spanned<Status>,
    template: Spanned<String>,
    contents: Option<Spanned<bool>>,
    sections: Vec<Spanned<String>>,
}

impl Identity {
    /// That of another manifest, as if it all stood at one place of this one. Of the version nothing is kept but that
    /// there is one.
    fn standing_in(other: &Manifest, place: Span) -> Self {
        Self {
            slug: Spanned::new(other.slug.value.clone(), place),
            title: Text::computed(place, other.title.as_str()),
            subtitle: None,
            kind: None,
            version: Spanned::new(Version::new(0, 0, 0), place),
            date: Spanned::new(other.date.value, place),
            language: Spanned::new(other.language.value.clone(), place),
            authors: Vec::new(),
            status: Spanned::new(other.status.value, place),
            template: Spanned::new(other.template.value.clone(), place),
            contents: None,
            sections: Vec::new(),
        }
    }
}

/// Reads `[paper]`.
fn identity(project: &Project, standing_in: Option<&Identity>, paper: &mut Table) -> Result<Identity, Reported> {
    let slug = paper.required_name("slug", "slug = \"pearls-in-policing-2013\"");
    let title = paper.required_text("title", "title = \"Pearls in Policing 2013\"");
    let subtitle = paper.text("subtitle");
    let kind = paper.text("kind");
    let version = paper.required_version("version");
    let date = date::read(paper, "date");
    let language = language::read(paper, "language");
    let authors = authors(paper);
    let status = paper
        .required("status", "status = \"draft\"")
        .and_then(|item| item.choice(&Status::ALL.map(|status| (status.name(), status)), paper.diagnostics));
    let template = paper.required_name("template", "template = \"europol\"");
    let contents = paper.item("contents");
    let contents = contents.map(|item| Ok(Spanned::new(item.flag(paper.diagnostics)?, item.span))).transpose();
    let sections = files::sections(project, paper);
    Ok(Identity {
        slug: or(slug, standing_in, |other| other.slug.clone())?,
        title: or(title, standing_in, |other| other.title.clone())?,
        subtitle: or(subtitle, standing_in, |_| None)?,
        kind: or(kind, standing_in, |_| None)?,
        version: or(version, standing_in, |other| other.version.clone())?,
        date: or(date, standing_in, |other| other.date)?,
        language: or(language, standing_in, |other| other.language.clone())?,
        authors: or(authors, standing_in, |_| Vec::new())?,
        status: or(status, standing_in, |other| other.status)?,
        template: or(template, standing_in, |other| other.template.clone())?,
        contents: or(contents, standing_in, |_| None)?,
        sections: or(sections, standing_in, |_| files::all(project))?,
    })
}

/// Reads `authors`, which the PDF holds in one text as well.
fn authors(paper: &mut Table) -> Result<Vec<Text>, Reported> {
    let authors = paper.texts("authors")?;
    let mut length = 0;
    let beyond = authors.iter().find(|author| {
        length += author.len() + ", ".len();
        length > MAX_TEXT
    });
    if let Some(author) = beyond {
        let message = format!("`authors` is longer than {MAX_TEXT} bytes");
        let long = Diagnostic::error(Code("too-long"), author.span(), message);
        return Err(paper.diagnostics.report(long.with_help("Name those who answer for the paper, or a body.")));
    }
    Ok(authors)
}

/// Reads `[contents]`, beside what `contents` in `[paper]` says.
fn contents(
    root: &mut Table,
    flag: Option<Spanned<bool>>,
    places: &mut BTreeMap<String, Span>,
) -> Result<Option<Contents>, Reported> {
    let Some(contents) = root.table("contents", |table| contents::read(table, places))? else {
        return Ok(flag.is_some_and(|flag| flag.value).then(Contents::default));
    };
    match flag.filter(|flag| !flag.value) {
        None => Ok(Some(contents)),
        Some(flag) => {
            let message = "there are no contents, but `[contents]` says how they look";
            let found = Diagnostic::error(Code("invalid-value"), flag.span, message);
            Err(root.diagnostics.report(found.with_help("Delete this line, or the table.")))
        }
    }
}

/// What was read, or what stands in for it.
fn or<T>(
    read: Result<T, Reported>,
    standing_in: Option<&Identity>,
    take: impl FnOnce(&Identity) -> T,
) -> Result<T, Reported> {
    read.or_else(|reported| standing_in.map(take).ok_or(reported))
}

fn marking(table: &mut Table) -> Result<MarkingChoice, Reported> {
    let scheme = table.required_name("scheme", "scheme = \"europol\"");
    // Which levels there are, a scheme tells.
    let level = table.required_text("level", "level = \"unclassified\"").map(Spanned::from);
    let reference = table.text("reference");
    let copy = copy::read(table, "copy");
    let reason = table.text("reason");
    Ok(MarkingChoice { scheme: scheme?, level: level?, reference: reference?, copy: copy?, reason: reason? })
}

fn parties(table: &mut Table) -> Result<Vec<Party>, Reported> {
    all(table.rest().into_iter().map(|item| {
        let role = item.key_text(table.diagnostics);
        let names = item.text_or_texts(table.diagnostics);
        Ok(Party { role: role?, names: names? })
    }))
}

fn vars(table: &mut Table, places: &mut BTreeMap<String, Span>) -> Result<BTreeMap<String, Datum>, Reported> {
    let items = table.rest();
    places.extend(items.iter().map(|item| (format!("vars.{}", item.key.value), item.span)));
    let entries = items.into_iter().map(|item| Ok((item.key.value.clone(), item.datum(table.diagnostics)?)));
    Ok(all(entries)?.into_iter().collect())
}

fn abbreviations(table: &mut Table) -> Result<Vec<Abbreviation>, Reported> {
    all(table.rest().into_iter().map(|item| {
        let short = item.key_text(table.diagnostics);
        let long = item.text(table.diagnostics);
        Ok((short?, long?))
    }))
}

/// Reads `[check]`: codes with their severity, and tables of the same for single files or patterns of them. What is
/// said of one file by its name comes last. What cannot be followed is reported and left out; the paper can be read
/// without it.
fn overrides(project: &Project, table: &mut Table) -> Vec<Override> {
    let (mut overrides, mut of_files) = (Vec::new(), Vec::new());
    for item in table.rest() {
        if !item.is_table() {
            overrides.extend(severity_of_code(item, table.diagnostics));
            continue;
        }
        let paths = files::existing_paths(project, &item.key, table.diagnostics).unwrap_or_default();
        let is_named = paths.first().is_some_and(|path| path.value == item.key.value);
        let target = if is_named { &mut of_files } else { &mut overrides };
        let _ = item.table(table.diagnostics, |file| {
            for item in file.rest() {
                let Some(read) = severity_of_code(item, file.diagnostics) else { continue };
                target.extend(paths.iter().map(|path| Override { path: Some(path.clone()), ..read.clone() }));
            }
            Ok(())
        });
    }
    overrides.extend(of_files);
    overrides
}

fn severity_of_code(item: Item, diagnostics: &mut Diagnostics) -> Option<Override> {
    const SEVERITIES: [(&str, Option<Severity>); 4] = [
        ("allow", None),
        ("hint", Some(Severity::Hint)),
        ("warning", Some(Severity::Warning)),
        ("error", Some(Severity::Error)),
    ];
    let code = explain::known(&item.key).map_err(|unknown| diagnostics.push(*unknown));
    let severity = item.choice(&SEVERITIES, diagnostics).ok()?;
    if code.is_ok() && severity.value != Some(Severity::Error) {
        explain::changeable(&item.key, severity.span).map_err(|refused| diagnostics.push(*refused)).ok()?;
    }
    code.ok().map(|_| Override { code: item.key, severity: severity.value, path: None })
}

fn format(table: &mut Table) -> Result<Format, Reported> {
    Ok(Format { sentence_per_line: table.flag("sentence-per-line")?.unwrap_or(false) })
}

fn history_entry(table: &mut Table) -> Result<HistoryEntry, Reported> {
    let version = table.required_version("version");
    let date = date::read(table, "date");
    let status = table.required_text("status", "status = \"final\"");
    let summary = table.required_text("summary", "summary = \"First public version\"");
    Ok(HistoryEntry { version: version?, date: date?, status: status?, summary: summary? })
}
